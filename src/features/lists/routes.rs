//! Routes of the lists.
use super::{
    api::{CreateEntry, CreateEventType, EntryView, EventTypeView, VisitOutcomeView},
    model::{Entry, EventType, List},
    problems::CODE_EXISTS,
    queries,
};
use crate::{
    access::Permission,
    base::{Error, Id, Result, of},
    db::Event,
    rest::{Body, Created, Ctx, Json, PathText, Routes, Saved},
};

/// Entries added later come after the starting ones.
const LATER: i32 = 1_000;

pub fn routes(r: &mut Routes) {
    r.get("/code-lists/{list}", Permission::SignedIn, list_entries)
        .summary("The entries of a list.")
        .answers::<Vec<EntryView>>();
    r.post("/code-lists/{list}", Permission::ListsManage, create_entry)
        .summary("Add an entry to a list.")
        .body::<CreateEntry>()
        .answers::<EntryView>()
        .problems(&[&CODE_EXISTS]);
    r.get("/event-types", Permission::SignedIn, list_event_types)
        .summary("The types of events.")
        .answers::<Vec<EventTypeView>>();
    r.get("/visit-outcomes", Permission::SignedIn, list_visit_outcomes)
        .summary("What may come of a visit, closed codes too.")
        .answers::<Vec<VisitOutcomeView>>();
    r.post("/event-types", Permission::ListsManage, create_event_type)
        .summary("Add a type of event.")
        .body::<CreateEventType>()
        .answers::<EventTypeView>()
        .problems(&[&CODE_EXISTS]);
}

async fn list_entries(ctx: Ctx, PathText(list): PathText) -> Result<Json<Vec<EntryView>>> {
    let list: List = list.parse().map_err(|()| Error::not_found())?;
    let rows = ctx.read(move |conn, _| queries::entries(conn, list)).await?;
    Ok(Json(rows.into_iter().map(EntryView::from).collect()))
}

async fn create_entry(ctx: Ctx, PathText(list): PathText, body: Body<CreateEntry>) -> Result<Created> {
    let list: List = list.parse().map_err(|()| Error::not_found())?;
    ctx.create(body, move |tx, _, input| {
        let row = Entry {
            list: list.as_str().into(),
            code: input.code.into_inner(),
            name_vi: input.name_vi.into_inner(),
            name_en: input.name_en.into_inner(),
            position: LATER,
        };
        queries::insert(tx, &row)?;
        tx.record(
            Event::new("list.entry_added", "code_list", Id::<of::Organisation>::new())
                .fields(["code", "name_vi", "name_en"]),
        );
        Ok(Saved { path: format!("/code-lists/{list}"), rev: None, view: EntryView::from(row) })
    })
    .await
}

async fn list_event_types(ctx: Ctx) -> Result<Json<Vec<EventTypeView>>> {
    let rows = ctx.read(move |conn, _| queries::event_types(conn)).await?;
    Ok(Json(rows.into_iter().map(EventTypeView::from).collect()))
}

async fn list_visit_outcomes(ctx: Ctx) -> Result<Json<Vec<VisitOutcomeView>>> {
    let rows = ctx.read(move |conn, _| queries::visit_outcomes(conn)).await?;
    Ok(Json(rows.into_iter().map(VisitOutcomeView::from).collect()))
}

async fn create_event_type(ctx: Ctx, body: Body<CreateEventType>) -> Result<Created> {
    ctx.create(body, |tx, _, input| {
        let row = EventType {
            code: input.code.into_inner(),
            name_vi: input.name_vi.into_inner(),
            name_en: input.name_en.into_inner(),
            counts_people: input.counts_people,
            position: LATER,
        };
        queries::insert_event_type(tx, &row)?;
        tx.record(Event::new("event_type.added", "event_type", Id::<of::Organisation>::new()).fields([
            "code",
            "name_vi",
            "name_en",
            "counts_people",
        ]));
        Ok(Saved { path: "/event-types".into(), rev: None, view: EventTypeView::from(row) })
    })
    .await
}
