//! What a paper looks like from a day on: data, since the forms change with each decision of the authority.
use serde::{Deserialize, Serialize};

use super::line::{Field, Move};
use crate::base::{Error, Result};

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the form calls it: `A`, `B`, `1`.
    pub key: String,
    /// The heading it shares with its neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Its heading.
    pub heading: String,
    /// What it shows: `ordinal`, or a word of [`super::line::FIELDS`].
    pub field: String,
    /// Its width in characters.
    pub width: f64,
}

/// A part of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading: `I.1 Tăng mới`.
    pub heading: String,
    /// The lines in it; none for a heading over others.
    #[serde(default)]
    pub takes: Vec<Move>,
    /// What its sum is called, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
}

/// How a paper is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// `Mẫu D05-TS`.
    pub form: String,
    /// What it rests on, below its number.
    pub basis: String,
    /// The title.
    pub title: String,
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The parts of the table, top down.
    pub sections: Vec<Section>,
    /// What the sum of everything is called.
    pub total: String,
    /// Who signs.
    pub signers: Vec<String>,
}

/// The running number within a section.
pub const ORDINAL: &str = "ordinal";
const MOST_COLUMNS: usize = 40;
const MOST_SECTIONS: usize = 12;
const WIDTHS: std::ops::RangeInclusive<f64> = 3.0..=80.0;

impl Layout {
    /// The layout, or what is wrong with it.
    ///
    /// # Errors
    /// A sentence naming the first thing that cannot be: an unknown field, no place for a kind of line, two places for it.
    pub fn checked(self) -> std::result::Result<Self, String> {
        if self.columns.is_empty() || self.columns.len() > MOST_COLUMNS {
            return Err(format!("1 to {MOST_COLUMNS} columns"));
        }
        if self.sections.is_empty() || self.sections.len() > MOST_SECTIONS {
            return Err(format!("1 to {MOST_SECTIONS} sections"));
        }
        for column in &self.columns {
            if column.field != ORDINAL && Field::named(&column.field).is_none() {
                return Err(format!("column {}: no field {}", column.key, column.field));
            }
            if !WIDTHS.contains(&column.width) {
                return Err(format!("column {}: a width from 3 to 80", column.key));
            }
        }
        for movement in Move::ALL {
            let places = self.sections.iter().filter(|section| section.takes.contains(movement)).count();
            if places != 1 {
                return Err(format!("lines that are {movement} have {places} places instead of one"));
            }
        }
        Ok(self)
    }
}

/// A layout as an installation starts with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    /// Which paper: `d05_ts`.
    pub paper: String,
    /// From which day.
    pub effective_from: crate::base::Day,
    /// How sure the layout is, in words.
    pub doubt: Option<String>,
    /// The layout.
    pub layout: Layout,
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
        checked.map_err(|why| Error::internal(format_args!("papers.toml: {}: {why}", paper.paper)))?;
    }
    Ok(file.paper)
}
