//! Making an enrolment, quoting it anew, declaring it, withdrawing the promise.
use super::{
    api::{CreateEnrolment, RequoteEnrolment, SourceBody},
    api_office::CancelEnrolment,
    form::{Known, missing},
    kinds::{Kind, kind_of},
    lifecycle::{Step, counted_on},
    model::{Count, Enrolment, Quoted, Source},
    overlap::{Span, stands_against},
    problems::{self, Against},
    queries,
    queries_facts::{self, Has, History},
    queries_figures, queries_parts,
    write::{Said, check, check_caps, found, instalments_held, record, step_row, take},
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Result,
        id::{AreaId, EnrolmentId, KeptQuoteId, OrganisationId, UserId},
    },
    db::{InScope, Tx},
    features::{
        accounts, hand_overs,
        lists::{self, List},
        organisations,
        people::{
            self, Person, PersonStatus,
            sealing::{HouseholdSecrets, PersonSecrets},
            write::{refuse_merged, require_person},
        },
        quotes::{self, Promised},
    },
};

/// When and to whom something was promised: just now to the caller, or earlier at a door.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    /// The day, on which the quote must have held; not after today.
    pub on: Day,
    /// To whom.
    pub by: Option<UserId>,
}

/// Makes an enrolment: a promise of the quote taken up.
///
/// # Errors
/// When something it names is not there; `person-merged`; `person-not-living-there`; those of [`organisations::require_serving`]; `enrolment-source`;
/// `quote-member-taken`; `enrolment-overlaps`; `months-above-cap`;
/// `already-exists`.
pub fn create_enrolment(tx: &mut Tx, scope: &Scope, input: CreateEnrolment, promise: Promise) -> Result<Enrolment> {
    let person = require_person(tx, scope, input.person_id, "/person_id")?;
    refuse_merged(&person)?;
    if person.status != PersonStatus::Active {
        let gone = &problems::PERSON_GONE;
        return Err(gone.field("/person_id", gone.code, gone.title).into());
    }
    organisations::require_serving(tx.conn()?, scope, input.organisation_id, person.area_id, "/organisation_id")?;
    let collector_id = collector(tx, (input.collector_id, promise.by), input.organisation_id, person.area_id)?;
    let source_id = source(tx, scope, &person, &input.source)?;
    let campaign_id = queries_figures::campaign_of(tx, person.id, input.source.kind, source_id.as_deref())?;
    let quoted_for = (input.organisation_id, promise.on, person.area_id);
    let promised = promised(tx, scope, input.kept_quote_id, &input.member_key, quoted_for)?;
    let quote = quoted(&promised, &input.member_key);
    // From here on nobody else writes: what the person holds stays so until this is written.
    tx.alone()?;
    refuse_taken(tx, input.kept_quote_id, &input.member_key, None)?;
    let history = queries_facts::history(tx.conn()?, &person, None)?;
    refuse_overlap(tx, scope, &quote, &history)?;
    check_caps(tx, &person, &quote, None)?;
    let row = Enrolment {
        id: input.id.unwrap_or_else(Id::new),
        person_id: person.id,
        household_id: person.household_id,
        area_id: person.area_id,
        organisation_id: input.organisation_id,
        collector_id,
        kept_to: quote.paid_to,
        kind: kind(&quote, &history),
        quote,
        step: Step::Promised,
        source: input.source.kind,
        source_id,
        batch_id: None,
        created_by: promise.by,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert(tx, &row)?;
    let on_day = counted_on(row.quote.quoted_on, promise.on);
    let count = Count { enrolment_id: row.id, area_id: row.area_id, on_day, campaign_id, reached: Step::Promised };
    queries_figures::count_new(tx, &row, &count)?;
    let first = step_row(tx, row.id, 1, None, Step::Promised, Said::default())?;
    queries_parts::insert_steps(tx, &[first])?;
    quotes::note_used(tx, scope, input.kept_quote_id)?;
    hand_overs::end_with(tx, scope, row.household_id, row.organisation_id, row.id)?;
    let fields = ["person_id", "organisation_id", "collector_id", "kept_quote_id", "member_key", "source"];
    record(tx, &row, "enrolment.promised", &fields);
    Ok(row)
}

/// Puts another quote in the place of the first, before anything is paid or when the office sent it back: another day, method
/// or income. A receipt over another amount holds no more: what was paid on it is given back, and the new amount paid.
///
/// # Errors
/// `enrolment-step-not-allowed` once it is paid; `instalments-exceed`; `quote-for-another-scheme`, `quote-member-taken`, `enrolment-overlaps`,
/// `months-above-cap`.
pub fn requote_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &RequoteEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    if !matches!(old.step, Step::Promised | Step::Declared | Step::Refused) {
        return Err(problems::step(old.step, Step::Promised));
    }
    let quoted_for = (old.organisation_id, tx.today(), old.area_id);
    let promised = promised(tx, scope, input.kept_quote_id, &input.member_key, quoted_for)?;
    let quote = quoted(&promised, &input.member_key);
    if quote.scheme != old.quote.scheme {
        let wrong = &problems::OTHER_SCHEME;
        return Err(wrong.field("/kept_quote_id", "other-scheme", wrong.title).into());
    }
    // What was brought in parts of one that was sent back is in its receipt, and may be given back once it is declared.
    if old.step != Step::Refused && instalments_held(tx, id)? > quote.payable_vnd {
        let above = &problems::INSTALMENTS;
        return Err(above.field("/kept_quote_id", "too-much", above.title).into());
    }
    tx.alone()?;
    refuse_taken(tx, input.kept_quote_id, &input.member_key, Some(id))?;
    let person = people::find_person(tx.conn()?, scope, old.person_id)?.ok_or_else(Error::not_found)?;
    let history = queries_facts::history(tx.conn()?, &person, Some(id))?;
    refuse_overlap(tx, scope, &quote, &history)?;
    check_caps(tx, &person, &quote, Some(id))?;
    let (kept_to, kind) = (quote.paid_to, kind(&quote, &history));
    let new = Enrolment { quote, kept_to, kind, rev: old.rev + 1, ..(*old).clone() };
    if old.step == Step::Refused && old.quote.payable_vnd != new.quote.payable_vnd {
        queries_parts::void_receipt(tx, &old)?;
    }
    queries::update_quote(tx, &old, &new)?;
    quotes::note_used(tx, scope, input.kept_quote_id)?;
    record(tx, &new, "enrolment.requoted", &["kept_quote_id", "member_key"]);
    Ok(new)
}

