//! Who signs people up where.
use super::queries::collects_for;
use crate::{
    base::{
        Result, Text,
        id::{AreaId, OrganisationId, UserId},
        problem::NOT_FOUND,
    },
    db::Tx,
};

/// Refuses somebody, named at `/collector_id`, who does not sign people up for this organisation in this area today.
///
/// # Errors
/// `not-found`.
pub fn require_collector(tx: &mut Tx, user_id: UserId, organisation_id: OrganisationId, area_id: AreaId) -> Result<()> {
    let today = tx.today();
    if collects_for(tx.conn()?, user_id, organisation_id, area_id, today)? {
        return Ok(());
    }
    let nobody = Text {
        vi: "Không tìm thấy nhân viên thu của tổ chức ở địa bàn này",
        en: "Nobody who collects for this organisation there",
    };
    Err(NOT_FOUND.field("/collector_id", "not-found", nobody).into())
}
