//! Tables as files: formulas neutralised, numbers typed, headings and formats Vietnamese.
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use tungnha::{
    base::share::Percent,
    render::{Align, Column, Format, Table, Value, bytes},
};

/// Text that a spreadsheet would take for a formula, or that hides one.
const PAYLOADS: &[&str] = &[
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://khoa.example\",\"xem\")",
    "=IMPORTXML(\"http://khoa.example\",\"//a\")",
    "=WEBSERVICE(\"http://khoa.example\")",
    "=DDE(\"cmd\",\"/C calc\",\"x\")",
    "=SUM(A1:A9)",
    "=@SUM(A1)",
    "==1",
    "=",
    "=-1",
    "=+1",
    "+1+1",
    "+84912345678",
    "+cmd|' /C calc'!A0",
    "+",
    "++1",
    "-1+1",
    "-1",
    "-",
    "--1",
    "-2+3+cmd|' /C calc'!A0",
    "-đồng",
    "@SUM(1+1)",
    "@",
    "@ai",
    "\t=1+1",
    "\t",
    "\t5",
    "\r=1+1",
    "\r",
    "\n=1+1",
    "\n+1",
    "\u{0}=1+1",
    "\u{0}",
    " =1+1",
    "  +1",
    "   -1",
    "    @x",
    "\u{a0}=1+1",
    "\u{3000}=1+1",
    "\u{2003}+1",
    "\u{feff}=1+1",
    "\u{feff}\u{feff}-1",
    "\u{200b}=1+1",
    "\u{200b}@x",
    "\u{feff} =1+1",
    " \u{200b}+1",
    "\u{200b}\u{feff}\t=1+1",
    "＝1+1",
    "＋84912345678",
    "－1+1",
    "＠SUM(1)",
    " ＝1+1",
    "\u{feff}＋1",
    "\u{200b}－1",
    "=1\n=2",
    "=\"a\";\"b\"",
    "=A1&\"\u{200b}\"",
    "-1;=1+1",
    "+1,=1+1",
    "@x\"y",
    "\u{2060}=1+1",
    "\u{200d}=1+1",
    "\u{200c}+1",
    "\u{ad}-1",
    "\u{200e}=1+1",
    "\u{180e}@x",
];

/// Text that is left as it is.
const HARMLESS: &[&str] = &[
    "Cà Mau",
    "12",
    "1.234",
    "131,20 %",
    "a=b",
    "a-b",
    "28-NQ/TW",
    "x@y.vn",
    "'=1",
    "(=1)",
    "\"=1+1\"",
    "…",
    "",
    "gần 1.150 người",
    "'",
    "“-1”",
];

fn table(texts: &[&str]) -> Table {
    Table {
        title: "Tổng hợp".into(),
        notes: vec!["=ghi chú".into()],
        columns: vec![
            Column::new("Tên đơn vị", 30.0, Align::Left),
            Column::new("Lượt người", 12.0, Align::Right),
            Column::new("Tỷ lệ đạt", 12.0, Align::Right),
        ],
        rows: texts
            .iter()
            .map(|t| {
                vec![Value::Text((*t).into()), Value::Count(Some(-1_234_567)), Value::Percent(Some(Percent(13_120)))]
            })
            .collect(),
        total: Some(vec![Value::Text("Tổng cộng".into()), Value::Count(None), Value::Percent(None)]),
    }
}

