//! All SQL of follow-ups.
use diesel::prelude::*;

use super::model::{FollowUp, FollowUpStatus};
use crate::{
    access::{Permission, Role, Scope},
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, FollowUpId, HouseholdId, PersonId, UserId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{area_closure, follow_ups, grants, households, persons, users},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "follow_ups_pkey", sqlite: "follow_ups.id" };

pub fn find(conn: &mut Conn, scope: &Scope, id: FollowUpId) -> Result<Option<InScope<FollowUp>>> {
    scoped::first(conn, scoped::each::follow_ups(scope).filter(follow_ups::id.eq(id)).select(FollowUp::as_select()))
}

/// Which follow-ups a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub household_id: Option<HouseholdId>,
    pub assigned_to: Option<UserId>,
    pub due_before: Option<Day>,
    pub status: Option<FollowUpStatus>,
}

/// Follow-ups, those whose window ends first at the top.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<FollowUp>> {
    let mut query = scoped::follow_ups(scope);
    if let Some(area_id) = filter.area_id {
        query = query.filter(follow_ups::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(household) = filter.household_id {
        query = query.filter(follow_ups::household_id.eq(household));
    }
    if let Some(user) = filter.assigned_to {
        query = query.filter(follow_ups::assigned_to.eq(user));
    }
    if let Some(day) = filter.due_before {
        query = query.filter(follow_ups::due_to.lt(day));
    }
    if let Some(status) = filter.status {
        query = query.filter(follow_ups::status.eq(status));
    }
    if let Some((day, id)) = cursor.after.as_deref().and_then(|after| after.rsplit_once('\u{3}'))
        && let Ok(day) = day.parse::<Day>()
    {
        let id = id.to_owned();
        query = query.filter(follow_ups::due_to.gt(day).or(follow_ups::due_to.eq(day).and(follow_ups::id.gt(id))));
    }
    let rows = query
        .order((follow_ups::due_to, follow_ups::id))
        .limit(cursor.fetch())
        .select(FollowUp::as_select())
        .load(conn)?;
    Ok(cursor.page(rows, |f: &FollowUp| format!("{}\u{3}{}", f.due_to, f.id)))
}

/// The area of a household within the scope.
pub fn area_of_household(conn: &mut Conn, scope: &Scope, id: HouseholdId) -> Result<Option<AreaId>> {
    Ok(scoped::each::households(scope)
        .filter(households::id.eq(id))
        .select(households::area_id)
        .first(conn)
        .optional()?)
}

/// The household of a person within the scope.
pub fn household_of_person(conn: &mut Conn, scope: &Scope, id: PersonId) -> Result<Option<HouseholdId>> {
    Ok(scoped::each::persons(scope).filter(persons::id.eq(id)).select(persons::household_id).first(conn).optional()?)
}

/// Whether somebody may record visits in this area on this day.
///
/// # Errors
/// When the database fails.
pub fn may_record(conn: &mut Conn, user_id: UserId, area_id: AreaId, on: Day) -> Result<bool> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.may(Permission::VisitsRecord)).collect();
    let above = area_closure::table
        .filter(area_closure::descendant_id.eq(area_id))
        .filter(area_closure::valid_from.le(on))
        .filter(area_closure::valid_to.is_null().or(area_closure::valid_to.ge(on)))
        .select(area_closure::ancestor_id);
    let active = users::table.filter(users::id.eq(user_id)).filter(users::status.eq("active")).select(users::id);
    let held: i64 = grants::table
        .filter(grants::user_id.eq_any(active))
        .filter(grants::role.eq_any(roles))
        .filter(grants::valid_from.le(on))
        .filter(grants::valid_to.is_null().or(grants::valid_to.ge(on)))
        .filter(grants::area_id.eq_any(above))
        .count()
        .get_result(conn)?;
    Ok(held > 0)
}

pub fn insert(tx: &mut Tx, row: &FollowUp) -> Result<()> {
    diesel::insert_into(follow_ups::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

pub fn update(tx: &mut Tx, old: &InScope<FollowUp>, new: &FollowUp) -> Result<()> {
    diesel::update(follow_ups::table.find(old.id))
        .set((
            follow_ups::due_from.eq(new.due_from),
            follow_ups::due_to.eq(new.due_to),
            follow_ups::priority.eq(new.priority),
            follow_ups::assigned_to.eq(new.assigned_to),
            follow_ups::status.eq(new.status),
            follow_ups::closed_by_visit_id.eq(new.closed_by_visit_id),
            follow_ups::closed_at.eq(new.closed_at),
            follow_ups::closed_why_sealed.eq(&new.closed_why_sealed),
            follow_ups::note_sealed.eq(&new.note_sealed),
            follow_ups::seal_key.eq(new.seal_key),
            follow_ups::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
