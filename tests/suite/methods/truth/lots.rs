//! What is drawn by lot: communes, households in the order of a walk list, hamlets with everybody in them.
use tungnha::{
    features::evaluations::comparing::{Door, Found, Site, Somebody, households, lottery},
    methods::{
        draws::Draws,
        trial::{FEW, Subject, trial},
    },
};

use super::{
    happens, normal,
    tally::{Said, World, seeded},
};

/// Half of those who are called upon open the door, and they join more often in any case.
const OPEN: f64 = 0.55;
const OPEN_JOIN: f64 = 1.5;
const SHUT_JOIN: f64 = (1.0 - OPEN * OPEN_JOIN) / (1.0 - OPEN);

const ASSIGNED_AND_MET: &[&str] = &["of being assigned", "on those met"];

pub fn worlds() -> Vec<World> {
    let world = |fewer, name, clusters, effect, campaign| World {
        name,
        clusters,
        figures: ASSIGNED_AND_MET,
        effect,
        seed: 0,
        fewer,
        campaign,
    };
    let areas = |name, clusters, fewer, campaign| world(fewer, name, clusters, 4.0, campaign);
    let doors = |name, clusters, effect, campaign| world(2, name, clusters, effect, campaign);
    let people = |name, clusters, effect, campaign| world(30, name, clusters, effect, campaign);
    let all = vec![
        areas("lottery of communes", "14 of 28", 4, |draws, effect| communes(draws, effect, 28, 2, 1)),
        areas("lottery of communes", "6 of 12", 60, |draws, effect| communes(draws, effect, 12, 2, 1)),
        areas("lottery of communes, one in three", "15 of 45", 2, |draws, effect| communes(draws, effect, 45, 3, 1)),
        areas("lottery of communes within 4 strata", "16 of 32", 2, |draws, effect| communes(draws, effect, 32, 2, 4)),
        doors("lottery of households, 3 % join", "150 of 400", 5.0, |draws, effect| {
            in_order(draws, effect, [150, 400], 0.03, 0.01)
        }),
        doors("lottery of households, 10 % join", "100 of 300", 10.0, |draws, effect| {
            in_order(draws, effect, [100, 300], 0.1, 0.03)
        }),
        doors("lottery of households, 30 % join", "60 of 120", 20.0, |draws, effect| {
            in_order(draws, effect, [60, 120], 0.3, 0.05)
        }),
        people("`cace` by hamlets, 3 % join", "14 of 28", 5.0, |draws, effect| hamlets(draws, effect, 28, 0.03, 0.01)),
        people("`cace` by hamlets, 10 % join", "14 of 28", 10.0, |draws, effect| hamlets(draws, effect, 28, 0.1, 0.03)),
        people("`cace` by hamlets, 30 % join", "6 of 12", 20.0, |draws, effect| hamlets(draws, effect, 12, 0.3, 0.05)),
        people("`cace` by hamlets, 10 % join", "6 of 12", 10.0, |draws, effect| hamlets(draws, effect, 12, 0.1, 0.03)),
    ];
    seeded(10, all)
}

/// By how many points comparing those met with all others says too much: of an effect, who joins anyhow, and how far households
/// are alike, the mean over so many campaigns.
pub fn naive(effect: f64, share: f64, alike: f64, campaigns: usize) -> f64 {
    let mut draws = Draws::new(17);
    let mut sum = 0.0;
    for _ in 0..campaigns {
        let (_, somebody) = homes(&mut draws, effect, [100, 300], share, alike);
        let of = |met: bool| {
            let own = somebody.iter().filter(|one| one.met == met).filter_map(|one| one.covered);
            let (hits, all) = own.fold((0.0, 0.0), |(hits, all), yes| (hits + f64::from(u8::from(yes)), all + 1.0));
            100.0 * hits / all
        };
        sum += of(true) - of(false) - effect;
    }
    sum / campaigns as f64
}

/// A lot that falls on the first of an order that chance made.
fn lot(draws: &mut Draws, first: usize, all: usize) -> Vec<bool> {
    let mut lot: Vec<bool> = (0..all).map(|n| n < first).collect();
    draws.shuffle(&mut lot);
    lot
}

