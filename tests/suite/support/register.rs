//! Households and people of the register, written straight into its tables.
use diesel::prelude::*;
use tungnha::{
    base::{
        Id,
        id::{AreaId, HouseholdId, PersonId},
        text::{fold, name_sort_key},
    },
    db::{
        Db, Who, cells,
        schema::{households, persons},
    },
    features::people::{HouseholdFacts, HouseholdStatus, HouseholdSums},
};

/// A household in this area, with nobody in it yet.
pub fn household(db: &Db, area: AreaId, name: &str) -> HouseholdId {
    let (id, name) = (Id::new(), name.to_owned());
    db.write_now(Who::program("tests"), move |tx| {
        tx.housekeeping("the test makes its own register");
        let row = (
            households::id.eq(id),
            households::area_id.eq(area),
            households::name_key.eq(fold(&name)),
            households::name_sort.eq(name_sort_key(&name)),
            households::name.eq(name),
            households::house_sort.eq(""),
            households::do_not_contact.eq(false),
            households::status.eq("active"),
            households::seal_key.eq(1),
            households::created_at.eq(tx.now()),
            households::rev.eq(1_i64),
        );
        diesel::insert_into(households::table).values(row).execute(tx.conn()?)?;
        let facts = HouseholdFacts { area_id: area, status: HouseholdStatus::Active, called: false, met: false };
        cells::write(tx.conn()?, HouseholdSums::SHEET, facts.counted(1).into_iter().collect())
    })
    .expect("a household");
    id
}

/// Somebody who lives in this household.
pub fn person(db: &Db, household: HouseholdId, name: &str) -> PersonId {
    let (id, name) = (Id::new(), name.to_owned());
    db.write_now(Who::program("tests"), move |tx| {
        tx.housekeeping("the test makes its own register");
        let area: AreaId = households::table.find(household).select(households::area_id).first(tx.conn()?)?;
        let row = (
            persons::id.eq(id),
            persons::household_id.eq(household),
            persons::area_id.eq(area),
            persons::name_key.eq(fold(&name)),
            persons::name_sort.eq(name_sort_key(&name)),
            persons::full_name.eq(name),
            persons::do_not_contact.eq(false),
            persons::status.eq("active"),
            persons::seal_key.eq(1),
            persons::created_at.eq(tx.now()),
            persons::rev.eq(1_i64),
        );
        diesel::insert_into(persons::table).values(row).execute(tx.conn()?)?;
        Ok(())
    })
    .expect("a person");
    id
}
