//! Makes a paper: gathers its lines, writes the sheet, seals it in pieces.
use std::{cell::RefCell, vec};

use aws_lc_rs::digest::{SHA256, digest};

use super::{
    fill::{Head, Total, fill},
    gather::{self, Entry, Reader},
    line::Line,
    model::{PIECE, Paper, PaperEnding, PaperFailure, PaperPiece, PaperState},
    queries, queries_lines,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Result,
        hex::hex,
        id::{EnrolmentStepId, PaperId},
        month::Month,
    },
    db::{Conn, Db, Event, InScope, Seals, Tx, Who},
    features::organisations,
};

/// Lines that are read together.
const AT_ONCE: usize = 500;
/// Lines after which it is said how far a paper is.
const SAY_AFTER: usize = 10_000;
/// Pieces that one statement writes.
const PIECES_AT_ONCE: usize = 20;

/// A paper whose file is written and not kept yet.
pub struct Made {
    file: Vec<u8>,
    total: Total,
    left_out: i64,
    endings: Vec<EnrolmentStepId>,
}

/// The lines of a section, some hundred at a time.
struct Lines<'r, 'a> {
    reader: &'r RefCell<Reader<'a>>,
    entries: vec::IntoIter<Entry>,
    ready: vec::IntoIter<Line>,
    done: &'r dyn Fn(usize),
}

impl Iterator for Lines<'_, '_> {
    type Item = Result<Line>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(line) = self.ready.next() {
                return Some(Ok(line));
            }
            let some: Vec<Entry> = self.entries.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return None;
            }
            match self.reader.borrow_mut().lines(&some) {
                Ok(lines) => self.ready = lines.into_iter(),
                Err(error) => return Some(Err(error)),
            }
            (self.done)(some.len());
        }
    }
}

/// Gathers the lines of a paper and writes its file; nothing is kept yet.
///
/// # Errors
/// When a value does not open where it stands, or the database fails.
pub fn make(db: &Db, who: &Who, scope: &Scope, paper: &Paper) -> Result<Made> {
    db.read_now(|conn| {
        let plan = gather::plan(conn, scope, paper)?;
        let endings = plan.entries.iter().filter_map(|(_, entry)| entry.step()).collect();
        let layout = queries::layout(conn, paper.layout_id)?.ok_or_else(Error::not_found)?.form()?;
        let head = head(conn, paper)?;
        let (all, done) = (plan.entries.len(), RefCell::new(0_usize));
        let reader = RefCell::new(Reader::new(conn, scope, db.seals(), paper.paper)?);
        let say = |lines: usize| {
            let before = *done.borrow();
            *done.borrow_mut() += lines;
            if before / SAY_AFTER < (before + lines) / SAY_AFTER {
                note_progress(db, who, paper.id, all, before + lines);
            }
        };
        let (file, total) = fill(&layout, &head, |section| {
            let own = plan.entries.iter().filter(|(movement, _)| section.takes.contains(movement));
            let entries: Vec<Entry> = own.map(|(_, entry)| *entry).collect();
            let ready = Vec::new().into_iter();
            Ok(Lines { reader: &reader, entries: entries.into_iter(), ready, done: &say })
        })?;
        let unseen = i64::try_from(all).unwrap_or(total.lines) - total.lines;
        Ok(Made { file, total, left_out: plan.left_out + unseen, endings })
    })
}

/// A word on the way. That it cannot be said keeps nobody from making the paper.
fn note_progress(db: &Db, who: &Who, id: PaperId, all: usize, done: usize) {
    let said = db.write_now(who.clone(), move |tx| {
        tx.housekeeping("how far a paper is");
        queries::note_progress(tx, id, count(all)?, count(done)?)
    });
    if let Err(error) = said {
        tracing::debug!(%error, paper = %id, "how far it is was not noted");
    }
}

fn count(lines: usize) -> Result<i32> {
    i32::try_from(lines).map_err(Error::internal)
}

