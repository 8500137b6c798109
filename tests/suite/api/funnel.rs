//! The funnel over HTTP: what counts at which step, whose, the rows behind each figure, and the cells it is read from.
use serde_json::{Value, json};
use tungnha::{features::FIGURES, methods::wording};

use super::{
    enrolments::Office,
    visits::{Ward, id},
};
use crate::support::{Client, World, dump::tamper, inside::Inside};

/// How many figures of any kind differ from their recount.
pub fn wrong_figures(w: &World) -> usize {
    FIGURES.iter().map(|figures| w.api.db.read_now(|conn| figures.verify(conn)).expect("a recount").different).sum()
}

/// Every figure counted anew; how many cells.
pub fn counted_anew(w: &World) -> usize {
    FIGURES.iter().map(|figures| figures.rebuild(&w.api.db).expect("a recount")).sum()
}

impl Ward {
    async fn funnel(&self, rest: &str) -> Value {
        self.minh.get(&format!("/funnel?area_id={}{rest}", self.area)).await.expect(200)
    }
}

const STEPS: [&str; 12] = [
    "listed",
    "attempted",
    "doors",
    "met",
    "talked",
    "interested",
    "led_on",
    "signed",
    "paid",
    "issued",
    "ended",
    "renewed",
];

/// What stands at a step.
fn at<'v>(row: &'v Value, step: &str) -> &'v Value {
    &row["counts"][STEPS.iter().position(|known| *known == step).expect("a step")]
}
fn sums(row: &Value) -> [i64; 4] {
    ["doors", "met", "talked", "interested"].map(|step| at(row, step).as_i64().expect("a count"))
}
fn rate<'v>(row: &'v Value, name: &str) -> &'v Value {
    row["rates"].as_array().expect("rates").iter().find(|rate| rate["rate"] == name).expect("the rate")
}

/// Follows the address of a step and counts the rows it leads to.
async fn behind(who: &Client, funnel: &Value, row: &Value, step: &str) -> usize {
    let at = &funnel["steps"].as_array().expect("steps").iter().find(|shown| shown["step"] == step).expect("a step");
    let path = at["rows_at"].as_str().expect("an address").strip_prefix("/api/v1").expect("of this interface");
    let narrowed = row["behind"].as_str().expect("a narrowing");
    let page = who.get(&format!("{path}&{narrowed}&limit=200")).await.expect(200);
    page["items"].as_array().expect("items").len()
}

/// Whether each count of a funnel is the number of rows to which its address leads.
async fn is_borne_out(who: &Client, funnel: &Value) -> usize {
    let (mut looked_at, rows) = (0, funnel["rows"].as_array().expect("rows"));
    for row in rows.iter().chain([&funnel["total"]]) {
        for (step, count) in STEPS.iter().zip(row["counts"].as_array().expect("counts")) {
            if let Some(count) = count.as_u64() {
                let found = behind(who, funnel, row, step).await;
                assert_eq!(u64::try_from(found).expect("few"), count, "{step} of {}", row["label"]);
                looked_at += 1;
            }
        }
    }
    looked_at
}

#[actix_web::test]
async fn every_visit_counts_as_far_as_it_came() {
    let ward = Ward::new().await;
    let said = |interest: &str| json!([{ "person_id": ward.tu, "scheme": "bhxh_tn", "interest": interest }]);
    for (outcome, interests, wanted) in [
        ("wrong_address", json!([]), [0, 0, 0, 0]),
        ("not_home", json!([]), [1, 0, 0, 0]),
        ("refused", json!([]), [2, 1, 0, 0]),
        ("refused", said("no"), [3, 2, 1, 0]),
        ("informed", json!([]), [4, 3, 2, 0]),
        ("informed", said("maybe"), [5, 4, 3, 1]),
        ("agreed", json!([]), [6, 5, 4, 2]),
    ] {
        ward.visit(json!({ "outcome": outcome, "interests": interests })).await;
        assert_eq!(sums(&ward.funnel("").await["total"]), wanted, "{outcome}");
    }
    let summary = ward.funnel("").await;
    assert_eq!((summary["rows"].as_array().expect("rows").len(), &summary["rows"][0]["key"]), (1, &json!("2026-11")));
    let contact = rate(&summary["total"], "contact");
    assert_eq!(
        (&contact["numerator"], &contact["denominator"], &contact["percent"]),
        (&json!(5), &json!(6), &Value::Null)
    );
    assert_eq!(wrong_figures(&ward.w), 0);
}

