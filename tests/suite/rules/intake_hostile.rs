//! Files made to hurt: refused in words, within seconds, in a process that is not ours.
use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tungnha::intake::{Fault, Kind, TableFault};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::intake::{Brought, csv};

/// A workbook of one sheet with this XML, and these shared strings.
pub fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org";
    let relation = |id, kind, target| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"{office}/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations =
        |inner: String| format!("<Relationships xmlns=\"{office}/package/2006/relationships\">{inner}</Relationships>");
    let main = format!("xmlns=\"{office}/spreadsheetml/2006/main\"");
    packed(&[
        ("[Content_Types].xml", format!("<Types xmlns=\"{office}/package/2006/content-types\"/>")),
        ("_rels/.rels", relations(relation("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {main} xmlns:r=\"{office}/officeDocument/2006/relationships\"><sheets>\
                 <sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                relation("r1", "worksheet", "worksheets/sheet1.xml")
                    + &relation("r2", "sharedStrings", "sharedStrings.xml"),
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>")),
        ("xl/sharedStrings.xml", strings.replacen("<sst", &format!("<sst {main}"), 1)),
    ])
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    for (name, text) in parts {
        zip.start_file(*name, options).expect("an entry");
        zip.write_all(text.as_bytes()).expect("its bytes");
    }
    zip.finish().expect("a packed file").into_inner()
}

pub fn word(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// Within ten seconds, and what came of it.
#[track_caller]
fn refused(bytes: &[u8], kind: Kind) -> TableFault {
    let began = Instant::now();
    let read = Brought::new(bytes).read(kind);
    assert!(began.elapsed() < Duration::from_secs(10), "took {:?}", began.elapsed());
    read.map(|rows| rows.len()).expect_err("a hostile file")
}

#[test]
fn one_far_cell_makes_no_range() {
    let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", word("A1", "một"), word("XFD1048576", "xa"));
    assert_eq!(refused(&workbook(&far, "<sst/>"), Kind::Xlsx), Fault::TooManyRows.at(1_048_576));
    let tall = format!("<row r=\"1\">{}</row><row r=\"200001\">{}</row>", word("A1", "một"), word("A200001", "xa"));
    assert_eq!(refused(&workbook(&tall, "<sst/>"), Kind::Xlsx), Fault::TooManyRows.at(200_001));
}

#[test]
fn wide_sheets_are_refused() {
    let wide = format!("<row r=\"1\">{}{}</row>", word("A1", "một"), word("XFD1", "xa"));
    assert_eq!(refused(&workbook(&wide, "<sst/>"), Kind::Xlsx), Fault::TooManyColumns.at(1));
    let line = "x;".repeat(201) + "\n";
    assert_eq!(refused(line.as_bytes(), Kind::Csv), Fault::TooManyColumns.at(1));
}

#[test]
fn cells_are_counted_even_where_nothing_is_in_them() {
    let sheet = "<row>".to_owned() + &"<c/>".repeat(2_000_001) + "</row>";
    let fault = refused(&workbook(&sheet, "<sst/>"), Kind::Xlsx).fault;
    assert!(matches!(fault, Fault::TooManyCells | Fault::UnpacksTooLarge), "{fault:?}");
    let mut sheet = String::new();
    for row in 1..=20_100 {
        let _ = write!(sheet, "<row r=\"{row}\">");
        for column in 0..100 {
            let _ = write!(sheet, "<c><v>{}</v></c>", (row * 7919 + column * 104_729) % 10_007);
        }
        sheet.push_str("</row>");
    }
    let fault = refused(&workbook(&sheet, "<sst/>"), Kind::Xlsx);
    assert!(matches!(fault.fault, Fault::TooManyCells | Fault::TooHeavy), "{fault:?}");
}

#[test]
fn shared_strings_do_not_swell() {
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let bomb = "<sst>".to_owned() + &"<si><t>bom</t></si>".repeat(3_000_000) + "</sst>";
    assert_eq!(refused(&workbook(sheet, &bomb), Kind::Xlsx), Fault::UnpacksTooLarge.now());
    let mut many = "<sst>".to_owned();
    for n in 0..1_000_001_u32 {
        let _ = write!(many, "<si><t>{:x}</t></si>", n.wrapping_mul(2_654_435_761));
    }
    assert_eq!(refused(&workbook(sheet, &(many + "</sst>")), Kind::Xlsx), Fault::TooManyCells.now());
    let long = format!("<sst><si><t>{}</t></si></sst>", "dài ".repeat(5_000));
    assert_eq!(refused(&workbook(sheet, &long), Kind::Xlsx), Fault::CellTooLong.at(1));
}

#[test]
fn sizes_that_lie_are_not_believed() {
    let strings = "<sst>".to_owned() + &"<si><t>bom</t></si>".repeat(20_000) + "</sst>";
    let mut bytes = workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", &strings);
    // Both headers of the entry say that it unpacks to a hundred bytes.
    let honest = u32::try_from(strings.len() + 66).expect("small").to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == honest).collect();
    assert!(!places.is_empty(), "the size stands in the file");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert_eq!(refused(&bytes, Kind::Xlsx), Fault::NotATable.now());
}

#[test]
fn entities_do_not_multiply() {
    let mut bomb = "<!DOCTYPE sst [<!ENTITY a0 \"bom\">".to_owned();
    for n in 1..30 {
        let _ = write!(bomb, "<!ENTITY a{n} \"&a{0};&a{0};&a{0};&a{0};\">", n - 1);
    }
    bomb += "]><sst><si><t>&a29;</t></si></sst>";
    let book = workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", &bomb);
    let began = Instant::now();
    match Brought::new(&book).read(Kind::Xlsx) {
        Err(fault) => assert!(matches!(fault.fault, Fault::NotATable | Fault::Empty), "{fault:?}"),
        Ok(rows) => assert!(rows.iter().all(|row| row.cells.iter().all(|cell| cell.text.len() < 20)), "{rows:?}"),
    }
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn rows_ascend_or_are_refused() {
    let sheet = format!("<row r=\"5\">{}</row><row r=\"2\">{}</row>", word("A5", "năm"), word("A2", "hai"));
    assert_eq!(refused(&workbook(&sheet, "<sst/>"), Kind::Xlsx), Fault::RowsOutOfOrder.at(2));
}

#[test]
fn what_is_no_workbook_says_so() {
    assert_eq!(refused(b"", Kind::Xlsx), Fault::NotATable.now());
    assert_eq!(refused(b"H\xe1\xbb\x8d t\xc3\xaan;CCCD\n", Kind::Xlsx), Fault::NotATable.now());
    assert_eq!(refused(&packed(&[("content.xml", "<office/>".to_owned())]), Kind::Xlsx), Fault::NotATable.now());
    let locked = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], [0; 512].as_slice()].concat();
    assert_eq!(refused(&locked, Kind::Xlsx), Fault::OldOrLocked.now());
    assert_eq!(refused(&workbook("", "<sst/>"), Kind::Xlsx), Fault::Empty.now());
    let many: Vec<(String, String)> = (0..101).map(|n| (format!("p{n}.xml"), String::new())).collect();
    let many: Vec<(&str, String)> = many.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    assert_eq!(refused(&packed(&many), Kind::Xlsx), Fault::UnpacksTooLarge.now());
    let cut = workbook(&format!("<row r=\"1\">{}</row>", word("A1", "một")), "<sst/>");
    assert_eq!(refused(&cut[..cut.len() / 2], Kind::Xlsx), Fault::NotATable.now());
}

#[test]
fn a_line_without_end_is_refused_at_its_beginning() {
    let mut reader = Command::new(env!("CARGO_BIN_EXE_tungnha"))
        .args(["read-table", "--kind", "csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut pipe = reader.stdin.take().expect("a pipe");
    let (piece, mut taken) = (vec![b'x'; 1 << 20], 0_u32);
    // A gigabyte, if anybody took it: the reader hangs up long before.
    while taken < 1024 && pipe.write_all(&piece).is_ok() {
        taken += 1;
    }
    assert!(taken < 4, "{taken} MB were taken");
    drop(pipe);
    let out = reader.wait_with_output().expect("an end");
    assert_eq!((out.status.code(), out.stdout.len()), (Some(3), 0));
    let said: TableFault = serde_json::from_slice(&out.stderr).expect("a fault");
    assert_eq!(said, Fault::LineTooLong.at(1));
}

#[test]
fn csv_is_counted_while_it_is_read() {
    assert_eq!(refused(b"a;b\n1;2\n\"x;3\n4;5\n", Kind::Csv), Fault::QuoteLeftOpen.at(3));
    let runaway = "a;b\n\"x;3\n".to_owned() + &"4;5\n".repeat(10_000);
    assert_eq!(refused(runaway.as_bytes(), Kind::Csv), Fault::QuoteLeftOpen.at(2));
    let long = "a;b\n".to_owned() + &"x".repeat(10_001) + ";2\n";
    assert_eq!(refused(long.as_bytes(), Kind::Csv), Fault::CellTooLong.at(2));
    let tall = "x\n".repeat(200_001);
    assert_eq!(refused(tall.as_bytes(), Kind::Csv), Fault::TooManyRows.at(200_001));
    assert_eq!(refused(b"", Kind::Csv), Fault::Empty.now());
    assert_eq!(refused(b";;\n\n", Kind::Csv), Fault::Empty.now());
    assert_eq!(refused(b"\xff\xfea\0\0\xd8b\0", Kind::Csv), Fault::NotText.now());
    assert_eq!(refused(&[0; 4096], Kind::Csv), Fault::NotText.now());
    assert_eq!(csv(b"x").map(|rows| rows.len()), Ok(1));
}

#[test]
fn every_fault_has_its_sentence() {
    assert!(Fault::ALL.iter().all(|fault| !fault.text().vi.is_empty() && !fault.text().en.is_empty()));
}
