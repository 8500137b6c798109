//! Imports: a roster is read, tried, written, and its wrong rows go back to be mended. All people are invented.
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use tungnha::{features::imports, intake::Kind};

use super::people::text;
use crate::support::{Answer, Client, World, db::on_postgres, dump::dump, inside::Inside};

pub const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Brings a file about the ward of Bạc Liêu.
pub async fn bring(w: &World, client: &Client, media_type: &str, file: impl Into<Vec<u8>>, more: &str) -> Answer {
    let path = format!("/imports?area_id={}&file_name=danh-sach.csv{more}", w.here("31825"));
    client.send("POST", &path, Some((media_type, file.into()))).await
}
/// Brings a good CSV; the import.
pub async fn bring_csv(w: &World, client: &Client, file: &str) -> Value {
    bring(w, client, CSV, file, "").await.expect(201)
}
/// Has it written, and waits until it is.
pub async fn commit(w: &World, client: &Client, import: &Value) -> Value {
    let path = format!("/imports/{}", text(&import["id"]));
    client.post(&format!("{path}/commit"), json!({})).await.expect(200);
    imports::run(&w.api.db).expect("it is written");
    client.get(&path).await.expect(200)
}
/// Counts: rows, new, fills, unchanged, warnings, errors.
pub fn counts(import: &Value) -> [i64; 6] {
    ["rows", "new", "fills", "unchanged", "warnings", "errors"]
        .map(|name| import["counts"][name].as_i64().expect("a count"))
}
/// The rows of this status, each with the codes of its issues.
pub async fn rows(client: &Client, import: &Value, status: &str) -> Vec<(i64, Vec<String>)> {
    let path = format!("/imports/{}/rows?status={status}&limit=200", text(&import["id"]));
    let page = client.get(&path).await.expect(200);
    let issues = |row: &Value| row["issues"].as_array().expect("issues").iter().map(|i| text(&i["code"])).collect();
    page["items"].as_array().expect("items").iter().map(|r| (r["row"].as_i64().expect("n"), issues(r))).collect()
}

/// Five people of two households, one of them without a name.
pub const ROSTER: &str = "UBND PHƯỜNG MẪU\n\
    DANH SÁCH NGƯỜI THAM GIA\n\
    STT;Khóm;Mã hộ;Họ và tên;Ngày sinh;Giới tính;Quan hệ;CCCD;Mã số BHXH;Điện thoại;Địa chỉ;Đối tượng;Hạn thẻ BHYT;Ghi chú\n\
    1;Khóm 1;H01;Lê Văn Mẫu;20/3/1985;Nam;Chủ hộ;096085004321;9612345678;0901234567;12A Đường Mẫu;Hộ nghèo;31/12/2026;dễ tính\n\
    2;Khóm 1;H01;Trần Thị Mẫu;1987;Nữ;Vợ;096187004322;;;;;31/12/2025;\n\
    3;Khóm 1;H01;Lê Bé Mẫu;2020;Nữ;Con;;;;;;;\n\
    4;Khóm 9;H02;Phạm Thị Mẫu;5/1990;Nữ;Chủ hộ;96190004323;;01651234567;7 Đường Mẫu;DTTS;;\n\
    5;Khóm 9;H02;;1995;Nam;Con;123;;;;;;\n";

pub async fn hamlet(w: &World) {
    let body = json!({ "parent_id": w.here("31825"), "kind": "khom", "name": "Khóm 1", "valid_from": "2025-07-01" });
    w.sign_in("minh").await.post("/areas", body).await.expect(201);
}

