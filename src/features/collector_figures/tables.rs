//! The figures as rows for people and for files.
use std::collections::{BTreeMap, HashMap};

use super::{
    api::{CollectorFigures, CollectorFiguresRow, FiguresBy, FiguresQuery},
    model::Fact,
    problems,
    queries::{self, Filter},
    tally::Tally,
};
use crate::{
    access::{Actor, Permission, Scope},
    base::{
        Day, Result,
        id::{AreaId, OrganisationId},
        month::Month,
        scheme::Scheme,
        share::Percent,
        text::sort_key,
    },
    db::{Conn, scoped},
    features::{
        accounts, areas, organisations,
        targets::{self, Question, Target, TargetMeasure, period::Period},
    },
    render::{Align, Column, Table, Value},
};

/// Days that figures span.
const LONGEST: i64 = 366;

/// From when to when.
fn span(query: &FiguresQuery, today: Day) -> Result<(Day, Day)> {
    let wrong = || problems::SPAN.field("to", "span", problems::SPAN.title);
    let (from, to) = match (query.period, query.from, query.to) {
        (Some(period), None, None) => (period.from, period.to),
        (Some(_), ..) => return Err(wrong().into()),
        (None, from, to) => {
            let to = to.unwrap_or(today);
            (from.unwrap_or(to.month_start()), to)
        }
    };
    if to < from || to.days_since(from) > LONGEST { Err(wrong().into()) } else { Ok((from, to)) }
}

/// What a row stands for: nobody in particular, or an id or a month.
type Key = Option<String>;

/// The figures asked for.
///
/// # Errors
/// `figures-span`, `not-found`.
pub fn figures(conn: &mut Conn, scope: &Scope, actor: &Actor, query: &FiguresQuery) -> Result<CollectorFigures> {
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    let ((from, to), by) = (span(query, scope.today())?, query.group_by.unwrap_or(FiguresBy::Collector));
    let filter = Filter {
        area_id: area.id,
        organisation_id: query.organisation_id,
        collector_id: query.collector_id,
        scheme: query.scheme.map(Scheme::from),
    };
    let below = if by == FiguresBy::Area { queries::directly_in(conn, area.id)? } else { HashMap::new() };
    let (mut rows, mut total) = (BTreeMap::<Key, Tally>::new(), Tally::default());
    let mut count = |facts: Vec<Fact>| {
        for fact in facts {
            rows.entry(key(&fact, by, &below)).or_default().count(fact.what);
            total.count(fact.what);
        }
    };
    // A month at a time: a province pays a hundred thousand times in one.
    let mut first = from;
    while first <= to {
        let last = Month::of(first).last().min(to);
        count(queries::paid(conn, scope, &filter, (first, last))?);
        first = last.plus_days(1);
    }
    count(queries::stopped(conn, scope, &filter, (from, to))?);
    count(queries::refunded(conn, scope, &filter, (from, to))?);
    // Today somebody may still go on.
    let passed = to.min(scope.today().before());
    count(queries::lapsed(conn, scope, &filter, (from, passed))?);
    let money = sees_money(conn, scope, actor, query)?;
    let goals = Goals::of(conn, scope, query, by, to)?;
    let labels = labels(conn, by, rows.keys().flatten())?;
    let mut rows: Vec<CollectorFiguresRow> = rows
        .into_iter()
        .map(|(key, tally)| {
            let label = key.as_ref().map(|key| labels.get(key).unwrap_or(key).clone());
            let label = label.unwrap_or_else(|| "Không có người phụ trách".to_owned());
            let goal = goals.of_row(key.as_deref());
            row(key, label, &tally, money, goal)
        })
        .collect();
    if by != FiguresBy::Month {
        rows.sort_by_cached_key(|row| (row.key.is_none(), sort_key(&row.label)));
    }
    let total = row(None, "Tổng cộng".to_owned(), &total, money, goals.whole.as_ref());
    Ok(CollectorFigures { area_id: area.id, from, to, scheme: query.scheme, group_by: by, rows, total })
}

fn key(fact: &Fact, by: FiguresBy, below: &HashMap<AreaId, AreaId>) -> Key {
    match by {
        FiguresBy::Collector => fact.collector_id.map(|id| id.to_string()),
        FiguresBy::Organisation => Some(fact.organisation_id.to_string()),
        FiguresBy::Area => Some(below.get(&fact.area_id).unwrap_or(&fact.area_id).to_string()),
        FiguresBy::Month => Some(Month::of(fact.on).to_string()),
    }
}

/// Whether every amount in these figures is one that the caller may see.
fn sees_money(conn: &mut Conn, scope: &Scope, actor: &Actor, query: &FiguresQuery) -> Result<bool> {
    if !actor.may(Permission::EnrolmentsMoney) {
        return Ok(false);
    }
    let money = Scope::of(actor, Permission::EnrolmentsMoney, scope.today());
    if let Some(organisation) = query.organisation_id {
        return scoped::reaches_for(conn, &money, query.area_id, organisation);
    }
    // Whoever sees every organisation here sees the money only where that holds for money too.
    if scoped::reaches_freely(conn, scope, query.area_id)? {
        return scoped::reaches_freely(conn, &money, query.area_id);
    }
    scoped::reaches(conn, &money, query.area_id)
}

/// What was to be reached.
struct Goals {
    whole: Option<Target>,
    rows: HashMap<String, Target>,
}

