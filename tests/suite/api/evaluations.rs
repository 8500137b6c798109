//! Evaluations over HTTP: registered, drawn, looked at, never changed.
use std::collections::BTreeMap;

use serde_json::{Value, json};
use tungnha::{
    base::id::AreaId,
    features::{
        areas::{self, Level},
        evaluations::drawing::{Ticket, draw},
    },
    methods::{
        power,
        staggered::{Asked, Base, Control, Observed, staggered},
        strata::{Placed, reached_within, within},
        trial::{Subject, trial},
        wording::causal,
    },
};

use super::visits::id;
use crate::support::{Client, World, inside::Inside, phone::new_id, register};

/// Cà Mau with its board, a campaign, its communes.
pub struct Board {
    pub w: World,
    pub hoa: Client,
    pub area: AreaId,
    pub campaign: String,
    pub communes: Vec<AreaId>,
}

impl Board {
    pub async fn new() -> Self {
        let w = World::new().await;
        let (area, hoa) = (w.here("96"), w.sign_in("hoa").await);
        let owner = w.organisation("Ban Tuyên giáo mẫu", "party_board", area).await;
        let campaign = json!({ "code": "DOT-1", "name": "Đợt mẫu", "area_id": area, "owner_id": owner, "schemes": ["bhyt"],
            "starts_on": "2026-12-01" });
        let campaign = id(&hoa.post("/campaigns", campaign).await.expect(201)).to_owned();
        let today = w.clock.today();
        let communes =
            w.api.db.read_now(|conn| areas::descendants_of(conn, area, Level::Commune, today)).expect("areas");
        Self { w, hoa, area, campaign, communes: communes.into_iter().map(|area| area.id).collect() }
    }
    fn body(&self, design: &str, more: Value) -> Value {
        let mut body = json!({ "campaign_id": self.campaign, "area_id": self.area, "title": "So sánh mẫu", "design": design,
            "scheme": "bhyt", "starts_on": "2026-12-01", "ends_on": "2027-02-28" });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    pub async fn registered(&self, design: &str, more: Value) -> Value {
        self.hoa.post("/evaluations", self.body(design, more)).await.expect(201)
    }
    /// What the lists say: so many of 10 000 in these areas at the end of these months.
    pub fn figures(&self, rows: &[(AreaId, &str, i64)]) {
        let mut sql = String::new();
        for (area, day, participants) in rows {
            let of = new_id();
            sql += &format!(
                "INSERT INTO denominators VALUES ('{of}', '{area}', 'population', '{day}', 10000, 'exact', 'BHXH mẫu', '2026-11-25 00:00:00');
                 INSERT INTO coverage_snapshots VALUES ('{}', '{area}', 'bhyt', '{day}', {participants}, 'exact', '{of}', 'population', NULL, 'exact', 'BHXH mẫu', NULL, '2026-11-25 00:00:00');\n",
                new_id()
            );
        }
        Inside::of(&self.w).run(&sql);
    }
    /// The window is over: the board signs in again on 5/3/2027.
    pub async fn later(&mut self) {
        self.w.clock.advance_seconds(100 * 86_400);
        self.hoa = self.w.sign_in("hoa").await;
    }
    pub async fn look(&self, evaluation: &Value) -> Value {
        self.hoa.post(&format!("/evaluations/{}/looks", id(evaluation)), json!({})).await.expect(201)
    }
    async fn shown(&self, evaluation: &Value) -> Value {
        self.hoa.get(&format!("/evaluations/{}", id(evaluation))).await.expect(200)
    }
    fn month_ends() -> Vec<String> {
        (0..15)
            .map(|n| {
                let (year, month) = (2025 + (11 + n) / 12, (11 + n) % 12 + 1);
                format!("{year}-{month:02}-28")
            })
            .collect()
    }
}

fn area_of(unit: &Value) -> AreaId {
    unit["area_id"].as_str().expect("an area").parse().expect("an id")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

#[track_caller]
fn near(got: &Value, wanted: f64) {
    assert!((number(got) - wanted).abs() < 1e-9, "{got} is not {wanted}");
}

fn check<'v>(look: &'v Value, code: &str) -> &'v Value {
    look["result"]["checks"].as_array().expect("checks").iter().find(|one| one["code"] == code).expect("the check")
}

/// Nothing in an answer claims a cause.
#[track_caller]
fn claims_nothing(answer: &Value) {
    assert_eq!(causal(&answer.to_string()), None, "{answer:#}");
}

