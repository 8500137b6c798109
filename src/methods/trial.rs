//! What work did that was assigned by lot: to everybody it was meant for, and to those it reached.
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Estimate, Spread, Unfit, count, indicator, mean};

/// Somebody of a trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Subject {
    /// What came of it: 1 or 0 for enrolled or not, or an amount.
    pub outcome: f64,
    /// Whether the lot fell on them.
    pub assigned: bool,
    /// Whether they were reached.
    pub contacted: bool,
    /// The hamlet or commune that was assigned as a whole; none when people were assigned one by one.
    pub cluster: Option<usize>,
}

/// Those of one arm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Arm {
    /// How many there are.
    pub people: usize,
    /// In how many clusters; none when people were assigned one by one.
    pub clusters: Option<usize>,
    /// The mean of what came of it.
    pub outcome: f64,
    /// The share that was reached.
    pub contacted: f64,
}

/// What a trial shows, in units of the outcome (0.04 is four points where the outcome is 1 or 0).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// Those whom the lot passed over.
    pub control: Arm,
    /// Those on whom it fell.
    pub assigned: Arm,
    /// How many clusters were assigned as wholes.
    pub clusters: Option<usize>,
    /// The difference that being assigned made (intention to treat).
    pub effect: Estimate,
    /// The same with the doubt that few clusters deserve; none without clusters, or where one stands in both arms.
    pub effect_few_clusters: Option<Estimate>,
    /// The difference of the shares that were reached.
    pub contact: f64,
    /// The effect on those who were reached because they were assigned; none when as many were reached in both arms.
    pub effect_on_contacted: Option<Estimate>,
    /// The same with the doubt that few clusters deserve.
    pub effect_on_contacted_few_clusters: Option<Estimate>,
    /// What somebody would say who compares those reached with everybody else: not an effect, shown as a warning.
    pub contacted_against_all_others: Option<f64>,
    /// The same within those assigned.
    pub contacted_against_missed: Option<f64>,
    /// The mean of the cluster means, assigned less control: each cluster counts once.
    pub of_cluster_means: Option<f64>,
    /// How alike the people of one cluster are among those passed over, 0 to 1: what the next design is planned with.
    pub alike: Option<f64>,
}

/// Fewer clusters than this in an arm are few: [`Trial::effect_few_clusters`] is the interval to believe.
pub const FEW: usize = 15;

/// Compares by assignment, whoever was reached.
///
/// The effect on the contacted is the ratio of two differences (two-stage least squares; Imbens & Angrist, Econometrica
/// 62, 1994), right when nothing but contact carries the effect. Standard errors do not suppose equal spread (White's HC0,
/// Econometrica 48, 1980); with clusters they are of cluster sums, with the correction G/(G−1) · (N−1)/(N−2) and Student's t
/// with G−1 degrees of freedom (Liang & Zeger, Biometrika 73, 1986). With few clusters, or unequal ones, these are too
/// narrow; beside them stand Bell & McCaffrey's (Survey Methodology 28, 2002: CR2, degrees of freedom after Satterthwaite).
///
/// # Errors
/// [`Unfit::OneArm`], [`Unfit::Number`], [`Unfit::HalfClustered`], [`Unfit::OneCluster`] when an arm is a single cluster.
pub fn trial(subjects: &[Subject]) -> Result<Trial, Unfit> {
    if subjects.iter().any(|s| !s.outcome.is_finite()) {
        return Err(Unfit::Number);
    }
    let (control, assigned) = (arm(subjects, false)?, arm(subjects, true)?);
    let clusters = clusters(subjects, &[control, assigned])?;
    let (effect, contact) = (assigned.outcome - control.outcome, assigned.contacted - control.contacted);
    let own = |s: &Subject| if s.assigned { assigned } else { control };
    let all = Whole::of(subjects, [control.people, assigned.people], clusters);
    let effects = all.estimates(effect, 1.0, &|s| s.outcome - own(s).outcome);
    let on_contacted = (contact.abs() > f64::EPSILON).then(|| {
        let value = effect / contact;
        // What is left of each outcome: both arms have a mean of nothing.
        let left = |s: &Subject| s.outcome - own(s).outcome - value * (indicator(s.contacted) - own(s).contacted);
        all.estimates(value, contact, &left)
    });
    Ok(Trial {
        control,
        assigned,
        clusters,
        effect: effects.0,
        effect_few_clusters: effects.1,
        contact,
        effect_on_contacted: on_contacted.map(|both| both.0),
        effect_on_contacted_few_clusters: on_contacted.and_then(|both| both.1),
        contacted_against_all_others: difference(subjects, |s| Some(s.contacted)),
        contacted_against_missed: difference(subjects, |s| s.assigned.then_some(s.contacted)),
        of_cluster_means: clusters.map(|_| of_cluster_means(subjects)),
        alike: clusters.and_then(|_| {
            let mut groups: BTreeMap<Option<usize>, Vec<f64>> = BTreeMap::new();
            subjects.iter().filter(|s| !s.assigned).for_each(|s| groups.entry(s.cluster).or_default().push(s.outcome));
            alike(&groups.into_values().collect::<Vec<_>>()).ok()
        }),
    })
}

