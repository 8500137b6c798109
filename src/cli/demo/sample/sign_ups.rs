//! Who of the sample signs up, for what, and what becomes of it: promised, paid, handed in, issued, sent back, stopped, renewed.
use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};

use super::{super::dice::Dice, calendar::Calendar, doors::Call, homes::Home, places::Body};
use crate::base::{Day, month::Month, scheme::Scheme};

/// What a household, or one of it, signs up for.
#[derive(Debug, Clone)]
pub struct SignUp {
    pub n: usize,
    pub home: (usize, usize),
    /// Who of the household.
    pub people: Vec<usize>,
    pub scheme: Scheme,
    /// How voluntary insurance is paid; a card otherwise.
    pub method: &'static str,
    pub months: u32,
    /// So many steps above the lowest income.
    pub steps: i64,
    pub near_poor: bool,
    pub on: Day,
    /// The first month paid for, when it is not that of the payment.
    pub from: Option<Month>,
    pub source: Source,
}

/// What led to it.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// A visit, of a day.
    Door(usize, Day),
    /// A household that was handed over, on a day.
    HandedOver(usize, Day),
    /// The people themselves.
    Own,
}

/// A household that is handed over to whoever collects there.
#[derive(Debug, Clone)]
pub struct Handed {
    pub n: usize,
    pub home: (usize, usize),
    pub call: usize,
    /// Of whom it speaks.
    pub people: Vec<usize>,
    pub scheme: Scheme,
    pub on: Day,
}

/// Something that is done with sign-ups on a day. Of a sign-up of several people `(sign-up, which of them)` is one of them.
#[derive(Debug, Clone)]
pub enum Deed {
    HandOver(usize),
    Accept(usize),
    Return(usize),
    Promise(usize),
    Declare(usize),
    Pay(usize),
    Cancel(usize),
    HandIn(Body, Scheme, Vec<(usize, usize)>),
    Issue(usize, usize),
    SendBack(usize, usize),
    Again(usize, usize),
    Refund(usize, usize),
    Stop(usize, usize),
}

/// How voluntary insurance is paid, and for how many months, by how often.
const METHODS: &[(f64, (&str, u32))] = &[(30.0, ("quarter", 3)), (35.0, ("half_year", 6)), (35.0, ("year", 12))];
/// For how many months cards are bought.
const CARDS: &[(f64, (&str, u32))] = &[(10.0, ("card", 3)), (12.0, ("card", 6)), (78.0, ("card", 12))];
/// How many of a household buy a card together.
const TOGETHER: &[(f64, usize)] = &[(48.0, 1), (32.0, 2), (20.0, 3)];
/// Who pays on when a period ends.
const RENEWED: f64 = 0.66;
/// One of so many promises is withdrawn.
const CANCELLED_ONE_IN: usize = 25;
/// One of so many that are handed in is sent back.
const SENT_BACK_ONE_IN: usize = 26;
/// Twice in so many somebody who could stop does.
const STOPPED_ONE_IN: usize = 45;
/// So many days papers are looked through before they are handed in.
const CHECKED_DAYS: i64 = 3;
/// The most sign-ups in a batch.
const BATCH: usize = 200;
/// Days in which a sign-up may still be on its way.
const RECENT_DAYS: i64 = 6;
/// Days between the visit of a union and the call of whoever collects.
const CALLED_DAYS: i64 = 2;

/// Who collects in a commune.
pub fn collecting(commune: usize) -> Body {
    if commune / 2 % 3 == 2 { Body::Agent } else { Body::Post }
}

/// The plan of all sign-ups.
pub struct Office {
    calendar: Calendar,
    dice: Dice,
    pub sign_ups: Vec<SignUp>,
    pub handed: Vec<Handed>,
    pub deeds: BTreeMap<Day, Vec<Deed>>,
    /// Paid on a day, and not handed in.
    waiting: Vec<(Day, usize, usize)>,
    /// Households that come to sign up on a day.
    coming: BTreeMap<Day, Vec<SignUp>>,
    /// How often each turn was taken.
    turns: BTreeMap<&'static str, usize>,
}

impl Office {
    /// Nobody yet.
    pub fn new(calendar: Calendar) -> Self {
        Self {
            calendar,
            dice: Dice::of("sign-ups", 0),
            sign_ups: Vec::new(),
            handed: Vec::new(),
            deeds: BTreeMap::new(),
            waiting: Vec::new(),
            coming: BTreeMap::new(),
            turns: BTreeMap::new(),
        }
    }

