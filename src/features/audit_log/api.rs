//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, EventId, UserId},
        page::{CursorText, Limit},
        text,
    },
    db::Line,
};

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// By this user.
    #[param(value_type = Option<UserId>)]
    pub actor_id: Option<UserId>,
    /// On this thing.
    #[param(value_type = Option<EventId>)]
    pub entity_id: Option<EventId>,
    /// Of this kind, such as `person.revealed`.
    #[param(value_type = Option<text::Line<60>>)]
    pub action: Option<text::Line<60>>,
    /// Written on this day of Viet Nam or later.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Written on this day of Viet Nam or before.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// One line of the trail: who did what to what, never with which values.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditLineView {
    pub n: i64,
    pub at: Moment,
    #[schema(required)]
    pub actor_id: Option<UserId>,
    pub request_id: String,
    pub action: String,
    pub entity: String,
    pub entity_id: String,
    #[schema(required)]
    pub area_id: Option<AreaId>,
    pub fields: Vec<String>,
    pub hash: String,
}
impl From<Line> for AuditLineView {
    fn from(l: Line) -> Self {
        let fields = l.fields.split(',').filter(|f| !f.is_empty()).map(str::to_owned).collect();
        Self {
            n: l.n,
            at: l.at,
            actor_id: l.actor_id,
            request_id: l.request_id,
            action: l.action,
            entity: l.entity,
            entity_id: l.entity_id,
            area_id: l.area_id,
            fields,
            hash: l.hash,
        }
    }
}
