//! What work did that began in different places at different times: differences in differences that never compare with
//! places which had begun already (Callaway & Sant'Anna, Journal of Econometrics 225, 2021).
#![expect(clippy::indexing_slicing, reason = "places of units, periods and estimates, from the lists they point into")]
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Estimate, Interval, Spread, Unfit, count, draws::Draws, whole};

/// One place in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Which place.
    pub unit: String,
    /// Months, quarters or years, numbered one after the other.
    pub period: i64,
    /// The first period in which work was done there; none where it never was.
    pub first_treated: Option<i64>,
    /// A share, or a mean, or its logarithm.
    pub outcome: f64,
    /// What was decided as a whole; the unit itself unless said.
    pub cluster: Option<String>,
}

/// With whom places are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Places where the work never began.
    Never,
    /// The same, and places where it had not begun yet.
    NotYet,
}

/// With which earlier period the time before the start is compared. After the start it is the last before it either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// With the period just before each.
    Varying,
    /// With the last before the start, so that the whole course stands on one ground.
    Universal,
}

/// With whom is compared, and how the doubt is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub control: Control,
    /// What the time before the start is compared with.
    pub base: Base,
    /// Bootstrap draws; with none, standard errors are those of the influence of each cluster.
    pub draws: usize,
    /// What the draws begin with.
    pub seed: u64,
}

/// The effect on places that began together, in one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupTime {
    /// The period in which they began.
    pub group: i64,
    /// The period of which it speaks; before the start it should be nothing.
    pub period: i64,
    /// By how much more the outcome changed than elsewhere.
    pub effect: Estimate,
}

/// The effect by something: how long ago the work began, or when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct By {
    /// All of them in one figure.
    pub overall: Estimate,
    /// Each by itself.
    pub each: BTreeMap<i64, Estimate>,
}

/// What the comparison shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Staggered {
    /// Places that were looked at.
    pub units: usize,
    /// Into how many they fall that were decided as wholes.
    pub clusters: usize,
    /// Places where the work began.
    pub treated: usize,
    /// Places where it never did.
    pub never_treated: usize,
    /// Places that were left out: not there in every period, or begun in the first.
    pub left_out: usize,
    /// Each group in each period: what everything else is made of.
    pub by_group_and_period: Vec<GroupTime>,
    /// Every effect after the start, each weighted by how many places it speaks of.
    pub simple: Estimate,
    /// By the period of the start; the mean over places.
    pub by_group: By,
    /// By periods since the start, before it below nothing; overall the mean since the start.
    pub by_event_time: By,
    /// By calendar period since the first start; overall the mean of these.
    pub by_period: By,
    /// Within which all effects by event time lie together; none without draws.
    pub band: Option<BTreeMap<i64, Interval>>,
    /// How often chance alone would part the two sides as far before the start: of the effects by event time before it, the
    /// one that is least like chance, times how many there are (Dunn, JASA 56, 1961; with few places Wald's test of all
    /// together sees trends where there are none); none without earlier periods.
    pub parallel_before: Option<f64>,
    /// The same from the draws, for the effect by event time that is farthest from nothing; none without draws.
    pub parallel_before_drawn: Option<f64>,
}

/// When a unit began, its cluster, its outcome in each period.
type Unit<'r> = (Option<i64>, &'r str, BTreeMap<i64, f64>);

/// Each unit's outcomes through the periods.
struct Panel {
    periods: Vec<i64>,
    outcomes: Vec<Vec<f64>>,
    first: Vec<Option<i64>>,
    cluster: Vec<usize>,
    clusters: usize,
    left_out: usize,
}

