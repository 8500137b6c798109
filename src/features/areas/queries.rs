//! All SQL of the territory. Areas are public facts: every signed-in user sees all of them; only writing is scoped.
use crate::base::id::AreaId;
use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    model::{Area, AreaFilter, Label, Level, Share, Succession, Within},
    search::Wanted,
};
use crate::{
    access::Scope,
    base::{Cursor, Day, Error, Page, Result, Text, problem::NOT_FOUND, text::like_literal},
    db::{
        Conn, Tx, among, insert_all,
        schema::{area_closure, area_code_aliases, area_labels, area_successions, areas},
        scoped,
    },
};

pub fn find(conn: &mut Conn, id: AreaId) -> Result<Option<Area>> {
    Ok(areas::table.find(id).select(Area::as_select()).first(conn).optional()?)
}

/// The area named in a request, when it lies within the scope; `pointer` names the field.
///
/// # Errors
/// `not-found`, the same for out of scope and nonexistent.
pub fn require(conn: &mut Conn, scope: &Scope, id: AreaId, pointer: &'static str) -> Result<Area> {
    scoped::areas_at(scope, id).select(Area::as_select()).first(conn).optional()?.ok_or_else(|| missing(pointer))
}

/// The area named in a request, wherever it is: areas themselves are no secret.
///
/// # Errors
/// `not-found`.
pub fn require_anywhere(conn: &mut Conn, id: AreaId, pointer: &'static str) -> Result<Area> {
    find(conn, id)?.ok_or_else(|| missing(pointer))
}

fn missing(pointer: &'static str) -> Error {
    NOT_FOUND.field(pointer, "not-found", Text { vi: "Không tìm thấy địa bàn", en: "No such area" }).into()
}

/// The area that goes on for one that has ended: itself while it is alive, else whoever took it over wholly; itself again
/// when nobody did, or it was divided.
pub fn heir(conn: &mut Conn, id: AreaId, day: Day) -> Result<AreaId> {
    let mut at = id;
    // The map was redrawn twice in ten years; a chain has few links and never a ring.
    for _ in 0..8 {
        if find(conn, at)?.is_none_or(|area| area.alive_on(day)) {
            return Ok(at);
        }
        let next: Vec<AreaId> = area_successions::table
            .filter(area_successions::old_id.eq(at))
            .filter(area_successions::share.eq(Share::Whole))
            .filter(area_successions::on_day.le(day))
            .select(area_successions::new_id)
            .limit(2)
            .load(conn)?;
        match next.as_slice() {
            [only] => at = *only,
            _ => return Ok(id),
        }
    }
    Ok(id)
}

pub fn by_ids(conn: &mut Conn, ids: &[AreaId]) -> Result<Vec<Area>> {
    Ok(areas::table
        .filter(areas::id.eq_any(ids.to_vec()))
        .order((areas::sort_key, areas::id))
        .select(Area::as_select())
        .load(conn)?)
}

/// The area with this official code on this day.
///
/// # Errors
/// When the database fails.
pub fn by_code(conn: &mut Conn, code: &str, on: Day) -> Result<Option<Area>> {
    let code = resolve_alias(conn, code)?;
    Ok(areas::table
        .filter(areas::code.eq(code))
        .filter(areas::valid_from.le(on))
        .filter(areas::valid_to.is_null().or(areas::valid_to.ge(on)))
        .select(Area::as_select())
        .first(conn)
        .optional()?)
}

fn resolve_alias(conn: &mut Conn, code: &str) -> Result<String> {
    let found: Option<String> =
        area_code_aliases::table.find(code).select(area_code_aliases::code).first(conn).optional()?;
    Ok(found.unwrap_or_else(|| code.to_owned()))
}

