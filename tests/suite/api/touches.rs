//! Touches over HTTP: who was at an event, what was sent, and what of it stands before a sign-up.
use serde_json::{Value, json};

use super::{
    enrolments::Office,
    visits::{Ward, id},
};
use crate::support::{Answer, Client, World};

/// An event of the ward on this day, with a partner.
pub async fn held(w: &World, board: &Client, on: &str, partners: &[&str]) -> String {
    let organiser = w.organisation(&format!("Ban Tuyên giáo Mẫu {on}"), "party_board", w.here("96")).await;
    let partners: Vec<Value> =
        partners.iter().map(|body| json!({ "organisation_id": body, "role": "co_host" })).collect();
    let body = json!({ "event_type": "dialogue", "title": format!("Đối thoại mẫu {on}"), "starts_on": on, "area_id": w.here("31825"),
        "organiser_id": organiser, "partners": partners, "schemes": ["bhxh_tn"], "status": "held",
        "headcounts": [{ "measure": "attendances", "count": 120, "qualifier": "more_than" }] });
    id(&board.post("/events", body).await.expect(201)).to_owned()
}

pub async fn attend(who: &Client, event: &str, people: &[&str]) -> Answer {
    who.post(&format!("/events/{event}/attendees"), json!({ "person_ids": people })).await
}

pub async fn send(who: &Client, on: &str, people: &[&str], more: Value) -> Answer {
    let mut body = json!({ "channel": "zalo", "sent_on": on, "person_ids": people });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    who.post("/messages", body).await
}

async fn touches(who: &Client, person: &str) -> Vec<Value> {
    who.get(&format!("/persons/{person}/touches")).await.expect(200)["items"].as_array().expect("items").clone()
}

fn kinds(touches: &[Value]) -> Vec<(&str, &str)> {
    touches.iter().filter_map(|touch| word(touch, "kind").zip(word(touch, "on"))).collect()
}

fn word<'v>(touch: &'v Value, name: &str) -> Option<&'v str> {
    touch[name].as_str()
}

#[actix_web::test]
async fn what_stands_is_a_touch_and_what_does_not_is_none() {
    let ward = Ward::new().await;
    let (minh, tu, bay) = (&ward.minh, ward.tu.to_string(), ward.bay.to_string());
    let visit = ward.visit(json!({ "outcome": "informed", "people": [ward.tu] })).await;
    let event = held(&ward.w, minh, "2026-11-20", &[]).await;
    let first = attend(minh, &event, &[&tu, &bay]).await.expect(201);
    let again = attend(minh, &event, &[&tu]).await.expect(201);
    assert_eq!(again["items"].as_array().expect("items").len(), 1, "once, however often");
    let at = minh.get(&format!("/events/{event}/attendees")).await.expect(200);
    assert_eq!(at["items"].as_array().expect("items").len(), 2);
    let sent = send(minh, "2026-11-20", &[&tu], json!({})).await.expect(201);
    let seen = touches(minh, &tu).await;
    assert_eq!(
        kinds(&seen),
        [("visit", "2026-11-25"), ("attendance", "2026-11-20"), ("message", "2026-11-20")],
        "the latest first; of one day what came by post before the event"
    );
    assert_eq!(
        (&seen[0]["id"], &seen[1]["event_id"], &seen[1]["event_type"]),
        (&visit["id"], &json!(event), &json!("dialogue"))
    );
    // Nobody else of the household was met.
    assert_eq!(kinds(&touches(minh, &bay).await), [("attendance", "2026-11-20")]);
    // Page by page the same, in the same order.
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = minh.get(&format!("/persons/{tu}/touches?limit=1{cursor}")).await.expect(200);
        paged.extend(page["items"].as_array().expect("items").clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, seen);
    // Corrected: the other one was met. The first version counts no more.
    let body = json!({ "amend_reason": "Ghi nhầm người", "occurred_at": "2026-11-25T08:30:00+07:00", "outcome": "informed", "people": [ward.bay] });
    ward.lan.post(&format!("/visits/{}/amend", id(&visit)), body).await.expect(201);
    assert_eq!(kinds(&touches(minh, &tu).await), [("attendance", "2026-11-20"), ("message", "2026-11-20")]);
    assert_eq!(kinds(&touches(minh, &bay).await), [("visit", "2026-11-25"), ("attendance", "2026-11-20")]);
    minh.post(&format!("/events/{event}/cancel"), json!({ "reason": "Không tổ chức" })).await.expect(200);
    assert_eq!(kinds(&touches(minh, &tu).await), [("message", "2026-11-20")], "it was not held");
    attend(minh, &event, &[&bay]).await.expect_problem(409, "attendance-event-not-held");
    assert_eq!(minh.delete(&format!("/messages/{}", id(&sent["items"][0]))).await.status, 204);
    assert!(touches(minh, &tu).await.is_empty(), "taken back");
    minh.delete(&format!("/messages/{}", id(&sent["items"][0]))).await.expect_problem(404, "not-found");
    for attendance in first["items"].as_array().expect("items") {
        assert_eq!(minh.delete(&format!("/event-attendees/{}", id(attendance))).await.status, 204);
    }
}

