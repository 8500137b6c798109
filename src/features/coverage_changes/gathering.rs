//! The figures at both ends: of the whole, and of each area below on the ground it has at the later end.
use std::collections::HashMap;

use super::{
    api::{ChangeAmount, ChangeEnd},
    model::AreaWhyNot,
};
use crate::{
    access::Scope,
    base::{Day, Result, figure::Doubts, id::AreaId, scheme::Scheme, share::Percent},
    db::Conn,
    features::{
        areas::{self, Area},
        coverage::{self, Basis, Figure, When, compare, figure_on, figures_below},
    },
};

/// A figure of an area below stands beside the one of the whole when its day is no further away than this.
const NEAR_DAYS: i64 = 31;

/// Both figures of an area, as far as there are any.
#[derive(Debug, Clone, Default)]
pub struct Ends {
    pub earlier: Option<Figure>,
    pub later: Option<Figure>,
    /// Why one is missing, or both cannot stand beside each other.
    pub why_not: Option<AreaWhyNot>,
}

fn missing(why: compare::WhyNot, without: AreaWhyNot) -> AreaWhyNot {
    match why {
        compare::WhyNot::NoEarlierFigure => without,
        compare::WhyNot::DifferentDenominator => AreaWhyNot::DifferentDenominator,
        compare::WhyNot::UnknownDenominator => AreaWhyNot::UnknownDenominator,
        compare::WhyNot::AreaDivided => AreaWhyNot::AreaDivided,
        compare::WhyNot::AreaUnknown => AreaWhyNot::AreaUnknown,
    }
}

impl Ends {
    /// Of what was found at both ends.
    fn of(earlier: std::result::Result<Figure, AreaWhyNot>, later: std::result::Result<Figure, AreaWhyNot>) -> Self {
        let why_not = match (&earlier, &later) {
            (_, Err(why)) | (Err(why), Ok(_)) => Some(*why),
            (Ok(earlier), Ok(later)) if earlier.as_of >= later.as_of => Some(AreaWhyNot::NoEarlierFigure),
            (Ok(earlier), Ok(later)) => {
                compare::change(&later.side(), &earlier.side()).1.map(|why| missing(why, AreaWhyNot::NoEarlierFigure))
            }
        };
        Self { earlier: earlier.ok(), later: later.ok(), why_not }
    }
    /// Both figures, where the earlier one is earlier.
    pub fn both(&self) -> Option<(&Figure, &Figure)> {
        self.earlier.as_ref().zip(self.later.as_ref()).filter(|(earlier, later)| earlier.as_of < later.as_of)
    }
    /// Later less earlier.
    pub fn change(&self) -> compare::Change {
        self.both().map(|(e, l)| compare::change(&l.side(), &e.side()).0).unwrap_or_default()
    }
    /// The doubts of the change in persons.
    pub fn doubts(&self) -> Doubts {
        let Some((earlier, later)) = self.both() else { return Doubts::default() };
        Doubts::of(later.participants_qualifier).and(Doubts::of(earlier.participants_qualifier).taken_away())
    }
    /// The change as it is answered.
    pub fn amount(&self) -> ChangeAmount {
        let change = self.change();
        ChangeAmount {
            persons: change.persons,
            persons_qualifier: change.persons.map(|_| self.doubts().qualifier()),
            percent: change.percent.map(Percent::as_f64),
            points: change.points.map(Percent::as_f64),
        }
    }
    /// Participants and people at both ends, where both are counted against denominators of one kind.
    pub fn counted(&self) -> std::result::Result<([i64; 2], [i64; 2]), AreaWhyNot> {
        if let Some(why) = self.why_not {
            return Err(why);
        }
        let (earlier, later) = self.both().ok_or(AreaWhyNot::NoEarlierFigure)?;
        let unknown = AreaWhyNot::UnknownDenominator;
        let of = |figure: &Figure| {
            let people = figure.denominator_people.filter(|people| *people > 0);
            figure.participants.zip(people).filter(|_| figure.basis != Basis::Unstated).ok_or(unknown)
        };
        let ((p1, n1), (p2, n2)) = (of(earlier)?, of(later)?);
        Ok(([p1, p2], [n1, n2]))
    }
}

/// The figure at one end, as it is answered.
pub fn end(figure: &Figure) -> ChangeEnd {
    ChangeEnd {
        as_of: figure.as_of,
        participants: figure.participants,
        participants_qualifier: figure.participants_qualifier,
        denominator: figure.denominator_people,
        basis: figure.basis,
        coverage_percent: figure.rate().map(Percent::as_f64),
        source: figure.source.clone(),
        snapshot_ids: figure.parts.iter().map(|part| part.id).collect(),
    }
}

/// The figures of the area itself: the latest until each of both days.
pub fn whole(conn: &mut Conn, scope: &Scope, area: &Area, scheme: Scheme, (from, to): (Day, Day)) -> Result<Ends> {
    let mut at = |day: Day, without: AreaWhyNot| -> Result<_> {
        Ok(figure_on(conn, scope, area, scheme, When::Until(day))?.map_err(|why| missing(why, without)))
    };
    Ok(Ends::of(at(from, AreaWhyNot::NoEarlierFigure)?, at(to, AreaWhyNot::NoLaterFigure)?))
}

/// The figures of the areas directly below, in their order, each near the two days.
pub fn below(
    conn: &mut Conn,
    scope: &Scope,
    area: &Area,
    scheme: Scheme,
    (from, to): (Day, Day),
) -> Result<Vec<(Area, Ends)>> {
    let mut earlier = figures_below(conn, scope, area.id, scheme, from)?;
    let mut later = figures_below(conn, scope, area.id, scheme, to)?;
    let mut found = Vec::new();
    for part in areas::directly_below(conn, area.id, to)? {
        let mut at = |known: &mut HashMap<AreaId, Figure>, day: Day, without: AreaWhyNot| -> Result<_> {
            let figure = match known.remove(&part.id) {
                Some(figure) => Ok(figure),
                // It is younger than the day: the figures of its ground before count.
                None if !part.alive_on(day) => figure_on(conn, scope, &part, scheme, coverage::When::Until(day))?,
                None => Err(compare::WhyNot::NoEarlierFigure),
            };
            let near = |figure: Figure| {
                let days = figure.parts.iter().map(|part| day.days_since(part.as_of)).max().unwrap_or_default();
                if days <= NEAR_DAYS { Ok(figure) } else { Err(without) }
            };
            Ok(figure.map_err(|why| missing(why, without)).and_then(near))
        };
        let before = at(&mut earlier, from, AreaWhyNot::NoEarlierFigure)?;
        let after = at(&mut later, to, AreaWhyNot::NoLaterFigure)?;
        found.push((part, Ends::of(before, after)));
    }
    Ok(found)
}
