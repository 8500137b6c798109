//! What people can do to local rules: record one, in the place of another if so, and end one.
use std::collections::BTreeSet;

use super::{
    api::{CreateSupportRule, EndSupportRule},
    model::{RuleEnd, RuleRow},
    problems, queries,
    rule::{Basis, Begins, BudgetLevel, Layer, Residency, Stacking},
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Moment, Result, Text,
        id::{AreaId, SupportRuleId, UserId},
        money::WHOLE_PPM,
        scheme::SoldScheme,
        text::Code,
    },
    db::{Conn, Event, InScope, Tx},
    features::{
        areas, documents,
        lists::{self, List},
        organisations, rates,
    },
};

/// The row that this input would make and where it would hold, checked.
///
/// # Errors
/// When something it names is not there or out of reach, or it does not fit together.
pub fn draft(
    conn: &mut Conn,
    scope: &Scope,
    input: CreateSupportRule,
    at: Moment,
    by: Option<UserId>,
) -> Result<(RuleRow, Vec<AreaId>)> {
    areas::require(conn, scope, input.area_id, "/area_id")?;
    let area_ids: BTreeSet<AreaId> = if input.area_ids.is_empty() {
        BTreeSet::from([input.area_id])
    } else {
        input.area_ids.iter().copied().collect()
    };
    for area_id in &area_ids {
        areas::require(conn, scope, *area_id, "/area_ids")?;
    }
    organisations::require(conn, input.issuer_id, "/issuer_id")?;
    if let Some(document) = input.document_id {
        documents::require(conn, scope, document, "/document_id")?;
    }
    fits(&input)?;
    for (groups, pointer) in
        [(&input.all_groups, "/all_groups"), (&input.any_groups, "/any_groups"), (&input.none_groups, "/none_groups")]
    {
        known(conn, groups, pointer)?;
    }
    if let Some(old) = input.supersedes_id {
        replaceable(conn, scope, old, &input)?;
    }
    let layers = if input.layers.is_empty() {
        vec![Layer { level: BudgetLevel::Province, share_ppm: WHOLE_PPM }]
    } else {
        input.layers
    };
    let row = RuleRow {
        id: input.id.unwrap_or_else(Id::new),
        area_id: input.area_id,
        issuer_id: input.issuer_id,
        number: input.number.into_inner(),
        year: input.year.0,
        document_id: input.document_id,
        scheme: input.scheme,
        all_groups: joined(&input.all_groups),
        any_groups: joined(&input.any_groups),
        none_groups: joined(&input.none_groups),
        age_from: input.age_from.map(|age| age.0),
        age_to: input.age_to.map(|age| age.0),
        residency: input.residency.unwrap_or(Residency::Any),
        basis: input.basis,
        value: input.value.0,
        layers: serde_json::to_string(&layers).map_err(Error::internal)?,
        stacking: input.stacking.unwrap_or(Stacking::Add),
        cap_ppm: input.cap_ppm.map_or(WHOLE_PPM, |cap| cap.0),
        effective_from: input.effective_from,
        effective_to: input.effective_to,
        begins: input.begins.unwrap_or(Begins::Payment),
        max_months: input.max_months.map(|months| months.0),
        supersedes_id: input.supersedes_id,
        article: input.article.map(|text| text.into_inner()),
        note: input.note.map(|text| text.into_inner()),
        recorded_at: at,
        recorded_n: 0,
        recorded_by: by,
    };
    Ok((row, area_ids.into_iter().collect()))
}

fn joined(groups: &[Code]) -> String {
    groups.iter().map(|group| &**group).collect::<Vec<_>>().join(",")
}

fn known(conn: &mut Conn, groups: &[Code], pointer: &'static str) -> Result<()> {
    for group in groups {
        lists::require(conn, List::Group, group, pointer)?;
    }
    Ok(())
}

/// Whether the input fits together.
fn fits(input: &CreateSupportRule) -> Result<()> {
    let value = match input.basis {
        Basis::FixedAmount => input.value.0 >= 1_000,
        _ => input.value.0 <= WHOLE_PPM,
    };
    if !value {
        return Err(problems::BAD_VALUE.field("/value", "out-of-bounds", problems::BAD_VALUE.title).into());
    }
    if input.basis == Basis::PctOfFloorContribution && input.scheme != SoldScheme::BhxhTn {
        return Err(problems::NO_FLOOR.field("/basis", "no-floor", problems::NO_FLOOR.title).into());
    }
    if input.effective_to.is_some_and(|to| to < input.effective_from) {
        return Err(problems::DATES.field("/effective_to", "before-start", problems::DATES.title).into());
    }
    if input.age_from.zip(input.age_to).is_some_and(|(from, to)| from > to) {
        return Err(problems::AGES.field("/age_to", "below-lower", problems::AGES.title).into());
    }
    let levels: BTreeSet<BudgetLevel> = input.layers.iter().map(|layer| layer.level).collect();
    let sum: i64 = input.layers.iter().map(|layer| layer.share_ppm).sum();
    if !input.layers.is_empty() && (levels.len() != input.layers.len() || sum != WHOLE_PPM) {
        return Err(problems::LAYERS.field("/layers", "not-whole", problems::LAYERS.title).into());
    }
    Ok(())
}

