//! How often the lot alone would make as large a difference (Fisher, *The Design of Experiments*, 1935).
#![expect(clippy::indexing_slicing, reason = "places of units, made from the list they point into")]
use serde::Serialize;

use super::{Unfit, draws::Draws};

/// A hamlet or commune, or a single person, that the lot fell on or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The sum of what came of it.
    pub outcome: f64,
    /// Over how many people.
    pub people: f64,
    pub assigned: bool,
    /// Within which the lot was drawn.
    pub stratum: usize,
}

/// What the lot alone would do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// Outcomes a head where the lot fell, less outcomes a head elsewhere.
    pub difference: f64,
    /// The share of arrangements whose difference is as far from nothing, on either side.
    pub p: f64,
    /// How many arrangements were looked at.
    pub arrangements: u64,
    /// Whether these are all there are.
    pub exact: bool,
}

/// Up to so many arrangements are all looked at.
const FEW: u64 = 200_000;
/// Differences nearer than this are the same.
const SAME: f64 = 1e-12;

/// Tests by the design: in each stratum the lot falls on as many as it did. Where there are at most 200,000 arrangements all
/// of them are looked at; else as many as are asked for are drawn, and the one that happened is counted with them (Phipson
/// & Smyth, Statistical Applications in Genetics and Molecular Biology 9, 2010).
///
/// # Errors
/// [`Unfit::Nothing`] without draws, [`Unfit::Number`], [`Unfit::OneArm`].
pub fn randomisation(units: &[Drawn], draws: u64, seed: u64) -> Result<Chance, Unfit> {
    if units.iter().any(|u| !u.outcome.is_finite() || !u.people.is_finite() || u.people <= 0.0) {
        return Err(Unfit::Number);
    }
    let mut strata: Vec<Vec<usize>> = Vec::new();
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|at| units[*at].stratum);
    for at in order {
        match strata.last_mut().filter(|stratum| units[stratum[0]].stratum == units[at].stratum) {
            Some(stratum) => stratum.push(at),
            None => strata.push(vec![at]),
        }
    }
    let total = units.iter().fold((0.0, 0.0), |(y, n), u| (y + u.outcome, n + u.people));
    let difference = |assigned: &[bool]| {
        let own = units.iter().zip(assigned).filter(|(_, own)| **own);
        let (y, n) = own.fold((0.0, 0.0), |(y, n), (u, _)| (y + u.outcome, n + u.people));
        y / n - (total.0 - y) / (total.1 - n)
    };
    let mut assigned: Vec<bool> = units.iter().map(|u| u.assigned).collect();
    if !(assigned.contains(&true) && assigned.contains(&false)) {
        return Err(Unfit::OneArm);
    }
    let seen = difference(&assigned);
    let as_far = |assigned: &[bool]| difference(assigned).abs() >= seen.abs() - SAME;
    let all = strata.iter().try_fold(1_u64, |all, stratum| {
        let own = stratum.iter().filter(|at| units[**at].assigned).count();
        all.checked_mul(ways(stratum.len(), own)?).filter(|all| *all <= FEW)
    });
    if let Some(all) = all {
        let mut far = 0_u64;
        // The first arrangement has the lot on the first of each stratum; the next ones come in the order of the dictionary.
        for stratum in &strata {
            let own = stratum.iter().filter(|at| units[**at].assigned).count();
            stratum.iter().enumerate().for_each(|(n, at)| assigned[*at] = n >= stratum.len() - own);
        }
        loop {
            far += u64::from(as_far(&assigned));
            if !strata.iter().any(|stratum| next(stratum, &mut assigned)) {
                break;
            }
        }
        return Ok(Chance { difference: seen, p: share(far, all), arrangements: all, exact: true });
    }
    if draws == 0 {
        return Err(Unfit::Nothing);
    }
    let (mut chance, mut far) = (Draws::new(seed), 1_u64);
    for _ in 0..draws {
        for stratum in &strata {
            for last in (1..stratum.len()).rev() {
                assigned.swap(stratum[last], stratum[chance.below(last + 1)]);
            }
        }
        far += u64::from(as_far(&assigned));
    }
    Ok(Chance { difference: seen, p: share(far, draws + 1), arrangements: draws, exact: false })
}

#[expect(clippy::as_conversions, reason = "counts of arrangements are far below 2^53")]
fn share(far: u64, all: u64) -> f64 {
    far as f64 / all as f64
}

/// In how many ways the lot falls on `own` of `n`; none when there are too many to be looked at.
fn ways(n: usize, own: usize) -> Option<u64> {
    let (n, few) = (u64::try_from(n).ok()?, u64::try_from(own.min(n - own)).ok()?);
    (0..few).try_fold(1_u64, |ways, k| Some(ways.checked_mul(n - k)? / (k + 1)).filter(|ways| *ways <= FEW))
}

/// The next arrangement of a stratum; the first again, and `false`, after the last.
fn next(stratum: &[usize], assigned: &mut [bool]) -> bool {
    let rises = (1..stratum.len()).rev().find(|n| !assigned[stratum[n - 1]] && assigned[stratum[*n]]);
    let (from, more) = match rises {
        Some(at) => {
            let other = (at..stratum.len()).rev().find(|n| assigned[stratum[*n]]).unwrap_or(at);
            assigned.swap(stratum[at - 1], stratum[other]);
            (at, true)
        }
        None => (0, false),
    };
    let (mut low, mut high) = (from, stratum.len());
    while low + 1 < high {
        high -= 1;
        assigned.swap(stratum[low], stratum[high]);
        low += 1;
    }
    more
}
