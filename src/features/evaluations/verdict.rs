//! What may be said of a comparison: its grade, its checks, its sentence, what it cost. Pure rules; the words are those of
//! `methods::grade`, and below grade B none of them claims a cause.
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    comparing::{Compared, Found, method},
    laws::LawChange,
    model::EvaluationDesign,
    planning::{BalanceLine, GradeReason, lines},
};
use crate::{
    base::{Day, Text, id::AreaId, text_enum::text_enum},
    methods::{
        Estimate, Spread,
        cost::{self, Paid},
        estimate::LEVEL,
        grade::{self, Facts, Finding, Grade},
        power::POWER,
        randomisation::Chance,
    },
};

text_enum! {
    /// What is looked at besides the figure.
    pub enum EvaluationCheckCode {
        /// Registered before the window began.
        Registered = "registered",
        /// Units on the smaller side.
        Units = "units",
        /// The largest standardised difference before the work.
        Balance = "balance",
        /// How often chance alone would part the sides as far before the start.
        PreTrend = "pre_trend",
        /// The share of the other side that was met all the same.
        MetElsewhere = "met_elsewhere",
        /// The share of which the outcome is not known.
        Missing = "missing",
        /// How far that share differs between the sides.
        MissingApart = "missing_apart",
        /// Laws that changed within the window.
        Laws = "laws",
        /// Borders that changed within the window.
        Borders = "borders",
        /// Months on the shorter side of the break.
        Points = "points",
    }
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BothLanguages {
    pub vi: String,
    pub en: String,
}

impl From<Text> for BothLanguages {
    fn from(text: Text) -> Self {
        Self { vi: text.vi.to_owned(), en: text.en.to_owned() }
    }
}

/// A figure with its interval of 95 %, in the unit that the answer names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Estimated {
    pub value: f64,
    pub se: f64,
    pub low: f64,
    pub high: f64,
    /// Two-sided, against nothing; null where there is no spread.
    #[schema(required)]
    pub p: Option<f64>,
    /// Degrees of freedom of Student's t; null where the normal distribution is used.
    #[schema(required)]
    pub df: Option<f64>,
}

impl From<&Estimate> for Estimated {
    fn from(e: &Estimate) -> Self {
        Self { value: e.value, se: e.se, low: e.low, high: e.high, p: Some(e.p).filter(|p| p.is_finite()), df: e.df }
    }
}

/// How often the lot alone would do as much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct OverTheLot {
    pub p: f64,
    pub arrangements: u64,
    /// Whether these are all there are.
    pub exact: bool,
}

impl From<Chance> for OverTheLot {
    fn from(chance: Chance) -> Self {
        Self { p: chance.p, arrangements: chance.arrangements, exact: chance.exact }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvaluationCheck {
    pub code: EvaluationCheckCode,
    /// Null where it could not be looked at.
    #[schema(required)]
    pub value: Option<f64>,
    /// Null where nothing can be said.
    #[schema(required)]
    pub passed: Option<bool>,
}

/// Who was met in the window, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct MetShares {
    pub assigned_percent: f64,
    pub others_percent: f64,
    /// The figure on those who were met because they were assigned; only where the grade is A or B.
    #[schema(required)]
    pub on_those_met: Option<Estimated>,
}

/// A border that changed within the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BorderChange {
    pub on: Day,
    pub old_id: AreaId,
    pub new_id: AreaId,
}

/// What somebody more cost, where that can be said; else what each sign-up cost, whatever brought it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct EvaluationCosts {
    pub cost_vnd: i64,
    /// Grades A and B: đồng for each enrolment that would not have been. Null when none was added.
    #[schema(required)]
    pub per_additional_enrolment_vnd: Option<f64>,
    #[schema(required)]
    pub per_additional_low_vnd: Option<f64>,
    /// Null where it has no upper end.
    #[schema(required)]
    pub per_additional_high_vnd: Option<f64>,
    /// Other grades: đồng for each sign-up that was paid in the window on the assigned side. Bookkeeping.
    #[schema(required)]
    pub per_enrolment_vnd: Option<f64>,
    /// How many those were.
    pub enrolments: i64,
}

/// How strong something unseen would have to be, as a ratio, to explain a matched difference away.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct UnseenRatio {
    pub difference: f64,
    pub interval: f64,
}