#[actix_web::test]
async fn areas_are_drawn_looked_at_and_never_changed() {
    let mut board = Board::new().await;
    let areas: Vec<AreaId> = board.communes.iter().take(13).copied().collect();
    let stratum = |n: usize| if n < 8 { "ven biển" } else { "đô thị" };
    // All alike before: which areas the lot falls on makes no difference then.
    let before = [8_300_i64; 13];
    let rows: Vec<_> = areas.iter().zip(&before).map(|(area, part)| (*area, "2026-11-20", *part)).collect();
    board.figures(&rows);
    let units: Vec<Value> =
        areas.iter().enumerate().map(|(n, area)| json!({ "area_id": area, "stratum": stratum(n) })).collect();
    let more = json!({ "units": units, "cost_vnd": 50_000_000, "expected_percent": 80 });
    let plan = board.hoa.post("/evaluations/preview", board.body("lottery", more.clone())).await.expect(200);
    let made = board.registered("lottery", more).await;
    assert_eq!((&made["registered_late"], &made["plan"]["best_grade"]), (&json!(false), &json!("a")), "{made:#}");
    assert_eq!((&plan["best_grade"], &plan["balance"]), (&json!("a"), &json!([])), "nothing is drawn");
    let design = power::Design { share: 0.8, people: 10_000.0, alike: 0.02, clusters: 6.0 };
    let seen = 100.0 * design.smallest_effect_few_clusters().expect("a design");
    near(&made["plan"]["smallest_seen_points"], seen);
    near(&plan["smallest_seen_points"], seen);

    // Anybody can draw again.
    let tickets: Vec<Ticket> =
        areas.iter().enumerate().map(|(n, area)| Ticket { area_id: *area, stratum: stratum(n).to_owned() }).collect();
    let again = draw(made["seed"].as_str().expect("a seed"), &tickets, 2);
    let drawn = made["units"].as_array().expect("units");
    assert_eq!(drawn.len(), 13);
    for (unit, again) in drawn.iter().zip(&again) {
        assert_eq!((area_of(unit), &unit["assigned"]), (again.area_id, &json!(again.assigned)));
        assert_eq!(unit["drawn_in"], again.drawn_in.as_str());
    }
    assert_eq!(again.iter().filter(|one| one.assigned).count(), 6);

    // Nobody looks early, and no method changes what was registered.
    let path = format!("/evaluations/{}", id(&made));
    board.hoa.post(&format!("{path}/looks"), json!({})).await.expect_problem(409, "evaluation-too-early");
    for (method, path) in [("PATCH", &path), ("PUT", &path), ("DELETE", &path), ("POST", &path)] {
        let body = ("application/json", json!({ "ends_on": "2027-01-31", "units": [] }).to_string().into_bytes());
        let answer = board.hoa.with_header("if-match", "\"1\"").send(method, path, Some(body)).await;
        answer.expect_problem(405, "method-not-allowed");
    }
    let same = json!({ "id": id(&made), "units": [{ "area_id": areas[0] }, { "area_id": areas[1] }, { "area_id": areas[2] }, { "area_id": areas[3] }] });
    board.hoa.post("/evaluations", board.body("lottery", same)).await.expect_problem(409, "already-exists");
    let campaign = format!("/campaigns/{}", board.campaign);
    board.hoa.patch(&campaign, "\"1\"", json!({ "starts_on": "2027-02-01", "schemes": ["bhxh_tn"] })).await.expect(200);
    assert_eq!(board.shown(&made).await, made);

    board.later().await;
    let after = |n: usize, assigned: bool| {
        before[n] + 50 + if assigned { 200 } else { 0 } + i64::try_from(n * n % 7).expect("small") * 9
    };
    let side: BTreeMap<AreaId, bool> = again.iter().map(|one| (one.area_id, one.assigned)).collect();
    let rows: Vec<_> = areas.iter().enumerate().map(|(n, area)| (*area, "2027-02-27", after(n, side[area]))).collect();
    board.figures(&rows);
    // Half of the households of the assigned were met, one of four elsewhere.
    let mut met = BTreeMap::new();
    for area in &areas {
        let wanted = if side[area] { 2 } else { usize::from(*area == areas[0] || *area == areas[1]) };
        for n in 0..4 {
            let home = register::household(&board.w.api.db, *area, "Hộ Mẫu");
            if n < wanted {
                let visit =
                    json!({ "household_id": home, "occurred_at": "2027-01-10T08:30:00+07:00", "outcome": "informed" });
                board.hoa.post("/visits", visit).await.expect(201);
            }
        }
        met.insert(*area, f64::from(u32::try_from(wanted).expect("few")) / 4.0);
    }
    let look = board.look(&made).await;
    // Drawn within strata: each is compared by itself.
    let strata: Vec<&Value> = drawn.iter().map(|unit| &unit["drawn_in"]).collect();
    let places: Vec<Placed> = drawn
        .iter()
        .map(|unit| {
            let n = areas.iter().position(|area| *area == area_of(unit)).expect("one of them");
            let assigned = unit["assigned"] == true;
            let points = |part: i64| 100.0 * f64::from(u32::try_from(part).expect("people")) / 10_000.0;
            let stratum = strata.iter().position(|one| **one == unit["drawn_in"]).expect("one of them");
            Placed { outcome: points(after(n, assigned)) - points(before[n]), assigned, stratum }
        })
        .collect();
    let wanted = within(&places).expect("two sides");
    let result = &look["result"];
    for (field, wanted) in [
        ("value", wanted.value),
        ("se", wanted.se),
        ("low", wanted.low),
        ("high", wanted.high),
        ("df", wanted.df.expect("few")),
    ] {
        near(&result["estimate"][field], wanted);
        near(&result["estimate_few_units"][field], wanted);
    }
    assert_eq!(
        (&result["grade"], &look["n"], &look["count_vi"]),
        (&json!("a"), &json!(1), &json!("Lần xem thứ 1")),
        "{look:#}"
    );
    assert_eq!(result["over_the_lot"]["exact"], true);
    assert!(result["headline"]["vi"].as_str().is_some_and(|said| said.starts_with("Tác động: +")), "{look:#}");
    let shares: Vec<f64> = drawn.iter().map(|unit| met[&area_of(unit)]).collect();
    let on_met = reached_within(&places, &shares).expect("shares");
    near(&result["met"]["assigned_percent"], 50.0);
    near(&result["met"]["on_those_met"]["value"], on_met.expect("more were met").value);
    near(&result["costs"]["per_additional_enrolment_vnd"], 50_000_000.0 / (wanted.value / 100.0 * 60_000.0));
    assert_eq!(
        (&result["costs"]["per_enrolment_vnd"], &check(&look, "registered")["passed"]),
        (&Value::Null, &json!(true))
    );

    // Later lists change what a second look sees, and nothing of the first: both sides scatter alike.
    let mut turns = [0_i64; 2];
    let rows: Vec<_> = again
        .iter()
        .map(|one| {
            let turn = &mut turns[usize::from(one.assigned)];
            *turn += 1;
            (one.area_id, "2027-02-28", 8_360 + 10 * (*turn % 2))
        })
        .collect();
    board.figures(&rows);
    let second = board.look(&made).await;
    assert_eq!((&second["n"], &second["count_vi"]), (&json!(2), &json!("Lần xem thứ 2")));
    assert!(number(&second["result"]["estimate"]["value"]).abs() < 0.05, "{second:#}");
    assert!(second["result"]["headline"]["vi"].as_str().is_some_and(|said| said.starts_with("Chưa kết luận được")));
    assert_eq!(second["result"]["concluded"], false);
    let looks = board.hoa.get(&format!("{path}/looks")).await.expect(200);
    assert_eq!(looks["items"], json!([second, look]));
    let shown = board.shown(&made).await;
    assert_eq!((&shown["latest_look"]["n"], &shown["units"]), (&json!(2), &made["units"]));

    let withdrawn = board.hoa.post(&format!("{path}/withdraw"), json!({ "why": "Đợt đã hoãn" })).await.expect(200);
    assert_eq!((&withdrawn["withdrawn_why"], &withdrawn["units"]), (&json!("Đợt đã hoãn"), &made["units"]));
    board
        .hoa
        .post(&format!("{path}/withdraw"), json!({ "why": "Lại" }))
        .await
        .expect_problem(409, "evaluation-withdrawn");
    board.hoa.post(&format!("{path}/looks"), json!({})).await.expect_problem(409, "evaluation-withdrawn");
    assert_eq!(board.hoa.get(&format!("{path}/looks")).await.expect(200), looks, "what was seen stays");
}

