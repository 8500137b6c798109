//! Why the rate of a whole changed: because the rates of its groups did, or because the groups grew unlike.
use serde::Serialize;

use super::Unfit;

/// One group before and after: how many there are and which share of them is covered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// How many there were, before and after.
    pub people: [f64; 2],
    /// The share of them that was covered, before and after.
    pub rate: [f64; 2],
}

impl Group {
    /// A group that was counted: of so many people so many were covered, before and after. Of nobody no share is known.
    #[expect(clippy::as_conversions, reason = "counts of people are far below 2^53")]
    pub fn counted(people: [u64; 2], covered: [u64; 2]) -> Self {
        let [p, c] = [people, covered].map(|pair| pair.map(|n| n as f64));
        Self { people: p, rate: [c[0] / p[0], c[1] / p[1]] }
    }
}

/// What a change is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The rate of the whole before.
    pub before: f64,
    /// The same after.
    pub after: f64,
    /// After less before: the two parts below make it up.
    pub difference: f64,
    /// From the rates of the groups.
    pub rate: f64,
    /// From their sizes.
    pub composition: f64,
    /// Both parts, group by group in the order given.
    pub groups: Vec<Part>,
}

/// What one group gave to a change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// Because its rate changed.
    pub rate: f64,
    /// Because its share of the people changed.
    pub composition: f64,
}

/// Divides the change of a rate (Kitagawa, JASA 50, 1955): each group's change of rate counts with its mean share of
/// the people, its change of share with its mean rate. The two parts make up the whole exactly.
///
/// # Errors
/// [`Unfit::Nothing`] without groups or without people, [`Unfit::Number`] for less than nobody and for rates that are
/// no numbers.
pub fn kitagawa(groups: &[Group]) -> Result<Change, Unfit> {
    let usable =
        |g: &Group| g.people.iter().all(|n| n.is_finite() && *n >= 0.0) && g.rate.iter().all(|r| r.is_finite());
    if !groups.iter().all(usable) {
        return Err(Unfit::Number);
    }
    let [all_before, all_after] =
        groups.iter().fold([0.0, 0.0], |[before, after], g| [before + g.people[0], after + g.people[1]]);
    if all_before <= 0.0 || all_after <= 0.0 {
        return Err(Unfit::Nothing);
    }
    let shares = |g: &Group| [g.people[0] / all_before, g.people[1] / all_after];
    let part = |g: &Group| {
        let ([r1, r2], [s1, s2]) = (g.rate, shares(g));
        Part { rate: (r2 - r1) * f64::midpoint(s1, s2), composition: (s2 - s1) * f64::midpoint(r1, r2) }
    };
    let parts: Vec<Part> = groups.iter().map(part).collect();
    let [before, after] = groups.iter().fold([0.0, 0.0], |[before, after], g| {
        let ([r1, r2], [s1, s2]) = (g.rate, shares(g));
        [before + s1 * r1, after + s2 * r2]
    });
    Ok(Change {
        before,
        after,
        difference: after - before,
        rate: parts.iter().map(|part| part.rate).sum(),
        composition: parts.iter().map(|part| part.composition).sum(),
        groups: parts,
    })
}
