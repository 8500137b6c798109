//! Many new households and persons, with what is known of them, in a few statements. Like `write`, without an audit
//! line; unlike it, without looking anything up: whoever calls this has seen that the areas lie in scope and are lived
//! in, that households are there or among these, and that codes stand in their lists.
use super::{
    api::{CreateHousehold, CreatePerson},
    model::{Cover, GroupClaim, Household, NameWord, Person},
    queries_bulk as queries, queries_figures, write,
};
use crate::{
    base::{Result, id::AreaId},
    db::{FeedKind, Tx},
};

/// What is going to be written together.
#[derive(Default)]
pub struct Bulk {
    households: Vec<Household>,
    persons: Vec<Person>,
    words: Vec<NameWord>,
    claims: Vec<GroupClaim>,
    covers: Vec<Cover>,
}

impl Bulk {
    /// One more household.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn household(&mut self, tx: &Tx, input: CreateHousehold) -> Result<()> {
        self.households.push(write::household_row(tx, input)?);
        Ok(())
    }
    /// One more person, of a household in this area.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn person(&mut self, tx: &Tx, area_id: AreaId, input: CreatePerson) -> Result<()> {
        let row = write::person_row(tx, area_id, input)?;
        self.words.extend(write::words_of(&row));
        self.persons.push(row);
        Ok(())
    }
    /// One more claim.
    pub fn claim(&mut self, row: GroupClaim) {
        self.claims.push(row);
    }
    /// One more cover.
    pub fn cover(&mut self, row: Cover) {
        self.covers.push(row);
    }
    /// Writes all of it, and gives everything its feed number.
    ///
    /// # Errors
    /// `already-exists` when an id is taken.
    pub fn write(self, tx: &mut Tx) -> Result<()> {
        queries::insert_households(tx, &self.households)?;
        queries_figures::count_new(tx, &self.households);
        queries::insert_persons(tx, &self.persons)?;
        queries::insert_words(tx, &self.words)?;
        queries::insert_claims(tx, &self.claims)?;
        queries::insert_covers(tx, &self.covers)?;
        for row in &self.households {
            tx.touch("household", row.id, FeedKind::Upsert, Some(row.area_id));
        }
        for row in &self.persons {
            tx.touch("person", row.id, FeedKind::Upsert, Some(row.area_id));
        }
        for row in &self.claims {
            tx.touch("group_claim", row.id, FeedKind::Upsert, Some(row.area_id));
        }
        for row in &self.covers {
            tx.touch("cover", row.id, FeedKind::Upsert, Some(row.area_id));
        }
        Ok(())
    }
}