fn head(conn: &mut Conn, paper: &Paper) -> Result<Head> {
    Ok(Head {
        organisation: organisations::require(conn, paper.organisation_id, "/organisation_id")?.name,
        code: None,
        area: queries_lines::names_up(conn, paper.area_id)?.join(", "),
        period: period(paper.from_day, paper.to_day),
        number: paper.number.clone(),
    })
}

/// `Tháng 11 năm 2026` where the days lie within one month, and the days themselves otherwise.
pub fn period(from: Day, to: Day) -> String {
    if from == to {
        format!("Ngày {}", to.vi())
    } else if Month::of(from) == Month::of(to) {
        format!("Tháng {:02} năm {}", to.month(), to.year())
    } else {
        format!("Từ ngày {} đến ngày {}", from.vi(), to.vi())
    }
}

/// Keeps a file that was made: sealed in pieces, with its sums, never to be changed again.
///
/// # Errors
/// When the database fails, or another paper told the office of the same stop meanwhile.
pub fn keep(tx: &mut Tx, id: PaperId, made: &Made) -> Result<()> {
    let old = queries::again(tx.conn()?, id)?;
    if old.state != PaperState::Making {
        tx.unchanged();
        return Ok(());
    }
    let mut pieces = Vec::new();
    for (position, bytes) in (0..).zip(made.file.chunks(PIECE)) {
        pieces.push(PaperPiece::seal(tx.seals(), id, position, bytes)?);
        if pieces.len() == PIECES_AT_ONCE {
            queries::insert_pieces(tx, &std::mem::take(&mut pieces))?;
        }
    }
    queries::insert_pieces(tx, &pieces)?;
    let endings: Vec<_> = made.endings.iter().map(|step_id| PaperEnding { step_id: *step_id, paper_id: id }).collect();
    queries::insert_endings(tx, &endings)?;
    let lines = i32::try_from(made.total.lines).map_err(Error::internal)?;
    let new = Paper {
        state: PaperState::Ready,
        line_count: lines,
        lines_done: lines,
        left_out: i32::try_from(made.left_out).map_err(Error::internal)?,
        full_vnd: made.total.full_vnd,
        payable_vnd: made.total.payable_vnd,
        file_bytes: i64::try_from(made.file.len()).map_err(Error::internal)?,
        sha256: Some(hex(digest(&SHA256, &made.file).as_ref())),
        ready_at: Some(tx.now()),
        rev: old.rev + 1,
        ..old
    };
    queries::end_making(tx, &new)?;
    tx.record(Event::new("paper.made", "paper", id).in_area(new.area_id).fields(["state", "sha256"]));
    Ok(())
}

/// Says that a paper cannot be made.
///
/// # Errors
/// When the database fails.
pub fn give_up(tx: &mut Tx, id: PaperId, why: PaperFailure) -> Result<()> {
    let old = queries::again(tx.conn()?, id)?;
    if old.state != PaperState::Making {
        tx.unchanged();
        return Ok(());
    }
    let new = Paper { state: PaperState::Failed, failed_because: Some(why), rev: old.rev + 1, ..old };
    queries::end_making(tx, &new)?;
    tx.record(Event::new("paper.failed", "paper", id).in_area(new.area_id).fields(["state"]));
    Ok(())
}

/// The file of a paper that is ready, as it was kept.
///
/// # Errors
/// When a piece does not open where it stands, or is not the one that was kept.
pub fn file(conn: &mut Conn, seals: &Seals, paper: &InScope<Paper>) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(paper.file_bytes).unwrap_or_default());
    for position in 0.. {
        let Some(piece) = queries::piece(conn, paper, position)? else { break };
        bytes.extend(piece.open(seals)?);
    }
    if paper.sha256.as_deref() != Some(hex(digest(&SHA256, &bytes).as_ref()).as_str()) {
        return Err(Error::internal("the file of a paper is not the one that was kept"));
    }
    Ok(bytes)
}
