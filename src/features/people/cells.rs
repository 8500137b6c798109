//! What a household adds to which cells: pure.
//!
//! Each counts once in the area where it lives and in everything above it, without a day: figures of households say how it is,
//! and not how it was. One that moved away or was recorded twice counts for nothing.
use super::model::HouseholdStatus;
use crate::{
    base::id::AreaId,
    db::cells::{By, Counted, Group, Grouping, Values, added, sums_in},
};

sums_in! { "household_cells" =>
    /// What a cell holds.
    pub struct HouseholdSums {
        /// Households in use.
        known,
        /// Of those, the ones to whose door anybody ever came.
        called,
        /// Of those, the ones at which anybody was ever met.
        met,
    }
}

/// A household as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseholdFacts {
    /// Where it lives.
    pub area_id: AreaId,
    /// Whether it is in use.
    pub status: HouseholdStatus,
    /// Whether anybody ever came to its door.
    pub called: bool,
    /// Whether anybody was ever met there.
    pub met: bool,
}

impl HouseholdFacts {
    /// What so many like it count for; less than nothing where they are taken away.
    pub fn counted(&self, times: i64) -> Option<Counted> {
        let sums = HouseholdSums { known: 1, called: self.called.into(), met: self.met.into() };
        in_use(self.area_id, self.status, sums, times)
    }
}

/// What these sums come to in an area, so many times, if the household is in use.
pub fn in_use(area_id: AreaId, status: HouseholdStatus, sums: HouseholdSums, times: i64) -> Option<Counted> {
    (status == HouseholdStatus::Active).then(|| Counted {
        area_id,
        rises: true,
        on: None,
        groups: [Group { grouping: Grouping::of(By::All), key: "".into() }].into(),
        values: added(Values::default(), sums.into(), times),
    })
}
