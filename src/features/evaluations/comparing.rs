//! What the figures of the day say, for each design: from numbers to an estimate with what was checked. Pure rules over
//! `methods`; outcomes are in percentage points.
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::Text,
    methods::{
        Estimate, Spread, Unfit,
        balance::{Known, Line, balance, largest},
        grade::Missing,
        matched::{self, Place, Unseen},
        proportions::{Share, newcombe},
        randomisation::{Chance, Drawn, randomisation},
        series::{self, Point, course},
        staggered::{Asked, Base, Control, Observed, staggered},
        strata::{Placed, reached_within, within},
        trial::{self, FEW, Subject, trial},
    },
};

/// Arrangements that are drawn where there are too many to look at all.
pub const ARRANGEMENTS: u64 = 20_000;
/// Draws of the bootstrap.
pub const BOOTSTRAP: usize = 999;
/// What they begin with, so that `tungnha analyse did --draws 999 --seed 1` gives the same.
pub const BOOTSTRAP_SEED: u64 = 1;
/// Neighbours of each place that is matched.
pub const NEIGHBOURS: usize = 1;

/// What is counted, where it is shares.
pub const POINTS: Text = Text { vi: "điểm phần trăm", en: "percentage points" };
/// What is counted, where it is a ratio.
pub const PERCENT: Text = Text { vi: "%", en: "%" };

/// A place with what the lists say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// What it is known by; only within one comparison.
    pub name: String,
    pub assigned: bool,
    pub stratum: usize,
    /// The month in which the work begins there, numbered.
    pub first: Option<i64>,
    /// The share covered, in percent, by month.
    pub shares: BTreeMap<i64, f64>,
    /// The month with which is compared, and the last one.
    pub months: [i64; 2],
    /// The first month looked at: the trend before is counted from it.
    pub from: i64,
    /// How many live there.
    pub people: Option<f64>,
    /// The share of its households that were met; none where no household is on the register.
    pub reached: Option<f64>,
}

impl Site {
    /// The share covered before.
    pub fn before(&self) -> Option<f64> {
        self.shares.get(&self.months[0]).copied()
    }
    /// By how much it changed until the end.
    pub fn change(&self) -> Option<f64> {
        Some(self.shares.get(&self.months[1])? - self.before()?)
    }
    /// By how much it had changed from the first month looked at.
    pub fn trend(&self) -> Option<f64> {
        Some(self.before()? - self.shares.get(&self.from)?).filter(|_| self.from < self.months[0])
    }
}

/// A door of a drawn walk list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Whether it goes first.
    pub assigned: bool,
    /// How many live behind it.
    pub people: usize,
    /// Whether nobody there was ever met when the list was made.
    pub never_met: bool,
}

/// Somebody who lives behind a drawn door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Somebody {
    /// Which door.
    pub door: usize,
    pub assigned: bool,
    /// Whether somebody of the household was met.
    pub met: bool,
    /// Whether the lists say that they were covered at the end.
    pub covered: Option<bool>,
    /// The same before the window.
    pub covered_before: Option<bool>,
}

/// What a comparison says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Compared {
    /// The figure, or why there is none.
    pub found: Option<Found>,
    pub unfit: Option<Unfit>,
    /// Units that were compared: assigned, others.
    pub sides: Option<[usize; 2]>,
    pub points: Option<[usize; 2]>,
    pub missing: Option<Missing>,
    pub balance: BTreeMap<String, Line>,
    /// The share that was met: of the assigned, of the others.
    pub met: Option<[f64; 2]>,
    pub pre_trend: Option<f64>,
    /// People on the side that was assigned.
    pub people: f64,
    pub unseen: Option<Unseen>,
}

/// A figure with its doubt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub estimate: Estimate,
    /// The same with the doubt that few clusters deserve.
    pub few_clusters: Option<Estimate>,
    /// Whether that is the one to believe.
    pub is_few: bool,
    /// How often the lot alone would do as much.
    pub chance: Option<Chance>,
    /// On those who were met because they were assigned.
    pub on_met: Option<Estimate>,
    pub unit: Text,
}

