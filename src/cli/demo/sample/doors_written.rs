//! Writes the visits of a day, as the program does with what phones bring.
use std::collections::BTreeMap;

use super::{
    super::dice::id,
    doors::Call,
    plan::Plan,
    staff::{Staff, campaign_on},
};
use crate::{
    access::Scope,
    base::{Day, Error, Result, id::CampaignId},
    db::Tx,
    features::visits::{
        PlaceState, Priority,
        decide::{Amends, NewFollowUp, NewInterest, NewVisit, Origin},
        insert_many,
    },
};

/// Why a visit is corrected.
const WHY: &str = "Ghi nhầm kết quả (dữ liệu mẫu)";

/// Writes them.
///
/// # Errors
/// When a rule refuses one of them, which is a mistake of ours; when the database fails.
pub fn write(tx: &mut Tx, scope: &Scope, plan: &Plan, staff: &Staff, day: Day) -> Result<()> {
    let calls = plan.calls.get(&day).map(Vec::as_slice).unwrap_or_default();
    let campaign = campaign_on(&plan.calendar, day)?;
    let mut outings = BTreeMap::new();
    let mut told = Vec::with_capacity(calls.len());
    for call in calls {
        let outing = match outings.get(&call.outing) {
            Some(known) => String::clone(known),
            None => {
                let new = id::<crate::base::of::Visit>("outing", call.outing, day)?.to_string();
                outings.insert(call.outing, new.clone());
                new
            }
        };
        let new = visit(plan, call, (day, outing), campaign)?;
        let origin = Origin {
            user_id: Some(staff.walker(call.home.0, call.walker)?),
            device_id: None,
            estimated: call.at,
            clock_suspect: false,
            received_at: tx.now(),
        };
        told.push((new, origin));
    }
    for result in insert_many(tx, scope, told)? {
        result.map_err(|no| Error::internal(format_args!("a visit of the sample was refused at {}", no.pointer)))?;
    }
    Ok(())
}

fn visit(plan: &Plan, call: &Call, (day, outing): (Day, String), campaign: CampaignId) -> Result<NewVisit> {
    let home = plan.home(call.home).ok_or_else(|| Error::internal("a visit to no household"))?;
    let people: Vec<_> = home.people.iter().take(call.met).map(|somebody| somebody.id).collect();
    let said = call.said.zip(people.first().copied());
    let interests =
        said.map(|((scheme, interest), person_id)| NewInterest { person_id, scheme, interest }).into_iter().collect();
    let follow_up = match call.promise {
        None => None,
        Some((due_from, due_to)) => Some(NewFollowUp {
            id: id("follow-up", call.n, day)?,
            person_id: None,
            scheme: call.said.map(|(scheme, _)| scheme),
            due_from,
            due_to,
            priority: if call.n.is_multiple_of(5) { Priority::High } else { Priority::Normal },
            note: None,
        }),
    };
    let amends = match call.corrects {
        None => None,
        Some((n, on)) => Some(Amends { visit_id: id("visit", n, on)?, reason: WHY.into() }),
    };
    Ok(NewVisit {
        id: id("visit", call.n, day)?,
        household_id: home.id,
        occurred_at: call.at,
        outcome: call.outcome.into(),
        reason: call.reason.map(Into::into),
        place_state: if call.met > 0 && call.n.is_multiple_of(9) { PlaceState::Elsewhere } else { PlaceState::AtHome },
        duration_min: i32::try_from(call.minutes).ok(),
        note: None,
        people,
        interests,
        campaign_id: Some(campaign),
        organisation_id: Some(call.body.id()?),
        outing_id: Some(outing),
        follow_up,
        fulfils: Vec::new(),
        amends,
    })
}
