//! What reaches many at once in the sample: events with those who were there, press and loudspeakers, messages; and the plan.
use serde_json::{Value, json};

use super::{
    super::dice::{Dice, id},
    entered,
    places::{Body, LABEL},
    plan::Plan,
    staff::campaign_on,
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{EventId, PersonId},
    },
    db::Tx,
    features::{events, media, targets, touches},
};

/// Kinds of events, by how often: type, what it is called, whether people are counted.
const EVENTS: &[(f64, (&str, &str, bool))] = &[
    (30.0, ("conference", "Hội nghị tuyên truyền", true)),
    (20.0, ("dialogue", "Đối thoại với người dân", true)),
    (20.0, ("small_group", "Tuyên truyền nhóm nhỏ", true)),
    (20.0, ("loudspeaker_round", "Tuyên truyền lưu động, loa truyền thanh", false)),
    (10.0, ("customer_conference", "Hội nghị khách hàng", true)),
];
/// Which bodies stand beside the board.
const PARTNERS: &[Body] = &[Body::Women, Body::Farmers, Body::Youth, Body::Post];
/// Which part of those counted at an event is noted by name.
const BY_NAME: usize = 3;
/// How many get a message at once.
const MESSAGES: usize = 40;

/// Writes what happened on a day besides visits and sign-ups.
///
/// # Errors
/// When a rule refuses something, which is a mistake of ours; when the database fails.
pub fn write(tx: &mut Tx, scope: &Scope, plan: &Plan, day: Day) -> Result<()> {
    for n in events_on(plan, day) {
        event(tx, scope, plan, (day, n))?;
    }
    if day.day_of_month() % 10 == 5 {
        publish(tx, scope, plan, day)?;
        write_to(tx, scope, plan, day)?;
    }
    Ok(())
}

/// Whether anything happens on a day.
pub fn is_busy(plan: &Plan, day: Day) -> bool {
    day.day_of_month() % 10 == 5 || !events_on(plan, day).is_empty()
}

/// Which events of the month fall on a day.
fn events_on(plan: &Plan, day: Day) -> Vec<usize> {
    let month = usize::try_from(day.year() * 12).unwrap_or(0) + usize::try_from(day.month()).unwrap_or(0);
    let on = |n: &usize| Dice::of("event day", month * 100 + n).between(1, 28) == i64::from(day.day_of_month());
    (0..plan.amounts.events).filter(on).collect()
}

fn event(tx: &mut Tx, scope: &Scope, plan: &Plan, (day, n): (Day, usize)) -> Result<()> {
    let place = number_of(day) * 100 + n;
    let mut dice = Dice::of("event", place);
    let commune = dice.below(plan.places.communes.len());
    let Some(at) = plan.places.communes.get(commune) else { return Ok(()) };
    let (kind, what, counts) = dice.weighted(EVENTS, ("conference", "Hội nghị tuyên truyền", true));
    let partner = dice.one(PARTNERS, Body::Women);
    let count = dice.between(24, 140);
    let heads =
        if counts { json!([{ "measure": "people", "count": count, "audience": "general" }]) } else { json!([]) };
    let event: EventId = id("event", place, day)?;
    let body = json!({
        "id": event, "campaign_id": campaign_on(&plan.calendar, day)?, "event_type": kind,
        "title": format!("{what} tại {}", at.full_name), "starts_on": day, "ends_on": day, "area_id": at.id,
        "organiser_id": Body::Board.id()?,
        "partners": [{ "organisation_id": partner.id()?, "role": "co_host" }],
        "schemes": if dice.chance(0.5) { json!(["bhyt"]) } else { json!(["bhyt", "bhxh_tn"]) },
        "headcounts": heads, "status": "held",
    });
    events::create_event(tx, scope, entered(body)?)?;
    if counts && kind != "conference" {
        let there = usize::try_from(count).unwrap_or(0) / BY_NAME;
        let people = some_heads(plan, &mut dice, commune, there);
        touches::record_attendees(tx, scope, event, &entered(json!({ "person_ids": people }))?)?;
    }
    Ok(())
}

