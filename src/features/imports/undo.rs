//! Takes a piece of an import back: what it made and nobody touched since goes, fields it filled are empty again.
//! What somebody touched stays, with all that is known of it, and is named.
//!
//! Pieces are taken back from the last to the first, so that a household is empty before its own turn comes.
use std::collections::BTreeSet;

use super::{
    fields::Field,
    model::{Filled, FilledHome, Import, ImportState, Kept, Made, Piece},
    queries, queries_undo as register,
};
use crate::{
    access::Scope,
    base::{
        Edit, Error, Id, Result,
        id::{AreaId, HouseholdId, PersonId},
        of,
    },
    db::{Event, FeedKind, Tx},
    features::people::{ChangeHousehold, ChangePerson, delete_households, find_household, find_person, write},
};

/// Takes the next piece back; the import as it is then.
///
/// # Errors
/// When the database fails; then all of the piece still stands.
pub fn take_back(tx: &mut Tx, scope: &Scope, import: &Import, piece: Option<Piece>) -> Result<Import> {
    let mut new = Import { rev: import.rev + 1, ..import.clone() };
    match piece {
        None => {
            (new.state, new.pieces_done, new.undone_at) = (ImportState::Undone, import.pieces, Some(tx.now()));
            tx.record(Event::new("import.undone", "import", import.id).in_area(import.area_id).fields(["state"]));
        }
        Some(mut piece) => {
            let mut made = piece.made(tx.seals())?;
            Taking::of(tx, scope, &made)?.take(tx, scope, &mut made)?;
            new.kept_records += i32::try_from(made.kept.len()).map_err(Error::internal)?;
            new.pieces_done = import.pieces - piece.position;
            piece.make(tx.seals(), &made)?;
            queries::update_piece(tx, &piece)?;
            let line = Event::new("import.piece_undone", "import", import.id).in_area(import.area_id);
            tx.record(line.fields(["households", "persons", "claims", "covers"]));
        }
    }
    queries::update(tx, &new)?;
    Ok(new)
}

/// What goes, and who stays.
struct Taking {
    persons: Vec<register::MadePerson>,
    stays: BTreeSet<PersonId>,
}

impl Taking {
    fn of(tx: &mut Tx, scope: &Scope, made: &Made) -> Result<Self> {
        let all = register::persons_of(tx.conn()?, scope, &made.persons)?;
        let mut stays = register::named_persons(tx.conn()?, &made.persons, &made.claims, &made.covers)?;
        stays.extend(all.iter().filter(|person| person.rev != 1).map(|person| person.id));
        // Whoever lies in another scope now was moved there by somebody.
        stays.extend(made.persons.iter().copied().filter(|id| all.iter().all(|person| person.id != *id)));
        Ok(Self { persons: all.into_iter().filter(|person| !stays.contains(&person.id)).collect(), stays })
    }

    /// Takes back what goes. What stays, stays in `made`, so that it can be tried again.
    fn take(self, tx: &mut Tx, scope: &Scope, made: &mut Made) -> Result<()> {
        self.take_covers(tx, scope, made)?;
        let own = self.take_claims(tx, scope, made)?;
        let ids: Vec<PersonId> = self.persons.iter().map(|person| person.id).collect();
        register::delete_persons(tx, &ids)?;
        for person in &self.persons {
            tx.touch("person", person.id, FeedKind::Tombstone, Some(person.area_id));
        }
        made.households = take_households(tx, scope, made, own)?;
        made.persons.retain(|id| self.stays.contains(id));
        for filled in std::mem::take(&mut made.filled) {
            if !empty_again(tx, scope, &filled)? {
                made.filled.push(filled);
            }
        }
        for filled in std::mem::take(&mut made.filled_homes) {
            if !home_empty_again(tx, scope, &filled)? {
                made.filled_homes.push(filled);
            }
        }
        let people = made.persons.iter().chain(made.filled.iter().map(|filled| &filled.person_id));
        made.kept = people.map(|id| kept("person", id.as_str())).collect();
        let homes = made.households.iter().chain(made.filled_homes.iter().map(|filled| &filled.household_id));
        made.kept.extend(homes.map(|id| kept("household", id.as_str())));
        Ok(())
    }

    fn take_covers(&self, tx: &mut Tx, scope: &Scope, made: &Made) -> Result<()> {
        let mut covers = register::covers_of(tx.conn()?, scope, &made.covers)?;
        covers.retain(|cover| !self.stays.contains(&cover.person_id));
        let ids: Vec<String> = covers.iter().map(|cover| cover.id.clone()).collect();
        register::delete_covers(tx, &ids)?;
        for cover in covers {
            gone(tx, "cover", &cover.id, cover.area_id)?;
        }
        Ok(())
    }

