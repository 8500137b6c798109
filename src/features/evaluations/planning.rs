//! What a design can see, and how good its answer can be at best: said before the work. Pure rules.
use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::model::EvaluationDesign;
use crate::{
    base::text_enum::text_enum,
    methods::{
        balance::{self, Line},
        grade::{self, Facts, Grade, Reason},
        power,
    },
};

/// How alike the people of one hamlet or commune are unless said: as in Kansas City 2003.
pub const ALIKE_AREAS: f64 = 0.02;
/// How alike those of one household are unless said: they are mostly covered together.
pub const ALIKE_HOUSEHOLDS: f64 = 0.5;

text_enum! {
    /// Why nothing can be said of what a design sees.
    pub enum NotPlanned {
        /// It has no other side.
        NoOtherSide = "no-other-side",
        /// Nobody knows how many are covered: there is no figure of the month before, and none is expected.
        NoBaseline = "no-baseline",
        /// A side has fewer than two units.
        FewUnits = "few-units",
        /// Nobody or everybody is covered.
        NobodyOrEverybody = "nobody-or-everybody",
    }
}

/// What is known of a design before the work.
#[derive(Debug, Clone)]
pub struct Known {
    pub design: EvaluationDesign,
    pub registered_late: bool,
    /// Assigned, others; of places that begin in different months those that begin, and those that can be compared with.
    pub sides: Option<[usize; 2]>,
    /// Months before and after.
    pub points: [usize; 2],
    /// Who is covered before, 0 to 1.
    pub share: Option<f64>,
    /// People in a unit.
    pub people: Option<f64>,
    /// How alike those of a unit are, 0 to 1.
    pub alike: f64,
    /// How alike the sides were before.
    pub balance: BTreeMap<String, Line>,
    /// Units of which no figure of the month before is there.
    pub without_baseline: usize,
}

/// Why a grade is no better, in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GradeReason {
    pub code: Reason,
    pub vi: &'static str,
    pub en: &'static str,
}

impl From<Reason> for GradeReason {
    fn from(code: Reason) -> Self {
        let text = code.text();
        Self { code, vi: text.vi, en: text.en }
    }
}

/// One figure known before the work, on both sides.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BalanceLine {
    pub figure: String,
    pub assigned: f64,
    pub others: f64,
    /// The difference in units of the spread within the sides; null where nobody differs.
    #[schema(required)]
    pub standardised: Option<f64>,
}

/// A balance table as it is answered.
pub fn lines(table: &BTreeMap<String, Line>) -> Vec<BalanceLine> {
    let line = |(figure, line): (&String, &Line)| BalanceLine {
        figure: figure.clone(),
        assigned: line.assigned,
        others: line.control,
        standardised: line.standardised,
    };
    table.iter().map(line).collect()
}

/// What the design can see, said before the work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvaluationPlan {
    /// The window had begun already.
    pub registered_late: bool,
    /// The grade if every check is passed.
    pub best_grade: Grade,
    /// Why it can be no better.
    pub best_grade_reasons: Vec<GradeReason>,
    #[schema(required)]
    pub assigned_units: Option<usize>,
    #[schema(required)]
    pub other_units: Option<usize>,
    /// Who is covered without the work, in percent.
    #[schema(required)]
    pub expected_percent: Option<f64>,
    #[schema(required)]
    pub people_per_unit: Option<f64>,
    /// How alike the people of one unit are, in percent.
    pub alike_percent: f64,
    /// The smallest difference, in percentage points, that is seen in 80 of 100 such comparisons.
    #[schema(required)]
    pub smallest_seen_points: Option<f64>,
    #[schema(required)]
    pub why_not: Option<NotPlanned>,
    /// How alike the two sides were before the work.
    pub balance: Vec<BalanceLine>,
    /// Units of which no figure of the month before the window was there.
    pub units_without_baseline: usize,
}

/// The plan of a design: the smallest difference it sees (`methods::power`, as few clusters see it) and its best grade.
pub fn plan(known: &Known) -> EvaluationPlan {
    let facts = Facts {
        registered_before: !known.registered_late,
        sides: known.sides,
        points: Some(known.points),
        imbalance: if known.design == EvaluationDesign::Matched { Some(0.0) } else { balance::largest(&known.balance) },
        ..Facts::of(known.design.graded())
    };
    let graded = grade::grade(&facts);
    let seen = smallest(known);
    EvaluationPlan {
        registered_late: known.registered_late,
        best_grade: graded.grade,
        best_grade_reasons: graded.reasons.into_iter().map(GradeReason::from).collect(),
        assigned_units: known.sides.map(|[assigned, _]| assigned),
        other_units: known.sides.map(|[_, others]| others),
        expected_percent: known.share.map(|share| 100.0 * share),
        people_per_unit: known.people,
        alike_percent: 100.0 * known.alike,
        smallest_seen_points: seen.ok(),
        why_not: seen.err(),
        balance: lines(&known.balance),
        units_without_baseline: known.without_baseline,
    }
}

/// In percentage points.
fn smallest(known: &Known) -> Result<f64, NotPlanned> {
    let [assigned, others] = known.sides.ok_or(NotPlanned::NoOtherSide)?;
    let (share, people) = known.share.zip(known.people).ok_or(NotPlanned::NoBaseline)?;
    let fewest = u32::try_from(assigned.min(others)).unwrap_or(u32::MAX);
    if fewest < 2 {
        return Err(NotPlanned::FewUnits);
    }
    let design = power::Design { share, people, alike: known.alike, clusters: f64::from(fewest) };
    design.smallest_effect_few_clusters().map(|share| 100.0 * share).map_err(|_| NotPlanned::NobodyOrEverybody)
}