#[actix_web::test]
async fn a_roster_is_tried_and_then_written() {
    let w = World::new().await;
    hamlet(&w).await;
    let minh = w.sign_in("minh").await;
    let import = bring_csv(&w, &minh, ROSTER).await;
    assert_eq!(counts(&import), [5, 4, 0, 0, 1, 1], "{import}");
    assert_eq!((&import["state"], &import["header_row"]), (&json!("staged"), &json!(3)));
    assert_eq!((&import["mapping_from"], &import["kind"]), (&json!("guessed"), &json!("csv")));
    let column = |n: usize| &import["columns"][n - 1];
    assert_eq!((&column(1)["field"], &column(8)["field"]), (&Value::Null, &json!("citizen_id")));
    assert_eq!(column(8)["samples"], json!(["096*****4321", "096*****4322", "***********"]), "masked");
    assert_eq!((&column(14)["samples"], &column(11)["samples"][0]), (&json!(["*******"]), &json!("************")));
    let wrong = ["hamlet_unknown", "name_missing", "number_wrong"].map(str::to_owned).to_vec();
    assert_eq!(rows(&minh, &import, "error").await, [(8, wrong)]);
    let warned = rows(&minh, &import, "warning").await;
    let said = ["hamlet_unknown", "zeros_restored", "phone_converted"].map(str::to_owned);
    assert!(warned[0].0 == 7 && said.iter().all(|code| warned[0].1.contains(code)), "{warned:?}");
    assert_eq!(minh.get("/persons").await.expect(200)["items"], json!([]), "nothing is written yet");

    let lines = w.audit_lines();
    let done = commit(&w, &minh, &import).await;
    assert_eq!(w.audit_lines(), lines + 3, "ordered, one piece, done");
    assert_eq!((&done["state"], &done["progress"]["persons"]), (&json!("committed"), &json!(4)), "{done}");
    assert_eq!(done["progress"]["households"], 2);
    let homes = minh.get("/households").await.expect(200);
    let homes = homes["items"].as_array().expect("items");
    let home = |code: &str| homes.iter().find(|home| home["code"] == code).expect("a household");
    assert_eq!((&home("H01")["name"], &home("H02")["name"]), (&json!("Lê Văn Mẫu"), &json!("Phạm Thị Mẫu")));
    assert_eq!(home("H02")["area_id"], json!(w.here("31825")), "no hamlet of this name");
    assert_ne!(home("H01")["area_id"], home("H02")["area_id"]);
    let shown = minh.get(&format!("/households/{}", text(&home("H01")["id"]))).await.expect(200);
    assert_eq!((&shown["address"], shown["persons"].as_array().map(Vec::len)), (&json!("12A Đường Mẫu"), Some(3)));
    assert_eq!(shown["claims"][0]["group"], "poor");
    assert_eq!(shown["claims"][0]["person_id"], Value::Null, "the whole household is poor, once");
    let found = minh.post("/persons/look-up", json!({ "phone": "0351234567" })).await.expect(200);
    let person = minh.get(&format!("/persons/{}", text(&found["items"][0]["id"]))).await.expect(200);
    assert_eq!((&person["full_name"], &person["citizen_id"]), (&json!("Phạm Thị Mẫu"), &json!("096*****4323")));
    assert_eq!(person["claims"][0]["group"], "ethnic_minority");
    let found = minh.post("/persons/search", json!({ "q": "le van mau" })).await.expect(200);
    let head = minh.get(&format!("/persons/{}", text(&found["items"][0]["id"]))).await.expect(200);
    let cover = &head["covers"][0];
    assert_eq!(
        (&cover["state"], &cover["valid_to"], &cover["source"]),
        (&json!("covered"), &json!("2026-12-31"), &json!("import"))
    );
    assert_eq!(
        (&head["note"], &head["relation"], &head["birth_year"]),
        (&json!("dễ tính"), &json!("head"), &json!(1985))
    );
}

/// Tables that an import may change although it writes nothing into the register.
const OWN: [&str; 7] =
    ["audit_lines", "feed", "idempotency_keys", "import_mappings", "import_pieces", "imports", "ledger"];

