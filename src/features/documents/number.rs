//! Document numbers in all their spellings: `21/NQ-TW`, `21-NQ/TW`, `28- NQ/TW`, `05/2023/NQ-HĐND`, `186-Ctr/TU`.
//!
//! Party papers put the hyphen after the number, state papers a slash; legal papers of councils carry the year.
//! The same paper is written every way, so numbers are compared by their parts.
use crate::base::text::fold;

/// A number taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNumber {
    /// The running number, without leading zeros.
    pub serial: String,
    /// The year, where the number carries one.
    pub year: Option<i32>,
    /// The kind and issuer marks, folded: `nq`, `tw`.
    pub marks: Vec<String>,
}

impl DocumentNumber {
    /// Takes a number apart; words before it ("Nghị quyết số") are passed over. `None` when there is no number in it.
    pub fn parse(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let mut parts = text.get(start..)?.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let serial = parts.next()?;
        if !serial.bytes().all(|b| b.is_ascii_digit()) || serial.len() > 8 {
            return None;
        }
        let serial = serial.trim_start_matches('0');
        let mut year = None;
        let mut marks = Vec::new();
        for part in parts {
            match part.parse::<i32>() {
                Ok(number) if year.is_none() && marks.is_empty() && (1945..2200).contains(&number) => {
                    year = Some(number)
                }
                _ => marks.push(fold(part)),
            }
        }
        let known: String = if serial.is_empty() { "0".into() } else { serial.to_owned() };
        Some(Self { serial: known, year, marks })
    }

    /// What is compared: serial and marks. The year is compared apart, since many spellings leave it out.
    pub fn key(&self) -> String {
        format!("{}:{}", self.serial, self.marks.join(":"))
    }
}
