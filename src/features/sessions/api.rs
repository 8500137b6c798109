//! Bodies on the wire.
use crate::base::id::{AreaId, GrantId, OrganisationId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Account;
use crate::{
    access::{HeldGrant, Role},
    base::text::Line,
};

/// User name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// User name; case does not matter.
    pub username: Line<60>,
    /// Password, exactly as chosen.
    #[schema(min_length = 1, max_length = 1024)]
    pub password: String,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The token that came with the last answer.
    #[schema(min_length = 1, max_length = 200)]
    pub refresh_token: String,
}

/// A signed-in device's tokens.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    /// Goes into `Authorization: Bearer …`.
    pub access_token: String,
    /// Seconds until it is over, by the server's clock.
    pub expires_in: i64,
    /// For `POST /sessions/refresh`; each is good once.
    pub refresh_token: String,
    /// Who signed in.
    pub user: MeView,
}

/// The signed-in user.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeView {
    pub id: UserId,
    pub username: String,
    pub full_name: String,
    /// `vi` or `en`.
    pub lang: String,
    /// What holds today.
    pub grants: Vec<HeldGrantView>,
    /// Every right that some grant gives somewhere, as words.
    pub permissions: Vec<String>,
}

/// A grant that holds today.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldGrantView {
    pub id: GrantId,
    pub role: Role,
    pub area_id: AreaId,
    pub area_name: String,
    #[schema(required)]
    pub organisation_id: Option<OrganisationId>,
    #[schema(required)]
    pub organisation_name: Option<String>,
}

impl MeView {
    /// The user with grants and their names.
    pub fn of(account: &Account, held: &[HeldGrant], names: Vec<(String, Option<String>)>) -> Self {
        let mut permissions: Vec<String> =
            held.iter().flat_map(|g| g.role.permissions()).map(|p| p.word().to_owned()).collect();
        permissions.sort();
        permissions.dedup();
        let grants = held
            .iter()
            .zip(names)
            .map(|(grant, (area_name, organisation_name))| HeldGrantView {
                id: grant.id,
                role: grant.role,
                area_id: grant.area_id,
                area_name,
                organisation_id: grant.organisation_id,
                organisation_name,
            })
            .collect();
        Self {
            id: account.id,
            username: account.username.clone(),
            full_name: account.full_name.clone(),
            lang: account.lang.clone(),
            grants,
            permissions,
        }
    }
}
