//! The office's lists as they are shown: numbers masked, money only to whoever has the right to it.
use std::collections::BTreeMap;

use super::{
    api::{
        FaultView, OfficeListColumn, OfficeListCount, OfficeListItem, OfficeListMoney, OfficeListRow, OfficeListView,
    },
    finding::Finding,
    matching::manner,
    model::{ListKind, ListRow, OfficeList},
    queries,
    said::{Answer, Manner, Said},
    settling::Settlement,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Day, Error, Result,
        birth::BirthDate,
        id::{EnrolmentId, OfficeListId, PersonId, RenewalId},
        identity::{CardNumber, CitizenId, InsuranceNumber},
        scheme::Scheme,
    },
    db::{Conn, InScope, Seals, scoped},
    features::{enrolments, renewals},
};

/// A list that the caller may see: collectors see who runs out, and nothing else of what the office sends.
///
/// # Errors
/// `not-found`.
pub fn found(conn: &mut Conn, scope: &Scope, actor: &Actor, id: OfficeListId) -> Result<InScope<OfficeList>> {
    let list = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    if list.kind == ListKind::Expiries {
        return Ok(list);
    }
    queries::find(conn, &Scope::of(actor, Permission::OfficeListsManage, scope.today()), id)?
        .ok_or_else(Error::not_found)
}

fn sees_money(conn: &mut Conn, actor: &Actor, today: Day, list: &OfficeList) -> Result<bool> {
    let scope = Scope::of(actor, Permission::EnrolmentsMoney, today);
    scoped::reaches_for(conn, &scope, list.area_id, list.organisation_id)
}

impl From<&OfficeList> for OfficeListItem {
    fn from(list: &OfficeList) -> Self {
        Self {
            id: list.id,
            kind: list.kind,
            organisation_id: list.organisation_id,
            area_id: list.area_id,
            as_of: list.as_of,
            scheme: list.scheme,
            file_name: list.file_name.clone(),
            state: list.state,
            rows: list.row_count,
            pieces: list.pieces,
            pieces_done: list.pieces_done,
            created_by: list.created_by,
            created_at: list.created_at,
            closed_at: list.closed_at,
            rev: list.rev,
        }
    }
}

/// A list that was found in scope, with what its rows come to.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, today: Day, seals: &Seals, actor: &Actor, list: &OfficeList) -> Result<OfficeListView> {
    let mut counts: BTreeMap<Finding, OfficeListCount> = BTreeMap::new();
    for (finding, settled_as, rows) in queries::counts(conn, list)? {
        let count = counts.entry(finding).or_insert(OfficeListCount { finding, rows: 0, settled: 0, ordered: 0 });
        count.rows += rows;
        match settled_as {
            None => {}
            Some(Settlement::Ordered) => count.ordered += rows,
            Some(_) => count.settled += rows,
        }
    }
    let money = if sees_money(conn, actor, today, list)? {
        let rows = queries::money(conn, list)?;
        let theirs_vnd = rows.iter().filter_map(|(theirs, _)| *theirs).sum();
        Some(OfficeListMoney { theirs_vnd, ours_vnd: rows.iter().filter_map(|(_, ours)| *ours).sum() })
    } else {
        None
    };
    let columns = list.columns(seals)?.into_iter().enumerate();
    Ok(OfficeListView {
        list: list.into(),
        header_row: list.header_row,
        columns: columns
            .map(|(at, column)| OfficeListColumn { column: at + 1, heading: column.heading, field: column.field })
            .collect(),
        counts: counts.into_values().collect(),
        left: queries::left(conn, list)?,
        money,
        closed_why: list.closed_why(seals)?,
    })
}

/// A sign-up or an end of ours.
struct Own {
    person_id: PersonId,
    scheme: Scheme,
    paid_to: Day,
}

/// What is recorded here of the rows of a page.
#[derive(Default)]
struct Recorded {
    sign_ups: BTreeMap<EnrolmentId, Own>,
    ends: BTreeMap<RenewalId, Own>,
    names: BTreeMap<PersonId, String>,
}

