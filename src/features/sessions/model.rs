//! Rows of signing in.
use crate::base::id::{AreaId, RefreshTokenId, SessionId, UserId};
use diesel::prelude::*;

use crate::{
    base::Moment,
    db::schema::{refresh_tokens, sessions, users},
};

/// What signing in needs to know of a user.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Account {
    pub id: UserId,
    pub username: String,
    pub full_name: String,
    pub lang: String,
    pub status: String,
    pub password_hash: Option<String>,
    pub token_version: i32,
    pub home_area_id: AreaId,
}

impl Account {
    /// Whether the account may be used.
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }
}

/// A signed-in device.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    pub id: SessionId,
    pub user_id: UserId,
    pub created_at: Moment,
    pub last_used_at: Moment,
    pub expires_at: Moment,
    pub ended_at: Option<Moment>,
    pub ended_why: Option<String>,
}

/// One refresh token. Its text is derived from its id and a key; nothing secret is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, treat_none_as_default_value = false)]
pub struct RefreshToken {
    pub id: RefreshTokenId,
    pub session_id: SessionId,
    pub parent_id: Option<RefreshTokenId>,
    pub child_id: Option<RefreshTokenId>,
    pub created_at: Moment,
    pub used_at: Option<Moment>,
}
