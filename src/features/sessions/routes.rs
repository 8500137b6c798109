//! Routes of signing in.
use super::{
    actions::{self, Opened, Refreshed},
    api::{MeView, Refresh, SessionView, SignIn},
    problems, queries,
};
use crate::{
    access::{
        Permission, password,
        token::{ACCESS_SECONDS, TokenSays},
    },
    base::{Error, Result},
    rest::{Body, Ctx, Json, NoContent, Routes},
};

/// Failures of one account within a quarter of an hour.
const ACCOUNT_FAILURES: u32 = 10;
/// Failures from one address: an office shares one.
const ADDRESS_FAILURES: u32 = 100;
/// A stored password nobody has: an unknown name costs the same time as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dHVuZ25oYS1ub2JvZHktc2FsdA$8C5qR3YVY0C2f0K8w0Yy1mE0o3m8z2C1o3h6o1mM5dA";

pub fn routes(r: &mut Routes) {
    r.act("/sessions", Permission::Public, sign_in)
        .summary("Sign in.")
        .body::<SignIn>()
        .answers::<SessionView>()
        .problems(&[&problems::WRONG_CREDENTIALS]);
    r.act("/sessions/refresh", Permission::Public, refresh_session)
        .summary("Exchange a refresh token for the next pair. Repeating it after a lost answer is harmless.")
        .body::<Refresh>()
        .answers::<SessionView>()
        .problems(&[&problems::REFRESH_REFUSED, &problems::REFRESH_REUSED]);
    r.delete("/sessions/current", Permission::SignedIn, sign_out).summary("Sign out.");
    r.get("/me", Permission::SignedIn, show_me).summary("Who am I, and what may I do where.").answers::<MeView>();
}

async fn sign_in(ctx: Ctx, body: Body<SignIn>) -> Result<Json<SessionView>> {
    let SignIn { username, password } = body.into_inner();
    let username = username.to_lowercase();
    let (by_account, by_address, now) = (format!("account {username}"), format!("address {}", ctx.peer), ctx.now());
    ctx.api.sign_ins.check(&by_account, ACCOUNT_FAILURES, now)?;
    ctx.api.sign_ins.check(&by_address, ADDRESS_FAILURES, now)?;
    let account = ctx.read(move |conn, _| queries::account_named(conn, &username)).await?.filter(|a| a.is_active());
    let stored = account.as_ref().and_then(|a| a.password_hash.clone());
    let known = stored.is_some();
    let room = ctx.api.hashing.acquire().await.map_err(Error::internal)?;
    let right = tokio::task::spawn_blocking(move || password::matches(&password, stored.as_deref().unwrap_or(NOBODY)))
        .await
        .map_err(Error::internal)??;
    drop(room);
    let Some(account) = account.filter(|_| known && right) else {
        ctx.api.sign_ins.failed(&by_account, now);
        ctx.api.sign_ins.failed(&by_address, now);
        return Err(problems::WRONG_CREDENTIALS.now().into());
    };
    ctx.api.sign_ins.succeeded(&by_account);
    let opened = ctx.write(move |tx, _| actions::open(tx, account)).await?;
    view(&ctx, opened).await.map(Json)
}

async fn refresh_session(ctx: Ctx, body: Body<Refresh>) -> Result<Json<SessionView>> {
    let text = body.into_inner().refresh_token;
    match ctx.write(move |tx, _| actions::refresh(tx, &text)).await? {
        Refreshed::Next(opened) => view(&ctx, *opened).await.map(Json),
        Refreshed::Refused => Err(problems::REFRESH_REFUSED.now().into()),
        Refreshed::Revoked => Err(problems::REFRESH_REUSED.now().into()),
    }
}

async fn sign_out(ctx: Ctx) -> Result<NoContent> {
    ctx.write(|tx, _| actions::close(tx)).await?;
    Ok(NoContent)
}

async fn show_me(ctx: Ctx) -> Result<Json<MeView>> {
    let user_id = ctx.actor.user_id.ok_or_else(Error::not_found)?;
    let held = ctx.actor.grants.clone();
    let me = ctx
        .read(move |conn, _| {
            let account = queries::account(conn, user_id)?.ok_or_else(Error::not_found)?;
            let names = queries::names(conn, &held)?;
            Ok(MeView::of(&account, &held, names))
        })
        .await?;
    Ok(Json(me))
}

/// The tokens and the user they are for.
async fn view(ctx: &Ctx, opened: Opened) -> Result<SessionView> {
    let Opened { account, session_id, refresh_token } = opened;
    let says = TokenSays { user_id: account.id, session_id, token_version: account.token_version };
    let access_token = ctx.api.tokens.issue(&says, ctx.now())?;
    let today = ctx.today();
    let user = ctx
        .read(move |conn, _| {
            let held = queries::held_grants(conn, account.id, today)?;
            let names = queries::names(conn, &held)?;
            Ok(MeView::of(&account, &held, names))
        })
        .await?;
    Ok(SessionView { access_token, expires_in: ACCESS_SECONDS, refresh_token, user })
}
