//! All SQL of local rules. They are law: every signed-in user sees them; making and ending them is scoped.
use diesel::prelude::*;

use super::{
    model::{self, RuleArea, RuleEnd, RuleRow},
    rule::RuleBook,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, SupportRuleId},
        problem::ALREADY_EXISTS,
        scheme::SoldScheme,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{support_rule_areas, support_rule_ends, support_rules},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "support_rules_pkey", sqlite: "support_rules.id" };

/// Every rule ever recorded.
///
/// # Errors
/// When the database fails.
pub fn book(conn: &mut Conn) -> Result<RuleBook> {
    let rows = support_rules::table.select(RuleRow::as_select()).load(conn)?;
    let areas = support_rule_areas::table.select(RuleArea::as_select()).load(conn)?;
    let ends = support_rule_ends::table.select(RuleEnd::as_select()).load(conn)?;
    Ok(RuleBook::of(model::values(rows, areas, ends)?))
}

pub fn find(conn: &mut Conn, id: SupportRuleId) -> Result<Option<RuleRow>> {
    Ok(support_rules::table.find(id).select(RuleRow::as_select()).first(conn).optional()?)
}

/// A rule that the caller may end or replace.
pub fn find_own(conn: &mut Conn, scope: &Scope, id: SupportRuleId) -> Result<Option<InScope<RuleRow>>> {
    scoped::first(
        conn,
        scoped::each::support_rules(scope).filter(support_rules::id.eq(id)).select(RuleRow::as_select()),
    )
}

/// Rules, the newest first.
pub fn list(
    conn: &mut Conn,
    area_id: Option<AreaId>,
    scheme: Option<SoldScheme>,
    cursor: &Cursor,
) -> Result<Page<RuleRow>> {
    let mut query = support_rules::table.into_boxed();
    if let Some(area_id) = area_id {
        query = query.filter(support_rules::area_id.eq(area_id));
    }
    if let Some(scheme) = scheme {
        query = query.filter(support_rules::scheme.eq(scheme));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(support_rules::id.lt(after.clone()));
    }
    let rows = query.order(support_rules::id.desc()).limit(cursor.fetch()).select(RuleRow::as_select()).load(conn)?;
    Ok(cursor.page(rows, |rule: &RuleRow| rule.id.to_string()))
}

/// The areas of these rules.
pub fn areas(conn: &mut Conn, ids: &[SupportRuleId]) -> Result<Vec<RuleArea>> {
    Ok(support_rule_areas::table
        .filter(among(support_rule_areas::rule_id, ids))
        .order((support_rule_areas::rule_id, support_rule_areas::area_id))
        .select(RuleArea::as_select())
        .load(conn)?)
}

/// The ends of these rules.
pub fn ends(conn: &mut Conn, ids: &[SupportRuleId]) -> Result<Vec<RuleEnd>> {
    Ok(support_rule_ends::table
        .filter(among(support_rule_ends::rule_id, ids))
        .select(RuleEnd::as_select())
        .load(conn)?)
}

/// The rules that supersede these, but for those called off before they began: (superseded, by).
pub fn successors(conn: &mut Conn, ids: &[SupportRuleId]) -> Result<Vec<(SupportRuleId, SupportRuleId)>> {
    let rows: Vec<(Option<SupportRuleId>, SupportRuleId, Day)> = support_rules::table
        .filter(support_rules::supersedes_id.eq_any(ids.iter().map(|id| id.to_string()).collect::<Vec<_>>()))
        .select((support_rules::supersedes_id, support_rules::id, support_rules::effective_from))
        .load(conn)?;
    let ends = ends(conn, &rows.iter().map(|row| row.1).collect::<Vec<_>>())?;
    let holds = |id: SupportRuleId, from: Day| !ends.iter().any(|end| end.rule_id == id && end.last_day < from);
    Ok(rows.into_iter().filter(|row| holds(row.1, row.2)).filter_map(|(old, new, _)| Some((old?, new))).collect())
}

pub fn insert(tx: &mut Tx, row: &RuleRow, area_ids: &[AreaId]) -> Result<()> {
    diesel::insert_into(support_rules::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)?;
    let areas: Vec<RuleArea> = area_ids.iter().map(|area_id| RuleArea { rule_id: row.id, area_id: *area_id }).collect();
    insert_all!(tx.conn()?, support_rule_areas::table, &areas)?;
    Ok(())
}

pub fn insert_end(tx: &mut Tx, _rule: &InScope<RuleRow>, end: &RuleEnd) -> Result<()> {
    diesel::insert_into(support_rule_ends::table).values(end).execute(tx.conn()?)?;
    Ok(())
}
