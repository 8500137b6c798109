//! What a paper looks like from a day on: data, since the forms change with each decision of the authority.
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use super::line::{Field, Move};
use crate::base::{
    Day, Error, Result, Text, few::at_most, scheme::Scheme, text::Line, text_enum::text_enum, whole::whole_number,
};

text_enum! {
    /// Which paper.
    pub enum PaperKind {
        /// People who take part in health insurance alone, for the office.
        D03Ts = "d03_ts",
        /// People who take part in voluntary social insurance, for the office.
        D05Ts = "d05_ts",
        /// The members of a household who take part in health insurance: Mẫu 4.
        HouseholdMembers = "household_members",
        /// The receipts of an organisation, in the order of their numbers.
        Receipts = "receipts",
    }
}

impl PaperKind {
    /// The scheme whose batches it tells the office of.
    pub fn scheme(self) -> Option<Scheme> {
        match self {
            Self::D03Ts => Some(Scheme::BhytHgd),
            Self::D05Ts => Some(Scheme::BhxhTn),
            Self::HouseholdMembers | Self::Receipts => None,
        }
    }
}

whole_number! {
    /// The width of a column in characters.
    ColumnWidth: i32, 3 to 80
}
impl Serialize for ColumnWidth {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperColumn {
    /// What the form calls it: `A`, `B`, `1`.
    pub key: Line<10>,
    /// The heading it shares with its neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Line<120>>,
    /// Its heading.
    pub heading: Line<120>,
    /// What it shows: `ordinal`, or a word of the fields that a line has.
    pub field: Line<60>,
    pub width: ColumnWidth,
}

/// A part of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperSection {
    /// Its heading: `I.1 Tăng mới`.
    pub heading: Line<120>,
    /// The lines in it; none for a heading over others.
    #[serde(default, deserialize_with = "at_most::<3, _, _>")]
    #[schema(max_items = 3)]
    pub takes: Vec<Move>,
    /// What its sum is called, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Line<120>>,
}

/// How a paper is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperForm {
    /// `Mẫu D05-TS`.
    pub form: Line<80>,
    /// What it rests on, below its number.
    pub basis: Line<300>,
    /// The title.
    pub title: Line<200>,
    /// The columns from left to right.
    #[serde(deserialize_with = "at_most::<40, _, _>")]
    #[schema(min_items = 1, max_items = 40)]
    pub columns: Vec<PaperColumn>,
    /// The parts of the table, top down.
    #[serde(deserialize_with = "at_most::<12, _, _>")]
    #[schema(min_items = 1, max_items = 12)]
    pub sections: Vec<PaperSection>,
    /// What the sum of everything is called.
    pub total: Line<80>,
    /// Who signs.
    #[serde(deserialize_with = "at_most::<6, _, _>")]
    #[schema(max_items = 6)]
    pub signers: Vec<Line<80>>,
}

/// The running number within a section.
pub const ORDINAL: &str = "ordinal";

/// The first thing that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFault {
    /// Where, within the layout: `/columns/3/field`.
    pub pointer: String,
    /// A word code.
    pub code: &'static str,
    /// A sentence.
    pub detail: Text,
}

impl PaperForm {
    /// The layout, or what is wrong with it.
    ///
    /// # Errors
    /// An unknown field, no columns or sections, no place for a kind of line, two places for it.
    pub fn checked(self) -> std::result::Result<Self, LayoutFault> {
        let wrong = |pointer: String, code, vi, en| Err(LayoutFault { pointer, code, detail: Text { vi, en } });
        if self.columns.is_empty() {
            return wrong("/columns".into(), "missing", "Mẫu biểu chưa có cột nào", "The layout has no columns");
        }
        for (at, column) in self.columns.iter().enumerate() {
            if &*column.field != ORDINAL && Field::named(&column.field).is_none() {
                let pointer = format!("/columns/{at}/field");
                return wrong(pointer, "unknown-field", "Không có nội dung cột này", "A line has nothing of that name");
            }
        }
        for movement in Move::ALL {
            let places = self.sections.iter().filter(|section| section.takes.contains(movement)).count();
            if places == 0 {
                let (vi, en) = ("Có dòng không thuộc phần nào", "Some lines have no section");
                return wrong("/sections".into(), "no-place", vi, en);
            }
            if places > 1 {
                let (vi, en) = ("Có dòng thuộc hai phần", "Some lines have two sections");
                return wrong("/sections".into(), "two-places", vi, en);
            }
        }
        Ok(self)
    }
}

/// A layout as an installation starts with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    /// Which paper.
    pub paper: PaperKind,
    /// From which day.
    pub effective_from: Day,
    /// How sure the layout is, in words.
    pub doubt: Option<String>,
    /// The layout.
    pub layout: PaperForm,
}

#[derive(Deserialize)]
struct File {
    paper: Vec<Shipped>,
}

const SHIPPED: &str = include_str!("../../../config/seed/papers.toml");

/// The layouts every installation starts with.
///
/// # Errors
/// When the shipped file is wrong.
pub fn shipped() -> Result<Vec<Shipped>> {
    let file: File = toml::from_str(SHIPPED).map_err(|e| Error::internal(format_args!("papers.toml: {e}")))?;
    for paper in &file.paper {
        let checked = paper.layout.clone().checked();
        checked.map_err(|why| Error::internal(format_args!("papers.toml: {}: {}", paper.paper, why.pointer)))?;
    }
    Ok(file.paper)
}
