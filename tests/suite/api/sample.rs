//! The generated campaign of the demonstration: it holds what the screens need, its effect is found, it moves no figure of a real
//! place, and work on it that was broken off goes on.
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    access::Scope,
    base::{Clock, id::CampaignId},
    db::{
        Conn,
        schema::{
            areas, campaigns, coverage_snapshots, enrolment_receipts, enrolments, events, households, media_outputs,
            organisations, persons, visits,
        },
        scoped, verify_chain,
    },
    features::FIGURES,
};

use crate::support::{
    Client, World,
    db::{TestDb, keys, keys_folder},
    process::program,
};

/// By how many points the campaign raises coverage where the lot sent it.
const TRUTH: f64 = 1.5;
const LABEL: &str = "(dữ liệu mẫu)";
/// Everything made before this line stands in the middle of the work.
const MIDDLE: &str = "60 %";

fn counted(conn: &mut Conn) -> [i64; 4] {
    let all = |n: QueryResult<i64>| n.expect("a count");
    [
        all(households::table.count().get_result(conn)),
        all(persons::table.count().get_result(conn)),
        all(visits::table.count().get_result(conn)),
        all(enrolments::table.count().get_result(conn)),
    ]
}

#[actix_web::test]
async fn it_holds_what_the_screens_need() {
    let w = World::sample().await;
    let db = &w.api.db;
    let [homes, people, calls, sign_ups] = db.read_now(|conn| Ok(counted(conn))).unwrap();
    assert!((homes, calls) == (400, 1_800), "{homes} households, {calls} visits");
    assert!((1_200..1_700).contains(&people) && (60..200).contains(&sign_ups), "{people} people, {sign_ups} sign-ups");
    let steps: Vec<(String, i64)> = db
        .read_now(|conn| {
            Ok(enrolments::table
                .group_by(enrolments::step)
                .select((enrolments::step, diesel::dsl::count_star()))
                .load(conn)?)
        })
        .unwrap();
    let steps: BTreeMap<String, i64> = steps.into_iter().collect();
    let all = ["promised", "declared", "paid", "handed_in", "issued", "refused", "stopped", "refunded", "cancelled"];
    assert_eq!(steps.keys().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(all), "{steps:?}");
    for figures in FIGURES {
        let found = db.read_now(|conn| figures.verify(conn)).unwrap();
        assert!(found.kept > 0 && found.different == 0, "{}: {found:?}", figures.name);
    }
    let keys = keys();
    assert!(db.read_now(|conn| verify_chain(conn, &keys)).unwrap().is_ok(), "the trail is whole");
    let board = w.sign_in("bantuyengiao.mau").await;
    let waits = async |who: &Client, path: &str| {
        let page = who.get(path).await.expect(200);
        assert!(!page["items"].as_array().unwrap().is_empty(), "{path}: {page}");
    };
    for path in
        ["/households", "/visits", "/campaigns", "/events", "/enrolments", "/hand-overs", "/walk-lists", "/targets"]
    {
        waits(&board, path).await;
    }
    waits(&w.sign_in("tinhnguyen.mau").await, "/walk-lists").await;
    waits(&w.sign_in("canboxa.mau").await, "/follow-ups").await;
    waits(&w.sign_in("quanlythu.mau").await, "/renewals").await;
    waits(&w.sign_in("nhanvienthu.mau").await, "/enrolments").await;
}

#[actix_web::test]
async fn everything_says_that_it_is_made_up() {
    let w = World::sample().await;
    let read = |of: &str| -> Vec<String> {
        let own = scoped_names(of);
        w.api.db.read_now(own).unwrap()
    };
    for what in ["areas", "organisations", "campaigns", "events", "media"] {
        let names = read(what);
        assert!(!names.is_empty() && names.iter().all(|name| name.contains(LABEL)), "{what}: {names:?}");
    }
    let people: Vec<String> =
        w.api.db.read_now(|conn| Ok(persons::table.select(persons::full_name).load(conn)?)).unwrap();
    assert!(people.iter().all(|name| name.starts_with("Mẫu ")));
}