/// The old rule of a new one: of the same scheme, in reach, not ended, and nobody else takes its place.
fn replaceable(conn: &mut Conn, scope: &Scope, id: SupportRuleId, input: &CreateSupportRule) -> Result<()> {
    let missing = || {
        let detail = Text { vi: "Không tìm thấy quy định cũ", en: "No such rule" };
        Error::from(crate::base::problem::NOT_FOUND.field("/supersedes_id", "not-found", detail))
    };
    let old = queries::find_own(conn, scope, id)?.ok_or_else(missing)?;
    let follows = old.scheme == input.scheme && old.effective_from < input.effective_from;
    if !follows || is_over(conn, &old)? {
        return Err(problems::NOT_REPLACEABLE
            .field("/supersedes_id", "not-replaceable", problems::NOT_REPLACEABLE.title)
            .into());
    }
    Ok(())
}

fn is_over(conn: &mut Conn, rule: &InScope<RuleRow>) -> Result<bool> {
    Ok(!queries::ends(conn, &[rule.id])?.is_empty() || !queries::successors(conn, &[rule.id])?.is_empty())
}

/// Records a rule.
///
/// # Errors
/// As [`draft`]; `already-exists`.
pub fn create_support_rule(tx: &mut Tx, scope: &Scope, input: CreateSupportRule) -> Result<RuleRow> {
    let (at, by) = (tx.now(), tx.actor().user_id);
    let (mut row, area_ids) = draft(tx.conn()?, scope, input, at, by)?;
    row.recorded_n = rates::next_law_number(tx)?;
    queries::insert(tx, &row, &area_ids)?;
    tx.record(Event::new("support_rule.recorded", "support_rule", row.id).in_area(row.area_id).fields([
        "scheme",
        "basis",
        "value",
        "effective_from",
        "supersedes_id",
    ]));
    Ok(row)
}

/// Whether a rule may end on a day: today or later, unless it has not begun by then, in which case it never holds.
///
/// # Errors
/// `not-found`, `support-rule-ended`, `support-rule-dates`.
pub fn endable(conn: &mut Conn, scope: &Scope, id: SupportRuleId, on: Day) -> Result<InScope<RuleRow>> {
    let rule = queries::find_own(conn, scope, id)?.ok_or_else(Error::not_found)?;
    if is_over(conn, &rule)? {
        return Err(problems::ENDED.now().into());
    }
    let first = scope.today().max(rule.effective_from.before());
    if on < first || rule.effective_to.is_some_and(|to| on > to) {
        let last = rule.effective_to.map(|to| (format!(" đến {}", to.vi()), format!(" to {to}"))).unwrap_or_default();
        let mut refusal = problems::DATES.because(
            format!("Ngày hiệu lực cuối cùng: từ {}{}.", first.vi(), last.0),
            format!("The last day: from {first}{}.", last.1),
        );
        let outside = Text { vi: "Ngày ngoài khoảng được chọn", en: "Outside the days it may end on" };
        refusal.errors = problems::DATES.field("/on", "outside", outside).errors;
        return Err(refusal.into());
    }
    Ok(rule)
}

/// Ends a rule.
///
/// # Errors
/// As [`endable`].
pub fn end_support_rule(tx: &mut Tx, scope: &Scope, id: SupportRuleId, input: EndSupportRule) -> Result<RuleRow> {
    let rule = endable(tx.conn()?, scope, id, input.on)?;
    let end = RuleEnd {
        rule_id: id,
        last_day: input.on,
        why: input.reason.into_inner(),
        recorded_at: tx.now(),
        recorded_n: rates::next_law_number(tx)?,
        recorded_by: tx.actor().user_id,
    };
    queries::insert_end(tx, &rule, &end)?;
    tx.record(Event::new("support_rule.ended", "support_rule", id).in_area(rule.area_id).fields(["last_day", "why"]));
    Ok(rule.into_inner())
}
