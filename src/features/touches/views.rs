//! Touches as they are shown: of each the row behind it where the caller may see that.
use super::{
    api::{EnrolmentTouches, TouchView},
    queries,
    queries_ledger::{Ledger, Whose, ledger},
    touch::{Touch, Way},
    window,
};
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Error, Page, Result,
        id::{EnrolmentId, PersonId},
    },
    db::Conn,
    features::{enrolments, people},
};

/// More touches of one kind are no person's.
const MOST_OF_ONE: usize = 5_000;

/// Between the parts of a cursor's key.
const PART: char = '\u{1f}';

fn of_one(conn: &mut Conn, scope: &Scope, person: PersonId, span: (Day, Day)) -> Result<Ledger> {
    ledger(conn, scope, Whose::Person(person), span, MOST_OF_ONE)?
        .ok_or_else(|| Error::internal("more touches of one person than anybody has"))
}

/// These touches, with the ids that the caller may know.
fn views(conn: &mut Conn, scope: &Scope, ledger: &Ledger, touches: &[&Touch]) -> Result<Vec<TouchView>> {
    let (mut visits, mut messages, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for touch in touches {
        match &touch.way {
            Way::Visit { id, .. } => visits.push(*id),
            Way::Message { id, .. } => messages.push(*id),
            Way::Attendance { event_id, .. } => events.push(*event_id),
        }
    }
    let seen = queries::nameable(conn, scope, &visits, &messages, &events)?;
    let view = |touch: &&Touch| {
        let (id, event_id) = match &touch.way {
            Way::Visit { id, .. } => (seen.visits.get(id).map(ToString::to_string), None),
            Way::Message { id, .. } => (seen.messages.get(id).map(ToString::to_string), None),
            Way::Attendance { id, event_id } => (Some(id.to_string()), Some(event_id)),
        };
        TouchView {
            id,
            kind: touch.kind(),
            channel: touch.channel().to_owned(),
            on: touch.on,
            event_type: ledger.event(touch).map(|event| event.event_type.clone()),
            event_id: event_id.and_then(|id| seen.events.get(id)).copied(),
            organisation_ids: ledger.partners(touch),
            campaign_id: touch.campaign_id,
        }
    };
    Ok(touches.iter().map(view).collect())
}

/// Where a touch stands, as text in the same order.
fn place(touch: &Touch) -> String {
    let (on, kind, at, id) = touch.order();
    let at = at.map(|at| at.to_string()).unwrap_or_default();
    let rank = super::touch::TouchKind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
    format!("{on}{PART}{rank}{PART}{at}{PART}{id}")
}

/// A page of what reached a person, the latest first.
///
/// # Errors
/// When the person is not within the scope.
pub fn of_person(conn: &mut Conn, scope: &Scope, id: PersonId, cursor: &Cursor) -> Result<Page<TouchView>> {
    let person = people::find_person(conn, scope, id)?.ok_or_else(Error::not_found)?;
    let (first, last) = (Day::of(1900, 1, 1), Day::of(2199, 12, 31));
    let (Some(first), Some(last)) = (first, last) else { return Err(Error::internal("no such days")) };
    let ledger = of_one(conn, scope, person.id, (first, last))?;
    let later = |touch: &&Touch| cursor.after.as_deref().is_none_or(|after| place(touch).as_str() < after);
    let most = usize::try_from(cursor.fetch()).unwrap_or(usize::MAX);
    let shown: Vec<&Touch> = ledger.touches.iter().rev().filter(later).take(most).collect();
    let page = cursor.page(shown, |touch| place(touch));
    let items = views(conn, scope, &ledger, &page.items)?;
    Ok(Page { items, next_cursor: page.next_cursor })
}

/// What reached the person of a sign-up within the window before it.
///
/// # Errors
/// When the sign-up is not within the scope.
pub fn of_enrolment(conn: &mut Conn, scope: &Scope, id: EnrolmentId) -> Result<EnrolmentTouches> {
    let enrolment = enrolments::find_enrolment(conn, scope, id)?.ok_or_else(Error::not_found)?;
    let signed_up_on = enrolments::counted_as(conn, enrolment.id)?.on_day;
    let windows = queries::windows(conn)?;
    let days = window::holding(&windows, enrolment.quote.scheme, signed_up_on).map_or(0, |window| window.days);
    let from = signed_up_on.plus_days(-i64::from(days));
    let ledger = of_one(conn, scope, enrolment.person_id, (from, signed_up_on))?;
    let touches: Vec<&Touch> = ledger.touches.iter().collect();
    Ok(EnrolmentTouches {
        enrolment_id: enrolment.id,
        scheme: enrolment.quote.scheme,
        signed_up_on,
        window_days: days,
        no_recorded_touch: touches.is_empty(),
        touches: views(conn, scope, &ledger, &touches)?,
    })
}