    /// Which turn it is of what seldom happens: by turns and not by chance, so that a small sample has it too.
    fn turn(&mut self, what: &'static str) -> usize {
        let turn = self.turns.entry(what).or_default();
        *turn += 1;
        *turn
    }

    /// Does something on a day, unless that day is not over.
    fn plan(&mut self, day: Day, deed: Deed) -> bool {
        let over = day <= self.calendar.yesterday();
        if over {
            self.deeds.entry(day).or_default().push(deed);
        }
        over
    }

    fn wanted(&mut self, home: &Home, at: (usize, usize), on: Day, scheme: Scheme, source: Source) -> SignUp {
        let adults: Vec<usize> = (0..home.people.len())
            .filter(|k| home.people.get(*k).is_some_and(|p| (18..=59).contains(&p.age(on))))
            .collect();
        let scheme = if adults.is_empty() { Scheme::BhytHgd } else { scheme };
        let (people, (method, months)) = if scheme == Scheme::BhxhTn {
            (vec![self.dice.one(&adults, 0)], self.dice.weighted(METHODS, ("year", 12)))
        } else {
            let together = self.dice.weighted(TOGETHER, 1).min(home.people.len()).max(1);
            ((0..together).collect(), self.dice.weighted(CARDS, ("card", 12)))
        };
        let (steps, near_poor) = (self.dice.between(0, 12), home.near_poor);
        SignUp { n: 0, home: at, people, scheme, method, months, steps, near_poor, on, from: None, source }
    }

    /// Somebody agreed at the door: signed up at once, or handed over to whoever collects there.
    pub fn agreed(&mut self, home: &Home, call: &Call, day: Day) {
        let scheme = call.said.map_or(Scheme::BhytHgd, |(scheme, _)| scheme);
        if call.body == Body::Post || !self.dice.chance(0.4) {
            let wanted = self.wanted(home, call.home, day, scheme, Source::Door(call.n, day));
            self.promise(wanted);
            return;
        }
        let called = day.plus_days(CALLED_DAYS);
        let wanted = self.wanted(home, call.home, called, scheme, Source::HandedOver(self.handed.len(), day));
        let n = self.hand_over(call, (wanted.scheme, wanted.people.clone()), day);
        self.plan(day.plus_days(1), Deed::Accept(n));
        self.coming.entry(called).or_default().push(wanted);
    }

    /// Somebody is interested, is handed over, and given back: nobody was reached, or they thought better of it.
    pub fn interested(&mut self, call: &Call, day: Day) {
        let scheme = call.said.map_or(Scheme::BhytHgd, |(scheme, _)| scheme);
        let n = self.hand_over(call, (scheme, vec![0]), day);
        let back = day.plus_days(self.dice.between(3, 12));
        if self.dice.chance(0.4) {
            self.plan(day.plus_days(1), Deed::Accept(n));
        }
        self.plan(back, Deed::Return(n));
    }

    fn hand_over(&mut self, call: &Call, (scheme, people): (Scheme, Vec<usize>), on: Day) -> usize {
        let n = self.handed.len();
        self.handed.push(Handed { n, home: call.home, call: call.n, people, scheme, on });
        self.plan(on, Deed::HandOver(n));
        n
    }

    /// Somebody comes to the office, whom no visit moved as far as anybody knows.
    pub fn by_themselves(&mut self, home: &Home, at: (usize, usize), day: Day) {
        let scheme = if self.dice.chance(0.3) { Scheme::BhxhTn } else { Scheme::BhytHgd };
        let wanted = self.wanted(home, at, day, scheme, Source::Own);
        self.promise(wanted);
    }

    /// Whoever is called on, or pays on, on this day.
    pub fn come(&mut self, day: Day) {
        for wanted in self.coming.remove(&day).unwrap_or_default() {
            self.promise(wanted);
        }
    }

