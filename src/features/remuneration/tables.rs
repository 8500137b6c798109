//! A statement as a file.
use super::model::{Statement, StatementLine};
use crate::{
    base::{Day, Result, id::UserId, month::Month},
    db::Conn,
    features::{accounts, enrolments::kinds::Kind, organisations},
    render::{Align, Column, Table, Value},
};

fn kind_vi(kind: Kind) -> &'static str {
    match kind {
        Kind::New => "Mới",
        Kind::Renewed => "Tái tục",
        Kind::ReActivated => "Tham gia lại",
        Kind::MovedIn => "Chuyển sang",
    }
}

/// The lines of a statement that was found in scope.
///
/// # Errors
/// When the database fails.
pub fn table(conn: &mut Conn, statement: &Statement, lines: &[StatementLine]) -> Result<Table> {
    let ids: Vec<UserId> = lines.iter().filter_map(|line| line.collector_id).collect();
    let names = accounts::names(conn, &ids)?;
    let body = organisations::require(conn, statement.organisation_id, "/organisation_id")?;
    let line = |own: &StatementLine| {
        let who = own.collector_id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
        let note = match (own.rate_missing, own.adjusts_id) {
            (true, _) => "Chưa có mức thù lao",
            (false, Some(_)) => "Điều chỉnh bảng trước",
            (false, None) => "",
        };
        vec![
            Value::Text(who),
            Value::Text(own.enrolment_id.to_string()),
            Value::Text(own.paid_on.map(Day::vi).unwrap_or_default()),
            Value::Text(own.scheme.to_string()),
            Value::Text(kind_vi(own.kind).to_owned()),
            Value::Count(Some(i64::from(own.months))),
            Value::Count(Some(own.base_vnd)),
            Value::Count(Some(own.due_vnd).filter(|_| !own.rate_missing)),
            Value::Count(Some(own.amount_vnd).filter(|_| !own.rate_missing)),
            Value::Text(note.to_owned()),
        ]
    };
    let text = |name: &str, width| Column::new(name, width, Align::Left);
    let count = |name: &str| Column::new(name, 15.0, Align::Right);
    let mut total = vec![Value::Text("Tổng cộng".to_owned())];
    total.extend((0..7).map(|_| Value::Text(String::new())));
    total.extend([Value::Count(Some(statement.amount_vnd)), Value::Text(String::new())]);
    Ok(Table {
        title: format!("Bảng thù lao tháng {}", Month::of(statement.month).vi()),
        notes: vec![body.name],
        columns: vec![
            text("Nhân viên thu", 28.0),
            text("Hồ sơ", 38.0),
            text("Ngày thu", 12.0),
            text("Loại hình", 12.0),
            text("Loại phát sinh", 16.0),
            count("Số tháng"),
            count("Số tiền tính thù lao"),
            count("Thù lao của hồ sơ"),
            count("Thù lao kỳ này"),
            text("Ghi chú", 24.0),
        ],
        rows: lines.iter().map(line).collect(),
        total: Some(total),
    })
}
