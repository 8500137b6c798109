//! Campaigns that were made up with a known effect: does each design find it, and is it as sure as it says?
//!
//! Each design of an evaluation is asked as `features::evaluations` asks it, on people and places with what hurts: rare outcomes,
//! few and unequal clusters that are alike within, doors that only some open, starts in turn, months that hang together.
//! `TUNGNHA_CAMPAIGNS` says how many campaigns of each (`make torture`: 500); `docs/methods.md` keeps the figures of 5,000. Every kind has a seed of its own, so that a figure is the same on every machine.
mod described;
mod lots;
mod months;
mod starts;
mod tally;

use tungnha::methods::{
    Estimate,
    draws::Draws,
    proportions::{Share, newcombe},
};

use tally::{Said, World, asked_for, run};

pub(super) fn normal(draws: &mut Draws) -> f64 {
    let (radius, angle) = ((-2.0 * (1.0 - draws.share()).ln()).sqrt(), std::f64::consts::TAU * draws.share());
    radius * angle.cos()
}

fn happens(draws: &mut Draws, chance: f64) -> bool {
    draws.share() < chance
}

/// Every kind of campaign whose design can be honest.
pub fn honest() -> Vec<World> {
    [lots::worlds(), starts::worlds(), months::worlds(), described::honest()].concat()
}

#[test]
fn what_is_drawn_by_lot_is_found() {
    run(&lots::worlds());
}

#[test]
fn what_begins_in_turn_is_found() {
    run(&starts::worlds());
}

#[test]
fn a_break_in_a_series_is_found() {
    run(&months::worlds());
}

#[test]
fn what_is_described_is_found_where_it_may_be() {
    run(&described::honest());
}

#[test]
fn what_is_described_is_wrong_where_something_else_happened() {
    for wrong in described::wrong() {
        let figures = wrong.world.figures_of(asked_for(wrong.world.fewer));
        let [figure] = figures.as_slice() else { panic!("{}: one figure", wrong.world.name) };
        figure.print();
        assert!(
            figure.covered < wrong.covers_less_than && figure.alarms > wrong.alarms_more_than,
            "{}: covers {}, says there is something in {} where there is nothing",
            wrong.world.name,
            figure.covered,
            figure.alarms
        );
    }
}

/// Those who open the door would have joined more often in any case.
#[test]
fn comparing_those_met_with_the_others_is_wrong_by_so_much() {
    for (effect, share, alike, between) in [(5.0, 0.03, 0.01, 1.5..2.2), (10.0, 0.1, 0.03, 5.7..6.6)] {
        let wrong = lots::naive(effect, share, alike, asked_for(500));
        println!("| {:.0} % join, those met against all others | {wrong:+.2} points too much |", 100.0 * share);
        assert!(between.contains(&wrong), "{wrong} too much");
    }
}

#[test]
fn shares_of_few_people() {
    fn campaign(draws: &mut Draws, effect: f64) -> Vec<Said> {
        let mut of =
            |share: f64| Share::new((0..60).filter(|_| draws.share() < share).count() as u64, 60).expect("a share");
        let (value, interval) = newcombe(of(0.2 + effect), of(0.2));
        let p = if (interval.low..=interval.high).contains(&0.0) { 1.0 } else { 0.0 };
        vec![Said::of(effect, Estimate { value, se: f64::NAN, low: interval.low, high: interval.high, p, df: None })]
    }
    run(&[World {
        name: "two shares of 60",
        clusters: "–",
        figures: &["difference"],
        effect: 0.1,
        seed: 1,
        fewer: 500,
        campaign,
    }]);
}

/// Every figure of `docs/methods.md`: `TUNGNHA_CAMPAIGNS=5000 cargo test --release --test suite -- --ignored --nocapture table`.
#[test]
#[ignore = "prints the table of docs/methods.md"]
fn table_of_the_handbook() {
    let wrong = described::wrong().into_iter().map(|wrong| wrong.world);
    for world in honest().into_iter().chain(wrong) {
        world.figures_of(asked_for(world.fewer)).iter().for_each(tally::Figure::print);
    }
}
