//! What people can do to campaigns.
use super::{
    api::{ChangeCampaign, CreateCampaign},
    model::Campaign,
    problems, queries,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Id, Result,
        id::{CampaignId, DocumentId},
        problem::CHANGED_MEANWHILE,
        scheme,
        text::fold,
    },
    db::{Event, Tx},
    features::{areas, documents, organisations},
};

/// Makes a campaign.
///
/// # Errors
/// When something it names is not there, or its code is taken in the area.
pub fn create_campaign(tx: &mut Tx, scope: &Scope, input: CreateCampaign) -> Result<Campaign> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    areas::check_alive(&area, input.starts_on, "/starts_on")?;
    check_dates(input.starts_on, input.ends_on)?;
    organisations::require(tx.conn()?, input.owner_id, "/owner_id")?;
    let documents = checked_documents(tx, scope, input.document_ids)?;
    let row = Campaign {
        id: input.id.unwrap_or_else(Id::new),
        code: input.code.0,
        name_key: fold(&input.name),
        name: input.name.into_inner(),
        area_id: input.area_id,
        owner_id: input.owner_id,
        schemes: scheme::join(&input.schemes),
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        created_at: tx.now(),
        rev: 1,
    };
    queries::refuse_taken_id(tx.conn()?, row.id)?;
    queries::insert(tx, &row, &documents)?;
    tx.record(Event::new("campaign.created", "campaign", row.id).in_area(row.area_id).fields([
        "code",
        "name",
        "owner_id",
        "schemes",
        "starts_on",
        "ends_on",
    ]));
    Ok(row)
}

fn check_dates(starts_on: Day, ends_on: Option<Day>) -> Result<()> {
    match ends_on {
        Some(end) if end < starts_on => {
            Err(problems::CAMPAIGN_DATES.field("/ends_on", "before-start", problems::CAMPAIGN_DATES.title).into())
        }
        _ => Ok(()),
    }
}

fn checked_documents(tx: &mut Tx, scope: &Scope, mut ids: Vec<DocumentId>) -> Result<Vec<DocumentId>> {
    ids.sort();
    ids.dedup();
    for id in &ids {
        documents::require(tx.conn()?, scope, *id, "/document_ids")?;
    }
    Ok(ids)
}

/// Changes a campaign; its code, area and owner stay.
pub fn change_campaign(
    tx: &mut Tx,
    scope: &Scope,
    id: CampaignId,
    rev: i64,
    input: ChangeCampaign,
) -> Result<Campaign> {
    let old = queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let mut new = (*old).clone();
    if let Some(name) = input.name {
        new.name_key = fold(&name);
        new.name = name.into_inner();
    }
    if let Some(schemes) = input.schemes {
        new.schemes = scheme::join(&schemes);
    }
    if let Some(day) = input.starts_on {
        let area = areas::require(tx.conn()?, scope, old.area_id, "/area_id")?;
        areas::check_alive(&area, day, "/starts_on")?;
        new.starts_on = day;
    }
    new.ends_on = input.ends_on.apply(new.ends_on);
    check_dates(new.starts_on, new.ends_on)?;
    if let Some(ids) = input.document_ids {
        let ids = checked_documents(tx, scope, ids)?;
        queries::replace_documents(tx, &old, &ids)?;
    }
    queries::update(tx, &old, &new)?;
    new.rev = rev + 1;
    tx.record(Event::new("campaign.changed", "campaign", id).in_area(new.area_id).fields([
        "name",
        "schemes",
        "starts_on",
        "ends_on",
        "document_ids",
    ]));
    Ok(new)
}