impl Goals {
    /// The targets of new sign-ups that hold for a whole period of one scheme; of collectors there are none.
    fn of(conn: &mut Conn, scope: &Scope, query: &FiguresQuery, by: FiguresBy, on: Day) -> Result<Self> {
        let mut goals = Self { whole: None, rows: HashMap::new() };
        let (Some(scheme), Some(period), None) = (query.scheme, query.period, query.collector_id) else {
            return Ok(goals);
        };
        let question = Question {
            area_id: query.area_id,
            organisation_id: query.organisation_id,
            scheme: scheme.into(),
            measure: TargetMeasure::NewEnrolments,
            period,
        };
        goals.whole = targets::holding(conn, scope, &question, on)?;
        match by {
            FiguresBy::Collector => {}
            FiguresBy::Area => {
                let below = targets::holding_below(conn, scope, &question, on)?;
                goals.rows = below.into_iter().map(|(area, target)| (area.to_string(), target)).collect();
            }
            FiguresBy::Organisation => {
                let own = targets::holding_of_organisations(conn, scope, &question, on)?;
                let own = own.into_iter().filter(|(id, _)| query.organisation_id.is_none_or(|asked| asked == *id));
                goals.rows = own.map(|(id, target): (OrganisationId, Target)| (id.to_string(), target)).collect();
            }
            FiguresBy::Month => {
                let mut month = Month::of(period.from);
                while month.first() <= period.to {
                    let one = Period { from: month.first(), to: month.last() };
                    if let Some(target) = targets::holding(conn, scope, &Question { period: one, ..question }, on)? {
                        goals.rows.insert(month.to_string(), target);
                    }
                    month = month.plus(1);
                }
            }
        }
        Ok(goals)
    }
    fn of_row(&self, key: Option<&str>) -> Option<&Target> {
        self.rows.get(key?)
    }
}

fn row(key: Key, label: String, tally: &Tally, money: bool, goal: Option<&Target>) -> CollectorFiguresRow {
    let joined = tally.joined();
    CollectorFiguresRow {
        key,
        label,
        new: tally.new,
        renewed: tally.renewed,
        re_activated: tally.re_activated,
        moved_in: tally.moved_in,
        joined,
        lapsed: tally.lapsed,
        stopped: tally.stopped,
        refunded: tally.refunded,
        persons: i64::try_from(tally.people.len()).unwrap_or(i64::MAX),
        months: tally.months,
        months_refunded: tally.months_refunded,
        collected_vnd: money.then_some(tally.collected_vnd),
        refunded_vnd: money.then_some(tally.refunded_vnd),
        target: goal.map(|target| Percent(target.value_hundredths).as_f64()),
        target_id: goal.map(|target| target.id),
        target_percent: goal
            .and_then(|target| Percent::of(joined.saturating_mul(100), target.value_hundredths))
            .map(Percent::as_f64),
    }
}

/// What the keys are called.
fn labels<'k>(
    conn: &mut Conn,
    by: FiguresBy,
    keys: impl Iterator<Item = &'k String>,
) -> Result<HashMap<String, String>> {
    macro_rules! named {
        ($names:expr) => {{
            let ids: Vec<_> = keys.filter_map(|key| key.parse().ok()).collect();
            let names = $names(conn, &ids)?;
            Ok(names.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
        }};
    }
    match by {
        FiguresBy::Collector => named!(accounts::names),
        FiguresBy::Organisation => named!(organisations::names),
        FiguresBy::Area => named!(areas::names),
        FiguresBy::Month => Ok(keys.map(|key| (key.clone(), month_vi(key))).collect()),
    }
}

/// `2026-11` as `11/2026`.
fn month_vi(month: &str) -> String {
    month.split_once('-').map_or_else(|| month.to_owned(), |(year, month)| format!("{month}/{year}"))
}

/// The figures as a table to save.
pub fn table(view: &CollectorFigures) -> Table {
    let first = match view.group_by {
        FiguresBy::Collector => "Nhân viên thu",
        FiguresBy::Organisation => "Tổ chức dịch vụ thu",
        FiguresBy::Area => "Địa bàn",
        FiguresBy::Month => "Tháng",
    };
    let count = |name: &str| Column::new(name, 13.0, Align::Right);
    let line = |r: &CollectorFiguresRow| {
        let counts = [r.new, r.renewed, r.re_activated, r.moved_in, r.lapsed, r.stopped, r.refunded, r.persons];
        let mut cells = vec![Value::Text(r.label.clone())];
        cells.extend(counts.map(|count| Value::Count(Some(count))));
        cells.push(Value::Count(Some(r.months)));
        cells.extend([r.collected_vnd, r.refunded_vnd].map(Value::Count));
        let whole = |target: f64| format!("{target:.0}").parse().ok();
        cells.push(Value::Count(r.target.and_then(whole)));
        let percent = r.target_percent.and_then(|percent| format!("{percent:.2}").replace('.', "").parse().ok());
        cells.push(Value::Percent(percent.map(Percent)));
        cells
    };
    let mut columns = vec![Column::new(first, 36.0, Align::Left)];
    columns.extend(
        ["Mới", "Tái tục", "Tham gia lại", "Chuyển sang", "Quá hạn", "Dừng", "Hoàn trả", "Số người", "Số tháng"]
            .map(count),
    );
    columns.extend(["Số tiền thu", "Số tiền hoàn", "Chỉ tiêu", "Đạt (%)"].map(count));
    Table {
        title: "Kết quả của nhân viên thu, tổ chức dịch vụ thu".into(),
        notes: vec![
            format!("Từ {} đến {}", view.from.vi(), view.to.vi()),
            "Tính theo ngày thu tiền; chỉ tiêu so với số mới, tham gia lại và chuyển sang.".into(),
        ],
        columns,
        rows: view.rows.iter().map(line).collect(),
        total: Some(line(&view.total)),
    }
}
