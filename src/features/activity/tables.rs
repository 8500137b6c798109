//! The summary as rows for people and for files.
use std::collections::BTreeMap;

use super::{
    api::{GroupBy, SummaryQuery, SummaryRow, SummaryView},
    cells::{Grouping, Sums},
    problems,
    queries::{self, Whose},
    span::{Grain, stretches},
};
use crate::{
    access::Scope,
    base::{
        Day, Lang, Result,
        id::{AreaId, OrganisationId},
        text::sort_key,
    },
    db::Conn,
    features::{areas, lists, organisations},
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
    let whole = queries::whole_time();
    let undated = query.from.is_none() && query.to.is_none();
    let parts = stretches(query.from.unwrap_or(whole.0), query.to.unwrap_or(whole.1), group_by != GroupBy::Month);
    let ground = queries::ground(conn, area.id)?;
    let (grouping, whose) = match group_by {
        GroupBy::Partner => (Grouping::Partner, Whose::Own),
        GroupBy::EventType => (Grouping::EventType, Whose::Own),
        GroupBy::Area => (Grouping::All, Whose::Below),
        GroupBy::Month => (Grouping::All, Whose::Own),
    };
    let cells = queries::cells(conn, &ground, whose, grouping, &parts, undated)?;
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    let mut total = Sums::default();
    for cell in &cells {
        let key = match group_by {
            GroupBy::Partner | GroupBy::EventType => cell.group_key.clone(),
            GroupBy::Area => cell.area_id.to_string(),
            GroupBy::Month if cell.grain == Grain::Undated => String::new(),
            GroupBy::Month => cell.on_day.to_string().get(..7).unwrap_or_default().to_owned(),
        };
        let entry = sums.entry(key).or_default();
        *entry = entry.and(cell.sums());
        if group_by == GroupBy::Month || (group_by == GroupBy::EventType) {
            total = total.and(cell.sums());
        }
    }
    match group_by {
        GroupBy::Partner => total = sums.remove("").unwrap_or_default(),
        GroupBy::Area => {
            total = queries::cells(conn, &ground, Whose::Own, Grouping::All, &parts, undated)?
                .iter()
                .fold(total, |t, c| t.and(c.sums()));
        }
        GroupBy::EventType | GroupBy::Month => {}
    }
    let labels = labels(conn, group_by, sums.keys().map(String::as_str), lang, today)?;
    let mut rows: Vec<SummaryRow> = sums
        .into_iter()
        .filter(|(_, s)| s.events != 0)
        .map(|(key, s)| row(labels.get(&key).cloned().unwrap_or_else(|| key.clone()), key, s))
        .collect();
    match group_by {
        GroupBy::Month => {}
        GroupBy::Area => rows.sort_by_key(|r| sort_key(&r.label)),
        GroupBy::Partner | GroupBy::EventType => rows.sort_by_key(|r| (-r.sessions, sort_key(&r.label))),
    }
    let word = if lang == Lang::Vi { "Tổng cộng" } else { "Total" };
    Ok(SummaryView {
        area_id: area.id,
        from: query.from,
        to: query.to,
        group_by,
        rows,
        total: row(word.into(), String::new(), total),
        undated_events: queries::undated_events(conn, &ground)?,
    })
}

fn row(label: String, key: String, s: Sums) -> SummaryRow {
    SummaryRow {
        key,
        label,
        events: s.events,
        sessions: s.sessions,
        attendances: s.attendances,
        people: s.people,
        qualifier: s.heads.qualifier(),
        sessions_qualifier: s.sittings.qualifier(),
    }
}

fn labels<'k>(
    conn: &mut Conn,
    group_by: GroupBy,
    keys: impl Iterator<Item = &'k str>,
    lang: Lang,
    today: Day,
) -> Result<BTreeMap<String, String>> {
    Ok(match group_by {
        GroupBy::Partner => {
            let ids: Vec<OrganisationId> = keys.filter_map(|k| k.parse().ok()).collect();
            organisations::names(conn, &ids)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
        }
        GroupBy::Area => {
            let ids: Vec<AreaId> = keys.filter_map(|k| k.parse().ok()).collect();
            areas::label_names(conn, &ids, today)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
        }
        GroupBy::EventType => lists::event_type_names(conn, lang)?.into_iter().collect(),
        GroupBy::Month => keys
            .map(|k| {
                (
                    k.to_owned(),
                    k.get(..7)
                        .and_then(|m| m.split_once('-'))
                        .map(|(y, m)| format!("{m}/{y}"))
                        .unwrap_or_else(|| "Không rõ ngày".into()),
                )
            })
            .collect(),
    })
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
            Value::Count(Some(r.attendances)),
            Value::Count(Some(r.people)),
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
            Column::new("Mức chính xác (người)", 20.0, Align::Left),
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
