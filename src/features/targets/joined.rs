//! How many joined in a period, for targets of new sign-ups: from the figures that are kept of payments.
use std::collections::{BTreeSet, HashMap};

use super::queries::Question;
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, OrganisationId},
        scheme::SoldScheme,
        small_group::{Group, is_small, withheld},
    },
    db::{
        Conn,
        cells::{self, By, Grouping, Label, Part, Rows, span::stretches},
        scoped,
    },
    features::{areas::Area, enrolments::joining::Sums},
    rest::BASE,
};

/// How many joined in an area, as far as it may be shown.
#[derive(Debug, Clone)]
pub struct Joined {
    /// None where so few would name somebody.
    pub count: Option<i64>,
    /// The last day that counts.
    pub until: Day,
    /// Where the rows are.
    pub rows: String,
}

/// Who joined when, where it is counted at all.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    scheme: SoldScheme,
    organisation_id: Option<OrganisationId>,
    from: Day,
    until: Day,
}

impl Asked {
    /// Of a question up to a day: nothing for schemes that nobody is signed up for one by one, nor before the period.
    pub fn of(question: &Question, until: Day) -> Option<Self> {
        let (scheme, from) = (question.scheme.signed_up_as()?, question.period.from);
        (from <= until).then_some(Self { scheme, organisation_id: question.organisation_id, from, until })
    }
    fn grouping(self, by: By) -> Grouping {
        Grouping::of_scheme(by, Some(self.scheme.into()))
    }
    fn part(self, rows: Rows) -> Part {
        Part { rows, stretches: stretches(self.from, self.until, true) }
    }
    fn shown(self, area_id: AreaId, count: i64, withheld: bool) -> Joined {
        let Self { scheme, organisation_id, from, until } = self;
        let of = organisation_id.map(|id| format!("&organisation_id={id}")).unwrap_or_default();
        Joined {
            count: (!withheld).then_some(count),
            until,
            rows: format!(
                "{BASE}/enrolments?counted_in={area_id}&scheme={scheme}&renewed=false&paid_from={from}&paid_to={until}{of}"
            ),
        }
    }
    fn counted(self, conn: &mut Conn, area_id: AreaId) -> Result<i64> {
        let rows = match self.organisation_id {
            Some(_) => Rows::Groups(self.grouping(By::Organisation), Label::None),
            None => Rows::Groups(self.grouping(By::All), Label::None),
        };
        let key = self.organisation_id.map(|id| id.to_string()).unwrap_or_default();
        let [sums] = cells::sums::<Sums, 1>(conn, Sums::SHEET, area_id, &[self.part(rows)])?;
        Ok(sums.get(&key).map_or(0, |(_, sums)| sums.joined()))
    }
}

/// Within which sign-ups are worked with: there small counts are shown.
fn all_shown(conn: &mut Conn, working: &Scope, area_id: AreaId) -> Result<bool> {
    scoped::reaches_freely(conn, working, area_id)
}

/// How many joined in an area, found in scope.
///
/// # Errors
/// When the database fails.
pub fn joined(conn: &mut Conn, working: &Scope, asked: Asked, area_id: AreaId) -> Result<Joined> {
    let count = asked.counted(conn, area_id)?;
    let withheld = is_small(count) && !all_shown(conn, working, area_id)?;
    Ok(asked.shown(area_id, count, withheld))
}

/// The same of each of these areas, which lie directly below one that was found in scope.
///
/// # Errors
/// When the database fails.
pub fn joined_below(
    conn: &mut Conn,
    working: &Scope,
    asked: Asked,
    parent: AreaId,
    below: &[Area],
) -> Result<HashMap<AreaId, Joined>> {
    let mut counts: Vec<(AreaId, i64)> = Vec::with_capacity(below.len());
    if asked.organisation_id.is_some() {
        for area in below {
            counts.push((area.id, asked.counted(conn, area.id)?));
        }
    } else {
        let rows = Rows::Below(asked.grouping(By::All), asked.until);
        let [sums] = cells::sums::<Sums, 1>(conn, Sums::SHEET, parent, &[asked.part(rows)])?;
        let count = |area: &Area| sums.get(area.id.as_str()).map_or(0, |(_, sums)| sums.joined());
        counts.extend(below.iter().map(|area| (area.id, count(area))));
    }
    let all_shown = all_shown(conn, working, parent)?;
    let group = |(key, count): &(AreaId, i64)| Group {
        key: *key,
        is_small: is_small(*count),
        size: Some(*count).filter(|count| *count > 0),
    };
    let hidden = if all_shown { BTreeSet::new() } else { withheld(counts.iter().map(group)) };
    Ok(counts.iter().map(|(id, count)| (*id, asked.shown(*id, *count, hidden.contains(id)))).collect())
}
