//! A table of an analyst's own: columns with names in its first line, numbers below.
use std::{collections::BTreeMap, fmt, fs::File, ops::ControlFlow, os::fd::AsFd, path::Path, rc::Rc};

use crate::{
    base::Text,
    intake::{self, Cell, Kind, TableFault},
    methods::Unfit,
};

/// Why a table gave no answer, Vietnamese and English.
#[derive(Debug)]
pub struct Fault {
    vi: String,
    en: String,
}

impl Fault {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {}", self.vi, self.en)
    }
}

impl From<Unfit> for Fault {
    fn from(why: Unfit) -> Self {
        let Text { vi, en } = why.text();
        Self::new(vi, en)
    }
}

impl From<TableFault> for Fault {
    fn from(why: TableFault) -> Self {
        let Text { vi, en } = why.fault.text();
        match why.line {
            Some(line) => Self::new(format!("Dòng {line}: {vi}."), format!("Line {line}: {en}.")),
            None => Self::new(format!("{vi}."), format!("{en}.")),
        }
    }
}

pub type Sure<T> = std::result::Result<T, Fault>;

/// A column that a method knows.
pub struct Column {
    pub name: &'static str,
    /// What it may be called besides.
    pub also: &'static [&'static str],
    pub needed: bool,
}

/// A column that must be there.
pub const fn needed(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, needed: true }
}

/// A column that may be left out.
pub const fn free(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, needed: false }
}

/// Columns that say nothing to any method and may stand in every table.
const SILENT: &[&str] = &["id", "note", "ghi_chu"];

/// One line below the names.
pub struct Row {
    line: u32,
    places: Rc<BTreeMap<&'static str, usize>>,
    cells: Vec<Cell>,
}

/// Reads a table; `-` is what comes in at the standard input. Limits are those of everything that people bring.
pub fn read(path: &Path, columns: &'static [Column], others: bool) -> Sure<Vec<Row>> {
    let file = if path == Path::new("-") {
        std::io::stdin().as_fd().try_clone_to_owned().map(File::from)
    } else {
        File::open(path)
    };
    let file = file.map_err(|error| {
        Fault::new(
            format!("Không mở được {}: {error}.", path.display()),
            format!("{} cannot be opened: {error}.", path.display()),
        )
    })?;
    let (mut places, mut rows) = (None, Vec::new());
    let mut wrong = None;
    intake::read_table(file, Kind::Csv, &mut |row| {
        let Some(places) = &places else {
            return match named(&row.cells, columns, others) {
                Ok(found) => {
                    places = Some(Rc::new(found));
                    ControlFlow::Continue(())
                }
                Err(fault) => {
                    wrong = Some(fault);
                    ControlFlow::Break(())
                }
            };
        };
        rows.push(Row { line: row.number, places: Rc::clone(places), cells: row.cells });
        ControlFlow::Continue(())
    })?;
    match wrong {
        Some(fault) => Err(fault),
        None if rows.is_empty() => Err(Unfit::Nothing.into()),
        None => Ok(rows),
    }
}

/// `First treated` → `first_treated`.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-', '.'], "_")
}

/// Where each column stands.
fn named(cells: &[Cell], columns: &'static [Column], others: bool) -> Sure<BTreeMap<&'static str, usize>> {
    let known = || columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let mut places = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let name = plain(&cell.text);
        let own = columns.iter().find(|column| column.name == name || column.also.contains(&name.as_str()));
        match own {
            Some(column) if places.insert(column.name, at).is_some() => {
                return Err(Fault::new(
                    format!("Cột {} có hai lần.", column.name),
                    format!("The column {} stands there twice.", column.name),
                ));
            }
            None if !(others || name.is_empty() || SILENT.contains(&name.as_str())) => {
                return Err(Fault::new(
                    format!(
                        "Không biết cột \"{name}\"; các cột dùng được: {}. Thêm --other-columns để bỏ qua cột khác.",
                        known()
                    ),
                    format!("Unknown column \"{name}\"; columns are: {}. --other-columns passes over others.", known()),
                ));
            }
            _ => {}
        }
    }
    match columns.iter().find(|column| column.needed && !places.contains_key(column.name)) {
        None => Ok(places),
        Some(column) => Err(Fault::new(
            format!("Thiếu cột {}; dòng đầu của tệp phải ghi tên cột: {}.", column.name, known()),
            format!("The column {} is missing; the first line names the columns: {}.", column.name, known()),
        )),
    }
}

