//! Forms as files: the right cells, sums, text with accents and leading zeros, no formula.
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use tungnha::{
    base::share::Percent,
    render::{Align, Form, FormColumn, FormSheet, Value},
};

fn column(key: &str, group: Option<&str>, heading: &str, align: Align) -> FormColumn {
    FormColumn { key: key.into(), group: group.map(Into::into), heading: heading.into(), width: 12.0, align }
}

fn form() -> Form {
    Form {
        left: vec!["Bưu điện huyện Thí Dụ".into(), "Mã: 3456789000TH0100070003".into()],
        right: vec!["Mẫu D05-TS".into()],
        title: "DANH SÁCH NGƯỜI THAM GIA".into(),
        below: vec!["Tháng 11 năm 2026".into()],
        columns: vec![
            column("A", None, "STT", Align::Right),
            column("B", None, "Họ và tên", Align::Left),
            column("1", None, "Số CCCD", Align::Left),
            column("2", Some("NSNN hỗ trợ"), "Tỷ lệ", Align::Right),
            column("3", Some("NSNN hỗ trợ"), "Số tiền", Align::Right),
        ],
        signers: vec!["Người lập biểu".into(), "Thủ trưởng đơn vị".into()],
    }
}

fn line(n: i64, name: &str, number: &str, vnd: Option<i64>) -> Vec<Value> {
    vec![
        Value::Count(Some(n)),
        Value::Text(name.into()),
        Value::Text(number.into()),
        Value::Percent(Some(Percent(2_000))),
        Value::Count(vnd),
    ]
}

fn read(bytes: Vec<u8>) -> (Range<Data>, Range<String>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let name = book.sheet_names().first().expect("a sheet").clone();
    (book.worksheet_range(&name).expect("cells"), book.worksheet_formula(&name).expect("formulas"))
}

fn text(cells: &Range<Data>, row: u32, column: u32) -> String {
    cells.get_value((row, column)).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn every_cell_stands_where_the_form_has_it() {
    let mut sheet = FormSheet::begin(&form()).expect("a form");
    sheet.section("I. Tăng").expect("a section");
    sheet.line(&line(1, "Nguyễn Thị Thí Dụ", "096090000001", Some(66_000))).expect("a line");
    sheet.line(&line(2, "=HYPERLINK(\"x\")", "001090000002", None)).expect("a line");
    sheet
        .sum(&[
            Value::Text(String::new()),
            Value::Text("Cộng tăng".into()),
            Value::Text(String::new()),
            Value::Text(String::new()),
            Value::Count(Some(66_000)),
        ])
        .expect("a sum");
    let (cells, formulas) = read(sheet.finish(&["Bằng chữ: Sáu mươi sáu nghìn đồng".into()]).expect("a file"));
    assert_eq!(formulas.used_cells().count(), 0, "no formulas");
    assert_eq!(text(&cells, 0, 0), "Bưu điện huyện Thí Dụ");
    assert_eq!(text(&cells, 1, 0), "Mã: 3456789000TH0100070003");
    assert_eq!(text(&cells, 0, 4), "Mẫu D05-TS");
    assert_eq!(text(&cells, 3, 2), "DANH SÁCH NGƯỜI THAM GIA");
    assert_eq!(text(&cells, 4, 2), "Tháng 11 năm 2026");
    assert_eq!(text(&cells, 6, 3), "NSNN hỗ trợ");
    let headings: Vec<_> = (0..5).map(|at| text(&cells, 7, at)).collect();
    assert_eq!(headings, ["STT", "Họ và tên", "Số CCCD", "Tỷ lệ", "Số tiền"]);
    let keys: Vec<_> = (0..5).map(|at| text(&cells, 8, at)).collect();
    assert_eq!(keys, ["A", "B", "1", "2", "3"]);
    assert_eq!(text(&cells, 9, 1), "I. Tăng");
    assert_eq!(text(&cells, 10, 1), "Nguyễn Thị Thí Dụ");
    assert_eq!(cells.get_value((10, 2)), Some(&Data::String("096090000001".into())), "leading zeros stay");
    assert_eq!(cells.get_value((10, 3)), Some(&Data::Float(20.0)));
    assert_eq!(cells.get_value((10, 4)), Some(&Data::Float(66_000.0)));
    assert_eq!(cells.get_value((11, 1)), Some(&Data::String("=HYPERLINK(\"x\")".into())), "typed text");
    assert_eq!(text(&cells, 11, 4), "", "no data is not zero");
    assert_eq!((text(&cells, 12, 1), text(&cells, 12, 4)), ("Cộng tăng".into(), "66000".into()));
    assert_eq!(text(&cells, 14, 1), "Bằng chữ: Sáu mươi sáu nghìn đồng");
    assert_eq!((text(&cells, 16, 1), text(&cells, 16, 2)), ("Người lập biểu".into(), "Thủ trưởng đơn vị".into()));
}

#[test]
fn a_form_without_lines_is_a_file_all_the_same() {
    let (cells, _) = read(FormSheet::begin(&form()).expect("a form").finish(&[]).expect("a file"));
    assert_eq!(text(&cells, 8, 0), "A");
}
