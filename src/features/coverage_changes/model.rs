//! Rows of coverage changes.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        figure::{Doubts, Qualifier},
        id::{AreaId, CoverageShiftId, DocumentId, UserId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::schema::coverage_shifts,
};

text_enum! {
    /// Why something of an area is not compared.
    pub enum AreaWhyNot {
        /// No figure near the later day.
        NoLaterFigure = "no-later-figure",
        /// No figure near the earlier day.
        NoEarlierFigure = "no-earlier-figure",
        /// Participants are counted against different denominators.
        DifferentDenominator = "different-denominator",
        /// A denominator, or the number of participants, is not known.
        UnknownDenominator = "unknown-denominator",
        /// An area was divided in between; which part went where is not recorded.
        AreaDivided = "area-divided",
        /// The lists know nothing on this ground for that day.
        AreaUnknown = "area-unknown",
    }
}

/// That people came into a scheme, or left it, by a decision.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = coverage_shifts, treat_none_as_default_value = false)]
pub struct Shift {
    pub id: CoverageShiftId,
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub on_day: Day,
    /// From the list `coverage_shift_kind`.
    pub kind: String,
    /// Below zero: they left.
    pub persons: i64,
    pub qualifier: Qualifier,
    pub document_id: Option<DocumentId>,
    pub source: String,
    pub note: Option<String>,
    /// The row in whose place it stands.
    pub replaces_id: Option<CoverageShiftId>,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}

impl Shift {
    /// The doubts of what it adds: "more than 200 left" takes away more than 200.
    pub fn doubts(&self) -> Doubts {
        let doubts = Doubts::of(self.qualifier);
        if self.persons < 0 { doubts.taken_away() } else { doubts }
    }
}
