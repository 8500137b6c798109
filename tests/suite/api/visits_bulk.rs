//! Many visits in one transaction, as a phone that was away brings them.
use tungnha::{
    access::Scope,
    base::{
        Id, Moment,
        id::{HouseholdId, PersonId, VisitId},
    },
    db::{Event, Who},
    features::visits::{
        PlaceState, Priority,
        decide::{Amends, NewFollowUp, NewVisit, Origin},
        insert_many,
    },
};

use super::visits::Ward;
use crate::support::{inside::Inside, register};

fn visit(household_id: HouseholdId, outcome: &str, occurred_at: Moment) -> NewVisit {
    NewVisit {
        id: Id::new(),
        household_id,
        occurred_at,
        outcome: outcome.into(),
        reason: None,
        place_state: PlaceState::AtHome,
        duration_min: None,
        note: Some("Ghi lúc ngoại tuyến".into()),
        people: Vec::new(),
        interests: Vec::new(),
        campaign_id: None,
        organisation_id: None,
        outing_id: None,
        follow_up: None,
        fulfils: Vec::new(),
        amends: None,
    }
}

/// What a phone tells whose clock was found to be a day ahead.
fn told(new: NewVisit, received_at: Moment) -> (NewVisit, Origin) {
    let origin = Origin {
        user_id: None,
        device_id: Some(Id::new()),
        estimated: new.occurred_at.plus_seconds(-24 * 3_600),
        clock_suspect: true,
        received_at,
    };
    (new, origin)
}

#[actix_web::test]
async fn a_refused_visit_never_hurts_the_others_and_later_ones_know_of_earlier_ones() {
    let ward = Ward::new().await;
    let now = ward.w.clock.now();
    let (db, today, area) = (&ward.w.api.db, ward.w.clock.today(), ward.area);
    let strange = register::household(db, ward.w.here("31834"), "Lê Văn Mẫu");
    let promise = NewFollowUp {
        id: Id::new(),
        person_id: Some(ward.bay),
        scheme: None,
        due_from: today.plus_days(-3),
        due_to: today,
        priority: Priority::High,
        note: Some("Mang thẻ cũ".into()),
    };
    let people: Vec<PersonId> = vec![ward.bay];
    let first = NewVisit {
        follow_up: Some(promise.clone()),
        people: people.clone(),
        ..visit(ward.home, "appointment", now.plus_seconds(-3 * 24 * 3_600))
    };
    let keeps = NewVisit { people, ..visit(ward.home, "agreed", now) };
    let amends = Amends { visit_id: keeps.id, reason: "Ghi nhầm".into() };
    let corrects = NewVisit { amends: Some(amends), people: vec![ward.tu], ..visit(ward.home, "refused", now) };
    let news = vec![
        first.clone(),
        visit(strange, "not_home", now),
        visit(ward.home, "no_such_word", now),
        keeps.clone(),
        first.clone(),
        corrects.clone(),
        visit(ward.home, "not_home", now),
    ];
    let (lines, feed) = (
        ward.w.audit_lines(),
        "SELECT CAST(count(*) AS TEXT) AS line FROM feed WHERE entity IN ('visit', 'follow_up')",
    );
    let mut inside = Inside::of(&ward.w);
    let told_all: Vec<_> = news.into_iter().map(|new| told(new, now)).collect();
    let results = db
        .write(Who::program("tests"), move |tx| {
            let results = insert_many(tx, &Scope::at(area, today), told_all)?;
            let taken: Vec<VisitId> = results.iter().flatten().map(|r| r.visit.id).collect();
            tx.record(Event::new("push.taken", "visit", taken[0]).in_area(area));
            Ok(results)
        })
        .await
        .expect("a batch");
    let said: Vec<&str> =
        results.iter().map(|r| r.as_ref().err().map_or("taken", |refused| refused.spec.code)).collect();
    assert_eq!(said, ["taken", "not-found", "unknown-code", "taken", "already-exists", "taken", "taken"]);
    let taken = |n: usize| &results[n].as_ref().expect("a visit").visit;
    assert_eq!((taken(0).counted_at, taken(0).clock_suspect), (first.occurred_at.plus_seconds(-24 * 3_600), true));
    assert_eq!((taken(3).amended_by_id, taken(3).rev), (Some(corrects.id), 2));
    assert_eq!((taken(5).amends_id, taken(5).amended_by_id), (Some(keeps.id), None));
    // Four visits and one follow-up changed, each with one number, and one line for all.
    assert_eq!((ward.w.audit_lines() - lines, inside.lines(feed)), (1, vec!["5".to_owned()]));
    // Bảy's promise was kept by the visit that was corrected to Tư: so it waits again.
    let waits = ward.lan.get(&format!("/follow-ups/{}", promise.id)).await.expect(200);
    assert_eq!((waits["status"].as_str(), waits["note"].as_str()), (Some("open"), Some("Mang thẻ cũ")));
    let shown = ward.lan.get(&format!("/visits/{}", keeps.id)).await.expect(200);
    assert_eq!(shown["amended_by_id"].as_str(), Some(corrects.id.as_str()));
}

#[actix_web::test]
async fn two_hundred_visits_take_a_few_statements() {
    let ward = Ward::new().await;
    let now = ward.w.clock.now();
    let (db, today, area) = (&ward.w.api.db, ward.w.clock.today(), ward.area);
    let people = [ward.bay, ward.tu];
    let told_all: Vec<_> = (0..200)
        .map(|n| NewVisit { people: people.to_vec(), ..visit(ward.home, "informed", now.plus_seconds(-n)) })
        .map(|new| told(new, now))
        .collect();
    // Eight looks, two inserts, five statements at the end; not one more for another visit.
    db.faults().arm(20);
    let written = db
        .write(Who::program("tests"), move |tx| {
            let results = insert_many(tx, &Scope::at(area, today), told_all)?;
            tx.record(Event::new("push.taken", "device", Id::<()>::new()).in_area(area));
            Ok(results.iter().flatten().count())
        })
        .await;
    assert!(db.faults().disarm(), "more than twenty statements");
    assert_eq!(written.expect("a batch"), 200);
}
