//! The funnel as a table to save.
use super::{
    api::{Funnel, FunnelRow},
    steps::{FunnelBy, RATES, STEPS},
};
use crate::{
    base::Day,
    render::{Align, Column, Table, Value},
};

/// What stands beside a row whose counts of people are kept back.
const WITHHELD: &str = "Để trống: có nhóm dưới 5 người";

/// The rows with their counts and shares. What is kept back is empty, which is not zero.
pub fn table(view: &Funnel) -> Table {
    let line = |row: &FunnelRow| {
        let mut cells = vec![Value::Text(row.label.clone())];
        cells.extend(row.counts.iter().map(|count| Value::Count(*count)));
        cells.extend(RATES.iter().map(|spec| {
            let own = row.rates.iter().find(|rate| rate.rate == spec.rate);
            Value::Percent(own.and_then(|rate| rate.percent))
        }));
        cells.push(Value::Text(if row.withheld { WITHHELD.into() } else { String::new() }));
        cells
    };
    let number = |name: &str| Column::new(name, 14.0, Align::Right);
    let mut columns = vec![Column::new(first(view.group_by), 36.0, Align::Left)];
    columns.extend(STEPS.iter().map(|spec| number(spec.label.vi)));
    columns.extend(RATES.iter().map(|spec| number(&format!("{} (%)", spec.label.vi))));
    columns.push(Column::new("Ghi chú", 30.0, Align::Left));
    let scheme = view.scheme.map(|scheme| format!(" Chính sách: {scheme}.")).unwrap_or_default();
    let span = match view.from.map(Day::vi) {
        Some(from) => format!("Từ {from} đến {}.{scheme}", view.to.vi()),
        None => format!("Đến {}.{scheme}", view.to.vi()),
    };
    Table {
        title: "Từ danh sách đến đóng tiếp (mô tả)".into(),
        notes: vec![span, view.note.clone(), "Tỷ lệ để trống khi mẫu số dưới 10.".into()],
        columns,
        rows: view.rows.iter().map(line).collect(),
        total: Some(line(&view.total)),
    }
}

fn first(by: FunnelBy) -> &'static str {
    match by {
        FunnelBy::Month => "Tháng",
        FunnelBy::Area => "Địa bàn",
        FunnelBy::Organisation => "Tổ chức",
        FunnelBy::Campaign => "Chiến dịch",
        FunnelBy::Channel => "Kênh",
        FunnelBy::User => "Người làm",
    }
}
