//! Bad bodies: each gets a 4xx as problem+json that says where, and changes nothing.
use serde_json::{Value, json};

use crate::support::{Answer, Client, World, dump::dump};

/// A place to send bodies to, and what the database held before.
struct Desk {
    w: World,
    hoa: Client,
    office: String,
    before: Vec<String>,
}

impl Desk {
    async fn new() -> Self {
        let w = World::new().await;
        let office = w.organisation("BHXH tỉnh Cà Mau", "social_security", w.here("96")).await;
        let hoa = w.sign_in("hoa").await;
        let before = dump(&w.db);
        Self { w, hoa, office, before }
    }
    /// A good event with `changes` on top.
    fn event(&self, changes: &Value) -> Value {
        let mut body = json!({
            "event_type": "conference", "title": "Hội nghị", "starts_on": "2026-11-20", "area_id": self.w.here("31825"),
            "organiser_id": self.office, "schemes": ["bhxh_tn"], "status": "held",
        });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    async fn raw(&self, path: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        self.hoa.send("POST", path, Some((content_type, bytes.into()))).await
    }
    async fn json(&self, bytes: impl Into<Vec<u8>>) -> Answer {
        self.raw("/events", "application/json", bytes).await
    }
    fn unchanged(&self) {
        let now = dump(&self.w.db);
        let new: Vec<&String> = now.iter().filter(|line| !self.before.contains(line)).collect();
        assert!(now == self.before, "changed: {new:#?}");
    }
}

#[actix_web::test]
async fn bytes_that_are_no_json_are_unreadable() {
    let d = Desk::new().await;
    let good = d.event(&json!({})).to_string();
    let (deep, deep_object) = ("[".repeat(30_000), "{\"a\":".repeat(12_000));
    let with_title = |bytes: &[u8]| [b"{\"title\":\"".as_slice(), bytes, b"\"}"].concat();
    for bytes in [
        Vec::new(),
        b" ".to_vec(),
        b"{".to_vec(),
        b"nul".to_vec(),
        b"{'title':1}".to_vec(),
        b"{\"title\":01}".to_vec(),
        b"{\"title\":1,}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        good.as_bytes()[..good.len() - 1].to_vec(),
        format!("{good}{good}").into_bytes(),
        format!("{good}]").into_bytes(),
        with_title(b"\xff"),
        with_title(b"\xc0\x80"),
        with_title(b"\xed\xa0\x80"),
        with_title(br"\ud800"),
        with_title(br"\udc00\ud800"),
        with_title(br"\ud83d x"),
        with_title(b"\x00"),
        with_title(b"\n"),
        with_title(br"\x41"),
        format!("{{\"x\":{deep}").into_bytes(),
        deep_object.into_bytes(),
    ] {
        let answer = d.json(bytes.clone()).await;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert!(answer.status == 400 || answer.status == 422, "{shown}: {}", answer.status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{shown}");
        assert!(answer.json()["code"] == "unreadable" || answer.json()["code"] == "invalid", "{shown}");
    }
    d.json(Vec::new()).await.expect_problem(400, "unreadable");
    d.json(with_title(br"\ud800")).await.expect_problem(400, "unreadable");
    d.unchanged();
}

#[actix_web::test]
async fn two_hundred_thousand_levels_are_turned_away() {
    let d = Desk::new().await;
    for levels in [200_000, 30_000, 129] {
        for (open, close) in [("[", "]"), ("{\"title\":", "}")] {
            let body = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            let answer = d.json(body).await;
            assert!([400, 413, 422].contains(&answer.status), "{levels} {open}: {}", answer.status);
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        }
    }
    d.unchanged();
}

#[actix_web::test]
async fn a_list_is_no_object() {
    let d = Desk::new().await;
    let sign_in = json!(["minh", crate::support::world::PASSWORD]);
    d.w.anonymous().post("/sessions", sign_in).await.expect_problem(422, "invalid");
    for body in ["[]", "[[]]", "[{}]", "\"x\"", "1", "null", "true", "{\"refresh_token\":[]}", "[\"x\"]"] {
        for path in ["/events", "/sessions", "/sessions/refresh", "/users", "/targets"] {
            d.raw(path, "application/json", body).await.expect_problem(422, "invalid");
        }
    }
    for inner in [json!({ "headcounts": [["people", null, 5, null]] }), json!({ "partners": [[d.office, "co_host"]] })]
    {
        d.hoa.post("/events", d.event(&inner)).await.expect_problem(422, "invalid");
    }
    d.unchanged();
}

#[actix_web::test]
async fn every_wrong_field_is_named_with_what_is_wrong() {
    let d = Desk::new().await;
    let hundred = "9".repeat(100);
    for (field, value, code) in [
        ("title", json!(5), "wrong-type"),
        ("title", json!(["Hội nghị"]), "wrong-type"),
        ("title", json!({}), "wrong-type"),
        ("title", json!(null), "wrong-type"),
        ("title", json!(""), "empty"),
        ("title", json!("  \u{a0}\u{200b} "), "empty"),
        ("title", json!("x".repeat(301)), "too-long"),
        ("title", json!("a\u{0}b"), "forbidden-character"),
        ("title", json!("a\u{1b}[2J"), "forbidden-character"),
        ("title", json!("Hội\nnghị"), "forbidden-character"),
        ("title", json!("Nguyễn \u{202e}nâV"), "forbidden-character"),
        ("title", json!("\u{2066}Hội nghị\u{2069}"), "forbidden-character"),
        ("title", json!("a\u{200f}b"), "forbidden-character"),
        ("title", json!(format!("a{}", "\u{301}".repeat(10_000))), "too-many-marks"),
        ("title", json!(format!("a{}", "\u{301}\u{200b}".repeat(40))), "too-many-marks"),
        ("note", json!("a\u{0}b"), "forbidden-character"),
        ("note", json!("x".repeat(2_001)), "too-long"),
        ("starts_on", json!("2026-02-30"), "not-a-day"),
        ("starts_on", json!("2025-02-29"), "not-a-day"),
        ("starts_on", json!("2026-13-01"), "not-a-day"),
        ("starts_on", json!("2026-00-10"), "not-a-day"),
        ("starts_on", json!("1899-12-31"), "not-a-day"),
        ("starts_on", json!("2200-01-01"), "not-a-day"),
        ("starts_on", json!("20/11/2026"), "not-a-day"),
        ("starts_on", json!("2026-11-20T00:00:00Z"), "not-a-day"),
        ("starts_on", json!("２０２６-11-20"), "not-a-day"),
        ("starts_on", json!(20_261_120), "wrong-type"),
        ("area_id", json!("96"), "not-an-id"),
        ("area_id", json!("00000000-0000-0000-0000-000000000000"), "not-an-id"),
        ("area_id", json!("' OR 1=1 --"), "not-an-id"),
        ("area_id", json!(96), "wrong-type"),
        ("event_type", json!("Hội nghị"), "wrong-type"),
        ("event_type", json!("x".repeat(61)), "wrong-type"),
        ("status", json!("closed"), "not-in-list"),
        ("status", json!("HELD"), "not-in-list"),
        ("schemes", json!([]), "wrong-type"),
        ("schemes", json!(vec!["bhxh"; 7]), "wrong-type"),
        ("schemes", json!("bhxh"), "wrong-type"),
        ("sessions", json!(0), "wrong-type"),
        ("sessions", json!(-1), "wrong-type"),
        ("sessions", json!(10_001), "wrong-type"),
        ("sessions", json!(1.5), "wrong-type"),
        ("sessions", json!("3"), "wrong-type"),
        ("sessions", json!(true), "wrong-type"),
        ("sessions", json!(1e300), "wrong-type"),
        ("sessions", json!(u64::MAX), "wrong-type"),
        ("organisers_unclear", json!("true"), "wrong-type"),
        ("organisers_unclear", json!(1), "wrong-type"),
        ("created_by", json!("x"), "unknown-field"),
        ("rev", json!(7), "unknown-field"),
        ("merged_into_id", json!(null), "unknown-field"),
        ("Title", json!("x"), "unknown-field"),
        ("__proto__", json!({}), "unknown-field"),
    ] {
        let problem =
            d.hoa.post("/events", d.event(&json!({ field: value.clone() }))).await.expect_problem(422, "invalid");
        let found = (&problem["errors"][0]["code"], problem["errors"][0]["pointer"].as_str().unwrap());
        assert_eq!(found.0, code, "{field}: {problem}");
        assert!(found.1.starts_with(&format!("/{field}")), "{field}: {problem}");
    }
    // Numbers that no reader of JSON can hold.
    for number in ["1e400", "-1e400", &hundred, "1e-400", "0.1e1000000000000"] {
        let body = d.event(&json!({ "sessions": 77_777 })).to_string().replace("77777", number);
        let answer = d.json(body).await;
        assert!([400, 422].contains(&answer.status), "{number}: {}", answer.status);
    }
    d.unchanged();
}

#[actix_web::test]
async fn headcounts_are_whole_and_not_below_zero_and_lists_end_somewhere() {
    let d = Desk::new().await;
    let heads = |count: Value| json!({ "headcounts": [{ "measure": "people", "count": count }] });
    for count in [
        json!(-1),
        json!(-0.5),
        json!(12.5),
        json!("12"),
        json!(null),
        json!(200_000_001),
        json!(9_007_199_254_740_993_i64),
        json!(1e18),
    ] {
        let problem = d.hoa.post("/events", d.event(&heads(count.clone()))).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/headcounts/0/count", "{count}");
    }
    let head = json!({ "measure": "people", "count": 1 });
    let venue = json!({ "area_id": d.w.here("31825"), "name": "Hội trường" });
    for (field, item, most) in [
        ("headcounts", head, 20),
        ("venues", venue, 100),
        ("partners", json!({ "organisation_id": d.office, "role": "co_host" }), 50),
    ] {
        let many: Vec<Value> = vec![item; most + 1];
        d.hoa.post("/events", d.event(&json!({ field: many }))).await.expect_problem(422, "invalid");
    }
    d.unchanged();
    for count in [json!(0), json!(12.0), json!(-0.0), json!(2e2), json!(200_000_000)] {
        let made = d.hoa.post("/events", d.event(&heads(count.clone()))).await.expect(201);
        assert_eq!(made["headcounts"][0]["count"].as_f64(), count.as_f64().map(f64::abs), "{count}");
    }
    let made = d.hoa.post("/events", d.event(&json!({ "sessions": 3.0 }))).await.expect(201);
    assert_eq!(made["sessions"], 3);
}

#[actix_web::test]
async fn a_key_given_twice_is_refused() {
    let d = Desk::new().await;
    let good = d.event(&json!({})).to_string();
    let twice = |more: &str| format!("{},{more}}}", good.trim_end_matches('}'));
    let problem = d.json(twice("\"title\":\"Khác\"")).await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["code"], "duplicate-field");
    d.json(twice("\"t\\u0069tle\":\"Khác\"")).await.expect_problem(422, "invalid");
    d.json(twice("\"headcounts\":[{\"measure\":\"people\",\"count\":1,\"count\":2}]"))
        .await
        .expect_problem(422, "invalid");
    let short = "{\"username\":\"minh\",\"username\":\"tuan\",\"password\":\"x\"}";
    d.raw("/sessions", "application/json", short).await.expect_problem(422, "invalid");
    d.unchanged();
}

#[actix_web::test]
async fn what_is_missing_is_named() {
    let d = Desk::new().await;
    let nested = d.event(&json!({ "headcounts": [{ "measure": "people" }] })).to_string();
    for (body, pointer) in [("{}", "/event_type"), (nested.as_str(), "/headcounts/0/count")] {
        let missing = d.json(body).await.expect_problem(422, "invalid");
        assert_eq!(
            (&missing["errors"][0]["code"], &missing["errors"][0]["pointer"]),
            (&json!("missing"), &json!(pointer))
        );
    }
    let asked = d.hoa.get("/target-progress").await.expect_problem(422, "invalid");
    assert_eq!((&asked["errors"][0]["code"], &asked["errors"][0]["pointer"]), (&json!("missing"), &json!("area_id")));
    d.unchanged();
}

#[actix_web::test]
async fn only_json_within_the_limit_is_taken() {
    let d = Desk::new().await;
    let good = d.event(&json!({})).to_string();
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/xml",
        "application/jsonp",
        "text/json",
        "application/problem+json",
        "json",
        ";",
    ] {
        d.raw("/events", content_type, good.as_str()).await.expect_problem(415, "unsupported-media-type");
    }
    d.hoa.send("POST", "/events", None).await.expect_problem(415, "unsupported-media-type");
    let limit = d.w.api.settings.body_limit;
    d.json(format!("{good}{}", " ".repeat(limit + 1 - good.len()))).await.expect_problem(413, "too-large");
    d.json(vec![b'x'; 4 * limit]).await.expect_problem(413, "too-large");
    d.unchanged();
    d.json(format!("{good}{}", " ".repeat(limit - good.len()))).await.expect(201);
    d.raw("/events", "Application/JSON; charset=utf-8", good.as_str()).await.expect(201);
}

