//! What is known of people on phones: groups, consents, covers.
use serde_json::{Value, json};

use super::{
    kinds::{Arrival, Looking, Outcomes, RecordKind, Seen, Shown, Turn, Which, body, one_by_one, shown},
    op::{Op, OpKind},
    queries_kinds as queries,
};
use crate::{
    access::{Permission, Scope},
    base::{Error, Result, Text, problem::NOT_FOUND},
    db::{Conn, FeedKind, InScope, Tx},
    features::people::{
        self, ClaimView, ConsentView, Cover, CreateClaim, CreateConsent, CreateCover, EndClaim, Person,
        WithdrawConsent, write_parts,
    },
};

pub const GROUP_CLAIM: RecordKind = RecordKind {
    entity: "group_claim",
    turn: Turn::Round(2),
    right: Permission::SyncUse,
    parents: &[("household_id", "household"), ("person_id", "person")],
    known: queries::known_claims,
    create: create_claims,
    late: false,
    edit: None,
    private: &[],
    acts: &[(OpKind::End, Permission::SyncUse, end_claim)],
    seen: Some(Seen { right: Permission::SyncUse, load: load_claims, left: None }),
};
pub const CONSENT: RecordKind = RecordKind {
    entity: "consent",
    turn: Turn::Round(2),
    right: Permission::SyncUse,
    parents: &[("person_id", "person")],
    known: queries::known_consents,
    create: create_consents,
    late: false,
    edit: None,
    private: &[],
    acts: &[(OpKind::End, Permission::SyncUse, withdraw_consent)],
    seen: Some(Seen { right: Permission::SyncUse, load: load_consents, left: None }),
};
pub const COVER: RecordKind = RecordKind {
    entity: "cover",
    turn: Turn::Round(2),
    right: Permission::SyncUse,
    parents: &[("person_id", "person")],
    known: queries::known_covers,
    create: create_covers,
    late: false,
    edit: None,
    private: &[],
    acts: &[],
    seen: Some(Seen { right: Permission::SyncUse, load: load_covers, left: None }),
};

fn load_claims(conn: &mut Conn, scope: &Scope, _: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    queries::claims(conn, scope, which)?.into_iter().map(|row| shown(row.id, &ClaimView::from(row))).collect()
}

fn load_consents(conn: &mut Conn, scope: &Scope, _: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    queries::consents(conn, scope, which)?.into_iter().map(|row| shown(row.id, &ConsentView::from(row))).collect()
}

fn load_covers(conn: &mut Conn, scope: &Scope, _: Looking<'_>, which: Which<'_>) -> Result<Vec<Shown>> {
    queries::covers(conn, scope, which)?.into_iter().map(|row| shown(row.id, &known_cover(row))).collect()
}

fn known_cover(row: Cover) -> Value {
    json!({
        "person_id": row.person_id,
        "area_id": row.area_id,
        "scheme": row.scheme,
        "state": row.state,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "known_on": row.known_on,
        "source": row.source,
    })
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
    one_by_one(tx, arrivals, |tx, &Arrival { op, .. }| {
        let missing = || {
            let text = Text { vi: "Không tìm thấy hộ", en: "No such household" };
            Error::from(NOT_FOUND.field("/household_id", "not-found", text))
        };
        let mut rest = op.clone();
        let named = rest.fields.remove("household_id");
        let id = named.as_ref().and_then(|id| id.as_str()).and_then(|id| id.parse().ok()).ok_or_else(missing)?;
        let household = people::find_household(tx.conn()?, scope, id)?.ok_or_else(missing)?;
        let input: CreateClaim = body(&rest, &[("id", json!(op.entity_id))])?;
        write_parts::insert_claim(tx, scope, &household, input).map(|_| None)
    })
}

fn end_claim(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let old = people::find_claim(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let input: EndClaim = body(arrival.op, &[])?;
    write_parts::end_claim(tx, &old, &input).map(drop)
}

/// A consent was given before it was brought here, whatever the phone's clock says.
fn create_consents(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, &Arrival { op, timing, .. }| {
        let (person, rest) = person_named(tx, scope, op)?;
        let mut input: CreateConsent = body(&rest, &[("id", json!(op.entity_id))])?;
        input.given_at = timing.past(input.given_at, tx.now());
        write_parts::insert_consent(tx, &person, input).map(|_| None)
    })
}

fn withdraw_consent(tx: &mut Tx, scope: &Scope, arrival: Arrival<'_>) -> Result<()> {
    let id = arrival.op.entity_id.parse().map_err(|_| Error::not_found())?;
    let old = people::find_consent(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let mut input: WithdrawConsent = body(arrival.op, &[])?;
    // Withdrawn after it was given and before it was brought here: a wrong clock keeps nobody from withdrawing.
    input.at = input.at.map(|at| arrival.timing.past(at, tx.now()).max(old.given_at));
    if old.withdrawn_at.is_some() {
        // Somebody was faster; withdrawn is withdrawn.
        tx.touch("consent", id, FeedKind::Upsert, Some(old.area_id));
        return Ok(());
    }
    write_parts::withdraw_consent(tx, &old, &input).map(drop)
}

/// What a phone knows it knows today at the latest, whatever day its clock shows.
fn create_covers(tx: &mut Tx, scope: &Scope, arrivals: &[Arrival<'_>]) -> Result<Outcomes> {
    one_by_one(tx, arrivals, |tx, &Arrival { op, .. }| {
        let (person, rest) = person_named(tx, scope, op)?;
        let mut input: CreateCover = body(&rest, &[("id", json!(op.entity_id))])?;
        input.known_on = input.known_on.min(tx.today());
        write_parts::insert_cover(tx, &person, &input).map(|_| None)
    })
}
