//! Which households belong on a list, and why: criteria over what is known of a household, on one day. Pure rules.
use std::collections::BTreeMap;

use super::model::ReasonCode;
use crate::{
    base::{
        Day,
        id::{AreaId, HouseholdId, OrganisationId, UserId},
        scheme::Scheme,
    },
    features::people::CoverState,
};

/// From this age on somebody may join social insurance (Law on Social Insurance 41/2024, voluntary insurance).
const WORKING_AGE: i32 = 15;

/// What is asked for. Each part alone puts a household on the list, with its own reason.
#[derive(Debug, Clone, Default)]
pub struct Criteria {
    /// Somebody there is known to be without cover.
    pub uncovered: Vec<Scheme>,
    /// Somebody was signed up to a day within these, and nobody paid on.
    pub renewals: Option<Ends>,
    /// A cover ends within so many days.
    pub ending: Option<(Scheme, i32)>,
    /// A cover ended, within so many days back when that is said.
    pub lapsed: Option<(Scheme, Option<i32>)>,
    /// The window of an open follow-up has begun by this day.
    pub follow_ups_by: Option<Day>,
    /// Nobody there was ever met.
    pub never_met: bool,
    /// Somebody was met there, the last time before this day.
    pub last_met_before: Option<Day>,
    /// Only households in which a live claim to one of these groups stands.
    pub groups: Vec<String>,
}

impl Criteria {
    /// Whether a part other than the groups puts households on the list.
    fn asks(&self) -> bool {
        !self.uncovered.is_empty()
            || self.renewals.is_some()
            || self.ending.is_some()
            || self.lapsed.is_some()
            || self.follow_ups_by.is_some()
            || self.never_met
            || self.last_met_before.is_some()
    }
    /// Whether it asks for nothing at all.
    pub fn is_empty(&self) -> bool {
        !self.asks() && self.groups.is_empty()
    }
    /// The schemes whose covers have to be known.
    pub fn schemes(&self) -> Vec<Scheme> {
        let named = self.uncovered.iter().copied();
        let dated = self.ending.iter().map(|e| e.0).chain(self.lapsed.iter().map(|l| l.0));
        let mut all: Vec<Scheme> = named.chain(dated).flat_map(|scheme| family(scheme).iter().copied()).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Which ends of sign-ups are asked for.
#[derive(Debug, Clone)]
pub struct Ends {
    /// Of these schemes; of all when there are none.
    pub schemes: Vec<Scheme>,
    /// The first and the last day, both included, of each span.
    pub spans: Vec<(Day, Day)>,
    /// With this organisation.
    pub organisation_id: Option<OrganisationId>,
    /// With this collector.
    pub collector_id: Option<UserId>,
}

impl Ends {
    /// Whether this end is one of them.
    pub fn holds(&self, end: &DueEnd) -> bool {
        let on = |(from, to): &(Day, Day)| (*from..=*to).contains(&end.paid_to);
        (self.schemes.is_empty() || self.schemes.contains(&end.scheme)) && self.spans.iter().any(on)
    }
}

/// The end of a sign-up that nobody paid on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueEnd {
    /// Of which scheme.
    pub scheme: Scheme,
    /// The last day paid for.
    pub paid_to: Day,
    /// Whether its person asked not to be contacted.
    pub barred: bool,
}

/// The latest that is known of one person's cover in one scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What was known.
    pub state: CoverState,
    /// The last day, where it is known: a card does not show it.
    pub valid_to: Option<Day>,
}

/// Somebody who lives in the household.
#[derive(Debug, Clone, Default)]
pub struct Resident {
    /// Asked not to be contacted.
    pub do_not_contact: bool,
    /// The year of birth, where it is known.
    pub birth_year: Option<i32>,
    /// The latest known of each scheme.
    pub covers: BTreeMap<Scheme, Known>,
}

/// An open follow-up.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    /// Whether somebody who was met asked for it.
    pub wished: bool,
    /// The window.
    pub due_from: Day,
    /// Its end.
    pub due_to: Day,
    /// Whether it is about somebody who meanwhile asked not to be contacted.
    pub barred: bool,
}

/// What is known of a household.
#[derive(Debug, Clone)]
pub struct Home {
    /// Which.
    pub id: HouseholdId,
    /// Where it lies.
    pub area_id: AreaId,
    /// Whether it still lives there.
    pub there: bool,
    /// Asked not to be contacted.
    pub do_not_contact: bool,
    /// Latitude and longitude, degrees.
    pub place: Option<(f64, f64)>,
    /// The key by which its house stands along the road.
    pub house_sort: String,
    /// Who lives there.
    pub residents: Vec<Resident>,
    /// Open follow-ups.
    pub promises: Vec<Promise>,
    /// Ends of sign-ups of who lives there.
    pub ends: Vec<DueEnd>,
    /// Whether a live claim to one of the groups asked for stands.
    pub in_group: bool,
    /// When somebody was met there last.
    pub last_met: Option<Day>,
    /// Visits that reached the door within the days of the cap, by whomever.
    pub contacts: i64,
}

