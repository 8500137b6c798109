//! What people can do with a list: bring it, have it entered, settle a row, close it, take it back.
use super::{
    api::{CloseOfficeList, CreateOfficeList, SettleOfficeListRow},
    applying,
    fields::{Field, guess, wanted},
    matching::manner,
    model::{self, Column, ListKind, ListRow, ListState, OfficeList, Piece},
    problems, queries,
    settling::{Settlement, may_settle},
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Result,
        id::{AreaId, OfficeListId, OfficeListRowId},
        problem::NOT_FOUND,
    },
    db::{Conn, Event, InScope, Tx},
    features::{areas, enrolments, imports::read::Brought, organisations, renewals},
};

/// Where a list that is brought belongs.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    area_id: AreaId,
    as_of: Day,
}

/// Refuses areas, organisations and days that cannot be, before anything of the file is looked at.
///
/// # Errors
/// `not-found`; those of [`organisations::require_serving`]; `office-list-day`.
pub fn check(conn: &mut Conn, scope: &Scope, input: &CreateOfficeList) -> Result<Place> {
    let area_id = match input.area_id {
        Some(area_id) => area_id,
        None => organisations::require(conn, input.organisation_id, "organisation_id")?.area_id,
    };
    areas::require(conn, scope, area_id, "area_id")?;
    organisations::require_serving(conn, scope, input.organisation_id, area_id, "organisation_id")?;
    let wrong = |pointer| Err(problems::DAY.field(pointer, "out-of-range", problems::DAY.title).into());
    let as_of = match (input.kind, input.month, input.as_of) {
        (ListKind::Participants, Some(month), None) => month.first(),
        (ListKind::Participants, _, _) => return wrong("month"),
        (_, None, as_of) => as_of.unwrap_or(scope.today()),
        (_, Some(_), _) => return wrong("as_of"),
    };
    if as_of > scope.today() { wrong("as_of") } else { Ok(Place { area_id, as_of }) }
}

/// What the columns mean: as somebody says, else by their headings.
///
/// # Errors
/// `office-list-columns` when a word is no meaning, one is given twice, or columns that are needed are missing.
pub fn columns(input: &CreateOfficeList, brought: &Brought) -> Result<Vec<Column>> {
    let wrong = || Error::from(problems::COLUMNS.field("columns", "not-such-a-column", problems::COLUMNS.title));
    let meant: Vec<Option<Field>> = match &input.columns {
        None => guess(&brought.headings),
        Some(words) => {
            let words = words.split(',').map(str::trim);
            let read = |word: &str| match word {
                "" => Ok(None),
                word => word.parse().map(Some).map_err(|()| wrong()),
            };
            words.map(read).collect::<Result<_>>()?
        }
    };
    let mut all: Vec<Field> = meant.iter().flatten().copied().collect();
    all.sort();
    if meant.len() > brought.headings.len() || all.windows(2).any(|two| two.first() == two.last()) {
        return Err(wrong());
    }
    if let Some(lacking) = wanted(input.kind).iter().find(|any_of| !any_of.iter().any(|field| all.contains(field))) {
        return Err(problems::columns_missing(lacking).into());
    }
    let meant = meant.into_iter().chain(std::iter::repeat(None));
    let columns = std::iter::zip(&brought.headings, &brought.encodings).zip(meant);
    Ok(columns
        .map(|((heading, encoding), field)| Column { heading: heading.clone(), field, encoding: *encoding })
        .collect())
}

/// Pieces that one statement writes: each is some hundred kilobytes.
const PIECES_AT_ONCE: usize = 20;

