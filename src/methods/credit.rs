//! How enrolments are shared out among the touches that came before them. Bookkeeping, not effect: nobody who was never
//! touched appears in it, and other rules share the same enrolments otherwise.
#![expect(clippy::indexing_slicing, reason = "places of channels, from the list of their names")]
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Unfit, linear::Square};

/// Touches in the order in which they happened, and what became of people with just these touches.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Channels, or partners, or organisations.
    pub touches: Vec<String>,
    /// Days before the enrolment, one for each touch; where they are not known the half-life rule is left out.
    pub days_before: Option<Vec<f64>>,
    /// How many enrolled.
    pub converted: f64,
    /// How many did not.
    pub not_converted: f64,
}

/// Who is credited with how many enrolments.
pub type Credits = BTreeMap<String, f64>;

/// How touches share the credit of one enrolment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// The last has all.
    Last,
    /// The first has all.
    First,
    /// Each the same.
    Linear,
    /// Half as much for each half-life that it lies before the enrolment.
    Decay {
        /// Days after which a touch counts half.
        half_life_days: f64,
    },
    /// 40 % the first, 40 % the last, the rest evenly in between.
    Position,
}

/// What the ends have by [`Rule::Position`].
const ENDS: f64 = 0.4;

impl Rule {
    /// The weights of the touches of one path; they make up 1. None when the path lacks its days.
    pub fn weights(self, path: &Path) -> Option<Vec<f64>> {
        let n = path.touches.len();
        let raw: Vec<f64> = match self {
            Self::Last => (0..n).map(|at| f64::from(u8::from(at + 1 == n))).collect(),
            Self::First => (0..n).map(|at| f64::from(u8::from(at == 0))).collect(),
            Self::Linear => vec![1.0; n],
            Self::Decay { half_life_days } if half_life_days <= 0.0 || !half_life_days.is_finite() => return None,
            Self::Decay { half_life_days } => {
                path.days_before.as_ref()?.iter().map(|days| (-days / half_life_days).exp2()).collect()
            }
            Self::Position if n <= 2 => vec![1.0; n],
            Self::Position => {
                let between = (1.0 - 2.0 * ENDS) / super::count(n - 2);
                (0..n).map(|at| if at == 0 || at + 1 == n { ENDS } else { between }).collect()
            }
        };
        let whole: f64 = raw.iter().sum();
        Some(raw.into_iter().map(|weight| weight / whole).collect())
    }
}

fn refuse_unfit(paths: &[Path]) -> Result<(), Unfit> {
    let count = |n: f64| n.is_finite() && n >= 0.0;
    let days = |path: &Path| {
        path.days_before.as_ref().is_none_or(|days| {
            days.len() == path.touches.len() && days.iter().all(|day| day.is_finite() && *day >= 0.0)
        })
    };
    if paths.iter().all(|path| count(path.converted) && count(path.not_converted) && days(path)) {
        Ok(())
    } else {
        Err(Unfit::Number)
    }
}

/// Shares out by a rule; paths without a touch are credited to nobody.
///
/// # Errors
/// [`Unfit::Number`] for counts below nothing; under [`Rule::Decay`] also for paths without their days and for a half-life of
/// nothing or less.
pub fn share(paths: &[Path], rule: Rule) -> Result<Credits, Unfit> {
    refuse_unfit(paths)?;
    let mut credits = Credits::new();
    for path in paths.iter().filter(|path| !path.touches.is_empty()) {
        let weights = rule.weights(path).filter(|all| all.iter().all(|w| w.is_finite())).ok_or(Unfit::Number)?;
        for (touch, weight) in path.touches.iter().zip(weights) {
            *credits.entry(touch.clone()).or_default() += weight * path.converted;
        }
    }
    Ok(credits)
}

/// What the chain of touches says of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Removal {
    /// By how much fewer would enrol, as a share, if every way through it ended there.
    pub effect: f64,
    /// Enrolments credited.
    pub credit: f64,
}

/// What the chain says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Markov {
    /// The chance that somebody who is touched enrols, by the chain.
    pub conversion: f64,
    /// What each channel is credited with.
    pub channels: BTreeMap<String, Removal>,
}

