//! Visits: what happened at a door is written once, corrected beside the first version, and keeps what was promised.
use serde_json::{Value, json};
use tungnha::base::id::{AreaId, HouseholdId, PersonId};

use crate::support::{Client, World, inside::Inside, register};

/// The ward of Bạc Liêu with a household of two, its field worker Lan and its official Minh.
pub struct Ward {
    pub w: World,
    pub lan: Client,
    pub minh: Client,
    pub area: AreaId,
    pub home: HouseholdId,
    pub bay: PersonId,
    pub tu: PersonId,
}

impl Ward {
    pub async fn new() -> Self {
        let w = World::new().await;
        let area = w.here("31825");
        let home = register::household(&w.api.db, area, "Trần Văn Mẫu");
        let bay = register::person(&w.api.db, home, "Trần Thị Mẫu Bảy");
        let tu = register::person(&w.api.db, home, "Trần Văn Mẫu Tư");
        Self { lan: w.sign_in("lan").await, minh: w.sign_in("minh").await, w, area, home, bay, tu }
    }
    /// A visit to the household this morning, with `changes` on top.
    pub fn body(&self, changes: Value) -> Value {
        let mut body =
            json!({ "household_id": self.home, "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "informed" });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    pub async fn visit(&self, changes: Value) -> Value {
        self.lan.post("/visits", self.body(changes)).await.expect(201)
    }
    pub async fn amend(&self, visit: &Value, body: Value) -> crate::support::Answer {
        self.lan.post(&format!("/visits/{}/amend", id(visit)), body).await
    }
    async fn show(&self, visit: &Value) -> Value {
        self.lan.get(&format!("/visits/{}", id(visit))).await.expect(200)
    }
    async fn follow_up(&self, id: &Value) -> Value {
        self.lan.get(&format!("/follow-ups/{}", id.as_str().expect("an id"))).await.expect(200)
    }
    /// The ids that a list shows.
    pub async fn listed(&self, path: &str) -> Vec<String> {
        let page = self.minh.get(path).await.expect(200);
        page["items"].as_array().expect("items").iter().map(|item| id(item).to_owned()).collect()
    }
}

pub fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("an id")
}

#[actix_web::test]
async fn lan_records_a_visit_and_it_is_shown_as_she_told_it() {
    let ward = Ward::new().await;
    let made = ward
        .visit(json!({
            "outcome": "ask_family", "reason": "money", "place_state": "elsewhere", "duration_min": 15,
            "note": "Gặp ở ruộng, tối về bàn với vợ", "people": [ward.tu], "outing_id": "sáng thứ tư",
            "interests": [{ "person_id": ward.tu, "scheme": "bhxh_tn", "interest": "maybe" },
                          { "person_id": ward.bay, "scheme": "bhyt_hgd", "interest": "yes" }],
        }))
        .await;
    let me = ward.lan.get("/me").await.expect(200);
    let who = if me["id"].is_string() { &me["id"] } else { &me["user"]["id"] };
    assert_eq!(&made["user_id"], who);
    assert_eq!((&made["area_id"], &made["occurred_at"]), (&json!(ward.area), &json!("2026-11-25T01:30:00.000000Z")));
    assert_eq!((&made["counted_at"], &made["clock_suspect"]), (&made["occurred_at"], &json!(false)));
    assert_eq!((&made["people"], &made["place_state"]), (&json!([ward.tu]), &json!("elsewhere")));
    assert_eq!(made["interests"].as_array().expect("interests").len(), 2);
    assert_eq!((&made["note"], &made["outing_id"]), (&json!("Gặp ở ruộng, tối về bàn với vợ"), &json!("sáng thứ tư")));
    assert_eq!((&made["follow_up_id"], &made["warnings"]), (&Value::Null, &json!([])));
    assert_eq!(ward.show(&made).await, made);
    // What was said lies sealed.
    let mut inside = Inside::of(&ward.w);
    let notes = inside.lines("SELECT note_sealed AS line FROM visits WHERE note_sealed IS NOT NULL");
    assert!(notes.len() == 1 && notes[0].starts_with("1:") && !notes[0].contains("ruộng"), "{notes:?}");
}

#[actix_web::test]
async fn a_wrong_clock_refuses_nothing_and_is_never_believed() {
    let ward = Ward::new().await;
    for (said, counted, suspect) in [
        ("2026-11-20T08:00:00+07:00", "2026-11-20T01:00:00.000000Z", false),
        ("2016-11-25T08:00:00+07:00", "2026-11-25T02:00:00.000000Z", true),
        ("1970-01-01T00:00:00Z", "2026-11-25T02:00:00.000000Z", true),
        ("2026-11-25T23:00:00+07:00", "2026-11-25T02:00:00.000000Z", true),
        ("2029-11-25T08:00:00+07:00", "2026-11-25T02:00:00.000000Z", true),
    ] {
        let made = ward.visit(json!({ "occurred_at": said })).await;
        assert_eq!((&made["counted_at"], &made["clock_suspect"]), (&json!(counted), &json!(suspect)), "{said}");
    }
    for said in ["hôm qua", "2026-11-25", "2026-11-25T08:00:00"] {
        let problem = ward.lan.post("/visits", ward.body(json!({ "occurred_at": said }))).await;
        let problem = problem.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "not-an-instant");
    }
}

