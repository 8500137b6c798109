//! What one event adds to which cells: pure over the event's facts.
//!
//! An event counts once in every area it touches: the area it was held in, the areas of its venue points, and
//! everything above them. A venue's headcounts belong to the venue's areas only; the others to the event's own.
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    base::{
        Day,
        figure::{Doubts, Qualifier},
        id::AreaId,
        text_enum::text_enum,
    },
    db::cells::{By, Counted, Group, Grouping, Values, added, sums_in},
    features::areas::Chain,
};

text_enum! {
    /// What a headcount counts. The two never add up.
    pub enum HeadMeasure {
        /// Lượt người: somebody who came twice counts twice.
        Attendances = "attendances",
        /// Người: everybody once.
        People = "people",
    }
}
crate::db::text_column!(HeadMeasure);

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

sums_in! { "activity_cells" =>
    /// What a cell holds.
    pub struct Sums {
        /// Events.
        events,
        /// Sittings.
        sessions,
        /// Lượt người.
        attendances,
        /// Người.
        people,
        /// Headcounts that say "more than".
        heads_more,
        /// Headcounts that say "nearly".
        heads_nearly,
        /// Headcounts that say "about".
        heads_approx,
        /// Events whose sittings are "more than".
        sessions_more,
        /// Events whose sittings are "nearly".
        sessions_nearly,
        /// Events whose sittings are "about".
        sessions_approx,
    }
}

impl Sums {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        added(self.into(), other.into(), 1).into()
    }
    /// How sure the headcounts are.
    pub fn heads(self) -> Doubts {
        Doubts { more_than: self.heads_more, nearly: self.heads_nearly, approx: self.heads_approx }
    }
    /// How sure the sittings are.
    pub fn sittings(self) -> Doubts {
        Doubts { more_than: self.sessions_more, nearly: self.sessions_nearly, approx: self.sessions_approx }
    }
}

/// What `event` counts for, `times` times (1 or −1), in each area it touches.
pub fn counted(event: &EventFacts, times: i64) -> Vec<Counted> {
    let group = |by, key: &str| Group { grouping: Grouping::of(by), key: key.into() };
    let mut groups = vec![group(By::All, ""), group(By::EventType, &event.event_type)];
    if !event.partners.is_empty() {
        groups.push(group(By::Partner, ""));
    }
    groups.extend(event.partners.iter().map(|partner| group(By::Partner, partner)));
    let groups: Arc<[Group]> = groups.into();
    let once = |(area_id, sums): (AreaId, Sums)| Counted {
        area_id,
        rises: false,
        on: event.counted_on,
        groups: groups.clone(),
        values: added(Values::default(), sums.into(), times),
    };
    by_area(event).into_iter().map(once).collect()
}

/// What the event adds to each area it touches.
fn by_area(event: &EventFacts) -> Vec<(AreaId, Sums)> {
    let chains = event.venues.iter().map(|venue| &venue.chain).chain([&event.chain]);
    let touched: BTreeSet<AreaId> = chains.flatten().map(|(area, _)| *area).collect();
    let lies_in = |chain: &Chain, area: AreaId| chain.iter().any(|(a, _)| *a == area);
    let sittings = Doubts::of(event.sessions_qualifier);
    let own = Sums {
        events: 1,
        sessions: event.sessions,
        sessions_more: sittings.more_than,
        sessions_nearly: sittings.nearly,
        sessions_approx: sittings.approx,
        ..Sums::default()
    };
    let sums = |area: AreaId| {
        let heads = event.heads.iter().filter(|head| match head.venue.and_then(|at| event.venues.get(at)) {
            Some(venue) => lies_in(&venue.chain, area),
            None => lies_in(&event.chain, area),
        });
        heads.fold(own, |sums, head| {
            let (attendances, people) = match head.measure {
                HeadMeasure::Attendances => (head.count, 0),
                HeadMeasure::People => (0, head.count),
            };
            let doubts = Doubts::of(head.qualifier);
            sums.and(Sums {
                attendances,
                people,
                heads_more: doubts.more_than,
                heads_nearly: doubts.nearly,
                heads_approx: doubts.approx,
                ..Sums::default()
            })
        })
    };
    touched.into_iter().map(|area| (area, sums(area))).collect()
}
