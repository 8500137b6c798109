//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::base::{Day, figure::Qualifier, id::AreaId, text_enum::text_enum};

text_enum! {
    /// What the rows stand for.
    pub enum GroupBy {
        /// Partner organisations; an event of several counts under each, once in the total.
        Partner = "partner",
        /// Types of events.
        EventType = "event_type",
        /// The areas directly below.
        Area = "area",
        /// Months.
        Month = "month",
    }
}

/// Which figures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SummaryQuery {
    /// The area; areas it wholly succeeded are part of it.
    pub area_id: AreaId,
    /// First day; from the beginning unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; to the end unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// What the rows stand for; `event_type` unless said.
    #[param(value_type = Option<GroupBy>)]
    pub group_by: Option<GroupBy>,
}

/// Activity figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryView {
    pub area_id: AreaId,
    #[schema(required)]
    pub from: Option<Day>,
    #[schema(required)]
    pub to: Option<Day>,
    pub group_by: GroupBy,
    pub rows: Vec<SummaryRow>,
    /// Each event once. Of the grouping by partner: events that have a partner.
    pub total: SummaryRow,
    /// Events of the area whose day the source does not give; in the total only when neither `from` nor `to` is given.
    pub undated_events: i64,
}

/// One row. Attendances and people never add up.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SummaryRow {
    /// Id, code or month; empty in the total.
    pub key: String,
    pub label: String,
    pub events: i64,
    pub sessions: i64,
    /// Lượt người; null where nobody counted them.
    #[schema(required)]
    pub attendances: Option<i64>,
    /// Người; null where nobody counted them.
    #[schema(required)]
    pub people: Option<i64>,
    /// How sure attendances and people are.
    pub qualifier: Qualifier,
    /// How sure the number of sessions is.
    pub sessions_qualifier: Qualifier,
}
