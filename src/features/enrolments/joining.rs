//! What a payment adds to the figures of who joined: pure.
//!
//! A sign-up counts on the day it was paid, by its receipt that stands, in the area in which it counts and in everything above:
//! among all, and under its organisation; the same within its scheme.
use super::kinds::Kind;
use crate::{
    base::{
        Day,
        id::{AreaId, OrganisationId},
        scheme::Scheme,
    },
    db::cells::{By, Counted, Group, Grouping, Values, added, sums_in},
};

sums_in! { "joining_cells" =>
    /// What a cell holds: sign-ups that were paid, by what they are in the life of the person.
    pub struct Sums {
        /// Nothing is known from before.
        new,
        /// After a gap.
        re_activated,
        /// From another form of the same insurance.
        moved_in,
        /// Going on.
        renewed,
    }
}

impl Sums {
    fn of(kind: Kind) -> Self {
        let none = Self::default();
        match kind {
            Kind::New => Self { new: 1, ..none },
            Kind::ReActivated => Self { re_activated: 1, ..none },
            Kind::MovedIn => Self { moved_in: 1, ..none },
            Kind::Renewed => Self { renewed: 1, ..none },
        }
    }
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self::from(added(self.into(), other.into(), 1))
    }
    /// Those who did not simply go on.
    pub fn joined(&self) -> i64 {
        self.new + self.re_activated + self.moved_in
    }
}

/// A payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Where the sign-up counts.
    pub area_id: AreaId,
    /// The day of the payment.
    pub on: Day,
    /// To whom.
    pub organisation_id: OrganisationId,
    /// For what.
    pub scheme: Scheme,
    /// What it is in the life of the person.
    pub kind: Kind,
}

impl Paid {
    /// What so many such payments count for; less than nothing where they are taken back.
    pub fn counted(&self, times: i64) -> Counted {
        let groups = [None, Some(self.scheme)].into_iter().flat_map(|scheme| {
            let group = |by, key: &str| Group { grouping: Grouping::of_scheme(by, scheme), key: key.into() };
            [group(By::All, ""), group(By::Organisation, self.organisation_id.as_str())]
        });
        let values = added(Values::default(), Sums::of(self.kind).into(), times);
        Counted { area_id: self.area_id, rises: true, on: Some(self.on), groups: groups.collect(), values }
    }
}
