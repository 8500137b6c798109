//! SQL by which many rows of the register are written at once.
use diesel::prelude::*;

use super::model::{Cover, GroupClaim, Household, NameWord, Person};
use crate::{
    base::{Result, problem::ALREADY_EXISTS},
    db::{
        OnDuplicate, Tx, UniqueRule, on_backend,
        schema::{covers, group_claims, households, person_name_words, persons},
    },
};

/// Rows that one `INSERT` carries: SQLite takes 32,766 values in a statement, and a person has 28.
const ROWS_AT_ONCE: usize = 1_000;

macro_rules! inserts {
    ($($name:ident: $table:ident of $row:ty, $postgres:literal, $sqlite:literal);+ $(;)?) => { $(
        #[doc = concat!("Inserts rows into `", stringify!($table), "`.")]
        pub fn $name(tx: &mut Tx, rows: &[$row]) -> Result<()> {
            const ONE_PER_ID: UniqueRule = UniqueRule { postgres: $postgres, sqlite: $sqlite };
            for chunk in rows.chunks(ROWS_AT_ONCE) {
                on_backend!(tx.conn()?, |c| diesel::insert_into($table::table).values(chunk).execute(c))
                    .map(drop)
                    .on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)?;
            }
            Ok(())
        }
    )+ };
}

inserts! {
    insert_households: households of Household, "households_pkey", "households.id";
    insert_persons: persons of Person, "persons_pkey", "persons.id";
    insert_words: person_name_words of NameWord, "person_name_words_pkey",
        "person_name_words.person_id, person_name_words.position";
    insert_claims: group_claims of GroupClaim, "group_claims_pkey", "group_claims.id";
    insert_covers: covers of Cover, "covers_pkey", "covers.id";
}
