//! Every change leaves exactly one line in the chained trail, and nothing else does; repeats change nothing.
use serde_json::json;
use tungnha::{features, rest::Endpoint};

use crate::support::{
    Answer, World,
    db::keys,
    examples::{Reach, Row, rows},
    inside::Inside,
    maker::{Kind, Maker, Ready},
};

/// Who sends the request: the board, or for one's own session and password somebody nobody else needs.
fn sender(row: &Row) -> &'static str {
    if matches!(row.reach, Reach::Public | Reach::Nowhere)
        && row.thing.is_none()
        && !["create", "preview"].iter().any(|word| row.operation.starts_with(word))
    {
        "mai"
    } else {
        "trung"
    }
}

/// Every route with its row; one's own password comes last, since it ends the sender's sessions.
fn walked(routes: &[Endpoint]) -> Vec<(&Endpoint, Row)> {
    let mut rows = rows();
    let mut list: Vec<(&Endpoint, Row)> = routes
        .iter()
        .map(|e| {
            let at = rows.iter().position(|r| r.operation == e.operation);
            (e, rows.swap_remove(at.unwrap_or_else(|| panic!("new route without a row: {}", e.operation))))
        })
        .collect();
    list.sort_by_key(|(e, _)| e.operation == "change_password");
    list
}

#[actix_web::test]
async fn every_change_leaves_one_line_and_reading_none() {
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    let routes = features::routes();
    let (mut changes, mut reads) = (0, 0);
    for (endpoint, row) in walked(routes.list()) {
        let who = if endpoint.operation == "list_audit_lines" { "kien" } else { sender(&row) };
        let request = maker.ready(&w, who, endpoint, &row, maker.place("96")).await;
        let before = w.audit_lines();
        let answer = request.send().await;
        let what = format!("{}: {}", endpoint.operation, String::from_utf8_lossy(&answer.bytes));
        assert_eq!(answer.status, endpoint.answer.0, "{what}");
        let is_read = !endpoint.changes();
        assert_eq!(w.audit_lines() - before, i64::from(!is_read), "{what}");
        *(if is_read { &mut reads } else { &mut changes }) += 1;
    }
    assert!(changes > 35 && reads > 30, "{changes} changes, {reads} reads");
    let unsaid: Vec<String> = Inside::of(&w)
        .lines("SELECT DISTINCT action AS line FROM audit_lines")
        .into_iter()
        .filter(|a| !is_said(a))
        .collect();
    assert_eq!(unsaid, Vec::<String>::new(), "no words in web/src/office/words/actions.ts");
}

/// Whether the office has words for what happened.
fn is_said(action: &str) -> bool {
    include_str!("../../../web/src/office/words/actions.ts").contains(&format!("\n  '{action}': ['"))
}

#[actix_web::test]
async fn a_refusal_leaves_no_line_and_no_row() {
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    let (routes, mut inside) = (features::routes(), Inside::of(&w));
    let (trung, kien) = (w.sign_in("trung").await, w.sign_in("kien").await);
    let mut refused = 0;
    for (endpoint, row) in walked(routes.list()).into_iter().filter(|(e, _)| e.changes()) {
        if endpoint.operation == "sign_out" {
            continue;
        }
        let spot = maker.fresh(&row, maker.place("96")).await;
        let before = inside.dump();
        let good = maker.request(&trung, endpoint, &row, &spot);
        let mut bad = vec![Ready { client: w.anonymous(), ..maker.request(&trung, endpoint, &row, &maker.nowhere()) }];
        if row.reach == Reach::Within {
            bad.push(maker.request(&trung, endpoint, &row, &maker.nowhere()));
            bad.push(maker.request(&kien, endpoint, &row, &spot));
        }
        if row.body.is_some() {
            for body in [json!({ "lạ": 1 }), json!([]), json!(null), json!("x")] {
                bad.push(Ready {
                    body: Some(body),
                    client: good.client.clone(),
                    method: good.method.clone(),
                    path: good.path.clone(),
                });
            }
        }
        for request in bad {
            let answer = request.send().await;
            let asked = endpoint.operation == "request_password_reset" && answer.status == 200;
            assert!((400..500).contains(&answer.status) || asked, "{}: {}", endpoint.operation, answer.status);
            refused += 1;
        }
        assert_eq!(before.differing(&inside.dump()), Vec::<&str>::new(), "{}", endpoint.operation);
    }
    assert!(refused > 200, "only {refused} refusals");
}

