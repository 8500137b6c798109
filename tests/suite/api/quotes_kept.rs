//! Kept quotes: they come out again whatever is recorded since; they promise, and are used; dry runs look at them.
use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    access::Scope,
    base::{Error, id::KeptQuoteId},
    db::{Who, schema::kept_quotes},
    features::quotes::{Method, Promised, note_used, promised},
};

use super::enrolments::Office;
use crate::support::{Client, World, maker::collects_for};

struct Desk {
    w: World,
    hoa: Client,
    trung: Client,
    mai: Client,
    area: String,
}

impl Desk {
    async fn new() -> Self {
        let w = World::new().await;
        let area = w.here("31825").to_string();
        Self { hoa: w.sign_in("hoa").await, trung: w.sign_in("trung").await, mai: w.sign_in("mai").await, area, w }
    }
    fn question(&self, changes: Value) -> Value {
        let mut body = json!({ "scheme": "bhxh_tn", "area_id": self.area, "method": "year", "income_vnd": 1_500_000, "groups": ["near_poor"] });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }
    fn household(&self) -> Value {
        json!({ "scheme": "bhyt_hgd", "area_id": self.area, "members": [
            { "key": "ông Mẫu", "months": 12, "previous_cover_ended_on": "2026-12-31" },
            { "key": "bà Mẫu", "months": 6, "groups": ["near_poor"] } ] })
    }
    async fn keep(&self, question: Value) -> Value {
        self.keep_as(&self.mai, question).await
    }
    async fn keep_as(&self, who: &Client, question: Value) -> Value {
        who.post("/kept-quotes", json!({ "question": question })).await.expect(201)
    }
    async fn again(&self, id: &str) -> Value {
        self.mai.post(&format!("/kept-quotes/{id}/recompute"), json!({})).await.expect(200)
    }
    /// What the quote promises a member who lives in the ward, within the reach of its collector or of another place.
    fn promised(&self, id: &str, member: &'static str, code: &str) -> Result<Promised, String> {
        self.promised_to(id, member, code, "31825")
    }
    /// The same to somebody who lives elsewhere.
    fn promised_to(&self, id: &str, member: &'static str, code: &str, home: &str) -> Result<Promised, String> {
        let (id, area): (KeptQuoteId, _) = (id.parse().expect("an id"), self.w.here(code));
        let home = self.w.here(home);
        let today = self.w.clock.today();
        let done = self.w.api.db.write_now(Who::program("tests"), move |tx| {
            tx.unchanged();
            promised(tx, &Scope::at(area, today), id, member, home)
        });
        done.map_err(|error| match error {
            Error::Problem(problem) => problem.spec.code.to_owned(),
            Error::Internal(what) => panic!("{what}"),
        })
    }
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("an id")
}

#[actix_web::test]
async fn a_kept_quote_comes_out_again_whatever_is_recorded_since() {
    let d = Desk::new().await;
    let (one, two) = (d.keep(d.question(json!({}))).await, d.keep(d.household()).await);
    assert_eq!(
        (&one["payable_vnd"], &one["open"], &one["valid_to"]),
        (&json!(2_376_000), &json!(true), &json!("2026-12-25"))
    );
    assert_eq!(one["question"]["on"], "2026-11-25", "the day is written down");
    let late = json!({ "kind": "rural_poverty_line", "value": 1_800_000, "effective_from": "2026-11-01", "legal_basis": "NĐ mẫu", "late_because": "Công bố muộn" });
    d.trung.post("/rates", late).await.expect(201);
    let late = json!({ "kind": "base_salary", "value": 2_900_000, "effective_from": "2026-11-01", "legal_basis": "NĐ mẫu", "late_because": "Công bố muộn" });
    d.trung.post("/rates", late).await.expect(201);
    let board = d.w.organisation("HĐND tỉnh mẫu", "peoples_council", d.w.here("96")).await;
    let rule = json!({ "area_id": d.w.here("96"), "issuer_id": board, "number": "9/2026/NQ-HĐND", "year": 2026, "scheme": "bhyt_hgd",
        "basis": "pct_of_contribution", "value": 100_000, "effective_from": "2026-01-01" });
    d.hoa.post("/support-rules", rule).await.expect(201);
    for (kept, now) in [(&one, None), (&two, Some(d.household()))] {
        let again = d.again(id(kept)).await;
        assert_eq!(again["same"], true);
        assert_eq!(again["answer"]["payable_vnd"], kept["payable_vnd"]);
        if let Some(question) = now {
            let other = d.mai.post("/quotes", question).await.expect(200);
            assert_ne!(other["payable_vnd"], kept["payable_vnd"], "today's answer is another");
            assert_eq!(other["members"][0]["supports"][0]["source"], "local");
        }
    }
    d.mai.post("/quotes", d.question(json!({}))).await.expect_problem(422, "income-below-floor");
    d.w.clock.advance_seconds(10 * 366 * 86_400);
    let mai = d.w.sign_in("mai").await;
    let again = mai.post(&format!("/kept-quotes/{}/recompute", id(&one)), json!({})).await.expect(200);
    assert_eq!((&again["same"], &again["answer"]["payable_vnd"]), (&json!(true), &json!(2_376_000)), "in ten years");
}