/// What was seen on a day, frozen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookResult {
    pub grade: Grade,
    /// What the figure is called at this grade.
    pub name: BothLanguages,
    /// The one sentence that may be said.
    pub headline: BothLanguages,
    /// What the grade says and does not say.
    pub meaning: BothLanguages,
    pub grade_reasons: Vec<GradeReason>,
    /// Whether the interval lies on one side of nothing at grade A, B or C; false also where there is no figure.
    pub concluded: bool,
    /// Why nothing can be concluded; null where something can.
    #[schema(required)]
    pub why_open: Option<BothLanguages>,
    /// The smallest difference that would have been seen in 80 of 100 such comparisons, in the unit of the figure.
    #[schema(required)]
    pub smallest_seen: Option<f64>,
    pub unit: BothLanguages,
    pub method: BothLanguages,
    pub source: &'static str,
    #[schema(required)]
    pub estimate: Option<Estimated>,
    /// The same with the doubt that few units deserve; the sentence rests on it below 15 units on a side.
    #[schema(required)]
    pub estimate_few_units: Option<Estimated>,
    #[schema(required)]
    pub over_the_lot: Option<OverTheLot>,
    #[schema(required)]
    pub assigned_units: Option<usize>,
    #[schema(required)]
    pub other_units: Option<usize>,
    /// On the assigned side.
    pub people: f64,
    #[schema(required)]
    pub met: Option<MetShares>,
    pub checks: Vec<EvaluationCheck>,
    pub balance: Vec<BalanceLine>,
    pub laws: Vec<LawChange>,
    pub borders: Vec<BorderChange>,
    #[schema(required)]
    pub unseen: Option<UnseenRatio>,
    #[schema(required)]
    pub costs: Option<EvaluationCosts>,
}

/// What is known besides the comparison.
#[derive(Debug, Clone)]
pub struct Beside {
    pub design: EvaluationDesign,
    pub registered_late: bool,
    pub laws: Vec<LawChange>,
    pub borders: Vec<BorderChange>,
    /// What it cost, and how many signed up on the assigned side.
    pub cost: Option<(i64, i64)>,
}

/// What may be said of a comparison.
pub fn verdict(compared: &Compared, beside: Beside) -> LookResult {
    let facts = facts(compared, &beside);
    let graded = grade::grade(&facts);
    let (how, source) = method(beside.design);
    let unit = compared.found.map_or(super::comparing::POINTS, |found| found.unit);
    let found = compared.found.as_ref();
    let (headline, why_open, smallest_seen) = said(graded.grade, compared);
    let met = compared.met.map(|[assigned, others]| MetShares {
        assigned_percent: 100.0 * assigned,
        others_percent: 100.0 * others,
        on_those_met: found
            .and_then(|found| found.on_met.as_ref())
            .filter(|_| graded.grade.shows_effect())
            .map(Estimated::from),
    });
    LookResult {
        grade: graded.grade,
        name: graded.grade.name().into(),
        headline,
        meaning: graded.grade.meaning().into(),
        grade_reasons: graded.reasons.into_iter().map(GradeReason::from).collect(),
        concluded: why_open.is_none(),
        why_open,
        smallest_seen,
        unit: unit.into(),
        method: how.into(),
        source,
        estimate: found.map(|found| (&found.estimate).into()),
        estimate_few_units: found.and_then(|found| found.few_clusters.as_ref()).map(Estimated::from),
        over_the_lot: found.and_then(|found| found.chance).map(OverTheLot::from),
        assigned_units: compared.sides.map(|[assigned, _]| assigned),
        other_units: compared.sides.map(|[_, others]| others),
        people: compared.people,
        met,
        checks: checks(&facts),
        balance: lines(&compared.balance),
        laws: beside.laws,
        borders: beside.borders,
        unseen: compared.unseen.map(|u| UnseenRatio { difference: u.difference, interval: u.interval }),
        costs: beside.cost.map(|cost| costs(graded.grade, compared, cost)),
    }
}

fn facts(compared: &Compared, beside: &Beside) -> Facts {
    Facts {
        design: beside.design.graded(),
        registered_before: !beside.registered_late,
        as_assigned: true,
        sides: compared.sides,
        points: compared.points,
        official_outcome: true,
        imbalance: compared.imbalance(),
        reached_elsewhere: compared.met.map(|[_, others]| others),
        missing: compared.missing,
        pre_trend: compared.pre_trend,
        law_change: !beside.laws.is_empty(),
        border_change: !beside.borders.is_empty(),
    }
}

