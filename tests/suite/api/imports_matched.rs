//! Rows that mean somebody of the register: what is empty is filled, what differs stays, other areas show nothing.
use serde_json::{Value, json};

use super::{
    imports::{CSV, bring, bring_csv, commit, counts, rows},
    people::{household, person, text},
};
use crate::support::World;

#[actix_web::test]
async fn what_is_empty_is_filled_and_what_differs_stays() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let home = household(&w, &minh, "Lê Văn Mẫu").await;
    let known = json!({ "citizen_id": "096085004321", "phone": "0901234567", "birth": "1985" });
    let id = text(&person(&minh, &home, "Lê Văn Mẫu", known).await["id"]);
    let file = "Họ tên;CCCD;Điện thoại;Giới tính;Mã số BHXH;Hạn thẻ BHYT;Năm sinh\n\
        Lê Văn Mẫu;096085004321;0907654321;Nam;9612345678;31/12/2026;1985\n";
    let import = bring_csv(&w, &minh, file).await;
    assert_eq!(counts(&import), [1, 0, 1, 0, 1, 0]);
    assert_eq!(rows(&minh, &import, "fills").await, [(2, vec!["differs".to_owned()])]);
    let done = commit(&w, &minh, &import).await;
    assert_eq!((&done["progress"]["filled"], &done["progress"]["persons"]), (&json!(1), &json!(0)));
    let path = format!("/persons/{id}");
    let shown = minh.get(&path).await.expect(200);
    assert_eq!((&shown["sex"], &shown["insurance_number"]), (&json!("male"), &json!("96*****678")));
    assert_eq!((&shown["phone"], &shown["rev"]), (&json!("090****567"), &json!(2)), "what was known stays");
    assert_eq!(shown["covers"][0]["valid_to"], "2026-12-31");
    // A card that lasts longer is news; one that ends earlier is not.
    for (last, counted) in [("31/12/2026", [0, 0, 1]), ("30/06/2026", [0, 0, 1]), ("31/12/2027", [0, 1, 0])] {
        let import = bring_csv(&w, &minh, &format!("Họ tên;CCCD;Hạn thẻ BHYT\nLê Văn Mẫu;096085004321;{last}\n")).await;
        assert_eq!(counts(&import)[1..4], counted, "{last}");
    }
    // Taken back, it is as empty as before.
    let undo = format!("/imports/{}/undo", text(&import["id"]));
    minh.post(&undo, json!({})).await.expect(200);
    tungnha::features::imports::run(&w.api.db).expect("it is undone");
    let shown = minh.get(&path).await.expect(200);
    assert_eq!((&shown["sex"], &shown["insurance_number"], &shown["covers"]), (&Value::Null, &Value::Null, &json!([])));
    assert_eq!(shown["phone"], "090****567");
}

#[actix_web::test]
async fn what_a_household_lacks_is_filled_too() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let body = json!({ "area_id": w.here("31825"), "name": "Lê Văn Mẫu", "code": "H1", "house_number": "12A" });
    let home = text(&minh.post("/households", body).await.expect(201)["id"]);
    person(&minh, &home, "Lê Văn Mẫu", json!({ "citizen_id": "096085004321" })).await;
    let file = "Mã hộ;Số nhà;Địa chỉ;Họ tên;CCCD\nH1;14;Đường Mẫu;Lê Văn Mẫu;096085004321\nH1;;;Lê Bé Mẫu;\n";
    let import = bring_csv(&w, &minh, file).await;
    assert_eq!(counts(&import), [2, 1, 1, 0, 1, 0]);
    assert_eq!(rows(&minh, &import, "fills").await, [(2, vec!["differs".to_owned()])]);
    commit(&w, &minh, &import).await;
    let path = format!("/households/{home}");
    let shown = minh.get(&path).await.expect(200);
    assert_eq!((&shown["house_number"], &shown["address"]), (&json!("12A"), &json!("Đường Mẫu")));
    assert_eq!(shown["persons"].as_array().map(Vec::len), Some(2));
    assert_eq!(counts(&bring_csv(&w, &minh, file).await)[1..4], [0, 0, 2], "and then it lacks nothing");
    minh.post(&format!("/imports/{}/undo", text(&import["id"])), json!({})).await.expect(200);
    tungnha::features::imports::run(&w.api.db).expect("it is undone");
    let shown = minh.get(&path).await.expect(200);
    assert_eq!((&shown["address"], shown["persons"].as_array().map(Vec::len)), (&Value::Null, Some(1)));
}

