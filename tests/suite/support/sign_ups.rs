//! How the routes of hand-overs, enrolments and renewals are called.
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::{
    examples::{Reach, Row, Spot, create, figures, list, row, show, upon},
    maker::Kind,
    phone::new_id,
};

/// The rows of their operations.
pub fn rows() -> Vec<Row> {
    use Kind::*;
    use Reach::*;
    vec![
        list("list_hand_overs", List, HandOver),
        upon("create_hand_over", Household, hand_over),
        figures("summarise_hand_overs", "area_id={area}"),
        show("show_hand_over", Within, HandOver),
        upon("accept_hand_over", HandOver, |_| json!({})),
        upon("return_hand_over", HandOver, |_| json!({ "reason": "not_reached", "why": "Nhà đóng cửa" })),
        upon("withdraw_hand_over", HandOver, |_| json!({})),
        list("list_enrolments", List, Enrolment),
        upon("create_enrolment", Person, enrolment),
        show("show_enrolment", Within, Enrolment),
        show("list_enrolment_steps", Within, Enrolment),
        show("list_enrolment_receipts", Within, PaidEnrolment),
        show("list_person_enrolments", Within, Person),
        upon("requote_enrolment", Enrolment, |s| json!({ "kept_quote_id": s.other, "member_key": "self" })),
        upon("declare_enrolment", Enrolment, |_| json!({})),
        upon("pay_enrolment", DeclaredEnrolment, payment),
        upon("unpay_enrolment", PaidEnrolment, |_| json!({ "why": "Nhập nhầm hồ sơ" })),
        upon(
            "correct_receipt",
            PaidEnrolment,
            |s| json!({ "receipt_number": format!("SUA{}", s.n), "receipt_on": "2026-11-25" }),
        ),
        upon("create_instalment", Enrolment, |_| json!({ "paid_on": "2026-11-25", "amount_vnd": 500_000 })),
        upon("cancel_enrolment", Enrolment, |_| json!({ "reason": "money", "why": "Chưa đủ tiền" })),
        upon(
            "issue_enrolment",
            HandedInEnrolment,
            |s| json!({ "number": format!("9677{:06}", s.n), "issued_on": "2026-11-25" }),
        ),
        upon(
            "refuse_enrolment",
            HandedInEnrolment,
            |_| json!({ "reason": "name_differs", "why": "Sai tên đệm", "on": "2026-11-25" }),
        ),
        upon(
            "stop_enrolment",
            IssuedEnrolment,
            |_| json!({ "reason": "compulsory", "why": "Vào công ty", "on": "2026-12-31" }),
        ),
        upon(
            "refund_enrolment",
            IssuedEnrolment,
            |_| json!({ "from_month": "2027-01-01", "reason": "compulsory", "decided_on": "2026-11-25" }),
        ),
        list("list_enrolment_batches", List, EnrolmentBatch),
        create("create_enrolment_batch", batch),
        show("show_enrolment_batch", Within, EnrolmentBatch),
        upon("take_enrolment_batch_back", EnrolmentBatch, |_| json!({})),
        figures("show_enrolment_funnel", "area_id={area}"),
        list("list_renewals", List, Renewal),
        list("list_renewal_stops", List, Renewal),
        figures("list_ends", "counted_in={area}"),
        figures("summarise_renewals", "area_id={area}"),
        figures("show_persistency", "area_id={area}&scheme=bhxh_tn"),
        show("show_renewal", Within, Renewal),
        upon("stop_renewal", Renewal, |_| json!({ "reason": "money", "why": "Mùa này thất bát" })),
        upon("reopen_renewal", StoppedRenewal, |_| json!({})),
        upon("assign_renewal", Renewal, |_| json!({ "collector_id": null })),
        figures("show_collector_figures", "area_id={area}"),
        figures("export_collector_figures", "area_id={area}"),
        list("list_remuneration_rates", List, RemunerationRate),
        create("create_remuneration_rate", remuneration_rate),
        list("list_remuneration_statements", List, Statement),
        create("create_remuneration_statement", statement),
        create("preview_remuneration_statement", statement),
        show("show_remuneration_statement", Within, Statement),
        show("export_remuneration_lines", Within, Statement),
        row("list_remuneration_lines", Nowhere, None, "limit=5", None),
        list("list_evaluations", List, Evaluation),
        upon("create_evaluation", Campaign, evaluation),
        upon("preview_evaluation", Campaign, evaluation),
        show("show_evaluation", Within, Evaluation),
        show("list_evaluation_looks", Within, Evaluation),
        upon("create_evaluation_look", Evaluation, |s| json!({ "cost_vnd": s.n })),
        upon("withdraw_evaluation", Evaluation, |s| json!({ "why": format!("Đợt đã hoãn {}", s.n) })),
        list("list_papers", List, Paper),
        create("create_paper", paper),
        show("show_paper", Within, Paper),
        show("download_paper", Within, Paper),
        row("list_paper_layouts", Nowhere, None, "", None),
        row("create_paper_layout", Nowhere, None, "", Some(paper_layout)),
        row("preview_paper_layout", Nowhere, None, "", Some(paper_layout)),
        show("show_paper_layout", Everywhere, PaperLayout),
    ]
}