pub fn list(conn: &mut Conn, filter: &AreaFilter, cursor: &Cursor) -> Result<Page<Area>> {
    let mut query = areas::table.into_boxed();
    if let Some(code) = &filter.code {
        query = query.filter(areas::code.eq(resolve_alias(conn, code)?));
    }
    if let Some(on) = filter.on {
        query = query.filter(areas::valid_from.le(on)).filter(areas::valid_to.is_null().or(areas::valid_to.ge(on)));
    }
    if let Some(level) = filter.level {
        query = query.filter(areas::level.eq(level));
    }
    if let Some(parent_id) = filter.parent_id {
        query = query.filter(areas::parent_id.eq(parent_id));
    }
    if let Some((key, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}')) {
        let (key, id) = (key.to_owned(), id.to_owned());
        query = query.filter(areas::sort_key.gt(key.clone()).or(areas::sort_key.eq(key).and(areas::id.gt(id))));
    }
    let rows = query.order((areas::sort_key, areas::id)).limit(cursor.fetch()).select(Area::as_select()).load(conn)?;
    Ok(cursor.page(rows, |area| format!("{}\u{3}{}", area.sort_key, area.id)))
}

/// Every area whose name or full name begins with what is wanted, or has a word that does.
pub fn named(conn: &mut Conn, wanted: &Wanted, filter: &AreaFilter) -> Result<Vec<Area>> {
    let begins = |text: &str| format!("{}%", like_literal(text));
    let later = |text: &str| format!("% {}%", like_literal(text));
    let mut query = areas::table.into_boxed();
    let by_name = areas::name_key
        .like(begins(&wanted.whole))
        .escape('\\')
        .or(areas::full_name_key.like(begins(&wanted.whole)).escape('\\'))
        .or(areas::name_key.like(later(&wanted.whole)).escape('\\'));
    query = match &wanted.of_kind {
        Some((rest, kinds)) => {
            let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
            query.filter(by_name.or(areas::kind.eq_any(kinds).and(areas::name_key.like(begins(rest)).escape('\\'))))
        }
        None => query.filter(by_name),
    };
    if let Some(on) = filter.on {
        query = query.filter(areas::valid_from.le(on)).filter(areas::valid_to.is_null().or(areas::valid_to.ge(on)));
    }
    if let Some(level) = filter.level {
        query = query.filter(areas::level.eq(level));
    }
    if let Some(parent_id) = filter.parent_id {
        query = query.filter(areas::parent_id.eq(parent_id));
    }
    Ok(query.order((areas::sort_key, areas::id)).limit(2_000).select(Area::as_select()).load(conn)?)
}

/// The labels that hold on `on`, for those of `ids` that were renamed.
pub fn labels_on(conn: &mut Conn, ids: &[AreaId], on: Day) -> Result<HashMap<AreaId, Label>> {
    let rows: Vec<Label> = area_labels::table
        .filter(area_labels::area_id.eq_any(ids.to_vec()))
        .filter(area_labels::valid_from.le(on))
        .order(area_labels::valid_from)
        .select(Label::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|label| (label.area_id, label)).collect())
}

/// These areas with the names that hold on `on` instead of their first ones.
///
/// # Errors
/// When the database fails.
pub fn under_names_of(conn: &mut Conn, mut rows: Vec<Area>, on: Day) -> Result<Vec<Area>> {
    let ids: Vec<AreaId> = rows.iter().map(|area| area.id).collect();
    let mut labels = labels_on(conn, &ids, on)?;
    for area in &mut rows {
        if let Some(label) = labels.remove(&area.id) {
            (area.kind, area.name, area.full_name) = (label.kind, label.name, label.full_name);
        }
    }
    Ok(rows)
}

/// The areas directly below one that are alive on a day, in their order.
///
/// # Errors
/// When the database fails.
pub fn directly_below(conn: &mut Conn, parent_id: AreaId, on: Day) -> Result<Vec<Area>> {
    Ok(areas::table
        .filter(areas::parent_id.eq(parent_id))
        .filter(areas::valid_from.le(on))
        .filter(areas::valid_to.is_null().or(areas::valid_to.ge(on)))
        .order((areas::sort_key, areas::id))
        .select(Area::as_select())
        .load(conn)?)
}

