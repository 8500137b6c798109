//! Which column holds what: pure, by the words of its heading. People write headings in many ways; rosters of the
//! offices here are the source of these.
use crate::{
    base::{text::fold, text_enum::text_enum},
    intake::Row,
};

text_enum! {
    /// What a column of a roster can hold.
    pub enum Field {
        /// The hamlet within the commune, by name.
        Hamlet = "hamlet",
        /// The household's number in a register or booklet.
        HouseholdCode = "household_code",
        /// Who heads the household.
        HeadName = "head_name",
        /// As it stands at the door.
        HouseNumber = "house_number",
        /// Road and the rest.
        Address = "address",
        /// How to find the door.
        Landmark = "landmark",
        /// What the person is to the head of the household.
        Relation = "relation",
        /// The person's name.
        FullName = "full_name",
        /// Day, month or year of birth.
        Birth = "birth",
        /// Nam, nữ.
        Sex = "sex",
        /// CCCD.
        CitizenId = "citizen_id",
        /// Mã số BHXH.
        InsuranceNumber = "insurance_number",
        /// The number on the health insurance card.
        CardNumber = "card_number",
        /// The telephone number.
        Phone = "phone",
        /// Groups that a rule supports, by name.
        Groups = "groups",
        /// A mark for a poor household.
        Poor = "poor",
        /// A mark for a near-poor household.
        NearPoor = "near_poor",
        /// The last day of health insurance.
        BhytTo = "bhyt_to",
        /// The last day of health insurance in its household form.
        BhytHgdTo = "bhyt_hgd_to",
        /// The last day of voluntary social insurance.
        BhxhTnTo = "bhxh_tn_to",
        /// Anything else.
        Note = "note",
    }
}

/// Headings as they are compared: folded.
const HEADINGS: &[(Field, &[&str])] = &[
    (
        Field::Hamlet,
        &[
            "thon",
            "ap",
            "khom",
            "xom",
            "ban",
            "to dan pho",
            "khu pho",
            "thon ap",
            "ap khom",
            "thon ap khom",
            "thon to dan pho",
            "ten thon",
            "ten ap",
            "dia ban",
            "thon ban",
            "khu vuc",
        ],
    ),
    (
        Field::HouseholdCode,
        &[
            "ma ho",
            "so ho",
            "ma ho gia dinh",
            "so ho khau",
            "ma so ho",
            "ma so ho gia dinh",
            "so so ho khau",
            "ma ho ngheo",
        ],
    ),
    (Field::HeadName, &["chu ho", "ho ten chu ho", "ho va ten chu ho", "ten chu ho"]),
    (Field::HouseNumber, &["so nha"]),
    (
        Field::Address,
        &[
            "dia chi",
            "dia chi lien he",
            "noi o",
            "cho o",
            "noi cu tru",
            "noi thuong tru",
            "dia chi thuong tru",
            "noi o hien nay",
            "duong",
            "ho khau thuong tru",
        ],
    ),
    (Field::Landmark, &["moc", "diem moc", "cach tim nha"]),
    (
        Field::Relation,
        &[
            "quan he",
            "quan he voi chu ho",
            "quan he chu ho",
            "moi quan he",
            "moi quan he voi chu ho",
            "qh voi chu ho",
            "qhch",
        ],
    ),
    (
        Field::FullName,
        &[
            "ho ten",
            "ho va ten",
            "ten",
            "ho ten nguoi tham gia",
            "ho va ten nguoi tham gia",
            "hoten",
            "ho ten thanh vien",
            "ho va ten thanh vien",
            "ho dem va ten",
            "ten thanh vien",
        ],
    ),
    (
        Field::Birth,
        &[
            "ngay sinh",
            "nam sinh",
            "ngay thang nam sinh",
            "ngay thang sinh",
            "sinh ngay",
            "nam sinh nguoi tham gia",
            "ngaysinh",
            "namsinh",
        ],
    ),
    (Field::Sex, &["gioi tinh", "gioi", "phai", "nam nu", "gt"]),
    (
        Field::CitizenId,
        &[
            "cccd",
            "so cccd",
            "so dinh danh",
            "so dinh danh ca nhan",
            "ddcn",
            "so ddcn",
            "cccd ddcn",
            "cccd so dinh danh",
            "cmnd cccd",
            "so cmnd cccd",
            "cccd cmnd",
            "can cuoc cong dan",
            "so can cuoc",
            "so can cuoc cong dan",
            "cmnd",
            "ma dinh danh",
            "so ddcn cccd",
            "so cccd ddcn",
        ],
    ),
    (
        Field::InsuranceNumber,
        &["ma so bhxh", "ma bhxh", "so bhxh", "so so bhxh", "msbhxh", "ma so bao hiem xa hoi", "so so"],
    ),
    (Field::CardNumber, &["the bhyt", "so the bhyt", "ma the bhyt", "ma the", "so the", "ma so the", "ma so the bhyt"]),
    (
        Field::Phone,
        &[
            "dien thoai",
            "so dien thoai",
            "sdt",
            "dt",
            "so dt",
            "dien thoai lien he",
            "so dien thoai lien he",
            "di dong",
        ],
    ),
    (
        Field::Groups,
        &[
            "doi tuong",
            "nhom",
            "nhom doi tuong",
            "dien",
            "loai ho",
            "doi tuong ho tro",
            "doi tuong chinh sach",
            "phan loai ho",
        ],
    ),
    (Field::Poor, &["ho ngheo", "ngheo"]),
    (Field::NearPoor, &["ho can ngheo", "can ngheo"]),
    (
        Field::BhytTo,
        &[
            "han the bhyt",
            "han bhyt",
            "bhyt den ngay",
            "han the",
            "han su dung the",
            "gia tri the den",
            "gia tri den",
            "ngay het han bhyt",
            "ngay het han the",
            "den ngay",
            "bhyt den",
        ],
    ),
    (Field::BhytHgdTo, &["han bhyt ho gia dinh", "bhyt hgd den", "han bhyt hgd", "bhyt ho gia dinh den ngay"]),
    (
        Field::BhxhTnTo,
        &[
            "han bhxh tn",
            "bhxh tn den",
            "bhxh tu nguyen den",
            "han bhxh tu nguyen",
            "dong bhxh tn den",
            "bhxh tu nguyen den ngay",
            "bhxh tn den thang",
            "da dong den",
        ],
    ),
    (Field::Note, &["ghi chu", "chu thich", "ghi chep"]),
];

