//! Routes of events.
use super::{
    actions,
    api::{
        CancelEvent, ChangeEvent, ChangeQuestion, CloseEvent, CreateEvent, CreateQuestion, EventQuery, EventView,
        EventWarning, HeadcountView, MergeEvent, MergeView, OriginView, PartnerView, QuestionQuery, QuestionView,
        VenueView,
    },
    merging,
    model::{Event, EventFilter, Headcount, Merge, Question},
    problems, queries, queries_questions, questions,
};
use crate::{
    access::Permission,
    base::{Cursor, Error, Page, Result, of, scheme, text::fold},
    db::Conn,
    features::{accounts, areas, lists, organisations},
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    let days =
        [&problems::EVENT_DATES, &problems::NO_PERIOD, &problems::NOT_YET, &areas::NOT_ALIVE, &lists::UNKNOWN_CODE];
    r.get("/events", Permission::EventsRead, list_events)
        .summary("Find events.")
        .query::<EventQuery>()
        .answers::<Page<EventView>>();
    r.post("/events", Permission::EventsRecord, create_event)
        .summary("Enter an event, planned or held. Records that look like the same event come as warnings.")
        .body::<CreateEvent>()
        .answers::<EventView>()
        .problems(&days);
    r.get("/events/{id}", Permission::EventsRead, show_event).summary("Show an event.").answers::<EventView>();
    r.patch("/events/{id}", Permission::EventsRecord, change_event)
        .summary("Change an event that is not closed.")
        .body::<ChangeEvent>()
        .answers::<EventView>()
        .problems(&days)
        .problems(&[&problems::WRONG_STATUS]);
    r.act("/events/{id}/hold", Permission::EventsRecord, hold_event)
        .summary("Say that a planned event was held.")
        .body::<accounts::Empty>()
        .answers::<EventView>()
        .problems(&[&problems::WRONG_STATUS, &problems::NOT_YET]);
    r.act("/events/{id}/close", Permission::EventsRecord, close_event)
        .summary("Close an event out: figures, partners and outcome in one step.")
        .body::<CloseEvent>()
        .answers::<EventView>()
        .problems(&days)
        .problems(&[&problems::WRONG_STATUS]);
    r.act("/events/{id}/cancel", Permission::EventsRecord, cancel_event)
        .summary("Cancel an event, with the reason.")
        .body::<CancelEvent>()
        .answers::<EventView>()
        .problems(&[&problems::WRONG_STATUS]);
    r.post("/events/{id}/merges", Permission::EventsMerge, merge_events)
        .summary("Let a second record of the same event go into this one.")
        .body::<MergeEvent>()
        .answers::<MergeView>()
        .problems(&[&problems::CANNOT_MERGE]);
    r.act("/event-merges/{id}/undo", Permission::EventsMerge, undo_merge)
        .summary("Take a merge apart again.")
        .body::<accounts::Empty>()
        .answers::<MergeView>();
    r.get("/events/{id}/questions", Permission::EventsRead, list_questions)
        .summary("The questions of a dialogue.")
        .answers::<Vec<QuestionView>>();
    r.post("/events/{id}/questions", Permission::EventsRecord, create_question)
        .summary("Note a question.")
        .body::<CreateQuestion>()
        .answers::<QuestionView>();
    r.get("/questions", Permission::EventsRead, find_questions)
        .summary("Questions of dialogues; those that wait for an answer unless said.")
        .query::<QuestionQuery>()
        .answers::<Page<QuestionView>>();
    r.get("/questions/{id}", Permission::EventsRead, show_question)
        .summary("Show a question.")
        .answers::<QuestionView>();
    r.patch("/questions/{id}", Permission::EventsRecord, change_question)
        .summary("Answer a question.")
        .body::<ChangeQuestion>()
        .answers::<QuestionView>();
}

fn head(h: &Headcount) -> HeadcountView {
    HeadcountView { measure: h.measure, audience: h.audience.clone(), count: h.people, qualifier: h.qualifier }
}

