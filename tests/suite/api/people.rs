//! The register: households, the people in them, and what is known of them.
use serde_json::{Value, json};

use crate::support::{Client, World, inside::Inside};

/// A household in the ward of Bạc Liêu.
pub async fn household(w: &World, client: &Client, name: &str) -> String {
    let body = json!({ "area_id": w.here("31825"), "name": name });
    text(&client.post("/households", body).await.expect(201)["id"])
}
/// A person of that household, with more fields.
pub async fn person(client: &Client, household: &str, name: &str, more: Value) -> Value {
    let mut body = json!({ "household_id": household, "full_name": name });
    for (field, value) in more.as_object().expect("an object") {
        body[field] = value.clone();
    }
    client.post("/persons", body).await.expect(201)
}
pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
pub fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().map(|i| i["full_name"].as_str().expect("a name")).collect()
}

#[actix_web::test]
async fn a_household_keeps_what_was_said_at_its_door() {
    let w = World::new().await;
    let lan = w.sign_in("lan").await;
    let body = json!({
        "area_id": w.here("31825"), "name": "Hộ bà Nguyễn Thị Mẫu", "code": "HN-0007", "house_number": "12A",
        "address": "Đường Mẫu", "landmark": "sau chùa", "note": "có chó", "do_not_contact": true,
        "location": { "latitude": 9.294_149_9, "longitude": 105.727_849_9, "accuracy_m": 12 },
    });
    let made = lan.post("/households", body).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let made = made.expect(201);
    assert_eq!(made["location"], json!({ "latitude": 9.2941, "longitude": 105.7278, "accuracy_m": 12 }));
    assert_eq!(
        (&made["address"], &made["landmark"], &made["note"]),
        (&json!("Đường Mẫu"), &json!("sau chùa"), &json!("có chó"))
    );
    assert_eq!((&made["do_not_contact"], &made["status"]), (&json!(true), &json!("active")));
    let path = format!("/households/{}", text(&made["id"]));
    let changed =
        lan.patch(&path, "\"1\"", json!({ "landmark": null, "location": null, "status": "moved" })).await.expect(200);
    assert_eq!(
        (&changed["landmark"], &changed["location"], &changed["status"]),
        (&Value::Null, &Value::Null, &json!("moved"))
    );
    assert_eq!((&changed["address"], &changed["rev"]), (&json!("Đường Mẫu"), &json!(2)));
    let row = &lan.get("/households").await.expect(200)["items"][0];
    assert!(row.get("address").is_none() && row.get("note").is_none(), "lists show no address: {row}");
}

#[actix_web::test]
async fn households_lie_in_communes_and_hamlets_and_within_the_country() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let at = |area| json!({ "area_id": area, "name": "Hộ mẫu" });
    hoa.post("/households", at(w.here("96"))).await.expect_problem(422, "household-area");
    let old = w.area("31825", "2025-06-30");
    hoa.post("/households", at(old)).await.expect_problem(422, "household-area");
    for (latitude, longitude) in [(0.0, 105.0), (9.0, 95.0), (25.0, 105.0), (105.7, 9.2)] {
        let mut body = at(w.here("31825"));
        body["location"] = json!({ "latitude": latitude, "longitude": longitude });
        hoa.post("/households", body).await.expect_problem(422, "invalid");
    }
}

#[actix_web::test]
async fn households_are_listed_along_the_road() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    for number in ["10", "9", "12A", "12", "2/1"] {
        let body = json!({ "area_id": w.here("31825"), "name": "Hộ mẫu", "house_number": number });
        minh.post("/households", body).await.expect(201);
    }
    household(&w, &minh, "Hộ không số").await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = minh.get(&format!("/households?area_id={}&limit=2{cursor}", w.here("31825"))).await.expect(200);
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|h| h["house_number"].as_str().unwrap_or("-").to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["2/1", "9", "10", "12", "12A", "-"]);
}

