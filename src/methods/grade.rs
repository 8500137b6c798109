//! How much a comparison can say, A to E, and in which words. Only A and B speak of an effect.
use serde::Serialize;

use crate::base::{Text, text_enum::text_enum};

text_enum! {
    /// How sides that are compared came about.
    pub enum Design {
        /// Households in an order drawn by lot, or people drawn one by one.
        LotteryOrder = "lottery_order",
        /// Hamlets or communes drawn as wholes.
        RandomisedAreas = "randomised_areas",
        /// Communes that began at different times, beside those that had not begun.
        Staggered = "staggered",
        /// Places that began together beside places chosen for comparison, before and after.
        TwoGroups = "two_groups",
        /// One place through many months.
        Series = "series",
        /// Places or people that looked alike before.
        Matched = "matched",
        /// The same place before and after.
        BeforeAfter = "before_after",
        /// Those met beside those not met.
        MetAgainstNot = "met_against_not",
        /// Funnels, shares of credit, counts.
        Description = "description",
    }
}

text_enum! {
    /// What may be said.
    pub enum Grade {
        /// Assigned by lot, compared as assigned.
        A = "a",
        /// Many places, begun at different times, alike before.
        B = "b",
        /// A change that other things of the time are part of.
        C = "c",
        /// A difference between sides that were never alike.
        D = "d",
        /// A count.
        E = "e",
    }
}

/// Who did not leave a trace of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Missing {
    /// Their share, 0 to 1.
    pub all: f64,
    /// How far the shares of the two sides lie apart.
    pub apart: f64,
}

/// A design with what was checked. What was not checked is none, and does not count as passed where it matters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Facts {
    /// How the sides came about.
    pub design: Design,
    /// Design, outcome and window were registered, and the lot drawn and kept, before the work began.
    pub registered_before: bool,
    /// Everybody is counted on the side they were drawn for, whoever was reached.
    pub as_assigned: bool,
    /// What was drawn or began, on each side: areas, or people drawn one by one.
    pub sides: Option<[usize; 2]>,
    /// Points in time before and after.
    pub points: Option<[usize; 2]>,
    /// The outcome comes from imported official lists, not from those who did the work.
    pub official_outcome: bool,
    /// The largest standardised difference before the work.
    pub imbalance: Option<f64>,
    /// The share of the other side that was reached all the same.
    pub reached_elsewhere: Option<f64>,
    /// Who is missing.
    pub missing: Option<Missing>,
    /// How often chance alone would part the two sides as far before the start.
    pub pre_trend: Option<f64>,
    /// A law came into force within the window that changes who is covered.
    pub law_change: bool,
    /// Borders of the compared areas changed within the window.
    pub border_change: bool,
}

impl Facts {
    /// Of a design that passed everything; for who fills in what differs.
    pub fn of(design: Design) -> Self {
        Self {
            design,
            registered_before: true,
            as_assigned: true,
            sides: Some([20, 20]),
            points: Some([24, 12]),
            official_outcome: true,
            imbalance: Some(0.0),
            reached_elsewhere: Some(0.0),
            missing: Some(Missing { all: 0.0, apart: 0.0 }),
            pre_trend: Some(1.0),
            law_change: false,
            border_change: false,
        }
    }
}

text_enum! {
    /// Why a grade is no better.
    pub enum Reason {
        /// What the design allows at most.
        Design = "design",
        /// Registered or drawn after the work had begun.
        NotRegistered = "not_registered",
        /// Sides were changed by who was reached.
        NotAsAssigned = "not_as_assigned",
        /// Too few drawn units on a side.
        FewUnits = "few_units",
        /// A single unit on a side, or nobody knows how many.
        OneUnit = "one_unit",
        /// Too few points in time.
        FewPoints = "few_points",
        /// The outcome was reported by those who did the work.
        OwnOutcome = "own_outcome",
        /// Unlike before.
        Unbalanced = "unbalanced",
        /// Many of the other side were reached.
        ReachedElsewhere = "reached_elsewhere",
        /// Many are missing, or more on one side.
        Missing = "missing",
        /// Apart before the start already, or never looked at.
        PreTrend = "pre_trend",
        /// A law changed within the window.
        LawChange = "law_change",
        /// Borders changed within the window.
        BorderChange = "border_change",
    }
}

