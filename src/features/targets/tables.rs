//! Progress as answers and as rows for files.
use std::collections::HashMap;

use super::{
    api::{LadderView, ProgressQuery, ProgressView, number},
    joined::{Asked, Joined, joined, joined_below},
    model::{Target, TargetMeasure},
    progress::progress,
    queries::{self, Question},
};
use crate::{
    access::Scope,
    base::{Day, Result, figure::Qualifier, id::AreaId, share::Percent},
    db::Conn,
    features::{
        areas::{self, Area},
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

/// Who asks: within `working` sign-ups are worked with, and small counts of them shown.
#[derive(Debug, Clone)]
pub struct Asking {
    pub working: Scope,
    pub today: Day,
}

/// What was reached.
#[derive(Debug, Clone)]
enum Reached {
    /// As coverage tells it.
    Covered(Box<Figure>),
    /// As payments do.
    Joined(Joined),
}

/// The figure of an area found in scope, as far as there is one.
fn reached(
    conn: &mut Conn,
    scope: &Scope,
    asking: &Asking,
    area: &Area,
    (question, until): (&Question, Day),
) -> Result<Option<Reached>> {
    match question.measure {
        TargetMeasure::NewEnrolments => Asked::of(question, until)
            .map(|asked| joined(conn, &asking.working, asked, area.id).map(Reached::Joined))
            .transpose(),
        TargetMeasure::Participants | TargetMeasure::CoveragePercent => {
            let figure = figure_on(conn, scope, area, question.scheme, coverage::When::Until(until))?;
            Ok(figure.ok().map(|figure| Reached::Covered(Box::new(figure))))
        }
    }
}

/// Progress of one area.
pub fn own(conn: &mut Conn, scope: &Scope, asking: &Asking, query: &ProgressQuery) -> Result<ProgressView> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let (question, decided, until) = asked(query, asking.today);
    let target = queries::holding(conn, scope, &question, decided)?;
    let reached = reached(conn, scope, asking, &area, (&question, until))?;
    Ok(view(area.id, area.full_name, query, target.as_ref(), reached.as_ref()))
}

fn view(
    area_id: AreaId,
    area_name: String,
    query: &ProgressQuery,
    target: Option<&Target>,
    reached: Option<&Reached>,
) -> ProgressView {
    let (actual, why_not, people, as_of) = match reached {
        None => (None, None, None, None),
        Some(Reached::Joined(joined)) => {
            let actual = joined.count.map(|count| (count * 100, Qualifier::Exact));
            (actual, joined.count.is_none().then_some("small-group"), None, Some(joined.until))
        }
        Some(Reached::Covered(figure)) if query.measure == TargetMeasure::CoveragePercent => {
            let why_not = target.and_then(|target| footing(target.basis, figure.basis));
            let actual = figure.rate().map(|rate| (rate.0, figure.published_qualifier));
            (actual, why_not, figure.participants.zip(figure.denominator_people), Some(figure.as_of))
        }
        Some(Reached::Covered(figure)) => {
            let actual = figure.participants.map(|persons| (persons * 100, figure.participants_qualifier));
            (actual, None, None, Some(figure.as_of))
        }
    };
    let amount = actual.map(|(amount, _)| amount);
    let known =
        target.filter(|_| why_not.is_none()).map(|t| progress(query.measure, t.value_hundredths, amount, people));
    let (snapshot_ids, rows) = match reached {
        Some(Reached::Covered(figure)) => (figure.parts.iter().map(|part| part.id).collect(), None),
        Some(Reached::Joined(joined)) => (Vec::new(), Some(joined.rows.clone())),
        None => (Vec::new(), None),
    };
    ProgressView {
        area_id,
        area_name,
        scheme: query.scheme,
        measure: query.measure,
        period: query.period.to_string(),
        target: target.map(|t| number(t.value_hundredths)),
        target_qualifier: target.map(|t| t.qualifier),
        target_id: target.map(|t| t.id),
        actual: amount.map(number),
        actual_qualifier: actual.map(|(_, qualifier)| qualifier),
        actual_as_of: as_of.filter(|_| actual.is_some()),
        percent: known.and_then(|p| p.percent).map(Percent::as_f64),
        remaining: known.and_then(|p| p.remaining_hundredths).map(number),
        remaining_persons: known.and_then(|p| p.remaining_persons),
        comparable: why_not.is_none(),
        why_not: why_not.map(str::to_owned),
        snapshot_ids,
        rows,
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
pub fn ladder(conn: &mut Conn, scope: &Scope, asking: &Asking, query: &ProgressQuery) -> Result<LadderView> {
    let (own, mut below) = all_below(conn, scope, asking, query)?;
    // Who joined is counted everywhere; where nobody did and nobody was to, there is nothing to say.
    below.retain(|row| row.target.is_some() || row.actual.is_some_and(|actual| actual > 0.0) || !row.comparable);
    below.sort_by(|a, b| a.percent.unwrap_or(f64::INFINITY).total_cmp(&b.percent.unwrap_or(f64::INFINITY)));
    Ok(LadderView { own, below })
}

/// What was reached in each of these areas, which lie directly below the one asked about.
fn reached_below(
    conn: &mut Conn,
    scope: &Scope,
    asking: &Asking,
    below: &[Area],
    (question, until): (&Question, Day),
) -> Result<HashMap<AreaId, Reached>> {
    if question.measure == TargetMeasure::NewEnrolments {
        let Some(asked) = Asked::of(question, until) else { return Ok(HashMap::new()) };
        let all = joined_below(conn, &asking.working, asked, question.area_id, below)?;
        return Ok(all.into_iter().map(|(id, joined)| (id, Reached::Joined(joined))).collect());
    }
    let mut figures = coverage::figures_below(conn, scope, question.area_id, question.scheme, until)?;
    let mut all = HashMap::new();
    for area in below {
        let mut figure = figures.remove(&area.id);
        // The area is younger than the figure asked for: those of its ground before count.
        if figure.is_none() && !area.alive_on(until) {
            figure = figure_on(conn, scope, area, question.scheme, coverage::When::Until(until))?.ok();
        }
        all.extend(figure.map(|figure| (area.id, Reached::Covered(Box::new(figure)))));
    }
    Ok(all)
}

/// The same of every area directly below, also of those that have neither target nor figure.
pub fn all_below(
    conn: &mut Conn,
    scope: &Scope,
    asking: &Asking,
    query: &ProgressQuery,
) -> Result<(ProgressView, Vec<ProgressView>)> {
    let own = own(conn, scope, asking, query)?;
    let (question, decided, until) = asked(query, asking.today);
    let mut targets = queries::holding_below(conn, scope, &question, decided)?;
    let below = areas::directly_below(conn, query.area_id, query.as_of.unwrap_or(asking.today))?;
    let reached = reached_below(conn, scope, asking, &below, (&question, until))?;
    let row =
        |area: Area| view(area.id, area.full_name, query, targets.remove(&area.id).as_ref(), reached.get(&area.id));
    Ok((own, below.into_iter().map(row).collect()))
}

/// What stands beside a row of which the figure is not shown or not compared.
fn note(why_not: Option<&str>) -> &'static str {
    match why_not {
        None => "",
        Some("small-group") => "dưới 5 người: không hiển thị",
        Some(_) => "không so sánh được: khác mẫu số",
    }
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
            Value::Text(note(r.why_not.as_deref()).into()),
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
