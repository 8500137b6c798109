//! The one way to write a JSON value, so that the same operation always has the same hash.
//!
//! In the spirit of RFC 8785: members sorted by the UTF-16 units of their names, no space between tokens, the shortest
//! escapes, numbers as ECMAScript prints them (`1.0`, `1e0` and `1` are one; `-0.0` is `0`).
//!
//! Differs from it: whole numbers that fit 64 bits are written with all their digits, also beyond 2^53, where RFC 8785
//! would round them; two different operations shall not have one hash. Not covered, because a parsed value no longer
//! shows it: members that stood twice (the reader of the request refuses or drops them), numbers too fine for 64 bits.
//! Text is not normalised: NFC and NFD are two texts here.
use serde_json::{Number, Value};

/// `value` in its canonical form.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // Of plain letters, which nearly all names are made of, bytes have the same order.
            if members.iter().all(|(name, _)| name.is_ascii()) {
                members.sort_by_key(|(name, _)| *name);
            } else {
                members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            }
            out.push('{');
            for (i, (name, member)) in members.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(out, name);
                out.push(':');
                write_value(out, member);
            }
            out.push('}');
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    if text.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float_text(float),
        _ => number.to_string(),
    }
}

/// ECMAScript's `Number::toString`: the shortest digits that read back, with an exponent below 1e-6 and from 1e21 on.
fn float_text(float: f64) -> String {
    if float == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&float.abs()) {
        return float.to_string();
    }
    let text = format!("{float:e}");
    match text.split_once('e') {
        Some((digits, power)) if !power.starts_with('-') => format!("{digits}e+{power}"),
        _ => text,
    }
}
