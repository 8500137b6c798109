//! Starting values of the lists, loaded once into an empty database, then owned by it; entries that a newer program
//! brings are added, since nothing is ever taken out.
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    model::{Entry, EventType, List, VisitOutcome},
    queries,
};
use crate::{
    base::{Day, Error, Id, Result, of},
    db::{Event, Tx},
};

const CODE_LISTS: &str = include_str!("../../../config/seed/code_lists.toml");
const EVENT_TYPES: &str = include_str!("../../../config/seed/event_types.toml");
const VISIT_OUTCOMES: &str = include_str!("../../../config/seed/visit_outcomes.toml");

#[derive(Deserialize)]
struct Outcomes {
    valid_from: Day,
    outcome: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    code: String,
    vi: String,
    en: String,
    met: bool,
}

#[derive(Deserialize)]
struct Names {
    vi: String,
    en: String,
    #[serde(default = "yes")]
    counts_people: bool,
}

fn yes() -> bool {
    true
}

type Lists = BTreeMap<String, BTreeMap<String, Names>>;

fn shipped_lists() -> Result<Lists> {
    toml::from_str(CODE_LISTS).map_err(|e| Error::internal(format_args!("code_lists.toml: {e}")))
}

fn list_named(word: &str) -> Result<List> {
    word.parse().map_err(|()| Error::internal(format_args!("code_lists.toml: no list {word}")))
}

/// Adds the shipped entries that the lists do not have yet; whether there were any.
fn add_missing(tx: &mut Tx) -> Result<bool> {
    let mut added = false;
    for (list, entries) in shipped_lists()? {
        let known = queries::codes(tx.conn()?, list_named(&list)?)?;
        for (position, (code, names)) in (1..).zip(entries) {
            if known.contains(&code) {
                continue;
            }
            queries::insert(tx, &Entry { list: list.clone(), code, name_vi: names.vi, name_en: names.en, position })?;
            added = true;
        }
    }
    if added {
        tx.record(Event::new("lists.extended", "code_list", Id::<of::Organisation>::new()));
    } else {
        tx.unchanged();
    }
    Ok(added)
}

/// Loads the starting values, or what a newer program adds to them; whether there was anything.
///
/// # Errors
/// When a seed file is wrong or the database fails.
pub fn load_starting_values(tx: &mut Tx) -> Result<bool> {
    if queries::any(tx.conn()?)? {
        return add_missing(tx);
    }
    for (list, entries) in shipped_lists()? {
        let list = list_named(&list)?;
        for (position, (code, names)) in (1..).zip(entries) {
            queries::insert(
                tx,
                &Entry { list: list.as_str().into(), code, name_vi: names.vi, name_en: names.en, position },
            )?;
        }
    }
    let types: BTreeMap<String, Names> =
        toml::from_str(EVENT_TYPES).map_err(|e| Error::internal(format_args!("event_types.toml: {e}")))?;
    for (position, (code, names)) in (1..).zip(types) {
        queries::insert_event_type(
            tx,
            &EventType { code, name_vi: names.vi, name_en: names.en, counts_people: names.counts_people, position },
        )?;
    }
    let outcomes: Outcomes =
        toml::from_str(VISIT_OUTCOMES).map_err(|e| Error::internal(format_args!("visit_outcomes.toml: {e}")))?;
    for (position, outcome) in (1..).zip(outcomes.outcome) {
        queries::insert_visit_outcome(
            tx,
            &VisitOutcome {
                code: outcome.code,
                name_vi: outcome.vi,
                name_en: outcome.en,
                met: outcome.met,
                position,
                valid_from: outcomes.valid_from,
                valid_to: None,
            },
        )?;
    }
    tx.record(Event::new("lists.loaded", "code_list", Id::<of::Organisation>::new()));
    Ok(true)
}
