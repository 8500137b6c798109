//! Partners side by side: of the people that each of them met or had at its events, how many signed up within the window of
//! the scheme. The same question, the same days and the same window for all of them. Description: who meets whom is not drawn
//! by lot.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    api_partners::{PartnerComparison, PartnerComparisonQuery, PartnerRow},
    model::{Measure, SignUp},
    problems,
    queries::{self, Filter},
    small, words,
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result,
        id::{OrganisationId, PersonId},
        scheme::Scheme,
        share::{Percent, in_percent},
        text::sort_key,
    },
    db::{Conn, scoped},
    features::{
        areas, organisations,
        touches::{
            self, Ledger, Whose,
            touch::TouchKind,
            window::{self, Window},
        },
    },
    methods::proportions::{Share, newcombe},
    rest::BASE,
};

/// The longest time asked for at once, in days.
const MOST_DAYS: i64 = 366;
/// The usual time, in days.
const USUAL_DAYS: i64 = 180;
/// Sign-ups of one answer.
const MOST_SIGN_UPS: usize = 200_000;
/// Touches of one kind in one answer.
const MOST_TOUCHES: usize = 500_000;

/// Whom a partner reached, and who of them signed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// Everybody.
    pub people: BTreeSet<PersonId>,
    /// Those who signed up within the window after it.
    pub signed_up: BTreeSet<PersonId>,
}

/// By partner, of every touch at a door or an event; how many touches were left out because their window is not over on
/// `today`. A touch of several partners counts under each of them, a person under a partner once.
pub fn reached(
    ledger: &Ledger,
    sign_ups: &[SignUp],
    (scheme, windows): (Scheme, &[Window]),
    today: Day,
) -> (BTreeMap<OrganisationId, Reached>, usize) {
    let mut signed: HashMap<PersonId, Vec<Day>> = HashMap::new();
    for sign_up in sign_ups {
        signed.entry(sign_up.person_id).or_default().push(sign_up.on);
    }
    let (mut partners, mut open) = (BTreeMap::<OrganisationId, Reached>::new(), 0);
    for touch in ledger.touches.iter().filter(|touch| touch.kind() != TouchKind::Message) {
        let Some(days) = window::holding(windows, scheme, touch.on).map(|window| window.days) else { continue };
        if touch.on.plus_days(i64::from(days)) > today {
            open += 1;
            continue;
        }
        let on = signed.get(&touch.person_id).into_iter().flatten();
        let signed_up = on.into_iter().any(|day| window::counts(touch.on, *day, days));
        for partner in ledger.partners(touch) {
            let own = partners.entry(partner).or_default();
            own.people.insert(touch.person_id);
            if signed_up {
                own.signed_up.insert(touch.person_id);
            }
        }
    }
    (partners, open)
}

