//! Routes of sync.
use std::sync::Arc;

use super::{
    api::{
        CaseQuery, CaseState, ConflictView, DeviceKeyQuestion, DeviceKeyView, DeviceQuery, DeviceView, FeedView, Held,
        Manifest, OPS_AT_ONCE, OwnConflictQuery, PUSH_BYTES, PullAnswer, PullQuery, Push, PushAnswer, Quarantine,
        RefusedView, ResolveConflict, SealedPush, SealingKeyView, SettleRefused,
    },
    cases,
    kinds::{Desk, KINDS, Looking},
    op::{self, ReadOp},
    problems, pull, push, quarantine, queries, sealed,
};
use crate::{
    access::Permission,
    base::{Cursor, Error, Page, Result, of},
    features::accounts,
    rest::{Api, Body, Created, Ctx, Json, PathId, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.act("/sync/push", Permission::SyncUse, push_ops)
        .summary("Bring what was done on a phone; every operation is answered by itself.")
        .body::<Push>()
        .body_up_to(PUSH_BYTES)
        .answers::<PushAnswer>()
        .problems(problems::ALL);
    r.act("/sync/push-sealed", Permission::SyncUse, push_sealed_ops)
        .summary(
            "Bring what a phone sealed to the server and cannot open itself any more; done as a push of that phone.",
        )
        .body::<SealedPush>()
        .body_up_to(2 * PUSH_BYTES)
        .answers::<PushAnswer>()
        .problems(&[&problems::DEVICE_OF_ANOTHER, &problems::DEVICE_REVOKED]);
    r.get("/sync/pull", Permission::SyncUse, pull_changes)
        .summary("Fetch the records of one's areas, then what changed since.")
        .query::<PullQuery>()
        .answers::<PullAnswer>()
        .problems(&[&problems::CURSOR_RESET, &problems::ROLLED_BACK]);
    r.get("/sync/manifest", Permission::SyncUse, show_manifest)
        .summary("What an app must know before it syncs.")
        .answers::<Manifest>();
    r.ask("/sync/device-key", Permission::SyncUse, show_device_key)
        .summary(
            "The key with which a phone signs what it brings when its user cannot sign in: fetched while they can.",
        )
        .body::<DeviceKeyQuestion>()
        .answers::<DeviceKeyView>()
        .problems(&[&problems::DEVICE_OF_ANOTHER, &problems::DEVICE_REVOKED]);
    r.act("/sync/quarantine", Permission::Public, hold_ops)
        .summary("Bring operations signed by a phone whose user cannot sign in; a supervisor decides over them.")
        .body::<Quarantine>()
        .body_up_to(2 * PUSH_BYTES)
        .answers::<Held>()
        .problems(&[&problems::SIGNATURE, &problems::QUARANTINE_FULL, &problems::OP_MALFORMED]);
    r.get("/sync/devices", Permission::SyncSupervise, list_devices)
        .summary("How the phones of one's areas are doing.")
        .query::<DeviceQuery>()
        .answers::<Page<DeviceView>>();
    r.act("/sync/devices/{id}/revoke", Permission::SyncSupervise, revoke_device)
        .summary("Take a phone out of use.")
        .body::<accounts::Empty>()
        .answers::<DeviceView>()
        .problems(&[&problems::SETTLED]);
    r.get("/sync/conflicts", Permission::SyncSupervise, list_conflicts)
        .summary("Values that met, of which one lost.")
        .query::<CaseQuery>()
        .answers::<Page<ConflictView>>();
    r.get("/sync/conflicts/mine", Permission::SyncUse, list_own_conflicts)
        .summary("Values of one's own that met others, with what became of them.")
        .query::<OwnConflictQuery>()
        .answers::<Page<ConflictView>>();
    r.act("/sync/conflicts/{id}/resolve", Permission::SyncSupervise, resolve_conflict)
        .summary("Decide which of two values holds.")
        .body::<ResolveConflict>()
        .answers::<ConflictView>()
        .problems(&[&problems::SETTLED]);
    r.get("/sync/refused", Permission::SyncSupervise, list_refused)
        .summary("Operations of phones that were refused, and those in quarantine.")
        .query::<CaseQuery>()
        .answers::<Page<RefusedView>>();
    r.act("/sync/refused/{id}/settle", Permission::SyncSupervise, settle_refused)
        .summary("Decide over a refused operation: dismiss it, or do it after all.")
        .body::<SettleRefused>()
        .answers::<RefusedView>()
        .problems(problems::ALL);
}

/// Wrong signatures from one address within a quarter of an hour.
const WRONG_SIGNATURES: u32 = 100;
/// The oldest version of an app's data whose operations are taken, and the newest known.
const SCHEMA_VERSIONS: (i32, i32) = (1, 1);

/// What operations are computed with.
fn desk(api: &Api) -> Desk<'_> {
    Desk { law: &api.law, calling: &api.settings.calling }
}