fn views(conn: &mut Conn, rows: Vec<Event>) -> Result<Vec<EventView>> {
    let mut parts = queries::parts(conn, &rows.iter().map(|e| e.id).collect::<Vec<_>>())?;
    let bodies: Vec<_> = rows
        .iter()
        .map(|e| e.organiser_id)
        .chain(parts.values().flat_map(|p| p.partners.iter().map(|p| p.organisation_id)))
        .collect();
    let names = organisations::names(conn, &bodies)?;
    rows.into_iter()
        .map(|e| {
            let parts = parts.remove(&e.id).unwrap_or_default();
            let origins = queries::merges_of(conn, e.id)?
                .into_iter()
                .map(|m| OriginView { merge_id: m.id, event_id: m.merged_id, merged_at: m.merged_at })
                .collect();
            let venues = parts.venues.iter().map(|v| VenueView {
                area_id: v.area_id,
                name: v.name.clone(),
                host_id: v.host_id,
                headcounts: parts.headcounts.iter().filter(|h| h.venue_id == Some(v.id)).map(head).collect(),
            });
            Ok(EventView {
                partners: parts
                    .partners
                    .iter()
                    .map(|p| PartnerView {
                        organisation_id: p.organisation_id,
                        name: names.get(&p.organisation_id).cloned().unwrap_or_default(),
                        role: p.role.clone(),
                    })
                    .collect(),
                headcounts: parts.headcounts.iter().filter(|h| h.venue_id.is_none()).map(head).collect(),
                venues: venues.collect(),
                id: e.id,
                campaign_id: e.campaign_id,
                event_type: e.event_type,
                title: e.title,
                starts_on: e.starts_on,
                ends_on: e.ends_on,
                period_label: e.period_label,
                sessions: e.sessions,
                sessions_qualifier: e.sessions_qualifier,
                area_id: e.area_id,
                organiser_id: e.organiser_id,
                organiser_name: names.get(&e.organiser_id).cloned().unwrap_or_default(),
                organisers_unclear: e.organisers_unclear,
                schemes: scheme::split(&e.schemes),
                status: e.status,
                outcome: e.outcome,
                cancel_reason: e.cancel_reason,
                phrase: e.phrase,
                note: e.note,
                closed_at: e.closed_at,
                merged_into_id: e.merged_into_id,
                origins,
                warnings: Vec::new(),
            })
        })
        .collect()
}

fn view(conn: &mut Conn, row: Event, warnings: Vec<EventWarning>) -> Result<EventView> {
    let view = views(conn, vec![row])?.pop().ok_or_else(Error::not_found)?;
    Ok(EventView { warnings, ..view })
}

fn saved(conn: &mut Conn, row: Event, warnings: Vec<EventWarning>) -> Result<Saved<EventView>> {
    Ok(Saved { path: format!("/events/{}", row.id), rev: Some(row.rev), view: view(conn, row, warnings)? })
}

impl From<Merge> for MergeView {
    fn from(m: Merge) -> Self {
        Self { id: m.id, kept_id: m.kept_id, merged_id: m.merged_id, merged_at: m.merged_at, undone_at: m.undone_at }
    }
}
impl From<Question> for QuestionView {
    fn from(q: Question) -> Self {
        Self {
            id: q.id,
            event_id: q.event_id,
            topic: q.topic,
            question: q.question,
            answer: q.answer,
            answered_on: q.answered_on,
            owed_by_id: q.owed_by_id,
            due_on: q.due_on,
        }
    }
}

async fn list_events(ctx: Ctx, Query(query): Query<EventQuery>) -> Result<Json<Page<EventView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = EventFilter {
        area_id: query.area_id,
        campaign_id: query.campaign_id,
        event_type: query.event_type.map(|t| t.into_inner()),
        status: query.status,
        partner_id: query.partner_id,
        from: query.from,
        to: query.to,
        q: query.q.map(|q| fold(&q)).filter(|q| !q.is_empty()),
    };
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, &filter, &cursor)?;
            Ok(Page { items: views(conn, page.items)?, next_cursor: page.next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_event(ctx: Ctx, body: Body<CreateEvent>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let (row, warnings) = actions::create_event(tx, scope, input)?;
        saved(tx.conn()?, row, warnings)
    })
    .await
}

