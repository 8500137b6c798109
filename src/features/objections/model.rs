//! Rows of objections.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, DocumentId, ObjectionAnswerId, UserId},
        text_enum::text_enum,
    },
    db::{schema::objection_answers, text_column},
    features::lists::List,
};

text_enum! {
    /// Where a reason was given.
    pub enum ObjectionList {
        /// At the door: the list `visit_reason`.
        VisitReason = "visit_reason",
        /// When a promise was taken back or a participation given up: the list `stop_reason`.
        StopReason = "stop_reason",
    }
}
text_column!(ObjectionList);

impl ObjectionList {
    /// The list that its reasons stand in.
    pub fn list(self) -> List {
        match self {
            Self::VisitReason => List::VisitReason,
            Self::StopReason => List::StopReason,
        }
    }
}

/// What the board says to a reason, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = objection_answers, treat_none_as_default_value = false)]
pub struct ObjectionAnswer {
    pub id: ObjectionAnswerId,
    pub area_id: AreaId,
    pub list: ObjectionList,
    pub reason: String,
    pub answer: String,
    pub valid_from: Day,
    pub document_id: Option<DocumentId>,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}
