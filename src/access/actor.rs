//! Who is asking: a signed-in user with the grants that hold today.
use super::{Permission, Role};
use crate::base::id::{AreaId, GrantId, OrganisationId, SessionId, UserId};

/// One grant that holds today.
#[derive(Debug, Clone)]
pub struct HeldGrant {
    /// The grant's id.
    pub id: GrantId,
    /// What it allows.
    pub role: Role,
    /// Where.
    pub area_id: AreaId,
    /// For which organisation, when it is bound to one.
    pub organisation_id: Option<OrganisationId>,
}

/// Who is asking.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The user; `None` for the program itself and for people who are not signed in.
    pub user_id: Option<UserId>,
    /// The signed-in device.
    pub session_id: Option<SessionId>,
    /// What holds today.
    pub grants: Vec<HeldGrant>,
}

impl Actor {
    /// The program itself, or somebody not signed in: no grants.
    pub fn nobody() -> Self {
        Self { user_id: None, session_id: None, grants: Vec::new() }
    }
    /// Whether some grant gives this right anywhere.
    pub fn may(&self, permission: Permission) -> bool {
        match permission {
            Permission::Public => true,
            Permission::SignedIn => self.user_id.is_some(),
            other => self.grants.iter().any(|grant| grant.role.may(other)),
        }
    }
}

/// Somebody who was let in.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// Who.
    pub actor: Actor,
    /// How many writes the database had seen at that moment, for callers that were looked up in it.
    pub writes: Option<i64>,
}
