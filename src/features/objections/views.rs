//! Objections put together: reasons, their development, and what is said to them.
use std::collections::{BTreeMap, HashSet};

use super::{
    api::{ObjectionMonth, ObjectionRow, Objections, ObjectionsOf, ObjectionsQuery, QuestionTopic},
    counting::{self, Reasons},
    holding::holding,
    model::{ObjectionAnswer, ObjectionList},
    problems,
    queries::{self, Span},
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result, Text,
        month::Month,
        share::{Percent, in_percent},
    },
    db::{Conn, scoped},
    features::{areas, campaigns, lists},
    methods::proportions::Share,
    rest::BASE,
};

/// The longest time asked for at once, in days.
const MOST_DAYS: i64 = 366;
/// The usual time, in days.
const USUAL_DAYS: i64 = 90;

const NOTE: Text = Text {
    vi: "Lý do do người dân nói và cán bộ ghi lại; không phải mọi người được gặp đều nói lý do.",
    en: "Reasons as people gave them and visitors noted them; not everybody who was met gave one.",
};
const FEW: Text = Text { vi: "Các lý do dưới 5 lượt, gộp lại", en: "Reasons of fewer than 5, together" };

/// Whose eyes look at it.
#[derive(Debug, Clone)]
pub struct Eyes {
    /// Where the caller works with visits: there small groups are shown.
    pub visits: Scope,
    /// The same of sign-ups: without any of it their reasons are counted, and small groups folded.
    pub sign_ups: Scope,
    /// In which language it is answered.
    pub lang: Lang,
}

type Answers = BTreeMap<(ObjectionList, String), ObjectionAnswer>;

fn span(query: &ObjectionsQuery, today: Day) -> Result<Span> {
    let to = query.to.unwrap_or(today);
    let from = query.from.unwrap_or(to.plus_days(-USUAL_DAYS).writable());
    if !(0..MOST_DAYS).contains(&to.days_since(from)) {
        return Err(problems::SPAN.field("from", "out-of-range", problems::SPAN.title).into());
    }
    Ok(Span { area_id: query.area_id, from, to, campaign_id: query.campaign_id })
}

/// The objections asked for.
///
/// # Errors
/// `not-found`, `objections-span`.
pub fn objections(conn: &mut Conn, scope: &Scope, eyes: &Eyes, query: &ObjectionsQuery) -> Result<Objections> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let span = span(query, scope.today())?;
    if let Some(campaign) = span.campaign_id {
        campaigns::require(conn, scope, campaign, "campaign_id")?;
    }
    let above: Vec<_> = areas::ancestors(conn, area.id)?.into_iter().map(|(id, _)| id).collect();
    let answers = holding(queries::given_in(conn, &above)?, &above, scope.today());
    let [all_visits, all_stops] = [&eyes.visits, &eyes.sign_ups].map(|working| scoped::reaches(conn, working, area.id));
    let (all_visits, all_stops) = (all_visits?, all_stops?);
    let (met, reasons) = at_the_door(conn, scope, span)?;
    let visits = source(conn, eyes.lang, ObjectionList::VisitReason, (&reasons, met, all_visits), &answers, span)?;
    let stops = match span.campaign_id {
        Some(_) => None,
        None => {
            let mut reasons = Reasons::default();
            for (reason, at) in queries::stops(conn, scope, span)? {
                reasons.add(&reason, Month::of(at.day()), 1);
            }
            let told = (&reasons, reasons.total(), all_stops);
            Some(source(conn, eyes.lang, ObjectionList::StopReason, told, &answers, span)?)
        }
    };
    Ok(Objections {
        area_id: area.id,
        from: span.from,
        to: span.to,
        campaign_id: span.campaign_id,
        note: eyes.lang.pick(NOTE).to_owned(),
        every_organisation: scoped::reaches_freely(conn, scope, area.id)?,
        small_folded: !(all_visits && all_stops),
        visits,
        stops,
        questions: topics(queries::questions(conn, scope, span)?),
        questions_rows: format!("{BASE}/events?area_id={}&from={}&to={}", area.id, span.from, span.to),
    })
}