impl Home {
    /// Whether nobody may go there: the household said so, or everybody in it.
    pub fn is_barred(&self) -> bool {
        self.do_not_contact || (!self.residents.is_empty() && self.residents.iter().all(|r| r.do_not_contact))
    }
    /// Whether somebody there asked for a visit whose window has begun by this day.
    pub fn has_asked(&self, by: Day) -> bool {
        self.promises.iter().any(|p| p.wished && !p.barred && p.due_from <= by)
    }
}

/// One reason for a household to be on a list. No names, no numbers: what a walker needs to know why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Which.
    pub code: ReasonCode,
    /// Of which scheme.
    pub scheme: Option<Scheme>,
    /// The day it is about: an end of cover, the end of a window, the last time somebody was met.
    pub on_day: Option<Day>,
    /// How many days that is from the day of the list; less than nothing when it has passed.
    pub days: Option<i64>,
    /// How many people it is about.
    pub persons: Option<usize>,
}

impl Reason {
    fn plain(code: ReasonCode) -> Self {
        Self { code, scheme: None, on_day: None, days: None, persons: None }
    }
    fn dated(code: ReasonCode, day: Day, as_of: Day) -> Self {
        Self { on_day: Some(day), days: Some(day.days_since(as_of)), ..Self::plain(code) }
    }
}

/// How somebody stands to one kind of insurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Covered, to this day where it is known.
    Live(Option<Day>),
    /// Was covered, to this day where it is known.
    Ended(Option<Day>),
    /// Known never to have been.
    Never,
    /// Nothing is known: that is not the same as uncovered.
    Unknown,
}

/// Schemes of which one stands in for the other: whoever has a card of another group needs no household card, and
/// compulsory insurance bars voluntary insurance.
pub fn family(scheme: Scheme) -> &'static [Scheme] {
    match scheme {
        Scheme::Bhyt | Scheme::BhytHgd => &[Scheme::Bhyt, Scheme::BhytHgd],
        Scheme::Bhxh | Scheme::BhxhBb | Scheme::BhxhTn => &[Scheme::Bhxh, Scheme::BhxhBb, Scheme::BhxhTn],
        Scheme::Bhtn => &[Scheme::Bhtn],
    }
}

/// Whether "none" of the scheme `of` says that somebody has none of the scheme `asked`: it is the same, or the wider one.
fn denies(of: Scheme, asked: Scheme) -> bool {
    of == asked || matches!(of, Scheme::Bhyt | Scheme::Bhxh)
}

/// How somebody stands to a scheme and those that stand in for it. A live cover of any of them counts, then one that
/// ended, then a clear "none"; what is not known stays unknown.
pub fn standing(resident: &Resident, scheme: Scheme, as_of: Day) -> Standing {
    let (mut live, mut ended, mut never) = (None, None, false);
    for (of, known) in family(scheme).iter().filter_map(|of| Some((*of, resident.covers.get(of)?))) {
        let over = known.valid_to.is_some_and(|last| last < as_of);
        match known.state {
            CoverState::Covered if !over => live = Some(later(live, known.valid_to)),
            CoverState::Covered | CoverState::Lapsed => {
                let last = known.valid_to;
                ended = Some(ended.flatten().max(last));
            }
            CoverState::None => never |= denies(of, scheme),
            CoverState::Unknown => {}
        }
    }
    match (live, ended) {
        (Some(until), _) => Standing::Live(until),
        (None, Some(last)) => Standing::Ended(last),
        (None, None) if never => Standing::Never,
        (None, None) => Standing::Unknown,
    }
}

/// The later of two last days; without one a cover has no known end.
fn later(before: Option<Option<Day>>, other: Option<Day>) -> Option<Day> {
    match before {
        None => other,
        Some(before) => before.zip(other).map(|(a, b)| a.max(b)),
    }
}

/// Whether a scheme is open to somebody of this age: health insurance to everybody, the others from working age on.
fn is_open_to(scheme: Scheme, resident: &Resident, as_of: Day) -> bool {
    family(scheme).contains(&Scheme::Bhyt) || resident.birth_year.is_none_or(|born| as_of.year() - born >= WORKING_AGE)
}

/// The people of a household whom a scheme may concern, with their standing. Who asked not to be contacted is no reason.
fn concerned(home: &Home, scheme: Scheme, as_of: Day) -> impl Iterator<Item = Standing> {
    let open = move |r: &&Resident| !r.do_not_contact && is_open_to(scheme, r, as_of);
    home.residents.iter().filter(open).map(move |r| standing(r, scheme, as_of))
}

