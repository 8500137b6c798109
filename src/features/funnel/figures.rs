//! The funnel as it is shown.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    api::{Funnel, FunnelQuery, FunnelRipening, FunnelRow, FunnelStepView, ListFunnel, ListStep},
    behind,
    cells::Sums,
    problems,
    shares::{Ripe, Shown, names_people, rate, weakest, withheld},
    steps::{FunnelBy, FunnelStep, FunnelUnit, RATES, Ripening, STEPS},
};
use crate::{
    access::Scope,
    base::{Day, Lang, Result, Text, id::WalkListId, text::sort_key},
    db::{
        Conn,
        cells::{self, By, Grouping, Label, Named, Part, Rows, span::stretches},
        scoped,
    },
    features::{accounts, activity::SPAN, areas, areas::Level, campaigns},
};

/// What every funnel says of itself.
const NOTE: Text = Text {
    vi: "Mô tả công việc đã làm, không nói điều gì làm cho ai tham gia. Số đếm khác đơn vị không chia cho nhau.",
    en: "Describes the work that was done; it does not say why anybody joined. Counts of different units make no share.",
};

/// What the funnel of a list says of itself.
const LIST_NOTE: Text = Text {
    vi: "Đếm theo hộ trong danh sách, từ ngày lập đến ngày đóng. Mô tả công việc đã làm, không nói điều gì làm cho ai tham gia.",
    en: "Counts the households of the list, from the day it was made to the day it was closed. Describes the work that was done; it does not say why anybody joined.",
};

/// Who asks: where counts of few people may be shown, and whose visits may be read.
pub struct Asking {
    /// Within it sign-ups are worked with.
    pub sign_ups: Scope,
    /// Within it visits are read.
    pub visits: Scope,
    /// In which language.
    pub lang: Lang,
}

