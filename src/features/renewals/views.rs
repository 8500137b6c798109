//! Renewals as they are shown.
use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    api::RenewalsBy,
    buckets::Bucket,
    model::{Renewal, RenewalState},
    persistency::Cohort,
    queries::{self, Ends},
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, EnrolmentId, HouseholdId, OrganisationId, PersonId, RenewalId, UserId},
        scheme::Scheme,
    },
    db::{Conn, Place, Seals},
};

/// The sealed column.
pub const WHY: &str = "why_sealed";

fn place<'a>(column: &'static str, id: &'a RenewalId) -> Place<'a> {
    Place { table: "renewals", column, row: id.as_str() }
}
pub fn seal(seals: &Seals, column: &'static str, id: &RenewalId, plain: Option<&str>) -> Result<Option<String>> {
    plain.map(|text| seals.seal(place(column, id), text)).transpose()
}

/// Until when somebody is paid for in a scheme.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalView {
    pub id: RenewalId,
    pub person_id: PersonId,
    /// Null when the person lives elsewhere now.
    #[schema(required)]
    pub full_name: Option<String>,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    #[schema(required)]
    pub collector_id: Option<UserId>,
    pub scheme: Scheme,
    /// The sign-up that was paid.
    #[schema(required)]
    pub enrolment_id: Option<EnrolmentId>,
    /// Since when without a gap.
    pub chain_from: Day,
    pub covered_from: Day,
    /// The last day paid for.
    pub paid_to: Day,
    /// The last day on which somebody who paid nothing since is not lapsed.
    pub lapsed_after: Day,
    pub lapsed: bool,
    /// Until the last day paid for; less than nothing when it is past.
    pub days_left: i64,
    /// Null when the end is farther off than 60 days.
    #[schema(required)]
    pub bucket: Option<Bucket>,
    pub state: RenewalState,
    /// From the list `stop_reason`, of one that was stopped here; why an enrolment ended stands with its steps.
    #[schema(required)]
    pub reason: Option<String>,
    #[schema(required)]
    pub why: Option<String>,
    /// The person or the household asked not to be called on.
    pub do_not_contact: bool,
}

/// Renewals that were found in scope, with the names of their people.
pub fn views(conn: &mut Conn, scope: &Scope, seals: &Seals, rows: Vec<Renewal>) -> Result<Vec<RenewalView>> {
    let people: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let homes: Vec<HouseholdId> = rows.iter().map(|row| row.household_id).collect();
    let (people, homes) = (queries::people(conn, scope, &people)?, queries::homes(conn, scope, &homes)?);
    let today = scope.today();
    rows.into_iter()
        .map(|row| {
            let person = people.get(&row.person_id);
            let home_asked = homes.get(&row.household_id).is_some_and(|(_, asked)| *asked);
            let stopped = row.state == RenewalState::Stopped;
            let why = row
                .why_sealed
                .as_deref()
                .filter(|_| stopped)
                .map(|sealed| seals.open(place(WHY, &row.id), sealed))
                .transpose()?;
            Ok(RenewalView {
                id: row.id,
                person_id: row.person_id,
                full_name: person.map(|person| person.full_name.clone()),
                household_id: row.household_id,
                area_id: row.area_id,
                organisation_id: row.organisation_id,
                collector_id: row.collector_id,
                scheme: row.scheme,
                enrolment_id: row.enrolment_id,
                chain_from: row.chain_from,
                covered_from: row.covered_from,
                paid_to: row.paid_to,
                lapsed_after: row.lapsed_after,
                lapsed: row.lapsed_after < today,
                days_left: row.paid_to.days_since(today),
                bucket: Bucket::of(row.paid_to, today),
                state: row.state,
                reason: row.reason.filter(|_| stopped),
                why,
                do_not_contact: home_asked || person.is_some_and(|person| person.do_not_contact),
            })
        })
        .collect()
}

