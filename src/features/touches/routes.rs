//! Routes of touches.
use super::{
    actions,
    api::{
        AttendeeView, AttendeesView, CountedAttendeeQuery, CreateAttendees, CreateMessages, CreateTouchWindow,
        EnrolmentTouches, ExposureQuery, ExposureView, MessageQuery, MessageView, MessagesView, TouchPageQuery,
        TouchView, TouchWindowView,
    },
    exposures, problems, queries, views,
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::cells::whole_time,
    features::{areas, events, lists, organisations, people},
    rest::{Body, Created, Ctx, Json, NoContent, PathId, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/events/{id}/attendees", Permission::TouchesRead, list_attendees)
        .summary("People of the register who were at an event, as far as they live within one's areas.")
        .query::<TouchPageQuery>()
        .answers::<Page<AttendeeView>>();
    r.post("/events/{id}/attendees", Permission::TouchesRecord, record_attendees)
        .summary("Record who was at an event that was held; who is recorded already stays recorded once.")
        .body::<CreateAttendees>()
        .answers::<AttendeesView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &problems::NOT_HELD, &people::PERSON_MERGED]);
    r.get("/event-attendees", Permission::TouchesRead, list_counted_attendees)
        .summary("People of the register who were at events, each once for an event, as they count beside each other's partners.")
        .query::<CountedAttendeeQuery>()
        .answers::<Page<AttendeeView>>()
        .problems(&[&NOT_FOUND]);
    r.delete("/event-attendees/{id}", Permission::TouchesRecord, withdraw_attendee)
        .summary("Take an attendance back that was recorded by mistake.");
    r.get("/messages", Permission::TouchesRead, list_messages)
        .summary("Find messages that were sent, the last recorded first.")
        .query::<MessageQuery>()
        .answers::<Page<MessageView>>();
    r.post("/messages", Permission::TouchesRecord, record_messages)
        .summary(
            "Record a message that was sent to one person or many: to all of them, or to none when one is refused.",
        )
        .body::<CreateMessages>()
        .answers::<MessagesView>()
        .problems(&[&NOT_FOUND, &lists::UNKNOWN_CODE, &problems::SENT_AHEAD, &problems::DO_NOT_CONTACT])
        .problems(&[&people::PERSON_MERGED, &organisations::NOT_YOURS]);
    r.delete("/messages/{id}", Permission::TouchesRecord, withdraw_message)
        .summary("Take a message back that was recorded by mistake.");
    r.get("/touch-windows", Permission::SignedIn, list_touch_windows)
        .summary("How many days before a sign-up a touch counts: every dated row, the latest first.")
        .answers::<Vec<TouchWindowView>>();
    r.post("/touch-windows", Permission::TouchWindowsManage, create_touch_window)
        .summary("Set how long a touch counts, from a day after today on and everywhere. It is never edited.")
        .body::<CreateTouchWindow>()
        .answers::<TouchWindowView>()
        .problems(&[&ALREADY_EXISTS, &problems::WINDOW_BEGUN, &problems::WINDOW_SAME_DAY]);
    r.get("/persons/{id}/touches", Permission::TouchesRead, list_person_touches)
        .summary("What reached a person, the latest first.")
        .query::<TouchPageQuery>()
        .answers::<Page<TouchView>>();
    r.get("/enrolments/{id}/touches", Permission::TouchesRead, show_enrolment_touches)
        .summary("What reached the person within the window before a sign-up, or that nothing was recorded.")
        .answers::<EnrolmentTouches>();
    r.get("/area-exposures", Permission::MediaRead, list_area_exposures)
        .summary("What an area was exposed to: events, loudspeakers, press, banners. It is nobody's touch.")
        .query::<ExposureQuery>()
        .answers::<Page<ExposureView>>()
        .problems(&[&problems::EXPOSURE_SPAN]);
}