/// A grade and why it is no better: the reasons that alone would have held it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Graded {
    /// What may be said.
    pub grade: Grade,
    /// Why not more.
    pub reasons: Vec<Reason>,
}

/// Fewer units than this on a side cannot be told from chance by any test: with 3 against 3 none is below 10 %.
pub const FEW_AREAS: usize = 4;
/// Fewer people drawn one by one than this are few.
pub const FEW_PEOPLE: usize = 10;
/// Fewer communes than this on a side are few where nothing was drawn.
pub const FEW_COMMUNES: usize = 10;
/// Points in time on either side.
pub const FEW_POINTS: usize = super::series::LEAST;
/// From here on matched places are called unlike.
pub const UNLIKE_MATCHED: f64 = super::balance::UNLIKE;
/// From here on sides that were drawn are called unlike.
pub const UNLIKE_DRAWN: f64 = 0.25;
/// Above this share of the other side met, a lot says less.
pub const REACHED_SOME: f64 = 0.10;
const REACHED_MANY: f64 = 0.30;
/// Above this, too many are missing for the best grade.
pub const MISSING_SOME: Missing = Missing { all: 0.20, apart: 0.05 };
const MISSING_MANY: Missing = Missing { all: 0.40, apart: 0.10 };
/// Below this the sides ran apart before.
pub const APART_BEFORE: f64 = 0.05;

/// The best grade that a design and its checks allow: each thing that is wrong allows at most its own, and the worst counts.
pub fn grade(facts: &Facts) -> Graded {
    let caps = caps(facts);
    let grade = caps.iter().map(|(grade, _)| *grade).max().unwrap_or(Grade::E);
    let reasons = caps.into_iter().filter(|(cap, _)| *cap == grade && grade != Grade::A).map(|(_, why)| why).collect();
    Graded { grade, reasons }
}

/// What each thing that is wrong allows at most.
fn caps(facts: &Facts) -> Vec<(Grade, Reason)> {
    use Design::{
        BeforeAfter, Description, LotteryOrder, Matched, MetAgainstNot, RandomisedAreas, Series, Staggered, TwoGroups,
    };
    let best = match facts.design {
        LotteryOrder | RandomisedAreas => Grade::A,
        Staggered => Grade::B,
        TwoGroups | Series | Matched => Grade::C,
        BeforeAfter | MetAgainstNot => Grade::D,
        Description => Grade::E,
    };
    let drawn = best == Grade::A;
    let compares = drawn || matches!(facts.design, Staggered | TwoGroups | Matched);
    let fewest = facts.sides.map(|[one, other]| one.min(other));
    let few = match facts.design {
        LotteryOrder => FEW_PEOPLE,
        Staggered => FEW_COMMUNES,
        _ => FEW_AREAS,
    };
    let short = facts.points.is_none_or(|[before, after]| before.min(after) < FEW_POINTS);
    let over = |limit: Missing| facts.missing.is_some_and(|m| m.all > limit.all || m.apart > limit.apart);
    let unlike = |limit: f64| facts.imbalance.is_some_and(|most| most > limit);
    let reached = |limit: f64| facts.reached_elsewhere.is_some_and(|share| share > limit);
    let held = [
        (drawn && !facts.registered_before, Grade::C, Reason::NotRegistered),
        (facts.design == Staggered && !facts.registered_before, Grade::C, Reason::NotRegistered),
        (compares && !facts.as_assigned, Grade::D, Reason::NotAsAssigned),
        (compares && fewest.is_none_or(|n| n < 2), Grade::D, Reason::OneUnit),
        (compares && fewest.is_some_and(|n| (2..few).contains(&n)), Grade::C, Reason::FewUnits),
        (facts.design == Series && short, Grade::D, Reason::FewPoints),
        (compares && !facts.official_outcome, Grade::C, Reason::OwnOutcome),
        (
            facts.design == Matched && (facts.imbalance.is_none() || unlike(UNLIKE_MATCHED)),
            Grade::D,
            Reason::Unbalanced,
        ),
        (drawn && unlike(UNLIKE_DRAWN), Grade::B, Reason::Unbalanced),
        (drawn && reached(REACHED_SOME), Grade::B, Reason::ReachedElsewhere),
        (compares && reached(REACHED_MANY), Grade::C, Reason::ReachedElsewhere),
        (drawn && over(MISSING_SOME), Grade::B, Reason::Missing),
        (compares && over(MISSING_MANY), Grade::C, Reason::Missing),
        (facts.design == Staggered && facts.pre_trend.is_none_or(|p| p < APART_BEFORE), Grade::C, Reason::PreTrend),
        (facts.design == TwoGroups && facts.pre_trend.is_some_and(|p| p < APART_BEFORE), Grade::D, Reason::PreTrend),
        (facts.design == Series && facts.law_change, Grade::D, Reason::LawChange),
        (facts.design == Staggered && facts.law_change, Grade::C, Reason::LawChange),
        (matches!(facts.design, TwoGroups | Matched) && facts.law_change, Grade::D, Reason::LawChange),
        (facts.design == RandomisedAreas && facts.border_change, Grade::B, Reason::BorderChange),
        (facts.design == Staggered && facts.border_change, Grade::C, Reason::BorderChange),
        (matches!(facts.design, Series | TwoGroups | Matched) && facts.border_change, Grade::D, Reason::BorderChange),
    ];
    let mut caps = vec![(best, Reason::Design)];
    caps.extend(held.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, grade, why)| (grade, why)));
    caps
}

