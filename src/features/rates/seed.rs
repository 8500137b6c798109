//! What the law says as far as this program knows it: loaded into every database, what is missing added by a newer one.
use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    kinds::{Confidence, RateKind},
    model::Rate,
    queries,
};
use crate::{
    base::{Day, Error, Id, Moment, Result},
    db::{Event, Tx},
};

const RATES: &str = include_str!("../../../config/seed/rates.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decrees {
    decree: Vec<Decree>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decree {
    from: Day,
    basis: String,
    article: Option<String>,
    confidence: Confidence,
    note: Option<String>,
    rates: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: RateKind,
    #[serde(default)]
    key: String,
    value: Option<i64>,
}

/// The shipped facts as rows, recorded at this instant by this change.
///
/// # Errors
/// When the seed file is wrong.
pub fn shipped(at: Moment, n: i64) -> Result<Vec<Rate>> {
    let read: Decrees = toml::from_str(RATES).map_err(|e| Error::internal(format_args!("rates.toml: {e}")))?;
    let rows = read.decree.into_iter().flat_map(|decree| {
        let Decree { from, basis, article, confidence, note, rates } = decree;
        rates.into_iter().map(move |entry| Rate {
            id: Id::new(),
            kind: entry.kind,
            key: entry.key,
            value: entry.value,
            effective_from: from,
            legal_basis: basis.clone(),
            article: article.clone(),
            confidence,
            note: note.clone(),
            late_because: None,
            recorded_at: at,
            recorded_n: n,
            recorded_by: None,
            withdrawn_at: None,
            withdrawn_n: None,
            withdrawn_by: None,
            withdrawn_why: None,
        })
    });
    Ok(rows.collect())
}

/// Adds the shipped facts of which the database has nothing for their day; whether there were any.
///
/// # Errors
/// When the seed file is wrong or the database fails.
pub fn load_shipped(tx: &mut Tx) -> Result<bool> {
    let known: BTreeSet<(RateKind, String, Day)> = queries::recorded(tx.conn()?)?.into_iter().collect();
    let mut rows = shipped(tx.now(), 0)?;
    rows.retain(|row| !known.contains(&(row.kind, row.key.clone(), row.effective_from)));
    let Some(first) = rows.first().map(|row| row.id) else {
        tx.unchanged();
        return Ok(false);
    };
    let n = queries::next_law_number(tx)?;
    for row in &mut rows {
        row.recorded_n = n;
    }
    queries::insert_many(tx, &rows)?;
    tx.record(Event::new("rates.loaded", "rate", first));
    Ok(true)
}