/// Keeps a list that was brought; its rows are looked at behind the answer.
///
/// # Errors
/// Those of [`check`]; `already-exists`.
pub fn create_office_list(
    tx: &mut Tx,
    scope: &Scope,
    (input, columns, brought): (CreateOfficeList, Vec<Column>, Brought),
) -> Result<OfficeList> {
    let Place { area_id, as_of } = check(tx.conn()?, scope, &input)?;
    let by = tx.actor().user_id.ok_or_else(Error::not_found)?;
    let (id, seals) = (input.id.unwrap_or_else(Id::new), tx.seals());
    let row = OfficeList {
        id,
        kind: input.kind,
        organisation_id: input.organisation_id,
        area_id,
        as_of,
        scheme: input.scheme.map(Into::into),
        file_name: input.file_name.into_inner(),
        state: ListState::Reading,
        header_row: i32::try_from(brought.header_row).map_err(Error::internal)?,
        columns_sealed: model::seal_columns(seals, id, &columns)?,
        pieces: i32::try_from(brought.pieces.len()).map_err(Error::internal)?,
        pieces_done: 0,
        row_count: 0,
        looked_to: None,
        closed_why_sealed: None,
        seal_key: seals.key_number()?,
        created_by: by,
        acted_by: by,
        created_at: tx.now(),
        closed_at: None,
        rev: 1,
    };
    queries::insert(tx, &row)?;
    for (n, sheaves) in brought.pieces.chunks(PIECES_AT_ONCE).enumerate() {
        let mut pieces = Vec::with_capacity(sheaves.len());
        for (position, sheaf) in (n * PIECES_AT_ONCE..).zip(sheaves) {
            pieces.push(Piece {
                id: sheaf.id.cast(),
                list_id: id,
                position: i32::try_from(position).map_err(Error::internal)?,
                waiting_sealed: brought.sealed(sheaf)?,
                seal_key: row.seal_key,
            });
        }
        queries::insert_pieces(tx, &pieces)?;
    }
    let fields = ["kind", "organisation_id", "area_id", "as_of", "file_name"];
    tx.record(Event::new("office_list.created", "office_list", id).in_area(area_id).fields(fields));
    Ok(row)
}

fn standing(tx: &mut Tx, scope: &Scope, id: OfficeListId, states: &[ListState]) -> Result<InScope<OfficeList>> {
    let list = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if states.contains(&list.state) { Ok(list) } else { Err(problems::STATE.now().into()) }
}

/// Has all that can be entered of a list entered, or these rows of it; the state says when that is done.
///
/// # Errors
/// `office-list-state`; `office-list-enters-nothing` for participants.
pub fn apply_office_list(
    tx: &mut Tx,
    scope: &Scope,
    id: OfficeListId,
    rows: Option<&[OfficeListRowId]>,
) -> Result<OfficeList> {
    let old = standing(tx, scope, id, &[ListState::Ready])?;
    if old.kind == ListKind::Participants {
        return Err(problems::NOT_APPLIED.now().into());
    }
    let ordered = queries::order(tx, &old, rows)?;
    let acted_by = tx.actor().user_id.unwrap_or(old.acted_by);
    let state = if ordered == 0 { ListState::Ready } else { ListState::Applying };
    let new = OfficeList { state, acted_by, rev: old.rev + 1, ..(*old).clone() };
    queries::update(tx, &new)?;
    tx.record(Event::new("office_list.apply_ordered", "office_list", id).in_area(new.area_id).fields(["state"]));
    Ok(new)
}

/// Says that nothing more is done with a list.
///
/// # Errors
/// `office-list-state`; `office-list-rows-left` with their number, unless it is said why they are left.
pub fn close_office_list(tx: &mut Tx, scope: &Scope, id: OfficeListId, input: &CloseOfficeList) -> Result<OfficeList> {
    let old = standing(tx, scope, id, &[ListState::Ready])?;
    let left = queries::left(tx.conn()?, &old)?;
    let why = input.leave_open_because.as_deref();
    if left > 0 && why.is_none() {
        return Err(problems::left(left).into());
    }
    let new = OfficeList {
        state: ListState::Closed,
        closed_at: Some(tx.now()),
        closed_why_sealed: old.seal_closed_why(tx.seals(), why)?,
        rev: old.rev + 1,
        ..(*old).clone()
    };
    queries::update(tx, &new)?;
    tx.record(Event::new("office_list.closed", "office_list", id).in_area(new.area_id).fields(["state", "closed_why"]));
    Ok(new)
}

