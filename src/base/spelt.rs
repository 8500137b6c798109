//! How a number is said in Vietnamese: receipts and lists carry their total in words too.
use std::fmt::Write as _;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const THOUSANDS: [&str; 3] = ["", " nghìn", " triệu"];
/// What is said after nine digits, and again after each nine more.
const BILLION: &str = " tỷ";

/// `1.366.200` → "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng".
///
/// Groups of zeros are not said, a zero of the tens is "lẻ", a hundreds digit below a larger group is always said
/// ("không trăm"), so that nothing can be written in between.
pub fn spelt_vnd(amount: i64) -> String {
    let mut words = String::new();
    if amount < 0 {
        words.push_str("âm ");
    }
    say(amount.unsigned_abs(), false, &mut words);
    words.push_str(" đồng");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of a whole number, `below` saying whether something larger was said before it.
fn say(number: u64, below: bool, words: &mut String) {
    const NINE_DIGITS: u64 = 1_000_000_000;
    if number >= NINE_DIGITS {
        say(number / NINE_DIGITS, below, words);
        words.push_str(BILLION);
        let rest = number % NINE_DIGITS;
        if rest > 0 {
            words.push(' ');
            say(rest, true, words);
        }
        return;
    }
    let groups = [number % 1_000, number / 1_000 % 1_000, number / 1_000_000];
    let mut said = below;
    let mut first = true;
    for (group, name) in groups.iter().zip(THOUSANDS).rev() {
        if *group == 0 && !(number == 0 && name.is_empty()) {
            continue;
        }
        if !first {
            words.push(' ');
        }
        say_group(*group, said, words);
        words.push_str(name);
        (said, first) = (true, false);
    }
}

/// Up to three digits; all three are said when something stands before them.
fn say_group(group: u64, whole: bool, words: &mut String) {
    let digit = |n: u64| usize::try_from(n).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let with_hundreds = whole || hundreds > 0;
    let mut parts = Vec::with_capacity(4);
    if with_hundreds {
        parts.push(format!("{} trăm", digit(hundreds)));
    }
    match tens {
        0 if ones > 0 && with_hundreds => parts.push("lẻ".to_owned()),
        0 => {}
        1 => parts.push("mười".to_owned()),
        _ => parts.push(format!("{} mươi", digit(tens))),
    }
    match (tens, ones) {
        (_, 0) if group == 0 && !with_hundreds => parts.push(digit(0).to_owned()),
        (_, 0) => {}
        (2.., 1) => parts.push("mốt".to_owned()),
        (2.., 4) => parts.push("tư".to_owned()),
        (1.., 5) => parts.push("lăm".to_owned()),
        _ => parts.push(digit(ones).to_owned()),
    }
    let _ = write!(words, "{}", parts.join(" "));
}
