//! How every route is called: one row for each operation of the route table, shared by the tests that walk it.
use serde_json::{Value, json};
use tungnha::base::id::AreaId;

use super::{boards, maker::Kind, office_lists, sign_ups, syncs, touches, world::PASSWORD};

/// Who may call a route where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Open to anybody.
    Public,
    /// No place takes part in it: one's own account, the code lists.
    Nowhere,
    /// Every place is open to whoever may call it.
    Everywhere,
    /// The same, to whoever has the right for the whole country.
    Country,
    /// Places within the caller's areas.
    Within,
    /// The same, and places above them.
    WithinOrAbove,
    /// A list: rows of the caller's areas, other places look empty.
    List,
    /// A list that also shows rows from above.
    ListWithAbove,
}

/// One place with what a request there may name.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The area itself.
    pub area: String,
    /// An area directly below it.
    pub below: String,
    /// A commune in it, or itself where it is below the communes.
    pub commune: String,
    /// The thing in the path, and in bodies the thing that decides where the request plays.
    pub id: String,
    /// A second thing of the same kind and place.
    pub other: String,
    /// An organisation that every body may name.
    pub helper: String,
    /// The organisation for which the collectors of the little world work, or another one that they do not work for.
    pub collecting: String,
    /// Different in every request.
    pub n: u32,
}

type Write = fn(&Spot) -> Value;

/// How one operation is called.
pub struct Row {
    /// The handler's name.
    pub operation: &'static str,
    /// Who may call it where.
    pub reach: Reach,
    /// What stands in its path, or is named by its body.
    pub thing: Option<Kind>,
    /// Its query string; `{area}` is the place, `{commune}` a commune in it.
    pub query: &'static str,
    /// Its body; where the operation takes a file, the file as one text.
    pub body: Option<Write>,
}

impl Row {
    /// Path and query of a request at this spot.
    pub fn path(&self, template: &str, spot: &Spot) -> String {
        let path = template.replace("{id}", &spot.id).replace("{format}", "csv").replace("{list}", "audience");
        let query = self.query.replace("{area}", &spot.area).replace("{commune}", &spot.commune);
        let query = query.replace("{collecting}", &spot.collecting);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.reach, Reach::List | Reach::ListWithAbove)
    }
    /// Whether a list asked for an area shows what lies below that area as well.
    pub fn shows_below(&self) -> bool {
        !matches!(self.operation, "list_denominators" | "list_snapshots")
    }
}

pub(super) fn row(
    operation: &'static str,
    reach: Reach,
    thing: Option<Kind>,
    query: &'static str,
    body: Option<Write>,
) -> Row {
    Row { operation, reach, thing, query, body }
}
pub(super) fn show(operation: &'static str, reach: Reach, thing: Kind) -> Row {
    row(operation, reach, Some(thing), "", None)
}
pub(super) fn list(operation: &'static str, reach: Reach, thing: Kind) -> Row {
    row(operation, reach, Some(thing), "area_id={area}&limit=200", None)
}
pub(super) fn figures(operation: &'static str, query: &'static str) -> Row {
    row(operation, Reach::Within, None, query, None)
}
pub(super) fn create(operation: &'static str, body: Write) -> Row {
    row(operation, Reach::Within, None, "", Some(body))
}
pub(super) fn upon(operation: &'static str, thing: Kind, body: Write) -> Row {
    row(operation, Reach::Within, Some(thing), "", Some(body))
}

impl Spot {
    /// The area.
    pub fn area(&self) -> AreaId {
        self.area.parse().expect("an area")
    }
}

