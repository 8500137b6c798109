//! Papers over HTTP: D03-TS, D05-TS, the household list, the register of receipts, as other people's readers see them.
//!
//! Each paper is written beside what is expected of it, for `scripts/read_papers.py`.
use std::{io::Cursor, path::PathBuf};

use calamine::{Data, DataType, Range, Reader, Xlsx};
use serde_json::{Value, json};
use tungnha::features::papers;

use super::{
    enrolments::{Office, YEAR_VND},
    visits::id,
};
use crate::support::{Client, db::on_postgres, inside::Inside};

/// Where everybody of the ward lives; it begins like a formula.
const ADDRESS: &str = "=1+2 Đường Mẫu, Phường Bạc Liêu, Tỉnh Cà Mau";

/// The paper, made and downloaded.
async fn made(office: &Office, who: &Client, body: Value) -> (Value, Vec<u8>) {
    let ordered = who.post("/papers", body).await.expect(201);
    assert_eq!((&ordered["state"], &ordered["sha256"]), (&json!("making"), &Value::Null));
    let path = format!("/papers/{}", id(&ordered));
    who.get(&format!("{path}/file")).await.expect_problem(409, "paper-not-ready");
    assert_eq!(papers::run(&office.ward.w.api.db).expect("papers are made"), 1);
    let paper = who.get(&path).await.expect(200);
    assert_eq!(paper["state"], "ready", "{paper}");
    (paper, file(who, &path).await)
}

async fn file(who: &Client, path: &str) -> Vec<u8> {
    let answer = who.get(&format!("{path}/file")).await;
    assert_eq!(answer.status, 200);
    let disposition = answer.header("content-disposition").expect("a name").to_owned();
    assert!(disposition.ends_with("-2026-11-25.xlsx\""), "{disposition}");
    answer.bytes
}

fn read(bytes: &[u8]) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let name = book.sheet_names().first().expect("a sheet").clone();
    book.worksheet_range(&name).expect("cells")
}

fn rows(cells: &Range<Data>, name: &str) -> Vec<Vec<String>> {
    let own = cells.rows().filter(|row| row.get(1).is_some_and(|cell| cell.as_string().as_deref() == Some(name)));
    own.map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Checks a paper with one reader, and leaves it for the others. Numbers are expected as numbers, text as text.
fn expect(name: &str, bytes: &[u8], expected: &[Value], merged: Value, texts: &[&str]) {
    let cells = read(bytes);
    for row in expected {
        let text = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
        let wanted: Vec<String> = row.as_array().expect("a row").iter().map(text).collect();
        let there = rows(&cells, &wanted[1]);
        assert!(there.contains(&wanted), "{name}:\n{wanted:?}\n{there:?}");
    }
    let kind = if on_postgres() { "postgres" } else { "sqlite" };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("papers-{kind}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{name}.xlsx")), bytes).expect("a paper");
    let beside = json!({ "rows": expected, "merged": merged, "texts": texts }).to_string();
    std::fs::write(folder.join(format!("{name}.json")), beside).expect("what is expected");
}

async fn office() -> Office {
    let office = Office::new().await;
    let home = format!("/households/{}", office.ward.home);
    office.ward.minh.patch(&home, "\"2\"", json!({ "address": "=1+2 Đường Mẫu" })).await.expect(200);
    office
}