#[actix_web::test]
async fn of_two_records_of_one_event_somebody_was_there_once() {
    let ward = Ward::new().await;
    let (hoa, tu) = (ward.w.sign_in("hoa").await, ward.tu.to_string());
    let (kept, merged) = (held(&ward.w, &hoa, "2026-11-20", &[]).await, held(&ward.w, &hoa, "2026-11-21", &[]).await);
    attend(&hoa, &kept, &[&tu]).await.expect(201);
    attend(&hoa, &merged, &[&tu, &ward.bay.to_string()]).await.expect(201);
    hoa.post(&format!("/events/{kept}/merges"), json!({ "merged_id": merged })).await.expect(201);
    let seen = touches(&hoa, &tu).await;
    assert_eq!((kinds(&seen), &seen[0]["event_id"]), (vec![("attendance", "2026-11-20")], &json!(kept)));
    assert_eq!(seen[0]["organisation_ids"].as_array().expect("bodies").len(), 2, "both organisers have a part");
    assert_eq!(
        kinds(&touches(&hoa, &ward.bay.to_string()).await),
        [("attendance", "2026-11-20")],
        "on the day of the one kept"
    );
    attend(&hoa, &merged, &[&tu]).await.expect_problem(409, "attendance-event-not-held");
}

#[actix_web::test]
async fn what_reached_people_goes_along_when_they_move() {
    let ward = Ward::new().await;
    let (hoa, dao, tu) = (ward.w.sign_in("hoa").await, ward.w.sign_in("dao").await, ward.tu.to_string());
    let event = held(&ward.w, &ward.minh, "2026-11-20", &[]).await;
    attend(&ward.minh, &event, &[&tu]).await.expect(201);
    send(&ward.minh, "2026-11-21", &[&tu], json!({})).await.expect(201);
    let home = format!("/households/{}", ward.home);
    hoa.patch(&home, "\"1\"", json!({ "area_id": ward.w.here("31834") })).await.expect(200);
    let seen = touches(&dao, &tu).await;
    assert_eq!(kinds(&seen), [("message", "2026-11-21"), ("attendance", "2026-11-20")]);
    assert!(seen[1]["id"].is_string() && seen[1]["event_id"].is_null(), "the event was in the other ward: {seen:?}");
    let listed = |page: Value| page["items"].as_array().expect("items").len();
    assert_eq!(listed(dao.get("/messages").await.expect(200)), 1);
    assert_eq!(listed(ward.minh.get("/messages").await.expect(200)), 0);
}