#[actix_web::test]
async fn a_corrected_visit_counts_as_corrected() {
    let ward = Ward::new().await;
    let first = ward.visit(json!({ "outcome": "agreed", "occurred_at": "2026-10-31T08:00:00+07:00" })).await;
    let content =
        json!({ "amend_reason": "Nhầm ngày", "occurred_at": "2026-11-01T08:00:00+07:00", "outcome": "not_home" });
    ward.amend(&first, content).await.expect(201);
    for (span, wanted) in [
        ("", [1, 0, 0, 0]),
        ("&to=2026-10-31", [0, 0, 0, 0]),
        ("&from=2026-11-01&to=2026-11-01", [1, 0, 0, 0]),
        ("&from=2026-01-01&to=2026-12-31&group_by=area", [1, 0, 0, 0]),
    ] {
        assert_eq!(sums(&ward.funnel(span).await["total"]), wanted, "{span}");
    }
    assert_eq!(wrong_figures(&ward.w), 0);
}

#[actix_web::test]
async fn shares_are_said_with_their_doubt_and_rows_by_whom_they_are_asked() {
    let ward = Ward::new().await;
    let union = ward.w.organisation("Hội Liên hiệp Phụ nữ Mẫu", "womens_union", ward.area).await;
    for n in 0..20 {
        let outcome = if n < 15 { "informed" } else { "not_home" };
        ward.visit(json!({ "outcome": outcome, "organisation_id": union, "occurred_at": format!("2026-{:02}-10T08:00:00+07:00", 1 + n % 10) })).await;
    }
    ward.visit(json!({ "outcome": "informed" })).await;
    let summary = ward.funnel("&group_by=organisation&from=2026-01-01&to=2026-10-31").await;
    let row = &summary["rows"][0];
    assert_eq!((&row["key"], sums(row)), (&json!(union), [20, 15, 15, 0]));
    assert_eq!(sums(&summary["total"]), [20, 15, 15, 0]);
    // Wilson, 15 of 20: 53.13 to 88.81.
    let contact = rate(row, "contact");
    assert_eq!(
        (&contact["percent"], &contact["low_percent"], &contact["high_percent"]),
        (&json!(75.0), &json!(53.13), &json!(88.81))
    );
    let until = |n: usize| (summary["ripening"][n]["rate"].clone(), summary["ripening"][n]["ripe_to"].clone());
    assert_eq!(until(0), (json!("attempt"), json!("2026-10-11")));
    assert_eq!(until(4), (json!("persistency"), json!("2026-08-27")));
    let months = ward.funnel("&from=2026-02-01&to=2026-04-30").await;
    let keys: Vec<&str> =
        months["rows"].as_array().expect("rows").iter().filter_map(|row| row["key"].as_str()).collect();
    assert_eq!(keys, ["2026-02", "2026-03", "2026-04"]);
    let backwards = format!("/funnel?area_id={}&from=2026-02-01&to=2026-01-31", ward.area);
    ward.minh.get(&backwards).await.expect_problem(422, "period-backwards");
}

/// Whoever signed up last week is not issued yet: that makes nobody weak.
#[actix_web::test]
async fn nobody_is_weak_by_what_is_young() {
    let ward = Ward::new().await;
    let mut own = Vec::new();
    for name in ["Hội Mẫu Một", "Hội Mẫu Hai"] {
        own.push(ward.w.organisation(name, "womens_union", ward.area).await);
    }
    // Paid on a day in September and on one last week, a hundred each, and how many of them are issued.
    for (key, [old, young]) in own.iter().zip([[90, 0], [40, 100]]) {
        let cells = [
            ("day", "2026-09-01", 100, old),
            ("day", "2026-11-20", 100, young),
            ("month", "2026-09-01", 100, old),
            ("month", "2026-11-01", 100, young),
            ("year", "2026-01-01", 200, old + young),
        ];
        for (grain, on, paid, issued) in cells {
            Inside::of(&ward.w).run(&format!(
                "INSERT INTO funnel_cells (area_id, parent_id, grouping, grain, on_day, group_key, listed, attempted, doors, met, talked, \
                 interested, led_on, signed, paid, issued, ended, renewed) \
                 VALUES ('{}', '', 'organisation', '{grain}', '{on}', '{key}', 0, 0, 0, 0, 0, 0, 0, 0, {paid}, {issued}, 0, 0)",
                ward.area
            ));
        }
    }
    let seen = ward.funnel("&group_by=organisation").await;
    let weak = &seen["weakest"][0];
    assert_eq!((&weak["key"], &weak["rate"]), (&json!(own[1]), &json!("issue")), "{seen}");
    assert_eq!((&weak["percent"], &weak["to"]), (&json!(40.0), &json!("2026-10-11")));
}