#[actix_web::test]
async fn a_person_is_shown_with_masked_numbers_and_a_birth_year() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let home = household(&w, &minh, "Hộ mẫu").await;
    let made = person(&minh, &home, "  Trần   Văn\u{a0}Mẫu ", json!({
        "birth": "1985-03-20", "sex": "male", "relation": "head", "citizen_id": "096 085 001234", "insurance_number": "9612345678",
        "card_number": "gd4960123456789", "phone": "01234567890", "note": "làm hồ", "do_not_contact": true,
    })).await;
    for (field, shown) in [
        ("full_name", json!("Trần Văn Mẫu")),
        ("birth_year", json!(1985)),
        ("citizen_id", json!("096*****1234")),
        ("insurance_number", json!("96*****678")),
        ("card_number", json!("GD4********6789")),
        ("phone", json!("083****890")),
        ("area_id", json!(w.here("31825"))),
        ("warnings", json!([])),
    ] {
        assert_eq!(made[field], shown, "{field}");
    }
    let path = format!("/persons/{}", text(&made["id"]));
    assert_eq!(minh.get(&path).await.expect(200), made);
    let row = &minh.get(&format!("/persons?household_id={home}")).await.expect(200)["items"][0];
    assert_eq!(row["citizen_id"], "096*****1234");
    assert!(row.get("note").is_none() && !row.to_string().contains("1985-03"), "{row}");
    let changed = minh.patch(&path, "\"1\"", json!({ "citizen_id": null, "birth": "1985" })).await.expect(200);
    assert_eq!(
        (&changed["citizen_id"], &changed["phone"], &changed["note"]),
        (&Value::Null, &json!("083****890"), &json!("làm hồ"))
    );
    minh.patch(&path, "\"1\"", json!({ "birth": "1986" })).await.expect_problem(412, "changed-meanwhile");
}

#[actix_web::test]
async fn numbers_and_births_that_cannot_be_are_refused_and_doubtful_ones_taken_with_a_warning() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await.with_header("accept-language", "en");
    let home = household(&w, &minh, "Hộ mẫu").await;
    for (field, value, code) in [
        ("citizen_id", "09608500123", "not-an-identity-number"),
        ("citizen_id", "09608500123x", "not-an-identity-number"),
        ("insurance_number", "961234567", "not-an-identity-number"),
        ("card_number", "GD6960123456789", "not-an-identity-number"),
        ("phone", "98765", "not-a-telephone-number"),
        ("birth", "20/03/1985", "not-a-birth-date"),
        ("birth", "1985-02-30", "not-a-birth-date"),
    ] {
        let body = json!({ "household_id": home, "full_name": "Lê Mẫu", field: value });
        let problem = minh.post("/persons", body).await.expect_problem(422, "invalid");
        assert_eq!(
            (&problem["errors"][0]["code"], &problem["errors"][0]["pointer"]),
            (&json!(code), &json!(format!("/{field}")))
        );
        assert!(!problem.to_string().contains(value), "{problem}");
    }
    for birth in ["2027", "2026-12", "2026-11-26"] {
        let body = json!({ "household_id": home, "full_name": "Lê Mẫu", "birth": birth });
        minh.post("/persons", body).await.expect_problem(422, "birth-in-the-future");
    }
    let made =
        person(&minh, &home, "Lê Mẫu", json!({ "birth": "1986", "sex": "female", "citizen_id": "003085001234" })).await;
    let codes: Vec<&str> = made["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["place_unknown", "sex_differs", "birth_year_differs"]);
    assert_eq!(made["warnings"][1]["field"], "citizen_id");
    assert!(text(&made["warnings"][1]["detail"]).contains("disagrees with the sex"));
    let unknown = json!({ "household_id": home, "full_name": "Lê Mẫu", "relation": "neighbour" });
    minh.post("/persons", unknown).await.expect_problem(422, "unknown-code");
}