/// More channels than this are no channels.
pub const MOST: usize = 300;

/// Shares out by what the loss of each channel would cost (Anderl et al., International Journal of Research in Marketing
/// 33, 2016; order 1): people walk from touch to touch as often as the paths did; a channel that is taken away leads
/// to no enrolment. Credits are in proportion to these losses and make up the enrolments of touched people.
///
/// # Errors
/// [`Unfit::Number`] for counts below nothing, [`Unfit::Nothing`] when nobody who was touched enrolled,
/// [`Unfit::TooMany`] for more than 300 channels.
pub fn markov(paths: &[Path]) -> Result<Markov, Unfit> {
    refuse_unfit(paths)?;
    let touched: Vec<&Path> = paths.iter().filter(|path| !path.touches.is_empty()).collect();
    let converted: f64 = touched.iter().map(|path| path.converted).sum();
    if converted <= 0.0 {
        return Err(Unfit::Nothing);
    }
    let names: BTreeSet<&str> = touched.iter().flat_map(|path| path.touches.iter().map(String::as_str)).collect();
    if names.len() > MOST {
        return Err(Unfit::TooMany);
    }
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let (conversion, effects) = Chain::of(&touched, &place).losses()?;
    let whole: f64 = effects.iter().sum();
    let channels = names
        .into_iter()
        .zip(effects)
        .map(|(name, effect)| (name.to_owned(), Removal { effect, credit: converted * effect / whole }))
        .collect();
    Ok(Markov { conversion, channels })
}

/// How often one thing follows another.
struct Chain {
    /// From the start to each channel.
    starts: Vec<f64>,
    /// From each channel to each, as a share of all ways out of it.
    steps: Square,
    /// From each channel to an enrolment.
    ends_well: Vec<f64>,
}

impl Chain {
    fn of(paths: &[&Path], place: &BTreeMap<&str, usize>) -> Self {
        let n = place.len();
        let (mut starts, mut steps, mut well, mut out) = (vec![0.0; n], Square::zeros(n), vec![0.0; n], vec![0.0; n]);
        for path in paths {
            let (weight, at) = (path.converted + path.not_converted, |touch: &String| place[touch.as_str()]);
            let (first, last) = (at(&path.touches[0]), at(&path.touches[path.touches.len() - 1]));
            starts[first] += weight;
            for pair in path.touches.windows(2) {
                steps.add(at(&pair[0]), at(&pair[1]), weight);
                out[at(&pair[0])] += weight;
            }
            well[last] += path.converted;
            out[last] += weight;
        }
        let all: f64 = starts.iter().sum();
        let share = |n: f64, of: f64| if of > 0.0 { n / of } else { 0.0 };
        let mut shares = Square::zeros(n);
        for (from, out) in out.iter().enumerate() {
            (0..n).for_each(|to| shares.add(from, to, share(steps.at(from, to), *out)));
        }
        Self {
            starts: starts.iter().map(|n| n / all).collect(),
            steps: shares,
            ends_well: well.iter().zip(&out).map(|(n, of)| share(*n, *of)).collect(),
        }
    }

    /// The chance to end in an enrolment, and by which share it falls with each channel gone.
    ///
    /// With N = (I − Q)⁻¹ somebody ever comes to a channel with the chance (start · N) / N of the channel with itself, and
    /// ends well from there with (N · end): just these ways are lost.
    fn losses(&self) -> Result<(f64, Vec<f64>), Unfit> {
        let n = self.starts.len();
        let mut left = Square::zeros(n);
        for from in 0..n {
            left.add(from, from, 1.0);
            (0..n).for_each(|to| left.add(from, to, -self.steps.at(from, to)));
        }
        let ways = left.inverse()?;
        let (visits, well) = (ways.under(&self.starts), ways.times(&self.ends_well));
        let conversion: f64 = self.starts.iter().zip(&well).map(|(start, well)| start * well).sum();
        let lost = visits
            .iter()
            .zip(&well)
            .enumerate()
            .map(|(at, (visits, well))| visits / ways.at(at, at) * well / conversion);
        Ok((conversion, lost.collect()))
    }
}
