//! Routes of coverage.
use super::{
    actions,
    api::{
        ChangeView, Comparison, CoverageQuery, CoverageView, CreateDenominator, CreateSnapshot, DenominatorQuery,
        DenominatorView, EarlierView, FigureWarning, SnapshotQuery, SnapshotView, UsedDenominator,
    },
    compare,
    figure::{Figure, When, figure_on},
    model::{Basis, Denominator, Snapshot},
    problems, queries,
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Day, Error, Page, Result, of, share::Percent},
    db::Conn,
    features::areas,
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved},
};

/// How far from the asked day the earlier figure may lie.
const NEAR_DAYS: i64 = 15;

pub fn routes(r: &mut Routes) {
    r.get("/denominators", Permission::CoverageRead, list_denominators)
        .summary("Denominators.")
        .query::<DenominatorQuery>()
        .answers::<Page<DenominatorView>>();
    r.post("/denominators", Permission::CoverageRecord, create_denominator)
        .summary("Enter a denominator. It is never edited; a correction is a later row.")
        .body::<CreateDenominator>()
        .answers::<DenominatorView>()
        .problems(&[&areas::NOT_ALIVE, &problems::EMPTY_DENOMINATOR]);
    r.get("/denominators/{id}", Permission::CoverageRead, show_denominator)
        .summary("Show a denominator.")
        .answers::<DenominatorView>();
    r.get("/coverage-snapshots", Permission::CoverageRead, list_snapshots)
        .summary("Snapshots of participants.")
        .query::<SnapshotQuery>()
        .answers::<Page<SnapshotView>>();
    r.post("/coverage-snapshots", Permission::CoverageRecord, create_snapshot)
        .summary("Enter how many take part. A count above its denominator is taken with a warning.")
        .body::<CreateSnapshot>()
        .answers::<SnapshotView>()
        .problems(&[&areas::NOT_ALIVE, &problems::NO_FIGURE, &problems::OTHER_AREA]);
    r.get("/coverage-snapshots/{id}", Permission::CoverageRead, show_snapshot)
        .summary("Show a snapshot.")
        .answers::<SnapshotView>();
    r.get("/coverage", Permission::CoverageRead, show_coverage)
        .summary("Coverage of an area and its change, on constant geography.")
        .query::<CoverageQuery>()
        .names::<Comparison>()
        .answers::<CoverageView>();
}

fn snapshot_view(s: Snapshot, denominator: Option<&Denominator>) -> SnapshotView {
    let computed = s.participants.zip(denominator).and_then(|(part, d)| Percent::of(part, d.people));
    let published = s.published_hundredths.map(Percent);
    let mut warnings = Vec::new();
    let mut warn = |code: &str, detail: &str| warnings.push(FigureWarning { code: code.into(), detail: detail.into() });
    if s.participants.zip(denominator).is_some_and(|(part, d)| part > d.people) {
        warn(
            "above-denominator",
            "Số tham gia lớn hơn mẫu số, có thể dân số kế hoạch đã cũ · More participants than the denominator",
        );
    }
    if denominator.is_some_and(|d| d.kind != s.scheme.denominator()) {
        warn(
            "unusual-denominator",
            "Mẫu số không phải loại thường dùng cho chính sách này · Not the usual denominator of this scheme",
        );
    }
    if computed.zip(published).is_some_and(|(c, p)| c != p) {
        warn(
            "published-differs",
            "Tỷ lệ công bố khác tỷ lệ tính được · The published rate differs from the computed one",
        );
    }
    SnapshotView {
        id: s.id,
        area_id: s.area_id,
        scheme: s.scheme,
        as_of: s.as_of,
        participants: s.participants,
        participants_qualifier: s.participants_qualifier,
        denominator_id: s.denominator_id,
        basis: s.basis,
        published_percent: published.map(Percent::as_f64),
        published_qualifier: s.published_qualifier,
        coverage_percent: computed.map(Percent::as_f64),
        source: s.source,
        phrase: s.phrase,
        warnings,
    }
}

async fn list_denominators(ctx: Ctx, Query(query): Query<DenominatorQuery>) -> Result<Json<Page<DenominatorView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| queries::list_denominators(conn, scope, query.area_id, query.kind, &cursor))
        .await?;
    Ok(Json(page.map(DenominatorView::from)))
}

async fn create_denominator(ctx: Ctx, body: Body<CreateDenominator>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_denominator(tx, scope, input)?;
        Ok(Saved { path: format!("/denominators/{}", row.id), rev: None, view: DenominatorView::from(row) })
    })
    .await
}

async fn show_denominator(ctx: Ctx, PathId(id): PathId<of::Denominator>) -> Result<Json<DenominatorView>> {
    let row = ctx.read(move |conn, scope| queries::denominator(conn, scope, id)).await?.ok_or_else(Error::not_found)?;
    Ok(Json(row.into_inner().into()))
}

