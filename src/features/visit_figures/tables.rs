//! The summary as rows for people.
use std::collections::{BTreeMap, HashMap};

use super::{
    api::{VisitRate, VisitSummary, VisitSummaryQuery, VisitSummaryRow, VisitsBy},
    cells::{Grouping, Sums},
    queries::{self, Place},
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result,
        id::{CampaignId, OrganisationId},
        share::Percent,
        text::sort_key,
    },
    db::Conn,
    features::{
        activity::{SPAN, span::stretches, whole_time},
        areas, campaigns, organisations,
    },
    methods::proportions::Share,
};

/// Under so many visits a share says nothing.
const FEW: i64 = 10;

/// The summary asked for.
///
/// # Errors
/// `not-found` for an area outside the scope; `period-backwards`.
pub fn summary(
    conn: &mut Conn,
    scope: &Scope,
    query: &VisitSummaryQuery,
    lang: Lang,
    today: Day,
) -> Result<VisitSummary> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && to < from
    {
        return Err(SPAN.field("to", "before-start", SPAN.title).into());
    }
    let whole = whole_time();
    let span = (query.from.unwrap_or(whole.0), query.to.unwrap_or(whole.1));
    let ground = areas::ground_of(conn, area.id)?;
    let group_by = query.group_by.unwrap_or(VisitsBy::Month);
    // Months are told apart only while no whole years are read.
    let own = stretches(span.0, span.1, group_by != VisitsBy::Month);
    let own = queries::cells(conn, &ground, (Grouping::All, Place::Own), &own)?;
    let by_month = queries::by_key(own, |cell| cell.on_day.month_start());
    let total = by_month.values().fold(Sums::default(), |all, sums| all.and(*sums));
    let coarse = stretches(span.0, span.1, true);
    let mut grouped = |grouping, place| queries::cells(conn, &ground, (grouping, place), &coarse);
    let (sums, labels): (BTreeMap<String, Sums>, HashMap<String, String>) = match group_by {
        VisitsBy::Month => {
            let named =
                by_month.into_iter().map(|(month, sums)| (month.to_string().get(..7).unwrap_or_default().into(), sums));
            (named.collect(), HashMap::new())
        }
        VisitsBy::Organisation => {
            let sums = queries::by_key(grouped(Grouping::Organisation, Place::Own)?, |cell| cell.group_key.clone());
            let ids: Vec<OrganisationId> = sums.keys().filter_map(|key| key.parse().ok()).collect();
            let names = organisations::names(conn, &ids)?;
            (sums, names.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
        }
        VisitsBy::Campaign => {
            let sums = queries::by_key(grouped(Grouping::Campaign, Place::Own)?, |cell| cell.group_key.clone());
            let ids: Vec<CampaignId> = sums.keys().filter_map(|key| key.parse().ok()).collect();
            let names = campaigns::names(conn, scope, &ids)?;
            (sums, names.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
        }
        VisitsBy::Area => {
            let sums = queries::by_key(grouped(Grouping::All, Place::Below)?, |cell| cell.area_id.to_string());
            let below = areas::directly_below(conn, area.id, today)?;
            (sums, below.into_iter().map(|area| (area.id.to_string(), area.full_name)).collect())
        }
    };
    let mut rows: Vec<VisitSummaryRow> = sums
        .into_iter()
        .filter(|(_, sums)| !sums.is_empty())
        .map(|(key, sums)| row(labels.get(&key).cloned().unwrap_or_else(|| key.clone()), key, sums))
        .collect();
    match group_by {
        VisitsBy::Month => {}
        VisitsBy::Area => rows.sort_by_cached_key(|row| sort_key(&row.label)),
        VisitsBy::Organisation | VisitsBy::Campaign => {
            rows.sort_by_cached_key(|row| (-row.doors, sort_key(&row.label)));
        }
    }
    let word = if lang == Lang::Vi { "Tổng cộng" } else { "Total" };
    let total = row(word.into(), String::new(), total);
    Ok(VisitSummary { area_id: area.id, from: query.from, to: query.to, group_by, rows, total })
}

fn row(label: String, key: String, sums: Sums) -> VisitSummaryRow {
    VisitSummaryRow {
        key,
        label,
        doors: sums.doors,
        met: sums.met,
        talked: sums.talked,
        interested: sums.interested,
        contact: rate(sums.met, sums.doors),
        cooperation: rate(sums.talked, sums.met),
        interest: rate(sums.interested, sums.talked),
    }
}

fn rate(numerator: i64, denominator: i64) -> VisitRate {
    let enough = denominator >= FEW;
    let share = u64::try_from(numerator).and_then(|hits| Ok((hits, u64::try_from(denominator)?)));
    let interval = share.ok().filter(|_| enough).and_then(|(hits, of)| Share::new(hits, of).ok()).map(Share::wilson);
    VisitRate {
        numerator,
        denominator,
        percent: Percent::of(numerator, denominator).filter(|_| enough),
        low_percent: interval.map(|interval| percent(interval.low)),
        high_percent: interval.map(|interval| percent(interval.high)),
    }
}

/// A share of one in percent, to two places.
fn percent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}