/// Says that what the form TK1-TS asks of the person is there, after looking. One that the office sent back is declared
/// again; its receipt stands, so it is paid at once.
///
/// # Errors
/// `enrolment-data-missing` naming each field; `enrolment-step-not-allowed`; `enrolment-overlaps` when the months of one that
/// was sent back, or whose promise had lapsed, were taken meanwhile.
pub fn declare_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    check(&old, Step::Declared)?;
    if old.step == Step::Paid {
        // That is the way of a payment that is taken back.
        return Err(problems::step(old.step, Step::Declared));
    }
    let person = people::find_person(tx.conn()?, scope, old.person_id)?.ok_or_else(Error::not_found)?;
    let known = known(tx, scope, &person)?;
    let gaps = missing(old.quote.scheme, &known);
    if !gaps.is_empty() {
        return Err(problems::data_missing(&gaps).into());
    }
    let mut steps = vec![(Step::Declared, Said::default())];
    let free = old.step == Step::Refused || !queries_facts::lapsed(tx.conn()?, &[id], scope.today())?.is_empty();
    if free {
        tx.alone()?;
        let history = history_of(tx, scope, &old)?;
        refuse_overlap(tx, scope, &old.quote, &history)?;
    }
    if old.step == Step::Refused && !queries_parts::receipts(tx.conn()?, &[id])?.is_empty() {
        steps.push((Step::Paid, Said::default()));
    }
    let new = Enrolment { batch_id: None, ..(*old).clone() };
    let new = take(tx, &old, new, &steps)?;
    record(tx, &new, "enrolment.declared", &["step"]);
    Ok(new)
}

