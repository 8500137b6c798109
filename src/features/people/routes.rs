//! Routes of households and persons. What hangs on them stands in `routes_parts`.
use super::{
    actions,
    api::{
        ChangeHousehold, ChangePerson, CreateHousehold, CreatePerson, HouseholdQuery, LookUpPerson, PersonQuery,
        RevealPerson, SearchPersons,
    },
    model::{Household, Person},
    problems, queries, queries_parts, routes_parts,
    search::{self, Warning},
    views::{DuplicateView, HouseholdRow, HouseholdView, Known, LookUpView, PersonRow, PersonView, RevealView},
};
use crate::{
    access::{Permission, Scope},
    base::{Cursor, Error, Lang, Page, Result, of, problem::BAD_CURSOR},
    db::{Conn, Seals},
    features::lists,
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved, Tagged},
};

pub fn routes(r: &mut Routes) {
    r.get("/households", Permission::PeopleRead, list_households)
        .summary("Find households, area by area and along the road.")
        .query::<HouseholdQuery>()
        .answers::<Page<HouseholdRow>>();
    r.post("/households", Permission::PeopleManage, create_household)
        .summary("Enter a household.")
        .body::<CreateHousehold>()
        .answers::<HouseholdView>()
        .problems(&[&problems::HOUSEHOLD_AREA]);
    r.get("/households/{id}", Permission::PeopleRead, show_household)
        .summary("Show a household with its people and claims.")
        .answers::<HouseholdView>();
    r.patch("/households/{id}", Permission::PeopleManage, change_household)
        .summary("Change a household. In another area its people go along.")
        .body::<ChangeHousehold>()
        .answers::<HouseholdView>()
        .problems(&[&problems::HOUSEHOLD_AREA]);
    r.get("/persons", Permission::PeopleRead, list_persons)
        .summary("List persons of an area or household by given name.")
        .query::<PersonQuery>()
        .answers::<Page<PersonRow>>();
    r.post("/persons", Permission::PeopleManage, create_person)
        .summary("Enter a person. Doubtful numbers and likely duplicates come as warnings.")
        .body::<CreatePerson>()
        .answers::<PersonView>()
        .problems(&[&problems::BIRTH_AHEAD, &lists::UNKNOWN_CODE]);
    r.ask("/persons/search", Permission::PeopleRead, search_persons)
        .summary("Find persons by the beginning of any word of the name, with or without accents.")
        .body::<SearchPersons>()
        .answers::<Page<PersonRow>>()
        .problems(&[&BAD_CURSOR]);
    r.act("/persons/look-up", Permission::PeopleLookup, look_up_person)
        .summary("Find a person by one whole number, 30 times an hour; each leaves an audit line.")
        .body::<LookUpPerson>()
        .answers::<LookUpView>()
        .problems(&[&problems::ONE_NUMBER]);
    r.get("/persons/{id}", Permission::PeopleRead, show_person)
        .summary("Show a person with claims, consents and covers.")
        .answers::<PersonView>();
    r.patch("/persons/{id}", Permission::PeopleManage, change_person)
        .summary("Change a person. In another household what is known goes along.")
        .body::<ChangePerson>()
        .answers::<PersonView>()
        .problems(&[&problems::BIRTH_AHEAD, &problems::PERSON_MERGED, &lists::UNKNOWN_CODE]);
    r.get("/persons/{id}/duplicates", Permission::PeopleRead, list_duplicates)
        .summary("Persons who may be the same one, the likeliest first.")
        .answers::<Vec<DuplicateView>>();
    r.act("/persons/{id}/reveal", Permission::PeopleReveal, reveal_person)
        .summary("Show one sealed value in full, 60 times an hour; each leaves an audit line.")
        .body::<RevealPerson>()
        .answers::<RevealView>()
        .problems(&[&problems::NOTHING_THERE]);
    routes_parts::routes(r);
}

/// A household that was found in scope, as it is shown.
fn household_view(conn: &mut Conn, seals: &Seals, scope: &Scope, row: &Household) -> Result<HouseholdView> {
    let found = queries::find_household(conn, scope, row.id)?.ok_or_else(Error::not_found)?;
    let persons = queries::persons_of(conn, &found)?;
    let claims = queries_parts::claims_of(conn, &found)?;
    HouseholdView::of(seals, &found, &persons, claims)
}

/// A person that was found in scope, as shown.
fn person_view(
    conn: &mut Conn,
    seals: &Seals,
    lang: Lang,
    scope: &Scope,
    row: &Person,
    warnings: Vec<Warning>,
) -> Result<PersonView> {
    let found = queries::find_person(conn, scope, row.id)?.ok_or_else(Error::not_found)?;
    let known = Known {
        claims: queries_parts::claims_about(conn, &found)?,
        consents: queries_parts::consents_of(conn, &found)?,
        covers: queries_parts::covers_of(conn, &found)?,
        merges: queries_parts::merges_into(conn, found.id)?,
        warnings,
    };
    PersonView::of(seals, lang, &found, known)
}

async fn list_households(ctx: Ctx, Query(query): Query<HouseholdQuery>) -> Result<Json<Page<HouseholdRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::HouseholdFilter { area_id: query.area_id, status: query.status };
    let page = ctx.read(move |conn, scope| queries::list_households(conn, scope, &filter, &cursor)).await?;
    Ok(Json(page.map(HouseholdRow::from)))
}

async fn create_household(ctx: Ctx, body: Body<CreateHousehold>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_household(tx, scope, input)?;
        let seals = tx.seals().clone();
        let view = household_view(tx.conn()?, &seals, scope, &row)?;
        Ok(Saved { path: format!("/households/{}", row.id), rev: Some(row.rev), view })
    })
    .await
}