/// The names of the areas above each of `ids`, nearest first, the country left out.
pub fn above(conn: &mut Conn, ids: &[AreaId]) -> Result<HashMap<AreaId, Vec<String>>> {
    let rows: Vec<(AreaId, String)> = area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(area_closure::descendant_id.eq_any(ids.to_vec()))
        .filter(area_closure::via.eq("tree"))
        .filter(area_closure::depth.gt(0))
        .filter(areas::level.ne(Level::Country))
        .order((area_closure::descendant_id, area_closure::depth))
        .select((area_closure::descendant_id, areas::full_name))
        .load(conn)?;
    let mut out: HashMap<AreaId, Vec<String>> = HashMap::new();
    for (id, name) in rows {
        out.entry(id).or_default().push(name);
    }
    Ok(out)
}

/// The area and everything above it in the tree, nearest first: (id, its parent).
///
/// # Errors
/// When the database fails.
pub fn ancestors(conn: &mut Conn, id: AreaId) -> Result<Chain> {
    Ok(area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(area_closure::descendant_id.eq(id))
        .filter(area_closure::via.eq("tree"))
        .order(area_closure::depth)
        .select((areas::id, areas::parent_id))
        .load(conn)?)
}

/// An area and what lies above it, nearest first: (area, its parent).
pub type Chain = Vec<(AreaId, Option<AreaId>)>;

/// The lowest area in which all of these lie, so that the trail shows a line about all of them to whom it concerns.
///
/// # Errors
/// When the database fails.
pub fn common(conn: &mut Conn, areas: &[AreaId]) -> Result<Option<AreaId>> {
    let mut distinct = areas.to_vec();
    distinct.sort();
    distinct.dedup();
    let mut common: Option<Vec<AreaId>> = None;
    for area in distinct {
        let above: Vec<AreaId> = ancestors(conn, area)?.into_iter().map(|(id, _)| id).collect();
        common = Some(match common {
            None => above,
            Some(before) => before.into_iter().filter(|id| above.contains(id)).collect(),
        });
    }
    Ok(common.and_then(|ids| ids.first().copied()))
}

/// Of each of `ids` itself and everything above it in the tree of its time: (area, above, level of what is above).
pub fn levels_above(conn: &mut Conn, ids: &[AreaId]) -> Result<Vec<(AreaId, AreaId, Level)>> {
    Ok(area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::ancestor_id)))
        .filter(among(area_closure::descendant_id, ids))
        .filter(area_closure::via.eq("tree"))
        .select((area_closure::descendant_id, areas::id, areas::level))
        .load(conn)?)
}

/// The communes that were not dissolved.
///
/// # Errors
/// When the database fails.
pub fn communes(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(areas::table
        .filter(areas::level.eq(Level::Commune))
        .filter(areas::valid_to.is_null())
        .order(areas::id)
        .select(areas::id)
        .load(conn)?)
}

/// Of each of `ids` itself and everything above it in the tree of its time: (area, above).
pub fn trees_above(conn: &mut Conn, ids: &[AreaId]) -> Result<Vec<(AreaId, AreaId)>> {
    Ok(area_closure::table
        .filter(among(area_closure::descendant_id, ids))
        .filter(area_closure::via.eq("tree"))
        .select((area_closure::descendant_id, area_closure::ancestor_id))
        .load(conn)?)
}

/// Everything that lies in `id` on `on`, at `level`.
///
/// # Errors
/// When the database fails.
pub fn descendants_of(conn: &mut Conn, id: AreaId, level: Level, on: Day) -> Result<Vec<Area>> {
    Ok(area_closure::table
        .inner_join(areas::table.on(areas::id.eq(area_closure::descendant_id)))
        .filter(area_closure::ancestor_id.eq(id))
        .filter(areas::level.eq(level))
        .filter(areas::valid_from.le(on))
        .filter(areas::valid_to.is_null().or(areas::valid_to.ge(on)))
        .order((areas::sort_key, areas::id))
        .select(Area::as_select())
        .load(conn)?)
}

pub fn links_into(conn: &mut Conn, new_ids: &[AreaId]) -> Result<Vec<Succession>> {
    Ok(area_successions::table
        .filter(area_successions::new_id.eq_any(new_ids.to_vec()))
        .order(area_successions::old_id)
        .select(Succession::as_select())
        .load(conn)?)
}

