//! The summary as rows for people and for files.
use std::collections::BTreeMap;

use super::{
    api::{GroupBy, SummaryQuery, SummaryRow, SummaryView},
    cells::{Grouping, Sums},
    problems, queries,
    span::{Stretch, stretches, undated},
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
    let with_undated = query.from.is_none() && query.to.is_none();
    let dated = stretches(query.from.unwrap_or(whole.0), query.to.unwrap_or(whole.1), group_by != GroupBy::Month);
    let ground = queries::ground(conn, area.id)?;
    // The areas' own cells, told apart by nothing but time: undated events always, the others where they are needed.
    let own = if matches!(group_by, GroupBy::Area | GroupBy::Month) { dated.clone() } else { Vec::new() };
    let own = queries::sums_by_day(conn, &ground, &with(own, true))?;
    let undated_events = own.iter().filter(|(day, _)| *day == undated().from).map(|(_, s)| s.events).sum();
    let own = own.into_iter().filter(|(day, _)| with_undated || *day != undated().from);
    let wanted = with(dated, with_undated);
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    let total = match group_by {
        GroupBy::Partner => {
            sums.extend(queries::sums_by_group(conn, &ground, Grouping::Partner, &wanted)?);
            sums.remove("").unwrap_or_default()
        }
        GroupBy::EventType => {
            sums.extend(queries::sums_by_group(conn, &ground, Grouping::EventType, &wanted)?);
            sums.values().fold(Sums::default(), |all, s| all.and(*s))
        }
        GroupBy::Area => {
            sums.extend(queries::sums_below(conn, &ground, &wanted)?.into_iter().map(|(id, s)| (id.to_string(), s)));
            own.fold(Sums::default(), |all, (_, s)| all.and(s))
        }
        GroupBy::Month => own.fold(Sums::default(), |all, (day, s)| {
            let month = if day == undated().from {
                String::new()
            } else {
                day.to_string().get(..7).unwrap_or_default().to_owned()
            };
            let entry = sums.entry(month).or_default();
            *entry = entry.and(s);
            all.and(s)
        }),
    };
    let labels = labels(conn, group_by, sums.keys().map(String::as_str), lang, today)?;
    let mut rows: Vec<SummaryRow> = sums
        .into_iter()
        .filter(|(_, s)| s.events != 0)
        .map(|(key, s)| row(labels.get(&key).cloned().unwrap_or_else(|| key.clone()), key, s))
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
