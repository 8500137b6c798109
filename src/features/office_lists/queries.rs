//! All SQL of the office's lists.
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    finding::Finding,
    model::{ListKind, ListRow, ListState, OfficeList, Piece},
    settling::{ALIKE, APPLIED, ENTERED, Settlement},
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result,
        id::{AreaId, EnrolmentId, OfficeListId, OfficeListRowId, OrganisationId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{area_closure, office_list_pieces, office_list_rows, office_lists, persons},
        scoped,
    },
    features::people::Person,
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "office_lists_pkey", sqlite: "office_lists.id" };

pub fn find(conn: &mut Conn, scope: &Scope, id: OfficeListId) -> Result<Option<InScope<OfficeList>>> {
    let query = scoped::each::office_lists(scope).filter(office_lists::id.eq(id));
    scoped::first(conn, query.select(OfficeList::as_select()))
}

/// Which lists are shown, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In this area and everything that lies in it.
    pub area_id: Option<AreaId>,
    pub kind: Option<ListKind>,
    pub organisation_id: Option<OrganisationId>,
    pub month: Option<(Day, Day)>,
    pub state: Option<ListState>,
}

pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<OfficeList>> {
    let mut query = scoped::office_lists(scope);
    if let Some(area_id) = filter.area_id {
        let within = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(office_lists::area_id.eq_any(within.select(area_closure::descendant_id)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(office_lists::kind.eq(kind));
    }
    if let Some(organisation_id) = filter.organisation_id {
        query = query.filter(office_lists::organisation_id.eq(organisation_id));
    }
    if let Some((first, last)) = filter.month {
        query = query.filter(office_lists::as_of.ge(first)).filter(office_lists::as_of.le(last));
    }
    if let Some(state) = filter.state {
        query = query.filter(office_lists::state.eq(state));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(office_lists::id.lt(after.clone()));
    }
    let rows = query.order(office_lists::id.desc()).limit(cursor.fetch()).select(OfficeList::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &OfficeList| row.id.to_string()))
}

pub fn insert(tx: &mut Tx, row: &OfficeList) -> Result<()> {
    diesel::insert_into(office_lists::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

pub fn insert_pieces(tx: &mut Tx, pieces: &[Piece]) -> Result<()> {
    insert_all!(tx.conn()?, office_list_pieces::table, pieces)?;
    Ok(())
}

/// Lists at which something is being done, the oldest first.
pub fn under_way(conn: &mut Conn) -> Result<Option<OfficeList>> {
    Ok(office_lists::table
        .filter(office_lists::state.eq(ListState::Reading).or(office_lists::state.eq(ListState::Applying)))
        .order(office_lists::id)
        .select(OfficeList::as_select())
        .first(conn)
        .optional()?)
}

/// The list again, within the transaction that does the next part of it.
pub fn again(conn: &mut Conn, id: OfficeListId) -> Result<OfficeList> {
    Ok(office_lists::table.find(id).select(OfficeList::as_select()).first(conn)?)
}

/// Puts a new version of a list, which was found in scope or is under way, in the place of the old one.
pub fn update(tx: &mut Tx, new: &OfficeList) -> Result<()> {
    let changed = diesel::update(office_lists::table.find(new.id).filter(office_lists::rev.eq(new.rev - 1)))
        .set((
            office_lists::state.eq(new.state),
            office_lists::pieces_done.eq(new.pieces_done),
            office_lists::row_count.eq(new.row_count),
            office_lists::looked_to.eq(new.looked_to),
            office_lists::closed_why_sealed.eq(&new.closed_why_sealed),
            office_lists::acted_by.eq(new.acted_by),
            office_lists::closed_at.eq(new.closed_at),
            office_lists::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    if changed == 1 { Ok(()) } else { Err(Error::internal("an office list changed while it was worked at")) }
}

/// A piece of a list that was found in scope.
pub fn piece_at(conn: &mut Conn, of: &InScope<OfficeList>, position: i32) -> Result<Option<Piece>> {
    let pieces = office_list_pieces::table.filter(office_list_pieces::list_id.eq(of.id));
    let query = pieces.filter(office_list_pieces::position.eq(position)).select(Piece::as_select());
    Ok(query.first(conn).optional()?)
}

/// Throws a piece away that was looked at.
pub fn delete_piece(tx: &mut Tx, piece: &Piece) -> Result<()> {
    diesel::delete(office_list_pieces::table.find(piece.id)).execute(tx.conn()?)?;
    Ok(())
}

/// Throws all rows of a list away that was found in scope.
pub fn delete_rows(tx: &mut Tx, of: &InScope<OfficeList>) -> Result<()> {
    diesel::delete(office_list_pieces::table.filter(office_list_pieces::list_id.eq(of.id))).execute(tx.conn()?)?;
    diesel::delete(office_list_rows::table.filter(office_list_rows::list_id.eq(of.id))).execute(tx.conn()?)?;
    Ok(())
}

pub fn insert_rows(tx: &mut Tx, rows: &[ListRow]) -> Result<()> {
    insert_all!(tx.conn()?, office_list_rows::table, rows)?;
    Ok(())
}

/// Which rows of a list are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowFilter {
    pub finding: Option<Finding>,
    pub settled: Option<bool>,
}

/// Rows of a list that was found in scope, in the order of the file.
pub fn rows(conn: &mut Conn, of: &InScope<OfficeList>, filter: RowFilter, cursor: &Cursor) -> Result<Page<ListRow>> {
    let mut query = office_list_rows::table.filter(office_list_rows::list_id.eq(of.id)).into_boxed();
    if let Some(finding) = filter.finding {
        query = query.filter(office_list_rows::finding.eq(finding));
    }
    let waits = office_list_rows::settled_as.is_null().or(office_list_rows::settled_as.eq(Settlement::Ordered));
    query = match filter.settled {
        None => query,
        Some(true) => query.filter(office_list_rows::settled_as.ne(Settlement::Ordered)),
        Some(false) => query.filter(waits),
    };
    if let Some(n) = cursor.after.as_deref().and_then(|after| after.parse::<i32>().ok()) {
        query = query.filter(office_list_rows::n.gt(n));
    }
    let rows = query.order(office_list_rows::n).limit(cursor.fetch()).select(ListRow::as_select()).load(conn)?;
    Ok(cursor.page(rows, |row: &ListRow| row.n.to_string()))
}

/// A row, whoever it is of: its list says whether the caller may see it.
pub fn row(conn: &mut Conn, id: OfficeListRowId) -> Result<Option<ListRow>> {
    Ok(office_list_rows::table.find(id).select(ListRow::as_select()).first(conn).optional()?)
}

/// Rows of a list that are to be entered, some at a time.
pub fn ordered(conn: &mut Conn, of: &InScope<OfficeList>, most: i64) -> Result<Vec<ListRow>> {
    Ok(office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .filter(office_list_rows::settled_as.eq(Settlement::Ordered))
        .order(office_list_rows::n)
        .limit(most)
        .select(ListRow::as_select())
        .load(conn)?)
}

/// Orders what can be entered to be entered: all of a list, or these rows of it; how many it is.
pub fn order(tx: &mut Tx, of: &InScope<OfficeList>, only: Option<&[OfficeListRowId]>) -> Result<usize> {
    let query = diesel::update(office_list_rows::table)
        .filter(office_list_rows::list_id.eq(of.id))
        .filter(office_list_rows::finding.eq_any(APPLIED))
        .filter(office_list_rows::settled_as.is_null());
    let new =
        (office_list_rows::settled_as.eq(Settlement::Ordered), office_list_rows::rev.eq(office_list_rows::rev + 1));
    Ok(match only {
        None => query.set(new).execute(tx.conn()?)?,
        Some(ids) => query.filter(among(office_list_rows::id, ids)).set(new).execute(tx.conn()?)?,
    })
}

/// Nothing of a list is to be entered any more.
pub fn order_nothing(tx: &mut Tx, of: OfficeListId) -> Result<()> {
    diesel::update(office_list_rows::table)
        .filter(office_list_rows::list_id.eq(of))
        .filter(office_list_rows::settled_as.eq(Settlement::Ordered))
        .set((office_list_rows::settled_as.eq(None::<Settlement>), office_list_rows::rev.eq(office_list_rows::rev + 1)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Puts a new version of a row in the place of the old one.
pub fn update_row(tx: &mut Tx, new: &ListRow) -> Result<()> {
    let changed = diesel::update(office_list_rows::table.find(new.id).filter(office_list_rows::rev.eq(new.rev - 1)))
        .set((
            office_list_rows::finding.eq(new.finding),
            office_list_rows::differs.eq(&new.differs),
            office_list_rows::enrolment_id.eq(new.enrolment_id),
            office_list_rows::renewal_id.eq(new.renewal_id),
            office_list_rows::settled_as.eq(new.settled_as),
            office_list_rows::settled_by.eq(new.settled_by),
            office_list_rows::settled_at.eq(new.settled_at),
            office_list_rows::why_sealed.eq(&new.why_sealed),
            office_list_rows::seal_key.eq(new.seal_key),
            office_list_rows::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    if changed == 1 { Ok(()) } else { Err(Error::internal("a row of an office list changed while it was worked at")) }
}

/// How many rows of a list that was found in scope come to what, and what became of them.
pub fn counts(conn: &mut Conn, of: &OfficeList) -> Result<Vec<(Finding, Option<Settlement>, i64)>> {
    Ok(office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .group_by((office_list_rows::finding, office_list_rows::settled_as))
        .select((office_list_rows::finding, office_list_rows::settled_as, diesel::dsl::count(office_list_rows::id)))
        .load(conn)?)
}

/// The money of each row: what the office says, what is recorded here.
pub fn money(conn: &mut Conn, of: &OfficeList) -> Result<Vec<(Option<i64>, Option<i64>)>> {
    Ok(office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .select((office_list_rows::theirs_vnd, office_list_rows::ours_vnd))
        .load(conn)?)
}

/// Rows that nobody settled and that are not alike on both sides.
pub fn left(conn: &mut Conn, of: &OfficeList) -> Result<i64> {
    let waits = office_list_rows::settled_as.is_null().or(office_list_rows::settled_as.eq(Settlement::Ordered));
    Ok(office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .filter(office_list_rows::finding.ne_all(ALIKE))
        .filter(waits)
        .count()
        .get_result(conn)?)
}

/// Whether anything of a list was entered.
pub fn any_entered(conn: &mut Conn, of: &OfficeList) -> Result<bool> {
    let entered = office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .filter(office_list_rows::settled_as.eq_any(ENTERED));
    Ok(diesel::select(diesel::dsl::exists(entered)).get_result(conn)?)
}

/// Those of these sign-ups that a list has.
pub fn listed(conn: &mut Conn, of: &OfficeList, ids: &[EnrolmentId]) -> Result<BTreeSet<EnrolmentId>> {
    let rows: Vec<Option<EnrolmentId>> = office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .filter(among(office_list_rows::enrolment_id, ids))
        .select(office_list_rows::enrolment_id)
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// People with one of these names within the scope; at most some hundred.
pub fn named(conn: &mut Conn, scope: &Scope, names: &[String]) -> Result<Vec<Person>> {
    let query = persons::table.filter(among(persons::name_key, names)).filter(persons::merged_into_id.is_null());
    let found: Vec<Person> = query.order(persons::id).limit(MOST_NAMED).select(Person::as_select()).load(conn)?;
    let areas: BTreeSet<_> = found.iter().map(|person| person.area_id).collect();
    let reached = scoped::reached_among(conn, scope, &areas.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().filter(|person| reached.contains(&person.area_id)).collect())
}

/// People of one name are many in a province; whoever is not among these is not suggested.
const MOST_NAMED: i64 = 2_000;

/// How many rows a list has that no file had.
pub fn behind(conn: &mut Conn, of: &OfficeList, files: i32) -> Result<i32> {
    let rows: i64 = office_list_rows::table
        .filter(office_list_rows::list_id.eq(of.id))
        .filter(office_list_rows::n.ge(files))
        .count()
        .get_result(conn)?;
    i32::try_from(rows).map_err(Error::internal)
}