/// Heads of households of a commune who want to be reached.
fn some_heads(plan: &Plan, dice: &mut Dice, commune: usize, most: usize) -> Vec<PersonId> {
    let own = plan.homes.get(commune).map(Vec::as_slice).unwrap_or_default();
    let mut heads: Vec<PersonId> = Vec::new();
    for _ in 0..most {
        let home = own.get(dice.below(own.len())).filter(|home| !home.left_alone);
        if let Some(head) = home.and_then(|home| home.people.first())
            && !heads.contains(&head.id)
        {
            heads.push(head.id);
        }
    }
    heads
}

fn publish(tx: &mut Tx, scope: &Scope, plan: &Plan, day: Day) -> Result<()> {
    let (body, kind, title) = if day.day_of_month() == 15 {
        (Body::Broadcaster, "broadcast", "Chuyên mục Bảo hiểm xã hội, bảo hiểm y tế với mọi nhà")
    } else {
        (Body::Newspaper, "article", "Đến từng nhà, gặp từng người")
    };
    let body = json!({ "kind": kind, "organisation_id": body.id()?, "area_id": plan.places.top, "published_on": day,
                       "title": format!("{title} {LABEL}"), "count": 1, "campaign_id": campaign_on(&plan.calendar, day)? });
    media::create_media_output(tx, scope, entered(body)?).map(drop)
}

fn write_to(tx: &mut Tx, scope: &Scope, plan: &Plan, day: Day) -> Result<()> {
    let mut dice = Dice::of("messages", number_of(day));
    let commune = dice.below(plan.places.communes.len());
    let people = some_heads(plan, &mut dice, commune, MESSAGES);
    if people.is_empty() {
        return Ok(());
    }
    let body = json!({ "channel": dice.one(&["zalo", "sms"], "sms"), "sent_on": day, "person_ids": people,
                       "campaign_id": campaign_on(&plan.calendar, day)?, "organisation_id": Body::Post.id()? });
    touches::record_messages(tx, scope, entered(body)?).map(drop)
}

/// Sets the targets of the year: some communes are far from theirs.
///
/// # Errors
/// When the database fails.
pub fn set_targets(tx: &mut Tx, scope: &Scope, plan: &Plan, year: i32) -> Result<()> {
    let mut set = |body: Value| targets::create_target(tx, scope, entered(body)?).map(drop);
    let source = format!("Kế hoạch của Tỉnh Mẫu {LABEL}");
    let mut all = 0;
    for commune in &plan.places.communes {
        // One in six was given far more than the others.
        let pressed = if commune.n % 6 == 5 { 2.5 } else { 0.4 };
        let percent = ((commune.covered.0 + 52.0 + pressed * 2.0) * 10.0).round() / 10.0;
        let workers = commune.people * 52 / 100;
        let participants = (workers * if commune.n % 6 == 5 { 85 } else { 52 }) / 1_000;
        all += participants;
        set(
            json!({ "area_id": commune.id, "scheme": "bhyt", "measure": "coverage_percent", "period": year.to_string(),
                    "value": percent, "basis": "population", "source": source }),
        )?;
        set(
            json!({ "area_id": commune.id, "scheme": "bhxh_tn", "measure": "participants", "period": year.to_string(),
                    "value": participants, "source": source }),
        )?;
    }
    set(
        json!({ "area_id": plan.places.top, "scheme": "bhyt", "measure": "coverage_percent", "period": year.to_string(),
                "value": 87, "basis": "population", "source": source }),
    )?;
    set(json!({ "area_id": plan.places.top, "scheme": "bhxh_tn", "measure": "participants", "period": year.to_string(),
                "value": all, "source": source }))
}

/// A number of its own for each day.
fn number_of(day: Day) -> usize {
    usize::try_from(day.days_since(super::places::since())).unwrap_or(0)
}
