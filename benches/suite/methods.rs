//! How long the estimators take that look again and again at the same figures. No database.
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use tungnha::methods::{
    draws::Draws,
    randomisation::{Drawn, randomisation},
    staggered::{Asked, Base, Control, Observed, staggered},
};

const RUNS: usize = 7;
const COMMUNES: usize = 3_321;
const MONTHS: i64 = 36;
/// Communes never begin, or in one of the twelve months of the second year.
const STARTS: usize = 13;
const BOOTSTRAP: usize = 999;
const CLUSTERS: usize = 28;
const ARRANGEMENTS: u64 = 200_000;

/// A budget with how long each run took.
pub struct Timed {
    what: &'static str,
    budget: Duration,
    runs: Vec<Duration>,
}

/// Measures each of them.
pub fn measure() -> Vec<Timed> {
    let (panel, lots) = (panel(), lots());
    let asked = Asked { control: Control::NotYet, base: Base::Varying, draws: BOOTSTRAP, seed: 1 };
    let timed = |what, budget, run: &dyn Fn()| {
        let once = |_| {
            let started = Instant::now();
            run();
            started.elapsed()
        };
        let mut runs: Vec<Duration> = (0..RUNS).map(once).collect();
        runs.sort();
        Timed { what, budget: Duration::from_secs(budget), runs }
    };
    vec![
        timed("Callaway and Sant'Anna, 3,321 communes × 36 months, 999 draws", 10, &|| {
            black_box(staggered(black_box(&panel), asked).expect("a comparison"));
        }),
        timed("lot of 28 clusters, 200,000 arrangements", 2, &|| {
            black_box(randomisation(black_box(&lots), ARRANGEMENTS, 1).expect("a lot"));
        }),
    ]
}

fn panel() -> Vec<Observed> {
    let mut draws = Draws::new(1);
    let mut rows = Vec::new();
    for commune in 0..COMMUNES {
        let first_treated = i64::try_from(commune % STARTS).ok().filter(|start| *start > 0).map(|start| 12 + start);
        let level = 40.0 + 40.0 * draws.share();
        for period in 0..MONTHS {
            let since = if first_treated.is_some_and(|first| period >= first) { 1.0 } else { 0.0 };
            let outcome = level + since + draws.share();
            rows.push(Observed { unit: commune.to_string(), period, first_treated, outcome, cluster: None });
        }
    }
    rows
}

fn lots() -> Vec<Drawn> {
    let mut draws = Draws::new(2);
    let mut one = |n: usize| {
        let people = 100.0 + 400.0 * draws.share();
        Drawn {
            outcome: people * 0.3 * draws.share(),
            people: people.round(),
            assigned: n.is_multiple_of(2),
            stratum: 0,
        }
    };
    (0..CLUSTERS).map(&mut one).collect()
}

/// The table.
pub fn print(all: &[Timed]) {
    println!("\n| estimator | best | median | budget |\n|---|---|---|---|");
    for timed in all {
        let at = |n: usize| timed.runs.get(n).map_or(f64::NAN, Duration::as_secs_f64);
        let kept = if at(RUNS / 2) < timed.budget.as_secs_f64() { "kept" } else { "**missed**" };
        println!("| {} | {:.2} s | {:.2} s | {:?}, {kept} |", timed.what, at(0), at(RUNS / 2), timed.budget);
    }
}