/// Communes of 1,500 to 12,000 people of whom 4 to 30 % are covered; the more are, the more their number changes. Where the lot
/// falls, 35 to 85 % of the households are met. Strata go their own ways.
fn communes(draws: &mut Draws, effect: f64, all: usize, one_in: usize, strata: usize) -> Vec<Said> {
    let each = all / strata;
    let drawn: Vec<bool> = (0..strata).flat_map(|_| lot(draws, each / one_in, each)).collect();
    let mut sites = Vec::new();
    for (n, assigned) in drawn.into_iter().enumerate() {
        let stratum = n / each;
        let people = 1_500.0 * 8.0_f64.powf(draws.share());
        let before = 10.0 * (0.5 * normal(draws)).exp();
        let reached = if assigned { 0.35 + 0.5 * draws.share() } else { 0.0 };
        let own = 1.0 + 1.5 * stratum as f64 + 0.15 * before * normal(draws);
        let mut counted = |share: f64| {
            let scatter = (share * (100.0 - share).max(0.0) / people).sqrt();
            share + scatter * normal(draws)
        };
        let shares = [(0, counted(before)), (6, counted(before + own + effect * reached))].into();
        sites.push(Site {
            name: n.to_string(),
            assigned,
            stratum,
            first: None,
            shares,
            months: [0, 6],
            from: 0,
            people: Some(people),
            reached: Some(reached),
        });
    }
    both(lottery(&sites, draws.bits()).found.expect("two sides"), effect, 0.6)
}

/// What is said of being assigned and of being met.
fn both(found: Found, effect: f64, met: f64) -> Vec<Said> {
    let assigned = Said { by_lot: found.chance.map(|chance| chance.p), ..Said::of(effect * met, *found.believed()) };
    vec![assigned, Said::of(effect, found.on_met.expect("some were met"))]
}

/// How much more or less often than others those of one cluster join, so that they are so much alike.
fn habit(draws: &mut Draws, share: f64, alike: f64) -> f64 {
    let most = (3.0 * alike * (1.0 - share) / share).sqrt().min(1.0);
    1.0 + most * (2.0 * draws.share() - 1.0)
}

/// Whether somebody joins, of whom it is known whether they open the door and whether they were met.
fn joins(draws: &mut Draws, share: f64, open: bool, met: bool, effect: f64) -> bool {
    let own = share * if open { OPEN_JOIN } else { SHUT_JOIN };
    happens(draws, own + if met { effect / 100.0 } else { 0.0 })
}

/// Households of one to five, the first of them drawn to be called upon first. Of one in 25 people no list says anything.
fn homes(
    draws: &mut Draws,
    effect: f64,
    [first, all]: [usize; 2],
    share: f64,
    alike: f64,
) -> (Vec<Door>, Vec<Somebody>) {
    let (mut doors, mut somebody) = (Vec::new(), Vec::new());
    for (door, assigned) in lot(draws, first, all).into_iter().enumerate() {
        let (people, open) = (1 + draws.below(5), happens(draws, OPEN));
        let (met, own) = (assigned && open, share * habit(draws, share, alike));
        doors.push(Door { assigned, people, never_met: false });
        for _ in 0..people {
            let joined = joins(draws, own, open, met, effect);
            let covered = (!happens(draws, 0.04)).then_some(joined);
            somebody.push(Somebody { door, assigned, met, covered, covered_before: None });
        }
    }
    (doors, somebody)
}

fn in_order(draws: &mut Draws, effect: f64, doors: [usize; 2], share: f64, alike: f64) -> Vec<Said> {
    let (doors, somebody) = homes(draws, effect, doors, share, alike);
    both(households(&doors, &somebody, draws.bits()).found.expect("two sides"), effect, OPEN)
}

/// Hamlets of 20 to 120 people, half of them drawn, with everybody in them.
fn hamlets(draws: &mut Draws, effect: f64, all: usize, share: f64, alike: f64) -> Vec<Said> {
    let mut people = Vec::new();
    for (hamlet, assigned) in lot(draws, all / 2, all).into_iter().enumerate() {
        let (size, own) = (20 + draws.below(101), share * habit(draws, share, alike));
        for _ in 0..size {
            let open = happens(draws, OPEN);
            let contacted = assigned && open;
            let outcome = if joins(draws, own, open, contacted, effect) { 100.0 } else { 0.0 };
            people.push(Subject { outcome, assigned, contacted, cluster: Some(hamlet) });
        }
    }
    let shown = trial(&people).expect("two sides");
    let few = shown.clusters.is_some_and(|clusters| clusters / 2 < FEW);
    let believed = |usual, other: Option<_>| if few { other.expect("whole hamlets") } else { usual };
    let on_met = shown.effect_on_contacted.expect("some were met");
    vec![
        Said::of(effect * OPEN, believed(shown.effect, shown.effect_few_clusters)),
        Said::of(effect, believed(on_met, shown.effect_on_contacted_few_clusters)),
    ]
}
