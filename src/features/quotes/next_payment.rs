//! What is asked when the period that an enrolment was paid for ends, and its person goes on in the same way.
use super::question::{MonthsBefore, Question};
use crate::base::Day;

/// The end of a period that was paid for, of one member of a kept quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub member_key: String,
    /// The last day paid for.
    pub paid_to: Day,
    pub months: i32,
}

/// The question that was asked for the ending period, asked for the next one: paid on the day after its end, with its months
/// among those that were supported before.
pub fn next(mut asked: Question, ending: &Ending) -> Question {
    let after = |before: Option<MonthsBefore>| before.map(|before| MonthsBefore((before.0 + ending.months).min(600)));
    asked.on = Some(ending.paid_to.plus_days(1));
    asked.period_from = None;
    asked.already_joined = None;
    asked.months_supported_before = after(asked.months_supported_before);
    asked.local_months_before = after(asked.local_months_before);
    for member in asked.members.iter_mut().filter(|member| *member.key == *ending.member_key) {
        member.previous_cover_ended_on = Some(ending.paid_to);
        member.months_supported_before = after(member.months_supported_before);
        member.local_months_before = after(member.local_months_before);
    }
    asked
}
