//! Progress as answers and as rows for files.
use std::collections::HashMap;

use super::{
    api::{LadderView, ProgressQuery, ProgressView, number},
    model::{Target, TargetMeasure},
    progress::progress,
    queries::{self, Question},
};
use crate::{
    access::Scope,
    base::{Day, Result, id::AreaId, share::Percent},
    db::Conn,
    features::{
        areas,
        coverage::{self, Basis, Figure, figure_on},
    },
    render::{Align, Column, Table, Value},
};

/// What is asked of an area, and the days up to which its target and its figure are known.
fn asked(query: &ProgressQuery, today: Day) -> (Question, Day, Day) {
    let question = Question {
        area_id: query.area_id,
        organisation_id: query.organisation_id,
        scheme: query.scheme,
        measure: query.measure,
        period: query.period,
    };
    let on = query.as_of.unwrap_or(today);
    // A target is known from the day it was decided; looking back at a past day it holds as soon as its period began.
    (question, on.max(query.period.to), on.min(query.period.to))
}

/// Whether coverage tells how far one has come. Of new enrolments it does not.
fn is_covered(measure: TargetMeasure) -> bool {
    match measure {
        TargetMeasure::NewEnrolments => false,
        TargetMeasure::Participants | TargetMeasure::CoveragePercent => true,
    }
}

/// Progress of one area.
pub fn own(conn: &mut Conn, scope: &Scope, query: &ProgressQuery, today: Day) -> Result<ProgressView> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let (question, decided, until) = asked(query, today);
    let target = queries::holding(conn, scope, &question, decided)?;
    let figure = if is_covered(query.measure) {
        figure_on(conn, scope, &area, query.scheme, coverage::When::Until(until))?.ok()
    } else {
        None
    };
    Ok(view(area.id, area.full_name, query, target.as_ref(), figure.as_ref()))
}

fn view(
    area_id: AreaId,
    area_name: String,
    query: &ProgressQuery,
    target: Option<&Target>,
    figure: Option<&Figure>,
) -> ProgressView {
    let actual = figure.and_then(|f| match query.measure {
        TargetMeasure::CoveragePercent => f.rate().map(|r| r.0),
        TargetMeasure::Participants | TargetMeasure::NewEnrolments => f.participants.map(|p| p * 100),
    });
    let why_not = match (query.measure, target, figure) {
        (TargetMeasure::CoveragePercent, Some(target), Some(figure)) => footing(target.basis, figure.basis),
        _ => None,
    };
    let people = figure.and_then(|f| f.participants.zip(f.denominator_people));
    let known =
        target.filter(|_| why_not.is_none()).map(|t| progress(query.measure, t.value_hundredths, actual, people));
    let qualifier = figure.map(|f| match query.measure {
        TargetMeasure::CoveragePercent => f.published_qualifier,
        TargetMeasure::Participants | TargetMeasure::NewEnrolments => f.participants_qualifier,
    });
    ProgressView {
        area_id,
        area_name,
        scheme: query.scheme,
        measure: query.measure,
        period: query.period.to_string(),
        target: target.map(|t| number(t.value_hundredths)),
        target_qualifier: target.map(|t| t.qualifier),
        target_id: target.map(|t| t.id),
        actual: actual.map(number),
        actual_qualifier: qualifier.filter(|_| actual.is_some()),
        actual_as_of: figure.filter(|_| actual.is_some()).map(|f| f.as_of),
        percent: known.and_then(|p| p.percent).map(Percent::as_f64),
        remaining: known.and_then(|p| p.remaining_hundredths).map(number),
        remaining_persons: known.and_then(|p| p.remaining_persons),
        comparable: why_not.is_none(),
        why_not: why_not.map(str::to_owned),
        snapshot_ids: figure.into_iter().flat_map(|f| f.parts.iter().map(|s| s.id)).collect(),
    }
}

