//! Households at which nobody was ever met: counted by area, and page by page.
use super::{
    api::{NeverReached, NeverReachedCounts, NeverReachedHousehold, WalkListOfThem},
    queries,
};
use crate::{
    access::Scope,
    base::{Cursor, Page, Result, id::AreaId, share::Percent},
    db::{
        Conn,
        cells::{Values, added},
    },
    features::{areas, people::HouseholdSums},
    rest::BASE,
};

/// The counts asked for.
///
/// # Errors
/// `not-found`.
pub fn never_reached(conn: &mut Conn, scope: &Scope, area_id: AreaId) -> Result<NeverReached> {
    let area = areas::require(conn, scope, area_id, "area_id")?;
    let (own, mut sums) = queries::counts(conn, area.id, scope.today())?;
    let mut below = Vec::new();
    let mut rest = Values::from(own);
    for part in areas::directly_below(conn, area.id, scope.today())? {
        let part_sums = sums.remove(&part.id).unwrap_or_default();
        rest = added(rest, part_sums.into(), -1);
        below.push(view(part.id, part.full_name, part_sums));
    }
    // What lies in the area itself, and in areas below it that are no more.
    if rest != Values::default() {
        below.push(view(area.id, area.full_name.clone(), rest.into()));
    }
    Ok(NeverReached {
        own: view(area.id, area.full_name, own),
        below,
        walk_list: WalkListOfThem { path: format!("{BASE}/walk-lists"), criterion: "never_met".into() },
    })
}

fn view(area_id: AreaId, area_name: String, sums: HouseholdSums) -> NeverReachedCounts {
    let never_met = sums.known - sums.met;
    NeverReachedCounts {
        area_id,
        area_name,
        households: sums.known,
        never_met,
        never_tried: sums.known - sums.called,
        tried: sums.called - sums.met,
        never_met_percent: Percent::of(never_met, sums.known).map(Percent::as_f64),
        rows: format!("{BASE}/never-reached/households?area_id={area_id}"),
    }
}

/// A page of them.
///
/// # Errors
/// `not-found`.
pub fn households(
    conn: &mut Conn,
    scope: &Scope,
    area_id: AreaId,
    cursor: &Cursor,
) -> Result<Page<NeverReachedHousehold>> {
    let area = areas::require(conn, scope, area_id, "area_id")?;
    let page = queries::unmet(conn, scope, area.id, cursor)?;
    let ids: Vec<_> = page.items.iter().map(|row| row.0).collect();
    let attempts = queries::attempts(conn, &ids)?;
    Ok(page.map(|(id, area_id, house_number, do_not_contact)| {
        let days = attempts.get(&id);
        NeverReachedHousehold {
            id,
            area_id,
            house_number,
            do_not_contact,
            attempts: days.map_or(0, Vec::len),
            last_attempt_on: days.and_then(|days| days.iter().max().copied()),
        }
    }))
}
