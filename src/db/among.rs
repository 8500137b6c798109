//! `column = $1` for one value, `column IN ($1, …)` for several: diesel keeps no prepared statement for a list, and most
//! scopes have one root.
use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping},
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    serialize::ToSql,
    sql_types::{Bool, HasSqlType, Text},
};

/// Whether a column holds one of these values: ids, or texts such as keyed indexes.
#[derive(Debug, Clone)]
pub struct Among<C, V> {
    column: C,
    values: Vec<V>,
}

/// Whether `column` holds one of `values`; no value, no row.
pub fn among<C, V: Clone>(column: C, values: &[V]) -> Among<C, V> {
    Among { column, values: values.to_vec() }
}

impl<C: Expression, V> Expression for Among<C, V> {
    type SqlType = Bool;
}
impl<C, V> QueryId for Among<C, V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: ValidGrouping<G>, V, G> ValidGrouping<G> for Among<C, V> {
    type IsAggregate = C::IsAggregate;
}
impl<C: AppearsOnTable<S>, V, S> AppearsOnTable<S> for Among<C, V> {}
impl<C: SelectableExpression<S>, V, S> SelectableExpression<S> for Among<C, V> {}

impl<C, V, DB> QueryFragment<DB> for Among<C, V>
where
    DB: Backend + HasSqlType<Text>,
    C: QueryFragment<DB>,
    V: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.values.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        self.column.walk_ast(out.reborrow())?;
        if let [one] = self.values.as_slice() {
            out.push_sql(" = ");
            return out.push_bind_param::<Text, _>(one);
        }
        out.unsafe_to_cache_prepared();
        for (n, value) in self.values.iter().enumerate() {
            out.push_sql(if n == 0 { " IN (" } else { ", " });
            out.push_bind_param::<Text, _>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
