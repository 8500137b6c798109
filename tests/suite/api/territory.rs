//! The official lists, their links, and finding a place by what people type.
use serde_json::{Value, json};

use crate::support::{Client, World};

async fn all(client: &Client, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let next = cursor.map(|c| format!("&cursor={c}")).unwrap_or_default();
        let page = client.get(&format!("{path}&limit=200{next}")).await.expect(200);
        items.extend(page["items"].as_array().expect("items").clone());
        match page["next_cursor"].as_str() {
            Some(c) => cursor = Some(c.to_owned()),
            None => return items,
        }
    }
}

/// Communes of each province in code order, as published.
const PER_PROVINCE: [usize; 34] = [
    126, 56, 124, 45, 38, 75, 99, 92, 65, 54, 99, 148, 114, 104, 129, 166, 130, 69, 78, 40, 94, 96, 135, 65, 102, 124,
    95, 168, 96, 102, 124, 102, 103, 64,
];

#[actix_web::test]
async fn the_lists_hold_what_the_law_says() {
    let w = World::new().await;
    let c = w.sign_in("lan").await;
    let mut provinces = all(&c, "/areas?on=2025-07-01&level=province").await;
    assert_eq!(provinces.len(), 34);
    assert_eq!(all(&c, "/areas?on=2025-06-30&level=province").await.len(), 63);
    assert_eq!(all(&c, "/areas?on=2025-06-30&level=district").await.len(), 696);
    assert_eq!(all(&c, "/areas?on=2025-07-01&level=district").await.len(), 0);
    assert_eq!(all(&c, "/areas?on=2025-07-01&level=commune").await.len(), 3_321);
    assert_eq!(all(&c, "/areas?on=2025-06-30&level=commune").await.len(), 10_035);
    provinces.sort_by_key(|p| p["code"].as_str().map(str::to_owned));
    let mut counts = Vec::new();
    for province in &provinces {
        counts.push(
            c.get(&format!("/areas/{}/children?on=2025-07-01", province["id"].as_str().unwrap()))
                .await
                .expect(200)
                .as_array()
                .unwrap()
                .len(),
        );
    }
    assert_eq!(counts, PER_PROVINCE);
}

#[actix_web::test]
async fn kinds_change_on_30_4_2026_while_the_area_stays() {
    let w = World::new().await;
    let c = w.sign_in("lan").await;
    let kinds = |rows: Vec<Value>, kind: &str| rows.iter().filter(|r| r["kind"] == kind).count();
    assert_eq!(kinds(all(&c, "/areas?on=2026-04-29&level=province").await, "tinh"), 28);
    assert_eq!(kinds(all(&c, "/areas?on=2026-04-30&level=province").await, "tinh"), 27);
    assert_eq!(kinds(all(&c, "/areas?on=2026-04-30&level=province").await, "thanh_pho"), 7);
    assert_eq!(kinds(all(&c, "/areas?on=2026-04-30&level=commune").await, "phuong"), 697);
    let before = c.get("/areas?code=75&on=2026-04-29").await.expect(200)["items"][0].clone();
    let after = c.get("/areas?code=75&on=2026-04-30").await.expect(200)["items"][0].clone();
    assert_eq!((&before["full_name"], &after["full_name"]), (&json!("Tỉnh Đồng Nai"), &json!("Thành phố Đồng Nai")));
    assert_eq!(before["id"], after["id"]);
}

#[actix_web::test]
async fn a_code_means_another_province_from_one_day_to_the_next() {
    let w = World::new().await;
    let c = w.sign_in("lan").await;
    for (code, old, new) in [
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
        ("52", "Bình Định", "Gia Lai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("15", "Yên Bái", "Lào Cai"),
        ("44", "Quảng Bình", "Quảng Trị"),
    ] {
        assert_eq!(c.get(&format!("/areas?code={code}&on=2025-06-30")).await.expect(200)["items"][0]["name"], old);
        assert_eq!(c.get(&format!("/areas?code={code}&on=2025-07-01")).await.expect(200)["items"][0]["name"], new);
    }
}

#[actix_web::test]
async fn wards_of_vi_thanh_find_their_successors() {
    let w = World::new().await;
    let c = w.sign_in("lan").await;
    let city = c.get("/areas?q=TP%20V%E1%BB%8B%20Thanh").await.expect(200)["items"][0].clone();
    assert_eq!(city["full_name"], "Thành phố Vị Thanh");
    let wards = c.get(&format!("/areas/{}/children?on=2025-06-30", city["id"].as_str().unwrap())).await.expect(200);
    let mut targets = std::collections::BTreeSet::new();
    for ward in wards.as_array().unwrap() {
        let next = c.get(&format!("/areas/{}/successors", ward["id"].as_str().unwrap())).await.expect(200);
        assert!(!next.as_array().unwrap().is_empty(), "{ward}");
        targets.extend(next.as_array().unwrap().iter().map(|s| s["area"]["code"].as_str().unwrap().to_owned()));
    }
    assert!(targets.contains("31321"), "{targets:?}");
    let vi_thanh = w.here("31321");
    let made_of = c.get(&format!("/areas/{vi_thanh}/predecessors")).await.expect(200);
    assert!(made_of.as_array().unwrap().iter().any(|p| p["share"] == "whole"));
}

#[actix_web::test]
async fn places_are_found_however_they_are_typed() {
    let w = World::new().await;
    let c = w.sign_in("lan").await;
    let first = |q: &'static str| {
        let c = c.clone();
        async move {
            let encoded: String = q.bytes().map(|b| format!("%{b:02X}")).collect();
            c.get(&format!("/areas?q={encoded}")).await.expect(200)["items"]
                .as_array()
                .unwrap()
                .first()
                .map(|a| a["full_name"].as_str().unwrap().to_owned())
        }
    };
    assert_eq!(first("dak lak").await.as_deref(), Some("Tỉnh Đắk Lắk"));
    assert_eq!(first("Đắk Lắk").await.as_deref(), Some("Tỉnh Đắk Lắk"));
    assert_eq!(first("DAK LAK").await.as_deref(), Some("Tỉnh Đắk Lắk"));
    assert_eq!(first("TP Vị Thanh").await.as_deref(), Some("Thành phố Vị Thanh"));
    assert_eq!(first("tp. vi thanh").await.as_deref(), Some("Thành phố Vị Thanh"));
    for spelling in ["Hòa Bình", "Hoà Bình", "Ho\u{0300}a Bi\u{0300}nh", "Hoa\u{0300} Bi\u{0300}nh"] {
        assert!(
            first(spelling).await.unwrap().contains("Hòa Bình") || first(spelling).await.unwrap().contains("Hoà Bình"),
            "{spelling}"
        );
    }
    assert_eq!(first("P. Vị Thanh").await.as_deref(), Some("Phường Vị Thanh"));
    assert_eq!(first("X. Vị Thanh 1").await.as_deref(), Some("Xã Vị Thanh 1"));
    assert_eq!(first("100%").await, None);
    assert_eq!(first("_").await, None);
}

