//! How far sign-ups came, and how long each step took.
use std::collections::BTreeMap;

use super::lifecycle::{Step, WAY};
use crate::base::Moment;

/// A step that one sign-up took.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'r> {
    /// To which step.
    pub to: Step,
    /// When it was recorded.
    pub at: Moment,
    /// The reason's code, if one was given.
    pub reason: Option<&'r str>,
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Which one.
    pub step: Step,
    /// How many sign-ups came so far.
    pub count: usize,
    /// Hours from the step before, for the middle one.
    pub median_hours: Option<f64>,
    /// Hours from the step before, for nine in ten.
    pub p90_hours: Option<f64>,
}

/// Where sign-ups left the way.
pub type Dropped = BTreeMap<(Step, Option<String>), usize>;

/// The way of many sign-ups, each with its steps in order. A sign-up counts at every step up to the furthest it came to, so
/// that no step has more than the one before. Times are between the first moments at which it reached two neighbouring
/// steps. It is dropped where its last step leads off the way.
pub fn funnel(all: &[Vec<Taken<'_>>]) -> (Vec<Stage>, Dropped) {
    let mut counts = [0_usize; WAY.len()];
    let mut hours: [Vec<f64>; WAY.len()] = Default::default();
    let mut dropped = Dropped::new();
    for steps in all {
        let first = WAY.map(|step| steps.iter().find(|taken| taken.to == step).map(|taken| taken.at));
        let furthest = steps.iter().filter_map(|taken| taken.to.rank()).max();
        for (n, count) in counts.iter_mut().enumerate() {
            *count += usize::from(furthest.is_some_and(|furthest| furthest >= n));
        }
        for ((before, after), hours) in first.iter().zip(first.iter().skip(1)).zip(hours.iter_mut().skip(1)) {
            if let (Some(before), Some(after)) = (before, after) {
                hours.push(hours_between(*before, *after));
            }
        }
        if let Some(last) = steps.last().filter(|taken| taken.to.rank().is_none()) {
            *dropped.entry((last.to, last.reason.map(str::to_owned))).or_default() += 1;
        }
    }
    let stages = WAY.into_iter().zip(counts).zip(hours.iter_mut()).map(|((step, count), hours)| {
        hours.sort_by(f64::total_cmp);
        Stage { step, count, median_hours: percentile(hours, 50), p90_hours: percentile(hours, 90) }
    });
    (stages.collect(), dropped)
}

/// Hours from one moment to a later one, to two places.
pub fn hours_between(before: Moment, after: Moment) -> f64 {
    let seconds = i32::try_from((after.unix() - before.unix()).max(0)).unwrap_or(i32::MAX);
    (f64::from(seconds) / 36.0).round() / 100.0
}

/// The smallest of the sorted values that at least so many percent do not exceed.
fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
    sorted.get((sorted.len() * percent).div_ceil(100).saturating_sub(1)).copied()
}
