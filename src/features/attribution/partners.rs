//! Partners side by side: of the meetings that each of them had, how many a sign-up names as what led to it. A visit at which
//! somebody was met and somebody known who was at an event are told apart: a talk at the door and a seat in a hall are no
//! common denominator. The same days and the same time to be named for all of them. Description: who meets whom is not drawn
//! by lot.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    api_partners::{PartnerComparison, PartnerComparisonQuery, PartnerRow, PartnerShare, PartnersTogether},
    problems, small, words,
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result,
        id::{AreaId, OrganisationId},
        scheme::Scheme,
        share::{Percent, in_percent},
        text::sort_key,
    },
    db::{
        Conn,
        cells::{self, By, Grouping, Label, Named, Part, Rows, Sheet, Values, span::stretches},
        scoped,
    },
    features::{
        areas,
        events::AttendanceSums,
        funnel, organisations,
        touches::{self, window},
    },
    methods::proportions::{Share, newcombe},
    rest::BASE,
};

/// The longest time asked for at once, in days.
const MOST_DAYS: i64 = 366;
/// The usual time, in days.
const USUAL_DAYS: i64 = 180;

/// Meetings, and those that a sign-up names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Meetings {
    /// All of them.
    pub all: i64,
    /// Those that a sign-up names.
    pub led_on: i64,
}

impl Meetings {
    fn without(self, other: Self) -> Self {
        Self { all: self.all - other.all, led_on: self.led_on - other.led_on }
    }
    fn and(self, other: Self) -> Self {
        Self { all: self.all + other.all, led_on: self.led_on + other.led_on }
    }
    fn share(self) -> Option<Share> {
        Share::new(u64::try_from(self.led_on).ok()?, u64::try_from(self.all).ok()?).ok()
    }
    /// Whether one of its groups is so small that it names people.
    fn names_people(self) -> bool {
        [self.all, self.led_on].into_iter().any(is_small)
    }
}

fn is_small(count: i64) -> bool {
    usize::try_from(count).is_ok_and(small::is_small)
}

/// Meetings of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// Of each partner.
    pub partners: BTreeMap<OrganisationId, Meetings>,
    /// Of all partners, each once.
    pub together: Meetings,
    /// Too recent to be counted.
    pub recent: i64,
}

/// How long a sign-up has to name a meeting: the longest window of any scheme that holds on a day.
fn longest_window(conn: &mut Conn, today: Day) -> Result<i32> {
    let windows = touches::windows(conn)?;
    let holding = Scheme::ALL.iter().filter_map(|scheme| window::holding(&windows, *scheme, today));
    Ok(holding.map(|window| window.days).max().unwrap_or_default())
}

/// What is asked for: the days that count, and the days after them up to the last that was asked for.
#[derive(Debug, Clone, Copy)]
struct Span {
    area_id: AreaId,
    from: Day,
    to: Day,
    asked_to: Day,
}

fn span(query: &PartnerComparisonQuery, today: Day, window: i32) -> Result<Span> {
    let last = today.plus_days(-i64::from(window)).writable();
    let to = query.to.unwrap_or(last);
    let from = query.from.unwrap_or(to.min(last).plus_days(-USUAL_DAYS).writable());
    if !(0..MOST_DAYS).contains(&to.days_since(from)) {
        return Err(problems::SPAN.field("from", "out-of-range", problems::SPAN.title).into());
    }
    Ok(Span { area_id: query.area_id, from, to: to.min(last), asked_to: query.to.unwrap_or(today).min(today) })
}

