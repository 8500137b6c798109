//! Objections on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{ObjectionAnswer, ObjectionList};
use crate::base::{
    Day, Moment,
    id::{AreaId, CampaignId, DocumentId, ObjectionAnswerId, UserId},
    month::Month,
    page::{CursorText, Limit},
    text::{Code, Prose},
};

/// What the board says to a reason, from a day on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateObjectionAnswer {
    /// Its id, when the client made one.
    pub id: Option<ObjectionAnswerId>,
    /// Where it is said: there and in everything below.
    pub area_id: AreaId,
    pub list: ObjectionList,
    /// A code of that list.
    pub reason: Code,
    /// What is said to people, in plain Vietnamese.
    pub answer: Prose<2000>,
    /// From which day on; today unless said.
    pub valid_from: Option<Day>,
    /// What it rests on.
    pub document_id: Option<DocumentId>,
}

/// Which answers.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ObjectionAnswerQuery {
    /// Given in this area or in what lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<ObjectionList>)]
    pub list: Option<ObjectionList>,
    #[param(value_type = Option<Code>)]
    pub reason: Option<Code>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// An answer of the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObjectionAnswerView {
    pub id: ObjectionAnswerId,
    pub area_id: AreaId,
    pub list: ObjectionList,
    pub reason: String,
    pub answer: String,
    pub valid_from: Day,
    #[schema(required)]
    pub document_id: Option<DocumentId>,
    pub created_at: Moment,
    #[schema(required)]
    pub created_by: Option<UserId>,
}
impl From<ObjectionAnswer> for ObjectionAnswerView {
    fn from(row: ObjectionAnswer) -> Self {
        Self {
            id: row.id,
            area_id: row.area_id,
            list: row.list,
            reason: row.reason,
            answer: row.answer,
            valid_from: row.valid_from,
            document_id: row.document_id,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// Which objections.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ObjectionsQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// First day; 90 days before the last unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    /// Only visits and events for this campaign; promises taken back and stops are of no campaign and left out then.
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
}

/// How often in a month.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ObjectionMonth {
    pub month: Month,
    pub count: i64,
}

/// A reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObjectionRow {
    /// A code of the list; `few` for reasons of fewer than five together.
    pub reason: String,
    pub label: String,
    /// Null where even those together are fewer than five.
    #[schema(required)]
    pub count: Option<i64>,
    /// Of the visits at which somebody was met; of stops and promises taken back of all that name a reason.
    #[schema(required)]
    pub percent: Option<f64>,
    /// The interval of 95 % (Wilson).
    #[schema(required)]
    pub low_percent: Option<f64>,
    #[schema(required)]
    pub high_percent: Option<f64>,
    /// How it developed; empty where a month is too small to show.
    pub months: Vec<ObjectionMonth>,
    /// What the board says to it today; null where it has said nothing.
    #[schema(required)]
    pub answer: Option<ObjectionAnswerView>,
    /// Everything it ever said to it.
    pub answers: String,
    /// The rows that gave it, as far as the caller may see them; null for small ones together.
    #[schema(required)]
    pub rows: Option<String>,
}

/// Reasons from one source.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObjectionsOf {
    pub list: ObjectionList,
    /// What the shares are of; null where it is too small to show.
    #[schema(required)]
    pub of: Option<i64>,
    /// How often a reason was given; null likewise.
    #[schema(required)]
    pub with_reason: Option<i64>,
    pub reasons: Vec<ObjectionRow>,
    /// What the shares are of: the rows, as far as the caller may see them.
    pub rows: String,
}

/// Questions of dialogues on one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionTopic {
    /// As it was recorded; null where none was.
    #[schema(required)]
    pub topic: Option<String>,
    pub questions: i64,
    pub answered: i64,
    pub waiting: i64,
    /// The questions, as far as the caller may see them.
    pub rows: String,
}

/// Why people who were met did not join, or stopped, as far as it was recorded.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Objections {
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    /// What people said, not what moved them.
    pub note: String,
    /// Groups of fewer than five are folded.
    pub small_folded: bool,
    /// Given at the door, of visits at which somebody was met.
    pub visits: ObjectionsOf,
    /// Given when a promise was taken back or a participation given up, with whatever organisation. Null when a campaign is
    /// asked for.
    #[schema(required)]
    pub stops: Option<ObjectionsOf>,
    /// Asked at dialogues and other events.
    pub questions: Vec<QuestionTopic>,
    /// All of them, as far as the caller may see them.
    pub questions_rows: String,
}
