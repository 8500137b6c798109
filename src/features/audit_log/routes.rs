//! Routes of the audit trail.
use super::{
    api::{AuditLineView, AuditQuery},
    queries,
};
use crate::{
    access::Permission,
    base::{Cursor, Page, Result},
    rest::{Ctx, Json, Query, Routes},
};

pub fn routes(r: &mut Routes) {
    r.get("/audit", Permission::AuditRead, list_audit_lines)
        .summary("The audit trail, newest first.")
        .query::<AuditQuery>()
        .answers::<Page<AuditLineView>>();
}

async fn list_audit_lines(ctx: Ctx, Query(query): Query<AuditQuery>) -> Result<Json<Page<AuditLineView>>> {
    let cursor = Cursor::read(query.cursor.as_deref(), query.limit.map(|l| l.0))?;
    let page = ctx.read(move |conn, scope| queries::list(conn, scope, &query, &cursor)).await?;
    Ok(Json(page.map(AuditLineView::from)))
}