#[actix_web::test]
async fn an_answer_that_was_tampered_with_is_noticed() {
    let d = Desk::new().await;
    let kept = d.keep(d.question(json!({}))).await;
    let other = d.keep(d.question(json!({ "groups": ["poor"] }))).await;
    let (from, to): (KeptQuoteId, KeptQuoteId) =
        (id(&other).parse().expect("an id"), id(&kept).parse().expect("an id"));
    d.w.api
        .db
        .write_now(Who::program("tests"), move |tx| {
            tx.housekeeping("another row's answer");
            let answer: String = kept_quotes::table.find(from).select(kept_quotes::answer_sealed).first(tx.conn()?)?;
            diesel::update(kept_quotes::table.find(to))
                .set(kept_quotes::answer_sealed.eq(answer))
                .execute(tx.conn()?)?;
            Ok(())
        })
        .expect("a write");
    d.mai.get(&format!("/kept-quotes/{}", id(&kept))).await.expect_problem(500, "internal");
    d.mai.get(&format!("/kept-quotes/{}", id(&other))).await.expect(200);
}

#[actix_web::test]
async fn claims_of_groups_lie_sealed_and_lists_show_totals_only() {
    let d = Desk::new().await;
    let kept = d.keep(d.household()).await;
    let rows: Vec<(String, String)> =
        d.w.api
            .db
            .read_now(|conn| {
                Ok(kept_quotes::table.select((kept_quotes::question_sealed, kept_quotes::answer_sealed)).load(conn)?)
            })
            .expect("a read");
    assert!(rows.iter().all(|(question, answer)| !question.contains("near_poor") && !answer.contains("Mẫu")));
    let page = d.mai.get(&format!("/kept-quotes?area_id={}", d.area)).await;
    assert!(!String::from_utf8_lossy(&page.bytes).contains("near_poor"));
    let page = page.expect(200);
    assert_eq!((&page["items"][0]["id"], &page["items"][0]["members"]), (&kept["id"], &json!(2)));
    let shown = d.mai.get(&format!("/kept-quotes/{}", id(&kept))).await.expect(200);
    assert_eq!(shown["question"]["members"][1]["groups"][0], "near_poor");
    assert_eq!(shown["answer"]["payable_vnd"], kept["payable_vnd"]);
    let minh = d.w.sign_in("minh").await;
    // That Mai made one, of which scheme and for which days, is no secret in the ward; what they pay and claim is.
    let seen = minh.get(&format!("/kept-quotes/{}", id(&kept))).await.expect(200);
    assert_eq!((&seen["scheme"], &seen["paid_to"]), (&shown["scheme"], &shown["paid_to"]));
    for hidden in ["full_vnd", "payable_vnd", "question", "answer"] {
        assert_eq!(seen[hidden], Value::Null, "{hidden}");
    }
    let listed = minh.get("/kept-quotes").await.expect(200);
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["payable_vnd"]), (&kept["id"], &Value::Null));
    let again = minh.post(&format!("/kept-quotes/{}/recompute", id(&kept)), json!({})).await.expect(200);
    assert_eq!((&again["same"], &again["answer"]), (&json!(true), &Value::Null));
    let own = d.keep_as(&minh, d.household()).await;
    assert_eq!(minh.get(&format!("/kept-quotes/{}", id(&own))).await.expect(200)["payable_vnd"], kept["payable_vnd"]);
    let board = d.w.sign_in("hoa").await.get(&format!("/kept-quotes/{}", id(&kept))).await.expect(200);
    assert_eq!(board["payable_vnd"], kept["payable_vnd"], "the board sees the money of all");
    let dao = d.w.sign_in("dao").await;
    dao.get(&format!("/kept-quotes/{}", id(&kept))).await.expect_problem(404, "not-found");
}

