//! The months of the years that are known, put together: an area's own counts, and before it existed those of its ground.
use std::collections::BTreeMap;

use super::{
    api::{CoverageSeasons, CoverageSeasonsQuery, MonthFigure, MonthPlace, NewestMonth, SeasonMonth},
    queries::{self, Counted},
    seasons::{self, MonthlyChange, Place},
    words,
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result,
        figure::Doubts,
        id::{AreaId, SnapshotId},
        month::Month,
        scheme::Scheme,
    },
    db::Conn,
    features::areas::{self, Area, geography::Ground},
    rest::BASE,
};

/// The map was redrawn twice in ten years.
const CHANGES_OF_THE_MAP: usize = 6;

/// What is known of a month.
struct Known {
    as_of: Day,
    participants: i64,
    doubts: Doubts,
    snapshot_ids: Vec<SnapshotId>,
}

/// The months of a ground: of each area the latest count of the month, and the month only when all have one.
fn months(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[AreaId],
    scheme: Scheme,
    until: Day,
) -> Result<BTreeMap<Month, Known>> {
    let mut latest: BTreeMap<Month, BTreeMap<AreaId, Counted>> = BTreeMap::new();
    for ((area, day), row) in queries::counts(conn, scope, ids, scheme, until)? {
        latest.entry(Month::of(day)).or_default().insert(area, row);
    }
    let of_all = |(month, rows): (Month, BTreeMap<AreaId, Counted>)| {
        let whole = rows.len() == ids.len();
        let known = Known {
            as_of: rows.values().map(|row| row.2).max()?,
            participants: rows.values().map(|row| row.3).sum(),
            doubts: rows.values().fold(Doubts::default(), |doubts, row| doubts.and(Doubts::of(row.4))),
            snapshot_ids: rows.values().map(|row| row.1).collect(),
        };
        whole.then_some((month, known))
    };
    Ok(latest.into_iter().filter_map(of_all).collect())
}

/// Every month that is known of the ground of an area, and whether the ground before was divided.
fn all_months(conn: &mut Conn, scope: &Scope, area: &Area, scheme: Scheme) -> Result<(BTreeMap<Month, Known>, bool)> {
    let mut found = months(conn, scope, &[area.id], scheme, scope.today())?;
    let mut began = area.valid_from;
    for _ in 0..CHANGES_OF_THE_MAP {
        let before = began.before();
        let ids = match areas::ground_on(conn, area, before)? {
            Ground::Divided { .. } => return Ok((found, true)),
            Ground::Unknown => break,
            Ground::Whole(ids) => ids,
        };
        let mut earlier = months(conn, scope, &ids, scheme, before)?;
        // Where both sides of a change of the map know a month, the area's own count stands.
        earlier.append(&mut found);
        found = earlier;
        // The youngest of them: before it the map was another one.
        let mut youngest = None;
        for id in ids {
            youngest = youngest.max(Some(areas::require_anywhere(conn, id, "area_id")?.valid_from));
        }
        match youngest {
            Some(day) if day < began => began = day,
            _ => break,
        }
    }
    Ok((found, false))
}

/// The months asked for.
///
/// # Errors
/// `not-found`.
pub fn coverage_seasons(
    conn: &mut Conn,
    scope: &Scope,
    query: &CoverageSeasonsQuery,
    lang: Lang,
) -> Result<CoverageSeasons> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let (known, divided) = all_months(conn, scope, &area, query.scheme)?;
    let figures: Vec<(Month, i64)> = known.iter().map(|(month, known)| (*month, known.participants)).collect();
    let changes = seasons::changes(&figures);
    let seasons: Vec<SeasonMonth> = seasons::seasons(&changes).into_iter().map(season).collect();
    let enough = !seasons.is_empty();
    let pick = |text| lang.pick(text).to_owned();
    Ok(CoverageSeasons {
        label: pick(words::SEASONS_LABEL),
        area_id: area.id,
        scheme: query.scheme,
        enough,
        why_not: (!enough).then(|| pick(words::UNDER_TWO_YEARS)),
        stands_out_rule: pick(words::STANDS_OUT),
        starts_late: divided.then(|| pick(words::DIVIDED_BEFORE)),
        newest: seasons::newest(&changes).filter(|_| enough).and_then(newest),
        seasons,
        months: figures_of(&known),
        rows: format!("{BASE}/coverage-snapshots?area_id={}&scheme={}", area.id, query.scheme),
        area_name: area.full_name,
    })
}

fn figures_of(known: &BTreeMap<Month, Known>) -> Vec<MonthFigure> {
    let figure = |(month, own): (&Month, &Known)| {
        let before = known.range(..*month).next_back().filter(|(before, _)| before.plus(1) == *month);
        let change = before.map(|(_, before)| {
            (own.participants - before.participants, own.doubts.and(before.doubts.taken_away()).qualifier())
        });
        MonthFigure {
            month: *month,
            as_of: own.as_of,
            participants: own.participants,
            qualifier: own.doubts.qualifier(),
            change: change.map(|(persons, _)| persons),
            change_qualifier: change.map(|(_, qualifier)| qualifier),
            snapshot_ids: own.snapshot_ids.clone(),
        }
    };
    known.iter().map(figure).collect()
}

fn season(season: seasons::Season) -> SeasonMonth {
    SeasonMonth {
        calendar_month: season.calendar_month,
        years: season.years,
        middle: season.middle,
        least: season.least,
        most: season.most,
        stands_out: season.stands_out,
    }
}

fn newest((last, before, place): (MonthlyChange, Vec<MonthlyChange>, Place)) -> Option<NewestMonth> {
    Some(NewestMonth {
        month: last.month,
        change: last.persons,
        years: before.iter().map(|change| change.month.first().year()).collect(),
        least_before: before.iter().map(|change| change.persons).min()?,
        most_before: before.iter().map(|change| change.persons).max()?,
        place: match place {
            Place::Below => MonthPlace::Below,
            Place::Within => MonthPlace::Within,
            Place::Above => MonthPlace::Above,
        },
    })
}
