//! What people can do to renewals: say that somebody will not renew, take that back, say who reminds.
use super::{
    api::{AssignRenewal, StopRenewal},
    model::{Renewal, RenewalState},
    problems, queries,
    views::{WHY, seal},
};
use crate::{
    access::Scope,
    base::{Error, Result, id::RenewalId},
    db::{Event, InScope, Tx},
    features::{
        accounts,
        lists::{self, List},
    },
};

/// Says that somebody will not renew, and why.
///
/// # Errors
/// `renewal-state` when it is not due; `unknown-code`.
pub fn stop_renewal(tx: &mut Tx, scope: &Scope, id: RenewalId, input: &StopRenewal) -> Result<Renewal> {
    let (old, mut new) = standing(tx, scope, id, RenewalState::Due)?;
    lists::require(tx.conn()?, List::StopReason, &input.reason, "/reason")?;
    let seals = tx.seals();
    new.state = RenewalState::Stopped;
    new.reason = Some(input.reason.to_string());
    new.why_sealed = seal(seals, WHY, &id, input.why.as_deref())?;
    new.seal_key = seals.key_number()?;
    save(tx, &old, new, "renewal.stopped", &["state", "reason", "why"])
}

/// Takes back that somebody will not renew.
///
/// # Errors
/// `renewal-ended` when the sign-up itself ended; `renewal-paid-on`; `renewal-state` when it was not stopped.
pub fn reopen_renewal(tx: &mut Tx, scope: &Scope, id: RenewalId) -> Result<Renewal> {
    let (old, mut new) = standing(tx, scope, id, RenewalState::Stopped)?;
    let all = queries::of_person(tx, old.person_id, old.scheme)?;
    if all.iter().any(|other| other.paid_to > old.paid_to && other.state != RenewalState::Ended) {
        return Err(problems::PAID_ON.now().into());
    }
    new.state = RenewalState::Due;
    (new.reason, new.why_sealed) = (None, None);
    save(tx, &old, new, "renewal.reopened", &["state"])
}

/// Says who reminds.
///
/// # Errors
/// `renewal-state` when it is not due; `not-found` for somebody who does not collect for the organisation there.
pub fn assign_renewal(tx: &mut Tx, scope: &Scope, id: RenewalId, input: &AssignRenewal) -> Result<Renewal> {
    let (old, mut new) = standing(tx, scope, id, RenewalState::Due)?;
    if let Some(collector) = input.collector_id {
        accounts::require_collector(tx, collector, old.organisation_id, old.area_id)?;
    }
    new.collector_id = input.collector_id;
    save(tx, &old, new, "renewal.assigned", &["collector_id"])
}

/// The renewal, which stands where it must.
fn standing(tx: &mut Tx, scope: &Scope, id: RenewalId, state: RenewalState) -> Result<(InScope<Renewal>, Renewal)> {
    let old = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.state == RenewalState::Ended && state == RenewalState::Stopped {
        return Err(problems::ENDED.now().into());
    }
    if old.state != state {
        return Err(problems::STATE.now().into());
    }
    let new = (*old).clone();
    Ok((old, new))
}

fn save(
    tx: &mut Tx,
    old: &InScope<Renewal>,
    mut new: Renewal,
    action: &'static str,
    fields: &[&'static str],
) -> Result<Renewal> {
    queries::update(tx, old, &new)?;
    new.rev = old.rev + 1;
    tx.record(Event::new(action, "renewal", new.id).in_area(new.area_id).fields(fields.iter().copied()));
    Ok(new)
}
