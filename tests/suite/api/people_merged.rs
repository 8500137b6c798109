//! Two records of one person made one, and taken apart again.
use serde_json::{Value, json};

use super::{
    people::{household, names, person, text},
    touches::{attend, held, send},
};
use crate::support::{World, inside::Inside};

/// The rows that hang on persons, without the numbers of their versions.
fn hanging(w: &World) -> Vec<String> {
    let mut inside = Inside::of(w);
    [
        "SELECT id || ' ' || household_id || ' ' || person_id || ' ' || area_id AS line FROM group_claims WHERE person_id IS NOT NULL",
        "SELECT id || ' ' || person_id || ' ' || area_id AS line FROM consents",
        "SELECT id || ' ' || person_id || ' ' || area_id AS line FROM covers",
        "SELECT id || ' ' || person_id || ' ' || area_id AS line FROM event_attendees",
        "SELECT id || ' ' || person_id || ' ' || area_id AS line FROM messages",
        "SELECT visit_id || ' ' || person_id AS line FROM visit_people",
        "SELECT visit_id || ' ' || person_id || ' ' || scheme || ' ' || interest AS line FROM visit_interests",
        "SELECT id || ' ' || person_id AS line FROM follow_ups",
        "SELECT person_id || ' ' || tail_key || ' ' || area_id AS line FROM person_name_words",
    ]
    .iter()
    .flat_map(|sql| {
        let mut lines = inside.lines(sql);
        lines.sort();
        lines
    })
    .collect()
}

#[actix_web::test]
async fn what_hangs_on_the_merged_record_goes_over_and_comes_back() {
    let w = World::new().await;
    let hoa = w.sign_in("hoa").await;
    let home = household(&w, &hoa, "Hộ mẫu").await;
    let next = json!({ "area_id": w.here("31834"), "name": "Hộ bên" });
    let next = text(&hoa.post("/households", next).await.expect(201)["id"]);
    let kept = text(&person(&hoa, &home, "Trần Văn Mẫu", json!({ "phone": "0901234567" })).await["id"]);
    let merged = text(&person(&hoa, &next, "Trần Mẫu", json!({ "citizen_id": "096085001234" })).await["id"]);
    for (who, household) in [(&kept, &home), (&merged, &next)] {
        let claim = json!({ "person_id": who, "group": "poor", "valid_from": "2026-01-01" });
        hoa.post(&format!("/households/{household}/claims"), claim).await.expect(201);
        let consent = json!({ "purpose": "message", "text_version": "1", "given_at": "2026-11-01T02:00:00Z", "given_how": "spoken" });
        hoa.post(&format!("/persons/{who}/consents"), consent).await.expect(201);
        let cover = json!({ "scheme": "bhyt", "state": "none", "known_on": "2026-11-01", "source": "said" });
        hoa.post(&format!("/persons/{who}/covers"), cover).await.expect(201);
    }
    let area = w.here("31834");
    let mut inside = Inside::of(&w);
    for (visit, both) in [("a", true), ("b", false)] {
        let visit = format!("0198f3c2-7d1e-7a44-9c50-00000000000{visit}");
        inside.run(&format!(
            "INSERT INTO visits (id, household_id, area_id, occurred_at, counted_at, counted_on, clock_suspect, outcome, place_state, seal_key, created_at, rev) \
             VALUES ('{visit}', '{next}', '{area}', '2026-11-20 02:00:00', '2026-11-20 02:00:00', '2026-11-20', FALSE, 'not_home', 'at_home', 1, '2026-11-20 02:00:00', 1)"
        ));
        for who in [&kept, &merged].into_iter().filter(|who| both || *who == &merged) {
            inside.run(&format!("INSERT INTO visit_people (visit_id, person_id) VALUES ('{visit}', '{who}')"));
            inside.run(&format!("INSERT INTO visit_interests (visit_id, person_id, scheme, interest) VALUES ('{visit}', '{who}', 'bhyt', 'high')"));
        }
        inside.run(&format!("INSERT INTO visit_interests (visit_id, person_id, scheme, interest) VALUES ('{visit}', '{merged}', 'bhxh_tn', 'low')"));
    }
    inside.run(&format!(
        "INSERT INTO follow_ups (id, household_id, person_id, area_id, due_from, due_to, priority, origin, status, seal_key, created_at, rev) \
         VALUES ('0198f3c2-7d1e-7a44-9c50-00000000000c', '{next}', '{merged}', '{area}', '2026-12-01', '2026-12-05', 'normal', 'visit', 'open', 1, '2026-11-20 02:00:00', 1)"
    ));
    let (one, other) = (held(&w, &hoa, "2026-11-20", &[]).await, held(&w, &hoa, "2026-11-10", &[]).await);
    attend(&hoa, &one, &[&kept, &merged]).await.expect(201);
    attend(&hoa, &other, &[&merged]).await.expect(201);
    send(&hoa, "2026-11-20", &[&merged], json!({})).await.expect(201);
    let before = hanging(&w);
    let merge = hoa.post(&format!("/persons/{merged}/merge"), json!({ "into_id": kept })).await.expect(201);
    let over = hanging(&w);
    let left: Vec<&String> = over.iter().filter(|line| line.contains(&merged)).collect();
    assert_eq!(left.len(), 3, "what both records have stays: {left:#?}");
    let seen = hoa.get(&format!("/persons/{kept}")).await.expect(200);
    assert_eq!(seen["claims"].as_array().unwrap().len(), 2);
    assert_eq!((seen["consents"].as_array().unwrap().len(), seen["covers"].as_array().unwrap().len()), (2, 2));
    assert_eq!(seen["merges"][0]["id"], merge["id"]);
    // The merged record is no longer found but by its number, which leads to the one kept.
    assert_eq!(names(&hoa.post("/persons/search", json!({ "q": "mau" })).await.expect(200)), ["Trần Văn Mẫu"]);
    assert_eq!(names(&hoa.get("/persons").await.expect(200)), ["Trần Văn Mẫu"]);
    let looked_up = hoa.post("/persons/look-up", json!({ "citizen_id": "096085001234" })).await.expect(200);
    assert_eq!(looked_up["items"][0]["id"], json!(kept));
    assert_eq!(hoa.get(&format!("/persons/{merged}")).await.expect(200)["merged_into_id"], json!(kept));
    hoa.patch(&format!("/persons/{merged}"), "\"2\"", json!({ "sex": "male" }))
        .await
        .expect_problem(409, "person-merged");
    let undo = format!("/person-merges/{}/undo", text(&merge["id"]));
    hoa.post(&undo, json!({})).await.expect(200);
    assert_eq!(hanging(&w), before, "put back exactly");
    hoa.post(&undo, json!({})).await.expect_problem(404, "not-found");
    assert_eq!(names(&hoa.post("/persons/search", json!({ "q": "mau" })).await.expect(200)).len(), 2);
}