async fn list_attendees(
    ctx: Ctx,
    PathId(id): PathId<of::Event>,
    Query(query): Query<TouchPageQuery>,
) -> Result<Json<Page<AttendeeView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, scope| {
            let event = events::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            queries::attendees(conn, scope, event.id, &cursor)
        })
        .await?;
    Ok(Json(page.map(AttendeeView::from)))
}

async fn list_counted_attendees(
    ctx: Ctx,
    Query(query): Query<CountedAttendeeQuery>,
) -> Result<Json<Page<AttendeeView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (first, last) = whole_time();
    let filter = queries::AttendeeFilter {
        area_id: query.counted_in,
        from: query.counted_from.unwrap_or(first),
        to: query.counted_to.unwrap_or(last),
        partner_id: query.partner_id,
        led_on: query.led_on,
    };
    let page = ctx
        .read(move |conn, scope| {
            areas::require(conn, scope, filter.area_id, "counted_in")?;
            queries::counted_attendees(conn, scope, &filter, &cursor)
        })
        .await?;
    Ok(Json(page.map(AttendeeView::from)))
}

async fn record_attendees(ctx: Ctx, PathId(id): PathId<of::Event>, body: Body<CreateAttendees>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let rows = actions::record_attendees(tx, scope, id, &input)?;
        let view = AttendeesView { items: rows.into_iter().map(AttendeeView::from).collect() };
        Ok(Saved { path: format!("/events/{id}/attendees"), rev: None, view })
    })
    .await
}

async fn withdraw_attendee(ctx: Ctx, PathId(id): PathId<of::Attendee>) -> Result<NoContent> {
    ctx.write(move |tx, scope| actions::withdraw_attendee(tx, scope, id)).await?;
    Ok(NoContent)
}

async fn list_messages(ctx: Ctx, Query(query): Query<MessageQuery>) -> Result<Json<Page<MessageView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter =
        queries::MessageFilter { area_id: query.area_id, person_id: query.person_id, campaign_id: query.campaign_id };
    let page = ctx.read(move |conn, scope| queries::messages_page(conn, scope, &filter, &cursor)).await?;
    Ok(Json(page.map(MessageView::from)))
}

async fn record_messages(ctx: Ctx, body: Body<CreateMessages>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let rows = actions::record_messages(tx, scope, input)?;
        let view = MessagesView { items: rows.into_iter().map(MessageView::from).collect() };
        Ok(Saved { path: "/messages".into(), rev: None, view })
    })
    .await
}

async fn withdraw_message(ctx: Ctx, PathId(id): PathId<of::Message>) -> Result<NoContent> {
    ctx.write(move |tx, scope| actions::withdraw_message(tx, scope, id)).await?;
    Ok(NoContent)
}

async fn list_touch_windows(ctx: Ctx) -> Result<Json<Vec<TouchWindowView>>> {
    let rows = ctx.read(|conn, _| queries::window_rows(conn)).await?;
    Ok(Json(rows.into_iter().map(TouchWindowView::from).collect()))
}

async fn create_touch_window(ctx: Ctx, body: Body<CreateTouchWindow>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_touch_window(tx, scope, input)?;
        Ok(Saved { path: "/touch-windows".into(), rev: None, view: TouchWindowView::from(row) })
    })
    .await
}

async fn list_person_touches(
    ctx: Ctx,
    PathId(id): PathId<of::Person>,
    Query(query): Query<TouchPageQuery>,
) -> Result<Json<Page<TouchView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    Ok(Json(ctx.read(move |conn, scope| views::of_person(conn, scope, id, &cursor)).await?))
}

async fn show_enrolment_touches(ctx: Ctx, PathId(id): PathId<of::Enrolment>) -> Result<Json<EnrolmentTouches>> {
    Ok(Json(ctx.read(move |conn, scope| views::of_enrolment(conn, scope, id)).await?))
}

async fn list_area_exposures(ctx: Ctx, Query(query): Query<ExposureQuery>) -> Result<Json<Page<ExposureView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    Ok(Json(ctx.read(move |conn, scope| exposures::page(conn, scope, &query, &cursor)).await?))
}
