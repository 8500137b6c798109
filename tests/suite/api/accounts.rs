//! Accounts: passwords, who may grant what to whom, and that nothing secret is stored.
use std::collections::BTreeSet;

use serde_json::{Value, json};
use tungnha::{
    access::password::{hash, matches, weakness},
    config::{Mail, MailTransport},
    jobs,
    mail::Mailer,
};
use unicode_normalization::UnicodeNormalization;

use crate::support::{
    Client, World,
    dump::dump,
    world::{PASSWORD, test_config},
};

const NEW: &str = "gió chướng thổi qua đồng muối";

async fn user_id(w: &World, username: &str) -> String {
    let users = w.sign_in("trung").await.get("/users?limit=200").await.expect(200);
    let found = users["items"].as_array().unwrap().iter().find(|u| u["username"] == username);
    found.unwrap_or_else(|| panic!("no {username}"))["id"].as_str().unwrap().to_owned()
}

fn grant(role: &str, area: impl serde::Serialize) -> Value {
    json!({ "role": role, "area_id": area })
}

#[test]
fn passwords_that_will_do() {
    for good in [
        PASSWORD,
        NEW,
        "con mèo đen nằm phơi nắng",
        "correct horse battery staple",
        "🌾 lúa chín vàng 🌊 nước lên",
        "Tr0ngĐầmG1ĐẹpBa",
        "bảo hiểm xã hội là trụ đỡ của dân",
        "1234567890 lúa chín vàng",
        &"đò ngang sông Hậu ".repeat(14),
        &format!("{}đăng ký 3 lần", "x".repeat(243)),
    ] {
        assert_eq!(weakness(good, "hoa").map(|w| w.en), None, "{good}");
    }
}

#[test]
fn passwords_that_a_guesser_tries_first() {
    let long = "đò ngang sông Hậu ".repeat(15);
    for bad in [
        "",
        "mưa rơi mái lá",
        "12345678901234",
        "🌾🌧🌊🐃🛶🌴🏡🐓🐟🦐🥥🍚🌙⭐",
        &long,
        &"x".repeat(257),
        "baohiemxahoi2026",
        "BaoHiemXaHoi2026",
        "Bảo hiểm xã hội 2026",
        "bảo-hiểm_y.tế 2026!!!",
        "bhxh bhyt bhtn 2026",
        "matkhau matkhau 123",
        "MẬT KHẨU MẬT KHẨU 1",
        "tungnha tungnha 2026",
        "Từng Nhà Từng Nhà 1",
        "administrator2026!",
        "passwordpassword1",
        "vietnam vietnam 2026",
        "qwertyuiop123456",
        "hoahoahoahoahoa1",
        "Hoa Hoà Hóa Họa 2026",
        "hoa bảo hiểm y tế 1",
        "aaaaaaaaaaaaaaaa",
        "abababababababababab",
        "123456789012345",
        "0912 345 678 0912 345",
        "................",
        "ban tuyên giáo đảng ủy",
    ] {
        assert!(weakness(bad, "hoa").is_some(), "{bad}");
    }
    // The user's own name, and nobody else's.
    assert!(weakness("nguyenvanbinh123", "nguyenvanbinh").is_some());
    assert!(weakness("nguyenvanbinh123", "hoa").is_none());
}

#[test]
fn length_is_counted_in_characters_as_people_see_them_whatever_the_normal_form() {
    let fourteen = "đường về ấm ái";
    assert_eq!(fourteen.nfc().count(), 14);
    let decomposed: String = fourteen.nfd().collect();
    assert!(decomposed.chars().count() > 15);
    assert!(weakness(&decomposed, "hoa").is_some());
    assert!(weakness(&format!("{fourteen}.").nfd().collect::<String>(), "hoa").is_none());
    let most: String = "ếộữ ".repeat(64).trim_end().to_owned() + "lá";
    assert_eq!(most.chars().count(), 257);
    assert!(weakness(&most, "hoa").is_some());
    assert!(
        weakness(&most[..most.len() - "á".len()].nfd().collect::<String>(), "hoa")
            .is_none_or(|w| w.en.contains("guess"))
    );
}

#[test]
fn a_hash_is_argon2id_salted_and_the_same_for_both_normal_forms() {
    let (one, two) = (hash(PASSWORD).unwrap(), hash(PASSWORD).unwrap());
    assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
    assert_ne!(one, two);
    assert!(matches(&PASSWORD.nfd().collect::<String>(), &one).unwrap());
    // Nothing is cut off: the last character of a long one counts.
    let long = "đò ngang sông Hậu ".repeat(14);
    let stored = hash(&format!("{long}a")).unwrap();
    assert!(matches(&format!("{long}a"), &stored).unwrap() && !matches(&format!("{long}b"), &stored).unwrap());
}

