//! `column = $1` for one id, `column IN ($1, …)` for several: diesel keeps no prepared statement for a list, and most
//! scopes have one root.
use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping},
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    serialize::ToSql,
    sql_types::{Bool, HasSqlType, Text},
};

use crate::base::Id;

/// Whether a column holds one of these ids.
#[derive(Debug, Clone)]
pub struct Among<C, K> {
    column: C,
    ids: Vec<Id<K>>,
}

/// Whether `column` holds one of `ids`; no id, no row.
pub fn among<C, K>(column: C, ids: &[Id<K>]) -> Among<C, K> {
    Among { column, ids: ids.to_vec() }
}

impl<C: Expression, K> Expression for Among<C, K> {
    type SqlType = Bool;
}
impl<C, K> QueryId for Among<C, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: ValidGrouping<G>, K, G> ValidGrouping<G> for Among<C, K> {
    type IsAggregate = C::IsAggregate;
}
impl<C: AppearsOnTable<S>, K, S> AppearsOnTable<S> for Among<C, K> {}
impl<C: SelectableExpression<S>, K, S> SelectableExpression<S> for Among<C, K> {}

impl<C, K, DB> QueryFragment<DB> for Among<C, K>
where
    DB: Backend + HasSqlType<Text>,
    C: QueryFragment<DB>,
    Id<K>: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.ids.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        self.column.walk_ast(out.reborrow())?;
        if let [one] = self.ids.as_slice() {
            out.push_sql(" = ");
            return out.push_bind_param::<Text, _>(one);
        }
        out.unsafe_to_cache_prepared();
        for (n, id) in self.ids.iter().enumerate() {
            out.push_sql(if n == 0 { " IN (" } else { ", " });
            out.push_bind_param::<Text, _>(id)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
