//! The trail is narrowed by who, on what, what and when; within the scope of whoever looks.
use serde_json::Value;

use crate::support::{Client, World};

/// The numbers of the lines that these filters leave, over all pages.
async fn lines(who: &Client, filters: &str) -> Vec<i64> {
    let (mut numbers, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = who.get(&format!("/audit?limit=2{filters}{cursor}")).await.expect(200);
        numbers
            .extend(page["items"].as_array().expect("items").iter().map(|line| line["n"].as_i64().expect("a number")));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return numbers,
        }
    }
}

/// Those of these lines for which something holds.
fn those(all: &[Value], holds: impl Fn(&Value) -> bool) -> Vec<i64> {
    all.iter().filter(|line| holds(line)).map(|line| line["n"].as_i64().expect("a number")).collect()
}

#[actix_web::test]
async fn lines_are_found_by_who_what_and_when() {
    let w = World::new().await;
    // 25 November in Viet Nam, and the evening of 26 November by Greenwich, which is 27 November in Viet Nam.
    let hoi = w.organisation("Hội mẫu A", "other", w.here("96")).await;
    w.clock.advance_seconds(40 * 3_600);
    w.organisation("Hội mẫu B", "other", w.here("96")).await;
    w.organisation("Hội mẫu C", "other", w.here("01")).await;

    let kien = w.sign_in("kien").await;
    let all = kien.get("/audit?limit=200").await.expect(200)["items"].as_array().expect("items").clone();
    let everything = those(&all, |_| true);
    assert!(everything.len() > 5 && everything.is_sorted_by(|one, next| one > next), "{everything:?}");

    let made = those(&all, |line| line["action"] == "organisation.created");
    assert_eq!(lines(&kien, "&action=organisation.created").await, made);
    assert_eq!(lines(&kien, "&action=nothing.known").await, [0; 0]);

    let by_day = |day: &str| those(&all, |line| line["at"].as_str().is_some_and(|at| at.starts_with(day)));
    let (first, second) = (by_day("2026-11-25"), by_day("2026-11-26"));
    assert!(!first.is_empty() && !second.is_empty(), "{all:#?}");
    assert_eq!(lines(&kien, "&to=2026-11-25").await, first);
    // By the clock of Viet Nam.
    assert_eq!(lines(&kien, "&from=2026-11-26&to=2026-11-26").await, [0; 0]);
    assert_eq!(lines(&kien, "&from=2026-11-27").await, second);
    assert_eq!(lines(&kien, "&from=2026-11-25&to=2026-11-27").await, everything);
    assert_eq!(lines(&kien, "&from=2026-11-28").await, [0; 0]);

    assert_eq!(lines(&kien, &format!("&entity_id={hoi}")).await.len(), 1);
    let actor = those(&all, |line| line["entity_id"] == hoi.as_str());
    let by =
        all.iter().find(|line| line["n"].as_i64() == actor.first().copied()).expect("the line")["actor_id"].clone();
    let filters = format!("&actor_id={}&action=organisation.created&from=2026-11-27", by.as_str().expect("an actor"));
    assert_eq!(
        lines(&kien, &filters).await,
        those(&all, |line| {
            line["action"] == "organisation.created"
                && line["at"].as_str().is_some_and(|at| at.starts_with("2026-11-26"))
        })
    );
    // Nobody who may not read the trail.
    w.sign_in("hoa").await.get("/audit?action=organisation.created").await.expect_problem(403, "not-allowed");
    kien.get("/audit?from=2026-13-01").await.expect_problem(422, "invalid");
}