#[actix_web::test]
async fn who_registers_late_or_asks_wrongly_is_told_so() {
    let mut board = Board::new().await;
    let units: Vec<Value> = board.communes.iter().take(8).map(|area| json!({ "area_id": area })).collect();
    let more = json!({ "units": units, "starts_on": "2026-11-25" });
    let late = board.registered("lottery", more).await;
    assert_eq!((&late["registered_late"], &late["plan"]["best_grade"]), (&json!(true), &json!("c")));
    assert_eq!(late["plan"]["best_grade_reasons"][0]["code"], "not_registered");
    assert_eq!((&late["plan"]["why_not"], &late["plan"]["units_without_baseline"]), (&json!("no-baseline"), &json!(8)));
    claims_nothing(&late);
    let area = board.communes[0];
    let hamlet = json!({ "parent_id": area, "kind": "khom", "name": "Khóm mẫu", "valid_from": "2025-07-01" });
    let hamlet = board.hoa.post("/areas", hamlet).await.expect(201)["id"].clone();
    let outside = board.w.here("66");
    for (design, more, status, pointer) in [
        ("lottery", json!({}), 422, "/units"),
        ("lottery", json!({ "units": [{ "area_id": area }, { "area_id": area }] }), 422, "/units/1/area_id"),
        ("lottery", json!({ "units": [{ "area_id": area }, { "area_id": board.communes[1] }] }), 422, "/units"),
        ("lottery", json!({ "units": [{ "area_id": area, "assigned": true }] }), 422, "/units/0/assigned"),
        ("lottery", json!({ "units": [{ "area_id": area, "stratum": "*" }] }), 422, "/units/0/stratum"),
        ("matched", json!({ "units": [{ "area_id": area }] }), 422, "/units/0/assigned"),
        ("matched", json!({ "units": [{ "area_id": area, "assigned": true }] }), 422, "/units"),
        (
            "matched",
            json!({ "units": [{ "area_id": outside, "assigned": true }, { "area_id": area, "assigned": false }] }),
            404,
            "/units/0/area_id",
        ),
        (
            "matched",
            json!({ "units": [{ "area_id": area, "assigned": true }, { "area_id": hamlet, "assigned": false }] }),
            422,
            "/units/1/area_id",
        ),
        ("staggered", json!({ "units": [{ "area_id": area, "first_month": "2026-11" }] }), 422, "/units/0/first_month"),
        ("series", json!({ "units": [{ "area_id": area }] }), 422, "/units"),
        ("series", json!({ "ends_on": "2026-12-01" }), 422, "/ends_on"),
        ("series", json!({ "ends_on": "2031-12-02" }), 422, "/ends_on"),
        ("series", json!({ "from_month": "2026-12" }), 422, "/from_month"),
        ("lottery_of_households", json!({}), 422, "/walk_list_id"),
        ("lottery_of_households", json!({ "walk_list_id": new_id(), "first_doors": 2 }), 404, "/walk_list_id"),
        ("before_after", json!({ "one_in": 3 }), 422, "/one_in"),
        ("before_after", json!({ "area_id": outside }), 404, "/area_id"),
        ("before_after", json!({ "campaign_id": new_id() }), 404, "/campaign_id"),
    ] {
        for path in ["/evaluations", "/evaluations/preview"] {
            let said = board.hoa.post(path, board.body(design, more.clone())).await.expect(status);
            assert_eq!(said["errors"][0]["pointer"], pointer, "{design} {more}: {said:#}");
        }
    }
    // Without a figure nothing is said, and that in words that claim nothing.
    board.later().await;
    let look = board.look(&late).await;
    assert_eq!((&look["result"]["grade"], &look["result"]["estimate"]), (&json!("d"), &Value::Null), "{look:#}");
    assert!(look["result"]["headline"]["vi"].as_str().is_some_and(|said| said.starts_with("Chưa kết luận được")));
    claims_nothing(&look);
    claims_nothing(&board.hoa.get("/evaluations").await.expect(200));
    // The analyst reads, and registers nothing.
    let phuc = board.w.sign_in("phuc").await;
    assert_eq!(phuc.get(&format!("/evaluations/{}", id(&late))).await.expect(200), board.shown(&late).await);
    phuc.post(&format!("/evaluations/{}/looks", id(&late)), json!({})).await.expect_problem(403, "not-allowed");
}