#[actix_web::test]
async fn a_weak_new_password_is_refused_at_its_field_and_changes_nothing() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let (lines, before) = (w.audit_lines(), dump(&w.db));
    for weak in ["mưa rơi mái lá", "baohiemxahoi2026", "hoahoahoahoahoa1", &"x".repeat(257)] {
        let body = json!({ "current_password": PASSWORD, "new_password": weak });
        let problem = hoa.post("/me/password", body).await.expect_problem(422, "weak-password");
        assert_eq!(problem["errors"][0]["pointer"], "/new_password");
    }
    assert_eq!((w.audit_lines(), dump(&w.db) == before), (lines, true));
}

#[actix_web::test]
async fn user_names_are_unique_whatever_their_case() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let new = |username: &str| json!({ "username": username, "full_name": "Lê Mẫu", "home_area_id": w.here("96") });
    let made = hoa.post("/users", new("Le.Mau-96_a")).await.expect(201);
    assert_eq!((&made["username"], &made["status"]), (&json!("le.mau-96_a"), &json!("invited")));
    for taken in ["le.mau-96_a", "LE.MAU-96_A", "minh", "Minh", "tuan"] {
        hoa.post("/users", new(taken)).await.expect_problem(409, "username-taken");
    }
    for bad in ["", "ab", "có dấu", "a b c", "x@y.vn", "đạt", "a\u{0}b", &"x".repeat(61)] {
        let problem = hoa.post("/users", new(bad)).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/username", "{bad}");
    }
    let id = made["id"].as_str().unwrap();
    let again = json!({ "id": id, "username": "khac.han", "full_name": "Lê Mẫu", "home_area_id": w.here("96") });
    hoa.post("/users", again).await.expect_problem(409, "already-exists");
}

#[actix_web::test]
async fn nobody_grants_more_than_they_have() {
    let w = World::new().await;
    let (hoa, lan) = (w.sign_in("hoa").await, user_id(&w, "lan").await);
    let path = format!("/users/{lan}/grants");
    let lines = w.audit_lines();
    for role in ["system_admin", "auditor"] {
        hoa.post(&path, grant(role, w.here("96"))).await.expect_problem(403, "grant-too-high");
        hoa.post(&path, grant(role, w.here("31825"))).await.expect_problem(403, "grant-too-high");
    }
    for who in ["minh", "lan", "quan", "mai", "phuc", "kien"] {
        let body = grant("field_worker", w.here("31825"));
        w.sign_in(who).await.post(&path, body).await.expect_problem(403, "not-allowed");
    }
    assert_eq!(w.audit_lines(), lines + 6, "six people signed in, and nothing else");
    for role in ["province_board", "commune_official", "field_worker", "analyst"] {
        hoa.post(&path, grant(role, w.here("31825"))).await.expect(201);
    }
    // Who collects sees what belongs to the own organisation, and so has one.
    let organisation = w.organisation("Bưu điện Mẫu", "collection_organisation", w.here("96")).await;
    for role in ["collector_manager", "collector"] {
        let mut body = grant(role, w.here("31825"));
        hoa.post(&path, body.clone()).await.expect_problem(422, "grant-without-organisation");
        body["organisation_id"] = json!(organisation);
        hoa.post(&path, body).await.expect(201);
    }
    let tuan = w.sign_in("tuan").await;
    for role in ["system_admin", "province_board", "auditor"] {
        tuan.post(&path, grant(role, w.here("VN"))).await.expect(201);
    }
}

#[actix_web::test]
async fn nobody_grants_outside_their_areas() {
    let w = World::new().await;
    let (hoa, lan, dak) = (w.sign_in("hoa").await, user_id(&w, "lan").await, user_id(&w, "dak").await);
    let lines = w.audit_lines();
    for area in ["VN", "66", "92"] {
        hoa.post(&format!("/users/{lan}/grants"), grant("field_worker", w.here(area)))
            .await
            .expect_problem(404, "not-found");
    }
    let at_home = grant("field_worker", w.here("96"));
    hoa.post(&format!("/users/{dak}/grants"), at_home.clone()).await.expect_problem(404, "not-found");
    hoa.get(&format!("/users/{dak}")).await.expect_problem(404, "not-found");
    hoa.get(&format!("/users/{dak}/grants")).await.expect_problem(404, "not-found");
    hoa.patch(&format!("/users/{dak}"), "\"1\"", json!({ "disabled": true })).await.expect_problem(404, "not-found");
    let theirs = w.sign_in("trung").await.get(&format!("/users/{dak}/grants")).await.expect(200)[0]["id"].clone();
    hoa.delete(&format!("/grants/{}", theirs.as_str().unwrap())).await.expect_problem(404, "not-found");
    hoa.post("/users", json!({ "username": "khach", "full_name": "Khách", "home_area_id": w.here("66") }))
        .await
        .expect_problem(404, "not-found");
    assert_eq!(w.audit_lines(), lines + 1, "one person signed in, and nothing else");
    hoa.post(&format!("/users/{lan}/grants"), at_home).await.expect(201);
}

