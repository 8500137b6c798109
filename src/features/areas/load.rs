//! Loading the official lists that the project ships (`config/seed/areas`), once, into an empty database.
use crate::base::id::AreaId;
use std::collections::HashMap;

use serde::Deserialize;

use super::{
    closure,
    model::{Area, Label, Level, Naming, Share, Succession},
    queries,
};
use crate::{
    base::{Day, Error, Id, Result},
    db::{Event, Tx},
};

const AREAS: &str = include_str!("../../../config/seed/areas/areas.csv");
const LABELS: &str = include_str!("../../../config/seed/areas/labels.csv");
const SUCCESSIONS: &str = include_str!("../../../config/seed/areas/successions.csv");
const ALIASES: &str = include_str!("../../../config/seed/areas/aliases.csv");

#[derive(Deserialize)]
struct AreaLine {
    code: String,
    valid_from: Day,
    valid_to: Option<Day>,
    level: Level,
    kind: String,
    name: String,
    full_name: String,
    parent_code: String,
    lat: Option<f64>,
    lon: Option<f64>,
}
#[derive(Deserialize)]
struct LabelLine {
    code: String,
    valid_from: Day,
    kind: String,
    name: String,
    full_name: String,
    legal_basis: String,
}
#[derive(Deserialize)]
struct SuccessionLine {
    old_code: String,
    new_code: String,
    on: Day,
    share: Share,
    note: String,
}
#[derive(Deserialize)]
struct AliasLine {
    alias: String,
    code: String,
}

fn lines<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(Error::internal)
}

/// Loads the lists when no area is there yet; whether it did.
///
/// # Errors
/// When the lists contradict themselves or the database fails.
pub fn load_official_lists(tx: &mut Tx) -> Result<bool> {
    if queries::any(tx.conn()?)? {
        tx.unchanged();
        return Ok(false);
    }
    let areas = read_areas()?;
    let at = |code: &str, day: Day| areas.iter().find(|a| a.code == code && a.alive_on(day)).map(|a| a.id);
    let by_code: HashMap<(&str, bool), AreaId> =
        areas.iter().map(|a| ((a.code.as_str(), a.valid_to.is_none()), a.id)).collect();
    let known = |code: &str, open: bool| {
        by_code.get(&(code, open)).copied().ok_or_else(|| Error::internal(format_args!("area lists: no area {code}")))
    };
    let successions = lines::<SuccessionLine>(SUCCESSIONS)?
        .into_iter()
        .map(|l| {
            Ok(Succession {
                old_id: known(&l.old_code, false)?,
                new_id: known(&l.new_code, true)?,
                on_day: l.on,
                share: l.share,
                note: l.note,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let labels = lines::<LabelLine>(LABELS)?
        .into_iter()
        .map(|l| {
            let area_id = at(&l.code, l.valid_from)
                .ok_or_else(|| Error::internal(format_args!("area lists: no area {}", l.code)))?;
            Ok(Label {
                area_id,
                valid_from: l.valid_from,
                kind: l.kind,
                name: l.name,
                full_name: l.full_name,
                legal_basis: l.legal_basis,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let aliases: Vec<_> = lines::<AliasLine>(ALIASES)?.into_iter().map(|l| (l.alias, l.code)).collect();
    let within = closure::lines(&areas, &successions);
    queries::insert_areas(tx, &areas)?;
    queries::insert_successions(tx, &successions)?;
    queries::insert_labels(tx, &labels)?;
    queries::insert_aliases(tx, &aliases)?;
    queries::insert_closure(tx, &within)?;
    let country =
        areas.iter().find(|a| a.level == Level::Country).ok_or_else(|| Error::internal("area lists: no country"))?;
    tx.record(Event::new("areas.loaded", "area", country.id).in_area(country.id));
    Ok(true)
}

/// The lists as rows, parents before children, each with a fresh id.
fn read_areas() -> Result<Vec<Area>> {
    let mut read = lines::<AreaLine>(AREAS)?;
    read.sort_by_key(|line| line.level);
    let mut ids: HashMap<(String, bool), AreaId> = HashMap::new();
    let mut out = Vec::with_capacity(read.len());
    for line in read {
        let (id, open) = (Id::new(), line.valid_to.is_none());
        let parent_id =
            match line.parent_code.as_str() {
                "" => None,
                code => {
                    let found = ids
                        .get(&(code.to_owned(), open))
                        .or_else(|| ids.get(&(code.to_owned(), true)).filter(|_| line.level == Level::Province));
                    Some(*found.ok_or_else(|| {
                        Error::internal(format_args!("area lists: {} has no parent {code}", line.code))
                    })?)
                }
            };
        let naming = Naming { kind: line.kind, name: line.name, full_name: line.full_name };
        let (name_key, full_name_key, sort_key) = naming.keys();
        ids.insert((line.code.clone(), open), id);
        out.push(Area {
            id,
            code: line.code,
            valid_from: line.valid_from,
            valid_to: line.valid_to,
            level: line.level,
            parent_id,
            lat: line.lat,
            lon: line.lon,
            kind: naming.kind,
            name: naming.name,
            full_name: naming.full_name,
            name_key,
            full_name_key,
            sort_key,
            rev: 1,
        });
    }
    Ok(out)
}