fn with_key(request: &Ready, key: &str) -> Ready {
    Ready {
        client: request.client.with_header("idempotency-key", key),
        method: request.method.clone(),
        path: request.path.clone(),
        body: request.body.clone(),
    }
}

/// What a repeated request must give again.
fn seen(answer: &Answer) -> (u16, Option<&str>, Option<&str>, Option<&str>, &[u8]) {
    (answer.status, answer.header("location"), answer.header("etag"), answer.header("content-type"), &answer.bytes)
}

#[actix_web::test]
async fn a_repeated_post_gives_the_same_answer_and_changes_nothing() {
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    let (routes, mut inside) = (features::routes(), Inside::of(&w));
    let mut repeated = 0;
    for (endpoint, row) in walked(routes.list()).into_iter().filter(|(e, _)| e.method == "POST" && e.changes()) {
        // Public routes know no user whose key it would be; a new password ends the session that could repeat it.
        if row.reach == Reach::Public || endpoint.operation == "change_password" {
            continue;
        }
        let key = format!("lap-lai-{}", endpoint.operation);
        let request = with_key(&maker.ready(&w, "trung", endpoint, &row, maker.place("96")).await, &key);
        let first = request.send().await;
        assert_eq!(
            first.status,
            endpoint.answer.0,
            "{}: {}",
            endpoint.operation,
            String::from_utf8_lossy(&first.bytes)
        );
        assert_eq!(first.header("location").is_some(), first.status == 201, "{}", endpoint.operation);
        let (lines, before) = (w.audit_lines(), inside.dump());
        for _ in 0..2 {
            let again = request.send().await;
            assert_eq!(seen(&again), seen(&first), "{}", endpoint.operation);
        }
        // Other bytes, and where the body has fields other values.
        let other = row.body.expect("a body")(&maker.nowhere());
        let bytes = match other.as_str() {
            Some(file) => format!("{file}\n").into_bytes(),
            None => format!(" {other}").into_bytes(),
        };
        let reused = request.client.send(&request.method, &request.path, Some((request.media_type(), bytes))).await;
        reused.expect_problem(422, "idempotency-key-reused");
        assert_eq!(w.audit_lines(), lines, "{}", endpoint.operation);
        assert_eq!(before.differing(&inside.dump()), Vec::<&str>::new(), "{}", endpoint.operation);
        // Somebody else's key of the same name is another key.
        let stranger = with_key(&Ready { client: w.sign_in("kien").await, ..with_key(&request, &key) }, &key);
        assert_ne!(stranger.send().await.bytes, first.bytes, "{}", endpoint.operation);
        repeated += 1;
    }
    assert!(repeated > 20, "only {repeated} routes");
}

/// The first bad number of the chain, or how many lines a whole one has.
fn verdict(w: &World) -> Result<i64, i64> {
    w.api.db.read_now(|conn| tungnha::db::verify_chain(conn, &keys())).expect("a read")
}