#[actix_web::test]
async fn a_cell_that_was_changed_behind_its_back_is_found_and_counted_anew() {
    let ward = Ward::new().await;
    ward.visit(json!({})).await;
    for change in [
        "UPDATE funnel_cells SET met = met + 1 WHERE grain = 'year'",
        "UPDATE funnel_cells SET days = REPLACE(days, 'c', 'd') WHERE grain = 'month'",
        "DELETE FROM funnel_cells WHERE grain = 'month'",
        "UPDATE funnel_cells SET grouping = 'never_heard_of' WHERE grouping = 'all'",
        "UPDATE funnel_cells SET area_id = 'nowhere' WHERE grouping = 'all' AND grain = 'month' AND area_id = parent_id",
    ] {
        assert!(tamper(&ward.w.db, change) > 0, "{change}");
        assert!(wrong_figures(&ward.w) > 0, "{change}");
        assert!(counted_anew(&ward.w) > 0);
        assert_eq!(wrong_figures(&ward.w), 0, "{change}");
    }
    assert!(tamper(&ward.w.db, "UPDATE visits SET reached = 'door'") > 0);
    assert!(wrong_figures(&ward.w) > 0, "a visit behind its back");
}

#[actix_web::test]
async fn figures_without_a_cell_are_counted_when_the_program_starts() {
    let ward = Ward::new().await;
    ward.visit(json!({})).await;
    assert!(tamper(&ward.w.db, "DELETE FROM funnel_cells") > 0);
    tungnha::features::first_run(&ward.w.api.db).expect("a start");
    assert_eq!(wrong_figures(&ward.w), 0);
}

/// A campaign: a list of the ward's doors, visits for the women's union, sign-ups that name them, some paid, one issued.
struct Way {
    office: Office,
    campaign: String,
    list: String,
    visit: String,
}

impl Way {
    async fn new() -> Self {
        let office = Office::new().await;
        let ward = &office.ward;
        let campaign = json!({ "code": "MAU", "name": "Đợt mẫu", "area_id": ward.w.here("96"), "owner_id": office.own,
            "schemes": ["bhxh_tn"], "starts_on": "2026-11-01", "ends_on": "2026-12-31" });
        let campaign = id(&office.board.post("/campaigns", campaign).await.expect(201)).to_owned();
        let list = json!({ "area_id": ward.area, "campaign_id": campaign, "name": "Danh sách mẫu",
            "criteria": { "never_met": true }, "order": { "by": "house" } });
        let list = ward.minh.post("/walk-lists", list).await;
        let list = id(&list.expect(201)).to_owned();
        let said = json!([{ "person_id": office.sau, "scheme": "bhxh_tn", "interest": "yes" }]);
        let visit = json!({ "outcome": "informed", "campaign_id": campaign, "interests": said, "people": [office.sau],
            "occurred_at": "2026-11-25T09:00:00+07:00" });
        let visit = id(&ward.visit(visit).await).to_owned();
        Self { office, campaign, list, visit }
    }
    async fn promise_at_the_door(&self, person: &str) -> Value {
        let office = &self.office;
        let quote = office.quote(&office.own, json!({})).await;
        let mut body = office.body(&quote, person, &office.own);
        body["source"] = json!({ "kind": "visit", "id": self.visit });
        office.mai.post("/enrolments", body).await.expect(201)
    }
    async fn funnel(&self, who: &Client, rest: &str) -> Value {
        who.get(&format!("/funnel?area_id={}{rest}", self.office.ward.area)).await.expect(200)
    }
}

