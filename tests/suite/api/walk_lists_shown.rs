//! Walk lists where there is no network: on phones and on paper.
use serde_json::json;

use super::walk_lists::{Ward, id, texts};
use crate::support::phone::Phone;

#[actix_web::test]
async fn phones_get_their_lists_with_all_doors() {
    let ward = Ward::new().await;
    let homes = [ward.home("1").await, ward.home("2").await];
    let list = ward.list(json!({ "never_met": true }), json!({})).await;
    let mut lan = Phone::new(ward.lan.clone(), ward.w.clock.now());
    lan.pull().await;
    let shown = lan.record("walk_list", id(&list)).expect("the list").clone();
    assert_eq!((&shown["state"], &shown["assignments"], &shown["doors"]), (&json!("open"), &json!([]), &json!(2)));
    assert_eq!(texts(&shown["entries"], "household_id"), homes.each_ref().map(String::as_str));
    assert_eq!(shown["entries"][1]["reasons"][0]["code"], "never_met");
    assert!(!shown.to_string().contains("Hộ mẫu"), "doors are ids; names come with the households");
    ward.assign(&list, "lan", "assign", None).await.expect(200);
    lan.pull().await;
    let shown = lan.record("walk_list", id(&list)).expect("the list");
    assert_eq!(shown["assignments"][0]["user_id"], ward.user("lan").await.as_str());
    assert_eq!(shown["entries"].as_array().expect("doors").len(), 2);
    ward.minh.post(&format!("/walk-lists/{}/close", id(&list)), json!({})).await.expect(200);
    lan.pull().await;
    let shown = lan.record("walk_list", id(&list)).expect("the list");
    assert_eq!((&shown["state"], &shown["entries"]), (&json!("closed"), &json!([])));
    // Phones make none, another ward's phone gets none, and one that begins gets those that are open.
    let own = lan.create("walk_list", json!({ "name": "Danh sách riêng" }));
    lan.push().await;
    assert_eq!(lan.ledger[0].op["entity_id"], own.as_str());
    let told = lan.ledger[0].op["op_id"].as_str().expect("an id").to_owned();
    assert_eq!(lan.told(&told), ("refused", Some("op-unknown")));
    let mut dao = Phone::new(ward.w.sign_in("dao").await, ward.w.clock.now());
    dao.pull().await;
    assert!(dao.ids("walk_list").is_empty());
    for n in 0..23 {
        let mut body = ward.asked(json!({ "never_met": true }), json!({}));
        body["name"] = json!(format!("Danh sách {n}"));
        ward.minh.post("/walk-lists", body).await.expect(201);
    }
    let mut mai = Phone::new(ward.mai.clone(), ward.w.clock.now());
    mai.pull().await;
    assert_eq!(mai.ids("walk_list").len(), 23);
    // Ten lists an answer, by the feed as by the walk.
    let cursor = lan.cursor.clone().expect("a cursor");
    let answer = ward.lan.get(&format!("/sync/pull?cursor={cursor}")).await.expect(200);
    assert_eq!((answer["items"].as_array().expect("items").len(), &answer["more"]), (10, &json!(true)));
    lan.pull().await;
    assert_eq!(lan.ids("walk_list").len(), 24);
}

#[actix_web::test]
async fn a_sheet_is_printed_with_a_row_for_every_door() {
    let ward = Ward::new().await;
    let home = ward.home("12A").await;
    ward.cover(&home, "covered", Some("2026-12-05")).await;
    let sly = json!({ "area_id": ward.area, "name": "Hộ <script>alert('mẫu')</script>", "house_number": "13" });
    ward.made("/households", sly).await;
    let criteria = json!({ "never_met": true, "ending_within_days": { "scheme": "bhyt_hgd", "days": 30 } });
    let list = ward.list(criteria, json!({})).await;
    let path = format!("/walk-lists/{}/sheet.html", id(&list));
    let answer = ward.lan.get(&path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let page = String::from_utf8(answer.bytes).expect("text");
    assert_eq!(page.matches("<tr>").count(), 3);
    assert!(
        page.contains("12A · Hộ mẫu 12A")
            && page.contains("Sắp hết hạn BHYT hộ gia đình (1 người): 05/12/2026<br>Chưa gặp lần nào"),
        "{page}"
    );
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(&#39;mẫu&#39;)"), "{page}");
    let english = ward.lan.with_header("accept-language", "en").get(&path).await;
    assert!(
        String::from_utf8(english.bytes)
            .expect("text")
            .contains("Cover ends household health insurance (1 person): 05/12/2026")
    );
    ward.w.sign_in("dao").await.get(&path).await.expect_problem(404, "not-found");
}
