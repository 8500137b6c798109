//! What becomes of a record when a patch arrives that was made on an older state of it: field by field.
//!
//! A field that nobody else changed since the patch's base takes the patch's value. For the others the class of the
//! field decides. A value that loses is never dropped: it is in a conflict row, for people to decide. What counts is
//! the order in which the server received things, never the time a device claims. How a conflict is resolved, and who
//! may patch at all, is decided elsewhere.
use std::collections::BTreeMap;

use serde_json::Value;

use crate::base::{
    field_version::{FieldVersion, Writer},
    text_enum::text_enum,
};

/// How a field takes a value that meets another one. Tables come as data, so that each field brings its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldClass<'a> {
    /// Says who somebody is. An empty one is filled; one that stands is never overwritten, not even by somebody who
    /// knew it, because a slip here makes one citizen out of two.
    Identity,
    /// Consent and the like: words (or `false` and `true`) from the freest to the most restrictive. When two did not
    /// know of each other the more restrictive one holds: ignoring a withdrawal breaks the law, ignoring a consent
    /// costs a visit. Whoever saw a withdrawal may record a later consent.
    Restrictive(&'a [&'a str]),
    /// Moves only along these pairs (from, to). An empty status takes any word the table names.
    Status(&'a [(&'a str, &'a str)]),
    /// Free text. Lines of both are kept.
    Note,
    /// Anything else: what the server received first stays.
    Plain,
}

/// A field as the server has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<'a> {
    /// How it takes values.
    pub class: FieldClass<'a>,
    /// Its present value; null when it has none.
    pub value: Value,
    /// When it was changed.
    pub version: FieldVersion,
}

/// What a phone wants changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patch<'a> {
    /// Whose patch it is.
    pub writer: &'a Writer,
    /// The newest revision the phone had pulled of this record when the edit was made.
    pub base_rev: i64,
    /// The new values.
    pub fields: &'a BTreeMap<String, Value>,
}

/// Two values met and one lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// The value that stands.
    pub kept: Value,
    /// The value that does not.
    pub losing: Value,
    /// What the patch was based on.
    pub base_rev: i64,
}

text_enum! {
    /// How a patch ended.
    pub enum Verdict {
        /// It was applied as it came.
        Accepted = "accepted",
        /// It met changes of others and went together with them; nothing was lost.
        Merged = "merged",
        /// At least one value lost and stands in a conflict row.
        Conflict = "conflict",
    }
}

/// What to write, and what to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// New values, of fields that change.
    pub writes: BTreeMap<String, Value>,
    /// One for every value that lost.
    pub conflicts: Vec<Conflict>,
    /// The sum of it.
    pub verdict: Verdict,
}

/// The fate of one field.
enum Fate {
    /// The field already has the value.
    Stands,
    /// Nobody else changed it: it takes the value.
    Takes,
    /// Somebody else changed it, and this goes together with it.
    Joins(Value),
    /// The present value stands, the patch's loses.
    Keeps,
    /// The patch's value stands, the present one loses.
    Yields,
}

/// Merges `patch` into `record`. A field the record does not have is a conflict, so that what a newer app sends is seen.
pub fn merge(record: &BTreeMap<String, Field<'_>>, patch: Patch<'_>) -> Merge {
    let (mut writes, mut conflicts, mut joined) = (BTreeMap::new(), Vec::new(), false);
    for (name, value) in patch.fields {
        let present = record.get(name).map_or(&Value::Null, |field| &field.value);
        let fate = record.get(name).map_or(Fate::Keeps, |field| {
            decide(field, value, field.version.foreign_rev(patch.writer) <= patch.base_rev)
        });
        let mut conflict = |kept: &Value, losing: &Value| {
            conflicts.push(Conflict {
                field: name.clone(),
                kept: kept.clone(),
                losing: losing.clone(),
                base_rev: patch.base_rev,
            });
        };
        let write = match fate {
            Fate::Stands => None,
            Fate::Takes => Some(value.clone()),
            Fate::Joins(both) => {
                joined = true;
                Some(both)
            }
            Fate::Keeps => {
                conflict(present, value);
                None
            }
            Fate::Yields => {
                conflict(value, present);
                Some(value.clone())
            }
        };
        if let Some(new) = write.filter(|new| new != present) {
            writes.insert(name.clone(), new);
        }
    }
    let verdict = match (conflicts.is_empty(), joined) {
        (false, _) => Verdict::Conflict,
        (true, true) => Verdict::Merged,
        (true, false) => Verdict::Accepted,
    };
    Merge { writes, conflicts, verdict }
}

/// What happens to `field` when `value` comes; `known`: the phone knew every change others made to it.
fn decide(field: &Field<'_>, value: &Value, known: bool) -> Fate {
    if &field.value == value {
        return Fate::Stands;
    }
    match field.class {
        FieldClass::Identity if field.value.is_null() => Fate::Takes,
        FieldClass::Identity => Fate::Keeps,
        FieldClass::Restrictive(words) => match (rank(words, &field.value), rank(words, value)) {
            (Some(_), Some(_)) if known => Fate::Takes,
            (Some(present), Some(new)) if new > present => Fate::Yields,
            _ => Fate::Keeps,
        },
        FieldClass::Status(moves) if !may_move(moves, &field.value, value) => Fate::Keeps,
        FieldClass::Note if !known => joined_notes(&field.value, value).map_or(Fate::Keeps, Fate::Joins),
        FieldClass::Status(_) if !known => Fate::Joins(value.clone()),
        FieldClass::Plain if !known => Fate::Keeps,
        FieldClass::Status(_) | FieldClass::Note | FieldClass::Plain => Fate::Takes,
    }
}

/// How restrictive a value is; nothing said is freest. A word the table does not have has no rank and changes nothing.
fn rank(words: &[&str], value: &Value) -> Option<usize> {
    let word = match value {
        Value::Null => return Some(0),
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::String(word) => word,
        _ => return None,
    };
    words.iter().position(|w| *w == word).map(|place| place + 1)
}

fn may_move(moves: &[(&str, &str)], from: &Value, to: &Value) -> bool {
    match (from, to) {
        (Value::Null, Value::String(to)) => moves.iter().any(|(a, b)| a == to || b == to),
        (Value::String(from), Value::String(to)) => moves.iter().any(|(a, b)| a == from && b == to),
        _ => false,
    }
}

/// The present note, then the lines of the new one that it lacks; nothing when either is no text. Done a second time
/// it adds nothing.
fn joined_notes(present: &Value, new: &Value) -> Option<Value> {
    let mut lines = note_lines(present)?;
    for line in note_lines(new)? {
        if line.trim().is_empty() || lines.contains(&line) {
            continue;
        }
        lines.push(line);
    }
    Some(Value::String(lines.join("\n")))
}

fn note_lines(note: &Value) -> Option<Vec<&str>> {
    match note {
        Value::Null => Some(Vec::new()),
        Value::String(text) => Some(text.split('\n').filter(|_| !text.is_empty()).collect()),
        _ => None,
    }
}
