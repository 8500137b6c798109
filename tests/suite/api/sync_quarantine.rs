//! What is brought by phones whose users cannot sign in: kept, shown to supervisors, never lost, never read this way.
use serde_json::{Value, json};

use crate::support::{
    Client, World,
    phone::{Phone, household, visit},
};

/// The key of a phone, as its user may fetch it.
async fn key(phone: &Phone) -> Vec<u8> {
    let asked = json!({ "device_id": phone.device_id });
    let answer = phone.client().post("/sync/device-key", asked).await.expect(200);
    let hex = answer["device_key"].as_str().expect("a key");
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")).collect()
}

fn signed(phone: &Phone, key: &[u8], ops: &[Value]) -> Value {
    let payload = json!({ "epoch": phone.epoch, "ops": ops }).to_string();
    let hmac = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key);
    let tag = aws_lc_rs::hmac::sign(&hmac, payload.as_bytes());
    let signature: String = tag.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    json!({ "device_id": phone.device_id, "payload": payload, "signature": signature })
}

async fn open_cases(supervisor: &Client) -> Vec<Value> {
    let page = supervisor.get("/sync/refused").await.expect(200);
    page["items"].as_array().expect("items").clone()
}

/// A phone with a door that the server knows, its key, and two visits that wait.
async fn phone_with_waiting(w: &World) -> (Phone, Vec<u8>, String) {
    let mut phone = Phone::new(w.sign_in("lan").await, w.clock.now());
    let door = phone.create("household", household(&w.here("31825").to_string(), "Hộ Mẫu"));
    phone.push().await;
    let key = key(&phone).await;
    phone.create("visit", visit(&door, "not_home", json!({ "note": "Chó dữ" })));
    phone.create("visit", visit(&door, "informed", json!({})));
    (phone, key, door)
}

#[actix_web::test]
async fn a_disabled_user_s_work_waits_for_the_supervisor_and_counts_when_taken() {
    let w = World::new().await;
    let (phone, key, door) = phone_with_waiting(&w).await;
    let (board, supervisor) = (w.sign_in("tuan").await, w.sign_in("hoa").await);
    let me = phone.client().get("/me").await.expect(200);
    let lan = format!("/users/{}", me["id"].as_str().expect("an id"));
    let user = board.get(&lan).await;
    let etag = user.header("etag").expect("a version").to_owned();
    board.patch(&lan, &etag, json!({ "disabled": true })).await.expect(200);
    let ops = phone.next();
    phone.client().post("/sync/push", phone.body(&ops)).await.expect_problem(401, "not-signed-in");

    let nobody = w.anonymous();
    let brought = signed(&phone, &key, &ops);
    for _ in 0..2 {
        let answer = nobody.post("/sync/quarantine", brought.clone()).await.expect(200);
        assert_eq!(answer["held"], 2, "the same again is held once");
        assert_eq!(answer.as_object().expect("an object").len(), 2, "nothing is read this way");
    }
    let cases = open_cases(&supervisor).await;
    assert_eq!(cases.len(), 2);
    assert!(cases.iter().all(|c| c["code"] == "held-without-sign-in" && c["quarantined"] == true));
    let seen = supervisor.get(&format!("/visits?household_id={door}")).await.expect(200);
    assert_eq!(seen["items"].as_array().expect("items").len(), 0, "nothing counts before somebody decides");

    for case in &cases {
        let path = format!("/sync/refused/{}/settle", case["id"].as_str().expect("an id"));
        supervisor.post(&path, json!({ "action": "apply" })).await.expect(200);
    }
    let seen = supervisor.get(&format!("/visits?household_id={door}")).await.expect(200);
    let visits = seen["items"].as_array().expect("items");
    assert_eq!(visits.len(), 2);
    assert!(visits.iter().all(|v| v["user_id"] == me["id"]), "they stay the work of who was at the door");

    let user = board.get(&lan).await;
    let etag = user.header("etag").expect("a version").to_owned();
    board.patch(&lan, &etag, json!({ "disabled": false })).await.expect(200);
    let mut phone = phone;
    let token = w.sign_in_answer("lan").await["access_token"].as_str().expect("a token").to_owned();
    phone.sign_in(w.anonymous().with_token(&token));
    let answer = phone.push().await;
    for result in answer["results"].as_array().expect("results") {
        assert_eq!((&result["status"], &result["was"]), (&json!("duplicate"), &json!("accepted")), "{answer}");
    }
}