#[actix_web::test]
async fn households_in_the_order_of_a_lot() {
    let mut board = Board::new().await;
    let ward = board.w.here("31825");
    let mut people = BTreeMap::new();
    for _ in 0..24 {
        let home = register::household(&board.w.api.db, ward, "Hộ Mẫu");
        people.insert(home.to_string(), register::person(&board.w.api.db, home, "Nguyễn Thị Mẫu"));
    }
    let list = |by: Value| json!({ "area_id": ward, "name": "Đợt đến nhà", "criteria": { "never_met": true }, "order": by, "starts_on": "2026-12-01" });
    let by_house = board.hoa.post("/walk-lists", list(json!({ "by": "house" }))).await.expect(201);
    let drawn = board.hoa.post("/walk-lists", list(json!({ "by": "random" }))).await.expect(201);
    let of = |list: &Value, first: i32| json!({ "area_id": ward, "walk_list_id": id(list), "first_doors": first });
    for (list, first) in [(&by_house, 12), (&drawn, 23)] {
        let body = board.body("lottery_of_households", of(list, first));
        board.hoa.post("/evaluations", body).await.expect_problem(422, "evaluation-not-drawn");
    }
    let made = board.registered("lottery_of_households", of(&drawn, 12)).await;
    assert_eq!((&made["outcome"], &made["seed"]), (&json!("covers"), &drawn["order"]["seed"]));
    assert_eq!((&made["plan"]["assigned_units"], &made["plan"]["other_units"]), (&json!(12), &json!(12)));
    assert_eq!(made["plan"]["best_grade"], "a");
    board.later().await;
    let entries = board.hoa.get(&format!("/walk-lists/{}/entries?limit=200", id(&drawn))).await.expect(200);
    let doors: Vec<String> = entries["items"]
        .as_array()
        .expect("doors")
        .iter()
        .map(|door| door["household_id"].as_str().expect("a household").to_owned())
        .collect();
    assert_eq!(doors.len(), 24);
    let mut subjects = Vec::new();
    for (n, door) in doors.iter().enumerate() {
        let (assigned, is_met) = (n < 12, n % 2 == 0 && n < 12);
        let is_covered = if assigned { n % 4 != 0 } else { n % 4 == 0 };
        if is_met {
            let visit =
                json!({ "household_id": door, "occurred_at": "2026-12-10T08:30:00+07:00", "outcome": "informed" });
            board.hoa.post("/visits", visit).await.expect(201);
        }
        let state = if is_covered { "covered" } else { "none" };
        let cover = json!({ "scheme": "bhyt_hgd", "state": state, "known_on": "2027-03-01", "source": "official",
            "valid_to": is_covered.then_some("2027-12-31") });
        board.hoa.post(&format!("/persons/{}/covers", people[door]), cover).await.expect(201);
        subjects.push(Subject {
            outcome: if is_covered { 100.0 } else { 0.0 },
            assigned,
            contacted: is_met,
            cluster: Some(n),
        });
    }
    // What somebody only said is no outcome.
    let said = json!({ "scheme": "bhyt_hgd", "state": "covered", "known_on": "2027-03-02", "source": "said" });
    board.hoa.post(&format!("/persons/{}/covers", people[&doors[0]]), said).await.expect(201);
    let look = board.look(&made).await;
    let wanted = trial(&subjects).expect("two sides");
    let result = &look["result"];
    near(&result["estimate"]["value"], wanted.effect.value);
    near(&result["estimate"]["se"], wanted.effect.se);
    near(&result["met"]["assigned_percent"], 50.0);
    near(&result["met"]["others_percent"], 0.0);
    near(&result["met"]["on_those_met"]["se"], wanted.effect_on_contacted_few_clusters.expect("met").se);
    assert_eq!((&result["grade"], &result["people"]), (&json!("a"), &json!(12.0)), "{look:#}");
    for door in &doors {
        assert!(!look.to_string().contains(door.as_str()), "no household is named");
    }
}

