//! The office's answers by file: read, held against what was handed in, entered once, settled by hand. All people are invented.
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use tungnha::features::office_lists;

use super::{enrolments::Office, imports::CSV, visits::id};
use crate::support::{Answer, Client, inside::Inside};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Office {
    /// Brings a list about the ward.
    pub(super) async fn bring(&self, who: &Client, query: &str, media_type: &str, file: impl Into<Vec<u8>>) -> Answer {
        let path =
            format!("/office-lists?organisation_id={}&area_id={}&file_name=bhxh.csv&{query}", self.own, self.ward.area);
        who.send("POST", &path, Some((media_type, file.into()))).await
    }
    /// Brings a good CSV and has it read; the list.
    pub(super) async fn brought(&self, query: &str, file: &str) -> Value {
        let made = self.bring(&self.quan, query, CSV, file).await.expect(201);
        self.work();
        self.list(&made).await
    }
    /// Does what was ordered.
    pub(super) fn work(&self) -> usize {
        office_lists::run(&self.ward.w.api.db).expect("it is done")
    }
    pub(super) async fn list(&self, list: &Value) -> Value {
        self.quan.get(&format!("/office-lists/{}", id(list))).await.expect(200)
    }
    pub(super) async fn rows(&self, list: &Value, query: &str) -> Vec<Value> {
        let page = self.quan.get(&format!("/office-lists/{}/rows?limit=200&{query}", id(list))).await.expect(200);
        page["items"].as_array().expect("items").clone()
    }
    pub(super) async fn apply(&self, list: &Value) -> Value {
        self.quan.post(&format!("/office-lists/{}/apply", id(list)), json!({})).await.expect(200);
        self.work();
        self.list(list).await
    }
    pub(super) async fn settle(&self, row: &Value, body: Value) -> Answer {
        self.quan.post(&format!("/office-list-rows/{}/settle", id(row)), body).await
    }
}

/// Findings with their rows and how many of them are settled.
pub(super) fn counts(list: &Value) -> Vec<(String, i64, i64)> {
    let number = |count: &Value, name: &str| count[name].as_i64().expect("a number");
    let counts = list["counts"].as_array().expect("counts").iter();
    counts
        .map(|count| {
            (count["finding"].as_str().expect("a word").to_owned(), number(count, "rows"), number(count, "settled"))
        })
        .collect()
}
pub(super) fn count(list: &Value, finding: &str) -> (i64, i64) {
    counts(list)
        .into_iter()
        .find(|(word, _, _)| word == finding)
        .map(|(_, rows, settled)| (rows, settled))
        .unwrap_or_default()
}