/// Meetings of one kind from the cells of a sheet by partner. `whole` gives those of all partners, each once, where partners
/// share some.
fn kind<S: From<Values>>(
    conn: &mut Conn,
    (sheet, by): (&'static Sheet, By),
    span: Span,
    meetings: fn(&S) -> Meetings,
) -> Result<Kind> {
    let over = |from: Day, to: Day| if from <= to { stretches(from, to, true) } else { Vec::new() };
    let rows = Rows::Groups(Grouping::of(by), Label::None);
    let parts = [
        Part { rows, stretches: over(span.from, span.to) },
        Part { rows, stretches: over(span.from.max(span.to.plus_days(1)), span.asked_to) },
    ];
    let [counted, recent] = cells::sums::<S, 2>(conn, sheet, span.area_id, &parts)?;
    let (partners, together) = told_apart(counted, meetings);
    Ok(Kind { partners, together, recent: told_apart(recent, meetings).1.all })
}

/// Those of each partner, and those of all of them: where partners can share a meeting, under the empty key, each once.
fn told_apart<S>(
    counted: BTreeMap<String, Named<S>>,
    meetings: fn(&S) -> Meetings,
) -> (BTreeMap<OrganisationId, Meetings>, Meetings) {
    let each_once = counted.get("").map(|(_, sums)| meetings(sums));
    let own = counted.into_iter().filter_map(|(key, (_, sums))| Some((key.parse().ok()?, meetings(&sums))));
    let own: BTreeMap<OrganisationId, Meetings> = own.filter(|(_, own)| own.all != 0).collect();
    let sum = own.values().fold(Meetings::default(), |sum, own| sum.and(*own));
    (own, each_once.unwrap_or(sum))
}

/// The partners asked for, side by side.
///
/// # Errors
/// `not-found`, `attribution-span`.
pub fn comparison(
    conn: &mut Conn,
    scope: &Scope,
    working: &Scope,
    query: &PartnerComparisonQuery,
    lang: Lang,
) -> Result<PartnerComparison> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let window_days = longest_window(conn, scope.today())?;
    let span = span(query, scope.today(), window_days)?;
    let visits = (funnel::Sums::SHEET, By::Organisation);
    let doors = kind(conn, visits, span, |s: &funnel::Sums| Meetings { all: s.met, led_on: s.led_on })?;
    let attended = (AttendanceSums::SHEET, By::Partner);
    let events = kind(conn, attended, span, |s: &AttendanceSums| Meetings { all: s.attended, led_on: s.led_on })?;
    let all_shown = scoped::works_with_all(conn, scope, working, area.id)?;
    let ids: BTreeSet<OrganisationId> = doors.partners.keys().chain(events.partners.keys()).copied().collect();
    let ids: Vec<OrganisationId> = ids.into_iter().collect();
    let names: HashMap<OrganisationId, String> = organisations::names(conn, &ids)?.into_iter().collect();
    let mut rows: Vec<PartnerRow> = ids
        .iter()
        .map(|id| PartnerRow {
            organisation_id: *id,
            label: names.get(id).cloned().unwrap_or_default(),
            doors: share(&doors, *id, all_shown, ("visits?reached=people&", "organisation_id"), span),
            events: share(&events, *id, all_shown, ("event-attendees?", "partner_id"), span),
        })
        .collect();
    let shown = |row: &PartnerRow| row.doors.meetings.unwrap_or_default() + row.events.meetings.unwrap_or_default();
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(shown(row)), sort_key(&row.label)));
    let withheld = |of: fn(&PartnerRow) -> &PartnerShare| rows.iter().any(|row| of(row).withheld);
    Ok(PartnerComparison {
        label: lang.pick(words::PARTNERS_LABEL).to_owned(),
        note: lang.pick(words::PARTNERS_NOTE).to_owned(),
        area_id: area.id,
        from: span.from,
        to: span.to,
        window_days,
        doors: together(&doors, all_shown, withheld(|row| &row.doors)),
        events: together(&events, all_shown, withheld(|row| &row.events)),
        rows,
    })
}

/// All partners together. With one group kept back, the sums would tell it.
fn together(kind: &Kind, all_shown: bool, withheld: bool) -> PartnersTogether {
    PartnersTogether {
        meetings: Some(kind.together.all).filter(|_| !withheld),
        led_on: Some(kind.together.led_on).filter(|_| !withheld),
        window_not_over: Some(kind.recent).filter(|recent| all_shown || !is_small(*recent)),
    }
}

/// One partner beside all others.
fn share(
    kind: &Kind,
    id: OrganisationId,
    all_shown: bool,
    (rows_at, partner): (&str, &str),
    span: Span,
) -> PartnerShare {
    let own = kind.partners.get(&id).copied().unwrap_or_default();
    let others = kind.together.without(own);
    let withheld = !all_shown && (own.names_people() || others.names_people());
    let (one, other) = (own.share().filter(|_| !withheld), others.share().filter(|_| !withheld));
    let interval = one.map(Share::wilson);
    let difference = one.zip(other).map(|(one, other)| newcombe(one, other));
    let shown = |count: i64| Some(count).filter(|_| !withheld);
    let Span { area_id, from, to, .. } = span;
    let rows = format!("{BASE}/{rows_at}counted_in={area_id}&counted_from={from}&counted_to={to}&{partner}={id}");
    PartnerShare {
        meetings: shown(own.all),
        led_on: shown(own.led_on),
        percent: one.and_then(|_| Percent::of(own.led_on, own.all)).map(Percent::as_f64),
        low_percent: interval.map(|interval| in_percent(interval.low)),
        high_percent: interval.map(|interval| in_percent(interval.high)),
        other_meetings: shown(others.all),
        other_led_on: shown(others.led_on),
        difference_points: difference.map(|(difference, _)| in_percent(difference)),
        difference_low_points: difference.map(|(_, interval)| in_percent(interval.low)),
        difference_high_points: difference.map(|(_, interval)| in_percent(interval.high)),
        withheld,
        led_on_rows: format!("{rows}&led_on=true"),
        rows,
    }
}