/// What is made of these kinds, and where.
pub fn made(kind: Kind, s: &Spot) -> (String, Value) {
    let (path, body) = match kind {
        Kind::HandOver => ("/hand-overs", hand_over(s)),
        Kind::EnrolmentBatch => ("/enrolment-batches", batch(s)),
        Kind::PaperLayout => ("/paper-layouts", paper_layout(s)),
        Kind::RemunerationRate => ("/remuneration-rates", remuneration_rate(s)),
        Kind::Evaluation => ("/evaluations", evaluation(s)),
        Kind::Statement => ("/remuneration-statements", statement(s)),
        other => panic!("{other:?} is made elsewhere"),
    };
    (path.into(), body)
}
/// A household handed over to the organisation that collects here.
pub fn hand_over(s: &Spot) -> Value {
    json!({ "household_id": s.id, "schemes": ["bhyt_hgd"], "organisation_id": s.collecting, "note": format!("Gặp buổi tối {}", s.n) })
}
/// A kept quote taken up for a person.
pub fn enrolment(s: &Spot) -> Value {
    json!({ "kept_quote_id": s.other, "member_key": "self", "person_id": s.id, "organisation_id": s.collecting,
            "source": { "kind": "own_initiative" } })
}
/// What twelve months of somebody near-poor cost today, at the lowest income.
pub fn payment(s: &Spot) -> Value {
    json!({ "receipt_number": format!("BL{}", s.n), "receipt_on": "2026-11-25", "paid_on": "2026-11-25", "amount_vnd": 2_376_000 })
}
/// One paid enrolment, handed in.
pub fn batch(s: &Spot) -> Value {
    json!({ "organisation_id": s.collecting, "area_id": s.commune, "scheme": "bhxh_tn", "handed_in_on": "2026-11-25",
            "enrolment_ids": [if s.id.is_empty() { new_id() } else { s.id.clone() }] })
}
/// The register of this month's receipts.
pub fn paper(s: &Spot) -> Value {
    json!({ "paper": "receipts", "organisation_id": s.collecting, "area_id": s.area, "from": "2026-11-01", "to": "2026-11-25" })
}
/// A short register of a day of its own.
pub fn paper_layout(s: &Spot) -> Value {
    let day = format!("{}-{:02}-{:02}", 2030 + s.n / 336, s.n / 28 % 12 + 1, s.n % 28 + 1);
    let columns = json!([{ "key": "1", "heading": "STT", "field": "ordinal", "width": 6 },
                         { "key": "2", "heading": "Họ và tên", "field": "full_name", "width": 28 }]);
    let sections = json!([{ "heading": "Tất cả", "takes": ["started", "continued", "ended"] }]);
    let layout = json!({ "form": "Sổ mẫu", "basis": "Nội bộ", "title": "SỔ MẪU", "columns": columns, "sections": sections,
                         "total": "Cộng", "signers": ["Người lập"] });
    json!({ "paper": "receipts", "effective_from": day, "layout": layout })
}
/// What is given for new sign-ups from a day of its own.
pub fn remuneration_rate(s: &Spot) -> Value {
    let day = format!("{}-{:02}-{:02}", 2030 + s.n / 336, s.n / 28 % 12 + 1, s.n % 28 + 1);
    json!({ "organisation_id": s.collecting, "area_id": s.area, "scheme": "bhxh_tn", "kind": "new", "effective_from": day,
            "share_ppm": 50_000, "legal_basis": "Hợp đồng mẫu" })
}
/// A month of its own: there are 1 500 that are over, and no test makes so many statements of one area.
pub fn statement(s: &Spot) -> Value {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let n = MADE.fetch_add(1, Ordering::Relaxed) % 1_500;
    let month = format!("{}-{:02}", 1900 + n / 12, n % 12 + 1);
    json!({ "organisation_id": s.collecting, "area_id": s.area, "month": month })
}
/// A place before and after a window that is over.
pub fn evaluation(s: &Spot) -> Value {
    json!({ "campaign_id": s.id, "area_id": s.area, "title": format!("Trước và sau đợt {}", s.n), "design": "before_after",
            "scheme": "bhyt", "starts_on": "2026-09-01", "ends_on": "2026-10-31" })
}
