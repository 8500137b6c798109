//! Signing in, staying in, signing out.
use crate::base::id::{RefreshTokenId, SessionId, UserId};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{
    model::{Account, RefreshToken, Session},
    queries,
    rotation::{Facts, Verdict, verdict},
};
use crate::{
    base::{Id, Moment, Result},
    db::{Event, Keys, Purpose, Tx},
};

/// A session not used for so long is over: ninety days, since phones are offline for weeks.
const IDLE_SECONDS: i64 = 90 * 86_400;
/// A session is over after so long in any case.
const ABSOLUTE_SECONDS: i64 = 180 * 86_400;

/// What a signed-in device gets.
#[derive(Debug)]
pub struct Opened {
    pub account: Account,
    pub session_id: SessionId,
    pub refresh_token: String,
}

/// What became of a refresh.
#[derive(Debug)]
pub enum Refreshed {
    /// The next pair.
    Next(Box<Opened>),
    /// Not good (any more).
    Refused,
    /// An old token came back: the session was ended.
    Revoked,
}

/// The text of a refresh token: its id and a keyed tag over it, so that the database holds no secret.
fn token_text(keys: &Keys, id: RefreshTokenId) -> String {
    format!("{id}.{}", BASE64_URL_SAFE_NO_PAD.encode(keys.tag(Purpose::RefreshToken, id.as_str().as_bytes())))
}

fn read_token(keys: &Keys, text: &str) -> Option<RefreshTokenId> {
    let (id, tag) = text.split_once('.')?;
    let (id, tag): (RefreshTokenId, _) = (id.parse().ok()?, BASE64_URL_SAFE_NO_PAD.decode(tag).ok()?);
    keys.tag_matches(Purpose::RefreshToken, id.as_str().as_bytes(), &tag).then_some(id)
}

fn fresh(session_id: SessionId, parent_id: Option<RefreshTokenId>, now: Moment) -> RefreshToken {
    RefreshToken { id: Id::new(), session_id, parent_id, child_id: None, created_at: now, used_at: None }
}

/// Opens a session for somebody whose password was right.
pub fn open(tx: &mut Tx, account: Account) -> Result<Opened> {
    let now = tx.now();
    let session = Session {
        id: Id::new(),
        user_id: account.id,
        created_at: now,
        last_used_at: now,
        expires_at: now.plus_seconds(IDLE_SECONDS),
        ended_at: None,
        ended_why: None,
    };
    let token = fresh(session.id, None, now);
    queries::insert_session(tx, &session)?;
    queries::insert_refresh_token(tx, &token)?;
    tx.record(Event::new("session.opened", "session", session.id).in_area(account.home_area_id));
    Ok(Opened { refresh_token: token_text(tx.keys(), token.id), session_id: session.id, account })
}

/// Answers a presented refresh token.
pub fn refresh(tx: &mut Tx, text: &str) -> Result<Refreshed> {
    let refused = |tx: &mut Tx| {
        tx.unchanged();
        Ok(Refreshed::Refused)
    };
    let Some(id) = read_token(tx.keys(), text) else { return refused(tx) };
    let Some(token) = queries::refresh_token(tx.conn()?, id)? else { return refused(tx) };
    let Some(session) = queries::session(tx.conn()?, token.session_id)? else { return refused(tx) };
    let Some(account) = queries::account(tx.conn()?, session.user_id)? else { return refused(tx) };
    let child = match token.child_id {
        Some(child) => queries::refresh_token(tx.conn()?, child)?,
        None => None,
    };
    let now = tx.now();
    let facts = Facts {
        family_lives: session.ended_at.is_none() && now < session.expires_at && account.is_active(),
        has_child: child.is_some(),
        child_used: child.as_ref().is_some_and(|c| c.used_at.is_some()),
    };
    let recorded = |action| Event::new(action, "session", session.id).in_area(account.home_area_id);
    match (verdict(facts), child) {
        (Verdict::Rotate, _) => {
            let child = fresh(session.id, Some(token.id), now);
            queries::insert_refresh_token(tx, &child)?;
            queries::mark_used(tx, token.id, child.id, now)?;
            let until = now.plus_seconds(IDLE_SECONDS).min(session.created_at.plus_seconds(ABSOLUTE_SECONDS));
            queries::keep_alive(tx, session.id, now, until)?;
            tx.record(recorded("session.refreshed"));
            Ok(Refreshed::Next(Box::new(Opened {
                refresh_token: token_text(tx.keys(), child.id),
                session_id: session.id,
                account,
            })))
        }
        (Verdict::Repeat, Some(child)) => {
            tx.record(recorded("session.refreshed"));
            Ok(Refreshed::Next(Box::new(Opened {
                refresh_token: token_text(tx.keys(), child.id),
                session_id: session.id,
                account,
            })))
        }
        (Verdict::Revoke, _) => {
            queries::end(tx, session.id, now, "refresh token used again")?;
            tx.record(recorded("session.revoked"));
            Ok(Refreshed::Revoked)
        }
        (Verdict::Refuse | Verdict::Repeat, _) => refused(tx),
    }
}

/// Ends the caller's session.
pub fn close(tx: &mut Tx) -> Result<()> {
    let (user_id, session_id, now) = (tx.actor().user_id, tx.actor().session_id, tx.now());
    if let (Some(user_id), Some(session_id)) = (user_id, session_id) {
        queries::end(tx, session_id, now, "signed out")?;
        let area = queries::account(tx.conn()?, user_id)?.map(|a| a.home_area_id);
        let event = Event::new("session.closed", "session", session_id);
        tx.record(match area {
            Some(area) => event.in_area(area),
            None => event,
        });
    }
    Ok(())
}

/// Ends a session, when it has not ended. The caller records why.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut Tx, session_id: SessionId, why: &str) -> Result<()> {
    let now = tx.now();
    queries::end(tx, session_id, now, why)
}

/// Ends every session of a user (password, role or status changed). The caller records why.
///
/// # Errors
/// When the database fails.
pub fn end_all_of(tx: &mut Tx, user_id: UserId, why: &str) -> Result<()> {
    let now = tx.now();
    queries::end_all(tx, user_id, now, why)
}