#[actix_web::test]
async fn who_can_sign_in_again_pushes_and_the_case_finds_nothing_more_to_do() {
    let w = World::new().await;
    let (mut phone, key, door) = phone_with_waiting(&w).await;
    w.anonymous().post("/sync/quarantine", signed(&phone, &key, &phone.next())).await.expect(200);
    let answer = phone.push().await;
    assert!(answer["results"].as_array().expect("results").iter().all(|r| r["status"] == "accepted"), "{answer}");
    let supervisor = w.sign_in("hoa").await;
    for case in open_cases(&supervisor).await {
        let path = format!("/sync/refused/{}/settle", case["id"].as_str().expect("an id"));
        supervisor.post(&path, json!({ "action": "apply" })).await.expect(200);
    }
    let seen = supervisor.get(&format!("/visits?household_id={door}")).await.expect(200);
    assert_eq!(seen["items"].as_array().expect("items").len(), 2, "each door once");
    w.anonymous().post("/sync/quarantine", signed(&phone, &key, &[phone.ledger[0].op.clone()])).await.expect(200);
    assert!(open_cases(&supervisor).await.is_empty(), "what was settled needs no keeping");
}

#[actix_web::test]
async fn a_phone_taken_out_of_use_reads_nothing_and_brings_into_quarantine_only() {
    let w = World::new().await;
    let (phone, key, _) = phone_with_waiting(&w).await;
    let supervisor = w.sign_in("hoa").await;
    let revoke = format!("/sync/devices/{}/revoke", phone.device_id);
    supervisor.post(&revoke, json!({})).await.expect(200);
    phone.client().get("/sync/pull").await.expect_problem(401, "not-signed-in");
    let mut own = Phone::new(w.sign_in("hoa").await, w.clock.now());
    own.push().await;
    own.client().post(&format!("/sync/devices/{}/revoke", own.device_id), json!({})).await.expect(200);
    own.client().get("/me").await.expect(200);
    let again = w.sign_in("lan").await;
    again.post("/sync/push", phone.body(&phone.next())).await.expect_problem(403, "device-revoked");
    let asked = json!({ "device_id": phone.device_id });
    again.post("/sync/device-key", asked).await.expect_problem(403, "device-revoked");
    let answer = w.anonymous().post("/sync/quarantine", signed(&phone, &key, &phone.next())).await.expect(200);
    assert_eq!(answer["held"], 2);
    let what_is_no_operation = [json!({ "op_id": "x", "seq": -1 })];
    w.anonymous().post("/sync/quarantine", signed(&phone, &key, &what_is_no_operation)).await.expect(200);
    assert_eq!(open_cases(&supervisor).await.len(), 3, "what cannot be read is kept too");
}

#[actix_web::test]
async fn a_signature_of_another_phone_key_or_text_is_worth_nothing() {
    let w = World::new().await;
    let (phone, right, _) = phone_with_waiting(&w).await;
    let other = Phone::new(w.sign_in("minh").await, w.clock.now());
    let others = key(&other).await;
    let asked = json!({ "device_id": phone.device_id });
    other.client().post("/sync/device-key", asked).await.expect_problem(409, "device-of-another-user");
    let nobody = w.anonymous();
    let ops = phone.next();
    let mut changed = signed(&phone, &right, &ops);
    changed["payload"] = json!(changed["payload"].as_str().expect("text").replace("not_home", "agreed"));
    let mut cut = signed(&phone, &right, &ops);
    cut["signature"] = json!(&cut["signature"].as_str().expect("text")[..62]);
    for wrong in
        [signed(&phone, &others, &ops), signed(&other, &right, &ops), changed, cut, signed(&other, &others, &ops)]
    {
        nobody.post("/sync/quarantine", wrong).await.expect_problem(403, "device-signature-wrong");
    }
    let many: Vec<Value> = (0..201).map(|_| ops[0].clone()).collect();
    nobody.post("/sync/quarantine", signed(&phone, &right, &many)).await.expect_problem(422, "op-malformed");
    assert!(open_cases(&w.sign_in("hoa").await).await.is_empty());
    for _ in 0..60 {
        let answer = nobody.post("/sync/quarantine", signed(&phone, &right, &ops[..1])).await;
        if answer.status == 429 {
            return;
        }
        answer.expect(200);
    }
    panic!("nobody slowed it down");
}