#[actix_web::test]
async fn a_line_changed_behind_the_back_is_found_with_its_number() {
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    for place in ["96", "31825", "86"] {
        maker.make(Kind::Document, maker.place(place)).await;
    }
    let mut inside = Inside::of(&w);
    let last = verdict(&w).expect("a whole chain");
    let (first, middle) = (1, last / 2);
    inside.run("CREATE TABLE kept AS SELECT * FROM audit_lines; CREATE TABLE kept_ledger AS SELECT * FROM ledger");
    let copy = "INSERT INTO audit_lines SELECT n + 1000, at, actor_id, session_id, request_id, action, entity, entity_id, area_id, fields, prev, hash FROM audit_lines";
    let hash = "f".repeat(64);
    let mut cases: Vec<(String, i64)> = Vec::new();
    for n in [first, middle, last] {
        for column in ["action", "entity", "entity_id", "request_id", "fields"] {
            cases.push((format!("UPDATE audit_lines SET {column} = {column} || 'x' WHERE n = {n}"), n));
        }
        cases.push((format!("UPDATE audit_lines SET hash = '{hash}' WHERE n = {n}"), n));
        cases.push((format!("UPDATE audit_lines SET prev = '{hash}' WHERE n = {n}"), n));
        cases.push((
            format!("UPDATE audit_lines SET area_id = (SELECT id FROM areas WHERE code = '01' LIMIT 1) WHERE n = {n}"),
            n,
        ));
        cases.push((format!("UPDATE audit_lines SET at = '2020-01-01 00:00:00' WHERE n = {n}"), n));
        cases.push((format!("DELETE FROM audit_lines WHERE n = {n}"), n));
    }
    for (a, b) in [(middle, middle + 1), (middle, last), (first, last)] {
        let swap = format!(
            "UPDATE audit_lines SET n = -1 WHERE n = {a}; UPDATE audit_lines SET n = {a} WHERE n = {b}; UPDATE audit_lines SET n = {b} WHERE n = -1"
        );
        cases.push((swap, a));
    }
    cases
        .push((format!("{copy} WHERE n = {middle}; UPDATE audit_lines SET n = {} WHERE n > 1000", last + 1), last + 1));
    cases.push((format!("DELETE FROM audit_lines WHERE n >= {middle}"), middle));
    cases.push(("DELETE FROM audit_lines".into(), 1));
    cases.push((
        format!("DELETE FROM audit_lines WHERE n > {middle}; UPDATE ledger SET audit_n = {middle}"),
        middle + 1,
    ));
    cases.push(("UPDATE ledger SET audit_n = audit_n + 1".into(), last + 1));
    for (sql, bad) in &cases {
        inside.run(sql);
        assert_eq!(verdict(&w), Err(*bad), "{sql}");
        inside.run("DELETE FROM audit_lines; INSERT INTO audit_lines SELECT * FROM kept; DELETE FROM ledger; INSERT INTO ledger SELECT * FROM kept_ledger");
        assert_eq!(verdict(&w), Ok(last), "put back after {sql}");
    }
    assert!(cases.len() > 30);
}

#[actix_web::test]
async fn an_auditor_sees_the_lines_of_the_own_areas() {
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    let mut made = Vec::new();
    for place in &maker.places {
        made.push((place.clone(), maker.make(Kind::Campaign, place).await));
    }
    let types = json!({ "code": "mau_le", "name_vi": "Lễ mẫu", "name_en": "Sample", "counts_people": true });
    w.sign_in("trung").await.post("/event-types", types).await.expect(201);
    let newest = w.audit_lines();
    for (who, home) in [("kien", "96"), ("tuan", "VN")] {
        let (client, home) = (w.sign_in(who).await, &maker.place(home).area);
        for (place, id) in &made {
            let page = client.get(&format!("/audit?entity_id={id}")).await.expect(200);
            let shown = page["items"].as_array().expect("items").len();
            assert_eq!(shown, usize::from(place.lies_in(home)), "{who} at {}", place.name);
        }
        // The new type belongs to no area: its line is shown to those who see the whole country.
        let page = client.get("/audit?limit=20").await.expect(200);
        let seen = page["items"].as_array().expect("items").iter().any(|line| line["n"] == newest);
        assert_eq!(seen, who == "tuan", "{page}");
    }
}
