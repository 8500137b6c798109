//! How far visits came: the summary, and the cells behind it.
use serde_json::{Value, json};
use tungnha::{
    db::Who,
    features::visit_figures::{rebuild, verify},
};

use super::visits::Ward;
use crate::support::dump::tamper;

impl Ward {
    async fn summary(&self, rest: &str) -> Value {
        self.minh.get(&format!("/visit-summary?area_id={}{rest}", self.area)).await.expect(200)
    }
    fn wrong_visit_figures(&self) -> usize {
        self.w.api.db.read_now(verify).expect("a recount").different
    }
}

fn sums(row: &Value) -> [i64; 4] {
    ["doors", "met", "talked", "interested"].map(|name| row[name].as_i64().expect("a count"))
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
        assert_eq!(sums(&ward.summary("").await["total"]), wanted, "{outcome}");
    }
    let summary = ward.summary("").await;
    assert_eq!((summary["rows"].as_array().expect("rows").len(), &summary["rows"][0]["key"]), (1, &json!("2026-11")));
    let contact = &summary["total"]["contact"];
    assert_eq!(
        (&contact["numerator"], &contact["denominator"], &contact["percent"]),
        (&json!(5), &json!(6), &Value::Null)
    );
    assert_eq!(ward.wrong_visit_figures(), 0);
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
        assert_eq!(sums(&ward.summary(span).await["total"]), wanted, "{span}");
    }
    assert_eq!(ward.wrong_visit_figures(), 0);
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
    let summary = ward.summary("&group_by=organisation&from=2026-01-01&to=2026-10-31").await;
    let row = &summary["rows"][0];
    assert_eq!((&row["key"], sums(row)), (&json!(union), [20, 15, 15, 0]));
    assert_eq!(sums(&summary["total"]), [20, 15, 15, 0]);
    // Wilson, 15 of 20: 53.13 to 88.81.
    let contact = &row["contact"];
    assert_eq!(
        (&contact["percent"], &contact["low_percent"], &contact["high_percent"]),
        (&json!(75.0), &json!(53.13), &json!(88.81))
    );
    let months = ward.summary("&from=2026-02-01&to=2026-04-30").await;
    let keys: Vec<&str> =
        months["rows"].as_array().expect("rows").iter().filter_map(|row| row["key"].as_str()).collect();
    assert_eq!(keys, ["2026-02", "2026-03", "2026-04"]);
    let backwards = format!("/visit-summary?area_id={}&from=2026-02-01&to=2026-01-31", ward.area);
    ward.minh.get(&backwards).await.expect_problem(422, "period-backwards");
}

#[actix_web::test]
async fn a_cell_that_was_changed_behind_its_back_is_found_and_counted_anew() {
    let ward = Ward::new().await;
    ward.visit(json!({})).await;
    assert!(tamper(&ward.w.db, "UPDATE visit_cells SET met = met + 1 WHERE grain = 'year'") > 0);
    assert!(ward.wrong_visit_figures() > 0);
    let cells = ward.w.api.db.write_now(Who::program("figures rebuild"), rebuild).expect("a recount");
    assert_eq!((ward.wrong_visit_figures(), cells > 0), (0, true));
    assert!(tamper(&ward.w.db, "UPDATE visits SET reached = 'door'") > 0);
    assert!(ward.wrong_visit_figures() > 0, "a visit behind its back");
}
