//! Methods that count: shares, credit, what a change is made of, what a design can see.
use std::collections::BTreeMap;

use serde_json::json;

use super::{
    Headline, Said, each, figure, line,
    table::{Column, Fault, Row, Sure, free, needed},
    whole,
};
use crate::{
    base::Text,
    methods::{
        Unfit,
        credit::{Credits, Path, Rule, markov, share},
        kitagawa::{Group, kitagawa},
        power::Design,
        proportions::{Share, newcombe},
    },
};

pub const PROPORTIONS: &[Column] =
    &[free("name", &["group"]), needed("hits", &["successes", "x"]), needed("of", &["n", "total"])];
pub const CREDIT: &[Column] = &[
    needed("path", &["touches"]),
    needed("converted", &["conversions"]),
    free("not_converted", &["not", "null", "no_conversions"]),
    free("days", &["days_before"]),
];
pub const KITAGAWA: &[Column] = &[
    free("group", &["name"]),
    needed("people_before", &["n1", "n_before"]),
    needed("rate_before", &["r1"]),
    needed("people_after", &["n2", "n_after"]),
    needed("rate_after", &["r2"]),
];
pub const POWER: &[Column] =
    &[needed("share", &["p"]), needed("people", &["m"]), free("alike", &["rho", "icc"]), needed("clusters", &["k"])];

pub fn proportions(rows: &[Row]) -> Sure<Said> {
    let one = |row: &Row| {
        Ok((row.optional("name").unwrap_or_default().to_owned(), Share::new(row.count("hits")?, row.count("of")?)?))
    };
    let shares = each(rows, one)?;
    let (first, rest) = shares.split_first().ok_or(Unfit::Nothing)?;
    let (mut lines, mut own, mut differences, mut headline) = (Vec::new(), Vec::new(), Vec::new(), None);
    for (name, share) in &shares {
        let interval = share.wilson();
        let shown = format!("{:.6}  (95 % {:.6} … {:.6}, Wilson)", share.value(), interval.low, interval.high);
        lines.push((format!("share {name}"), shown));
        own.push(json!({ "name": name, "value": share.value(), "low": interval.low, "high": interval.high }));
    }
    for (name, share) in rest {
        let (difference, interval) = newcombe(first.1, *share);
        let shown = format!("{difference:.6}  (95 % {:.6} … {:.6}, Newcombe)", interval.low, interval.high);
        lines.push((format!("{} less {name}", first.0), shown));
        differences.push(
            json!({ "of": first.0, "less": name, "value": difference, "low": interval.low, "high": interval.high }),
        );
        headline.get_or_insert(Headline {
            estimate: Some(difference),
            low: Some(interval.low),
            high: Some(interval.high),
            ..Headline::default()
        });
    }
    Ok(Said {
        how: "Wilson's score interval of a share, Newcombe's of a difference".to_owned(),
        n: rows.len(),
        clusters: None,
        headline: headline.or_else(|| {
            let interval = first.1.wilson();
            Some(Headline {
                estimate: Some(first.1.value()),
                low: Some(interval.low),
                high: Some(interval.high),
                ..Headline::default()
            })
        }),
        warnings: vec![Text {
            vi: "Chỉ đúng khi từng người tự quyết; nếu giao cả thôn, cả xã thì dùng cace với cột cluster.",
            en: "Right for people who decide one by one; where whole hamlets were assigned, use cace with the column cluster.",
        }],
        result: json!({ "shares": own, "differences": differences }),
        lines,
    })
}

/// The rules that need no days, by name.
const RULES: [(&str, Rule); 4] =
    [("first", Rule::First), ("last", Rule::Last), ("linear", Rule::Linear), ("position", Rule::Position)];

