//! Forged access tokens: every one is refused with the same 401, beside one that is good.
use aws_lc_rs::hmac;
use base64::{
    Engine,
    prelude::{BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD},
};
use serde_json::{Map, Value, json};
use tungnha::db::{Keys, Purpose};

use crate::support::{Client, World, db::keys};

const ENCODED_HEADER: &str = r#"{"alg":"HS256","typ":"at+jwt"}"#;

fn b64(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn key() -> [u8; 32] {
    keys().derive(Purpose::AccessToken)
}

fn sign_with(algorithm: hmac::Algorithm, key: &[u8], header: &str, claims: &str) -> String {
    let head = format!("{}.{}", b64(header), b64(claims));
    let tag = hmac::sign(&hmac::Key::new(algorithm, key), head.as_bytes());
    format!("{head}.{}", b64(tag))
}

/// Signed as we sign.
fn sign(header: &str, claims: &str) -> String {
    sign_with(hmac::HMAC_SHA256, &key(), header, claims)
}

/// The claims of a good token, taken from one that the service gave.
fn claims_of(token: &str) -> Map<String, Value> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn with(claims: &Map<String, Value>, name: &str, value: Value) -> String {
    let mut changed = claims.clone();
    changed.insert(name.into(), value);
    Value::Object(changed).to_string()
}

fn without(claims: &Map<String, Value>, name: &str) -> String {
    let mut changed = claims.clone();
    changed.remove(name).unwrap_or_else(|| panic!("no {name}"));
    Value::Object(changed).to_string()
}

/// Tries a value of `Authorization` over HTTP.
async fn status_of(anonymous: &Client, authorization: &str) -> u16 {
    let answer = anonymous.with_header("authorization", authorization).get("/me").await;
    if answer.status == 401 {
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        answer.clone().expect_problem(401, "not-signed-in");
    }
    answer.status
}

/// Every variant with the name of what is wrong with it.
fn variants(good: &str, other: &Map<String, Value>) -> Vec<(String, String)> {
    let claims = claims_of(good);
    let all = Value::Object(claims.clone()).to_string();
    let (head, tag) = good.rsplit_once('.').unwrap();
    let now = claims["iat"].as_i64().unwrap();
    let mut out: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, token: String| out.push((name.to_owned(), token));
    // The algorithm.
    for alg in ["none", "None", "NONE", "nOnE", "noNe", ""] {
        let header = json!({ "alg": alg, "typ": "at+jwt" }).to_string();
        put(&format!("alg {alg} with our signature"), sign(&header, &all));
        put(&format!("alg {alg} without signature"), format!("{}.{}.", b64(&header), b64(&all)));
    }
    for (alg, algorithm) in [("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)] {
        let header = json!({ "alg": alg, "typ": "at+jwt" }).to_string();
        put(alg, sign_with(algorithm, &key(), &header, &all));
        put(&format!("{alg} signed with HS256"), sign(&header, &all));
        put(&format!("HS256 signed with {alg}"), sign_with(algorithm, &key(), ENCODED_HEADER, &all));
    }
    for alg in ["RS256", "PS256", "ES256", "EdDSA", "hs256", "HS-256", "HMACSHA256"] {
        put(alg, sign(&json!({ "alg": alg, "typ": "at+jwt" }).to_string(), &all));
    }
    put("alg missing", sign(r#"{"typ":"at+jwt"}"#, &all));
    put("alg twice", sign(r#"{"alg":"none","alg":"HS256","typ":"at+jwt"}"#, &all));
    put("alg as list", sign(r#"{"alg":["HS256"],"typ":"at+jwt"}"#, &all));
    // The key and the signature.
    let stranger = Keys::from_root(*b"the key of another installation.");
    put("a stranger's key", sign_with(hmac::HMAC_SHA256, &stranger.derive(Purpose::AccessToken), ENCODED_HEADER, &all));
    for purpose in [Purpose::RefreshToken, Purpose::MailTicket, Purpose::Audit, Purpose::DatabaseCheck] {
        put(&format!("{purpose:?}'s key"), sign_with(hmac::HMAC_SHA256, &keys().derive(purpose), ENCODED_HEADER, &all));
    }
    put("empty key", sign_with(hmac::HMAC_SHA256, &[], ENCODED_HEADER, &all));
    put("empty signature", format!("{head}."));
    put("no signature", head.to_owned());
    put("cut signature", good[..good.len() - 1].to_owned());
    put("half a signature", format!("{head}.{}", &tag[..tag.len() / 2]));
    put("signature of zeros", format!("{head}.{}", b64([0; 32])));
    put("signature and more", format!("{good}AAAA"));
    put("other claims, old signature", format!("{}.{}.{tag}", b64(ENCODED_HEADER), b64(with(&claims, "tv", json!(2)))));
    // The header.
    for (name, header) in [
        ("typ missing", json!({ "alg": "HS256" })),
        ("typ JWT", json!({ "alg": "HS256", "typ": "JWT" })),
        ("typ of another case", json!({ "alg": "HS256", "typ": "AT+JWT" })),
        ("typ with application/", json!({ "alg": "HS256", "typ": "application/at+jwt" })),
        ("kid", json!({ "alg": "HS256", "typ": "at+jwt", "kid": "../../dev/null" })),
        ("jku", json!({ "alg": "HS256", "typ": "at+jwt", "jku": "https://khoa.example/keys" })),
        ("x5u", json!({ "alg": "HS256", "typ": "at+jwt", "x5u": "https://khoa.example/cert" })),
        ("x5c", json!({ "alg": "HS256", "typ": "at+jwt", "x5c": ["AAAA"] })),
        ("x5t", json!({ "alg": "HS256", "typ": "at+jwt", "x5t": "AAAA" })),
        ("x5t#S256", json!({ "alg": "HS256", "typ": "at+jwt", "x5t#S256": "AAAA" })),
        ("jwk", json!({ "alg": "HS256", "typ": "at+jwt", "jwk": { "kty": "oct", "k": b64(key()) } })),
        ("crit", json!({ "alg": "HS256", "typ": "at+jwt", "crit": ["exp"] })),
        ("crit empty", json!({ "alg": "HS256", "typ": "at+jwt", "crit": [] })),
        ("cty", json!({ "alg": "HS256", "typ": "at+jwt", "cty": "JWT" })),
        ("b64", json!({ "alg": "HS256", "typ": "at+jwt", "b64": false })),
        ("zip", json!({ "alg": "HS256", "typ": "at+jwt", "zip": "DEF" })),
        ("an unknown field", json!({ "alg": "HS256", "typ": "at+jwt", "ghi-chu": "x" })),
        ("no object", json!("HS256")),
    ] {
        put(&format!("header: {name}"), sign(&header.to_string(), &all));
    }
    // The claims.
    for (name, value) in [
        ("iss", json!("tungnha-khac")),
        ("iss", json!("")),
        ("iss", json!(["tungnha"])),
        ("aud", json!("tungnha-web")),
        ("aud", json!(["tungnha-api"])),
        ("aud", json!(["tungnha-api", "tungnha-web"])),
        ("exp", json!((now + 600).to_string())),
        ("exp", json!(now - 6)),
        ("exp", json!(now - 5)),
        ("exp", json!(now + 601)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(u64::MAX)),
        ("exp", json!(1e300)),
        ("exp", json!(-1)),
        ("exp", Value::Null),
        ("nbf", json!(now + 6)),
        ("nbf", json!(now.to_string())),
        ("iat", json!(now + 6)),
        ("iat", json!(now - 1)),
        ("iat", Value::Null),
        ("sub", other["sub"].clone()),
        ("sub", json!("")),
        ("sub", json!("hoa")),
        ("sub", json!("00000000-0000-0000-0000-000000000000")),
        ("sub", json!("' OR 1=1 --")),
        ("sub", json!("ｈｏａ")),
        ("sub", json!(7)),
        ("sid", other["sid"].clone()),
        ("sid", claims["sub"].clone()),
        ("sid", claims["jti"].clone()),
        ("tv", json!(0)),
        ("tv", json!(2)),
        ("tv", json!("1")),
        ("tv", json!(1.5)),
        ("tv", json!(4_294_967_297_i64)),
        ("jti", json!(1)),
        ("role", json!("system_admin")),
        ("scope", json!("*")),
    ] {
        put(&format!("claim {name} {value}"), sign(ENCODED_HEADER, &with(&claims, name, value)));
    }
    for name in ["exp", "nbf", "iat", "iss", "aud", "sub", "sid", "tv", "jti"] {
        put(&format!("claim {name} missing"), sign(ENCODED_HEADER, &without(&claims, name)));
    }
    let twice = format!("{},\"sub\":{}}}", all.trim_end_matches('}'), other["sub"]);
    put("claim sub twice", sign(ENCODED_HEADER, &twice));
    put("claims no object", sign(ENCODED_HEADER, "[]"));
    put("claims empty", sign(ENCODED_HEADER, ""));
    put("claims with rubbish behind", sign(ENCODED_HEADER, &format!("{all}{{}}")));
    put("claims not UTF-8", {
        let head = format!("{}.{}", b64(ENCODED_HEADER), b64([0xff, 0xfe, 0x7b, 0x7d]));
        format!("{head}.{}", b64(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key()), head.as_bytes())))
    });
    // The text.
    put("two dots more", format!("{good}.."));
    put("a dot before", format!(".{good}"));
    put("only dots", "..".into());
    put("encrypted form", format!("{good}.AAAA.AAAA"));
    put("a space before", format!(" {good}"));
    put("a tab within", good.replacen('.', ".\t", 1));
    put("another token behind", format!("{good} {good}"));
    put("a comma behind", format!("{good},"));
    put("percent-encoded dots", good.replace('.', "%2E"));
    put("padding", {
        let head = format!("{}.{}", BASE64_URL_SAFE.encode(ENCODED_HEADER), BASE64_URL_SAFE.encode(format!("{all} ")));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key()), head.as_bytes());
        format!("{head}.{}", BASE64_URL_SAFE.encode(tag))
    });
    put("padding behind the signature", format!("{good}="));
    put("very long", "a".repeat(20_000));
    put("empty", String::new());
    out
}

#[actix_web::test]
async fn every_forged_token_is_refused_and_the_good_one_passes() {
    let w = World::new().await;
    let (own, other) = (w.sign_in_answer("minh").await, w.sign_in_answer("dao").await);
    let good = own["access_token"].as_str().unwrap();
    let anonymous = w.anonymous();
    let all = variants(good, &claims_of(other["access_token"].as_str().unwrap()));
    let mut accepted = Vec::new();
    for (name, token) in &all {
        // The signature may be canonical by chance; everything else must differ from the good one.
        assert_ne!(token, good, "{name}");
        if status_of(&anonymous, &format!("Bearer {token}")).await != 401 {
            accepted.push(name.as_str());
        }
    }
    assert!(accepted.is_empty(), "accepted: {accepted:#?}");
    assert!(all.len() >= 100, "{} variants", all.len());
    // Built by hand as the service builds it, the token passes: what was refused above was refused for what it says.
    let by_hand = sign(ENCODED_HEADER, &Value::Object(claims_of(good)).to_string());
    assert_eq!(status_of(&anonymous, &format!("Bearer {by_hand}")).await, 200);
    assert_eq!(status_of(&anonymous, &format!("Bearer {good}")).await, 200);
}

#[actix_web::test]
async fn no_other_scheme_carries_a_token() {
    let w = World::new().await;
    let own = w.sign_in_answer("minh").await;
    let (good, anonymous) = (own["access_token"].as_str().unwrap(), w.anonymous());
    for authorization in [
        good.to_owned(),
        format!("bearer {good}"),
        format!("BEARER {good}"),
        format!("Token {good}"),
        format!("Basic {good}"),
        format!("Bearer{good}"),
        format!("Bearer\t{good}"),
        format!("Bearer: {good}"),
        format!("Bearer token={good}"),
        format!("Basic bWluaDptaW5o, Bearer {good}"),
        "Bearer".to_owned(),
        "Bearer null".to_owned(),
        "Bearer undefined".to_owned(),
    ] {
        assert_eq!(status_of(&anonymous, &authorization).await, 401, "{authorization}");
    }
    anonymous.get("/me").await.expect_problem(401, "not-signed-in");
    anonymous.get(&format!("/me?access_token={good}")).await.expect_problem(401, "not-signed-in");
    anonymous
        .with_header("cookie", &format!("access_token={good}"))
        .get("/me")
        .await
        .expect_problem(401, "not-signed-in");
    anonymous.with_token(good).get("/me").await.expect(200);
}

#[actix_web::test]
async fn letters_outside_ascii_are_no_token() {
    let w = World::new().await;
    let own = w.sign_in_answer("minh").await;
    let good = own["access_token"].as_str().unwrap();
    let now = w.clock.now();
    assert!(w.api.tokens.check(good, now).is_some());
    for token in [
        good.replacen('e', "е", 1),
        good.replace('.', "．"),
        format!("\u{feff}{good}"),
        format!("{good}\u{0}"),
        good.replacen('J', "Ｊ", 1),
        "ưđ.ưđ.ưđ".into(),
    ] {
        assert!(w.api.tokens.check(&token, now).is_none(), "{token}");
    }
}

#[actix_web::test]
async fn an_old_token_version_and_an_ended_session_are_refused_though_well_signed() {
    let w = World::new().await;
    let session = w.sign_in_answer("minh").await;
    let good = session["access_token"].as_str().unwrap().to_owned();
    let minh = w.anonymous().with_token(&good);
    assert_eq!(minh.delete("/sessions/current").await.status, 204);
    let next = w.sign_in_answer("minh").await;
    let next = next["access_token"].as_str().unwrap();
    // The same user and token version, fresh times, but the session that was signed out.
    let mut claims = claims_of(next);
    claims.insert("sid".into(), claims_of(&good)["sid"].clone());
    let forged = sign(ENCODED_HEADER, &Value::Object(claims).to_string());
    assert_eq!(status_of(&w.anonymous(), &format!("Bearer {forged}")).await, 401);
    let change =
        json!({ "current_password": crate::support::world::PASSWORD, "new_password": "gió chướng thổi qua đồng muối" });
    w.anonymous().with_token(next).post("/me/password", change).await.expect(200);
    assert_eq!(status_of(&w.anonymous(), &format!("Bearer {next}")).await, 401);
}
