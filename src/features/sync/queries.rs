//! All SQL of sync.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{
    api::{CaseState, OpStatus},
    model::{ConflictRow, Device, RefusedOp, SettledOp},
    op::OpKind,
    order::RecordKey,
    restore::{EpochStart, FeedState},
};
use crate::{
    access::{HeldGrant, Role, Scope},
    base::{
        Cursor, Day, Page, Result,
        field_version::FieldVersion,
        id::{AreaId, ConflictId, DeviceId, GrantId, OpId, OrganisationId, UserId},
    },
    db::{
        Conn, FieldVersionRow, InScope, Tx, among, insert_all, on_backend,
        schema::{
            area_closure, areas, conflicts, devices, feed, feed_epochs, field_versions, grants, ledger, refused_ops,
            sync_ops,
        },
        scoped,
    },
};

/// The phone with this id, whoever uses it.
pub fn device(conn: &mut Conn, id: DeviceId) -> Result<Option<Device>> {
    Ok(devices::table.find(id).select(Device::as_select()).first(conn).optional()?)
}

pub fn insert_device(tx: &mut Tx, row: &Device) -> Result<()> {
    diesel::insert_into(devices::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn update_device(tx: &mut Tx, row: &Device) -> Result<()> {
    diesel::update(devices::table.find(row.id)).set(row).execute(tx.conn()?)?;
    Ok(())
}

/// An operation settled before, as far as a repetition must know it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sync_ops)]
pub struct Settled {
    pub op_id: String,
    pub payload_hash: String,
    pub status: OpStatus,
    pub code: Option<String>,
    pub field: Option<String>,
    pub rev: i64,
}

/// Those of these operations that were settled before, whoever brought them. Listed, so that PostgreSQL plans it anew: a
/// plan kept from when the table was small reads all of it.
pub fn settled(conn: &mut Conn, ops: &[OpId]) -> Result<Vec<Settled>> {
    Ok(sync_ops::table.filter(among(sync_ops::op_id, ops)).select(Settled::as_select()).load(conn)?)
}

/// Which operation has a number in a phone's present epoch: of those above `complete_to` and of `seqs`.
pub fn numbered(conn: &mut Conn, device: &Device, seqs: &[i64]) -> Result<BTreeMap<i64, String>> {
    let own = || {
        let own = sync_ops::table.filter(sync_ops::device_id.eq(device.id));
        let own = own.filter(sync_ops::epoch.eq(device.epoch.clone()));
        own.select((sync_ops::seq, sync_ops::op_id))
    };
    let mut all: BTreeMap<i64, String> =
        own().filter(sync_ops::seq.gt(device.complete_to)).load::<(i64, String)>(conn)?.into_iter().collect();
    let earlier: Vec<i64> = seqs.iter().copied().filter(|seq| *seq <= device.complete_to).collect();
    if !earlier.is_empty() {
        all.extend(own().filter(sync_ops::seq.eq_any(earlier)).load::<(i64, String)>(conn)?);
    }
    Ok(all)
}

pub fn insert_settled(tx: &mut Tx, rows: &[SettledOp<'_>]) -> Result<()> {
    insert_all!(tx.conn()?, sync_ops::table, rows)?;
    Ok(())
}

/// A refused operation was done after all: a phone that asks again hears so.
pub fn mark_applied(tx: &mut Tx, op_id: OpId) -> Result<()> {
    diesel::update(sync_ops::table.find(op_id))
        .set((
            sync_ops::status.eq(OpStatus::Accepted),
            sync_ops::code.eq(Some("applied-later")),
            sync_ops::field.eq(None::<String>),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Keeps refused operations; one that is already kept stays as it is. How many were not kept before.
pub fn insert_refused(tx: &mut Tx, rows: &[RefusedOp]) -> Result<usize> {
    let mut new = 0;
    for row in rows {
        new += on_backend!(tx.conn()?, |c| diesel::insert_into(refused_ops::table)
            .values(row)
            .on_conflict((refused_ops::device_id, refused_ops::payload_hash))
            .do_nothing()
            .execute(c))?;
    }
    Ok(new)
}

pub fn insert_conflicts(tx: &mut Tx, rows: &[ConflictRow]) -> Result<()> {
    insert_all!(tx.conn()?, conflicts::table, rows)?;
    Ok(())
}

/// When which field of a record was changed.
pub fn versions(conn: &mut Conn, entity: &str, entity_id: &str) -> Result<BTreeMap<String, FieldVersion>> {
    let rows: Vec<FieldVersionRow> = field_versions::table
        .filter(field_versions::entity.eq(entity.to_owned()))
        .filter(field_versions::entity_id.eq(entity_id.to_owned()))
        .select(FieldVersionRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.field.clone(), row.version())).collect())
}

/// How far the server is.
pub fn feed_state(conn: &mut Conn) -> Result<FeedState> {
    let (feed_epoch, head, durable_rev) =
        ledger::table.select((ledger::feed_epoch, ledger::feed_n, ledger::durable_rev)).first(conn)?;
    Ok(FeedState { feed_epoch, head, durable_rev })
}

/// The epochs of the feed from the first to the present one.
pub fn epochs(conn: &mut Conn, present: &str) -> Result<Vec<EpochStart>> {
    let rows: Vec<(String, i64)> = feed_epochs::table
        .order(feed_epochs::position)
        .select((feed_epochs::feed_epoch, feed_epochs::began_at))
        .load(conn)?;
    let mut epochs: Vec<_> =
        rows.into_iter().map(|(feed_epoch, began_at)| EpochStart { feed_epoch, began_at }).collect();
    if epochs.is_empty() {
        epochs.push(EpochStart { feed_epoch: present.to_owned(), began_at: 0 });
    }
    Ok(epochs)
}

/// Keeps where the epochs of the feed begin: all of them, the present one last.
pub fn replace_epochs(tx: &mut Tx, epochs: &[EpochStart]) -> Result<()> {
    let now = tx.now();
    for (position, epoch) in (1..).zip(epochs) {
        on_backend!(tx.conn()?, |c| diesel::insert_into(feed_epochs::table)
            .values((
                feed_epochs::position.eq(position),
                feed_epochs::feed_epoch.eq(&epoch.feed_epoch),
                feed_epochs::began_at.eq(epoch.began_at),
                feed_epochs::began_on.eq(now),
            ))
            .on_conflict(feed_epochs::position)
            .do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// The present epoch of the feed, and how much of it lies in a backup.
pub fn set_feed_state(tx: &mut Tx, state: &FeedState) -> Result<()> {
    diesel::update(ledger::table)
        .set((ledger::feed_epoch.eq(&state.feed_epoch), ledger::durable_rev.eq(state.durable_rev)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// The grants of a user that held on any day from `since` to `today`.
pub fn recent_grants(conn: &mut Conn, user_id: UserId, since: Day, today: Day) -> Result<Vec<HeldGrant>> {
    let rows: Vec<(GrantId, Role, AreaId, Option<OrganisationId>)> = grants::table
        .filter(grants::user_id.eq(user_id))
        .filter(grants::valid_from.le(today))
        .filter(grants::valid_to.is_null().or(grants::valid_to.ge(since)))
        .order(grants::id)
        .select((grants::id, grants::role, grants::area_id, grants::organisation_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, role, area_id, organisation_id)| HeldGrant { id, role, area_id, organisation_id })
        .collect())
}

/// Distinct ids, in order.
pub fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    ids.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
}

/// One number of the feed.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = feed)]
pub struct FeedLine {
    pub rev: i64,
    pub entity: String,
    pub entity_id: String,
    pub kind: String,
}

/// What changed above `after` up to `to`, of these kinds, within the scope.
pub fn changes(
    conn: &mut Conn,
    scope: &Scope,
    entities: &[&str],
    after: i64,
    to: i64,
    limit: i64,
) -> Result<Vec<FeedLine>> {
    Ok(scoped::feed(scope)
        .filter(feed::rev.gt(after))
        .filter(feed::rev.le(to))
        .filter(feed::entity.eq_any(entities.iter().map(|e| (*e).to_owned())))
        .order(feed::rev)
        .limit(limit)
        .select(FeedLine::as_select())
        .load(conn)?)
}

/// The areas of these roots that the scope does not reach.
pub fn areas_left(conn: &mut Conn, roots: &[AreaId], scope: &Scope) -> Result<Vec<AreaId>> {
    let below: Vec<AreaId> = area_closure::table
        .filter(area_closure::ancestor_id.eq_any(roots.to_vec()))
        .select(area_closure::descendant_id)
        .distinct()
        .load(conn)?;
    let kept: BTreeSet<AreaId> = scoped::areas_within(scope).select(areas::id).load(conn)?.into_iter().collect();
    Ok(below.into_iter().filter(|id| !kept.contains(id)).collect())
}

pub fn device_within(conn: &mut Conn, scope: &Scope, id: DeviceId) -> Result<Option<InScope<Device>>> {
    scoped::first(conn, scoped::devices(scope).filter(devices::id.eq(id)).select(Device::as_select()))
}

/// The phones of a scope, those not heard of for longest first.
pub fn list_devices(conn: &mut Conn, scope: &Scope, user_id: Option<UserId>, cursor: &Cursor) -> Result<Page<Device>> {
    let mut query = scoped::devices(scope);
    if let Some(user_id) = user_id {
        query = query.filter(devices::user_id.eq(user_id));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(devices::id.gt(after.clone()));
    }
    let rows = query.order(devices::id).limit(cursor.fetch()).select(Device::as_select()).load(conn)?;
    Ok(cursor.page(rows, |d: &Device| d.id.to_string()))
}

/// How many refused operations of a phone nobody has settled.
pub fn open_refused(conn: &mut Conn, device: DeviceId) -> Result<i64> {
    Ok(refused_ops::table
        .filter(refused_ops::device_id.eq(device))
        .filter(refused_ops::state.eq(CaseState::Open))
        .count()
        .get_result(conn)?)
}

/// The records of a phone whose making was refused, and not done since after all.
pub fn refused_making(conn: &mut Conn, device: DeviceId) -> Result<BTreeSet<RecordKey>> {
    let kept: Vec<(Option<String>, Option<String>, Option<String>)> = refused_ops::table
        .filter(refused_ops::device_id.eq(device))
        .select((refused_ops::op_id, refused_ops::entity, refused_ops::entity_id))
        .load(conn)?;
    let ids: Vec<String> = kept.iter().filter_map(|(op_id, ..)| op_id.clone()).collect();
    let makes: BTreeSet<String> = sync_ops::table
        .filter(among(sync_ops::op_id, &ids))
        .filter(sync_ops::kind.eq(OpKind::Create.as_str()))
        .filter(sync_ops::status.eq(OpStatus::Refused))
        .select(sync_ops::op_id)
        .load(conn)?
        .into_iter()
        .collect();
    let record = |(op_id, entity, id): (Option<String>, Option<String>, Option<String>)| {
        makes.contains(&op_id?).then_some(RecordKey { entity: entity?, id: id? })
    };
    Ok(kept.into_iter().filter_map(record).collect())
}

/// How many numbers of a phone's present epoch never arrived, though later ones did.
pub fn missing(conn: &mut Conn, device: &Device) -> Result<i64> {
    let above = sync_ops::table
        .filter(sync_ops::device_id.eq(device.id))
        .filter(sync_ops::epoch.eq(device.epoch.clone()))
        .filter(sync_ops::seq.gt(device.complete_to));
    let (count, highest): (i64, Option<i64>) =
        above.select((diesel::dsl::count(sync_ops::seq), diesel::dsl::max(sync_ops::seq))).first(conn)?;
    Ok(highest.map_or(0, |highest| highest - device.complete_to - count))
}

pub fn conflict(conn: &mut Conn, scope: &Scope, id: ConflictId) -> Result<Option<InScope<ConflictRow>>> {
    scoped::first(conn, scoped::each::conflicts(scope).filter(conflicts::id.eq(id)).select(ConflictRow::as_select()))
}

pub fn list_conflicts(conn: &mut Conn, scope: &Scope, state: CaseState, cursor: &Cursor) -> Result<Page<ConflictRow>> {
    let mut query = scoped::conflicts(scope).filter(conflicts::state.eq(state));
    if let Some(after) = &cursor.after {
        query = query.filter(conflicts::id.lt(after.clone()));
    }
    let rows = query.order(conflicts::id.desc()).limit(cursor.fetch()).select(ConflictRow::as_select()).load(conn)?;
    Ok(cursor.page(rows, |c: &ConflictRow| c.id.to_string()))
}

/// Conflicts of values that this person brought, decided ones too, the newest first.
pub fn list_own_conflicts(conn: &mut Conn, scope: &Scope, user: UserId, cursor: &Cursor) -> Result<Page<ConflictRow>> {
    let mut query = scoped::conflicts(scope).filter(conflicts::user_id.eq(user));
    if let Some(after) = &cursor.after {
        query = query.filter(conflicts::id.lt(after.clone()));
    }
    let rows = query.order(conflicts::id.desc()).limit(cursor.fetch()).select(ConflictRow::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &ConflictRow| row.id.to_string()))
}

pub fn settle_conflict(tx: &mut Tx, old: &InScope<ConflictRow>, new: &ConflictRow) -> Result<()> {
    diesel::update(conflicts::table.find(old.id))
        .set((
            conflicts::state.eq(new.state),
            conflicts::resolution.eq(new.resolution),
            conflicts::resolved_by.eq(new.resolved_by),
            conflicts::resolved_at.eq(new.resolved_at),
            conflicts::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn refused(conn: &mut Conn, scope: &Scope, id: OpId) -> Result<Option<InScope<RefusedOp>>> {
    scoped::first(conn, scoped::refused_ops(scope).filter(refused_ops::id.eq(id)).select(RefusedOp::as_select()))
}

pub fn list_refused(conn: &mut Conn, scope: &Scope, state: CaseState, cursor: &Cursor) -> Result<Page<RefusedOp>> {
    let mut query = scoped::refused_ops(scope).filter(refused_ops::state.eq(state));
    if let Some(after) = &cursor.after {
        query = query.filter(refused_ops::id.lt(after.clone()));
    }
    let rows = query.order(refused_ops::id.desc()).limit(cursor.fetch()).select(RefusedOp::as_select()).load(conn)?;
    Ok(cursor.page(rows, |r: &RefusedOp| r.id.to_string()))
}

pub fn settle_refused(tx: &mut Tx, old: &InScope<RefusedOp>, new: &RefusedOp) -> Result<()> {
    diesel::update(refused_ops::table.find(old.id))
        .set((
            refused_ops::state.eq(new.state),
            refused_ops::settled_by.eq(new.settled_by),
            refused_ops::settled_at.eq(new.settled_at),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
