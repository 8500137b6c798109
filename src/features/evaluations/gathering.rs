//! From what was registered to the numbers of the day: which official figures, covers and visits a comparison rests on.
use std::collections::{BTreeMap, HashMap};

use super::{
    asking::numbered,
    comparing::{self, Compared, Door, Site, Somebody},
    covered::{covered, parts},
    laws,
    model::{Evaluation, EvaluationDesign, Unit},
    queries, queries_outcomes as outcomes,
    queries_outcomes::Reading,
    verdict::Beside,
};
use crate::{
    base::{Day, Result, id::AreaId, month::Month},
    db::Conn,
    features::{
        coverage::compare::{Side, footing},
        rates,
        walk_lists::ordering::lot,
    },
    methods::series::Point,
};

/// Months in which a "no" about the time before the window is still believed.
const HEARD_MONTHS: u32 = 12;

impl Reading {
    /// The share covered, in percent: computed where there is a denominator, as published otherwise.
    fn share(&self) -> Option<f64> {
        let counted = self.participants.zip(self.people).map(|(part, whole)| 100.0 * number(part) / number(whole));
        counted.or_else(|| self.published.map(|hundredths| number(hundredths) / 100.0))
    }
    fn side(&self) -> Side {
        Side { basis: Some(self.basis), source: self.source.clone(), ..Side::default() }
    }
    fn month(&self) -> i64 {
        numbered(Month::of(self.as_of))
    }
}

#[expect(clippy::as_conversions, reason = "counts of people are far below 2^53")]
fn number(n: i64) -> f64 {
    n as f64
}

/// The last figure of each month of an area, as far as it is measured against what the one before the window is.
fn by_month(readings: &[Reading], baseline: i64) -> BTreeMap<i64, &Reading> {
    let ground = readings.iter().rfind(|one| one.month() == baseline).or_else(|| readings.first());
    let comparable = |one: &&Reading| ground.is_some_and(|ground| footing(&one.side(), &ground.side()).is_none());
    readings.iter().filter(comparable).map(|one| (one.month(), one)).collect()
}

fn months(row: &Evaluation) -> (i64, [i64; 2]) {
    let of = |day: Day| numbered(Month::of(day));
    (of(row.from_month), [of(row.baseline_month), of(row.ends_on)])
}

/// What the lists say of these areas, in the months that are looked at.
fn readings(conn: &mut Conn, row: &Evaluation, ids: &[AreaId]) -> Result<HashMap<AreaId, Vec<Reading>>> {
    let to = Month::of(row.ends_on).last();
    let mut all: HashMap<AreaId, Vec<Reading>> = HashMap::new();
    for one in outcomes::readings(conn, ids, row.scheme, (row.from_month, to))? {
        all.entry(one.area_id).or_default().push(one);
    }
    Ok(all)
}

/// The places of an evaluation with what is known of them.
///
/// # Errors
/// When the database fails.
pub fn sites(conn: &mut Conn, row: &Evaluation, units: &[Unit]) -> Result<Vec<Site>> {
    let ids: Vec<AreaId> = units.iter().map(|unit| unit.area_id).collect();
    let heard = readings(conn, row, &ids)?;
    let homes = outcomes::homes(conn, &ids)?;
    let met = outcomes::met_homes(conn, &ids, (row.starts_on, row.ends_on))?;
    let (from, ends) = months(row);
    let strata: BTreeMap<&str, usize> = units.iter().map(|unit| (unit.drawn_in.as_str(), 0)).collect();
    let strata: BTreeMap<&str, usize> = strata.into_keys().enumerate().map(|(n, name)| (name, n)).collect();
    let site = |unit: &Unit| {
        let own = heard.get(&unit.area_id).map_or(&[][..], Vec::as_slice);
        let by_month = by_month(own, ends[0]);
        let people = by_month.get(&ends[0]).or_else(|| by_month.values().last()).and_then(|one| one.people);
        let (all, met) = (homes.get(&unit.area_id), met.get(&unit.area_id).copied().unwrap_or(0));
        Site {
            name: unit.area_id.to_string(),
            assigned: unit.assigned,
            stratum: strata.get(unit.drawn_in.as_str()).copied().unwrap_or(0),
            first: unit.first_month.map(|month| numbered(Month::of(month))),
            shares: by_month.iter().filter_map(|(month, one)| Some((*month, one.share()?))).collect(),
            months: ends,
            from,
            people: people.map(number),
            // A household that moved since may have been met here: no share is above one.
            reached: all.map(|all| (number(met) / number(*all)).min(1.0)),
        }
    };
    Ok(units.iter().map(site).collect())
}