/// Withdraws a promise before any money is taken, or after all of it was given back.
///
/// # Errors
/// `enrolment-step-not-allowed`; `instalments-held`; `unknown-code`.
pub fn cancel_enrolment(tx: &mut Tx, scope: &Scope, id: EnrolmentId, input: &CancelEnrolment) -> Result<Enrolment> {
    let old = found(tx, scope, id)?;
    check(&old, Step::Cancelled)?;
    if instalments_held(tx, id)? > 0 {
        return Err(problems::MONEY_HELD.now().into());
    }
    lists::require(tx.conn()?, List::StopReason, &input.reason, "/reason")?;
    let said = Said { on: None, reason: Some(&input.reason), why: input.why.as_deref() };
    let new = take(tx, &old, (*old).clone(), &[(Step::Cancelled, said)])?;
    hand_overs::reopen(tx, scope, new.household_id, new.organisation_id)?;
    record(tx, &new, "enrolment.cancelled", &["step", "reason", "why"]);
    Ok(new)
}

/// What a kept quote promises this member. One that another organisation was given is not there; one that did not hold on
/// the day any more is asked for anew.
fn promised(
    tx: &mut Tx,
    scope: &Scope,
    id: KeptQuoteId,
    member_key: &str,
    (organisation_id, on, lives_in): (OrganisationId, Day, AreaId),
) -> Result<Promised> {
    let promised = quotes::promised(tx, scope, id, member_key, lives_in)?;
    if promised.organisation_id.is_some_and(|other| other != organisation_id) {
        let unknown = &quotes::KEPT_UNKNOWN;
        return Err(unknown.field("/kept_quote_id", unknown.code, unknown.title).into());
    }
    if promised.valid_to < on {
        return Err(problems::OUT_OF_DATE.now().into());
    }
    Ok(promised)
}

/// Refuses a member's part of a quote that another enrolment holds: one part is one person's. The caller is alone.
fn refuse_taken(tx: &mut Tx, quote: KeptQuoteId, member_key: &str, but: Option<EnrolmentId>) -> Result<()> {
    let all = queries_facts::taken_up(tx.conn()?, quote)?;
    if all.iter().any(|(id, key, step)| key == member_key && *step != Step::Cancelled && Some(*id) != but) {
        return Err(problems::MEMBER_TAKEN.field("/member_key", "taken", problems::MEMBER_TAKEN.title).into());
    }
    Ok(())
}

/// What a quote says, as it is kept with the enrolment.
fn quoted(promised: &Promised, member_key: &str) -> Quoted {
    Quoted {
        kept_quote_id: promised.quote_id,
        member_key: member_key.to_owned(),
        scheme: promised.scheme.into(),
        method: promised.method.as_str().to_owned(),
        months: promised.months,
        quoted_on: promised.on,
        period_from: promised.period_from,
        paid_to: promised.paid_to,
        due_by: promised.due_by,
        lapsed_after: promised.lapsed_after,
        starts_on: promised.starts_on,
        income_vnd: promised.income_vnd,
        full_vnd: promised.full_vnd,
        state_vnd: promised.state_vnd,
        local_vnd: promised.local_vnd,
        other_vnd: promised.other_vnd,
        payable_vnd: promised.payable_vnd,
    }
}

fn kind(quote: &Quoted, history: &History) -> Kind {
    kind_of(quote.scheme, quote.period_from.min(quote.starts_on), &history.before)
}

