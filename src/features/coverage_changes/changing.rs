//! A change of coverage, put together: both ends, what is known of the persons between them, and the areas below.
use std::collections::{BTreeMap, HashMap};

use super::{
    api::{
        AreaChange, CoverageChange, CoverageChangeQuery, CoverageShiftView, KnownPart, LossPart, LossRows, PolicyPart,
        RateAndComposition, SignUpPart, SignUpRows,
    },
    gathering::{self, Ends},
    known::{Known, Losses, SignUps},
    model::Shift,
    parts::{self, Compared},
    problems,
    queries::{self, Filter},
    recorded::Recorded,
    words,
};
use crate::{
    access::Scope,
    base::{Day, Lang, Result, figure::Doubts, id::AreaId, scheme::Scheme, small_group::is_small},
    db::{Conn, scoped},
    features::{
        areas::{self, Area},
        enrolments::kinds::Kind,
        lists::{self, List},
    },
    rest::BASE,
};

/// Thirty years.
const LONGEST: i64 = 30 * 366;

/// Whose eyes look at it.
#[derive(Debug, Clone)]
pub struct Eyes {
    /// Where the caller works with sign-ups: there small groups are shown.
    pub working: Scope,
    /// In which language it is answered.
    pub lang: Lang,
}

fn days(query: &CoverageChangeQuery, today: Day) -> Result<(Day, Day)> {
    let to = query.to.unwrap_or(today);
    let from = query.from.unwrap_or_else(|| to.minus_months(12).writable());
    if from >= to || to > today || to.days_since(from) > LONGEST {
        return Err(problems::DAYS.field("from", "out-of-range", problems::DAYS.title).into());
    }
    Ok((from, to))
}