/// The funnel asked for.
///
/// # Errors
/// `not-found` for an area outside the scope; `period-backwards`; `funnel-by-user`.
pub fn funnel(conn: &mut Conn, scope: &Scope, asking: &Asking, query: &FunnelQuery) -> Result<Funnel> {
    let (lang, today) = (asking.lang, scope.today());
    let area = areas::require(conn, scope, query.area_id, "area_id")?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && to < from
    {
        return Err(SPAN.field("to", "before-start", SPAN.title).into());
    }
    let group_by = query.group_by.unwrap_or(FunnelBy::Month);
    if group_by == FunnelBy::User {
        let low = matches!(area.level, Level::Commune | Level::Hamlet);
        if !low || !scoped::reaches(conn, &asking.visits, area.id)? {
            return Err(problems::USERS.field("group_by", "not-here", problems::USERS.title).into());
        }
    }
    let to = query.to.map_or(today, |to| to.min(today));
    let from = query.from.unwrap_or(cells::whole_time().0);
    let scheme = query.scheme.map(Into::into);
    let by = |by| Grouping::of_scheme(by, scheme);
    let all = by(By::All);
    let rows = match group_by {
        FunnelBy::Month => None,
        FunnelBy::Area => Some(Rows::Below(all, today)),
        FunnelBy::Organisation => Some(Rows::Groups(by(By::Organisation), Label::Organisation)),
        FunnelBy::Campaign => Some(Rows::Groups(by(By::Campaign), Label::None)),
        FunnelBy::Channel => Some(Rows::Groups(by(By::Channel), Label::None)),
        FunnelBy::User => Some(Rows::Groups(by(By::User), Label::None)),
    };
    // Nothing after `to`; where that is no time at all, nothing is asked for. Months are told apart while no years are read.
    let over = |to, years| if from <= to { stretches(from, to, years) } else { Vec::new() };
    let own = Part { rows: Rows::Days(all), stretches: over(to, group_by != FunnelBy::Month) };
    let until = |to: Option<Day>| {
        let stretches = rows.and(to).map(|to| over(to, true)).unwrap_or_default();
        Part { rows: rows.unwrap_or(own.rows), stretches }
    };
    // What is ripe ends earlier only where the days asked for are young.
    let ripe_to = |ripening: Ripening| to.min(today.plus_days(-ripening.days()).writable());
    let young = |ripening| Some(ripe_to(ripening)).filter(|ripe_to| *ripe_to < to);
    let parts = [until(Some(to)), until(young(Ripening::Soon)), until(young(Ripening::Late))];
    let [grouped, soon, late] = parts;
    let [own, mut found, soon, late] = cells::sums::<Sums, 4>(conn, Sums::SHEET, area.id, &[own, grouped, soon, late])?;
    if group_by == FunnelBy::Month {
        found = months(&own);
    }
    found.retain(|_, (_, sums)| *sums != Sums::default());
    let total = own.into_values().fold(Sums::default(), |all, (_, sums)| all.and(sums));
    let named = named(conn, scope, (group_by, lang), found)?;
    let free = scoped::reaches_freely(conn, &asking.sign_ups, area.id)?;
    let kept_back = match free {
        true => BTreeSet::new(),
        false => withheld(named.iter().map(|(key, _, sums)| (key.as_str(), sums))),
    };
    let question = behind::Question { area_id: area.id, from: query.from, to, group_by, scheme: query.scheme };
    let row = |key: &str, label: &str, sums: &Sums, shown: Shown| FunnelRow {
        counts: STEPS.iter().map(|spec| Some((spec.count)(sums)).filter(|_| shown.step(spec))).collect(),
        rates: shown.rates().into_iter().map(|spec| rate(spec, sums, lang)).collect(),
        behind: question.of_row(key),
        withheld: shown.withheld,
        key: key.to_owned(),
        label: label.to_owned(),
    };
    let shown = |by, withheld| Shown { by, scheme: scheme.is_some(), withheld };
    // What is kept back in rows must not be told by what is left of the total.
    let hidden = named.iter().filter(|(key, ..)| kept_back.contains(key));
    let total_withheld = names_people(&hidden.fold(Sums::default(), |all, (_, _, sums)| all.and(*sums)));
    let ripe = |ripening: Ripening, young: Option<&BTreeMap<String, Named<Sums>>>| Ripe {
        ripens_in: ripening,
        to: ripe_to(ripening),
        rows: compared(group_by, &named, young),
    };
    let ripe = [
        ripe(Ripening::AtOnce, None),
        ripe(Ripening::Soon, young(Ripening::Soon).map(|_| &soon)),
        ripe(Ripening::Late, young(Ripening::Late).map(|_| &late)),
    ];
    let few = ripe.iter().flat_map(|one| &one.rows).any(|(_, _, sums)| names_people(sums));
    let word = Text { vi: "Tổng cộng", en: "Total" };
    Ok(Funnel {
        area_id: area.id,
        from: query.from,
        to,
        group_by,
        scheme: query.scheme,
        note: lang.pick(NOTE).into(),
        steps: STEPS
            .iter()
            .map(|spec| FunnelStepView {
                step: spec.step,
                unit: spec.unit,
                label: lang.pick(spec.label).into(),
                rows_at: question.of_step(spec.step),
            })
            .collect(),
        ripening: ripening(ripe_to, lang),
        weakest: weakest(&ripe, &shown(Some(group_by), !free && few).rates(), lang),
        total: row("", lang.pick(word), &total, shown(None, total_withheld)),
        rows: named
            .iter()
            .map(|(key, label, sums)| row(key, label, sums, shown(Some(group_by), kept_back.contains(key))))
            .collect(),
    })
}

/// The rows that are compared, with what they come to over the days that are ripe where these are fewer. Months are not.
fn compared<'r>(
    group_by: FunnelBy,
    named: &'r [(String, String, Sums)],
    young: Option<&BTreeMap<String, Named<Sums>>>,
) -> Vec<(&'r str, &'r str, Sums)> {
    let of = |key: &str, sums: Sums| match young {
        Some(ripe) => ripe.get(key).map(|(_, sums)| *sums).unwrap_or_default(),
        None => sums,
    };
    let rows = named.iter().filter(|_| group_by != FunnelBy::Month);
    rows.map(|(key, label, sums)| (key.as_str(), label.as_str(), of(key, *sums))).collect()
}