#[actix_web::test]
async fn from_the_list_to_the_card_every_count_leads_to_its_rows() {
    let way = Way::new().await;
    let (office, board) = (&way.office, &way.office.board);
    let seven = office.another(7).await;
    let first = way.promise_at_the_door(&office.sau).await;
    way.promise_at_the_door(&seven).await;
    office.act(&office.mai, &first, "declare", json!({})).await.expect(200);
    office.act(&office.mai, &first, "pay", Office::payment("BL1")).await.expect(200);
    office.hand_in(&[&first]).await.expect(201);
    office
        .act(&office.quan, &first, "issue", json!({ "number": "9677000123", "issued_on": "2026-11-25" }))
        .await
        .expect(200);
    let eight = office.another(8).await;
    office.promise(&eight).await;

    let all = way.funnel(board, "").await;
    let total = &all["total"];
    let counts = |row: &Value, steps: [&str; 6]| steps.map(|step| at(row, step).clone());
    assert_eq!(
        counts(total, ["doors", "met", "talked", "interested", "led_on", "signed"]),
        [1, 1, 1, 1, 1, 3].map(|n| json!(n))
    );
    assert_eq!(
        counts(total, ["listed", "attempted", "paid", "issued", "ended", "renewed"]),
        [1, 1, 1, 1, 0, 0].map(|n| json!(n))
    );
    for by in ["month", "organisation", "campaign", "channel", "user"] {
        let seen = way.funnel(&office.ward.minh, &format!("&group_by={by}")).await;
        assert!(is_borne_out(board, &seen).await > 12, "{by}");
    }
    let province = format!("/funnel?area_id={}&group_by=area", office.ward.w.here("96"));
    let below = board.get(&province).await.expect(200);
    assert_eq!(below["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(is_borne_out(board, &below).await, 24);
    let campaigns = way.funnel(board, "&group_by=campaign").await;
    let row = &campaigns["rows"][0];
    assert_eq!((&row["key"], &row["label"]), (&json!(way.campaign), &json!("Đợt mẫu")));
    assert_eq!(
        counts(row, ["listed", "attempted", "led_on", "signed", "paid", "ended"]),
        [json!(1), json!(1), json!(1), json!(2), json!(1), Value::Null]
    );
    let channels = way.funnel(board, "&group_by=channel&scheme=bhxh_tn").await;
    let channels: Vec<(&Value, &Value, &Value)> = channels["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (&row["key"], at(row, "signed"), at(row, "met")))
        .collect();
    assert_eq!(
        channels,
        [(&json!("visit"), &json!(2), &Value::Null), (&json!("own_initiative"), &json!(1), &Value::Null)]
    );
    let other = way.funnel(board, "&scheme=bhyt_hgd").await;
    assert_eq!((at(&other["total"], "signed"), at(&other["total"], "met")), (&json!(0), &Value::Null));
    assert_eq!(wrong_figures(&office.ward.w), 0);

    let list = office.ward.minh.get(&format!("/walk-lists/{}/funnel", way.list)).await.expect(200);
    let steps: Vec<(&str, i64)> = list["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| (step["step"].as_str().expect("a word"), step["count"].as_i64().expect("a count")))
        .collect();
    assert_eq!(
        steps,
        [
            ("listed", 1),
            ("attempted", 1),
            ("met", 1),
            ("talked", 1),
            ("interested", 1),
            ("signed", 1),
            ("paid", 1),
            ("issued", 1),
            ("ended", 0),
            ("renewed", 0)
        ]
    );
}

#[actix_web::test]
async fn what_is_taken_back_counts_no_more_and_a_move_changes_no_figure() {
    let way = Way::new().await;
    let office = &way.office;
    let made = way.promise_at_the_door(&office.sau).await;
    office.act(&office.mai, &made, "declare", json!({})).await.expect(200);
    office.act(&office.mai, &made, "pay", Office::payment("BL1")).await.expect(200);
    let paid = |seen: Value| (at(&seen["total"], "signed").clone(), at(&seen["total"], "paid").clone());
    assert_eq!(paid(way.funnel(&office.board, "").await), (json!(1), json!(1)));
    office.act(&office.quan, &made, "unpay", json!({ "why": "Nhập nhầm" })).await.expect(200);
    assert_eq!(paid(way.funnel(&office.board, "").await), (json!(1), json!(0)));
    office.act(&office.mai, &made, "cancel", json!({ "reason": "no_need" })).await.expect(200);
    assert_eq!(paid(way.funnel(&office.board, "").await), (json!(1), json!(0)), "it was promised");
    assert_eq!(wrong_figures(&office.ward.w), 0);
    let corrected = |outcome: &str| json!({ "amend_reason": "Nhầm", "outcome": outcome, "occurred_at": "2026-11-25T09:00:00+07:00" });
    // The visit is corrected: it still led on, and nobody was at this door after all.
    let seen = way.funnel(&office.board, "").await;
    assert_eq!(at(&seen["total"], "led_on"), &json!(1));
    let visit = json!({ "id": way.visit, "household_id": office.ward.home });
    let again = office.ward.amend(&visit, corrected("wrong_address")).await.expect(201);
    let seen = way.funnel(&office.board, "").await;
    let counts = ["attempted", "doors", "met", "led_on"].map(|step| at(&seen["total"], step).clone());
    assert_eq!(counts, [json!(0), json!(0), json!(0), json!(0)]);
    office.ward.amend(&again, corrected("agreed")).await.expect(201);
    let seen = way.funnel(&office.board, "").await;
    let counts = ["attempted", "doors", "met", "led_on"].map(|step| at(&seen["total"], step).clone());
    assert_eq!(counts, [json!(1), json!(1), json!(1), json!(1)]);
    assert_eq!(wrong_figures(&office.ward.w), 0);
    assert!(tamper(&office.ward.w.db, "UPDATE enrolment_counts SET reached = 'issued'") > 0);
    assert!(wrong_figures(&office.ward.w) > 0, "a sign-up behind its back");
}

#[actix_web::test]
async fn few_people_are_kept_from_those_who_do_not_work_with_them() {
    let way = Way::new().await;
    let office = &way.office;
    way.promise_at_the_door(&office.sau).await;
    let analyst = office.ward.w.sign_in("phuc").await;
    let seen = way.funnel(&analyst, "&group_by=organisation").await;
    let row = seen["rows"].as_array().expect("rows").iter().find(|row| row["key"] == json!(office.own)).expect("a row");
    assert_eq!((&row["withheld"], at(row, "signed"), at(row, "met")), (&json!(true), &Value::Null, &json!(0)));
    assert_eq!(at(&seen["total"], "signed"), &Value::Null, "the total would tell");
    // In a file as well: empty, with a note, and never zero.
    let path = format!("/funnel.csv?group_by=organisation&area_id={}", office.ward.area);
    let file = String::from_utf8(analyst.get(&path).await.bytes).expect("text");
    assert!(file.contains("dưới 5 người") && file.contains("Đăng ký,Đã đóng tiền"), "{file}");
    assert!(wording::causal(&file).is_none(), "{file}");
    let signed =
        file.lines().next().expect("headings").split(',').position(|name| name == "Đăng ký").expect("a column");
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let kept_back: Vec<_> = file.lines().filter(|line| line.contains("dưới 5 người")).map(cells).collect();
    assert!(!kept_back.is_empty() && kept_back.iter().all(|row| row[signed].is_empty()), "{file}");
    let sheet = analyst.get(&path.replace(".csv", ".xlsx")).await;
    assert!(sheet.status == 200 && sheet.bytes.starts_with(b"PK"));
    analyst.get(&path.replace(".csv", ".pdf")).await.expect_problem(404, "not-found");
    let by_user = format!("/funnel?group_by=user&area_id={}", office.ward.area);
    analyst.get(&by_user).await.expect_problem(422, "funnel-by-user");
    let wide = format!("/funnel?group_by=user&area_id={}", office.ward.w.here("96"));
    office.board.get(&wide).await.expect_problem(422, "funnel-by-user");
}

/// A household is handed over from a visit, given back and handed on, and the visit is corrected meanwhile.
#[actix_web::test]
async fn a_sign_up_from_a_hand_over_counts_in_the_campaign_of_the_visit() {
    let way = Way::new().await;
    let office = &way.office;
    let body = |more: Value| {
        let mut body = json!({ "household_id": office.ward.home, "schemes": ["bhxh_tn"], "person_ids": [office.sau],
            "organisation_id": office.own });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    let lan = &office.ward.lan;
    let given = lan.post("/hand-overs", body(json!({ "visit_id": way.visit }))).await.expect(201);
    let back = format!("/hand-overs/{}/return", id(&given));
    office.mai.post(&back, json!({ "reason": "not_reached" })).await.expect(200);
    lan.post(&format!("/visits/{}/amend", way.visit), json!({ "outcome": "informed", "campaign_id": way.campaign, "note": "Nhà sau chùa", "occurred_at": "2026-11-25T09:00:00+07:00", "amend_reason": "Ghi thiếu" })).await.expect(201);
    let named = lan.post("/hand-overs", body(json!({ "visit_id": way.visit, "after_id": given["id"] }))).await;
    office
        .mai
        .post(&format!("/hand-overs/{}/return", id(&named.expect(201))), json!({ "reason": "not_reached" }))
        .await;
    let on = lan.post("/hand-overs", body(json!({ "after_id": given["id"] }))).await.expect(201);
    let quote = office.quote(&office.own, json!({})).await;
    let mut promise = office.body(&quote, &office.sau, &office.own);
    promise["source"] = json!({ "kind": "hand_over", "id": on["id"] });
    office.mai.post("/enrolments", promise).await.expect(201);
    let campaigns = way.funnel(&office.board, "&group_by=campaign").await;
    let row = &campaigns["rows"][0];
    assert_eq!(row["key"], json!(way.campaign));
    assert_eq!(["doors", "led_on", "signed"].map(|step| at(row, step)), [&json!(1); 3], "{campaigns}");
    assert_eq!(wrong_figures(&office.ward.w), 0);
}
