//! The layouts as far as this program knows them: loaded into every database, what is missing added by a newer one.
use super::{layout::shipped, model::PaperLayout, queries};
use crate::{
    base::{Error, Id, Result},
    db::{Event, Tx},
};

/// Adds the shipped layouts of which the database has nothing for their day; whether there were any.
///
/// # Errors
/// When the shipped file is wrong or the database fails.
pub fn load_shipped(tx: &mut Tx) -> Result<bool> {
    let (known, now) = (queries::known_layouts(tx.conn()?)?, tx.now());
    let mut first = None;
    for own in shipped()?.into_iter().filter(|own| !known.contains(&(own.paper, own.effective_from))) {
        let row = PaperLayout {
            id: Id::new(),
            paper: own.paper,
            effective_from: own.effective_from,
            doubt: own.doubt,
            layout: serde_json::to_string(&own.layout).map_err(Error::internal)?,
            recorded_at: now,
            recorded_by: None,
        };
        queries::insert_layout(tx, &row)?;
        first.get_or_insert(row.id);
    }
    match first {
        Some(first) => tx.record(Event::new("paper_layouts.loaded", "paper_layout", first)),
        None => tx.unchanged(),
    }
    Ok(first.is_some())
}