impl Grade {
    /// Whether it may be called an effect, and have a price.
    pub fn shows_effect(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
    /// What the figure is called.
    pub fn name(self) -> Text {
        match self {
            Self::A => Text { vi: "Tác động", en: "Effect" },
            Self::B => Text { vi: "Tác động ước tính", en: "Estimated effect" },
            Self::C => Text { vi: "Thay đổi sau đợt", en: "Change since the campaign" },
            Self::D => Text { vi: "Chênh lệch ghi nhận", en: "Difference on record" },
            Self::E => Text { vi: "Số ghi nhận", en: "Figure on record" },
        }
    }
    /// What it says and does not say, in one sentence.
    pub fn meaning(self) -> Text {
        match self {
            Self::A => Text {
                vi: "Bốc thăm trước, so đúng theo bốc thăm: chênh lệch là tác động của đợt.",
                en: "Drawn by lot before, compared as drawn: the difference is the effect of the work.",
            },
            Self::B => Text {
                vi: "Nhiều nơi bắt đầu vào lúc khác nhau, trước đó đi song song: chênh lệch là tác động ước tính, nếu không có gì khác cùng bắt đầu.",
                en: "Many places that began at different times and ran alike before: the difference is the estimated effect, unless something else began with it.",
            },
            Self::C => Text {
                vi: "Đã thay đổi sau đợt; con số gồm cả những việc khác cùng lúc.",
                en: "It changed since the campaign; the figure includes everything else of that time.",
            },
            Self::D => Text {
                vi: "Chỉ mô tả: hai bên vốn đã khác nhau, hoặc không có bên so sánh.",
                en: "Description only: the two sides differed from the start, or there is no other side.",
            },
            Self::E => Text {
                vi: "Chỉ mô tả: đếm những gì đã ghi.",
                en: "Description only: a count of what was recorded.",
            },
        }
    }
}

/// A figure to be put in words, in units that people read: points, people, đồng.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// What was found.
    pub value: f64,
    /// Between what it lies.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// What is counted: "điểm phần trăm", "percentage points".
    pub unit: Text,
}

