//! What is read for the figures.
use crate::base::{
    Day,
    id::{AreaId, OrganisationId, UserId},
};

use super::tally::Happened;

/// Whose it was, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    pub organisation_id: OrganisationId,
    pub collector_id: Option<UserId>,
    pub area_id: AreaId,
    pub on: Day,
    pub what: Happened,
}
