//! Signing in, staying in, signing out; what happens when rights change under somebody's feet.
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::id::RefreshTokenId,
    db::{Keys, Purpose, schema::refresh_tokens},
};

use crate::support::{Answer, Client, World, db::keys, world::PASSWORD};

const DAY: i64 = 86_400;

async fn try_sign_in(w: &World, username: &str, password: &str) -> Answer {
    w.anonymous().post("/sessions", json!({ "username": username, "password": password })).await
}

async fn refresh(w: &World, token: &str) -> Answer {
    w.anonymous().post("/sessions/refresh", json!({ "refresh_token": token })).await
}

fn text<'a>(session: &'a Value, field: &str) -> &'a str {
    session[field].as_str().unwrap_or_else(|| panic!("no {field}: {session}"))
}

async fn user_id(w: &World, username: &str) -> String {
    let users = w.sign_in("trung").await.get("/users?limit=200").await.expect(200);
    let found = users["items"].as_array().unwrap().iter().find(|u| u["username"] == username);
    found.unwrap_or_else(|| panic!("no {username}"))["id"].as_str().unwrap().to_owned()
}

async fn only_grant(board: &Client, user: &str) -> String {
    board.get(&format!("/users/{user}/grants")).await.expect(200)[0]["id"].as_str().unwrap().to_owned()
}

/// Everything an answer says but the number of the request.
fn without_number(answer: &Answer) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let mut headers: Vec<_> = answer.headers.iter().filter(|(name, _)| name != "x-request-id").cloned().collect();
    headers.sort();
    (answer.status, headers, answer.bytes.clone())
}

#[actix_web::test]
async fn the_right_password_opens_a_session_and_says_who_i_am() {
    let w = World::new().await;
    let session = try_sign_in(&w, "Hoa", PASSWORD).await.expect(200);
    assert_eq!((&session["user"]["username"], &session["expires_in"]), (&json!("hoa"), &json!(600)));
    let me = w.anonymous().with_token(text(&session, "access_token")).get("/me").await.expect(200);
    assert_eq!(me, session["user"]);
    assert_eq!(me["grants"][0]["role"], "province_board");
    assert_eq!(me["grants"][0]["area_name"], "Tỉnh Cà Mau");
    assert!(me["permissions"].as_array().unwrap().contains(&json!("events.merge")));
    assert!(!me["permissions"].as_array().unwrap().contains(&json!("audit.read")));
}

#[actix_web::test]
async fn wrong_unknown_disabled_and_invited_get_one_and_the_same_answer() {
    let w = World::new().await;
    let board = w.sign_in("hoa").await;
    let dao = user_id(&w, "dao").await;
    board.patch(&format!("/users/{dao}"), "\"1\"", json!({ "disabled": true })).await.expect(200);
    board
        .post("/users", json!({ "username": "thao", "full_name": "Thảo Mẫu", "home_area_id": w.here("96") }))
        .await
        .expect(201);
    let lines = w.audit_lines();
    let wrong = try_sign_in(&w, "minh", "không phải mật khẩu này đâu").await;
    wrong.clone().expect_problem(401, "wrong-credentials");
    for (who, password) in [("khongai", PASSWORD), ("dao", PASSWORD), ("dao", "x"), ("thao", PASSWORD), ("minh", "")] {
        assert_eq!(without_number(&try_sign_in(&w, who, password).await), without_number(&wrong), "{who}");
    }
    assert_eq!(w.audit_lines(), lines);
}

#[actix_web::test]
async fn a_password_is_the_same_in_nfc_and_nfd_and_no_other_spelling() {
    use unicode_normalization::UnicodeNormalization;
    let w = World::new().await;
    let decomposed: String = PASSWORD.nfd().collect();
    assert_ne!(decomposed, PASSWORD);
    try_sign_in(&w, "minh", &decomposed).await.expect(200);
    for other in [PASSWORD.to_uppercase(), format!("{PASSWORD} "), format!(" {PASSWORD}"), PASSWORD.replace('ư', "u")]
    {
        try_sign_in(&w, "minh", &other).await.expect_problem(401, "wrong-credentials");
    }
}

