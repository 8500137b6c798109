//! Rows of accounts.
use diesel::prelude::*;

use crate::{
    access::Role,
    base::{
        Day, Moment,
        id::{AreaId, GrantId, OrganisationId, TicketId, UserId},
        text_enum::text_enum,
    },
    db::{
        schema::{grants, mail_tickets, users},
        text_column,
    },
};

text_enum! {
    /// Where an account stands.
    pub enum UserStatus {
        /// Has not chosen a password yet.
        Invited = "invited",
        /// May sign in.
        Active = "active",
        /// May not sign in.
        Disabled = "disabled",
    }
}
text_enum! {
    /// The language of mails and of the web app.
    pub enum UserLang {
        /// Vietnamese.
        Vi = "vi",
        /// English.
        En = "en",
    }
}
text_enum! {
    /// What a one-time link is for.
    pub enum TicketPurpose {
        /// A first password.
        Invitation = "invitation",
        /// A new password.
        PasswordReset = "password_reset",
    }
}
text_column!(UserStatus, UserLang, TicketPurpose);

/// Somebody who signs in.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub full_name: String,
    pub name_sort: String,
    pub email: Option<String>,
    pub lang: UserLang,
    pub status: UserStatus,
    pub password_hash: Option<String>,
    pub token_version: i32,
    pub home_area_id: AreaId,
    pub created_at: Moment,
    pub rev: i64,
}

/// A role over an area, for an organisation, for a time.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = grants, treat_none_as_default_value = false)]
pub struct Grant {
    pub id: GrantId,
    pub user_id: UserId,
    pub role: Role,
    pub area_id: AreaId,
    pub organisation_id: Option<OrganisationId>,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    pub granted_by: Option<UserId>,
    pub created_at: Moment,
    pub rev: i64,
}

/// A one-time link.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_tickets, treat_none_as_default_value = false)]
pub struct Ticket {
    pub id: TicketId,
    pub user_id: UserId,
    pub purpose: TicketPurpose,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub used_at: Option<Moment>,
}
