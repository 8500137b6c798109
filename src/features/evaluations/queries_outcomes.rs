//! SQL of what evaluations look at: official figures and covers, who was met, what changed meanwhile. The areas, the list and
//! the campaign were found in scope; everything read here lies in them.
use std::collections::{BTreeSet, HashMap};

use diesel::{dsl::count, prelude::*};

use super::{covered::Heard, queries::AT_ONCE, verdict::BorderChange};
use crate::{
    base::{
        Day, Result,
        id::{AreaId, HouseholdId, PersonId, SnapshotId},
        scheme::{DenominatorKind, Scheme},
    },
    db::{
        Conn, among,
        schema::{
            area_closure, area_successions, coverage_snapshots, covers, denominators, enrolment_receipts, enrolments,
            households, persons, visit_outcomes, visits,
        },
    },
    features::{
        coverage::Basis,
        people::{CoverSource, CoverState, PersonStatus},
    },
};

/// What an official list says of an area on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub area_id: AreaId,
    pub as_of: Day,
    pub participants: Option<i64>,
    pub people: Option<i64>,
    /// The rate as published, in hundredths of a percent.
    pub published: Option<i64>,
    pub basis: Basis,
    pub source: String,
}

type ReadingRow =
    ((AreaId, Day, SnapshotId), (Option<i64>, Option<i64>, Basis, String), Option<(i64, DenominatorKind)>);

/// What the lists say of these areas from one day to another, the earliest first, of one day the one entered last at the end.
pub fn readings(conn: &mut Conn, ids: &[AreaId], scheme: Scheme, (from, to): (Day, Day)) -> Result<Vec<Reading>> {
    let mut all = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<ReadingRow> = coverage_snapshots::table
            .left_join(denominators::table)
            .filter(among(coverage_snapshots::area_id, ids))
            .filter(coverage_snapshots::scheme.eq(scheme))
            .filter(coverage_snapshots::as_of.between(from, to))
            .order((coverage_snapshots::as_of, coverage_snapshots::id))
            .select((
                (coverage_snapshots::area_id, coverage_snapshots::as_of, coverage_snapshots::id),
                (
                    coverage_snapshots::participants,
                    coverage_snapshots::published_hundredths,
                    coverage_snapshots::basis,
                    coverage_snapshots::source,
                ),
                (denominators::people, denominators::kind).nullable(),
            ))
            .load(conn)?;
        all.extend(rows.into_iter().map(|((area_id, as_of, _), (participants, published, basis, source), of)| {
            Reading {
                area_id,
                as_of,
                participants,
                people: of.map(|(people, _)| people),
                published,
                basis: of.map_or(basis, |(_, kind)| kind.into()),
                source,
            }
        }));
    }
    Ok(all)
}

