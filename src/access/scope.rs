//! The part of the area tree one may touch for one purpose.
//!
//! A scope is made only from an [`Actor`]'s grants and one permission, or for a named internal job; it is
//! never optional. The SQL side stands in `db/scoped.rs`.
use super::{Actor, Permission};
use crate::base::Day;
use crate::base::id::AreaId;

/// Roots of the area tree within which something may be read or changed.
#[derive(Debug, Clone)]
pub struct Scope {
    roots: Vec<AreaId>,
    whole: bool,
    today: Day,
}

impl Scope {
    /// Where `actor` may use `permission`.
    pub fn of(actor: &Actor, permission: Permission, today: Day) -> Self {
        let mut roots: Vec<_> = actor.grants.iter().filter(|g| g.role.may(permission)).map(|g| g.area_id).collect();
        roots.sort();
        roots.dedup();
        Self { roots, whole: false, today }
    }
    /// One area and what lies in it: what a single grant covers.
    pub fn at(area_id: AreaId, today: Day) -> Self {
        Self { roots: vec![area_id], whole: false, today }
    }
    /// Everything, for the program itself. `_reason` says at the call why no user's scope applies.
    pub fn whole(_reason: &'static str, today: Day) -> Self {
        Self { roots: Vec::new(), whole: true, today }
    }
    /// The part of this scope that these roots make up; never more than it was.
    pub fn narrowed(&self, roots: &[AreaId]) -> Self {
        let roots = self.roots.iter().copied().filter(|root| roots.contains(root)).collect();
        Self { roots, whole: false, today: self.today }
    }
    /// The roots.
    pub fn roots(&self) -> &[AreaId] {
        &self.roots
    }
    /// Whether no limit applies.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
    /// The day at which the tree is read.
    pub fn today(&self) -> Day {
        self.today
    }
}
