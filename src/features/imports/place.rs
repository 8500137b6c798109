//! Where the households of a roster lie: its own area, or the hamlet that a row names.
use super::{entry::Entry, model::Home};
use crate::{
    base::{Day, Result, id::AreaId},
    db::Conn,
    features::areas::{self, Area, search},
};

/// The area of a roster, with the hamlets in it.
#[derive(Debug, Clone)]
pub struct Ground {
    area: Area,
    hamlets: Vec<Area>,
    areas: Vec<AreaId>,
}

impl Ground {
    /// The ground of an area that lies within the scope.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(conn: &mut Conn, area: Area, today: Day) -> Result<Self> {
        let hamlets = areas::directly_below(conn, area.id, today)?;
        let areas = std::iter::once(area.id).chain(hamlets.iter().map(|hamlet| hamlet.id)).collect();
        Ok(Self { area, hamlets, areas })
    }
    /// All areas in which its households may lie.
    pub fn areas(&self) -> &[AreaId] {
        &self.areas
    }
    /// The area of this name, if there is exactly one.
    fn named(&self, name: &str) -> Option<AreaId> {
        let wanted = search::wanted(name);
        let is = |area: &&Area| {
            let by_kind = wanted
                .of_kind
                .as_ref()
                .is_some_and(|(rest, kinds)| area.name_key == *rest && kinds.contains(&area.kind.as_str()));
            area.name_key == wanted.whole || area.full_name_key == wanted.whole || by_kind
        };
        let mut found = self.hamlets.iter().filter(is).chain(Some(&self.area).filter(is));
        found.next().map(|area| area.id).filter(|_| found.next().is_none())
    }
    /// Whether a row names a hamlet that is not there.
    pub fn knows_not(&self, entry: &Entry) -> bool {
        entry.hamlet.as_deref().is_some_and(|name| self.named(name).is_none())
    }
    /// The household of these rows, as it would be made; each of its parts from the first row that has it.
    pub fn home(&self, rows: &[&Entry]) -> Option<Home> {
        let first = |part: fn(&Entry) -> Option<String>| rows.iter().find_map(|row| part(row));
        let head = rows.iter().find(|row| row.relation == Some("head")).or(rows.first())?;
        let own_name = head.full_name.as_deref().map(str::to_owned);
        let hamlet = rows.iter().find_map(|row| self.named(row.hamlet.as_deref()?));
        Some(Home {
            area_id: hamlet.unwrap_or(self.area.id),
            name: first(|row| row.head_name.as_deref().map(str::to_owned)).or(own_name)?,
            code: first(|row| row.household_code.as_deref().map(str::to_owned)),
            house_number: first(|row| row.house_number.as_deref().map(str::to_owned)),
            address: first(|row| row.address.as_deref().map(str::to_owned)),
            landmark: first(|row| row.landmark.as_deref().map(str::to_owned)),
        })
    }
}
