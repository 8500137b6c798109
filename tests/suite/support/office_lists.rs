//! How the routes of the office's lists are called.
use serde_json::{Value, json};
use tungnha::{db::Db, features::office_lists};

use super::{
    Client,
    examples::{Reach, Row, Spot, list, row, show, upon},
    maker::Kind,
};

/// The rows of their operations.
pub fn rows() -> Vec<Row> {
    use Kind::*;
    use Reach::*;
    const BRING: &str = "kind=expiries&organisation_id={collecting}&area_id={area}&file_name=mau.csv";
    vec![
        list("list_office_lists", List, OfficeList),
        row("create_office_list", Within, None, BRING, Some(expiries)),
        show("show_office_list", Within, OfficeList),
        show("list_office_list_rows", Within, OfficeList),
        show("export_office_list_errors", Within, OfficeList),
        upon("apply_office_list", OfficeList, |_| json!({})),
        upon("close_office_list", OfficeList, |_| json!({ "leave_open_because": "Chờ cơ quan BHXH sửa" })),
        upon("withdraw_office_list", OfficeList, |_| json!({})),
        upon("settle_office_list_row", OfficeListRow, |_| json!({ "as": "ignored", "why": "Không ở đây" })),
    ]
}

/// Two people who run out, of whom nobody here knows; of one no end is said.
pub fn expiries(s: &Spot) -> Value {
    let heads = "Mã số BHXH;Họ tên;Loại bảo hiểm;Ngày hết hạn;Số tiền";
    Value::String(format!(
        "{heads}\n98{n:08};Lê Thị Mẫu {n};BHYT;31/12/2026;1366200\n97{n:08};Lê Văn Mẫu;BHYT;;\n",
        n = s.n
    ))
}

/// A list of them that was brought and read.
pub async fn brought(board: &Client, db: &Db, s: &Spot) -> String {
    let query = format!("kind=expiries&organisation_id={}&area_id={}", s.collecting, s.area);
    let list = board.upload(&format!("/office-lists?{query}&file_name=mau.csv"), &expiries(s)).await;
    office_lists::run(db).expect("it is read");
    list
}

/// The first row of such a list.
pub async fn first_row(board: &Client, db: &Db, s: &Spot) -> String {
    let rows = format!("/office-lists/{}/rows", brought(board, db, s).await);
    board.get(&rows).await.expect(200)["items"][0]["id"].as_str().expect("an id").to_owned()
}
