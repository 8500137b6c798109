//! Collectors' figures: what counts under which heading, who sees the money, and what a target is held against.
use serde_json::{Value, json};

use super::{
    enrolments::{Office, YEAR_VND},
    hand_overs::work_for,
    visits::id,
};
use crate::support::Client;

async fn figures(who: &Client, office: &Office, more: &str) -> Value {
    who.get(&format!("/collector-figures?area_id={}{more}", office.ward.area)).await.expect(200)
}

#[actix_web::test]
async fn what_is_paid_counts_on_its_day_for_whoever_collected_it() {
    let office = Office::new().await;
    let one = office.issued(&office.sau, "BL1").await;
    office.paid(&office.another(1).await, "BL2").await;
    let taken_back = office.paid(&office.another(2).await, "BL3").await;
    office.act(&office.quan, &taken_back, "unpay", json!({ "why": "Nhập nhầm" })).await.expect(200);
    office.promise(&office.another(3).await).await;
    let seen = figures(&office.quan, &office, "").await;
    assert_eq!(
        (&seen["from"], &seen["to"], &seen["group_by"]),
        (&json!("2026-11-01"), &json!("2026-11-25"), &json!("collector"))
    );
    let rows = seen["rows"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]["label"]), (1, &json!("mai Mẫu")));
    let total = &seen["total"];
    for row in [&rows[0], total] {
        assert_eq!(
            (&row["new"], &row["renewed"], &row["joined"], &row["persons"]),
            (&json!(2), &json!(0), &json!(2), &json!(2))
        );
        assert_eq!((&row["months"], &row["collected_vnd"]), (&json!(24), &json!(2 * YEAR_VND)));
        assert_eq!((&row["target"], &row["target_percent"]), (&Value::Null, &Value::Null), "no target is not zero");
    }
    let stop = json!({ "reason": "compulsory", "on": "2026-12-31" });
    office.act(&office.quan, &one, "stop", stop).await.expect(200);
    let back = json!({ "from_month": "2027-01-01", "reason": "compulsory", "decided_on": "2026-11-25" });
    office.act(&office.quan, &one, "refund", back).await.expect(200);
    let total = figures(&office.board, &office, "&from=2026-11-25&to=2026-12-31").await["total"].clone();
    assert_eq!((&total["stopped"], &total["refunded"], &total["new"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!((&total["months_refunded"], &total["refunded_vnd"]), (&json!(10), &json!(YEAR_VND / 12 * 10)));
    let mine = office.mai.get("/me").await.expect(200);
    for (more, new) in [
        (format!("&collector_id={}", id(&mine)), 2),
        (format!("&organisation_id={}", office.own), 2),
        (format!("&organisation_id={}", office.other), 0),
        ("&scheme=bhyt_hgd".into(), 0),
        ("&from=2026-11-01&to=2026-11-24".into(), 0),
    ] {
        assert_eq!(figures(&office.board, &office, &more).await["total"]["new"], new, "{more}");
    }
    assert_eq!(figures(&office.board, &office, "&group_by=month").await["rows"][0]["label"], "11/2026");
    assert_eq!(figures(&office.board, &office, "&group_by=organisation").await["rows"][0]["label"], "Bưu điện Mẫu");
    let by_area = office
        .board
        .get(&format!("/collector-figures?area_id={}&group_by=area", office.ward.w.here("96")))
        .await
        .expect(200);
    assert_eq!(by_area["rows"][0]["key"], json!(office.ward.area), "the area directly below");
    work_for(&office.ward, &office.other);
    assert_eq!(figures(&office.quan, &office, "").await["total"]["new"], 0, "another organisation's");
}

#[actix_web::test]
async fn who_did_not_go_on_lapsed_the_day_after_the_last_chance() {
    let office = Office::new().await;
    office.paid(&office.sau, "BL1").await;
    // Paid to 31/10/2027; a yearly payer has seven months of the next year.
    office.ward.w.clock.advance_seconds(600 * 86_400);
    let board = office.ward.w.sign_in("hoa").await;
    let day = board.get(&format!("/renewals?area_id={}&bucket=over_60_past", office.ward.area)).await.expect(200);
    let last = day["items"][0]["lapsed_after"].as_str().expect("a day").to_owned();
    let seen = figures(&board, &office, &format!("&from={last}&to={last}")).await;
    assert_eq!((&seen["total"]["lapsed"], &seen["total"]["new"]), (&json!(1), &json!(0)));
}

#[actix_web::test]
async fn targets_are_of_one_scheme_and_a_whole_period() {
    let office = Office::new().await;
    office.paid(&office.sau, "BL1").await;
    let target = |more: Value| {
        let mut body = json!({ "area_id": office.ward.area, "scheme": "bhxh_tn", "measure": "new_enrolments", "period": "2026-11",
            "value": 4, "source": "Số liệu mẫu" });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    office.board.post("/targets", target(json!({}))).await.expect(201);
    office.board.post("/targets", target(json!({ "organisation_id": office.own, "value": 3 }))).await.expect(201);
    let seen = figures(&office.board, &office, "&scheme=bhxh_tn&period=2026-11&group_by=organisation").await;
    assert_eq!(
        (&seen["to"], &seen["total"]["target"], &seen["total"]["target_percent"]),
        (&json!("2026-11-30"), &json!(4.0), &json!(25.0))
    );
    assert_eq!((&seen["rows"][0]["target"], &seen["rows"][0]["target_percent"]), (&json!(3.0), &json!(33.33)));
    let seen = figures(&office.board, &office, "&scheme=bhxh_tn&period=2026-Q4&group_by=month").await;
    assert_eq!((&seen["rows"][0]["target"], &seen["total"]["target"]), (&json!(4.0), &Value::Null));
    let path = format!("/collector-figures?area_id={}", office.ward.area);
    for more in ["&period=2026-11&from=2026-11-01", "&from=2026-11-02&to=2026-11-01", "&from=2025-01-01&to=2026-11-25"]
    {
        office.board.get(&format!("{path}{more}")).await.expect_problem(422, "figures-span");
    }
    let file = office.board.get(&format!("/collector-figures.csv?area_id={}", office.ward.area)).await;
    let text = String::from_utf8(file.bytes).expect("text");
    assert!(text.contains("mai Mẫu,1,0,0,0,0,0,0,1,12,2.376.000,0,,"), "{text}");
}

#[actix_web::test]
async fn a_commune_official_sees_counts_and_no_money() {
    let office = Office::new().await;
    office.paid(&office.sau, "BL1").await;
    let row = figures(&office.ward.minh, &office, "").await["total"].clone();
    assert_eq!((&row["new"], &row["collected_vnd"], &row["refunded_vnd"]), (&json!(1), &Value::Null, &Value::Null));
    let path = format!("/collector-figures?area_id={}", office.ward.area);
    office.ward.lan.get(&path).await.expect_problem(403, "not-allowed");
    let elsewhere = format!("/collector-figures?area_id={}", office.ward.w.here("66"));
    office.board.get(&elsewhere).await.expect_problem(404, "not-found");
}