#[actix_web::test]
async fn days_outside_the_life_of_the_area_are_refused() {
    let d = Desk::new().await;
    let old = d.w.area("31825", "2025-06-30");
    let board = d.w.sign_in("trung").await;
    let before = dump(&d.w.db);
    let new = d.w.here("31825");
    let dated = |area, day: &str| json!({ "area_id": area, "starts_on": day });
    for (area, day) in [(new, "2025-06-30"), (old, "2025-07-01"), (old, "2026-11-20")] {
        let problem =
            board.post("/events", d.event(&dated(area, day))).await.expect_problem(422, "area-not-valid-then");
        assert_eq!(problem["errors"][0]["pointer"], "/starts_on");
        let snapshot = json!({ "area_id": area, "scheme": "bhyt", "as_of": day, "participants": 5, "source": "x" });
        board.post("/coverage-snapshots", snapshot).await.expect_problem(422, "area-not-valid-then");
        let denominator = json!({ "area_id": area, "kind": "population", "as_of": day, "value": 5, "source": "x" });
        board.post("/denominators", denominator).await.expect_problem(422, "area-not-valid-then");
    }
    assert!(dump(&d.w.db) == before);
    board.post("/events", d.event(&dated(old, "2025-06-30"))).await.expect(201);
    board.post("/events", d.event(&dated(new, "2025-07-01"))).await.expect(201);
}