/// At how many visits somebody was met, and the reasons given there.
fn at_the_door(conn: &mut Conn, scope: &Scope, span: Span) -> Result<(i64, Reasons)> {
    let outcomes = lists::visit_outcomes(conn)?;
    let met: HashSet<&str> = outcomes.iter().filter(|o| o.met).map(|o| o.code.as_str()).collect();
    let (mut all, mut reasons) = (0, Reasons::default());
    for (reason, outcome, day, count) in queries::visits(conn, scope, span)? {
        if met.contains(outcome.as_str()) {
            all += count;
            if let Some(reason) = reason {
                reasons.add(&reason, Month::of(day), count);
            }
        }
    }
    Ok((all, reasons))
}

fn source(
    conn: &mut Conn,
    lang: Lang,
    list: ObjectionList,
    (reasons, of, all_shown): (&Reasons, i64, bool),
    answers: &Answers,
    span: Span,
) -> Result<ObjectionsOf> {
    let entries = lists::entries(conn, list.list())?.into_iter();
    let labels: BTreeMap<String, String> =
        entries.map(|e| (e.code, if lang == Lang::Vi { e.name_vi } else { e.name_en })).collect();
    let rows = reasons.rows(all_shown);
    let hidden = rows.iter().any(|row| row.count.is_none());
    let shown =
        |count: i64| Some(count).filter(|count| !hidden && (all_shown || !(1..counting::LEAST).contains(count)));
    let of = shown(of);
    let row = |row: counting::Row| {
        let interval = row.count.zip(of).and_then(|(count, of)| {
            Share::new(u64::try_from(count).ok()?, u64::try_from(of).ok()?).ok().map(Share::wilson)
        });
        ObjectionRow {
            label: match row.reason.as_str() {
                counting::FEW => lang.pick(FEW).to_owned(),
                code => labels.get(code).cloned().unwrap_or_else(|| code.to_owned()),
            },
            percent: row.count.zip(of).and_then(|(count, of)| Percent::of(count, of)).map(Percent::as_f64),
            low_percent: interval.map(|interval| in_percent(interval.low)),
            high_percent: interval.map(|interval| in_percent(interval.high)),
            months: row.months.into_iter().map(|(month, count)| ObjectionMonth { month, count }).collect(),
            answer: answers.get(&(list, row.reason.clone())).cloned().map(Into::into),
            answers: format!("{BASE}/objection-answers?list={list}&reason={}", row.reason),
            count: row.count,
            reason: row.reason,
        }
    };
    let lists_rows = match list {
        ObjectionList::VisitReason => {
            let campaign = span.campaign_id.map(|id| format!("&campaign_id={id}")).unwrap_or_default();
            format!("{BASE}/visits?area_id={}&from={}&to={}&reached=people{campaign}", span.area_id, span.from, span.to)
        }
        ObjectionList::StopReason => format!("{BASE}/enrolments?area_id={}", span.area_id),
    };
    Ok(ObjectionsOf {
        list,
        of,
        with_reason: shown(reasons.total()),
        reasons: rows.into_iter().map(row).collect(),
        rows: lists_rows,
    })
}

/// Questions by topic, the most frequent first.
pub fn topics(questions: Vec<(Option<String>, bool)>) -> Vec<QuestionTopic> {
    let mut topics: BTreeMap<Option<String>, (usize, usize)> = BTreeMap::new();
    for (topic, answered) in questions {
        let counts = topics.entry(topic).or_default();
        *counts = (counts.0 + 1, counts.1 + usize::from(answered));
    }
    let topic = |(topic, (questions, answered)): (Option<String>, (usize, usize))| QuestionTopic {
        topic,
        questions,
        answered,
        waiting: questions - answered,
    };
    let mut topics: Vec<QuestionTopic> = topics.into_iter().map(topic).collect();
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.questions));
    topics
}