#[actix_web::test]
async fn an_alias_is_read_as_the_right_code() {
    let w = World::new().await;
    let c = w.sign_in("lan").await;
    assert_eq!(c.get("/areas?code=06978&on=2026-01-01").await.expect(200)["items"][0]["code"], "06970");
}

#[actix_web::test]
async fn hamlets_are_made_below_ones_own_commune_only() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let (own, other, province) = (w.here("31825"), w.here("31834"), w.here("96"));
    let hamlet = minh.post("/areas", json!({ "parent_id": own, "kind": "khom", "name": "Khóm 1" })).await.expect(201);
    assert_eq!(hamlet["level"], "hamlet");
    minh.post("/areas", json!({ "parent_id": own, "kind": "khom", "name": "KHOM 1" }))
        .await
        .expect_problem(409, "hamlet-already-exists");
    minh.post("/areas", json!({ "parent_id": other, "kind": "khom", "name": "Khóm 2" }))
        .await
        .expect_problem(404, "not-found");
    minh.post("/areas", json!({ "parent_id": province, "kind": "khom", "name": "Khóm 2" }))
        .await
        .expect_problem(404, "not-found");
    w.sign_in("hoa")
        .await
        .post("/areas", json!({ "parent_id": province, "kind": "ap", "name": "Ấp 2" }))
        .await
        .expect_problem(422, "not-a-commune");
    let below = minh.get(&format!("/areas/{own}/children")).await.expect(200);
    assert_eq!(below[0]["full_name"], "Khóm 1");
}

#[actix_web::test]
async fn coverage_of_a_2026_commune_is_compared_on_the_same_ground() {
    let w = World::new().await;
    let board = w.sign_in("trung").await;
    // Two wards of today: one made of whole communes only, one that drew on a divided commune.
    let (mut whole, mut divided) = (None, None);
    for ward in board.get(&format!("/areas/{}/children", w.here("96"))).await.expect(200).as_array().unwrap() {
        let id = ward["id"].as_str().unwrap().to_owned();
        let parts = board.get(&format!("/areas/{id}/predecessors")).await.expect(200).as_array().unwrap().clone();
        if parts.len() >= 2 && parts.iter().all(|p| p["share"] == "whole") {
            whole.get_or_insert((id, parts));
        } else if parts.iter().any(|p| p["share"] == "part") {
            divided.get_or_insert((id, parts));
        }
    }
    let snapshot = |area: String, day: &'static str, participants: i64| json!({ "area_id": area, "scheme": "bhyt", "as_of": day, "participants": participants, "source": "số liệu mẫu" });
    let (id, parts) = whole.expect("a commune of whole communes");
    let mut sum = 0;
    for (n, part) in (1..).zip(&parts) {
        sum += 1_000 * n;
        board
            .post("/coverage-snapshots", snapshot(part["area"]["id"].as_str().unwrap().into(), "2024-12-31", 1_000 * n))
            .await
            .expect(201);
    }
    board.post("/coverage-snapshots", snapshot(id.clone(), "2025-12-31", sum + 77)).await.expect(201);
    let yoy = board.get(&format!("/coverage?area_id={id}&scheme=bhyt&as_of=2025-12-31&compare=yoy")).await.expect(200);
    assert_eq!(
        (&yoy["comparable"], &yoy["change"]["persons"], &yoy["earlier"]["participants"]),
        (&json!(true), &json!(77), &json!(sum))
    );
    let (id, parts) = divided.expect("a commune with a divided one in it");
    for part in &parts {
        board
            .post("/coverage-snapshots", snapshot(part["area"]["id"].as_str().unwrap().into(), "2024-12-31", 1_000))
            .await
            .expect(201);
    }
    board.post("/coverage-snapshots", snapshot(id.clone(), "2025-12-31", 2_000)).await.expect(201);
    let yoy = board.get(&format!("/coverage?area_id={id}&scheme=bhyt&as_of=2025-12-31&compare=yoy")).await.expect(200);
    assert_eq!(
        (&yoy["comparable"], &yoy["why_not"], &yoy["change"]),
        (&json!(false), &json!("area-divided"), &Value::Null)
    );
}