fn d05(office: &Office, more: Value) -> Value {
    let mut body = json!({ "paper": "d05_ts", "organisation_id": office.own, "area_id": office.ward.area });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

/// Somebody near-poor for a year, on D05-TS.
fn year(n: u32, name: &str, number: &str, receipt: &str) -> Value {
    json!([
        n,
        name,
        "",
        number,
        ADDRESS,
        "25/11/2026",
        receipt,
        1_500_000,
        12,
        "11/2026",
        3_960_000,
        YEAR_VND,
        40,
        1_584_000,
        "",
        "",
        "",
        "",
        "mai",
        "Tăng_mới; Hộ cận nghèo"
    ])
}

#[actix_web::test]
async fn a_batch_becomes_d05_ts_and_stays_as_it_was_printed() {
    let office = office().await;
    let one = office.paid(&office.sau, "0000123").await;
    let two = office.paid(&office.another(1).await, "0000124").await;
    let batch = office.hand_in(&[&one, &two]).await.expect(201);
    let body = d05(&office, json!({ "batch_ids": [id(&batch)], "number": "05/D05-TS" }));
    let (paper, bytes) = made(&office, &office.quan, body).await;
    assert_eq!((&paper["lines"], &paper["lines_done"], &paper["left_out"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!((&paper["full_vnd"], &paper["payable_vnd"]), (&json!(7_920_000), &json!(2 * YEAR_VND)));
    assert_eq!(paper["bytes"], json!(bytes.len()));
    let sums = json!([
        "",
        "Cộng tăng",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        7_920_000,
        2 * YEAR_VND,
        "",
        3_168_000,
        "",
        0,
        "",
        0,
        "",
        ""
    ]);
    let mut all = sums.clone();
    all[1] = json!("Tổng cộng");
    let expected = [
        year(1, "Trần Thị Mẫu Sáu", "096185000123", "0000123"),
        year(2, "Trần Thị Mẫu 1", "096190000001", "0000124"),
        sums,
        all,
    ];
    let merged = json!({ "Biên lai": 2, "NSNN hỗ trợ": 2, "NSĐP hỗ trợ": 2, "Nguồn khác hỗ trợ": 2 });
    let words = "Số tiền người tham gia đóng (bằng chữ): Bốn triệu bảy trăm năm mươi hai nghìn đồng.";
    let texts = ["DANH SÁCH NGƯỜI THAM GIA BHXH TỰ NGUYỆN", "Tên đơn vị: Bưu điện Mẫu", "Số: 05/D05-TS", words];
    expect("d05_ts", &bytes, &expected, merged, &texts);
    // What changes afterwards changes nothing on it.
    let person = office.ward.minh.get(&format!("/persons/{}", office.sau)).await.expect(200);
    let rev = format!("\"{}\"", person["rev"].as_i64().unwrap_or(1));
    let path = format!("/persons/{}", office.sau);
    office.ward.minh.patch(&path, &rev, json!({ "full_name": "Trần Thị Đổi Tên" })).await.expect(200);
    assert_eq!(file(&office.quan, &format!("/papers/{}", id(&paper))).await, bytes);
    let lines = "SELECT entity_id AS line FROM audit_lines WHERE action = 'paper.exported'";
    assert_eq!(Inside::of(&office.ward.w).lines(lines), [id(&paper), id(&paper)], "each download leaves a line");
}

#[actix_web::test]
async fn a_stop_is_told_once() {
    let office = office().await;
    let made_one = office.issued(&office.sau, "BL1").await;
    let stop = json!({ "reason": "compulsory", "on": "2027-01-31" });
    office.act(&office.quan, &made_one, "stop", stop).await.expect(200);
    let back = json!({ "from_month": "2027-02-01", "reason": "compulsory", "decided_on": "2026-11-25" });
    office.act(&office.quan, &made_one, "refund", back).await.expect(200);
    let span = json!({ "from": "2026-11-01", "to": "2026-11-25" });
    let (paper, bytes) = made(&office, &office.quan, d05(&office, span.clone())).await;
    assert_eq!(paper["lines"], 3);
    let cells = read(&bytes);
    let mine = rows(&cells, "Trần Thị Mẫu Sáu");
    let notes: Vec<&str> = mine.iter().map(|row| row[19].as_str()).collect();
    assert_eq!(notes[1], "Giảm_hẳn; 31/01/2027; Chuyển sang đóng bắt buộc");
    assert_eq!((mine[1][8].as_str(), mine[1][11].as_str()), ("", "0"), "a stop takes no money back");
    assert_eq!(mine[2][8..14], ["-9", "02/2027", "-2970000", "-1782000", "40", "-1188000"]);
    let sums = rows(&cells, "Cộng giảm");
    assert_eq!((sums[0][10].as_str(), sums[0][11].as_str()), ("-2970000", "-1782000"));
    let (paper, _) = made(&office, &office.quan, d05(&office, span)).await;
    assert_eq!(paper["lines"], 1, "the next paper has the batch again, and no stop");
}

#[actix_web::test]
async fn a_card_is_on_d03_ts_and_on_the_list_of_its_household() {
    let office = office().await;
    let question =
        json!({ "scheme": "bhyt_hgd", "area_id": office.ward.area, "members": [{ "key": "1", "months": 12 }] });
    let kept = json!({ "organisation_id": office.own, "question": question });
    let quote = id(&office.board.post("/kept-quotes", kept).await.expect(201)).to_owned();
    let mut body = office.body(&quote, &office.sau, &office.own);
    body["member_key"] = json!("1");
    let signed = office.mai.post("/enrolments", body).await.expect(201);
    office.act(&office.mai, &signed, "declare", json!({})).await.expect(200);
    let mut payment = Office::payment("0000007");
    payment["amount_vnd"] = json!(1_366_200);
    office.act(&office.mai, &signed, "pay", payment).await.expect(200);
    let batch = json!({ "organisation_id": office.own, "area_id": office.ward.area, "scheme": "bhyt_hgd",
        "handed_in_on": "2026-11-25", "enrolment_ids": [id(&signed)] });
    let batch = office.quan.post("/enrolment-batches", batch).await.expect(201);
    let paper = json!({ "paper": "d03_ts", "organisation_id": office.own, "area_id": office.ward.area, "batch_ids": [id(&batch)] });
    let (_, bytes) = made(&office, &office.quan, paper).await;
    let expected = [
        json!([
            1,
            "Trần Thị Mẫu Sáu",
            "",
            "096185000123",
            "20/03/1985",
            "Nữ",
            ADDRESS,
            "",
            "25/11/2026",
            "0000007",
            2_530_000,
            1_366_200,
            "25/12/2026",
            12,
            "",
            "mai",
            "Tăng_mới"
        ]),
        json!(["", "Tổng cộng", "", "", "", "", "", "", "", "", "", 1_366_200, "", "", "", "", ""]),
    ];
    expect("d03_ts", &bytes, &expected, json!({ "Biên lai": 2 }), &["DANH SÁCH NGƯỜI CHỈ THAM GIA BHYT", "I. Tăng"]);
    let list = json!({ "paper": "household_members", "organisation_id": office.own, "area_id": office.ward.area,
        "household_id": office.ward.home });
    let (paper, bytes) = made(&office, &office.board, list).await;
    assert_eq!((&paper["lines"], &paper["household_id"]), (&json!(3), &json!(office.ward.home)));
    let expected = [
        json!([3, "Trần Thị Mẫu Sáu", "", "096185000123", "20/03/1985", "", 2_530_000, "Vợ, chồng", "", "", "", 12]),
        json!([1, "Trần Thị Mẫu Bảy", "", "", "", "", "", "", "", "", "", ""]),
    ];
    expect(
        "household_members",
        &bytes,
        &expected,
        json!({ "Thẻ BHYT": 2 }),
        &["DANH SÁCH THÀNH VIÊN HỘ GIA ĐÌNH THAM GIA BHYT"],
    );
}

#[actix_web::test]
async fn the_register_has_every_receipt_in_order_and_what_went_back() {
    let office = office().await;
    let ten = office.paid(&office.sau, "BL10").await;
    let nine = office.paid(&office.another(1).await, "BL9").await;
    office.act(&office.quan, &nine, "unpay", json!({ "why": "Nhập nhầm" })).await.expect(200);
    let back = json!({ "from_month": "2026-11-01", "reason": "compulsory", "decided_on": "2026-11-25" });
    office.act(&office.quan, &ten, "refund", back).await.expect(200);
    let register = json!({ "paper": "receipts", "organisation_id": office.own, "area_id": office.ward.area,
        "from": "2026-11-01", "to": "2026-11-25" });
    let (paper, bytes) = made(&office, &office.board, register).await;
    assert_eq!((&paper["lines"], &paper["payable_vnd"]), (&json!(3), &json!(0)));
    let voided = "ĐÃ HỦY ngày 25/11/2026; số tiền ghi trên biên lai 2.376.000 đồng";
    // Its second column is the number, so that a row is found by it.
    let expected = [
        json!([1, "BL9", "25/11/2026", "Trần Thị Mẫu 1", "", "", 0, "mai", voided]),
        json!([2, "BL10", "25/11/2026", "Trần Thị Mẫu Sáu", "", 12, YEAR_VND, "mai", ""]),
        json!([
            1,
            "BL10",
            "25/11/2026",
            "Trần Thị Mẫu Sáu",
            "",
            -12,
            -YEAR_VND,
            "mai",
            "Hoàn trả; Chuyển sang đóng bắt buộc"
        ]),
    ];
    let words = "Số tiền người tham gia đóng (bằng chữ): Không đồng.";
    expect("receipts", &bytes, &expected, json!({}), &["SỔ THEO DÕI BIÊN LAI THU TIỀN", "Còn lại", words]);
}

#[actix_web::test]
async fn papers_are_made_by_those_who_lead_of_what_belongs_together() {
    let office = office().await;
    let one = office.paid(&office.sau, "BL1").await;
    let batch = office.hand_in(&[&one]).await.expect(201);
    let good = || d05(&office, json!({ "batch_ids": [id(&batch)] }));
    for who in [&office.mai, &office.ward.minh, &office.ward.lan] {
        who.post("/papers", good()).await.expect_problem(403, "not-allowed");
        who.get("/papers").await.expect_problem(403, "not-allowed");
    }
    for (more, status, code) in [
        (json!({}), 422, "paper-source"),
        (json!({ "from": "2026-11-01" }), 422, "paper-source"),
        (json!({ "batch_ids": [id(&batch)], "household_id": office.ward.home }), 422, "paper-source"),
        (json!({ "batch_ids": [] }), 422, "paper-source"),
        (json!({ "paper": "d03_ts", "batch_ids": [id(&batch)] }), 422, "paper-batch"),
        (json!({ "paper": "receipts", "from": "2026-11-02", "to": "2026-11-01" }), 422, "paper-span"),
        (json!({ "paper": "receipts", "from": "2025-11-01", "to": "2026-11-25" }), 422, "paper-span"),
        (json!({ "paper": "receipts", "from": "2026-11-01", "to": "2026-11-26" }), 422, "paper-span"),
        (json!({ "paper": "receipts", "from": "2017-11-01", "to": "2017-11-26" }), 422, "paper-no-layout"),
        (json!({ "paper": "household_members", "household_id": id(&batch) }), 404, "not-found"),
        (json!({ "organisation_id": office.other, "batch_ids": [id(&batch)] }), 422, "organisation-not-yours"),
    ] {
        office.quan.post("/papers", d05(&office, more)).await.expect_problem(status, code);
    }
    let mut layouts = office.quan.get("/paper-layouts?on=2026-11-25").await.expect(200);
    let layouts = layouts.as_array_mut().expect("layouts");
    assert_eq!(layouts.len(), 4);
    let d03 = layouts.iter().find(|layout| layout["paper"] == "d03_ts").expect("D03-TS");
    assert!(d03["doubt"].as_str().is_some_and(|doubt| doubt.contains("from memory")), "nobody takes it for checked");
    let wrong = json!({ "layout_id": d03["id"], "batch_ids": [id(&batch)] });
    office.quan.post("/papers", d05(&office, wrong)).await.expect_problem(422, "paper-no-layout");
    // The office has not had it yet.
    let back = format!("/enrolment-batches/{}/take-back", id(&batch));
    let ordered = office.quan.post("/papers", good()).await.expect(201);
    office.quan.post(&back, json!({})).await.expect(200);
    papers::run(&office.ward.w.api.db).expect("it is made");
    let paper = office.quan.get(&format!("/papers/{}", id(&ordered))).await.expect(200);
    assert_eq!((&paper["state"], &paper["lines"], &paper["left_out"]), (&json!("ready"), &json!(0), &json!(1)));
    office.quan.post("/papers", good()).await.expect_problem(422, "paper-batch");
}

#[actix_web::test]
async fn a_paper_is_made_as_far_as_whoever_ordered_it_still_sees() {
    let office = office().await;
    let one = office.paid(&office.sau, "BL1").await;
    let batch = office.hand_in(&[&one]).await.expect(201);
    let ordered = office.quan.post("/papers", d05(&office, json!({ "batch_ids": [id(&batch)] }))).await.expect(201);
    Inside::of(&office.ward.w).run("UPDATE grants SET valid_to = '2026-11-24' WHERE role = 'collector_manager'");
    assert_eq!(papers::run(&office.ward.w.api.db).expect("it is settled"), 1);
    let paper = office.board.get(&format!("/papers/{}", id(&ordered))).await.expect(200);
    assert_eq!((&paper["state"], &paper["failed_because"]), (&json!("failed"), &json!("out_of_reach")));
    office.board.get(&format!("/papers/{}/file", id(&ordered))).await.expect_problem(409, "paper-not-ready");
    let listed = office.board.get("/papers?state=failed&paper=d05_ts").await.expect(200);
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_new_decision_is_a_new_layout_and_the_old_one_stays() {
    let office = office().await;
    let mut layouts = office.board.get("/paper-layouts?paper=d05_ts").await.expect(200);
    let old = layouts.as_array_mut().and_then(Vec::pop).expect("a layout");
    let form = |change: fn(&mut Value)| {
        let mut body = json!({ "paper": "d05_ts", "effective_from": "2026-11-25", "layout": old["layout"] });
        change(&mut body);
        body
    };
    let preview = office.board.post("/paper-layouts/preview", form(|_| ())).await;
    assert_eq!(preview.status, 200);
    assert_eq!(rows(&read(&preview.bytes), "Trần Văn Tiếp")[0][2], "0000000001");
    for (change, pointer, code) in [
        (
            (|b| b["layout"]["columns"][3]["field"] = json!("shoe_size")) as fn(&mut Value),
            "/layout/columns/3/field",
            "unknown-field",
        ),
        (|b| b["layout"]["columns"] = json!([]), "/layout/columns", "missing"),
        (|b| b["layout"]["sections"][2]["takes"] = json!([]), "/layout/sections", "no-place"),
        (|b| b["layout"]["sections"][0]["takes"] = json!(["ended"]), "/layout/sections", "two-places"),
    ] {
        for path in ["/paper-layouts", "/paper-layouts/preview"] {
            let said = office.board.post(path, form(change)).await.expect_problem(422, "paper-layout");
            assert_eq!((&said["errors"][0]["pointer"], &said["errors"][0]["code"]), (&json!(pointer), &json!(code)));
        }
    }
    let narrow = form(|b| b["layout"]["columns"][0]["width"] = json!(2));
    office.board.post("/paper-layouts", narrow).await.expect_problem(422, "invalid");
    office.quan.post("/paper-layouts", form(|_| ())).await.expect_problem(403, "not-allowed");
    let made = office.board.post("/paper-layouts", form(|b| b["doubt"] = json!("Chưa đối chiếu"))).await.expect(201);
    office.board.post("/paper-layouts", form(|_| ())).await.expect_problem(409, "paper-layout-same-day");
    let shown = office.mai.get(&format!("/paper-layouts/{}", id(&made))).await.expect(200);
    assert_eq!((&shown["doubt"], &shown["layout"]), (&json!("Chưa đối chiếu"), &old["layout"]));
    let span = json!({ "from": "2026-11-24", "to": "2026-11-24" });
    let yesterday = office.quan.post("/papers", d05(&office, span)).await.expect(201);
    assert_eq!(yesterday["layout_id"], old["id"]);
    let span = json!({ "from": "2026-11-25", "to": "2026-11-25" });
    let today = office.quan.post("/papers", d05(&office, span)).await.expect(201);
    assert_eq!(today["layout_id"], made["id"]);
}
