//! Which path a sign-up has, and whose paths stand for those who did not sign up. Pure.
use std::collections::{BTreeSet, HashSet};

use super::{
    model::SignUp,
    sharing::{Step, Way},
};
use crate::{
    base::{
        Day,
        id::{CampaignId, PersonId},
        text_enum::text_enum,
    },
    features::touches::{
        Ledger,
        touch::{Touch, TouchKind},
        window::{self, Window},
    },
};

text_enum! {
    /// What credit is shared out among.
    pub enum CreditBy {
        /// At the door, at an event, a message over each channel.
        Channel = "channel",
        /// The same, events told apart by their type.
        EventType = "event_type",
        /// Whoever had a part in it: of an event the organiser and the partners, evenly.
        Partner = "partner",
        /// Whose work it was: of an event the organiser alone.
        Organisation = "organisation",
    }
}

/// The key of what no organisation is recorded for.
pub const NO_BODY: &str = "none";
/// In front of the code of a message's channel.
pub const MESSAGE: &str = "message:";
/// In front of the code of an event's type.
pub const EVENT: &str = "event:";

fn channel(touch: &Touch) -> String {
    match touch.kind() {
        TouchKind::Message => format!("{MESSAGE}{}", touch.channel()),
        TouchKind::Attendance | TouchKind::Visit => touch.channel().to_owned(),
    }
}

/// Who or what a touch stands for.
pub fn keys(ledger: &Ledger, touch: &Touch, by: CreditBy) -> BTreeSet<String> {
    let some: BTreeSet<String> = match by {
        CreditBy::Channel => BTreeSet::from([channel(touch)]),
        CreditBy::EventType => BTreeSet::from([match ledger.event(touch) {
            Some(event) => format!("{EVENT}{}", event.event_type),
            None => channel(touch),
        }]),
        CreditBy::Partner => ledger.partners(touch).iter().map(ToString::to_string).collect(),
        CreditBy::Organisation => touch.organisation_id.iter().map(ToString::to_string).collect(),
    };
    if some.is_empty() { BTreeSet::from([NO_BODY.to_owned()]) } else { some }
}

/// What is asked of paths.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// What credit is shared out among.
    pub by: CreditBy,
    /// Only touches for this campaign.
    pub campaign_id: Option<CampaignId>,
    /// The span.
    pub from: Day,
    /// Its last day.
    pub to: Day,
}

impl Asked {
    fn takes(&self, touch: &Touch) -> bool {
        self.campaign_id.is_none_or(|campaign| touch.campaign_id == Some(campaign))
    }
}

/// The way of each sign-up, in the order in which they come: touches of its person on its day or up to as many days before
/// it as the window says that held on that day.
pub fn of_sign_ups(sign_ups: &[SignUp], ledger: &Ledger, windows: &[Window], asked: &Asked) -> Vec<Way> {
    let by_person = ledger.by_person();
    let way = |sign_up: &SignUp| {
        let days = window::holding(windows, sign_up.scheme, sign_up.on).map(|window| window.days);
        let own = by_person.get(&sign_up.person_id).copied().unwrap_or_default();
        let counts = |touch: &&Touch| days.is_some_and(|days| window::counts(touch.on, sign_up.on, days));
        let step = |touch: &Touch| Step {
            keys: keys(ledger, touch, asked.by),
            days_before: i32::try_from(sign_up.on.days_since(touch.on)).unwrap_or(i32::MAX),
        };
        let steps = own.iter().filter(|touch| asked.takes(touch)).filter(counts).map(step).collect();
        Way { steps, signed_up: true }
    };
    sign_ups.iter().map(way).collect()
}

/// The ways of those who did not sign up: people who were touched in the span and have no sign-up among these. Of each, the
/// touches of the span that lie within the window before the last of them, so that their ways are no longer than those
/// of the others.
pub fn of_others(sign_ups: &[SignUp], ledger: &Ledger, days: i32, asked: &Asked) -> Vec<Way> {
    let signed_up: HashSet<PersonId> = sign_ups.iter().map(|sign_up| sign_up.person_id).collect();
    let others = ledger.touches.chunk_by(|a, b| a.person_id == b.person_id);
    let way = |own: &[Touch]| {
        let own: Vec<&Touch> =
            own.iter().filter(|t| asked.takes(t) && t.on >= asked.from && t.on <= asked.to).collect();
        let last = own.last()?;
        if signed_up.contains(&last.person_id) {
            return None;
        }
        let counts = |touch: &&&Touch| window::counts(touch.on, last.on, days);
        let step = |touch: &&Touch| Step { keys: keys(ledger, touch, asked.by), days_before: 0 };
        Some(Way { steps: own.iter().filter(counts).map(step).collect(), signed_up: false })
    };
    others.filter_map(way).collect()
}