#[actix_web::test]
async fn a_record_is_not_merged_with_itself_nor_twice_nor_out_of_scope() {
    let w = World::new().await;
    let (hoa, minh) = (w.sign_in("hoa").await, w.sign_in("minh").await);
    let home = household(&w, &hoa, "Hộ mẫu").await;
    let next = json!({ "area_id": w.here("31834"), "name": "Hộ bên" });
    let next = text(&hoa.post("/households", next).await.expect(201)["id"]);
    let mut made = Vec::new();
    for household in [&home, &home, &home, &next] {
        made.push(text(&person(&hoa, household, "Trần Mẫu", json!({})).await["id"]));
    }
    let [a, b, c, far] = made.try_into().expect("four");
    let merge =
        async |from: &str, into: &str| minh.post(&format!("/persons/{from}/merge"), json!({ "into_id": into })).await;
    merge(&a, &a).await.expect_problem(422, "persons-cannot-be-merged");
    merge(&a, &far).await.expect_problem(404, "not-found");
    merge(&far, &a).await.expect_problem(404, "not-found");
    let done: Value = merge(&a, &b).await.expect(201);
    merge(&a, &c).await.expect_problem(422, "persons-cannot-be-merged");
    merge(&c, &a).await.expect_problem(422, "persons-cannot-be-merged");
    merge(&b, &c).await.expect_problem(422, "persons-cannot-be-merged");
    merge(&c, &b).await.expect(201);
    w.sign_in("dao")
        .await
        .post(&format!("/person-merges/{}/undo", text(&done["id"])), json!({}))
        .await
        .expect_problem(404, "not-found");
}
