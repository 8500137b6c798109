//! What a phone fetches: once all records of its areas, then what changed since, in the order of the feed.
//!
//! A number of the feed is given last in every writing transaction, under a lock held to its commit. So whoever asks for
//! what lies above a number misses nothing (`db/feed.rs`).
use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::json;

use super::{
    api::{FeedView, ItemKind, PullAnswer, PullItem},
    cursor::{SyncCursor, Whole},
    kinds::{KINDS, Looking, Which, kind, weight},
    problems,
    queries::{self, FeedLine},
    restore::{FeedMark, FeedState, Standing, standing},
    sight::sight,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Moment, Result,
        id::{AreaId, UserId},
    },
    db::{Conn, Keys, Seals},
};

/// The most changes one answer carries.
const ITEMS_AT_ONCE: usize = 500;

/// What a pull needs besides the database.
#[derive(Clone, Copy)]
pub struct Caller<'a> {
    /// Whose phone.
    pub user: UserId,
    /// The same with the grants of today.
    pub actor: &'a Actor,
    /// The program's keys.
    pub keys: &'a Keys,
    /// Opens sealed columns.
    pub seals: &'a Seals,
    /// Now.
    pub now: Moment,
}

/// Answers a pull.
///
/// # Errors
/// `cursor-reset`, `server-rolled-back`.
pub fn pull(conn: &mut Conn, scope: &Scope, caller: Caller<'_>, cursor: Option<&str>) -> Result<PullAnswer> {
    let feed = queries::feed_state(conn)?;
    let mut items = Vec::new();
    let mut at = match cursor {
        None => begin(&feed, caller, scope),
        Some(text) => {
            let at = SyncCursor::open(caller.keys, caller.user, text)?;
            let mark = FeedMark { feed_epoch: at.epoch.clone(), rev: at.rev };
            if standing(&feed, Some(&mark)) == Standing::ServerRolledBack {
                return Err(problems::ROLLED_BACK.now().into());
            }
            follow_scope(conn, scope, caller.actor, at, feed.head, &mut items)?
        }
    };
    let more = match at.whole.take() {
        Some(whole) => {
            at.whole = walk(conn, scope, caller, whole, at.rev, &mut items)?;
            true
        }
        None => follow_feed(conn, scope, caller, &feed, &mut at, &mut items)?,
    };
    Ok(PullAnswer {
        items,
        cursor: at.sealed(caller.keys)?,
        more,
        server_now: caller.now,
        feed: FeedView { feed_epoch: feed.feed_epoch, head: feed.head, durable_rev: feed.durable_rev },
    })
}

impl<'a> Caller<'a> {
    fn looking(&self) -> Looking<'a> {
        Looking { actor: self.actor, seals: self.seals }
    }
    /// Where records of a kind are seen: within the part of the scope that is asked for.
    fn scope(&self, right: Permission, part: &Scope) -> Scope {
        if right == Permission::SyncUse {
            part.clone()
        } else {
            Scope::of(self.actor, right, part.today()).narrowed(part.roots())
        }
    }
}

fn begin(feed: &FeedState, caller: Caller<'_>, scope: &Scope) -> SyncCursor {
    let roots = scope.roots().to_vec();
    let whole = Whole { roots: roots.clone(), kind: 0, after: String::new() };
    let (user, sight) = (caller.user, sight(caller.actor, scope.today()));
    SyncCursor { user, epoch: feed.feed_epoch.clone(), rev: feed.head, roots, sight, whole: Some(whole) }
}

/// When the person's areas changed: says which are left, and fetches whole those that were gained. One that is seen with
/// other eyes now is both.
fn follow_scope(
    conn: &mut Conn,
    scope: &Scope,
    actor: &Actor,
    mut at: SyncCursor,
    head: i64,
    items: &mut Vec<PullItem>,
) -> Result<SyncCursor> {
    let sight = sight(actor, scope.today());
    if at.roots == scope.roots() && at.sight == sight {
        return Ok(at);
    }
    let same: Vec<AreaId> = at.roots.iter().copied().filter(|root| at.sight.get(root) == sight.get(root)).collect();
    let left = queries::areas_left(conn, &at.roots, &scope.narrowed(&same))?;
    if !left.is_empty() {
        items.push(PullItem {
            kind: ItemKind::ScopeLeft,
            entity: "area".to_owned(),
            id: None,
            rev: head,
            fields: Some(json!({ "area_ids": left })),
        });
    }
    let mut gained: Vec<_> = scope.roots().iter().copied().filter(|root| !same.contains(root)).collect();
    // A walk that was under way begins anew: some of its areas may be gone, and twice does no harm.
    gained.extend(at.whole.iter().flat_map(|whole| &whole.roots).filter(|root| scope.roots().contains(root)));
    gained.sort();
    gained.dedup();
    at.whole = (!gained.is_empty()).then(|| Whole { roots: gained, kind: 0, after: String::new() });
    (at.roots, at.sight) = (scope.roots().to_vec(), sight);
    Ok(at)
}

