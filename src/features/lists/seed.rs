//! Starting values of the lists, loaded once into an empty database, then owned by it.
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

/// Loads the starting values of an empty database, and of the code lists that a newer program brings to an older one;
/// whether there were any.
///
/// # Errors
/// When a seed file is wrong or the database fails.
pub fn load_starting_values(tx: &mut Tx) -> Result<bool> {
    let lists = load_missing_lists(tx)?;
    if queries::any(tx.conn()?)? {
        if lists {
            tx.record(Event::new("lists.loaded", "code_list", Id::<of::Organisation>::new()));
        } else {
            tx.unchanged();
        }
        return Ok(lists);
    }
    load_types_and_outcomes(tx)?;
    tx.record(Event::new("lists.loaded", "code_list", Id::<of::Organisation>::new()));
    Ok(true)
}

/// The starting values of every code list that has no entry; whether there was such a list.
fn load_missing_lists(tx: &mut Tx) -> Result<bool> {
    let lists: BTreeMap<String, BTreeMap<String, Names>> =
        toml::from_str(CODE_LISTS).map_err(|e| Error::internal(format_args!("code_lists.toml: {e}")))?;
    let mut any = false;
    for (list, entries) in lists {
        let list: List = list.parse().map_err(|()| Error::internal(format_args!("code_lists.toml: no list {list}")))?;
        if !queries::codes(tx.conn()?, list)?.is_empty() {
            continue;
        }
        any = true;
        for (position, (code, names)) in (1..).zip(entries) {
            queries::insert(
                tx,
                &Entry { list: list.as_str().into(), code, name_vi: names.vi, name_en: names.en, position },
            )?;
        }
    }
    Ok(any)
}

fn load_types_and_outcomes(tx: &mut Tx) -> Result<()> {
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
    Ok(())
}
