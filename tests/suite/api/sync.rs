//! Phones that were away: what they bring, what they fetch, and what happens when two of them meet.
use serde_json::{Value, json};

use crate::support::{
    World,
    phone::{Phone, household, new_id, visit},
};

/// A little world with phones.
struct Field {
    w: World,
    area: String,
}

impl Field {
    async fn new() -> Self {
        let w = World::new().await;
        let area = w.here("31825").to_string();
        Self { w, area }
    }
    async fn phone(&self, who: &str) -> Phone {
        Phone::new(self.w.sign_in(who).await, self.w.clock.now())
    }
    /// A household that both phones have.
    async fn shared_door(&self, a: &mut Phone, b: &mut Phone) -> String {
        let door = a.create("household", household(&self.area, "Hộ ông Mẫu"));
        a.push().await;
        a.pull().await;
        b.pull().await;
        door
    }
}

#[actix_web::test]
async fn a_day_in_the_field_arrives_once_and_comes_back() {
    let f = Field::new().await;
    let mut lan = f.phone("lan").await;
    let door = lan.create(
        "household",
        json!({ "area_id": f.area, "name": "Hộ bà Mẫu", "house_number": "12A", "landmark": "gần đình" }),
    );
    let person = lan.create(
        "person",
        json!({ "household_id": door, "full_name": "Trần Thị Mẫu", "birth": "1985-03", "citizen_id": "096185001234" }),
    );
    let consent = lan.create("consent", json!({ "person_id": person, "purpose": "campaign_contact", "text_version": "2026-01", "given_at": "2026-11-25T01:00:00Z", "given_how": "spoken" }));
    let met = lan.create("visit", visit(&door, "appointment", json!({ "people": [person], "interests": [{ "person_id": person, "scheme": "bhxh_tn", "interest": "yes" }] })));
    let answer = lan.push().await;
    assert!(answer["results"].as_array().unwrap().iter().all(|r| r["status"] == "accepted"), "{answer}");
    assert_eq!(answer["missing_seqs"], json!([]));

    // The answer was lost: the same again changes nothing.
    for entry in &mut lan.ledger {
        entry.fate = crate::support::phone::Fate::Waiting;
    }
    lan.settled = 0;
    let lines = f.w.audit_lines();
    let again = lan.push().await;
    assert!(
        again["results"].as_array().unwrap().iter().all(|r| r["status"] == "duplicate" && r["was"] == "accepted"),
        "{again}"
    );
    assert_eq!(f.w.audit_lines(), lines, "a repetition is no write");
    assert_eq!(
        answer["results"].as_array().unwrap().iter().map(|r| r["rev"].clone()).collect::<Vec<_>>(),
        again["results"].as_array().unwrap().iter().map(|r| r["rev"].clone()).collect::<Vec<_>>()
    );

    let mut minh = f.phone("minh").await;
    minh.pull().await;
    assert_eq!(minh.record("household", &door).unwrap()["landmark"], "gần đình");
    assert_eq!(minh.record("person", &person).unwrap()["citizen_id"], "096*****1234");
    assert_eq!(minh.record("visit", &met).unwrap()["outcome"], "appointment");
    assert_eq!(minh.record("consent", &consent).unwrap()["purpose"], "campaign_contact");
    assert_eq!(minh.ids("follow_up").len(), 1, "the appointment left a promise");
    let mut dao = f.phone("dao").await;
    dao.pull().await;
    assert!(dao.records.is_empty(), "another commune's phone gets nothing");
}

