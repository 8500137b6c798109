//! What each rule gives to whom. Pure.
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::text_enum::text_enum,
    methods::{
        Unfit,
        credit::{Credits, Path, Rule, markov, share},
    },
};

text_enum! {
    /// A rule by which sign-ups are shared out.
    pub enum Model {
        /// The last touch has all.
        Last = "last",
        /// The first touch has all.
        First = "first",
        /// Each the same.
        Linear = "linear",
        /// Half as much for each 7 days before the sign-up.
        Decay7 = "decay_7",
        /// Half as much for each 30 days before the sign-up.
        Decay30 = "decay_30",
        /// 40 % the first, 40 % the last, the rest in between.
        Position = "position",
        /// By what the loss of each would cost, in a chain of touches.
        Markov = "markov",
    }
}

/// The rules that look at one sign-up at a time.
pub const RULES: &[(Model, Rule)] = &[
    (Model::Last, Rule::Last),
    (Model::First, Rule::First),
    (Model::Linear, Rule::Linear),
    (Model::Decay7, Rule::Decay { half_life_days: 7.0 }),
    (Model::Decay30, Rule::Decay { half_life_days: 30.0 }),
    (Model::Position, Rule::Position),
];

/// A touch on a path: whose it was, and how many days before the sign-up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Keys that share it, each once: most often one, of an event of several partners as many.
    pub keys: BTreeSet<String>,
    /// Days before the sign-up; of those who did not sign up nothing.
    pub days_before: i32,
}

/// What reached somebody, in order, and whether it was before a sign-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// In order; of nobody's touch empty.
    pub steps: Vec<Step>,
    /// Whether a sign-up followed.
    pub signed_up: bool,
}

/// What each rule gives to each key; none where the rule cannot be used, with the reason.
pub type Shares = BTreeMap<Model, Result<Credits, Unfit>>;

/// Between the keys of a joint touch: no key has it.
const JOINT: &str = "\u{1f}";

/// A joint touch is a place of its own on the path, and what that is credited with is shared evenly.
fn place(step: &Step) -> String {
    step.keys.iter().map(String::as_str).collect::<Vec<_>>().join(JOINT)
}

/// Ways that are alike counted together, as the rules take them. A way without a sign-up has no days: they count for nothing.
pub fn paths(ways: &[Way]) -> Vec<Path> {
    let mut alike: BTreeMap<(Vec<String>, Vec<i32>), (f64, f64)> = BTreeMap::new();
    for way in ways {
        let days = |step: &Step| if way.signed_up { step.days_before } else { 0 };
        let key = (way.steps.iter().map(place).collect(), way.steps.iter().map(days).collect());
        let entry = alike.entry(key).or_default();
        *(if way.signed_up { &mut entry.0 } else { &mut entry.1 }) += 1.0;
    }
    let path = |((touches, days), (converted, not_converted)): ((Vec<String>, Vec<i32>), (f64, f64))| Path {
        touches,
        days_before: Some(days.into_iter().map(f64::from).collect()),
        converted,
        not_converted,
    };
    alike.into_iter().map(path).collect()
}

/// What places are credited with, evenly among the keys of each.
fn divided(places: Credits) -> Credits {
    let mut credits = Credits::new();
    for (place, credit) in places {
        let keys: Vec<&str> = place.split(JOINT).collect();
        let heads: f64 = keys.iter().map(|_| 1.0).sum();
        for key in keys {
            *credits.entry(key.to_owned()).or_default() += credit / heads;
        }
    }
    credits
}

/// What each rule gives. Each gives as much as there are sign-ups after a touch.
pub fn shares(ways: &[Way]) -> Shares {
    let paths = paths(ways);
    let mut all: Shares = RULES.iter().map(|(model, rule)| (*model, share(&paths, *rule).map(divided))).collect();
    let chain = markov(&paths).map(|chain| {
        let credits = chain.channels.into_iter().map(|(place, removal)| (place, removal.credit));
        divided(credits.collect())
    });
    // Where nobody signed up after a touch, every rule gives nothing, and so does the chain.
    all.insert(Model::Markov, if matches!(chain, Err(Unfit::Nothing)) { Ok(Credits::new()) } else { chain });
    all
}

/// What the rules that look at one sign-up at a time give a key of this one.
pub fn of_one(way: &Way, key: &str) -> Vec<(Model, f64)> {
    let paths = paths(std::slice::from_ref(way));
    let given = |(model, rule): &(Model, Rule)| {
        let credits = share(&paths, *rule).map(divided).ok()?;
        Some((*model, credits.get(key).copied().unwrap_or_default()))
    };
    RULES.iter().filter_map(given).collect()
}
