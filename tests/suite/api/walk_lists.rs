//! Walk lists: which doors and why, frozen; who walks them; what phones get.
use serde_json::{Value, json};

use crate::support::{Client, World, inside::Inside};

/// The ward of Bạc Liêu, its official Minh, its field worker Lan, its collector Mai.
pub(super) struct Ward {
    pub(super) w: World,
    pub(super) minh: Client,
    pub(super) lan: Client,
    pub(super) mai: Client,
    pub(super) area: String,
}

pub(super) fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("an id")
}
pub(super) fn texts<'v>(items: &'v Value, field: &str) -> Vec<&'v str> {
    items.as_array().expect("items").iter().map(|item| item[field].as_str().expect("a text")).collect()
}

impl Ward {
    pub(super) async fn new() -> Self {
        let w = World::new().await;
        let area = w.here("31825").to_string();
        Self { minh: w.sign_in("minh").await, lan: w.sign_in("lan").await, mai: w.sign_in("mai").await, area, w }
    }
    pub(super) async fn made(&self, path: &str, body: Value) -> String {
        id(&self.minh.post(path, body).await.expect(201)).to_owned()
    }
    /// A household with somebody in it.
    pub(super) async fn home(&self, number: &str) -> String {
        let body = json!({ "area_id": self.area, "name": format!("Hộ mẫu {number}"), "house_number": number });
        let home = self.made("/households", body).await;
        self.made("/persons", json!({ "household_id": home, "full_name": "Nguyễn Thị Mẫu", "birth": "1985" })).await;
        home
    }
    async fn person(&self, home: &str) -> String {
        let page = self.minh.get(&format!("/persons?household_id={home}")).await.expect(200);
        id(&page["items"][0]).to_owned()
    }
    pub(super) async fn cover(&self, home: &str, state: &str, valid_to: Option<&str>) {
        let person = self.person(home).await;
        let body = json!({ "scheme": "bhyt_hgd", "state": state, "valid_to": valid_to, "known_on": "2026-11-01", "source": "said" });
        self.made(&format!("/persons/{person}/covers"), body).await;
    }
    async fn visit(&self, who: &Client, home: &str, on: &str, outcome: &str) -> Value {
        let at = format!("{on}T08:30:00+07:00");
        let body = json!({ "household_id": home, "occurred_at": at, "outcome": outcome });
        who.post("/visits", body).await.expect(201)
    }
    pub(super) fn asked(&self, criteria: Value, more: Value) -> Value {
        let mut body = json!({ "area_id": self.area, "criteria": criteria, "order": { "by": "house" } });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    async fn preview(&self, criteria: Value, more: Value) -> Value {
        self.minh.post("/walk-lists/preview", self.asked(criteria, more)).await.expect(200)
    }
    /// Makes a list; it is what its preview said.
    pub(super) async fn list(&self, criteria: Value, more: Value) -> Value {
        let shown = self.preview(criteria.clone(), more.clone()).await;
        let mut body = self.asked(criteria, more);
        body["name"] = json!("Đợt tháng 11");
        if !shown["order"]["seed"].is_null() {
            body["order"]["seed"] = shown["order"]["seed"].clone();
        }
        let list = self.minh.post("/walk-lists", body).await.expect(201);
        assert_eq!(
            (&list["doors"], &list["order"], &list["as_of"]),
            (&shown["doors"], &shown["order"], &shown["as_of"])
        );
        let entries = self.entries(&list).await;
        let first = shown["first"].as_array().expect("doors");
        assert_eq!(first.len(), entries.len().min(20));
        for (before, after) in first.iter().zip(&entries) {
            for field in ["position", "household", "never_met", "reasons"] {
                assert_eq!(before[field], after[field], "{field}");
            }
        }
        list
    }
    async fn entries(&self, list: &Value) -> Vec<Value> {
        let page = self.minh.get(&format!("/walk-lists/{}/entries?limit=200", id(list))).await.expect(200);
        page["items"].as_array().expect("items").clone()
    }
    async fn show(&self, list: &Value) -> Value {
        self.minh.get(&format!("/walk-lists/{}", id(list))).await.expect(200)
    }
    pub(super) async fn user(&self, who: &str) -> String {
        id(&self.w.sign_in(who).await.get("/me").await.expect(200)).to_owned()
    }
    pub(super) async fn assign(
        &self,
        list: &Value,
        who: &str,
        why: &str,
        until: Option<&str>,
    ) -> crate::support::Answer {
        let body = json!({ "user_id": self.user(who).await, "why": why, "until": until });
        self.minh.post(&format!("/walk-lists/{}/assign", id(list)), body).await
    }
}

#[actix_web::test]
async fn every_criterion_brings_its_households_with_the_reason() {
    let ward = Ward::new().await;
    let [bare, ending, lapsed, silent, due] =
        [ward.home("1").await, ward.home("2").await, ward.home("3").await, ward.home("4").await, ward.home("5").await];
    ward.cover(&bare, "none", None).await;
    ward.cover(&ending, "covered", Some("2026-12-05")).await;
    ward.cover(&lapsed, "lapsed", Some("2026-10-26")).await;
    ward.cover(&due, "covered", None).await;
    ward.made("/follow-ups", json!({ "household_id": due, "due_from": "2026-11-24", "due_to": "2026-11-28" })).await;
    let claim = json!({ "group": "near_poor", "valid_from": "2026-01-01" });
    ward.made(&format!("/households/{ending}/claims"), claim).await;
    // Somebody was met at the first door, was not at the second, and a meeting at the third was entered by mistake.
    ward.visit(&ward.lan, &bare, "2026-10-01", "informed").await;
    ward.visit(&ward.lan, &ending, "2026-10-01", "not_home").await;
    let wrong = ward.visit(&ward.lan, &lapsed, "2026-10-01", "informed").await;
    let mended =
        json!({ "amend_reason": "Bấm nhầm", "occurred_at": "2026-10-01T08:30:00+07:00", "outcome": "not_home" });
    ward.lan.post(&format!("/visits/{}/amend", id(&wrong)), mended).await.expect(201);

    let reason = |code: &str, scheme: Value, date: Value, days: Value, persons: Value| json!([{ "code": code, "scheme": scheme, "date": date, "days": days, "persons": persons }]);
    let (hgd, null) = (json!("bhyt_hgd"), Value::Null);
    let never = reason("never_met", null.clone(), null.clone(), null.clone(), null.clone());
    for (criteria, wanted) in [
        (
            json!({ "uncovered": ["bhyt_hgd"] }),
            vec![
                (&bare, reason("uncovered", hgd.clone(), null.clone(), null.clone(), json!(1))),
                (&lapsed, reason("uncovered", hgd.clone(), null.clone(), null.clone(), json!(1))),
                (&silent, reason("cover_unknown", hgd.clone(), null.clone(), null.clone(), json!(1))),
            ],
        ),
        (
            json!({ "ending_within_days": { "scheme": "bhyt_hgd", "days": 10 } }),
            vec![(&ending, reason("ending", hgd.clone(), json!("2026-12-05"), json!(10), json!(1)))],
        ),
        (
            json!({ "lapsed": { "scheme": "bhyt_hgd", "since_days": 30 } }),
            vec![(&lapsed, reason("lapsed", hgd.clone(), json!("2026-10-26"), json!(-30), json!(1)))],
        ),
        (
            json!({ "follow_ups_due": { "by": "2026-11-25" } }),
            vec![(&due, reason("follow_up_due", null.clone(), json!("2026-11-28"), json!(3), null.clone()))],
        ),
        (json!({ "never_met": true }), [&ending, &lapsed, &silent, &due].map(|home| (home, never.clone())).to_vec()),
        (
            json!({ "last_met_before": "2026-11-01" }),
            vec![(&bare, reason("not_met_since", null.clone(), json!("2026-10-01"), json!(-55), null.clone()))],
        ),
        (
            json!({ "groups": ["near_poor"] }),
            vec![(&ending, reason("group", null.clone(), null.clone(), null.clone(), null.clone()))],
        ),
        (json!({ "groups": ["near_poor"], "never_met": true }), vec![(&ending, never.clone())]),
    ] {
        let list = ward.list(criteria.clone(), json!({})).await;
        let entries = ward.entries(&list).await;
        let found: Vec<(Value, Value)> =
            entries.iter().map(|e| (e["household_id"].clone(), e["reasons"].clone())).collect();
        let wanted: Vec<(Value, Value)> = wanted.into_iter().map(|(home, reasons)| (json!(home), reasons)).collect();
        assert_eq!(found, wanted, "{criteria}");
        assert_eq!(list["criteria"], criteria, "kept as it was asked");
    }
    let shown = ward.preview(json!({ "uncovered": ["bhyt_hgd"], "never_met": true }), json!({})).await;
    let counted = json!([{ "code": "uncovered", "households": 2 }, { "code": "never_met", "households": 4 },
                         { "code": "cover_unknown", "households": 1 }]);
    assert_eq!((&shown["households"], &shown["doors"], &shown["reasons"]), (&json!(5), &json!(5), &counted));
    assert_eq!((&shown["never_met_candidates"], &shown["never_met"]), (&json!(4), &json!(4)));
}

#[actix_web::test]
async fn a_list_is_frozen_and_its_progress_is_counted() {
    let ward = Ward::new().await;
    let homes = [ward.home("1").await, ward.home("2").await, ward.home("12").await, ward.home("12A").await];
    let list = ward.list(json!({ "never_met": true }), json!({})).await;
    let before = ward.entries(&list).await;
    assert_eq!(
        before.iter().map(|e| e["household_id"].clone()).collect::<Vec<_>>(),
        homes.each_ref().map(|h| json!(h))
    );
    assert_eq!(list["progress"], json!({ "doors": 4, "visited": 0, "met": 0, "left": 4 }));
    ward.w.clock.advance_seconds(60);
    // At 09:01: somebody is met, somebody is not, a meeting turns out to have been none, one door was done before nine.
    let now = |home: &str, outcome: &str| json!({ "household_id": home, "occurred_at": "2026-11-25T09:00:30+07:00", "outcome": outcome });
    ward.lan.post("/visits", now(&homes[0], "not_home")).await.expect(201);
    ward.lan.post("/visits", now(&homes[0], "informed")).await.expect(201);
    let wrong = ward.lan.post("/visits", now(&homes[1], "agreed")).await.expect(201);
    let mended = json!({ "amend_reason": "Nhầm", "occurred_at": "2026-11-25T09:00:40+07:00", "outcome": "not_home" });
    ward.lan.post(&format!("/visits/{}/amend", id(&wrong)), mended).await.expect(201);
    ward.visit(&ward.lan, &homes[2], "2026-11-25", "informed").await;
    assert_eq!(ward.show(&list).await["progress"], json!({ "doors": 4, "visited": 2, "met": 1, "left": 2 }));
    // What becomes known later, and who leaves, changes no list.
    ward.minh
        .patch(&format!("/households/{}", homes[3]), "\"1\"", json!({ "status": "moved", "do_not_contact": true }))
        .await
        .expect(200);
    ward.home("99").await;
    let after = ward.entries(&list).await;
    assert_eq!(after.len(), 4);
    for (old, new) in before.iter().zip(&after) {
        for field in ["position", "household_id", "never_met", "reasons"] {
            assert_eq!(old[field], new[field]);
        }
    }
    assert_eq!((&after[3]["household"]["status"], &after[3]["latest_visit"]), (&json!("moved"), &Value::Null));
    assert_eq!(
        (&after[0]["latest_visit"]["outcome"], &after[1]["latest_visit"]["outcome"]),
        (&json!("informed"), &json!("not_home"))
    );
    let shown = ward.preview(json!({ "never_met": true }), json!({})).await;
    let left = json!({ "not_there": 1, "do_not_contact": 0, "cap_reached": 0, "limit": 0 });
    assert_eq!((&shown["households"], &shown["doors"], &shown["left_out"]), (&json!(3), &json!(2), &left));
    // A household that went to another ward shows no more than its id here.
    let hamlet = ward.w.here("31834");
    let trung = ward.w.sign_in("trung").await;
    trung.patch(&format!("/households/{}", homes[2]), "\"1\"", json!({ "area_id": hamlet })).await.expect(200);
    let moved = &ward.entries(&list).await[2];
    assert_eq!((&moved["household"], &moved["household_id"]), (&Value::Null, &json!(homes[2])));
    // Pages go on where the last one ended.
    let first = ward.minh.get(&format!("/walk-lists/{}/entries?limit=3", id(&list))).await.expect(200);
    let next = first["next_cursor"].as_str().expect("more");
    let rest = ward.minh.get(&format!("/walk-lists/{}/entries?limit=3&cursor={next}", id(&list))).await.expect(200);
    assert_eq!((&rest["items"][0]["position"], &rest["next_cursor"]), (&json!(4), &Value::Null));
}

#[actix_web::test]
async fn nobody_is_called_on_too_often_by_whomever_unless_they_asked() {
    let ward = Ward::new().await;
    let [often, asking, elsewhere, quiet] =
        [ward.home("1").await, ward.home("2").await, ward.home("3").await, ward.home("4").await];
    let unions: [String; 2] = [
        ward.w.organisation("Hội Phụ nữ mẫu", "womens_union", ward.w.here("31825")).await,
        ward.w.organisation("Hội Nông dân mẫu", "farmers_association", ward.w.here("31825")).await,
    ];
    let visit = |home: &str, on: &str, outcome: &str, union: &str| json!({ "household_id": home, "occurred_at": format!("{on}T08:00:00+07:00"), "outcome": outcome, "organisation_id": union });
    for home in [&often, &asking, &elsewhere] {
        ward.lan.post("/visits", visit(home, "2026-11-11", "not_home", &unions[0])).await.expect(201);
        ward.mai.post("/visits", visit(home, "2026-11-20", "informed", &unions[1])).await.expect(201);
    }
    ward.mai.post("/visits", visit(&often, "2026-11-25", "refused", &unions[1])).await.expect(201);
    ward.mai.post("/visits", visit(&asking, "2026-11-25", "appointment", &unions[1])).await.expect(201);
    ward.lan.post("/visits", visit(&elsewhere, "2026-11-25", "wrong_address", &unions[0])).await.expect(201);
    ward.minh.patch(&format!("/households/{quiet}"), "\"1\"", json!({ "do_not_contact": true })).await.expect(200);

    let criteria = json!({ "last_met_before": "2026-12-01", "never_met": true });
    let shown = ward.preview(criteria.clone(), json!({})).await;
    let left = json!({ "not_there": 0, "do_not_contact": 1, "cap_reached": 2, "limit": 0 });
    assert_eq!((&shown["left_out"], &shown["first"][0]["household"]["id"]), (&left, &json!(elsewhere)));
    // From tomorrow on somebody is waited for at the second door.
    let list = ward.list(criteria.clone(), json!({ "ends_on": "2026-11-30" })).await;
    let entries = ward.entries(&list).await;
    assert_eq!(
        entries.iter().map(|e| e["household_id"].clone()).collect::<Vec<_>>(),
        [json!(asking), json!(elsewhere)]
    );
    assert_eq!(list["contact_cap"], json!({ "contacts": 3, "days": 14 }));
    // Another cap, another list: the visit of the 11th lies 14 days back.
    for (cap, doors) in [((3, 13), 3), ((2, 14), 0), ((4, 14), 3)] {
        let cap = json!({ "contact_cap": { "contacts": cap.0, "days": cap.1 } });
        assert_eq!(ward.preview(criteria.clone(), cap.clone()).await["doors"], doors, "{cap}");
    }
}

#[actix_web::test]
async fn a_short_list_keeps_the_pressing_and_does_not_forget_the_unknown() {
    let ward = Ward::new().await;
    for n in 1..=10 {
        let home = ward.home(&n.to_string()).await;
        if n <= 7 {
            ward.cover(&home, "covered", Some("2026-12-05")).await;
            ward.visit(&ward.lan, &home, "2026-10-01", "informed").await;
        }
    }
    let criteria = json!({ "never_met": true, "ending_within_days": { "scheme": "bhyt_hgd", "days": 30 } });
    let list = ward.list(criteria.clone(), json!({ "limit": 5 })).await;
    let entries = ward.entries(&list).await;
    let codes: Vec<&str> = entries.iter().map(|e| e["reasons"][0]["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["ending", "ending", "ending", "never_met", "never_met"]);
    let houses: Vec<&Value> = entries.iter().map(|e| &e["household"]["house_number"]).collect();
    assert_eq!(houses, ["1", "2", "3", "8", "9"]);
    let shown = ward.preview(criteria, json!({ "limit": 5 })).await;
    assert_eq!(
        (&shown["left_out"]["limit"], &shown["never_met_candidates"], &shown["never_met"]),
        (&json!(5), &json!(3), &json!(2))
    );
}

#[actix_web::test]
async fn orders_are_by_foot_by_house_or_drawn() {
    let ward = Ward::new().await;
    let mut homes = Vec::new();
    for (n, east) in [(1, Some(105.70)), (2, None), (3, Some(105.73)), (4, Some(105.71)), (5, Some(105.72))] {
        let location = east.map(|east: f64| json!({ "latitude": 9.29, "longitude": east }));
        let body = json!({ "area_id": ward.area, "name": format!("Hộ {n}"), "house_number": n.to_string(), "location": location });
        homes.push(ward.made("/households", body).await);
    }
    let numbers = |entries: Vec<Value>| {
        entries
            .iter()
            .map(|e| e["household"]["house_number"].as_str().expect("a number").to_owned())
            .collect::<Vec<_>>()
    };
    let by = |order: Value| json!({ "order": order });
    let never = json!({ "never_met": true });
    let start = json!({ "latitude": 9.29004, "longitude": 105.735 });
    let list = ward.list(never.clone(), by(json!({ "by": "distance", "start": start }))).await;
    assert_eq!(numbers(ward.entries(&list).await), ["3", "5", "4", "1", "2"]);
    assert_eq!(
        list["order"],
        json!({ "by": "distance", "start": { "latitude": 9.29, "longitude": 105.735 }, "seed": null })
    );
    let list = ward.list(never.clone(), json!({})).await;
    assert_eq!(numbers(ward.entries(&list).await), ["1", "2", "3", "4", "5"]);
    let drawn = ward.list(never.clone(), by(json!({ "by": "random" }))).await;
    let seed = drawn["order"]["seed"].as_str().expect("a seed").to_owned();
    assert_eq!(seed.len(), 32);
    let again = ward.list(never.clone(), by(json!({ "by": "random", "seed": seed }))).await;
    assert_eq!(numbers(ward.entries(&drawn).await), numbers(ward.entries(&again).await));
    let other = ward.preview(never.clone(), by(json!({ "by": "random" }))).await;
    assert_ne!(other["order"]["seed"], seed.as_str());
    for (order, pointer) in [
        (json!({ "by": "distance" }), "/order/start"),
        (json!({ "by": "house", "start": start }), "/order/start"),
        (json!({ "by": "house", "seed": "mau" }), "/order/seed"),
        (json!({ "by": "distance", "start": start, "seed": "mau" }), "/order/seed"),
    ] {
        let answer = ward.minh.post("/walk-lists/preview", ward.asked(never.clone(), by(order))).await;
        assert_eq!(answer.expect_problem(422, "walk-list-order")["errors"][0]["pointer"], pointer);
    }
}

#[actix_web::test]
async fn what_a_list_names_must_be_there() {
    let ward = Ward::new().await;
    ward.home("1").await;
    let (next, nothing) = (ward.w.here("31834"), "0198f3c2-7d1e-7a44-9c50-3f6d2b1a8e77");
    let hamlet = json!({ "parent_id": ward.area, "kind": "khom", "name": "Khóm Mẫu", "valid_from": "2025-07-01" });
    let hamlet = ward.made("/areas", hamlet).await;
    let make = |criteria: Value, more: Value| {
        let mut body = ward.asked(criteria, more);
        body["name"] = json!("Đợt mẫu");
        body
    };
    let never = json!({ "never_met": true });
    for (criteria, more, status, code) in [
        (json!({}), json!({}), 422, "walk-list-criteria"),
        (json!({ "hamlets": [hamlet] }), json!({}), 422, "walk-list-criteria"),
        (json!({ "never_met": true, "hamlets": [next] }), json!({}), 404, "not-found"),
        (json!({ "never_met": true, "hamlets": [nothing] }), json!({}), 404, "not-found"),
        (json!({ "never_met": true, "hamlets": [hamlet] }), json!({}), 409, "walk-list-empty"),
        (json!({ "groups": ["very_rich"] }), json!({}), 422, "unknown-code"),
        (json!({ "last_met_before": "2026-11-01" }), json!({}), 409, "walk-list-empty"),
        (never.clone(), json!({ "area_id": next }), 404, "not-found"),
        (never.clone(), json!({ "campaign_id": nothing }), 404, "not-found"),
        (never.clone(), json!({ "assigned_to": nothing }), 404, "not-found"),
        (never.clone(), json!({ "assigned_to": ward.user("dao").await }), 404, "not-found"),
        (never.clone(), json!({ "starts_on": "2026-12-02", "ends_on": "2026-12-01" }), 422, "walk-list-dates"),
    ] {
        ward.minh.post("/walk-lists", make(criteria, more)).await.expect_problem(status, code);
    }
    let strange = make(json!({ "never_met": true, "hamlets": [hamlet, next] }), json!({}));
    let problem = ward.minh.post("/walk-lists", strange).await.expect_problem(404, "not-found");
    assert_eq!(problem["errors"][0]["pointer"], "/criteria/hamlets/1");
    let made = ward.minh.post("/walk-lists", make(never.clone(), json!({}))).await.expect(201);
    let again = make(never, json!({ "id": made["id"] }));
    ward.minh.post("/walk-lists", again).await.expect_problem(409, "already-exists");
    let page = ward.minh.get("/walk-lists").await.expect(200);
    assert_eq!(texts(&page["items"], "id"), [id(&made)]);
    ward.lan.post("/walk-lists", json!({})).await.expect_problem(403, "not-allowed");
}

#[actix_web::test]
async fn a_list_goes_from_hand_to_hand_and_remembers() {
    let ward = Ward::new().await;
    ward.home("1").await;
    let [lan, mai] = [ward.user("lan").await, ward.user("mai").await];
    let list = ward.list(json!({ "never_met": true }), json!({})).await;
    assert_eq!((&list["assigned_to"], &list["assignments"]), (&Value::Null, &json!([])));
    ward.assign(&list, "mai", "hand_over", None).await.expect_problem(409, "walk-list-not-held");
    ward.assign(&list, "dao", "assign", None).await.expect_problem(404, "not-found");
    ward.assign(&list, "kien", "assign", None).await.expect_problem(404, "not-found");
    ward.assign(&list, "lan", "assign", Some("2026-11-30")).await.expect_problem(422, "walk-list-until");
    let given = ward.assign(&list, "lan", "assign", None).await.expect(200);
    assert_eq!((&given["assigned_to"], &given["rev"]), (&json!(lan), &json!(2)));
    ward.assign(&list, "mai", "assign", None).await.expect_problem(409, "walk-list-held");
    ward.assign(&list, "lan", "hand_over", None).await.expect_problem(409, "walk-list-same-person");
    ward.assign(&list, "mai", "substitute", None).await.expect_problem(422, "walk-list-until");
    let stood_in = ward.assign(&list, "mai", "substitute", Some("2026-11-26")).await.expect(200);
    assert_eq!(stood_in["assigned_to"], mai.as_str());
    let held = |user: String, client: Client| async move {
        client.get(&format!("/walk-lists?assigned_to={user}")).await.expect(200)["items"]
            .as_array()
            .expect("items")
            .len()
    };
    assert_eq!((held(lan.clone(), ward.lan.clone()).await, held(mai.clone(), ward.mai.clone()).await), (1, 1));
    // Two days later it is Lan's again, without anybody doing anything.
    ward.w.clock.advance_seconds(2 * 86_400);
    let (minh, after) = (ward.w.sign_in("minh").await, Ward { minh: ward.w.sign_in("minh").await, ..ward });
    assert_eq!(after.show(&list).await["assigned_to"], lan.as_str());
    assert_eq!((held(lan.clone(), minh.clone()).await, held(mai.clone(), minh.clone()).await), (1, 0));
    let handed = after.assign(&list, "minh", "hand_over", None).await.expect(200);
    let steps = handed["assignments"].as_array().expect("assignments");
    assert_eq!(texts(&handed["assignments"], "why"), ["assign", "substitute", "hand_over"]);
    assert_eq!(texts(&handed["assignments"], "user_id")[..2], [lan.as_str(), mai.as_str()]);
    assert_eq!(steps.iter().map(|s| s["ended_at"].is_null()).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(steps[1]["until"], "2026-11-26");
    // Somebody of another ward sees none of it.
    let dao = after.w.sign_in("dao").await;
    assert_eq!(dao.get(&format!("/walk-lists?assigned_to={lan}")).await.expect(200)["items"], json!([]));
    dao.get(&format!("/walk-lists/{}/entries", id(&list))).await.expect_problem(404, "not-found");
}

#[actix_web::test]
async fn a_closed_list_keeps_its_doors_and_takes_nobody() {
    let ward = Ward::new().await;
    let home = ward.home("1").await;
    let list = ward.list(json!({ "never_met": true }), json!({})).await;
    ward.assign(&list, "lan", "assign", None).await.expect(200);
    let path = format!("/walk-lists/{}/close", id(&list));
    ward.lan.post(&path, json!({})).await.expect_problem(403, "not-allowed");
    let lines = ward.w.audit_lines();
    let closing = ward.minh.with_header("idempotency-key", "dong-danh-sach-1");
    let closed = closing.post(&path, json!({ "reason": "Bà Mẫu ốm, tổ nghỉ" })).await.expect(200);
    assert_eq!(closing.post(&path, json!({ "reason": "Bà Mẫu ốm, tổ nghỉ" })).await.expect(200), closed);
    assert_eq!(ward.w.audit_lines() - lines, 1);
    assert_eq!((&closed["state"], &closed["closed_reason"]), (&json!("closed"), &json!("Bà Mẫu ốm, tổ nghỉ")));
    let sealed = Inside::of(&ward.w).lines("SELECT closed_why_sealed AS line FROM walk_lists");
    assert!(sealed.len() == 1 && sealed[0].starts_with("1:") && !sealed[0].contains("Mẫu"), "{sealed:?}");
    ward.minh.post(&path, json!({})).await.expect_problem(409, "walk-list-closed");
    ward.assign(&list, "mai", "hand_over", None).await.expect_problem(409, "walk-list-closed");
    // What happens at the doors afterwards is no longer its progress.
    ward.w.clock.advance_seconds(60);
    let body = json!({ "household_id": home, "occurred_at": "2026-11-25T09:00:50+07:00", "outcome": "informed" });
    ward.lan.post("/visits", body).await.expect(201);
    let shown = ward.show(&list).await;
    assert_eq!((&shown["progress"]["visited"], ward.entries(&list).await.len()), (&json!(0), 1));
    for (state, count) in [("open", 0), ("closed", 1)] {
        let page = ward.minh.get(&format!("/walk-lists?state={state}&area_id={}", ward.area)).await.expect(200);
        assert_eq!(page["items"].as_array().expect("items").len(), count, "{state}");
    }
}
