//! Walk lists over a whole commune: soon enough, and refused beyond their bounds.
use std::time::Instant;

use serde_json::{Value, json};

use crate::support::{World, db::on_postgres, inside::Inside};

const WRITTEN_AT: &str = "'2026-10-01 02:00:00'";

fn day(text: &str) -> String {
    if on_postgres() { format!("DATE '{text}'") } else { format!("'{text}'") }
}
fn id(kind: u8) -> String {
    format!("'0000000{kind}-0000-4000-8000-' || CAST(100000000000 + n AS TEXT)")
}
fn numbers(from: u32, to: u32) -> String {
    format!("WITH RECURSIVE s(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM s WHERE n < {to})")
}

/// Households with these numbers, spread over a square of eleven kilometres.
fn settle(inside: &mut Inside, area: &str, from: u32, to: u32) {
    inside.run(&format!(
        "{} INSERT INTO households (id, area_id, name, name_key, name_sort, house_sort, latitude, longitude,
                                    do_not_contact, status, seal_key, created_at, rev)
         SELECT {}, '{area}', 'Ho mau', 'ho mau', 'ho mau', CAST(100000 + n AS TEXT), 9.2 + (n * 7919 % 1000) / 10000.0,
                105.7 + (n * 4729 % 1000) / 10000.0, (1 = 0), 'active', 1, {WRITTEN_AT}, 1 FROM s",
        numbers(from, to),
        id(1)
    ));
}

/// Four people in each of these households: every third without cover, every third with a card that ends; in every
/// second household somebody was met.
fn fill(inside: &mut Inside, area: &str, from: u32, to: u32) {
    let (numbers, home) = (numbers(from, to), id(1));
    for (kind, born) in [(3, 1960), (4, 1985), (5, 1988), (6, 2015)] {
        let person = id(kind);
        inside.run(&format!(
            "{numbers} INSERT INTO persons (id, household_id, area_id, full_name, name_key, name_sort, birth_year,
                                            do_not_contact, status, seal_key, created_at, rev)
             SELECT {person}, {home}, '{area}', 'Nguoi Mau', 'nguoi mau', 'nguoi mau', {born}, (1 = 0), 'active', 1,
                    {WRITTEN_AT}, 1 FROM s"
        ));
        inside.run(&format!(
            "{numbers} INSERT INTO covers (id, person_id, area_id, scheme, state, valid_to, known_on, source, created_at)
             SELECT {person}, {person}, '{area}', 'bhyt_hgd', CASE WHEN n % 3 = 0 THEN 'none' ELSE 'covered' END,
                    CASE WHEN n % 3 = 1 THEN {} END, {}, 'said', {WRITTEN_AT} FROM s",
            day("2026-12-05"),
            day("2026-11-01")
        ));
    }
    inside.run(&format!(
        "{numbers} INSERT INTO visits (id, household_id, area_id, occurred_at, counted_at, counted_on, clock_suspect,
                                       outcome, place_state, seal_key, created_at, rev)
         SELECT {}, {home}, '{area}', {WRITTEN_AT}, {WRITTEN_AT}, {}, (1 = 0), 'informed', 'at_home', 1, {WRITTEN_AT}, 1
         FROM s WHERE n % 2 = 0",
        id(2),
        day("2026-10-01")
    ));
}

#[actix_web::test]
async fn a_commune_is_previewed_soon_and_bounds_are_said() {
    let w = World::new().await;
    let (minh, area) = (w.sign_in("minh").await, w.here("31825").to_string());
    let mut inside = Inside::of(&w);
    settle(&mut inside, &area, 1, 2_000);
    fill(&mut inside, &area, 1, 2_000);
    let mut body = json!({
        "area_id": area,
        "criteria": { "uncovered": ["bhyt_hgd"], "ending_within_days": { "scheme": "bhyt_hgd", "days": 30 },
                      "never_met": true, "last_met_before": "2026-11-01" },
        "order": { "by": "distance", "start": { "latitude": 9.25, "longitude": 105.75 } },
    });
    let mut took = Vec::new();
    let mut shown = Value::Null;
    for _ in 0..3 {
        let began = Instant::now();
        shown = minh.post("/walk-lists/preview", body.clone()).await.expect(200);
        took.push(began.elapsed());
    }
    let counts = json!([{ "code": "ending", "households": 667 }, { "code": "uncovered", "households": 666 },
                        { "code": "never_met", "households": 1_000 }, { "code": "not_met_since", "households": 1_000 }]);
    assert_eq!((&shown["households"], &shown["doors"], &shown["reasons"]), (&json!(2_000), &json!(2_000), &counts));
    assert_eq!((&shown["never_met"], &shown["too_long"]), (&json!(1_000), &json!(false)));
    body["name"] = json!("Cả phường");
    let began = Instant::now();
    let list = minh.post("/walk-lists", body.clone()).await.expect(201);
    println!("2,000 households, 8,000 people: previews {took:?}, made in {:?}", began.elapsed());
    assert_eq!(list["doors"], 2_000);

    // One more is too many for a list, unless a limit is set.
    settle(&mut inside, &area, 2_001, 2_001);
    minh.post("/walk-lists", body.clone()).await.expect_problem(409, "walk-list-too-long");
    body["limit"] = json!(2_000);
    assert_eq!(minh.post("/walk-lists", body.clone()).await.expect(201)["doors"], 2_000);
    let mut asked = body.clone();
    for field in ["name", "limit"] {
        asked.as_object_mut().expect("an object").remove(field);
    }
    let shown = minh.post("/walk-lists/preview", asked.clone()).await.expect(200);
    assert_eq!((&shown["doors"], &shown["too_long"], &shown["first"]), (&json!(2_001), &json!(true), &json!([])));

    // And a province is not looked at for one list.
    settle(&mut inside, &area, 2_002, 20_000);
    asked["limit"] = json!(100);
    assert_eq!(minh.post("/walk-lists/preview", asked.clone()).await.expect(200)["doors"], 100);
    settle(&mut inside, &area, 20_001, 20_001);
    minh.post("/walk-lists/preview", asked).await.expect_problem(409, "walk-list-area-too-large");
    minh.post("/walk-lists", body).await.expect_problem(409, "walk-list-area-too-large");
}