/// The shifts as they are answered, in the order given.
pub fn shift_views(conn: &mut Conn, rows: Vec<Shift>, lang: Lang) -> Result<Vec<CoverageShiftView>> {
    let names = areas::names(conn, &rows.iter().map(|row| row.area_id).collect::<Vec<_>>())?;
    let replaced = queries::replacing(conn, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    let kinds = kind_labels(conn, lang)?;
    let view = |row: Shift| CoverageShiftView {
        area_name: names.get(&row.area_id).cloned().unwrap_or_default(),
        kind_label: kinds.get(&row.kind).unwrap_or(&row.kind).clone(),
        replaced_by_id: replaced.get(&row.id).copied(),
        id: row.id,
        area_id: row.area_id,
        scheme: row.scheme,
        on: row.on_day,
        kind: row.kind,
        persons: row.persons,
        qualifier: row.qualifier,
        document_id: row.document_id,
        source: row.source,
        note: row.note,
        replaces_id: row.replaces_id,
        created_at: row.created_at,
        created_by: row.created_by,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn kind_labels(conn: &mut Conn, lang: Lang) -> Result<BTreeMap<String, String>> {
    let entries = lists::entries(conn, List::CoverageShiftKind)?.into_iter();
    Ok(entries.map(|e| (e.code, if lang == Lang::Vi { e.name_vi } else { e.name_en })).collect())
}

fn summed<'s>(shifts: impl Iterator<Item = &'s Shift>) -> (i64, Doubts) {
    shifts.fold((0, Doubts::default()), |(sum, doubts), shift| (sum + shift.persons, doubts.and(shift.doubts())))
}

/// The change asked for.
///
/// # Errors
/// `not-found`, `change-days`.
pub fn coverage_change(
    conn: &mut Conn,
    scope: &Scope,
    eyes: &Eyes,
    query: &CoverageChangeQuery,
) -> Result<CoverageChange> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let (from, to) = days(query, scope.today())?;
    let ends = gathering::whole(conn, scope, &area, query.scheme, (from, to))?;
    // What lies below is asked of the days of the whole, as far as it has figures.
    let span = (ends.earlier.as_ref().map_or(from, |e| e.as_of), ends.later.as_ref().map_or(to, |l| l.as_of));
    let below = if span.0 < span.1 { gathering::below(conn, scope, &area, query.scheme, span)? } else { Vec::new() };
    let filter = Filter {
        area_id: Some(area.id),
        scheme: Some(query.scheme),
        kind: None,
        from: Some(span.0.plus_days(1)),
        to: Some(span.1),
    };
    let shifts = queries::standing(conn, scope, &filter)?;
    let (split, rows) = divided(conn, &area, &below, &shifts)?;
    let known = match ends.change().persons {
        Some(persons) => Some(known_part(conn, scope, eyes, &area, &filter, (persons, ends.doubts()), &shifts)?),
        None => None,
    };
    let pick = |text| eyes.lang.pick(text).to_owned();
    let same_month = ends.both().map(|(e, l)| e.as_of.month() == l.as_of.month());
    let change = ends.amount();
    Ok(CoverageChange {
        label: pick(words::LABEL),
        note: pick(words::NOTE),
        seasons: format!("{BASE}/coverage-seasons?area_id={}&scheme={}", area.id, query.scheme),
        area_id: area.id,
        area_name: area.full_name,
        scheme: query.scheme,
        from,
        to,
        earlier: ends.earlier.as_ref().map(gathering::end),
        later: ends.later.as_ref().map(gathering::end),
        comparable: change.persons.is_some() && ends.why_not.is_none(),
        change,
        why_not: ends.why_not,
        same_month,
        same_month_note: same_month.filter(|same| !same).map(|_| pick(words::OTHER_MONTH)),
        known,
        split: split.map(|split| RateAndComposition { note: pick(words::SPLIT), ..split }),
        areas: rows,
    })
}

/// The change divided over the areas below, and each of them.
fn divided(
    conn: &mut Conn,
    area: &Area,
    below: &[(Area, Ends)],
    shifts: &[Shift],
) -> Result<(Option<RateAndComposition>, Vec<AreaChange>)> {
    let counted = |(part, ends): &(Area, Ends)| {
        let (participants, people) = ends.counted().ok()?;
        Some(Compared { area_id: part.id, participants, people })
    };
    let compared: Vec<Compared> = below.iter().filter_map(counted).collect();
    let change = parts::divided(&compared).filter(|_| compared.len() > 1);
    let found: HashMap<AreaId, _> = compared
        .iter()
        .zip(change.iter().flat_map(|change| &change.groups))
        .map(|(compared, part)| (compared.area_id, *part))
        .collect();
    let places: Vec<AreaId> = shifts.iter().map(|shift| shift.area_id).collect();
    let lies_in = queries::directly_in(conn, area.id, &places)?;
    let row = |(part, ends): &(Area, Ends)| {
        let own = shifts.iter().filter(|shift| lies_in.get(&shift.area_id) == Some(&part.id));
        let (by_policy, doubts) = summed(own);
        let gave = found.get(&part.id);
        AreaChange {
            area_id: part.id,
            area_name: part.full_name.clone(),
            earlier: ends.earlier.as_ref().map(gathering::end),
            later: ends.later.as_ref().map(gathering::end),
            change: ends.amount(),
            by_policy,
            by_policy_qualifier: doubts.qualifier(),
            rate_points: gave.map(|part| part.rate * 100.0),
            composition_points: gave.map(|part| part.composition * 100.0),
            why_not: ends.counted().err(),
        }
    };
    let split = change.map(|change| RateAndComposition {
        note: String::new(),
        areas_compared: compared.len(),
        areas_not_compared: below.len() - compared.len(),
        complete: compared.len() == below.len(),
        before_percent: two_places(change.before * 100.0),
        after_percent: two_places(change.after * 100.0),
        difference_points: change.difference * 100.0,
        rate_points: change.rate * 100.0,
        composition_points: change.composition * 100.0,
    });
    Ok((split, below.iter().map(row).collect()))
}

/// To two places, half away from zero.
pub fn two_places(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// The decisions, kind by kind.
fn by_kind(conn: &mut Conn, filter: &Filter, shifts: &[Shift], lang: Lang) -> Result<Vec<PolicyPart>> {
    let labels = kind_labels(conn, lang)?;
    let mut kinds: BTreeMap<&str, Vec<&Shift>> = BTreeMap::new();
    for shift in shifts {
        kinds.entry(&shift.kind).or_default().push(shift);
    }
    let part = |(kind, own): (&str, Vec<&Shift>)| {
        let (persons, doubts) = summed(own.iter().copied());
        PolicyPart {
            kind: kind.to_owned(),
            label: labels.get(kind).cloned().unwrap_or_else(|| kind.to_owned()),
            persons,
            qualifier: doubts.qualifier(),
            shifts: own.len(),
            rows: format!("{}&kind={kind}", shift_rows(filter)),
        }
    };
    Ok(kinds.into_iter().map(part).collect())
}

/// Where the shifts of a filter are listed.
fn shift_rows(filter: &Filter) -> String {
    let asked = [
        ("area_id", filter.area_id.map(|id| id.to_string())),
        ("scheme", filter.scheme.map(|scheme| scheme.to_string())),
        ("from", filter.from.map(|day| day.to_string())),
        ("to", filter.to.map(|day| day.to_string())),
    ];
    let asked: Vec<String> = asked.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
    format!("{BASE}/coverage-shifts?{}", asked.join("&"))
}

fn known_part(
    conn: &mut Conn,
    scope: &Scope,
    eyes: &Eyes,
    area: &Area,
    filter: &Filter,
    change: (i64, Doubts),
    shifts: &[Shift],
) -> Result<KnownPart> {
    let (scheme, lang) = (filter.scheme.unwrap_or(Scheme::Bhyt), eyes.lang);
    let (from, to) = (filter.from.unwrap_or(scope.today()), filter.to.unwrap_or(scope.today()));
    let recorded = scheme.signed_up_as().map(|sold| Recorded { area_id: area.id, scheme: sold.into(), from, to });
    let by_policy = summed(shifts.iter());
    let (sign_ups, losses) = match recorded {
        None => (SignUps::default(), Losses::default()),
        Some(recorded) => (recorded.sign_ups(conn, scope)?, recorded.losses(conn, scope)?),
    };
    let all = Known { change, by_policy, sign_ups, losses };
    let counts = [
        sign_ups.new,
        sign_ups.re_activated,
        sign_ups.moved_in,
        sign_ups.renewed,
        losses.stopped,
        losses.ended,
        all.joined(scheme),
        all.lost(),
    ];
    let all_shown = scoped::works_with_all(conn, scope, &eyes.working, area.id)?;
    let withheld = !all_shown && counts.iter().any(|count| is_small(*count));
    let shown = recorded.filter(|_| !withheld);
    let wider = queries::standing_above(conn, scope, area.id, &Filter { area_id: None, ..filter.clone() })?;
    let (persons, qualifier) = all.not_explained(scheme);
    let pick = |text| lang.pick(text).to_owned();
    Ok(KnownPart {
        from,
        to,
        by_policy: by_policy.0,
        by_policy_qualifier: by_policy.1.qualifier(),
        by_policy_note: pick(words::BY_POLICY),
        policy: by_kind(conn, filter, shifts, lang)?,
        wider_shifts: shift_views(conn, wider, lang)?,
        sign_ups: shown.map(|recorded| SignUpPart {
            new: sign_ups.new,
            re_activated: sign_ups.re_activated,
            moved_in: sign_ups.moved_in,
            renewed: sign_ups.renewed,
            joined: all.joined(scheme),
            rows: SignUpRows {
                new: recorded.sign_up_rows(Kind::New),
                re_activated: recorded.sign_up_rows(Kind::ReActivated),
                moved_in: recorded.sign_up_rows(Kind::MovedIn),
                renewed: recorded.sign_up_rows(Kind::Renewed),
            },
        }),
        losses: shown.map(|recorded| LossPart {
            stopped: losses.stopped,
            ended: losses.ended,
            lost: all.lost(),
            rows: LossRows { stopped: recorded.stopped_rows(), ended: recorded.ended_rows() },
        }),
        every_organisation: scoped::reaches_freely(conn, scope, area.id)?,
        withheld,
        withheld_why: withheld.then(|| pick(words::WITHHELD)),
        not_explained: Some(persons).filter(|_| !withheld),
        not_explained_qualifier: Some(qualifier).filter(|_| !withheld),
        not_explained_label: pick(words::NOT_EXPLAINED),
    })
}
