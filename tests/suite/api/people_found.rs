//! Finding people: by name, by a whole number, and those who may be the same person.
use serde_json::{Value, json};

use super::people::{household, names, person, text};
use crate::support::{Client, World};

async fn found(client: &Client, q: &str) -> Vec<String> {
    let page = client.post("/persons/search", json!({ "q": q })).await.expect(200);
    names(&page).into_iter().map(str::to_owned).collect()
}

#[actix_web::test]
async fn a_search_begins_with_any_word_and_ranks_exact_accents_first() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let home = household(&w, &minh, "Hộ mẫu").await;
    for name in
        ["Đặng Thị Huệ", "Lê Thùy Mẫu", "Lê Thúy Mẫu", "Lê Thuỷ Mẫu", "Lê Thủy Mẫu", "Trần Văn Hoà", "Hoàng Văn Lực"]
    {
        person(&minh, &home, name, json!({})).await;
    }
    for q in ["dang thi hue", "Đặng Thị Huệ", "thi hue", "hue", "HUỆ", "đặng t", "h u e"] {
        let expected: &[&str] = if q == "h u e" { &[] } else { &["Đặng Thị Huệ"] };
        assert_eq!(found(&minh, q).await, expected, "{q}");
    }
    let mut all = found(&minh, "thuy").await;
    all.sort();
    assert_eq!(all, ["Lê Thuỷ Mẫu", "Lê Thùy Mẫu", "Lê Thúy Mẫu", "Lê Thủy Mẫu"]);
    let ranked = found(&minh, "Thúy").await;
    assert_eq!((ranked.len(), ranked[0].as_str()), (4, "Lê Thúy Mẫu"));
    let both_spellings = found(&minh, "thủy").await;
    assert!(
        both_spellings[..2].iter().all(|name| name.contains("Thủy") || name.contains("Thuỷ")),
        "{both_spellings:?}"
    );
    assert_eq!(found(&minh, "hòa").await, ["Trần Văn Hoà", "Hoàng Văn Lực"]);
    assert_eq!(found(&minh, "hoa").await.len(), 2);
    for q in ["%", "_", "\\", "%hue", "h_e", "h%e", "' OR 1=1 --", "…"] {
        let expected: &[&str] = if q == "%hue" { &["Đặng Thị Huệ"] } else { &[] };
        assert_eq!(found(&minh, q).await, expected, "{q}");
    }
    minh.post("/persons/search", json!({ "q": " " })).await.expect_problem(422, "invalid");
}

#[actix_web::test]
async fn a_search_is_paged_and_stays_within_area_and_scope() {
    let w = World::new().await;
    let (hoa, minh, dak) = (w.sign_in("hoa").await, w.sign_in("minh").await, w.sign_in("dak").await);
    let home = household(&w, &hoa, "Hộ mẫu").await;
    let next = json!({ "area_id": w.here("31834"), "name": "Hộ bên" });
    let next = text(&hoa.post("/households", next).await.expect(201)["id"]);
    for n in 0..7 {
        person(&hoa, if n < 5 { &home } else { &next }, &format!("Lê Mẫu {n}"), json!({})).await;
    }
    person(&hoa, &home, "Lê Mậu", json!({})).await;
    let lines = w.audit_lines();
    let count = async |client: &Client, mut body: Value| {
        let mut seen = Vec::new();
        loop {
            let page = client.post("/persons/search", body.clone()).await.expect(200);
            seen.extend(names(&page).into_iter().map(str::to_owned));
            match page["next_cursor"].as_str() {
                Some(next) => body["cursor"] = json!(next),
                None => return seen,
            }
        }
    };
    let all = count(&hoa, json!({ "q": "mẫu", "limit": 2 })).await;
    assert_eq!((all.len(), all.last().map(String::as_str)), (8, Some("Lê Mậu")));
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 8, "each once");
    assert_eq!(count(&minh, json!({ "q": "mau" })).await.len(), 6);
    assert_eq!(count(&hoa, json!({ "q": "mau", "area_id": w.here("31834") })).await.len(), 2);
    assert_eq!(count(&hoa, json!({ "q": "mau", "household_id": home })).await.len(), 6);
    assert_eq!(count(&minh, json!({ "q": "mau", "area_id": w.here("31834") })).await.len(), 0, "another ward");
    assert_eq!(count(&minh, json!({ "q": "mau", "area_id": w.here("96") })).await.len(), 6, "the own part of it");
    assert_eq!(count(&dak, json!({ "q": "mau" })).await.len(), 0);
    assert_eq!(w.audit_lines(), lines, "a search changes nothing");
    hoa.post("/persons/search", json!({ "q": "mau", "cursor": "a" })).await.expect_problem(400, "bad-cursor");
    hoa.get("/persons?q=mau").await.expect_problem(422, "invalid");
}

