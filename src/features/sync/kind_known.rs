//! What is known of people on phones: groups, consents, covers.
use diesel::prelude::*;
use serde_json::json;

use super::{
    kinds::{Arrival, Outcomes, RecordKind, Shown, Which, body, one_by_one, shown},
    op::{Op, OpKind},
};
use crate::{
    access::Scope,
    base::{
        Error, Result, Text,
        id::AreaId,
        problem::NOT_FOUND,
    },
    db::{
        Conn, InScope, Seals, Tx,
        schema::{consents, covers, group_claims},
        scoped,
    },
    features::people::{
        self, Consent, Cover, CreateClaim, CreateConsent, CreateCover, EndClaim, GroupClaim, Person, WithdrawConsent,
        write_parts,
    },
};

pub const GROUP_CLAIM: RecordKind = RecordKind {
    entity: "group_claim",
    round: 2,
    parents: &[("household_id", "household"), ("person_id", "person")],
    known: known_claims,
    create: create_claims,
    late: false,
    edit: None,
    acts: &[(OpKind::End, end_claim)],
    load: load_claims,
};
pub const CONSENT: RecordKind = RecordKind {
    entity: "consent",
    round: 2,
    parents: &[("person_id", "person")],
    known: known_consents,
    create: create_consents,
    late: false,
    edit: None,
    acts: &[(OpKind::End, withdraw_consent)],
    load: load_consents,
};
pub const COVER: RecordKind = RecordKind {
    entity: "cover",
    round: 2,
    parents: &[("person_id", "person")],
    known: known_covers,
    create: create_covers,
    late: false,
    edit: None,
    acts: &[],
    load: load_covers,
};

macro_rules! known {
    ($($name:ident: $table:ident),+) => { $(
        fn $name(conn: &mut Conn, scope: &Scope, ids: &[String]) -> Result<Vec<(String, AreaId)>> {
            Ok(scoped::$table(scope)
                .filter($table::id.eq_any(ids.to_vec()))
                .select(($table::id, $table::area_id))
                .load(conn)?)
        }
    )+ };
}
known!(known_claims: group_claims, known_consents: consents, known_covers: covers);

macro_rules! load {
    ($($name:ident: $table:ident, $row:ty, $view:path);+ $(;)?) => { $(
        fn $name(conn: &mut Conn, scope: &Scope, _seals: &Seals, which: Which<'_>) -> Result<Vec<Shown>> {
            let query = scoped::$table(scope).order($table::id);
            let query = match which {
                Which::These(ids) => query.filter($table::id.eq_any(ids.to_vec())),
                Which::After(id, limit) => query.filter($table::id.gt(id.to_owned())).limit(limit),
            };
            let rows: Vec<$row> = query.select(<$row>::as_select()).load(conn)?;
            rows.into_iter().map(|row| shown(row.id, &$view(row))).collect()
        }
    )+ };
}
load! {
    load_claims: group_claims, GroupClaim, people::ClaimView::from;
    load_consents: consents, Consent, people::ConsentView::from;
    load_covers: covers, Cover, people::known_cover;
}

/// The person an operation names, taken out of its fields: in a request it stands in the path.
fn person_named(tx: &mut Tx, scope: &Scope, op: &Op) -> Result<(InScope<Person>, Op)> {
    let missing = || {
        let text = Text { vi: "Không tìm thấy người", en: "No such person" };
        Error::from(NOT_FOUND.field("/person_id", "not-found", text))
    };
    let mut rest = op.clone();
    let named = rest.fields.remove("person_id");
    let id = named.as_ref().and_then(|id| id.as_str()).and_then(|id| id.parse().ok()).ok_or_else(missing)?;
    Ok((people::find_person(tx.conn()?, scope, id)?.ok_or_else(missing)?, rest))
}

fn create_claims(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, op| {
        let missing = || {
            let text = Text { vi: "Không tìm thấy hộ", en: "No such household" };
            Error::from(NOT_FOUND.field("/household_id", "not-found", text))
        };
        let mut rest = op.clone();
        let named = rest.fields.remove("household_id");
        let id = named.as_ref().and_then(|id| id.as_str()).and_then(|id| id.parse().ok()).ok_or_else(missing)?;
        let household = people::find_household(tx.conn()?, scope, id)?.ok_or_else(missing)?;
        let input: CreateClaim = body(&rest, &[("id", json!(op.entity_id))])?;
        write_parts::insert_claim(tx, scope, &household, input).map(drop)
    })
}

fn end_claim(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let old = people::find_claim(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let input: EndClaim = body(arrival.op, &[])?;
    write_parts::end_claim(tx, &old, &input).map(drop)
}

fn create_consents(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, op| {
        let (person, rest) = person_named(tx, scope, op)?;
        let input: CreateConsent = body(&rest, &[("id", json!(op.entity_id))])?;
        write_parts::insert_consent(tx, &person, input).map(drop)
    })
}

fn withdraw_consent(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let old = people::find_consent(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let input: WithdrawConsent = body(arrival.op, &[])?;
    write_parts::withdraw_consent(tx, &old, &input).map(drop)
}

fn create_covers(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, op| {
        let (person, rest) = person_named(tx, scope, op)?;
        let input: CreateCover = body(&rest, &[("id", json!(op.entity_id))])?;
        write_parts::insert_cover(tx, &person, &input).map(drop)
    })
}
