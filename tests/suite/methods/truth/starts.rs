//! Communes that begin in different months.
use tungnha::{
    features::evaluations::comparing::{Site, starts},
    methods::draws::Draws,
};

use super::{
    normal,
    tally::{Said, World, seeded},
};

/// When communes begin, how often, and how many times the effect is as large there.
type Start = (Option<i64>, f64, f64);

const NEVER_AND_THREE: [Start; 4] = [(None, 0.4, 0.0), (Some(9), 0.2, 0.7), (Some(11), 0.2, 1.0), (Some(13), 0.2, 1.4)];
const NEVER_AND_TWO: [Start; 3] = [(None, 0.5, 0.0), (Some(7), 0.25, 0.8), (Some(9), 0.25, 1.2)];
const ALL_BEGIN: [Start; 3] = [(Some(6), 0.3, 0.8), (Some(8), 0.3, 1.2), (Some(10), 0.4, 1.0)];

pub fn worlds() -> Vec<World> {
    let one = |name, clusters, fewer, campaign| World {
        name,
        clusters,
        figures: &["simple"],
        effect: 1.0,
        seed: 0,
        fewer,
        campaign,
    };
    let all = vec![
        one("begun in turn, 18 months", "60", 2, |draws, effect| communes(draws, effect, 60, 18, &NEVER_AND_THREE)),
        one("begun in turn, 12 months", "28", 10, |draws, effect| communes(draws, effect, 28, 12, &NEVER_AND_TWO)),
        one("begun in turn, all in the end", "40", 10, |draws, effect| communes(draws, effect, 40, 12, &ALL_BEGIN)),
    ];
    seeded(40, all)
}

/// What the effect has become after so many months.
fn grown(since: i64) -> f64 {
    1.0 + 0.1 * since as f64
}

/// The mean effect over what is compared, each commune and month once.
fn truth(effect: f64, months: i64, starts: &[Start]) -> f64 {
    let all_begin = starts.iter().all(|(first, ..)| first.is_some());
    let latest = starts.iter().filter_map(|(first, ..)| *first).max();
    let (mut sum, mut all) = (0.0, 0.0);
    for (first, share, times) in starts {
        // Where all begin in the end, the last to begin are only compared with, and until they do.
        let Some(first) = first.filter(|first| !all_begin || Some(*first) != latest) else { continue };
        let end = latest.filter(|_| all_begin).unwrap_or(months);
        for month in first..end {
            sum += share * effect * times * grown(month - first);
            all += share;
        }
    }
    sum / all
}

/// Each commune has its level, the country its course, each month what is left of the month before; no two communes take as much
/// from the work. When a commune begins is chance.
fn communes(draws: &mut Draws, effect: f64, all: usize, months: i64, starts_at: &[Start]) -> Vec<Said> {
    const NEAR: f64 = 0.6;
    let common: Vec<f64> = (0..months).map(|_| normal(draws)).collect();
    let mut sites = Vec::new();
    for n in 0..all {
        let (level, own, mut at) = (60.0 + 8.0 * normal(draws), 1.0 + 0.4 * normal(draws), draws.share());
        let (first, _, times) = *starts_at
            .iter()
            .find(|(_, share, _)| {
                at -= share;
                at < 0.0
            })
            .unwrap_or(&starts_at[0]);
        let (mut left, mut shares) = (normal(draws), std::collections::BTreeMap::new());
        for (month, common) in (0..months).zip(&common) {
            let since =
                first.filter(|first| month >= *first).map_or(0.0, |first| effect * times * own * grown(month - first));
            shares.insert(month, level + common + 0.8 * left + since);
            left = NEAR * left + (1.0 - NEAR * NEAR).sqrt() * normal(draws);
        }
        sites.push(Site {
            name: n.to_string(),
            assigned: first.is_some(),
            stratum: 0,
            first,
            shares,
            months: [4, months - 1],
            from: 0,
            people: Some(5_000.0),
            reached: None,
        });
    }
    let found = starts(&sites).found.expect("some began and some had not");
    vec![Said::of(truth(effect, months, starts_at), found.estimate)]
}