#[actix_web::test]
async fn people_are_listed_by_given_name() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let home = household(&w, &minh, "Hộ mẫu").await;
    for name in ["Trần Văn Ân", "Lê Thị Ánh", "Nguyễn An", "Đỗ Văn Đức", "Bùi Dũng", "Phan Thị An"]
    {
        person(&minh, &home, name, json!({})).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = minh.get(&format!("/persons?area_id={}&limit=4{cursor}", w.here("31825"))).await.expect(200);
        seen.extend(names(&page).into_iter().map(str::to_owned));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["Nguyễn An", "Phan Thị An", "Lê Thị Ánh", "Trần Văn Ân", "Bùi Dũng", "Đỗ Văn Đức"]);
}

#[actix_web::test]
async fn a_look_up_finds_by_one_whole_number_and_only_in_scope() {
    let w = World::new().await;
    let (minh, dao) = (w.sign_in("minh").await, w.sign_in("dao").await);
    let home = household(&w, &minh, "Hộ mẫu").await;
    let who = person(&minh, &home, "Trần Mẫu", json!({
        "citizen_id": "096085001234", "insurance_number": "9612345678", "card_number": "GD4960123456789", "phone": "0901234567",
    })).await;
    for asked in [
        json!({ "citizen_id": "096085001234" }),
        json!({ "citizen_id": "096 085 001 234" }),
        json!({ "insurance_number": "9612345678" }),
        json!({ "card_number": "gd4 96 0123456789" }),
        json!({ "phone": "+84 901 234 567" }),
    ] {
        let before = w.audit_lines();
        let answer = minh.post("/persons/look-up", asked.clone()).await.expect(200);
        assert_eq!(
            (&answer["items"][0]["id"], &answer["items"][0]["phone"]),
            (&who["id"], &json!("090****567")),
            "{asked}"
        );
        assert_eq!(w.audit_lines(), before + 1);
    }
    // Out of scope is byte for byte like absent.
    let elsewhere = dao.post("/persons/look-up", json!({ "citizen_id": "096085001234" })).await;
    let nobody = dao.post("/persons/look-up", json!({ "citizen_id": "096085009999" })).await;
    assert_eq!((elsewhere.status, &elsewhere.bytes), (nobody.status, &nobody.bytes));
    assert_eq!(elsewhere.expect(200), json!({ "items": [] }));
    for asked in [json!({}), json!({ "phone": "0901234567", "citizen_id": "096085001234" })] {
        minh.post("/persons/look-up", asked).await.expect_problem(422, "look-up-by-one-number");
    }
    w.sign_in("lan")
        .await
        .post("/persons/look-up", json!({ "phone": "0901234567" }))
        .await
        .expect_problem(403, "not-allowed");
    let who = text(&who["id"]);
    let line = &w.sign_in("kien").await.get(&format!("/audit?entity_id={who}")).await.expect(200)["items"][0];
    assert_eq!((&line["action"], &line["entity"]), (&json!("person.looked_up"), &json!("look_up")));
}

#[actix_web::test]
async fn look_ups_and_reveals_are_counted_by_user_and_hour() {
    let w = World::new().await;
    let (minh, dao) = (w.sign_in("minh").await, w.sign_in("dao").await);
    let asked = json!({ "phone": "0901234567" });
    for _ in 0..30 {
        minh.post("/persons/look-up", asked.clone()).await.expect(200);
    }
    let before = w.audit_lines();
    let refused = minh.post("/persons/look-up", asked.clone()).await;
    assert_eq!(refused.header("retry-after"), Some("3600"));
    refused.expect_problem(429, "too-many-requests");
    assert_eq!(w.audit_lines(), before);
    dao.post("/persons/look-up", asked.clone()).await.expect(200);
    let home = household(&w, &minh, "Hộ mẫu").await;
    let who = text(&person(&minh, &home, "Trần Mẫu", json!({ "phone": "0901234567" })).await["id"]);
    let reveal = format!("/persons/{who}/reveal");
    for _ in 0..60 {
        minh.post(&reveal, json!({ "field": "phone" })).await.expect(200);
    }
    minh.post(&reveal, json!({ "field": "phone" })).await.expect_problem(429, "too-many-requests");
    w.clock.advance_seconds(3_600);
    let minh = w.sign_in("minh").await;
    minh.post("/persons/look-up", asked).await.expect(200);
    minh.post(&reveal, json!({ "field": "phone" })).await.expect(200);
}