#[actix_web::test]
async fn what_a_visit_names_must_be_there() {
    let ward = Ward::new().await;
    let next = register::household(&ward.w.api.db, ward.w.here("31834"), "Lê Văn Mẫu");
    let stranger = register::person(&ward.w.api.db, next, "Lê Thị Mẫu");
    for (changes, status, code, pointer) in [
        (json!({ "household_id": next }), 404, "not-found", "/household_id"),
        (json!({ "household_id": AreaId::new() }), 404, "not-found", "/household_id"),
        (json!({ "outcome": "weather" }), 422, "unknown-code", "/outcome"),
        (json!({ "reason": "weather" }), 422, "unknown-code", "/reason"),
        (json!({ "people": [stranger] }), 422, "person-not-of-household", "/people/0"),
        (json!({ "outcome": "not_home", "people": [ward.bay] }), 422, "visit-nobody-met", "/people"),
        (json!({ "campaign_id": AreaId::new() }), 404, "not-found", "/campaign_id"),
        (json!({ "organisation_id": AreaId::new() }), 404, "not-found", "/organisation_id"),
        (json!({ "fulfils": [AreaId::new()] }), 404, "not-found", "/fulfils/0"),
        (
            json!({ "follow_up": { "due_from": "2026-12-02", "due_to": "2026-12-01" } }),
            422,
            "follow-up-window",
            "/follow_up/due_to",
        ),
    ] {
        let problem = ward.lan.post("/visits", ward.body(changes)).await.expect_problem(status, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    assert_eq!(ward.listed("/visits").await, Vec::<String>::new());
    let made = ward.visit(json!({})).await;
    ward.lan.post("/visits", ward.body(json!({ "id": made["id"] }))).await.expect_problem(409, "already-exists");
}

#[actix_web::test]
async fn a_correction_stands_beside_the_first_version() {
    let ward = Ward::new().await;
    let first = ward.visit(json!({ "outcome": "appointment", "people": [ward.bay], "note": "Tuần sau" })).await;
    let promised = ward.follow_up(&first["follow_up_id"]).await;
    assert_eq!((&promised["due_from"], &promised["due_to"]), (&json!("2026-11-26"), &json!("2026-12-02")));
    assert_eq!((&promised["origin"], &promised["origin_visit_id"]), (&json!("promise"), &first["id"]));
    let content = json!({ "amend_reason": "Bấm nhầm, không gặp ai", "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "not_home" });
    let second = ward.amend(&first, content.clone()).await.expect(201);
    assert_eq!((&second["amends_id"], &second["household_id"]), (&first["id"], &json!(ward.home)));
    assert_eq!((&second["user_id"], &second["people"], &second["note"]), (&first["user_id"], &json!([]), &Value::Null));
    assert_eq!(second["amend_reason"], "Bấm nhầm, không gặp ai");
    let kept = ward.show(&first).await;
    assert_eq!(
        (&kept["amended_by_id"], &kept["outcome"], &kept["note"]),
        (&second["id"], &json!("appointment"), &json!("Tuần sau"))
    );
    assert_eq!(ward.follow_up(&first["follow_up_id"]).await["status"], "withdrawn");
    ward.amend(&first, content.clone()).await.expect_problem(409, "visit-already-amended");
    // Minh corrects what Lan did: it stays her visit.
    let third = ward.minh.post(&format!("/visits/{}/amend", id(&second)), content).await.expect(201);
    assert_eq!((&third["amends_id"], &third["user_id"]), (&second["id"], &first["user_id"]));
    let lines =
        Inside::of(&ward.w).lines("SELECT CAST(count(*) AS TEXT) AS line FROM visits WHERE amended_by_id IS NULL");
    assert_eq!(lines, ["1"]);
}

#[actix_web::test]
async fn a_visit_to_the_wrong_door_is_corrected_to_the_right_one() {
    let ward = Ward::new().await;
    let due = json!({ "household_id": ward.home, "due_from": "2026-11-20", "due_to": "2026-11-30" });
    let waiting = ward.lan.post("/follow-ups", due).await.expect(201);
    let wrong = ward.visit(json!({ "people": [ward.tu] })).await;
    assert_eq!(wrong["fulfilled"], json!([waiting["id"]]));
    let right = register::household(&ward.w.api.db, ward.area, "Phạm Văn Mẫu");
    let content = json!({ "amend_reason": "Nhầm nhà", "household_id": right, "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "informed" });
    let moved = ward.amend(&wrong, content).await.expect(201);
    assert_eq!((&moved["household_id"], &moved["fulfilled"]), (&json!(right), &json!([])));
    assert_eq!(ward.follow_up(&waiting["id"]).await["status"], "open");
}

#[actix_web::test]
async fn many_doors_are_recorded_at_once_or_not_at_all() {
    let ward = Ward::new().await;
    let doors: Vec<HouseholdId> =
        (0..50).map(|n| register::household(&ward.w.api.db, ward.area, &format!("Hộ Mẫu {n}"))).collect();
    let strange = register::household(&ward.w.api.db, ward.w.here("31834"), "Hộ Mẫu khác");
    let body = |homes: &[HouseholdId]| json!({ "household_ids": homes, "occurred_at": "2026-11-25T08:00:00+07:00", "outcome": "not_home", "outing_id": "sáng" });
    let some = [doors[0], strange, doors[1], AreaId::new().cast()];
    let problem = ward.lan.post("/visits/batch", body(&some)).await.expect_problem(404, "not-found");
    let pointers: Vec<&Value> = problem["errors"].as_array().expect("errors").iter().map(|e| &e["pointer"]).collect();
    assert_eq!(pointers, ["/household_ids/1", "/household_ids/3"]);
    assert_eq!(ward.listed("/visits?limit=200").await.len(), 0);
    let lines = ward.w.audit_lines();
    let made = ward.lan.post("/visits/batch", body(&doors)).await.expect(201);
    let homes: Vec<&Value> = made["items"].as_array().expect("items").iter().map(|v| &v["household_id"]).collect();
    assert_eq!(homes, doors.iter().map(|d| json!(d)).collect::<Vec<_>>().iter().collect::<Vec<_>>());
    assert_eq!((ward.w.audit_lines() - lines, ward.listed("/visits?limit=200").await.len()), (1, 50));
    for (wrong, code) in [
        (json!({}), "one-of"),
        (
            json!({ "household_ids": [ward.home], "visits": [{ "id": AreaId::new(), "household_id": ward.home }] }),
            "one-of",
        ),
    ] {
        let mut body = body(&[]);
        for (name, value) in wrong.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let problem = ward.lan.post("/visits/batch", body).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], code);
    }
}

#[actix_web::test]
async fn many_doors_with_ids_of_their_own_are_recorded_once_however_often_they_come() {
    let ward = Ward::new().await;
    let door = |home: HouseholdId| json!({ "id": AreaId::new(), "household_id": home });
    let next = register::household(&ward.w.api.db, ward.area, "Hộ Mẫu kế bên");
    let (one, two) = (door(ward.home), door(next));
    let body =
        |doors: Value| json!({ "visits": doors, "occurred_at": "2026-11-25T08:00:00+07:00", "outcome": "not_home" });
    let first = ward.lan.post("/visits/batch", body(json!([one]))).await.expect(201);
    let both = ward.lan.post("/visits/batch", body(json!([two, one]))).await.expect(201);
    assert_eq!(both["items"][1], first["items"][0]);
    let (lines, mut inside) = (ward.w.audit_lines(), Inside::of(&ward.w));
    let before = inside.dump();
    assert_eq!(ward.lan.post("/visits/batch", body(json!([two, one]))).await.expect(201), both);
    assert_eq!((ward.w.audit_lines(), before.differing(&inside.dump())), (lines, Vec::new()));
    // The same id at another door is somebody else's mistake, and hurts nobody.
    let mixed = json!([{ "id": one["id"], "household_id": next }, door(ward.home)]);
    let problem = ward.lan.post("/visits/batch", body(mixed)).await.expect_problem(409, "already-exists");
    assert_eq!(problem["errors"][0]["pointer"], "/visits/0/id");
    let twice = door(ward.home);
    let problem =
        ward.lan.post("/visits/batch", body(json!([twice, twice]))).await.expect_problem(409, "already-exists");
    assert_eq!(problem["errors"][0]["pointer"], "/visits/1/id");
    assert_eq!(before.differing(&inside.dump()), Vec::<&str>::new());
}

#[actix_web::test]
async fn visits_are_listed_the_newest_first_whatever_their_ids_and_page_by_page() {
    let ward = Ward::new().await;
    let mut made = Vec::new();
    for (hour, outcome) in [(10, "informed"), (14, "not_home"), (8, "informed"), (14, "informed"), (9, "refused")] {
        let said = format!("2026-11-24T{hour:02}:00:00+07:00");
        made.push(ward.visit(json!({ "occurred_at": said, "outcome": outcome })).await);
    }
    let ids: Vec<&str> = made.iter().map(id).collect();
    let newest_first = [ids[3].max(ids[1]), ids[3].min(ids[1]), ids[0], ids[4], ids[2]];
    let path = format!("/visits?area_id={}", ward.area);
    assert_eq!(ward.listed(&path).await, newest_first);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ward.minh.get(&format!("{path}&limit=2{cursor}")).await.expect(200);
        seen.extend(page["items"].as_array().expect("items").iter().map(|v| id(v).to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, newest_first);
    assert_eq!(ward.listed(&format!("{path}&outcome=refused")).await, [ids[4]]);
    assert_eq!(ward.listed(&format!("{path}&from=2026-11-25")).await.len(), 0);
    assert_eq!(ward.listed(&format!("{path}&from=2026-11-24&to=2026-11-24")).await.len(), 5);
    assert_eq!(
        ward.listed(&format!(
            "/visits?household_id={}&user_id={}",
            ward.home,
            made[0]["user_id"].as_str().expect("an id")
        ))
        .await
        .len(),
        5
    );
    assert_eq!(ward.listed(&format!("/visits?household_id={}", AreaId::new())).await.len(), 0);
}

#[actix_web::test]
async fn who_asked_not_to_be_contacted_is_a_warning_for_what_has_happened() {
    let ward = Ward::new().await;
    Inside::of(&ward.w).run(&format!("UPDATE households SET do_not_contact = TRUE WHERE id = '{}'", ward.home));
    let lan = ward.lan.with_header("accept-language", "vi");
    let made = lan.post("/visits", ward.body(json!({ "outcome": "moved" }))).await.expect(201);
    let codes: Vec<&Value> = made["warnings"].as_array().expect("warnings").iter().map(|w| &w["code"]).collect();
    assert_eq!(codes, ["do-not-contact", "register-outdated"]);
    assert_eq!(made["warnings"][0]["detail"], "Hộ hoặc người này đã đề nghị không liên hệ");
    assert_eq!(ward.show(&made).await["warnings"], json!([]));
}
