//! Holds some hundred rows of a list against the register and what is recorded: gathers the facts, and asks what each row comes to.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::{Difference, End, Finding, Held, Ours, Whom, of_answer, of_expiry, of_participant},
    model::{ListKind, OfficeList},
    queries,
    said::{Answer, Manner, Said},
};
use crate::{
    access::Scope,
    base::{
        Result,
        id::{AreaId, EnrolmentId, HouseholdId, PersonId, RenewalId},
        month::Month,
        text::{Prose, fold},
    },
    db::{Conn, InScope, Seals},
    features::{
        enrolments::{
            self, Enrolment, StepRow,
            lifecycle::{Step, WITH_OFFICE},
            sealing::open_number,
        },
        imports::{
            numbers::{self, Number},
            queries_match::{Facts, Holder, by_numbers},
        },
        lists::{self, List},
        people::sealing::PersonSecrets,
        renewals,
    },
};

/// What a row comes to.
#[derive(Debug, Clone)]
pub struct Judged {
    pub finding: Finding,
    pub differs: Vec<Difference>,
    pub enrolment_id: Option<EnrolmentId>,
    pub renewal_id: Option<RenewalId>,
    pub ours_vnd: Option<i64>,
    /// Whom it means, and where that person lives.
    pub person: Option<(PersonId, HouseholdId, AreaId)>,
}

impl Judged {
    fn of(finding: Finding) -> Self {
        Self { finding, differs: Vec::new(), enrolment_id: None, renewal_id: None, ours_vnd: None, person: None }
    }
}

/// How the rows of a list are read: always as on the day it came.
///
/// # Errors
/// When the database fails.
pub fn manner(conn: &mut Conn, seals: &Seals, list: &OfficeList) -> Result<Manner> {
    let reasons = match list.kind {
        ListKind::Answers => lists::entries(conn, List::OfficeRefusal)?,
        _ => Vec::new(),
    };
    Ok(Manner {
        kind: list.kind,
        columns: list.columns(seals)?,
        scheme: list.scheme,
        as_of: list.as_of,
        today: list.created_at.day(),
        reasons: reasons
            .into_iter()
            .map(|entry| {
                let names = vec![fold(&entry.code), fold(&entry.name_vi), fold(&entry.name_en)];
                (entry.code, names)
            })
            .collect(),
    })
}

/// What each of these rows comes to today.
///
/// # Errors
/// When the database fails.
pub fn judge(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    list: &InScope<OfficeList>,
    saids: &[Said],
) -> Result<Vec<Judged>> {
    let numbers: Vec<Vec<Number>> = saids.iter().map(|said| numbers::of(seals, &said.person)).collect();
    let facts = by_numbers(conn, scope, seals, &numbers::wanted(numbers.iter().flatten()))?;
    let whom: Vec<Whom> = numbers.iter().map(|numbers| whom(numbers, &facts)).collect();
    let people: BTreeSet<PersonId> = whom.iter().filter_map(|whom| one(*whom)).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let mut judged = match list.kind {
        ListKind::Answers => answers(conn, scope, seals, list, &people, (saids, &whom))?,
        ListKind::Expiries => expiries(conn, scope, list, &people, (saids, &whom))?,
        ListKind::Participants => participants(conn, scope, seals, list, &people, (saids, &whom))?,
    };
    for (judged, whom) in judged.iter_mut().zip(&whom) {
        let known = one(*whom).and_then(|id| facts.people.get(&id));
        judged.person = known.map(|known| (known.person.id, known.person.household_id, known.person.area_id));
    }
    Ok(judged)
}

type Rows<'a> = (&'a [Said], &'a [Whom]);

fn one(whom: Whom) -> Option<PersonId> {
    match whom {
        Whom::One(person) => Some(person),
        Whom::Nobody | Whom::Several => None,
    }
}

/// Whom some numbers mean: people outside the scope are as if they were not there.
fn whom(numbers: &[Number], facts: &Facts) -> Whom {
    let holders =
        numbers.iter().flat_map(|number| &number.indexes).filter_map(|index| facts.holders.get(index)).flatten();
    let here = holders.filter_map(|holder| match holder {
        Holder::Here(person) => Some(*person),
        Holder::Elsewhere => None,
    });
    let here: BTreeSet<PersonId> = here.collect();
    match (here.len(), here.first()) {
        (1, Some(person)) => Whom::One(*person),
        (0, _) => Whom::Nobody,
        _ => Whom::Several,
    }
}

fn by_person(rows: Vec<InScope<Enrolment>>) -> BTreeMap<PersonId, Vec<InScope<Enrolment>>> {
    let mut all: BTreeMap<PersonId, Vec<InScope<Enrolment>>> = BTreeMap::new();
    for row in rows {
        all.entry(row.person_id).or_default().push(row);
    }
    all
}

