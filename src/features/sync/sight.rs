//! With which eyes somebody sees what belongs to an organisation, area by area: when that changes, a phone has the wrong
//! things of that area, though the area is the same.
use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};

use crate::{
    access::{Actor, Permission, Scope},
    base::{Day, hex::hex, id::AreaId},
};

/// The rights by which more or less is seen of the same area.
const EYES: [Permission; 3] = [Permission::EnrolmentsRead, Permission::EnrolmentsMoney, Permission::HandOversUse];
/// Enough of a hash to tell two ways of seeing apart.
const ENOUGH: usize = 12;

/// With which eyes each area is seen, as a short mark; an area of which nothing more is seen has none.
pub type Sight = BTreeMap<AreaId, String>;

/// How somebody sees on this day.
pub fn sight(actor: &Actor, today: Day) -> Sight {
    let mut seen: BTreeMap<AreaId, String> = BTreeMap::new();
    for right in EYES {
        let scope = Scope::of(actor, right, today);
        let mut add = |area: AreaId, whose: &str| {
            let said = seen.entry(area).or_default();
            *said = format!("{said} {}={whose}", right.word());
        };
        scope.free().iter().for_each(|area| add(*area, "all"));
        for (organisation, areas) in scope.bound() {
            areas.iter().for_each(|area| add(*area, organisation.as_str()));
        }
    }
    let short = |said: String| hex(digest(&SHA256, said.as_bytes()).as_ref()).chars().take(ENOUGH).collect();
    seen.into_iter().map(|(area, said)| (area, short(said))).collect()
}
