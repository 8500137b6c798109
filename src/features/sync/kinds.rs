//! The kinds of records a phone works on offline, and what sync must know of each. A new kind is one row here.
use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    kind_door, kind_hand_overs, kind_known, kind_register, kind_visits, kind_walk_lists,
    op::{Op, OpKind},
    skew::Timing,
    three_way::FieldClass,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Error, Id, Problem, Result,
        id::{AreaId, DeviceId, UserId},
    },
    db::{Conn, Seals, Tx},
    rest::{Calling, Standing, from_json},
};

/// What an operation is computed with besides the database.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The law as it is kept in memory.
    pub law: &'a Standing,
    /// By when a household handed over is called on, unless a day is said.
    pub calling: &'a Calling,
}

/// An operation on its way into the database.
#[derive(Clone, Copy)]
pub struct Arrival<'a> {
    /// What the phone sent.
    pub op: &'a Op,
    /// When it probably happened.
    pub timing: Timing,
    /// Who did it.
    pub user_id: UserId,
    /// Which phone brought it.
    pub device_id: DeviceId,
    /// What it is computed with.
    pub desk: Desk<'a>,
}

/// A word that is to be known of something that was done.
pub type Note = Option<&'static str>;
/// What becomes of each arrival: done, or refused; a failure of the database ends the push.
pub type Outcomes = Vec<std::result::Result<Note, Box<Problem>>>;

/// Records that are there: their id and their area.
pub type Places = Vec<(String, AreaId)>;
/// The fields of a record by name.
pub type Fields = BTreeMap<String, Value>;

/// One kind of record.
pub struct RecordKind {
    /// Its word, in operations, feed and audit lines.
    pub entity: &'static str,
    /// When it is made.
    pub turn: Turn,
    /// The right it takes to make one; the scope of that right holds.
    pub right: Permission,
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
    /// Fields that say what is nobody's business who may not see the money of sign-ups there.
    pub private: &'static [&'static str],
    /// What else can be done to it.
    pub acts: &'static [(OpKind, Permission, Act)],
    /// How a phone gets to see its records; nothing where it does not.
    pub seen: Option<Seen>,
}

/// Of records that are not within a scope, the ids of those that may once have been.
pub type Left = fn(&mut Conn, &Scope, &[String]) -> Result<Vec<String>>;

/// How a phone gets to see records of a kind.
pub struct Seen {
    /// The right it takes; the scope of that right holds.
    pub right: Permission,
    /// What a phone gets to see of records within a scope.
    pub load: fn(&mut Conn, &Scope, Looking<'_>, Which<'_>) -> Result<Vec<Shown>>,
    /// Of records that are not within a scope, those that may once have been: another organisation's never were. Nothing
    /// where what lies in an area is everybody's there.
    pub left: Option<Left>,
}

/// Who looks, and what opens what is sealed.
#[derive(Clone, Copy)]
pub struct Looking<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// Opens sealed columns.
    pub seals: &'a Seals,
}

/// When records of a kind are made within a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// In this round, before anything is changed, many at once: what others hang on comes in an earlier one.
    Round(u8),
    /// In the order of the phone's numbers, between the changes: what may be done depends on what was done just before. Nobody
    /// else writes meanwhile, and what hangs on something refused is refused, not waited for: money may have been taken.
    Own,
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
    kind_walk_lists::WALK_LIST,
    kind_door::KEPT_QUOTE,
    kind_hand_overs::HAND_OVER,
    kind_door::ENROLMENT,
    kind_hand_overs::RENEWAL,
];

/// For how many records one of this kind counts in an answer: a list carries its doors.
pub fn weight(entity: &str) -> usize {
    if entity == kind_walk_lists::WALK_LIST.entity { kind_walk_lists::WEIGHT } else { 1 }
}

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
    mut make: impl FnMut(&mut Tx, &Arrival<'_>) -> Result<Note>,
) -> Result<Outcomes> {
    arrivals.iter().map(|arrival| tx.attempt(|tx| make(tx, arrival))).collect()
}

/// A record as a phone sees it, from a view.
///
/// # Errors
/// Never in practice.
pub fn shown<K>(id: Id<K>, view: &impl Serialize) -> Result<Shown> {
    Ok(Shown { id: id.to_string(), fields: serde_json::to_value(view).map_err(Error::internal)? })
}
