//! The figures: sign-ups and touches are read, paths made of them, and shared out.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    api::{
        AttributedEnrolment, Attribution, AttributionQuery, AttributionRow, AttributionWindow, ModelCredit,
        SignUpCredit,
    },
    model::{Measure, SignUp},
    paths::{self, Asked, CreditBy},
    problems,
    queries::{self, Filter},
    sharing::{self, Model, Shares, Way},
    small, words,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Lang, Page, Result,
        id::OrganisationId,
        scheme::{Scheme, SoldScheme},
        text::sort_key,
    },
    db::{Conn, scoped},
    features::{
        areas,
        lists::{self, List},
        organisations,
        touches::{
            self, Whose,
            window::{self, Window},
        },
    },
    methods::Unfit,
};

/// The longest time asked for at once, in days.
const MOST_DAYS: i64 = 366;
/// The usual time, in days.
const USUAL_DAYS: i64 = 90;
/// Sign-ups of one answer: more than a province has in a year.
const MOST_SIGN_UPS: usize = 200_000;
/// Touches of one kind in one answer.
const MOST_TOUCHES: usize = 500_000;

/// The key of sign-ups without a recorded touch.
pub const UNTOUCHED: &str = "untouched";

/// What was read, and the paths that were made of it.
struct Found {
    asked: Asked,
    measure: Measure,
    windows: Vec<Window>,
    sign_ups: Vec<SignUp>,
    /// The way of each sign-up.
    ways: Vec<Way>,
    /// The ways of those who did not sign up.
    others: Vec<Way>,
}

fn schemes(query: &AttributionQuery) -> Vec<Scheme> {
    match query.scheme {
        Some(scheme) => vec![scheme.into()],
        None => SoldScheme::ALL.iter().map(|scheme| Scheme::from(*scheme)).collect(),
    }
}

fn found(conn: &mut Conn, scope: &Scope, query: &AttributionQuery) -> Result<Found> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let to = query.to.unwrap_or(scope.today());
    let from = query.from.unwrap_or(to.plus_days(-USUAL_DAYS).writable());
    if !(0..MOST_DAYS).contains(&to.days_since(from)) {
        return Err(problems::SPAN.field("from", "out-of-range", problems::SPAN.title).into());
    }
    let measure = query.measure.unwrap_or(Measure::Promised);
    let filter = Filter { area_id: area.id, scheme: query.scheme.map(Scheme::from), measure, from, to };
    let sign_ups = queries::sign_ups(conn, scope, &filter, MOST_SIGN_UPS)?;
    if sign_ups.len() > MOST_SIGN_UPS {
        return Err(problems::TOO_MANY.now().into());
    }
    let windows = touches::windows(conn)?;
    let earliest = sign_ups.iter().map(|sign_up| sign_up.on).min().unwrap_or(from).min(from);
    let longest = windows.iter().map(|window| window.days).max().unwrap_or_default();
    let span = (earliest.plus_days(-i64::from(longest)), to);
    let ledger = touches::ledger(conn, scope, Whose::Area(area.id), span, MOST_TOUCHES)?
        .ok_or_else(|| problems::TOO_MANY.now())?;
    let asked = Asked { by: query.by.unwrap_or(CreditBy::Channel), campaign_id: query.campaign_id, from, to };
    let holding = schemes(query).into_iter().filter_map(|scheme| window::holding(&windows, scheme, to));
    let days = holding.map(|window| window.days).max().unwrap_or_default();
    let ways = paths::of_sign_ups(&sign_ups, &ledger, &windows, &asked);
    let others = paths::of_others(&sign_ups, &ledger, days, &asked);
    Ok(Found { asked, measure, windows, sign_ups, ways, others })
}

/// The windows that held on some day from the earliest sign-up on.
fn held(windows: &[Window], schemes: &[Scheme], (from, to): (Day, Day)) -> Vec<AttributionWindow> {
    let mut all = Vec::new();
    for scheme in schemes {
        let first = window::holding(windows, *scheme, from);
        let later =
            windows.iter().filter(|w| w.scheme == *scheme && w.valid_from > from && w.valid_from <= to).copied();
        let mut own: Vec<Window> = first.into_iter().chain(later).collect();
        own.sort_by_key(|window| window.valid_from);
        all.extend(own.into_iter().map(|window| AttributionWindow {
            scheme: window.scheme,
            days: window.days,
            valid_from: window.valid_from,
        }));
    }
    all
}

