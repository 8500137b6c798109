//! SQL of papers and layouts themselves. What stands on a paper is read in `queries_lines`.
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    layout::PaperKind,
    model::{Paper, PaperBatch, PaperEnding, PaperLayout, PaperPiece, PaperState},
    problems::SAME_DAY,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result,
        id::{AreaId, EnrolmentBatchId, OrganisationId, PaperId, PaperLayoutId},
        problem::ALREADY_EXISTS,
        scheme::Scheme,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule, among, insert_all,
        schema::{
            area_closure, enrolment_batches, enrolment_receipts, paper_batches, paper_endings, paper_layouts,
            paper_pieces, papers,
        },
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "papers_pkey", sqlite: "papers.id" };
const ONE_LAYOUT_PER_DAY: UniqueRule =
    UniqueRule { postgres: "paper_layouts_one_per_day", sqlite: "paper_layouts.paper, paper_layouts.effective_from" };

pub fn find(conn: &mut Conn, scope: &Scope, id: PaperId) -> Result<Option<InScope<Paper>>> {
    scoped::first(conn, scoped::each::papers(scope).filter(papers::id.eq(id)).select(Paper::as_select()))
}

/// Which papers a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub organisation_id: Option<OrganisationId>,
    pub paper: Option<PaperKind>,
    pub state: Option<PaperState>,
}

/// Papers, the newest first.
pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<Paper>> {
    let mut query = scoped::papers(scope);
    if let Some(area_id) = filter.area_id {
        let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
        query = query.filter(papers::area_id.eq_any(below.select(area_closure::descendant_id)));
    }
    if let Some(organisation) = filter.organisation_id {
        query = query.filter(papers::organisation_id.eq(organisation));
    }
    if let Some(paper) = filter.paper {
        query = query.filter(papers::paper.eq(paper));
    }
    if let Some(state) = filter.state {
        query = query.filter(papers::state.eq(state));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(papers::id.lt(after.clone()));
    }
    let rows = query.order(papers::id.desc()).limit(cursor.fetch()).select(Paper::as_select()).load(conn)?;
    Ok(cursor.page(rows, |paper: &Paper| paper.id.to_string()))
}

/// The oldest paper that is being made.
pub fn under_way(conn: &mut Conn) -> Result<Option<Paper>> {
    Ok(papers::table
        .filter(papers::state.eq(PaperState::Making))
        .order(papers::id)
        .select(Paper::as_select())
        .first(conn)
        .optional()?)
}

