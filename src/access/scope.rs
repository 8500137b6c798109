//! The part of the area tree one may touch for one purpose.
//!
//! A scope is made only from an [`Actor`]'s grants and one permission, or for a named internal job; it is
//! never optional. The SQL side stands in `db/scoped.rs`.
//!
//! Sign-ups and hand-overs belong to an organisation as well. Of them a grant of a collecting role reaches only those of
//! its own organisation, and a collecting grant without an organisation none; every other role reaches those of all
//! organisations in its areas. The scope keeps both, so that no query has to remember it.
use std::collections::BTreeMap;

use super::{Actor, Permission};
use crate::base::Day;
use crate::base::id::{AreaId, OrganisationId};

/// Roots of the area tree within which something may be read or changed.
#[derive(Debug, Clone)]
pub struct Scope {
    roots: Vec<AreaId>,
    /// Where things of every organisation are reached.
    free: Vec<AreaId>,
    /// Where things of one organisation are reached, by that organisation.
    bound: BTreeMap<OrganisationId, Vec<AreaId>>,
    whole: bool,
    today: Day,
}

impl Scope {
    /// Where `actor` may use `permission`.
    pub fn of(actor: &Actor, permission: Permission, today: Day) -> Self {
        let (mut roots, mut free, mut bound) = (Vec::new(), Vec::new(), BTreeMap::<_, Vec<_>>::new());
        for grant in actor.grants.iter().filter(|g| g.role.may(permission)) {
            roots.push(grant.area_id);
            match (grant.role.is_collecting(), grant.organisation_id) {
                (false, _) => free.push(grant.area_id),
                (true, Some(own)) => bound.entry(own).or_default().push(grant.area_id),
                (true, None) => {}
            }
        }
        for areas in [&mut roots, &mut free].into_iter().chain(bound.values_mut()) {
            areas.sort();
            areas.dedup();
        }
        Self { roots, free, bound, whole: false, today }
    }
    /// The areas of one's grants, whatever these allow there; nothing that belongs to organisations.
    pub fn of_grants(actor: &Actor, today: Day) -> Self {
        let mut roots: Vec<AreaId> = actor.grants.iter().map(|grant| grant.area_id).collect();
        roots.sort();
        roots.dedup();
        Self { roots, free: Vec::new(), bound: BTreeMap::new(), whole: false, today }
    }
    /// One area and what lies in it: what a single grant covers.
    pub fn at(area_id: AreaId, today: Day) -> Self {
        Self { roots: vec![area_id], free: vec![area_id], bound: BTreeMap::new(), whole: false, today }
    }
    /// Everything, for the program itself. `_reason` says at the call why no user's scope applies.
    pub fn whole(_reason: &'static str, today: Day) -> Self {
        Self { roots: Vec::new(), free: Vec::new(), bound: BTreeMap::new(), whole: true, today }
    }
    /// The part of this scope that these roots make up; never more than it was.
    pub fn narrowed(&self, roots: &[AreaId]) -> Self {
        let part =
            |all: &[AreaId]| -> Vec<AreaId> { all.iter().copied().filter(|area| roots.contains(area)).collect() };
        Self {
            roots: part(&self.roots),
            free: part(&self.free),
            bound: self.bound.iter().map(|(own, areas)| (*own, part(areas))).collect(),
            whole: false,
            today: self.today,
        }
    }
    /// The roots.
    pub fn roots(&self) -> &[AreaId] {
        &self.roots
    }
    /// The roots below which things of every organisation are reached.
    pub fn free(&self) -> &[AreaId] {
        &self.free
    }
    /// The roots below which things of one organisation are reached, by that organisation.
    pub fn bound(&self) -> impl Iterator<Item = (OrganisationId, &[AreaId])> {
        self.bound.iter().map(|(own, areas)| (*own, areas.as_slice()))
    }
    /// The roots below which things of this organisation are reached.
    pub fn roots_for(&self, organisation_id: OrganisationId) -> Vec<AreaId> {
        let own = self.bound.get(&organisation_id).into_iter().flatten();
        self.free.iter().chain(own).copied().collect()
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
