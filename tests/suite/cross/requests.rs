//! Bad addresses, queries and headers: each gets its 4xx and changes nothing; signs of patterns are letters.
use serde_json::{Value, json};

use crate::support::{Client, World, dump::dump};

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

async fn titles(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(path).await.expect(200);
    let mut out: Vec<String> =
        page["items"].as_array().unwrap().iter().map(|i| i["title"].as_str().unwrap().to_owned()).collect();
    out.sort();
    out
}

/// An event of this title, in the ward of Bạc Liêu.
fn event(w: &World, office: &str, title: &str) -> Value {
    json!({ "event_type": "conference", "title": title, "starts_on": "2026-11-20", "area_id": w.here("31825"),
        "organiser_id": office, "schemes": ["bhxh_tn"], "status": "held" })
}

async fn world() -> (World, Client, String) {
    let w = World::new().await;
    let office = w.organisation("BHXH tỉnh Cà Mau", "social_security", w.here("96")).await;
    let hoa = w.sign_in("hoa").await;
    (w, hoa, office)
}

#[actix_web::test]
async fn hostile_queries_are_refused_at_their_parameter() {
    let (w, hoa, _) = world().await;
    let before = dump(&w.db);
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=1.5", "limit"),
        ("limit=", "limit"),
        ("limit=abc", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=%EF%BC%91", "limit"),
        ("area_id=96", "area_id"),
        ("area_id=%27%20OR%201=1--", "area_id"),
        ("area_id=", "area_id"),
        ("campaign_id=00000000-0000-0000-0000-000000000000", "campaign_id"),
        ("status=open", "status"),
        ("status=held%00", "status"),
        ("status=HELD", "status"),
        ("event_type=a%20b", "event_type"),
        ("event_type=%27;DROP%20TABLE%20events", "event_type"),
        ("from=2026-02-30", "from"),
        ("from=0000-00-00", "from"),
        ("to=31/12/2026", "to"),
        ("q=", "q"),
        ("q=%20", "q"),
        ("q=%00", "q"),
        ("q=a%0Ab", "q"),
        ("q=%E2%80%AE", "q"),
    ] {
        let problem = hoa.get(&format!("/events?{query}")).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], parameter, "{query}: {problem}");
    }
    let long = format!("q={}", "a".repeat(91));
    for query in [
        long.as_str(),
        "sort=title",
        "order_by=1",
        "limit=5&limit=6",
        "page=2",
        "q[]=x",
        "select=*",
        "Limit=5",
        "%6cimit=0",
        "limit%00=5",
    ] {
        hoa.get(&format!("/events?{query}")).await.expect_problem(422, "invalid");
    }
    for query in ["", "&", "&&", "limit=200", "limit=1", "q=%FF", "q=a%2", "q=%ZZ"] {
        let status = hoa.get(&format!("/events?{query}")).await.status;
        assert!([200, 422].contains(&status), "{query}: {status}");
    }
    assert!(dump(&w.db) == before);
}

#[actix_web::test]
async fn signs_of_patterns_are_letters_in_a_search() {
    let (w, hoa, office) = world().await;
    let all =
        ["Đạt 100% chỉ tiêu", "Đạt 100 chỉ tiêu", "Mau_01 hội nghị", "Mau 01 hội nghị", "C:\\thư mục", "Bình thường"];
    for title in all {
        hoa.post("/events", event(&w, &office, title)).await.expect(201);
    }
    // Folding makes every sign a gap between words, so the sign alone looks for nothing in particular.
    for (q, found) in [
        ("100%", vec!["Đạt 100 chỉ tiêu", "Đạt 100% chỉ tiêu"]),
        ("dat 100", vec!["Đạt 100 chỉ tiêu", "Đạt 100% chỉ tiêu"]),
        ("D%t", vec![]),
        ("d_t", vec![]),
        ("b_nh", vec![]),
        ("b%thuong", vec![]),
        ("%thuong", vec!["Bình thường"]),
        ("mau_01", vec!["Mau 01 hội nghị", "Mau_01 hội nghị"]),
        ("BÌNH THƯỜNG", vec!["Bình thường"]),
        ("thư\\mục", vec!["C:\\thư mục"]),
        ("' OR '1'='1", vec![]),
        ("x'); DELETE FROM events; --", vec![]),
    ] {
        assert_eq!(titles(&hoa, &format!("/events?q={}", encoded(q))).await, found, "{q}");
    }
    assert_eq!(titles(&hoa, "/events").await.len(), all.len());
    for q in ["100%", "%", "_", "\\", "C_ Mau", "C%u"] {
        for path in ["/areas", "/organisations", "/documents"] {
            let page = hoa.get(&format!("{path}?q={}", encoded(q))).await.expect(200);
            let wild = page["items"].as_array().unwrap().iter().any(|i| i["name"] == "Cà Mau");
            assert!(!wild, "{path} {q}: {page}");
        }
    }
}

