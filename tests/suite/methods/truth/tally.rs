//! Counts what so many campaigns said of a known truth.
use tungnha::methods::{Estimate, Spread, draws::Draws};

/// What one campaign said of one figure.
pub struct Said {
    pub truth: f64,
    pub estimate: Estimate,
    /// How often the lot alone would do as much, where there was one.
    pub by_lot: Option<f64>,
}

impl Said {
    pub fn of(truth: f64, estimate: Estimate) -> Self {
        Self { truth, estimate, by_lot: None }
    }
}

/// A kind of campaign.
#[derive(Clone, Copy)]
pub struct World {
    pub name: &'static str,
    /// How many are decided as wholes.
    pub clusters: &'static str,
    /// What is told of each campaign, in the order in which it is told.
    pub figures: &'static [&'static str],
    /// The known effect, in units of the figure.
    pub effect: f64,
    pub seed: u64,
    /// How many campaigns unless `TUNGNHA_CAMPAIGNS` says otherwise.
    pub fewer: usize,
    pub campaign: fn(&mut Draws, f64) -> Vec<Said>,
}

/// What so many campaigns said.
pub struct Figure {
    pub world: World,
    name: &'static str,
    campaigns: usize,
    truth: f64,
    /// The mean of what was said less the truth, in standard errors of the simulation.
    bias: f64,
    /// The share of intervals that hold the truth.
    pub covered: f64,
    /// The share of campaigns without an effect that say there is one.
    pub alarms: f64,
    /// The same by the lot.
    lots: Option<f64>,
}

#[expect(clippy::disallowed_methods, reason = "how many campaigns there are is said from outside")]
pub fn asked_for(usual: usize) -> usize {
    std::env::var("TUNGNHA_CAMPAIGNS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

impl World {
    fn said(&self, effect: f64, campaigns: usize) -> Vec<Vec<Said>> {
        // The campaigns without an effect are others than those with one.
        let mut draws = Draws::new(2 * self.seed + u64::from(effect == 0.0));
        (0..campaigns).map(|_| (self.campaign)(&mut draws, effect)).collect()
    }
    pub fn figures_of(&self, campaigns: usize) -> Vec<Figure> {
        let (with, without) = (self.said(self.effect, campaigns), self.said(0.0, campaigns));
        let n = campaigns as f64;
        let share = |of: usize| of as f64 / n;
        let figure = |(at, name): (usize, &&'static str)| {
            let said = || with.iter().map(|all| &all[at]);
            let off: Vec<f64> = said().map(|one| one.estimate.value - one.truth).collect();
            let mean = off.iter().sum::<f64>() / n;
            let spread = (off.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt();
            let nothing = || without.iter().map(|all| &all[at]);
            let lots = nothing().map(|one| one.by_lot).collect::<Option<Vec<f64>>>();
            Figure {
                world: *self,
                name,
                campaigns,
                truth: said().map(|one| one.truth).sum::<f64>() / n,
                bias: mean / spread,
                covered: share(said().filter(|one| one.estimate.covers(one.truth)).count()),
                alarms: share(nothing().filter(|one| one.estimate.p < 0.05).count()),
                lots: lots.map(|all| share(all.iter().filter(|p| **p <= 0.05).count())),
            }
        };
        self.figures.iter().enumerate().map(figure).collect()
    }
}

/// Each with a seed of its own.
pub fn seeded(first: u64, worlds: Vec<World>) -> Vec<World> {
    (first..).zip(worlds).map(|(seed, world)| World { seed, ..world }).collect()
}

/// All figures of all these, or the first that does not hold.
pub fn run(worlds: &[World]) {
    for world in worlds {
        for figure in world.figures_of(asked_for(world.fewer)) {
            figure.print();
            figure.holds();
        }
    }
}

/// How sure the bounds of fewer campaigns are.
const SURE: f64 = 0.995;
/// The same of what is looked at in every figure and has no room besides.
const SURE_OF_ALL: f64 = 0.9995;
/// From so many campaigns on chance hides nothing.
const MANY: usize = 2_000;

impl Figure {
    pub fn print(&self) {
        let lots = self.lots.map_or_else(|| "–".to_owned(), |lots| format!("{:.1} %", 100.0 * lots));
        println!(
            "| {} | {} | {} | {:.2} | {:.1} % | {:+.1} | {:.1} % | {lots} | {} |",
            self.world.name,
            self.world.clusters,
            self.name,
            self.truth,
            100.0 * self.covered,
            self.bias,
            100.0 * self.alarms,
            self.campaigns
        );
    }
    /// Of 2,000 campaigns and more: covered in 93 to 97 of 100, one in twenty says there is an effect where there is none (3.5 to
    /// 6.5 of 100), no farther off than two standard errors of a simulation of 500. Of fewer: as far from that as chance alone
    /// goes.
    #[track_caller]
    fn holds(&self) {
        let bounds = |low: f64, high: f64| match self.campaigns {
            MANY.. => (low, high),
            n => (quantile(n, low, 1.0 - SURE), quantile(n, high, SURE)),
        };
        let within = |what: &str, share: f64, (low, high): (f64, f64)| {
            let name = format!("{} ({}), {}", self.world.name, self.world.clusters, self.name);
            assert!((low..=high).contains(&share), "{name}: {what} {share} is not within {low} and {high}");
        };
        within("covered", self.covered, bounds(0.93, 0.97));
        within("false alarms", self.alarms, bounds(0.035, 0.065));
        self.lots.into_iter().for_each(|lots| within("false alarms of the lot", lots, bounds(0.035, 0.065)));
        let n = self.campaigns as f64;
        let far =
            if self.campaigns >= MANY { 2.0 * (n / 500.0).sqrt() } else { Spread::T(n - 1.0).quantile(SURE_OF_ALL) };
        within("bias", self.bias, (-far, far));
    }
}

/// The least share of `n` that this chance does not exceed with that certainty: an exact quantile of the binomial distribution.
fn quantile(n: usize, chance: f64, sure: f64) -> f64 {
    // In logarithms: of hundreds each by itself is too small for a number.
    let (mut log, mut sum) = (n as f64 * (1.0 - chance).ln(), 0.0);
    for k in 0..n {
        sum += log.exp();
        if sum >= sure {
            return k as f64 / n as f64;
        }
        log += ((n - k) as f64 / (k + 1) as f64 * chance / (1.0 - chance)).ln();
    }
    1.0
}
