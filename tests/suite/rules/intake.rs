//! Tables people bring, read through the child process as the server does. All people are invented.
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tungnha::intake::{Cell, Fault, Kind, Row, TableFault, child};

/// A file that goes when the test does.
pub struct Brought(PathBuf);

impl Brought {
    pub fn new(bytes: &[u8]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("tungnha-intake-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).expect("a temporary file");
        Self(path)
    }
    pub fn path(&self) -> &Path {
        &self.0
    }
    pub fn read(&self, kind: Kind) -> Result<Vec<Row>, TableFault> {
        child::read(Path::new(env!("CARGO_BIN_EXE_tungnha")), &self.0, kind)?.collect()
    }
}

impl Drop for Brought {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

pub fn csv(bytes: &[u8]) -> Result<Vec<Row>, TableFault> {
    Brought::new(bytes).read(Kind::Csv)
}

fn texts(rows: &[Row]) -> Vec<Vec<&str>> {
    rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

fn number(text: &str) -> Cell {
    Cell { text: text.to_owned(), was_number: true }
}

#[test]
fn separators_are_found_and_quotes_obeyed() {
    for (text, rows) in [
        ("Họ tên;CCCD\nLê Mẫu;086085004321\n", vec![vec!["Họ tên", "CCCD"], vec!["Lê Mẫu", "086085004321"]]),
        ("Họ tên,CCCD\r\nLê Mẫu,086085004321\r\n", vec![vec!["Họ tên", "CCCD"], vec!["Lê Mẫu", "086085004321"]]),
        ("Họ tên\tĐịa chỉ\nLê Mẫu\tấp 3, xã B", vec![vec!["Họ tên", "Địa chỉ"], vec!["Lê Mẫu", "ấp 3, xã B"]]),
        ("a;b\n\"x;y\n\"\"z\"\"\";2\n", vec![vec!["a", "b"], vec!["x;y\n\"z\"", "2"]]),
        ("sep=;\na,b;c\n", vec![vec!["a,b", "c"]]),
        ("a;b;;;\n;;\n\n1;2;;;", vec![vec!["a", "b"], vec!["1", "2"]]),
        ("một cột\nhai", vec![vec!["một cột"], vec!["hai"]]),
        ("a;b\r1;2\r", vec![vec!["a", "b"], vec!["1", "2"]]),
        ("cao 5\" nhà;x", vec![vec!["cao 5\" nhà", "x"]]),
    ] {
        let read = csv(text.as_bytes()).unwrap_or_else(|fault| panic!("{text:?}: {fault:?}"));
        assert_eq!(texts(&read), rows, "{text:?}");
    }
    let rows = csv(b"a;b\n\n\"x\ny\";2\n3;4\n").expect("a table");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5], "lines of the file");
}

#[test]
fn every_usual_encoding_is_read() {
    let text = "Họ tên;Ấp\nNguyễn Văn Mẫu;Ấp Đông\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let rows = vec![vec!["Họ tên", "Ấp"], vec!["Nguyễn Văn Mẫu", "Ấp Đông"]];
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [vec![0xff, 0xfe], utf16(u16::to_le_bytes)].concat(),
        [vec![0xfe, 0xff], utf16(u16::to_be_bytes)].concat(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        // Windows-1258: tones stand behind their letters.
        b"Ho\xf2 t\xean;\xc2\xec\x70\nNguy\xea\xden V\xe3n M\xe2\xdeu;\xc2\xec\x70 \xd0\xf4ng\n".to_vec(),
    ] {
        let read = csv(&bytes).unwrap_or_else(|fault| panic!("{bytes:?}: {fault:?}"));
        assert_eq!(texts(&read), rows, "{bytes:?}");
    }
}

#[test]
fn tcvn3_keeps_its_look_for_the_conversion_of_columns() {
    let rows = csv(b"H\xe4 t\xaan;X\xb7\nNguy\xd4n V\xa8n M\xc9u;\xa7\xb9i H\xb5\n").expect("a table");
    assert_eq!(texts(&rows), [vec!["Hä tªn", "X·"], vec!["NguyÔn V¨n MÉu", "§¹i Hµ"]]);
}

#[test]
fn numbers_that_a_spreadsheet_wrote_out_are_digits_again() {
    let rows = csv(b"CCCD;x\n8.6085004321E+10;8.61E+10\n\"8,6085004321E+10\";1985\n").expect("a table");
    assert_eq!(rows[1].cells[0], number("86085004321"));
    assert_eq!(rows[1].cells[1], Cell { text: "8.61E+10".to_owned(), was_number: false }, "digits are lost");
    assert_eq!(rows[2].cells[0], number("86085004321"));
}

#[test]
fn a_workbook_is_read_as_people_see_it() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Trống").expect("a name");
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let date = |y, m, d| ExcelDateTime::from_ymd(y, m, d).expect("a day");
    for (at, heading) in (0..).zip(["Họ tên", "CCCD", "Ngày sinh", "Năm", "Tỷ lệ"]) {
        sheet.write_string(0, at, heading).expect("a cell");
    }
    sheet.write_string(2, 0, "Nguyễn Thị Mẫu").expect("a cell");
    sheet.write_number(2, 1, 86_085_004_321.0).expect("a cell");
    sheet.write_datetime_with_format(2, 2, date(1985, 3, 20), &day).expect("a cell");
    sheet.write_number(2, 3, 1985.0).expect("a cell");
    sheet.write_number(2, 4, 92.62).expect("a cell");
    sheet.write_string(3, 1, "086085004321").expect("a cell");
    sheet.write_blank(4, 300, &day).expect("a formatted cell");
    let rows = Brought::new(&book.save_to_buffer().expect("a workbook")).read(Kind::Xlsx).expect("a table");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 4]);
    assert_eq!(texts(&rows)[1], ["Nguyễn Thị Mẫu", "86085004321", "1985-03-20", "1985", "92.62"]);
    assert_eq!(rows[1].cells[1], number("86085004321"));
    assert_eq!(rows[2].cells, [Cell::default(), Cell { text: "086085004321".to_owned(), was_number: false }]);
}

#[test]
fn the_child_reads_a_pipe_as_well() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Lê Mẫu").expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let mut reader = std::process::Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["read-table", "--kind", "xlsx"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    reader.stdin.take().expect("a pipe").write_all(&bytes).expect("the file");
    let out = reader.wait_with_output().expect("an end");
    assert!(out.status.success());
    assert_eq!(String::from_utf8_lossy(&out.stdout), "{\"number\":1,\"cells\":[{\"t\":\"Lê Mẫu\"}]}\nend\n");
}

#[test]
fn whoever_stops_early_leaves_no_child() {
    let file = Brought::new("Lê Mẫu;1\n".repeat(100_000).as_bytes());
    let program = Path::new(env!("CARGO_BIN_EXE_tungnha"));
    let mut rows = child::read(program, file.path(), Kind::Csv).expect("a child");
    assert_eq!(rows.next().expect("a row").expect("read").number, 1);
    drop(rows);
    assert!(matches!(
        child::read(Path::new("/không/có"), file.path(), Kind::Csv).map(|_| ()),
        Err(TableFault { fault: Fault::Unreadable, line: None })
    ));
}