#[actix_web::test]
async fn communes_that_begin_in_different_months() {
    let mut board = Board::new().await;
    let areas: Vec<AreaId> = board.communes.iter().take(22).copied().collect();
    let first = |n: usize| [None, Some("2026-12"), None, Some("2027-01")][n % 4];
    let units: Vec<Value> =
        areas.iter().enumerate().map(|(n, area)| json!({ "area_id": area, "first_month": first(n) })).collect();
    let made = board.registered("staggered", json!({ "units": units, "from_month": "2026-08" })).await;
    assert_eq!((&made["plan"]["best_grade"], &made["plan"]["assigned_units"]), (&json!("b"), &json!(11)));
    board.later().await;
    let months: Vec<(String, i64)> = Board::month_ends().into_iter().skip(8).zip(2026 * 12 + 7..).collect();
    let (mut rows, mut observed) = (Vec::new(), Vec::new());
    for (n, area) in areas.iter().enumerate() {
        let began = first(n).map(|month| if month == "2026-12" { 2026 * 12 + 11 } else { 2027 * 12 });
        for (day, month) in &months {
            let noise = i64::try_from((n * 31 + usize::try_from(*month).expect("a month") * 17) % 23).expect("small");
            let part = 7_000
                + 40 * i64::try_from(n).expect("small")
                + noise
                + if began.is_some_and(|began| began <= *month) { 150 } else { 0 };
            rows.push((*area, day.as_str(), part));
            observed.push(Observed {
                unit: area.to_string(),
                period: *month,
                first_treated: began,
                outcome: 100.0 * f64::from(u32::try_from(part).expect("people")) / 10_000.0,
                cluster: None,
            });
        }
    }
    board.figures(&rows);
    let look = board.look(&made).await;
    let asked = Asked { control: Control::NotYet, base: Base::Varying, draws: 999, seed: 1 };
    let wanted = staggered(&observed, asked).expect("a comparison");
    near(&look["result"]["estimate"]["value"], wanted.simple.value);
    near(&look["result"]["estimate"]["se"], wanted.simple.se);
    assert_eq!(check(&look, "pre_trend")["value"], json!(wanted.parallel_before));
    // The regional minimum wage and the like do not matter to health insurance; what does is named.
    let laws = look["result"]["laws"].as_array().expect("laws");
    assert_eq!(look["result"]["grade"], if laws.is_empty() { "b" } else { "c" }, "{look:#}");
}