#[actix_web::test]
async fn ten_failures_slow_one_account_down_and_no_other() {
    let w = World::new().await;
    for username in ["minh", "khongai"] {
        for _ in 0..10 {
            try_sign_in(&w, username, "sai mật khẩu").await.expect_problem(401, "wrong-credentials");
        }
        let slowed = try_sign_in(&w, username, PASSWORD).await;
        assert_eq!(slowed.header("retry-after"), Some("900"), "{username}");
        slowed.expect_problem(429, "too-many-requests");
    }
    try_sign_in(&w, " MINH ", PASSWORD).await.expect_problem(429, "too-many-requests");
    try_sign_in(&w, "dao", PASSWORD).await.expect(200);
    w.clock.advance_seconds(899);
    try_sign_in(&w, "minh", PASSWORD).await.expect_problem(429, "too-many-requests");
    w.clock.advance_seconds(1);
    try_sign_in(&w, "minh", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn a_success_forgets_the_failures_before_it() {
    let w = World::new().await;
    for _ in 0..2 {
        for _ in 0..9 {
            try_sign_in(&w, "minh", "sai mật khẩu").await.expect_problem(401, "wrong-credentials");
        }
        try_sign_in(&w, "minh", PASSWORD).await.expect(200);
    }
}

#[actix_web::test]
async fn signing_out_kills_both_tokens_of_this_device_at_once() {
    let w = World::new().await;
    let (phone, desk) = (w.sign_in_answer("minh").await, w.sign_in_answer("minh").await);
    let client = w.anonymous().with_token(text(&phone, "access_token"));
    assert_eq!(client.delete("/sessions/current").await.status, 204);
    client.get("/me").await.expect_problem(401, "not-signed-in");
    client.delete("/sessions/current").await.expect_problem(401, "not-signed-in");
    refresh(&w, text(&phone, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
    w.anonymous().with_token(text(&desk, "access_token")).get("/me").await.expect(200);
    refresh(&w, text(&desk, "refresh_token")).await.expect(200);
}

#[actix_web::test]
async fn ten_lost_answers_in_a_row_cost_nothing() {
    let w = World::new().await;
    let parent = w.sign_in_answer("minh").await;
    let first = refresh(&w, text(&parent, "refresh_token")).await.expect(200);
    for _ in 0..10 {
        w.clock.advance_seconds(DAY);
        let again = refresh(&w, text(&parent, "refresh_token")).await.expect(200);
        assert_eq!(again["refresh_token"], first["refresh_token"]);
        w.anonymous().with_token(text(&again, "access_token")).get("/me").await.expect(200);
    }
    let next = refresh(&w, text(&first, "refresh_token")).await.expect(200);
    assert_ne!(next["refresh_token"], first["refresh_token"]);
}

#[actix_web::test]
async fn a_grandparent_that_comes_back_ends_the_family() {
    let w = World::new().await;
    let (first, other_device) = (w.sign_in_answer("minh").await, w.sign_in_answer("minh").await);
    let second = refresh(&w, text(&first, "refresh_token")).await.expect(200);
    let third = refresh(&w, text(&second, "refresh_token")).await.expect(200);
    let lines = w.audit_lines();
    refresh(&w, text(&first, "refresh_token")).await.expect_problem(401, "refresh-token-reused");
    assert_eq!(w.audit_lines(), lines + 1);
    for dead in [&first, &second, &third] {
        refresh(&w, text(dead, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
        w.anonymous().with_token(text(dead, "access_token")).get("/me").await.expect_problem(401, "not-signed-in");
    }
    assert_eq!(w.audit_lines(), lines + 1);
    refresh(&w, text(&other_device, "refresh_token")).await.expect(200);
}

#[actix_web::test]
async fn a_parent_is_theft_as_soon_as_its_child_was_used() {
    let w = World::new().await;
    let parent = w.sign_in_answer("minh").await;
    let child = refresh(&w, text(&parent, "refresh_token")).await.expect(200);
    let grandchild = refresh(&w, text(&child, "refresh_token")).await.expect(200);
    assert_eq!(
        refresh(&w, text(&child, "refresh_token")).await.expect(200)["refresh_token"],
        grandchild["refresh_token"]
    );
    refresh(&w, text(&parent, "refresh_token")).await.expect_problem(401, "refresh-token-reused");
    refresh(&w, text(&grandchild, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
}

#[actix_web::test]
async fn twenty_refreshes_at_once_leave_exactly_one_living_head() {
    let w = World::new().await;
    let parent = w.sign_in_answer("minh").await;
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let (client, body) = (w.anonymous(), json!({ "refresh_token": parent["refresh_token"] }));
            actix_web::rt::spawn(async move { client.post("/sessions/refresh", body).await })
        })
        .collect();
    let mut heads = std::collections::BTreeSet::new();
    for answer in asked {
        heads.insert(text(&answer.await.unwrap().expect(200), "refresh_token").to_owned());
    }
    assert_eq!(heads.len(), 1);
    let unused: i64 = w
        .api
        .db
        .read_now(|conn| {
            Ok(refresh_tokens::table.filter(refresh_tokens::used_at.is_null()).count().get_result(conn)?)
        })
        .unwrap();
    assert_eq!(unused, 1);
    refresh(&w, heads.first().unwrap()).await.expect(200);
}

#[actix_web::test]
async fn forged_cut_and_foreign_refresh_tokens_are_refused() {
    let w = World::new().await;
    let session = w.sign_in_answer("minh").await;
    let real = text(&session, "refresh_token").to_owned();
    let (id, tag) = real.split_once('.').unwrap();
    let sealed = |keys: &Keys, purpose, id: &str| {
        format!("{id}.{}", BASE64_URL_SAFE_NO_PAD.encode(keys.tag(purpose, id.as_bytes())))
    };
    assert_eq!(sealed(&keys(), Purpose::RefreshToken, id), real);
    let stranger = Keys::from_root(*b"the key of another installation.");
    let nobody = RefreshTokenId::new().to_string();
    let other = if tag.starts_with('A') { "B" } else { "A" };
    let bad = [
        sealed(&stranger, Purpose::RefreshToken, id),
        sealed(&keys(), Purpose::MailTicket, id),
        sealed(&keys(), Purpose::AccessToken, id),
        sealed(&keys(), Purpose::RefreshToken, &nobody),
        format!("{nobody}.{tag}"),
        format!("{id}.{other}{}", &tag[1..]),
        format!("{id}.{}", &tag[..tag.len() - 1]),
        format!("{id}.{tag}="),
        format!("{id}.{tag}.{tag}"),
        format!("{id}{tag}"),
        format!("{id}."),
        format!(".{tag}"),
        id.to_owned(),
        real[..real.len() / 2].to_owned(),
        format!("{real} "),
        format!(" {real}"),
        "\u{0}".to_owned(),
        String::new(),
        "x".repeat(10_000),
        text(&session, "access_token").to_owned(),
    ];
    let lines = w.audit_lines();
    for token in bad {
        refresh(&w, &token).await.expect_problem(401, "refresh-token-refused");
    }
    assert_eq!(w.audit_lines(), lines);
    refresh(&w, &real).await.expect(200);
}

#[actix_web::test]
async fn a_refresh_token_is_no_access_token() {
    let w = World::new().await;
    let session = w.sign_in_answer("minh").await;
    w.anonymous().with_token(text(&session, "refresh_token")).get("/me").await.expect_problem(401, "not-signed-in");
    refresh(&w, text(&session, "access_token")).await.expect_problem(401, "refresh-token-refused");
}

#[actix_web::test]
async fn a_session_idle_for_ninety_days_is_over() {
    let w = World::new().await;
    let session = w.sign_in_answer("minh").await;
    w.clock.advance_seconds(90 * DAY - 1);
    let next = refresh(&w, text(&session, "refresh_token")).await.expect(200);
    w.clock.advance_seconds(90 * DAY);
    refresh(&w, text(&next, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
}

#[actix_web::test]
async fn a_session_ends_after_a_hundred_and_eighty_days_however_busy() {
    let w = World::new().await;
    let mut session = w.sign_in_answer("minh").await;
    for _ in 0..17 {
        w.clock.advance_seconds(10 * DAY);
        session = refresh(&w, text(&session, "refresh_token")).await.expect(200);
    }
    w.clock.advance_seconds(10 * DAY - 1);
    session = refresh(&w, text(&session, "refresh_token")).await.expect(200);
    w.clock.advance_seconds(1);
    refresh(&w, text(&session, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
}

#[actix_web::test]
async fn an_access_token_is_good_for_ten_minutes() {
    let w = World::new().await;
    let client = w.sign_in("minh").await;
    w.clock.advance_seconds(600);
    client.get("/me").await.expect(200);
    w.clock.advance_seconds(6);
    client.get("/me").await.expect_problem(401, "not-signed-in");
}

#[actix_web::test]
async fn an_ended_grant_ends_with_the_next_request() {
    let w = World::new().await;
    let (board, minh, id) = (w.sign_in("hoa").await, w.sign_in("minh").await, user_id(&w, "minh").await);
    minh.get("/events").await.expect(200);
    let second = json!({ "role": "analyst", "area_id": w.here("31825") });
    let grant = board.post(&format!("/users/{id}/grants"), second).await.expect(201);
    let first = board.get(&format!("/users/{id}/grants")).await.expect(200);
    let first = first.as_array().unwrap().iter().find(|g| g["role"] == "commune_official").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(board.delete(&format!("/grants/{first}")).await.status, 204);
    // The role is gone, what the other role gives stays.
    let event = json!({ "event_type": "conference" });
    minh.post("/events", event.clone()).await.expect_problem(403, "not-allowed");
    minh.get("/events").await.expect(200);
    assert_eq!(board.delete(&format!("/grants/{}", grant["id"].as_str().unwrap())).await.status, 204);
    minh.get("/events").await.expect_problem(403, "not-allowed");
    minh.get("/me").await.expect(200);
}

#[actix_web::test]
async fn a_disabled_user_is_out_with_the_next_request_and_stays_out_when_enabled_again() {
    let w = World::new().await;
    let (board, session, id) = (w.sign_in("hoa").await, w.sign_in_answer("minh").await, user_id(&w, "minh").await);
    let minh = w.anonymous().with_token(text(&session, "access_token"));
    minh.get("/events").await.expect(200);
    board.patch(&format!("/users/{id}"), "\"1\"", json!({ "disabled": true })).await.expect(200);
    minh.get("/events").await.expect_problem(401, "not-signed-in");
    refresh(&w, text(&session, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
    board.patch(&format!("/users/{id}"), "\"2\"", json!({ "disabled": false })).await.expect(200);
    minh.get("/events").await.expect_problem(401, "not-signed-in");
    refresh(&w, text(&session, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
    try_sign_in(&w, "minh", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn a_changed_password_ends_every_device() {
    let w = World::new().await;
    let (phone, desk) = (w.sign_in_answer("minh").await, w.sign_in_answer("minh").await);
    let client = w.anonymous().with_token(text(&phone, "access_token"));
    let new = "gió chướng thổi qua đồng muối";
    let change = |current: &str| json!({ "current_password": current, "new_password": new });
    client.post("/me/password", change("sai mật khẩu")).await.expect_problem(422, "wrong-password");
    client.get("/me").await.expect(200);
    client.post("/me/password", change(PASSWORD)).await.expect(200);
    for device in [&phone, &desk] {
        w.anonymous().with_token(text(device, "access_token")).get("/me").await.expect_problem(401, "not-signed-in");
        refresh(&w, text(device, "refresh_token")).await.expect_problem(401, "refresh-token-refused");
    }
    try_sign_in(&w, "minh", PASSWORD).await.expect_problem(401, "wrong-credentials");
    try_sign_in(&w, "minh", new).await.expect(200);
}

#[actix_web::test]
async fn a_grant_begins_and_ends_at_midnight_in_viet_nam() {
    let w = World::new().await;
    let (board, id) = (w.sign_in("hoa").await, user_id(&w, "minh").await);
    let old = only_grant(&board, &id).await;
    assert_eq!(board.delete(&format!("/grants/{old}")).await.status, 204);
    let tomorrow = json!({ "role": "commune_official", "area_id": w.here("31825"), "valid_from": "2026-11-26", "valid_to": "2026-11-26" });
    board.post(&format!("/users/{id}/grants"), tomorrow).await.expect(201);
    // 09:00 → 23:55 on 25/11.
    w.clock.advance_seconds(14 * 3_600 + 55 * 60);
    let minh = w.sign_in("minh").await;
    minh.get("/events").await.expect_problem(403, "not-allowed");
    w.clock.advance_seconds(5 * 60);
    minh.get("/events").await.expect(200);
    w.clock.advance_seconds(DAY - 60);
    let minh = w.sign_in("minh").await;
    minh.get("/events").await.expect(200);
    w.clock.advance_seconds(60);
    minh.get("/events").await.expect_problem(403, "not-allowed");
}