async fn show_household(ctx: Ctx, PathId(id): PathId<of::Household>) -> Result<Tagged<HouseholdView>> {
    let seals = ctx.api.db.seals().clone();
    let view = ctx
        .read(move |conn, scope| {
            let row = queries::find_household(conn, scope, id)?.ok_or_else(Error::not_found)?;
            household_view(conn, &seals, scope, &row)
        })
        .await?;
    Ok(Tagged(view.rev, view))
}

async fn change_household(
    ctx: Ctx,
    PathId(id): PathId<of::Household>,
    body: Body<ChangeHousehold>,
) -> Result<Tagged<HouseholdView>> {
    let rev = ctx.expected_rev()?;
    let view = ctx
        .write(move |tx, scope| {
            let row = actions::change_household(tx, scope, id, rev, body.into_inner())?;
            let seals = tx.seals().clone();
            household_view(tx.conn()?, &seals, scope, &row)
        })
        .await?;
    Ok(Tagged(view.rev, view))
}

async fn list_persons(ctx: Ctx, Query(query): Query<PersonQuery>) -> Result<Json<Page<PersonRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let filter = queries::PersonFilter { area_id: query.area_id, household_id: query.household_id };
    let page = ctx.read(move |conn, scope| queries::list_persons(conn, scope, &filter, &cursor)).await?;
    rows(&ctx, &page)
}

fn rows(ctx: &Ctx, page: &Page<Person>) -> Result<Json<Page<PersonRow>>> {
    let items = PersonRow::all(ctx.api.db.seals(), &page.items)?;
    Ok(Json(Page { items, next_cursor: page.next_cursor.clone() }))
}

async fn create_person(ctx: Ctx, body: Body<CreatePerson>) -> Result<Created> {
    let lang = ctx.lang;
    ctx.create(body, move |tx, scope, input| {
        let row = actions::create_person(tx, scope, input)?;
        let seals = tx.seals().clone();
        let warnings = search::warnings(tx.conn()?, &seals, scope, &row)?;
        let view = person_view(tx.conn()?, &seals, lang, scope, &row, warnings)?;
        Ok(Saved { path: format!("/persons/{}", row.id), rev: Some(row.rev), view })
    })
    .await
}

async fn search_persons(ctx: Ctx, body: Body<SearchPersons>) -> Result<Json<Page<PersonRow>>> {
    let asked = body.into_inner();
    let cursor = Cursor::read(asked.cursor.as_deref(), asked.limit.map(|l| l.0))?;
    let page = ctx.read(move |conn, scope| search::search(conn, scope, &asked, &cursor)).await?;
    rows(&ctx, &page)
}

async fn look_up_person(ctx: Ctx, body: Body<LookUpPerson>) -> Result<Created> {
    ctx.api.look_ups.take(&user(&ctx), ctx.now())?;
    ctx.act(body, |tx, scope, asked| {
        let found = actions::look_up(tx, scope, &asked)?;
        let view = LookUpView { items: PersonRow::all(tx.seals(), &found)? };
        Ok(Saved { path: String::new(), rev: None, view })
    })
    .await
}

/// By whom an allowance is counted.
fn user(ctx: &Ctx) -> String {
    ctx.actor.user_id.map(|id| id.to_string()).unwrap_or_default()
}

async fn show_person(ctx: Ctx, PathId(id): PathId<of::Person>) -> Result<Tagged<PersonView>> {
    let (seals, lang) = (ctx.api.db.seals().clone(), ctx.lang);
    let view = ctx
        .read(move |conn, scope| {
            let row = queries::find_person(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let doubts = search::doubts(&seals, &row)?;
            person_view(conn, &seals, lang, scope, &row, doubts)
        })
        .await?;
    Ok(Tagged(view.person.rev, view))
}

async fn change_person(
    ctx: Ctx,
    PathId(id): PathId<of::Person>,
    body: Body<ChangePerson>,
) -> Result<Tagged<PersonView>> {
    let (rev, lang) = (ctx.expected_rev()?, ctx.lang);
    let view = ctx
        .write(move |tx, scope| {
            let row = actions::change_person(tx, scope, id, rev, body.into_inner())?;
            let seals = tx.seals().clone();
            let warnings = search::warnings(tx.conn()?, &seals, scope, &row)?;
            person_view(tx.conn()?, &seals, lang, scope, &row, warnings)
        })
        .await?;
    Ok(Tagged(view.person.rev, view))
}

async fn list_duplicates(ctx: Ctx, PathId(id): PathId<of::Person>) -> Result<Json<Vec<DuplicateView>>> {
    let seals = ctx.api.db.seals().clone();
    let views = ctx
        .read(move |conn, scope| {
            let row = queries::find_person(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let found = search::duplicates(conn, &seals, scope, &row)?;
            found.iter().map(|duplicate| DuplicateView::of(&seals, duplicate)).collect::<Result<Vec<_>>>()
        })
        .await?;
    Ok(Json(views))
}

async fn reveal_person(ctx: Ctx, PathId(id): PathId<of::Person>, body: Body<RevealPerson>) -> Result<Created> {
    ctx.api.reveals.take(&user(&ctx), ctx.now())?;
    ctx.act(body, move |tx, scope, asked| {
        let value = actions::reveal(tx, scope, id, asked.field)?;
        Ok(Saved { path: String::new(), rev: None, view: RevealView { field: asked.field, value } })
    })
    .await
}