impl Panel {
    fn of(rows: &[Observed]) -> Result<Self, Unfit> {
        let periods: Vec<i64> = rows.iter().map(|row| row.period).collect::<BTreeSet<_>>().into_iter().collect();
        let first_period = *periods.first().ok_or(Unfit::Nothing)?;
        let mut units: BTreeMap<&str, Unit> = BTreeMap::new();
        for row in rows {
            if !row.outcome.is_finite() {
                return Err(Unfit::Number);
            }
            let cluster = row.cluster.as_deref().unwrap_or(&row.unit);
            let unit = units.entry(&row.unit).or_insert_with(|| (row.first_treated, cluster, BTreeMap::new()));
            let again = unit.2.insert(row.period, row.outcome).is_some();
            if again || unit.0 != row.first_treated || unit.1 != cluster {
                return Err(Unfit::Contradiction);
            }
        }
        let last_period = periods[periods.len() - 1];
        let all = units.len();
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        let mut panel =
            Self { outcomes: Vec::new(), first: Vec::new(), cluster: Vec::new(), clusters: 0, left_out: 0, periods };
        for (first, cluster, outcomes) in units.into_values() {
            if outcomes.len() < panel.periods.len() || first.is_some_and(|first| first <= first_period) {
                continue;
            }
            let next = names.len();
            panel.cluster.push(*names.entry(cluster).or_insert(next));
            panel.outcomes.push(outcomes.into_values().collect());
            // Who begins after the last period has not begun in any of them.
            panel.first.push(first.filter(|first| *first <= last_period));
        }
        panel.clusters = names.len();
        panel.left_out = all - panel.first.len();
        Ok(panel)
    }
    fn units(&self) -> usize {
        self.first.len()
    }
    fn at(&self, period: i64) -> Option<usize> {
        self.periods.binary_search(&period).ok()
    }
}

/// An effect with how much each cluster pulls at it.
#[derive(Clone)]
struct Pulled {
    value: f64,
    pulls: Vec<f64>,
    /// The same, stretched by what each side gave away for its mean: √(n/(n−1)).
    stretched: Vec<f64>,
}

impl Pulled {
    fn nothing(clusters: usize) -> Self {
        Self { value: 0.0, pulls: vec![0.0; clusters], stretched: vec![0.0; clusters] }
    }
    /// The estimate with a standard error: few places say less of their own spread, so the interval is that of the
    /// stretched pulls, with degrees of freedom after Satterthwaite (Biometrics Bulletin 2, 1946).
    fn estimate(&self, se: f64) -> Estimate {
        let (squares, fourths) = (powers(&self.pulls, 2), powers(&self.pulls, 4));
        // As many as there are clusters, less one, and fewer where a few of them decide.
        let most = (count(self.pulls.len()) - 1.0).max(1.0);
        let df = (3.0 * squares * squares / fourths).clamp(1.0, most);
        let spread = if fourths > 0.0 { Spread::T(df) } else { Spread::Normal };
        let stretch = if squares > 0.0 { (powers(&self.stretched, 2) / squares).sqrt() } else { 1.0 };
        Estimate { se, ..Estimate::new(self.value, se * stretch, spread) }
    }
    /// Effects times their weights.
    fn sum<'a>(of: impl Iterator<Item = (f64, &'a Self)>, clusters: usize) -> Self {
        let mut out = Self::nothing(clusters);
        for (weight, one) in of {
            out.value += weight * one.value;
            out.pulls.iter_mut().zip(&one.pulls).for_each(|(sum, pull)| *sum += weight * pull);
            out.stretched.iter_mut().zip(&one.stretched).for_each(|(sum, pull)| *sum += weight * pull);
        }
        out
    }
    fn add(&mut self, cluster: usize, pull: f64, stretch: f64) {
        self.pulls[cluster] += pull;
        self.stretched[cluster] += pull * stretch;
    }
}

fn powers(pulls: &[f64], power: i32) -> f64 {
    pulls.iter().map(|pull| pull.powi(power)).sum()
}

/// What every aggregate needs.
struct Study<'p> {
    panel: &'p Panel,
    groups: BTreeMap<i64, usize>,
    effects: Vec<(i64, i64, Pulled)>,
}

