//! Routes of quotes.
use super::{
    actions,
    advice::{self, Advice},
    answer::Quote,
    api::{KeepQuote, KeptQuoteQuery, KeptQuoteRow, KeptQuoteView, RecomputedView},
    desktop::{self, AtHand},
    effects::{self, Effects, Looking, PreviewSupportRule},
    kept::{self, open_to},
    problems, queries,
    question::Question,
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, ProblemSpec, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    features::{
        accounts::Empty,
        lists, organisations,
        rates::{self, CreateRate},
        support_rules,
    },
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved},
};

/// What a question may be refused for.
const ASKED: &[&ProblemSpec] = &[
    &NOT_FOUND,
    &rates::MISSING,
    &problems::BELOW_FLOOR,
    &problems::ABOVE_CEILING,
    &problems::OFF_STEP,
    &problems::MONTHS_OF_METHOD,
    &problems::TOO_MANY_MISSING,
    &problems::RETIREMENT_UNSAID,
    &problems::NOT_RETIRED,
    &problems::PERIOD_TOO_FAR,
    &problems::TOO_FAR,
    &problems::CARD_MONTHS,
    &problems::MEMBER_TWICE,
    &problems::HOUSEHOLD_FORM,
    &problems::SUPPORTED_FORM,
    &problems::NOT_FOR_SCHEME,
    &problems::NOT_FORMER,
    &problems::UNKNOWN_GROUP,
    &problems::TOO_YOUNG,
    &problems::AGE_NOT_OF_GROUP,
];

pub fn routes(r: &mut Routes) {
    r.ask("/quotes", Permission::QuotesMake, make_quote)
        .summary("What people pay, who pays the rest, by when, until when, and the law it rests on. Nothing is kept.")
        .body::<Question>()
        .answers::<Quote>()
        .problems(ASKED);
    r.ask("/quotes/advice", Permission::QuotesMake, advise_household)
        .summary("The cheapest lawful way for a household, with its alternatives. Nothing is kept.")
        .body::<Question>()
        .answers::<Advice>()
        .problems(ASKED);
    r.ask("/rates/preview", Permission::RatesManage, preview_rate)
        .summary(
            "What would follow from a new rate: kept quotes in reach that still hold and would come out otherwise.",
        )
        .body::<CreateRate>()
        .answers::<Effects>()
        .problems(&[&rates::BAD_KEY, &rates::BAD_VALUE, &rates::SAME_DAY, &rates::LATE]);
    r.ask("/support-rules/preview", Permission::SupportRulesManage, preview_support_rule)
        .summary("What would follow from a new local rule, or from the end of one.")
        .body::<PreviewSupportRule>()
        .answers::<Effects>()
        .problems(&[&NOT_FOUND, &problems::ONE_CHANGE, &lists::UNKNOWN_CODE])
        .problems(support_rules::PROBLEMS);
    r.post("/kept-quotes", Permission::QuotesMake, keep_quote)
        .summary("Keep a quote: it can be computed again, and enrolments are made from it.")
        .body::<KeepQuote>()
        .answers::<KeptQuoteView>()
        .problems(ASKED)
        .problems(&[&ALREADY_EXISTS, &organisations::NOT_YOURS]);
    r.get("/kept-quotes", Permission::QuotesMake, list_kept_quotes)
        .summary("Find kept quotes, the newest first.")
        .query::<KeptQuoteQuery>()
        .answers::<Page<KeptQuoteRow>>();
    r.get("/kept-quotes/{id}", Permission::QuotesMake, show_kept_quote)
        .summary("Show a kept quote with its question and answer.")
        .answers::<KeptQuoteView>();
    r.ask("/kept-quotes/{id}/recompute", Permission::QuotesMake, recompute_quote)
        .summary("Compute a kept quote again, as the law was known when it was kept.")
        .body::<Empty>()
        .answers::<RecomputedView>();
}

async fn make_quote(ctx: Ctx, body: Body<Question>) -> Result<Json<Quote>> {
    let (question, api) = (body.into_inner(), ctx.api.clone());
    let at_hand = ctx.at_hand::<AtHand>().unwrap_or_default();
    let quote = match at_hand.quote(&ctx.scope(), &api.law, &question)? {
        Some(quote) => quote,
        None => ctx.read(move |conn, scope| at_hand.find(conn, scope, &api.law, &question)).await?,
    };
    Ok(Json(quote.in_words(ctx.lang)))
}

