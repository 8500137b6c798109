//! Routes of accounts.
use super::{
    actions,
    api::{
        ChangePassword, ChangeUser, ConfirmReset, CreateGrant, CreateUser, Done, GrantView, NameUsers, RequestReset,
        UserName, UserQuery, UserView,
    },
    problems, queries,
};
use crate::{
    access::{Permission, Scope, password},
    base::{Cursor, Error, Page, Result, of},
    rest::{Body, Created, Ctx, Json, NoContent, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/users", Permission::UsersRead, list_users)
        .summary("List users.")
        .query::<UserQuery>()
        .answers::<Page<UserView>>();
    r.post("/users", Permission::UsersManage, create_user)
        .summary("Make an account; with an address, its owner is invited by mail.")
        .body::<CreateUser>()
        .answers::<UserView>()
        .problems(&[&problems::USERNAME_TAKEN]);
    r.ask("/users/names", Permission::SignedIn, name_users)
        .summary("What users are called who work in one's own areas or above them; others are left out.")
        .body::<NameUsers>()
        .answers::<Vec<UserName>>();
    r.get("/users/{id}", Permission::UsersRead, show_user).summary("Show a user.").answers::<UserView>();
    r.patch("/users/{id}", Permission::UsersManage, change_user)
        .summary("Change or lock an account; locking ends its sessions at once.")
        .body::<ChangeUser>()
        .answers::<UserView>()
        .problems(&[&problems::GRANT_TOO_HIGH, &problems::GRANT_TO_SELF]);
    r.act("/users/{id}/invitations", Permission::UsersManage, invite_user)
        .summary("Send the invitation once more.")
        .body::<Empty>()
        .answers::<UserView>()
        .problems(&[&problems::NO_ADDRESS]);
    r.get("/users/{id}/grants", Permission::UsersRead, list_grants)
        .summary("The grants of a user, past ones too.")
        .answers::<Vec<GrantView>>();
    r.post("/users/{id}/grants", Permission::UsersManage, create_grant)
        .summary("Give a grant.")
        .body::<CreateGrant>()
        .answers::<GrantView>()
        .problems(&[
            &problems::GRANT_TOO_HIGH,
            &problems::GRANT_TO_SELF,
            &problems::GRANT_DATES,
            &problems::GRANT_WITHOUT_ORGANISATION,
            &crate::features::areas::NOT_ALIVE,
        ]);
    r.delete("/grants/{id}", Permission::UsersManage, end_grant)
        .summary("End a grant at once.")
        .problems(&[&problems::GRANT_TO_SELF]);
    r.act("/me/password", Permission::SignedIn, change_password)
        .summary("Change one's own password; every session ends.")
        .body::<ChangePassword>()
        .answers::<Done>()
        .problems(&[&problems::WEAK_PASSWORD, &problems::WRONG_PASSWORD]);
    r.act("/password-resets", Permission::Public, request_password_reset)
        .summary("Ask for a link to a new password. The answer never tells whether there is such an account.")
        .body::<RequestReset>()
        .answers::<Done>();
    r.act("/password-resets/confirm", Permission::Public, confirm_password_reset)
        .summary("Choose a password with the link of an invitation or a reset.")
        .body::<ConfirmReset>()
        .answers::<Done>()
        .problems(&[&problems::LINK_NOT_GOOD, &problems::WEAK_PASSWORD]);
}

/// `{}`.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

async fn name_users(ctx: Ctx, body: Body<NameUsers>) -> Result<Json<Vec<UserName>>> {
    let scope = Scope::of_grants(&ctx.actor, ctx.today());
    let ids = body.into_inner().ids;
    let found = ctx.read(move |conn, _| queries::names_about(conn, &scope, &ids)).await?;
    Ok(Json(found.into_iter().map(|(id, full_name)| UserName { id, full_name }).collect()))
}

async fn list_users(ctx: Ctx, Query(query): Query<UserQuery>) -> Result<Json<Page<UserView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, query.status, &cursor)).await?;
    Ok(Json(page.map(UserView::from)))
}

async fn create_user(ctx: Ctx, body: Body<CreateUser>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let user = actions::create_user(tx, scope, input)?;
        Ok(Saved { path: format!("/users/{}", user.id), rev: Some(user.rev), view: UserView::from(user) })
    })
    .await
}

