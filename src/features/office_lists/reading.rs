//! Looks at the rows of a list, a piece at a time, and then at what the list lacks of ours.
use super::{
    finding::Finding,
    matching::{Judged, judge, manner},
    model::{ListKind, ListRow, ListState, OfficeList, Piece, seal_row},
    queries,
    said::{Said, read},
};
use crate::{
    access::Scope,
    base::{Error, Id, Result, id::EnrolmentId, month::Month},
    db::{Event, InScope, Tx},
    features::enrolments,
};

/// Sign-ups of ours that are looked for in a list at once.
const OURS_AT_ONCE: i64 = 500;
/// Numbers of rows that no file has.
const BEHIND_FILES: i32 = 1_000_000;

/// Looks at the next part: a piece of the file, or some of what the list lacks; at the end it is ready.
///
/// # Errors
/// When the database fails.
pub fn read_part(tx: &mut Tx, scope: &Scope, list: &InScope<OfficeList>) -> Result<()> {
    let mut new = OfficeList { rev: list.rev + 1, ..(**list).clone() };
    let mut action = "office_list.piece_read";
    match queries::piece_at(tx.conn()?, list, list.pieces_done)? {
        Some(piece) => {
            new.row_count += read_piece(tx, scope, list, &piece)?;
            new.pieces_done += 1;
        }
        None if list.kind == ListKind::Participants && look_for_ours(tx, scope, list, &mut new)? => {}
        None => (new.state, action) = (ListState::Ready, "office_list.read"),
    }
    if new.pieces_done == new.pieces && new.kind != ListKind::Participants {
        (new.state, action) = (ListState::Ready, "office_list.read");
    }
    queries::update(tx, &new)?;
    tx.record(Event::new(action, "office_list", list.id).in_area(list.area_id).fields(["rows", "state"]));
    Ok(())
}

/// A row as nobody has looked at it yet.
fn blank(tx: &Tx, list: &OfficeList, n: i32) -> Result<ListRow> {
    Ok(ListRow {
        id: Id::new(),
        list_id: list.id,
        n,
        row_sealed: None,
        finding: Finding::Unreadable,
        differs: String::new(),
        enrolment_id: None,
        renewal_id: None,
        theirs_vnd: None,
        ours_vnd: None,
        settled_as: None,
        settled_by: None,
        settled_at: None,
        why_sealed: None,
        seal_key: tx.seals().key_number()?,
        rev: 1,
    })
}

fn read_piece(tx: &mut Tx, scope: &Scope, list: &InScope<OfficeList>, piece: &Piece) -> Result<i32> {
    let seals = tx.seals();
    let (manner, rows) = (manner(tx.conn()?, seals, list)?, piece.rows(seals)?);
    let saids: Vec<Said> = rows.iter().map(|row| read(row, &manner)).collect();
    let mut judged = judge(tx.conn()?, scope, seals, list, &saids)?;
    if list.kind == ListKind::Participants {
        mark_twice(tx, list, &mut judged)?;
    }
    let mut written = Vec::with_capacity(rows.len());
    for ((row, said), judged) in rows.into_iter().zip(&saids).zip(&judged) {
        let mut new = blank(tx, list, i32::try_from(row.number).map_err(Error::internal)?)?;
        new.row_sealed = Some(seal_row(seals, &new.id, row)?);
        new.theirs_vnd = said.amount_vnd;
        judged.put_into(&mut new);
        written.push(new);
    }
    queries::insert_rows(tx, &written)?;
    queries::delete_piece(tx, piece)?;
    i32::try_from(written.len()).map_err(Error::internal)
}

/// Of rows about one sign-up only the first is held against it.
fn mark_twice(tx: &mut Tx, list: &InScope<OfficeList>, judged: &mut [Judged]) -> Result<()> {
    let ids: Vec<EnrolmentId> = judged.iter().filter_map(|judged| judged.enrolment_id).collect();
    let mut seen = queries::listed(tx.conn()?, list, &ids)?;
    for judged in judged.iter_mut() {
        if judged.enrolment_id.is_some_and(|id| !seen.insert(id)) {
            (judged.finding, judged.ours_vnd) = (Finding::Twice, None);
            judged.differs.clear();
        }
    }
    Ok(())
}

impl Judged {
    /// Writes it into a row.
    pub fn put_into(&self, row: &mut ListRow) {
        let words: Vec<&str> = self.differs.iter().map(|what| what.as_str()).collect();
        row.finding = self.finding;
        row.differs = words.join(",");
        (row.enrolment_id, row.renewal_id, row.ours_vnd) = (self.enrolment_id, self.renewal_id, self.ours_vnd);
    }
}

/// Looks whether the list has some of our sign-ups that cover its month; whether there were any to look for.
fn look_for_ours(tx: &mut Tx, scope: &Scope, list: &InScope<OfficeList>, new: &mut OfficeList) -> Result<bool> {
    let month = Month::of(list.as_of);
    let asked = enrolments::Covering {
        organisation_id: list.organisation_id,
        area_id: list.area_id,
        scheme: list.scheme,
        from: month.first(),
        to: month.last(),
    };
    let ours = enrolments::covering(tx.conn()?, scope, asked, list.looked_to, OURS_AT_ONCE)?;
    let Some(last) = ours.last() else { return Ok(false) };
    new.looked_to = Some(last.id);
    let ids: Vec<_> = ours.iter().map(|row| row.id).collect();
    let listed = queries::listed(tx.conn()?, list, &ids)?;
    let (mut lacking, first) = (Vec::new(), BEHIND_FILES + queries::behind(tx.conn()?, list, BEHIND_FILES)?);
    for (n, row) in (first..).zip(ours.iter().filter(|row| !listed.contains(&row.id))) {
        let mut lack = blank(tx, list, n)?;
        (lack.finding, lack.enrolment_id) = (Finding::MissingThere, Some(row.id));
        lack.ours_vnd = Some(row.quote.payable_vnd);
        lacking.push(lack);
    }
    new.row_count += i32::try_from(lacking.len()).map_err(Error::internal)?;
    queries::insert_rows(tx, &lacking)?;
    Ok(true)
}
