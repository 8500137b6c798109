//! Rows of evaluations.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        id::{AreaId, CampaignId, EvaluationId, EvaluationLookId, UserId, WalkListId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::{
        schema::{evaluation_looks, evaluation_units, evaluations},
        text_column,
    },
    methods::grade::{self, Grade},
};

text_enum! {
    /// How the sides come about.
    pub enum EvaluationDesign {
        /// Hamlets or communes drawn by lot at registration.
        Lottery = "lottery",
        /// Households in the order of a walk list that was drawn by lot: the first so many doors beside those after them.
        LotteryOfHouseholds = "lottery_of_households",
        /// Places that begin in different months.
        Staggered = "staggered",
        /// One place through many months.
        Series = "series",
        /// Places worked in beside places that looked alike before.
        Matched = "matched",
        /// One place before and after.
        BeforeAfter = "before_after",
    }
}
text_enum! {
    /// Where the outcome comes from: official lists alone.
    pub enum EvaluationOutcome {
        /// Participants by area and month (`/coverage-snapshots`).
        Coverage = "coverage",
        /// What the office, or an imported roster, says of each person's cover.
        Covers = "covers",
    }
}
text_column!(EvaluationDesign, EvaluationOutcome, Grade);

impl EvaluationDesign {
    /// What it is called where grades are given.
    pub fn graded(self) -> grade::Design {
        match self {
            Self::Lottery => grade::Design::RandomisedAreas,
            Self::LotteryOfHouseholds => grade::Design::LotteryOrder,
            Self::Staggered => grade::Design::Staggered,
            Self::Series => grade::Design::Series,
            Self::Matched => grade::Design::Matched,
            Self::BeforeAfter => grade::Design::BeforeAfter,
        }
    }
    /// Where its outcome comes from.
    pub fn outcome(self) -> EvaluationOutcome {
        if self == Self::LotteryOfHouseholds { EvaluationOutcome::Covers } else { EvaluationOutcome::Coverage }
    }
    /// Whether it compares places that are named one by one.
    pub fn has_units(self) -> bool {
        matches!(self, Self::Lottery | Self::Staggered | Self::Matched)
    }
}

/// What was registered.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = evaluations, treat_none_as_default_value = false)]
pub struct Evaluation {
    pub id: EvaluationId,
    pub campaign_id: CampaignId,
    pub area_id: AreaId,
    pub title: String,
    pub design: EvaluationDesign,
    pub scheme: Scheme,
    pub outcome: EvaluationOutcome,
    pub starts_on: Day,
    pub ends_on: Day,
    /// First day of the first month that is looked at.
    pub from_month: Day,
    /// First day of the month with which is compared: the last before the window.
    pub baseline_month: Day,
    /// The window had begun when it was registered.
    pub registered_late: bool,
    pub walk_list_id: Option<WalkListId>,
    /// So many doors of it go first.
    pub first_doors: Option<i32>,
    /// Of the draw over areas.
    pub seed: Option<String>,
    /// One of so many areas was drawn.
    pub one_in: Option<i32>,
    /// What the assigned cost more than the others, as planned.
    pub cost_vnd: Option<i64>,
    /// JSON: what the design can see, and how alike the sides were, at registration.
    pub plan: String,
    pub withdrawn_at: Option<Moment>,
    pub withdrawn_by: Option<UserId>,
    pub withdrawn_why: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}

/// A place that is compared.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = evaluation_units, treat_none_as_default_value = false)]
pub struct Unit {
    pub evaluation_id: EvaluationId,
    /// From 1: the order of the lot where there was one, else as registered.
    pub n: i32,
    pub area_id: AreaId,
    /// As registered; empty where none was named.
    pub stratum: String,
    /// Within what it was drawn.
    pub drawn_in: String,
    pub assigned: bool,
    /// First day of the month in which the work begins there.
    pub first_month: Option<Day>,
}

/// What somebody saw.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = evaluation_looks, treat_none_as_default_value = false)]
pub struct Look {
    pub id: EvaluationLookId,
    pub evaluation_id: EvaluationId,
    pub area_id: AreaId,
    /// From 1.
    pub n: i32,
    pub looked_on: Day,
    pub grade: Grade,
    /// JSON, as it was answered.
    pub result: String,
    pub created_by: Option<UserId>,
    pub created_at: Moment,
}
