//! The windows that hold until somebody sets others.
use serde::Deserialize;

use super::{model::WindowRow, queries};
use crate::{
    base::{Day, Error, Id, Result, scheme::SoldScheme},
    db::{Event, Tx},
};

const WINDOWS: &str = include_str!("../../../config/seed/touch_windows.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    window: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    scheme: SoldScheme,
    days: i32,
    from: Day,
    basis: String,
}

/// Loads the starting windows into a database that has none; whether it did.
///
/// # Errors
/// When the seed file is wrong or the database fails.
pub fn load_starting_windows(tx: &mut Tx) -> Result<bool> {
    if !queries::window_rows(tx.conn()?)?.is_empty() {
        tx.unchanged();
        return Ok(false);
    }
    let shipped: Shipped =
        toml::from_str(WINDOWS).map_err(|e| Error::internal(format_args!("touch_windows.toml: {e}")))?;
    let mut first = None;
    for entry in shipped.window {
        let row = WindowRow {
            id: Id::new(),
            scheme: entry.scheme.into(),
            days: entry.days,
            valid_from: entry.from,
            basis: entry.basis,
            recorded_at: tx.now(),
            recorded_by: None,
        };
        queries::insert_window(tx, &row)?;
        first.get_or_insert(row.id);
    }
    let first = first.ok_or_else(|| Error::internal("touch_windows.toml: no window"))?;
    tx.record(Event::new("touch_windows.loaded", "touch_window", first));
    Ok(true)
}