/// What the person of an enrolment, found in scope, holds besides it.
fn history_of(tx: &mut Tx, scope: &Scope, of: &InScope<Enrolment>) -> Result<History> {
    let person = people::find_person(tx.conn()?, scope, of.person_id)?.ok_or_else(Error::not_found)?;
    queries_facts::history(tx.conn()?, &person, Some(of.id))
}

/// Refuses months that the person holds already; another organisation's or area's enrolment is not described.
fn refuse_overlap(tx: &mut Tx, scope: &Scope, quote: &Quoted, history: &History) -> Result<()> {
    let span = Span { from: quote.period_from.min(quote.starts_on), to: quote.paid_to };
    let mut held = history.held.clone();
    if stands_against(quote.scheme, span, &held).is_some() {
        let lapsed = queries_facts::lapsed(tx.conn()?, &history.enrolments(), scope.today())?;
        held.retain(|other| !matches!(other.what, Has::Enrolment(id, _) if lapsed.contains(&id)));
    }
    let Some(other) = stands_against(quote.scheme, span, &held) else { return Ok(()) };
    let against = match other.what {
        Has::Cover => Against::Cover { to: other.span.to },
        Has::Enrolment(id, organisation_id) => match queries::find(tx.conn()?, scope, id)? {
            Some(_) => Against::Known { id, organisation_id, from: other.span.from, to: other.span.to },
            None => Against::Elsewhere,
        },
    };
    Err(problems::overlaps(&against))
}

/// Who signs the person up: who is named, else to whom it was promised, if they collect for the organisation there.
fn collector(
    tx: &mut Tx,
    (named, by): (Option<UserId>, Option<UserId>),
    organisation_id: OrganisationId,
    area_id: AreaId,
) -> Result<Option<UserId>> {
    if let Some(named) = named {
        return accounts::require_collector(tx, named, organisation_id, area_id).map(|()| Some(named));
    }
    let (Some(by), today) = (by, tx.today()) else { return Ok(None) };
    let collects = accounts::collects_for(tx.conn()?, by, organisation_id, area_id, today)?;
    Ok(collects.then_some(by))
}

/// What led to it, checked: a visit or hand-over of the household, an event, or nothing more than a word.
fn source(tx: &mut Tx, scope: &Scope, person: &InScope<Person>, said: &SourceBody) -> Result<Option<String>> {
    let wrong = |code| problems::SOURCE.field("/source/id", code, problems::SOURCE.title);
    match (said.kind, said.id) {
        (Source::OwnInitiative | Source::Other, None) => Ok(None),
        (Source::OwnInitiative | Source::Other, Some(_)) => Err(wrong("not-wanted").into()),
        (_, None) => Err(wrong("missing").into()),
        (kind, Some(id)) => {
            if queries_facts::is_source(tx.conn()?, scope, person.household_id, kind, id)? {
                return Ok(Some(id.to_string()));
            }
            Err(wrong("not-found").into())
        }
    }
}

/// What is known of a person, as far as the form asks for it.
fn known(tx: &mut Tx, scope: &Scope, person: &InScope<Person>) -> Result<Known> {
    let secrets = PersonSecrets::open(tx.seals(), person)?;
    let household = people::find_household(tx.conn()?, scope, person.household_id)?;
    let address = match &household {
        Some(home) => HouseholdSecrets::open(tx.seals(), home)?.address.is_some() || home.house_number.is_some(),
        None => false,
    };
    let card = secrets.card_number.as_ref();
    Ok(Known {
        name: !person.full_name.is_empty(),
        birth: secrets.birth.is_some(),
        sex: person.sex.is_some(),
        citizen_id: secrets.citizen_id.is_some() || card.is_some_and(|card| card.citizen_id().is_some()),
        insurance_number: secrets.insurance_number.is_some()
            || card.is_some_and(|card| card.insurance_number().is_some()),
        address,
        relation: person.relation.is_some(),
    })
}