/// Takes a list back of which nothing was entered; its rows are gone.
///
/// # Errors
/// `office-list-state`; `office-list-entered`.
pub fn withdraw_office_list(tx: &mut Tx, scope: &Scope, id: OfficeListId) -> Result<OfficeList> {
    let old = standing(tx, scope, id, &[ListState::Ready, ListState::Reading, ListState::Failed])?;
    if queries::any_entered(tx.conn()?, &old)? {
        return Err(problems::ENTERED.now().into());
    }
    queries::delete_rows(tx, &old)?;
    let new = OfficeList { state: ListState::Withdrawn, row_count: 0, rev: old.rev + 1, ..(*old).clone() };
    queries::update(tx, &new)?;
    tx.record(Event::new("office_list.withdrawn", "office_list", id).in_area(new.area_id).fields(["state"]));
    Ok(new)
}

/// Settles a row that needs somebody's word.
///
/// # Errors
/// `office-list-state`, `office-list-row-settled`, `office-list-settlement`; those of the step that an answer means.
pub fn settle_row(
    tx: &mut Tx,
    scope: &Scope,
    id: OfficeListRowId,
    input: &SettleOfficeListRow,
) -> Result<(InScope<OfficeList>, ListRow)> {
    let old = queries::row(tx.conn()?, id)?.ok_or_else(Error::not_found)?;
    let list = standing(tx, scope, old.list_id, &[ListState::Ready])?;
    if old.settled_as.is_some() {
        return Err(problems::SETTLED.now().into());
    }
    let wanted = input.settle_as == Settlement::Enrolment;
    if !may_settle(list.kind, old.finding, input.settle_as) || wanted != input.enrolment_id.is_some() {
        let pointer = if wanted && input.enrolment_id.is_none() { "/enrolment_id" } else { "/as" };
        return Err(problems::SETTLEMENT.field(pointer, "not-allowed", problems::SETTLEMENT.title).into());
    }
    tx.alone()?;
    let mut new = ListRow { rev: old.rev + 1, ..old };
    match input.settle_as {
        Settlement::Enrolment => answer_for(tx, scope, &list, &mut new, input)?,
        Settlement::TakeTheirs => take_theirs(tx, scope, &list, &new)?,
        _ => {}
    }
    new.settled_as = Some(input.settle_as);
    (new.settled_by, new.settled_at) = (tx.actor().user_id, Some(tx.now()));
    new.why_sealed = new.seal_why(tx.seals(), input.why.as_deref())?;
    queries::update_row(tx, &new)?;
    let fields = ["as", "enrolment_id", "why"];
    tx.record(Event::new("office_list_row.settled", "office_list_row", id).in_area(list.area_id).fields(fields));
    Ok((list, new))
}

/// Enters an answer for the sign-up that somebody named.
fn answer_for(
    tx: &mut Tx,
    scope: &Scope,
    list: &OfficeList,
    row: &mut ListRow,
    input: &SettleOfficeListRow,
) -> Result<()> {
    let nobody = || Error::from(NOT_FOUND.field("/enrolment_id", "not-found", NOT_FOUND.title));
    let id = input.enrolment_id.ok_or_else(nobody)?;
    let named = enrolments::find_enrolment(tx.conn()?, scope, id)?;
    let named = named.filter(|own| own.organisation_id == list.organisation_id).ok_or_else(nobody)?;
    let seals = tx.seals();
    let manner = manner(tx.conn()?, seals, list)?;
    let said = row.said(seals, &manner)?.and_then(|said| said.answer);
    let answer = said.ok_or_else(|| Error::internal("a row that says no answer has another finding"))?;
    applying::take(tx, &named, &answer)?;
    row.enrolment_id = Some(id);
    Ok(())
}

/// Lets the office's end hold.
fn take_theirs(tx: &mut Tx, scope: &Scope, list: &OfficeList, row: &ListRow) -> Result<()> {
    let id = row.renewal_id.ok_or_else(Error::not_found)?;
    let ours = renewals::find_renewal(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    let seals = tx.seals();
    let manner = manner(tx.conn()?, seals, list)?;
    let theirs = row.said(seals, &manner)?.and_then(|said| said.paid_to);
    renewals::correct_end(tx, &ours, theirs.ok_or_else(Error::not_found)?)
}

/// Remembers that somebody took the rows out that cannot be read, in full.
///
/// # Errors
/// When the list is not there.
pub fn note_export(tx: &mut Tx, scope: &Scope, id: OfficeListId) -> Result<()> {
    let list = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    tx.record(Event::new("office_list.errors_exported", "office_list_export", id).in_area(list.area_id));
    Ok(())
}
