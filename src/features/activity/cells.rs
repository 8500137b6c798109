//! What one event adds to which cells: pure over the event's facts.
//!
//! An event counts once in every area it touches: the area it was held in, the areas of its venue points, and
//! everything above them. A venue's headcounts belong to the venue's areas only; the others to the event's own.
use std::collections::BTreeMap;

use super::span::{Grain, keys_of};
use crate::{
    base::{
        Day,
        figure::{Doubts, Qualifier},
        id::AreaId,
        text_enum::text_enum,
    },
    features::areas::Chain,
};

text_enum! {
    /// By what the cells are told apart.
    pub enum Grouping {
        /// Not at all.
        All = "all",
        /// By partner. Under the empty key: events that have any.
        Partner = "partner",
        /// By type of event.
        EventType = "event_type",
    }
}
text_enum! {
    /// What a headcount counts. The two never add up.
    pub enum HeadMeasure {
        /// Lượt người: somebody who came twice counts twice.
        Attendances = "attendances",
        /// Người: everybody once.
        People = "people",
    }
}
crate::db::text_column!(Grouping, HeadMeasure);

/// One headcount.
#[derive(Debug, Clone)]
pub struct HeadFacts {
    /// The venue it belongs to; the event itself when `None`.
    pub venue: Option<usize>,
    /// What is counted.
    pub measure: HeadMeasure,
    /// How many.
    pub count: i64,
    /// How sure.
    pub qualifier: Qualifier,
}

/// One venue point.
#[derive(Debug, Clone)]
pub struct VenueFacts {
    /// Where it lies.
    pub chain: Chain,
}

/// What is known of an event that counts.
#[derive(Debug, Clone)]
pub struct EventFacts {
    /// The day it counts on, when known.
    pub counted_on: Option<Day>,
    /// Its type.
    pub event_type: String,
    /// How many sittings.
    pub sessions: i64,
    /// How sure.
    pub sessions_qualifier: Qualifier,
    /// Where it lies.
    pub chain: Chain,
    /// Its venue points.
    pub venues: Vec<VenueFacts>,
    /// Its partners, those of records merged into it included, each once.
    pub partners: Vec<String>,
    /// Its headcounts.
    pub heads: Vec<HeadFacts>,
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
    /// Which partner or type.
    pub group_key: String,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Events.
    pub events: i64,
    /// Sittings.
    pub sessions: i64,
    /// Lượt người.
    pub attendances: i64,
    /// Người.
    pub people: i64,
    /// Doubts of the headcounts.
    pub heads: Doubts,
    /// Doubts of the sittings.
    pub sittings: Doubts,
}

impl Sums {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            events: self.events + other.events,
            sessions: self.sessions + other.sessions,
            attendances: self.attendances + other.attendances,
            people: self.people + other.people,
            heads: self.heads.and(other.heads),
            sittings: self.sittings.and(other.sittings),
        }
    }
    /// Taken away again.
    pub fn negated(self) -> Self {
        Self {
            events: -self.events,
            sessions: -self.sessions,
            attendances: -self.attendances,
            people: -self.people,
            heads: self.heads.negated(),
            sittings: self.sittings.negated(),
        }
    }
    /// Whether nothing is left.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Cells by key, with the parent of each key's area (the area itself at the top).
pub type Cells = BTreeMap<Key, (AreaId, Sums)>;

/// Adds what `event` contributes to `cells`, `sign` times (1 or −1).
pub fn add(cells: &mut Cells, event: &EventFacts, sign: i64) {
    for (area_id, parent_id, sums) in by_area(event) {
        let sums = if sign < 0 { sums.negated() } else { sums };
        for (grain, on_day) in keys_of(event.counted_on) {
            let mut put = |grouping, group_key: &str| {
                let key = Key { area_id, grouping, grain, on_day, group_key: group_key.to_owned() };
                let cell = cells.entry(key).or_insert((parent_id, Sums::default()));
                cell.1 = cell.1.and(sums);
            };
            put(Grouping::All, "");
            put(Grouping::EventType, &event.event_type);
            if !event.partners.is_empty() {
                put(Grouping::Partner, "");
            }
            for partner in &event.partners {
                put(Grouping::Partner, partner);
            }
        }
    }
}

/// What the event adds to each area it touches.
fn by_area(event: &EventFacts) -> Vec<(AreaId, AreaId, Sums)> {
    let mut parents: BTreeMap<AreaId, AreaId> = BTreeMap::new();
    for (area, parent) in event.chain.iter().chain(event.venues.iter().flat_map(|v| &v.chain)) {
        parents.insert(*area, parent.unwrap_or(*area));
    }
    let lies_in = |chain: &Chain, area: AreaId| chain.iter().any(|(a, _)| *a == area);
    parents
        .into_iter()
        .map(|(area, parent)| {
            let own = Sums {
                events: 1,
                sessions: event.sessions,
                sittings: Doubts::of(event.sessions_qualifier),
                ..Sums::default()
            };
            let sums = event.heads.iter().filter(|head| match head.venue.and_then(|at| event.venues.get(at)) {
                Some(venue) => lies_in(&venue.chain, area),
                None => lies_in(&event.chain, area),
            });
            let sums = sums.fold(own, |sums, head| {
                let (attendances, people) = match head.measure {
                    HeadMeasure::Attendances => (head.count, 0),
                    HeadMeasure::People => (0, head.count),
                };
                sums.and(Sums { attendances, people, heads: Doubts::of(head.qualifier), ..Sums::default() })
            });
            (area, parent, sums)
        })
        .collect()
}
