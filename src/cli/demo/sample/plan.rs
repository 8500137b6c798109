//! The whole of the sample, thought out before anything is written: a plan follows from the seed, the size and the first day alone,
//! so that work that was broken off goes on where it was.
use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};

use super::{
    super::dice::{Dice, lot},
    calendar::Calendar,
    doors::{Call, at_door},
    homes::{Home, homes},
    places::{Body, Places},
    sign_ups::Office,
    size::Amounts,
};
use crate::{
    base::{Day, Result},
    features::evaluations::drawing::{Ticket, draw},
};

/// Which part of the visits falls into the time before the window, into it, and after it.
const PHASES: [f64; 3] = [0.40, 0.52, 0.08];
/// One of so many outings of the window goes to a commune that the lot left out.
const ELSEWHERE_ONE_IN: usize = 45;
/// One of so many households is never reached.
const NEVER_REACHED: usize = 13;
/// Which part of visits is corrected on the next day.
const CORRECTED: f64 = 0.012;
/// Which part of promises somebody keeps.
const KEPT: f64 = 0.7;
/// Which part of those who are interested is handed over and given back.
const GIVEN_BACK: f64 = 0.02;
/// How many come by themselves, beside those who agree at the door.
const BY_THEMSELVES: f64 = 0.12;
/// In the last days somebody comes by themselves on each, so that every step is seen however small the sample is.
const LAST_DAYS: i64 = 20;
/// So many doors are looked at for somebody who comes by themselves.
const TRIES: usize = 20;

/// What is going to be written.
pub struct Plan {
    pub amounts: Amounts,
    pub calendar: Calendar,
    pub places: Places,
    pub homes: Vec<Vec<Home>>,
    /// Whether the lot sends the campaign to a commune.
    pub assigned: Vec<bool>,
    pub calls: BTreeMap<Day, Vec<Call>>,
    pub office: Office,
}

/// What is going on at a door.
#[derive(Debug, Clone, Copy, Default)]
struct Stand {
    /// Signed up, or left to somebody else.
    settled: bool,
}

/// The seed by which the communes are drawn.
pub fn seed() -> String {
    lot("communes")
}

/// Within what a commune is drawn.
pub fn stratum(commune: usize) -> String {
    format!("cặp {:02}", commune / 2 + 1)
}

/// Where the lot sends the campaign: the very draw that the comparison registers.
fn assigned(places: &Places) -> Vec<bool> {
    let tickets: Vec<Ticket> =
        places.communes.iter().map(|c| Ticket { area_id: c.id, stratum: stratum(c.n) }).collect();
    let drawn = draw(&seed(), &tickets, 2);
    places.communes.iter().map(|c| drawn.iter().any(|d| d.area_id == c.id && d.assigned)).collect()
}

