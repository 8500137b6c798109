//! The documents that are made from the code are the ones that are committed, and they are complete.
//!
//! `TUNGNHA_WRITE_DOCS=1 cargo test --test suite documents` writes docs/permissions.md, docs/problems.md and the examples of docs/methods.md anew.
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::PathBuf,
};

use serde_json::Value;
use tungnha::{
    access::{Permission, Role},
    base::{ProblemSpec, problem::COMMON},
    features,
    rest::{BASE, Endpoint, document},
};

/// Compares a committed document with the one made now, or writes it where that was asked for.
#[expect(clippy::disallowed_methods, reason = "tests read TUNGNHA_WRITE_DOCS here and nowhere else")]
#[track_caller]
pub fn is_committed(name: &str, made: &str, how: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var("TUNGNHA_WRITE_DOCS").as_deref() == Ok("1") {
        fs::write(&path, made).expect("the document is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let line = committed
        .lines()
        .zip(made.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| committed.lines().count().min(made.lines().count()));
    assert!(
        committed == made,
        "docs/{name}:{} is stale. Write it anew: {how}\n committed: {:?}\n made now:  {:?}",
        line + 1,
        committed.lines().nth(line),
        made.lines().nth(line)
    );
}

pub const WRITE: &str = "TUNGNHA_WRITE_DOCS=1 cargo test --test suite documents";

fn made() -> Value {
    document(&features::routes())
}

/// The entry of a route in the document.
fn operation<'d>(document: &'d Value, endpoint: &Endpoint) -> &'d Value {
    &document["paths"][format!("{BASE}{}", endpoint.path)][endpoint.method.as_str().to_lowercase()]
}

/// Every refusal with its feature; the common ones first.
fn refusals() -> Vec<(&'static str, &'static ProblemSpec)> {
    let own = features::ALL.iter().flat_map(|f| f.problems.iter().map(|spec| (f.name, *spec)));
    COMMON.iter().map(|spec| ("", *spec)).chain(own).collect()
}

#[test]
fn the_committed_openapi_document_is_the_one_that_is_served() {
    let text = serde_json::to_string_pretty(&made()).expect("a document");
    is_committed("openapi.json", &format!("{text}\n"), "make openapi");
}

#[actix_web::test]
async fn the_served_document_and_its_page_are_open_to_everybody() {
    let w = crate::support::World::new().await;
    let served = w.anonymous().get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(served, made());
    let page = w.anonymous().get("/api/docs").await;
    let text = String::from_utf8(page.bytes).expect("utf-8");
    for endpoint in features::routes().list() {
        assert!(text.contains(&format!("<code>{BASE}{}</code>", endpoint.path)), "{}", endpoint.path);
    }
}

#[test]
fn the_document_names_every_route_and_no_other() {
    let (routes, document) = (features::routes(), made());
    let table: BTreeSet<(String, String)> =
        routes.list().iter().map(|e| (format!("{BASE}{}", e.path), e.method.as_str().to_lowercase())).collect();
    let named: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().expect("methods").keys().map(move |m| (path.clone(), m.clone()))
        })
        .collect();
    assert_eq!(table, named);
    assert_eq!(table.len(), routes.list().len(), "a route is there twice");
    let ids: BTreeSet<&str> =
        routes.list().iter().map(|e| operation(&document, e)["operationId"].as_str().expect("an id")).collect();
    assert_eq!(ids.len(), table.len(), "an operationId is there twice");
}

