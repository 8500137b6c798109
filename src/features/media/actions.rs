//! What people can do to media outputs.
use super::{
    api::{ChangeMediaOutput, CreateMediaOutput},
    model::MediaOutput,
    problems, queries,
};
use crate::{
    access::Scope,
    base::{Error, Id, Result, figure::Qualifier, id::MediaOutputId, problem::CHANGED_MEANWHILE},
    db::{Event, Tx},
    features::{
        areas, campaigns,
        lists::{self, List},
        organisations,
    },
};

/// Records something published.
///
/// # Errors
/// When something it names is not there.
pub fn create_media_output(tx: &mut Tx, scope: &Scope, input: CreateMediaOutput) -> Result<MediaOutput> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    for (day, pointer) in
        [(input.published_on, "/published_on"), (input.period_from, "/period_from"), (input.period_to, "/period_to")]
    {
        if let Some(day) = day {
            areas::check_alive(&area, day, pointer)?;
        }
    }
    if input.period_from.zip(input.period_to).is_some_and(|(from, to)| to < from) {
        return Err(problems::MEDIA_PERIOD.field("/period_to", "before-start", problems::MEDIA_PERIOD.title).into());
    }
    lists::require(tx.conn()?, List::MediaKind, &input.kind, "/kind")?;
    organisations::require(tx.conn()?, input.organisation_id, "/organisation_id")?;
    if let Some(campaign) = input.campaign_id {
        campaigns::require(tx.conn()?, scope, campaign, "/campaign_id")?;
    }
    let row = MediaOutput {
        id: input.id.unwrap_or_else(Id::new),
        kind: input.kind.into_inner(),
        organisation_id: input.organisation_id,
        area_id: input.area_id,
        published_on: input.published_on,
        period_from: input.period_from,
        period_to: input.period_to,
        title: input.title.into_inner(),
        copies: input.count.map_or(1, |c| c.0),
        copies_qualifier: input.count_qualifier.unwrap_or(Qualifier::Exact),
        per: input.per.map(|p| p.into_inner()),
        campaign_id: input.campaign_id,
        note: input.note.map(|n| n.into_inner()),
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert(tx, &row)?;
    tx.record(Event::new("media_output.recorded", "media_output", row.id).in_area(row.area_id).fields([
        "kind",
        "organisation_id",
        "published_on",
        "title",
        "count",
    ]));
    Ok(row)
}

/// Changes a media output.
pub fn change_media_output(
    tx: &mut Tx,
    scope: &Scope,
    id: MediaOutputId,
    rev: i64,
    input: ChangeMediaOutput,
) -> Result<MediaOutput> {
    let old = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let mut new = (*old).clone();
    if let Some(day) = input.published_on.new_value() {
        let area = areas::require(tx.conn()?, scope, old.area_id, "/area_id")?;
        areas::check_alive(&area, *day, "/published_on")?;
    }
    new.published_on = input.published_on.apply(new.published_on);
    new.title = input.title.map(|t| t.into_inner()).unwrap_or(new.title);
    new.copies = input.count.map_or(new.copies, |c| c.0);
    new.copies_qualifier = input.count_qualifier.unwrap_or(new.copies_qualifier);
    new.note = input.note.map(|n| n.into_inner()).apply(new.note);
    queries::update(tx, &old, &new)?;
    new.rev = rev + 1;
    tx.record(Event::new("media_output.changed", "media_output", id).in_area(new.area_id).fields([
        "title",
        "published_on",
        "count",
        "note",
    ]));
    Ok(new)
}