#[actix_web::test]
async fn who_asked_to_be_left_alone_may_come_but_is_sent_nothing() {
    let ward = Ward::new().await;
    let (minh, tu, bay) = (&ward.minh, ward.tu.to_string(), ward.bay.to_string());
    minh.patch(&format!("/persons/{tu}"), "\"1\"", json!({ "do_not_contact": true })).await.expect(200);
    let refused = send(minh, "2026-11-25", &[&bay, &tu], json!({})).await;
    refused.expect_problem(422, "message-do-not-contact");
    assert!(touches(minh, &bay).await.is_empty(), "all of them or none");
    let event = held(&ward.w, minh, "2026-11-20", &[]).await;
    attend(minh, &event, &[&tu]).await.expect(201);
    send(minh, "2026-11-26", &[&bay], json!({})).await.expect_problem(422, "message-day-ahead");
    send(minh, "2026-11-25", &[&bay], json!({ "channel": "bo_cau" })).await.expect_problem(422, "unknown-code");
    send(minh, "2026-11-25", &[], json!({})).await.expect_problem(422, "invalid");
    minh.patch(&format!("/households/{}", ward.home), "\"1\"", json!({ "do_not_contact": true })).await.expect(200);
    send(minh, "2026-11-25", &[&bay], json!({})).await.expect_problem(422, "message-do-not-contact");
    // In the next ward nobody of this one is there.
    let dao = ward.w.sign_in("dao").await;
    send(&dao, "2026-11-25", &[&bay], json!({})).await.expect_problem(404, "not-found");
    dao.get(&format!("/persons/{bay}/touches")).await.expect_problem(404, "not-found");
}

#[actix_web::test]
async fn before_a_sign_up_the_window_of_its_day_decides() {
    let office = Office::new().await;
    let (minh, sau) = (&office.ward.minh, office.sau.as_str());
    // Day 91, day 90, the day itself.
    for on in ["2026-08-26", "2026-08-27", "2026-11-25"] {
        send(minh, on, &[sau], json!({})).await.expect(201);
    }
    let made = office.promise(sau).await;
    let path = format!("/enrolments/{}/touches", id(&made));
    let seen = minh.get(&path).await.expect(200);
    assert_eq!((&seen["window_days"], &seen["signed_up_on"]), (&json!(90), &json!("2026-11-25")));
    assert_eq!((&seen["scheme"], &seen["no_recorded_touch"]), (&json!("bhxh_tn"), &json!(false)));
    let all = seen["touches"].as_array().expect("touches").clone();
    assert_eq!(kinds(&all), [("message", "2026-08-27"), ("message", "2026-11-25")], "the earliest first");
    let other = office.promise(&office.another(1).await).await;
    let none = minh.get(&format!("/enrolments/{}/touches", id(&other))).await.expect(200);
    assert_eq!((&none["no_recorded_touch"], &none["touches"]), (&json!(true), &json!([])));
    // Another window from tomorrow on: it is set before anybody can look, and does not reach back.
    let trung = office.ward.w.sign_in("trung").await;
    let window = |from: &str, days: i32| json!({ "scheme": "bhxh_tn", "days": days, "valid_from": from, "basis": "Quyết định mẫu" });
    trung.post("/touch-windows", window("2026-11-25", 10)).await.expect_problem(422, "touch-window-begun");
    trung.post("/touch-windows", window("2026-11-26", 10)).await.expect(201);
    trung.post("/touch-windows", window("2026-11-26", 20)).await.expect_problem(409, "touch-window-same-day");
    office.board.post("/touch-windows", window("2026-11-27", 10)).await.expect_problem(403, "not-allowed");
    office.ward.w.clock.advance_seconds(86_400);
    let minh = office.ward.w.sign_in("minh").await;
    assert_eq!(minh.get(&path).await.expect(200)["window_days"], 90, "as on the day of the sign-up");
    let windows = minh.get("/touch-windows").await.expect(200);
    let of = |scheme: &str| -> Vec<Value> {
        let all = windows.as_array().expect("windows").iter();
        all.filter(|row| row["scheme"] == scheme).map(|row| row["days"].clone()).collect()
    };
    assert_eq!((of("bhxh_tn"), of("bhyt_hgd")), (vec![json!(10), json!(90)], vec![json!(60)]));
}

