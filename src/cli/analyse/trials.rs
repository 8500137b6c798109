//! Methods that compare sides: by lot, by the time of the start, before and after.
use std::collections::BTreeMap;

use super::{
    Headline, Said, each, figure, in_words, line,
    table::{Column, Fault, Row, Sure, free, needed},
    whole,
};
use crate::{
    base::Text,
    methods::{
        Unfit, balance, grade,
        matched::{Place, matched},
        randomisation::{Drawn, randomisation},
        series::{self, Point, course},
        staggered::{self, Observed, staggered},
        trial::{FEW, Subject, trial},
    },
};

pub const CACE: &[Column] = &[
    needed("outcome", &["y"]),
    needed("assigned", &["treatment", "treated", "z", "arm"]),
    needed("contacted", &["d", "met"]),
    free("cluster", &["precinct", "hamlet", "commune"]),
    free("people", &["n", "count"]),
];
pub const ASSIGNED: &[Column] = &[
    needed("outcome", &["y"]),
    needed("assigned", &["treatment", "treated", "z", "arm"]),
    free("contacted", &["d", "met"]),
    free("cluster", &["precinct", "hamlet", "commune"]),
    free("people", &["n", "count"]),
];
pub const DID: &[Column] = &[
    needed("unit", &["commune", "county", "place"]),
    needed("period", &["year", "month", "quarter", "time", "t"]),
    needed("first_treated", &["first_treated_period", "first_treat", "first_period", "group", "cohort", "g"]),
    needed("outcome", &["y"]),
    free("cluster", &["province"]),
];
pub const ITS: &[Column] = &[
    needed("period", &["year", "month", "quarter", "time", "t"]),
    needed("outcome", &["y", "count"]),
    free("people", &["n", "population", "exposure"]),
];
pub const MATCHED: &[Column] = &[
    free("name", &["unit", "commune", "place"]),
    needed("outcome", &["y", "change"]),
    needed("assigned", &["treatment", "treated", "z", "arm"]),
    needed("level", &["baseline"]),
    free("trend", &["slope"]),
];
pub const LOT: &[Column] = &[
    needed("outcome", &["y"]),
    needed("assigned", &["treatment", "treated", "z", "arm"]),
    free("people", &["n", "count"]),
    free("stratum", &["block"]),
    free("cluster", &["precinct", "hamlet", "commune"]),
];

/// People that rows may stand for, together.
const PEOPLE: usize = 5_000_000;

/// Numbers names in the order in which they come.
#[derive(Default)]
struct Numbered(BTreeMap<String, usize>);