fn answers(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    list: &OfficeList,
    people: &[PersonId],
    (saids, whom): Rows<'_>,
) -> Result<Vec<Judged>> {
    let found = enrolments::of_people(conn, scope, list.organisation_id, people)?;
    let ids: Vec<EnrolmentId> = found.iter().map(|row| row.id).collect();
    let mut steps = enrolments::steps_of(conn, &ids)?;
    let (mut receipts, cards) = (enrolments::receipts(conn, &ids)?, enrolments::cards(conn, &ids)?);
    let mut ours: BTreeMap<PersonId, Vec<Ours>> = BTreeMap::new();
    for row in found {
        let mut answers: Vec<Answer> =
            steps.remove(&row.id).unwrap_or_default().into_iter().filter_map(refusal).collect();
        if let Some(card) = cards.get(&row.id) {
            answers.push(Answer::Issued { number: open_number(seals, card)?, on: card.issued_on });
        }
        ours.entry(row.person_id).or_default().push(Ours {
            id: row.id,
            scheme: row.quote.scheme,
            step: row.step,
            receipt: receipts.remove(&row.id).map(|receipt| receipt.number),
            answers,
        });
    }
    let suggested = suggestions(conn, scope, seals, list, (saids, whom))?;
    let rows = saids.iter().zip(whom).zip(suggested);
    Ok(rows
        .map(|((said, whom), suggested)| {
            let of_person = one(*whom).and_then(|person| ours.get(&person)).map(Vec::as_slice).unwrap_or_default();
            let (finding, enrolment_id) = of_answer(*whom, said, of_person);
            let enrolment_id = if finding == Finding::Unknown { suggested } else { enrolment_id };
            Judged { enrolment_id, ..Judged::of(finding) }
        })
        .collect())
}

/// What came back before, as far as it matters for telling answers apart.
fn refusal(step: StepRow) -> Option<Answer> {
    let (reason, on) = (step.reason?, step.on_day?);
    (step.to_step == Step::Refused).then_some(Answer::Refused { reason, why: None::<Prose<500>>, on })
}

/// Of rows whose numbers nobody has: the one sign-up that waits for an answer and is of somebody of that name and birth date.
/// It is weak evidence and never acted upon.
fn suggestions(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    list: &OfficeList,
    (saids, whom): Rows<'_>,
) -> Result<Vec<Option<EnrolmentId>>> {
    let key = |said: &Said, whom: Whom| {
        let (name, birth) = (said.person.full_name.as_ref()?, said.person.birth?);
        (whom == Whom::Nobody && !said.is_unreadable()).then(|| (fold(name), birth))
    };
    let wanted: Vec<_> = saids.iter().zip(whom).map(|(said, whom)| key(said, *whom)).collect();
    let names: BTreeSet<String> = wanted.iter().flatten().map(|(name, _)| name.clone()).collect();
    if names.is_empty() {
        return Ok(vec![None; saids.len()]);
    }
    let found = queries::named(conn, scope, &names.into_iter().collect::<Vec<_>>())?;
    let people: Vec<PersonId> = found.iter().map(|person| person.id).collect();
    let mut of_person = by_person(enrolments::of_people(conn, scope, list.organisation_id, &people)?);
    let mut waiting: BTreeMap<_, Vec<EnrolmentId>> = BTreeMap::new();
    for person in found {
        let rows = of_person.remove(&person.id).unwrap_or_default();
        let Some(birth) = PersonSecrets::open(seals, &person)?.birth else { continue };
        let ids = rows.iter().filter(|row| row.step == Step::HandedIn).map(|row| row.id);
        waiting.entry((person.name_key, birth)).or_default().extend(ids);
    }
    let only = |key: Option<_>| match waiting.get(&key?)?.as_slice() {
        [id] => Some(*id),
        _ => None,
    };
    Ok(wanted.into_iter().map(only).collect())
}

fn expiries(
    conn: &mut Conn,
    scope: &Scope,
    list: &OfficeList,
    people: &[PersonId],
    (saids, whom): Rows<'_>,
) -> Result<Vec<Judged>> {
    let found = renewals::of_people(conn, scope, list.organisation_id, people)?;
    let judged = |(said, whom): (&Said, &Whom)| {
        let own = found.iter().filter(|end| Some(end.person_id) == one(*whom) && Some(end.scheme) == said.scheme);
        let ends: Vec<End> =
            own.map(|end| End { id: end.id, paid_to: end.paid_to, renewed: end.renewed_by_id.is_some() }).collect();
        let (finding, renewal_id) = of_expiry(*whom, said, &ends);
        Judged { renewal_id, ..Judged::of(finding) }
    };
    Ok(saids.iter().zip(whom).map(judged).collect())
}

fn participants(
    conn: &mut Conn,
    scope: &Scope,
    seals: &Seals,
    list: &OfficeList,
    people: &[PersonId],
    (saids, whom): Rows<'_>,
) -> Result<Vec<Judged>> {
    let month = Month::of(list.as_of);
    let mut found = enrolments::of_people(conn, scope, list.organisation_id, people)?;
    found.retain(|row| {
        WITH_OFFICE.contains(&row.step) && row.quote.period_from <= month.last() && row.kept_to >= month.first()
    });
    let ids: Vec<EnrolmentId> = found.iter().map(|row| row.id).collect();
    let cards = enrolments::cards(conn, &ids)?;
    let mut held: BTreeMap<PersonId, Vec<Held>> = BTreeMap::new();
    for row in found {
        let number = cards.get(&row.id).map(|card| open_number(seals, card)).transpose()?;
        held.entry(row.person_id).or_default().push(Held {
            id: row.id,
            scheme: row.quote.scheme,
            payable_vnd: row.quote.payable_vnd,
            full_vnd: row.quote.full_vnd,
            months: row.quote.months,
            from: row.quote.period_from,
            to: row.kept_to,
            number,
        });
    }
    let judged = |(said, whom): (&Said, &Whom)| {
        let own = one(*whom).and_then(|person| held.get(&person)).map(Vec::as_slice).unwrap_or_default();
        let (finding, enrolment_id, differs) = of_participant(*whom, said, own);
        let ours_vnd = own.iter().find(|own| Some(own.id) == enrolment_id).map(|own| own.payable_vnd);
        Judged { enrolment_id, differs, ours_vnd, ..Judged::of(finding) }
    };
    Ok(saids.iter().zip(whom).map(judged).collect())
}
