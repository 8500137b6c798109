//! Bytes of a text file to text: UTF-8, UTF-16, or a Western page that stands for Vietnamese of before Unicode.
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::{FILE_BYTES, Fault, TableFault};
use crate::base::legacy::{self, encoding_of};

/// Bytes between two line ends. A file of one endless line is refused here, long before its end.
const LINE: usize = 256 << 10;
/// Lines that are looked at for an old encoding.
const SAMPLE: usize = 200;

/// The text of the file.
pub(super) fn text(source: &mut dyn Read) -> Result<String, TableFault> {
    let bytes = lines(source)?;
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return decoded(encoding, &bytes);
    }
    match zeros(&bytes) {
        (0, 0) => {}
        (even, odd) if odd > 4 * even => return decoded(UTF_16LE, &bytes),
        (even, odd) if even > 4 * odd => return decoded(UTF_16BE, &bytes),
        _ => return Err(Fault::NotText.now()),
    }
    if std::str::from_utf8(&bytes).is_ok() {
        return decoded(UTF_8, &bytes);
    }
    // TCVN3 and VNI keep their look for whoever converts the columns; otherwise it is the old Vietnamese Windows.
    let western = decoded(WINDOWS_1252, &bytes)?;
    let sample: Vec<&str> = western.lines().take(SAMPLE).collect();
    match encoding_of(&sample) {
        legacy::Encoding::Unicode => Ok(decoded(WINDOWS_1258, &bytes)?.nfc().collect()),
        legacy::Encoding::Tcvn3 | legacy::Encoding::Vni => Ok(western),
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, TableFault> {
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged || text.contains('\0') { Err(Fault::NotText.now()) } else { Ok(text.into_owned()) }
}

/// Zero bytes at even and at odd places of the beginning.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    let count = |from: usize| bytes.iter().take(4096).skip(from).step_by(2).filter(|b| **b == 0).count();
    (count(0), count(1))
}

/// All bytes, as long as lines end and the file does.
fn lines(source: &mut dyn Read) -> Result<Vec<u8>, TableFault> {
    let (mut bytes, mut piece, mut line, mut run) = (Vec::new(), vec![0_u8; 64 << 10], 1_u32, 0_usize);
    loop {
        let length = source.read(&mut piece).map_err(|_| Fault::Unreadable.now())?;
        let read = piece.get(..length).unwrap_or_default();
        if read.is_empty() {
            return Ok(bytes);
        }
        for byte in read {
            run = if matches!(byte, b'\n' | b'\r') { 0 } else { run + 1 };
            line = line.saturating_add(u32::from(*byte == b'\n'));
            if run > LINE {
                return Err(Fault::LineTooLong.at(line));
            }
        }
        bytes.extend_from_slice(read);
        if u64::try_from(bytes.len()).is_ok_and(|length| length > FILE_BYTES) {
            return Err(Fault::FileTooLarge.now());
        }
    }
}
