//! Follow-ups: dated promises that a visit keeps, that somebody closes with a reason, or that are opened again.
use serde_json::{Value, json};
use tungnha::base::id::AreaId;

use super::visits::{Ward, id};
use crate::support::{Answer, inside::Inside, register};

impl Ward {
    /// A follow-up of the household, due in December, with `changes` on top.
    fn due(&self, changes: Value) -> Value {
        let mut body = json!({ "household_id": self.home, "due_from": "2026-12-01", "due_to": "2026-12-15" });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    async fn waits(&self, changes: Value) -> Value {
        self.lan.post("/follow-ups", self.due(changes)).await.expect(201)
    }
    async fn act(&self, follow_up: &Value, verb: &str, body: Value) -> Answer {
        self.lan.post(&format!("/follow-ups/{}/{verb}", id(follow_up)), body).await
    }
    async fn stands(&self, follow_up: &Value) -> Value {
        self.lan.get(&format!("/follow-ups/{}", id(follow_up))).await.expect(200)
    }
    async fn user(&self, name: &str) -> Value {
        let me = self.w.sign_in(name).await.get("/me").await.expect(200);
        if me["id"].is_string() { me["id"].clone() } else { me["user"]["id"].clone() }
    }
}

#[actix_web::test]
async fn a_visit_keeps_what_is_due_for_those_who_were_met() {
    let ward = Ward::new().await;
    let of_home = ward.waits(json!({ "due_from": "2026-11-25" })).await;
    let of_bay = ward.waits(json!({ "due_from": "2026-11-01", "person_id": ward.bay, "scheme": "bhyt_hgd" })).await;
    let of_tu = ward.waits(json!({ "due_from": "2026-11-01", "person_id": ward.tu })).await;
    let later = ward.waits(json!({})).await;
    let nobody = ward.visit(json!({ "outcome": "not_home", "fulfils": [of_home["id"]] })).await;
    assert_eq!((&nobody["fulfilled"], &nobody["warnings"][0]["code"]), (&json!([]), &json!("nothing-kept")));
    assert_eq!(ward.stands(&of_home).await, of_home);
    let visit = ward.visit(json!({ "people": [ward.bay] })).await;
    assert_eq!(visit["fulfilled"].as_array().expect("ids").len(), 2);
    for (follow_up, status) in [(&of_home, "kept"), (&of_bay, "kept"), (&of_tu, "open"), (&later, "open")] {
        let now = ward.stands(follow_up).await;
        assert_eq!(now["status"], status);
        let by = if status == "kept" { &visit["id"] } else { &Value::Null };
        assert_eq!((&now["closed_by_visit_id"], now["closed_at"].is_string()), (by, status == "kept"));
    }
    let visit = ward.visit(json!({ "fulfils": [later["id"]] })).await;
    assert_eq!(visit["fulfilled"], json!([later["id"]]));
}

#[actix_web::test]
async fn a_follow_up_is_entered_changed_closed_and_opened_again() {
    let ward = Ward::new().await;
    let minh = ward.user("minh").await;
    let made = ward.waits(json!({ "note": "Gọi trước khi đến", "assigned_to": minh, "priority": "high" })).await;
    assert_eq!(
        (&made["origin"], &made["status"], &made["priority"]),
        (&json!("manual"), &json!("open"), &json!("high"))
    );
    let path = format!("/follow-ups/{}", id(&made));
    let change = json!({ "due_to": "2026-12-20", "priority": "low" });
    let changed = ward.lan.patch(&path, "\"1\"", change.clone()).await.expect(200);
    assert_eq!(
        (&changed["due_to"], &changed["note"], &changed["assigned_to"]),
        (&json!("2026-12-20"), &made["note"], &minh)
    );
    ward.lan.patch(&path, "\"1\"", change.clone()).await.expect_problem(412, "changed-meanwhile");
    ward.lan.patch(&path, "\"2\"", json!({ "due_to": "2026-11-30" })).await.expect_problem(422, "follow-up-window");
    let closed = ward.act(&made, "close", json!({ "why": "Đã chuyển về quê" })).await.expect(200);
    assert_eq!(
        (&closed["status"], &closed["closed_why"], &closed["note"]),
        (&json!("closed"), &json!("Đã chuyển về quê"), &made["note"])
    );
    ward.act(&made, "close", json!({ "why": "Lần nữa" })).await.expect_problem(409, "follow-up-status");
    ward.lan.patch(&path, "\"3\"", change).await.expect_problem(409, "follow-up-status");
    let mut inside = Inside::of(&ward.w);
    let sealed = inside.lines("SELECT note_sealed || closed_why_sealed AS line FROM follow_ups");
    assert!(!sealed[0].contains("quê") && !sealed[0].contains("Gọi"), "{sealed:?}");
    let opened = ward.act(&made, "reopen", json!({})).await.expect(200);
    assert_eq!(
        (&opened["status"], &opened["closed_why"], &opened["closed_at"]),
        (&json!("open"), &Value::Null, &Value::Null)
    );
    assert_eq!(ward.stands(&made).await["note"], "Gọi trước khi đến");
    ward.act(&made, "reopen", json!({})).await.expect_problem(409, "follow-up-status");
}

#[actix_web::test]
async fn what_a_follow_up_names_must_be_there() {
    let ward = Ward::new().await;
    let next = register::household(&ward.w.api.db, ward.w.here("31834"), "Lê Văn Mẫu");
    let stranger = register::person(&ward.w.api.db, next, "Lê Thị Mẫu");
    for (changes, status, code, pointer) in [
        (json!({ "household_id": next }), 404, "not-found", "/household_id"),
        (json!({ "person_id": stranger }), 422, "person-not-of-household", "/person_id"),
        (json!({ "due_to": "2026-11-30" }), 422, "follow-up-window", "/due_to"),
        // Dao works in the ward beside, Kiên reads the trail, and nobody has a fresh id.
        (json!({ "assigned_to": ward.user("dao").await }), 404, "not-found", "/assigned_to"),
        (json!({ "assigned_to": ward.user("kien").await }), 404, "not-found", "/assigned_to"),
        (json!({ "assigned_to": AreaId::new() }), 404, "not-found", "/assigned_to"),
    ] {
        let problem = ward.lan.post("/follow-ups", ward.due(changes)).await.expect_problem(status, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    // Quân leads collectors of the whole province, this ward among it.
    let made = ward.waits(json!({ "assigned_to": ward.user("quan").await })).await;
    ward.lan.post("/follow-ups", ward.due(json!({ "id": made["id"] }))).await.expect_problem(409, "already-exists");
}

#[actix_web::test]
async fn follow_ups_are_listed_by_the_day_they_end() {
    let ward = Ward::new().await;
    let lan = ward.user("lan").await;
    let mut made = Vec::new();
    for (last, who) in [("2026-12-20", json!(null)), ("2026-12-05", lan.clone()), ("2026-12-05", json!(null))] {
        let changes =
            if who.is_null() { json!({ "due_to": last }) } else { json!({ "due_to": last, "assigned_to": who }) };
        made.push(ward.waits(changes).await);
    }
    ward.act(&made[2], "close", json!({ "why": "Đã có thẻ" })).await.expect(200);
    let ids: Vec<&str> = made.iter().map(id).collect();
    let in_order = [ids[1].min(ids[2]), ids[1].max(ids[2]), ids[0]];
    assert_eq!(ward.listed(&format!("/follow-ups?area_id={}", ward.area)).await, in_order);
    let first = ward.minh.get("/follow-ups?limit=2").await.expect(200);
    let rest = format!("/follow-ups?cursor={}", first["next_cursor"].as_str().expect("another page"));
    assert_eq!(ward.listed(&rest).await, [ids[0]]);
    assert_eq!(ward.listed("/follow-ups?due_before=2026-12-20&status=open").await, [ids[1]]);
    assert_eq!(ward.listed("/follow-ups?due_before=2026-12-05").await, Vec::<String>::new());
    assert_eq!(ward.listed("/follow-ups?status=closed").await, [ids[2]]);
    assert_eq!(ward.listed(&format!("/follow-ups?assigned_to={}", lan.as_str().expect("an id"))).await, [ids[1]]);
    assert_eq!(ward.listed(&format!("/follow-ups?household_id={}", ward.home)).await.len(), 3);
}
