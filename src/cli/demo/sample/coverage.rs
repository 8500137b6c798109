//! The official figures of the sample, month by month, and the effect that lies in them: known, because it was put there.
use serde_json::{Value, json};

use super::{
    super::dice::{Dice, id},
    calendar::Calendar,
    entered,
    places::{Commune, LABEL, Places},
};
use crate::{
    access::Scope,
    base::{
        Day, Id, Result,
        month::Month,
        of,
        scheme::{DenominatorKind, Scheme},
    },
    db::Tx,
    features::coverage,
};

/// By how many points the campaign raises household health insurance where the lot sent it, once its three months are over.
pub const EFFECT_POINTS: f64 = 1.5;
/// By how many it raises voluntary social insurance.
pub const NO_EFFECT_POINTS: f64 = 0.0;
/// Chance in the figures of a commune and month, in points: of household health insurance, of voluntary social insurance.
const CHANCE: (f64, f64) = (0.22, 0.25);
/// How many of a hundred have a health card of another kind.
const OTHER_CARDS: f64 = 52.0;
/// By how many points voluntary insurance grows in a month anyway.
const VOLUNTARY_GROWS: f64 = 0.03;
/// How many of a hundred are of working age.
const WORKING_AGE: i64 = 52;
/// By how many points more are in household insurance in the last months of a year than in the first.
const DECEMBER: f64 = 0.4;

/// The schemes with figures.
const SCHEMES: [Scheme; 3] = [Scheme::Bhyt, Scheme::BhytHgd, Scheme::BhxhTn];

#[expect(clippy::as_conversions, reason = "counts of people of a commune are far below 2^53")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[expect(clippy::as_conversions, reason = "counts of people of a commune are far below 2^53")]
fn real(number: i64) -> f64 {
    number as f64
}

/// How many of a hundred take part in a commune, in the month so many after the baseline.
fn percent(commune: &Commune, scheme: Scheme, (offset, month): (i64, Month), assigned: bool) -> f64 {
    let chance = |what: &str| Dice::of(what, commune.n * 1_000 + usize::try_from(offset + 500).unwrap_or(0)).bell();
    let worked = real(offset.clamp(0, 3)) / 3.0 * if assigned { 1.0 } else { 0.0 };
    let season = DECEMBER * real(i64::from(month.first().month().saturating_sub(8))) / 4.0;
    let household = || {
        commune.covered.0
            + commune.growing * real(offset)
            + season
            + EFFECT_POINTS * worked
            + CHANCE.0 * chance("household insurance")
    };
    match scheme {
        Scheme::BhytHgd => household(),
        Scheme::Bhyt => household() + OTHER_CARDS,
        _ => {
            let voluntary = commune.covered.1 + VOLUNTARY_GROWS * real(offset) + NO_EFFECT_POINTS * worked;
            (voluntary + CHANCE.1 * chance("voluntary insurance")).max(0.5)
        }
    }
}

/// How many people a share is of.
fn base(commune: &Commune, kind: DenominatorKind) -> i64 {
    match kind {
        DenominatorKind::Population => commune.people,
        DenominatorKind::LabourForce => commune.people * WORKING_AGE / 100,
    }
}

fn denominator_id(kind: DenominatorKind, place: usize, year: i32) -> Result<Id<of::Denominator>> {
    let year = usize::try_from(year).unwrap_or(0);
    id(&format!("denominator {}", kind.as_str()), place * 10_000 + year, super::places::since())
}

/// The province, among the places that are numbered by their communes.
const TOP: usize = 9_999;

/// Enters the figures of a month, as the office would some days after its end; before the first of a year, what they are
/// measured against. `assigned` are the communes that the lot sent the campaign to.
///
/// # Errors
/// When the database fails.
pub fn write(
    tx: &mut Tx,
    scope: &Scope,
    places: &Places,
    (offset, month): (i64, Month),
    assigned: &[bool],
) -> Result<()> {
    let (as_of, year) = (month.last(), month.first().year());
    let source = format!("Danh sách của cơ quan BHXH tháng {} {LABEL}", month.vi());
    let is_first = offset == 1 - i64::from(super::calendar::MONTHS_BEFORE) || month.first().month() == 1;
    for kind in [DenominatorKind::Population, DenominatorKind::LabourForce] {
        let all: i64 = places.communes.iter().map(|commune| base(commune, kind)).sum();
        let own = places.communes.iter().map(|commune| (commune.n, commune.id, base(commune, kind)));
        for (n, area_id, value) in own.chain([(TOP, places.top, all)]).filter(|_| is_first) {
            let body = json!({ "id": denominator_id(kind, n, year)?, "area_id": area_id, "kind": kind,
                               "as_of": Day::year_start(as_of), "value": value, "source": source });
            coverage::create_denominator(tx, scope, entered(body)?)?;
        }
    }
    for scheme in SCHEMES {
        let mut all = 0;
        let kind = scheme.denominator();
        for commune in &places.communes {
            let sent = assigned.get(commune.n).copied().unwrap_or(false);
            let share = percent(commune, scheme, (offset, month), sent);
            let participants = whole(share / 100.0 * real(base(commune, kind)));
            all += participants;
            snapshot(tx, scope, body(scheme, commune.n, (commune.id, participants), as_of, &source)?)?;
        }
        snapshot(tx, scope, body(scheme, TOP, (places.top, all), as_of, &source)?)?;
    }
    Ok(())
}

fn body(
    scheme: Scheme,
    place: usize,
    (area_id, participants): (crate::base::id::AreaId, i64),
    as_of: Day,
    source: &str,
) -> Result<Value> {
    let denominator = denominator_id(scheme.denominator(), place, as_of.year())?;
    Ok(json!({ "area_id": area_id, "scheme": scheme, "as_of": as_of, "participants": participants,
               "denominator_id": denominator, "source": source }))
}

fn snapshot(tx: &mut Tx, scope: &Scope, body: Value) -> Result<()> {
    coverage::create_snapshot(tx, scope, entered(body)?).map(drop)
}

/// The months whose figures are entered on a day.
pub fn entered_on(calendar: &Calendar, day: Day) -> Vec<(i64, Month)> {
    calendar.months().into_iter().filter(|(_, month)| Calendar::entered(*month) == day).collect()
}
