//! The kinds of records a phone works on offline, and what sync must know of each. A new kind is one row here.
use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    kind_known, kind_register, kind_visits,
    op::{Op, OpKind},
    skew::Timing,
    three_way::FieldClass,
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Problem, Result,
        id::{AreaId, DeviceId, UserId},
    },
    db::{Conn, Seals, Tx},
    rest::from_json,
};

/// An operation on its way into the database.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// What the phone sent.
    pub op: &'a Op,
    /// When it probably happened.
    pub timing: Timing,
    /// Who did it.
    pub user_id: UserId,
    /// Which phone brought it.
    pub device_id: DeviceId,
}

/// What becomes of each arrival: done, or refused; a failure of the database ends the push.
pub type Outcomes = Vec<std::result::Result<(), Box<Problem>>>;

/// Records that are there: their id and their area.
pub type Places = Vec<(String, AreaId)>;
/// The fields of a record by name.
pub type Fields = BTreeMap<String, Value>;

/// One kind of record.
pub struct RecordKind {
    /// Its word, in operations, feed and audit lines.
    pub entity: &'static str,
    /// In which round of a push it is made: what it hangs on comes first.
    pub round: u8,
    /// Fields of a creating operation that name other records, and their kind.
    pub parents: &'static [(&'static str, &'static str)],
    /// Those of these ids that lie within a scope, with their area.
    pub known: fn(&mut Conn, &Scope, &[String]) -> Result<Places>,
    /// Makes records, all in few statements.
    pub create: fn(&mut Tx, &Scope, &[Arrival<'_>]) -> Result<Outcomes>,
    /// Whether a new one is taken from somebody who has meanwhile left the area: it is a fact that happened.
    pub late: bool,
    /// How its fields are edited, if they are.
    pub edit: Option<Edit>,
    /// What else can be done to it.
    pub acts: &'static [(OpKind, Act)],
    /// What a phone gets to see of records within a scope.
    pub load: fn(&mut Conn, &Scope, &Seals, Which<'_>) -> Result<Vec<Shown>>,
}

/// Which records are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those with these ids.
    These(&'a [String]),
    /// So many after this id, by id.
    After(&'a str, i64),
}

/// A record as a phone sees it.
#[derive(Debug)]
pub struct Shown {
    /// Its id.
    pub id: String,
    /// Its fields.
    pub fields: Value,
}

/// Does one thing to one record.
pub type Act = fn(&mut Tx, &Scope, Arrival<'_>) -> Result<()>;

/// How the fields of a kind are edited.
#[derive(Clone, Copy)]
pub struct Edit {
    /// The fields that can be edited, and how each takes a value that meets another.
    pub classes: &'static [(&'static str, FieldClass<'static>)],
    /// Fields whose values are masked when people look at a conflict.
    pub masked: &'static [&'static str],
    /// The present values, if the record lies within the scope.
    pub read: fn(&mut Tx, &Scope, &str) -> Result<Option<Fields>>,
    /// Writes the values that changed.
    pub write: fn(&mut Tx, &Scope, &str, Map<String, Value>) -> Result<()>,
}

/// All kinds, those that others hang on first.
pub const KINDS: &[RecordKind] = &[
    kind_register::HOUSEHOLD,
    kind_register::PERSON,
    kind_known::GROUP_CLAIM,
    kind_known::CONSENT,
    kind_known::COVER,
    kind_visits::VISIT,
    kind_visits::FOLLOW_UP,
];

/// The kind with this word.
pub fn kind(entity: &str) -> Option<&'static RecordKind> {
    KINDS.iter().find(|kind| kind.entity == entity)
}

/// The fields of an operation as the body of the request that would do the same, with what the operation says itself.
///
/// # Errors
/// `invalid` at the field.
pub fn body<T: DeserializeOwned>(op: &Op, own: &[(&str, Value)]) -> Result<T> {
    let said = op.fields.iter().filter(|(name, _)| own.iter().all(|(ours, _)| ours != name));
    from_json(said.map(|(name, value)| (name.as_str(), value)).chain(own.iter().map(|(name, value)| (*name, value))))
}

/// Makes records one after the other, each by itself.
///
/// # Errors
/// When the database fails.
pub fn one_by_one(
    tx: &mut Tx,
    arrivals: &[Arrival<'_>],
    mut make: impl FnMut(&mut Tx, &Op) -> Result<()>,
) -> Result<Outcomes> {
    arrivals.iter().map(|arrival| tx.attempt(|tx| make(tx, arrival.op))).collect()
}

/// A record as a phone sees it, from a view.
///
/// # Errors
/// Never in practice.
pub fn shown<K>(id: Id<K>, view: &impl Serialize) -> Result<Shown> {
    Ok(Shown { id: id.to_string(), fields: serde_json::to_value(view).map_err(Error::internal)? })
}