/// A household to call on once, for everything that is due in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalStop {
    /// Of what ends first in it.
    pub id: RenewalId,
    pub household_id: HouseholdId,
    /// Null when the household lies elsewhere now.
    #[schema(required)]
    pub household_name: Option<String>,
    pub area_id: AreaId,
    pub organisation_id: OrganisationId,
    /// The earliest end.
    pub paid_to: Day,
    /// Cards and months of everybody in it that end within 60 days or have ended, the earliest first.
    pub due: Vec<RenewalView>,
}

/// The households of these renewals, each with all that is due in it with the same organisation.
pub fn stops(conn: &mut Conn, scope: &Scope, seals: &Seals, firsts: Vec<Renewal>) -> Result<Vec<RenewalStop>> {
    let homes: Vec<HouseholdId> = firsts.iter().map(|row| row.household_id).collect();
    let names = queries::homes(conn, scope, &homes)?;
    let all = queries::of_households(conn, scope, &homes)?;
    let mut by_stop: BTreeMap<(HouseholdId, OrganisationId), Vec<RenewalView>> = BTreeMap::new();
    for view in views(conn, scope, seals, all)? {
        by_stop.entry((view.household_id, view.organisation_id)).or_default().push(view);
    }
    Ok(firsts
        .into_iter()
        .map(|first| RenewalStop {
            id: first.id,
            household_id: first.household_id,
            household_name: names.get(&first.household_id).map(|(name, _)| name.clone()),
            area_id: first.area_id,
            organisation_id: first.organisation_id,
            paid_to: first.paid_to,
            due: by_stop.remove(&(first.household_id, first.organisation_id)).unwrap_or_default(),
        })
        .collect())
}

/// How many end when, of one collector, area or organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalSummaryRow {
    /// Which collector, area or organisation; null for what no collector has.
    #[schema(required)]
    pub key: Option<String>,
    pub over_60_past: i64,
    pub overdue: i64,
    pub to_7: i64,
    #[serde(rename = "8_to_15")]
    pub to_15: i64,
    #[serde(rename = "16_to_30")]
    pub to_30: i64,
    #[serde(rename = "31_to_60")]
    pub to_60: i64,
}

/// How many end when. Each counts one person in one scheme.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalSummary {
    /// The day it speaks of.
    pub on: Day,
    pub by: RenewalsBy,
    pub rows: Vec<RenewalSummaryRow>,
}

/// Sums up what is due.
pub fn summary(ends: &[Ends], by: RenewalsBy, today: Day) -> RenewalSummary {
    let mut rows: BTreeMap<Option<String>, RenewalSummaryRow> = BTreeMap::new();
    for end in ends {
        let key = match by {
            RenewalsBy::Collector => end.collector_id.map(|id| id.to_string()),
            RenewalsBy::Area => Some(end.area_id.to_string()),
            RenewalsBy::Organisation => Some(end.organisation_id.to_string()),
        };
        let row = rows.entry(key.clone()).or_insert(RenewalSummaryRow {
            key,
            over_60_past: 0,
            overdue: 0,
            to_7: 0,
            to_15: 0,
            to_30: 0,
            to_60: 0,
        });
        match Bucket::of(end.paid_to, today) {
            Some(Bucket::LongPast) => row.over_60_past += end.people,
            Some(Bucket::Overdue) => row.overdue += end.people,
            Some(Bucket::ToSeven) => row.to_7 += end.people,
            Some(Bucket::ToFifteen) => row.to_15 += end.people,
            Some(Bucket::ToThirty) => row.to_30 += end.people,
            Some(Bucket::ToSixty) => row.to_60 += end.people,
            None => {}
        }
    }
    RenewalSummary { on: today, by, rows: rows.into_values().collect() }
}

/// Who stays, by the month in which people began.
#[derive(Debug, Serialize, ToSchema)]
pub struct Persistency {
    /// The day it speaks of.
    pub on: Day,
    pub scheme: Scheme,
    pub cohorts: Vec<Cohort>,
}
