//! The facts of the five articles, entered through the same actions that users call.
//!
//! `config/seed/demo/articles.json` holds request bodies. `@key` names an earlier record, `area:CODE@DAY` an area by
//! its official code on a day. Each record says which facts of the sources it carries.
use std::collections::HashMap;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::dice;
use crate::{
    access::Scope,
    base::{Error, Result, of},
    db::{Db, Tx, Who},
    features::{
        areas, audit_log, campaigns, coverage, documents, events, media, organisations, supervision, support_rules,
        targets,
    },
};

const ARTICLES: &str = include_str!("../../../config/seed/demo/articles.json");

#[derive(Deserialize)]
struct Articles {
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    kind: String,
    key: String,
    body: Value,
}

/// Enters every record that is not there: its id follows from its key, and the trail says whether it was entered. What an
/// earlier version of the program has entered, with other ids, stays as it is.
pub fn prepare(db: &Db) -> Result<()> {
    let articles: Articles =
        serde_json::from_str(ARTICLES).map_err(|e| Error::internal(format_args!("articles.json: {e}")))?;
    let id = |key: &str| dice::id::<of::Organisation>(key, 0, dice::since());
    let first = articles.records.first().map(|record| id(&record.key)).transpose()?;
    let ours = first.map_or(Ok(true), |id| db.read_now(|conn| audit_log::has_line(conn, id)))?;
    if !ours && db.read_now(organisations::any)? {
        return Ok(());
    }
    let mut known: HashMap<String, String> = HashMap::new();
    for record in articles.records {
        let Record { kind, key, mut body } = record;
        db.read_now(|conn| {
            resolve(&mut body, &mut |text| match text.strip_prefix('@') {
                Some(key) => known
                    .get(key)
                    .cloned()
                    .map(Some)
                    .ok_or_else(|| Error::internal(format_args!("articles.json: @{key} is not known yet"))),
                None => match text.strip_prefix("area:").and_then(|t| t.split_once('@')) {
                    Some((code, day)) => {
                        let day =
                            day.parse().map_err(|_| Error::internal(format_args!("articles.json: no day {day}")))?;
                        let area = areas::by_code(conn, code, day)?
                            .ok_or_else(|| Error::internal(format_args!("articles.json: no area {code} on {day}")))?;
                        Ok(Some(area.id.to_string()))
                    }
                    None => Ok(None),
                },
            })
        })?;
        let id = id(&key)?;
        known.insert(key.clone(), id.to_string());
        if db.read_now(|conn| audit_log::has_line(conn, id))? {
            continue;
        }
        if let Some(map) = body.as_object_mut() {
            map.insert("id".into(), id.to_string().into());
        }
        db.write_now(Who::program("demo"), move |tx| {
            enter(tx, &kind, body).map_err(|error| Error::internal(format_args!("articles.json: {key}: {error}")))
        })?;
    }
    Ok(())
}

/// Replaces every text that `look_up` knows.
fn resolve(value: &mut Value, look_up: &mut dyn FnMut(&str) -> Result<Option<String>>) -> Result<()> {
    match value {
        Value::String(text) => {
            if let Some(id) = look_up(text)? {
                *text = id;
            }
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, look_up)),
        Value::Object(map) => map.values_mut().try_for_each(|item| resolve(item, look_up)),
        _ => Ok(()),
    }
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T> {
    serde_json::from_value(body).map_err(Error::internal)
}

fn enter(tx: &mut Tx, kind: &str, body: Value) -> Result<()> {
    let scope = &Scope::whole("the demonstration is entered by the program", tx.today());
    match kind {
        "organisation" => organisations::create_organisation(tx, scope, read(body)?).map(drop),
        "document" => documents::create_document(tx, scope, read(body)?).map(drop),
        "campaign" => campaigns::create_campaign(tx, scope, read(body)?).map(drop),
        "event" => events::create_event(tx, scope, read(body)?).map(drop),
        "media" => media::create_media_output(tx, scope, read(body)?).map(drop),
        "denominator" => coverage::create_denominator(tx, scope, read(body)?).map(drop),
        "snapshot" => coverage::create_snapshot(tx, scope, read(body)?).map(drop),
        "target" => targets::create_target(tx, scope, read(body)?).map(drop),
        "committee_member" => supervision::create_member(tx, scope, read(body)?).map(drop),
        "inspection" => supervision::create_inspection(tx, scope, read(body)?).map(drop),
        "commendation" => supervision::create_commendation(tx, scope, read(body)?).map(drop),
        "support_rule" => support_rules::create_support_rule(tx, scope, read(body)?).map(drop),
        other => Err(Error::internal(format_args!("no such kind of record: {other}"))),
    }
}