/// The heading of the column that says what is wrong with a row: read, it says nothing.
pub const ERROR_HEADING: &str = "Lỗi";
/// Rows in which the headings may stand: titles and notes come before them.
const LOOKED_AT: usize = 25;
/// A row with so many known headings holds the headings.
const ENOUGH: usize = 2;

/// What a heading stands for.
pub fn field_of(heading: &str) -> Option<Field> {
    let folded = fold(heading);
    // `CCCD (*)`, `Họ tên (bắt buộc)`: what stands in brackets is about the column.
    let bare = fold(heading.split('(').next().unwrap_or_default());
    let known = |text: &str| HEADINGS.iter().find(|(_, words)| words.contains(&text)).map(|(field, _)| *field);
    known(&folded).or_else(|| known(&bare))
}

/// What each column holds; of two columns with one meaning the first.
pub fn guess(headings: &[String]) -> Vec<Option<Field>> {
    let mut taken = Vec::new();
    headings
        .iter()
        .map(|heading| {
            let field = field_of(heading).filter(|field| !taken.contains(field))?;
            taken.push(field);
            Some(field)
        })
        .collect()
}

/// Which of the first rows holds the headings: the one with the most that `known` counts; without any the first with two
/// cells; of a table with one column the row that is known.
pub fn header_of(rows: &[Row], heading: impl Fn(&str) -> String, known: impl Fn(&[String]) -> usize) -> Option<usize> {
    let first = rows.get(..rows.len().min(LOOKED_AT)).unwrap_or_default();
    let known = |row: &Row| known(&row.cells.iter().map(|cell| heading(&cell.text)).collect::<Vec<_>>());
    let best = first.iter().enumerate().rev().max_by_key(|(_, row)| known(row))?;
    if known(best.1) >= ENOUGH {
        return Some(best.0);
    }
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count();
    let wide = first.iter().position(|row| filled(row) >= ENOUGH);
    wide.or_else(|| (known(best.1) > 0).then_some(best.0))
}

/// How many different things these headings stand for.
pub fn known(headings: &[String]) -> usize {
    guess(headings).iter().flatten().count()
}