fn checks(facts: &Facts) -> Vec<EvaluationCheck> {
    let design = facts.design;
    let drawn = matches!(design, grade::Design::RandomisedAreas | grade::Design::LotteryOrder);
    let number = |n: usize| u32::try_from(n).map_or(f64::from(u32::MAX), f64::from);
    let check =
        |code, value: Option<f64>, good: &dyn Fn(f64) -> bool| EvaluationCheck { code, value, passed: value.map(good) };
    let least = |of: Option<[usize; 2]>| of.map(|[one, other]| number(one.min(other)));
    let flag = |yes: bool| Some(f64::from(u8::from(yes)));
    let mut all = vec![check(EvaluationCheckCode::Registered, flag(facts.registered_before), &|n| n > 0.0)];
    if facts.sides.is_some() {
        let few = match design {
            grade::Design::LotteryOrder => grade::FEW_PEOPLE,
            grade::Design::Staggered => grade::FEW_COMMUNES,
            _ => grade::FEW_AREAS,
        };
        all.push(check(EvaluationCheckCode::Units, least(facts.sides), &|n| n >= number(few)));
        all.push(check(EvaluationCheckCode::MetElsewhere, facts.reached_elsewhere, &|n| n <= grade::REACHED_SOME));
        let some = grade::MISSING_SOME;
        all.push(check(EvaluationCheckCode::Missing, facts.missing.map(|m| m.all), &|n| n <= some.all));
        all.push(check(EvaluationCheckCode::MissingApart, facts.missing.map(|m| m.apart), &|n| n <= some.apart));
    }
    let unlike = if drawn { grade::UNLIKE_DRAWN } else { grade::UNLIKE_MATCHED };
    if drawn || design == grade::Design::Matched {
        all.push(check(EvaluationCheckCode::Balance, facts.imbalance, &|n| n <= unlike));
    }
    if design == grade::Design::Staggered {
        all.push(check(EvaluationCheckCode::PreTrend, facts.pre_trend, &|p| p >= grade::APART_BEFORE));
    }
    if design == grade::Design::Series {
        all.push(check(EvaluationCheckCode::Points, least(facts.points), &|n| n >= number(grade::FEW_POINTS)));
    }
    all.push(check(EvaluationCheckCode::Laws, flag(facts.law_change), &|n| n == 0.0));
    all.push(check(EvaluationCheckCode::Borders, flag(facts.border_change), &|n| n == 0.0));
    all
}

/// The sentence, why it concludes nothing where it does not, and what would have been seen.
fn said(grade: Grade, compared: &Compared) -> (BothLanguages, Option<BothLanguages>, Option<f64>) {
    let Some(found) = &compared.found else {
        let why =
            compared.unfit.map_or(Text { vi: "Chưa có số liệu.", en: "There are no figures yet." }, |u| u.text());
        let headline = BothLanguages {
            vi: format!("Chưa kết luận được. {}", why.vi),
            en: format!("Nothing can be concluded yet. {}", why.en),
        };
        return (headline, Some(why.into()), None);
    };
    let e = found.believed();
    let (vi, en) = grade::headline(grade, &Finding { value: e.value, low: e.low, high: e.high, unit: found.unit });
    let seen = smallest_seen(e);
    let why = match grade {
        // Description concludes nothing, however narrow its interval is.
        Grade::D | Grade::E => Some(grade.meaning().into()),
        _ if e.low <= 0.0 && e.high >= 0.0 => Some(why_open(found, seen)),
        _ => None,
    };
    (BothLanguages { vi, en }, why, Some(seen))
}

fn why_open(found: &Found, seen: f64) -> BothLanguages {
    let unit = found.unit;
    BothLanguages {
        vi: format!(
            "Khoảng 95 % có cả 0. Với số liệu này chỉ chênh lệch từ {} {} trở lên mới thường thấy được (80 trong 100 lần).",
            format!("{seen:.1}").replace('.', ","),
            unit.vi
        ),
        en: format!(
            "The interval of 95 % holds 0. With these figures only a difference of {seen:.1} {} or more is usually seen (80 times in 100).",
            unit.en
        ),
    }
}

/// So many standard errors lie between nothing and what is seen in 80 of 100 such comparisons.
fn smallest_seen(e: &Estimate) -> f64 {
    let spread = e.df.map_or(Spread::Normal, Spread::T);
    (spread.quantile(f64::midpoint(1.0, LEVEL)) + spread.quantile(POWER)) * e.se
}

/// Cost and sign-ups of the assigned side, as the grade allows to speak of them.
fn costs(grade: Grade, compared: &Compared, (cost_vnd, enrolments): (i64, i64)) -> EvaluationCosts {
    let (vnd, signed) = (number(cost_vnd), number(enrolments));
    let more = compared.found.as_ref().and_then(|found| {
        let points = found.believed();
        let share = Estimate { value: points.value / 100.0, se: points.se / 100.0, ..*points };
        cost::per_additional(Paid { value: vnd, se: 0.0 }, &share, compared.people, grade).ok()
    });
    EvaluationCosts {
        cost_vnd,
        per_additional_enrolment_vnd: more.and_then(|cost| cost.value),
        per_additional_low_vnd: more.and_then(|cost| cost.low),
        per_additional_high_vnd: more.and_then(|cost| cost.high),
        per_enrolment_vnd: if grade.shows_effect() { None } else { cost::per_enrolment(vnd, signed).ok() },
        enrolments,
    }
}

/// đồng and sign-ups are far below 2^53.
#[expect(clippy::as_conversions, reason = "amounts of money and counts are far below 2^53")]
fn number(n: i64) -> f64 {
    n as f64
}
