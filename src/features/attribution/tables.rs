//! Attribution as a table to save.
use super::{
    api::{Attribution, AttributionRow},
    paths::CreditBy,
    sharing::Model,
};
use crate::{
    base::share::{Percent, thousands},
    render::{Align, Column, Table, Value},
};

/// What the rules are called over a column.
const RULES: &[(Model, &str)] = &[
    (Model::Last, "Lần cuối"),
    (Model::First, "Lần đầu"),
    (Model::Linear, "Chia đều"),
    (Model::Decay7, "Giảm dần (7 ngày)"),
    (Model::Decay30, "Giảm dần (30 ngày)"),
    (Model::Position, "Theo vị trí (40–20–40)"),
    (Model::Markov, "Chuỗi Markov"),
];

/// The rows with what each rule gives them. Where groups are kept back there are no rows, and the notes say so.
pub fn table(view: &Attribution) -> Table {
    let line = |row: &AttributionRow| {
        let mut cells = vec![Value::Text(row.label.clone()), Value::Count(i64::try_from(row.sign_ups).ok())];
        cells.extend(RULES.iter().map(|(model, _)| {
            let own = row.credits.iter().find(|credit| credit.model == *model);
            Value::Number(own.and_then(|credit| hundredths(credit.credit_rounded?)))
        }));
        cells.push(Value::Text(String::new()));
        cells
    };
    let mut columns = vec![Column::new(first(view.by), 36.0, Align::Left)];
    columns.push(Column::new("Lượt đăng ký có tiếp xúc này trước đó", 16.0, Align::Right));
    columns.extend(RULES.iter().map(|(_, name)| Column::new(name, 14.0, Align::Right)));
    columns.push(Column::new("Ghi chú", 40.0, Align::Left));
    // A file without its notes says it in a row: who was touched by nothing recorded is credited to nobody.
    let alone = |label: &str, count: Option<usize>, note: &str| {
        let mut cells = vec![Value::Text(label.to_owned()), Value::Count(count.and_then(|n| i64::try_from(n).ok()))];
        cells.extend(RULES.iter().map(|_| Value::Number(None)));
        cells.push(Value::Text(note.to_owned()));
        cells
    };
    let mut rows: Vec<Vec<Value>> = view.rows.iter().map(line).collect();
    let why = view.withheld_why.as_deref();
    rows.push(alone("Không ghi nhận tiếp xúc", view.untouched, why.unwrap_or(&view.untouched_note)));
    let mut notes = vec![format!("Từ {} đến {}. {}", view.from.vi(), view.to.vi(), view.note)];
    notes.extend(view.scheme.map(|scheme| format!("Chính sách: {scheme}.")));
    notes.extend(view.withheld_why.clone());
    notes.extend(view.touched_without_sign_up.map(|count| {
        let count = i64::try_from(count).map(thousands).unwrap_or_default();
        format!("Người có tiếp xúc, không thuộc các lượt đăng ký này: {count}.")
    }));
    notes.extend(view.markov_why_not.clone());
    Table {
        title: view.label.clone(),
        notes,
        columns,
        rows,
        total: Some(alone("Tổng số lượt đăng ký", view.sign_ups, why.unwrap_or_default())),
    }
}

fn hundredths(number: f64) -> Option<Percent> {
    format!("{number:.2}").replace('.', "").parse().ok().map(Percent)
}

fn first(by: CreditBy) -> &'static str {
    match by {
        CreditBy::Channel => "Kênh",
        CreditBy::EventType => "Loại hoạt động",
        CreditBy::Partner => "Đơn vị phối hợp",
        CreditBy::Organisation => "Tổ chức",
    }
}
