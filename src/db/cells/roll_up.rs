//! What counts once in an area counts once in everything above it, on its day, in its month and in its year. Pure.
//!
//! Areas are taken in the order of the tree, so that everything below an area is done before the area itself: each is handed
//! over whole and forgotten, and however much there is to count, only what lies open between one area and the top is held.
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    chains::Chain,
    sheet::{By, Grouping, Values, added},
    span::{Grain, keys_of},
};
use crate::base::{Day, Result, id::AreaId};

/// One of those by which cells are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// By what.
    pub grouping: Grouping,
    /// Which one.
    pub key: Arc<str>,
}

/// Something that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Where.
    pub area_id: AreaId,
    /// Whether it counts in everything above, too.
    pub rises: bool,
    /// On which day, when known.
    pub on: Option<Day>,
    /// Once under each of these.
    pub groups: Vec<Group>,
    /// What is counted, in the order of the sheet's columns; less than nothing where it is taken away.
    pub values: Values,
}

/// Where a cell stands within its area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// By what it is told apart.
    pub grouping: Grouping,
    /// How coarse it is.
    pub grain: Grain,
    /// Which day, month or year.
    pub on_day: Day,
    /// Which of those.
    pub group_key: Arc<str>,
}

/// The cells of one area.
pub type Cells = HashMap<Key, Values>;

/// An area whose cells are being summed up.
struct Open {
    area_id: AreaId,
    parent_id: AreaId,
    is_low: bool,
    /// What counts above, too.
    rising: Cells,
    /// What counts here alone.
    staying: Cells,
}

/// Sums up what counts.
#[derive(Default)]
pub struct RollUp {
    /// From the top down.
    open: Vec<Open>,
}

/// Areas in the order in which they are summed up, each with the way from the top down to it.
pub fn in_order(chains: BTreeMap<AreaId, Chain>) -> Vec<(AreaId, Chain)> {
    let mut places: Vec<(AreaId, Chain)> = chains.into_iter().collect();
    for (_, chain) in &mut places {
        chain.reverse();
    }
    places.sort_by(|(_, a), (_, b)| {
        let ids = |chain: &Chain| chain.iter().map(|step| step.area_id).collect::<Vec<_>>();
        ids(a).cmp(&ids(b))
    });
    places
}

impl RollUp {
    /// Adds what counts in an area, `chain` being the way from the top down to it. `done` gets what lies behind: an area,
    /// what it lies in, and its cells.
    ///
    /// # Errors
    /// Those of `done`.
    pub fn add(
        &mut self,
        chain: &Chain,
        counted: &[Counted],
        done: &mut dyn FnMut(AreaId, AreaId, Cells) -> Result<()>,
    ) -> Result<()> {
        let common = self.open.iter().zip(chain).take_while(|(open, step)| open.area_id == step.area_id).count();
        self.close(common, done)?;
        for step in chain.iter().skip(common) {
            let (area_id, parent_id, is_low) = (step.area_id, step.parent_id, step.is_low);
            let (rising, staying) = (Cells::new(), Cells::new());
            self.open.push(Open { area_id, parent_id, is_low, rising, staying });
        }
        if let Some(open) = self.open.last_mut() {
            for one in counted {
                put(if one.rises { &mut open.rising } else { &mut open.staying }, one);
            }
        }
        Ok(())
    }

    /// Hands over all that is still open.
    ///
    /// # Errors
    /// Those of `done`.
    pub fn finish(mut self, done: &mut dyn FnMut(AreaId, AreaId, Cells) -> Result<()>) -> Result<()> {
        self.close(0, done)
    }

    fn close(&mut self, left: usize, done: &mut dyn FnMut(AreaId, AreaId, Cells) -> Result<()>) -> Result<()> {
        while self.open.len() > left {
            let Some(mut below) = self.open.pop() else { break };
            if let Some(above) = self.open.last_mut() {
                let is_low = above.is_low;
                let rising = below.rising.iter().filter(|(key, _)| is_low || key.grouping.by != By::User);
                merge(&mut above.rising, rising);
            }
            merge(&mut below.rising, below.staying.iter());
            below.rising.retain(|_, values| *values != Values::default());
            done(below.area_id, below.parent_id, below.rising)?;
        }
        Ok(())
    }
}

fn merge<'c>(cells: &mut Cells, others: impl Iterator<Item = (&'c Key, &'c Values)>) {
    for (key, values) in others {
        match cells.get_mut(key) {
            Some(sum) => *sum = added(*sum, *values, 1),
            None => drop(cells.insert(key.clone(), *values)),
        }
    }
}

/// Adds what counts in an area to its cells.
fn put(cells: &mut Cells, one: &Counted) {
    for (grain, on_day) in keys_of(one.on) {
        for group in &one.groups {
            let key = Key { grouping: group.grouping, grain, on_day, group_key: group.key.clone() };
            let sum = cells.entry(key).or_default();
            *sum = added(*sum, one.values, 1);
        }
    }
}