impl Plan {
    /// Thinks it out.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn of(amounts: Amounts, calendar: Calendar) -> Result<Self> {
        let places = Places::of(&amounts)?;
        let homes = homes(&places, &amounts, &calendar)?;
        let assigned = assigned(&places);
        let mut plan =
            Self { amounts, calendar, places, homes, assigned, calls: BTreeMap::new(), office: Office::new(calendar) };
        plan.think();
        Ok(plan)
    }

    /// How many visits there are on each day.
    fn quotas(&self) -> BTreeMap<Day, usize> {
        let phase = |day: Day| usize::from(day >= self.calendar.window.0) + usize::from(day > self.calendar.window.1);
        let weight = |day: Day| if matches!(day.0.weekday(), Weekday::Sat | Weekday::Sun) { 1.5 } else { 0.8 };
        let mut sums = [0.0; 3];
        for day in self.calendar.days() {
            if let Some(sum) = sums.get_mut(phase(day)) {
                *sum += weight(day);
            }
        }
        let all = u32::try_from(self.amounts.visits).map_or(0.0, f64::from);
        let (mut quotas, mut owed) = (BTreeMap::new(), 0.0);
        for day in self.calendar.days() {
            let (part, sum) =
                (PHASES.get(phase(day)).copied().unwrap_or(0.0), sums.get(phase(day)).copied().unwrap_or(1.0));
            owed += all * part * weight(day) / sum;
            let whole = floor(owed);
            owed -= u32::try_from(whole).map_or(0.0, f64::from);
            quotas.insert(day, whole);
        }
        quotas
    }

    fn think(&mut self) {
        let mut dice = Dice::of("days", 0);
        let mut stands: Vec<Vec<Stand>> = self.homes.iter().map(|own| vec![Stand::default(); own.len()]).collect();
        let mut next: Vec<usize> = vec![0; self.places.communes.len() * self.amounts.hamlets];
        let mut again: BTreeMap<(usize, usize), BTreeMap<Day, Vec<usize>>> = BTreeMap::new();
        let mut mends: BTreeMap<Day, Vec<Call>> = BTreeMap::new();
        let (mut calls, mut outings) = (0, 0);
        for (day, quota) in self.quotas() {
            let mut own: Vec<Call> = mends.remove(&day).unwrap_or_default();
            let mut left = quota.saturating_sub(own.len());
            let mut agreed = 0;
            while left > 0 {
                let outing = self.outing(&mut dice, day, outings);
                outings += 1;
                let wanted = (8 + dice.below(7)).min(left);
                left -= wanted;
                let mut minute = outing.minute;
                for _ in 0..wanted {
                    let place = (outing.commune, outing.hamlet);
                    let due = again.get_mut(&place).and_then(|days| pop_due(days, day));
                    let Some(at) = due.or_else(|| self.next_door(place, &mut next)) else { continue };
                    let home = (outing.commune, at);
                    let Some(door) = self.homes.get(outing.commune).and_then(|all| all.get(at)) else { continue };
                    let Some(stand) = stands.get_mut(outing.commune).and_then(|all| all.get_mut(at)) else { continue };
                    let said = at_door(&mut dice, door, minute >= 17 * 60, door.uncovered && !stand.settled, day);
                    let minutes = if said.met == 0 { 1 } else { dice.between(4, 22) };
                    let call = Call {
                        n: calls,
                        home,
                        walker: outing.walker,
                        body: outing.body,
                        at: day.begins_at().plus_seconds(minute * 60),
                        minutes,
                        outcome: said.outcome,
                        reason: said.reason,
                        met: said.met,
                        said: said.said,
                        promise: said.promise,
                        outing: outing.n,
                        corrects: None,
                    };
                    calls += 1;
                    minute += minutes + dice.between(2, 6);
                    match said.outcome {
                        "agreed" => {
                            (stand.settled, agreed) = (true, agreed + 1);
                            self.office.agreed(door, &call, day);
                        }
                        "ask_family" if !stand.settled && dice.chance(GIVEN_BACK) => {
                            stand.settled = true;
                            self.office.interested(&call, day);
                        }
                        _ => {}
                    }
                    if let Some((from, _)) = said.promise
                        && dice.chance(KEPT)
                    {
                        again.entry(place).or_default().entry(from.plus_days(1)).or_default().push(at);
                    }
                    if matches!(said.outcome, "not_home" | "informed") && dice.chance(CORRECTED) {
                        let mended = Call {
                            outcome: if said.outcome == "informed" { "ask_family" } else { "away" },
                            corrects: Some((call.n, day)),
                            n: calls,
                            ..call.clone()
                        };
                        calls += 1;
                        mends.entry(day.plus_days(1)).or_default().push(mended);
                    }
                    own.push(call);
                }
            }
            self.walk_in(&mut dice, &mut stands, day, agreed);
            self.office.come(day);
            self.office.hand_in(day);
            if !own.is_empty() {
                self.calls.insert(day, own);
            }
        }
    }

    /// Some come by themselves: about so many for each who agreed at the door.
    fn walk_in(&mut self, dice: &mut Dice, stands: &mut [Vec<Stand>], day: Day, agreed: usize) {
        let surely = usize::from(self.calendar.yesterday().days_since(day) < LAST_DAYS);
        let coming = surely + (0..agreed).filter(|_| dice.chance(BY_THEMSELVES)).count();
        for _ in 0..coming {
            let Some(at) = (0..TRIES).find_map(|_| self.unsettled(dice, stands)) else { continue };
            let stand = stands.get_mut(at.0).and_then(|all| all.get_mut(at.1));
            if let (Some(stand), Some(home)) = (stand, self.homes.get(at.0).and_then(|all| all.get(at.1))) {
                stand.settled = true;
                self.office.by_themselves(home, at, day);
            }
        }
    }

    /// Any household without cover that nobody signed up yet, if it is met with.
    fn unsettled(&self, dice: &mut Dice, stands: &[Vec<Stand>]) -> Option<(usize, usize)> {
        let commune = dice.below(self.homes.len());
        let all = self.homes.get(commune)?;
        let at = dice.below(all.len());
        let free = stands.get(commune)?.get(at).is_some_and(|stand| !stand.settled);
        all.get(at).filter(|home| free && home.uncovered && !home.left_alone).map(|_| (commune, at))
    }

    /// Somebody goes out: whither, when, and for which body.
    fn outing(&self, dice: &mut Dice, day: Day, n: usize) -> Outing {
        let commune = loop {
            let commune = dice.below(self.places.communes.len());
            let sent = self.assigned.get(commune).copied().unwrap_or(false);
            let goes = match day {
                day if self.calendar.in_window(day) => sent != (n % ELSEWHERE_ONE_IN == 7),
                day if day > self.calendar.window.1 => !sent,
                _ => true,
            };
            if goes {
                break commune;
            }
        };
        let walker = dice.below(2);
        let body = match walker {
            _ if dice.chance(0.15) => Body::Post,
            0 => Body::Women,
            _ if commune.is_multiple_of(3) => Body::Youth,
            _ => Body::Farmers,
        };
        let minute = if dice.chance(0.45) { dice.between(17 * 60, 18 * 60) } else { dice.between(7 * 60, 14 * 60) };
        Outing { n, commune, hamlet: dice.below(self.amounts.hamlets), walker, body, minute }
    }

    /// The next door of a hamlet, round and round; some are never come to.
    fn next_door(&self, (commune, hamlet): (usize, usize), next: &mut [usize]) -> Option<usize> {
        let own = self.homes.get(commune)?;
        let at = next.get_mut(commune * self.amounts.hamlets + hamlet)?;
        for _ in 0..own.len() {
            let place = *at * self.amounts.hamlets + hamlet;
            *at += 1;
            match own.get(place) {
                None => *at = 0,
                Some(home) if home.left_alone || home.n % NEVER_REACHED == NEVER_REACHED - 1 => {}
                Some(_) => return Some(place),
            }
        }
        None
    }
}

struct Outing {
    n: usize,
    commune: usize,
    hamlet: usize,
    walker: usize,
    body: Body,
    minute: i64,
}

/// A household to which somebody promised to come back by this day.
fn pop_due(days: &mut BTreeMap<Day, Vec<usize>>, day: Day) -> Option<usize> {
    let mut first = days.first_entry().filter(|entry| *entry.key() <= day)?;
    let found = first.get_mut().pop();
    if first.get().is_empty() {
        first.remove();
    }
    found
}

/// The whole part of a small number.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "visits of a day")]
fn floor(number: f64) -> usize {
    number.max(0.0) as usize
}

impl Plan {
    /// A household by its place.
    pub fn home(&self, (commune, at): (usize, usize)) -> Option<&Home> {
        self.homes.get(commune)?.get(at)
    }
}