impl Found {
    fn plain(estimate: Estimate, unit: Text) -> Self {
        Self { estimate, few_clusters: None, is_few: false, chance: None, on_met: None, unit }
    }
    /// The interval to believe.
    pub fn believed(&self) -> &Estimate {
        self.few_clusters.as_ref().filter(|_| self.is_few).unwrap_or(&self.estimate)
    }
}

/// How each design is compared, and where it comes from.
pub fn method(design: super::EvaluationDesign) -> (Text, &'static str) {
    use super::EvaluationDesign::{BeforeAfter, Lottery, LotteryOfHouseholds, Matched, Series, Staggered};
    let (vi, en, source) = match design {
        Lottery => (
            "So thay đổi từ tháng trước đợt giữa các địa bàn được bốc thăm và các địa bàn còn lại, mỗi địa bàn tính một, so trong từng tầng nếu bốc thăm theo tầng; sai số theo địa bàn (CR1, t với G−1; CR2 khi ít địa bàn hoặc theo tầng), kiểm định theo mọi cách bốc thăm",
            "Change since the month before, areas drawn less the others, each area counted once, strata apart where it was drawn in strata; errors by area (CR1, t with G−1; CR2 where areas are few or in strata), tested over the arrangements of the lot",
            "Liang & Zeger 1986; Bell & McCaffrey 2002; Imbens & Kolesár 2016; Fisher 1935",
        ),
        LotteryOfHouseholds => (
            "So tỷ lệ có thẻ, có sổ ở cuối đợt giữa các hộ được bốc thăm đi trước và các hộ sau; sai số theo hộ (CR1, t với G−1), kiểm định theo mọi cách bốc thăm",
            "Share covered at the end, households drawn to go first less those after them; errors by household (CR1, t with G−1), tested over the arrangements of the lot",
            "Imbens & Angrist 1994; Liang & Zeger 1986; Fisher 1935",
        ),
        Staggered => (
            "Callaway và Sant'Anna: so với nơi chưa hoặc không bắt đầu, trung bình đơn giản; 999 lần rút bootstrap theo địa bàn",
            "Callaway and Sant'Anna: beside places that had not begun, simple mean; 999 bootstrap draws by area",
            "Callaway & Sant'Anna 2021",
        ),
        Series => (
            "Hồi quy Poisson có điểm gãy, hai sóng mùa vụ, tự tương quan bậc 1 (REML)",
            "Poisson regression with a break, two harmonics of the year, autocorrelation of order 1 (REML)",
            "Bernal, Cummins & Gasparrini 2017",
        ),
        Matched => (
            "Ghép với địa bàn gần nhất theo mức và xu hướng trước đợt, trừ phần còn khác nhau sau khi ghép; sai số Abadie–Imbens",
            "Nearest neighbours by level and trend before, less what they still differ in; errors of Abadie and Imbens",
            "Abadie & Imbens 2006, 2011; VanderWeele & Ding 2017",
        ),
        BeforeAfter => (
            "Cùng địa bàn, tháng cuối đợt so với tháng trước đợt; khoảng Newcombe",
            "The same area, last month less the month before; Newcombe's interval",
            "Newcombe 1998",
        ),
    };
    (Text { vi, en }, source)
}

/// Of a list of what may be missing, per side (assigned, others), the shares that are.
fn missing(sides: [(usize, usize); 2]) -> Option<Missing> {
    let share = |(lost, all): (usize, usize)| part(lost, all);
    let [(lost, all), (other_lost, other_all)] = sides;
    let whole = share((lost + other_lost, all + other_all))?;
    let apart = share((lost, all)).zip(share((other_lost, other_all))).map_or(0.0, |(a, b)| (a - b).abs());
    Some(Missing { all: whole, apart })
}

fn part(some: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| number(some) / number(all))
}