async fn list_snapshots(ctx: Ctx, Query(query): Query<SnapshotQuery>) -> Result<Json<Page<SnapshotView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list_snapshots(conn, scope, query.area_id, query.scheme, &cursor)?;
            let items = page
                .items
                .into_iter()
                .map(|s| Ok(snapshot_view(s.clone(), queries::denominator_of(conn, &s)?.as_ref())))
                .collect::<Result<Vec<_>>>()?;
            Ok(Page { items, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_snapshot(ctx: Ctx, body: Body<CreateSnapshot>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let (row, denominator) = actions::create_snapshot(tx, scope, input)?;
        Ok(Saved {
            path: format!("/coverage-snapshots/{}", row.id),
            rev: None,
            view: snapshot_view(row, denominator.as_ref()),
        })
    })
    .await
}

async fn show_snapshot(ctx: Ctx, PathId(id): PathId<of::Snapshot>) -> Result<Json<SnapshotView>> {
    let view = ctx
        .read(move |conn, scope| {
            let row = queries::snapshot(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            let denominator = queries::denominator_of(conn, &row)?;
            Ok(snapshot_view(row, denominator.as_ref()))
        })
        .await?;
    Ok(Json(view))
}

async fn show_coverage(ctx: Ctx, Query(query): Query<CoverageQuery>) -> Result<Json<CoverageView>> {
    let today = ctx.today();
    Ok(Json(ctx.read(move |conn, scope| coverage(conn, scope, &query, today)).await?))
}

/// The day the earlier figure should be of.
fn earlier_day(query: &CoverageQuery, as_of: Day) -> Option<Day> {
    query.compare_to.or_else(|| match query.compare {
        Some(Comparison::Yoy) => Some(as_of.minus_months(12)),
        Some(Comparison::Mom) => Some(as_of.minus_months(1)),
        None => None,
    })
}

fn coverage(conn: &mut Conn, scope: &Scope, query: &CoverageQuery, today: Day) -> Result<CoverageView> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let asked = query.as_of.unwrap_or(today);
    let empty = |why_not, asked_to_compare: bool| CoverageView {
        area_id: area.id,
        scheme: query.scheme,
        as_of: None,
        participants: None,
        participants_qualifier: None,
        denominator: None,
        coverage_percent: None,
        published_percent: None,
        published_qualifier: None,
        source: None,
        snapshot_ids: Vec::new(),
        earlier: None,
        change: None,
        comparable: asked_to_compare.then_some(false),
        why_not: Some(why_not),
    };
    let later = match figure_on(conn, scope, &area, query.scheme, When::Until(asked))? {
        Err(why_not) => return Ok(empty(why_not, earlier_day(query, asked).is_some())),
        Ok(figure) => figure,
    };
    let mut view = CoverageView {
        as_of: Some(later.as_of),
        participants: later.participants,
        participants_qualifier: later.participants.map(|_| later.participants_qualifier),
        denominator: used(&later),
        coverage_percent: later.rate().map(Percent::as_f64),
        published_percent: later.published.map(Percent::as_f64),
        published_qualifier: later.published.map(|_| later.published_qualifier),
        source: Some(later.source.clone()),
        snapshot_ids: later.parts.iter().map(|s| s.id).collect(),
        why_not: None,
        ..empty(compare::WhyNot::NoEarlierFigure, false)
    };
    let Some(day) = earlier_day(query, later.as_of) else { return Ok(view) };
    match figure_on(conn, scope, &area, query.scheme, When::Near(day, NEAR_DAYS))? {
        Err(why_not) => (view.comparable, view.why_not) = (Some(false), Some(why_not)),
        Ok(earlier) => {
            let (change, why_not) = compare::change(&later.side(), &earlier.side());
            view.comparable = Some(compare::stands(&change, why_not));
            view.why_not = why_not;
            view.change = Some(ChangeView {
                persons: change.persons,
                percent: change.percent.map(Percent::as_f64),
                points: change.points.map(Percent::as_f64),
            });
            view.earlier = Some(EarlierView {
                as_of: earlier.as_of,
                participants: earlier.participants,
                coverage_percent: earlier.rate().map(Percent::as_f64),
                basis: earlier.basis,
                source: earlier.source.clone(),
                snapshot_ids: earlier.parts.iter().map(|s| s.id).collect(),
            });
        }
    }
    Ok(view)
}

fn used(figure: &Figure) -> Option<UsedDenominator> {
    let value = figure.denominator_people?;
    let kind: Basis = figure.basis;
    let one = figure.denominator.as_ref();
    Some(UsedDenominator {
        id: one.map(|d| d.id),
        kind,
        value,
        as_of: one.map(|d| d.as_of),
        source: one.map(|d| d.source.clone()),
    })
}