#[actix_web::test]
async fn a_cursor_that_no_list_gave_out_is_refused_or_harmless() {
    let (w, hoa, office) = world().await;
    for n in 0..3 {
        hoa.post("/events", event(&w, &office, &format!("Hội nghị {n}"))).await.expect(201);
    }
    let before = dump(&w.db);
    let long = "A".repeat(8_001);
    for cursor in ["!", "a", "====", "%20", "ab%2Bc", "%00", "%C4%91", "", &long] {
        hoa.get(&format!("/events?cursor={cursor}")).await.expect_problem(400, "bad-cursor");
    }
    for path in [
        "/events",
        "/areas",
        "/users",
        "/organisations",
        "/documents",
        "/targets",
        "/denominators",
        "/coverage-snapshots",
        "/questions",
        "/campaigns",
        "/media-outputs",
    ] {
        for cursor in ["abcde", "a-_-_", "AAAA", "JyBPUiAxPTEtLQ", "_____w", "JQ", "AwMDAw", "MDFhMjExZjI"] {
            let status = hoa.get(&format!("{path}?cursor={cursor}")).await.status;
            assert!([200, 400].contains(&status), "{path}?cursor={cursor}: {status}");
        }
    }
    let first = hoa.get("/events?limit=2").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let last = hoa.get(&format!("/events?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((first["items"].as_array().unwrap().len(), last["items"].as_array().unwrap().len()), (2, 1));
    assert_eq!(last["next_cursor"], Value::Null);
    assert!(dump(&w.db) == before);
}

#[actix_web::test]
async fn a_path_that_names_nothing_is_not_found() {
    let (_kept, hoa, _) = world().await;
    let nobody = tungnha::base::id::EventId::new().to_string();
    let long = "a".repeat(5_000);
    for name in [
        nobody.as_str(),
        "x",
        "1",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "%00",
        "%2e%2e",
        "..%2Fusers",
        "%FF%FE",
        "'",
        "%25",
        "%E2%80%AE",
        &long,
    ] {
        hoa.get(&format!("/events/{name}")).await.expect_problem(404, "not-found");
        hoa.post(&format!("/events/{name}/hold"), json!({})).await.expect_problem(404, "not-found");
    }
    for path in [
        "/nothing",
        "/events/",
        "/Events",
        "//events",
        "/events/../users",
        "/activity-summary.exe?area_id=x",
        "/target-progress.",
        "/code-lists/none",
    ] {
        let answer = hoa.get(path).await;
        assert!([404, 422].contains(&answer.status), "{path}: {}", answer.status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
    }
    for (method, path, allow) in [
        ("PUT", "/events", "GET, POST"),
        ("DELETE", "/events", "GET, POST"),
        ("GET", "/sessions", "POST"),
        ("TRACE", "/me", "GET"),
        ("PROPFIND", "/me", "GET"),
    ] {
        let answer = hoa.send(method, path, None).await;
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        answer.expect_problem(405, "method-not-allowed");
    }
}

#[actix_web::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let (w, hoa, office) = world().await;
    let made = hoa.post("/events", event(&w, &office, "Hội nghị")).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let path = format!("/events/{}", made.expect(201)["id"].as_str().unwrap());
    let before = dump(&w.db);
    let body = json!({ "note": "x" }).to_string().into_bytes();
    hoa.send("PATCH", &path, Some(("application/json", body))).await.expect_problem(428, "precondition-required");
    for tag in [
        "\"0\"",
        "\"2\"",
        "\"-1\"",
        "\"\"",
        "1",
        "*",
        "W/\"1\"",
        "\"1\", \"2\"",
        "\"1",
        "1\"",
        "\"1.0\"",
        "\"٢\"",
        "\"99999999999999999999\"",
        "\"abc\"",
        "\"01 \"",
        "",
    ] {
        if tag.is_ascii() {
            hoa.patch(&path, tag, json!({ "note": "x" })).await.expect_problem(412, "changed-meanwhile");
        }
    }
    assert!(dump(&w.db) == before);
    let changed = hoa.patch(&path, "\"1\"", json!({ "note": "x" })).await;
    assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")));
    hoa.patch(&path, "\"1\"", json!({ "note": "y" })).await.expect_problem(412, "changed-meanwhile");
    // Two who read the same version: one wins, the other is told.
    let (one, two) = (hoa.clone(), hoa.clone());
    let (path_one, path_two) = (path.clone(), path.clone());
    let one = actix_web::rt::spawn(async move { one.patch(&path_one, "\"2\"", json!({ "note": "một" })).await.status });
    let two = actix_web::rt::spawn(async move { two.patch(&path_two, "\"2\"", json!({ "note": "hai" })).await.status });
    let mut both = [one.await.unwrap(), two.await.unwrap()];
    both.sort_unstable();
    assert_eq!(both, [200, 412]);
}

#[actix_web::test]
async fn a_repeated_request_gets_the_same_answer_and_a_key_has_its_form() {
    let (w, hoa, office) = world().await;
    let before = dump(&w.db);
    for key in ["", "short", "1234567", &"a".repeat(65), "with space 1", "dấu-tiếng-việt"] {
        if key.is_ascii() {
            hoa.with_header("idempotency-key", key)
                .post("/events", event(&w, &office, "x"))
                .await
                .expect_problem(422, "invalid");
        }
    }
    for key in ["khoa;DROP TABLE", "khoa/../01", "khoa\"0123", "khoa%00012"] {
        hoa.with_header("idempotency-key", key)
            .post("/events", event(&w, &office, "x"))
            .await
            .expect_problem(422, "invalid");
    }
    assert!(dump(&w.db) == before);
    let lines = w.audit_lines();
    let keyed = hoa.with_header("idempotency-key", "khoa-2026-0001");
    let first = keyed.post("/events", event(&w, &office, "Hội nghị")).await;
    let again = keyed.post("/events", event(&w, &office, "Hội nghị")).await;
    assert_eq!((first.status, again.status, &first.bytes), (201, 201, &again.bytes));
    assert_eq!((first.header("location"), first.header("etag")), (again.header("location"), again.header("etag")));
    keyed.post("/events", event(&w, &office, "Hội nghị khác")).await.expect_problem(422, "idempotency-key-reused");
    assert_eq!((w.audit_lines(), titles(&hoa, "/events").await.len()), (lines + 1, 1));
    // The key belongs to its user and its route.
    let tuan = w.sign_in("trung").await.with_header("idempotency-key", "khoa-2026-0001");
    tuan.post("/events", event(&w, &office, "Hội nghị khác")).await.expect(201);
    // Twenty at once are one.
    let (lines, body) = (w.audit_lines(), event(&w, &office, "Hai mươi lần"));
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let (client, body) = (hoa.with_header("idempotency-key", "khoa-2026-0020"), body.clone());
            actix_web::rt::spawn(async move { client.post("/events", body).await })
        })
        .collect();
    let mut answers = std::collections::BTreeSet::new();
    for answer in asked {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, 201);
        answers.insert(answer.bytes);
    }
    assert_eq!((answers.len(), w.audit_lines()), (1, lines + 1));
}

#[actix_web::test]
async fn refusals_speak_the_language_asked_for_and_are_never_kept() {
    let (w, hoa, _) = world().await;
    for (accept, lang, title) in [
        ("vi", "vi", "Không tìm thấy"),
        ("en", "en", "Not found"),
        ("en-GB,en;q=0.9,vi;q=0.8", "en", "Not found"),
        ("vi-VN,en;q=0.5", "vi", "Không tìm thấy"),
        ("fr", "vi", "Không tìm thấy"),
        ("*", "vi", "Không tìm thấy"),
        ("en;q=nan", "vi", "Không tìm thấy"),
        (",,;;q=,", "vi", "Không tìm thấy"),
    ] {
        let answer = hoa.with_header("accept-language", accept).get("/events/x").await;
        assert_eq!(
            (answer.header("content-language"), answer.header("cache-control")),
            (Some(lang), Some("no-store")),
            "{accept}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.expect_problem(404, "not-found")["title"], title, "{accept}");
    }
    w.anonymous().get("/events/x").await.expect_problem(401, "not-signed-in");
}