/// The partners asked for, side by side.
///
/// # Errors
/// `not-found`, `attribution-span`, `attribution-too-many`.
pub fn comparison(
    conn: &mut Conn,
    scope: &Scope,
    working: &Scope,
    query: &PartnerComparisonQuery,
    lang: Lang,
) -> Result<PartnerComparison> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let (scheme, today) = (Scheme::from(query.scheme), scope.today());
    let windows = touches::windows(conn)?;
    let usual = window::holding(&windows, scheme, today).map_or(0, |window| window.days);
    let to = query.to.unwrap_or(today.plus_days(-i64::from(usual)).writable());
    let from = query.from.unwrap_or(to.plus_days(-USUAL_DAYS).writable());
    if !(0..MOST_DAYS).contains(&to.days_since(from)) {
        return Err(problems::SPAN.field("from", "out-of-range", problems::SPAN.title).into());
    }
    let longest = windows.iter().filter(|window| window.scheme == scheme).map(|window| window.days).max();
    let until = to.plus_days(i64::from(longest.unwrap_or_default())).min(today);
    let filter = Filter {
        area_id: area.id,
        scheme: Some(scheme),
        measure: query.measure.unwrap_or(Measure::Promised),
        from,
        to: until.max(from),
    };
    let sign_ups = queries::sign_ups(conn, scope, &filter, MOST_SIGN_UPS)?;
    let ledger = touches::ledger(conn, scope, Whose::Area(area.id), (from, to), MOST_TOUCHES)?;
    let ledger = ledger.filter(|_| sign_ups.len() <= MOST_SIGN_UPS).ok_or_else(|| problems::TOO_MANY.now())?;
    let (partners, open) = reached(&ledger, &sign_ups, (scheme, &windows), today);
    let all_shown = scoped::works_with_all(conn, scope, working, area.id)?;
    let names: HashMap<OrganisationId, String> =
        organisations::names(conn, &partners.keys().copied().collect::<Vec<_>>())?.into_iter().collect();
    let mut all = Reached::default();
    for own in partners.values() {
        all.people.extend(&own.people);
        all.signed_up.extend(&own.signed_up);
    }
    let mut rows: Vec<PartnerRow> = partners
        .iter()
        .map(|(id, own)| {
            let label = names.get(id).cloned().unwrap_or_default();
            let row = row(*id, label, own, &all, all_shown);
            PartnerRow { rows: format!("{BASE}/events?area_id={}&partner_id={id}&from={from}&to={to}", area.id), ..row }
        })
        .collect();
    rows.sort_by_cached_key(|row| (row.withheld, std::cmp::Reverse(row.people), sort_key(&row.label)));
    // With one group kept back, the sums would tell it.
    let whole = all_shown || !rows.iter().any(|row| row.withheld);
    Ok(PartnerComparison {
        label: lang.pick(words::PARTNERS_LABEL).to_owned(),
        note: lang.pick(words::PARTNERS_NOTE).to_owned(),
        area_id: area.id,
        from,
        to,
        scheme: query.scheme,
        measure: filter.measure,
        every_organisation: scoped::reaches_freely(conn, scope, area.id)?,
        window_days: usual,
        people: whole.then_some(all.people.len()),
        signed_up: whole.then_some(all.signed_up.len()),
        window_not_over: Some(open).filter(|open| all_shown || !small::is_small(*open)),
        rows,
        sign_ups_rows: match filter.measure {
            Measure::Promised => format!(
                "{BASE}/enrolments?area_id={}&scheme={scheme}&counted_from={from}&counted_to={}",
                area.id, filter.to
            ),
            Measure::Paid => format!("{BASE}/enrolments?area_id={}&scheme={scheme}&reached=paid", area.id),
        },
    })
}

fn share(signed_up: usize, people: usize) -> Option<Share> {
    Share::new(u64::try_from(signed_up).ok()?, u64::try_from(people).ok()?).ok()
}

fn row(organisation_id: OrganisationId, label: String, own: &Reached, all: &Reached, all_shown: bool) -> PartnerRow {
    let others = all.people.difference(&own.people).count();
    let others_signed_up = all.signed_up.iter().filter(|person| !own.people.contains(*person)).count();
    let counts = [own.people.len(), own.signed_up.len(), others, others_signed_up];
    let withheld = !all_shown && counts.into_iter().any(small::is_small);
    let (one, other) = (share(own.signed_up.len(), own.people.len()), share(others_signed_up, others));
    let (one, other) = (one.filter(|_| !withheld), other.filter(|_| !withheld));
    let interval = one.map(Share::wilson);
    let difference = one.zip(other).map(|(one, other)| newcombe(one, other));
    let shown = |count: usize| Some(count).filter(|_| !withheld);
    let percent_of = |part: usize, whole: usize| {
        let counts = i64::try_from(part).ok().zip(i64::try_from(whole).ok()).filter(|_| !withheld);
        counts.and_then(|(part, whole)| Percent::of(part, whole)).map(Percent::as_f64)
    };
    PartnerRow {
        organisation_id,
        label,
        people: shown(own.people.len()),
        signed_up: shown(own.signed_up.len()),
        percent: percent_of(own.signed_up.len(), own.people.len()),
        low_percent: interval.map(|interval| in_percent(interval.low)),
        high_percent: interval.map(|interval| in_percent(interval.high)),
        other_people: shown(others),
        other_signed_up: shown(others_signed_up),
        difference_points: difference.map(|(difference, _)| in_percent(difference)),
        difference_low_points: difference.map(|(_, interval)| in_percent(interval.low)),
        difference_high_points: difference.map(|(_, interval)| in_percent(interval.high)),
        withheld,
        rows: String::new(),
    }
}
