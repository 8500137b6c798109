//! What people can do with papers: order one, record a layout, take a file out.
use super::{
    api::{CreatePaper, CreatePaperLayout},
    layout::{LayoutFault, PaperForm, PaperKind},
    model::{Paper, PaperLayout, PaperState},
    problems, queries, queries_lines,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, FieldIssue, Id, Result, Text,
        id::{AreaId, EnrolmentBatchId, HouseholdId, OrganisationId, PaperId},
        problem::{ALREADY_EXISTS, NOT_FOUND},
        scheme::Scheme,
    },
    db::{Conn, Event, InScope, Tx},
    features::{areas, organisations, people},
};

/// Lines on one paper; a sheet holds a million.
const MOST: i64 = 150_000;
/// Days that one paper spans.
const LONGEST: i64 = 366;

/// What a paper is made of.
struct Source {
    span: (Day, Day),
    batches: Vec<EnrolmentBatchId>,
    household_id: Option<HouseholdId>,
}

/// Orders a paper; it is made by and by.
///
/// # Errors
/// `paper-source`, `paper-batch`, `paper-span`, `paper-too-many`, `paper-no-layout`, `not-found`, `already-exists`, and
/// what stands against the organisation.
pub fn create_paper(tx: &mut Tx, scope: &Scope, input: &CreatePaper) -> Result<Paper> {
    let created_by = tx.actor().user_id.ok_or_else(Error::not_found)?;
    areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    organisations::require_serving(tx.conn()?, scope, input.organisation_id, input.area_id, "/organisation_id")?;
    let source = source(tx.conn()?, scope, input)?;
    let layout = layout_for(tx.conn()?, input, source.span.1)?;
    let row = Paper {
        id: input.id.unwrap_or_else(Id::new),
        paper: input.paper,
        organisation_id: input.organisation_id,
        area_id: input.area_id,
        layout_id: layout.id,
        number: input.number.as_ref().map(ToString::to_string),
        household_id: source.household_id,
        from_day: source.span.0,
        to_day: source.span.1,
        state: PaperState::Making,
        line_count: 0,
        lines_done: 0,
        left_out: 0,
        full_vnd: 0,
        payable_vnd: 0,
        file_bytes: 0,
        sha256: None,
        failed_because: None,
        created_by,
        created_at: tx.now(),
        ready_at: None,
        rev: 1,
    };
    queries::insert(tx, &row, &source.batches)?;
    let fields = ["paper", "organisation_id", "from", "to", "batch_ids", "household_id"];
    tx.record(Event::new("paper.ordered", "paper", row.id).in_area(row.area_id).fields(fields));
    Ok(row)
}

fn source(conn: &mut Conn, scope: &Scope, input: &CreatePaper) -> Result<Source> {
    let span = match (input.from, input.to) {
        (Some(from), Some(to)) => Some((from, to)),
        (None, None) => None,
        _ => return Err(problems::SOURCE.now().into()),
    };
    if let Some((from, to)) = span
        && (from > to || to > scope.today() || to.days_since(from) > LONGEST)
    {
        return Err(problems::SPAN.field("/to", "span", problems::SPAN.title).into());
    }
    match (input.paper, &input.batch_ids, input.household_id, span) {
        (PaperKind::D03Ts | PaperKind::D05Ts, Some(ids), None, None) => named_batches(conn, scope, input, ids),
        (PaperKind::D03Ts | PaperKind::D05Ts, None, None, Some(span)) => batches_of_span(conn, scope, input, span),
        (PaperKind::HouseholdMembers, None, Some(id), None) => household(conn, scope, input, id),
        (PaperKind::Receipts, None, None, Some(span)) => {
            check_size(queries::receipts_between(conn, input.organisation_id, span)?)?;
            Ok(Source { span, batches: Vec::new(), household_id: None })
        }
        _ => Err(problems::SOURCE.now().into()),
    }
}

fn check_size(lines: i64) -> Result<()> {
    if lines > MOST { Err(problems::TOO_MANY.now().into()) } else { Ok(()) }
}

fn whose(input: &CreatePaper) -> Result<(OrganisationId, AreaId, Scheme)> {
    let scheme = input.paper.scheme().ok_or_else(|| problems::SOURCE.now())?;
    Ok((input.organisation_id, input.area_id, scheme))
}