#[actix_web::test]
async fn a_bad_operation_is_refused_and_kept_and_hurts_nobody() {
    let f = Field::new().await;
    let mut lan = f.phone("lan").await;
    let door = lan.create("household", household(&f.area, "Hộ ông Mẫu"));
    let bad = lan.enter("create", "visit", &new_id(), visit(&door, "danced", json!({})));
    let unknown = lan.enter("create", "spaceship", &new_id(), json!({}));
    let lost = lan.enter("create", "visit", &new_id(), visit(&new_id(), "not_home", json!({})));
    let good = lan.enter("create", "visit", &new_id(), visit(&door, "not_home", json!({})));
    let mut answer = lan.push().await;
    assert_eq!(lan.told(&bad), ("refused", Some("unknown-code")), "{answer}");
    assert_eq!(answer["results"][1]["field"], "outcome");
    assert!(answer["results"][1]["reason"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(lan.told(&unknown), ("refused", Some("op-unknown")));
    assert_eq!(lan.told(&good).0, "accepted");
    assert_eq!(lan.told(&lost).0, "waiting", "what it hangs on is not there yet");
    answer = lan.push().await;
    assert_eq!(
        (&answer["results"][0]["status"], &answer["results"][0]["code"]),
        (&json!("deferred"), &json!("record-missing"))
    );

    let minh = f.w.sign_in("minh").await;
    let refused = minh.get("/sync/refused").await.expect(200);
    let items = refused["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{refused}");
    let id = items.iter().find(|r| r["code"] == "unknown-code").unwrap()["id"].as_str().unwrap().to_owned();
    minh.post(&format!("/sync/refused/{id}/settle"), json!({ "action": "apply" }))
        .await
        .expect_problem(422, "unknown-code");
    minh.post(&format!("/sync/refused/{id}/settle"), json!({ "action": "dismiss" })).await.expect(200);
    minh.post(&format!("/sync/refused/{id}/settle"), json!({ "action": "dismiss" }))
        .await
        .expect_problem(409, "already-settled");
    let devices = minh.get("/sync/devices").await.expect(200);
    assert_eq!(
        (&devices["items"][0]["open_refused"], &devices["items"][0]["missing"]),
        (&json!(1), &json!(1)),
        "{devices}"
    );
}

#[actix_web::test]
async fn something_that_is_no_operation_does_not_hold_up_the_rest() {
    let f = Field::new().await;
    let mut lan = f.phone("lan").await;
    let door = lan.create("household", household(&f.area, "Hộ ông Mẫu"));
    let mut body = lan.body(&lan.next());
    body["ops"].as_array_mut().unwrap().insert(0, json!({ "op_id": "nonsense", "drop": "tables" }));
    body["waiting"] = json!(0);
    let answer = lan.client().post("/sync/push", body).await.expect(200);
    assert_eq!(
        (&answer["results"][0]["status"], &answer["results"][0]["code"]),
        (&json!("refused"), &json!("op-malformed")),
        "{answer}"
    );
    assert_eq!(answer["results"][1]["status"], "accepted");
    lan.pull().await;
    assert!(lan.record("household", &door).is_some());
}

#[actix_web::test]
async fn what_cannot_be_read_may_come_again_and_again() {
    let f = Field::new().await;
    let mut lan = f.phone("lan").await;
    lan.create("household", household(&f.area, "Hộ ông Mẫu"));
    let mut body = lan.body(&lan.next());
    body["waiting"] = json!(0);
    let bad = json!({ "op_id": new_id(), "seq": 2, "drop": "tables" });
    body["ops"].as_array_mut().unwrap().insert(0, bad);
    let first = lan.client().post("/sync/push", body.clone()).await.expect(200);
    assert_eq!(
        (&first["results"][0]["code"], &first["results"][1]["status"]),
        (&json!("op-malformed"), &json!("accepted"))
    );
    let lines = f.w.audit_lines();
    for _ in 0..2 {
        let again = lan.client().post("/sync/push", body.clone()).await.expect(200);
        assert!(again["results"].as_array().unwrap().iter().all(|r| r["status"] == "duplicate"), "{again}");
    }
    assert_eq!(f.w.audit_lines(), lines);
    // It cannot take the number of an operation either.
    let seq = json!({ "op_id": new_id(), "seq": 3, "drop": "tables" });
    let mut phone = lan.body(&[]);
    lan.enter("create", "spaceship", &new_id(), json!({}));
    lan.create("household", household(&f.area, "Hộ bà Mẫu"));
    phone["ops"] = json!([seq, lan.ledger.last().unwrap().op]);
    phone["waiting"] = json!(0);
    let last = lan.client().post("/sync/push", phone.clone()).await.expect(200);
    assert_eq!(last["results"][1]["status"], "accepted", "{last}");
    let again = lan.client().post("/sync/push", phone).await.expect(200);
    assert_eq!(again["results"][1]["status"], "duplicate", "{again}");
}

#[actix_web::test]
async fn two_phones_change_one_household_and_nothing_vanishes() {
    let f = Field::new().await;
    let (mut lan, mut minh) = (f.phone("lan").await, f.phone("minh").await);
    let door = f.shared_door(&mut lan, &mut minh).await;
    lan.patch("household", &door, json!({ "name": "Hộ ông Mẫu Một", "note": "có chó dữ" }));
    minh.patch("household", &door, json!({ "name": "Hộ ông Mẫu Hai", "note": "cửa sau", "house_number": "7" }));
    lan.patch("household", &door, json!({ "name": "Hộ ông Mẫu Ba" }));
    lan.push().await;
    let answer = minh.push().await;
    assert_eq!(answer["results"][0]["status"], "conflict", "{answer}");
    lan.pull().await;
    minh.pull().await;
    assert_eq!(lan.record("household", &door), minh.record("household", &door), "both phones come to the same");
    let record = lan.record("household", &door).unwrap();
    assert_eq!((&record["name"], &record["house_number"]), (&json!("Hộ ông Mẫu Ba"), &json!("7")));
    assert_eq!(record["note"], "có chó dữ\ncửa sau", "both notes stay");

    let supervisor = f.w.sign_in("minh").await;
    let conflicts = supervisor.get("/sync/conflicts").await.expect(200);
    let conflict = &conflicts["items"][0];
    assert_eq!(
        (&conflict["kept"], &conflict["losing"]),
        (&json!("Hộ ông Mẫu Ba"), &json!("Hộ ông Mẫu Hai")),
        "{conflicts}"
    );
    let id = conflict["id"].as_str().unwrap();
    supervisor.post(&format!("/sync/conflicts/{id}/resolve"), json!({ "choose": "losing" })).await.expect(200);
    supervisor
        .post(&format!("/sync/conflicts/{id}/resolve"), json!({ "choose": "kept" }))
        .await
        .expect_problem(409, "already-settled");
    lan.pull().await;
    assert_eq!(lan.record("household", &door).unwrap()["name"], "Hộ ông Mẫu Hai");
}

#[actix_web::test]
async fn an_identity_number_is_never_overwritten_and_shows_masked() {
    let f = Field::new().await;
    let (mut lan, mut minh) = (f.phone("lan").await, f.phone("minh").await);
    let door = f.shared_door(&mut lan, &mut minh).await;
    let person = lan.create("person", json!({ "household_id": door, "full_name": "Lê Văn Mẫu" }));
    lan.push().await;
    lan.pull().await;
    minh.pull().await;
    lan.patch("person", &person, json!({ "citizen_id": "096085000111" }));
    minh.patch("person", &person, json!({ "citizen_id": "096085000222" }));
    lan.push().await;
    assert_eq!(minh.push().await["results"][0]["status"], "conflict");
    minh.pull().await;
    assert_eq!(minh.record("person", &person).unwrap()["citizen_id"], "096*****0111");
    let conflicts = f.w.sign_in("minh").await.get("/sync/conflicts").await.expect(200);
    let shown = conflicts.to_string();
    assert!(shown.contains("*********111") && shown.contains("*********222") && !shown.contains("096085"), "{shown}");
}

#[actix_web::test]
async fn who_asked_not_to_be_called_at_is_not_called_at() {
    let f = Field::new().await;
    for lan_first in [true, false] {
        let (mut lan, mut minh) = (f.phone("lan").await, f.phone("minh").await);
        let door = f.shared_door(&mut lan, &mut minh).await;
        lan.patch("household", &door, json!({ "do_not_contact": true }));
        minh.patch("household", &door, json!({ "do_not_contact": false, "house_number": "9" }));
        if lan_first {
            lan.push().await;
            minh.push().await;
        } else {
            minh.push().await;
            lan.push().await;
        }
        lan.pull().await;
        assert_eq!(lan.record("household", &door).unwrap()["do_not_contact"], true);
    }
}

#[actix_web::test]
async fn a_wrong_clock_changes_no_result_and_refuses_nothing() {
    let mut seen = Vec::new();
    for skew in [0, -315_360_000, 50_400, 94_608_000, -1_795_572_000] {
        let f = Field::new().await;
        let mut lan = f.phone("lan").await;
        lan.skew = skew;
        let door = lan.create("household", household(&f.area, "Hộ ông Mẫu"));
        let met = lan.create("visit", visit(&door, "not_home", json!({})));
        let answer = lan.push().await;
        assert!(answer["results"].as_array().unwrap().iter().all(|r| r["status"] == "accepted"), "{skew}: {answer}");
        assert_eq!(answer["clock_skew_s"], skew);
        lan.pull().await;
        let record = lan.record("visit", &met).unwrap();
        assert_eq!(record["clock_suspect"], skew != 0, "{skew}: {record}");
        seen.push((record["counted_at"].clone(), record["outcome"].clone()));
    }
    assert!(seen.iter().all(|one| one == &seen[0]), "{seen:?}");
}

#[actix_web::test]
async fn what_a_moved_worker_still_brings_is_not_lost() {
    let f = Field::new().await;
    let mut lan = f.phone("lan").await;
    let door = lan.create("household", household(&f.area, "Hộ ông Mẫu"));
    lan.push().await;
    lan.pull().await;
    let seen = lan.enter("create", "visit", &new_id(), visit(&door, "not_home", json!({})));
    let edit = lan.patch("household", &door, json!({ "house_number": "5" }));

    let admin = f.w.sign_in("tuan").await;
    let me = lan.client().get("/me").await.expect(200);
    let user = me["user"]["id"].as_str().or(me["id"].as_str()).expect("an id").to_owned();
    let grants = admin.get(&format!("/users/{user}/grants")).await.expect(200);
    let grant = grants["items"][0]["id"].as_str().or(grants[0]["id"].as_str()).expect("a grant").to_owned();
    let elsewhere = f.w.here("31834");
    admin
        .post(
            &format!("/users/{user}/grants"),
            json!({ "role": "field_worker", "area_id": elsewhere, "valid_from": "2026-11-25" }),
        )
        .await
        .expect(201);
    admin.delete(&format!("/grants/{grant}")).await;

    let answer = lan.push().await;
    assert_eq!(lan.told(&seen), ("accepted", Some("past-scope")), "{answer}");
    assert_eq!(lan.told(&edit), ("refused", Some("quarantined")));
    let items = lan.pull().await;
    assert!(items.iter().any(|item| item["kind"] == "scope_left"), "{items:?}");
    assert!(lan.record("household", &door).is_none());

    let supervisor = f.w.sign_in("tuan").await;
    supervisor.get("/sync/refused").await.expect_problem(403, "not-allowed");
    let hoa = f.w.sign_in("hoa").await;
    let refused = hoa.get("/sync/refused").await.expect(200);
    let held =
        refused["items"].as_array().unwrap().iter().find(|r| r["quarantined"] == true).expect("a held edit").clone();
    let id = held["id"].as_str().unwrap();
    hoa.post(&format!("/sync/refused/{id}/settle"), json!({ "action": "apply" })).await.expect(200);
    let shown = hoa.get(&format!("/households/{door}")).await.expect(200);
    assert_eq!(shown["house_number"], "5");
}

#[actix_web::test]
async fn another_persons_phone_and_a_revoked_one_are_turned_away() {
    let f = Field::new().await;
    let mut lan = f.phone("lan").await;
    lan.create("household", household(&f.area, "Hộ ông Mẫu"));
    lan.push().await;
    let mut minh = f.phone("minh").await;
    minh.device_id.clone_from(&lan.device_id);
    minh.create("household", household(&f.area, "Hộ khác"));
    let body = minh.body(&minh.next());
    minh.client().post("/sync/push", body).await.expect_problem(409, "device-of-another-user");
    let supervisor = f.w.sign_in("minh").await;
    supervisor.post(&format!("/sync/devices/{}/revoke", lan.device_id), json!({})).await.expect(200);
    let body = lan.body(&[]);
    lan.client().post("/sync/push", body.clone()).await.expect_problem(401, "not-signed-in");
    f.w.sign_in("lan").await.post("/sync/push", body).await.expect_problem(403, "device-revoked");
}

#[actix_web::test]
async fn a_cursor_is_nobody_elses_and_cannot_be_made() {
    let f = Field::new().await;
    let (mut lan, minh) = (f.phone("lan").await, f.phone("minh").await);
    lan.pull().await;
    let cursor = lan.cursor.clone().unwrap();
    minh.client().get(&format!("/sync/pull?cursor={cursor}")).await.expect_problem(409, "cursor-reset");
    let (head, tail) = cursor.split_at(cursor.len() / 2);
    let turned = format!("{head}{}{}", if tail.starts_with('A') { 'B' } else { 'A' }, &tail[1..]);
    lan.client().get(&format!("/sync/pull?cursor={turned}")).await.expect_problem(409, "cursor-reset");
}

#[actix_web::test]
async fn a_first_pull_comes_in_pages_and_the_feed_goes_on_behind_it() {
    let f = Field::new().await;
    let mut minh = f.phone("minh").await;
    let mut doors = Vec::new();
    for n in 0..620 {
        doors.push(minh.create("household", household(&f.area, &format!("Hộ Mẫu {n}"))));
    }
    while minh.waiting() > 0 {
        minh.push().await;
    }
    let mut lan = f.phone("lan").await;
    let first = lan.client().get("/sync/pull").await.expect(200);
    assert_eq!((first["items"].as_array().unwrap().len(), &first["more"]), (500, &Value::Bool(true)));
    minh.patch("household", &doors[3], json!({ "house_number": "33" }));
    minh.push().await;
    lan.pull().await;
    assert_eq!(lan.ids("household").len(), 620);
    assert_eq!(lan.record("household", &doors[3]).unwrap()["house_number"], "33");
    let nothing = lan.pull().await;
    assert!(nothing.is_empty(), "{nothing:?}");
}