/// The refusals that follow from the shape of a route, as (status, code).
fn expected(e: &Endpoint) -> Vec<(u16, &'static str)> {
    let (public, signed_in) = (e.permission == Permission::Public, e.permission == Permission::SignedIn);
    let mut all = vec![(429, "too-many-requests"), (500, "internal"), (503, "unavailable")];
    let mut add = |when: bool, more: &[(u16, &'static str)]| {
        if when {
            all.extend_from_slice(more)
        }
    };
    add(!public, &[(401, "not-signed-in")]);
    add(!public && !signed_in, &[(403, "not-allowed")]);
    add(e.path.contains('{'), &[(404, "not-found")]);
    let query = e.parameters();
    add(!query.is_empty(), &[(422, "invalid")]);
    add(query.iter().any(|p| p.name == "cursor"), &[(400, "bad-cursor")]);
    add(
        e.body.is_some() || !e.uploads.is_empty(),
        &[(400, "unreadable"), (413, "too-large"), (415, "unsupported-media-type"), (422, "invalid")],
    );
    add(e.method == "PATCH", &[(412, "changed-meanwhile"), (428, "precondition-required")]);
    add(e.knows_repetitions(), &[(422, "idempotency-key-reused")]);
    all.extend(e.problems.iter().map(|spec| (spec.status, spec.code)));
    all
}

#[test]
fn every_operation_is_complete() {
    let (routes, document) = (features::routes(), made());
    let codes: BTreeMap<&str, u16> = refusals().iter().map(|(_, spec)| (spec.code, spec.status)).collect();
    for endpoint in routes.list() {
        let (op, what) = (operation(&document, endpoint), &endpoint.operation);
        assert!(op["summary"].as_str().is_some_and(|s| s.len() > 5 && s.ends_with('.')), "{what}: no summary");
        let bearer = usize::from(endpoint.permission != Permission::Public);
        assert_eq!(op["security"].as_array().map(Vec::len), Some(bearer), "{what}: security");
        let responses = op["responses"].as_object().unwrap_or_else(|| panic!("{what}: no responses"));
        for (status, code) in expected(endpoint) {
            let words = responses.get(&status.to_string()).and_then(|r| r["description"].as_str()).unwrap_or_default();
            assert!(words.contains(&format!("`{code}`: ")), "{what}: {status} does not name {code}");
        }
        let good: Vec<&String> = responses.keys().filter(|status| status.starts_with('2')).collect();
        assert_eq!(good, [&endpoint.answer.0.to_string()], "{what}");
        assert_eq!(responses[good[0]].get("content").is_some(), endpoint.answer.0 != 204, "{what}: what is answered");
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with('2')) {
            let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{what}: {status}");
            for code in response["description"].as_str().expect("words").split('`').skip(1).step_by(2) {
                assert_eq!(codes.get(code).map(u16::to_string).as_ref(), Some(status), "{what}: {code}");
            }
        }
        let names: BTreeSet<&str> =
            op["parameters"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str()).collect();
        let placeholders = endpoint.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        assert!(placeholders.into_iter().all(|name| names.contains(name)), "{what}: path parameters");
        assert_eq!(names.contains("If-Match"), endpoint.method == "PATCH", "{what}");
        assert_eq!(names.contains("Idempotency-Key"), endpoint.knows_repetitions(), "{what}");
        assert_eq!(
            op.get("requestBody").is_some(),
            matches!(endpoint.method.as_str(), "POST" | "PATCH"),
            "{what}: body"
        );
    }
    let mut dangling = Vec::new();
    references(&document, &document, &mut dangling);
    assert_eq!(dangling, Vec::<String>::new());
}

/// Collects references that lead nowhere.
fn references(value: &Value, document: &Value, dangling: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(to) = map.get("$ref").and_then(Value::as_str)
                && to.strip_prefix('#').and_then(|pointer| document.pointer(pointer)).is_none()
            {
                dangling.push(to.to_owned());
            }
            map.values().for_each(|v| references(v, document, dangling));
        }
        Value::Array(items) => items.iter().for_each(|v| references(v, document, dangling)),
        _ => {}
    }
}

#[test]
fn every_refusal_has_one_word_both_languages_and_a_route() {
    let all = refusals();
    let mut seen = BTreeSet::new();
    for (feature, spec) in &all {
        let code = spec.code;
        assert!(seen.insert(code), "{code} is there twice, the second time in {feature}");
        let kebab = !code.starts_with('-')
            && !code.ends_with('-')
            && !code.contains("--")
            && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(kebab, "{code} is not kebab-case");
        assert!((400..=599).contains(&spec.status), "{code}: {}", spec.status);
        assert!(
            !spec.title.vi.is_empty() && !spec.title.en.is_empty() && spec.title.vi != spec.title.en,
            "{code}: a language is missing"
        );
        assert!(
            spec.title.en.is_ascii() && !spec.title.vi.ends_with('.') && !spec.title.en.ends_with('.'),
            "{code}: {:?}",
            spec.title
        );
    }
    let routes = features::routes();
    let named: BTreeSet<&str> = routes.list().iter().flat_map(|e| e.problems.iter().map(|spec| spec.code)).collect();
    let unlisted: Vec<_> = named.iter().filter(|code| !seen.contains(*code)).collect();
    assert!(unlisted.is_empty(), "a route names what no feature lists: {unlisted:?}");
    let own = all.iter().filter(|(feature, _)| !feature.is_empty()).map(|(_, spec)| spec.code);
    let unused: Vec<_> = own.filter(|code| !named.contains(code)).collect();
    assert!(unused.is_empty(), "listed, but no route says it: {unused:?}");
    let explained: BTreeSet<&str> =
        features::PROBLEMS.iter().copied().flatten().chain(COMMON).map(|spec| spec.code).collect();
    assert_eq!(explained, seen, "/problems/… explains every refusal");
}