#[actix_web::test]
async fn one_value_is_shown_in_full_with_a_line_in_the_trail() {
    let w = World::new().await;
    let (minh, dao) = (w.sign_in("minh").await, w.sign_in("dao").await);
    let home = household(&w, &minh, "Hộ mẫu").await;
    let more =
        json!({ "citizen_id": "096085001234", "birth": "1985-03", "phone": "0901234567", "card_number": "9612345678" });
    let who = text(&person(&minh, &home, "Trần Mẫu", more).await["id"]);
    let reveal = format!("/persons/{who}/reveal");
    for (field, value) in
        [("citizen_id", "096085001234"), ("birth", "1985-03"), ("phone", "0901234567"), ("card_number", "9612345678")]
    {
        let before = w.audit_lines();
        let shown = minh.post(&reveal, json!({ "field": field })).await.expect(200);
        assert_eq!(shown, json!({ "field": field, "value": value }));
        assert_eq!(w.audit_lines(), before + 1);
    }
    minh.post(&reveal, json!({ "field": "insurance_number" })).await.expect_problem(409, "nothing-to-reveal");
    minh.post(&reveal, json!({ "field": "note" })).await.expect_problem(422, "invalid");
    dao.post(&reveal, json!({ "field": "phone" })).await.expect_problem(404, "not-found");
    w.sign_in("lan").await.post(&reveal, json!({ "field": "phone" })).await.expect_problem(403, "not-allowed");
}

#[actix_web::test]
async fn likely_duplicates_are_warned_of_within_the_scope_only() {
    let w = World::new().await;
    let (hoa, minh) = (w.sign_in("hoa").await, w.sign_in("minh").await);
    let home = household(&w, &minh, "Hộ mẫu").await;
    let next = json!({ "area_id": w.here("31834"), "name": "Hộ bên" });
    let next = text(&hoa.post("/households", next).await.expect(201)["id"]);
    let number = json!({ "citizen_id": "096085001234", "birth": "1985-03-20", "sex": "male" });
    let elsewhere = text(&person(&hoa, &next, "Trần Văn Mẫu", number.clone()).await["id"]);
    let first = person(&minh, &home, "Trần Văn Mẫu", number.clone()).await;
    assert_eq!(first["warnings"], json!([]), "nothing is said of another ward");
    let again = person(&minh, &home, "Lê Kiểu", number).await;
    assert_eq!(
        (&again["warnings"][0]["code"], &again["warnings"][0]["person_id"]),
        (&json!("number_in_use"), &first["id"])
    );
    assert_eq!(
        (&again["warnings"][0]["field"], again["warnings"].as_array().unwrap().len()),
        (&json!("citizen_id"), 1)
    );
    let alike = person(&minh, &home, "Trần Mẫu", json!({ "birth": "1985" })).await;
    assert_eq!(alike["warnings"][0]["code"], "possible_duplicate");
    let year_only = household(&w, &minh, "Hộ xa").await;
    assert_eq!(person(&minh, &year_only, "Trần Văn Mẫu", json!({ "birth": "1985" })).await["warnings"], json!([]));
    let seen = hoa.get(&format!("/persons/{}/duplicates", text(&first["id"]))).await.expect(200);
    let ids: Vec<&Value> = seen.as_array().unwrap().iter().map(|d| &d["person"]["id"]).collect();
    assert!(ids.contains(&&json!(elsewhere)) && ids.contains(&&again["id"]) && ids.contains(&&alike["id"]), "{seen}");
    assert_eq!(seen[0]["score"], 100);
    let own = minh.get(&format!("/persons/{}/duplicates", text(&first["id"]))).await.expect(200);
    assert!(!own.to_string().contains(&elsewhere), "{own}");
}
