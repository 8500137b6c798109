//! What waits for people after a sync, written straight into its tables: phones, conflicts, refused operations; and ends of periods that
//! are near.
use diesel::prelude::*;
use tungnha::{
    base::{
        Id,
        id::{AreaId, ConflictId, DeviceId, HouseholdId, OpId, OrganisationId, PersonId, RenewalId, UserId},
    },
    db::{
        Db, Place, Who,
        schema::{conflicts, devices, households, persons, refused_ops, renewals, users},
    },
};

fn write(db: &Db, work: impl FnOnce(&mut tungnha::db::Tx, UserId) -> tungnha::base::Result<()> + Send + 'static) {
    db.write_now(Who::program("tests"), move |tx| {
        tx.housekeeping("the test makes its own cases");
        let user: UserId = users::table.order(users::id).select(users::id).first(tx.conn()?)?;
        work(tx, user)
    })
    .expect("a case");
}

/// A phone of somebody who works here.
pub fn device(db: &Db, area: AreaId) -> DeviceId {
    let id = Id::new();
    write(db, move |tx, user| {
        let now = tx.now();
        let row = (
            devices::id.eq(id),
            devices::user_id.eq(user),
            devices::area_id.eq(area),
            devices::epoch.eq("first"),
            devices::complete_to.eq(0_i64),
            devices::schema_version.eq(1),
            devices::last_contact_at.eq(now),
            devices::have_rev.eq(0_i64),
            devices::created_at.eq(now),
        );
        diesel::insert_into(devices::table).values(row).execute(tx.conn()?)?;
        Ok(())
    });
    id
}

/// Two names that met at a household.
pub fn conflict(db: &Db, household: HouseholdId) -> ConflictId {
    let id: ConflictId = Id::new();
    write(db, move |tx, user| {
        let (seals, now) = (tx.seals(), tx.now());
        let area: AreaId = households::table.find(household).select(households::area_id).first(tx.conn()?)?;
        let sealed = |column| seals.seal(Place { table: "conflicts", column, row: id.as_str() }, "\"Hộ Mẫu\"");
        let row = (
            conflicts::id.eq(id),
            conflicts::entity.eq("household"),
            conflicts::entity_id.eq(household.to_string()),
            conflicts::area_id.eq(area),
            conflicts::field.eq("name"),
            conflicts::kept_sealed.eq(sealed("kept_sealed")?),
            conflicts::losing_sealed.eq(sealed("losing_sealed")?),
            conflicts::seal_key.eq(seals.key_number()?),
            conflicts::base_rev.eq(0_i64),
            conflicts::op_id.eq(id.to_string()),
            conflicts::user_id.eq(user),
            conflicts::state.eq("open"),
            conflicts::created_at.eq(now),
            conflicts::rev.eq(1_i64),
        );
        diesel::insert_into(conflicts::table).values(row).execute(tx.conn()?)?;
        Ok(())
    });
    id
}

/// An operation of a phone here that was refused.
pub fn refused(db: &Db, area: AreaId) -> OpId {
    let (id, device): (OpId, DeviceId) = (Id::new(), device(db, area));
    write(db, move |tx, user| {
        let (seals, now) = (tx.seals(), tx.now());
        let place = Place { table: "refused_ops", column: "payload_sealed", row: id.as_str() };
        let row = (
            refused_ops::id.eq(id),
            refused_ops::payload_hash.eq(id.to_string()),
            refused_ops::device_id.eq(device),
            refused_ops::epoch.eq("first"),
            refused_ops::user_id.eq(user),
            refused_ops::area_id.eq(area),
            refused_ops::code.eq("op-malformed"),
            refused_ops::quarantined.eq(false),
            refused_ops::payload_sealed.eq(seals.seal(place, "{}")?),
            refused_ops::seal_key.eq(seals.key_number()?),
            refused_ops::state.eq("open"),
            refused_ops::created_at.eq(now),
        );
        diesel::insert_into(refused_ops::table).values(row).execute(tx.conn()?)?;
        Ok(())
    });
    id
}

/// Somebody whose month ends ten days from now.
pub fn renewal(db: &Db, person: PersonId, organisation: OrganisationId) -> RenewalId {
    let id = Id::new();
    write(db, move |tx, _| {
        let (now, today, key) = (tx.now(), tx.today(), tx.seals().key_number()?);
        let (home, area): (HouseholdId, AreaId) =
            persons::table.find(person).select((persons::household_id, persons::area_id)).first(tx.conn()?)?;
        let row = (
            renewals::id.eq(id),
            renewals::person_id.eq(person),
            renewals::household_id.eq(home),
            renewals::area_id.eq(area),
            renewals::organisation_id.eq(organisation),
            renewals::scheme.eq("bhyt_hgd"),
            renewals::chain_from.eq(today),
            renewals::covered_from.eq(today),
            renewals::paid_to.eq(today.plus_days(10)),
            renewals::lapsed_after.eq(today.plus_days(10)),
            renewals::state.eq("due"),
            renewals::seal_key.eq(key),
            renewals::created_at.eq(now),
            renewals::rev.eq(1_i64),
            renewals::counted_area_id.eq(area),
        );
        diesel::insert_into(renewals::table).values(row).execute(tx.conn()?)?;
        Ok(())
    });
    id
}
