//! Writes a piece of an import: its good rows, held once more against the register, in one transaction.
use std::collections::{BTreeSet, HashMap};

use super::{
    entry::{self, Entry},
    fields::Field,
    issues::IssueCode,
    known::{self, Fill, Known},
    model::{Column, Counts, Filled, FilledHome, Home, Import, ImportState, Made, Piece, RowStatus, Verdict},
    numbers::{self, Number},
    queries,
    queries_match::{self as register, Facts},
};
use crate::{
    access::Scope,
    base::{
        Edit, Id, Result,
        birth::BirthDate,
        id::{AreaId, HouseholdId, PersonId},
        text::{Code, Line},
    },
    db::{Event, Tx, scoped},
    features::people::{
        ChangeHousehold, ChangePerson, Cover, CoverSource, CreateHousehold, CreatePerson, GroupClaim, find_household,
        find_person, write, write_bulk::Bulk,
    },
};

/// What a piece writes.
struct Writing<'a> {
    scope: &'a Scope,
    facts: Facts,
    /// Where households lie: those that are there, and those of this piece.
    areas: HashMap<HouseholdId, AreaId>,
    /// Households that are made with the first of their people.
    homes: HashMap<HouseholdId, Home>,
    /// What whole households are known to be.
    groups: BTreeSet<(HouseholdId, String)>,
    bulk: Bulk,
    made: Made,
}

/// Writes the next piece; the import as it is then.
///
/// # Errors
/// When the database fails; then nothing of the piece stands.
pub fn write_piece(tx: &mut Tx, scope: &Scope, import: &Import, piece: Option<Piece>) -> Result<Import> {
    let mut new = Import { rev: import.rev + 1, ..import.clone() };
    match piece {
        None => {
            (new.state, new.pieces_done, new.committed_at) = (ImportState::Committed, import.pieces, Some(tx.now()));
            tx.record(Event::new("import.committed", "import", import.id).in_area(import.area_id).fields(["state"]));
        }
        Some(mut piece) => {
            let columns = import.columns(tx.seals())?;
            let verdicts = piece.verdicts(tx.seals())?;
            let before = Counts::of(&verdicts);
            let (verdicts, made) = write_rows(tx, scope, &columns, &piece, verdicts)?;
            let after = Counts::of(&verdicts);
            piece.judge(tx.seals(), &verdicts)?;
            piece.make(tx.seals(), &made)?;
            queries::update_piece(tx, &piece)?;
            new.pieces_done = piece.position + 1;
            new.new_rows += after.new - before.new;
            new.fills_rows += after.fills - before.fills;
            new.unchanged_rows += after.unchanged - before.unchanged;
            new.warning_rows += after.warnings - before.warnings;
            new.error_rows += after.errors - before.errors;
            new.made_households += count(made.households.len());
            new.made_persons += count(made.persons.len());
            new.filled_persons += count(made.filled.len());
            let fields = ["households", "persons", "claims", "covers"];
            let line = Event::new("import.piece_committed", "import", import.id).in_area(import.area_id);
            tx.record(line.fields(fields));
        }
    }
    queries::update(tx, &new)?;
    Ok(new)
}

fn count(rows: usize) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}

fn write_rows(
    tx: &mut Tx,
    scope: &Scope,
    columns: &[Column],
    piece: &Piece,
    mut verdicts: Vec<Verdict>,
) -> Result<(Vec<Verdict>, Made)> {
    let readings: Vec<_> = columns.iter().map(Column::reading).collect();
    let rows = piece.rows(tx.seals())?;
    let entries: Vec<Entry> = rows.iter().map(|row| entry::read(row, &readings, scope.today())).collect();
    let good: Vec<bool> = verdicts.iter().map(|v| matches!(v.status, RowStatus::New | RowStatus::Fills)).collect();
    let named: Vec<Vec<Number>> = std::iter::zip(&entries, &good)
        .map(|(entry, good)| if *good { numbers::of(tx.seals(), entry) } else { Vec::new() })
        .collect();
    let mut writing = Writing::begin(tx, scope, &verdicts, &named)?;
    for ((verdict, entry), (named, good)) in verdicts.iter_mut().zip(&entries).zip(named.iter().zip(good)) {
        if !good {
            continue;
        }
        writing.fill_home(tx, verdict)?;
        let written = match verdict.status {
            RowStatus::New => writing.add(tx, verdict, entry, named)?,
            // Whom an earlier row meant: only the household had something to gain.
            _ if verdict.person_id.is_none() => true,
            _ => writing.fill(tx, verdict, entry)?,
        };
        if !written {
            verdict.status = RowStatus::Error;
            verdict.issues.push(IssueCode::ChangedMeanwhile.at(Field::FullName));
        }
    }
    let Writing { bulk, made, .. } = writing;
    bulk.write(tx)?;
    Ok((verdicts, made))
}

