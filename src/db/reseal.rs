//! Rows sealed with an older data key are sealed again with the newest, a batch in a transaction, so that the work may
//! be broken off and taken up again at any time: what is left shows by its `seal_key`.
//!
//! Columns with an index are the business of their feature; here are the plain ones.
use diesel::{prelude::*, sql_query, sql_types};

use super::{Place, Tx};
use crate::base::Result;

/// A table with sealed columns, at most three, that have no index. Its key is `id_column`.
#[derive(Debug)]
pub struct SealedTable {
    /// The table.
    pub name: &'static str,
    /// Its key.
    pub id_column: &'static str,
    /// What is sealed.
    pub columns: &'static [&'static str],
}

#[derive(QueryableByName)]
struct SealedRow {
    #[diesel(sql_type = sql_types::Text)]
    id: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    a: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    b: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    c: Option<String>,
}

impl SealedTable {
    /// Seals up to `most` rows anew; how many there were.
    ///
    /// # Errors
    /// When a value does not open where it stands, or the database fails.
    pub fn reseal(&self, tx: &mut Tx, most: i64) -> Result<usize> {
        let newest = tx.seals().key_number()?;
        let column = |at: usize| self.columns.get(at).copied().unwrap_or("NULL");
        let (name, id_column) = (self.name, self.id_column);
        let select = format!(
            "SELECT {id_column} AS id, {} AS a, {} AS b, {} AS c FROM {name} WHERE seal_key < $1 ORDER BY {id_column} LIMIT $2",
            column(0),
            column(1),
            column(2)
        );
        let rows: Vec<SealedRow> = sql_query(select)
            .bind::<sql_types::Integer, _>(newest)
            .bind::<sql_types::BigInt, _>(most)
            .load(tx.conn()?)?;
        for row in &rows {
            for (column, old) in self.columns.iter().copied().zip([&row.a, &row.b, &row.c]) {
                let Some(old) = old else { continue };
                let place = Place { table: name, column, row: &row.id };
                let new = tx.seals().seal(place, &tx.seals().open(place, old)?)?;
                let update = format!("UPDATE {name} SET {column} = $1 WHERE {id_column} = $2");
                sql_query(update)
                    .bind::<sql_types::Text, _>(new)
                    .bind::<sql_types::Text, _>(&row.id)
                    .execute(tx.conn()?)?;
            }
            let update = format!("UPDATE {name} SET seal_key = $1 WHERE {id_column} = $2");
            sql_query(update)
                .bind::<sql_types::Integer, _>(newest)
                .bind::<sql_types::Text, _>(&row.id)
                .execute(tx.conn()?)?;
        }
        Ok(rows.len())
    }
}