/// Why a household belongs on a list, the most pressing reason first; nothing when it does not.
pub fn reasons(criteria: &Criteria, home: &Home, as_of: Day) -> Vec<Reason> {
    if !criteria.groups.is_empty() && !home.in_group {
        return Vec::new();
    }
    let mut found = Vec::new();
    for scheme in &criteria.uncovered {
        found.extend(uncovered(home, *scheme, as_of));
    }
    found.extend(criteria.ending.and_then(|(scheme, days)| ending(home, scheme, days, as_of)));
    found.extend(criteria.lapsed.and_then(|(scheme, since)| lapsed(home, scheme, since, as_of)));
    if let Some(by) = criteria.follow_ups_by {
        let due = home.promises.iter().filter(|p| !p.barred && p.due_from <= by).map(|p| p.due_to).min();
        found.extend(due.map(|day| Reason::dated(ReasonCode::FollowUpDue, day, as_of)));
    }
    found.extend(criteria.renewals.iter().flat_map(|asked| to_be_renewed(asked, home, as_of)));
    if criteria.never_met && home.last_met.is_none() {
        found.push(Reason::plain(ReasonCode::NeverMet));
    }
    if let Some((before, last)) = criteria.last_met_before.zip(home.last_met)
        && last < before
    {
        found.push(Reason::dated(ReasonCode::NotMetSince, last, as_of));
    }
    if !criteria.asks() {
        found.push(Reason::plain(ReasonCode::Group));
    }
    found.sort_by_key(|reason| (reason.code, reason.on_day, reason.scheme));
    found
}

/// Somebody is known to be without cover; or, apart from that, nobody knows of somebody, or of anybody there.
fn uncovered(home: &Home, scheme: Scheme, as_of: Day) -> Option<Reason> {
    let without = |s: &Standing| matches!(s, Standing::Ended(_) | Standing::Never);
    let known = concerned(home, scheme, as_of).filter(without).count();
    if known > 0 {
        let plain = Reason::plain(ReasonCode::Uncovered);
        return Some(Reason { scheme: Some(scheme), persons: Some(known), ..plain });
    }
    let unknown = concerned(home, scheme, as_of).filter(|s| *s == Standing::Unknown).count();
    let plain = Reason::plain(ReasonCode::CoverUnknown);
    (unknown > 0 || home.residents.is_empty()).then_some(Reason {
        scheme: Some(scheme),
        persons: Some(unknown),
        ..plain
    })
}

/// One reason for each scheme: the household is one stop, and each of its kinds of papers is another matter at its door.
fn to_be_renewed(asked: &Ends, home: &Home, as_of: Day) -> Vec<Reason> {
    let mut days: BTreeMap<Scheme, Vec<Day>> = BTreeMap::new();
    for end in home.ends.iter().filter(|end| !end.barred && asked.holds(end)) {
        days.entry(end.scheme).or_default().push(end.paid_to);
    }
    days.into_iter().filter_map(|(scheme, days)| about(days, ReasonCode::RenewalDue, scheme, as_of)).collect()
}

fn ending(home: &Home, scheme: Scheme, days: i32, as_of: Day) -> Option<Reason> {
    let last = as_of.plus_days(i64::from(days));
    let ends = |s: Standing| match s {
        Standing::Live(Some(day)) if day <= last => Some(day),
        _ => None,
    };
    about(concerned(home, scheme, as_of).filter_map(ends).collect(), ReasonCode::Ending, scheme, as_of)
}

/// Those of whom the day is not known count only when no bound is asked for.
fn lapsed(home: &Home, scheme: Scheme, since: Option<i32>, as_of: Day) -> Option<Reason> {
    let first = since.map(|days| as_of.plus_days(-i64::from(days)));
    let ended: Vec<Option<Day>> = concerned(home, scheme, as_of)
        .filter_map(|s| match s {
            Standing::Ended(day) => Some(day),
            _ => None,
        })
        .filter(|day| first.is_none_or(|first| day.is_some_and(|day| day >= first)))
        .collect();
    let persons = ended.len();
    let dated = about(ended.into_iter().flatten().collect(), ReasonCode::Lapsed, scheme, as_of);
    let undated = Reason { scheme: Some(scheme), ..Reason::plain(ReasonCode::Lapsed) };
    (persons > 0).then(|| Reason { persons: Some(persons), ..dated.unwrap_or(undated) })
}

/// One reason for the people whose cover ends or ended on these days, with the first of the days.
fn about(days: Vec<Day>, code: ReasonCode, scheme: Scheme, as_of: Day) -> Option<Reason> {
    let first = days.iter().min().copied()?;
    Some(Reason { scheme: Some(scheme), persons: Some(days.len()), ..Reason::dated(code, first, as_of) })
}
