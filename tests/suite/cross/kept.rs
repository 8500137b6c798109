//! Kept answers: given again while nothing was written, and never to anybody they were not meant for.
use serde_json::json;

use crate::support::{Client, World, dump::tamper};

async fn events(client: &Client, url: &str) -> i64 {
    client.get(url).await.expect(200)["total"]["events"].as_i64().expect("a number")
}

#[actix_web::test]
async fn an_answer_is_kept_until_the_next_write_and_not_longer() {
    let w = World::new().await;
    let office = w.organisation("BHXH tỉnh Cà Mau", "social_security", w.here("96")).await;
    let (trung, minh) = (w.sign_in("trung").await, w.sign_in("minh").await);
    let event = json!({
        "event_type": "conference", "title": "Hội nghị khách hàng", "starts_on": "2026-11-20", "status": "held",
        "area_id": w.here("31825"), "organiser_id": office, "schemes": ["bhxh_tn"],
    });
    let url = format!("/activity-summary?area_id={}", w.here("96"));
    minh.post("/events", event.clone()).await.expect(201);
    assert_eq!(events(&trung, &url).await, 1);
    // Behind the program's back: nobody wrote, so the kept answer is given.
    assert!(tamper(&w.db, "UPDATE activity_cells SET events = events + 100") > 0);
    assert_eq!(events(&trung, &url).await, 1, "kept");
    // Another question, language or day is another answer.
    assert_eq!(events(&trung, &format!("{url}&group_by=month")).await, 101);
    assert_eq!(events(&trung.with_header("accept-language", "en"), &url).await, 101);
    // A write ends it at once.
    minh.post("/events", event).await.expect(201);
    assert_eq!(events(&trung, &url).await, 102);
}

#[actix_web::test]
async fn a_kept_answer_is_given_only_within_the_same_scope() {
    let w = World::new().await;
    let (trung, minh, dak) = (w.sign_in("trung").await, w.sign_in("minh").await, w.sign_in("dak").await);
    let own = format!("/activity-summary?area_id={}", w.here("31825"));
    for client in [&trung, &minh, &trung, &minh] {
        client.get(&own).await.expect(200);
    }
    dak.get(&own).await.expect_problem(404, "not-found");
    let progress = format!("/target-progress?area_id={}&scheme=bhyt&measure=participants&period=2026", w.here("96"));
    trung.get(&progress).await.expect(200);
    minh.get(&progress).await.expect_problem(404, "not-found");
    minh.get(&progress.replace("/target-progress", "/target-progress/by-area")).await.expect_problem(404, "not-found");
    // Rights are looked at before any kept answer.
    w.anonymous().get(&own).await.expect_problem(401, "not-signed-in");
}
