//! Sixty days without a network: 2,400 visits and 300 edits on one phone, while its commune is merged into another, its
//! token runs out and its app grows old. Everything arrives, or is visibly refused.
use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::id::AreaId,
    db::{
        Who,
        schema::{area_closure, area_successions, areas},
    },
};

use crate::support::{
    Client, World,
    phone::{Fate, Phone, household, new_id, visit},
};

const DAYS: usize = 60;
const VISITS_A_DAY: usize = 40;
const EDITS_A_DAY: usize = 5;
const DOORS: usize = 40;
const DAY: i64 = 86_400;

/// The commune goes wholly into a new one, as a decree would have it: a new area, dated, with the old one as its past.
fn merge(w: &World, old: AreaId, new: AreaId) {
    w.api
        .db
        .write_now(Who::program("tests"), move |tx| {
            let (today, conn) = (tx.today(), tx.conn()?);
            let before: (Option<AreaId>, String, String, String) = areas::table
                .find(old)
                .select((areas::parent_id, areas::kind, areas::level, areas::sort_key))
                .first(conn)?;
            diesel::update(areas::table.find(old)).set(areas::valid_to.eq(today.before())).execute(conn)?;
            diesel::insert_into(areas::table)
                .values((
                    areas::id.eq(new),
                    areas::code.eq("31999"),
                    areas::valid_from.eq(today),
                    areas::level.eq(before.2),
                    areas::parent_id.eq(before.0),
                    areas::kind.eq(before.1),
                    areas::name.eq("Mẫu Mới"),
                    areas::full_name.eq("Xã Mẫu Mới"),
                    areas::name_key.eq("mau moi"),
                    areas::full_name_key.eq("xa mau moi"),
                    areas::sort_key.eq(before.3),
                    areas::rev.eq(1_i64),
                ))
                .execute(conn)?;
            diesel::insert_into(area_successions::table)
                .values((
                    area_successions::old_id.eq(old),
                    area_successions::new_id.eq(new),
                    area_successions::on_day.eq(today),
                    area_successions::share.eq("whole"),
                    area_successions::note.eq(""),
                ))
                .execute(conn)?;
            let above: Vec<(AreaId, i32)> = area_closure::table
                .filter(area_closure::descendant_id.eq(old))
                .filter(area_closure::via.eq("tree"))
                .filter(area_closure::ancestor_id.ne(old))
                .select((area_closure::ancestor_id, area_closure::depth))
                .load(conn)?;
            let lines = above.into_iter().map(|(upper, depth)| (upper, new, "tree", depth));
            for (upper, lower, via, depth) in lines.chain([(new, new, "tree", 0), (new, old, "past", 0)]) {
                diesel::insert_into(area_closure::table)
                    .values((
                        area_closure::ancestor_id.eq(upper),
                        area_closure::descendant_id.eq(lower),
                        area_closure::via.eq(via),
                        area_closure::depth.eq(depth),
                        area_closure::valid_from.eq(today),
                    ))
                    .execute(conn)?;
            }
            tx.housekeeping("a decree");
            Ok(())
        })
        .expect("the map is redrawn");
}

/// Takes the grant of a field worker and gives the same in another area.
async fn move_grant(board: &Client, user: &str, to: AreaId) {
    let path = format!("/users/{user}/grants");
    let held = board.get(&path).await.expect(200);
    let grant = held[0]["id"].as_str().expect("a grant");
    board.delete(&format!("/grants/{grant}")).await.expect(204);
    board.post(&path, json!({ "role": "field_worker", "area_id": to })).await.expect(201);
}

/// What happened at the doors, day by day, by the phone's clock, which drifts: the operations of an old app among them.
fn enter(phone: &mut Phone, area: &str, doors: &[String], start: tungnha::base::Moment) -> Vec<String> {
    let mut out_of_date = Vec::new();
    for day in 0..DAYS {
        let day_number = i64::try_from(day).expect("small");
        phone.now = start.plus_seconds(day_number * DAY);
        phone.skew = day_number * 60;
        for n in 0..VISITS_A_DAY {
            let door = &doors[(day + n) % doors.len()];
            let outcome = if n % 3 == 0 { "informed" } else { "not_home" };
            phone.create("visit", visit(door, outcome, json!({})));
        }
        for n in 0..EDITS_A_DAY {
            let door = &doors[(day * EDITS_A_DAY + n) % doors.len()];
            match n {
                0 => phone.patch("household", door, json!({ "landmark": format!("ngày {day}") })),
                1 => phone.patch("household", door, json!({ "note": format!("Ghi chú ngày {day}") })),
                2 => phone.patch("household", door, json!({ "do_not_contact": day % 2 == 0 })),
                3 => phone.patch("household", door, json!({ "house_number": format!("{day}A") })),
                _ => phone.patch("household", door, json!({ "name": format!("Hộ Mẫu {day}") })),
            };
        }
        if day == DAYS - 1 {
            let new = phone.create("household", household(area, "Hộ mới trong xã cũ"));
            phone.create("visit", visit(&new, "informed", json!({})));
            let visit = visit(&doors[0], "informed", json!({ "weather": "rain" }));
            out_of_date.push(phone.enter("create", "visit", &new_id(), visit));
            let survey = json!({ "household_id": doors[0], "score": 5 });
            out_of_date.push(phone.enter("create", "survey", &new_id(), survey));
        }
    }
    out_of_date
}

