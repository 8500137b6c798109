//! Events: what may follow what, the close-out, venue points, merging, and the figures kept beside them.
use serde_json::{Value, json};

use super::funnel::{counted_anew, wrong_figures};
use crate::support::{Answer, Client, World, dump::tamper};

/// A province with two bodies, and its board.
pub(super) struct Stage {
    pub(super) w: World,
    pub(super) hoa: Client,
    pub(super) office: String,
    pub(super) union: String,
}

impl Stage {
    pub(super) async fn new() -> Self {
        let w = World::new().await;
        let office = w.organisation("BHXH tỉnh Cà Mau", "social_security", w.here("96")).await;
        let union = w.organisation("Hội Liên hiệp Phụ nữ tỉnh", "womens_union", w.here("96")).await;
        Self { hoa: w.sign_in("hoa").await, w, office, union }
    }
    /// A body of an event held on 20/11/2026 in the ward of Bạc Liêu, with `changes` on top.
    fn body(&self, changes: Value) -> Value {
        let mut body = json!({
            "event_type": "conference",
            "title": "Hội nghị tuyên truyền BHXH tự nguyện",
            "starts_on": "2026-11-20",
            "area_id": self.w.here("31825"),
            "organiser_id": self.office,
            "schemes": ["bhxh_tn"],
            "status": "held",
        });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    pub(super) async fn event(&self, changes: Value) -> Value {
        self.hoa.post("/events", self.body(changes)).await.expect(201)
    }
    async fn act(&self, event: &Value, verb: &str, body: Value) -> Answer {
        self.hoa.post(&format!("/events/{}/{verb}", id(event)), body).await
    }
    async fn show(&self, event: &Value) -> Answer {
        self.hoa.get(&format!("/events/{}", id(event))).await
    }
    async fn summary(&self, area: &str, more: &str) -> Value {
        let board = self.w.sign_in("trung").await;
        board.get(&format!("/activity-summary?area_id={}{more}", self.w.here(area))).await.expect(200)
    }
    /// Events, sessions, attendances and people of an area, over all time.
    async fn totals(&self, area: &str) -> [i64; 4] {
        numbers(&self.summary(area, "").await["total"])
    }
    /// How many figures differ from a recount.
    fn wrong_figures(&self) -> usize {
        wrong_figures(&self.w)
    }
}

pub(super) fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id: {thing}"))
}

/// Events, sessions, attendances and people; what nobody counted as 0.
fn numbers(row: &Value) -> [i64; 4] {
    ["events", "sessions", "attendances", "people"].map(|field| match &row[field] {
        Value::Null if matches!(field, "attendances" | "people") => 0,
        number => number.as_i64().unwrap_or_else(|| panic!("no {field}: {row}")),
    })
}

fn people(count: i64) -> Value {
    json!([{ "measure": "people", "count": count }])
}

fn attendances(count: i64) -> Value {
    json!([{ "measure": "attendances", "count": count }])
}

/// An event in this state.
async fn in_state(s: &Stage, state: &str) -> Value {
    let event = s.event(json!({ "status": if state == "planned" { "planned" } else { "held" } })).await;
    match state {
        "closed" => s.act(&event, "close", json!({ "headcounts": [] })).await.expect(200),
        "cancelled" => s.act(&event, "cancel", json!({ "reason": "mưa bão" })).await.expect(200),
        "merged" => {
            let kept = s.event(json!({})).await;
            s.act(&kept, "merges", json!({ "merged_id": event["id"] })).await.expect(201)
        }
        _ => json!(null),
    };
    event
}

