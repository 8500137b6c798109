//! One place through the months, with a season and months that hang together.
use tungnha::{
    features::evaluations::comparing::through,
    methods::{draws::Draws, series::Point},
};

use super::{
    normal,
    tally::{Said, World, seeded},
};

pub fn worlds() -> Vec<World> {
    let one = |name, clusters, campaign| World {
        name,
        clusters,
        figures: &["change of level, %"],
        effect: 10.0,
        seed: 0,
        fewer: 50,
        campaign,
    };
    let all = vec![
        one("series, neighbours at 0", "36 + 24 months", |draws, effect| place(draws, effect, (36, 24), 0.0, 0.0)),
        one("series, neighbours at 0.4", "36 + 24 months", |draws, effect| place(draws, effect, (36, 24), 0.4, 0.0)),
        one("series, neighbours at 0.6", "36 + 24 months", |draws, effect| place(draws, effect, (36, 24), 0.6, 0.0)),
        one("series, neighbours at 0.3", "24 + 12 months", |draws, effect| place(draws, effect, (24, 12), 0.3, 0.0)),
        one("series, neighbours at 0.3", "12 + 12 months", |draws, effect| place(draws, effect, (12, 12), 0.3, 0.0)),
    ];
    seeded(50, all)
}

/// Participants of some 20,000 who could be; `besides` is a law that came at the same moment, in percent.
pub fn place(draws: &mut Draws, effect: f64, (before, after): (i64, i64), near: f64, besides: f64) -> Vec<Said> {
    let mut left = normal(draws);
    let points: Vec<Point> = (0..before + after)
        .map(|period| {
            let time = period as f64;
            let angle = std::f64::consts::TAU * time / 12.0;
            let season = 0.06 * angle.sin() + 0.04 * (2.0 * angle).cos();
            let since = if period >= before { (effect / 100.0).ln_1p() + (besides / 100.0).ln_1p() } else { 0.0 };
            let people = 20_000.0 + 15.0 * time;
            let mean = people * (-1.2 + 0.003 * time + season + since).exp();
            left = near * left + (1.0 - near * near).sqrt() * normal(draws);
            Point { period, outcome: (mean * (1.0 + 0.03 * left)).round().max(0.0), people }
        })
        .collect();
    vec![Said::of(effect, through(&points, before).found.expect("a course").estimate)]
}