impl Study<'_> {
    /// The mean of some effects, each weighted by how many places began with its group. How many began where is chance as
    /// well, and adds to the doubt.
    fn weighted(&self, some: &[&(i64, i64, Pulled)]) -> Pulled {
        let n = count(self.panel.units());
        let weight = |group: i64| count(self.groups.get(&group).copied().unwrap_or_default()) / n;
        let whole: f64 = some.iter().map(|(group, ..)| weight(*group)).sum();
        let mut out =
            Pulled::sum(some.iter().map(|(group, _, one)| (weight(*group) / whole, one)), self.panel.clusters);
        // d/dw of Σ w·a / Σ w, for each place that is or is not of a group.
        let mut slope: BTreeMap<i64, f64> = BTreeMap::new();
        for (group, _, one) in some {
            *slope.entry(*group).or_default() += (one.value - out.value) / whole;
        }
        let usual: f64 = slope.iter().map(|(group, slope)| slope * weight(*group)).sum();
        for (unit, first) in self.panel.first.iter().enumerate() {
            let own = first.and_then(|first| slope.get(&first)).copied().unwrap_or_default();
            out.add(self.panel.cluster[unit], (own - usual) / n, 1.0);
        }
        out
    }
    fn mean(&self, some: &[&Pulled]) -> Pulled {
        let weight = 1.0 / count(some.len());
        Pulled::sum(some.iter().map(|one| (weight, *one)), self.panel.clusters)
    }
}

/// The effect on one group in one period, against its last period before the start (before the start: against what was
/// asked for); none when nobody is left to compare with.
fn effect(panel: &Panel, group: i64, period: i64, asked: Asked) -> Option<Pulled> {
    let now = panel.at(period)?;
    let base = match asked.base {
        Base::Varying if period < group => now.checked_sub(1)?,
        Base::Varying | Base::Universal => panel.periods.iter().rposition(|p| *p < group)?,
    };
    let last = period.max(panel.periods[base]);
    let change = |unit: usize| panel.outcomes[unit][now] - panel.outcomes[unit][base];
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (unit, first) in panel.first.iter().enumerate() {
        match first {
            Some(first) if *first == group => own.push(unit),
            Some(first) if asked.control == Control::NotYet && *first > last => others.push(unit),
            None => others.push(unit),
            Some(_) => {}
        }
    }
    if own.is_empty() || others.is_empty() {
        return None;
    }
    let mean = |units: &[usize]| units.iter().map(|unit| change(*unit)).sum::<f64>() / count(units.len());
    let (mine, theirs) = (mean(&own), mean(&others));
    let mut out = Pulled { value: mine - theirs, ..Pulled::nothing(panel.clusters) };
    for (units, middle, sign) in [(&own, mine, 1.0), (&others, theirs, -1.0)] {
        let n = count(units.len());
        let stretch = if n > 1.0 { (n / (n - 1.0)).sqrt() } else { 1.0 };
        units.iter().for_each(|unit| out.add(panel.cluster[*unit], sign * (change(*unit) - middle) / n, stretch));
    }
    Some(out)
}

