//! Doors on lists as rows behind the funnel, and the funnel of one list.
use serde::Serialize;
use utoipa::ToSchema;

use super::{model::Entry, queries, queries_figures};
use crate::{
    access::Scope,
    base::{
        Error, Lang, Result,
        id::{AreaId, HouseholdId, WalkListId},
        text_enum::text_enum,
    },
    db::Conn,
    features::funnel::{self, ListFunnel, Reach, Sums},
};

text_enum! {
    /// Which doors on lists.
    pub enum DoorState {
        /// All of them.
        Listed = "listed",
        /// Called at while the list was walked.
        Attempted = "attempted",
        /// Not called at.
        NotAttempted = "not_attempted",
    }
}

impl DoorState {
    /// Whether they were called at, where that is asked for.
    pub fn attempted(self) -> Option<bool> {
        match self {
            Self::Listed => None,
            Self::Attempted => Some(true),
            Self::NotAttempted => Some(false),
        }
    }
}

/// A door on a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedDoor {
    /// The list and the place on it.
    pub id: String,
    pub walk_list_id: WalkListId,
    /// From 1.
    pub position: i32,
    pub household_id: HouseholdId,
    /// Where the household lay when the list was made.
    pub area_id: AreaId,
    /// Whether it was called at while the list was walked.
    pub attempted: bool,
}

impl From<Entry> for ListedDoor {
    fn from(row: Entry) -> Self {
        Self {
            id: format!("{}-{}", row.list_id, row.position),
            walk_list_id: row.list_id,
            position: row.position,
            household_id: row.household_id,
            area_id: row.area_id,
            attempted: row.attempted,
        }
    }
}

/// How far the households of a list came.
///
/// # Errors
/// `not-found` for a list outside the scope.
pub fn list_funnel(conn: &mut Conn, scope: &Scope, id: WalkListId, lang: Lang) -> Result<ListFunnel> {
    let list = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    let (today, mut sums) = (scope.today(), Sums::default());
    for way in queries_figures::ways(conn, &list, today)? {
        let visit = Sums::visit(way.reach.unwrap_or(Reach::Nowhere), way.signed);
        sums = sums.and(visit).and(Sums {
            signed: way.signed.into(),
            paid: way.paid.into(),
            issued: way.issued.into(),
            ended: way.ended.into(),
            renewed: way.renewed.into(),
            ..Sums::door_on_list(visit.doors > 0)
        });
    }
    let to = list.closed_at.map_or(today, |at| at.day());
    Ok(funnel::list_funnel(id, (list.as_of, to), &sums, lang))
}
