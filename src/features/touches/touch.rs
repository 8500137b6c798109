//! What a touch is, and in which order touches stand. Pure.
//!
//! A touch reached one person who is known by name: somebody was met at a door, was at an event that was held, was sent a
//! message. A household is not touched by a visit to one of its people, and nobody by what an area was exposed to.
use crate::base::{
    Day, Moment,
    id::{AttendeeId, CampaignId, EventId, MessageId, OrganisationId, PersonId, VisitId},
    text_enum::text_enum,
};

text_enum! {
    /// By what somebody was reached. On one day in this order: what is known by its day alone before what has its hour, since
    /// people are met at the door last.
    pub enum TouchKind {
        /// Something was sent.
        Message = "message",
        /// The person was at an event.
        Attendance = "attendance",
        /// The person was met.
        Visit = "visit",
    }
}

/// The row behind a touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A message over a channel of the list.
    Message {
        /// The message.
        id: MessageId,
        /// Its channel.
        channel: String,
    },
    /// An attendance; of an event that was merged, the one that is kept.
    Attendance {
        /// The attendance.
        id: AttendeeId,
        /// The event.
        event_id: EventId,
    },
    /// A visit that stands.
    Visit {
        /// The visit.
        id: VisitId,
        /// When it counts.
        at: Moment,
    },
}

/// Somebody was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Who.
    pub person_id: PersonId,
    /// On which day.
    pub on: Day,
    /// By what.
    pub way: Way,
    /// By whom: of an event its organiser.
    pub organisation_id: Option<OrganisationId>,
    /// For which campaign.
    pub campaign_id: Option<CampaignId>,
}

impl Touch {
    /// By what.
    pub fn kind(&self) -> TouchKind {
        match self.way {
            Way::Message { .. } => TouchKind::Message,
            Way::Attendance { .. } => TouchKind::Attendance,
            Way::Visit { .. } => TouchKind::Visit,
        }
    }
    /// The id of the row behind it.
    pub fn row_id(&self) -> &str {
        match &self.way {
            Way::Message { id, .. } => id.as_str(),
            Way::Attendance { id, .. } => id.as_str(),
            Way::Visit { id, .. } => id.as_str(),
        }
    }
    /// The channel: `visit`, `event`, or that of the message.
    pub fn channel(&self) -> &str {
        match &self.way {
            Way::Message { channel, .. } => channel,
            Way::Attendance { .. } => "event",
            Way::Visit { .. } => "visit",
        }
    }
    /// Where it stands among the touches of its person: by day, by kind, visits by the moment that counts, then by id.
    pub fn order(&self) -> (Day, TouchKind, Option<Moment>, &str) {
        let at = match self.way {
            Way::Visit { at, .. } => Some(at),
            Way::Message { .. } | Way::Attendance { .. } => None,
        };
        (self.on, self.kind(), at, self.row_id())
    }
}
