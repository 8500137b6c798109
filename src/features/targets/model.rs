//! Rows of targets.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{AreaId, DocumentId, OrganisationId, TargetId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{schema::targets, text_column},
    features::coverage::Basis,
};

text_enum! {
    /// What is to be reached.
    pub enum TargetMeasure {
        /// So many people take part.
        Participants = "participants",
        /// Such a share takes part.
        CoveragePercent = "coverage_percent",
        /// So many people join in the period.
        NewEnrolments = "new_enrolments",
    }
}
text_column!(TargetMeasure);

/// A target. Its value is kept in hundredths, so that a rate has two places.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = targets, treat_none_as_default_value = false)]
pub struct Target {
    pub id: TargetId,
    pub area_id: AreaId,
    pub organisation_id: Option<OrganisationId>,
    pub scheme: Scheme,
    pub measure: TargetMeasure,
    pub period: String,
    pub value_hundredths: i64,
    pub qualifier: Qualifier,
    pub basis: Option<Basis>,
    pub document_id: Option<DocumentId>,
    pub source: Option<String>,
    pub note: Option<String>,
    pub parent_id: Option<TargetId>,
    pub decided_on: Day,
    pub difference_explained: Option<String>,
    pub created_at: Moment,
}

impl TargetMeasure {
    /// Whether parts add up to a whole.
    pub fn is_additive(self) -> bool {
        self != Self::CoveragePercent
    }
}
