//! A walk list on paper: one row a door, with boxes to tick by hand. No script, nothing fetched; what it shows of a
//! household is what lists show. Pure.
use super::{
    model::{ReasonCode, WalkList},
    queries::Door,
};
use crate::{
    base::{Day, Lang, Text, scheme::Scheme},
    features::people::Household,
};

const STYLE: &str = "@page{size:A4;margin:12mm}body{font:11pt sans-serif}h1{font-size:14pt;margin:0 0 4mm}\
table{width:100%;border-collapse:collapse}th,td{border:1px solid #777;padding:1.5mm;text-align:left;vertical-align:top}\
thead{display:table-header-group}tr{break-inside:avoid}td.n{width:8mm;text-align:right}td.o{width:62mm}";

/// The boxes to tick, in the order of a visit.
const BOXES: [Text; 4] = [
    Text { vi: "Gặp", en: "Met" },
    Text { vi: "Không gặp", en: "Not met" },
    Text { vi: "Hẹn lại", en: "Come back" },
    Text { vi: "Từ chối", en: "Refused" },
];

/// The reason in words.
fn words(code: ReasonCode) -> Text {
    match code {
        ReasonCode::FollowUpDue => Text { vi: "Đã hẹn", en: "Promised" },
        ReasonCode::RenewalDue => Text { vi: "Hết hạn", en: "To be renewed" },
        ReasonCode::Ending => Text { vi: "Sắp hết hạn", en: "Cover ends" },
        ReasonCode::Lapsed => Text { vi: "Đã hết hạn", en: "Cover ended" },
        ReasonCode::Uncovered => Text { vi: "Chưa tham gia", en: "Without cover" },
        ReasonCode::NeverMet => Text { vi: "Chưa gặp lần nào", en: "Never met" },
        ReasonCode::NotMetSince => Text { vi: "Gặp lần cuối", en: "Last met" },
        ReasonCode::Group => Text { vi: "Thuộc nhóm được chọn", en: "Of a chosen group" },
        ReasonCode::CoverUnknown => Text { vi: "Chưa rõ đã tham gia chưa", en: "Cover not known" },
    }
}

/// The scheme as people write it.
fn scheme(scheme: Scheme) -> Text {
    match scheme {
        Scheme::BhxhBb => Text { vi: "BHXH bắt buộc", en: "compulsory social insurance" },
        Scheme::BhxhTn => Text { vi: "BHXH tự nguyện", en: "voluntary social insurance" },
        Scheme::Bhxh => Text { vi: "BHXH", en: "social insurance" },
        Scheme::Bhyt => Text { vi: "BHYT", en: "health insurance" },
        Scheme::BhytHgd => Text { vi: "BHYT hộ gia đình", en: "household health insurance" },
        Scheme::Bhtn => Text { vi: "BHTN", en: "unemployment insurance" },
    }
}

/// Text with nothing in it that a browser would take for markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A list as a page of HTML. `doors` are in order; a door without its household lies out of reach now and keeps its number.
pub fn sheet(lang: Lang, list: &WalkList, doors: &[(Door, Option<Household>)]) -> String {
    let pick = |vi: &'static str, en: &'static str| lang.pick(Text { vi, en });
    let heads = [
        pick("STT", "No."),
        pick("Số nhà, hộ", "House, household"),
        pick("Lý do", "Reasons"),
        pick("Kết quả", "Outcome"),
    ];
    let heads: String = heads.iter().map(|head| format!("<th>{head}</th>")).collect();
    let rows: String = doors.iter().map(|(door, home)| row(lang, door, home.as_ref())).collect();
    let title = escaped(&list.name);
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><h1>{title} · {} {}</h1><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></body></html>",
        lang.tag(),
        pick("lập ngày", "made on"),
        list.as_of.vi()
    )
}

fn row(lang: Lang, (entry, reasons): &Door, home: Option<&Household>) -> String {
    let house = home.map_or_else(String::new, |home| {
        let number = home.house_number.as_deref().map(|number| format!("{} · ", escaped(number))).unwrap_or_default();
        format!("{number}{}", escaped(&home.name))
    });
    let why: Vec<String> = reasons.iter().map(|r| reason(lang, r.code, r.scheme, r.on_day, r.persons)).collect();
    let boxes: Vec<String> = BOXES.iter().map(|words| format!("☐ {}", lang.pick(*words))).collect();
    format!(
        "<tr><td class=\"n\">{}</td><td>{house}</td><td>{}</td><td class=\"o\">{}</td></tr>",
        entry.position,
        why.join("<br>"),
        boxes.join("  ")
    )
}

fn reason(lang: Lang, code: ReasonCode, of: Option<Scheme>, day: Option<Day>, persons: Option<i32>) -> String {
    let mut out = lang.pick(words(code)).to_owned();
    if let Some(of) = of {
        out.push_str(&format!(" {}", lang.pick(scheme(of))));
    }
    if let Some(persons) = persons.filter(|count| *count > 0) {
        let en = if persons == 1 { "person" } else { "people" };
        out.push_str(&format!(" ({persons} {})", lang.pick(Text { vi: "người", en })));
    }
    if let Some(day) = day {
        out.push_str(&format!(": {}", day.vi()));
    }
    out
}