#[actix_web::test]
async fn what_one_holds_in_one_place_gives_nothing_in_another() {
    let w = World::new().await;
    let (hoa, lan) = (user_id(&w, "hoa").await, user_id(&w, "lan").await);
    w.sign_in("tuan")
        .await
        .post(&format!("/users/{hoa}/grants"), grant("system_admin", w.here("31825")))
        .await
        .expect(201);
    let hoa = w.sign_in("hoa").await;
    let path = format!("/users/{lan}/grants");
    hoa.post(&path, grant("auditor", w.here("31834"))).await.expect_problem(403, "grant-too-high");
    hoa.post(&path, grant("auditor", w.here("96"))).await.expect_problem(403, "grant-too-high");
    hoa.post(&path, grant("auditor", w.here("31825"))).await.expect(201);
}

#[actix_web::test]
async fn nobody_grants_to_themselves_nor_changes_their_own_account() {
    let w = World::new().await;
    for who in ["hoa", "trung", "tuan"] {
        let (client, id) = (w.sign_in(who).await, user_id(&w, who).await);
        let grants = client.get(&format!("/users/{id}/grants")).await.expect(200);
        let own = grants[0]["id"].as_str().unwrap();
        client
            .post(&format!("/users/{id}/grants"), grant("field_worker", w.here("31825")))
            .await
            .expect_problem(403, "grant-to-self");
        client.delete(&format!("/grants/{own}")).await.expect_problem(403, "grant-to-self");
        client
            .patch(&format!("/users/{id}"), "\"1\"", json!({ "full_name": "Khác" }))
            .await
            .expect_problem(403, "grant-to-self");
    }
}

#[actix_web::test]
async fn an_account_that_may_do_more_is_not_taken_over_by_changing_its_address() {
    let w = World::new().await;
    let (hoa, kien, phuc) = (w.sign_in("hoa").await, user_id(&w, "kien").await, user_id(&w, "phuc").await);
    let tuan = w.sign_in("tuan").await;
    let lines = w.audit_lines();
    for change in [json!({ "email": "hoa@camau.example" }), json!({ "disabled": true }), json!({ "full_name": "Khác" })]
    {
        hoa.patch(&format!("/users/{kien}"), "\"1\"", change).await.expect_problem(403, "grant-too-high");
    }
    assert_eq!(w.audit_lines(), lines);
    hoa.patch(&format!("/users/{phuc}"), "\"1\"", json!({ "email": "phuc@camau.example" })).await.expect(200);
    // At home in Cà Mau, trusted with the whole country: not from the first day of that trust on, nor before it begins.
    let later = json!({ "role": "analyst", "area_id": w.here("VN"), "valid_from": "2026-12-01" });
    tuan.post(&format!("/users/{phuc}/grants"), later).await.expect(201);
    let address = json!({ "email": "hoa@camau.example" });
    hoa.patch(&format!("/users/{phuc}"), "\"2\"", address.clone()).await.expect_problem(403, "grant-too-high");
    tuan.patch(&format!("/users/{phuc}"), "\"2\"", address.clone()).await.expect(200);
    tuan.patch(&format!("/users/{kien}"), "\"1\"", address).await.expect(200);
}

#[actix_web::test]
async fn a_grant_has_its_days_within_the_life_of_the_area() {
    let w = World::new().await;
    let (hoa, lan) = (w.sign_in("hoa").await, user_id(&w, "lan").await);
    let path = format!("/users/{lan}/grants");
    let dated = |from: &str, to: &str| json!({ "role": "field_worker", "area_id": w.here("31825"), "valid_from": from, "valid_to": to });
    hoa.post(&path, dated("2026-12-02", "2026-12-01")).await.expect_problem(422, "grant-dates");
    hoa.post(&path, dated("2025-06-30", "2026-12-01")).await.expect_problem(422, "area-not-valid-then");
    let given = hoa.post(&path, dated("2026-12-01", "2026-12-31")).await.expect(201);
    let grant = format!("/grants/{}", given["id"].as_str().unwrap());
    assert_eq!(hoa.delete(&grant).await.status, 204);
    hoa.delete(&grant).await.expect_problem(404, "not-found");
    let grants = hoa.get(&path).await.expect(200);
    assert_eq!(grants.as_array().unwrap().len(), 2);
    assert!(grants.as_array().unwrap().iter().any(|g| g["valid_to"] == "2026-11-24"));
}

