//! All SQL of signing in.
use crate::base::id::{AreaId, GrantId, OrganisationId, RefreshTokenId, SessionId, UserId};
use diesel::prelude::*;

use super::model::{Account, RefreshToken, Session};
use crate::{
    access::{Actor, Admitted, HeldGrant, Role, token::TokenSays},
    base::{Day, Moment, Result},
    db::{
        Conn, Tx,
        schema::{areas, grants, ledger, organisations, refresh_tokens, sessions, users},
    },
};

/// The account with this user name.
pub fn account_named(conn: &mut Conn, username: &str) -> Result<Option<Account>> {
    Ok(users::table
        .filter(users::username.eq(username.to_owned()))
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// The account with this id.
pub fn account(conn: &mut Conn, id: UserId) -> Result<Option<Account>> {
    Ok(users::table.find(id).select(Account::as_select()).first(conn).optional()?)
}

/// Who a token speaks for: only while user, token version and session still hold.
///
/// # Errors
/// When the database fails.
pub fn authenticate(conn: &mut Conn, says: &TokenSays, today: Day) -> Result<Option<Admitted>> {
    let held = grants::user_id
        .eq(users::id)
        .and(grants::valid_from.le(today))
        .and(grants::valid_to.is_null().or(grants::valid_to.ge(today)));
    // One statement, since every request asks it: a row for each grant, one without a grant for a user who has none.
    let rows: Vec<(i64, Option<GrantRow>)> = sessions::table
        .inner_join(users::table)
        .left_join(grants::table.on(held))
        .inner_join(ledger::table.on(ledger::id.eq(1)))
        .filter(sessions::id.eq(says.session_id))
        .filter(sessions::ended_at.is_null())
        .filter(users::id.eq(says.user_id))
        .filter(users::status.eq("active"))
        .filter(users::token_version.eq(says.token_version))
        .order(grants::id)
        .select((ledger::audit_n, (grants::id, grants::role, grants::area_id, grants::organisation_id).nullable()))
        .load(conn)?;
    let Some((writes, _)) = rows.first() else {
        return Ok(None);
    };
    let writes = *writes;
    let grants = rows.into_iter().filter_map(|(_, grant)| grant).map(held_grant).collect();
    let actor = Actor { user_id: Some(says.user_id), session_id: Some(says.session_id), grants };
    Ok(Some(Admitted { actor, writes: Some(writes) }))
}

type GrantRow = (GrantId, Role, AreaId, Option<OrganisationId>);

fn held_grant((id, role, area_id, organisation_id): GrantRow) -> HeldGrant {
    HeldGrant { id, role, area_id, organisation_id }
}

/// An active user with the grants of today, for work that goes on without a request; nobody when locked meanwhile.
///
/// # Errors
/// When the database fails.
pub fn actor_of(conn: &mut Conn, user_id: UserId, today: Day) -> Result<Option<Actor>> {
    let active = users::table.find(user_id).filter(users::status.eq("active")).select(users::id);
    let Some(id) = active.first::<UserId>(conn).optional()? else { return Ok(None) };
    Ok(Some(Actor { user_id: Some(id), session_id: None, grants: held_grants(conn, id, today)? }))
}

/// The grants of a user that hold on `today`.
pub fn held_grants(conn: &mut Conn, user_id: UserId, today: Day) -> Result<Vec<HeldGrant>> {
    let rows: Vec<GrantRow> = grants::table
        .filter(grants::user_id.eq(user_id))
        .filter(grants::valid_from.le(today))
        .filter(grants::valid_to.is_null().or(grants::valid_to.ge(today)))
        .order(grants::id)
        .select((grants::id, grants::role, grants::area_id, grants::organisation_id))
        .load(conn)?;
    Ok(rows.into_iter().map(held_grant).collect())
}

/// Names of areas and organisations of grants, for showing.
pub fn names(conn: &mut Conn, held: &[HeldGrant]) -> Result<Vec<(String, Option<String>)>> {
    held.iter()
        .map(|grant| {
            let area = areas::table.find(grant.area_id).select(areas::full_name).first(conn)?;
            let organisation = match grant.organisation_id {
                Some(id) => organisations::table.find(id).select(organisations::name).first(conn).optional()?,
                None => None,
            };
            Ok((area, organisation))
        })
        .collect()
}

pub fn session(conn: &mut Conn, id: SessionId) -> Result<Option<Session>> {
    Ok(sessions::table.find(id).select(Session::as_select()).first(conn).optional()?)
}

pub fn refresh_token(conn: &mut Conn, id: RefreshTokenId) -> Result<Option<RefreshToken>> {
    Ok(refresh_tokens::table.find(id).select(RefreshToken::as_select()).first(conn).optional()?)
}

pub fn insert_session(tx: &mut Tx, row: &Session) -> Result<()> {
    diesel::insert_into(sessions::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_refresh_token(tx: &mut Tx, row: &RefreshToken) -> Result<()> {
    diesel::insert_into(refresh_tokens::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

/// Marks a token as presented and names its child.
pub fn mark_used(tx: &mut Tx, id: RefreshTokenId, child_id: RefreshTokenId, now: Moment) -> Result<()> {
    diesel::update(refresh_tokens::table.find(id))
        .set((refresh_tokens::child_id.eq(child_id), refresh_tokens::used_at.eq(now)))
        .execute(tx.conn()?)?;
    Ok(())
}

pub fn keep_alive(tx: &mut Tx, id: SessionId, now: Moment, expires_at: Moment) -> Result<()> {
    diesel::update(sessions::table.find(id))
        .set((sessions::last_used_at.eq(now), sessions::expires_at.eq(expires_at)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Ends a session that has not ended yet.
pub fn end(tx: &mut Tx, id: SessionId, now: Moment, why: &str) -> Result<()> {
    diesel::update(sessions::table.find(id).filter(sessions::ended_at.is_null()))
        .set((sessions::ended_at.eq(now), sessions::ended_why.eq(why.to_owned())))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Ends every live session of a user and makes every access token of theirs worthless.
pub fn end_all(tx: &mut Tx, user_id: UserId, now: Moment, why: &str) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::user_id.eq(user_id)).filter(sessions::ended_at.is_null()))
        .set((sessions::ended_at.eq(now), sessions::ended_why.eq(why.to_owned())))
        .execute(tx.conn()?)?;
    diesel::update(users::table.find(user_id))
        .set(users::token_version.eq(users::token_version + 1))
        .execute(tx.conn()?)?;
    Ok(())
}