/// Which sign-ups stand behind each key, by their places.
fn behind(ways: &[Way]) -> BTreeMap<String, BTreeSet<usize>> {
    let mut all: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (n, way) in ways.iter().enumerate() {
        for key in way.steps.iter().flat_map(|step| &step.keys) {
            all.entry(key.clone()).or_default().insert(n);
        }
    }
    all
}

/// To two places, half away from zero.
fn two_places(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn credits(shares: &Shares, keys: &BTreeSet<String>, touched: usize) -> Vec<ModelCredit> {
    let all: f64 = u32::try_from(touched).map_or(f64::NAN, f64::from);
    let one = |model: &Model| {
        let given = shares.get(model).and_then(|given| given.as_ref().ok());
        let credit = given.map(|given| keys.iter().filter_map(|key| given.get(key)).sum::<f64>());
        ModelCredit {
            model: *model,
            credit,
            credit_rounded: credit.map(two_places),
            credit_percent: credit.filter(|_| touched > 0).map(|credit| two_places(credit / all * 100.0)),
        }
    };
    Model::ALL.iter().map(one).collect()
}

/// What the keys are called.
fn labels(conn: &mut Conn, keys: &BTreeSet<&str>, lang: Lang) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::from([
        (paths::NO_BODY.to_owned(), lang.pick(words::NO_BODY).to_owned()),
        ("visit".to_owned(), lang.pick(words::VISIT).to_owned()),
        ("event".to_owned(), lang.pick(words::EVENT).to_owned()),
    ]);
    let named = |vi: String, en: String| if lang == Lang::Vi { vi } else { en };
    if keys.iter().any(|key| key.starts_with(paths::MESSAGE)) {
        let channels = lists::entries(conn, List::MessageChannel)?.into_iter();
        all.extend(channels.map(|e| (format!("{}{}", paths::MESSAGE, e.code), named(e.name_vi, e.name_en))));
    }
    if keys.iter().any(|key| key.starts_with(paths::EVENT)) {
        let types = lists::event_types(conn)?.into_iter();
        all.extend(types.map(|t| (format!("{}{}", paths::EVENT, t.code), named(t.name_vi, t.name_en))));
    }
    let bodies: Vec<OrganisationId> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    let names = organisations::names(conn, &bodies)?.into_iter();
    all.extend(names.map(|(id, name)| (id.to_string(), name)));
    Ok(all)
}

/// The rows, those with the most credit by equal shares first.
fn rows(conn: &mut Conn, ways: &[Way], shares: &Shares, all_shown: bool, lang: Lang) -> Result<Vec<AttributionRow>> {
    let touched = ways.iter().filter(|way| !way.steps.is_empty()).count();
    let behind = behind(ways);
    let folded = if all_shown { BTreeSet::new() } else { small::folded(&behind) };
    let labels = labels(conn, &behind.keys().map(String::as_str).collect(), lang)?;
    let of_folded = |key: &&String| folded.contains(*key);
    let mut rows: Vec<AttributionRow> = behind
        .iter()
        .filter(|(key, _)| !of_folded(key))
        .map(|(key, own)| AttributionRow {
            label: labels.get(key).unwrap_or(key).clone(),
            sign_ups: own.len(),
            credits: credits(shares, &BTreeSet::from([key.clone()]), touched),
            key: key.clone(),
        })
        .collect();
    let linear = |row: &AttributionRow| row.credits.iter().find(|c| c.model == Model::Linear).and_then(|c| c.credit);
    rows.sort_by(|a, b| {
        let (more, less) = (linear(b).unwrap_or_default(), linear(a).unwrap_or_default());
        more.total_cmp(&less).then_with(|| sort_key(&a.label).cmp(&sort_key(&b.label))).then_with(|| a.key.cmp(&b.key))
    });
    if !folded.is_empty() {
        let together: BTreeSet<usize> = folded.iter().filter_map(|key| behind.get(key)).flatten().copied().collect();
        rows.push(AttributionRow {
            key: small::FEW.into(),
            label: lang.pick(words::FEW).into(),
            sign_ups: together.len(),
            credits: credits(shares, &folded, touched),
        });
    }
    Ok(rows)
}