#[actix_web::test]
async fn the_answers_of_the_office_are_entered_once() {
    let office = Office::new().await;
    let (bay, tam, chin) = (office.another(7).await, office.another(8).await, office.another(9).await);
    let one = office.paid(&office.sau, "BL1").await;
    let two = office.paid(&bay, "BL2").await;
    office.paid(&tam, "BL3").await;
    let four = office.paid(&chin, "BL4").await;
    office.hand_in(&[&one, &two, &four]).await.expect(201);
    let file = "BẢO HIỂM XÃ HỘI CƠ SỞ MẪU\n\
        STT;Họ và tên;Ngày sinh;Số CCCD;Số biên lai;Kết quả;Số thẻ;Ngày cấp;Lý do trả lại;Ghi chú\n\
        1;Trần Thị Mẫu Sáu;20/3/1985;096185000123;BL1;Đã cấp;9677000123;25/11/2026;;\n\
        2;Trần Thị Mẫu 7;1990;096190000007;BL2;Trả lại;;25/11/2026;Họ tên, ngày sinh không khớp dữ liệu;Sai tên đệm\n\
        3;Trần Thị Mẫu 8;1990;096190000008;BL3;Đã cấp;9677000124;25/11/2026;;\n\
        4;Không Ai Mẫu;1990;096190000099;BL9;Đã cấp;9677000125;25/11/2026;;\n\
        5;Trần Thị Mẫu 9;1/1/1990;;BL4;Đã cấp;9677000126;25/11/2026;;\n\
        6;Lê Mẫu;1990;123;;Đã cấp;9677000127;25/11/2026;;\n";
    let lines = office.ward.w.audit_lines();
    let made = office.bring(&office.quan, "kind=answers&as_of=2026-11-25", CSV, file).await.expect(201);
    assert_eq!((&made["state"], &made["rows"], &made["pieces"]), (&json!("reading"), &json!(0), &json!(1)), "{made}");
    office.work();
    let list = office.list(&made).await;
    assert_eq!((&list["state"], &list["rows"]), (&json!("ready"), &json!(6)));
    let found = [("unreadable", 1), ("unknown", 2), ("ready", 2), ("not_handed_in", 1)];
    let found: Vec<(String, i64, i64)> = found.iter().map(|(word, rows)| ((*word).to_owned(), *rows, 0)).collect();
    assert_eq!(counts(&list), found);
    let unknown = office.rows(&list, "finding=unknown").await;
    assert_eq!((&unknown[0]["enrolment_id"], &unknown[1]["enrolment_id"]), (&Value::Null, &four["id"]), "suggested");
    let ready = office.rows(&list, "finding=ready").await;
    assert_eq!((&ready[0]["citizen_id"], &ready[0]["number"]), (&json!("096*****0123"), &json!("96*****123")));
    assert_eq!((&ready[0]["enrolment_id"], &ready[1]["reason"]), (&one["id"], &json!("name_differs")));
    assert_eq!(office.show(&office.mai, &one).await["status"], "handed_in", "nothing is entered yet");

    let list = office.apply(&list).await;
    assert_eq!((&list["state"], count(&list, "ready"), &list["left"]), (&json!("ready"), (2, 2), &json!(4)));
    let issued = office.show(&office.mai, &one).await;
    assert_eq!((&issued["status"], &issued["issued_on"]), (&json!("active"), &json!("2026-11-25")));
    assert_eq!(office.show(&office.mai, &two).await["status"], "refused");
    let steps = office.quan.get(&format!("/enrolments/{}/steps", id(&two))).await.expect(200);
    let last = steps["items"].as_array().expect("steps").last().expect("a step").clone();
    assert_eq!((&last["reason"], &last["why"]), (&json!("name_differs"), &json!("Sai tên đệm")));
    assert_eq!(office.ward.w.audit_lines(), lines + 5, "brought, read, ordered, entered, done");
    // Again, and the same file again: nothing is entered twice.
    let again = office.apply(&list).await;
    assert_eq!(counts(&again), counts(&list));
    let twin = office.brought("kind=answers&as_of=2026-11-25", file).await;
    assert_eq!((count(&twin, "already"), count(&twin, "ready")), ((2, 0), (0, 0)));
    assert_eq!(office.apply(&twin).await["state"], "ready");
    assert_eq!(office.quan.get(&format!("/enrolments/{}/steps", id(&two))).await.expect(200), steps);

    // Somebody says whose answer it is.
    let wrong = json!({ "as": "enrolment", "enrolment_id": one["id"] });
    office.settle(&unknown[1], wrong).await.expect_problem(409, "enrolment-step-not-allowed");
    office.settle(&unknown[1], json!({ "as": "enrolment" })).await.expect_problem(422, "office-list-settlement");
    office.settle(&unknown[1], json!({ "as": "take_theirs" })).await.expect_problem(422, "office-list-settlement");
    let named = json!({ "as": "enrolment", "enrolment_id": four["id"], "why": "Xem lại hồ sơ giấy" });
    let settled = office.settle(&unknown[1], named.clone()).await.expect(200);
    assert_eq!((&settled["settled_as"], &settled["why"]), (&json!("enrolment"), &json!("Xem lại hồ sơ giấy")));
    assert_eq!(office.show(&office.mai, &four).await["status"], "active");
    office.settle(&unknown[1], named).await.expect_problem(409, "office-list-row-settled");

    let path = format!("/office-lists/{}", id(&list));
    let left = office.quan.post(&format!("{path}/close"), json!({})).await.expect_problem(409, "office-list-rows-left");
    assert_eq!(left["facts"]["left"], 3, "{left}");
    office.quan.post(&format!("{path}/withdraw"), json!({})).await.expect_problem(409, "office-list-entered");
    for row in office.rows(&list, "settled=false").await {
        if row["finding"] != "already" {
            office.settle(&row, json!({ "as": "ignored" })).await.expect(200);
        }
    }
    let closed = office.quan.post(&format!("{path}/close"), json!({})).await.expect(200);
    assert_eq!((&closed["state"], &closed["left"]), (&json!("closed"), &json!(0)));
    office.quan.post(&format!("{path}/apply"), json!({})).await.expect_problem(409, "office-list-state");
    // A list of which nothing was entered can be taken back, and its rows are gone.
    let back = office.quan.post(&format!("/office-lists/{}/withdraw", id(&twin)), json!({})).await.expect(200);
    assert_eq!((&back["state"], &back["rows"]), (&json!("withdrawn"), &json!(0)));
    let asked = format!("SELECT count(*) || '' AS line FROM office_list_rows WHERE list_id = '{}'", id(&twin));
    assert_eq!(Inside::of(&office.ward.w).lines(&asked), ["0"]);
}