#[actix_web::test]
async fn every_pair_of_state_and_step_is_allowed_or_refused_without_a_trace() {
    let s = Stage::new().await;
    let other = s.event(json!({})).await;
    for (state, patch, hold, close, cancel, merge) in [
        ("planned", 200, 200, 200, 200, 422),
        ("held", 200, 409, 200, 200, 201),
        ("closed", 409, 409, 409, 409, 201),
        ("cancelled", 409, 409, 409, 409, 422),
        ("merged", 409, 409, 409, 409, 422),
    ] {
        for (step, expected) in
            [("patch", patch), ("hold", hold), ("close", close), ("cancel", cancel), ("merge", merge)]
        {
            let event = in_state(&s, state).await;
            let (shown, lines) = (s.show(&event).await, s.w.audit_lines());
            let tag = shown.header("etag").unwrap().to_owned();
            let answer = match step {
                "patch" => s.hoa.patch(&format!("/events/{}", id(&event)), &tag, json!({ "note": "x" })).await,
                "hold" => s.act(&event, "hold", json!({})).await,
                "close" => s.act(&event, "close", json!({ "headcounts": [] })).await,
                "cancel" => s.act(&event, "cancel", json!({ "reason": "mưa bão" })).await,
                _ => s.act(&other, "merges", json!({ "merged_id": event["id"] })).await,
            };
            assert_eq!(answer.status, expected, "{state} → {step}: {}", String::from_utf8_lossy(&answer.bytes));
            if expected >= 400 {
                answer
                    .expect_problem(expected, if expected == 409 { "event-status" } else { "events-cannot-be-merged" });
                assert_eq!((s.show(&event).await.bytes, s.w.audit_lines()), (shown.bytes, lines), "{state} → {step}");
            } else {
                assert_eq!(s.w.audit_lines(), lines + 1, "{state} → {step}");
            }
        }
    }
    assert_eq!(s.wrong_figures(), 0);
}

#[actix_web::test]
async fn the_close_out_says_everything_in_one_step() {
    let s = Stage::new().await;
    let planned = s.event(json!({ "status": "planned", "headcounts": people(500) })).await;
    assert_eq!(s.totals("96").await, [0, 0, 0, 0]);
    let lines = s.w.audit_lines();
    let out = json!({
        "ends_on": "2026-11-21",
        "sessions": 2,
        "headcounts": [{ "measure": "people", "audience": "farmers", "count": 145, "qualifier": "nearly" }],
        "partners": [{ "organisation_id": s.union, "role": "co_host" }],
        "outcome": "45 người đăng ký",
    });
    let closed = s.act(&planned, "close", out).await.expect(200);
    assert_eq!(
        (&closed["status"], &closed["ends_on"], &closed["sessions"]),
        (&json!("closed"), &json!("2026-11-21"), &json!(2))
    );
    assert_eq!(
        (&closed["outcome"], &closed["closed_at"]),
        (&json!("45 người đăng ký"), &json!("2026-11-25T02:00:00.000000Z"))
    );
    assert_eq!(closed["partners"][0]["name"], "Hội Liên hiệp Phụ nữ tỉnh");
    assert_eq!(
        closed["headcounts"],
        json!([{ "measure": "people", "audience": "farmers", "count": 145, "qualifier": "nearly" }])
    );
    assert_eq!(s.w.audit_lines(), lines + 1);
    let total = s.summary("96", "&from=2026-11-21&to=2026-11-21").await["total"].clone();
    assert_eq!((numbers(&total), &total["qualifier"]), ([1, 2, 0, 145], &json!("nearly")));
    assert_eq!(numbers(&s.summary("96", "&from=2026-11-20&to=2026-11-20").await["total"]), [0, 0, 0, 0]);
    assert_eq!(s.wrong_figures(), 0);
}

#[actix_web::test]
async fn what_is_not_over_cannot_be_held_or_closed() {
    let s = Stage::new().await;
    let tomorrow = json!({ "status": "planned", "starts_on": "2026-11-26" });
    let event = s.event(tomorrow.clone()).await;
    s.act(&event, "hold", json!({})).await.expect_problem(422, "event-not-yet-over");
    s.act(&event, "close", json!({ "headcounts": [] })).await.expect_problem(422, "event-not-yet-over");
    s.hoa.post("/events", s.body(json!({ "starts_on": "2026-11-26" }))).await.expect_problem(422, "event-not-yet-over");
    let long = s.event(json!({ "ends_on": "2026-11-26" })).await;
    s.act(&long, "close", json!({ "headcounts": [] })).await.expect_problem(422, "event-not-yet-over");
    s.w.clock.advance_seconds(86_400);
    let hoa = s.w.sign_in("hoa").await;
    for event in [&event, &long] {
        hoa.post(&format!("/events/{}/close", id(event)), json!({ "headcounts": [] })).await.expect(200);
    }
    s.hoa.post("/events", s.body(tomorrow)).await.expect_problem(401, "not-signed-in");
}