#[actix_web::test]
async fn the_same_file_again_changes_nothing() {
    let w = World::new().await;
    hamlet(&w).await;
    let minh = w.sign_in("minh").await;
    // Without numbers and codes people are found by household and name.
    let bare: String =
        ROSTER.replace("H01", "").replace("H02", "").replace("096085004321", "").replace("9612345678", "");
    for file in [ROSTER, &bare] {
        let first = bring_csv(&w, &minh, file).await;
        commit(&w, &minh, &first).await;
        let before = Inside::of(&w).dump();
        let second = bring_csv(&w, &minh, file).await;
        assert_eq!(counts(&second)[1..4], [0, 0, 4], "{second}");
        let done = commit(&w, &minh, &second).await;
        assert_eq!((&done["state"], &done["progress"]["persons"]), (&json!("committed"), &json!(0)));
        let changed: Vec<String> = before
            .differing(&Inside::of(&w).dump())
            .into_iter()
            .filter(|t| !OWN.contains(t))
            .map(str::to_owned)
            .collect();
        assert_eq!(changed, Vec::<String>::new());
        let undo = format!("/imports/{}/undo", text(&first["id"]));
        minh.post(&undo, json!({})).await.expect(200);
        imports::run(&w.api.db).expect("it is undone");
    }
}

#[actix_web::test]
async fn people_say_what_columns_mean_and_it_is_remembered() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let office = w.organisation("UBND phường mẫu", "peoples_committee", w.here("31825")).await;
    let file = "Người dân;Giấy tờ;Nghề\nLê Thị Mẫu;096185004321;nông\nTrần Mẫu;;biển\n";
    let more = format!("&organisation_id={office}");
    let import = bring(&w, &minh, CSV, file, &more).await.expect(201);
    assert_eq!(counts(&import), [2, 0, 0, 0, 0, 2], "no name is known");
    let path = format!("/imports/{}", text(&import["id"]));
    let meant = json!({ "columns": [{ "column": 1, "field": "full_name" }, { "column": 2, "field": "citizen_id" }] });
    for (body, status, code) in [
        (json!({ "columns": [{ "column": 4, "field": "note" }] }), 422, "import-columns"),
        (
            json!({ "columns": [{ "column": 1, "field": "note" }, { "column": 2, "field": "note" }] }),
            422,
            "import-columns",
        ),
        (json!({ "columns": [{ "column": 0, "field": "note" }] }), 422, "invalid"),
        (json!({ "columns": [{ "column": 1, "field": "lạ" }] }), 422, "invalid"),
    ] {
        minh.patch(&path, "\"1\"", body).await.expect_problem(status, code);
    }
    minh.patch(&path, "\"2\"", meant.clone()).await.expect_problem(412, "changed-meanwhile");
    let tried = minh.patch(&path, "\"1\"", meant.clone()).await.expect(200);
    assert_eq!((counts(&tried), &tried["mapping_from"]), ([2, 2, 0, 0, 0, 0], &json!("given")));
    assert_eq!(tried["columns"][2]["samples"], json!(["****", "****"]), "what means nothing shows nothing");
    let again = bring(&w, &minh, CSV, file, &more).await.expect(201);
    assert_eq!(again["mapping_from"], "guessed", "not before it is written");
    commit(&w, &minh, &import).await;
    let again = bring(&w, &minh, CSV, file, &more).await.expect(201);
    assert_eq!((&again["mapping_from"], &again["columns"][1]["field"]), (&json!("remembered"), &json!("citizen_id")));
    minh.patch(&path, "\"5\"", meant).await.expect_problem(409, "import-state");
    let elsewhere = w.organisation("UBND phường khác", "peoples_committee", w.here("31834")).await;
    bring(&w, &minh, CSV, file, &format!("&organisation_id={elsewhere}")).await.expect_problem(404, "not-found");
}

/// The file of the wrong rows.
async fn errors(client: &Client, import: &Value, format: &str) -> Vec<u8> {
    let answer = client.get(&format!("/imports/{}/errors.{format}", text(&import["id"]))).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.bytes));
    answer.bytes
}