/// How many households of the register live in each of these areas.
pub fn homes(conn: &mut Conn, ids: &[AreaId]) -> Result<HashMap<AreaId, i64>> {
    let mut all = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(AreaId, i64)> = area_closure::table
            .inner_join(households::table.on(households::area_id.eq(area_closure::descendant_id)))
            .filter(among(area_closure::ancestor_id, ids))
            .filter(area_closure::via.eq("tree"))
            .group_by(area_closure::ancestor_id)
            .select((area_closure::ancestor_id, count(households::id).aggregate_distinct()))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// In how many of them somebody was met from one day to another.
pub fn met_homes(conn: &mut Conn, ids: &[AreaId], (from, to): (Day, Day)) -> Result<HashMap<AreaId, i64>> {
    let mut all = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(AreaId, i64)> = area_closure::table
            .inner_join(visits::table.on(visits::area_id.eq(area_closure::descendant_id)))
            .inner_join(visit_outcomes::table.on(visit_outcomes::code.eq(visits::outcome)))
            .filter(among(area_closure::ancestor_id, ids))
            .filter(area_closure::via.eq("tree"))
            .filter(visits::counted_on.between(from, to))
            .filter(visits::amended_by_id.is_null())
            .filter(visit_outcomes::met.eq(true))
            .group_by(area_closure::ancestor_id)
            .select((area_closure::ancestor_id, count(visits::household_id).aggregate_distinct()))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// Those of these households where somebody was met from one day to another.
pub fn met_doors(conn: &mut Conn, ids: &[HouseholdId], (from, to): (Day, Day)) -> Result<BTreeSet<HouseholdId>> {
    let mut all = BTreeSet::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<HouseholdId> = visits::table
            .inner_join(visit_outcomes::table)
            .filter(among(visits::household_id, ids))
            .filter(visits::counted_on.between(from, to))
            .filter(visits::amended_by_id.is_null())
            .filter(visit_outcomes::met.eq(true))
            .select(visits::household_id)
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// Who lives in these households.
pub fn people(conn: &mut Conn, ids: &[HouseholdId]) -> Result<Vec<(PersonId, HouseholdId)>> {
    let mut all = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(PersonId, HouseholdId)> = persons::table
            .filter(among(persons::household_id, ids))
            .filter(persons::status.ne(PersonStatus::Died))
            .filter(persons::merged_into_id.is_null())
            .order(persons::id)
            .select((persons::id, persons::household_id))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// What official lists and imported rosters said of their covers in these schemes, the earliest first.
pub fn heard(conn: &mut Conn, ids: &[HouseholdId], schemes: &[Scheme]) -> Result<HashMap<PersonId, Vec<Heard>>> {
    type Row = (PersonId, Scheme, CoverState, Option<Day>, Option<Day>, Day);
    let mut all: HashMap<PersonId, Vec<Heard>> = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = covers::table
            .inner_join(persons::table)
            .filter(among(persons::household_id, ids))
            .filter(among(covers::scheme, schemes))
            .filter(among(covers::source, &[CoverSource::Official, CoverSource::Import]))
            .order((covers::known_on, covers::id))
            .select((
                covers::person_id,
                covers::scheme,
                covers::state,
                covers::valid_from,
                covers::valid_to,
                covers::known_on,
            ))
            .load(conn)?;
        for (person, scheme, state, valid_from, valid_to, known_on) in rows {
            all.entry(person).or_default().push(Heard { scheme, state, valid_from, valid_to, known_on });
        }
    }
    Ok(all)
}

/// How many sign-ups in these schemes were paid from one day to another in these areas, by receipts that stand.
pub fn paid_in(conn: &mut Conn, ids: &[AreaId], schemes: &[Scheme], (from, to): (Day, Day)) -> Result<i64> {
    let mut all = 0;
    for ids in ids.chunks(AT_ONCE) {
        all += area_closure::table
            .inner_join(enrolments::table.on(enrolments::area_id.eq(area_closure::descendant_id)))
            .inner_join(enrolment_receipts::table.on(enrolment_receipts::enrolment_id.eq(enrolments::id)))
            .filter(among(area_closure::ancestor_id, ids))
            .filter(area_closure::via.eq("tree"))
            .filter(among(enrolments::scheme, schemes))
            .filter(enrolment_receipts::voided_at.is_null())
            .filter(enrolment_receipts::paid_on.between(from, to))
            .select(count(enrolments::id).aggregate_distinct())
            .get_result::<i64>(conn)?;
    }
    Ok(all)
}

/// The same of households.
pub fn paid_by(conn: &mut Conn, ids: &[HouseholdId], schemes: &[Scheme], (from, to): (Day, Day)) -> Result<i64> {
    let mut all = 0;
    for ids in ids.chunks(AT_ONCE) {
        all += enrolments::table
            .inner_join(enrolment_receipts::table)
            .filter(among(enrolments::household_id, ids))
            .filter(among(enrolments::scheme, schemes))
            .filter(enrolment_receipts::voided_at.is_null())
            .filter(enrolment_receipts::paid_on.between(from, to))
            .select(count(enrolments::id).aggregate_distinct())
            .get_result::<i64>(conn)?;
    }
    Ok(all)
}

/// Borders of these areas that changed from one day to another.
pub fn borders(conn: &mut Conn, ids: &[AreaId], (from, to): (Day, Day)) -> Result<Vec<BorderChange>> {
    let mut all = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<(Day, AreaId, AreaId)> = area_successions::table
            .filter(area_successions::on_day.between(from, to))
            .filter(among(area_successions::old_id, ids).or(among(area_successions::new_id, ids)))
            .order((area_successions::on_day, area_successions::old_id, area_successions::new_id))
            .select((area_successions::on_day, area_successions::old_id, area_successions::new_id))
            .load(conn)?;
        all.extend(rows.into_iter().map(|(on, old_id, new_id)| BorderChange { on, old_id, new_id }));
    }
    all.sort_by_key(|change| (change.on, change.old_id, change.new_id));
    all.dedup();
    Ok(all)
}