fn recorded(conn: &mut Conn, scope: &Scope, rows: &[ListRow]) -> Result<Recorded> {
    let sign_ups: Vec<EnrolmentId> = rows.iter().filter_map(|row| row.enrolment_id).collect();
    let ends: Vec<RenewalId> = rows.iter().filter_map(|row| row.renewal_id).collect();
    let sign_ups = enrolments::found_enrolments(conn, scope, &sign_ups)?;
    let ends = renewals::found(conn, scope, &ends)?;
    let people: Vec<PersonId> =
        sign_ups.iter().map(|row| row.person_id).chain(ends.iter().map(|row| row.person_id)).collect();
    Ok(Recorded {
        names: enrolments::names(conn, scope, &people)?,
        sign_ups: sign_ups
            .into_iter()
            .map(|row| (row.id, Own { person_id: row.person_id, scheme: row.quote.scheme, paid_to: row.kept_to }))
            .collect(),
        ends: ends
            .into_iter()
            .map(|row| (row.id, Own { person_id: row.person_id, scheme: row.scheme, paid_to: row.paid_to }))
            .collect(),
    })
}

/// Rows of a list that was found in scope.
///
/// # Errors
/// When a row does not open where it stands, or the database fails.
pub fn rows(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    actor: &Actor,
    (list, rows): (&OfficeList, Vec<ListRow>),
) -> Result<Vec<OfficeListRow>> {
    let (manner, recorded) = (manner(conn, seals, list)?, recorded(conn, scope, &rows)?);
    let money = sees_money(conn, actor, scope.today(), list)?;
    rows.into_iter().map(|row| view(seals, &manner, &recorded, money, row)).collect()
}

fn view(seals: &Seals, manner: &Manner, recorded: &Recorded, money: bool, row: ListRow) -> Result<OfficeListRow> {
    let why = row.why(seals)?;
    let said = row.said(seals, manner)?.unwrap_or_default();
    let of_sign_up = row.enrolment_id.and_then(|id| recorded.sign_ups.get(&id));
    let ours = of_sign_up.or_else(|| row.renewal_id.and_then(|id| recorded.ends.get(&id)));
    let (number, on, reason) = match &said.answer {
        Some(Answer::Issued { number, on }) => (Some(number.masked()), Some(*on), None),
        Some(Answer::Refused { reason, on, .. }) => (None, Some(*on), Some(reason.clone())),
        None => (said.person.card_number.as_ref().map(CardNumber::masked), None, None),
    };
    let person_id = ours.map(|own| own.person_id);
    Ok(OfficeListRow {
        id: row.id,
        row: row.row_sealed.is_some().then_some(row.n),
        finding: row.finding,
        differs: row.differs.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        full_name: said.person.full_name.as_ref().map(ToString::to_string),
        birth_year: said.person.birth.map(BirthDate::year),
        citizen_id: said.person.citizen_id.as_ref().map(CitizenId::masked),
        insurance_number: said.person.insurance_number.as_ref().map(InsuranceNumber::masked),
        place: said.place.clone(),
        scheme: said.scheme.or(ours.map(|own| own.scheme)),
        number,
        on,
        reason,
        paid_from: said.paid_from,
        paid_to: said.paid_to,
        months: said.months,
        our_paid_to: ours.map(|own| own.paid_to),
        theirs_vnd: row.theirs_vnd.filter(|_| money),
        ours_vnd: row.ours_vnd.filter(|_| money),
        faults: faults(&said),
        enrolment_id: row.enrolment_id.filter(|_| of_sign_up.is_some()),
        renewal_id: row.renewal_id.filter(|id| recorded.ends.contains_key(id)),
        person_id,
        person_name: person_id.and_then(|id| recorded.names.get(&id).cloned()),
        settled_as: row.settled_as,
        settled_by: row.settled_by,
        settled_at: row.settled_at,
        why,
    })
}

fn faults(said: &Said) -> Vec<FaultView> {
    let faults = said.faults.iter();
    faults
        .map(|(field, code)| FaultView {
            field: *field,
            code: *code,
            vi: code.text().vi.to_owned(),
            en: code.text().en.to_owned(),
        })
        .collect()
}