/// The headline of a result, Vietnamese and English: the only words a result of this grade goes by.
pub fn headline(grade: Grade, finding: &Finding) -> (String, String) {
    let (name, unit) = (grade.name(), finding.unit);
    let open = finding.low <= 0.0 && finding.high >= 0.0;
    let [vi, low_vi, high_vi] = [finding.value, finding.low, finding.high].map(|n| signed(n).replace('.', ","));
    let [en, low_en, high_en] = [finding.value, finding.low, finding.high].map(signed);
    match grade {
        Grade::A | Grade::B | Grade::C if open => (
            format!("Chưa kết luận được. {}: {vi} {} (95 %: từ {low_vi} đến {high_vi}, có cả 0).", name.vi, unit.vi),
            format!(
                "Nothing can be concluded yet. {}: {en} {} (95 %: {low_en} to {high_en}, 0 included).",
                name.en, unit.en
            ),
        ),
        Grade::A | Grade::B => (
            format!("{}: {vi} {} (95 %: từ {low_vi} đến {high_vi}).", name.vi, unit.vi),
            format!("{}: {en} {} (95 %: {low_en} to {high_en}).", name.en, unit.en),
        ),
        Grade::C => (
            format!("{}: {vi} {} (95 %: từ {low_vi} đến {high_vi}). {}", name.vi, unit.vi, grade.meaning().vi),
            format!("{}: {en} {} (95 %: {low_en} to {high_en}). {}", name.en, unit.en, grade.meaning().en),
        ),
        Grade::D | Grade::E => (
            format!("{}: {vi} {}. {}", name.vi, unit.vi, grade.meaning().vi),
            format!("{}: {en} {}. {}", name.en, unit.en, grade.meaning().en),
        ),
    }
}

/// With its sign and one digit behind the point.
fn signed(n: f64) -> String {
    let shown = format!("{n:+.1}");
    if shown == "-0.0" { "+0.0".to_owned() } else { shown.replace('-', "−") }
}

impl Reason {
    /// In one sentence, without a word that claims a cause.
    pub fn text(self) -> Text {
        let (vi, en) = match self {
            Self::Design => ("Kiểu so sánh này chỉ cho nói đến thế.", "This kind of comparison says no more."),
            Self::NotRegistered => (
                "Chưa đăng ký hoặc chưa bốc thăm trước khi bắt đầu.",
                "It was not registered, or not drawn, before the work began.",
            ),
            Self::NotAsAssigned => (
                "Không so theo bốc thăm mà theo ai được gặp.",
                "Sides were compared by who was met, not as they were drawn.",
            ),
            Self::FewUnits => ("Mỗi bên có quá ít đơn vị.", "There are too few units on a side."),
            Self::OneUnit => (
                "Một bên chỉ có một đơn vị, hoặc không rõ số đơn vị.",
                "One side is a single unit, or nobody knows how many there are.",
            ),
            Self::FewPoints => {
                ("Cần ít nhất 12 kỳ trước và 12 kỳ sau.", "Twelve periods before and twelve after are needed.")
            }
            Self::OwnOutcome => (
                "Số đạt được do người đi vận động tự báo, không lấy từ danh sách của cơ quan BHXH.",
                "The outcome was reported by those who did the work, not taken from official lists.",
            ),
            Self::Unbalanced => ("Trước đợt hai bên đã khác nhau.", "The two sides differed before."),
            Self::ReachedElsewhere => {
                ("Nhiều người ở bên đối chứng cũng được gặp.", "Many on the other side were met as well.")
            }
            Self::Missing => (
                "Nhiều người không rõ đã tham gia hay chưa, hoặc hai bên thiếu khác nhau.",
                "Of many it is not known what became of them, or of more on one side.",
            ),
            Self::PreTrend => (
                "Trước đợt hai bên không đi song song, hoặc chưa xem.",
                "The two sides did not run alike before, or nobody looked.",
            ),
            Self::LawChange => ("Trong thời gian so sánh có quy định mới.", "A law changed within the window."),
            Self::BorderChange => ("Trong thời gian so sánh địa giới thay đổi.", "Borders changed within the window."),
        };
        Text { vi, en }
    }
}
