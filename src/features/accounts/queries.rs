//! All SQL of accounts.
use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Grant, Ticket, User, UserStatus};
use crate::{
    access::{Permission, Role, Scope},
    base::{
        Cursor, Day, Moment, Page, Result,
        id::{AreaId, GrantId, OrganisationId, TicketId, UserId},
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among,
        schema::{area_closure, grants, mail_tickets, users},
        scoped,
    },
};

const ONE_PER_USERNAME: UniqueRule = UniqueRule { postgres: "users_one_per_username", sqlite: "users.username" };

pub fn find(conn: &mut Conn, scope: &Scope, id: UserId) -> Result<Option<InScope<User>>> {
    scoped::first(conn, scoped::each::users(scope).filter(users::id.eq(id)).select(User::as_select()))
}

pub fn list(conn: &mut Conn, scope: &Scope, status: Option<UserStatus>, cursor: &Cursor) -> Result<Page<User>> {
    let mut query = scoped::users(scope);
    if let Some(status) = status {
        query = query.filter(users::status.eq(status));
    }
    if let Some((key, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}')) {
        let (key, id) = (key.to_owned(), id.to_owned());
        query = query.filter(users::name_sort.gt(key.clone()).or(users::name_sort.eq(key).and(users::id.gt(id))));
    }
    let rows = query.order((users::name_sort, users::id)).limit(cursor.fetch()).select(User::as_select()).load(conn)?;
    Ok(cursor.page(rows, |user: &User| format!("{}\u{3}{}", user.name_sort, user.id)))
}

/// What those of these users are called who work within the scope or above it.
pub fn names_about(conn: &mut Conn, scope: &Scope, ids: &[UserId]) -> Result<Vec<(UserId, String)>> {
    let query = scoped::each::users_about(scope).filter(among(users::id, ids)).order(users::id);
    Ok(query.select((users::id, users::full_name)).load(conn)?)
}

/// The user with this name, whatever the scope: for links by mail and for the password of somebody signed in.
///
/// # Errors
/// When the database fails.
pub fn named(conn: &mut Conn, username: &str) -> Result<Option<User>> {
    Ok(users::table.filter(users::username.eq(username.to_owned())).select(User::as_select()).first(conn).optional()?)
}

/// The user with this id, whatever the scope: their own account, or the owner of a link.
pub fn own(conn: &mut Conn, id: UserId) -> Result<Option<User>> {
    Ok(users::table.find(id).select(User::as_select()).first(conn).optional()?)
}

pub fn insert(tx: &mut Tx, row: &User) -> Result<()> {
    diesel::insert_into(users::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_USERNAME, &super::problems::USERNAME_TAKEN)
}

/// Refuses an id sent by the client that is taken already.
pub fn refuse_taken_id(conn: &mut Conn, id: UserId) -> Result<()> {
    match own(conn, id)? {
        Some(_) => Err(crate::base::problem::ALREADY_EXISTS.now().into()),
        None => Ok(()),
    }
}

pub fn update(tx: &mut Tx, user: &InScope<User>, new: &User) -> Result<()> {
    diesel::update(users::table.find(user.id))
        .set((
            users::full_name.eq(&new.full_name),
            users::name_sort.eq(&new.name_sort),
            users::email.eq(&new.email),
            users::lang.eq(new.lang),
            users::status.eq(new.status),
            users::rev.eq(user.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn set_password(tx: &mut Tx, id: UserId, hash: &str) -> Result<()> {
    diesel::update(users::table.find(id))
        .set((
            users::password_hash.eq(hash.to_owned()),
            users::status.eq(UserStatus::Active),
            users::rev.eq(users::rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn grants_of(conn: &mut Conn, user: &InScope<User>) -> Result<Vec<Grant>> {
    Ok(grants::table.filter(grants::user_id.eq(user.id)).order(grants::id).select(Grant::as_select()).load(conn)?)
}

pub fn find_grant(conn: &mut Conn, scope: &Scope, id: GrantId) -> Result<Option<InScope<Grant>>> {
    scoped::first(conn, scoped::each::grants(scope).filter(grants::id.eq(id)).select(Grant::as_select()))
}

pub fn insert_grant(tx: &mut Tx, row: &Grant) -> Result<()> {
    diesel::insert_into(grants::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn end_grant(tx: &mut Tx, grant: &InScope<Grant>, last_day: Day) -> Result<()> {
    diesel::update(grants::table.find(grant.id))
        .set((grants::valid_to.eq(last_day), grants::rev.eq(grant.rev + 1)))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_ticket(tx: &mut Tx, row: &Ticket) -> Result<()> {
    diesel::insert_into(mail_tickets::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn find_ticket(conn: &mut Conn, id: TicketId) -> Result<Option<Ticket>> {
    Ok(mail_tickets::table.find(id).select(Ticket::as_select()).first(conn).optional()?)
}

/// Every open link of a user is used up by a new password.
pub fn use_up_tickets(tx: &mut Tx, user_id: UserId, now: Moment) -> Result<()> {
    diesel::update(
        mail_tickets::table.filter(mail_tickets::user_id.eq(user_id)).filter(mail_tickets::used_at.is_null()),
    )
    .set(mail_tickets::used_at.eq(now))
    .execute(tx.conn()?)?;
    Ok(())
}

/// Whether somebody has this user name.
///
/// # Errors
/// When the database fails.
pub fn exists(conn: &mut Conn, username: &str) -> Result<bool> {
    Ok(named(conn, username)?.is_some())
}

/// Whether somebody signs people up for this organisation in this area on this day.
///
/// # Errors
/// When the database fails.
pub fn collects_for(
    conn: &mut Conn,
    user_id: UserId,
    organisation_id: OrganisationId,
    area_id: AreaId,
    on: Day,
) -> Result<bool> {
    let collects = |role: &Role| role.is_collecting() && role.may(Permission::EnrolmentsRecord);
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(collects).collect();
    let above = area_closure::table
        .filter(area_closure::descendant_id.eq(area_id))
        .filter(area_closure::valid_from.le(on))
        .filter(area_closure::valid_to.is_null().or(area_closure::valid_to.ge(on)))
        .select(area_closure::ancestor_id);
    let held: i64 = grants::table
        .inner_join(users::table)
        .filter(users::id.eq(user_id))
        .filter(users::status.eq(UserStatus::Active))
        .filter(grants::organisation_id.eq(organisation_id))
        .filter(grants::role.eq_any(roles))
        .filter(grants::valid_from.le(on))
        .filter(grants::valid_to.is_null().or(grants::valid_to.ge(on)))
        .filter(grants::area_id.eq_any(above))
        .count()
        .get_result(conn)?;
    Ok(held > 0)
}

/// What these users are called.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, String>> {
    let rows: Vec<(UserId, String)> =
        users::table.filter(among(users::id, ids)).select((users::id, users::full_name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
