//! The same ground on another day: which areas made it up, and whether they did so wholly.
use super::model::{Area, Share};
use crate::base::id::AreaId;
use crate::{
    base::{Day, Result},
    db::Conn,
};

/// What covered an area's ground on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// The area itself, or areas that lie wholly in it: their figures add up to its own.
    Whole(Vec<AreaId>),
    /// Some area of that day was divided; which part went here is not recorded.
    Divided {
        /// The divided areas.
        ids: Vec<AreaId>,
    },
    /// The list of that day has nothing on this ground.
    Unknown,
}

/// The areas that made up `area`'s ground on `day`, through the changes recorded between.
///
/// # Errors
/// When the database fails.
pub fn ground_on(conn: &mut Conn, area: &Area, day: Day) -> Result<Ground> {
    if area.alive_on(day) {
        return Ok(Ground::Whole(vec![area.id]));
    }
    let mut wave = vec![area.id];
    // Each round goes one change of the map back or forth; ten are more than a century has seen.
    for _ in 0..10 {
        let links = if day < area.valid_from {
            super::queries::links_into(conn, &wave)?
        } else {
            super::queries::links_out_of(conn, &wave)?
        };
        if links.is_empty() {
            return Ok(Ground::Unknown);
        }
        let backward = day < area.valid_from;
        let mut divided: Vec<_> = links
            .iter()
            .filter(|l| l.share == Share::Part)
            .map(|l| if backward { l.old_id } else { l.new_id })
            .collect();
        divided.sort();
        divided.dedup();
        if !divided.is_empty() {
            return Ok(Ground::Divided { ids: divided });
        }
        let mut next: Vec<_> = links.iter().map(|l| if backward { l.old_id } else { l.new_id }).collect();
        next.sort();
        next.dedup();
        if !backward && !super::queries::all_wholly_from(conn, &next, &wave)? {
            // The successor is larger than the area asked about: its figures are not this ground's.
            return Ok(Ground::Divided { ids: next });
        }
        let areas = super::queries::by_ids(conn, &next)?;
        if areas.iter().all(|a| a.alive_on(day)) {
            return Ok(Ground::Whole(next));
        }
        wave = next;
    }
    Ok(Ground::Unknown)
}