async fn show_event(ctx: Ctx, PathId(id): PathId<of::Event>) -> Result<Tagged<EventView>> {
    let (rev, shown) = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?.into_inner();
            Ok((row.rev, view(conn, row, Vec::new())?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn change_event(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<ChangeEvent>) -> Result<Tagged<EventView>> {
    let rev = ctx.expected_rev()?;
    let (rev, shown) = ctx
        .write(move |tx, scope| {
            let row = actions::change_event(tx, scope, id, rev, body.into_inner())?;
            Ok((row.rev, view(tx.conn()?, row, Vec::new())?))
        })
        .await?;
    Ok(Tagged(rev, shown))
}

async fn hold_event(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<accounts::Empty>) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let row = actions::hold_event(tx, scope, id)?;
        saved(tx.conn()?, row, Vec::new())
    })
    .await
}

async fn close_event(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<CloseEvent>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::close_event(tx, scope, id, input)?;
        saved(tx.conn()?, row, Vec::new())
    })
    .await
}

async fn cancel_event(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<CancelEvent>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::cancel_event(tx, scope, id, input)?;
        saved(tx.conn()?, row, Vec::new())
    })
    .await
}

async fn merge_events(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<MergeEvent>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let merge = merging::merge_events(tx, scope, id, input.merged_id)?;
        Ok(Saved { path: format!("/events/{id}"), rev: None, view: MergeView::from(merge) })
    })
    .await
}

async fn undo_merge(ctx: Ctx, PathId(id): PathId<of::EventMerge>, body: Body<accounts::Empty>) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let merge = merging::undo_merge(tx, scope, id)?;
        Ok(Saved { path: format!("/events/{}", merge.kept_id), rev: None, view: MergeView::from(merge) })
    })
    .await
}

async fn list_questions(ctx: Ctx, PathId(id): PathId<of::Event>) -> Result<Json<Vec<QuestionView>>> {
    let rows = ctx
        .read(move |conn, scope| {
            let event = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            queries_questions::of_event(conn, &event)
        })
        .await?;
    Ok(Json(rows.into_iter().map(QuestionView::from).collect()))
}

async fn create_question(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<CreateQuestion>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let row = questions::create_question(tx, scope, id, input)?;
        Ok(Saved { path: format!("/events/{id}/questions"), rev: Some(row.rev), view: QuestionView::from(row) })
    })
    .await
}

async fn find_questions(ctx: Ctx, Query(query): Query<QuestionQuery>) -> Result<Json<Page<QuestionView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx.read(move |conn, scope| queries_questions::list(conn, scope, &query.into(), &cursor)).await?;
    Ok(Json(page.map(QuestionView::from)))
}

async fn show_question(ctx: Ctx, PathId(id): PathId<of::Question>) -> Result<Tagged<QuestionView>> {
    let row = ctx
        .read(move |conn, scope| {
            let row = queries_questions::find(conn, id)?.ok_or_else(Error::not_found)?;
            queries::find(conn, scope, row.event_id)?.ok_or_else(Error::not_found)?;
            Ok(row)
        })
        .await?;
    Ok(Tagged(row.rev, row.into()))
}

async fn change_question(
    ctx: Ctx,
    PathId(id): PathId<of::Question>,
    body: Body<ChangeQuestion>,
) -> Result<Tagged<QuestionView>> {
    let rev = ctx.expected_rev()?;
    let row = ctx.write(move |tx, scope| questions::change_question(tx, scope, id, rev, body.into_inner())).await?;
    Ok(Tagged(row.rev, row.into()))
}
