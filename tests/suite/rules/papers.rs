//! Papers: the shipped layouts, sections, sums, and what is refused as a layout.
use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use tungnha::{
    base::{Day, birth::BirthDate, share::Percent},
    features::papers::{
        fill::{Head, Total, fill},
        layout::{PaperForm, shipped},
        line::{Line, Move, Share},
        numbering,
    },
};

fn layout(paper: &str) -> PaperForm {
    shipped().expect("layouts").into_iter().find(|shipped| shipped.paper.as_str() == paper).expect("a layout").layout
}

fn head() -> Head {
    Head {
        organisation: "Bưu điện xã Thí Dụ".into(),
        code: Some("3456789000TH9631825003".into()),
        area: "Xã Đất Mũi, tỉnh Cà Mau".into(),
        period: "Tháng 11 năm 2026".into(),
        number: None,
    }
}

/// The ethnic-minority rate of 11/2026 for an income of 3,000,000, three months: domain.md §1.2.
fn line(name: &str, movement: Move) -> Line {
    Line {
        movement,
        full_name: name.into(),
        insurance_number: Some("0096000001".into()),
        citizen_number: Some("096090000001".into()),
        birth: BirthDate::of(1990, Some(3), None, 2026),
        sex: Some("female".into()),
        address: Some("Ấp Thí Dụ, xã Đất Mũi".into()),
        relation: Some("Vợ".into()),
        clinic: None,
        receipt: Some((Day::of(2026, 11, 5).expect("a day"), "0000123".into())),
        income_vnd: Some(3_000_000),
        base_vnd: None,
        months: Some(3),
        from: Day::of(2026, 11, 1),
        full_vnd: 1_980_000,
        payable_vnd: 1_683_000,
        state: Share { percent: Some(Percent(1_500)), vnd: 297_000 },
        local: Share::default(),
        other: Share::default(),
        paper_card: Some(true),
        collector_code: Some("NV096090000009".into()),
        note: "Tăng_mới".into(),
    }
}

fn read(bytes: Vec<u8>) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let name = book.sheet_names().first().expect("a sheet").clone();
    book.worksheet_range(&name).expect("cells")
}

/// The cells of the first row that has this text in its second column.
fn row(cells: &Range<Data>, name: &str) -> Vec<String> {
    let found = cells.rows().find(|row| row.get(1).is_some_and(|cell| cell.as_string().as_deref() == Some(name)));
    found.unwrap_or_else(|| panic!("no row {name}")).iter().map(ToString::to_string).collect()
}

#[test]
fn d05_ts_has_its_columns_in_the_order_of_the_decision() {
    let layout = layout("d05_ts");
    let keys: Vec<_> = layout.columns.iter().map(|column| &*column.key).collect();
    assert_eq!(keys.join(" "), "A B C 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17");
    let (first, second, gone) = ("Nguyễn Thị Thí Dụ", "Trần Văn Mẫu", "Lê Thị Thôi");
    let (bytes, total) = fill(&layout, &head(), |section| {
        let mut lines = Vec::new();
        if section.takes.contains(&Move::Started) {
            lines.push(Ok(line(first, Move::Started)));
            lines.push(Ok(line(second, Move::Continued)));
        } else {
            let back =
                Line { months: Some(-2), full_vnd: -1_320_000, payable_vnd: -1_122_000, ..line(gone, Move::Ended) };
            lines.push(Ok(Line { state: Share { vnd: -198_000, ..back.state }, ..back }));
        }
        Ok(lines.into_iter())
    })
    .expect("a paper");
    assert_eq!(total, Total { lines: 3, full_vnd: 2_640_000, payable_vnd: 2_244_000 });
    let cells = read(bytes);
    assert_eq!(
        row(&cells, first),
        [
            "1",
            first,
            "0096000001",
            "096090000001",
            "Ấp Thí Dụ, xã Đất Mũi",
            "05/11/2026",
            "0000123",
            "3000000",
            "3",
            "11/2026",
            "1980000",
            "1683000",
            "15",
            "297000",
            "",
            "",
            "",
            "",
            "NV096090000009",
            "Tăng_mới"
        ]
    );
    assert_eq!(row(&cells, second)[0], "2", "the running number goes on within a section");
    assert_eq!(row(&cells, gone)[0], "1", "and begins anew in the next");
    let [up, down, all] = ["Cộng tăng", "Cộng giảm", "Tổng cộng"].map(|name| row(&cells, name));
    assert_eq!([&up[10], &up[11], &up[13]], ["3960000", "3366000", "594000"]);
    assert_eq!([&down[10], &down[11], &down[13]], ["-1320000", "-1122000", "-198000"]);
    assert_eq!([&all[10], &all[11], &all[13]], ["2640000", "2244000", "396000"]);
    assert_eq!(
        (up[7].as_str(), up[8].as_str(), up[12].as_str()),
        ("", "", ""),
        "incomes, months and rates are not summed"
    );
    row(&cells, "Số tiền người tham gia đóng (bằng chữ): Hai triệu hai trăm bốn mươi tư nghìn đồng.");
}

#[test]
fn a_household_list_marks_the_kind_of_card() {
    let (bytes, _) =
        fill(&layout("household_members"), &head(), |_| Ok([Ok(line("Nguyễn Thị Thí Dụ", Move::Started))].into_iter()))
            .expect("a paper");
    let cells = row(&read(bytes), "Nguyễn Thị Thí Dụ");
    assert_eq!(&cells[4..], ["03/1990", "", "", "Vợ", "15", "", "x", "3"]);
}

#[test]
fn a_layout_that_would_lose_lines_or_ask_for_the_unknown_is_refused() {
    let good = layout("d03_ts");
    let mut unknown = good.clone();
    unknown.columns[2].field = tungnha::base::text::Line::parse("shoe_size").expect("a line");
    let mut lost = good.clone();
    lost.sections.pop();
    let mut twice = good.clone();
    twice.sections[0].takes.push(Move::Ended);
    let mut empty = good.clone();
    empty.columns.clear();
    for (layout, why) in [
        (unknown, ("/columns/2/field", "unknown-field")),
        (lost, ("/sections", "no-place")),
        (twice, ("/sections", "two-places")),
        (empty, ("/columns", "missing")),
    ] {
        let fault = layout.checked().expect_err("refused");
        assert_eq!((fault.pointer.as_str(), fault.code), why);
    }
    assert!(good.checked().is_ok());
}

#[test]
fn receipts_stand_in_the_order_of_their_numbers() {
    let mut numbers = ["BL10", "0000124", "BL9", "7", "007", "0000123", "AB/2026/2", "AB/2026/11"];
    numbers.sort_by_key(|number| numbering::order(number));
    assert_eq!(numbers, ["007", "7", "0000123", "0000124", "AB/2026/2", "AB/2026/11", "BL9", "BL10"]);
}
