//! Attribution over HTTP: sign-ups shared out among the touches before them, untouched ones shown and credited to nobody.
use serde_json::{Value, json};
use tungnha::methods::wording::causal;

use super::{
    enrolments::Office,
    hand_overs::work_for,
    touches::{attend, held, send},
    visits::id,
};
use crate::support::Client;

/// Six sign-ups after touches of all kinds, one without; and somebody who was touched and did not sign up.
struct Campaign {
    office: Office,
    event: String,
    partner: String,
    untouched: Value,
}

impl Campaign {
    async fn new() -> Self {
        let office = Office::new().await;
        let w = &office.ward.w;
        let partner = w.organisation("Hội Phụ nữ Mẫu", "womens_union", w.here("96")).await;
        let event = held(w, &office.board, "2026-11-10", &[&partner]).await;
        let mut people = vec![office.sau.clone()];
        for n in 1..7 {
            people.push(office.another(n).await);
        }
        let untouched = office.promise(&people[6]).await;
        let came: Vec<&str> = people[..4].iter().map(String::as_str).collect();
        attend(&office.board, &event, &came).await.expect(201);
        let written: Vec<&str> = people[2..6].iter().map(String::as_str).collect();
        send(&office.board, "2026-11-15", &written, json!({ "organisation_id": office.own })).await.expect(201);
        send(&office.board, "2026-11-01", &[people[0].as_str()], json!({ "channel": "phone_call" })).await.expect(201);
        let met = json!({ "outcome": "informed", "people": [people[0]], "organisation_id": partner });
        office.ward.visit(met).await;
        office.ward.visit(json!({ "outcome": "informed", "people": [office.ward.tu] })).await;
        for (n, person) in people[..6].iter().enumerate() {
            match n {
                0 => drop(office.paid(person, "BL1").await),
                _ => drop(office.promise(person).await),
            }
        }
        Self { office, event, partner, untouched }
    }
    async fn figures(&self, who: &Client, query: &str) -> Value {
        who.get(&format!("/attribution?area_id={}{query}", self.office.ward.area)).await.expect(200)
    }
    /// Every sign-up behind a row, page by page.
    async fn behind(&self, who: &Client, by: &str, key: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let area = self.office.ward.area;
            let path = format!("/attribution/enrolments?area_id={area}&by={by}&key={key}&limit=2{cursor}");
            let page = who.get(&path).await.expect(200);
            all.extend(page["items"].as_array().expect("items").clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return all,
            }
        }
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn credit(row: &Value, model: &str) -> f64 {
    let credits = row["credits"].as_array().expect("credits");
    number(&credits.iter().find(|credit| credit["model"] == model).expect("the model")["credit"])
}

const MODELS: [&str; 7] = ["last", "first", "linear", "decay_7", "decay_30", "position", "markov"];

#[actix_web::test]
async fn credits_and_untouched_make_up_the_sign_ups_and_lead_to_them() {
    let campaign = Campaign::new().await;
    let board = &campaign.office.board;
    for by in ["channel", "event_type", "partner", "organisation"] {
        let seen = campaign.figures(board, &format!("&by={by}")).await;
        assert_eq!(
            (&seen["sign_ups"], &seen["touched"], &seen["untouched"], &seen["touched_without_sign_up"]),
            (&json!(7), &json!(6), &json!(1), &json!(1)),
            "{by}"
        );
        let rows = seen["rows"].as_array().expect("rows");
        for model in MODELS {
            let whole: f64 = rows.iter().map(|row| credit(row, model)).sum();
            assert!(
                (whole + number(&seen["untouched"]) - number(&seen["sign_ups"])).abs() < 1e-9,
                "{by} {model}: {whole}"
            );
        }
        for row in rows {
            let key = row["key"].as_str().expect("a key");
            let behind = campaign.behind(board, by, key).await;
            assert_eq!(json!(behind.len()), row["sign_ups"], "{by} {key}");
            for model in MODELS.iter().filter(|model| **model != "markov") {
                let whole: f64 = behind.iter().map(|item| credit(item, model)).sum();
                assert!((whole - credit(row, model)).abs() < 1e-9, "{by} {key} {model}");
            }
        }
    }
    let nobody = campaign.behind(board, "channel", "untouched").await;
    assert_eq!((nobody.len(), &nobody[0]["id"]), (1, &campaign.untouched["id"]));
    assert_eq!((&nobody[0]["touches"], &nobody[0]["credits"]), (&json!(0), &json!([])));
    let partner = campaign.figures(board, "&by=partner").await;
    let row = partner["rows"].as_array().expect("rows").iter().find(|row| row["key"] == json!(campaign.partner));
    // One came to the event and nothing else: half. Two had a message after it: half of a half each. One had a call, the
    // event and this body's own visit: half of a third, and a third.
    let wanted = 0.5 + 2.0 * 0.25 + 0.5 / 3.0 + 1.0 / 3.0;
    let row = row.expect("the partner");
    assert!((credit(row, "linear") - wanted).abs() < 1e-9, "{row}");
    assert_eq!(row["label"], "Hội Phụ nữ Mẫu");
    let organisation = campaign.figures(board, "&by=organisation").await;
    let own = organisation["rows"].as_array().expect("rows").iter().find(|row| row["key"] == json!(campaign.partner));
    assert_eq!(own.expect("of its visit")["sign_ups"], 1, "a partner is no organiser");
}

#[actix_web::test]
async fn what_is_paid_counts_on_its_day_and_a_campaign_has_its_own_touches() {
    let campaign = Campaign::new().await;
    let board = &campaign.office.board;
    let paid = campaign.figures(board, "&measure=paid&by=event_type").await;
    assert_eq!((&paid["sign_ups"], &paid["touched"], &paid["untouched"]), (&json!(1), &json!(1), &json!(0)));
    let keys: Vec<&str> =
        paid["rows"].as_array().expect("rows").iter().map(|row| row["key"].as_str().expect("a key")).collect();
    assert_eq!(keys.len(), 3);
    assert!(["visit", "event:dialogue", "message:phone_call"].iter().all(|key| keys.contains(key)), "{keys:?}");
    let other = campaign.figures(board, "&campaign_id=0198f3c2-7d1e-7a44-9c50-0000000000aa").await;
    assert_eq!((&other["touched"], &other["untouched"], &other["rows"]), (&json!(0), &json!(7), &json!([])));
    let card = campaign.figures(board, "&scheme=bhyt_hgd").await;
    assert_eq!((&card["sign_ups"], &card["windows"][0]["days"]), (&json!(0), &json!(60)));
    let cancel = json!({ "reason": "Không tổ chức" });
    board.post(&format!("/events/{}/cancel", campaign.event), cancel).await.expect(200);
    let seen = campaign.figures(board, "").await;
    assert_eq!((&seen["touched"], &seen["untouched"]), (&json!(5), &json!(2)), "one had come to the event alone");
    let area = campaign.office.ward.area;
    for span in ["&from=2025-01-01&to=2026-11-25", "&from=2026-11-25&to=2026-11-24"] {
        board.get(&format!("/attribution?area_id={area}{span}")).await.expect_problem(422, "attribution-span");
    }
    let yesterday = campaign.figures(board, "&from=2026-11-01&to=2026-11-24").await;
    assert_eq!(yesterday["sign_ups"], 0);
}

#[actix_web::test]
async fn an_organisation_sees_its_own_and_an_analyst_no_small_group() {
    let campaign = Campaign::new().await;
    let (ward, phuc) = (&campaign.office.ward, campaign.office.ward.w.sign_in("phuc").await);
    assert_eq!(campaign.figures(&campaign.office.quan, "").await["sign_ups"], 7);
    work_for(ward, &campaign.office.other);
    assert_eq!(campaign.figures(&campaign.office.quan, "").await["sign_ups"], 0, "another organisation's");
    assert!(campaign.behind(&campaign.office.quan, "channel", "untouched").await.is_empty());
    work_for(ward, &campaign.office.own);
    let hidden = campaign.figures(&phuc, "").await;
    assert_eq!((&hidden["withheld"], &hidden["sign_ups"], &hidden["rows"]), (&json!(true), &Value::Null, &json!([])));
    phuc.get(&format!("/attribution/enrolments?area_id={}&key=untouched", ward.area))
        .await
        .expect_problem(403, "not-allowed");
    ward.lan.get(&format!("/attribution?area_id={}", ward.area)).await.expect_problem(403, "not-allowed");
    // Who collects for one organisation besides is no nearer to the sign-ups of the others.
    let user = id(&phuc.get("/me").await.expect(200)).to_owned();
    let grant = json!({ "role": "collector_manager", "area_id": ward.area, "organisation_id": campaign.office.other });
    campaign.office.board.post(&format!("/users/{user}/grants"), grant).await.expect(201);
    assert_eq!(campaign.figures(&phuc, "").await["withheld"], true, "collects for another");
    // A file keeps back the same, and says so.
    let path = format!("/attribution.csv?area_id={}", ward.area);
    let file = String::from_utf8(phuc.get(&path).await.bytes).expect("text");
    assert!(file.contains("dưới 5 người") && file.contains("Tổng số lượt đăng ký,,"), "{file}");
    // With the last one touched nobody stands apart; small rows are folded together.
    let last = campaign.untouched["person_id"].as_str().expect("a person");
    send(&campaign.office.board, "2026-11-20", &[last], json!({})).await.expect(201);
    campaign.office.promise(&ward.tu.to_string()).await;
    let seen = campaign.figures(&phuc, "").await;
    assert_eq!(
        (&seen["withheld"], &seen["sign_ups"], &seen["touched"]),
        (&json!(false), &json!(8), &json!(8)),
        "{seen}"
    );
    let rows = seen["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| number(&row["sign_ups"]) >= 5.0), "{rows:?}");
    for model in MODELS {
        let whole: f64 = rows.iter().map(|row| credit(row, model)).sum();
        assert!((whole - 8.0).abs() < 1e-9, "{model}: {whole}");
    }
}

/// Every text in an answer.
fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
        Value::Object(all) => all.values().for_each(|one| texts(one, found)),
        _ => {}
    }
}

