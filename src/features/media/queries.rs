//! All SQL of media outputs.
use diesel::prelude::*;

use super::model::MediaOutput;
use crate::{
    access::Scope,
    base::{
        Cursor, Day, Page, Result,
        id::{AreaId, CampaignId, MediaOutputId},
        problem::ALREADY_EXISTS,
    },
    db::{
        Conn, InScope, OnDuplicate, Tx, UniqueRule,
        schema::{area_closure, media_outputs},
        scoped,
    },
};

const ONE_PER_ID: UniqueRule = UniqueRule { postgres: "media_outputs_pkey", sqlite: "media_outputs.id" };

pub fn find(conn: &mut Conn, scope: &Scope, id: MediaOutputId) -> Result<Option<InScope<MediaOutput>>> {
    scoped::first(
        conn,
        scoped::each::media_outputs(scope).filter(media_outputs::id.eq(id)).select(MediaOutput::as_select()),
    )
}

/// Which media outputs a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area_id: Option<AreaId>,
    pub campaign_id: Option<CampaignId>,
    pub kind: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

pub fn list(conn: &mut Conn, scope: &Scope, filter: &Filter, cursor: &Cursor) -> Result<Page<MediaOutput>> {
    let mut query = scoped::media_outputs(scope);
    if let Some(area_id) = filter.area_id {
        query = query.filter(media_outputs::area_id.eq_any(
            area_closure::table.filter(area_closure::ancestor_id.eq(area_id)).select(area_closure::descendant_id),
        ));
    }
    if let Some(campaign) = filter.campaign_id {
        query = query.filter(media_outputs::campaign_id.eq(campaign));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(media_outputs::kind.eq(kind.clone()));
    }
    if let Some(from) = filter.from {
        query = query.filter(media_outputs::published_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(media_outputs::published_on.le(to));
    }
    if let Some(after) = &cursor.after {
        query = query.filter(media_outputs::id.lt(after.clone()));
    }
    let rows =
        query.order(media_outputs::id.desc()).limit(cursor.fetch()).select(MediaOutput::as_select()).load(conn)?;
    Ok(cursor.page(rows, |m: &MediaOutput| m.id.to_string()))
}

pub fn insert(tx: &mut Tx, row: &MediaOutput) -> Result<()> {
    diesel::insert_into(media_outputs::table)
        .values(row)
        .execute(tx.conn()?)
        .map(drop)
        .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
}

pub fn update(tx: &mut Tx, old: &InScope<MediaOutput>, new: &MediaOutput) -> Result<()> {
    diesel::update(media_outputs::table.find(old.id))
        .set((
            media_outputs::title.eq(&new.title),
            media_outputs::published_on.eq(new.published_on),
            media_outputs::copies.eq(new.copies),
            media_outputs::copies_qualifier.eq(new.copies_qualifier),
            media_outputs::note.eq(&new.note),
            media_outputs::rev.eq(old.rev + 1),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