fn named_batches(conn: &mut Conn, scope: &Scope, input: &CreatePaper, ids: &[EnrolmentBatchId]) -> Result<Source> {
    let found = queries::handed_among(conn, scope, whose(input)?, ids)?;
    let wrong = ids.iter().enumerate().filter(|(_, id)| !found.iter().any(|(batch, ..)| batch == *id));
    let errors: Vec<FieldIssue> = wrong
        .map(|(at, _)| FieldIssue {
            pointer: format!("/batch_ids/{at}").into(),
            code: "not-for-this-paper",
            detail: problems::BATCH.title,
        })
        .collect();
    if !errors.is_empty() {
        return Err(problems::BATCH.at(errors).into());
    }
    let days = found.iter().map(|(_, day, _)| *day);
    let span = days.clone().min().zip(days.max()).ok_or_else(|| problems::SOURCE.now())?;
    check_size(found.iter().map(|(.., members)| i64::from(*members)).sum())?;
    Ok(Source { span, batches: found.into_iter().map(|(id, ..)| id).collect(), household_id: None })
}

fn batches_of_span(conn: &mut Conn, scope: &Scope, input: &CreatePaper, span: (Day, Day)) -> Result<Source> {
    let found = queries::handed_between(conn, scope, whose(input)?, span, MOST + 1)?;
    check_size(found.iter().map(|(.., members)| i64::from(*members)).sum())?;
    Ok(Source { span, batches: found.into_iter().map(|(id, ..)| id).collect(), household_id: None })
}

fn household(conn: &mut Conn, scope: &Scope, input: &CreatePaper, id: HouseholdId) -> Result<Source> {
    let found = people::find_household(conn, scope, id)?;
    let there = match &found {
        Some(home) => queries_lines::lies_in(conn, home.area_id, input.area_id)?,
        None => false,
    };
    if !there {
        let missing = Text { vi: "Không tìm thấy hộ", en: "No such household" };
        return Err(NOT_FOUND.field("/household_id", "not-found", missing).into());
    }
    Ok(Source { span: (scope.today(), scope.today()), batches: Vec::new(), household_id: Some(id) })
}

fn layout_for(conn: &mut Conn, input: &CreatePaper, on: Day) -> Result<PaperLayout> {
    let found = match input.layout_id {
        Some(id) => queries::layout(conn, id)?.filter(|layout| layout.paper == input.paper),
        None => queries::layout_on(conn, input.paper, on)?,
    };
    found.ok_or_else(|| problems::NO_LAYOUT.field("/layout_id", "no-layout", problems::NO_LAYOUT.title).into())
}

/// The layout, when it could be used.
///
/// # Errors
/// `paper-layout` at the field that is wrong.
pub fn check_layout(layout: PaperForm) -> Result<PaperForm> {
    let named = |fault: LayoutFault| {
        problems::LAYOUT.field(format!("/layout{}", fault.pointer), fault.code, fault.detail).into()
    };
    layout.checked().map_err(named)
}

/// Records how a paper looks from a day on.
///
/// # Errors
/// `paper-layout`, `paper-layout-same-day`, `already-exists`.
pub fn create_paper_layout(tx: &mut Tx, input: CreatePaperLayout) -> Result<PaperLayout> {
    let layout = check_layout(input.layout)?;
    if let Some(id) = input.id
        && queries::layout(tx.conn()?, id)?.is_some()
    {
        return Err(ALREADY_EXISTS.now().into());
    }
    let row = PaperLayout {
        id: input.id.unwrap_or_else(Id::new),
        paper: input.paper,
        effective_from: input.effective_from,
        doubt: input.doubt.map(|doubt| doubt.into_inner()),
        layout: serde_json::to_string(&layout).map_err(Error::internal)?,
        recorded_at: tx.now(),
        recorded_by: tx.actor().user_id,
    };
    queries::insert_layout(tx, &row)?;
    let fields = ["paper", "effective_from", "doubt", "layout"];
    tx.record(Event::new("paper_layout.recorded", "paper_layout", row.id).fields(fields));
    Ok(row)
}

/// The paper, when its file is there.
///
/// # Errors
/// `not-found`, `paper-not-ready`.
pub fn ready(conn: &mut Conn, scope: &Scope, id: PaperId) -> Result<InScope<Paper>> {
    let paper = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    if paper.state == PaperState::Ready { Ok(paper) } else { Err(problems::NOT_READY.now().into()) }
}

/// Remembers that somebody took a paper out, in full.
///
/// # Errors
/// When the paper is not there.
pub fn note_export(tx: &mut Tx, scope: &Scope, id: PaperId) -> Result<()> {
    let paper = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    tx.record(Event::new("paper.exported", "paper_export", id).in_area(paper.area_id));
    Ok(())
}
