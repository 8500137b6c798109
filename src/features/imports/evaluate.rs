//! The trial: what each row of a roster comes to, held against the register as it is now. Writes nothing.
//!
//! Rows are taken in their order, some hundred at a time, and never in the middle of a household whose rows stand
//! together. A household is found by its code, then by whoever of it the register knows, then by its name and address.
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    entry::{self, Entry, Reading},
    households::Households,
    issues::{Issue, IssueCode},
    known::{self, Known},
    model::{Home, HomeFill, RowStatus, Verdict},
    numbers::{self, Number},
    place::Ground,
    queries_match::{self as queries, Facts, Holder},
};
use crate::{
    access::Scope,
    base::{
        Day, Id, Result,
        birth::BirthDate,
        id::{HouseholdId, PersonId},
        text::fold,
    },
    db::{Conn, Seals},
    intake::Row,
};

/// Rows held against the register together.
const WINDOW: usize = 500;
/// However long a household is.
const LONGEST: usize = 2_000;

/// Where a household of the file is in the register, or is going to be.
#[derive(Clone)]
enum Lives {
    /// With what the file adds to it, said once.
    There(HouseholdId, Option<Box<(Option<HomeFill>, Vec<Issue>)>>),
    New(HouseholdId, Option<Box<Home>>),
}

/// Somebody new, as the file named them.
struct Planned {
    name_key: String,
    birth: Option<BirthDate>,
}

/// A trial under way.
pub struct Trial<'a> {
    conn: &'a mut Conn,
    scope: &'a Scope,
    seals: &'a Seals,
    ground: Ground,
    readings: Vec<Reading>,
    households: Households,
    lives: HashMap<usize, Lives>,
    planned: HashMap<usize, Vec<Planned>>,
    /// Numbers of rows that go in, and whose row it was.
    numbers: HashMap<String, u32>,
    met: HashSet<PersonId>,
    window: Vec<(Entry, usize)>,
    verdicts: Vec<Verdict>,
}

impl<'a> Trial<'a> {
    /// Of a roster about this ground, whose columns are read so.
    pub fn new(conn: &'a mut Conn, scope: &'a Scope, seals: &'a Seals, ground: Ground, readings: Vec<Reading>) -> Self {
        Self {
            conn,
            scope,
            seals,
            ground,
            readings,
            households: Households::default(),
            lives: HashMap::new(),
            planned: HashMap::new(),
            numbers: HashMap::new(),
            met: HashSet::new(),
            window: Vec::new(),
            verdicts: Vec::new(),
        }
    }

    /// The connection, for the rows that come next.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }
    fn today(&self) -> Day {
        self.scope.today()
    }

