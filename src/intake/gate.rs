//! Before a workbook is parsed: how much it says it unpacks to. The unpacker refuses entries that say too little.
use std::io::{Read, Seek};

use zip::ZipArchive;

use super::{FILE_BYTES, Fault, TableFault};

const ENTRIES: usize = 100;
/// Unpacked bytes for a packed one; below a megabyte the ratio says nothing.
const RATIO: u64 = 100;
const SMALL: u64 = 1 << 20;
/// Shared strings: each is an allocation of its own in the parser, however short it is.
const STRINGS: usize = 1_000_000;

/// Refuses what cannot be a workbook of people's work.
pub(super) fn check(source: impl Read + Seek) -> Result<(), TableFault> {
    let mut zip = ZipArchive::new(source).map_err(|_| Fault::NotATable.now())?;
    if zip.len() > ENTRIES {
        return Err(Fault::UnpacksTooLarge.now());
    }
    let (mut total, mut strings_at) = (0_u64, None);
    for at in 0..zip.len() {
        let entry = zip.by_index_raw(at).map_err(|_| Fault::NotATable.now())?;
        total = total.saturating_add(entry.size());
        let swells = entry.size() > SMALL && entry.size() / RATIO > entry.compressed_size();
        if swells || total > FILE_BYTES {
            return Err(Fault::UnpacksTooLarge.now());
        }
        if entry.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml")) {
            strings_at = Some(at);
        }
    }
    let Some(at) = strings_at else { return Ok(()) };
    let entry = zip.by_index(at).map_err(|_| Fault::NotATable.now())?;
    if count_strings(entry).map_err(|_| Fault::NotATable.now())? > STRINGS {
        return Err(Fault::TooManyCells.now());
    }
    Ok(())
}

/// How often `<si` stands in the source, read piece by piece.
fn count_strings(mut source: impl Read) -> std::io::Result<usize> {
    let (mut piece, mut found, mut matched) = ([0_u8; 1 << 14], 0_usize, 0_u8);
    loop {
        let length = source.read(&mut piece)?;
        if length == 0 {
            return Ok(found);
        }
        for byte in piece.iter().take(length) {
            matched = match (matched, byte) {
                (_, b'<') => 1,
                (1, b's') => 2,
                (2, b'i') => {
                    found += 1;
                    0
                }
                _ => 0,
            };
        }
    }
}