/// The figures asked for. `working` is where the caller works with sign-ups themselves: there small groups are shown.
///
/// # Errors
/// `not-found`, `attribution-span`, `attribution-too-many`.
pub fn attribution(
    conn: &mut Conn,
    scope: &Scope,
    working: &Scope,
    query: &AttributionQuery,
    lang: Lang,
) -> Result<Attribution> {
    let found = found(conn, scope, query)?;
    let all_shown = scoped::works_with_all(conn, scope, working, query.area_id)?;
    let touched = found.ways.iter().filter(|way| !way.steps.is_empty()).count();
    let (sign_ups, others) = (found.ways.len(), found.others.len());
    let untouched = sign_ups - touched;
    let withheld = !all_shown && [sign_ups, touched, untouched, others].into_iter().any(small::is_small);
    let mut ways = found.ways;
    ways.extend(found.others);
    let shares = sharing::shares(&ways);
    ways.truncate(sign_ups);
    let rows = if withheld { Vec::new() } else { rows(conn, &ways, &shares, all_shown, lang)? };
    let markov_why_not = match shares.get(&Model::Markov) {
        Some(Err(unfit)) => Some(lang.pick(Unfit::text(*unfit)).to_owned()),
        _ => None,
    };
    let earliest = found.sign_ups.iter().map(|sign_up| sign_up.on).min().unwrap_or(found.asked.from);
    let shown = |count: usize| Some(count).filter(|_| !withheld);
    Ok(Attribution {
        label: lang.pick(words::LABEL).into(),
        note: lang.pick(words::NOTE).into(),
        area_id: query.area_id,
        from: found.asked.from,
        to: found.asked.to,
        scheme: query.scheme,
        campaign_id: query.campaign_id,
        by: found.asked.by,
        measure: found.measure,
        windows: held(&found.windows, &schemes(query), (earliest.min(found.asked.from), found.asked.to)),
        withheld,
        withheld_why: withheld.then(|| lang.pick(words::WITHHELD).into()),
        sign_ups: shown(sign_ups),
        touched: shown(touched),
        untouched: shown(untouched),
        untouched_note: lang.pick(words::UNTOUCHED).into(),
        touched_without_sign_up: shown(others),
        markov_why_not,
        rows,
    })
}

/// A page of the sign-ups behind a row, the last recorded first.
///
/// # Errors
/// As [`attribution`].
pub fn enrolments(
    conn: &mut Conn,
    scope: &Scope,
    query: &AttributionQuery,
    key: &str,
    cursor: &Cursor,
) -> Result<Page<AttributedEnrolment>> {
    let found = found(conn, scope, query)?;
    let is_behind = |way: &Way| match key {
        UNTOUCHED => way.steps.is_empty(),
        key => way.steps.iter().any(|step| step.keys.contains(key)),
    };
    let mut all: Vec<(&SignUp, &Way)> =
        found.sign_ups.iter().zip(&found.ways).filter(|(_, way)| is_behind(way)).collect();
    all.sort_by_key(|(sign_up, _)| std::cmp::Reverse(sign_up.id));
    all.retain(|(sign_up, _)| cursor.after.as_deref().is_none_or(|after| sign_up.id.as_str() < after));
    let view = |(sign_up, way): (&SignUp, &Way)| AttributedEnrolment {
        id: sign_up.id,
        person_id: sign_up.person_id,
        scheme: sign_up.scheme,
        signed_up_on: sign_up.on,
        touches: way.steps.len(),
        credits: match key {
            UNTOUCHED => Vec::new(),
            key => {
                sharing::of_one(way, key).into_iter().map(|(model, credit)| SignUpCredit { model, credit }).collect()
            }
        },
    };
    Ok(cursor.page(all, |(sign_up, _)| sign_up.id.to_string()).map(view))
}
