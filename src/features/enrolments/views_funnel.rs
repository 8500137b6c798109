//! The funnel as it is shown.
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    api_office::FunnelQuery,
    funnel::{Taken, funnel},
    lifecycle::Step,
    problems::FUNNEL_SPAN,
    queries, queries_parts,
};
use crate::{
    access::Scope,
    base::{Day, Result},
    db::Conn,
    features::areas,
};

/// The longest time asked for at once, in days.
const MOST_DAYS: i64 = 366;
/// The usual time, in days.
const USUAL_DAYS: i64 = 90;

/// One step of the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelStage {
    pub step: Step,
    /// How many came so far.
    pub count: usize,
    /// Hours from the step before, for the middle one.
    #[schema(required)]
    pub median_hours: Option<f64>,
    /// Hours from the step before, for nine in ten.
    #[schema(required)]
    pub p90_hours: Option<f64>,
}

/// How many left the way, where and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelDrop {
    pub step: Step,
    /// A code of the list that belongs to the step.
    #[schema(required)]
    pub reason: Option<String>,
    pub count: usize,
}

/// How far those came who were promised a card within a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentFunnel {
    pub from: Day,
    pub to: Day,
    pub stages: Vec<FunnelStage>,
    pub dropped: Vec<FunnelDrop>,
}

/// The funnel of an area.
///
/// # Errors
/// `not-found` for an area outside the scope; `funnel-span`.
pub fn enrolment_funnel(conn: &mut Conn, scope: &Scope, asked: &FunnelQuery) -> Result<EnrolmentFunnel> {
    areas::require(conn, scope, asked.area_id, "area_id")?;
    let to = asked.to.unwrap_or(scope.today());
    let from = asked.from.unwrap_or(to.plus_days(-USUAL_DAYS).writable());
    if !(0..MOST_DAYS).contains(&to.days_since(from)) {
        return Err(FUNNEL_SPAN.field("from", "out-of-range", FUNNEL_SPAN.title).into());
    }
    let when = (asked.area_id, from, to);
    let ids = queries::promised_between(conn, scope, when, asked.scheme, asked.organisation_id)?;
    let rows = queries_parts::steps_of(conn, &ids)?;
    let taken: Vec<Vec<Taken<'_>>> = rows
        .values()
        .map(|steps| {
            steps.iter().map(|row| Taken { to: row.to_step, at: row.at, reason: row.reason.as_deref() }).collect()
        })
        .collect();
    let (stages, dropped) = funnel(&taken);
    let stages = stages.into_iter().map(|stage| FunnelStage {
        step: stage.step,
        count: stage.count,
        median_hours: stage.median_hours,
        p90_hours: stage.p90_hours,
    });
    let dropped = dropped.into_iter().map(|((step, reason), count)| FunnelDrop { step, reason, count });
    Ok(EnrolmentFunnel { from, to, stages: stages.collect(), dropped: dropped.collect() })
}
