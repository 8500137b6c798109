//! Which of the areas below are furthest behind their targets; those of which that cannot be said stand apart.
use super::{
    api::{AreaNamed, FurthestBehind, FurthestBehindQuery, FurthestBy, ProgressQuery, ProgressView},
    tables::{self, Asking},
};
use crate::{
    access::Scope,
    base::{Cursor, Result},
    db::Conn,
};

/// A page of the areas behind their targets, the furthest first; with the first page all of whom it cannot be said.
///
/// # Errors
/// `not-found`.
pub fn behind(
    conn: &mut Conn,
    scope: &Scope,
    asking: &Asking,
    query: &FurthestBehindQuery,
    cursor: &Cursor,
) -> Result<FurthestBehind> {
    let progress = ProgressQuery {
        area_id: query.area_id,
        scheme: query.scheme,
        measure: query.measure,
        period: query.period,
        as_of: query.as_of,
        organisation_id: query.organisation_id,
    };
    let (own, below) = tables::all_below(conn, scope, asking, &progress)?;
    let by = query.by.unwrap_or(FurthestBy::Remaining);
    let (mut behind, mut reached) = (Vec::new(), 0);
    let (mut without_target, mut without_figure, mut not_comparable) = (Vec::new(), Vec::new(), Vec::new());
    for row in below {
        let named = AreaNamed { area_id: row.area_id, area_name: row.area_name.clone() };
        match &row {
            row if row.target.is_none() => without_target.push(named),
            row if row.actual.is_none() => without_figure.push(named),
            row if !row.comparable || row.remaining.is_none() => not_comparable.push(named),
            row if row.remaining.is_some_and(|remaining| remaining <= 0.0) => reached += 1,
            _ => behind.push(row),
        }
    }
    sort(&mut behind, by);
    let areas_behind = behind.len();
    let after = cursor.after.as_deref();
    let shown = after.and_then(|after| behind.iter().position(|row| row.area_id.as_str() == after));
    let rest: Vec<ProgressView> = behind.into_iter().skip(shown.map_or(0, |place| place + 1)).collect();
    let page = cursor.page(rest, |row: &ProgressView| row.area_id.to_string());
    Ok(FurthestBehind {
        own,
        by,
        areas_behind,
        areas_reached: reached,
        items: page.items,
        next_cursor: page.next_cursor,
        without_target,
        without_figure,
        not_comparable,
    })
}

/// What is missing, most first; or the share that is reached, least first.
fn sort(rows: &mut [ProgressView], by: FurthestBy) {
    rows.sort_by(|a, b| {
        let first = match by {
            FurthestBy::Remaining => b.remaining.unwrap_or_default().total_cmp(&a.remaining.unwrap_or_default()),
            FurthestBy::Percent => a.percent.unwrap_or_default().total_cmp(&b.percent.unwrap_or_default()),
        };
        first.then_with(|| a.area_id.cmp(&b.area_id))
    });
}
