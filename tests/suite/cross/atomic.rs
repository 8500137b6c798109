//! A write happens wholly or not at all: a fault is injected before each of its statements in turn.
use serde_json::Value;
use tungnha::features;

use crate::support::{
    World,
    examples::{Reach, rows},
    inside::Inside,
    maker::{Maker, Ready},
};

/// More statements than any write has.
const MOST: u32 = 200;

#[actix_web::test]
async fn a_fault_at_any_statement_leaves_nothing_behind() {
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    let (routes, rows, mut inside) = (features::routes(), rows(), Inside::of(&w));
    let (mut walked, mut injected) = (0, 0);
    // Of the official lists each dump has the number of rows; the rows themselves are compared at the end.
    let mut lists = inside.lists();
    let mut list: Vec<_> = routes.list().iter().filter(|e| e.changes()).collect();
    list.sort_by_key(|e| e.operation == "change_password");
    for endpoint in list {
        let row = rows
            .iter()
            .find(|r| r.operation == endpoint.operation)
            .unwrap_or_else(|| panic!("new route without a row: {}", endpoint.operation));
        let mut request: Ready = maker.ready(&w, "trung", endpoint, row, maker.place("96")).await;
        if endpoint.method == "POST" && row.reach != Reach::Public {
            request.client =
                request.client.with_header("idempotency-key", &format!("nguyen-tu-{}", endpoint.operation));
        }
        let before = inside.dump();
        let mut statement = 0;
        let answer = loop {
            w.api.db.faults().arm(statement);
            let answer = request.send().await;
            if w.api.db.faults().disarm() {
                break answer;
            }
            let what =
                format!("{} at statement {statement}: {}", endpoint.operation, String::from_utf8_lossy(&answer.bytes));
            let body = answer.expect_problem(500, "internal");
            let said: Vec<&str> = body.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(said, ["code", "status", "title", "type"], "{what}");
            assert_eq!(before.differing(&inside.dump()), Vec::<&str>::new(), "{what}");
            (statement, injected) = (statement + 1, injected + 1);
            assert!(statement < MOST, "{what}");
        };
        assert_eq!(
            answer.status,
            endpoint.answer.0,
            "{}: {}",
            endpoint.operation,
            String::from_utf8_lossy(&answer.bytes)
        );
        // Five at the least: something of its own, then ledger, line, ledger, feed.
        assert!(statement >= 5, "{}: only {statement} statements", endpoint.operation);
        let after = inside.dump();
        let changed = before.differing(&after);
        assert!(changed.contains(&"audit_lines") && changed.contains(&"feed"), "{}: {changed:?}", endpoint.operation);
        assert_eq!(after.rows("audit_lines"), before.rows("audit_lines") + 1, "{}", endpoint.operation);
        if endpoint.operation == "create_hamlet" {
            // The one route that writes into the large tables.
            assert_eq!(lists.differing(&inside.lists()), ["area_closure", "areas"]);
            lists = inside.lists();
        }
        walked += 1;
    }
    assert_eq!(lists.differing(&inside.lists()), Vec::<&str>::new());
    println!("{walked} routes, {injected} faults");
    assert!(walked > 35 && injected > 400, "{walked} routes, {injected} faults");
}

#[actix_web::test]
async fn the_answer_to_a_failure_says_nothing_of_its_cause() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    for (lang, title) in [("vi", "Lỗi máy chủ"), ("en", "Server error")] {
        w.api.db.faults().arm(0);
        let hoa = hoa.with_header("accept-language", lang);
        let answer = hoa.send("DELETE", "/sessions/current", None).await;
        assert!(!w.api.db.faults().disarm());
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(!text.contains("fault") && !text.contains("database"), "{text}");
        let body: Value = answer.expect_problem(500, "internal");
        assert_eq!(body["title"], title);
    }
}
