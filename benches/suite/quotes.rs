//! Quotes: how many households a second one core prices, and how long `POST /quotes` takes when 64 ask at once, in a country
//! where provinces have rules of their own.
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tungnha::{
    base::{Day, Moment, id::AreaId},
    features::{
        areas::{Lineage, Origin},
        quotes::{compute, compute::Books, question::Question},
        rates::{LawBook, seed},
        support_rules::RuleBook,
    },
};

use crate::{
    client::{self, Ask},
    data::{self, Country, Random},
    field::per_second,
    process::{self, Line, Server},
    report::{percentile, sorted},
};

/// Households a second on one core.
pub const BUDGET_A_SECOND: f64 = 20_000.0;
/// Milliseconds of one answer in a hundred.
pub const BUDGET: f64 = 10.0;
const CONNECTIONS: usize = 64;
/// Some ten seconds, the first of a server that knows no place yet.
const REQUESTS: usize = 100_000;
const IN_PROCESS: usize = 100_000;
const RULES: usize = 60;
const GROUPS: &[&str] = &["near_poor", "student", "agriculture_average", "ethnic_minority", "poor", "disabled"];

/// What was measured.
pub struct Quoted {
    in_process: (usize, Duration),
    asked: BTreeMap<String, Vec<Duration>>,
}

/// A household of one to five, some of them in groups.
fn household(random: &mut Random, area: AreaId) -> Value {
    let members: Vec<Value> = (0..=random.below(5))
        .map(|n| {
            let groups: Vec<&str> = (0..random.below(3)).map(|_| random.of(GROUPS)).collect();
            let months = random.of(&[3, 6, 12]);
            json!({ "key": n.to_string(), "months": months, "groups": groups, "previous_cover_ended_on": "2026-11-30" })
        })
        .collect();
    json!({ "scheme": "bhyt_hgd", "on": "2026-11-25", "area_id": area, "members": members })
}

fn voluntary(random: &mut Random, area: AreaId) -> Value {
    let income = 1_500_000 + i64::try_from(random.below(100)).expect("a number") * 50_000;
    let method = random.of(&["month", "quarter", "half_year", "year"]);
    json!({ "scheme": "bhxh_tn", "on": "2026-11-25", "area_id": area, "method": method, "income_vnd": income,
        "groups": [random.of(GROUPS)], "months_supported_before": random.below(130) })
}

/// Prices households with the shipped law, without database or network.
fn in_process() -> (usize, Duration) {
    let rows = seed::shipped(Moment::from_unix_micros(0), 1).expect("the seed");
    let books = Books { law: LawBook::of(rows.into_iter().map(Into::into)), rules: RuleBook::default() };
    let (area, mut random) = (AreaId::new(), Random::new());
    let own = Origin { within: [area].into_iter().collect(), made_of: Vec::new() };
    let lineage = Lineage::of(area, BTreeMap::from([(area, own)]));
    let questions: Vec<Question> =
        (0..1_000).map(|_| serde_json::from_value(household(&mut random, area)).expect("a question")).collect();
    let today = Day::of(2026, 11, 25).expect("a day");
    let (started, mut sum) = (Instant::now(), 0);
    for question in questions.iter().cycle().take(IN_PROCESS) {
        sum += compute::quote(&books, 1, &lineage, question, today).expect("a quote").payable_vnd;
    }
    assert!(sum > 0);
    (IN_PROCESS, started.elapsed())
}

/// Rules of provinces, one after the other.
fn record_rules(line: &mut Line, country: &Country) {
    let council = json!({ "name": "HĐND mẫu", "kind": "peoples_council", "area_id": country.whole }).to_string();
    let (status, made) = line.post("/api/v1/organisations", &council).expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&made));
    let made: Value = serde_json::from_slice(&made).expect("an organisation");
    for n in 0..RULES {
        let (province, scheme) = (country.provinces[n % country.provinces.len()], ["bhyt_hgd", "bhxh_tn"][n % 2]);
        let rule = json!({ "area_id": province, "issuer_id": made["id"], "number": format!("{n}/2026/NQ-HĐND"), "year": 2026,
            "scheme": scheme, "any_groups": [GROUPS[n % GROUPS.len()]], "basis": "pct_of_contribution",
            "value": 100_000, "effective_from": "2026-01-01" });
        let (status, said) = line.post("/api/v1/support-rules", &rule.to_string()).expect("an answer");
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&said));
    }
}

/// Prices in this process, then asks the server.
pub fn measure(server: &Server, country: &Country) -> Quoted {
    let in_process = in_process();
    let token = process::sign_in(server.address, data::USERNAME, data::PASSWORD);
    record_rules(&mut Line::open(server.address, &token).expect("a connection"), country);
    let mut random = Random::new();
    let asks: Vec<Ask> = (0..REQUESTS)
        .map(|n| {
            let area = random.of(&country.communes);
            let (shape, body) = match n % 2 {
                0 => ("household", household(&mut random, area)),
                _ => ("voluntary", voluntary(&mut random, area)),
            };
            Ask { shape: shape.into(), path: "/api/v1/quotes".into(), body: Some(body.to_string()) }
        })
        .collect();
    let mut asked: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    for (shape, time) in client::ask_all(server, &token, &asks, CONNECTIONS).answers {
        asked.entry(shape).or_default().push(time);
    }
    Quoted { in_process, asked }
}

/// As markdown.
pub fn print(all: &[(&'static str, Quoted)]) {
    println!(
        "\n| quotes | database | count | p50 ms | p99 ms (< {BUDGET}) or a second (> {BUDGET_A_SECOND}) |\n|---|---|---|---|---|"
    );
    for (database, quoted) in all {
        let (count, time) = quoted.in_process;
        let rate = per_second(count, time);
        let word = if rate > BUDGET_A_SECOND { "" } else { " **missed**" };
        println!("| households in process | {database} | {count} | – | {rate:.0}/s{word} |");
        for (shape, times) in &quoted.asked {
            let times = sorted(times.iter().copied());
            let (half, most) = (percentile(&times, 50), percentile(&times, 99));
            let word = if most < BUDGET { "" } else { " **missed**" };
            println!(
                "| `POST /quotes`, {shape}, {CONNECTIONS} at once | {database} | {} | {half:.1} | {most:.1}{word} |",
                times.len()
            );
        }
    }
}
