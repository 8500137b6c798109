//! SQL by which many rows of the register are written at once.
use diesel::prelude::*;

use super::model::{Cover, GroupClaim, Household, NameWord, Person};
use crate::{
    base::{Result, problem::ALREADY_EXISTS},
    db::{
        OnDuplicate, Tx, UniqueRule, insert_all,
        schema::{covers, group_claims, households, person_name_words, persons},
    },
};

macro_rules! inserts {
    ($($name:ident: $table:ident of $row:ty, $postgres:literal, $sqlite:literal);+ $(;)?) => { $(
        #[doc = concat!("Inserts rows into `", stringify!($table), "`.")]
        pub fn $name(tx: &mut Tx, rows: &[$row]) -> Result<()> {
            const ONE_PER_ID: UniqueRule = UniqueRule { postgres: $postgres, sqlite: $sqlite };
            insert_all!(tx.conn()?, $table::table, rows).on_duplicate(&ONE_PER_ID, &ALREADY_EXISTS)
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
