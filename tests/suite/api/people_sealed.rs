//! What identifies somebody stands nowhere in the clear: not in the tables, not in the files, not in kept answers.
use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    access::Scope,
    app,
    base::Clock,
    db::{Db, Event, Seals, Who, schema::persons},
    features::{self, people::write},
};

use super::people::{household, text};
use crate::support::{
    World,
    db::on_postgres,
    dump::{dump, tamper},
    world::{start, test_config},
};

/// A thousand invented people, each with numbers that occur nowhere else.
fn canary(n: u32) -> Value {
    json!({
        "full_name": format!("Nguyễn Mẫu {n}"), "birth": format!("1985-03-{:02}", n % 28 + 1), "citizen_id": format!("09608577{n:04}"),
        "insurance_number": format!("967755{n:04}"), "card_number": format!("GD49677{:08}", 44_000_000 + n), "phone": format!("09177{n:05}"),
        "note": format!("ghi chú kín {n:04}"),
    })
}

/// Every text of the canaries that must not be found.
fn secrets(n: u32) -> Vec<String> {
    let body = canary(n);
    ["citizen_id", "insurance_number", "card_number", "phone", "note", "birth"]
        .iter()
        .map(|f| text(&body[*f]))
        .collect()
}

#[actix_web::test]
async fn no_canary_is_found_in_database_files_or_trail() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let (count, mut home) = (1_000, String::new());
    for n in 0..count {
        if n % 5 == 0 {
            home = household(&w, &minh, &format!("Hộ mẫu {n}")).await;
        }
        let mut body = canary(n);
        body["household_id"] = json!(home);
        // Every tenth can be repeated, and so its answer is kept.
        let client =
            if n % 10 == 0 { minh.with_header("idempotency-key", &format!("chim-yen-{n:04}")) } else { minh.clone() };
        let made = client.post("/persons", body).await;
        let said = String::from_utf8(made.bytes.clone()).expect("text");
        for secret in secrets(n).iter().filter(|secret| !secret.starts_with("ghi")) {
            assert!(!said.contains(secret.as_str()), "{said}");
        }
        if n % 100 == 0 {
            let path = format!("/persons/{}/reveal", text(&made.json()["id"]));
            let shown = client.post(&path, json!({ "field": "citizen_id" })).await.expect(200);
            assert_eq!(shown["value"], canary(n)["citizen_id"]);
            minh.post("/persons/look-up", json!({ "phone": canary(n)["phone"] })).await.expect(200);
        }
    }
    let address = json!({ "area_id": w.here("31825"), "name": "Hộ kín", "address": "đường-kín-77", "landmark": "mốc-kín-77", "note": "nhà-kín-77" });
    let kept = minh.with_header("idempotency-key", "ho-kin-0001").post("/households", address.clone()).await;
    let again = minh.with_header("idempotency-key", "ho-kin-0001").post("/households", address).await;
    assert_eq!((kept.status, &kept.bytes), (again.status, &again.bytes), "the kept answer opens");
    // What every number begins with; the text is long, and the numbers are many.
    let all = [
        "096085770",
        "9677550",
        "GD4967744",
        "0917700",
        "1985-03-",
        "ghi chú kín",
        "đường-kín-77",
        "mốc-kín-77",
        "nhà-kín-77",
    ];
    assert!((0..count).flat_map(secrets).all(|secret| all.iter().any(|start| secret.starts_with(start))));
    let mut searched: Vec<(String, Vec<u8>)> = vec![("rows".into(), dump(&w.db).join("\n").into_bytes())];
    if !on_postgres() {
        let path = w.db.url.trim_start_matches("sqlite:").to_owned();
        for file in [path.clone(), format!("{path}-wal")] {
            searched.push((file.clone(), std::fs::read(&file).expect("the file")));
        }
    }
    for (name, bytes) in &searched {
        assert!(bytes.len() > 100_000, "{name}: only {} bytes", bytes.len());
        let text = String::from_utf8_lossy(bytes);
        let hits: Vec<&&str> = all.iter().filter(|start| text.contains(**start)).collect();
        assert!(hits.is_empty(), "{name}: {hits:?}");
    }
}