impl Numbered {
    fn of(&mut self, name: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

pub fn cace(rows: &[Row], by_contact: bool) -> Sure<Said> {
    let (mut names, mut subjects) = (Numbered::default(), Vec::new());
    for row in rows {
        let subject = Subject {
            outcome: row.number("outcome")?,
            assigned: row.flag("assigned")?,
            contacted: if by_contact { row.flag("contacted")? } else { false },
            cluster: row.optional("cluster").map(|name| names.of(name)),
        };
        let people = usize::try_from(row.count_or("people", 1)?).unwrap_or(usize::MAX);
        if people > PEOPLE.saturating_sub(subjects.len()) {
            return Err(Unfit::TooMany.into());
        }
        subjects.extend(std::iter::repeat_n(subject, people));
    }
    let shown = trial(&subjects)?;
    if by_contact && shown.effect_on_contacted.is_none() {
        return Err(Fault::new(
            "Tỷ lệ được gặp ở hai nhóm như nhau nên không tính được tác động trên người được gặp; thêm --assigned-only để chỉ tính theo bốc thăm.",
            "The same share was met in both groups: the effect on those met cannot be told; --assigned-only asks for the effect of being assigned.",
        ));
    }
    let mut lines = vec![
        line(
            "control",
            format!(
                "{} people, outcome {:.6}, met {:.6}",
                shown.control.people, shown.control.outcome, shown.control.contacted
            ),
        ),
        line(
            "assigned",
            format!(
                "{} people, outcome {:.6}, met {:.6}",
                shown.assigned.people, shown.assigned.outcome, shown.assigned.contacted
            ),
        ),
        line("effect of being assigned", in_words(&shown.effect)),
    ];
    lines.extend(shown.effect_few_clusters.iter().map(|e| line("  for few clusters", in_words(e))));
    if by_contact {
        lines.push(line("more met", figure(shown.contact)));
    }
    lines.extend(shown.effect_on_contacted.iter().map(|e| line("effect on those met", in_words(e))));
    lines.extend(shown.effect_on_contacted_few_clusters.iter().map(|e| line("  for few clusters", in_words(e))));
    lines.extend(shown.contacted_against_all_others.map(|n| line("not an effect: met less all others", figure(n))));
    lines.extend(shown.contacted_against_missed.map(|n| line("not an effect: met less missed", figure(n))));
    lines.extend(shown.of_cluster_means.map(|n| line("difference of cluster means", figure(n))));
    lines.extend(shown.alike.map(|n| line("alike within clusters", figure(n))));
    let mut warnings = Vec::new();
    let few = |clusters: Option<usize>| clusters.is_some_and(|n| n < FEW);
    if few(shown.control.clusters) || few(shown.assigned.clusters) {
        warnings.push(Text {
            vi: "Mỗi nhóm dưới 15 cụm: khoảng tin cậy đáng tin là dòng dành cho ít cụm, và kiểm định bằng randomisation.",
            en: "Fewer than 15 clusters in a group: believe the interval for few clusters, and the randomisation test.",
        });
    }
    if shown.control.contacted > 0.0 {
        warnings.push(Text {
            vi: "Có người ở nhóm đối chứng cũng được gặp: tác động tính theo bốc thăm bị loãng đi.",
            en: "Some of the control group were met as well: the effect of being assigned is watered down.",
        });
    }
    if by_contact && shown.contact.abs() < 0.05 {
        warnings.push(Text {
            vi: "Số người được gặp thêm chưa tới 5 điểm phần trăm: khoảng tin cậy trên người được gặp không đáng tin.",
            en: "Fewer than 5 in 100 more were met: the interval of the effect on those met is not to be trusted.",
        });
    }
    if shown.clusters.is_none() {
        warnings.push(Text {
            vi: "Không có cột cluster: chỉ đúng khi bốc thăm từng người; nếu bốc thăm cả thôn, cả xã thì khoảng này quá hẹp.",
            en: "No column cluster: right only where people were drawn one by one; where whole hamlets were, this interval is too narrow.",
        });
    }
    let errors =
        if shown.clusters.is_some() { "clustered standard errors (CR1), t with G−1" } else { "HC0 standard errors" };
    let how =
        if by_contact { "by assignment; effect on those met by two-stage least squares" } else { "by assignment" };
    Ok(Said {
        how: format!("{how}; {errors}"),
        n: subjects.len(),
        clusters: shown.clusters,
        headline: Some(Headline::from(shown.effect_on_contacted.as_ref().unwrap_or(&shown.effect))),
        warnings,
        result: whole(&shown)?,
        lines,
    })
}

pub fn did(rows: &[Row], asked: staggered::Asked) -> Sure<Said> {
    let never = |text: &str| matches!(text.to_lowercase().as_str(), "0" | "0.0" | "never" | "inf" | "na" | "nan");
    let observed = |row: &Row| {
        let first = row.optional("first_treated").filter(|text| !never(text)).is_some();
        Ok(Observed {
            unit: row.text("unit")?.to_owned(),
            period: row.period("period")?,
            first_treated: first.then(|| row.period("first_treated")).transpose()?,
            outcome: row.number("outcome")?,
            cluster: row.optional("cluster").map(str::to_owned),
        })
    };
    let shown = staggered(&each(rows, observed)?, asked)?;
    // Periods are called what they are called in the table.
    let mut names = BTreeMap::new();
    for row in rows {
        names.insert(row.period("period")?, row.text("period")?.to_owned());
        if row.optional("first_treated").is_some_and(|text| !never(text)) {
            names.insert(row.period("first_treated")?, row.text("first_treated")?.to_owned());
        }
    }
    let named = |period: &i64| names.get(period).cloned().unwrap_or_else(|| period.to_string());
    let mut lines = vec![
        line("units", format!("{} began, {} never, {} left out", shown.treated, shown.never_treated, shown.left_out)),
        line("simple", in_words(&shown.simple)),
        line("by group, overall", in_words(&shown.by_group.overall)),
        line("by event time, overall", in_words(&shown.by_event_time.overall)),
        line("by period, overall", in_words(&shown.by_period.overall)),
    ];
    lines.extend(shown.by_group.each.iter().map(|(group, e)| (format!("group {}", named(group)), in_words(e))));
    lines.extend(shown.by_event_time.each.iter().map(|(since, e)| (format!("event time {since}"), in_words(e))));
    lines.extend(shown.by_period.each.iter().map(|(period, e)| (format!("period {}", named(period)), in_words(e))));
    lines.extend(
        shown
            .by_group_and_period
            .iter()
            .map(|one| (format!("group {}, period {}", named(&one.group), named(&one.period)), in_words(&one.effect))),
    );
    lines.extend(shown.parallel_before.map(|p| line("as far apart before by chance", format!("p {p:.4}"))));
    lines.extend(shown.parallel_before_drawn.map(|p| line("  from the draws", format!("p {p:.4}"))));
    let mut warnings = Vec::new();
    if shown.parallel_before.is_none() {
        warnings.push(Text {
            vi: "Không kiểm được hai bên có đi song song trước đợt hay không.",
            en: "It cannot be told whether the two sides ran alike before.",
        });
    }
    if shown.parallel_before.is_some_and(|p| p < 0.05) {
        warnings.push(Text {
            vi: "Trước đợt hai bên không đi song song: đừng gọi đây là tác động.",
            en: "The two sides did not run alike before: do not call this an effect.",
        });
    }
    if shown.treated < grade::FEW_COMMUNES || shown.units - shown.treated < grade::FEW_COMMUNES {
        warnings.push(Text {
            vi: "Dưới 10 đơn vị ở một bên: quá ít để gọi đây là tác động.",
            en: "Fewer than 10 units on a side: too few to call this an effect.",
        });
    }
    if shown.left_out > 0 {
        warnings.push(Text {
            vi: "Có đơn vị bị bỏ ra: thiếu kỳ, hoặc đã bắt đầu từ kỳ đầu.",
            en: "Units were left out: not there in every period, or begun in the first.",
        });
    }
    let mut result = whole(&shown)?;
    if let Some(result) = result.as_object_mut() {
        result.insert("periods".to_owned(), whole(&names)?);
    }
    let errors = match asked.draws {
        0 => "standard errors of influence".to_owned(),
        draws => format!("{draws} bootstrap draws from seed {}", asked.seed),
    };
    Ok(Said {
        how: format!("Callaway and Sant'Anna, simple mean over groups and periods; {errors}"),
        n: shown.units,
        clusters: Some(shown.clusters),
        headline: Some(Headline::from(&shown.simple)),
        warnings,
        result,
        lines,
    })
}

pub fn its(rows: &[Row], asked: series::Asked) -> Sure<Said> {
    let point = |row: &Row| {
        Ok(Point {
            period: row.period("period")?,
            outcome: row.number("outcome")?,
            people: row.number_or("people", 1.0)?,
        })
    };
    let shown = course(&each(rows, point)?, asked)?;
    let ratio = |n: f64| figure(n.exp());
    let lines = vec![
        line("points", format!("{} before, {} after", shown.before, shown.after)),
        line("trend before, log a period", in_words(&shown.trend)),
        line("change of level, log", in_words(&shown.level)),
        line(
            "change of level, ratio",
            format!("{} (95 % {} … {})", ratio(shown.level.value), ratio(shown.level.low), ratio(shown.level.high)),
        ),
        line("change of slope, log a period", in_words(&shown.slope)),
        line("neighbours hang together", figure(shown.correlation)),
        line("dispersion", figure(shown.dispersion)),
        line(
            "other errors of the level",
            format!(
                "quasi-Poisson {:.6}, Newey and West {:.6} (lag {})",
                shown.level_errors.quasi_poisson, shown.level_errors.newey_west, shown.lag
            ),
        ),
        line("season taken out", if shown.seasonal { "yes" } else { "no" }),
    ];
    let mut warnings = vec![Text {
        vi: "Một nơi, không có nơi so sánh: chỉ nói được \"thay đổi sau\"; luật mới hay địa giới mới cùng lúc cũng nằm trong số này.",
        en: "One place and nothing beside it: say \"change since\" and no more; a law or a border that changed meanwhile is part of it.",
    }];
    if shown.correlation > 0.6 {
        warnings.push(Text {
            vi: "Các kỳ liền nhau dính chặt vào nhau: khoảng tin cậy có thể vẫn còn hẹp.",
            en: "Neighbouring periods hang together closely: the interval may still be too narrow.",
        });
    }
    Ok(Said {
        how: "Poisson regression with a break; covariance of autocorrelation of order 1 (REML)".to_owned(),
        n: rows.len(),
        clusters: None,
        headline: Some(Headline::from(&shown.level)),
        warnings,
        result: whole(&shown)?,
        lines,
    })
}

pub fn lot(rows: &[Row], draws: u64, seed: u64) -> Sure<Said> {
    let (mut strata, mut clusters, mut units) = (Numbered::default(), Numbered::default(), Vec::<Drawn>::new());
    let named = rows.iter().filter(|row| row.optional("cluster").is_some()).count();
    if named > 0 && named < rows.len() {
        return Err(Unfit::HalfClustered.into());
    }
    for row in rows {
        let one = Drawn {
            outcome: row.number("outcome")?,
            people: row.number_or("people", 1.0)?,
            assigned: row.flag("assigned")?,
            stratum: strata.of(row.optional("stratum").unwrap_or_default()),
        };
        let place = row.optional("cluster").map(|name| clusters.of(name)).unwrap_or(units.len());
        match units.get_mut(place) {
            None => units.push(one),
            Some(whole) if (whole.assigned, whole.stratum) == (one.assigned, one.stratum) => {
                whole.outcome += one.outcome;
                whole.people += one.people;
            }
            Some(_) => return Err(Unfit::SplitCluster.into()),
        }
    }
    let shown = randomisation(&units, draws, seed)?;
    let how = if shown.exact {
        "all there are".to_owned()
    } else {
        format!("drawn from seed {seed}, and the one that happened")
    };
    let lines = vec![
        line("difference", figure(shown.difference)),
        line("p, two-sided", figure(shown.p)),
        line("arrangements", format!("{} ({how})", shown.arrangements)),
    ];
    let mut result = whole(&shown)?;
    if let Some(result) = result.as_object_mut() {
        result.insert("seed".to_owned(), (!shown.exact).then_some(seed).into());
    }
    Ok(Said {
        how: "randomisation inference over the design, difference a head".to_owned(),
        n: units.len(),
        clusters: (named > 0).then_some(units.len()),
        headline: Some(Headline { estimate: Some(shown.difference), p: Some(shown.p), ..Headline::default() }),
        warnings: Vec::new(),
        result,
        lines,
    })
}

pub fn alike(rows: &[Row], neighbours: usize) -> Sure<Said> {
    let with_trend = rows.iter().all(|row| row.optional("trend").is_some());
    let place = |row: &Row| {
        let mut before = vec![row.number("level")?];
        if with_trend {
            before.push(row.number("trend")?);
        }
        Ok(Place { before, outcome: row.number("outcome")?, assigned: row.flag("assigned")? })
    };
    let shown = matched(&each(rows, place)?, neighbours)?;
    let line_of = |one: &balance::Line| {
        let apart = one.standardised.map_or("no spread".to_owned(), figure);
        format!("{:.6} against {:.6}, standardised {apart}", one.assigned, one.control)
    };
    let mut lines = vec![
        line(
            "places",
            format!("{} worked in, {} of {} used beside them", shown.assigned, shown.used, shown.candidates),
        ),
        line("difference", in_words(&shown.difference)),
    ];
    lines.extend(shown.adjusted.as_ref().map(|e| line("difference, adjusted", in_words(e))));
    for (name, (before, after)) in ["level", "trend"].iter().zip(shown.balance_before.iter().zip(&shown.balance)) {
        lines.push((format!("{name} before matching"), line_of(before)));
        lines.push((format!("{name} when matched"), line_of(after)));
    }
    lines.push(line(
        "E-value",
        format!("{:.6}, of the nearer end of the interval {:.6}", shown.unseen.difference, shown.unseen.interval),
    ));
    let mut warnings = vec![Text {
        vi: "Chỉ so được những gì đã biết trước đợt; điều không ghi lại vẫn có thể khác nhau: chỉ nói \"thay đổi sau đợt\".",
        en: "Only what was known before is alike; what nobody recorded may differ: say \"change since\" and no more.",
    }];
    let apart = shown.balance.iter().filter_map(|one| one.standardised).map(f64::abs).max_by(f64::total_cmp);
    if apart.is_some_and(|most| most > balance::UNLIKE) {
        warnings.push(Text {
            vi: "Sau khi ghép hai bên vẫn khác nhau hơn 0,1: chỉ là mô tả.",
            en: "Matched, the sides still differ by more than 0.1: description only.",
        });
    }
    if !with_trend {
        warnings.push(Text {
            vi: "Không có xu hướng trước đợt ở mọi dòng: chỉ ghép theo mức.",
            en: "Not every row has its trend before: matched by level alone.",
        });
    }
    Ok(Said {
        how: format!(
            "nearest neighbours ({neighbours}) by level and trend, with replacement; errors of Abadie and Imbens"
        ),
        n: rows.len(),
        clusters: None,
        headline: Some(Headline::from(&shown.difference)),
        warnings,
        result: whole(&shown)?,
        lines,
    })
}
