//! The addresses of the apps, whether or not they are built in; what the apps do is tried in a browser.
use crate::support::World;

const POLICY: &str = "content-security-policy";

#[actix_web::test]
async fn the_root_leads_to_the_office_and_an_app_has_one_address() {
    let w = World::new().await;
    for (address, leads_to) in [("/", "/office/"), ("/office", "/office/"), ("/field", "/field/")] {
        let answer = w.anonymous().get(address).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some(leads_to)), "{address}");
    }
}

#[actix_web::test]
async fn an_app_is_served_under_a_strict_policy_or_says_that_it_is_not_built_in() {
    let w = World::new().await;
    for address in ["/field/", "/office/"] {
        let answer = w.anonymous().get(address).await;
        let page = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{address}");
        match answer.status {
            200 => {
                let policy = answer.header(POLICY).expect("a policy");
                assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{policy}");
                assert_eq!(answer.header("cache-control"), Some("no-cache"), "{address}");
                let tag = answer.header("etag").expect("a tag").to_owned();
                let again = w.anonymous().with_header("if-none-match", &tag).get(address).await;
                assert_eq!((again.status, again.bytes.len()), (304, 0), "{address}");
            }
            status => {
                assert_eq!(status, 503, "{address}");
                assert!(page.contains("make web") && page.contains("/api/docs"), "{page}");
            }
        }
    }
}

#[actix_web::test]
async fn nothing_beside_the_apps_is_served() {
    let w = World::new().await;
    for address in
        ["/assets/nothing.js", "/field/nothing", "/field/../../Cargo.toml", "/office/%2e%2e/%2e%2e/Cargo.toml"]
    {
        let answer = w.anonymous().get(address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("[package]"), "{address}");
    }
}