impl Row {
    /// That a cell is not what it should be.
    fn wrong(&self, name: &str, vi: &str, en: &str) -> Fault {
        let text = self.optional(name).map(|text| format!(": {text}")).unwrap_or_default();
        Fault::new(
            format!("Dòng {}: cột {name} {vi}{text}.", self.line),
            format!("Line {}: {name} {en}{text}.", self.line),
        )
    }
    /// What stands in a column; nothing when it is empty, or when there is no such column.
    pub fn optional(&self, name: &str) -> Option<&str> {
        let cell = self.cells.get(*self.places.get(name)?)?;
        Some(cell.text.trim()).filter(|text| !text.is_empty())
    }
    pub fn text(&self, name: &str) -> Sure<&str> {
        self.optional(name).ok_or_else(|| self.wrong(name, "để trống", "is empty"))
    }
    /// A number, with a point or a comma before its fraction.
    pub fn number(&self, name: &str) -> Sure<f64> {
        number(self.text(name)?).ok_or_else(|| self.wrong(name, "không phải số", "is no number"))
    }
    pub fn number_or(&self, name: &str, usual: f64) -> Sure<f64> {
        if self.optional(name).is_some() { self.number(name) } else { Ok(usual) }
    }
    /// Numbers with `>` between.
    pub fn numbers(&self, name: &str) -> Sure<Option<Vec<f64>>> {
        let Some(text) = self.optional(name) else { return Ok(None) };
        let all = text.split('>').map(|part| number(part.trim())).collect::<Option<Vec<_>>>();
        all.map(Some)
            .ok_or_else(|| self.wrong(name, "không phải các số cách nhau bằng >", "is not numbers with > between"))
    }
    /// How many: whole and not below nothing.
    pub fn count(&self, name: &str) -> Sure<u64> {
        let whole = self.text(name)?.parse().ok().or_else(|| counted(self.number(name).ok()?));
        whole.ok_or_else(|| self.wrong(name, "không phải số đếm", "is no count"))
    }
    pub fn count_or(&self, name: &str, usual: u64) -> Sure<u64> {
        if self.optional(name).is_some() { self.count(name) } else { Ok(usual) }
    }
    /// A period: a whole number, or a month like 2026-03.
    pub fn period(&self, name: &str) -> Sure<i64> {
        period(self.text(name)?).ok_or_else(|| {
            self.wrong(
                name,
                "không phải kỳ (số nguyên hoặc tháng như 2026-03)",
                "is no period (a whole number, or a month like 2026-03)",
            )
        })
    }
    pub fn flag(&self, name: &str) -> Sure<bool> {
        match self.text(name)?.to_lowercase().as_str() {
            "1" | "1.0" | "true" | "yes" | "có" => Ok(true),
            "0" | "0.0" | "false" | "no" | "không" => Ok(false),
            _ => Err(self.wrong(name, "phải là 1 hoặc 0", "must be 1 or 0")),
        }
    }
}

/// Larger than any count of people or đồng; beyond it sums lose their digits.
const MOST: f64 = 1e15;

fn number(text: &str) -> Option<f64> {
    let plain = if text.contains('.') { text.to_owned() } else { text.replacen(',', ".", 1) };
    plain.parse().ok().filter(|number: &f64| number.abs() <= MOST)
}

/// `12.0` → 12.
#[expect(clippy::as_conversions, reason = "whole, not below nothing and below 2^53")]
fn counted(number: f64) -> Option<u64> {
    (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then_some(number as u64)
}

/// Months are numbered through the years.
pub fn period(text: &str) -> Option<i64> {
    if let Some((year, month)) = text.split_once('-').filter(|(year, _)| year.len() == 4) {
        let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
        return (1..=12).contains(&month).then_some(year * 12 + month - 1);
    }
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.parse().ok().filter(|period| (-1_000_000..1_000_000).contains(period))
}
