//! Routes of local rules. The dry run stands with the quotes it looks at.
use super::{
    actions,
    api::{Beside, CreateSupportRule, EndSupportRule, SupportRuleQuery, SupportRuleView},
    model::RuleRow,
    problems, queries,
};
use crate::{
    access::Permission,
    base::{
        Cursor, Error, Page, Result, of,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::Conn,
    features::lists,
    rest::{Body, Created, Ctx, Json, PathId, Query, Routes, Saved},
};

pub fn routes(r: &mut Routes) {
    r.get("/support-rules", Permission::SignedIn, list_support_rules)
        .summary("Local rules that add support, past ones too, the newest first.")
        .query::<SupportRuleQuery>()
        .answers::<Page<SupportRuleView>>();
    r.post("/support-rules", Permission::SupportRulesManage, create_support_rule)
        .summary("Record what a local resolution adds. It is never edited; a new one supersedes it, or it is ended.")
        .body::<CreateSupportRule>()
        .answers::<SupportRuleView>()
        .problems(&[&NOT_FOUND, &ALREADY_EXISTS, &lists::UNKNOWN_CODE])
        .problems(&[
            &problems::BAD_VALUE,
            &problems::LAYERS,
            &problems::DATES,
            &problems::AGES,
            &problems::NO_FLOOR,
            &problems::NOT_REPLACEABLE,
        ]);
    r.get("/support-rules/{id}", Permission::SignedIn, show_support_rule)
        .summary("Show a local rule.")
        .answers::<SupportRuleView>();
    r.act("/support-rules/{id}/end", Permission::SupportRulesManage, end_support_rule)
        .summary("End a local rule on a day, with the reason.")
        .body::<EndSupportRule>()
        .answers::<SupportRuleView>()
        .problems(&[&problems::ENDED, &problems::DATES]);
}

fn views(conn: &mut Conn, rows: Vec<RuleRow>) -> Result<Vec<SupportRuleView>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let beside = Beside {
        areas: queries::areas(conn, &ids)?,
        ends: queries::ends(conn, &ids)?,
        successors: queries::successors(conn, &ids)?,
    };
    rows.into_iter().map(|row| SupportRuleView::new(row, &beside)).collect()
}

fn view(conn: &mut Conn, row: RuleRow) -> Result<SupportRuleView> {
    views(conn, vec![row])?.pop().ok_or_else(|| Error::internal("a rule without its view"))
}

async fn list_support_rules(ctx: Ctx, Query(query): Query<SupportRuleQuery>) -> Result<Json<Page<SupportRuleView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx
        .read(move |conn, _| {
            let Page { items, next_cursor } = queries::list(conn, query.area_id, query.scheme, &cursor)?;
            Ok(Page { items: views(conn, items)?, next_cursor })
        })
        .await?;
    Ok(Json(page))
}

async fn create_support_rule(ctx: Ctx, body: Body<CreateSupportRule>) -> Result<Created> {
    ctx.create(body, |tx, scope, input| {
        let row = actions::create_support_rule(tx, scope, input)?;
        Ok(Saved { path: format!("/support-rules/{}", row.id), rev: None, view: view(tx.conn()?, row)? })
    })
    .await
}

async fn show_support_rule(ctx: Ctx, PathId(id): PathId<of::SupportRule>) -> Result<Json<SupportRuleView>> {
    let shown = ctx
        .read(move |conn, _| {
            let row = queries::find(conn, id)?.ok_or_else(Error::not_found)?;
            view(conn, row)
        })
        .await?;
    Ok(Json(shown))
}

async fn end_support_rule(
    ctx: Ctx,
    PathId(id): PathId<of::SupportRule>,
    body: Body<EndSupportRule>,
) -> Result<Created> {
    ctx.act(body, move |tx, scope, input| {
        let row = actions::end_support_rule(tx, scope, id, input)?;
        Ok(Saved { path: format!("/support-rules/{id}"), rev: None, view: view(tx.conn()?, row)? })
    })
    .await
}