#[actix_web::test]
async fn wrong_rows_come_back_whole_and_go_in_when_mended() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let mut file = String::from("Họ tên;CCCD;Ghi chú;Nghề\n");
    let signs = ["=1+1", "+84901", "-5", "@SUM(A1)", "\"a;b\"", "'x", "\t=1", "＝1", "bình thường"];
    for (n, sign) in signs.iter().enumerate() {
        file.push_str(&format!("Lê Thị Mẫu {n};12345{n};{sign};nghề {n}\n"));
    }
    // More rows than any page holds.
    for n in 0..1_200 {
        file.push_str(&format!("Lê Văn Mẫu {n};12;ghi chú {n};\n"));
    }
    file.push_str("Trần Thị Tốt;096185004321;;\n");
    let import = bring_csv(&w, &minh, &file).await;
    assert_eq!(counts(&import), [1_210, 1, 0, 0, 0, 1_209]);
    let lines = w.audit_lines();
    let csv = String::from_utf8(errors(&minh, &import, "csv").await).expect("text");
    assert_eq!(w.audit_lines(), lines + 1, "who took personal data out is known");
    assert!(csv.starts_with("\u{feff}Họ tên,CCCD,Ghi chú,Nghề,Lỗi\r\n"), "{}", &csv[..80]);
    assert_eq!(csv.lines().count(), 1_210);
    for cell in csv.split([',', '\n']) {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '＝']), "{cell:?}");
    }
    assert!(csv.contains("CCCD: CCCD gồm 12 chữ số"), "{}", &csv[..400]);
    for (format, media_type) in [("csv", CSV), ("xlsx", XLSX)] {
        // As it is, it says the same again; the column that says why is not read.
        let same = bring(&w, &minh, media_type, errors(&minh, &import, format).await, "").await.expect(201);
        assert_eq!(counts(&same), [1_209, 0, 0, 0, 0, 1_209], "{format}");
        assert_eq!(errors(&minh, &same, "csv").await, csv.as_bytes(), "{format}: every sign came back");
    }
    commit(&w, &minh, &import).await;
    let mut n = 0;
    let mended: String = csv
        .lines()
        .map(|line| {
            n += 1;
            let number = format!(",0961850{n:05},");
            let cells: Vec<&str> = line.splitn(3, ',').collect();
            if n == 1 { format!("{line}\r\n") } else { format!("{}{number}{}\r\n", cells[0], cells[2]) }
        })
        .collect();
    let mended = bring_csv(&w, &minh, &mended).await;
    assert_eq!((counts(&mended)[1], counts(&mended)[5]), (1_209, 0), "{mended}");
    let done = commit(&w, &minh, &mended).await;
    assert_eq!(done["progress"]["persons"], 1_209);
    let found = minh.post("/persons/search", json!({ "q": "Lê Thị Mẫu 0" })).await.expect(200);
    let shown = minh.get(&format!("/persons/{}", text(&found["items"][0]["id"]))).await.expect(200);
    assert_eq!(shown["note"], "=1+1");
}

#[actix_web::test]
async fn numbers_of_workbooks_are_read_right() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in (0_u16..).zip(["Họ tên", "CCCD", "SĐT", "Năm sinh"]) {
        sheet.write_string(0, at, heading).expect("a cell");
    }
    sheet.write_string(1, 0, "Lê Thị Mẫu").expect("a cell");
    for (at, number) in (1_u16..).zip([96_185_004_321.0, 901_234_567.0, 1985.0]) {
        sheet.write_number(1, at, number).expect("a cell");
    }
    let import = bring(&w, &minh, XLSX, book.save_to_buffer().expect("a workbook"), "").await.expect(201);
    assert_eq!((counts(&import), &import["kind"]), ([1, 1, 0, 0, 1, 0], &json!(Kind::Xlsx)));
    commit(&w, &minh, &import).await;
    for number in [json!({ "citizen_id": "096185004321" }), json!({ "phone": "0901234567" })] {
        let found = minh.post("/persons/look-up", number).await.expect(200);
        assert_eq!(found["items"][0]["birth_year"], 1985);
    }
}

