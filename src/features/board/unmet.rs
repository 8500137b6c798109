//! Households at which nobody was ever met: counted by area, and page by page.
use std::collections::BTreeMap;

use super::{
    api::{NeverReached, NeverReachedCounts, NeverReachedHousehold, WalkListOfThem},
    queries,
};
use crate::{
    access::Scope,
    base::{Cursor, Page, Result, id::AreaId, share::Percent},
    db::Conn,
    features::areas,
    rest::BASE,
};

/// The counts asked for.
///
/// # Errors
/// `not-found`.
pub fn never_reached(conn: &mut Conn, scope: &Scope, area_id: AreaId) -> Result<NeverReached> {
    let area = areas::require(conn, scope, area_id, "area_id")?;
    let outcomes = queries::outcomes(conn)?;
    let counts = queries::counts(conn, scope, area.id, &outcomes)?;
    let lies_in = queries::directly_in(conn, area.id)?;
    let mut places: BTreeMap<AreaId, [i64; 3]> = BTreeMap::new();
    let mut all = [0; 3];
    for (n, by_place) in counts.iter().enumerate() {
        add(&mut all, n, by_place.values().sum());
        for (place, count) in by_place {
            add(places.entry(*lies_in.get(place).unwrap_or(&area.id)).or_default(), n, *count);
        }
    }
    let mut below = Vec::new();
    for part in areas::directly_below(conn, area.id, scope.today())? {
        let counts = places.remove(&part.id).unwrap_or_default();
        below.push(view(part.id, part.full_name, counts));
    }
    // What lies in the area itself, and in areas below it that are no more.
    let rest = places.into_values().fold([0; 3], |mut rest, counts| {
        rest.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        rest
    });
    if rest != [0; 3] {
        below.push(view(area.id, area.full_name.clone(), rest));
    }
    Ok(NeverReached {
        own: view(area.id, area.full_name, all),
        below,
        walk_list: WalkListOfThem { path: format!("{BASE}/walk-lists"), criterion: "never_met".into() },
    })
}

fn add(counts: &mut [i64; 3], n: usize, count: i64) {
    if let Some(sum) = counts.get_mut(n) {
        *sum += count;
    }
}

fn view(area_id: AreaId, area_name: String, [households, never_met, never_tried]: [i64; 3]) -> NeverReachedCounts {
    NeverReachedCounts {
        area_id,
        area_name,
        households,
        never_met,
        never_tried,
        tried: never_met - never_tried,
        never_met_percent: Percent::of(never_met, households).map(Percent::as_f64),
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
    let outcomes = queries::outcomes(conn)?;
    let page = queries::unmet(conn, scope, area.id, &outcomes, cursor)?;
    let ids: Vec<_> = page.items.iter().map(|row| row.0).collect();
    let attempts = queries::attempts(conn, &ids, &outcomes)?;
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
