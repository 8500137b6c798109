//! Objections put together: reasons, their development, and what is said to them.
use std::collections::BTreeMap;

use super::{
    api::{ObjectionMonth, ObjectionRow, Objections, ObjectionsOf, ObjectionsQuery, QuestionTopic},
    counting::{self, Reasons},
    holding::holding,
    model::{ObjectionAnswer, ObjectionList},
    problems,
    queries::{self, Span, Topics},
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result, Text,
        share::{Percent, in_percent},
        small_group::is_small,
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
    /// The same of sign-ups, those of every organisation.
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
    let all_visits = scoped::reaches(conn, &eyes.visits, area.id)?;
    let all_stops = scoped::reaches_freely(conn, &eyes.sign_ups, area.id)?;
    let (reasons, met) = queries::at_the_door(conn, span)?;
    let (given_up, asked) = queries::stops_and_questions(conn, span)?;
    let visits = source(conn, eyes.lang, ObjectionList::VisitReason, (&reasons, met, all_visits), &answers, span)?;
    let stops = match span.campaign_id {
        Some(_) => None,
        None => {
            let told = (&given_up, given_up.total(), all_stops);
            Some(source(conn, eyes.lang, ObjectionList::StopReason, told, &answers, span)?)
        }
    };
    Ok(Objections {
        area_id: area.id,
        from: span.from,
        to: span.to,
        campaign_id: span.campaign_id,
        note: eyes.lang.pick(NOTE).to_owned(),
        small_folded: !(all_visits && all_stops),
        visits,
        stops,
        questions: topics(asked, span),
        questions_rows: questions_rows(span),
    })
}

/// Where the rows of a source are found, all of them or those of one reason.
fn rows_of(list: ObjectionList, reason: Option<&str>, span: Span) -> String {
    let Span { area_id, from, to, campaign_id } = span;
    match list {
        ObjectionList::VisitReason => {
            let campaign = campaign_id.map(|id| format!("&campaign_id={id}")).unwrap_or_default();
            let reason = reason.map(|reason| format!("&reason={reason}")).unwrap_or_default();
            format!("{BASE}/visits?counted_in={area_id}&from={from}&to={to}&reached=people{campaign}{reason}")
        }
        ObjectionList::StopReason => {
            let reason = reason.map(|reason| format!("&stop_reason={reason}")).unwrap_or_default();
            format!("{BASE}/enrolments?counted_in={area_id}&stopped_from={from}&stopped_to={to}{reason}")
        }
    }
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
    let shown = |count: i64| Some(count).filter(|count| !hidden && (all_shown || !is_small(*count)));
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
            rows: Some(row.reason.as_str())
                .filter(|reason| *reason != counting::FEW)
                .map(|reason| rows_of(list, Some(reason), span)),
            count: row.count,
            reason: row.reason,
        }
    };
    Ok(ObjectionsOf {
        list,
        of,
        with_reason: shown(reasons.total()),
        reasons: rows.into_iter().map(row).collect(),
        rows: rows_of(list, None, span),
    })
}

/// Where the questions of a span are found.
fn questions_rows(Span { area_id, from, to, campaign_id }: Span) -> String {
    let campaign = campaign_id.map(|id| format!("&campaign_id={id}")).unwrap_or_default();
    format!("{BASE}/questions?state=any&counted_in={area_id}&from={from}&to={to}{campaign}")
}

/// Questions by topic, all and those answered; the most frequent first.
fn topics(asked: Topics, span: Span) -> Vec<QuestionTopic> {
    let topic = |(topic, (questions, answered)): (String, (i64, i64))| {
        let about: String = match topic.as_str() {
            "" => "without_topic=true".to_owned(),
            topic => form_urlencoded::Serializer::new(String::new()).append_pair("topic", topic).finish(),
        };
        QuestionTopic {
            topic: Some(topic).filter(|topic| !topic.is_empty()),
            questions,
            answered,
            waiting: questions - answered,
            rows: format!("{}&{about}", questions_rows(span)),
        }
    };
    let mut topics: Vec<QuestionTopic> = asked.into_iter().map(topic).collect();
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.questions));
    topics
}