/// What was reached in part: of a hamlet a share of its households.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reached {
    /// The mean share on the side that was assigned.
    pub assigned: f64,
    /// The same on the other side.
    pub control: f64,
    /// The effect on those who were reached because they were assigned; none where as many were reached on both sides.
    pub effect: Option<Estimate>,
    /// The same with the doubt that few clusters deserve.
    pub effect_few_clusters: Option<Estimate>,
}

/// The effect on those reached, where each subject was reached by a share (`reached`, 0 to 1, in the same order): the ratio of
/// the two differences, with the standard error of two-stage least squares, which is that of outcome − ratio · share divided by
/// the difference of the shares. Where every share is 0 or 1 it is [`Trial::effect_on_contacted`].
///
/// # Errors
/// As [`trial`]; [`Unfit::Number`] for shares out of bounds or not one for each.
pub fn reached(subjects: &[Subject], reached: &[f64]) -> Result<Reached, Unfit> {
    if subjects.len() != reached.len() || reached.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err(Unfit::Number);
    }
    let with = |left: &dyn Fn(f64, f64) -> f64| -> Vec<Subject> {
        let one = |(s, share): (&Subject, &f64)| Subject { outcome: left(s.outcome, *share), ..*s };
        subjects.iter().zip(reached).map(one).collect()
    };
    let (of_shares, whole) = (trial(&with(&|_, share| share))?, trial(subjects)?);
    let (control, assigned) = (of_shares.control.outcome, of_shares.assigned.outcome);
    let contact = assigned - control;
    if contact.abs() <= f64::EPSILON {
        return Ok(Reached { assigned, control, effect: None, effect_few_clusters: None });
    }
    let value = whole.effect.value / contact;
    let left = trial(&with(&|outcome, share| outcome - value * share))?;
    let over = |e: Estimate| Estimate::new(value, e.se / contact.abs(), e.df.map_or(Spread::Normal, Spread::T));
    Ok(Reached {
        assigned,
        control,
        effect: Some(over(left.effect)),
        effect_few_clusters: left.effect_few_clusters.map(over),
    })
}

fn arm(subjects: &[Subject], assigned: bool) -> Result<Arm, Unfit> {
    let own = || subjects.iter().filter(|s| s.assigned == assigned);
    let mut named: Vec<usize> = own().filter_map(|s| s.cluster).collect();
    named.sort_unstable();
    named.dedup();
    match own().count() {
        0 => Err(Unfit::OneArm),
        people => Ok(Arm {
            people,
            clusters: (!named.is_empty()).then_some(named.len()),
            outcome: mean(own().map(|s| s.outcome)),
            contacted: mean(own().map(|s| indicator(s.contacted))),
        }),
    }
}

/// How many clusters there are; none when people were assigned one by one. Each arm needs two.
fn clusters(subjects: &[Subject], arms: &[Arm]) -> Result<Option<usize>, Unfit> {
    let mut named: Vec<usize> = subjects.iter().filter_map(|s| s.cluster).collect();
    if named.is_empty() {
        return Ok(None);
    }
    if named.len() < subjects.len() {
        return Err(Unfit::HalfClustered);
    }
    if arms.iter().any(|arm| arm.clusters.is_none_or(|n| n < 2)) {
        return Err(Unfit::OneCluster);
    }
    named.sort_unstable();
    named.dedup();
    Ok(Some(named.len()))
}

/// Everybody, with the places of each cluster in each arm.
struct Whole<'s> {
    subjects: &'s [Subject],
    people: [f64; 2],
    clusters: Option<usize>,
    /// For each cluster how many it has in each arm.
    sizes: BTreeMap<Option<usize>, [f64; 2]>,
}