    /// Takes the next rows.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rows(&mut self, rows: &[Row]) -> Result<()> {
        for row in rows {
            let entry = entry::read(row, &self.readings, self.today());
            let household = self.households.of(entry.of_household());
            let begins = self.window.last().is_none_or(|(_, last)| *last != household);
            if (begins && self.window.len() >= WINDOW) || self.window.len() >= LONGEST {
                self.judge()?;
            }
            self.window.push((entry, household));
        }
        Ok(())
    }

    /// What every row comes to, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end(mut self) -> Result<Vec<Verdict>> {
        self.judge()?;
        Ok(self.verdicts)
    }

    fn judge(&mut self) -> Result<()> {
        let window = std::mem::take(&mut self.window);
        let named: Vec<Vec<Number>> = window.iter().map(|(entry, _)| numbers::of(self.seals, entry)).collect();
        let wanted = numbers::wanted(named.iter().flatten());
        let mut facts = queries::by_numbers(self.conn, self.scope, self.seals, &wanted)?;
        self.find_households(&window, &named, &facts)?;
        let homes: BTreeSet<HouseholdId> = window
            .iter()
            .filter_map(|(_, household)| match self.lives.get(household) {
                Some(Lives::There(id, _)) => Some(*id),
                _ => None,
            })
            .collect();
        let homes: Vec<HouseholdId> = homes.into_iter().collect();
        queries::add_members(self.conn, self.seals, self.today(), &homes, &mut facts)?;
        for ((entry, household), named) in window.into_iter().zip(named) {
            let verdict = self.verdict(entry, household, &named, &facts);
            self.verdicts.push(verdict);
        }
        Ok(())
    }

    /// Finds where the households of a window are, those that are not known yet.
    fn find_households(&mut self, window: &[(Entry, usize)], named: &[Vec<Number>], facts: &Facts) -> Result<()> {
        let mut new: Vec<(usize, Vec<usize>)> = Vec::new();
        for (at, (entry, household)) in window.iter().enumerate() {
            if self.lives.contains_key(household) || entry.is_wrong() {
                continue;
            }
            match new.iter_mut().rev().find(|(known, _)| known == household) {
                Some((_, rows)) => rows.push(at),
                None => new.push((*household, vec![at])),
            }
        }
        let homes: Vec<(usize, Vec<usize>, Home)> = new
            .into_iter()
            .filter_map(|(household, rows)| {
                let entries: Vec<&Entry> =
                    rows.iter().filter_map(|at| window.get(*at)).map(|(entry, _)| entry).collect();
                let home = self.ground.home(&entries)?;
                Some((household, rows, home))
            })
            .collect();
        let distinct = |texts: BTreeSet<String>| texts.into_iter().collect::<Vec<_>>();
        let codes = distinct(homes.iter().filter_map(|(_, _, home)| home.code.clone()).collect());
        let names = distinct(homes.iter().map(|(_, _, home)| fold(&home.name)).collect());
        let doors = queries::doors(self.conn, self.seals, self.ground.areas(), &codes, &names)?;
        let mut found = Vec::new();
        for (household, rows, home) in homes {
            let by_code = doors.iter().find(|d| d.code.is_some() && d.code == home.code && d.area_id == home.area_id);
            let known = || {
                let numbers = rows.iter().filter_map(|at| named.get(*at)).flatten();
                numbers.filter_map(|number| facts.here(number)).find_map(|id| facts.people.get(&id))
            };
            let (name, address) = (fold(&home.name), address_key(&home.house_number, &home.address));
            let by_name = || {
                doors.iter().find(|d| {
                    d.name_key == name
                        && d.area_id == home.area_id
                        && address_key(&d.house_number, &d.address) == address
                        && agree(&d.code, &home.code)
                })
            };
            let there = by_code
                .map(|d| d.id)
                .or_else(|| known().map(|k| k.person.household_id))
                .or_else(|| by_name().map(|d| d.id));
            match there {
                None => drop(self.lives.insert(household, Lives::New(Id::new(), Some(Box::new(home))))),
                Some(id) => found.push((household, id, home)),
            }
        }
        let ids: Vec<HouseholdId> = found.iter().map(|(_, id, _)| *id).collect();
        let doors = queries::doors_of(self.conn, self.seals, &ids)?;
        for (household, id, home) in found {
            let door = doors.iter().find(|door| door.id == id);
            let adds = door.map(|door| Box::new(known::compare_home(&home, door)));
            self.lives.insert(household, Lives::There(id, adds));
        }
        Ok(())
    }

    fn verdict(&mut self, entry: Entry, household: usize, named: &[Number], facts: &Facts) -> Verdict {
        let mut verdict = Verdict {
            row: entry.number,
            status: RowStatus::Error,
            household_id: None,
            person_id: None,
            makes: None,
            adds: None,
            issues: entry.issues.clone(),
        };
        if self.ground.knows_not(&entry) {
            verdict.issues.push(IssueCode::HamletUnknown.at(super::fields::Field::Hamlet));
        }
        if !entry.is_wrong() {
            match self.who(&entry, household, named, facts) {
                Err((code, field)) => verdict.issues.push(code.at(field)),
                Ok(who) => self.place(who, &entry, household, named, facts, &mut verdict),
            }
        }
        verdict.issues.sort();
        verdict.issues.dedup();
        verdict
    }

    /// Whom a good row means.
    fn who(&self, entry: &Entry, household: usize, named: &[Number], facts: &Facts) -> Result2<Who> {
        let mut here = BTreeSet::new();
        for number in named {
            for holder in number.indexes.iter().filter_map(|index| facts.holders.get(index)).flatten() {
                match holder {
                    Holder::Here(id) => drop(here.insert(*id)),
                    Holder::Elsewhere => return Err((IssueCode::NumberElsewhere, number.field)),
                }
            }
        }
        if let (Some(number), true) = (named.first(), here.len() > 1) {
            return Err((IssueCode::NumbersOfTwo, number.field));
        }
        let member = || {
            let Some(Lives::There(home, _)) = self.lives.get(&household) else { return None };
            let mut alike = facts
                .members
                .get(home)?
                .iter()
                .filter(|id| facts.people.get(*id).is_some_and(|member| known::may_be(entry, member)));
            alike.next().copied().filter(|_| alike.next().is_none())
        };
        if let Some(id) = here.into_iter().next().or_else(member) {
            return Ok(if self.met.contains(&id) { Who::Again } else { Who::Known(id) });
        }
        let name_key = entry.full_name.as_deref().map(fold).unwrap_or_default();
        let again = self
            .planned
            .get(&household)
            .is_some_and(|all| all.iter().any(|planned| planned.name_key == name_key && planned.birth == entry.birth));
        let taken = named.iter().find(|number| number.indexes.iter().any(|index| self.numbers.contains_key(index)));
        match taken {
            _ if again => Ok(Who::Again),
            Some(number) => Err((IssueCode::NumberTwice, number.field)),
            None => Ok(Who::New(name_key)),
        }
    }

    fn place(
        &mut self,
        who: Who,
        entry: &Entry,
        household: usize,
        named: &[Number],
        facts: &Facts,
        verdict: &mut Verdict,
    ) {
        match who {
            Who::Again => {
                verdict.status = RowStatus::Unchanged;
                verdict.issues.push(IssueCode::RowTwice.at(super::fields::Field::FullName));
            }
            Who::Known(id) => {
                self.met.insert(id);
                let known: Option<&Known> = facts.people.get(&id);
                let (fill, issues) = known.map(|known| known::compare(entry, known)).unwrap_or_default();
                verdict.status = if fill.is_empty() { RowStatus::Unchanged } else { RowStatus::Fills };
                verdict.issues.extend(issues);
                verdict.household_id = known.map(|known| known.person.household_id);
                verdict.person_id = Some(id);
            }
            Who::New(name_key) => {
                let Some(lives) = self.lives.get_mut(&household) else { return };
                verdict.status = RowStatus::New;
                verdict.person_id = Some(Id::new());
                verdict.household_id = Some(match lives {
                    Lives::There(id, _) => *id,
                    Lives::New(id, home) => {
                        verdict.makes = home.take().map(|home| *home);
                        *id
                    }
                });
                self.planned.entry(household).or_default().push(Planned { name_key, birth: entry.birth });
            }
        }
        self.add_to_home(household, verdict);
        for index in named.iter().flat_map(|number| &number.indexes) {
            self.numbers.entry(index.clone()).or_insert(entry.number);
        }
    }

    /// What the file adds to a household that is there goes with the first of its rows that goes in.
    fn add_to_home(&mut self, household: usize, verdict: &mut Verdict) {
        let Some(Lives::There(id, adds)) = self.lives.get_mut(&household) else { return };
        let Some((adds, issues)) = adds.take().map(|adds| *adds) else { return };
        verdict.issues.extend(issues);
        if adds.is_some() && verdict.household_id.is_none_or(|home| home == *id) {
            (verdict.adds, verdict.household_id) = (adds, Some(*id));
            if verdict.status == RowStatus::Unchanged {
                verdict.status = RowStatus::Fills;
            }
        }
    }
}

type Result2<T> = std::result::Result<T, (IssueCode, super::fields::Field)>;

/// Whom a row means.
enum Who {
    Known(PersonId),
    New(String),
    /// Whom an earlier row meant.
    Again,
}

impl Facts {
    /// Who within the scope has this number.
    fn here(&self, number: &Number) -> Option<PersonId> {
        let holders = number.indexes.iter().filter_map(|index| self.holders.get(index)).flatten();
        holders.into_iter().find_map(|holder| match holder {
            Holder::Here(id) => Some(*id),
            Holder::Elsewhere => None,
        })
    }
}

fn agree(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// House number and address, folded.
fn address_key(number: &Option<String>, address: &Option<String>) -> String {
    let part = |text: &Option<String>| text.as_deref().map(fold).unwrap_or_default();
    format!("{} {}", part(number), part(address)).trim().to_owned()
}