/// Everything secret that went over the wire in a busy hour.
async fn busy_hour(w: &World, hoa: &Client) -> Vec<String> {
    let body = json!({ "username": "thao", "full_name": "Thảo Mẫu", "email": "thao@camau.example", "home_area_id": w.here("96") });
    hoa.with_header("idempotency-key", "khoa-mot-lan-01").post("/users", body).await.expect(201);
    let folder = std::env::temp_dir().join(format!("tungnha-dump-{}", tungnha::base::id::TicketId::new()));
    let mailer =
        Mailer::new(&Mail { transport: MailTransport::File, folder: folder.clone(), ..test_config().mail }).unwrap();
    jobs::run_once(&w.api, &mailer).unwrap();
    let letter = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let letter = std::fs::read_to_string(letter).unwrap().replace("=\r\n", "").replace("=2E", ".");
    std::fs::remove_dir_all(folder).unwrap();
    let token = letter.split("/#/mat-khau/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    w.anonymous().post("/password-resets/confirm", json!({ "token": token, "password": NEW })).await.expect(200);
    let session = w.anonymous().post("/sessions", json!({ "username": "thao", "password": NEW })).await.expect(200);
    let text = |session: &Value, field: &str| session[field].as_str().unwrap().to_owned();
    let next =
        w.anonymous().post("/sessions/refresh", json!({ "refresh_token": session["refresh_token"] })).await.expect(200);
    let thao = w.anonymous().with_token(next["access_token"].as_str().unwrap());
    let change = json!({ "current_password": NEW, "new_password": PASSWORD });
    thao.with_header("idempotency-key", "khoa-mot-lan-02").post("/me/password", change).await.expect(200);
    let mut secrets =
        vec![PASSWORD.to_owned(), NEW.to_owned(), "khoa-mot-lan-01".into(), "khoa-mot-lan-02".into(), token];
    for session in [&session, &next] {
        secrets.extend([text(session, "access_token"), text(session, "refresh_token")]);
    }
    secrets
}

#[actix_web::test]
async fn no_password_and_no_token_stands_in_any_column() {
    let w = World::new().await;
    let secrets = busy_hour(&w, &w.sign_in("hoa").await).await;
    let rows = dump(&w.db);
    assert!(
        rows.iter().any(|r| r.starts_with("users: ") && r.contains("$argon2id$") && r.contains("thao")),
        "the dump sees the table of users"
    );
    assert!(
        rows.iter().any(|r| r.starts_with("refresh_tokens: "))
            && rows.iter().any(|r| r.starts_with("idempotency_keys: "))
    );
    for secret in &secrets {
        // Of a token the last part is the secret one; what stands before it are names of rows.
        let hidden = secret.rsplit('.').next().unwrap();
        for part in [secret.as_str(), hidden] {
            let found: Vec<&String> = rows.iter().filter(|row| row.contains(part)).collect();
            assert!(found.is_empty(), "{part} in {found:?}");
        }
    }
}

/// Rows carry the ids of those who did something: whoever sees the row reads a name, also without the right to list users.
#[actix_web::test]
async fn names_are_told_of_who_works_in_ones_areas_and_above() {
    let w = World::new().await;
    let mut ids = Vec::new();
    for name in ["trung", "hoa", "minh", "lan", "dao", "dak"] {
        ids.push(user_id(&w, name).await);
    }
    let named = |client: Client| {
        let asked = json!({ "ids": ids });
        async move {
            let said = client.post("/users/names", asked).await.expect(200);
            let names = said.as_array().expect("names").iter().map(|one| one["full_name"].as_str().expect("a name"));
            names.map(|name| name.split(' ').next().expect("a word").to_owned()).collect::<BTreeSet<_>>()
        }
    };
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(named(w.sign_in("lan").await).await, set(&["trung", "hoa", "minh", "lan"]));
    assert_eq!(named(w.sign_in("hoa").await).await, set(&["trung", "hoa", "minh", "lan", "dao"]));
    assert_eq!(named(w.sign_in("dak").await).await, set(&["trung", "dak"]));
    w.anonymous().post("/users/names", json!({ "ids": ids })).await.expect_problem(401, "not-signed-in");
    let many = vec![&ids[0]; 101];
    w.sign_in("lan").await.post("/users/names", json!({ "ids": many })).await.expect_problem(422, "invalid");
}
