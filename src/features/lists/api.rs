//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Entry, EventType, VisitOutcome};
use crate::base::{
    Day,
    text::{Code, Line},
};

/// A new entry of a list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEntry {
    pub code: Code,
    pub name_vi: Line<90>,
    pub name_en: Line<90>,
}

/// A new type of event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEventType {
    pub code: Code,
    pub name_vi: Line<90>,
    pub name_en: Line<90>,
    /// Whether people are counted there.
    pub counts_people: bool,
}

/// An entry of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
}
impl From<Entry> for EntryView {
    fn from(e: Entry) -> Self {
        Self { code: e.code, name_vi: e.name_vi, name_en: e.name_en }
    }
}

/// A type of event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventTypeView {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub counts_people: bool,
}
impl From<EventType> for EventTypeView {
    fn from(t: EventType) -> Self {
        Self { code: t.code, name_vi: t.name_vi, name_en: t.name_en, counts_people: t.counts_people }
    }
}

/// What may come of a visit.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitOutcomeView {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    /// Whether somebody was met.
    pub met: bool,
    pub valid_from: Day,
    /// Its last day, once it is closed.
    #[schema(required)]
    pub valid_to: Option<Day>,
}
impl From<VisitOutcome> for VisitOutcomeView {
    fn from(o: VisitOutcome) -> Self {
        Self {
            code: o.code,
            name_vi: o.name_vi,
            name_en: o.name_en,
            met: o.met,
            valid_from: o.valid_from,
            valid_to: o.valid_to,
        }
    }
}
