//! SQL of what households count for.
use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*};

use super::{
    cells::{HouseholdFacts, HouseholdSums, in_use},
    model::{Household, HouseholdStatus},
};
use crate::{
    base::{
        Result,
        id::{AreaId, HouseholdId},
    },
    db::{Conn, InScope, Tx, among, cells::Counted, schema::households},
};

type Row = (AreaId, HouseholdStatus, bool, bool);
const ROW: (households::area_id, households::status, households::called, households::met) =
    (households::area_id, households::status, households::called, households::met);

fn facts((area_id, status, called, met): Row) -> HouseholdFacts {
    HouseholdFacts { area_id, status, called, met }
}

/// New households count from now on.
pub fn count_new(tx: &mut Tx, rows: &[Household]) {
    let mut alike: BTreeMap<(AreaId, &str), (HouseholdFacts, i64)> = BTreeMap::new();
    for row in rows {
        let new = facts((row.area_id, row.status, false, false));
        alike.entry((row.area_id, row.status.as_str())).or_insert((new, 0)).1 += 1;
    }
    tx.count(HouseholdSums::SHEET, alike.into_values().filter_map(|(one, times)| one.counted(times)));
}

/// A household, found in scope, is about to live elsewhere or to be in use no more, or again: it counts as it will stand, and
/// no more as it stands. From here on nobody else changes it.
pub fn count_change(tx: &mut Tx, old: &InScope<Household>, new: &Household) -> Result<()> {
    if (old.area_id, old.status) == (new.area_id, new.status) {
        return Ok(());
    }
    let stands: Row = diesel::update(households::table.find(old.id))
        .set(households::rev.eq(households::rev + 0))
        .returning(ROW)
        .get_result(tx.conn()?)?;
    let (before, after) = (facts(stands), facts((new.area_id, new.status, stands.2, stands.3)));
    tx.count(HouseholdSums::SHEET, [before.counted(-1), after.counted(1)].into_iter().flatten());
    Ok(())
}

/// Takes households, found in scope and empty, out of the register; they count no more.
///
/// # Errors
/// When the database fails.
pub fn delete_households(tx: &mut Tx, ids: &[HouseholdId]) -> Result<()> {
    let gone: Vec<Row> =
        diesel::delete(households::table.filter(among(households::id, ids))).returning(ROW).get_results(tx.conn()?)?;
    tx.count(HouseholdSums::SHEET, gone.into_iter().filter_map(|row| facts(row).counted(-1)));
    Ok(())
}

macro_rules! notes {
    ($($(#[$doc:meta])* $name:ident: $column:ident),+ $(,)?) => { $(
        $(#[$doc])*
        /// Of two servers that note it at the same moment one finds it noted, and counts nothing.
        ///
        /// # Errors
        /// When the database fails.
        pub fn $name(tx: &mut Tx, ids: &[HouseholdId], is_so: bool) -> Result<()> {
            if ids.is_empty() {
                return Ok(());
            }
            let other = households::table.filter(among(households::id, ids)).filter(households::$column.ne(is_so));
            let changed: Vec<(AreaId, HouseholdStatus)> = diesel::update(other)
                .set(households::$column.eq(is_so))
                .returning((households::area_id, households::status))
                .get_results(tx.conn()?)?;
            let (sums, times) = (HouseholdSums { $column: 1, ..HouseholdSums::default() }, if is_so { 1 } else { -1 });
            let counted = changed.into_iter().filter_map(|(area_id, status)| in_use(area_id, status, sums, times));
            tx.count(HouseholdSums::SHEET, counted);
            Ok(())
        }
    )+ };
}
notes! {
    /// Notes of households, whose visits were found in scope, whether anybody ever came to their door.
    note_called: called,
    /// Notes of households, whose visits were found in scope, whether anybody was ever met there.
    note_met: met,
}

/// The areas in which households live.
///
/// # Errors
/// When the database fails.
pub fn household_places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(households::table.select(households::area_id).distinct().load(conn)?)
}

/// What the households in these areas count for.
///
/// # Errors
/// When the database fails.
pub fn households_counted(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let rows: Vec<(AreaId, HouseholdStatus, bool, bool, i64)> = households::table
        .filter(among(households::area_id, areas))
        .group_by(ROW)
        .select((households::area_id, households::status, households::called, households::met, count_star()))
        .load(conn)?;
    let counted =
        rows.into_iter().filter_map(|(area, status, called, met, n)| facts((area, status, called, met)).counted(n));
    Ok(counted.collect())
}