fn scoped_names(of: &str) -> fn(&mut Conn) -> tungnha::base::Result<Vec<String>> {
    match of {
        "areas" => |conn| Ok(areas::table.filter(areas::code.like("MAU%")).select(areas::full_name).load(conn)?),
        "organisations" => |conn| {
            let own = areas::table.filter(areas::code.like("MAU%")).select(areas::id);
            Ok(organisations::table
                .filter(organisations::area_id.eq_any(own))
                .select(organisations::name)
                .load(conn)?)
        },
        "campaigns" => |conn| {
            let own = areas::table.filter(areas::code.like("MAU%")).select(areas::id);
            Ok(campaigns::table.filter(campaigns::area_id.eq_any(own)).select(campaigns::name).load(conn)?)
        },
        "events" => |conn| {
            let own = areas::table.filter(areas::code.like("MAU%")).select(areas::id);
            Ok(events::table.filter(events::area_id.eq_any(own)).select(events::title).load(conn)?)
        },
        _ => |conn| {
            let own = areas::table.filter(areas::code.like("MAU%")).select(areas::id);
            Ok(media_outputs::table
                .filter(media_outputs::area_id.eq_any(own))
                .select(media_outputs::title)
                .load(conn)?)
        },
    }
}

#[actix_web::test]
async fn the_comparison_by_lot_finds_what_was_put_there() {
    let w = World::sample().await;
    let board = w.sign_in("bantuyengiao.mau").await;
    let all = board.get("/evaluations").await.expect(200);
    let mut found = BTreeMap::new();
    for item in all["items"].as_array().unwrap() {
        assert!(item["title"].as_str().unwrap().contains(LABEL) && item["registered_late"] == false, "{item}");
        let looks = board.get(&format!("/evaluations/{}/looks", item["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(looks["items"].as_array().unwrap().len(), 1, "looked at once");
        found.insert(item["design"].as_str().unwrap().to_owned(), looks["items"][0]["result"].clone());
    }
    let lot = &found["lottery"];
    let (low, high) = (lot["estimate"]["low"].as_f64().unwrap(), lot["estimate"]["high"].as_f64().unwrap());
    assert!(low > 0.0 && low < TRUTH && TRUTH < high, "{lot}");
    assert_eq!((&lot["grade"], &lot["concluded"]), (&json!("a"), &json!(true)), "{lot}");
    let nothing = &found["staggered"];
    assert_eq!(nothing["concluded"], json!(false), "{nothing}");
    assert!(nothing["headline"]["vi"].as_str().unwrap().contains("Chưa kết luận được"), "{nothing}");
}

/// An answer without what differs from database to database.
fn plain(value: Value) -> Value {
    let differs =
        |key: &str| key == "id" || key == "key" || key.ends_with("_id") || key.ends_with("_at") || key == "next_cursor";
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(key, _)| !differs(key)).map(|(k, v)| (k, plain(v))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        other => other,
    }
}

#[actix_web::test]
async fn no_figure_of_a_real_place_moves() {
    let (with, without) = (World::sample().await, World::demonstration().await);
    let mut answers: Vec<Vec<Value>> = Vec::new();
    for w in [&with, &without] {
        let c = w.sign_in("bantuyengiao").await;
        let (country, ca_mau) = (w.here("VN"), w.here("96"));
        let mut own = Vec::new();
        for path in [
            format!("/activity-summary?area_id={country}&from=2018-01-01&to=2026-12-31&group_by=month"),
            format!("/activity-summary?area_id={country}&from=2018-01-01&to=2026-12-31&group_by=event_type"),
            format!("/activity-summary?area_id={ca_mau}&from=2019-01-01&to=2019-12-31&group_by=event_type"),
            format!("/coverage?area_id={country}&scheme=bhyt&as_of=2026-11-25"),
            format!("/coverage?area_id={ca_mau}&scheme=bhxh_tn&as_of=2019-12-31"),
            format!("/enrolment-funnel?area_id={country}&from=2026-01-01&to=2026-11-25"),
            "/events?limit=200".to_owned(),
            "/targets?limit=200".to_owned(),
            "/campaigns?limit=200".to_owned(),
            "/households".to_owned(),
            "/evaluations".to_owned(),
        ] {
            own.push(plain(c.get(&path).await.expect(200)));
        }
        answers.push(own);
    }
    for (a, b) in answers[0].iter().zip(&answers[1]) {
        assert_eq!(a, b);
    }
    // A province with nothing above it is not the country.
    let (top, today) = (with.here("MAU"), with.clock.today());
    let whole = |area| with.api.db.read_now(|conn| scoped::reaches_country(conn, &Scope::at(area, today))).unwrap();
    assert!(whole(with.here("VN")) && !whole(top));
}

/// What follows from the seed: visits, sign-ups, receipts, figures.
fn made(db: &TestDb) -> BTreeMap<&'static str, Vec<String>> {
    let db = db.open(&Clock::System);
    db.read_now(|conn| {
        let text =
            |rows: Vec<(String, String, String)>| rows.into_iter().map(|(a, b, c)| format!("{a} {b} {c}")).collect();
        let visits: Vec<(String, String, i64)> = visits::table
            .order(visits::id)
            .select((visits::id, visits::outcome, diesel::dsl::sql::<diesel::sql_types::BigInt>("rev")))
            .load(conn)?;
        let sign_ups: Vec<(String, String, String)> = enrolments::table
            .order(enrolments::id)
            .select((enrolments::id, enrolments::step, enrolments::kind))
            .load(conn)?;
        let receipts: Vec<(String, i64)> = enrolment_receipts::table
            .order(enrolment_receipts::number)
            .select((enrolment_receipts::number, enrolment_receipts::amount_vnd))
            .load(conn)?;
        let figures: Vec<(String, String, Option<i64>)> = coverage_snapshots::table
            .inner_join(areas::table)
            .filter(areas::code.like("MAU%"))
            .order((areas::code, coverage_snapshots::scheme, coverage_snapshots::as_of))
            .select((areas::code, coverage_snapshots::scheme, coverage_snapshots::participants))
            .load(conn)?;
        Ok(BTreeMap::from([
            ("visits", visits.into_iter().map(|(a, b, c)| format!("{a} {b} {c}")).collect()),
            ("sign-ups", text(sign_ups)),
            ("receipts", receipts.into_iter().map(|(a, b)| format!("{a} {b}")).collect()),
            ("figures", figures.into_iter().map(|(a, b, c)| format!("{a} {b} {c:?}")).collect()),
        ]))
    })
    .expect("what was made")
}

#[test]
fn broken_off_it_goes_on_and_comes_out_the_same() {
    let whole = TestDb::sample();
    let (db, folder) = (TestDb::empty(), keys_folder());
    let keys = folder.join("keys");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["demo", "--prepare-only", "--sample", "small"])
        .env("DATABASE_URL", &db.url)
        .env("TUNGNHA_KEYS", &keys)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let said = BufReader::new(child.stderr.take().expect("what it says"));
    let reached = said.lines().map_while(Result::ok).any(|line| line.contains(MIDDLE));
    child.kill().expect("it can be killed");
    child.wait().expect("it ended");
    assert!(reached, "it was killed in the middle");
    let part = made(&db);
    // Another size is asked for; the one that was begun goes on.
    program(&db.url, &keys, &["demo", "--prepare-only", "--json", "--sample", "full"]);
    let (one, other) = (made(&whole), made(&db));
    assert!(part["visits"].len() < other["visits"].len() && !part["visits"].is_empty());
    assert!(first_day(&whole) != first_day(&db) || one == other, "the same seed, the same sample");
    program(&db.url, &keys, &["demo", "--prepare-only", "--json"]);
    assert_eq!(made(&db), other, "a second run makes nothing twice");
    program(&db.url, &keys, &["figures", "verify"]);
    program(&db.url, &keys, &["audit", "verify"]);
    program(&db.url, &keys, &["doctor"]);
}

/// A sample that is begun on another day has other days.
fn first_day(db: &TestDb) -> Vec<(CampaignId, tungnha::base::Day)> {
    let db = db.open(&Clock::System);
    let all = db.read_now(|conn| {
        let own = campaigns::table.filter(campaigns::code.eq("MAU-SMALL"));
        Ok(own.select((campaigns::id, campaigns::starts_on)).load(conn)?)
    });
    all.expect("a campaign")
}