impl<'a> Writing<'a> {
    fn begin(tx: &mut Tx, scope: &'a Scope, verdicts: &[Verdict], named: &[Vec<Number>]) -> Result<Self> {
        let (seals, day) = (tx.seals(), scope.today());
        let mut facts = register::by_numbers(tx.conn()?, scope, seals, &numbers::wanted(named.iter().flatten()))?;
        let homes: BTreeSet<HouseholdId> = verdicts.iter().filter_map(|verdict| verdict.household_id).collect();
        let homes: Vec<HouseholdId> = homes.into_iter().collect();
        let areas = register::areas_of(tx.conn()?, scope, &homes)?;
        register::add_members(tx.conn()?, seals, day, &areas.keys().copied().collect::<Vec<_>>(), &mut facts)?;
        let groups = register::household_groups(tx.conn()?, day, &homes)?;
        let new: BTreeSet<AreaId> = verdicts.iter().filter_map(|v| v.makes.as_ref()).map(|home| home.area_id).collect();
        let reached = scoped::reached_among(tx.conn()?, scope, &new.into_iter().collect::<Vec<_>>())?;
        let makes = verdicts.iter().filter_map(|v| v.household_id.zip(v.makes.clone()));
        let homes = makes.filter(|(_, home)| reached.contains(&home.area_id)).collect();
        Ok(Self { scope, facts, areas, homes, groups, bulk: Bulk::default(), made: Made::default() })
    }

    /// Writes somebody new; whether that is still so.
    fn add(&mut self, tx: &Tx, verdict: &Verdict, entry: &Entry, named: &[Number]) -> Result<bool> {
        let (Some(home), Some(id), Some(name)) = (verdict.household_id, verdict.person_id, &entry.full_name) else {
            return Ok(false);
        };
        let mut holders = named.iter().flat_map(|number| &number.indexes);
        let taken = holders.any(|index| self.facts.holders.contains_key(index));
        let members = self.facts.members.get(&home).into_iter().flatten();
        let there = members.filter_map(|member| self.facts.people.get(member)).any(|k| known::may_be(entry, k));
        if taken || there {
            return Ok(false);
        }
        if let Some(input) = self.homes.remove(&home).and_then(|makes| household(home, &makes)) {
            self.areas.insert(home, input.area_id);
            self.bulk.household(tx, input)?;
            self.made.households.push(home);
        }
        let Some(area_id) = self.areas.get(&home).copied() else { return Ok(false) };
        self.bulk.person(tx, area_id, person(id, home, name.clone(), entry))?;
        self.made.persons.push(id);
        let fill = Fill { fields: Vec::new(), covers: entry.covers.clone(), groups: entry.groups.clone() };
        self.hang_on(tx, (id, home, area_id), fill);
        Ok(true)
    }

    /// Fills what is empty of somebody; whether the person is still there.
    fn fill(&mut self, tx: &mut Tx, verdict: &Verdict, entry: &Entry) -> Result<bool> {
        let Some(known) = verdict.person_id.and_then(|id| self.facts.people.get(&id)) else { return Ok(false) };
        let (fill, _) = known::compare(entry, known);
        let Known { person, .. } = known;
        let (id, home, area_id) = (person.id, person.household_id, person.area_id);
        if !fill.fields.is_empty() {
            let Some(old) = find_person(tx.conn()?, self.scope, id)? else { return Ok(false) };
            let new = write::update_person(tx, self.scope, &old, change(entry, &fill.fields))?;
            self.made.filled.push(Filled { person_id: id, rev: new.rev, fields: fill.fields.clone() });
        }
        self.hang_on(tx, (id, home, area_id), fill);
        Ok(true)
    }