impl<'s> Whole<'s> {
    fn of(subjects: &'s [Subject], people: [usize; 2], clusters: Option<usize>) -> Self {
        let mut sizes: BTreeMap<_, [f64; 2]> = BTreeMap::new();
        for s in subjects.iter().filter(|s| s.cluster.is_some()) {
            let [control, assigned] = sizes.entry(s.cluster).or_default();
            *(if s.assigned { assigned } else { control }) += 1.0;
        }
        Self { subjects, people: people.map(count), clusters, sizes }
    }
    /// How much somebody's `left` pulls at the difference of the two arm means.
    fn pull(&self, s: &Subject, left: f64) -> f64 {
        let [control, assigned] = self.people;
        if s.assigned { left / assigned } else { -left / control }
    }
    /// The estimate of a difference of arm means divided by `ratio`, whose `left` has a mean of nothing in both arms; with
    /// clusters, also as few of them deserve.
    fn estimates(&self, value: f64, ratio: f64, left: &dyn Fn(&Subject) -> f64) -> (Estimate, Option<Estimate>) {
        let pulls = self.subjects.iter().map(|s| (s, self.pull(s, left(s))));
        let Some(groups) = self.clusters else {
            let se = pulls.map(|(_, pull)| pull.powi(2)).sum::<f64>().sqrt() / ratio.abs();
            return (Estimate::new(value, se, Spread::Normal), None);
        };
        let mut sums: BTreeMap<Option<usize>, f64> = BTreeMap::new();
        pulls.for_each(|(s, pull)| *sums.entry(s.cluster).or_default() += pull);
        let (g, n) = (count(groups), count(self.subjects.len()));
        let correction = g / (g - 1.0) * (n - 1.0) / (n - 2.0);
        let se = (correction * sums.values().map(|sum| sum.powi(2)).sum::<f64>()).sqrt() / ratio.abs();
        let few = self.few().map(|few| {
            let stretched =
                sums.iter().map(|(cluster, sum)| sum.powi(2) * few.stretch.get(cluster).copied().unwrap_or(1.0));
            Estimate::new(value, stretched.sum::<f64>().sqrt() / ratio.abs(), Spread::T(few.df))
        });
        (Estimate::new(value, se, Spread::T(g - 1.0)), few)
    }
    /// With one column of noughts and ones over whole clusters, Bell and McCaffrey's correction has a closed form: the
    /// square of a cluster's sum is divided by the share of its arm that lies outside it.
    fn few(&self) -> Option<Few> {
        let mut out = Few { stretch: BTreeMap::new(), df: 0.0 };
        let (mut trace, mut square) = (0.0, 0.0);
        for (arm, people) in [false, true].into_iter().zip(self.people) {
            let own = || {
                self.sizes.iter().filter_map(move |(id, [control, assigned])| {
                    let n = if arm { *assigned } else { *control };
                    (n > 0.0).then_some((*id, n, control + assigned))
                })
            };
            if own().any(|(_, n, all)| n < all) {
                return None;
            }
            // Σ over pairs g ≠ h of n_g n_h · n_g n_h / ((1−n_g/N)(1−n_h/N)), from the sum of all less the squares.
            let term = |n: f64| n * n / (1.0 - n / people);
            let all: f64 = own().map(|(_, n, _)| term(n)).sum();
            let squares: f64 = own().map(|(_, n, _)| term(n).powi(2)).sum();
            trace += own().map(|(_, n, _)| n).sum::<f64>() / people.powi(2);
            square += own().map(|(_, n, _)| (n / people.powi(2)).powi(2)).sum::<f64>();
            square += (all * all - squares) / people.powi(6);
            out.stretch.extend(own().map(|(id, n, _)| (id, 1.0 / (1.0 - n / people))));
        }
        out.df = trace * trace / square;
        Some(out)
    }
}

/// What few clusters cost.
struct Few {
    /// By how much each cluster's square is stretched.
    stretch: BTreeMap<Option<usize>, f64>,
    df: f64,
}

/// The mean outcome of those for whom `which` says yes, less those for whom it says no.
fn difference(subjects: &[Subject], which: impl Fn(&Subject) -> Option<bool>) -> Option<f64> {
    let side = |wanted: bool| {
        let own = mean(subjects.iter().filter(|s| which(s) == Some(wanted)).map(|s| s.outcome));
        own.is_finite().then_some(own)
    };
    Some(side(true)? - side(false)?)
}

fn of_cluster_means(subjects: &[Subject]) -> f64 {
    let mut groups: BTreeMap<(bool, Option<usize>), (f64, usize)> = BTreeMap::new();
    for s in subjects {
        let (sum, n) = groups.entry((s.assigned, s.cluster)).or_default();
        *sum += s.outcome;
        *n += 1;
    }
    let side = |arm: bool| mean(groups.iter().filter(|((own, _), _)| *own == arm).map(|(_, (sum, n))| sum / count(*n)));
    side(true) - side(false)
}

/// How alike the people of one cluster are: the share of the spread that lies between clusters (analysis of variance;
/// Donner & Klar, *Cluster Randomization Trials*, 2000). What the power of the next design is worked out from; by chance
/// it may lie a little below 0.
///
/// # Errors
/// [`Unfit::OneCluster`] below two clusters, [`Unfit::Singular`] when nobody differs.
pub fn alike(clusters: &[Vec<f64>]) -> Result<f64, Unfit> {
    let clusters: Vec<&Vec<f64>> = clusters.iter().filter(|c| !c.is_empty()).collect();
    let (k, n) = (count(clusters.len()), count(clusters.iter().map(|c| c.len()).sum()));
    if k < 2.0 || n <= k {
        return Err(Unfit::OneCluster);
    }
    let own = |c: &[f64]| mean(c.iter().copied());
    let whole = mean(clusters.iter().flat_map(|c| c.iter().copied()));
    let between = clusters.iter().map(|c| count(c.len()) * (own(c) - whole).powi(2)).sum::<f64>() / (k - 1.0);
    let within = clusters.iter().map(|c| c.iter().map(|y| (y - own(c)).powi(2)).sum::<f64>()).sum::<f64>() / (n - k);
    let usual = (n - clusters.iter().map(|c| count(c.len()).powi(2)).sum::<f64>() / n) / (k - 1.0);
    let spread = between + (usual - 1.0) * within;
    if spread <= 0.0 {
        return Err(Unfit::Singular);
    }
    Ok((between - within) / spread)
}