async fn show_manifest(ctx: Ctx) -> Result<Json<Manifest>> {
    let state = ctx.read(|conn, _| queries::feed_state(conn)).await?;
    let number = ctx.api.db.seals().key_number()?;
    let public_key = ctx.api.db.keys().sealing_pair(number)?.public_key();
    Ok(Json(Manifest {
        oldest_schema_version: SCHEMA_VERSIONS.0,
        schema_version: SCHEMA_VERSIONS.1,
        ops_at_once: OPS_AT_ONCE,
        push_bytes: PUSH_BYTES,
        entities: KINDS.iter().map(|kind| kind.entity.to_owned()).collect(),
        server_now: ctx.now(),
        feed: FeedView { feed_epoch: state.feed_epoch, head: state.head, durable_rev: state.durable_rev },
        sealing_key: SealingKeyView { number, public_key },
    }))
}

async fn show_device_key(ctx: Ctx, body: Body<DeviceKeyQuestion>) -> Result<Json<DeviceKeyView>> {
    let (user_id, keys) = (ctx.actor.user_id.ok_or_else(Error::not_found)?, ctx.api.db.keys().clone());
    let id = body.into_inner().device_id;
    Ok(Json(ctx.read(move |conn, _| quarantine::device_key(conn, &keys, user_id, id)).await?))
}

async fn hold_ops(ctx: Ctx, body: Body<Quarantine>) -> Result<Json<Held>> {
    let (by_phone, by_address) = (format!("phone {}", body.device_id), format!("phones of {}", ctx.peer));
    ctx.api.sign_ins.check(&by_address, WRONG_SIGNATURES, ctx.now())?;
    if !quarantine::signed_by(ctx.api.db.keys(), &body) {
        ctx.api.sign_ins.failed(&by_address, ctx.now());
        return Err(problems::SIGNATURE.now().into());
    }
    ctx.api.quarantines.take(&by_phone, ctx.now())?;
    let brought = body.into_inner();
    Ok(Json(ctx.write(move |tx, _| quarantine::hold(tx, &brought)).await?))
}

async fn list_devices(ctx: Ctx, Query(query): Query<DeviceQuery>) -> Result<Json<Page<DeviceView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_devices(conn, scope, query.user_id, &cursor)?;
            let items = page.items.into_iter().map(|d| cases::device_view(conn, d)).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn revoke_device(ctx: Ctx, PathId(id): PathId<of::Device>, body: Body<accounts::Empty>) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let view = cases::revoke_device(tx, scope, id)?;
        Ok(Saved { path: format!("/sync/devices/{id}"), rev: None, view })
    })
    .await
}