#[actix_web::test]
async fn a_kept_quote_is_open_until_it_expires_or_is_used() {
    let d = Desk::new().await;
    let (one, two) = (d.keep(d.question(json!({}))).await, d.keep(d.question(json!({ "method": "month" }))).await);
    let open = async |client: &Client, open: bool| {
        let page = client.get(&format!("/kept-quotes?open={open}")).await.expect(200);
        page["items"].as_array().expect("items").iter().map(|i| id(i).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(open(&d.mai, true).await.len(), 2);
    let used: KeptQuoteId = id(&one).parse().expect("an id");
    let (area, today) = (d.w.here("31825"), d.w.clock.today());
    d.w.api
        .db
        .write_now(Who::program("tests"), move |tx| {
            tx.housekeeping("as an enrolment does in its own change");
            note_used(tx, &Scope::at(area, today), used)
        })
        .expect("a write");
    assert_eq!(
        (open(&d.mai, true).await, open(&d.mai, false).await),
        (vec![id(&two).to_owned()], vec![id(&one).to_owned()])
    );
    let again = d.again(id(&one)).await;
    assert_eq!(again["same"], true);
    // The month was due on 30/11; on 1/12 the second has expired.
    assert_eq!(two["valid_to"], "2026-11-30");
    d.w.clock.advance_seconds(6 * 86_400);
    let mai = d.w.sign_in("mai").await;
    assert_eq!((open(&mai, true).await.len(), open(&mai, false).await.len()), (0, 2));
}

#[actix_web::test]
async fn a_promise_is_what_an_enrolment_copies() {
    let d = Desk::new().await;
    let (one, two) = (d.keep(d.question(json!({}))).await, d.keep(d.household()).await);
    let promise = d.promised(id(&one), "self", "31825").expect("a promise");
    let amounts = (promise.full_vnd, promise.state_vnd, promise.local_vnd, promise.other_vnd, promise.payable_vnd);
    assert_eq!(amounts, (3_960_000, 1_584_000, 0, 0, 2_376_000));
    assert_eq!((promise.method, promise.months, promise.income_vnd), (Method::Year, 12, Some(1_500_000)));
    assert_eq!(promise.due_by.map(|day| day.to_string()).as_deref(), Some("2027-05-31"));
    assert_eq!((promise.groups_claimed, promise.rank), (vec!["near_poor".to_owned()], None));
    let card = d.promised(id(&two), "ông Mẫu", "31825").expect("a promise");
    let days = [card.starts_on, card.paid_to, card.lapsed_after].map(|day| day.to_string());
    assert_eq!(days, ["2027-01-01", "2027-12-31", "2027-12-31"]);
    assert_eq!((card.method, card.rank, card.payable_vnd), (Method::Card, Some(1), 1_366_200));
    assert_eq!(d.promised(id(&two), "nobody", "31825"), Err("quote-member-unknown".into()));
    assert_eq!(d.promised(id(&two), "ông Mẫu", "31834"), Err("kept-quote-unknown".into()), "out of reach");
    assert_eq!(d.promised(id(&two), "ông Mẫu", "96").map(|p| p.rank), Ok(Some(1)));
    // Local rules are those of the quote's area: it is of no use to people of another ward.
    assert_eq!(d.promised_to(id(&two), "ông Mẫu", "96", "31834"), Err("quote-for-another-area".into()));
}

#[actix_web::test]
async fn a_quote_of_an_organisation_is_not_there_for_the_others() {
    let d = Desk::new().await;
    let own = d.w.organisation("Bưu điện mẫu", "collection_organisation", d.w.here("96")).await;
    let other = d.w.organisation("Đại lý mẫu", "collection_organisation", d.w.here("96")).await;
    collects_for(&d.w.api.db, &own);
    let mai = d.w.sign_in("mai").await;
    let keep = async |organisation: &str| {
        let kept = json!({ "organisation_id": organisation, "question": d.question(json!({})) });
        id(&d.trung.post("/kept-quotes", kept).await.expect(201)).to_owned()
    };
    let (ours, theirs) = (keep(&own).await, keep(&other).await);
    let nobodys = id(&d.keep_as(&d.trung, d.question(json!({}))).await).to_owned();
    let page = mai.get("/kept-quotes").await.expect(200);
    let seen: Vec<&str> = page["items"].as_array().expect("items").iter().map(id).collect();
    assert_eq!(seen, [nobodys.as_str(), ours.as_str()]);
    assert_eq!(mai.get(&format!("/kept-quotes/{ours}")).await.expect(200)["payable_vnd"], 2_376_000);
    for path in [format!("/kept-quotes/{theirs}"), format!("/kept-quotes/{}", KeptQuoteId::new())] {
        mai.get(&path).await.expect_problem(404, "not-found");
        mai.post(&format!("{path}/recompute"), json!({})).await.expect_problem(404, "not-found");
    }
    let board = d.hoa.get("/kept-quotes").await.expect(200);
    assert_eq!(board["items"].as_array().map(Vec::len), Some(3), "the board sees those of all");
}

/// A decree of the poverty line or of the support of the near-poor from a day on.
fn decree(kind: &str, value: i64, from: &str) -> Value {
    let key = (kind == "state_support_bhxh_tn").then_some("near_poor");
    json!({ "kind": kind, "key": key, "value": value, "effective_from": from, "legal_basis": "NĐ mẫu", "late_because": "Công bố muộn" })
}

#[actix_web::test]
async fn a_decree_recorded_after_the_quote_ends_it() {
    let d = Desk::new().await;
    let valid_to = |kept: &Value| d.promised(id(kept), "self", "31825").expect("a promise").valid_to.to_string();
    let kept = d.keep(d.question(json!({}))).await;
    assert_eq!(valid_to(&kept), "2026-12-25");
    d.trung.post("/rates", decree("rural_poverty_line", 2_200_000, "2026-12-01")).await.expect(201);
    assert_eq!(valid_to(&kept), "2026-11-30", "until the day before the decree");
    let body =
        json!({ "kind": "fund_interest", "value": 3_500, "effective_from": "2026-11-26", "legal_basis": "TT mẫu" });
    d.trung.post("/rates", body).await.expect(201);
    assert_eq!(valid_to(&kept), "2026-11-30", "what it does not rest on changes nothing");
    d.trung.post("/rates", decree("rural_poverty_line", 1_800_000, "2026-11-20")).await.expect(201);
    assert_eq!(valid_to(&kept), "2026-11-24", "on its own day the law says otherwise");
    assert_eq!(d.again(id(&kept)).await["answer"]["payable_vnd"], 2_376_000, "as it was given it comes out still");
}

#[actix_web::test]
async fn a_dry_run_speaks_of_its_own_change_alone() {
    let d = Desk::new().await;
    let near_poor = d.keep(d.question(json!({}))).await;
    d.keep(d.question(json!({ "groups": [] }))).await;
    // Whoever holds a quote may pay until the day before the new line.
    let line = decree("rural_poverty_line", 2_000_000, "2026-12-10");
    let effects = d.hoa.post("/rates/preview", line).await.expect(200);
    assert_eq!((&effects["changed"], &effects["refused"]), (&json!(2), &json!(0)));
    let first = effects["quotes"].as_array().expect("quotes").iter().find(|q| q["id"] == near_poor["id"]).expect("it");
    assert_eq!(
        (&first["payable_vnd"], &first["would_be_vnd"], &first["would_hold_to"]),
        (&json!(2_376_000), &json!(2_376_000), &json!("2026-12-09"))
    );
    d.trung.post("/rates", decree("state_support_bhxh_tn", 500_000, "2026-11-25")).await.expect(201);
    let interest =
        json!({ "kind": "fund_interest", "value": 3_500, "effective_from": "2026-11-25", "legal_basis": "TT mẫu" });
    let effects = d.hoa.post("/rates/preview", interest).await.expect(200);
    assert_eq!((&effects["looked_at"], &effects["changed"]), (&json!(2), &json!(0)), "not of the one before");
    let line = decree("rural_poverty_line", 2_000_000, "2026-11-25");
    let effects = d.hoa.post("/rates/preview", line).await.expect(200);
    let sums = ["changed", "refused", "payable_vnd", "would_be_vnd"].map(|name| effects[name].clone());
    assert_eq!(sums, [json!(2), json!(2), json!(0), json!(0)], "a refusal is no amount");
}

#[actix_web::test]
async fn an_id_of_the_client_is_taken_once_and_an_organisation_is_named() {
    let d = Desk::new().await;
    let post = d.w.organisation("Bưu điện mẫu", "collection_organisation", d.w.here("96")).await;
    let own = KeptQuoteId::new().to_string();
    let body = json!({ "id": own, "organisation_id": post, "question": d.question(json!({})) });
    let kept = d.hoa.post("/kept-quotes", body.clone()).await.expect(201);
    assert_eq!((id(&kept), &kept["organisation_id"]), (own.as_str(), &json!(post)));
    d.hoa.post("/kept-quotes", body).await.expect_problem(409, "already-exists");
    let nobody = json!({ "organisation_id": KeptQuoteId::new().to_string(), "question": d.question(json!({})) });
    d.hoa.post("/kept-quotes", nobody).await.expect_problem(404, "not-found");
    let wrong = json!({ "question": d.question(json!({ "income_vnd": 1 })) });
    d.hoa.post("/kept-quotes", wrong).await.expect_problem(422, "income-below-floor");
}

#[actix_web::test]
async fn a_dry_run_says_which_open_quotes_would_come_out_otherwise() {
    let d = Desk::new().await;
    let year = d.keep(d.question(json!({}))).await;
    d.keep(d.household()).await;
    let elsewhere = d.w.sign_in("dak").await;
    let far = json!({ "scheme": "bhxh_tn", "area_id": d.w.here("66"), "method": "year", "income_vnd": 1_500_000 });
    elsewhere.post("/kept-quotes", json!({ "question": far })).await.expect(201);
    let lines = d.w.audit_lines();
    let decree = json!({ "kind": "state_support_bhxh_tn", "key": "near_poor", "value": 500_000, "effective_from": "2026-11-25", "legal_basis": "NĐ mẫu" });
    let effects = d.hoa.post("/rates/preview", decree.clone()).await.expect(200);
    assert_eq!((&effects["looked_at"], &effects["changed"], &effects["more"]), (&json!(2), &json!(1), &json!(false)));
    let changed = &effects["quotes"][0];
    assert_eq!(
        (&changed["id"], &changed["payable_vnd"], &changed["would_be_vnd"]),
        (&year["id"], &json!(2_376_000), &json!(1_980_000))
    );
    assert_eq!(
        (&effects["replaces"]["value"], &effects["from"], &effects["to"]),
        (&json!(400_000), &json!("2026-11-25"), &Value::Null)
    );
    // Nothing was recorded, and the quotes hold as they were given.
    assert_eq!(d.w.audit_lines(), lines);
    assert_eq!(d.again(id(&year)).await["answer"]["payable_vnd"], 2_376_000);
    let floor = json!({ "kind": "rural_poverty_line", "value": 2_000_000, "effective_from": "2026-11-25", "legal_basis": "NĐ mẫu" });
    let effects = d.hoa.post("/rates/preview", floor).await.expect(200);
    assert_eq!(
        (&effects["changed"], &effects["quotes"][0]["would_be_vnd"]),
        (&json!(1), &Value::Null),
        "it would be refused"
    );
    assert_eq!(effects["to"], "2026-12-31", "until the line of 2027");
    let later =
        json!({ "kind": "base_salary", "value": 2_900_000, "effective_from": "2027-07-01", "legal_basis": "NĐ mẫu" });
    assert_eq!(d.hoa.post("/rates/preview", later).await.expect(200)["changed"], 0);
    d.hoa
        .post(
            "/rates/preview",
            json!({ "kind": "base_salary", "value": 1, "effective_from": "2027-07-01", "legal_basis": "x" }),
        )
        .await
        .expect_problem(422, "rate-value");
}

#[actix_web::test]
async fn nobody_signs_or_pays_on_a_quote_that_a_decree_has_ended() {
    let office = Office::new().await;
    let trung = office.ward.w.sign_in("trung").await;
    let promised = office.promise(&office.sau).await;
    office.act(&office.mai, &promised, "declare", json!({})).await.expect(200);
    let kept = office.quote(&office.own, json!({})).await;
    let next_ward = office.ward.w.here("31834").to_string();
    let elsewhere = office.quote(&office.own, json!({ "area_id": next_ward })).await;
    let another = office.another(1).await;
    let sign = async |quote: &str| office.board.post("/enrolments", office.body(quote, &another, &office.own)).await;
    sign(&elsewhere).await.expect_problem(422, "quote-for-another-area");
    // A promise that waits for its payment is looked at too.
    let line = decree("rural_poverty_line", 2_200_000, "2026-11-25");
    let effects = office.board.post("/rates/preview", line.clone()).await.expect(200);
    assert_eq!((&effects["looked_at"], &effects["refused"]), (&json!(3), &json!(3)));
    trung.post("/rates", line).await.expect(201);
    sign(&kept).await.expect_problem(409, "quote-out-of-date");
    let paid = office.act(&office.mai, &promised, "pay", Office::payment("BL0000001")).await;
    paid.expect_problem(409, "quote-out-of-date");
}

#[actix_web::test]
async fn a_dry_run_counts_whose_next_payment_would_be_another() {
    let office = Office::new().await;
    office.paid(&office.sau, "BL0001").await;
    let another = office.another(1).await;
    office.month(&another, "BL0002", "2026-11").await;
    let trung = office.ward.w.sign_in("trung").await;
    let counted = async |kind: &str, value: i64, from: &str| {
        let effects = trung.post("/rates/preview", decree(kind, value, from)).await.expect(200);
        let renewals = ["renewals_looked_at", "renewals_changed"].map(|name| effects[name].as_i64().expect("a count"));
        assert_eq!((&effects["changed"], &effects["renewals_more"]), (&json!(0), &json!(false)));
        renewals
    };
    // A month ends on 30/11/2026: who pays next before the decree pays by the old law. A year ends on 31/10/2027, when the
    // law that is recorded already refuses the income: no doing of this decree.
    assert_eq!(counted("rural_poverty_line", 1_400_000, "2026-12-02").await, [2, 0]);
    assert_eq!(counted("rural_poverty_line", 1_400_000, "2026-12-01").await, [2, 1]);
    assert_eq!(counted("rural_poverty_line", 2_200_000, "2026-12-01").await, [2, 1], "refused is another answer too");
    assert_eq!(counted("rural_poverty_line", 1_500_000, "2026-12-01").await, [2, 0], "nothing new");
}

#[actix_web::test]
async fn a_collector_keeps_no_quote_in_another_organisations_name() {
    let office = Office::new().await;
    let body = |organisation: &str| json!({ "organisation_id": organisation, "question": office.question(json!({})) });
    for who in [&office.mai, &office.quan] {
        who.post("/kept-quotes", body(&office.other)).await.expect_problem(422, "organisation-not-yours");
        who.post("/kept-quotes", body(&office.own)).await.expect(201);
    }
    office.board.post("/kept-quotes", body(&office.other)).await.expect(201);
}