#[actix_web::test]
async fn a_workbook_is_read_like_text_and_only_some_rows_may_be_entered() {
    let office = Office::new().await;
    let bay = office.another(7).await;
    let (one, two) = (office.paid(&office.sau, "BL1").await, office.paid(&bay, "BL2").await);
    office.hand_in(&[&one, &two]).await.expect(201);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["CCCD", "Mã thẻ", "Ngày cấp"].iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).expect("small"), *heading).expect("a cell");
    }
    for (row, (citizen, card)) in [("096185000123", "9677000123"), ("096190000007", "9677000124")].iter().enumerate() {
        let row = u32::try_from(row).expect("small") + 1;
        sheet.write_string(row, 0, *citizen).expect("a cell");
        sheet.write_string(row, 1, *card).expect("a cell");
        sheet.write_string(row, 2, "25/11/2026").expect("a cell");
    }
    let file = book.save_to_buffer().expect("a file");
    let made = office.bring(&office.quan, "kind=answers", XLSX, file).await.expect(201);
    office.work();
    let ready = office.rows(&made, "finding=ready").await;
    assert_eq!(ready.len(), 2);
    let only = json!({ "rows": [ready[1]["id"]] });
    office.quan.post(&format!("/office-lists/{}/apply", id(&made)), only).await.expect(200);
    office.work();
    assert_eq!(office.show(&office.mai, &one).await["status"], "handed_in");
    assert_eq!(office.show(&office.mai, &two).await["status"], "active");
    // Meanwhile the other was answered by hand: the row no longer comes to what it did.
    let card = json!({ "number": "9677000999", "issued_on": "2026-11-25" });
    office.act(&office.quan, &one, "issue", card).await.expect(200);
    let list = office.apply(&made).await;
    assert_eq!((count(&list, "ready"), count(&list, "not_handed_in")), ((1, 1), (1, 0)));
}

#[actix_web::test]
async fn what_cannot_be_read_goes_back_to_be_mended() {
    let office = Office::new().await;
    let refuse = async |query: &str, file: &str, code: &str| {
        office.bring(&office.quan, query, CSV, file).await.expect_problem(422, code)
    };
    let said = refuse("kind=answers", "Họ tên;Ghi chú\nLê Mẫu;a\n", "office-list-columns").await;
    assert_eq!(said["facts"]["any_of"], json!(["answer", "card_number", "reason"]));
    refuse("kind=answers&columns=full_name,answer,answer", "Họ tên;B;C\nLê Mẫu;a;b\n", "office-list-columns").await;
    refuse("kind=answers&columns=full_name,soup", "Họ tên;B\nLê Mẫu;a\n", "office-list-columns").await;
    refuse("kind=answers&month=2026-11", "Họ tên;Mã thẻ\nLê Mẫu;a\n", "office-list-day").await;
    refuse("kind=participants", "Họ tên;Mã thẻ\nLê Mẫu;a\n", "office-list-day").await;
    refuse("kind=answers&as_of=2026-11-26", "Họ tên;Mã thẻ\nLê Mẫu;a\n", "office-list-day").await;
    refuse("kind=answers", "", "file-not-read").await;
    let given = "kind=answers&columns=citizen_id,,card_number";
    let list = office.brought(given, "A;B;C\n096185000123;x;9677000123\n12;y;9677000124\n").await;
    assert_eq!((count(&list, "not_handed_in"), count(&list, "unreadable")), ((1, 0), (1, 0)), "{list}");
    let path = format!("/office-lists/{}/errors.csv", id(&list));
    let file = office.quan.get(&path).await;
    let text = String::from_utf8(file.bytes.clone()).expect("text");
    assert!(text.contains("12") && text.contains("9677000124") && text.contains("CCCD gồm 12 chữ số"), "{text}");
    assert!(!text.contains("9677000123"), "only what is wrong: {text}");
}

