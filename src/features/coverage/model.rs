//! Rows of coverage.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{AreaId, DenominatorId, SnapshotId},
        scheme::{DenominatorKind, Scheme},
        text_enum::text_enum,
    },
    db::{
        schema::{coverage_snapshots, denominators},
        text_column,
    },
};

text_enum! {
    /// What a published rate is measured against.
    pub enum Basis {
        /// Everybody.
        Population = "population",
        /// The labour force of working age.
        LabourForce = "labour_force",
        /// The source does not say.
        Unstated = "unstated",
    }
}
text_column!(Basis);

impl From<DenominatorKind> for Basis {
    fn from(kind: DenominatorKind) -> Self {
        match kind {
            DenominatorKind::Population => Self::Population,
            DenominatorKind::LabourForce => Self::LabourForce,
        }
    }
}

/// How many people an area has, of one kind, on a day.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = denominators, treat_none_as_default_value = false)]
pub struct Denominator {
    pub id: DenominatorId,
    pub area_id: AreaId,
    pub kind: DenominatorKind,
    pub as_of: Day,
    pub people: i64,
    pub qualifier: Qualifier,
    pub source: String,
    pub created_at: Moment,
}

/// How many take part in a scheme in an area on a day.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = coverage_snapshots, treat_none_as_default_value = false)]
pub struct Snapshot {
    pub id: SnapshotId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub as_of: Day,
    pub participants: Option<i64>,
    pub participants_qualifier: Qualifier,
    pub denominator_id: Option<DenominatorId>,
    pub basis: Basis,
    pub published_hundredths: Option<i64>,
    pub published_qualifier: Qualifier,
    pub source: String,
    pub phrase: Option<String>,
    pub created_at: Moment,
}
