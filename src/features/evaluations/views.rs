//! Evaluations as they are answered.
use serde_json::Value;

use super::{
    api::{EvaluationFull, EvaluationLookView, EvaluationUnitView, EvaluationView, LatestLook},
    model::{Evaluation, Look},
    queries,
};
use crate::{
    base::{Error, Page, Result, month::Month},
    db::Conn,
    features::areas,
};

fn value(json: &str) -> Result<Value> {
    serde_json::from_str(json).map_err(Error::internal)
}

/// Evaluations with their newest looks.
///
/// # Errors
/// When the database fails.
pub fn page(conn: &mut Conn, page: Page<Evaluation>) -> Result<Page<EvaluationView>> {
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    let mut looks = queries::latest_looks(conn, &ids)?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let look = looks.remove(&row.id);
        items.push(view(conn, row, look)?);
    }
    Ok(Page { items, next_cursor: page.next_cursor })
}

fn view(conn: &mut Conn, row: Evaluation, look: Option<Look>) -> Result<EvaluationView> {
    Ok(EvaluationView {
        registered_before_it: queries::registered_before(conn, &row)?,
        id: row.id,
        campaign_id: row.campaign_id,
        area_id: row.area_id,
        title: row.title,
        design: row.design,
        scheme: row.scheme,
        outcome: row.outcome,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        from_month: Month::of(row.from_month),
        baseline_month: Month::of(row.baseline_month),
        registered_on: row.created_at.day(),
        registered_late: row.registered_late,
        walk_list_id: row.walk_list_id,
        first_doors: row.first_doors,
        seed: row.seed,
        one_in: row.one_in,
        cost_vnd: row.cost_vnd,
        withdrawn_at: row.withdrawn_at,
        withdrawn_by: row.withdrawn_by,
        withdrawn_why: row.withdrawn_why,
        created_at: row.created_at,
        created_by: row.created_by,
        latest_look: look.map(|look| latest(&look)).transpose()?,
    })
}

fn latest(look: &Look) -> Result<LatestLook> {
    let result = value(&look.result)?;
    let said = |at: &str| result.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(LatestLook {
        id: look.id,
        n: look.n,
        looked_on: look.looked_on,
        grade: look.grade,
        headline_vi: said("/headline/vi"),
        headline_en: said("/headline/en"),
    })
}

/// An evaluation with all that was registered.
///
/// # Errors
/// When the database fails.
pub fn full(conn: &mut Conn, row: Evaluation) -> Result<EvaluationFull> {
    let units = queries::units(conn, row.id)?;
    let names = areas::names(conn, &units.iter().map(|unit| unit.area_id).collect::<Vec<_>>())?;
    let unit = |unit: super::model::Unit| EvaluationUnitView {
        n: unit.n,
        area_name: names.get(&unit.area_id).cloned().unwrap_or_default(),
        area_id: unit.area_id,
        stratum: unit.stratum,
        drawn_in: unit.drawn_in,
        assigned: unit.assigned,
        first_month: unit.first_month.map(Month::of),
    };
    let look = queries::latest_looks(conn, &[row.id])?.remove(&row.id);
    Ok(EvaluationFull {
        plan: value(&row.plan)?,
        units: units.into_iter().map(unit).collect(),
        evaluation: view(conn, row, look)?,
    })
}

/// A look as it was frozen.
///
/// # Errors
/// When what was kept cannot be read.
pub fn look(row: Look) -> Result<EvaluationLookView> {
    Ok(EvaluationLookView {
        id: row.id,
        evaluation_id: row.evaluation_id,
        n: row.n,
        count_vi: format!("Lần xem thứ {}", row.n),
        count_en: format!("Look number {}", row.n),
        looked_on: row.looked_on,
        result: value(&row.result)?,
        created_at: row.created_at,
        created_by: row.created_by,
    })
}
