//! What was measured, as a table to paste into `benches/README.md`.
use std::{collections::BTreeMap, time::Duration};

use crate::client::Timed;

/// p50 and p99 that an endpoint may take, in milliseconds.
pub const BUDGET: (f64, f64) = (5.0, 20.0);
/// Start to `/readyz`, in milliseconds.
pub const START_BUDGET: f64 = 200.0;
/// Resident memory when idle, in MiB.
pub const MEMORY_BUDGET: f64 = 80.0;

/// What was measured on one database.
pub struct Measured {
    pub database: &'static str,
    pub sizes: String,
    /// Each start to ready.
    pub starts: Vec<Duration>,
    /// MiB: idle after the start, and after all questions.
    pub resident: (f64, f64),
    /// Endpoint, whether the budget is for it, and its answers.
    pub asked: Vec<(&'static str, bool, Timed)>,
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The value below which `percent` of the sorted times lie.
pub fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().map_or(f64::NAN, millis)
}

pub fn sorted(times: impl Iterator<Item = Duration>) -> Vec<Duration> {
    let mut times: Vec<_> = times.collect();
    times.sort();
    times
}

fn verdict(good: bool) -> &'static str {
    if good { "kept" } else { "**missed**" }
}

/// The machine and how busy it is now.
pub fn machine() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{cores} cores; load average before {load}")
}

/// Everything as markdown.
pub fn print(all: &[Measured], connections: usize) {
    println!("\n{connections} connections, each with one request at a time and no pause.\n");
    for m in all {
        println!("- {}: {}", m.database, m.sizes);
    }
    println!("\n| what | database | median | budget | |\n|---|---|---|---|---|");
    for m in all {
        let start = percentile(&sorted(m.starts.iter().copied()), 50);
        let (idle, after) = m.resident;
        println!(
            "| start to `/readyz`, of {} | {} | {start:.0} ms | {START_BUDGET:.0} ms | {} |",
            m.starts.len(),
            m.database,
            verdict(start < START_BUDGET)
        );
        println!(
            "| resident, idle | {} | {idle:.0} MiB | {MEMORY_BUDGET:.0} MiB | {} |",
            m.database,
            verdict(idle < MEMORY_BUDGET)
        );
        println!("| resident, after all questions | {} | {after:.0} MiB | | |", m.database);
    }
    let (p50, p99) = BUDGET;
    println!(
        "\n| endpoint | database | requests | requests/s | p50 ms (< {p50}) | p99 ms (< {p99}) | slowest ms | program's CPU, µs/request | |\n|---|---|---|---|---|---|---|---|---|"
    );
    for m in all {
        for (endpoint, guarded, timed) in &m.asked {
            let times = sorted(timed.answers.iter().map(|(_, time)| *time));
            let (half, most) = (percentile(&times, 50), percentile(&times, 99));
            let count = f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX));
            let (rate, cost) = (count / timed.wall.as_secs_f64(), timed.processor.as_secs_f64() * 1e6 / count);
            let word = if *guarded { verdict(half < p50 && most < p99) } else { "no budget" };
            println!(
                "| `{endpoint}` | {} | {} | {rate:.0} | {half:.1} | {most:.1} | {:.1} | {cost:.0} | {word} |",
                m.database,
                times.len(),
                percentile(&times, 100)
            );
        }
    }
    shapes(all);
}

/// The same by shape of question: where the time goes.
fn shapes(all: &[Measured]) {
    println!("\n| question | database | requests | p50 ms | p99 ms |\n|---|---|---|---|---|");
    for m in all {
        for (endpoint, _, timed) in &m.asked {
            let mut by_shape = BTreeMap::<&str, Vec<Duration>>::new();
            for (shape, time) in &timed.answers {
                by_shape.entry(shape).or_default().push(*time);
            }
            for (shape, times) in by_shape {
                let times = sorted(times.into_iter());
                println!(
                    "| `{endpoint}` {shape} | {} | {} | {:.1} | {:.1} |",
                    m.database,
                    times.len(),
                    percentile(&times, 50),
                    percentile(&times, 99)
                );
            }
        }
    }
}