/// The doors of the walk list of an evaluation, and who lives behind them.
///
/// # Errors
/// When the database fails.
pub fn behind_doors(conn: &mut Conn, row: &Evaluation) -> Result<(Vec<Door>, Vec<Somebody>)> {
    let Some(list) = row.walk_list_id else { return Ok((Vec::new(), Vec::new())) };
    let first = usize::try_from(row.first_doors.unwrap_or(0)).unwrap_or(0);
    let doors = queries::doors(conn, list)?;
    let ids: Vec<_> = doors.iter().map(|(id, _)| *id).collect();
    let places: HashMap<_, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    let heard = outcomes::heard(conn, &ids, parts(row.scheme))?;
    let met = outcomes::met_doors(conn, &ids, (row.starts_on, row.ends_on))?;
    let mut behind: Vec<Door> = doors
        .iter()
        .enumerate()
        .map(|(n, (_, never_met))| Door { assigned: n < first, people: 0, never_met: *never_met })
        .collect();
    let mut somebody = Vec::new();
    for (person, household) in outcomes::people(conn, &ids)? {
        let Some(door) = places.get(&household).copied() else { continue };
        let Some(own) = behind.get_mut(door) else { continue };
        own.people += 1;
        let said = heard.get(&person).map_or(&[][..], Vec::as_slice);
        let before: Vec<_> = said.iter().filter(|one| one.known_on < row.starts_on).copied().collect();
        somebody.push(Somebody {
            door,
            assigned: own.assigned,
            met: met.contains(&household),
            covered: covered(said, row.ends_on, row.starts_on),
            covered_before: covered(&before, row.starts_on.before(), row.starts_on.minus_months(HEARD_MONTHS)),
        });
    }
    Ok((behind, somebody))
}

/// Participants of so many in each month of the area itself.
fn points(conn: &mut Conn, row: &Evaluation) -> Result<BTreeMap<i64, (i64, i64)>> {
    let heard = readings(conn, row, &[row.area_id])?;
    let (_, [baseline, _]) = months(row);
    let own = heard.get(&row.area_id).map_or(&[][..], Vec::as_slice);
    let counted = |(month, one): (i64, &Reading)| Some((month, one.participants.zip(one.people)?));
    Ok(by_month(own, baseline).into_iter().filter_map(counted).collect())
}

/// What the figures of the day say of an evaluation.
///
/// # Errors
/// When the database fails.
pub fn compare(conn: &mut Conn, row: &Evaluation, units: &[Unit]) -> Result<Compared> {
    let (_, [baseline, last]) = months(row);
    let seed = seed(row);
    Ok(match row.design {
        EvaluationDesign::Lottery => comparing::lottery(&sites(conn, row, units)?, seed),
        EvaluationDesign::LotteryOfHouseholds => {
            let (doors, somebody) = behind_doors(conn, row)?;
            comparing::households(&doors, &somebody, seed)
        }
        EvaluationDesign::Staggered => comparing::starts(&sites(conn, row, units)?),
        EvaluationDesign::Matched => comparing::neighbours(&sites(conn, row, units)?),
        EvaluationDesign::Series => {
            let point = |(period, (part, whole))| Point { period, outcome: number(part), people: number(whole) };
            let points: Vec<Point> = points(conn, row)?.into_iter().map(point).collect();
            comparing::through(&points, baseline + 1)
        }
        EvaluationDesign::BeforeAfter => {
            let points = points(conn, row)?;
            let whole = |n: i64| u64::try_from(n).unwrap_or(0);
            let at = |month: i64| points.get(&month).map(|(part, of)| (whole(*part), whole(*of)));
            comparing::before_after(at(baseline).zip(at(last)).map(|(before, after)| [before, after]))
        }
    })
}

/// What draws of arrangements begin with: the first eight bytes of the lot of the evaluation itself.
pub fn seed(row: &Evaluation) -> u64 {
    let digest = lot(row.seed.as_deref().unwrap_or_default(), row.id);
    digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

/// What changed in the window besides, and what it cost.
///
/// # Errors
/// When the database fails.
pub fn beside(conn: &mut Conn, row: &Evaluation, units: &[Unit], cost_vnd: Option<i64>) -> Result<Beside> {
    let window = (row.starts_on, row.ends_on);
    let of = |all: &[Unit], which: &dyn Fn(&Unit) -> bool| -> Vec<AreaId> {
        all.iter().filter(|unit| which(unit)).map(|unit| unit.area_id).collect()
    };
    let own = if row.design.has_units() { of(units, &|unit| unit.assigned) } else { vec![row.area_id] };
    let all = if row.design.has_units() { of(units, &|_| true) } else { vec![row.area_id] };
    let cost = match (cost_vnd, row.design, row.walk_list_id) {
        (None, ..) => None,
        (Some(vnd), EvaluationDesign::LotteryOfHouseholds, Some(list)) => {
            let first = usize::try_from(row.first_doors.unwrap_or(0)).unwrap_or(0);
            let doors: Vec<_> = queries::doors(conn, list)?.into_iter().take(first).map(|(id, _)| id).collect();
            Some((vnd, outcomes::paid_by(conn, &doors, parts(row.scheme), window)?))
        }
        (Some(vnd), ..) => Some((vnd, outcomes::paid_in(conn, &own, parts(row.scheme), window)?)),
    };
    let (book, known) = (rates::book(conn)?, rates::law_number(conn)?);
    Ok(Beside {
        design: row.design,
        registered_late: row.registered_late,
        laws: laws::changes(&book, known, row.scheme, window),
        borders: outcomes::borders(conn, &all, window)?,
        cost,
    })
}