/// Compares places that began with places that had not.
///
/// Standard errors come from the influence of each cluster; with draws, from their multiplier bootstrap (signs by chance,
/// the middle half of the draws), which gives the band and the test of the time before as well. These are the errors that
/// the authors' own package gives; intervals and p are a little wider, by n/(n−1) of each side, since with few places they
/// would cover the truth too seldom.
///
/// # Errors
/// [`Unfit::Nothing`], [`Unfit::Number`], [`Unfit::Contradiction`], [`Unfit::NoComparison`].
pub fn staggered(rows: &[Observed], asked: Asked) -> Result<Staggered, Unfit> {
    let panel = Panel::of(rows)?;
    let mut groups: BTreeMap<i64, usize> = BTreeMap::new();
    panel.first.iter().flatten().for_each(|first| *groups.entry(*first).or_default() += 1);
    if panel.first.iter().all(Option::is_some) {
        // Where everybody began in the end, the last to begin are only there to compare with.
        groups.pop_last();
    }
    let pairs = groups.keys().flat_map(|group| panel.periods.iter().map(|period| (*group, *period)));
    let effects: Vec<(i64, i64, Pulled)> =
        pairs.filter_map(|(g, t)| Some((g, t, effect(&panel, g, t, asked)?))).collect();
    let study = Study { panel: &panel, groups, effects };
    let after: Vec<_> = study.effects.iter().filter(|(group, period, _)| period >= group).collect();
    if after.is_empty() {
        return Err(Unfit::NoComparison);
    }
    let simple = study.weighted(&after);

    let of_groups: Vec<(i64, i64, Pulled)> = study
        .groups
        .keys()
        .filter_map(|group| {
            let own: Vec<&Pulled> = after.iter().filter(|(g, ..)| g == group).map(|(.., one)| one).collect();
            (!own.is_empty()).then(|| (*group, *group, study.mean(&own)))
        })
        .collect();
    let over_groups = study.weighted(&of_groups.iter().collect::<Vec<_>>());

    let since = |(group, period, _): &(i64, i64, Pulled)| period.saturating_sub(*group);
    let mut by_since: BTreeMap<i64, Vec<&(i64, i64, Pulled)>> = BTreeMap::new();
    study.effects.iter().for_each(|one| by_since.entry(since(one)).or_default().push(one));
    let of_since: BTreeMap<i64, Pulled> = by_since.iter().map(|(e, some)| (*e, study.weighted(some))).collect();
    let over_since = study.mean(&of_since.iter().filter(|(e, _)| **e >= 0).map(|(_, one)| one).collect::<Vec<_>>());

    let mut by_calendar: BTreeMap<i64, Vec<&(i64, i64, Pulled)>> = BTreeMap::new();
    after.iter().for_each(|one| by_calendar.entry(one.1).or_default().push(one));
    let of_calendar: BTreeMap<i64, Pulled> = by_calendar.iter().map(|(t, some)| (*t, study.weighted(some))).collect();
    let over_calendar = study.mean(&of_calendar.values().collect::<Vec<_>>());

    let mut all: Vec<&Pulled> = vec![&simple, &over_groups, &over_since, &over_calendar];
    all.extend(of_groups.iter().map(|(.., one)| one));
    all.extend(of_since.values());
    all.extend(of_calendar.values());
    all.extend(study.effects.iter().map(|(.., one)| one));
    let doubt = Doubt::of(&all, asked);
    let (n_groups, n_since) = (of_groups.len(), of_since.len());
    let estimates: Vec<Estimate> = all.iter().zip(&doubt.se).map(|(one, se)| one.estimate(*se)).collect();
    let (heads, rest) = estimates.split_at(4);
    let (groups_part, rest) = rest.split_at(n_groups);
    let (since_part, rest) = rest.split_at(n_since);
    let (calendar_part, pairs_part) = rest.split_at(of_calendar.len());
    let since_at = 4 + n_groups;
    let before: Vec<usize> =
        of_since.keys().enumerate().filter(|(_, e)| **e < 0).map(|(at, _)| since_at + at).collect();
    // As many tests as earlier periods: the smallest p counts so many times.
    let ps = before.iter().filter_map(|at| estimates.get(*at)).map(|e| e.p).filter(|p| !p.is_nan());
    let parallel_before = ps.clone().min_by(f64::total_cmp).map(|least| (least * count(ps.count())).min(1.0));
    let band = doubt.widest(&(since_at..since_at + n_since).collect::<Vec<_>>()).map(|wide| {
        let reach = |e: &Estimate| Interval { low: e.value - wide * e.se, high: e.value + wide * e.se };
        of_since.keys().copied().zip(since_part.iter().map(reach)).collect()
    });
    Ok(Staggered {
        units: panel.units(),
        clusters: panel.clusters,
        treated: panel.first.iter().flatten().count(),
        never_treated: panel.first.iter().filter(|first| first.is_none()).count(),
        left_out: panel.left_out,
        simple: heads[0],
        by_group: By {
            overall: heads[1],
            each: of_groups.iter().map(|(group, ..)| *group).zip(groups_part.iter().copied()).collect(),
        },
        by_event_time: By {
            overall: heads[2],
            each: of_since.keys().copied().zip(since_part.iter().copied()).collect(),
        },
        by_period: By {
            overall: heads[3],
            each: of_calendar.keys().copied().zip(calendar_part.iter().copied()).collect(),
        },
        by_group_and_period: study
            .effects
            .iter()
            .zip(pairs_part)
            .map(|((group, period, _), effect)| GroupTime { group: *group, period: *period, effect: *effect })
            .collect(),
        band,
        parallel_before,
        parallel_before_drawn: doubt.as_far(&before, &estimates),
    })
}

