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
    days::Days,
    sheet::{By, Grouping, Values, added},
    span::{Grain, undated},
};
use crate::base::{Day, Result, id::AreaId};

/// One of those by which cells are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// Once under each of these; things that share them are added up together.
    pub groups: Arc<[Group]>,
    /// What is counted, in the order of the sheet's columns; less than nothing where it is taken away.
    pub values: Values,
}

/// How much is kept together before it is spread: what shares its groups with nothing else would fill the memory.
const TOGETHER: usize = 1_000;

/// Sums of months, day by day. What has no day lies under none.
type Months = BTreeMap<Option<Day>, Days>;

/// What is told apart within an area.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// What was counted under the same groups, found by where these lie: one look-up for each thing, however many groups.
    together: HashMap<usize, (Arc<[Group]>, Months)>,
    /// What is spread over the groups.
    apart: HashMap<Group, Months>,
}

impl Cells {
    /// Adds what counts in the area.
    fn put(&mut self, one: &Counted) {
        let (month, day) = (one.on.map(Day::month_start), one.on.unwrap_or_else(|| undated().from));
        let known = self.together.entry(Arc::as_ptr(&one.groups).addr());
        let (_, months) = known.or_insert_with(|| (one.groups.clone(), Months::new()));
        months.entry(month).or_default().add(day, one.values);
        if self.together.len() > TOGETHER {
            self.spread();
        }
    }
    /// Spreads what was counted over its groups.
    fn spread(&mut self) {
        for (groups, months) in std::mem::take(&mut self.together).into_values() {
            for group in &*groups {
                add(&mut self.apart, group, &months);
            }
        }
    }
    /// Adds those of another area, spread, that are wanted.
    fn merge(&mut self, others: &Self, is_wanted: impl Fn(&Group) -> bool) {
        for (group, months) in others.apart.iter().filter(|(group, _)| is_wanted(group)) {
            add(&mut self.apart, group, months);
        }
    }
    /// As they are kept: months with their days, years, and what has no day.
    pub fn kept(self) -> impl Iterator<Item = Cell> {
        self.apart.into_iter().flat_map(|(group, months)| {
            let mut years: BTreeMap<Day, Values> = BTreeMap::new();
            let mut cells = Vec::new();
            for (month, days) in months.into_iter().filter(|(_, days)| !days.is_empty()) {
                let values = days.sum();
                let (grain, on_day) = month.map_or((Grain::Undated, undated().from), |month| (Grain::Month, month));
                if let Some(month) = month {
                    let year = years.entry(month.year_start()).or_default();
                    *year = added(*year, values, 1);
                }
                let days = month.map_or_else(String::new, |_| days.text());
                cells.push(Cell { key: Key { group: group.clone(), grain, on_day }, values, days });
            }
            let years = years.into_iter().filter(|(_, values)| *values != Values::default());
            cells.extend(years.map(|(on_day, values)| Cell {
                key: Key { group: group.clone(), grain: Grain::Year, on_day },
                values,
                days: String::new(),
            }));
            cells
        })
    }
}

fn add(sums: &mut HashMap<Group, Months>, group: &Group, months: &Months) {
    let sums = match sums.get_mut(group) {
        Some(sums) => sums,
        None => sums.entry(group.clone()).or_default(),
    };
    for (month, days) in months {
        sums.entry(*month).or_default().merge(days);
    }
}

/// Where a cell stands within its area.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// By what it is told apart, and which one.
    pub group: Group,
    /// How coarse it is.
    pub grain: Grain,
    /// Which month or year.
    pub on_day: Day,
}

/// A cell as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands.
    pub key: Key,
    /// Its sums.
    pub values: Values,
    /// Of a month: its days.
    pub days: String,
}

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
            let (rising, staying) = (Cells::default(), Cells::default());
            self.open.push(Open { area_id, parent_id, is_low, rising, staying });
        }
        if let Some(open) = self.open.last_mut() {
            for one in counted {
                if one.rises { &mut open.rising } else { &mut open.staying }.put(one);
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
            below.rising.spread();
            below.staying.spread();
            if let Some(above) = self.open.last_mut() {
                let is_low = above.is_low;
                above.rising.merge(&below.rising, |group| is_low || group.grouping.by != By::User);
            }
            below.rising.merge(&below.staying, |_| true);
            done(below.area_id, below.parent_id, below.rising)?;
        }
        Ok(())
    }
}