#[actix_web::test]
async fn no_answer_says_why_anybody_signed_up() {
    let campaign = Campaign::new().await;
    let office = &campaign.office;
    for language in ["vi", "en"] {
        for who in [office.board.clone(), office.ward.w.sign_in("phuc").await] {
            let who = who.with_header("accept-language", language);
            for by in ["channel", "event_type", "partner", "organisation"] {
                let seen = campaign.figures(&who, &format!("&by={by}")).await;
                let mut all = Vec::new();
                texts(&seen, &mut all);
                assert!(all.len() > 10 && all.iter().all(|text| causal(text).is_none()), "{all:?}");
                let file = who.get(&format!("/attribution.csv?area_id={}&by={by}", office.ward.area)).await;
                let file = String::from_utf8(file.bytes).expect("text");
                assert!(file.contains("Chia đều") && causal(&file).is_none(), "{file}");
            }
        }
    }
    let document: Value = serde_json::from_str((office.ward.w.api.openapi)()).expect("a document");
    for path in [
        "/attribution",
        "/attribution/enrolments",
        "/persons/{id}/touches",
        "/enrolments/{id}/touches",
        "/area-exposures",
    ] {
        let mut all = Vec::new();
        texts(&document["paths"][format!("/api/v1{path}")]["get"]["summary"], &mut all);
        assert!(all.len() == 1 && causal(all[0]).is_none(), "{path}: {all:?}");
    }
    assert_eq!(id(&campaign.untouched).len(), 36);
}