#[actix_web::test]
async fn a_sealed_value_moved_to_another_person_does_not_open() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let home = household(&w, &minh, "Hộ mẫu").await;
    let mut ids = Vec::new();
    for n in 0..2 {
        let mut body = canary(n);
        body["household_id"] = json!(home);
        ids.push(text(&minh.post("/persons", body).await.expect(201)["id"]));
    }
    let sql = format!(
        "UPDATE persons SET citizen_sealed = (SELECT citizen_sealed FROM persons WHERE id = '{}') WHERE id = '{}'",
        ids[0], ids[1]
    );
    assert_eq!(tamper(&w.db, &sql), 1);
    minh.get(&format!("/persons/{}", ids[1])).await.expect_problem(500, "internal");
    minh.get(&format!("/persons/{}", ids[0])).await.expect(200);
}

/// Persons in households of ten, written at once.
fn fill(db: &Db, w: &World, count: u32) {
    let area = w.here("31825");
    let today = db.clock().today();
    db.write_now(Who::program("tests"), move |tx| {
        let scope = Scope::whole("tests", today);
        let mut home = None;
        for n in 0..count {
            if n % 10 == 0 {
                let body = json!({ "area_id": area, "name": format!("Hộ mẫu {n}"), "address": "đường kín", "note": "nhà kín" });
                let input = serde_json::from_value(body).expect("a household");
                home = Some(write::insert_household(tx, &scope, input)?.id);
            }
            let mut body = canary(n);
            body["household_id"] = json!(home);
            write::insert_person(tx, &scope, serde_json::from_value(body).expect("a person"))?;
        }
        tx.record(Event::new("test.filled", "area", area));
        Ok(())
    })
    .expect("a register");
}

#[actix_web::test]
async fn rotating_the_key_can_be_broken_off_and_leaves_everything_readable() {
    let w = World::new().await;
    let count = 1_200;
    fill(&w.api.db, &w, count);
    w.api.db.write_now(Who::program("tests"), Seals::add_key).expect("a new key");
    let db = w.db.open(&Clock::fixed(start()));
    let sealed_with = |key: i32| -> i64 {
        db.read_now(|conn| Ok(persons::table.filter(persons::seal_key.eq(key)).count().get_result(conn)?))
            .expect("a count")
    };
    let lines = w.audit_lines();
    for statements in [0, 1, 400, 503, 650] {
        db.faults().arm(statements);
        features::reseal(&db).expect_err("broken off");
        assert!(!db.faults().disarm());
        assert_eq!(sealed_with(1) + sealed_with(2), i64::from(count), "each row under one key");
    }
    assert!(sealed_with(1) > 0 && sealed_with(2) > 0, "in the middle of it");
    let left = usize::try_from(sealed_with(1)).expect("a number") + 120;
    assert_eq!(features::reseal(&db).expect("the rest"), left);
    assert_eq!((sealed_with(1), features::reseal(&db).expect("nothing left")), (0, 0));
    assert_eq!(w.audit_lines(), lines, "no data changed");
    // A server that starts now opens all of it, and finds by every number.
    let api = app::service(w.db.open(&Clock::fixed(start())), &test_config());
    let server = crate::support::client::Server::start(&api).await;
    let session = w.sign_in_answer("minh").await;
    let minh = server.client().with_token(session["access_token"].as_str().expect("a token"));
    let (mut seen, mut cursor) = (0, String::new());
    loop {
        let page = minh.get(&format!("/persons?limit=200{cursor}")).await.expect(200);
        for row in page["items"].as_array().expect("items") {
            assert!(text(&row["citizen_id"]).starts_with("096*****"), "{row}");
            seen += 1;
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, count);
    for n in [0, 599, 1_199] {
        for field in ["citizen_id", "insurance_number", "card_number", "phone"] {
            let found = minh.post("/persons/look-up", json!({ field: canary(n)[field] })).await.expect(200);
            assert_eq!(found["items"][0]["full_name"], canary(n)["full_name"], "{field}");
        }
    }
}
