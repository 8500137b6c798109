//! The answers as tables to save.
use super::api::{AreaChange, ChangeAmount, ChangeEnd, CoverageChange, CoverageSeasons};
use crate::{
    base::{
        figure::Qualifier,
        share::{Percent, thousands},
    },
    render::{Align, Column, Table, Value},
};

fn hundredths(number: Option<f64>) -> Option<Percent> {
    number.and_then(|number| format!("{number:.2}").replace('.', "").parse().ok()).map(Percent)
}

fn points(number: Option<f64>) -> Value {
    Value::Points(hundredths(number))
}

/// How sure a number is, in the words of the trade.
fn said(qualifier: Option<Qualifier>) -> &'static str {
    match qualifier {
        None | Some(Qualifier::Exact) => "",
        Some(Qualifier::Approx) => "khoảng",
        Some(Qualifier::MoreThan) => "hơn",
        Some(Qualifier::Nearly) => "gần",
    }
}

fn ends(earlier: Option<&ChangeEnd>, later: Option<&ChangeEnd>, change: &ChangeAmount) -> Vec<Value> {
    let count = |end: Option<&ChangeEnd>| Value::Count(end.and_then(|end| end.participants));
    let rate = |end: Option<&ChangeEnd>| Value::Percent(hundredths(end.and_then(|end| end.coverage_percent)));
    vec![
        count(earlier),
        rate(earlier),
        count(later),
        rate(later),
        Value::Text(said(change.persons_qualifier).into()),
        Value::Count(change.persons),
        points(change.points),
    ]
}

/// A change with the areas below, and under the title what is known of the persons.
pub fn change_table(view: &CoverageChange) -> Table {
    let line = |r: &AreaChange| {
        let mut cells = vec![Value::Text(r.area_name.clone())];
        cells.extend(ends(r.earlier.as_ref(), r.later.as_ref(), &r.change));
        cells.extend([points(r.rate_points), points(r.composition_points), Value::Count(Some(r.by_policy))]);
        cells.push(Value::Text(r.why_not.map(|why| why.to_string()).unwrap_or_default()));
        cells
    };
    let mut total = vec![Value::Text(view.area_name.clone())];
    total.extend(ends(view.earlier.as_ref(), view.later.as_ref(), &view.change));
    let split = view.split.as_ref();
    total.extend([points(split.map(|s| s.rate_points)), points(split.map(|s| s.composition_points))]);
    total.push(Value::Count(view.known.as_ref().map(|known| known.by_policy)));
    total.push(Value::Text(view.why_not.map(|why| why.to_string()).unwrap_or_default()));
    let mut notes =
        vec![format!("Chính sách: {}; từ {} đến {}. {}", view.scheme, view.from.vi(), view.to.vi(), view.note)];
    notes.extend(known_lines(view));
    notes.extend(split.map(|split| split.note.clone()));
    notes.extend(view.same_month_note.clone());
    let number = |name: &str| Column::new(name, 14.0, Align::Right);
    let mut columns = vec![Column::new("Địa bàn", 36.0, Align::Left)];
    columns.extend(["Kỳ trước", "Tỷ lệ trước (%)", "Kỳ này", "Tỷ lệ này (%)"].map(number));
    columns.push(Column::new("Mức chắc", 10.0, Align::Left));
    columns
        .extend(["Tăng, giảm", "Điểm %", "Phần tỷ lệ (điểm %)", "Phần cơ cấu (điểm %)", "Theo chính sách"].map(number));
    columns.push(Column::new("Không so sánh được", 26.0, Align::Left));
    Table { title: view.label.clone(), notes, columns, rows: view.areas.iter().map(line).collect(), total: Some(total) }
}

fn known_lines(view: &CoverageChange) -> Vec<String> {
    let Some(known) = &view.known else { return Vec::new() };
    let amount = |persons: i64, qualifier: Option<Qualifier>| {
        format!("{} {}", said(qualifier), thousands(persons)).trim().to_owned()
    };
    let mut lines = vec![format!(
        "Theo chính sách: {} người ({}).",
        amount(known.by_policy, Some(known.by_policy_qualifier)),
        known.by_policy_note
    )];
    lines.extend(
        known
            .policy
            .iter()
            .map(|part| format!("– {}: {} người.", part.label, amount(part.persons, Some(part.qualifier)))),
    );
    lines.extend(known.sign_ups.as_ref().map(|part| {
        format!(
            "Đăng ký ghi ở đây: {} người thêm (mới {}, tham gia lại {}, chuyển sang {}); tái tục {} (không thêm người).",
            thousands(part.joined),
            thousands(part.new),
            thousands(part.re_activated),
            thousands(part.moved_in),
            thousands(part.renewed)
        )
    }));
    lines.extend(known.losses.as_ref().map(|part| {
        format!(
            "Mất: {} người (dừng {}, hết hạn không tái tục {}).",
            thousands(part.lost),
            thousands(part.stopped),
            thousands(part.ended)
        )
    }));
    lines.extend(known.withheld_why.clone());
    lines.extend(known.not_explained.map(|persons| {
        format!("{}: {} người.", known.not_explained_label, amount(persons, known.not_explained_qualifier))
    }));
    lines
}

/// Every month, and what is usual for it.
pub fn seasons_table(view: &CoverageSeasons) -> Table {
    let usual = |month: u32| view.seasons.iter().find(|season| season.calendar_month == month);
    let rows = view.months.iter().map(|row| {
        let usual = usual(row.month.first().month());
        vec![
            Value::Text(row.month.vi()),
            Value::Text(row.as_of.vi()),
            Value::Text(said(Some(row.qualifier)).into()),
            Value::Count(Some(row.participants)),
            Value::Count(row.change),
            Value::Count(usual.map(|season| season.least)),
            Value::Count(usual.and_then(|season| format!("{:.0}", season.middle).parse().ok())),
            Value::Count(usual.map(|season| season.most)),
            Value::Text(if usual.is_some_and(|season| season.stands_out) {
                "nổi bật".into()
            } else {
                String::new()
            }),
        ]
    });
    let number = |name: &str| Column::new(name, 16.0, Align::Right);
    let mut columns = vec![
        Column::new("Tháng", 12.0, Align::Left),
        Column::new("Số liệu ngày", 14.0, Align::Left),
        Column::new("Mức chắc", 10.0, Align::Left),
    ];
    columns
        .extend(["Số tham gia", "Tăng, giảm", "Ít nhất các năm", "Mức giữa các năm", "Nhiều nhất các năm"].map(number));
    columns.push(Column::new("Ghi chú", 12.0, Align::Left));
    let mut notes = vec![format!("{}; chính sách: {}.", view.area_name, view.scheme), view.stands_out_rule.clone()];
    notes.extend(view.why_not.clone());
    notes.extend(view.starts_late.clone());
    Table { title: view.label.clone(), notes, columns, rows: rows.collect(), total: None }
}
