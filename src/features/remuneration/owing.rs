//! What is owed for a sign-up, and what a statement says of it. Pure.
use crate::{
    base::{Day, id::RemunerationRateId, money::Exact, scheme::Scheme},
    features::{areas::Level, enrolments::kinds::Kind},
};

/// What is given for a sign-up of a kind from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub id: RemunerationRateId,
    /// Of the area that it was recorded for.
    pub level: Level,
    pub scheme: Scheme,
    pub kind: Kind,
    /// For so many months and more.
    pub min_months: i32,
    pub effective_from: Day,
    pub gives: Gives,
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Parts per million of what the payer paid.
    Share(i64),
    /// đồng for each sign-up of which something was kept.
    Head(i64),
    /// From this day on nothing is settled any more.
    Nothing,
}

/// A sign-up as it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub scheme: Scheme,
    pub kind: Kind,
    pub months: i32,
    /// By the receipt that stands; none when the payment was taken back.
    pub paid: Option<(Day, i64)>,
    /// What went back to the payer.
    pub refunded_vnd: i64,
    /// Whether everything went back.
    pub all_refunded: bool,
}

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// What it is a share of.
    pub base_vnd: i64,
    pub rate_id: Option<RemunerationRateId>,
    /// None when no rate holds for it: that is not nothing.
    pub vnd: Option<i64>,
}

/// The rate that holds for a sign-up that was paid on a day, of those for its area and the areas above: the nearest area
/// decides before a wider one, there the longest term that its months reach, of that the latest row.
pub fn rate_for(rates: &[Rate], of: &Standing, on: Day) -> Option<Rate> {
    let fits = |rate: &&Rate| {
        rate.scheme == of.scheme && rate.kind == of.kind && rate.min_months <= of.months && rate.effective_from <= on
    };
    let term = |rate: &&Rate| (rate.level, rate.min_months, rate.effective_from, rate.id);
    let mut terms: Vec<&Rate> = rates.iter().filter(fits).collect();
    terms.sort_by_key(term);
    while let Some(latest) = terms.pop() {
        if latest.gives != Gives::Nothing {
            return Some(*latest);
        }
        // A term that ended leaves it to the shorter ones, and to those of wider areas.
        terms.retain(|rate| (rate.level, rate.min_months) != (latest.level, latest.min_months));
    }
    None
}

/// What is owed for a sign-up as it stands.
pub fn owed(rates: &[Rate], of: &Standing) -> Owed {
    let Some((on, paid_vnd)) = of.paid else { return Owed { base_vnd: 0, rate_id: None, vnd: Some(0) } };
    let base_vnd = (paid_vnd - of.refunded_vnd).max(0);
    let rate = rate_for(rates, of, on);
    let vnd = rate.map(|rate| match rate.gives {
        Gives::Share(ppm) => Exact::of(base_vnd).part(ppm).rounded(),
        Gives::Head(_) if of.all_refunded => 0,
        Gives::Head(vnd) => vnd,
        Gives::Nothing => 0,
    });
    Owed { base_vnd, rate_id: rate.map(|rate| rate.id), vnd }
}

/// Whether a statement up to a day speaks of a sign-up: what was paid by then for the first time, and whatever was spoken
/// of before. So nothing that a statement of a later month said is taken back by one of an earlier month.
pub fn concerns(of: &Standing, said_before: bool, to: Day) -> bool {
    said_before || of.paid.is_some_and(|(on, _)| on <= to)
}

/// What a statement has to say: how much is to be paid now so that everything paid comes to what is owed. None when
/// there is nothing to say: it was said before, and it comes to the same.
pub fn to_say(owed: &Owed, said_before: Option<i64>) -> Option<i64> {
    match (said_before, owed.vnd) {
        (None, vnd) => Some(vnd.unwrap_or(0)),
        (Some(before), vnd) => Some(vnd.unwrap_or(0) - before).filter(|change| *change != 0),
    }
}