/// The rows of a CSV file, read back as a spreadsheet does.
fn csv_rows(table: &Table) -> Vec<Vec<String>> {
    let file = bytes(table, Format::Csv).unwrap();
    assert_eq!(&file[..3], "\u{feff}".as_bytes(), "a byte-order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(&file[3..]);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn book(table: &Table) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes(table, Format::Xlsx).unwrap())).unwrap()
}

#[test]
fn what_looks_like_a_formula_gets_an_apostrophe_in_csv() {
    assert!(PAYLOADS.len() >= 60, "{}", PAYLOADS.len());
    let rows = csv_rows(&table(PAYLOADS));
    for (payload, row) in PAYLOADS.iter().zip(&rows[1..]) {
        assert_eq!(row[0], format!("'{payload}"), "{payload:?}");
        // What was written comes back whole behind the apostrophe.
        assert_eq!(row[0].strip_prefix('\''), Some(*payload));
    }
}

#[test]
fn harmless_text_is_left_alone_in_csv() {
    let rows = csv_rows(&table(HARMLESS));
    for (text, row) in HARMLESS.iter().zip(&rows[1..]) {
        assert_eq!(row[0], *text);
    }
}

#[test]
fn headings_are_neutralised_too() {
    let columns = vec![Column::new("=1+1", 9.0, Align::Left), Column::new("Số cuộc", 9.0, Align::Right)];
    let rows = csv_rows(&Table { columns, rows: Vec::new(), total: None, ..table(&[]) });
    assert_eq!(rows, [["'=1+1", "Số cuộc"]]);
}

#[test]
fn csv_writes_numbers_as_people_here_read_them_and_nothing_for_no_data() {
    let rows = csv_rows(&table(&["Cà Mau"]));
    assert_eq!(rows[0], ["Tên đơn vị", "Lượt người", "Tỷ lệ đạt"]);
    assert_eq!(rows[1], ["Cà Mau", "-1.234.567", "131,20 %"]);
    assert_eq!(rows[2], ["Tổng cộng", "", ""]);
    let file = String::from_utf8(bytes(&table(&["a\"b;c,d\ne"]), Format::Csv).unwrap()).unwrap();
    assert!(file.contains("\"a\"\"b;c,d\ne\",") && file.ends_with("\r\n"), "{file:?}");
}

#[test]
fn xlsx_keeps_every_payload_as_typed_text_and_has_no_formula() {
    let texts: Vec<&str> = PAYLOADS.iter().chain(HARMLESS).copied().filter(|t| !t.is_empty()).collect();
    let mut book = book(&table(&texts));
    let sheet = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&sheet).unwrap().used_cells().next().is_none());
    let range = book.worksheet_range(&sheet).unwrap();
    let found: Vec<&Data> = range.rows().map(|row| &row[0]).skip(4).collect();
    for (text, cell) in texts.iter().zip(found) {
        let Data::String(shown) = cell else { panic!("{text:?} became {cell:?}") };
        // XML knows no NUL and one way to end a line; all else comes back as it was.
        let plain = |t: &str| t.replace("\r\n", "\n").replace(['\r', '\u{0}'], "");
        assert_eq!(plain(shown).trim(), plain(text).trim(), "{text:?}");
    }
}

#[test]
fn xlsx_numbers_are_numbers_with_vietnamese_formats() {
    let mut book = book(&table(&["Cà Mau", "Phú Yên"]));
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    assert_eq!(rows[0][0], Data::String("Tổng hợp".into()));
    assert_eq!(rows[1][0], Data::String("=ghi chú".into()));
    assert_eq!(rows[3], ["Tên đơn vị", "Lượt người", "Tỷ lệ đạt"].map(|h| Data::String(h.into())));
    assert_eq!(rows[4], [Data::String("Cà Mau".into()), Data::Float(-1_234_567.0), Data::Float(131.2)]);
    assert_eq!(rows[6], [Data::String("Tổng cộng".into()), Data::Empty, Data::Empty]);
    // 131.2 is shown as 131,20 % in a Vietnamese Excel, and the cell stays a number.
    let styles = book.worksheet_style(&sheet).unwrap();
    let format =
        |row, column| styles.get((row, column)).and_then(|s| s.number_format.as_ref()).map(|f| f.format_code.clone());
    for row in [4, 5] {
        assert_eq!((format(row, 1).as_deref(), format(row, 2).as_deref()), (Some("#,##0"), Some("0.00\" %\"")));
    }
    let bold = |row| styles.get((row, 0)).and_then(|s| s.font.as_ref()).is_some_and(|f| f.is_bold());
    assert_eq!([0, 3, 4, 6].map(bold), [true, true, false, true]);
}

#[test]
fn an_empty_table_is_a_file_all_the_same() {
    let empty = Table { rows: Vec::new(), total: None, ..table(&[]) };
    assert_eq!(csv_rows(&empty).len(), 1);
    let mut book = book(&empty);
    let sheet = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_range(&sheet).unwrap().rows().count(), 4);
}

#[test]
fn a_difference_of_shares_bears_no_percent_sign() {
    let row = |points| vec![Value::Percent(Some(Percent(2_763))), Value::Points(points)];
    let headings = ["Tỷ lệ (%)", "Điểm %"].map(|name| Column::new(name, 12.0, Align::Right));
    let rows = vec![row(Some(Percent(-147))), row(None)];
    let table = Table { title: "Mẫu".into(), notes: vec![], columns: headings.into(), rows, total: None };
    let rows = csv_rows(&table);
    assert_eq!(rows[1..], [["27,63 %", "-1,47"], ["27,63 %", ""]].map(|row| row.map(str::to_owned).to_vec()));
    let mut book = book(&table);
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    assert!(sheet.used_cells().any(|(_, _, cell)| *cell == Data::Float(-1.47)));
}
