//! What visits add to which cells: pure over the visits' facts.
//!
//! A visit counts once in the area of the household and in everything above it, on its day, in its month and year; once among
//! all, and under its organisation and its campaign where it has one.
use std::collections::BTreeMap;

use crate::{
    base::{
        Day,
        id::{AreaId, CampaignId, OrganisationId},
        text_enum::text_enum,
    },
    features::{
        activity::span::{Grain, keys_of},
        areas::Chain,
    },
};

text_enum! {
    /// How far a visit came. Each step holds those before it.
    pub enum Reach {
        /// Not to this household's door.
        Nowhere = "nowhere",
        /// To the door, and nobody was met.
        Door = "door",
        /// Somebody was met, who refused before any insurance was spoken of.
        People = "people",
        /// Somebody said what they think of an insurance, or how they are insured.
        Talk = "talk",
        /// Somebody wants an insurance or is thinking about it.
        Interest = "interest",
    }
}
text_enum! {
    /// By what the cells are told apart.
    pub enum Grouping {
        /// Not at all.
        All = "all",
        /// By the organisation for which the visitor came.
        Organisation = "organisation",
        /// By campaign.
        Campaign = "campaign",
    }
}
crate::db::text_column!(Reach, Grouping);

/// Visits that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where the household lay.
    pub area_id: AreaId,
    /// The day they count on.
    pub on: Day,
    /// For which organisation.
    pub organisation_id: Option<OrganisationId>,
    /// In which campaign.
    pub campaign_id: Option<CampaignId>,
    /// How far they came.
    pub reach: Reach,
    /// How many; less than nothing where they are taken away.
    pub visits: i64,
}

/// Where a cell stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The area.
    pub area_id: AreaId,
    /// By what.
    pub grouping: Grouping,
    /// How coarse.
    pub grain: Grain,
    /// Which day, month or year.
    pub on_day: Day,
    /// Which organisation or campaign.
    pub group_key: String,
}

/// What a cell holds: visits (lượt), each at every step up to the furthest it came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// That reached the door.
    pub doors: i64,
    /// At which somebody was met.
    pub met: i64,
    /// At which insurance was spoken of.
    pub talked: i64,
    /// At which somebody was interested.
    pub interested: i64,
}

impl Sums {
    /// What so many visits add.
    pub fn of(reach: Reach, visits: i64) -> Self {
        let at = |step: Reach| if reach >= step { visits } else { 0 };
        Self {
            doors: at(Reach::Door),
            met: at(Reach::People),
            talked: at(Reach::Talk),
            interested: at(Reach::Interest),
        }
    }
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            doors: self.doors + other.doors,
            met: self.met + other.met,
            talked: self.talked + other.talked,
            interested: self.interested + other.interested,
        }
    }
    /// Whether nothing is left.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Cells by key, with the parent of each key's area (the area itself at the top).
pub type Cells = BTreeMap<Key, (AreaId, Sums)>;

/// Adds what visits contribute to `cells`; `chain` is where their area lies.
pub fn add(cells: &mut Cells, chain: &Chain, leaf: &Leaf) {
    let sums = Sums::of(leaf.reach, leaf.visits);
    if sums.is_empty() {
        return;
    }
    let groups = [
        Some((Grouping::All, String::new())),
        leaf.organisation_id.map(|id| (Grouping::Organisation, id.to_string())),
        leaf.campaign_id.map(|id| (Grouping::Campaign, id.to_string())),
    ];
    for (area_id, parent_id) in chain {
        for (grain, on_day) in keys_of(Some(leaf.on)) {
            for (grouping, group_key) in groups.iter().flatten() {
                let key = Key { area_id: *area_id, grouping: *grouping, grain, on_day, group_key: group_key.clone() };
                let cell = cells.entry(key).or_insert((parent_id.unwrap_or(*area_id), Sums::default()));
                cell.1 = cell.1.and(sums);
            }
        }
    }
}
