//! Partners side by side: meetings of one kind, the same time to be named for all of them, and nothing about who works better.
use serde_json::{Value, json};
use tungnha::methods::{
    proportions::{Share, newcombe},
    wording::causal,
};

use super::{
    enrolments::Office,
    funnel::{counted_anew, wrong_figures},
    touches::{attend, held},
    visits::id,
};
use crate::support::{Client, dump::tamper};

const SPAN: &str = "&from=2026-11-01&to=2026-11-25";

async fn compared(who: &Client, office: &Office, more: &str) -> Value {
    let path = format!("/partner-comparison?area_id={}{more}", office.ward.area);
    let seen = who.get(&path).await.expect(200);
    assert_eq!(causal(&seen.to_string()), None, "{seen:#}");
    seen
}

fn row<'v>(seen: &'v Value, name: &str) -> &'v Value {
    let rows = seen["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["label"] == name).unwrap_or_else(|| panic!("no {name} in {seen:#}"))
}

/// Meetings and those that led on, of a partner and of the others.
fn told(seen: &Value, name: &str, kind: &str) -> [u64; 4] {
    let share = &row(seen, name)[kind];
    ["meetings", "led_on", "other_meetings", "other_led_on"].map(|field| share[field].as_u64().expect("a count"))
}

/// Whether every count is the number of rows to which its link leads; how many were looked at.
async fn is_borne_out(who: &Client, seen: &Value) -> usize {
    let mut looked_at = 0;
    for row in seen["rows"].as_array().expect("rows") {
        for share in [&row["doors"], &row["events"]] {
            for (count, link) in [("meetings", "rows"), ("led_on", "led_on_rows")] {
                let path = share[link].as_str().expect("a link").strip_prefix("/api/v1").expect("of this API");
                let found = who.get(path).await.expect(200)["items"].as_array().expect("items").len();
                assert_eq!(share[count], json!(found), "{count} behind {path}");
                looked_at += 1;
            }
        }
    }
    looked_at
}

impl Office {
    /// A sign-up of somebody that names what led to it.
    async fn promise_after(&self, person: &str, kind: &str, source: &str) {
        let quote = self.quote(&self.own, json!({})).await;
        let mut body = self.body(&quote, person, &self.own);
        body["source"] = json!({ "kind": kind, "id": source });
        self.mai.post("/enrolments", body).await.expect(201);
    }
}

const JOINT: &str = "Ban Tuyên giáo Mẫu 2026-11-10";
const ALONE: &str = "Ban Tuyên giáo Mẫu 2026-11-12";
const WOMEN: &str = "Hội Phụ nữ Mẫu";
const YOUTH: &str = "Đoàn Thanh niên Mẫu";

#[actix_web::test]
async fn partners_are_asked_the_same_question() {
    let office = Office::new().await;
    let (w, tu, bay) = (&office.ward.w, office.ward.tu.to_string(), office.ward.bay.to_string());
    let women = w.organisation(WOMEN, "womens_union", w.here("96")).await;
    let youth = w.organisation(YOUTH, "youth_union", w.here("96")).await;
    let (other, seven) = (office.another(1).await, office.another(7).await);
    let joint = held(w, &office.board, "2026-11-10", &[&women]).await;
    attend(&office.board, &joint, &[&office.sau, &other]).await.expect(201);
    let alone = held(w, &office.board, "2026-11-12", &[]).await;
    attend(&office.board, &alone, &[&office.sau, &tu, &bay]).await.expect(201);
    let visit = office.ward.visit(json!({ "outcome": "informed", "people": [tu], "organisation_id": women })).await;
    for (outcome, body) in [("informed", &women), ("not_home", &women), ("refused", &youth)] {
        office.ward.visit(json!({ "outcome": outcome, "organisation_id": body })).await;
    }
    office.ward.visit(json!({ "outcome": "informed" })).await;
    office.promise_after(&office.sau, "event", &joint).await;
    office.promise_after(&other, "visit", id(&visit)).await;
    office.promise_after(&seven, "event", &alone).await;
    // No meeting has had the whole time yet: none of it is counted for anybody.
    let seen = compared(&office.board, &office, SPAN).await;
    assert_eq!((&seen["rows"], &seen["window_days"]), (&json!([]), &json!(90)));
    assert_eq!((&seen["doors"]["window_not_over"], &seen["events"]["window_not_over"]), (&json!(3), &json!(5)));
    office.ward.w.clock.advance_seconds(100 * 86_400);
    let (hoa, phuc) = (office.ward.w.sign_in("hoa").await, office.ward.w.sign_in("phuc").await);
    let seen = compared(&hoa, &office, "").await;
    assert_eq!(seen["doors"], json!({ "meetings": 3, "led_on": 1, "window_not_over": 0 }));
    assert_eq!(seen["events"], json!({ "meetings": 5, "led_on": 1, "window_not_over": 0 }));
    assert_eq!(seen["rows"].as_array().map(Vec::len), Some(4), "a joint event counts under each of its partners");
    assert_eq!((told(&seen, WOMEN, "doors"), told(&seen, WOMEN, "events")), ([2, 1, 1, 0], [2, 1, 3, 0]));
    assert_eq!((told(&seen, YOUTH, "doors"), told(&seen, YOUTH, "events")), ([1, 0, 2, 1], [0, 0, 5, 1]));
    assert_eq!((told(&seen, JOINT, "doors"), told(&seen, JOINT, "events")), ([0, 0, 3, 1], [2, 1, 3, 0]));
    assert_eq!(told(&seen, ALONE, "events"), [3, 0, 2, 1]);
    assert_eq!(is_borne_out(&hoa, &seen).await, 16);
    let share = |hits, of| Share::new(hits, of).expect("a share");
    let (wilson, (difference, apart)) = (share(0, 3).wilson(), newcombe(share(0, 3), share(1, 2)));
    for (field, wanted) in [
        ("percent", 0.0),
        ("low_percent", wilson.low),
        ("high_percent", wilson.high),
        ("difference_points", difference),
        ("difference_low_points", apart.low),
        ("difference_high_points", apart.high),
    ] {
        let got = row(&seen, ALONE)["events"][field].as_f64().expect("a number");
        assert!((got - 100.0 * wanted).abs() < 0.005 + 1e-9, "{field}: {got}, {wanted}");
    }
    // The analyst does not work with sign-ups here: groups of one to four are kept back, and the sums with them.
    let few = compared(&phuc, &office, "").await;
    assert_eq!(few["doors"], json!({ "meetings": null, "led_on": null, "window_not_over": 0 }));
    for row in few["rows"].as_array().expect("rows") {
        for share in [&row["doors"], &row["events"]] {
            assert_eq!(
                (&share["withheld"], &share["meetings"], &share["percent"]),
                (&json!(true), &Value::Null, &Value::Null)
            );
        }
    }
    let long = format!("/partner-comparison?area_id={}&from=2025-01-01&to=2026-11-01", office.ward.area);
    hoa.get(&long).await.expect_problem(422, "attribution-span");
    assert_eq!(wrong_figures(w), 0);

    // Somebody whose sign-up names an event is only now recorded as having been there. Then both records prove to be one event:
    // everybody was there once, under the partners of both.
    attend(&hoa, &alone, &[&seven]).await.expect(201);
    assert_eq!(told(&compared(&hoa, &office, "").await, ALONE, "events"), [4, 1, 2, 1]);
    let merge = hoa.post(&format!("/events/{joint}/merges"), json!({ "merged_id": alone })).await.expect(201);
    let seen = compared(&hoa, &office, "").await;
    assert_eq!(seen["events"], json!({ "meetings": 5, "led_on": 2, "window_not_over": 0 }));
    for name in [JOINT, ALONE, WOMEN] {
        assert_eq!(told(&seen, name, "events"), [5, 2, 0, 0], "{name}");
    }
    assert_eq!(is_borne_out(&hoa, &seen).await, 16);
    assert_eq!(wrong_figures(w), 0);
    hoa.post(&format!("/event-merges/{}/undo", id(&merge)), json!({})).await.expect(200);
    let there = hoa.get(&format!("/events/{alone}/attendees")).await.expect(200);
    let gone =
        there["items"].as_array().expect("people").iter().find(|row| row["person_id"] == json!(tu)).expect("somebody");
    assert_eq!(hoa.delete(&format!("/event-attendees/{}", id(gone))).await.status, 204);
    let seen = compared(&hoa, &office, "").await;
    assert_eq!((told(&seen, ALONE, "events"), told(&seen, WOMEN, "events")), ([3, 1, 2, 1], [2, 1, 3, 1]));
    assert_eq!(wrong_figures(w), 0);
    for change in [
        "UPDATE attendance_cells SET attended = attended + 1 WHERE grain = 'month'",
        "UPDATE attendance_cells SET led_on = led_on + 1 WHERE grain = 'year'",
        "UPDATE event_attendees SET led_on = TRUE",
    ] {
        assert!(tamper(&w.db, change) > 0, "{change}");
        assert!(wrong_figures(w) > 0, "{change}");
        assert!(counted_anew(w) > 0);
        assert_eq!(wrong_figures(w), 0, "{change}");
    }
}
