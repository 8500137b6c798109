//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Grant, User, UserLang, UserStatus};
use crate::{
    access::Role,
    base::{
        Day, Moment,
        edit::Edit,
        id::{AreaId, GrantId, OrganisationId, UserId},
        page::{CursorText, Limit},
        text::Line,
    },
};

/// A user name: letters, digits, `.`, `-`, `_`; stored in lower case.
#[derive(Debug, Clone)]
pub struct Username(pub String);
impl<'de> Deserialize<'de> for Username {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?.to_ascii_lowercase();
        let good = (3..=60).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if good { Ok(Self(text)) } else { Err(serde::de::Error::custom("not a user name")) }
    }
}
impl utoipa::PartialSchema for Username {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .min_length(Some(3))
            .max_length(Some(60))
            .pattern(Some("^[A-Za-z0-9._-]{3,60}$"))
            .into()
    }
}
impl ToSchema for Username {}

/// A mail address, checked by form only.
#[derive(Debug, Clone)]
pub struct MailAddress(pub String);
impl<'de> Deserialize<'de> for MailAddress {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
        };
        let good = text.len() <= 120
            && text.split_once('@').is_some_and(|(name, host)| {
                plain(name)
                    && !name.starts_with('.')
                    && !name.ends_with('.')
                    && !name.contains("..")
                    && host.split('.').count() >= 2
                    && host.split('.').all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric()))
            });
        if good { Ok(Self(text)) } else { Err(serde::de::Error::custom("not a mail address")) }
    }
}
impl utoipa::PartialSchema for MailAddress {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .max_length(Some(120))
            .pattern(Some("^[A-Za-z0-9_+-]{1,50}@[A-Za-z0-9]{1,30}\\.[A-Za-z0-9]{2,20}$"))
            .into()
    }
}
impl ToSchema for MailAddress {}

/// A new user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// Its id, when the client made one.
    pub id: Option<UserId>,
    pub username: Username,
    pub full_name: Line<90>,
    /// Where the invitation goes.
    pub email: Option<MailAddress>,
    /// `vi` unless said.
    pub lang: Option<UserLang>,
    /// The area the account belongs to.
    pub home_area_id: AreaId,
}

/// Changes of a user; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    pub full_name: Option<Line<90>>,
    #[serde(default)]
    #[schema(value_type = Option<MailAddress>)]
    pub email: Edit<MailAddress>,
    pub lang: Option<UserLang>,
    /// `true` locks the account at once, `false` opens it again.
    pub disabled: Option<bool>,
}

/// A new grant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateGrant {
    pub role: Role,
    pub area_id: AreaId,
    /// Bound to this organisation; collecting roles always are.
    pub organisation_id: Option<OrganisationId>,
    /// Today unless said.
    pub valid_from: Option<Day>,
    /// Open unless said.
    pub valid_to: Option<Day>,
}

/// Which users.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Where the account stands.
    #[param(value_type = Option<UserStatus>)]
    pub status: Option<UserStatus>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Somebody forgot the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestReset {
    pub username: Username,
}

/// A new password, with the link's token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmReset {
    /// The last part of the link.
    #[schema(min_length = 1, max_length = 200)]
    pub token: String,
    /// At least 15 characters; a sentence is good.
    #[schema(min_length = 1, max_length = 256)]
    pub password: String,
}

/// A new password for oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    #[schema(min_length = 1, max_length = 256)]
    pub current_password: String,
    /// At least 15 characters; a sentence is good.
    #[schema(min_length = 1, max_length = 256)]
    pub new_password: String,
}

/// It was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    pub done: bool,
}

/// Whose names are asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameUsers {
    /// Up to 100 ids, as rows carry them.
    #[serde(deserialize_with = "crate::base::few::at_most::<100, _, _>")]
    #[schema(max_items = 100)]
    pub ids: Vec<UserId>,
}

/// What a user is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserName {
    pub id: UserId,
    pub full_name: String,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserView {
    pub id: UserId,
    pub username: String,
    pub full_name: String,
    #[schema(required)]
    pub email: Option<String>,
    pub lang: UserLang,
    pub status: UserStatus,
    pub home_area_id: AreaId,
    pub created_at: Moment,
}
impl From<User> for UserView {
    fn from(u: User) -> Self {
        Self {
            id: u.id,
            username: u.username,
            full_name: u.full_name,
            email: u.email,
            lang: u.lang,
            status: u.status,
            home_area_id: u.home_area_id,
            created_at: u.created_at,
        }
    }
}

/// A grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    pub id: GrantId,
    pub user_id: UserId,
    pub role: Role,
    pub area_id: AreaId,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    pub valid_from: Day,
    #[schema(required)]
    pub valid_to: Option<Day>,
    #[schema(required)]
    pub granted_by: Option<UserId>,
}
impl From<Grant> for GrantView {
    fn from(g: Grant) -> Self {
        Self {
            id: g.id,
            user_id: g.user_id,
            role: g.role,
            area_id: g.area_id,
            organisation_id: g.organisation_id,
            valid_from: g.valid_from,
            valid_to: g.valid_to,
            granted_by: g.granted_by,
        }
    }
}