/// The next records of a walk; where it goes on, if it does.
fn walk(
    conn: &mut Conn,
    scope: &Scope,
    caller: Caller<'_>,
    mut whole: Whole,
    rev: i64,
    items: &mut Vec<PullItem>,
) -> Result<Option<Whole>> {
    let part = scope.narrowed(&whole.roots);
    let mut carried = items.len();
    while let Some(own) = KINDS.get(whole.kind) {
        let Some(seen) = &own.seen else {
            whole = Whole { kind: whole.kind + 1, after: String::new(), ..whole };
            continue;
        };
        let room = ITEMS_AT_ONCE.saturating_sub(carried) / weight(own.entity);
        if room == 0 {
            return Ok(Some(whole));
        }
        let limit = i64::try_from(room).unwrap_or(i64::MAX);
        let there = caller.scope(seen.right, &part);
        let shown = (seen.load)(conn, &there, caller.looking(), Which::After(&whole.after, limit))?;
        if shown.len() < room {
            whole = Whole { kind: whole.kind + 1, after: String::new(), ..whole };
        } else if let Some(last) = shown.last() {
            whole.after.clone_from(&last.id);
        }
        carried += shown.len() * weight(own.entity);
        items.extend(shown.into_iter().map(|record| PullItem {
            kind: ItemKind::Upsert,
            entity: own.entity.to_owned(),
            id: Some(record.id),
            rev,
            fields: Some(record.fields),
        }));
    }
    Ok(None)
}

/// What changed since the cursor; whether there is more.
fn follow_feed(
    conn: &mut Conn,
    scope: &Scope,
    caller: Caller<'_>,
    feed: &FeedState,
    at: &mut SyncCursor,
    items: &mut Vec<PullItem>,
) -> Result<bool> {
    let entities: Vec<&str> = KINDS.iter().filter(|kind| kind.seen.is_some()).map(|kind| kind.entity).collect();
    let limit = i64::try_from(ITEMS_AT_ONCE).unwrap_or(i64::MAX);
    let mut changes = queries::changes(conn, scope, &entities, at.rev, feed.head, limit)?;
    let fit = fitting(&changes);
    let more = changes.len() >= ITEMS_AT_ONCE || fit < changes.len();
    changes.truncate(fit);
    at.rev = if more { changes.last().map_or(feed.head, |change| change.rev) } else { feed.head };
    // Of several changes of one record the last counts.
    let mut last: BTreeMap<(String, String), (i64, bool)> = BTreeMap::new();
    for change in changes {
        last.insert((change.entity, change.entity_id), (change.rev, change.kind == "tombstone"));
    }
    let mut wanted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (entity, id) in last.keys() {
        wanted.entry(entity.as_str()).or_default().push(id.clone());
    }
    let mut there: HashMap<(String, String), serde_json::Value> = HashMap::new();
    let mut unseen: HashSet<(String, String)> = HashSet::new();
    for (entity, ids) in wanted {
        let Some(seen) = kind(entity).and_then(|own| own.seen.as_ref()) else { continue };
        let within = caller.scope(seen.right, scope);
        for record in (seen.load)(conn, &within, caller.looking(), Which::These(&ids))? {
            there.insert((entity.to_owned(), record.id), record.fields);
        }
        let Some(left) = seen.left else { continue };
        // What was never this person's to see has not left either. Of what is gone nobody knows whose it was.
        let key = |id: &String| (entity.to_owned(), id.clone());
        let gone = |id: &String| last.get(&key(id)).is_some_and(|(_, gone)| *gone) && !within.roots().is_empty();
        let away: Vec<String> = ids.iter().filter(|id| !there.contains_key(&key(id)) && !gone(id)).cloned().collect();
        let known = left(conn, &within, &away)?;
        unseen.extend(away.iter().filter(|id| !known.contains(id)).map(key));
    }
    let mut news: Vec<PullItem> = last
        .into_iter()
        .filter(|(key, _)| !unseen.contains(key))
        .map(|(key, (rev, gone))| {
            let fields = there.remove(&key);
            let kind = match (gone, &fields) {
                (true, _) => ItemKind::Tombstone,
                (false, Some(_)) => ItemKind::Upsert,
                (false, None) => ItemKind::Left,
            };
            PullItem { kind, entity: key.0, id: Some(key.1), rev, fields: fields.filter(|_| !gone) }
        })
        .collect();
    news.sort_by_key(|item| item.rev);
    items.extend(news);
    Ok(more)
}

/// How many of these changes, in their order, one answer carries; at least the first.
fn fitting(changes: &[FeedLine]) -> usize {
    let mut carried = 0;
    let fits = |change: &&FeedLine| {
        carried += weight(&change.entity);
        carried <= ITEMS_AT_ONCE
    };
    changes.iter().take_while(fits).count()
}