#[actix_web::test]
async fn every_refusal_is_explained_at_its_address() {
    let w = crate::support::World::new().await;
    for (_, spec) in refusals() {
        let page = w.anonymous().get(&format!("/problems/{}", spec.code)).await;
        let text = String::from_utf8(page.bytes).expect("utf-8");
        assert_eq!(page.status, 200, "{}", spec.code);
        assert!(text.contains(spec.title.vi) && text.contains(spec.title.en), "{text}");
    }
}

#[test]
fn problems_md_lists_every_refusal() {
    let mut out = String::from(
        "# Refusals\n\nMade from the code; do not edit. Write it anew: `TUNGNHA_WRITE_DOCS=1 cargo test --test suite documents`.\n",
    );
    out.push_str("Every answer above 399 is `application/problem+json` with one of these words as `code`; `/problems/<code>` explains it.\n");
    let mut last = None;
    for (feature, spec) in refusals() {
        if last != Some(feature) {
            let title = if feature.is_empty() { "common" } else { feature };
            write!(out, "\n## {title}\n\n| code | status | Tiếng Việt | English |\n| --- | --- | --- | --- |\n")
                .expect("text");
            last = Some(feature);
        }
        writeln!(out, "| `{}` | {} | {} | {} |", spec.code, spec.status, spec.title.vi, spec.title.en).expect("text");
    }
    is_committed("problems.md", &out, WRITE);
}

#[test]
fn permissions_md_is_the_table_of_roles_and_routes() {
    let routes = features::routes();
    let mut out = String::from(
        "# Who may do what\n\nMade from `src/access` and the route table; do not edit. Write it anew:\n`TUNGNHA_WRITE_DOCS=1 cargo test --test suite documents`. Where a right holds is a matter of the grant's area.\n",
    );
    let roles: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
    write!(
        out,
        "\n## Roles\n\n| right | {} | Tiếng Việt | English |\n| --- |{} --- | --- |\n",
        roles.join(" | "),
        " --- |".repeat(roles.len())
    )
    .expect("text");
    for permission in Permission::ALL {
        let cells: Vec<&str> = Role::ALL.iter().map(|r| if r.may(*permission) { "✓" } else { "" }).collect();
        let sentence = permission.sentence();
        writeln!(out, "| `{}` | {} | {} | {} |", permission.word(), cells.join(" | "), sentence.vi, sentence.en)
            .expect("text");
    }
    out.push_str("\n## Routes\n\n| route | right | roles |\n| --- | --- | --- |\n");
    for e in routes.list() {
        let who = match e.permission {
            Permission::Public => "everybody".to_owned(),
            Permission::SignedIn => "every active user".to_owned(),
            right => Role::ALL.iter().filter(|r| r.may(right)).map(|r| r.as_str()).collect::<Vec<_>>().join(", "),
        };
        writeln!(out, "| `{} {}` | `{}` | {who} |", e.method, e.path, e.permission.word()).expect("text");
    }
    let used: BTreeSet<&str> = routes.list().iter().map(|e| e.permission.word()).collect();
    let idle: Vec<&str> = Permission::ALL.iter().map(|p| p.word()).filter(|word| !used.contains(word)).collect();
    assert!(idle.is_empty(), "rights that no route asks for: {idle:?}");
    is_committed("permissions.md", &out, WRITE);
}

#[test]
fn no_two_schemas_share_a_name() {
    let (mut seen, mut shared) = (BTreeMap::<String, Value>::new(), BTreeSet::new());
    for endpoint in features::routes().list() {
        for (name, schema) in endpoint.schemas() {
            let schema = serde_json::to_value(&schema).expect("a schema");
            if seen.entry(name.clone()).or_insert_with(|| schema.clone()) != &schema {
                shared.insert(name.clone());
            }
        }
    }
    assert!(shared.is_empty(), "{shared:?}: name one of each otherwise; a set of words with `as` (base/text_enum.rs)");
}