async fn list_conflicts(ctx: Ctx, Query(query): Query<CaseQuery>) -> Result<Json<Page<ConflictView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let seals = ctx.api.db.seals().clone();
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_conflicts(conn, scope, query.state.unwrap_or(CaseState::Open), &cursor)?;
            let items = page.items.into_iter().map(|c| cases::conflict_view(&seals, c)).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn list_own_conflicts(ctx: Ctx, Query(query): Query<OwnConflictQuery>) -> Result<Json<Page<ConflictView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (user, seals) = (ctx.actor.user_id.ok_or_else(Error::not_found)?, ctx.api.db.seals().clone());
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_own_conflicts(conn, scope, user, &cursor)?;
            let items = page.items.into_iter().map(|c| cases::conflict_view(&seals, c)).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn resolve_conflict(ctx: Ctx, PathId(id): PathId<of::Conflict>, body: Body<ResolveConflict>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let view = cases::resolve_conflict(tx, scope, id, input.choose)?;
        Ok(Saved { path: format!("/sync/conflicts/{id}"), rev: None, view })
    })
    .await
}

async fn list_refused(ctx: Ctx, Query(query): Query<CaseQuery>) -> Result<Json<Page<RefusedView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_refused(conn, scope, query.state.unwrap_or(CaseState::Open), &cursor)?;
            let looking = Looking { actor: &actor, seals: &seals };
            let view = |row| cases::refused_view(conn, looking, scope.today(), row);
            let items = page.items.into_iter().map(view).collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn settle_refused(ctx: Ctx, PathId(id): PathId<of::SyncOp>, body: Body<SettleRefused>) -> Result<Created> {
    let api = Arc::clone(&ctx.api);
    ctx.act(body, move |tx, scope, input| {
        let view = cases::settle_refused(tx, scope, desk(&api), id, input.action)?;
        Ok(Saved { path: format!("/sync/refused/{id}"), rev: None, view })
    })
    .await
}

async fn pull_changes(ctx: Ctx, Query(query): Query<PullQuery>) -> Result<Json<PullAnswer>> {
    let (user, now, api) = (ctx.actor.user_id.ok_or_else(Error::not_found)?, ctx.now(), Arc::clone(&ctx.api));
    let actor = ctx.actor.clone();
    let answer = ctx
        .read(move |conn, scope| {
            let caller = pull::Caller { user, actor: &actor, keys: api.db.keys(), seals: api.db.seals(), now };
            pull::pull(conn, scope, caller, query.cursor.as_deref())
        })
        .await?;
    Ok(Json(answer))
}

async fn push_ops(ctx: Ctx, body: Body<Push>) -> Result<Created> {
    let (lang, api) = (ctx.lang, Arc::clone(&ctx.api));
    // Read before the writer's turn comes: everybody else waits while it works.
    let read: Vec<ReadOp> = body.ops.iter().map(op::read).collect();
    ctx.act(body, move |tx, scope, input| {
        let view = push::push(tx, scope, desk(&api), lang, input, &read, push::Way::Plain)?;
        Ok(Saved { path: "/sync/push".to_owned(), rev: None, view })
    })
    .await
}

async fn push_sealed_ops(ctx: Ctx, body: Body<SealedPush>) -> Result<Created> {
    let (lang, api, user) = (ctx.lang, Arc::clone(&ctx.api), ctx.actor.user_id.ok_or_else(Error::not_found)?);
    let (brought, opener) = (SealedPush::clone(&body), Arc::clone(&api));
    // Hundreds of seals take a while: nobody else's question waits for them.
    let opening = tokio::task::spawn_blocking(move || sealed::opened(opener.db.keys(), user, &brought));
    let ops = opening.await.map_err(Error::internal)??;
    let read: Vec<ReadOp> = ops.iter().map(op::read).collect();
    ctx.act(body, move |tx, scope, input| {
        let input = sealed::as_push(input, ops);
        let view = push::push(tx, scope, desk(&api), lang, input, &read, push::Way::Sealed)?;
        Ok(Saved { path: "/sync/push-sealed".to_owned(), rev: None, view })
    })
    .await
}