/// The row of every operation.
pub fn rows() -> Vec<Row> {
    use Kind::*;
    use Reach::*;
    const IMPORT: &str = "area_id={commune}&file_name=mau.csv";
    const PROGRESS: &str = "area_id={area}&scheme=bhyt&measure=participants&period=2026";
    let mut rows = vec![
        row("sign_in", Public, None, "", Some(|s| json!({ "username": s.id, "password": PASSWORD }))),
        row("refresh_session", Public, None, "", Some(|s| json!({ "refresh_token": s.id }))),
        row("sign_out", Nowhere, None, "", None),
        row("show_me", Nowhere, None, "", None),
        row(
            "change_password",
            Nowhere,
            None,
            "",
            Some(|s| json!({ "current_password": PASSWORD, "new_password": new_password(s.n) })),
        ),
        row("request_password_reset", Public, None, "", Some(|s| json!({ "username": s.id }))),
        row(
            "confirm_password_reset",
            Public,
            None,
            "",
            Some(|s| json!({ "token": s.id, "password": new_password(s.n) })),
        ),
        row("name_users", Nowhere, None, "", Some(|spot| json!({ "ids": [spot.area()] }))),
        row("list_users", List, Some(User), "limit=200", None),
        create("create_user", user),
        show("show_user", Within, User),
        upon("change_user", User, |_| json!({ "full_name": "Trần Thị Mẫu" })),
        upon("invite_user", User, |_| json!({})),
        show("list_grants", Within, User),
        upon("create_grant", User, grant),
        show("end_grant", Within, Grant),
        row("list_areas", Everywhere, Some(Area), "limit=5", None),
        create("create_hamlet", hamlet),
        show("show_area", Everywhere, Area),
        show("show_area_map", Everywhere, Area),
        show("list_area_children", Everywhere, Area),
        show("list_area_successors", Everywhere, Area),
        show("list_area_predecessors", Everywhere, Area),
        row("list_entries", Nowhere, None, "", None),
        row("create_entry", Nowhere, None, "", Some(entry)),
        row("list_event_types", Nowhere, None, "", None),
        row("list_visit_outcomes", Nowhere, None, "", None),
        row("create_event_type", Nowhere, None, "", Some(event_type)),
        row("list_organisations", Everywhere, None, "area_id={area}&limit=5", None),
        create("create_organisation", |s| organisation(s, "farmers_association")),
        show("show_organisation", Everywhere, Organisation),
        upon("change_organisation", Organisation, |s| json!({ "name": format!("Hội Nông dân mới {}", s.n) })),
        show("list_territory", Everywhere, Organisation),
        upon("add_territory", Organisation, |s| json!({ "area_id": s.area, "valid_from": "2026-01-01" })),
        list("list_documents", ListWithAbove, Document),
        create("create_document", document),
        show("show_document", WithinOrAbove, Document),
        upon(
            "change_document",
            Document,
            |s| json!({ "title": format!("Kế hoạch sửa lần {}", s.n), "implements": [s.other] }),
        ),
        show("show_cascade", WithinOrAbove, Document),
        list("list_campaigns", ListWithAbove, Campaign),
        create("create_campaign", campaign),
        show("show_campaign", WithinOrAbove, Campaign),
        upon("change_campaign", Campaign, |s| json!({ "name": format!("Đợt cao điểm {}", s.n), "document_ids": [] })),
        list("list_events", List, Held),
        create("create_event", |s| event(s, "held")),
        show("show_event", Within, Held),
        upon(
            "change_event",
            Held,
            |s| json!({ "title": format!("Hội nghị đổi tên {}", s.n), "headcounts": [heads(77)] }),
        ),
        upon("hold_event", Planned, |_| json!({})),
        upon(
            "close_event",
            Held,
            |s| json!({ "headcounts": [heads(99)], "outcome": "Vận động được 12 người", "partners": [partner(s)] }),
        ),
        upon("cancel_event", Planned, |_| json!({ "reason": "Trùng lịch tiếp xúc cử tri" })),
        upon("merge_events", Held, |s| json!({ "merged_id": s.other })),
        upon("undo_merge", Merge, |_| json!({})),
        show("list_questions", Within, Held),
        upon("create_question", Held, question),
        row("find_questions", List, Some(Question), "limit=200", None),
        show("show_question", Within, Question),
        upon("change_question", Question, |_| json!({ "answer": "Đủ 5 năm liên tục thì được hưởng" })),
        figures("show_activity_summary", "area_id={area}"),
        figures("export_activity_summary", "area_id={area}"),
        figures("show_funnel", "area_id={area}"),
        figures("export_funnel", "area_id={area}"),
        list("list_media_outputs", List, Media),
        create("create_media_output", media),
        show("show_media_output", Within, Media),
        upon("change_media_output", Media, |s| json!({ "title": format!("Tin sửa {}", s.n), "count": 3 })),
        list("list_targets", ListWithAbove, Target),
        create("create_target", target),
        show("show_target", WithinOrAbove, Target),
        upon("allocate_target", Target, |s| json!({ "parts": [{ "area_id": s.below, "value": 5_000 }] })),
        figures("show_target_progress", PROGRESS),
        figures("show_target_ladder", PROGRESS),
        figures("export_target_progress", PROGRESS),
        list("list_denominators", List, Denominator),
        create("create_denominator", denominator),
        show("show_denominator", Within, Denominator),
        list("list_snapshots", List, Snapshot),
        create("create_snapshot", snapshot),
        show("show_snapshot", Within, Snapshot),
        figures("show_coverage", "area_id={area}&scheme=bhyt"),
        list("list_members", List, Member),
        upon("create_member", Committee, member),
        show("show_member", Within, Member),
        upon("change_member", Member, |s| json!({ "tasks": [{ "task": format!("Việc thứ {}", s.n) }] })),
        list("list_inspections", List, Inspection),
        create("create_inspection", inspection),
        show("show_inspection", Within, Inspection),
        upon("change_inspection", Inspection, |s| json!({ "note": format!("Ghi chú {}", s.n) })),
        show("list_findings", Within, Inspection),
        upon("create_finding", Inspection, finding),
        upon("change_finding", Finding, |_| json!({ "resolved_on": "2026-11-20", "resolution": "Đã khắc phục" })),
        list("list_commendations", List, Commendation),
        create("create_commendation", commendation),
        show("show_commendation", Within, Commendation),
        list("list_visits", List, Visit),
        upon("create_visit", Household, visit),
        upon("create_visits", Household, visits),
        show("show_visit", Within, Visit),
        upon(
            "amend_visit",
            Visit,
            |_| json!({ "amend_reason": "Ghi nhầm kết quả", "occurred_at": "2026-11-24T09:00:00+07:00", "outcome": "informed" }),
        ),
        list("list_follow_ups", List, FollowUp),
        upon("create_follow_up", Household, follow_up),
        show("show_follow_up", Within, FollowUp),
        upon("change_follow_up", FollowUp, |s| json!({ "priority": "high", "note": format!("Gọi trước {}", s.n) })),
        upon("close_follow_up", FollowUp, |s| json!({ "why": format!("Đã tham gia nơi khác {}", s.n) })),
        upon("reopen_follow_up", ClosedFollowUp, |_| json!({})),
        upon("preview_walk_list", Household, |s| walk(s, json!({ "ends_on": "2026-12-31" }))),
        list("list_walk_lists", List, WalkList),
        show("show_list_funnel", Within, WalkList),
        figures("list_doors", "counted_in={area}"),
        upon("create_walk_list", Household, walk_list),
        show("show_walk_list", Within, WalkList),
        show("list_walk_list_entries", Within, WalkList),
        show("print_walk_list", Within, WalkList),
        upon("assign_walk_list", WalkList, |s| json!({ "user_id": s.other, "why": "assign" })),
        upon("close_walk_list", WalkList, |s| json!({ "reason": format!("Đã đi hết {}", s.n) })),
        list("list_households", List, Household),
        create("create_household", household),
        show("show_household", Within, Household),
        upon("change_household", Household, |s| json!({ "house_number": format!("{}A", s.n), "address": null })),
        list("list_persons", List, Person),
        upon("create_person", Household, person),
        row("search_persons", Nowhere, None, "", Some(|_| json!({ "q": "mau" }))),
        row("look_up_person", Nowhere, None, "", Some(|s| json!({ "phone": format!("09{:08}", s.n) }))),
        show("show_person", Within, Person),
        upon("change_person", Person, |s| json!({ "full_name": format!("Lê Thị Mẫu {}", s.n), "phone": null })),
        show("list_duplicates", Within, Person),
        upon("reveal_person", Person, |_| json!({ "field": "citizen_id" })),
        upon("create_claim", Household, claim),
        upon("end_claim", Claim, |_| json!({ "on": "2026-11-01" })),
        upon("create_consent", Person, consent),
        upon("withdraw_consent", Consent, |_| json!({ "how": "spoken" })),
        upon("create_cover", Person, cover),
        upon("merge_persons", Person, |s| json!({ "into_id": s.other })),
        upon("undo_person_merge", PersonMerge, |_| json!({})),
        row("list_rates", Nowhere, None, "", None),
        row("create_rate", Country, None, "", Some(rate)),
        show("show_rate", Everywhere, Rate),
        row("withdraw_rate", Country, Some(Rate), "", Some(|_| json!({ "reason": "Nhập nhầm" }))),
        row("preview_rate", Nowhere, None, "", Some(rate)),
        row("list_support_rules", Nowhere, None, "limit=5", None),
        create("create_support_rule", support_rule),
        show("show_support_rule", Everywhere, SupportRule),
        upon("end_support_rule", SupportRule, |_| json!({ "on": "2026-12-31", "reason": "Hết nguồn" })),
        create("preview_support_rule", |s| json!({ "rule": support_rule(s) })),
        create("make_quote", quote),
        create("advise_household", household_quote),
        list("list_kept_quotes", List, KeptQuote),
        create("keep_quote", |s| json!({ "question": quote(s) })),
        show("show_kept_quote", Within, KeptQuote),
        upon("recompute_quote", KeptQuote, |_| json!({})),
        list("list_imports", List, Import),
        row("create_import", Within, None, IMPORT, Some(roster)),
        show("show_import", Within, Import),
        upon("change_import", Import, |_| json!({ "columns": [{ "column": 5, "field": "note" }] })),
        show("list_import_rows", Within, Import),
        show("export_import_errors", Within, Import),
        upon("commit_import", Import, |_| json!({})),
        upon("undo_import", Committed, |_| json!({})),
        upon("discard_import", Import, |_| json!({})),
        row("list_audit_lines", Nowhere, None, "limit=5", None),
    ];
    rows.extend(sign_ups::rows());
    rows.extend(office_lists::rows());
    rows.extend(syncs::rows());
    rows.extend(touches::rows());
    rows.extend(boards::rows());
    rows
}

