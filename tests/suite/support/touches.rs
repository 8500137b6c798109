//! How the routes of touches and attribution are called.
use serde_json::{Value, json};

use super::{
    Client,
    examples::{Reach, Row, Spot, figures, list, row, show, upon},
    kinds::Kind,
};

/// The rows of their operations.
pub fn rows() -> Vec<Row> {
    use Kind::*;
    use Reach::*;
    vec![
        show("list_attendees", Within, Held),
        upon("record_attendees", Held, attendees),
        figures("list_counted_attendees", "counted_in={area}"),
        show("withdraw_attendee", Within, Attendee),
        list("list_messages", List, Message),
        upon("record_messages", Person, messages),
        show("withdraw_message", Within, Message),
        row("list_touch_windows", Nowhere, None, "", None),
        row("create_touch_window", Country, None, "", Some(window)),
        show("list_person_touches", Within, Person),
        show("show_enrolment_touches", Within, Enrolment),
        list("list_area_exposures", List, Held),
        figures("show_attribution", "area_id={area}"),
        figures("export_attribution", "area_id={area}"),
        figures("list_attributed_enrolments", "area_id={area}&key=untouched"),
    ]
}

/// Somebody who was there.
fn attendees(s: &Spot) -> Value {
    json!({ "person_ids": [s.other] })
}
/// A message to one person.
fn messages(s: &Spot) -> Value {
    json!({ "channel": "zalo", "sent_on": "2026-11-20", "person_ids": [s.id], "organisation_id": s.collecting })
}
/// A window from a day of its own on.
fn window(s: &Spot) -> Value {
    let day = format!("{}-{:02}-{:02}", 2030 + s.n / 336, s.n / 28 % 12 + 1, s.n % 28 + 1);
    json!({ "scheme": "bhxh_tn", "days": 30, "valid_from": day, "basis": "Quyết định mẫu" })
}

/// That this person was at this event.
pub async fn attended(board: &Client, event: &str, person: &str) -> String {
    let made = board.post(&format!("/events/{event}/attendees"), json!({ "person_ids": [person] })).await.expect(201);
    made["items"][0]["id"].as_str().expect("an id").to_owned()
}
/// A message to the person of this spot.
pub async fn sent(board: &Client, s: &Spot) -> String {
    board.post("/messages", messages(s)).await.expect(201)["items"][0]["id"].as_str().expect("an id").to_owned()
}
