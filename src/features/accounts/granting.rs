//! Who may grant what to whom: pure over the giver's grants.
use crate::access::{Permission, Role};
use crate::base::id::UserId;

/// Why a grant may not be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is for the giver.
    ToSelf,
    /// No grant of the giver covers it.
    TooHigh,
}

/// One of the giver's grants, and whether its area covers the one in question.
#[derive(Debug, Clone, Copy)]
pub struct Own {
    /// The giver's role.
    pub role: Role,
    /// Whether the area in question lies within the giver's.
    pub covers: bool,
}

/// Whether a giver who holds `own` may give `role` to `receiver`.
pub fn check(giver: Option<UserId>, receiver: UserId, role: Role, own: &[Own]) -> Result<(), Refusal> {
    if giver == Some(receiver) {
        return Err(Refusal::ToSelf);
    }
    let good = own.iter().any(|o| o.covers && o.role.may(Permission::UsersManage) && o.role.may_grant(role));
    if good { Ok(()) } else { Err(Refusal::TooHigh) }
}