/// Standard errors, and what the draws were.
struct Doubt {
    se: Vec<f64>,
    /// For each draw each estimate's deviation in standard errors.
    deviations: Vec<Vec<f64>>,
}

/// Between the quartiles of the normal distribution.
const MIDDLE_HALF: f64 = 1.348_979_500_392_163_5;

impl Doubt {
    fn of(all: &[&Pulled], asked: Asked) -> Self {
        let of_influence = |one: &&Pulled| one.pulls.iter().map(|pull| pull * pull).sum::<f64>().sqrt();
        if asked.draws == 0 {
            return Self { se: all.iter().map(of_influence).collect(), deviations: Vec::new() };
        }
        let clusters = all.first().map_or(0, |one| one.pulls.len());
        let (mut chance, mut signs) = (Draws::new(asked.seed), vec![0.0; clusters]);
        let mut drawn: Vec<Vec<f64>> = Vec::with_capacity(asked.draws);
        for _ in 0..asked.draws {
            for part in signs.chunks_mut(64) {
                let bits = chance.bits();
                part.iter_mut().enumerate().for_each(|(n, sign)| *sign = if bits >> n & 1 == 0 { -1.0 } else { 1.0 });
            }
            drawn.push(all.iter().map(|one| product(&signs, &one.pulls)).collect());
        }
        let se: Vec<f64> = (0..all.len())
            .map(|at| {
                let mut own: Vec<f64> = drawn.iter().map(|draw| draw[at]).collect();
                own.sort_by(f64::total_cmp);
                (quantile(&own, 0.75) - quantile(&own, 0.25)) / MIDDLE_HALF
            })
            .collect();
        for draw in &mut drawn {
            draw.iter_mut()
                .zip(&se)
                .for_each(|(deviation, se)| *deviation = if *se > 0.0 { *deviation / se } else { 0.0 });
        }
        Self { se, deviations: drawn }
    }
    fn farthest(&self, some: &[usize]) -> Vec<f64> {
        let of = |draw: &Vec<f64>| some.iter().fold(0.0_f64, |most, at| most.max(draw[*at].abs()));
        let mut all: Vec<f64> = self.deviations.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all
    }
    /// How many standard errors hold all of these together at the usual level.
    fn widest(&self, some: &[usize]) -> Option<f64> {
        let all = self.farthest(some);
        (!all.is_empty()).then(|| quantile(&all, super::estimate::LEVEL))
    }
    /// How often chance alone takes one of these as far from nothing as the farthest.
    fn as_far(&self, some: &[usize], estimates: &[Estimate]) -> Option<f64> {
        if some.is_empty() || self.deviations.is_empty() {
            return None;
        }
        let far =
            |at: &usize| if estimates[*at].se > 0.0 { (estimates[*at].value / estimates[*at].se).abs() } else { 0.0 };
        let seen = some.iter().map(far).fold(0.0_f64, f64::max);
        let all = self.farthest(some);
        Some(count(all.iter().filter(|one| **one >= seen).count() + 1) / count(all.len() + 1))
    }
}

/// In eight sums at once, which the processor adds side by side.
fn product(a: &[f64], b: &[f64]) -> f64 {
    let (mut sums, (left, right)) = ([0.0; 8], (a.chunks_exact(8), b.chunks_exact(8)));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in left.zip(right) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    rest + sums.iter().sum::<f64>()
}

/// Of sorted numbers, between neighbours in proportion.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share * count(last);
    let index = whole(at).min(last);
    let above = sorted[(index + 1).min(last)];
    sorted[index] + (above - sorted[index]) * (at - count(index))
}