#[actix_web::test]
async fn more_participants_than_people_are_taken_with_a_warning() {
    let d = Desk::new().await;
    let area = d.w.here("31825");
    let people = |value: i64| json!({ "area_id": area, "kind": "population", "as_of": "2026-11-01", "value": value, "source": "dân số kế hoạch" });
    d.hoa.post("/denominators", people(0)).await.expect_problem(422, "empty-denominator");
    d.unchanged();
    let denominator = d.hoa.post("/denominators", people(1_000)).await.expect(201);
    let snapshot = |participants: i64| json!({ "area_id": area, "scheme": "bhyt", "as_of": "2026-11-01", "participants": participants, "denominator_id": denominator["id"], "source": "BHXH" });
    let above = d.hoa.post("/coverage-snapshots", snapshot(1_001)).await.expect(201);
    assert_eq!(
        (&above["warnings"][0]["code"], &above["coverage_percent"]),
        (&json!("above-denominator"), &json!(100.1))
    );
    let equal = d.hoa.post("/coverage-snapshots", snapshot(1_000)).await.expect(201);
    assert_eq!((&equal["warnings"], &equal["coverage_percent"]), (&json!([]), &json!(100.0)));
    let shown = d.hoa.get(&format!("/coverage-snapshots/{}", above["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(shown["warnings"], above["warnings"]);
}

#[actix_web::test]
async fn a_target_tree_adds_up_or_says_why_not() {
    let d = Desk::new().await;
    let target = json!({ "area_id": d.w.here("96"), "scheme": "bhxh_tn", "measure": "participants", "period": "2026", "value": 5_189 });
    let target = d.hoa.post("/targets", target).await.expect(201);
    let path = format!("/targets/{}/allocations", target["id"].as_str().unwrap());
    let part = |code: &str, value: f64| json!({ "area_id": d.w.here(code), "value": value });
    let before = dump(&d.w.db);
    let short = json!([part("31825", 3_000.0), part("31834", 2_000.0)]);
    let problem = d.hoa.post(&path, json!({ "parts": short })).await.expect_problem(422, "target-tree-does-not-add-up");
    assert!(problem["detail"].as_str().unwrap().contains("-189"), "{problem}");
    for (parts, status, code) in [
        (json!([]), 422, "invalid"),
        (json!([part("31825", 0.0)]), 422, "invalid"),
        (json!([part("31825", -5.0)]), 422, "invalid"),
        (json!([part("31825", 5_188.5)]), 422, "target-value"),
        (json!([part("31825", 5_000.0), part("31825", 189.0)]), 422, "area-twice"),
        (json!([part("96", 5_189.0)]), 422, "area-outside-parent"),
        (json!([part("66", 5_189.0)]), 404, "not-found"),
    ] {
        d.hoa.post(&path, json!({ "parts": parts })).await.expect_problem(status, code);
    }
    assert!(dump(&d.w.db) == before);
    let explained = json!({ "parts": short, "difference_explained": "giữ lại 189 người để điều chỉnh cuối năm" });
    let tree = d.hoa.post(&path, explained).await.expect(201);
    assert_eq!((&tree["parts_sum"], &tree["difference"]), (&json!(5_000.0), &json!(-189.0)));
    d.hoa.post(&path, json!({ "parts": [part("31825", 3_000.0), part("31834", 2_189.0)] })).await.expect(201);
}