#[actix_web::test]
async fn sixty_days_offline_lose_nothing() {
    let w = World::new().await;
    let (old, new) = (w.here("31825"), "01a20000-0000-7000-8000-000000031999".parse().expect("an id"));
    let session = w.sign_in_answer("lan").await;
    let text = |field: &str| session[field].as_str().expect(field).to_owned();
    let lan = session["user"]["id"].as_str().expect("an id").to_owned();
    let start = w.clock.now();
    let mut phone = Phone::new(w.anonymous().with_token(&text("access_token")), start);
    phone.schema_version = 0;
    let doors: Vec<String> =
        (0..DOORS).map(|n| phone.create("household", household(&old.to_string(), &format!("Hộ Mẫu {n}")))).collect();
    phone.push().await;
    phone.pull().await;

    let out_of_date = enter(&mut phone, &old.to_string(), &doors, start);
    assert_eq!(phone.waiting(), DAYS * (VISITS_A_DAY + EDITS_A_DAY) + 4);
    w.clock.advance_seconds(30 * DAY);
    merge(&w, old, new);
    move_grant(&w.sign_in("hoa").await, &lan, new).await;
    let minh = w.sign_in("hoa").await;
    let path = format!("/households/{}", doors[4]);
    let etag = minh.get(&path).await.header("etag").expect("a version").to_owned();
    minh.patch(&path, &etag, json!({ "name": "Sửa ở văn phòng" })).await.expect(200);

    w.clock.advance_seconds(30 * DAY);
    phone.now = w.clock.now();
    let first = phone.body(&phone.next());
    phone.client().post("/sync/push", first).await.expect_problem(401, "not-signed-in");
    let next = w.anonymous().post("/sessions/refresh", json!({ "refresh_token": text("refresh_token") })).await;
    let next = next.expect(200);
    phone.sign_in(w.anonymous().with_token(next["access_token"].as_str().expect("a token")));
    let mut pushes = 0;
    while phone.waiting() > 0 {
        let answer = phone.push().await;
        assert_eq!(answer["missing_seqs"], json!([]));
        pushes += 1;
        assert!(pushes <= 15, "{} still wait after {pushes} pushes", phone.waiting());
    }

    let mut ends: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for entry in &phone.ledger {
        let Fate::Told { status, code, .. } = &entry.fate else { panic!("{entry:?}") };
        *ends.entry((status.clone(), code.clone())).or_default() += 1;
    }
    let count = |status: &str| ends.iter().filter(|((s, _), _)| s == status).map(|(_, n)| n).sum::<usize>();
    assert_eq!(count("refused"), out_of_date.len(), "{ends:?}");
    assert_eq!(phone.told(&out_of_date[0]), ("refused", Some("invalid")));
    assert_eq!(phone.told(&out_of_date[1]), ("refused", Some("op-unknown")));
    assert_eq!(count("accepted") + count("merged") + count("conflict"), phone.ledger.len() - 2, "{ends:?}");
    assert!(count("conflict") >= 1, "the name that was changed in the office meets one of the phone's: {ends:?}");

    let supervisor = w.sign_in("hoa").await;
    let seen = supervisor.get("/sync/refused").await.expect(200);
    let ids: Vec<&Value> = seen["items"].as_array().expect("items").iter().map(|c| &c["op_id"]).collect();
    assert!(out_of_date.iter().all(|id| ids.contains(&&json!(id))), "refusals are seen by the supervisor");
    phone.pull().await;
    assert_eq!(phone.ids("visit").len(), DAYS * VISITS_A_DAY + 1);
    let moved = phone.records.values().find(|r| r["name"] == "Hộ mới trong xã cũ").expect("the new household");
    assert_eq!(moved["area_id"], json!(new), "what was entered in the old commune lies in the new one");
}
