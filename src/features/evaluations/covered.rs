//! Whether an official list says that somebody was covered on a day. Pure rules; what no list says is not known.
use crate::{
    base::{Day, scheme::Scheme},
    features::people::CoverState,
};

/// What a list said of a person and a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub scheme: Scheme,
    pub state: CoverState,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub known_on: Day,
}

/// Which schemes make one up: a household card is health insurance.
pub fn parts(scheme: Scheme) -> &'static [Scheme] {
    match scheme {
        Scheme::Bhyt => &[Scheme::Bhyt, Scheme::BhytHgd],
        Scheme::Bhxh => &[Scheme::Bhxh, Scheme::BhxhBb, Scheme::BhxhTn],
        Scheme::BhytHgd => &[Scheme::BhytHgd],
        Scheme::BhxhBb => &[Scheme::BhxhBb],
        Scheme::BhxhTn => &[Scheme::BhxhTn],
        Scheme::Bhtn => &[Scheme::Bhtn],
    }
}

/// Whether somebody was covered on `day`: by any of the lists' last words on each scheme. `since` is the day from which on a
/// "no" counts: what was heard before says nothing of what happened after it.
pub fn covered(heard: &[Heard], day: Day, since: Day) -> Option<bool> {
    let mut last: Vec<&Heard> = Vec::new();
    for one in heard {
        match last.iter_mut().find(|other| other.scheme == one.scheme) {
            Some(other) if other.known_on <= one.known_on => *other = one,
            Some(_) => {}
            None => last.push(one),
        }
    }
    let said: Vec<bool> = last.into_iter().filter_map(|one| says(one, day, since)).collect();
    if said.contains(&true) { Some(true) } else { said.first().copied() }
}

fn says(heard: &Heard, day: Day, since: Day) -> Option<bool> {
    let no = (heard.known_on >= since).then_some(false);
    let begun = heard.valid_from.is_none_or(|from| from <= day);
    match (heard.state, heard.valid_to) {
        (CoverState::Unknown, _) => None,
        (CoverState::None, _) => no,
        _ if !begun => no,
        (CoverState::Covered, None) => Some(true),
        (CoverState::Covered | CoverState::Lapsed, Some(to)) => {
            if to >= day {
                Some(true)
            } else {
                no
            }
        }
        // It ended, nobody says when: before the day it was heard.
        (CoverState::Lapsed, None) => no.filter(|_| heard.known_on <= day),
    }
}