fn number(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// What was known before the work of places on two sides.
pub fn alike(places: &[Site]) -> BTreeMap<String, Line> {
    let mut known = Vec::new();
    let mut add = |what: &str, value: Option<f64>, place: &Site| {
        known.extend(value.map(|value| Known { what: what.to_owned(), value, assigned: place.assigned }));
    };
    for place in places {
        add("baseline_percent", place.before(), place);
        add("trend_points", place.trend(), place);
        add("people", place.people, place);
    }
    of_both_sides(&known)
}

/// The balance of the figures that both sides have.
fn of_both_sides(known: &[Known]) -> BTreeMap<String, Line> {
    let has = |what: &str, side: bool| known.iter().any(|one| one.what == what && one.assigned == side);
    let both: Vec<Known> = known.iter().filter(|one| has(&one.what, true) && has(&one.what, false)).cloned().collect();
    balance(&both).unwrap_or_default()
}

/// The same of households.
pub fn alike_doors(doors: &[Door], people: &[Somebody]) -> BTreeMap<String, Line> {
    let mut known = Vec::new();
    for door in doors {
        let mut add = |what: &str, value| {
            known.push(Known { what: what.to_owned(), value, assigned: door.assigned });
        };
        add("people", number(door.people));
        add("never_met", f64::from(u8::from(door.never_met)));
    }
    for one in people {
        let before = one.covered_before.map(|yes| Known {
            what: "covered_before".to_owned(),
            value: f64::from(u8::from(yes)),
            assigned: one.assigned,
        });
        known.extend(before);
    }
    of_both_sides(&known)
}

fn lost(places: &[Site]) -> Option<Missing> {
    let of = |assigned: bool| {
        let own = places.iter().filter(|place| place.assigned == assigned);
        (own.clone().filter(|place| place.change().is_none()).count(), own.count())
    };
    missing([of(true), of(false)])
}

/// The mean share met on both sides, and of each place; none where a place has no household on the register.
fn met(sites: &[&Site]) -> Option<(Vec<f64>, [f64; 2])> {
    let shares: Vec<f64> = sites.iter().map(|site| site.reached).collect::<Option<_>>()?;
    let of = |assigned: bool| {
        let own = sites.iter().zip(&shares).filter(|(site, _)| site.assigned == assigned).map(|(_, share)| *share);
        let (sum, n) = own.fold((0.0, 0), |(sum, n), share| (sum + share, n + 1));
        (n > 0).then(|| sum / number(n))
    };
    let sides = [of(true)?, of(false)?];
    Some((shares, sides))
}

fn of_sides(sites: &[&Site]) -> [usize; 2] {
    let assigned = sites.iter().filter(|site| site.assigned).count();
    [assigned, sites.len() - assigned]
}

fn people(sites: &[&Site]) -> f64 {
    sites.iter().filter(|site| site.assigned).filter_map(|site| site.people).sum()
}

/// Areas drawn by lot: the change of each, every area counted once; where it was drawn within strata, each stratum by itself.
pub fn lottery(sites: &[Site], seed: u64) -> Compared {
    let there: Vec<&Site> = sites.iter().filter(|site| site.change().is_some()).collect();
    let subjects: Vec<Subject> = there
        .iter()
        .enumerate()
        .map(|(at, site)| Subject {
            outcome: site.change().unwrap_or_default(),
            assigned: site.assigned,
            contacted: false,
            cluster: Some(at),
        })
        .collect();
    let lots: Vec<Drawn> = there
        .iter()
        .zip(&subjects)
        .map(|(site, one)| Drawn { outcome: one.outcome, people: 1.0, assigned: site.assigned, stratum: site.stratum })
        .collect();
    let met = met(&there);
    let on_met = met.as_ref().filter(|(_, sides)| sides.iter().any(|share| *share > 0.0));
    let places: Vec<Placed> =
        lots.iter().map(|lot| Placed { outcome: lot.outcome, assigned: lot.assigned, stratum: lot.stratum }).collect();
    let in_strata = places.iter().any(|place| Some(place.stratum) != places.first().map(|first| first.stratum));
    let found = trial(&subjects).map(|shown| {
        // With one stratum this is what few clusters deserve.
        let apart = within(&places).ok();
        let is_few = in_strata || of_sides(&there).into_iter().any(|side| side < FEW);
        let reached = |(shares, _): &(Vec<f64>, _)| match is_few {
            true => reached_within(&places, shares).ok().flatten(),
            false => trial::reached(&subjects, shares).ok().and_then(|reached| reached.effect),
        };
        Found {
            estimate: apart.filter(|_| in_strata).unwrap_or(shown.effect),
            few_clusters: apart.or(shown.effect_few_clusters),
            is_few,
            chance: randomisation(&lots, ARRANGEMENTS, seed).ok(),
            on_met: on_met.and_then(reached),
            unit: POINTS,
        }
    });
    Compared {
        sides: Some(of_sides(&there)),
        missing: lost(sites),
        balance: alike(sites),
        met: met.as_ref().map(|(_, sides)| *sides),
        people: people(&there),
        ..Compared::of(found)
    }
}

/// Households in the order of a lot: who of those behind the first doors is covered, less who of the others is.
pub fn households(doors: &[Door], somebody: &[Somebody], seed: u64) -> Compared {
    let known: Vec<&Somebody> = somebody.iter().filter(|one| one.covered.is_some()).collect();
    let outcome = |one: &Somebody| if one.covered == Some(true) { 100.0 } else { 0.0 };
    let subjects: Vec<Subject> = known
        .iter()
        .map(|one| Subject {
            outcome: outcome(one),
            assigned: one.assigned,
            contacted: one.met,
            cluster: Some(one.door),
        })
        .collect();
    let mut lots: BTreeMap<usize, Drawn> = BTreeMap::new();
    for one in &known {
        let none = Drawn { outcome: 0.0, people: 0.0, assigned: one.assigned, stratum: 0 };
        let door = lots.entry(one.door).or_insert(none);
        door.outcome += outcome(one);
        door.people += 1.0;
    }
    let lots: Vec<Drawn> = lots.into_values().collect();
    let drawn = |assigned: bool| lots.iter().filter(|lot| lot.assigned == assigned).count();
    let shown = trial(&subjects);
    let met = shown.as_ref().ok().map(|shown| [shown.assigned.contacted, shown.control.contacted]);
    let people = shown.as_ref().map_or(0.0, |shown| number(shown.assigned.people));
    let found = shown.map(|shown| {
        let few = drawn(true).min(drawn(false)) < FEW;
        Found {
            estimate: shown.effect,
            few_clusters: shown.effect_few_clusters,
            is_few: few,
            chance: randomisation(&lots, ARRANGEMENTS, seed).ok(),
            on_met: if few { shown.effect_on_contacted_few_clusters } else { shown.effect_on_contacted },
            unit: POINTS,
        }
    });
    let lost = |assigned: bool| {
        let own = somebody.iter().filter(|one| one.assigned == assigned);
        (own.clone().filter(|one| one.covered.is_none()).count(), own.count())
    };
    Compared {
        sides: Some([drawn(true), drawn(false)]),
        missing: missing([lost(true), lost(false)]),
        balance: alike_doors(doors, somebody),
        met,
        people,
        ..Compared::of(found)
    }
}

/// Places that begin in different months, beside those that had not begun.
pub fn starts(sites: &[Site]) -> Compared {
    let mut observed = Vec::new();
    for site in sites {
        for (month, share) in site.shares.range(site.from..=site.months[1]) {
            observed.push(Observed {
                unit: site.name.clone(),
                period: *month,
                first_treated: site.first,
                outcome: *share,
                cluster: None,
            });
        }
    }
    let asked = Asked { control: Control::NotYet, base: Base::Varying, draws: BOOTSTRAP, seed: BOOTSTRAP_SEED };
    let shown = staggered(&observed, asked);
    let periods: BTreeSet<i64> = observed.iter().map(|one| one.period).collect();
    let whole: Vec<&Site> =
        sites.iter().filter(|site| periods.iter().all(|month| site.shares.contains_key(month))).collect();
    let of = |assigned: bool| {
        let own = sites.iter().filter(|site| site.first.is_some() == assigned);
        (own.clone().filter(|site| !whole.iter().any(|one| one.name == site.name)).count(), own.count())
    };
    let pre_trend = shown.as_ref().ok().and_then(|shown| shown.parallel_before);
    Compared {
        sides: Some(begun(&whole.iter().map(|site| site.first).collect::<Vec<_>>())),
        missing: missing([of(true), of(false)]),
        balance: alike(sites),
        pre_trend,
        people: people(&whole),
        ..Compared::of(shown.map(|shown| Found::plain(shown.simple, POINTS)))
    }
}

/// How many places begin with something to compare with, and how many can be compared with: where all begin in the end, the
/// last to begin are only there to compare with; those that begin later than the first are compared with until they do.
pub fn begun(firsts: &[Option<i64>]) -> [usize; 2] {
    let (earliest, latest) = (firsts.iter().flatten().min(), firsts.iter().flatten().max());
    let all_begin = firsts.iter().all(Option::is_some);
    let begin = firsts.iter().flatten().filter(|first| !all_begin || Some(*first) != latest).count();
    let later = firsts.iter().filter(|first| first.as_ref().is_none_or(|first| Some(first) != earliest)).count();
    [begin, later]
}

/// One place through the months: participants of so many, with a break at `from`.
pub fn through(points: &[Point], from: i64) -> Compared {
    let before = points.iter().filter(|point| point.period < from).count();
    let shown = course(points, series::Asked { from, season: 12, lag: None });
    // The logarithm of a ratio, as the percent by which the level is another.
    let percent = |log: f64| 100.0 * log.exp_m1();
    let found = shown.map(|shown| {
        let level = shown.level;
        let estimate = Estimate {
            value: percent(level.value),
            se: 100.0 * level.value.exp() * level.se,
            low: percent(level.low),
            high: percent(level.high),
            ..level
        };
        Found::plain(estimate, PERCENT)
    });
    Compared { points: Some([before, points.len() - before]), ..Compared::of(found) }
}

/// Places worked in beside their nearest neighbours.
pub fn neighbours(sites: &[Site]) -> Compared {
    let there: Vec<&Site> = sites.iter().filter(|site| site.change().is_some()).collect();
    // The trend is used where every place has one.
    let with_trend = there.iter().all(|site| site.trend().is_some());
    let places: Vec<Place> = there
        .iter()
        .map(|site| Place {
            before: site.before().into_iter().chain(site.trend().filter(|_| with_trend)).collect(),
            outcome: site.change().unwrap_or_default(),
            assigned: site.assigned,
        })
        .collect();
    let shown = matched::matched(&places, NEIGHBOURS);
    let balance = shown.as_ref().map_or_else(
        |_| BTreeMap::new(),
        |shown| {
            let names = ["baseline_percent", "trend_points"].map(str::to_owned);
            names.into_iter().zip(shown.balance.iter().copied()).collect()
        },
    );
    Compared {
        sides: Some(of_sides(&there)),
        missing: lost(sites),
        met: met(&there).map(|(_, sides)| sides),
        people: people(&there),
        balance,
        unseen: shown.as_ref().ok().map(|shown| shown.unseen),
        ..Compared::of(shown.map(|shown| Found::plain(shown.adjusted.unwrap_or(shown.difference), POINTS)))
    }
}

/// The same place, so many of so many before and after.
pub fn before_after(counts: Option<[(u64, u64); 2]>) -> Compared {
    let shown = counts.ok_or(Unfit::Nothing).and_then(|[(before, of), (after, of_after)]| {
        let (value, interval) = newcombe(Share::new(after, of_after)?, Share::new(before, of)?);
        let spread = Spread::Normal.quantile(0.975);
        let se = (interval.high - interval.low) / (2.0 * spread);
        let estimate = Estimate {
            value: 100.0 * value,
            se: 100.0 * se,
            low: 100.0 * interval.low,
            high: 100.0 * interval.high,
            p: Spread::Normal.two_sided(value / se),
            df: None,
        };
        Ok(Found::plain(estimate, POINTS))
    });
    Compared::of(shown)
}

impl Compared {
    fn of(found: Result<Found, Unfit>) -> Self {
        Self { unfit: found.as_ref().err().copied(), found: found.ok(), ..Self::default() }
    }
    /// The largest difference before the work.
    pub fn imbalance(&self) -> Option<f64> {
        largest(&self.balance)
    }
}
