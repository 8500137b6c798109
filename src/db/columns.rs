//! How our words and days become columns: text, dates and timestamps, the same on both databases.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, Queryable},
    expression::AsExpression,
    internal::derives::as_expression::Bound,
    serialize::{self, Output, ToSql},
    sql_types::{Date, Nullable, Text, Timestamp},
};

use super::dialect::WritesTime;
use crate::{
    access::Role,
    base::{
        Day, Id, Moment,
        figure::Qualifier,
        scheme::{DenominatorKind, Scheme, SoldScheme},
    },
};

macro_rules! expressions {
    ($sql:ty, $name:ty $(, $generic:ident)?) => {
        impl$(<$generic: 'static>)? AsExpression<$sql> for $name {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression { Bound::new(self) }
        }
        impl<'a $(, $generic: 'static)?> AsExpression<$sql> for &'a $name {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression { Bound::new(self) }
        }
        impl$(<$generic: 'static>)? AsExpression<Nullable<$sql>> for $name {
            type Expression = Bound<Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression { Bound::new(self) }
        }
        impl<'a $(, $generic: 'static)?> AsExpression<Nullable<$sql>> for &'a $name {
            type Expression = Bound<Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression { Bound::new(self) }
        }
        impl<DB: Backend $(, $generic)?> ToSql<Nullable<$sql>, DB> for $name where Self: ToSql<$sql, DB> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <Self as ToSql<$sql, DB>>::to_sql(self, out)
            }
        }
        impl<DB: Backend $(, $generic: 'static)?> Queryable<$sql, DB> for $name where Self: FromSql<$sql, DB> {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> { Ok(row) }
        }
    };
}

expressions!(Text, Id<K>, K);
impl<DB: Backend, K> ToSql<Text, DB> for Id<K>
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}
impl<DB: Backend, K> FromSql<Text, DB> for Id<K>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes)?.parse().map_err(|_| "a column holds no id".into())
    }
}

/// Days and instants as each database takes them.
macro_rules! time_column {
    ($sql:ty, $name:ty, $inner:ty, $writes:ident) => {
        expressions!($sql, $name);
        impl<DB: WritesTime> ToSql<$sql, DB> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                DB::$writes(self, out)
            }
        }
        impl<DB: Backend> FromSql<$sql, DB> for $name
        where
            $inner: FromSql<$sql, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(<$inner>::from_sql(bytes)?))
            }
        }
    };
}
time_column!(Date, Day, NaiveDate, write_day);
time_column!(Timestamp, Moment, NaiveDateTime, write_moment);

/// Lets a closed set of words stand in a TEXT column.
macro_rules! text_column {
    ($($name:ty),+ $(,)?) => { $(
        impl diesel::expression::AsExpression<diesel::sql_types::Text> for $name {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Text, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<'a> diesel::expression::AsExpression<diesel::sql_types::Text> for &'a $name {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Text, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl diesel::expression::AsExpression<diesel::sql_types::Nullable<diesel::sql_types::Text>> for $name {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<diesel::sql_types::Text>, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<'a> diesel::expression::AsExpression<diesel::sql_types::Nullable<diesel::sql_types::Text>> for &'a $name {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<diesel::sql_types::Text>, Self>;
            fn as_expression(self) -> Self::Expression { diesel::internal::derives::as_expression::Bound::new(self) }
        }
        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Nullable<diesel::sql_types::Text>, DB> for $name
        where Self: diesel::serialize::ToSql<diesel::sql_types::Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <Self as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self, out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where str: diesel::serialize::ToSql<diesel::sql_types::Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB> {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let word = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                word.parse().map_err(|()| format!("a column holds an unknown word: {word}").into())
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::Queryable<diesel::sql_types::Text, DB> for $name
        where Self: diesel::deserialize::FromSql<diesel::sql_types::Text, DB> {
            type Row = Self;
            fn build(row: Self) -> diesel::deserialize::Result<Self> { Ok(row) }
        }
    )+ };
}
pub(crate) use text_column;

text_column!(Role, Qualifier, Scheme, SoldScheme, DenominatorKind);