/// The shares that take time, and until when they are ripe.
fn ripening(ripe_to: impl Fn(Ripening) -> Day, lang: Lang) -> Vec<FunnelRipening> {
    let late = RATES.iter().filter(|spec| spec.ripens_in != Ripening::AtOnce);
    late.map(|spec| FunnelRipening {
        rate: spec.rate,
        label: lang.pick(spec.label).into(),
        days: spec.ripens_in.days(),
        ripe_to: ripe_to(spec.ripens_in),
    })
    .collect()
}

/// What lies in each month.
fn months(days: &BTreeMap<String, Named<Sums>>) -> BTreeMap<String, Named<Sums>> {
    let mut months: BTreeMap<String, Named<Sums>> = BTreeMap::new();
    for (day, (_, sums)) in days {
        let month = months.entry(day.get(..7).unwrap_or_default().to_owned()).or_default();
        month.1 = month.1.and(*sums);
    }
    months
}

/// The rows with what their keys stand for, in the order in which they are read.
fn named(
    conn: &mut Conn,
    scope: &Scope,
    (group_by, lang): (FunnelBy, Lang),
    found: BTreeMap<String, Named<Sums>>,
) -> Result<Vec<(String, String, Sums)>> {
    let names: BTreeMap<String, String> = match group_by {
        FunnelBy::Campaign => {
            let ids: Vec<_> = found.keys().filter_map(|key| key.parse().ok()).collect();
            campaigns::names(conn, scope, &ids)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
        }
        FunnelBy::User => {
            let ids: Vec<_> = found.keys().filter_map(|key| key.parse().ok()).collect();
            accounts::names(conn, &ids)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
        }
        FunnelBy::Channel => {
            CHANNELS.iter().map(|(word, text)| ((*word).to_owned(), lang.pick(*text).to_owned())).collect()
        }
        FunnelBy::Month | FunnelBy::Area | FunnelBy::Organisation => BTreeMap::new(),
    };
    let mut rows: Vec<(String, String, Sums)> = found
        .into_iter()
        .map(|(key, (name, sums))| {
            let label = name.or_else(|| names.get(&key).cloned()).unwrap_or_else(|| month_vi(&key));
            (key, label, sums)
        })
        .collect();
    match group_by {
        FunnelBy::Month => {}
        FunnelBy::Area | FunnelBy::User => rows.sort_by_cached_key(|(_, label, _)| sort_key(label)),
        FunnelBy::Organisation | FunnelBy::Campaign | FunnelBy::Channel => {
            rows.sort_by_cached_key(|(_, label, sums)| (-sums.signed, -sums.doors, sort_key(label)));
        }
    }
    Ok(rows)
}

/// What led to a sign-up, in words.
const CHANNELS: &[(&str, Text)] = &[
    ("visit", Text { vi: "Đến nhà", en: "Visit at the door" }),
    ("event", Text { vi: "Hội nghị, đối thoại, ra quân", en: "Conference, dialogue, launch" }),
    ("hand_over", Text { vi: "Chuyển đến tổ chức thu", en: "Handed over to a collector" }),
    ("own_initiative", Text { vi: "Tự đến", en: "Own initiative" }),
    ("other", Text { vi: "Khác", en: "Something else" }),
];

/// `2026-11` as `11/2026`.
fn month_vi(key: &str) -> String {
    match key.split_once('-') {
        Some((year, month)) if key.len() == 7 => format!("{month}/{year}"),
        _ => key.to_owned(),
    }
}

/// The way of a list's households: at each step how many came so far.
pub fn list_funnel(id: WalkListId, (from, to): (Day, Day), sums: &Sums, lang: Lang) -> ListFunnel {
    const LEFT_OUT: [FunnelStep; 2] = [FunnelStep::Doors, FunnelStep::LedOn];
    let steps = STEPS.iter().filter(|spec| !LEFT_OUT.contains(&spec.step)).map(|spec| ListStep {
        step: spec.step,
        unit: FunnelUnit::Household,
        label: lang.pick(spec.label).into(),
        count: (spec.count)(sums),
    });
    ListFunnel {
        walk_list_id: id,
        from,
        to,
        note: lang.pick(LIST_NOTE).into(),
        steps: steps.collect(),
        rates: RATES.iter().map(|spec| rate(spec, sums, lang)).collect(),
    }
}