#[actix_web::test]
async fn everything_goes_along_when_a_household_moves() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let home = household(&w, &hoa, "Hộ mẫu").await;
    let who = text(&person(&hoa, &home, "Trần Thị Mẫu", json!({})).await["id"]);
    let claim = json!({ "person_id": who, "group": "poor", "valid_from": "2026-01-01" });
    let claim = text(&hoa.post(&format!("/households/{home}/claims"), claim).await.expect(201)["id"]);
    let consent = json!({ "purpose": "message", "text_version": "1", "given_at": "2026-11-01T02:00:00Z", "given_how": "written" });
    let consent = text(&hoa.post(&format!("/persons/{who}/consents"), consent).await.expect(201)["id"]);
    let (minh, dao) = (w.sign_in("minh").await, w.sign_in("dao").await);
    dao.get(&format!("/persons/{who}")).await.expect_problem(404, "not-found");
    let from = text(&json!(w.here("31825")));
    let to = text(&json!(w.here("31834")));
    let before = w.audit_lines();
    hoa.patch(&format!("/households/{home}"), "\"1\"", json!({ "area_id": to })).await.expect(200);
    assert_eq!(w.audit_lines(), before + 1);
    minh.get(&format!("/persons/{who}")).await.expect_problem(404, "not-found");
    let seen = dao.get(&format!("/persons/{who}")).await.expect(200);
    assert_eq!(
        (&seen["area_id"], &seen["claims"][0]["id"], &seen["consents"][0]["id"]),
        (&json!(to), &json!(claim), &json!(consent))
    );
    assert_eq!(names(&dao.post("/persons/search", json!({ "q": "mau" })).await.expect(200)), ["Trần Thị Mẫu"]);
    assert!(names(&minh.post("/persons/search", json!({ "q": "mau" })).await.expect(200)).is_empty());
    dao.post(&format!("/claims/{claim}/end"), json!({ "on": "2026-10-31" })).await.expect(200);
    // The feed says to the old area that they left, and to the new one that they came; once each.
    for (entity, id) in [("household", &home), ("person", &who), ("group_claim", &claim), ("consent", &consent)] {
        let lines = |kind: &str, area: &str| {
            Inside::of(&w).lines(&format!("SELECT CAST(rev AS TEXT) AS line FROM feed WHERE entity = '{entity}' AND entity_id = '{id}' AND kind = '{kind}' AND area_id = '{area}'"))
        };
        assert_eq!((lines("left", &from).len(), lines("left", &to).len()), (1, 0), "{entity}");
        assert!(!lines("upsert", &to).is_empty(), "{entity}");
    }
}

#[actix_web::test]
async fn a_person_goes_to_another_household_with_what_is_known() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let home = household(&w, &hoa, "Hộ cha mẹ").await;
    let own = json!({ "area_id": w.here("31834"), "name": "Hộ riêng" });
    let own = text(&hoa.post("/households", own).await.expect(201)["id"]);
    let who = text(&person(&hoa, &home, "Trần Văn Mẫu", json!({})).await["id"]);
    let claim = json!({ "person_id": who, "group": "ethnic_minority", "valid_from": "2026-01-01" });
    hoa.post(&format!("/households/{home}/claims"), claim).await.expect(201);
    let moved = hoa.patch(&format!("/persons/{who}"), "\"1\"", json!({ "household_id": own })).await.expect(200);
    assert_eq!((&moved["household_id"], &moved["area_id"]), (&json!(own), &json!(w.here("31834"))));
    assert_eq!(moved["claims"][0]["household_id"], json!(own));
    let left = hoa.get(&format!("/households/{home}")).await.expect(200);
    assert_eq!((&left["persons"], &left["claims"]), (&json!([]), &json!([])));
}

