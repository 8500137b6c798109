//! Designs that only describe: honest in a world in which their assumption holds, wrong in one in which it does not.
use tungnha::{
    features::evaluations::comparing::{Site, before_after, neighbours},
    methods::draws::Draws,
};

use super::{
    happens,
    months::place,
    normal,
    tally::{Said, World, seeded},
};

/// A world in which a design is wrong.
pub struct Wrong {
    pub world: World,
    pub covers_less_than: f64,
    pub alarms_more_than: f64,
}

fn one(name: &'static str, clusters: &'static str, fewer: usize, campaign: fn(&mut Draws, f64) -> Vec<Said>) -> World {
    World { name, clusters, figures: &["difference"], effect: 2.0, seed: 0, fewer, campaign }
}

pub fn honest() -> Vec<World> {
    let all = vec![
        one("matched, chosen by what is known", "30 of 120", 100, |draws, effect| {
            chosen(draws, effect, (30, 120), 0.0)
        }),
        one("matched, chosen by what is known", "12 of 60", 200, |draws, effect| chosen(draws, effect, (12, 60), 0.0)),
        one("before and after, nothing else", "–", 500, |draws, effect| after(draws, effect, 0.0)),
    ];
    seeded(60, all)
}

pub fn wrong() -> Vec<Wrong> {
    let wrong = |world, covers_less_than, alarms_more_than| Wrong { world, covers_less_than, alarms_more_than };
    vec![
        wrong(
            one("matched, chosen by what nobody recorded", "30 of 120", 100, |draws, effect| {
                chosen(draws, effect, (30, 120), 0.8)
            }),
            0.5,
            0.5,
        ),
        wrong(
            one("before and after, coverage grows by a point anyhow", "–", 200, |draws, effect| {
                after(draws, effect, 1.0)
            }),
            0.9,
            0.1,
        ),
        wrong(
            one("series, a law of 5 % at the same moment", "36 + 24 months", 50, |draws, effect| {
                place(draws, effect, (36, 24), 0.3, 5.0)
            }),
            0.9,
            0.1,
        ),
    ]
}

/// Places of which those are rather worked in that stand higher and grow faster, which also go on growing; `unseen` is how far
/// something that nobody recorded does both.
fn chosen(draws: &mut Draws, effect: f64, (own, all): (usize, usize), unseen: f64) -> Vec<Said> {
    let mut places = Vec::new();
    for _ in 0..all {
        let (level, trend, other) = (normal(draws), normal(draws), normal(draws));
        let wish = 0.4 * level + 0.4 * trend + 2.0 * unseen * other + 1.5 * normal(draws);
        places.push((level, trend, other, wish));
    }
    places.sort_by(|a, b| b.3.total_cmp(&a.3));
    let mut sites = Vec::new();
    for (n, (level, trend, other, _)) in places.into_iter().enumerate() {
        let (first, assigned) = (60.0 + 8.0 * level, n < own);
        let before = first + 1.0 + 0.5 * trend;
        let own = 1.0 + 0.3 * level + 0.3 * trend + 1.2 * unseen * other + 0.8 * normal(draws);
        let last = before + own + if assigned { effect } else { 0.0 };
        sites.push(Site {
            name: n.to_string(),
            assigned,
            stratum: 0,
            first: None,
            shares: [(0, first), (6, before), (12, last)].into(),
            months: [6, 12],
            from: 0,
            people: Some(5_000.0),
            reached: None,
        });
    }
    vec![Said::of(effect, neighbours(&sites).found.expect("two sides").estimate)]
}

/// 3,000 people who decide each by themselves on both days; `besides` is what coverage grows by anyhow.
fn after(draws: &mut Draws, effect: f64, besides: f64) -> Vec<Said> {
    let mut of = |percent: f64| ((0..3_000).filter(|_| happens(draws, percent / 100.0)).count() as u64, 3_000);
    let counts = [of(12.0), of(12.0 + effect + besides)];
    vec![Said::of(effect, before_after(Some(counts)).found.expect("two shares").estimate)]
}
