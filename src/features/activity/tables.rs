//! The summary as rows for people and for files.
use super::{
    api::{GroupBy, SummaryQuery, SummaryRow, SummaryView},
    cells::Sums,
    problems,
};
use crate::{
    access::Scope,
    base::{Day, Lang, Result, text::sort_key},
    db::{
        Conn,
        cells::{
            self, By, Grouping, Label, Part, Rows,
            span::{Stretch, stretches, undated},
        },
    },
    features::areas,
    render::{Align, Column, Table, Value},
};

/// The summary asked for.
pub fn summary(conn: &mut Conn, scope: &Scope, query: &SummaryQuery, lang: Lang, today: Day) -> Result<SummaryView> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && to < from
    {
        return Err(problems::SPAN.field("to", "before-start", problems::SPAN.title).into());
    }
    let group_by = query.group_by.unwrap_or(GroupBy::EventType);
    let whole = cells::whole_time();
    let with_undated = query.from.is_none() && query.to.is_none();
    let dated = stretches(query.from.unwrap_or(whole.0), query.to.unwrap_or(whole.1), group_by != GroupBy::Month);
    // The areas' own cells, told apart by nothing but time: undated events always, the others where they are needed.
    let own = if matches!(group_by, GroupBy::Area | GroupBy::Month) { dated.clone() } else { Vec::new() };
    let rows = match group_by {
        GroupBy::Partner => Some(Rows::Groups(Grouping::of(By::Partner), Label::Organisation)),
        GroupBy::EventType => Some(Rows::Groups(Grouping::of(By::EventType), Label::EventType(lang))),
        GroupBy::Area => Some(Rows::Below(Grouping::of(By::All), today)),
        GroupBy::Month => None,
    };
    let wanted = Part {
        rows: rows.unwrap_or(Rows::Days(Grouping::of(By::All))),
        stretches: rows.map(|_| with(dated, with_undated)).unwrap_or_default(),
    };
    let own = Part { rows: Rows::Days(Grouping::of(By::All)), stretches: with(own, true) };
    let [mut own, mut sums] = cells::sums::<Sums, 2>(conn, Sums::SHEET, area.id, &[own, wanted])?;
    let without_day = own.remove(&undated().from.to_string()).map(|(_, s)| s);
    let undated_events = without_day.map_or(0, |s| s.events);
    let own = own.into_iter().map(|(day, (_, s))| (day, s));
    let own = own.chain(without_day.filter(|_| with_undated).map(|s| (String::new(), s)));
    let total = match group_by {
        GroupBy::Partner => sums.remove("").map(|(_, s)| s).unwrap_or_default(),
        GroupBy::EventType => sums.values().fold(Sums::default(), |all, (_, s)| all.and(*s)),
        GroupBy::Area => own.fold(Sums::default(), |all, (_, s)| all.and(s)),
        GroupBy::Month => own.fold(Sums::default(), |all, (day, s)| {
            let month = day.get(..7).unwrap_or_default();
            let entry = sums.entry(month.to_owned()).or_insert_with(|| (Some(month_vi(month)), Sums::default()));
            entry.1 = entry.1.and(s);
            all.and(s)
        }),
    };
    let mut rows: Vec<SummaryRow> = sums
        .into_iter()
        .filter(|(_, (_, s))| s.events != 0)
        .map(|(key, (name, s))| row(name.unwrap_or_else(|| key.clone()), key, s))
        .collect();
    match group_by {
        GroupBy::Month => {}
        GroupBy::Area => rows.sort_by_cached_key(|r| sort_key(&r.label)),
        GroupBy::Partner | GroupBy::EventType => rows.sort_by_cached_key(|r| (-r.sessions, sort_key(&r.label))),
    }
    let word = if lang == Lang::Vi { "Tổng cộng" } else { "Total" };
    Ok(SummaryView {
        area_id: area.id,
        from: query.from,
        to: query.to,
        group_by,
        rows,
        total: row(word.into(), String::new(), total),
        undated_events,
    })
}

fn with(mut stretches: Vec<Stretch>, undated_too: bool) -> Vec<Stretch> {
    stretches.extend(undated_too.then(undated));
    stretches
}

/// A held event where nobody came is not recorded as such, so nothing summed up means that nothing was counted.
fn counted(sum: i64) -> Option<i64> {
    (sum != 0).then_some(sum)
}

fn row(label: String, key: String, s: Sums) -> SummaryRow {
    SummaryRow {
        key,
        label,
        events: s.events,
        sessions: s.sessions,
        attendances: counted(s.attendances),
        people: counted(s.people),
        qualifier: s.heads().qualifier(),
        sessions_qualifier: s.sittings().qualifier(),
    }
}

/// `2026-11` as `11/2026`; events without a day have no month.
fn month_vi(month: &str) -> String {
    month.split_once('-').map_or_else(|| "Không rõ ngày".into(), |(year, month)| format!("{month}/{year}"))
}

/// The summary as a table to save.
pub fn table(view: &SummaryView) -> Table {
    let first = match view.group_by {
        GroupBy::Partner => "Đơn vị phối hợp",
        GroupBy::EventType => "Loại hoạt động",
        GroupBy::Area => "Địa bàn",
        GroupBy::Month => "Tháng",
    };
    let span = match (view.from, view.to) {
        (Some(from), Some(to)) => format!("Từ {} đến {}", from.vi(), to.vi()),
        (Some(from), None) => format!("Từ {}", from.vi()),
        (None, Some(to)) => format!("Đến {}", to.vi()),
        (None, None) => "Toàn bộ thời gian".into(),
    };
    let line = |r: &SummaryRow| {
        vec![
            Value::Text(r.label.clone()),
            Value::Count(Some(r.events)),
            Value::Count(Some(r.sessions)),
            Value::Text(qualifier_vi(r.sessions_qualifier).into()),
            Value::Count(r.attendances),
            Value::Count(r.people),
            Value::Text(qualifier_vi(r.qualifier).into()),
        ]
    };
    Table {
        title: "Tổng hợp hoạt động tuyên truyền".into(),
        notes: vec![span, "Lượt người và người là hai số đo khác nhau, không cộng vào nhau.".into()],
        columns: vec![
            Column::new(first, 42.0, Align::Left),
            Column::new("Sự kiện", 12.0, Align::Right),
            Column::new("Số cuộc", 12.0, Align::Right),
            Column::new("Mức chính xác (cuộc)", 20.0, Align::Left),
            Column::new("Lượt người", 14.0, Align::Right),
            Column::new("Người", 14.0, Align::Right),
            Column::new("Mức chính xác (lượt người, người)", 20.0, Align::Left),
        ],
        rows: view.rows.iter().map(line).collect(),
        total: Some(line(&view.total)),
    }
}

fn qualifier_vi(qualifier: crate::base::figure::Qualifier) -> &'static str {
    use crate::base::figure::Qualifier;
    match qualifier {
        Qualifier::Exact => "chính xác",
        Qualifier::Approx => "khoảng",
        Qualifier::MoreThan => "hơn",
        Qualifier::Nearly => "gần",
    }
}
