//! Which of the records that a push names are there, and where.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{
    kinds::{RecordKind, Turn, kind},
    op::{Op, OpKind},
    order::RecordKey,
    queries,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Result,
        id::{AreaId, DeviceId, UserId},
    },
    db::Tx,
};

/// For so many days after leaving an area what happened there before is still taken.
pub const LATE_DAYS: i64 = 60;

/// Where somebody may work now, and where not long ago.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Now.
    pub now: Scope,
    /// At some time within the last 60 days, on the map of that time.
    pub before: Scope,
}

impl Reach {
    /// What these grants reach.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(tx: &mut Tx, now: &Scope, user_id: UserId) -> Result<Self> {
        let today = tx.today();
        let since = today.plus_days(-LATE_DAYS);
        let grants = queries::recent_grants(tx.conn()?, user_id, since, today)?;
        let then = Actor { user_id: Some(user_id), session_id: None, grants };
        Ok(Self { now: now.clone(), before: Scope::of(&then, Permission::SyncUse, since) })
    }
}

/// Records named in a push that are known, and where.
#[derive(Debug, Default)]
pub struct Known {
    /// Within the areas of now.
    pub now: HashMap<RecordKey, AreaId>,
    /// Only within the areas of before.
    pub before: HashMap<RecordKey, AreaId>,
    /// Not there, because their making was refused to this phone.
    pub refused: BTreeSet<RecordKey>,
}

/// Which of the records named in these operations are there, now or before.
///
/// # Errors
/// When the database fails.
pub fn records(tx: &mut Tx, device: DeviceId, reach: &Reach, ops: &[(usize, &Op)]) -> Result<Known> {
    let mut named: BTreeMap<&'static str, BTreeSet<&str>> = BTreeMap::new();
    // Those that are not waited for when their making was refused.
    let mut asked: BTreeSet<RecordKey> = BTreeSet::new();
    for (_, op) in ops {
        let Some(own) = kind(&op.entity) else { continue };
        let mut keys: Vec<(&'static str, &str)> = parents(own, op).into_iter().map(|(_, key)| key).collect();
        // What is made here is not looked for: whether its id is taken, its own rows say.
        if op.kind != OpKind::Create {
            keys.push((own.entity, op.entity_id.as_str()));
        }
        for (entity, id) in keys {
            named.entry(entity).or_default().insert(id);
            if own.turn == Turn::Own {
                asked.insert(RecordKey { entity: entity.to_owned(), id: id.to_owned() });
            }
        }
    }
    let mut known = Known::default();
    for (entity, ids) in named {
        let Some(own) = kind(entity) else { continue };
        let ids = queries::distinct(ids.into_iter());
        let key = |id: String| RecordKey { entity: entity.to_owned(), id };
        let now = (own.known)(tx.conn()?, &reach.now, &ids)?;
        let rest: Vec<String> = ids.into_iter().filter(|id| !now.iter().any(|(there, _)| there == id)).collect();
        known.now.extend(now.into_iter().map(|(id, area)| (key(id), area)));
        if !rest.is_empty() {
            let before = (own.known)(tx.conn()?, &reach.before, &rest)?;
            known.before.extend(before.into_iter().map(|(id, area)| (key(id), area)));
        }
    }
    asked.retain(|key| !known.now.contains_key(key) && !known.before.contains_key(key));
    if !asked.is_empty() {
        let refused = queries::refused_making(tx.conn()?, device)?;
        known.refused = asked.into_iter().filter(|key| refused.contains(key)).collect();
    }
    Ok(known)
}

/// The records an operation hangs on: (the field that names it, kind and id).
pub fn parents<'o>(kind: &'static RecordKind, op: &'o Op) -> Vec<(&'static str, (&'static str, &'o str))> {
    if op.kind != OpKind::Create {
        return Vec::new();
    }
    let named = |field: &str| op.fields.get(field).and_then(Value::as_str);
    kind.parents.iter().filter_map(|(field, entity)| Some((*field, (*entity, named(field)?)))).collect()
}
