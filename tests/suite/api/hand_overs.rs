//! Hand-overs: an interested household goes to a collection organisation, and is never out of sight on the way.
use serde_json::{Value, json};

use super::visits::{Ward, id};
use crate::support::{Answer, Client, inside::Inside};

/// The ward with two collection organisations: Mai collects for the first, Quân leads its people.
struct Post {
    ward: Ward,
    mai: Client,
    quan: Client,
    own: String,
    other: String,
    /// Mai's user.
    mai_id: String,
}

/// Gives everybody in a collecting role this organisation.
pub(super) fn work_for(ward: &Ward, organisation: &str) {
    let roles = "('collector', 'collector_manager')";
    Inside::of(&ward.w).run(&format!("UPDATE grants SET organisation_id = '{organisation}' WHERE role IN {roles}"));
}

impl Post {
    async fn new() -> Self {
        let ward = Ward::new().await;
        let kind = "collection_organisation";
        let own = ward.w.organisation("Bưu điện Mẫu", kind, ward.w.here("96")).await;
        let other = ward.w.organisation("Đại lý Mẫu", kind, ward.w.here("96")).await;
        work_for(&ward, &own);
        let (mai, quan) = (ward.w.sign_in("mai").await, ward.w.sign_in("quan").await);
        let mai_id = mai.get("/me").await.expect(200)["id"].as_str().expect("an id").to_owned();
        Self { ward, mai, quan, own, other, mai_id }
    }
    fn body(&self, changes: Value) -> Value {
        let mut body = json!({ "household_id": self.ward.home, "schemes": ["bhyt_hgd"], "organisation_id": self.own });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    async fn give(&self, changes: Value) -> Answer {
        self.ward.lan.post("/hand-overs", self.body(changes)).await
    }
    async fn act(&self, who: &Client, hand_over: &Value, verb: &str, body: Value) -> Answer {
        who.post(&format!("/hand-overs/{}/{verb}", id(hand_over)), body).await
    }
    async fn listed(&self, who: &Client, query: &str) -> Vec<String> {
        let page = who.get(&format!("/hand-overs?{query}")).await.expect(200);
        page["items"].as_array().expect("items").iter().map(|item| id(item).to_owned()).collect()
    }
}

#[actix_web::test]
async fn lan_hands_over_what_her_visit_noted() {
    let post = Post::new().await;
    let (ward, lan) = (&post.ward, &post.ward.lan);
    let visit = ward
        .visit(json!({ "outcome": "agreed", "people": [ward.tu, ward.bay], "interests": [
            { "person_id": ward.tu, "scheme": "bhxh_tn", "interest": "yes" },
            { "person_id": ward.tu, "scheme": "bhyt_hgd", "interest": "maybe" },
            { "person_id": ward.bay, "scheme": "bhyt_hgd", "interest": "no" }] }))
        .await;
    let made = post.give(json!({ "schemes": [], "visit_id": visit["id"], "note": "Tối mới có nhà" })).await.expect(201);
    assert_eq!((&made["person_ids"], &made["schemes"]), (&json!([ward.tu]), &json!(["bhxh_tn", "bhyt_hgd"])));
    assert_eq!(
        (&made["state"], &made["due_on"], &made["note"]),
        (&json!("open"), &json!("2026-11-30"), &json!("Tối mới có nhà"))
    );
    assert_eq!((&made["age_days"], &made["overdue_days"]), (&json!(0), &json!(0)));
    assert_eq!(made["household_name"], "Trần Văn Mẫu");
    for who in [lan, &ward.minh, &post.mai, &post.quan] {
        assert_eq!(who.get(&format!("/hand-overs/{}", id(&made))).await.expect(200), made);
    }
    let taken = post.act(&post.mai, &made, "accept", json!({})).await.expect(200);
    assert_eq!((&taken["state"], &taken["collector_id"]), (&json!("accepted"), &json!(post.mai_id)));
    assert!(taken["accepted_at"].is_string());
    let back = json!({ "reason": "not_reached", "why": "Ba lần không gặp" });
    let back = post.act(&post.mai, &made, "return", back).await.expect(200);
    assert_eq!(
        (&back["state"], &back["reason"], &back["why"]),
        (&json!("returned"), &json!("not_reached"), &json!("Ba lần không gặp"))
    );
    assert_eq!(back["note"], made["note"]);
    post.act(&post.mai, &made, "accept", json!({})).await.expect_problem(409, "hand-over-step-not-allowed");
    let on = post.give(json!({ "organisation_id": post.other, "after_id": made["id"] })).await.expect(201);
    assert_eq!(on["after_id"], made["id"]);
}

#[actix_web::test]
async fn only_the_organisation_itself_and_the_area_see_it() {
    let post = Post::new().await;
    let (own, theirs) =
        (post.give(json!({})).await.expect(201), post.give(json!({ "organisation_id": post.other })).await.expect(201));
    let (own, theirs) = (id(&own), id(&theirs));
    let area = format!("area_id={}", post.ward.area);
    assert_eq!(post.listed(&post.mai, &area).await, [own]);
    assert_eq!(post.listed(&post.quan, &area).await, [own]);
    assert_eq!(post.listed(&post.ward.minh, &area).await, [own, theirs]);
    for who in [&post.mai, &post.quan] {
        who.get(&format!("/hand-overs/{theirs}")).await.expect_problem(404, "not-found");
        who.post(&format!("/hand-overs/{theirs}/accept"), json!({})).await.expect_problem(404, "not-found");
        let other = post.body(json!({ "organisation_id": post.other }));
        who.post("/hand-overs", other).await.expect_problem(422, "organisation-not-yours");
    }
    let dao = post.ward.w.sign_in("dao").await;
    dao.get(&format!("/hand-overs/{own}")).await.expect_problem(404, "not-found");
    assert!(post.listed(&dao, &area).await.is_empty());
    // A collecting role without an organisation of its own sees none.
    Inside::of(&post.ward.w).run("UPDATE grants SET organisation_id = NULL WHERE role = 'collector'");
    assert!(post.listed(&post.mai, &area).await.is_empty());
    post.mai.get(&format!("/hand-overs/{own}")).await.expect_problem(404, "not-found");
}

#[actix_web::test]
async fn nothing_waits_unseen() {
    let post = Post::new().await;
    let first = post.give(json!({ "due_on": "2026-11-26" })).await.expect(201);
    post.act(&post.mai, &first, "accept", json!({})).await.expect(200);
    let home = crate::support::register::household(&post.ward.w.api.db, post.ward.area, "Lê Thị Mẫu");
    let second = post.give(json!({ "household_id": home, "due_on": "2026-12-20" })).await.expect(201);
    post.ward.w.clock.advance_seconds(9 * 86_400);
    let (quan, lan) = (post.ward.w.sign_in("quan").await, post.ward.w.sign_in("lan").await);
    let late = quan.get(&format!("/hand-overs/{}", id(&first))).await.expect(200);
    assert_eq!((&late["age_days"], &late["overdue_days"]), (&json!(9), &json!(8)));
    assert_eq!(post.listed(&quan, "overdue=true").await, [id(&first)]);
    assert_eq!(post.listed(&lan, "overdue=true").await, [id(&first)], "the giver sees it too");
    assert_eq!(post.listed(&lan, "state=open").await, [id(&second)]);
    assert_eq!(post.listed(&quan, &format!("collector_id={}", post.mai_id)).await, [id(&first)]);
    let area = post.ward.area;
    let summary = quan.get(&format!("/hand-overs/summary?area_id={area}")).await.expect(200);
    assert_eq!(
        summary["rows"],
        json!([
            { "organisation_id": post.own, "collector_id": null, "open": 1, "accepted": 0, "overdue": 0, "oldest_days": 9 },
            { "organisation_id": post.own, "collector_id": post.mai_id, "open": 0, "accepted": 1, "overdue": 1, "oldest_days": 9 },
        ])
    );
    lan.get(&format!("/hand-overs/summary?area_id={area}")).await.expect_problem(403, "not-allowed");
}

#[actix_web::test]
async fn one_household_is_with_an_organisation_once() {
    let post = Post::new().await;
    let first = post.give(json!({})).await.expect(201);
    post.give(json!({})).await.expect_problem(409, "hand-over-open-already");
    post.give(json!({ "organisation_id": post.other })).await.expect(201);
    post.give(json!({ "id": first["id"], "organisation_id": post.other })).await.expect_problem(409, "already-exists");
    post.act(&post.mai, &first, "withdraw", json!({})).await.expect_problem(409, "hand-over-not-given-by-you");
    let back = post.act(&post.ward.minh, &first, "withdraw", json!({ "why": "Hộ đổi ý" })).await.expect(200);
    assert_eq!((&back["state"], &back["why"]), (&json!("withdrawn"), &json!("Hộ đổi ý")));
    post.give(json!({})).await.expect(201);
}

#[actix_web::test]
async fn nobody_is_sent_where_people_asked_not_to_be_called_on() {
    let post = Post::new().await;
    let (ward, minh) = (&post.ward, &post.ward.minh);
    let person = format!("/persons/{}", ward.tu);
    minh.patch(&person, "\"1\"", json!({ "do_not_contact": true })).await.expect(200);
    post.give(json!({ "person_ids": [ward.tu] })).await.expect_problem(422, "do-not-contact");
    let made = post.give(json!({ "person_ids": [ward.bay] })).await.expect(201);
    post.act(minh, &made, "withdraw", json!({})).await.expect(200);
    let home = format!("/households/{}", ward.home);
    minh.patch(&home, "\"1\"", json!({ "do_not_contact": true })).await.expect(200);
    post.give(json!({ "person_ids": [ward.bay] })).await.expect_problem(422, "do-not-contact");
}

#[actix_web::test]
async fn what_is_wrong_is_named() {
    let post = Post::new().await;
    let pointer = |answer: Answer, status, code| answer.expect_problem(status, code)["errors"][0]["pointer"].clone();
    let nobody = tungnha::base::Id::<tungnha::base::id::of::Person>::new();
    assert_eq!(pointer(post.give(json!({ "person_ids": [nobody] })).await, 422, "hand-over-person"), "/person_ids/0");
    assert_eq!(pointer(post.give(json!({ "schemes": [] })).await, 422, "hand-over-without-scheme"), "/schemes");
    assert_eq!(pointer(post.give(json!({ "visit_id": nobody })).await, 404, "not-found"), "/visit_id");
    assert_eq!(pointer(post.give(json!({ "household_id": nobody })).await, 404, "not-found"), "/household_id");
    assert_eq!(pointer(post.give(json!({ "organisation_id": nobody })).await, 404, "not-found"), "/organisation_id");
    assert_eq!(pointer(post.give(json!({ "collector_id": nobody })).await, 404, "not-found"), "/collector_id");
    assert_eq!(pointer(post.give(json!({ "after_id": nobody })).await, 404, "not-found"), "/after_id");
    for due_on in ["2026-11-24", "2027-11-27"] {
        assert_eq!(pointer(post.give(json!({ "due_on": due_on })).await, 422, "hand-over-due"), "/due_on");
    }
    let far = post.ward.w.organisation("Bưu điện xa", "collection_organisation", post.ward.w.here("66")).await;
    let answer = post.give(json!({ "organisation_id": far })).await;
    assert_eq!(pointer(answer, 422, "organisation-does-not-serve-area"), "/organisation_id");
    let open = post.give(json!({})).await.expect(201);
    let on = post.give(json!({ "organisation_id": post.other, "after_id": open["id"] })).await;
    assert_eq!(pointer(on, 422, "hand-over-not-returned"), "/after_id");
    let back = post.act(&post.mai, &open, "return", json!({ "reason": "tired" })).await;
    assert_eq!(pointer(back, 422, "unknown-code"), "/reason");
}

#[actix_web::test]
async fn a_giver_finds_the_organisations_that_look_after_the_area_and_no_others() {
    let post = Post::new().await;
    let w = &post.ward.w;
    let far = w.organisation("Bưu điện xa", "collection_organisation", w.here("66")).await;
    let narrow = w.organisation("Đại lý phường bên", "collection_organisation", w.here("96")).await;
    let next = json!({ "area_id": w.here("31834"), "valid_from": "2026-01-01" });
    w.sign_in("tuan").await.post(&format!("/organisations/{narrow}/territory"), next).await.expect(201);
    let path = format!("/organisations?kind=collection_organisation&serves_area_id={}", w.here("31825"));
    let page = post.ward.lan.get(&path).await.expect(200);
    let found: Vec<&str> = page["items"].as_array().expect("items").iter().map(id).collect();
    assert!(found.contains(&post.own.as_str()) && found.contains(&post.other.as_str()), "{found:?}");
    assert!(!found.contains(&far.as_str()) && !found.contains(&narrow.as_str()), "{found:?}");
    let path = format!("/organisations?kind=collection_organisation&serves_area_id={}", w.here("31834"));
    assert!(post.ward.lan.get(&path).await.expect(200).to_string().contains(narrow.as_str()));
}

#[actix_web::test]
async fn it_goes_along_when_the_household_moves_and_when_two_people_are_one() {
    let post = Post::new().await;
    let (ward, trung) = (&post.ward, post.ward.w.sign_in("trung").await);
    let made = post.give(json!({ "person_ids": [ward.tu] })).await.expect(201);
    let merge =
        ward.minh.post(&format!("/persons/{}/merge", ward.tu), json!({ "into_id": ward.bay })).await.expect(201);
    let path = format!("/hand-overs/{}", id(&made));
    assert_eq!(ward.minh.get(&path).await.expect(200)["person_ids"], json!([ward.bay]));
    ward.minh.post(&format!("/person-merges/{}/undo", id(&merge)), json!({})).await.expect(200);
    assert_eq!(ward.minh.get(&path).await.expect(200)["person_ids"], json!([ward.tu]));
    let there = ward.w.here("31834");
    trung.patch(&format!("/households/{}", ward.home), "\"1\"", json!({ "area_id": there })).await.expect(200);
    ward.minh.get(&path).await.expect_problem(404, "not-found");
    let dao = ward.w.sign_in("dao").await;
    assert_eq!(dao.get(&path).await.expect(200)["area_id"], json!(there));
}

#[actix_web::test]
async fn nobody_is_handed_over_for_what_no_collector_sells() {
    let office = super::enrolments::Office::new().await;
    for scheme in ["bhxh_bb", "bhtn"] {
        let given = json!({ "household_id": office.ward.home, "schemes": [scheme], "organisation_id": office.own });
        office.ward.lan.post("/hand-overs", given).await.expect_problem(422, "hand-over-scheme");
    }
}
