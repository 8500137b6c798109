//! Which areas go first, drawn by lot. Pure rules.
//!
//! **The draw.** Within each stratum areas are put in the order of the lot of walk lists: by SHA-256 over the seed followed by the
//! area's id, the smallest digest first. Of every `one_in` areas in that order the first `n / one_in` are assigned. What is left
//! over in each stratum (its last `n % one_in` areas) is gathered into one stratum more, [`REST`], and drawn there in the same
//! way, so that both sides have the same share of every stratum; where that makes less than one whole round they stay where they
//! were, not assigned. Whoever has the seed, the ids and the strata can draw again.
use std::collections::BTreeMap;

use crate::{base::id::AreaId, features::walk_lists::ordering::lot};

/// In what those are drawn that are left over in their strata.
pub const REST: &str = "*";

/// An area to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub area_id: AreaId,
    /// Empty where there are none.
    pub stratum: String,
}

/// An area that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub area_id: AreaId,
    pub stratum: String,
    /// Within what it was drawn: its stratum, or [`REST`].
    pub drawn_in: String,
    pub assigned: bool,
}

/// Draws one of every `one_in`; strata in their order, in each the order of the lot, the rest at the end.
pub fn draw(seed: &str, tickets: &[Ticket], one_in: usize) -> Vec<Drawn> {
    let one_in = one_in.max(1);
    let mut strata: BTreeMap<&str, Vec<&Ticket>> = BTreeMap::new();
    tickets.iter().for_each(|ticket| strata.entry(&ticket.stratum).or_default().push(ticket));
    for stratum in strata.values_mut() {
        by_lot(seed, stratum);
    }
    let left = |n: usize| n % one_in;
    let together: usize = strata.values().map(|stratum| left(stratum.len())).sum();
    let gathers = strata.len() > 1 && together >= one_in;
    let (mut all, mut rest) = (Vec::with_capacity(tickets.len()), Vec::new());
    for (name, mut stratum) in strata {
        if gathers {
            rest.extend(stratum.split_off(stratum.len() - left(stratum.len())));
        }
        all.extend(round(&stratum, one_in, name));
    }
    by_lot(seed, &mut rest);
    all.extend(round(&rest, one_in, REST));
    all
}

fn by_lot(seed: &str, tickets: &mut [&Ticket]) {
    tickets.sort_by_cached_key(|ticket| (lot(seed, ticket.area_id), ticket.area_id));
}

/// The first of every `one_in` of an order.
fn round(order: &[&Ticket], one_in: usize, drawn_in: &str) -> Vec<Drawn> {
    let first = order.len() / one_in;
    let drawn = |(n, ticket): (usize, &&Ticket)| Drawn {
        area_id: ticket.area_id,
        stratum: ticket.stratum.clone(),
        drawn_in: drawn_in.to_owned(),
        assigned: n < first,
    };
    order.iter().enumerate().map(drawn).collect()
}
