//! Routes of what hangs on households and persons: claims, consents, covers, merges.
use super::{
    actions,
    api::{CreateClaim, CreateConsent, CreateCover, EndClaim, MergePerson, WithdrawConsent},
    merging, problems,
    views::{ClaimView, ConsentView, CoverView, PersonMergeView},
};
use crate::{
    access::Permission,
    base::{Result, of},
    features::{accounts, lists},
    rest::{Body, Created, Ctx, PathId, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.post("/households/{id}/claims", Permission::PeopleManage, create_claim)
        .summary("Record that the household, or one of its people, belongs to a group.")
        .body::<CreateClaim>()
        .answers::<ClaimView>()
        .problems(&[&problems::WRONG_DAYS, &problems::OTHER_HOUSEHOLD, &problems::PERSON_MERGED, &lists::UNKNOWN_CODE]);
    r.act("/claims/{id}/end", Permission::PeopleManage, end_claim)
        .summary("End a group claim.")
        .body::<EndClaim>()
        .answers::<ClaimView>()
        .problems(&[&problems::WRONG_DAYS, &problems::CLAIM_ENDED]);
    r.post("/persons/{id}/consents", Permission::PeopleManage, create_consent)
        .summary("Record a consent, with the text that was read out.")
        .body::<CreateConsent>()
        .answers::<ConsentView>()
        .problems(&[&problems::WRONG_DAYS, &problems::PERSON_MERGED, &lists::UNKNOWN_CODE]);
    r.act("/consents/{id}/withdraw", Permission::PeopleManage, withdraw_consent)
        .summary("Withdraw a consent. It stays on record.")
        .body::<WithdrawConsent>()
        .answers::<ConsentView>()
        .problems(&[&problems::WRONG_DAYS, &problems::CONSENT_WITHDRAWN]);
    r.post("/persons/{id}/covers", Permission::PeopleManage, create_cover)
        .summary("Record what is known of a cover, and how.")
        .body::<CreateCover>()
        .answers::<CoverView>()
        .problems(&[&problems::WRONG_DAYS, &problems::PERSON_MERGED]);
    r.post("/persons/{id}/merge", Permission::PeopleMerge, merge_persons)
        .summary("Let this record of a person go into another one.")
        .body::<MergePerson>()
        .answers::<PersonMergeView>()
        .problems(&[&problems::CANNOT_MERGE]);
    r.act("/person-merges/{id}/undo", Permission::PeopleMerge, undo_person_merge)
        .summary("Take a merge of two records apart again.")
        .body::<accounts::Empty>()
        .answers::<PersonMergeView>()
        .problems(&[&problems::CANNOT_MERGE]);
}

async fn create_claim(ctx: Ctx, PathId(id): PathId<of::Household>, body: Body<CreateClaim>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_claim(tx, scope, id, input)?;
        Ok(Saved { path: format!("/households/{id}"), rev: Some(row.rev), view: ClaimView::from(row) })
    })
    .await
}

async fn end_claim(ctx: Ctx, PathId(id): PathId<of::GroupClaim>, body: Body<EndClaim>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::end_claim(tx, scope, id, &input)?;
        Ok(Saved { path: format!("/households/{}", row.household_id), rev: Some(row.rev), view: ClaimView::from(row) })
    })
    .await
}

async fn create_consent(ctx: Ctx, PathId(id): PathId<of::Person>, body: Body<CreateConsent>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_consent(tx, scope, id, input)?;
        Ok(Saved { path: format!("/persons/{id}"), rev: Some(row.rev), view: ConsentView::from(row) })
    })
    .await
}

async fn withdraw_consent(ctx: Ctx, PathId(id): PathId<of::Consent>, body: Body<WithdrawConsent>) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::withdraw_consent(tx, scope, id, &input)?;
        Ok(Saved { path: format!("/persons/{}", row.person_id), rev: Some(row.rev), view: ConsentView::from(row) })
    })
    .await
}

async fn create_cover(ctx: Ctx, PathId(id): PathId<of::Person>, body: Body<CreateCover>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let (row, present) = actions::create_cover(tx, scope, id, &input)?;
        Ok(Saved { path: format!("/persons/{id}"), rev: None, view: CoverView::of(row, present) })
    })
    .await
}

async fn merge_persons(ctx: Ctx, PathId(id): PathId<of::Person>, body: Body<MergePerson>) -> Result<Created> {
    ctx.create(body, move |tx, scope, input| {
        let merge = merging::merge_persons(tx, scope, id, input.into_id)?;
        Ok(Saved { path: format!("/persons/{}", merge.kept_id), rev: None, view: PersonMergeView::from(merge) })
    })
    .await
}

async fn undo_person_merge(
    ctx: Ctx,
    PathId(id): PathId<of::PersonMerge>,
    body: Body<accounts::Empty>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, _| {
        let merge = merging::undo_merge(tx, scope, id)?;
        Ok(Saved { path: format!("/persons/{}", merge.kept_id), rev: None, view: PersonMergeView::from(merge) })
    })
    .await
}
