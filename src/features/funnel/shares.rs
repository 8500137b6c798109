//! Shares with their doubt, which of them are surely weak, and which counts would name people. Pure.
use std::collections::BTreeSet;

use super::{
    api::{FunnelShare, FunnelWeakness},
    cells::Sums,
    steps::{FunnelBy, FunnelStep, RATES, RateSpec, Ripening, STEPS, StepSpec},
};
use crate::{
    base::{
        Day, Lang,
        share::{Percent, in_percent},
        small_group::{self, Group, is_small},
    },
    methods::proportions::{Share, newcombe_at},
};

/// Under so many a share says nothing.
const FEW: i64 = 10;
/// With which certainty all weaknesses together are right.
const SURE: f64 = 0.95;
/// How many weaknesses are named.
const NAMED: usize = 5;

/// How many at a step.
pub fn at(sums: &Sums, step: FunnelStep) -> i64 {
    STEPS.iter().find(|spec| spec.step == step).map_or(0, |spec| (spec.count)(sums))
}

/// Whether some count of people is so small that it names them.
pub fn names_people(sums: &Sums) -> bool {
    STEPS.iter().filter(|spec| spec.unit.counts_people()).any(|spec| is_small((spec.count)(sums)))
}

/// The keys whose counts of people are kept back: those that name people, and where that is only one, which could be told
/// from the total, the one with the fewest sign-ups beside it.
pub fn withheld<'k>(rows: impl Iterator<Item = (&'k str, &'k Sums)>) -> BTreeSet<String> {
    let anybody = |sums: &Sums| STEPS.iter().any(|spec| spec.unit.counts_people() && (spec.count)(sums) > 0);
    let group = |(key, sums): (&'k str, &Sums)| Group {
        key,
        is_small: names_people(sums),
        size: anybody(sums).then_some(sums.signed),
    };
    small_group::withheld(rows.map(group)).into_iter().map(str::to_owned).collect()
}

fn share(hits: i64, of: i64) -> Option<Share> {
    let (hits, of) = (u64::try_from(hits).ok()?, u64::try_from(of).ok().filter(|_| of >= FEW)?);
    Share::new(hits, of).ok()
}

/// One share.
pub fn rate(spec: &RateSpec, sums: &Sums, lang: Lang) -> FunnelShare {
    let (numerator, denominator) = (at(sums, spec.hits), at(sums, spec.of));
    let share = share(numerator, denominator);
    let interval = share.map(Share::wilson);
    FunnelShare {
        rate: spec.rate,
        label: lang.pick(spec.label).into(),
        numerator,
        denominator,
        percent: share.and_then(|_| Percent::of(numerator, denominator)),
        low_percent: interval.map(|interval| in_percent(interval.low)),
        high_percent: interval.map(|interval| in_percent(interval.high)),
    }
}

/// Rows that are compared by one share: over the days that are ripe for it, up to the last of them.
#[derive(Debug, Clone)]
pub struct Ripe<'r> {
    /// For which shares.
    pub ripens_in: Ripening,
    /// The last day.
    pub to: Day,
    /// Key, label and sums of each row.
    pub rows: Vec<(&'r str, &'r str, Sums)>,
}

/// Where a share of a row lies surely below that of all others together: Newcombe's interval of the difference, each asked
/// for more the more are looked at (Bonferroni), lies below nothing. Each share is looked at over the days that are ripe for it:
/// whoever signed up last week is not issued yet.
pub fn weakest(ripe: &[Ripe<'_>], rates: &[&RateSpec], lang: Lang) -> Vec<FunnelWeakness> {
    let alls: Vec<Sums> =
        ripe.iter().map(|one| one.rows.iter().fold(Sums::default(), |all, (_, _, sums)| all.and(*sums))).collect();
    let groups = ripe.iter().zip(&alls).flat_map(|(one, all)| one.rows.iter().map(move |row| (one, all, row)));
    let pairs = groups.flat_map(|(one, all, row)| {
        let own = rates.iter().filter(|spec| spec.ripens_in == one.ripens_in);
        own.map(move |spec| (one.to, all, row, spec))
    });
    let compared: Vec<_> = pairs
        .filter_map(|(to, all, (key, label, sums), spec)| {
            let (hits, of) = (at(sums, spec.hits), at(sums, spec.of));
            let (others, other_of) = (at(all, spec.hits) - hits, at(all, spec.of) - of);
            let found = (share(hits, of)?, share(others, other_of)?);
            Some((*key, *label, to, *spec, found, Percent::of(hits, of)?, Percent::of(others, other_of)?))
        })
        .collect();
    let looked_at = u32::try_from(compared.len()).unwrap_or(u32::MAX);
    let level = 1.0 - (1.0 - SURE) / f64::from(looked_at.max(1));
    let mut weak: Vec<FunnelWeakness> = compared
        .into_iter()
        .filter_map(|(key, label, to, spec, (own, others), own_percent, others_percent)| {
            let (difference, interval) = newcombe_at(own, others, level);
            (interval.high < 0.0).then(|| FunnelWeakness {
                key: key.to_owned(),
                label: label.to_owned(),
                rate: spec.rate,
                rate_label: lang.pick(spec.label).into(),
                to,
                percent: own_percent,
                others_percent,
                points: in_percent(difference),
                low_points: in_percent(interval.low),
                high_points: in_percent(interval.high),
            })
        })
        .collect();
    weak.sort_by(|a, b| a.high_points.total_cmp(&b.high_points).then_with(|| a.key.cmp(&b.key)));
    weak.truncate(NAMED);
    weak
}

/// Which steps an answer tells apart.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// By what; nothing for the total.
    pub by: Option<FunnelBy>,
    /// Whether of one scheme alone.
    pub scheme: bool,
    /// Whether counts of people are kept back.
    pub withheld: bool,
}

impl Shown {
    /// Whether a step is.
    pub fn step(self, spec: &StepSpec) -> bool {
        self.by.is_none_or(|by| spec.unit.told_apart_by().contains(&by))
            && (!self.scheme || spec.unit.has_scheme())
            && !(self.withheld && spec.unit.counts_people())
    }
    /// The shares that can be formed.
    pub fn rates(self) -> Vec<&'static RateSpec> {
        let shown = |step: FunnelStep| STEPS.iter().any(|spec| spec.step == step && self.step(spec));
        RATES.iter().filter(|rate| shown(rate.of) && shown(rate.hits)).collect()
    }
}
