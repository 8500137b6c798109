//! What a presented refresh token means: pure over the facts of its row and its child's.
//!
//! The direct parent of a child that was never used gets the same child again, so a lost answer costs nothing.
//! Once the child has been used, its parent coming back means that two hold the family: it is ended.

/// What is known of the presented token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The family is not ended and not too old, and its user is active.
    pub family_lives: bool,
    /// It has a child.
    pub has_child: bool,
    /// Its child was presented, or has a child itself.
    pub child_used: bool,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Give it a new child.
    Rotate,
    /// Give it the child it has.
    Repeat,
    /// End the family: two hold it.
    Revoke,
    /// Nothing to do; refuse.
    Refuse,
}

/// The meaning of these facts.
pub fn verdict(facts: Facts) -> Verdict {
    match facts {
        Facts { family_lives: false, .. } => Verdict::Refuse,
        Facts { has_child: false, .. } => Verdict::Rotate,
        Facts { child_used: false, .. } => Verdict::Repeat,
        Facts { child_used: true, .. } => Verdict::Revoke,
    }
}