#[actix_web::test]
async fn what_is_no_roster_is_refused_in_words() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let before = dump(&w.db);
    for (file, detail) in [
        ("a;b\n\"x;1\n", "Dòng 2: Dấu nháy kép mở ra mà không đóng lại."),
        ("Họ tên;CCCD\n", "Bảng không có dòng nào."),
        ("x", "Không tìm thấy dòng tên cột: cần một dòng như STT, Họ và tên, Mã số BHXH."),
        ("", "Bảng không có dòng nào."),
    ] {
        let said = bring(&w, &minh, CSV, file, "").await.expect_problem(422, "file-not-read");
        assert_eq!(said["detail"], detail);
    }
    bring(&w, &minh, XLSX, "không phải", "").await.expect_problem(422, "file-not-read");
    bring(&w, &minh, "application/json", "{}", "").await.expect_problem(415, "unsupported-media-type");
    bring(&w, &minh, CSV, vec![b'x'; (20 << 20) + 1], "").await.expect_problem(413, "too-large");
    let path = format!("/imports?area_id={}&file_name=a.csv", w.here("96"));
    let hoa = w.sign_in("hoa").await;
    hoa.send("POST", &path, Some((CSV, ROSTER.into()))).await.expect_problem(422, "import-area");
    w.sign_in("lan").await.send("POST", &path, Some((CSV, ROSTER.into()))).await.expect_problem(403, "not-allowed");
    let brought = |rows: &[String]| rows.iter().any(|row| row.starts_with("import"));
    assert!(!brought(&dump(&w.db)) && !brought(&before), "nothing was kept");
}

#[actix_web::test]
async fn nothing_of_a_roster_lies_in_the_clear() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let mut file = String::from("Họ tên;CCCD;Mã số BHXH;Điện thoại;Địa chỉ;Ghi chú\n");
    for n in 0..600 {
        file.push_str(&format!("Lê Mẫu;09608577{n:04};967755{n:04};09177{n:05};đường-kín-77 {n};ghi-chú-kín {n}\n"));
    }
    file.push_str("Lê Mẫu;096085770xxx;;;;\n");
    let keyed = minh.with_header("idempotency-key", "danh-sach-kin-01");
    let import = bring(&w, &keyed, CSV, file.clone(), "").await.expect(201);
    assert_eq!(bring(&w, &keyed, CSV, file, "").await.expect(201)["id"], import["id"]);
    rows(&minh, &import, "error").await;
    errors(&minh, &import, "csv").await;
    commit(&w, &minh, &import).await;
    let mut searched = vec![dump(&w.db).join("\n").into_bytes()];
    if !on_postgres() {
        let path = w.db.url.trim_start_matches("sqlite:").to_owned();
        searched.extend([path.clone(), format!("{path}-wal")].map(|file| std::fs::read(file).expect("the file")));
    }
    for bytes in searched {
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["096085770", "9677550", "0917700", "đường-kín", "ghi-chú-kín"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[actix_web::test]
async fn an_import_goes_one_way() {
    let w = World::new().await;
    let minh = w.sign_in("minh").await;
    let import = bring_csv(&w, &minh, ROSTER).await;
    let path = format!("/imports/{}", text(&import["id"]));
    minh.post(&format!("{path}/undo"), json!({})).await.expect_problem(409, "import-state");
    let gone = minh.post(&format!("{path}/discard"), json!({})).await.expect(200);
    assert_eq!((&gone["state"], &gone["columns"][3]["samples"]), (&json!("discarded"), &json!([])));
    assert_eq!(Inside::of(&w).dump().rows("import_pieces"), 0, "its rows are gone");
    for what in ["commit", "undo", "discard"] {
        minh.post(&format!("{path}/{what}"), json!({})).await.expect_problem(409, "import-state");
    }
    let listed = minh.get("/imports?state=discarded").await.expect(200);
    assert_eq!(listed["items"][0]["id"], import["id"]);
    assert_eq!(minh.get("/imports?state=staged").await.expect(200)["items"], json!([]));
    let dao = w.sign_in("dao").await;
    dao.get(&path).await.expect_problem(404, "not-found");
    dao.get(&format!("{path}/errors.csv")).await.expect_problem(404, "not-found");
}