async fn advise_household(ctx: Ctx, body: Body<Question>) -> Result<Json<Advice>> {
    let (question, api) = (body.into_inner(), ctx.api.clone());
    let mut advice = ctx
        .read(move |conn, scope| {
            let desk = desktop::lay_out(conn, scope, &api.law, &question)?;
            desk.refuse_far_cards(&question, scope.today())?;
            advice::advise(desk.desktop.books(), desk.known, &desk.lineage, &question, scope.today())
        })
        .await?;
    advice.cheapest = advice.cheapest.in_words(ctx.lang);
    Ok(Json(advice))
}

async fn preview_rate(ctx: Ctx, body: Body<CreateRate>) -> Result<Json<Effects>> {
    let (input, api, now, by) = (body.into_inner(), ctx.api.clone(), ctx.now(), ctx.actor.user_id);
    let effects = ctx
        .read(move |conn, scope| {
            let looking = Looking { scope, seals: api.db.seals(), shelf: &api.law, now, by };
            effects::of_rate(conn, &looking, input)
        })
        .await?;
    Ok(Json(effects))
}

async fn preview_support_rule(ctx: Ctx, body: Body<PreviewSupportRule>) -> Result<Json<Effects>> {
    let (input, api, now, by) = (body.into_inner(), ctx.api.clone(), ctx.now(), ctx.actor.user_id);
    let effects = ctx
        .read(move |conn, scope| {
            let looking = Looking { scope, seals: api.db.seals(), shelf: &api.law, now, by };
            effects::of_rule(conn, &looking, input)
        })
        .await?;
    Ok(Json(effects))
}

async fn keep_quote(ctx: Ctx, body: Body<KeepQuote>) -> Result<Created> {
    let (api, lang) = (ctx.api.clone(), ctx.lang);
    ctx.create(body, move |tx, scope, input| {
        let today = tx.today();
        let (row, question, quote) = actions::keep_quote(tx, scope, &api.law, input, today)?;
        let answer = serde_json::to_value(quote.in_words(lang)).map_err(Error::internal)?;
        let row_view = KeptQuoteRow::new(&row, tx.today(), true);
        let view = KeptQuoteView { row: row_view, question: Some(question), answer: Some(answer) };
        Ok(Saved { path: format!("/kept-quotes/{}", row.id), rev: None, view })
    })
    .await
}

async fn list_kept_quotes(ctx: Ctx, Query(query): Query<KeptQuoteQuery>) -> Result<Json<Page<KeptQuoteRow>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let (today, actor) = (ctx.today(), ctx.actor.clone());
    let page = ctx
        .read(move |conn, scope| {
            let page = queries::list(conn, scope, query.area_id, query.open.map(|open| (open, today)), &cursor)?;
            let open = open_to(conn, &actor, today, &page.items)?;
            Ok(page.map(|row| KeptQuoteRow::new(&row, today, open.contains(&row.id))))
        })
        .await?;
    Ok(Json(page))
}

async fn show_kept_quote(ctx: Ctx, PathId(id): PathId<of::KeptQuote>) -> Result<Json<KeptQuoteView>> {
    let (seals, actor) = (ctx.api.db.seals().clone(), ctx.actor.clone());
    let shown = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let open = !open_to(conn, &actor, scope.today(), std::slice::from_ref(&*row))?.is_empty();
            let (question, answer) = (kept::question(&seals, &row)?, kept::answer(&seals, &row)?);
            Ok(KeptQuoteView {
                row: KeptQuoteRow::new(&row, scope.today(), open),
                question: Some(question).filter(|_| open),
                answer: Some(answer).filter(|_| open),
            })
        })
        .await?;
    Ok(Json(shown))
}

async fn recompute_quote(
    ctx: Ctx,
    PathId(id): PathId<of::KeptQuote>,
    _body: Body<Empty>,
) -> Result<Json<RecomputedView>> {
    let (api, actor) = (ctx.api.clone(), ctx.actor.clone());
    let RecomputedView { same, answer } = ctx
        .read(move |conn, scope| {
            let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
            let open = !open_to(conn, &actor, scope.today(), std::slice::from_ref(&*row))?.is_empty();
            let again = actions::recompute(conn, scope, api.db.seals(), &api.law, id)?;
            Ok(RecomputedView { answer: again.answer.filter(|_| open), ..again })
        })
        .await?;
    Ok(Json(RecomputedView { same, answer: answer.map(|answer| answer.in_words(ctx.lang)) }))
}
