//! Which comparison speaks for a campaign, and why nothing can be concluded where nothing can. Pure.
//!
//! Of several comparisons the one registered first speaks, whatever it says: whoever could choose among their answers would
//! choose the best. The others stand beside it.
use serde_json::Value;

use super::api::{HeadlineEstimate, HeadlineEvaluation};
use crate::{
    base::{Day, Error, Result, Text, text_enum::text_enum},
    features::evaluations::{Evaluation, Look, verdict::BothLanguages},
    methods::{grade::Grade, trial::FEW},
    rest::BASE,
};

text_enum! {
    /// Why nothing can be concluded.
    pub enum HeadlineWhyNot {
        /// No comparison was registered.
        NoneRegistered = "none-registered",
        /// All of them were withdrawn.
        Withdrawn = "withdrawn",
        /// Its window is not over.
        WindowNotOver = "window-not-over",
        /// Its window is over, and nobody looked yet.
        NotLooked = "not-looked",
        /// There are no figures to compare.
        NoFigures = "no-figures",
        /// The grade only describes.
        OnlyDescribes = "only-describes",
        /// The interval holds nothing at all as well.
        IntervalHoldsZero = "interval-holds-zero",
    }
}

impl HeadlineWhyNot {
    /// It as a sentence.
    pub fn text(self) -> Text {
        match self {
            Self::NoneRegistered => Text {
                vi: "Chưa đăng ký đánh giá nào cho đợt này.",
                en: "No comparison was registered for this campaign.",
            },
            Self::Withdrawn => Text {
                vi: "Mọi đánh giá đã đăng ký đều đã rút.",
                en: "Every comparison that was registered was withdrawn.",
            },
            Self::WindowNotOver => Text {
                vi: "Thời gian đánh giá đã đăng ký chưa kết thúc.",
                en: "The registered window is not over.",
            },
            Self::NotLooked => Text {
                vi: "Đã hết thời gian đánh giá nhưng chưa ai xem kết quả.",
                en: "The window is over and nobody has looked yet.",
            },
            Self::NoFigures => {
                Text { vi: "Chưa có số liệu để so sánh.", en: "There are no figures to compare." }
            }
            Self::OnlyDescribes => Text {
                vi: "Cách so sánh này chỉ mô tả, không kết luận.",
                en: "This kind of comparison describes and concludes nothing.",
            },
            Self::IntervalHoldsZero => Text { vi: "Khoảng 95 % có cả 0.", en: "The interval of 95 % holds 0." },
        }
    }
    /// What is said in place of a result.
    pub fn headline(self) -> BothLanguages {
        let why = self.text();
        BothLanguages {
            vi: format!("Chưa kết luận được. {}", why.vi),
            en: format!("Nothing can be concluded yet. {}", why.en),
        }
    }
}

/// The comparison that speaks for the campaign, of all of them in the order in which they were registered.
pub fn speaks(all: &[HeadlineEvaluation]) -> std::result::Result<&HeadlineEvaluation, HeadlineWhyNot> {
    let without = if all.is_empty() { HeadlineWhyNot::NoneRegistered } else { HeadlineWhyNot::Withdrawn };
    all.iter().find(|one| !one.withdrawn).ok_or(without)
}

/// Why a look concludes nothing, if it does.
fn why_not(grade: Grade, result: &Value) -> Option<HeadlineWhyNot> {
    match () {
        () if result["concluded"] == true => None,
        () if result["estimate"].is_null() => Some(HeadlineWhyNot::NoFigures),
        () if matches!(grade, Grade::D | Grade::E) => Some(HeadlineWhyNot::OnlyDescribes),
        () => Some(HeadlineWhyNot::IntervalHoldsZero),
    }
}

fn both(value: &Value) -> Option<BothLanguages> {
    let word = |name: &str| value[name].as_str().map(str::to_owned);
    Some(BothLanguages { vi: word("vi")?, en: word("en")? })
}

/// The interval that the sentence rests on: on few units the wider one.
fn estimate(result: &Value) -> Option<HeadlineEstimate> {
    let units = [&result["assigned_units"], &result["other_units"]];
    let few = units.into_iter().filter_map(Value::as_u64).any(|n| usize::try_from(n).is_ok_and(|n| n < FEW));
    let wide = Some(&result["estimate_few_units"]).filter(|wide| few && !wide.is_null());
    let rests_on = wide.unwrap_or(&result["estimate"]);
    let number = |name: &str| rests_on[name].as_f64();
    Some(HeadlineEstimate { value: number("value")?, low: number("low")?, high: number("high")? })
}

/// A comparison with its newest look, as it stands on a day.
///
/// # Errors
/// When what was kept of a look cannot be read.
pub fn view(row: &Evaluation, look: Option<&Look>, today: Day) -> Result<HeadlineEvaluation> {
    let result: Option<Value> =
        look.map(|look| serde_json::from_str(&look.result)).transpose().map_err(Error::internal)?;
    let why_not = match (look, &result) {
        (Some(look), Some(result)) => why_not(look.grade, result),
        _ if row.ends_on >= today => Some(HeadlineWhyNot::WindowNotOver),
        _ => Some(HeadlineWhyNot::NotLooked),
    };
    let plan: Value = serde_json::from_str(&row.plan).map_err(Error::internal)?;
    let said = result.as_ref().and_then(|result| both(&result["headline"]));
    let open = result.as_ref().and_then(|result| both(&result["why_open"]));
    let instead = why_not.map_or_else(|| Text { vi: "", en: "" }.into(), HeadlineWhyNot::headline);
    Ok(HeadlineEvaluation {
        id: row.id,
        title: row.title.clone(),
        scheme: row.scheme,
        design: row.design,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        registered_on: row.created_at.day(),
        registered_late: row.registered_late,
        withdrawn: row.withdrawn_at.is_some(),
        looked_on: look.map(|look| look.looked_on),
        looks: look.map_or(0, |look| look.n),
        grade: look.map(|look| look.grade),
        headline: said.unwrap_or(instead),
        concluded: why_not.is_none(),
        why_not,
        why: open.or_else(|| why_not.map(|why| why.text().into())),
        estimate: result.as_ref().and_then(estimate),
        unit: result.as_ref().and_then(|result| both(&result["unit"])),
        planned_smallest_seen_points: plan.get("smallest_seen_points").and_then(Value::as_f64),
        smallest_seen: result.as_ref().and_then(|result| result["smallest_seen"].as_f64()),
        rows: format!("{BASE}/evaluations/{}", row.id),
        looks_rows: format!("{BASE}/evaluations/{}/looks", row.id),
    })
}