#[actix_web::test]
async fn what_an_area_was_exposed_to_is_nobodys_touch() {
    let ward = Ward::new().await;
    let minh = &ward.minh;
    let event = held(&ward.w, minh, "2026-11-20", &[]).await;
    let press = ward.w.organisation("Báo Mẫu", "newspaper", ward.w.here("96")).await;
    let banner = json!({ "kind": "banner", "organisation_id": press, "area_id": ward.area, "period_from": "2026-09-01",
        "period_to": "2026-10-10", "title": "Pa-nô mẫu", "count": 20 });
    let banner = id(&minh.post("/media-outputs", banner).await.expect(201)).to_owned();
    for person in [ward.tu, ward.bay] {
        assert!(touches(minh, &person.to_string()).await.is_empty(), "counted heads name nobody");
    }
    let list = |query: &str| format!("/area-exposures?area_id={}{query}", ward.area);
    let seen = minh.get(&list("")).await.expect(200)["items"].clone();
    assert_eq!((&seen[0]["id"], &seen[1]["id"]), (&json!(event), &json!(banner)));
    assert_eq!(
        (&seen[0]["kind"], &seen[0]["headcounts"][0]["count"], &seen[0]["headcounts"][0]["qualifier"]),
        (&json!("dialogue"), &json!(120), &json!("more_than"))
    );
    assert_eq!(
        (&seen[1]["kind"], &seen[1]["days"], &seen[1]["source"]),
        (&json!("banner"), &json!(40), &json!("media_output"))
    );
    let first = minh.get(&list("&limit=1")).await.expect(200);
    let next = format!("&limit=1&cursor={}", first["next_cursor"].as_str().expect("another page"));
    let second = minh.get(&list(&next)).await.expect(200);
    assert_eq!((&second["items"][0]["id"], &second["next_cursor"]), (&json!(banner), &Value::Null));
    let days = |from: &str, to: &str| list(&format!("&from={from}&to={to}"));
    for (from, to, found) in
        [("2026-10-10", "2026-10-10", 1), ("2026-10-11", "2026-11-19", 0), ("2026-08-01", "2026-09-01", 1)]
    {
        let page = minh.get(&days(from, to)).await.expect(200);
        assert_eq!(page["items"].as_array().expect("items").len(), found, "{from} to {to}");
    }
    minh.get(&days("2025-01-01", "2026-11-25")).await.expect_problem(422, "exposure-span");
    minh.get(&days("2026-11-25", "2026-11-24")).await.expect_problem(422, "exposure-span");
}

#[actix_web::test]
async fn a_message_belongs_to_whose_it_was_and_reached_whom_it_reached() {
    let office = Office::new().await;
    let sau = office.sau.as_str();
    let theirs = json!({ "organisation_id": office.other });
    send(&office.mai, "2026-11-20", &[sau], theirs.clone()).await.expect_problem(422, "organisation-not-yours");
    send(&office.mai, "2026-11-21", &[sau], json!({ "organisation_id": office.own })).await.expect(201);
    send(&office.board, "2026-11-20", &[sau], theirs).await.expect(201);
    let listed = |page: Value| page["items"].as_array().expect("items").len();
    assert_eq!(listed(office.mai.get("/messages").await.expect(200)), 1, "the other organisation's is not there");
    assert_eq!(listed(office.board.get(&format!("/messages?person_id={sau}")).await.expect(200)), 2);
    let seen = touches(&office.mai, sau).await;
    assert_eq!(kinds(&seen), [("message", "2026-11-21"), ("message", "2026-11-20")]);
    assert!(seen[0]["id"].is_string() && seen[1]["id"].is_null(), "a row out of sight is not named: {seen:?}");
}
