//! In which order receipts stand: `BL9` before `BL10`, whatever zeros stand in front.

/// A run of digits or of anything else, digits before letters, so that runs of digits compare as numbers.
type Run = (bool, usize, String);

/// What numbers are put in order by; the number itself decides between `7` and `007`.
pub fn order(number: &str) -> (Vec<Run>, String) {
    let mut runs: Vec<Run> = Vec::new();
    for c in number.chars() {
        let other = !c.is_ascii_digit();
        match runs.last_mut() {
            Some((last, _, text)) if *last == other => text.push(c),
            _ => runs.push((other, 0, c.to_string())),
        }
    }
    for (other, length, text) in &mut runs {
        if !*other {
            *text = text.trim_start_matches('0').to_owned();
            *length = text.len();
        }
    }
    (runs, number.to_owned())
}