/// A password that is good and differs from the others.
pub fn new_password(n: u32) -> String {
    format!("nắng lên trên đồng lúa chín vàng {n}")
}
fn heads(count: u32) -> Value {
    json!({ "measure": "attendances", "audience": "general", "count": count, "qualifier": "nearly" })
}
fn partner(s: &Spot) -> Value {
    json!({ "organisation_id": s.helper, "role": "co_host" })
}
/// A new user, who is invited by mail.
pub fn user(s: &Spot) -> Value {
    json!({ "username": format!("mau{}", s.n), "full_name": "Nguyễn Văn Mẫu", "email": format!("mau{}@example.vn", s.n), "home_area_id": s.area })
}
/// A grant that every giver of grants may give.
pub fn grant(s: &Spot) -> Value {
    json!({ "role": "field_worker", "area_id": s.area })
}
/// A hamlet.
pub fn hamlet(s: &Spot) -> Value {
    json!({ "parent_id": s.commune, "kind": "khom", "name": format!("Khóm mẫu {}", s.n), "valid_from": "2025-07-01" })
}
fn entry(s: &Spot) -> Value {
    json!({ "code": format!("mau_{}", s.n), "name_vi": "Mục mẫu", "name_en": "Sample entry" })
}
fn event_type(s: &Spot) -> Value {
    json!({ "code": format!("mau_{}", s.n), "name_vi": "Loại mẫu", "name_en": "Sample type", "counts_people": true })
}
/// An organisation.
pub fn organisation(s: &Spot, kind: &str) -> Value {
    json!({ "name": format!("Tổ chức mẫu {}", s.n), "kind": kind, "area_id": s.area })
}
/// A document.
pub fn document(s: &Spot) -> Value {
    json!({ "number": format!("{}/KH-UBND", s.n), "title": "Kế hoạch mẫu", "kind": "plan", "issuer_id": s.helper, "issued_on": "2026-03-02",
            "area_id": s.area, "co_signer_ids": [s.helper], "aliases": [format!("{}-KH/UBND", s.n)] })
}
/// A campaign.
pub fn campaign(s: &Spot) -> Value {
    json!({ "code": format!("MAU-{}", s.n), "name": "Tháng vận động", "area_id": s.area, "owner_id": s.helper, "schemes": ["bhyt", "bhxh_tn"],
            "starts_on": "2026-05-01" })
}
/// An event with a partner, headcounts and a venue point.
pub fn event(s: &Spot, status: &str) -> Value {
    json!({ "event_type": "dialogue", "title": format!("Hội nghị mẫu {}", s.n), "starts_on": "2026-10-05", "area_id": s.area, "organiser_id": s.helper,
            "partners": [partner(s)], "schemes": ["bhyt"], "headcounts": [heads(50)],
            "venues": [{ "area_id": s.area, "name": "Hội trường", "headcounts": [heads(20)] }], "status": status })
}
/// A question of a dialogue.
pub fn question(s: &Spot) -> Value {
    json!({ "topic": "Thẻ BHYT", "question": format!("Câu hỏi {}", s.n), "owed_by_id": s.helper, "due_on": "2026-12-01" })
}
/// Something published.
pub fn media(s: &Spot) -> Value {
    json!({ "kind": "article", "organisation_id": s.helper, "area_id": s.area, "published_on": "2026-10-10", "title": "Bài mẫu" })
}
/// A target.
pub fn target(s: &Spot) -> Value {
    json!({ "area_id": s.area, "scheme": "bhyt", "measure": "participants", "period": "2026", "value": 5_000, "source": "Số liệu mẫu" })
}
/// A denominator.
pub fn denominator(s: &Spot) -> Value {
    json!({ "area_id": s.area, "kind": "population", "as_of": "2026-06-30", "value": 10_000, "source": "Số liệu mẫu" })
}
/// A snapshot of participants.
pub fn snapshot(s: &Spot) -> Value {
    json!({ "area_id": s.area, "scheme": "bhyt", "as_of": "2026-06-30", "participants": 9_000, "source": "Số liệu mẫu" })
}
/// A seat on a steering committee.
pub fn member(s: &Spot) -> Value {
    json!({ "committee_id": s.id, "role": "member", "position": "Phó Chủ tịch UBND", "tasks": [{ "task": "Phụ trách cụm" }] })
}
/// An inspection that was held.
pub fn inspection(s: &Spot) -> Value {
    json!({ "lead_id": s.helper, "co_ids": [s.helper], "area_id": s.area, "period_label": "6 tháng đầu năm 2026", "every_months": 6, "held_on": "2026-06-15" })
}
/// A finding.
pub fn finding(s: &Spot) -> Value {
    json!({ "finding": format!("Chưa mở sổ theo dõi ({})", s.n), "responsible_id": s.helper, "due_on": "2026-12-15" })
}
/// Praise awarded.
pub fn commendation(s: &Spot) -> Value {
    json!({ "awarded_by_id": s.helper, "area_id": s.area, "form": "certificate", "collectives": 1, "individuals": 2, "reason": "Thành tích vận động" })
}
/// A visit that leaves a follow-up behind.
pub fn visit(s: &Spot) -> Value {
    json!({ "household_id": s.id, "occurred_at": "2026-11-24T08:30:00+07:00", "outcome": "appointment", "place_state": "at_home",
            "note": format!("Hẹn cuối tuần {}", s.n) })
}
/// Nobody at home, at one door of many.
fn visits(s: &Spot) -> Value {
    json!({ "household_ids": [s.id], "occurred_at": "2026-11-24T08:30:00+07:00", "outcome": "not_home" })
}
/// A follow-up entered by hand.
pub fn follow_up(s: &Spot) -> Value {
    json!({ "household_id": s.id, "scheme": "bhyt_hgd", "due_from": "2026-12-01", "due_to": "2026-12-15", "priority": "normal",
            "note": format!("Thẻ hết hạn {}", s.n) })
}
/// Everybody of the commune whom nobody met, drawn by lot, with `more` on top.
fn walk(s: &Spot, more: Value) -> Value {
    let mut body = json!({ "area_id": s.commune, "criteria": { "never_met": true }, "order": { "by": "random", "seed": "mau" },
                           "limit": 50, "contact_cap": { "contacts": 5, "days": 30 } });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}