    /// Fills what is empty of a household that was there before.
    fn fill_home(&mut self, tx: &mut Tx, verdict: &Verdict) -> Result<()> {
        let (Some(adds), Some(id)) = (&verdict.adds, verdict.household_id) else { return Ok(()) };
        let Some(old) = find_household(tx.conn()?, self.scope, id)? else { return Ok(()) };
        let mut fields = Vec::new();
        let mut set = |field: Field, new: &Option<String>, empty: bool| {
            let new = new.clone().filter(|_| empty);
            fields.extend(new.as_ref().map(|_| field));
            new
        };
        let code = set(Field::HouseholdCode, &adds.code, old.code.is_none());
        let house_number = set(Field::HouseNumber, &adds.house_number, old.house_number.is_none());
        let address = set(Field::Address, &adds.address, old.address_sealed.is_none());
        let landmark = set(Field::Landmark, &adds.landmark, old.landmark_sealed.is_none());
        if fields.is_empty() {
            return Ok(());
        }
        let change = ChangeHousehold {
            code: edit(code),
            house_number: edit(house_number),
            address: edit(address),
            landmark: edit(landmark),
            ..ChangeHousehold::default()
        };
        let new = write::update_household(tx, self.scope, &old, change)?;
        self.made.filled_homes.push(FilledHome { household_id: id, rev: new.rev, fields });
        Ok(())
    }

    /// Claims and covers of somebody. To be poor is of the whole household, and said once.
    fn hang_on(&mut self, tx: &Tx, (id, home, area_id): (PersonId, HouseholdId, AreaId), fill: Fill) {
        let (today, now, by) = (self.scope.today(), tx.now(), tx.actor().user_id);
        for code in fill.groups {
            let whole = matches!(code, "poor" | "near_poor");
            if whole && !self.groups.insert((home, code.to_owned())) {
                continue;
            }
            let row = GroupClaim {
                id: Id::new(),
                household_id: home,
                person_id: (!whole).then_some(id),
                area_id,
                group_code: code.to_owned(),
                valid_from: today,
                valid_to: None,
                evidence_number: None,
                evidence_on: None,
                recorded_by: by,
                created_at: now,
                rev: 1,
            };
            self.made.claims.push(row.id.to_string());
            self.bulk.claim(row);
        }
        for (scheme, last) in fill.covers {
            let row = Cover {
                id: Id::new(),
                person_id: id,
                area_id,
                scheme,
                state: known::cover_state(last, today),
                valid_from: None,
                valid_to: Some(last),
                known_on: today,
                source: CoverSource::Import,
                recorded_by: by,
                created_at: now,
            };
            self.made.covers.push(row.id.to_string());
            self.bulk.cover(row);
        }
    }
}

/// The household that the trial foresaw; its texts were checked when they were read.
fn household(id: HouseholdId, home: &Home) -> Option<CreateHousehold> {
    let short = |text: &Option<String>| text.as_deref().and_then(Line::parse);
    let long = |text: &Option<String>| text.as_deref().and_then(Line::parse);
    Some(CreateHousehold {
        id: Some(id),
        area_id: home.area_id,
        name: Line::parse(&home.name)?,
        code: short(&home.code),
        house_number: short(&home.house_number),
        address: long(&home.address),
        landmark: long(&home.landmark),
        location: None,
        do_not_contact: false,
        status: None,
        note: None,
    })
}

fn person(id: PersonId, home: HouseholdId, name: Line<120>, entry: &Entry) -> CreatePerson {
    CreatePerson {
        id: Some(id),
        household_id: home,
        full_name: name,
        birth: entry.birth,
        sex: entry.sex,
        relation: entry.relation.and_then(Code::parse),
        citizen_id: entry.citizen_id.clone(),
        insurance_number: entry.insurance_number.clone(),
        card_number: entry.card_number.clone(),
        phone: entry.phone.clone(),
        do_not_contact: false,
        status: None,
        note: entry.note.clone(),
    }
}

/// A text that was checked when it was read.
fn edit<const MAX: usize>(text: Option<String>) -> Edit<Line<MAX>> {
    text.as_deref().and_then(Line::parse).map_or(Edit::Keep, Edit::Set)
}

/// The change that fills these fields.
fn change(entry: &Entry, fields: &[Field]) -> ChangePerson {
    fn set<T>(wanted: bool, value: Option<T>) -> Edit<T> {
        value.filter(|_| wanted).map_or(Edit::Keep, Edit::Set)
    }
    let fills = |field: Field| fields.contains(&field);
    ChangePerson {
        birth: set::<BirthDate>(fills(Field::Birth), entry.birth),
        sex: set(fills(Field::Sex), entry.sex),
        relation: set(fills(Field::Relation), entry.relation.and_then(Code::parse)),
        citizen_id: set(fills(Field::CitizenId), entry.citizen_id.clone()),
        insurance_number: set(fills(Field::InsuranceNumber), entry.insurance_number.clone()),
        card_number: set(fills(Field::CardNumber), entry.card_number.clone()),
        phone: set(fills(Field::Phone), entry.phone.clone()),
        note: set(fills(Field::Note), entry.note.clone()),
        ..ChangePerson::default()
    }
}
