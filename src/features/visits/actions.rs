//! What people can do to visits: record one, record many alike, correct one.
use super::{
    api::{AmendVisit, CreateVisit, CreateVisits},
    decide::{NewVisit, Origin},
    model::Visit,
    problems::{ALREADY_AMENDED, Refused},
    queries,
    write::{self, Recorded},
};
use crate::{
    access::Scope,
    base::{
        Error, FieldIssue, Id, Moment, Result, Text,
        id::{AreaId, HouseholdId, VisitId},
        problem::INVALID,
    },
    db::{Event, Tx},
    features::areas,
};

/// What an audit line names of a new visit.
const FIELDS: [&str; 8] =
    ["household_id", "outcome", "reason", "people", "interests", "campaign_id", "follow_up", "fulfils"];

/// Somebody tells of a visit at once, over the network: the device's clock is all we have.
fn told_now(tx: &Tx, occurred_at: Moment) -> Origin {
    Origin {
        user_id: tx.actor().user_id,
        device_id: None,
        estimated: occurred_at,
        clock_suspect: false,
        received_at: tx.now(),
    }
}

fn write_one(tx: &mut Tx, scope: &Scope, new: NewVisit, action: &'static str) -> Result<Recorded> {
    let origin = told_now(tx, new.occurred_at);
    let result = write::insert_many(tx, scope, vec![(new, origin)])?.pop();
    let recorded = result.ok_or_else(|| Error::internal("a visit without a result"))??;
    let visit = &recorded.visit;
    tx.record(Event::new(action, "visit", visit.id).in_area(visit.area_id).fields(FIELDS));
    Ok(recorded)
}

/// Records what happened at a door.
///
/// # Errors
/// When something it names is not there, or people are named though nobody was met.
pub fn record_visit(tx: &mut Tx, scope: &Scope, input: CreateVisit) -> Result<Recorded> {
    write_one(tx, scope, input.into_new(), "visit.recorded")
}

/// Corrects a visit: the whole new content becomes a row of its own, and the first one stays.
///
/// # Errors
/// `visit-already-amended` for a version that is not the latest; otherwise as for a new visit.
pub fn amend_visit(tx: &mut Tx, scope: &Scope, id: VisitId, input: AmendVisit) -> Result<Recorded> {
    let first = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if first.amended_by_id.is_some() {
        return Err(ALREADY_AMENDED.now().into());
    }
    write_one(tx, scope, input.into_new(id, first.household_id), "visit.amended")
}

/// Records many doors with the same outcome: all of them, or none when one is refused. Visits that are there already,
/// by their id and household, stay as they are.
///
/// # Errors
/// Every door at fault.
pub fn record_visits(tx: &mut Tx, scope: &Scope, input: &CreateVisits) -> Result<Vec<Recorded>> {
    let doors = doors(input)?;
    let ids: Vec<VisitId> = doors.iter().map(|d| d.id).collect();
    let there = queries::found_among(tx.conn()?, scope, &ids)?;
    let is_there = |door: &Door| there.get(&door.id).is_some_and(|v| v.household_id == door.household_id);
    let fresh: Vec<&Door> = doors.iter().filter(|door| !is_there(door)).collect();
    let Some(first) = fresh.first() else {
        tx.unchanged();
        return Ok(doors.iter().filter_map(|door| there.get(&door.id)).cloned().map(Recorded::again).collect());
    };
    let first = first.id;
    let origin = told_now(tx, input.occurred_at);
    let new = fresh.iter().map(|door| (input.at(door.id, door.household_id), origin.clone())).collect();
    let results = write::insert_many(tx, scope, new)?;
    let (mut written, mut refused) = (Vec::new(), Vec::new());
    for (result, door) in results.into_iter().zip(&fresh) {
        match result {
            Ok(recorded) => written.push(recorded),
            Err(no) => refused.push(Refused { pointer: door.pointer(&no.pointer).into(), ..no }),
        }
    }
    if let Some(error) = all_of(refused) {
        return Err(error);
    }
    let areas: Vec<AreaId> = written.iter().map(|r| r.visit.area_id).collect();
    let event = Event::new("visits.recorded", "visit", first).fields(["household_id", "outcome", "reason"]);
    let line = areas::common(tx.conn()?, &areas)?;
    tx.record(match line {
        Some(area) => event.in_area(area),
        None => event,
    });
    let again = there.into_values().map(Recorded::again);
    let mut all: Vec<Recorded> = written.into_iter().chain(again).collect();
    all.sort_by_key(|r| ids.iter().position(|id| *id == r.visit.id));
    Ok(all)
}

impl Recorded {
    /// A visit that was recorded before.
    fn again(visit: Visit) -> Self {
        Self { visit, warnings: std::collections::BTreeSet::new() }
    }
}

/// One of many doors, and where the request names it.
struct Door {
    id: VisitId,
    household_id: HouseholdId,
    household_at: String,
    id_at: String,
}

impl Door {
    /// Where in the request the field of this door's visit stands.
    fn pointer(&self, field: &str) -> String {
        match field {
            "/household_id" => self.household_at.clone(),
            "/id" => self.id_at.clone(),
            other => other.to_owned(),
        }
    }
}

fn doors(input: &CreateVisits) -> Result<Vec<Door>> {
    let one_of = Text {
        vi: "Ghi danh sách hộ (chung một kết quả) hoặc danh sách lượt thăm (mỗi hộ một kết quả), một trong hai",
        en: "Name households (one outcome for all) or visits (each its own), one of the two",
    };
    match (input.household_ids.is_empty(), input.visits.is_empty()) {
        (true, true) | (false, false) => Err(INVALID.field("/household_ids", "one-of", one_of).into()),
        (false, true) => {
            let at = |(i, home): (usize, &HouseholdId)| {
                let pointer = format!("/household_ids/{i}");
                Door { id: Id::new(), household_id: *home, household_at: pointer.clone(), id_at: pointer }
            };
            Ok(input.household_ids.iter().enumerate().map(at).collect())
        }
        (true, false) => {
            let at = |(i, door): (usize, &super::api::DoorBody)| Door {
                id: door.id,
                household_id: door.household_id,
                household_at: format!("/visits/{i}/household_id"),
                id_at: format!("/visits/{i}/id"),
            };
            Ok(input.visits.iter().enumerate().map(at).collect())
        }
    }
}

/// One error for all doors that are at fault for the same reason as the first.
fn all_of(refused: Vec<Refused>) -> Option<Error> {
    let spec = refused.first()?.spec;
    let mut issues: Vec<FieldIssue> = Vec::new();
    for no in refused.into_iter().filter(|no| no.spec == spec) {
        if !issues.iter().any(|issue| issue.pointer == no.pointer) {
            issues.push(FieldIssue { pointer: no.pointer, code: no.code, detail: no.detail });
        }
    }
    Some(spec.at(issues).into())
}