async fn show_user(ctx: Ctx, PathId(id): PathId<of::User>) -> Result<Tagged<UserView>> {
    let user =
        ctx.read(move |conn, scope| queries::find(conn, scope, id)).await?.ok_or_else(Error::not_found)?.into_inner();
    Ok(Tagged(user.rev, user.into()))
}

async fn change_user(ctx: Ctx, PathId(id): PathId<of::User>, body: Body<ChangeUser>) -> Result<Tagged<UserView>> {
    let rev = ctx.expected_rev()?;
    let user = ctx.write(move |tx, scope| actions::change_user(tx, scope, id, rev, body.into_inner())).await?;
    Ok(Tagged(user.rev, user.into()))
}

async fn invite_user(ctx: Ctx, PathId(id): PathId<of::User>, body: Body<Empty>) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let user = actions::invite(tx, scope, id)?;
        Ok(Saved { path: format!("/users/{id}"), rev: Some(user.rev), view: UserView::from(user) })
    })
    .await
}

async fn list_grants(ctx: Ctx, PathId(id): PathId<of::User>) -> Result<Json<Vec<GrantView>>> {
    let rows = ctx
        .read(move |conn, scope| {
            let user = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            queries::grants_of(conn, &user)
        })
        .await?;
    Ok(Json(rows.into_iter().map(GrantView::from).collect()))
}

async fn create_grant(ctx: Ctx, PathId(id): PathId<of::User>, body: Body<CreateGrant>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let grant = actions::create_grant(tx, scope, id, input)?;
        Ok(Saved { path: format!("/users/{id}/grants"), rev: Some(grant.rev), view: GrantView::from(grant) })
    })
    .await
}

async fn end_grant(ctx: Ctx, PathId(id): PathId<of::Grant>) -> Result<NoContent> {
    ctx.write(move |tx, scope| actions::end_grant(tx, scope, id)).await?;
    Ok(NoContent)
}

async fn change_password(ctx: Ctx, body: Body<ChangePassword>) -> Result<Created> {
    let user_id = ctx.actor.user_id.ok_or_else(Error::not_found)?;
    let stored = ctx.read(move |conn, _| queries::own(conn, user_id)).await?.ok_or_else(Error::not_found)?;
    actions::check_password(&body.new_password, &stored.username, "/new_password")?;
    let (current, new, hash) =
        (body.current_password.clone(), body.new_password.clone(), stored.password_hash.unwrap_or_default());
    let room = ctx.api.hashing.acquire().await.map_err(Error::internal)?;
    let hashed = tokio::task::spawn_blocking(move || {
        password::matches(&current, &hash)?.then(|| password::hash(&new)).transpose()
    })
    .await
    .map_err(Error::internal)??;
    drop(room);
    let hashed = hashed.ok_or_else(|| {
        Error::from(problems::WRONG_PASSWORD.field("/current_password", "wrong", problems::WRONG_PASSWORD.title))
    })?;
    ctx.act(body, move |tx, _, _| {
        let user = actions::own_account(tx)?;
        actions::set_password(tx, &user, &hashed)?;
        Ok(Saved { path: "/me".into(), rev: None, view: Done { done: true } })
    })
    .await
}

async fn request_password_reset(ctx: Ctx, body: Body<RequestReset>) -> Result<Json<Done>> {
    let (key, now) = (format!("reset {}", ctx.peer), ctx.now());
    ctx.api.sign_ins.check(&key, 1_000, now)?;
    ctx.api.sign_ins.failed(&key, now);
    ctx.write(move |tx, _| actions::request_reset(tx, &body.username.0)).await?;
    Ok(Json(Done { done: true }))
}

async fn confirm_password_reset(ctx: Ctx, body: Body<ConfirmReset>) -> Result<Json<Done>> {
    let ConfirmReset { token, password } = body.into_inner();
    let (look, secret) = (token.clone(), password.clone());
    // The link is looked at before the costly hash, and again in the transaction that uses it up.
    ctx.write(move |tx, _| {
        let user = actions::owner_of_link(tx, &look)?;
        tx.unchanged();
        actions::check_password(&secret, &user.username, "/password")
    })
    .await?;
    let room = ctx.api.hashing.acquire().await.map_err(Error::internal)?;
    let hashed = tokio::task::spawn_blocking(move || password::hash(&password)).await.map_err(Error::internal)??;
    drop(room);
    ctx.write(move |tx, _| {
        let user = actions::owner_of_link(tx, &token)?;
        actions::set_password(tx, &user, &hashed)
    })
    .await?;
    Ok(Json(Done { done: true }))
}
