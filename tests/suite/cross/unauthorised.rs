//! Every route refuses strangers, whatever they send; every path refuses methods that it does not have.
use std::collections::{BTreeMap, BTreeSet};

use tungnha::{access::Permission, features, rest::Endpoint};

use crate::support::{Answer, World};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A path of this route; there is nothing behind the id.
fn path(endpoint: &Endpoint) -> String {
    endpoint
        .path
        .replace("{id}", "0198f3c2-0000-7000-8000-000000000000")
        .replace("{format}", "csv")
        .replace("{list}", "audience")
}

fn is_a_refusal(answer: Answer, what: &str) {
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
    let body = answer.expect_problem(401, "not-signed-in");
    assert!(body.get("errors").is_none() && body.get("detail").is_none(), "{what}: {body}");
}

#[actix_web::test]
async fn every_route_refuses_a_stranger() {
    let w = World::new().await;
    let lines = w.audit_lines();
    let good = w.sign_in_answer("lan").await["access_token"].as_str().expect("a token").to_owned();
    let cut = good.rsplit_once('.').expect("three parts").0;
    let tokens = ["rác", "a.b.c", &format!("{cut}."), &format!("{good}x"), cut];
    let mut routes = 0;
    for endpoint in features::routes().list().iter().filter(|e| e.permission != Permission::Public) {
        let (method, path, nobody) = (endpoint.method.as_str(), path(endpoint), w.anonymous());
        let what = format!("{method} {path}");
        is_a_refusal(nobody.send(method, &path, None).await, &what);
        let garbage = Some(("application/json", b"{\"a\":[\xff\x00".to_vec()));
        is_a_refusal(nobody.send(method, &path, garbage.clone()).await, &what);
        is_a_refusal(nobody.send(method, &path, Some(("text/plain", vec![b'x'; 4_000_000]))).await, &what);
        is_a_refusal(
            nobody.with_header("idempotency-key", "!").send(method, &format!("{path}?limit=x&limit=y"), None).await,
            &what,
        );
        for token in tokens {
            is_a_refusal(
                nobody.with_token(token).send(method, &path, garbage.clone()).await,
                &format!("{what} with {token}"),
            );
        }
        is_a_refusal(
            nobody.with_header("authorization", &format!("Basic {good}")).send(method, &path, None).await,
            &what,
        );
        routes += 1;
    }
    assert!(routes > 60, "only {routes} routes were walked");
    // One line for the sign-in, none for what was refused.
    assert_eq!(w.audit_lines(), lines + 1);
}

#[actix_web::test]
async fn what_is_public_is_written_down_here() {
    let public: Vec<String> = features::routes()
        .list()
        .iter()
        .filter(|e| e.permission == Permission::Public)
        .map(|e| e.operation.clone())
        .collect();
    assert_eq!(public, ["sign_in", "refresh_session", "request_password_reset", "confirm_password_reset", "hold_ops"]);
}

#[actix_web::test]
async fn a_path_says_which_methods_it_takes() {
    let w = World::new().await;
    let lan = w.sign_in("lan").await;
    let routes = features::routes();
    let mut paths: BTreeMap<&str, (String, BTreeSet<String>)> = BTreeMap::new();
    for endpoint in routes.list() {
        paths
            .entry(endpoint.path)
            .or_insert_with(|| (path(endpoint), BTreeSet::new()))
            .1
            .insert(endpoint.method.to_string());
    }
    for (template, (path, taken)) in &paths {
        for method in METHODS.iter().filter(|m| !taken.contains(**m)) {
            for client in [&lan, &w.anonymous()] {
                let answer = client.send(method, path, None).await;
                let allow: BTreeSet<String> =
                    answer.header("allow").unwrap_or_default().split(", ").map(str::to_owned).collect();
                assert_eq!(&allow, taken, "{method} {template}");
                answer.expect_problem(405, "method-not-allowed");
            }
        }
    }
}

#[actix_web::test]
async fn an_unknown_path_is_a_problem_too() {
    let w = World::new().await;
    for client in [w.anonymous(), w.sign_in("trung").await] {
        for path in [
            "/nothing",
            "/events/0198f3c2-0000-7000-8000-000000000000/nothing",
            "/api/v2/events",
            "/api/v1",
            "/problems/nothing-of-the-kind",
            "/sessions/0198f3c2-0000-7000-8000-000000000000",
        ] {
            for method in METHODS {
                let answer = client.send(method, path, None).await;
                if answer.status == 404 {
                    answer.expect_problem(404, "not-found");
                } else {
                    panic!("{method} {path}: {}", answer.status);
                }
            }
        }
    }
}
