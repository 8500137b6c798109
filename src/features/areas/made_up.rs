//! Areas that are in no official list: a made-up province with nothing above it, so that no figure of a real place counts
//! what happens there.
use super::{
    closure,
    model::{Area, Level, Naming},
    queries,
};
use crate::{
    base::{Day, Result, id::AreaId},
    db::{Event, Tx},
};

/// A made-up area.
#[derive(Debug, Clone)]
pub struct MadeUp {
    pub id: AreaId,
    /// With a letter, which no official code of a province or commune has.
    pub code: String,
    pub level: Level,
    /// Nothing for the one on top.
    pub parent_id: Option<AreaId>,
    pub kind: &'static str,
    /// Without the word that stands before it.
    pub name: String,
    pub full_name: String,
}

/// Enters made-up areas, all of them together: whatever lies above one of them is among them, before it.
///
/// # Errors
/// When a code is taken, or the database fails.
pub fn insert_made_up(tx: &mut Tx, top: AreaId, valid_from: Day, places: Vec<MadeUp>) -> Result<()> {
    let areas: Vec<Area> = places.into_iter().map(|place| place.row(valid_from)).collect();
    queries::insert_areas(tx, &areas)?;
    queries::insert_closure(tx, &closure::lines(&areas, &[]))?;
    tx.record(Event::new("areas.made_up", "area", top).in_area(top));
    Ok(())
}

impl MadeUp {
    fn row(self, valid_from: Day) -> Area {
        let naming = Naming { kind: self.kind.to_owned(), name: self.name, full_name: self.full_name };
        let (name_key, full_name_key, sort_key) = naming.keys();
        Area {
            id: self.id,
            code: self.code,
            valid_from,
            valid_to: None,
            level: self.level,
            parent_id: self.parent_id,
            lat: None,
            lon: None,
            kind: naming.kind,
            name: naming.name,
            full_name: naming.full_name,
            name_key,
            full_name_key,
            sort_key,
            rev: 1,
        }
    }
}