/// A walk list.
pub fn walk_list(s: &Spot) -> Value {
    walk(s, json!({ "name": format!("Đợt đến nhà {}", s.n), "starts_on": "2026-11-25", "ends_on": "2026-12-05" }))
}
/// A household: it lies in a commune or hamlet.
pub fn household(s: &Spot) -> Value {
    json!({ "area_id": s.commune, "name": format!("Hộ mẫu {}", s.n), "house_number": s.n.to_string(), "address": "Đường Mẫu",
            "location": { "latitude": 9.2941, "longitude": 105.7278, "accuracy_m": 15 } })
}
/// A person of a household.
pub fn person(s: &Spot) -> Value {
    json!({ "household_id": s.id, "full_name": format!("Nguyễn Thị Mẫu {}", s.n), "birth": "1985-03-20", "sex": "female",
            "citizen_id": format!("0961850{:05}", s.n), "phone": format!("09{:08}", s.n) })
}
/// A group claim.
pub fn claim(_: &Spot) -> Value {
    json!({ "group": "near_poor", "valid_from": "2026-01-01", "evidence_number": "12/QĐ-UBND" })
}
/// A consent.
pub fn consent(_: &Spot) -> Value {
    json!({ "purpose": "campaign_contact", "text_version": "2026-01", "given_at": "2026-11-01T02:00:00Z", "given_how": "spoken" })
}
/// What is known of a cover.
pub fn cover(_: &Spot) -> Value {
    json!({ "scheme": "bhyt", "state": "covered", "valid_from": "2026-01-01", "valid_to": "2026-12-31", "known_on": "2026-11-01", "source": "said" })
}
/// What a decree will say: another wage, of a day of its own.
pub fn rate(s: &Spot) -> Value {
    let day = format!("{}-{:02}-{:02}", 2030 + s.n / 336, s.n / 28 % 12 + 1, s.n % 28 + 1);
    json!({ "kind": "base_salary", "value": 3_000_000, "effective_from": day, "legal_basis": "NĐ mẫu" })
}
/// What a resolution of this place adds.
pub fn support_rule(s: &Spot) -> Value {
    json!({ "area_id": s.area, "issuer_id": s.helper, "number": format!("{}/2026/NQ-HĐND", s.n), "year": 2026, "scheme": "bhyt_hgd",
            "all_groups": ["near_poor"], "basis": "pct_of_contribution", "value": 100_000, "effective_from": "2026-01-01" })
}
/// A year of voluntary social insurance.
pub fn quote(s: &Spot) -> Value {
    json!({ "scheme": "bhxh_tn", "area_id": s.area, "method": "year", "income_vnd": 1_500_000, "groups": ["near_poor"] })
}
/// A card for two of a household.
pub fn household_quote(s: &Spot) -> Value {
    json!({ "scheme": "bhyt_hgd", "area_id": s.area, "members": [{ "key": "1", "months": 12 }, { "key": "2", "months": 12 }] })
}
/// A roster of two people, one of them without a name.
pub fn roster(s: &Spot) -> Value {
    let rows = "Họ tên;Ngày sinh;Giới tính;CCCD;Khác";
    Value::String(format!("{rows}\nLê Thị Mẫu {n};20/3/1985;Nữ;0961851{n:05};a\n;1990;Nam;;b\n", n = s.n))
}
