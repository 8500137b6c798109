//! `null` in a change empties what may be empty: every such field of every change is filled and emptied again.
use std::collections::BTreeSet;

use serde_json::{Value, json};
use tungnha::{
    features,
    rest::{BASE, document},
};

use crate::support::{World, examples, maker::Maker};

/// Sealed or shown masked; that `null` empties them is held where people are tested.
const ELSEWHERE: [&str; 2] = ["change_household", "change_person"];

/// What cannot be without it, as it is made here, says so.
const WANTED: [(&str, &str, &str); 1] = [("change_event", "starts_on", "event-without-period")];

/// What was held was held: `null` leaves it.
const STAYS: [(&str, &str); 1] = [("change_inspection", "held_on")];

/// Operation, field, and what it says before it is emptied; `{helper}` is an organisation.
const FIELDS: [(&str, &str, &str); 27] = [
    ("change_campaign", "ends_on", "2026-12-31"),
    ("change_document", "issued_on", "2026-03-03"),
    ("change_document", "note", "Ghi chú"),
    ("change_document", "period_from", "2026-01-01"),
    ("change_document", "period_to", "2026-12-31"),
    ("change_event", "campaign_id", ""),
    ("change_event", "ends_on", "2026-10-06"),
    ("change_event", "note", "Ghi chú"),
    ("change_event", "period_label", "tháng 10"),
    ("change_finding", "due_on", "2026-12-16"),
    ("change_finding", "resolution", "Đã khắc phục"),
    ("change_finding", "resolved_on", "2026-11-20"),
    ("change_finding", "responsible_id", "{helper}"),
    ("change_follow_up", "assigned_to", ""),
    ("change_follow_up", "note", "Gọi trước"),
    ("change_inspection", "note", "Ghi chú"),
    ("change_inspection", "planned_on", "2026-06-14"),
    ("change_media_output", "note", "Ghi chú"),
    ("change_media_output", "published_on", "2026-10-11"),
    ("change_member", "valid_to", "2026-12-31"),
    ("change_organisation", "parent_id", "{helper}"),
    ("change_organisation", "short_name", "HND"),
    ("change_question", "answer", "Đủ năm năm liên tục"),
    ("change_question", "answered_on", "2026-11-20"),
    ("change_question", "due_on", "2026-12-02"),
    ("change_question", "owed_by_id", "{helper}"),
    ("change_user", "email", "khac@example.vn"),
];

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    match schema["$ref"].as_str() {
        Some(path) => document.pointer(&path[1..]).expect("a schema"),
        None => schema,
    }
}

/// The names of the fields of a body that may be `null`.
fn nullable(document: &Value, schema: &Value) -> BTreeSet<String> {
    let none = json!("null");
    let may = |one: &Value| {
        one["type"] == none
            || one["type"].as_array().is_some_and(|types| types.contains(&none))
            || one["oneOf"].as_array().is_some_and(|all| all.iter().any(|part| part["type"] == none))
    };
    let fields = resolved(document, schema)["properties"].as_object();
    fields.into_iter().flatten().filter(|(_, one)| may(one)).map(|(name, _)| name.clone()).collect()
}

#[actix_web::test]
async fn null_empties_what_may_be_empty() {
    let routes = features::routes();
    let described = document(&routes);
    let w = World::new().await;
    let maker = Maker::new(&w).await;
    let (place, board) = (maker.place("31825"), w.sign_in("trung").await);
    let mut tried = BTreeSet::new();
    for endpoint in routes.list().iter().filter(|e| e.method == "PATCH" && !ELSEWHERE.contains(&e.operation.as_str())) {
        let entry = &described["paths"][format!("{BASE}{}", endpoint.path)]["patch"];
        let names = |of: &Value| nullable(&described, &of["content"]["application/json"]["schema"]);
        let rows = examples::rows();
        let row = rows.iter().find(|row| row.operation == endpoint.operation).expect("an example");
        for field in names(&entry["requestBody"]).intersection(&names(&entry["responses"]["200"])) {
            let spot = maker.fresh(row, place).await;
            let path = row.path(endpoint.path, &spot);
            if STAYS.contains(&(endpoint.operation.as_str(), field.as_str())) {
                continue;
            }
            let is = |operation: &str, name: &str| operation == endpoint.operation && name == field;
            tried.insert((endpoint.operation.to_string(), field.clone()));
            if let Some((.., code)) = WANTED.iter().find(|(operation, name, _)| is(operation, name)) {
                board.patch(&path, "\"1\"", json!({ field.as_str(): null })).await.expect_problem(422, code);
                continue;
            }
            let told = FIELDS.iter().find(|(operation, name, _)| is(operation, name));
            let (.., first) = told.unwrap_or_else(|| panic!("{}: {field} is not tried", endpoint.operation));
            let first = json!(first.replace("{helper}", &spot.helper));
            let mut tag = "\"1\"".to_owned();
            for value in [first, Value::Null].into_iter().filter(|value| value != "") {
                let what = format!("{}: {field} becomes {value}", endpoint.operation);
                let answer = board.patch(&path, &tag, json!({ field.as_str(): value })).await;
                tag = answer.header("etag").unwrap_or_else(|| panic!("{what}: {}", answer.json())).to_owned();
                assert_eq!(answer.expect(200)[field], value, "{what}");
                if described["paths"][format!("{BASE}{}", endpoint.path)].get("get").is_some() {
                    assert_eq!(board.get(&path).await.expect(200)[field], value, "{what}, read again");
                }
            }
        }
    }
    let told: BTreeSet<_> =
        FIELDS.iter().chain(&WANTED).map(|(operation, field, _)| (operation.to_string(), field.to_string())).collect();
    assert_eq!(tried, told);
}