pub fn credit(rows: &[Row], half_life_days: f64) -> Sure<Said> {
    let path = |row: &Row| {
        let touches = row.optional("path").unwrap_or_default().split('>').map(|part| part.trim().to_owned());
        let touches: Vec<String> = touches.filter(|touch| !touch.is_empty()).collect();
        let days = row.numbers("days")?;
        if days.as_ref().is_some_and(|days| days.len() != touches.len()) {
            return Err(Fault::new(
                format!("Đường đi \"{}\" phải có một số ngày cho mỗi lần tiếp xúc.", touches.join(" > ")),
                format!("The path \"{}\" needs one number of days for each touch.", touches.join(" > ")),
            ));
        }
        let not_converted = row.number_or("not_converted", 0.0)?;
        Ok(Path { touches, days_before: days, converted: row.number("converted")?, not_converted })
    };
    let paths = each(rows, path)?;
    let mut models: BTreeMap<&str, Credits> = BTreeMap::new();
    for (name, rule) in RULES {
        models.insert(name, share(&paths, rule)?);
    }
    let mut warnings = vec![Text {
        vi: "Phân bổ ghi nhận: cách chia sổ sách, không cho biết ai tham gia vì việc gì.",
        en: "Bookkeeping of recorded touches: it does not say why anybody enrolled.",
    }];
    if paths.iter().all(|path| path.touches.is_empty() || path.days_before.is_some()) {
        models.insert("decay", share(&paths, Rule::Decay { half_life_days })?);
    } else {
        warnings.push(Text {
            vi: "Không có số ngày ở mọi đường đi: bỏ qua cách chia theo thời gian.",
            en: "Not every path has its days: the rule of half-lives is left out.",
        });
    }
    let chain = match markov(&paths) {
        Err(Unfit::Nothing) => {
            warnings.push(Text {
                vi: "Không ai được tiếp xúc mà tham gia: bỏ qua cách chia Markov.",
                en: "Nobody who was touched enrolled: the chain is left out.",
            });
            None
        }
        chain => Some(chain?),
    };
    let touched: f64 = paths.iter().filter(|path| !path.touches.is_empty()).map(|path| path.converted).sum();
    let untouched: f64 = paths.iter().filter(|path| path.touches.is_empty()).map(|path| path.converted).sum();
    if let Some(chain) = &chain {
        models.insert("markov", chain.channels.iter().map(|(name, removal)| (name.clone(), removal.credit)).collect());
    }
    let mut lines = vec![line("enrolled after a touch", figure(touched)), line("no touch recorded", figure(untouched))];
    for (model, credits) in &models {
        lines.extend(credits.iter().map(|(touch, credit)| (format!("{model}: {touch}"), figure(*credit))));
    }
    if let Some(chain) = &chain {
        lines.push(line("markov: chance to enrol", figure(chain.conversion)));
        lines.extend(
            chain
                .channels
                .iter()
                .map(|(name, removal)| (format!("markov: loss without {name}"), figure(removal.effect))),
        );
    }
    Ok(Said {
        how: format!("credit of touches by each rule; half-life {half_life_days} days, Markov of order 1 with removal"),
        n: rows.len(),
        clusters: None,
        headline: None,
        warnings,
        result: json!({
            "is": "phân bổ ghi nhận", "credits": models, "markov": chain, "touched": touched, "no_touch_recorded": untouched,
        }),
        lines,
    })
}

pub fn change(rows: &[Row]) -> Sure<Said> {
    let group = |row: &Row| {
        let pair = |before: &str, after: &str| -> Sure<[f64; 2]> { Ok([row.number(before)?, row.number(after)?]) };
        Ok(Group { people: pair("people_before", "people_after")?, rate: pair("rate_before", "rate_after")? })
    };
    let shown = kitagawa(&each(rows, group)?)?;
    let mut lines = vec![
        line("before", figure(shown.before)),
        line("after", figure(shown.after)),
        line("difference", figure(shown.difference)),
        line("from rates", figure(shown.rate)),
        line("from composition", figure(shown.composition)),
    ];
    for (row, part) in rows.iter().zip(&shown.groups) {
        let name = row.optional("group").unwrap_or_default();
        lines.push((format!("group {name}"), format!("rate {:.6}, composition {:.6}", part.rate, part.composition)));
    }
    Ok(Said {
        how: "Kitagawa's division into rate and composition".to_owned(),
        n: rows.len(),
        clusters: None,
        headline: Some(Headline { estimate: Some(shown.difference), ..Headline::default() }),
        warnings: Vec::new(),
        result: whole(&shown)?,
        lines,
    })
}

/// How alike the people of one hamlet are where nothing better is known: Kansas City 2003.
const ALIKE: f64 = 0.02;

pub fn power(rows: &[Row]) -> Sure<Said> {
    let design = |row: &Row| {
        Ok(Design {
            share: row.number("share")?,
            people: row.number("people")?,
            alike: row.number_or("alike", ALIKE)?,
            clusters: row.number("clusters")?,
        })
    };
    let designs = each(rows, design)?;
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    for design in &designs {
        let (effect, few) = (design.smallest_effect()?, design.smallest_effect_few_clusters().ok());
        let what = format!("{} clusters of {} an arm", design.clusters, design.people);
        let few_words = few.map(|few| format!("  ({few:.6} as few clusters see it)")).unwrap_or_default();
        lines.push((what, format!("{effect:.6}{few_words}")));
        all.push(json!({
            "share": design.share, "people": design.people, "alike": design.alike, "clusters": design.clusters,
            "smallest_effect": effect, "smallest_effect_few_clusters": few,
        }));
    }
    let mut warnings = Vec::new();
    if designs.iter().any(|design| design.clusters < 10.0) {
        warnings.push(Text {
            vi: "Dưới 10 cụm mỗi nhóm: hãy dùng con số dành cho ít cụm.",
            en: "Fewer than 10 clusters an arm: use the figure for few clusters.",
        });
    }
    if designs.iter().any(|design| design.clusters < 4.0) {
        warnings.push(Text {
            vi: "Dưới 4 cụm mỗi nhóm: không kiểm định nào tách được khỏi ngẫu nhiên.",
            en: "Fewer than 4 clusters an arm: no test tells this from chance.",
        });
    }
    let headline = match all.as_slice() {
        [one] => Some(Headline {
            estimate: one.get("smallest_effect").and_then(serde_json::Value::as_f64),
            ..Headline::default()
        }),
        _ => None,
    };
    Ok(Said {
        how: "smallest difference seen in 80 of 100 studies at the 5 % level".to_owned(),
        n: rows.len(),
        clusters: None,
        headline,
        warnings,
        result: json!({ "designs": all }),
        lines,
    })
}