#[actix_web::test]
async fn numbers_of_others_keep_a_row_out_and_say_nothing_of_them() {
    let w = World::new().await;
    let (minh, dao) = (w.sign_in("minh").await, w.sign_in("dao").await);
    let body = json!({ "area_id": w.here("31834"), "name": "Hộ bên kia" });
    let there = text(&dao.post("/households", body).await.expect(201)["id"]);
    person(&dao, &there, "Người Bên Kia", json!({ "citizen_id": "096085009999" })).await;
    let home = household(&w, &minh, "Hộ Mẫu").await;
    person(&minh, &home, "Lê Một", json!({ "citizen_id": "096085000001" })).await;
    person(&minh, &home, "Lê Hai", json!({ "insurance_number": "9600000002" })).await;
    let file = "Họ tên;CCCD;Mã số BHXH\n\
        Người Bên Kia;096085009999;\n\
        Lê Một;096085000001;9600000002\n\
        Lê Ba;096085000003;\n\
        Lê Bốn;096085000003;\n\
        Lê Ba;096085000003;\n\
        Lê Một;096085000001;\n\
        Lê Một;096085000001;\n";
    let import = bring_csv(&w, &minh, file).await;
    let errors = rows(&minh, &import, "error").await;
    let codes = ["number_elsewhere", "numbers_of_two", "number_twice", "number_twice"];
    assert_eq!(errors.iter().map(|row| row.1[0].as_str()).collect::<Vec<_>>(), codes, "{errors:?}");
    let unchanged = rows(&minh, &import, "unchanged").await;
    assert_eq!(unchanged, [(7, vec![]), (8, vec!["row_twice".to_owned()])]);
    let path = format!("/imports/{}/rows?status=error", text(&import["id"]));
    let page = minh.get(&path).await.expect(200).to_string();
    assert!(!page.contains("096085009999") && page.contains("096*****9999"), "{page}");
    assert!(!page.contains(&there) && !page.contains("31834"), "{page}");
    commit(&w, &minh, &import).await;
    assert_eq!(minh.get("/persons").await.expect(200)["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(dao.get("/persons").await.expect(200)["items"].as_array().map(Vec::len), Some(1));
    // The board sees both wards: for it the number is somebody's, and known.
    let hoa = w.sign_in("hoa").await;
    let import = bring(&w, &hoa, CSV, "Họ tên;CCCD\nNgười Bên Kia;096085009999\n", "").await.expect(201);
    assert_eq!(counts(&import)[1..4], [0, 0, 1]);
}

#[actix_web::test]
async fn what_changed_between_trial_and_writing_is_seen() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let import = bring_csv(&w, &minh, "Họ tên;CCCD;Mã hộ\nLê Một;096085000001;H1\nLê Hai;096085000002;H1\n").await;
    let home = household(&w, &minh, "Hộ Mẫu").await;
    person(&minh, &home, "Lê Một", json!({ "citizen_id": "096085000001" })).await;
    let done = commit(&w, &minh, &import).await;
    assert_eq!(counts(&done), [2, 1, 0, 0, 0, 1], "{done}");
    assert_eq!(rows(&minh, &import, "error").await, [(2, vec!["changed_meanwhile".to_owned()])]);
    assert_eq!(minh.get("/persons").await.expect(200)["items"].as_array().map(Vec::len), Some(2));
}

#[actix_web::test]
async fn every_usual_encoding_gives_the_same_people() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let text_of = "Họ tên;Địa chỉ\nNguyễn Văn Mẫu;Đường Mẫu\nTrần Thị Hòa;Ấp Đông\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text_of.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    // `NguyÔn V¨n MÉu`, `TrÇn ThÞ Hßa`: as the fonts .Vn had it.
    let tcvn3 = b"H\xe4 t\xaan;\xa7\xdea ch\xd8\nNguy\xd4n V\xa8n M\xc9u;\xa7\xad\xeang M\xc9u\nTr\xc7n Th\xde H\xdfa;\xeap \xa7\xabng\n";
    for (bytes, encoding) in [(text_of.as_bytes().to_vec(), "unicode"), (utf16, "unicode"), (tcvn3.to_vec(), "tcvn3")] {
        let import = bring(&w, &minh, CSV, bytes, "").await.expect(201);
        assert_eq!((counts(&import)[1], counts(&import)[5]), (2, 0), "{encoding}: {import}");
        assert_eq!(import["columns"][0]["encoding"], encoding);
        assert_eq!(import["columns"][0]["samples"], json!(["Nguyễn Văn Mẫu", "Trần Thị Hòa"]), "{encoding}");
    }
}
