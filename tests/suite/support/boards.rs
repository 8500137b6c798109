//! How the routes that explain coverage and answer the board are called.
use serde_json::{Value, json};

use super::{
    examples::{Reach, Row, Spot, create, figures, list, show},
    kinds::Kind,
};

/// The rows of their operations.
pub fn rows() -> Vec<Row> {
    use Kind::*;
    use Reach::*;
    vec![
        list("list_coverage_shifts", List, CoverageShift),
        create("create_coverage_shift", shift),
        show("show_coverage_shift", Within, CoverageShift),
        figures("show_coverage_change", "area_id={area}&scheme=bhyt"),
        figures("export_coverage_change", "area_id={area}&scheme=bhyt"),
        figures("show_coverage_seasons", "area_id={area}&scheme=bhyt"),
        figures("export_coverage_seasons", "area_id={area}&scheme=bhyt"),
        figures("list_furthest_behind", "area_id={area}&scheme=bhyt&measure=participants&period=2026"),
        show("show_campaign_headline", WithinOrAbove, Campaign),
        figures("show_never_reached", "area_id={area}"),
        figures("list_never_reached", "area_id={area}"),
        figures("show_objections", "area_id={area}"),
        list("list_objection_answers", ListWithAbove, ObjectionAnswer),
        create("create_objection_answer", objection_answer),
        show("show_objection_answer", WithinOrAbove, ObjectionAnswer),
        figures("show_partner_comparison", "area_id={area}"),
    ]
}

/// Somebody's cards by a decision; of a day of its own, so that it is counted once.
pub fn shift(s: &Spot) -> Value {
    let day = format!("{}-{:02}-{:02}", 2026 + s.n / 336, s.n / 28 % 12 + 1, s.n % 28 + 1);
    json!({ "area_id": s.area, "scheme": "bhyt", "on": day, "kind": "poverty_list", "persons": 1_200, "qualifier": "nearly",
            "source": "Số liệu mẫu" })
}

/// What the board says to a reason.
pub fn objection_answer(s: &Spot) -> Value {
    json!({ "area_id": s.area, "list": "visit_reason", "reason": "too_long", "answer": format!("Từ 7/2025 chỉ cần 15 năm ({})", s.n) })
}