/// Why a target rate and a measured rate may not be compared.
fn footing(target: Option<Basis>, figure: Basis) -> Option<&'static str> {
    match (target, figure) {
        (None | Some(Basis::Unstated), _) | (_, Basis::Unstated) => Some("unknown-denominator"),
        (Some(one), other) if one != other => Some("different-denominator"),
        _ => None,
    }
}

/// Progress of an area and of the areas directly below it.
pub fn ladder(conn: &mut Conn, scope: &Scope, query: &ProgressQuery, today: Day) -> Result<LadderView> {
    let (own, mut below) = all_below(conn, scope, query, today)?;
    below.retain(|row| row.target.is_some() || row.actual.is_some());
    below.sort_by(|a, b| a.percent.unwrap_or(f64::INFINITY).total_cmp(&b.percent.unwrap_or(f64::INFINITY)));
    Ok(LadderView { own, below })
}

/// The same of every area directly below, also of those that have neither target nor figure.
pub fn all_below(
    conn: &mut Conn,
    scope: &Scope,
    query: &ProgressQuery,
    today: Day,
) -> Result<(ProgressView, Vec<ProgressView>)> {
    let own = own(conn, scope, query, today)?;
    let (question, decided, until) = asked(query, today);
    let covered = is_covered(query.measure);
    let mut targets = queries::holding_below(conn, scope, &question, decided)?;
    let mut figures = if covered {
        coverage::figures_below(conn, scope, query.area_id, query.scheme, until)?
    } else {
        HashMap::new()
    };
    let mut below = Vec::new();
    for area in areas::directly_below(conn, query.area_id, query.as_of.unwrap_or(today))? {
        let mut figure = figures.remove(&area.id);
        // The area is younger than the figure asked for: those of its ground before count.
        if figure.is_none() && covered && !area.alive_on(until) {
            figure = figure_on(conn, scope, &area, query.scheme, coverage::When::Until(until))?.ok();
        }
        below.push(view(area.id, area.full_name, query, targets.remove(&area.id).as_ref(), figure.as_ref()));
    }
    Ok((own, below))
}

/// The ladder as a table to save.
pub fn table(view: &LadderView) -> Table {
    let rate = view.own.measure == TargetMeasure::CoveragePercent;
    let amount = |value: Option<f64>| match (value, rate) {
        (None, true) => Value::Percent(None),
        (None, false) => Value::Count(None),
        (Some(v), true) => Value::Percent(format!("{v:.2}").replace('.', "").parse().ok().map(Percent)),
        (Some(v), false) => Value::Count(format!("{v:.0}").parse().ok()),
    };
    let line = |r: &ProgressView| {
        vec![
            Value::Text(r.area_name.clone()),
            amount(r.target),
            amount(r.actual),
            Value::Text(r.actual_as_of.map(Day::vi).unwrap_or_default()),
            Value::Percent(r.percent.and_then(|p| format!("{p:.2}").replace('.', "").parse().ok()).map(Percent)),
            amount(r.remaining),
            Value::Text(if r.comparable { String::new() } else { "không so sánh được: khác mẫu số".into() }),
        ]
    };
    Table {
        title: "Tiến độ thực hiện chỉ tiêu".into(),
        notes: vec![format!(
            "Chính sách: {}; kỳ: {}; đơn vị: {}.",
            view.own.scheme,
            view.own.period,
            if rate { "tỷ lệ %" } else { "người" }
        )],
        columns: vec![
            Column::new("Địa bàn", 36.0, Align::Left),
            Column::new("Chỉ tiêu", 14.0, Align::Right),
            Column::new("Thực hiện", 14.0, Align::Right),
            Column::new("Tính đến ngày", 16.0, Align::Left),
            Column::new("% chỉ tiêu", 14.0, Align::Right),
            Column::new("Còn phải phát triển", 18.0, Align::Right),
            Column::new("Ghi chú", 30.0, Align::Left),
        ],
        rows: view.below.iter().map(line).collect(),
        total: Some(line(&view.own)),
    }
}
