//! What happens at the doors of the sample: who is met at which hour, what people say, and why they refuse.
use super::{super::dice::Dice, homes::Home, places::Body};
use crate::{
    base::{Day, Moment, scheme::Scheme},
    features::visits::Interest,
};

/// A visit as it is going to be told.
#[derive(Debug, Clone)]
pub struct Call {
    pub n: usize,
    /// Commune, and place of the household in it.
    pub home: (usize, usize),
    /// Of the commune's two walkers.
    pub walker: usize,
    pub body: Body,
    pub at: Moment,
    pub minutes: i64,
    pub outcome: &'static str,
    pub reason: Option<&'static str>,
    /// How many of the household were met.
    pub met: usize,
    pub said: Option<(Scheme, Interest)>,
    /// First and last day of a promise.
    pub promise: Option<(Day, Day)>,
    pub outing: usize,
    /// The visit that this one corrects.
    pub corrects: Option<(usize, Day)>,
}

/// What somebody who is met may say, by how often. What follows of it decides the plan.
const SAID: &[(f64, &str)] = &[
    (15.0, "appointment"),
    (14.0, "ask_family"),
    (27.0, "informed"),
    (15.0, "refused"),
    (16.0, "covered"),
    (5.0, "other_card"),
    (5.0, "compulsory"),
    (1.0, "not_eligible"),
    (2.0, "identity_outdated"),
];
/// Why people refuse.
const REASONS: &[(f64, &str)] = &[
    (31.0, "money"),
    (22.0, "unstable_income"),
    (14.0, "too_long"),
    (9.0, "fear_of_loss"),
    (8.0, "service"),
    (10.0, "no_need"),
    (4.0, "spouse_first"),
    (2.0, "other"),
];
/// What comes of a door where nobody is met.
const NOBODY: &[(f64, &str)] =
    &[(86.0, "not_home"), (10.0, "away"), (2.0, "moved"), (1.5, "wrong_address"), (0.5, "duplicate")];
/// How many are met by day, and in the evening.
const MET: (f64, f64) = (0.52, 0.74);
/// Who of those met in a household without cover signs up at once.
const AGREED: f64 = 0.062;

/// What happens at a door at this hour. `may_sign` where somebody has no cover and nobody has signed up yet.
pub fn at_door(dice: &mut Dice, home: &Home, evening: bool, may_sign: bool, day: Day) -> Said {
    if !dice.chance(if evening { MET.1 } else { MET.0 }) {
        return Said { outcome: dice.weighted(NOBODY, "not_home"), ..Said::default() };
    }
    let met = if dice.chance(0.3) { 2.min(home.people.len()) } else { 1 };
    let scheme = if dice.chance(0.32) { Scheme::BhxhTn } else { Scheme::BhytHgd };
    if may_sign && dice.chance(AGREED) {
        return Said { outcome: "agreed", met, said: Some((scheme, Interest::Yes)), ..Said::default() };
    }
    let outcome = dice.weighted(SAID, "informed");
    let interest = match outcome {
        "appointment" | "ask_family" => Some(if dice.chance(0.4) { Interest::Yes } else { Interest::Maybe }),
        "informed" => dice.chance(0.35).then_some(Interest::Maybe),
        "refused" => dice.chance(0.5).then_some(Interest::No),
        _ => None,
    };
    let from = dice.between(2, 9);
    Said {
        outcome,
        reason: (outcome == "refused").then(|| dice.weighted(REASONS, "other")),
        met,
        said: interest.map(|interest| (scheme, interest)),
        promise: (outcome == "appointment").then(|| (day.plus_days(from), day.plus_days(from + dice.between(1, 5)))),
    }
}

/// What came of a door.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub outcome: &'static str,
    pub reason: Option<&'static str>,
    pub met: usize,
    pub said: Option<(Scheme, Interest)>,
    pub promise: Option<(Day, Day)>,
}

impl Default for Said {
    fn default() -> Self {
        Self { outcome: "not_home", reason: None, met: 0, said: None, promise: None }
    }
}
