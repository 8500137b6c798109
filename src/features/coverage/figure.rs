//! The figure of an area on a day, on the ground it has now.
use std::collections::HashMap;

use super::{
    compare::{Side, WhyNot},
    model::{Basis, Denominator, Snapshot},
    queries::{self, Measured},
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        figure::{Doubts, Qualifier},
        id::AreaId,
        scheme::Scheme,
        share::Percent,
    },
    db::Conn,
    features::areas::{self, Area, geography::Ground},
};

/// Where a figure may lie in time.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// The latest on or before this day.
    Until(Day),
    /// The nearest to this day, at most so many days away.
    Near(Day, i64),
}

/// A figure, of one snapshot or of several that make up the ground.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The latest day among its parts.
    pub as_of: Day,
    /// Participants.
    pub participants: Option<i64>,
    /// How sure.
    pub participants_qualifier: Qualifier,
    /// The denominator, when all parts have one of the same kind.
    pub denominator: Option<Denominator>,
    /// How many the denominator counts, over all parts.
    pub denominator_people: Option<i64>,
    /// What the source published; only of a figure in one part.
    pub published: Option<Percent>,
    /// How sure.
    pub published_qualifier: Qualifier,
    /// What the rate is measured against.
    pub basis: Basis,
    /// Where it comes from.
    pub source: String,
    /// The rows it was read from.
    pub parts: Vec<Snapshot>,
}

impl Figure {
    /// The rate: computed where there is a denominator, as published otherwise.
    pub fn rate(&self) -> Option<Percent> {
        self.participants
            .zip(self.denominator_people)
            .and_then(|(part, whole)| Percent::of(part, whole))
            .or(self.published)
    }
    /// One side of a comparison.
    pub fn side(&self) -> Side {
        Side {
            participants: self.participants,
            rate: self.rate(),
            basis: Some(self.basis),
            source: self.source.clone(),
        }
    }
}

/// The figure of `area`'s ground, or why there is none.
///
/// # Errors
/// When the database fails.
pub fn figure_on(
    conn: &mut Conn,
    scope: &Scope,
    area: &Area,
    scheme: Scheme,
    when: When,
) -> Result<std::result::Result<Figure, WhyNot>> {
    let day = match when {
        When::Until(day) | When::Near(day, _) => day,
    };
    let own = pick(conn, scope, area, scheme, when)?;
    if let Some(measured) = own {
        return Ok(Ok(single(measured)));
    }
    if area.alive_on(day) {
        return Ok(Err(WhyNot::NoEarlierFigure));
    }
    match areas::ground_on(conn, area, day)? {
        Ground::Divided { .. } => Ok(Err(WhyNot::AreaDivided)),
        Ground::Unknown => Ok(Err(WhyNot::AreaUnknown)),
        Ground::Whole(ids) => {
            let mut parts = Vec::new();
            for id in ids {
                let part = areas::require_anywhere(conn, id, "area_id")?;
                let Some(measured) = pick(conn, scope, &part, scheme, when)? else {
                    return Ok(Err(WhyNot::NoEarlierFigure));
                };
                parts.push(measured);
            }
            Ok(sum(parts).ok_or(WhyNot::NoEarlierFigure))
        }
    }
}

/// The figures of the areas directly below one, as far as they have any of their own, each the latest until a day.
///
/// # Errors
/// When the database fails.
pub fn figures_below(
    conn: &mut Conn,
    scope: &Scope,
    parent_id: AreaId,
    scheme: Scheme,
    until: Day,
) -> Result<HashMap<AreaId, Figure>> {
    let found = queries::latest_below(conn, scope, parent_id, scheme, until)?;
    Ok(found.into_iter().map(|(id, measured)| (id, single(measured))).collect())
}

fn pick(conn: &mut Conn, scope: &Scope, area: &Area, scheme: Scheme, when: When) -> Result<Option<Measured>> {
    match when {
        When::Until(day) => queries::latest(conn, scope, area.id, scheme, day),
        When::Near(day, days) => queries::nearest(conn, scope, area.id, scheme, day, days),
    }
}

fn single((snapshot, denominator): Measured) -> Figure {
    Figure {
        as_of: snapshot.as_of,
        participants: snapshot.participants,
        participants_qualifier: snapshot.participants_qualifier,
        denominator_people: denominator.as_ref().map(|d| d.people),
        basis: denominator.as_ref().map_or(snapshot.basis, |d| d.kind.into()),
        denominator,
        published: snapshot.published_hundredths.map(Percent),
        published_qualifier: snapshot.published_qualifier,
        source: snapshot.source.clone(),
        parts: vec![snapshot],
    }
}

/// The sum of parts that all count participants; a rate only when all have a denominator of one kind.
fn sum(parts: Vec<Measured>) -> Option<Figure> {
    let as_of = parts.iter().map(|(s, _)| s.as_of).max()?;
    let participants = parts.iter().map(|(s, _)| s.participants).sum::<Option<i64>>()?;
    let doubts = parts.iter().fold(Doubts::default(), |d, (s, _)| d.and(Doubts::of(s.participants_qualifier)));
    let kinds: Vec<_> = parts.iter().filter_map(|(_, d)| d.as_ref().map(|d| d.kind)).collect();
    let same = kinds.len() == parts.len() && kinds.windows(2).all(|pair| pair.first() == pair.last());
    let people = if same { parts.iter().map(|(_, d)| d.as_ref().map(|d| d.people)).sum() } else { None };
    Some(Figure {
        as_of,
        participants: Some(participants),
        participants_qualifier: doubts.qualifier(),
        denominator: None,
        denominator_people: people,
        published: None,
        published_qualifier: Qualifier::Exact,
        basis: kinds.first().filter(|_| same).map_or(Basis::Unstated, |kind| (*kind).into()),
        source: format!("Cộng {} địa bàn trước sắp xếp", parts.len()),
        parts: parts.into_iter().map(|(s, _)| s).collect(),
    })
}