#[actix_web::test]
async fn a_list_is_the_organisations_own_and_its_money_nobody_elses() {
    let office = Office::new().await;
    let file = "CCCD;Mã thẻ\n096185000123;9677000123\n";
    let list = office.brought("kind=answers", file).await;
    let (path, rows) = (format!("/office-lists/{}", id(&list)), format!("/office-lists/{}/rows", id(&list)));
    office.board.get(&path).await.expect(200);
    // Collectors see who runs out, and nothing else of what the office sends.
    office.mai.get(&path).await.expect_problem(404, "not-found");
    office.mai.get(&rows).await.expect_problem(404, "not-found");
    assert_eq!(office.mai.get("/office-lists").await.expect(200)["items"], json!([]));
    office.ward.minh.get(&path).await.expect_problem(403, "not-allowed");
    let expiries = "Mã số BHXH;Hạn;Loại\n9612345678;31/12/2026;BHYT\n";
    let ends = office.brought("kind=expiries", expiries).await;
    office.mai.get(&format!("/office-lists/{}", id(&ends))).await.expect(200);
    let seen = office.mai.get("/office-lists").await.expect(200);
    assert_eq!(seen["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(office.mai.get("/office-lists?kind=answers").await.expect(200)["items"], json!([]));
    super::hand_overs::work_for(&office.ward, &office.other);
    let quan = office.ward.w.sign_in("quan").await;
    quan.get(&path).await.expect_problem(404, "not-found");
    assert_eq!(quan.get("/office-lists").await.expect(200)["items"], json!([]));
}

#[actix_web::test]
async fn nothing_is_done_in_the_name_of_somebody_who_may_not_any_more() {
    let office = Office::new().await;
    let one = office.paid(&office.sau, "BL1").await;
    office.hand_in(&[&one]).await.expect(201);
    let file = "CCCD;Mã thẻ;Ngày cấp\n096185000123;9677000123;24/11/2026\n";
    let read = office.brought("kind=answers", file).await;
    let path = format!("/office-lists/{}", id(&read));
    office.quan.post(&format!("{path}/apply"), json!({})).await.expect(200);
    let unread = office.bring(&office.quan, "kind=answers", CSV, file).await.expect(201);
    super::hand_overs::work_for(&office.ward, &office.other);
    office.work();
    let halted = office.board.get(&path).await.expect(200);
    assert_eq!((&halted["state"], &halted["counts"][0]["ordered"]), (&json!("ready"), &json!(0)), "{halted}");
    assert_eq!(office.show(&office.board, &one).await["status"], "handed_in");
    let path = format!("/office-lists/{}", id(&unread));
    assert_eq!(office.board.get(&path).await.expect(200)["state"], "failed");
    office.board.post(&format!("{path}/apply"), json!({})).await.expect_problem(409, "office-list-state");
    let back = office.board.post(&format!("{path}/withdraw"), json!({})).await.expect(200);
    assert_eq!(back["state"], "withdrawn");
}

#[actix_web::test]
async fn a_file_that_is_sent_again_is_one_list() {
    let office = Office::new().await;
    let file = "CCCD;Mã thẻ\n096185000123;9677000123\n";
    let sent = office.quan.with_header("idempotency-key", "danh-sach-0001");
    let one = office.bring(&sent, "kind=answers", CSV, file).await.expect(201);
    let again = office.bring(&sent, "kind=answers", CSV, file).await.expect(201);
    assert_eq!(one, again);
    office.bring(&sent, "kind=expiries", CSV, file).await.expect_problem(422, "office-list-columns");
    office.bring(&sent, "kind=answers&scheme=bhyt_hgd", CSV, file).await.expect_problem(422, "idempotency-key-reused");
    let own = "kind=answers&id=0198f3c2-0000-7000-8000-000000000001";
    office.bring(&office.quan, own, CSV, file).await.expect(201);
    office.bring(&office.quan, own, CSV, file).await.expect_problem(409, "already-exists");
    let lists = office.quan.get("/office-lists?kind=answers").await.expect(200);
    assert_eq!(lists["items"].as_array().map(Vec::len), Some(2));
    let none = office.quan.get("/office-lists?month=2026-10").await.expect(200);
    assert_eq!(none["items"], json!([]));
}