#[actix_web::test]
async fn claims_consents_and_covers_are_dated_and_never_edited() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let (home, other) = (household(&w, &minh, "Hộ mẫu").await, household(&w, &minh, "Hộ bên").await);
    let who = text(&person(&minh, &home, "Trần Thị Mẫu", json!({ "relation": "head" })).await["id"]);
    let stranger = text(&person(&minh, &other, "Lê Mẫu", json!({})).await["id"]);
    let claims = format!("/households/{home}/claims");
    let claim = |more: Value| {
        let mut body = json!({ "group": "near_poor", "valid_from": "2026-01-01", "evidence_number": "12/QĐ-UBND" });
        more.as_object().unwrap().iter().for_each(|(field, value)| body[field] = value.clone());
        body
    };
    minh.post(&claims, claim(json!({ "group": "rich" }))).await.expect_problem(422, "unknown-code");
    minh.post(&claims, claim(json!({ "valid_to": "2025-12-31" }))).await.expect_problem(422, "register-days");
    minh.post(&claims, claim(json!({ "person_id": stranger })))
        .await
        .expect_problem(422, "person-of-another-household");
    let made = minh.post(&claims, claim(json!({}))).await.expect(201);
    let end = format!("/claims/{}/end", text(&made["id"]));
    minh.post(&end, json!({ "on": "2025-12-31" })).await.expect_problem(422, "register-days");
    assert_eq!(minh.post(&end, json!({ "on": "2026-06-30" })).await.expect(200)["valid_to"], "2026-06-30");
    minh.post(&end, json!({ "on": "2026-07-31" })).await.expect_problem(409, "claim-already-ended");

    let consents = format!("/persons/{who}/consents");
    let given = |at: &str| json!({ "purpose": "data_processing", "text_version": "2026-01", "given_at": at, "given_how": "spoken" });
    minh.post(&consents, given("2026-11-25T02:00:01Z")).await.expect_problem(422, "register-days");
    minh.post(&consents, given("hôm qua")).await.expect_problem(422, "invalid");
    let consent = minh.post(&consents, given("2026-11-24T09:00:00+07:00")).await.expect(201);
    assert_eq!(consent["given_at"], "2026-11-24T02:00:00.000000Z");
    let withdraw = format!("/consents/{}/withdraw", text(&consent["id"]));
    minh.post(&withdraw, json!({ "at": "2026-11-23T02:00:00Z", "how": "spoken" }))
        .await
        .expect_problem(422, "register-days");
    let withdrawn = minh.post(&withdraw, json!({ "how": "written" })).await.expect(200);
    assert_eq!(withdrawn["withdrawn_at"], "2026-11-25T02:00:00.000000Z");
    minh.post(&withdraw, json!({ "how": "written" })).await.expect_problem(409, "consent-already-withdrawn");

    let covers = format!("/persons/{who}/covers");
    let cover = |state: &str, known_on: &str| json!({ "scheme": "bhyt", "state": state, "known_on": known_on, "source": "said" });
    minh.post(&covers, cover("covered", "2026-11-26")).await.expect_problem(422, "register-days");
    assert_eq!(minh.post(&covers, cover("lapsed", "2026-11-20")).await.expect(201)["present"], true);
    assert_eq!(minh.post(&covers, cover("covered", "2026-06-01")).await.expect(201)["present"], false, "an older day");
    let seen = minh.get(&format!("/persons/{who}")).await.expect(200);
    let states: Vec<_> =
        seen["covers"].as_array().unwrap().iter().map(|c| (c["state"].clone(), c["present"].clone())).collect();
    assert_eq!(states, [(json!("lapsed"), json!(true)), (json!("covered"), json!(false))]);
    assert_eq!((seen["claims"].as_array().unwrap().len(), seen["consents"].as_array().unwrap().len()), (1, 1));
    let house = minh.get(&format!("/households/{home}")).await.expect(200);
    assert_eq!((&house["persons"][0]["id"], house["claims"].as_array().unwrap().len()), (&json!(who), 1));
}

#[actix_web::test]
async fn a_client_may_send_the_ids_and_not_twice() {
    let w = World::new().await;
    let lan = w.sign_in("lan").await;
    let id = tungnha::base::id::HouseholdId::new().to_string();
    let body = json!({ "id": id, "area_id": w.here("31825"), "name": "Hộ mẫu" });
    assert_eq!(lan.post("/households", body.clone()).await.expect(201)["id"], json!(id));
    lan.post("/households", body).await.expect_problem(409, "already-exists");
    let who = tungnha::base::id::PersonId::new().to_string();
    assert_eq!(person(&lan, &id, "Lê Mẫu", json!({ "id": who })).await["id"], json!(who));
    let again = json!({ "id": who, "household_id": id, "full_name": "Lê Mẫu" });
    lan.post("/persons", again).await.expect_problem(409, "already-exists");
}
