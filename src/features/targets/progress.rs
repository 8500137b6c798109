//! How far one has come: pure over target and actual.
use super::model::TargetMeasure;
use crate::base::share::Percent;

/// Progress towards a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Actual of target, in percent.
    pub percent: Option<Percent>,
    /// What is missing, in the target's unit; never below zero.
    pub remaining_hundredths: Option<i64>,
    /// For a rate: how many more persons would reach it on the same denominator.
    pub remaining_persons: Option<i64>,
}

/// Progress of `actual` towards `target`, both in hundredths of their unit. For a rate, `people` is the number of
/// participants and the denominator they were counted against.
pub fn progress(measure: TargetMeasure, target: i64, actual: Option<i64>, people: Option<(i64, i64)>) -> Progress {
    let persons = match (measure, people) {
        (TargetMeasure::CoveragePercent, Some((participants, whole))) => {
            Some((Percent(target).count_of(whole) - participants).max(0))
        }
        _ => None,
    };
    Progress {
        percent: actual.and_then(|actual| Percent::of(actual, target)),
        remaining_hundredths: actual.map(|actual| (target - actual).max(0)),
        remaining_persons: persons,
    }
}
