//! The days of one month, as they lie within its cell.
//!
//! A commune has thirty times as many days as months, and most of them say little: as cells of their own they were nine in
//! ten of all rows. Within the month's cell a day costs a few letters: `1a3d2 15c-1` is the first with 3 in the first column and
//! 2 in the fourth, and the fifteenth with one taken away from the third.
use chrono::Datelike;

use super::sheet::{Values, added};
use crate::base::Day;

/// The longest month.
const LONGEST: usize = 31;

/// Sums of each day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days(Box<[Values; LONGEST]>);

impl Default for Days {
    fn default() -> Self {
        Self(Box::new([Values::default(); LONGEST]))
    }
}

fn place(day: Day) -> usize {
    usize::try_from(day.0.day0()).unwrap_or_default()
}

impl Days {
    /// Adds to a day.
    pub fn add(&mut self, day: Day, values: Values) {
        if let Some(sum) = self.0.get_mut(place(day)) {
            *sum = added(*sum, values, 1);
        }
    }
    /// Adds another month to this one, day by day.
    pub fn merge(&mut self, other: &Self) {
        for (sum, values) in self.0.iter_mut().zip(other.0.iter()) {
            *sum = added(*sum, *values, 1);
        }
    }
    /// The sums of the days from one to another of this month.
    pub fn within(&self, from: Day, to: Day) -> Values {
        self.0
            .get(place(from)..=place(to))
            .into_iter()
            .flatten()
            .fold(Values::default(), |sum, day| added(sum, *day, 1))
    }
    /// The sums of the whole month.
    pub fn sum(&self) -> Values {
        self.0.iter().fold(Values::default(), |sum, day| added(sum, *day, 1))
    }
    /// Whether no day says anything.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|day| *day == Values::default())
    }
    /// As it stands in a cell: days and columns in their order, what is nothing left out.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (day, values) in (1..).zip(self.0.iter()).filter(|(_, values)| **values != Values::default()) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&i64::to_string(&day));
            for (column, value) in ('a'..).zip(values).filter(|(_, value)| **value != 0) {
                text.push(column);
                text.push_str(&value.to_string());
            }
        }
        text
    }
    /// What stands in a cell; nothing where that is not what [`Self::text`] writes.
    pub fn read(text: &str) -> Option<Self> {
        let mut days = Self::default();
        for one in text.split_ascii_whitespace() {
            let (day, mut rest) = one.split_at(one.find(|letter: char| letter.is_ascii_lowercase())?);
            let values = days.0.get_mut(day.parse::<usize>().ok()?.checked_sub(1)?)?;
            while let Some(letter) = rest.chars().next() {
                let column = u32::from(letter).checked_sub(u32::from('a'))?;
                let after = rest.get(1..)?;
                let end = after.find(|letter: char| letter.is_ascii_lowercase()).unwrap_or(after.len());
                let value = values.get_mut(usize::try_from(column).ok()?)?;
                *value = value.checked_add(after.get(..end)?.parse().ok()?)?;
                rest = after.get(end..)?;
            }
        }
        Some(days)
    }
}