pub fn links_out_of(conn: &mut Conn, old_ids: &[AreaId]) -> Result<Vec<Succession>> {
    Ok(area_successions::table
        .filter(area_successions::old_id.eq_any(old_ids.to_vec()))
        .order(area_successions::new_id)
        .select(Succession::as_select())
        .load(conn)?)
}

/// Whether everything that went into `new_ids` came wholly from `old_ids`.
pub fn all_wholly_from(conn: &mut Conn, new_ids: &[AreaId], old_ids: &[AreaId]) -> Result<bool> {
    Ok(links_into(conn, new_ids)?.iter().all(|l| l.share == Share::Whole && old_ids.contains(&l.old_id)))
}

/// The areas that came from (`forward`) or made up an area, with how much.
pub fn linked(conn: &mut Conn, id: AreaId, forward: bool) -> Result<Vec<(Area, Share)>> {
    let links = if forward { links_out_of(conn, &[id])? } else { links_into(conn, &[id])? };
    let shares: HashMap<_, _> = links.iter().map(|l| (if forward { l.new_id } else { l.old_id }, l.share)).collect();
    let found = by_ids(conn, &shares.keys().copied().collect::<Vec<_>>())?;
    Ok(found.into_iter().filter_map(|area| shares.get(&area.id).map(|share| (area.clone(), *share))).collect())
}

/// Whether a hamlet of this name stands under this commune today.
pub fn hamlet_exists(conn: &mut Conn, parent_id: AreaId, name_key: &str) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(
        areas::table
            .filter(areas::parent_id.eq(parent_id))
            .filter(areas::name_key.eq(name_key.to_owned()))
            .filter(areas::valid_to.is_null()),
    ))
    .get_result(conn)?)
}

/// How many hamlets the commune ever had, for the next hamlet's code.
pub fn count_children(conn: &mut Conn, parent_id: AreaId) -> Result<i64> {
    Ok(areas::table.filter(areas::parent_id.eq(parent_id)).count().get_result(conn)?)
}

/// The closure lines that a new child of `parent_id` inherits.
pub fn closure_above(conn: &mut Conn, parent_id: AreaId) -> Result<Vec<Within>> {
    Ok(area_closure::table
        .filter(area_closure::descendant_id.eq(parent_id))
        .filter(area_closure::via.eq("tree"))
        .select(Within::as_select())
        .load(conn)?)
}

pub fn insert_areas(tx: &mut Tx, rows: &[Area]) -> Result<()> {
    insert_all!(tx.conn()?, areas::table, rows)?;
    Ok(())
}

pub fn insert_closure(tx: &mut Tx, rows: &[Within]) -> Result<()> {
    insert_all!(tx.conn()?, area_closure::table, rows)?;
    Ok(())
}

pub fn insert_successions(tx: &mut Tx, rows: &[Succession]) -> Result<()> {
    insert_all!(tx.conn()?, area_successions::table, rows)?;
    Ok(())
}

pub fn insert_labels(tx: &mut Tx, rows: &[Label]) -> Result<()> {
    insert_all!(tx.conn()?, area_labels::table, rows)?;
    Ok(())
}

pub fn insert_aliases(tx: &mut Tx, rows: &[(String, String)]) -> Result<()> {
    for (alias, code) in rows {
        diesel::insert_into(area_code_aliases::table)
            .values((area_code_aliases::alias.eq(alias), area_code_aliases::code.eq(code)))
            .execute(tx.conn()?)?;
    }
    Ok(())
}

pub fn any(conn: &mut Conn) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(areas::table.select(areas::id))).get_result(conn)?)
}

/// Refuses an id sent by the client that is taken already.
pub fn refuse_taken_id(conn: &mut Conn, id: AreaId) -> Result<()> {
    match find(conn, id)? {
        Some(_) => Err(crate::base::problem::ALREADY_EXISTS.now().into()),
        None => Ok(()),
    }
}

/// What these areas are called, as first named.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn, ids: &[AreaId]) -> Result<HashMap<AreaId, String>> {
    let rows: Vec<(AreaId, String)> =
        areas::table.filter(among(areas::id, ids)).select((areas::id, areas::full_name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