/// The paper again, within the transaction that does the next part of it.
pub fn again(conn: &mut Conn, id: PaperId) -> Result<Paper> {
    Ok(papers::table.find(id).select(Paper::as_select()).first(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Paper, batches: &[EnrolmentBatchId]) -> Result<()> {
    diesel::insert_into(papers::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)?;
    let rows: Vec<_> = batches.iter().map(|batch_id| PaperBatch { paper_id: row.id, batch_id: *batch_id }).collect();
    insert_all!(tx.conn()?, paper_batches::table, rows)?;
    Ok(())
}

/// Says how far a paper is, which is being made.
pub fn note_progress(tx: &mut Tx, id: PaperId, line_count: i32, lines_done: i32) -> Result<()> {
    diesel::update(papers::table.find(id).filter(papers::state.eq(PaperState::Making)))
        .set((papers::line_count.eq(line_count), papers::lines_done.eq(lines_done)))
        .execute(tx.conn()?)?;
    Ok(())
}

/// Ends the making of a paper.
pub fn end_making(tx: &mut Tx, new: &Paper) -> Result<()> {
    let changed = diesel::update(papers::table.find(new.id).filter(papers::rev.eq(new.rev - 1)))
        .set((
            papers::state.eq(new.state),
            papers::line_count.eq(new.line_count),
            papers::lines_done.eq(new.lines_done),
            papers::left_out.eq(new.left_out),
            papers::full_vnd.eq(new.full_vnd),
            papers::payable_vnd.eq(new.payable_vnd),
            papers::file_bytes.eq(new.file_bytes),
            papers::sha256.eq(&new.sha256),
            papers::failed_because.eq(new.failed_because),
            papers::ready_at.eq(new.ready_at),
            papers::rev.eq(new.rev),
        ))
        .execute(tx.conn()?)?;
    if changed == 1 { Ok(()) } else { Err(Error::internal("a paper changed while it was made")) }
}

pub fn insert_pieces(tx: &mut Tx, pieces: &[PaperPiece]) -> Result<()> {
    insert_all!(tx.conn()?, paper_pieces::table, pieces)?;
    Ok(())
}

pub fn insert_endings(tx: &mut Tx, endings: &[PaperEnding]) -> Result<()> {
    insert_all!(tx.conn()?, paper_endings::table, endings)?;
    Ok(())
}

/// The next piece of a paper that was found in scope.
pub fn piece(conn: &mut Conn, paper: &InScope<Paper>, position: i32) -> Result<Option<PaperPiece>> {
    Ok(paper_pieces::table
        .filter(paper_pieces::paper_id.eq(paper.id))
        .filter(paper_pieces::position.eq(position))
        .select(PaperPiece::as_select())
        .first(conn)
        .optional()?)
}

/// The batches of a paper.
pub fn batches_of(conn: &mut Conn, id: PaperId) -> Result<Vec<EnrolmentBatchId>> {
    Ok(paper_batches::table.filter(paper_batches::paper_id.eq(id)).select(paper_batches::batch_id).load(conn)?)
}

/// A batch that may be on a paper: its id, the day it was handed in, how many are in it.
pub type Handed = (EnrolmentBatchId, Day, i32);

type Batches = enrolment_batches::BoxedQuery<'static, crate::db::Backend>;

/// Batches of an organisation and scheme within the scope and the area that were not taken back.
fn standing(scope: &Scope, (organisation, area_id, scheme): (OrganisationId, AreaId, Scheme)) -> Batches {
    let below = area_closure::table.filter(area_closure::ancestor_id.eq(area_id));
    scoped::enrolment_batches(scope)
        .filter(enrolment_batches::organisation_id.eq(organisation))
        .filter(enrolment_batches::scheme.eq(scheme))
        .filter(enrolment_batches::taken_back_at.is_null())
        .filter(enrolment_batches::area_id.eq_any(below.select(area_closure::descendant_id)))
}

/// Those of these batches that may be on a paper.
pub fn handed_among(
    conn: &mut Conn,
    scope: &Scope,
    whose: (OrganisationId, AreaId, Scheme),
    ids: &[EnrolmentBatchId],
) -> Result<Vec<Handed>> {
    let query = standing(scope, whose).filter(among(enrolment_batches::id, ids)).order(enrolment_batches::id);
    Ok(query.select((enrolment_batches::id, enrolment_batches::handed_in_on, enrolment_batches::members)).load(conn)?)
}

/// The batches of a span that may be on a paper, `most` at the most.
pub fn handed_between(
    conn: &mut Conn,
    scope: &Scope,
    whose: (OrganisationId, AreaId, Scheme),
    (from, to): (Day, Day),
    most: i64,
) -> Result<Vec<Handed>> {
    let query = standing(scope, whose)
        .filter(enrolment_batches::handed_in_on.ge(from))
        .filter(enrolment_batches::handed_in_on.le(to))
        .order(enrolment_batches::id)
        .limit(most);
    Ok(query.select((enrolment_batches::id, enrolment_batches::handed_in_on, enrolment_batches::members)).load(conn)?)
}

/// How many members these batches had when they were handed in.
pub fn members_of(conn: &mut Conn, ids: &[EnrolmentBatchId]) -> Result<i64> {
    let counts: Vec<i32> = enrolment_batches::table
        .filter(among(enrolment_batches::id, ids))
        .select(enrolment_batches::members)
        .load(conn)?;
    Ok(counts.into_iter().map(i64::from).sum())
}

/// How many receipts an organisation issued in a span.
pub fn receipts_between(conn: &mut Conn, organisation: OrganisationId, (from, to): (Day, Day)) -> Result<i64> {
    Ok(enrolment_receipts::table
        .filter(enrolment_receipts::organisation_id.eq(organisation))
        .filter(enrolment_receipts::issued_on.ge(from))
        .filter(enrolment_receipts::issued_on.le(to))
        .count()
        .get_result(conn)?)
}

/// Layouts by paper and day.
pub fn layouts(conn: &mut Conn, paper: Option<PaperKind>) -> Result<Vec<PaperLayout>> {
    let mut query = paper_layouts::table.into_boxed();
    if let Some(paper) = paper {
        query = query.filter(paper_layouts::paper.eq(paper));
    }
    let ordered = query.order((paper_layouts::paper, paper_layouts::effective_from));
    Ok(ordered.select(PaperLayout::as_select()).load(conn)?)
}

pub fn layout(conn: &mut Conn, id: PaperLayoutId) -> Result<Option<PaperLayout>> {
    Ok(paper_layouts::table.find(id).select(PaperLayout::as_select()).first(conn).optional()?)
}

/// The layout of a paper that holds on a day.
pub fn layout_on(conn: &mut Conn, paper: PaperKind, day: Day) -> Result<Option<PaperLayout>> {
    Ok(paper_layouts::table
        .filter(paper_layouts::paper.eq(paper))
        .filter(paper_layouts::effective_from.le(day))
        .order(paper_layouts::effective_from.desc())
        .select(PaperLayout::as_select())
        .first(conn)
        .optional()?)
}

/// Of which papers there is a layout from which day on.
pub fn known_layouts(conn: &mut Conn) -> Result<BTreeSet<(PaperKind, Day)>> {
    let rows: Vec<(PaperKind, Day)> =
        paper_layouts::table.select((paper_layouts::paper, paper_layouts::effective_from)).load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn insert_layout(tx: &mut Tx, row: &PaperLayout) -> Result<()> {
    diesel::insert_into(paper_layouts::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_LAYOUT_PER_DAY, &SAME_DAY)
}