#[actix_web::test]
async fn what_only_describes_claims_nothing() {
    let mut board = Board::new().await;
    let units: Vec<Value> = board
        .communes
        .iter()
        .take(16)
        .enumerate()
        .map(|(n, area)| json!({ "area_id": area, "assigned": n % 4 == 0 }))
        .collect();
    let matched = board.registered("matched", json!({ "units": units, "cost_vnd": 9_000_000 })).await;
    let short = board.registered("series", json!({})).await;
    let before_after = board.registered("before_after", json!({ "cost_vnd": 9_000_000 })).await;
    let long = json!({ "starts_on": "2025-12-01", "ends_on": "2027-02-28", "from_month": "2024-06" });
    let series = board.registered("series", long).await;
    assert_eq!((&matched["plan"]["best_grade"], &before_after["plan"]["best_grade"]), (&json!("c"), &json!("d")));
    assert_eq!((&short["plan"]["best_grade"], &series["plan"]["best_grade"]), (&json!("d"), &json!("c")));
    board.later().await;
    let mut rows = Vec::new();
    let months = Board::month_ends();
    for (n, area) in board.communes.iter().take(16).enumerate() {
        let part = 7_000 + 100 * i64::try_from(n / 2).expect("small");
        for (at, day) in months.iter().enumerate().filter(|(at, _)| [0, 11, 14].contains(at)) {
            let more = i64::try_from(at * 10 + (n * 7 + at) % 5).expect("small");
            rows.push((*area, day.as_str(), part + more + if n % 4 == 0 && at == 14 { 120 } else { 0 }));
        }
    }
    let days: Vec<String> = (0..33).map(|n| format!("{}-{:02}-27", 2024 + (5 + n) / 12, (5 + n) % 12 + 1)).collect();
    for (n, day) in days.iter().enumerate() {
        let n = i64::try_from(n).expect("small");
        rows.push((board.area, day.as_str(), 8_000 + 3 * n + n * n % 13 + if n >= 18 { 90 } else { 0 }));
    }
    board.figures(&rows);
    for (evaluation, wanted) in
        [(&matched, ["c", "d"]), (&short, ["d", "d"]), (&series, ["c", "d"]), (&before_after, ["d", "d"])]
    {
        let look = board.look(evaluation).await;
        let grade = look["result"]["grade"].as_str().expect("a grade").to_owned();
        assert!(wanted.contains(&grade.as_str()), "{look:#}");
        claims_nothing(&look);
        claims_nothing(&board.shown(evaluation).await);
        assert_eq!(look["result"]["estimate"].is_null(), id(evaluation) == id(&short), "{look:#}");
        let costs = &look["result"]["costs"];
        if !costs.is_null() {
            assert_eq!((&costs["enrolments"], &costs["per_additional_enrolment_vnd"]), (&json!(0), &Value::Null));
        }
    }
    claims_nothing(&board.hoa.get("/evaluations?limit=200").await.expect(200));
}