#[actix_web::test]
async fn venue_points_count_each_in_its_area_and_the_event_once_above() {
    let s = Stage::new().await;
    let (one, two) = (s.w.here("31825"), s.w.here("31834"));
    let venue = |area, name: &str, heads: Value| json!({ "area_id": area, "name": name, "headcounts": heads });
    let event = s
        .event(json!({
            "event_type": "online_conference",
            "area_id": s.w.here("96"),
            "headcounts": people(30),
            "venues": [
                venue(one, "Hội trường phường", attendances(120)),
                venue(one, "Nhà văn hóa khóm 1", attendances(25)),
                venue(two, "Hội trường phường bên", attendances(80)),
            ],
        }))
        .await;
    assert_eq!(s.totals("31825").await, [1, 1, 145, 0]);
    assert_eq!(s.totals("31834").await, [1, 1, 80, 0]);
    assert_eq!(s.totals("96").await, [1, 1, 225, 30]);
    assert_eq!(s.totals("VN").await, [1, 1, 225, 30]);
    let by_area = s.summary("96", "&group_by=area").await;
    assert_eq!(by_area["rows"].as_array().unwrap().iter().map(|r| numbers(r)[0]).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(numbers(&by_area["total"]), [1, 1, 225, 30]);
    // The ward sees the conference it had a venue point of, and cannot change it.
    let minh = s.w.sign_in("minh").await;
    minh.get(&format!("/events/{}", id(&event))).await.expect(200);
    minh.post(&format!("/events/{}/cancel", id(&event)), json!({ "reason": "x" }))
        .await
        .expect_problem(404, "not-found");
    // Closed without naming them again, the venue points stay.
    let closed = s.act(&event, "close", json!({ "headcounts": people(35) })).await.expect(200);
    assert_eq!(closed["venues"].as_array().unwrap().len(), 3);
    assert_eq!(s.totals("96").await, [1, 1, 225, 35]);
    assert_eq!(s.wrong_figures(), 0);
}

#[actix_web::test]
async fn a_merge_counts_once_and_its_undoing_restores_every_figure() {
    let s = Stage::new().await;
    let (press, front) = (
        s.w.organisation("Báo Cà Mau", "newspaper", s.w.here("96")).await,
        s.w.organisation("Mặt trận phường", "fatherland_front", s.w.here("31825")).await,
    );
    let ours =
        json!({ "partners": [{ "organisation_id": press, "role": "participant" }], "headcounts": attendances(120) });
    let theirs = json!({ "organiser_id": s.union, "partners": [{ "organisation_id": front, "role": "supporter" }], "headcounts": attendances(118) });
    let (kept, merged) = (s.event(ours).await, s.event(theirs).await);
    let before = (s.summary("96", "&group_by=partner").await, s.summary("31825", "").await);
    assert_eq!(s.totals("96").await, [2, 2, 238, 0]);
    let (kept_view, merged_view) = (s.show(&kept).await.json(), s.show(&merged).await.json());
    let merge = s.act(&kept, "merges", json!({ "merged_id": merged["id"] })).await.expect(201);
    assert_eq!((s.totals("96").await, s.wrong_figures()), ([1, 1, 120, 0], 0));
    let by_partner = s.summary("96", "&group_by=partner").await;
    let mut partners: Vec<&str> =
        by_partner["rows"].as_array().unwrap().iter().map(|r| r["key"].as_str().unwrap()).collect();
    let mut expected = vec![press.as_str(), front.as_str(), s.union.as_str()];
    partners.sort_unstable();
    expected.sort_unstable();
    assert_eq!(partners, expected);
    assert_eq!(numbers(&by_partner["total"]), [1, 1, 120, 0]);
    // Both origins are kept.
    assert_eq!(s.show(&kept).await.json()["origins"][0]["event_id"], merged["id"]);
    let gone = s.show(&merged).await.json();
    assert_eq!(
        (&gone["status"], &gone["merged_into_id"], &gone["headcounts"]),
        (&json!("merged"), &kept["id"], &merged_view["headcounts"])
    );
    let listed = s.hoa.get("/events").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    for (into, from) in [(&kept, &merged), (&kept, &kept), (&merged, &kept)] {
        s.act(into, "merges", json!({ "merged_id": from["id"] })).await.expect_problem(422, "events-cannot-be-merged");
    }
    let undo = format!("/event-merges/{}/undo", id(&merge));
    assert!(s.hoa.post(&undo, json!({})).await.expect(200)["undone_at"].is_string());
    assert_eq!((s.summary("96", "&group_by=partner").await, s.summary("31825", "").await), before);
    assert_eq!((s.show(&kept).await.json(), s.show(&merged).await.json()), (kept_view, merged_view));
    assert_eq!(s.wrong_figures(), 0);
    s.hoa.post(&undo, json!({})).await.expect_problem(404, "not-found");
}

#[actix_web::test]
async fn a_closed_record_comes_back_closed_and_a_commune_cannot_merge() {
    let s = Stage::new().await;
    let (kept, merged) = (s.event(json!({})).await, in_state(&s, "closed").await);
    let body = json!({ "merged_id": merged["id"] });
    s.w.sign_in("minh")
        .await
        .post(&format!("/events/{}/merges", id(&kept)), body.clone())
        .await
        .expect_problem(403, "not-allowed");
    s.w.sign_in("dak")
        .await
        .post(&format!("/events/{}/merges", id(&kept)), body.clone())
        .await
        .expect_problem(404, "not-found");
    let merge = s.act(&kept, "merges", body).await.expect(201);
    let third = s.event(json!({})).await;
    s.act(&third, "merges", json!({ "merged_id": kept["id"] })).await.expect_problem(422, "events-cannot-be-merged");
    s.hoa.post(&format!("/event-merges/{}/undo", id(&merge)), json!({})).await.expect(200);
    assert_eq!(s.show(&merged).await.json()["status"], "closed");
    assert_eq!((s.totals("96").await, s.wrong_figures()), ([3, 3, 0, 0], 0));
}

#[actix_web::test]
async fn a_second_record_of_the_same_conference_is_entered_with_a_warning() {
    let s = Stage::new().await;
    let first = s
        .event(
            json!({ "headcounts": attendances(120), "partners": [{ "organisation_id": s.union, "role": "co_host" }] }),
        )
        .await;
    assert_eq!(first["warnings"], json!([]));
    let second = json!({ "organiser_id": s.union, "title": "HOI NGHI tuyen truyen BHXH tu nguyen", "starts_on": "2026-11-21", "headcounts": attendances(118) });
    let second = s.event(second).await;
    let warning = &second["warnings"][0];
    assert_eq!((&warning["code"], &warning["event_id"]), (&json!("possible-duplicate"), &first["id"]));
    assert!(warning["score"].as_u64().unwrap() >= 60);
    for other in [
        json!({ "title": "Lễ ra quân tháng vận động BHYT học sinh", "event_type": "launch" }),
        json!({ "starts_on": "2026-11-10", "headcounts": attendances(120) }),
        json!({ "area_id": s.w.here("31834") }),
    ] {
        assert_eq!(s.event(other.clone()).await["warnings"], json!([]), "{other}");
    }
    // Records outside one's own areas are not given away.
    let dao = s.w.sign_in("dao").await;
    let body = s.body(
        json!({ "area_id": s.w.here("31834"), "title": "Đối thoại với người lao động", "event_type": "dialogue" }),
    );
    assert_eq!(dao.post("/events", body).await.expect(201)["warnings"], json!([]));
}

#[actix_web::test]
async fn an_event_without_a_day_says_in_words_when_it_was() {
    let s = Stage::new().await;
    let undated = |label: Value| {
        s.body(json!({ "starts_on": null, "period_label": label, "headcounts": people(12), "sessions": 9 }))
    };
    s.hoa.post("/events", undated(json!(null))).await.expect_problem(422, "event-without-period");
    let event = s.hoa.post("/events", undated(json!("9 tháng đầu năm 2026"))).await.expect(201);
    assert_eq!((&event["starts_on"], &event["period_label"]), (&Value::Null, &json!("9 tháng đầu năm 2026")));
    s.hoa
        .post("/events", s.body(json!({ "starts_on": null, "ends_on": "2026-11-20", "period_label": "x" })))
        .await
        .expect_problem(422, "event-dates");
    s.hoa.post("/events", s.body(json!({ "ends_on": "2026-11-19" }))).await.expect_problem(422, "event-dates");
    let all = s.summary("96", "").await;
    assert_eq!((numbers(&all["total"]), &all["undated_events"]), ([1, 9, 0, 12], &json!(1)));
    let dated = s.summary("96", "&from=2026-01-01&to=2026-12-31").await;
    assert_eq!((numbers(&dated["total"]), &dated["undated_events"]), ([0, 0, 0, 0], &json!(1)));
    let months = s.summary("96", "&group_by=month").await;
    assert_eq!((&months["rows"][0]["label"], numbers(&months["total"])), (&json!("Không rõ ngày"), [1, 9, 0, 12]));
    // The day becomes known.
    let path = format!("/events/{}", id(&event));
    s.hoa.patch(&path, "\"1\"", json!({ "starts_on": "2026-09-30" })).await.expect(200);
    let dated = s.summary("96", "&from=2026-09-01&to=2026-09-30").await;
    assert_eq!((numbers(&dated["total"]), &dated["undated_events"]), ([1, 9, 0, 12], &json!(0)));
    assert_eq!(s.wrong_figures(), 0);
}

#[actix_web::test]
async fn a_figure_changed_behind_our_back_is_found_and_recounted() {
    let s = Stage::new().await;
    s.event(json!({ "headcounts": people(77), "partners": [{ "organisation_id": s.union, "role": "co_host" }] })).await;
    assert_eq!(s.wrong_figures(), 0);
    let ward = s.w.here("31825");
    let one = format!("grouping = 'all' AND grain = 'month' AND area_id = '{ward}'");
    assert_eq!(tamper(&s.w.db, &format!("UPDATE activity_cells SET people = people + 1 WHERE {one}")), 1);
    assert_eq!(s.wrong_figures(), 1);
    assert_eq!(tamper(&s.w.db, &format!("DELETE FROM activity_cells WHERE {one}")), 1);
    assert_eq!(s.wrong_figures(), 1);
    let invented = format!(
        "INSERT INTO activity_cells SELECT area_id, grouping, grain, on_day, 'training', parent_id, events, sessions, attendances, people, heads_more, \
         heads_nearly, heads_approx, sessions_more, sessions_nearly, sessions_approx, days FROM activity_cells \
         WHERE grouping = 'event_type' AND grain = 'month' AND area_id = '{ward}'"
    );
    assert_eq!(tamper(&s.w.db, &invented), 1);
    assert_eq!(s.wrong_figures(), 2);
    let cells = counted_anew(&s.w);
    assert_eq!((s.wrong_figures(), cells > 0), (0, true));
    assert_eq!(s.totals("31825").await, [1, 1, 0, 77]);
    assert_eq!(s.summary("31825", "").await["total"]["attendances"], Value::Null, "no data is not zero");
}

#[actix_web::test]
async fn attendances_and_people_never_add_and_doubt_survives_the_sum() {
    let s = Stage::new().await;
    let head = |measure: &str, count: i64, qualifier: &str| json!({ "measure": measure, "count": count, "qualifier": qualifier });
    s.event(json!({ "headcounts": [head("attendances", 1_150, "nearly"), head("people", 145, "exact")] })).await;
    let total = s.summary("96", "").await["total"].clone();
    assert_eq!((numbers(&total), &total["qualifier"]), ([1, 1, 1_150, 145], &json!("nearly")));
    s.event(json!({ "starts_on": "2026-11-10", "headcounts": [head("attendances", 250, "more_than")], "sessions": 3, "sessions_qualifier": "more_than" })).await;
    let total = s.summary("96", "").await["total"].clone();
    assert_eq!(
        (numbers(&total), &total["qualifier"], &total["sessions_qualifier"]),
        ([2, 4, 1_400, 145], &json!("approx"), &json!("more_than"))
    );
    assert!(total.as_object().unwrap().values().all(|v| v != &json!(1_545) && v != &json!(1_295)), "{total}");
    assert_eq!(s.wrong_figures(), 0);
}