    fn promise(&mut self, wanted: SignUp) {
        let (n, day, scheme) = (self.sign_ups.len(), wanted.on, wanted.scheme);
        let (people, renewed) = (wanted.people.len(), wanted.from.is_some());
        self.sign_ups.push(SignUp { n, ..wanted });
        self.plan(day, Deed::Promise(n));
        let on_its_way =
            if self.calendar.yesterday().days_since(day) <= RECENT_DAYS { self.turn("recent") % 5 } else { 0 };
        if on_its_way == 1 {
            return;
        }
        if !renewed && self.turn("promised") % CANCELLED_ONE_IN == 4 {
            self.plan(day.plus_days(2), Deed::Cancel(n));
            return;
        }
        self.plan(day, Deed::Declare(n));
        if on_its_way == 2 {
            return;
        }
        // What a card costs is promised for the day; voluntary insurance may be paid until its month ends.
        let later = day.plus_days(self.dice.between(1, 3));
        let waits = scheme == Scheme::BhxhTn && self.dice.chance(0.15) && later.month_start() == day.month_start();
        let paid = if waits { later } else { day };
        if self.plan(paid, Deed::Pay(n)) {
            self.waiting.extend((0..people).map(|k| (paid, n, k)));
            self.renew(n);
        }
    }

    /// Lets voluntary insurance be paid on in its last month.
    fn renew(&mut self, n: usize) {
        let Some(old) = self.sign_ups.get(n).filter(|old| old.scheme == Scheme::BhxhTn).cloned() else { return };
        let (day, renewed) = (self.dice.between(17, 26), self.dice.chance(RENEWED));
        let last = old.last();
        let on = last.first().plus_days(day);
        if renewed && on > old.on {
            let next = SignUp { on, from: Some(last.plus(1)), source: Source::Own, ..old };
            self.coming.entry(on).or_default().push(next);
        }
    }

    /// On Fridays what was paid is handed in, and the office answers within two weeks.
    pub fn hand_in(&mut self, day: Day) {
        if day.0.weekday() != Weekday::Fri {
            return;
        }
        let (now, later): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|(paid, ..)| day.days_since(*paid) >= CHECKED_DAYS);
        self.waiting = later;
        let mut together: BTreeMap<(Body, Scheme), Vec<(usize, usize)>> = BTreeMap::new();
        for (_, n, k) in now {
            if let Some(of) = self.sign_ups.get(n) {
                together.entry((collecting(of.home.0), of.scheme)).or_default().push((n, k));
            }
        }
        for ((body, scheme), all) in together {
            for batch in all.chunks(BATCH) {
                self.plan(day, Deed::HandIn(body, scheme, batch.to_vec()));
                for (n, k) in batch {
                    self.answered(*n, *k, day);
                }
            }
        }
    }

    fn answered(&mut self, n: usize, k: usize, handed_in: Day) {
        let back = handed_in.plus_days(6);
        if back <= self.calendar.yesterday() && self.turn("answered") % SENT_BACK_ONE_IN == 6 {
            self.plan(back, Deed::SendBack(n, k));
            match self.turn("sent back") % 6 {
                1 => drop(self.plan(back.plus_days(4), Deed::Refund(n, k))),
                2 => {}
                _ if self.plan(back.plus_days(3), Deed::Again(n, k)) => self.waiting.push((back.plus_days(3), n, k)),
                _ => {}
            }
            return;
        }
        let issued = handed_in.plus_days(self.dice.between(8, 11));
        self.plan(issued, Deed::Issue(n, k));
        let stops = issued.plus_days(self.dice.between(10, 40));
        let Some(of) = self.sign_ups.get(n).filter(|of| of.scheme == Scheme::BhxhTn) else { return };
        let (month, first, last) = (Month::of(stops), of.first(), of.last());
        if month < first || month >= last || stops > self.calendar.yesterday() {
            return;
        }
        // Some have not yet asked for their money.
        match self.turn("may stop") % STOPPED_ONE_IN {
            1 => drop(self.plan(stops, Deed::Stop(n, k))),
            3 if self.plan(stops, Deed::Stop(n, k)) => drop(self.plan(stops.plus_days(3), Deed::Refund(n, k))),
            _ => {}
        }
    }
}

impl SignUp {
    /// The first month of voluntary insurance that is paid for.
    pub fn first(&self) -> Month {
        self.from.unwrap_or(Month::of(self.on))
    }
    /// The last month.
    pub fn last(&self) -> Month {
        self.first().plus(self.months.saturating_sub(1))
    }
    /// What the `k`th of these people is called in its quote.
    pub fn key(&self, k: usize) -> String {
        if self.scheme == Scheme::BhxhTn { "self".into() } else { format!("m{}", k + 1) }
    }
}