    /// Takes claims of people back; those of households are left to who takes the households.
    fn take_claims(&self, tx: &mut Tx, scope: &Scope, made: &Made) -> Result<Vec<register::MadeClaim>> {
        let mut claims = register::claims_of(tx.conn()?, scope, &made.claims)?;
        claims.retain(|claim| claim.rev == 1 && claim.person_id.is_none_or(|id| !self.stays.contains(&id)));
        let (of_people, of_homes) = claims.into_iter().partition(|claim| claim.person_id.is_some());
        delete_claims(tx, of_people)?;
        Ok(of_homes)
    }
}

fn kept(entity: &str, id: &str) -> Kept {
    Kept { entity: entity.to_owned(), id: id.to_owned() }
}

/// A number for a row that is gone.
fn gone(tx: &mut Tx, entity: &'static str, id: &str, area_id: AreaId) -> Result<()> {
    let id: Id<of::Cover> = id.parse().map_err(|_| Error::internal("what was made has no id"))?;
    tx.touch(entity, id, FeedKind::Tombstone, Some(area_id));
    Ok(())
}

fn delete_claims(tx: &mut Tx, claims: Vec<register::MadeClaim>) -> Result<()> {
    let ids: Vec<String> = claims.iter().map(|claim| claim.id.clone()).collect();
    register::delete_claims(tx, &ids)?;
    claims.into_iter().try_for_each(|claim| gone(tx, "group_claim", &claim.id, claim.area_id))
}

/// Takes households back that are empty, with what was said of them; what was said of one that stays, stays. Those
/// that stay.
fn take_households(
    tx: &mut Tx,
    scope: &Scope,
    made: &Made,
    claims: Vec<register::MadeClaim>,
) -> Result<Vec<HouseholdId>> {
    let all = register::households_of(tx.conn()?, scope, &made.households)?;
    let named = register::named_households(tx.conn()?, &made.households, &made.claims)?;
    let go: Vec<_> = all.into_iter().filter(|home| home.rev == 1 && !named.contains(&home.id)).collect();
    let going: BTreeSet<HouseholdId> = go.iter().map(|home| home.id).collect();
    let new: BTreeSet<HouseholdId> = made.households.iter().copied().collect();
    let goes = |claim: &register::MadeClaim| going.contains(&claim.household_id) || !new.contains(&claim.household_id);
    delete_claims(tx, claims.into_iter().filter(goes).collect())?;
    delete_households(tx, &going.iter().copied().collect::<Vec<_>>())?;
    for home in go {
        tx.touch("household", home.id, FeedKind::Tombstone, Some(home.area_id));
    }
    Ok(new.difference(&going).copied().collect())
}

fn clear<T>(wanted: bool) -> Edit<T> {
    if wanted { Edit::Clear } else { Edit::Keep }
}

/// Empties what was filled of a household, unless it was changed since; whether that was done.
fn home_empty_again(tx: &mut Tx, scope: &Scope, filled: &FilledHome) -> Result<bool> {
    let Some(home) = find_household(tx.conn()?, scope, filled.household_id)? else { return Ok(false) };
    if home.rev != filled.rev {
        return Ok(false);
    }
    let was = |field: Field| filled.fields.contains(&field);
    let change = ChangeHousehold {
        code: clear(was(Field::HouseholdCode)),
        house_number: clear(was(Field::HouseNumber)),
        address: clear(was(Field::Address)),
        landmark: clear(was(Field::Landmark)),
        ..ChangeHousehold::default()
    };
    write::update_household(tx, scope, &home, change)?;
    Ok(true)
}

/// Empties what was filled, unless the person was changed since; whether that was done.
fn empty_again(tx: &mut Tx, scope: &Scope, filled: &Filled) -> Result<bool> {
    let Some(person) = find_person(tx.conn()?, scope, filled.person_id)? else { return Ok(false) };
    if person.rev != filled.rev {
        return Ok(false);
    }
    let was = |field: Field| filled.fields.contains(&field);
    let change = ChangePerson {
        birth: clear(was(Field::Birth)),
        sex: clear(was(Field::Sex)),
        relation: clear(was(Field::Relation)),
        citizen_id: clear(was(Field::CitizenId)),
        insurance_number: clear(was(Field::InsuranceNumber)),
        card_number: clear(was(Field::CardNumber)),
        phone: clear(was(Field::Phone)),
        note: clear(was(Field::Note)),
        ..ChangePerson::default()
    };
    write::update_person(tx, scope, &person, change)?;
    Ok(true)
}
