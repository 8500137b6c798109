//! Quotes as pure functions over the shipped law: every vector of the trade, both ends of every change.
mod advice;
mod dates;
mod household;
mod local;
mod properties;
mod unemployment;
mod voluntary;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tungnha::{
    base::{Day, Error, Moment, id::AreaId},
    features::{
        areas::{Lineage, Origin},
        quotes::{
            answer::Quote,
            compute::{self, Books},
            question::Question,
        },
        rates::{LawBook, seed},
        support_rules::RuleBook,
    },
};

/// What somebody in the tests knows of the law: everything that is shipped.
const KNOWN: i64 = 1;

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// The shipped law, recorded by the first change.
fn books() -> Books {
    let rows = seed::shipped(Moment::from_unix_micros(0), KNOWN).expect("the seed is good");
    Books { law: LawBook::of(rows.into_iter().map(Into::into)), rules: RuleBook::default() }
}

/// The shipped law, read once for all cases of a property.
fn shipped() -> &'static Books {
    static SHIPPED: std::sync::LazyLock<Books> = std::sync::LazyLock::new(books);
    &SHIPPED
}

/// A commune without a past.
fn nowhere() -> (AreaId, Lineage) {
    let area = AreaId::new();
    let own = Origin { within: [area].into_iter().collect(), made_of: Vec::new() };
    (area, Lineage::of(area, BTreeMap::from([(area, own)])))
}

/// The question with `more` on top.
fn asked(base: Value, more: &Value) -> Question {
    let mut body = base;
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    serde_json::from_value(body).expect("a question")
}

fn voluntary_question(more: &Value) -> Question {
    let (area, _) = nowhere();
    asked(json!({ "scheme": "bhxh_tn", "area_id": area, "method": "month", "income_vnd": 1_500_000 }), more)
}

fn household_question(on: &str, members: Value, more: &Value) -> Question {
    let (area, _) = nowhere();
    asked(json!({ "scheme": "bhyt_hgd", "area_id": area, "on": on, "members": members }), more)
}

fn answer_by(books: &Books, lineage: &Lineage, q: &Question) -> Result<Quote, String> {
    compute::quote(books, KNOWN, lineage, q, day("2026-11-25")).map_err(|error| match error {
        Error::Problem(problem) => problem.spec.code.to_owned(),
        Error::Internal(what) => panic!("{what}"),
    })
}

/// The answer by the shipped law, or the code of the refusal.
fn answer(q: &Question) -> Result<Quote, String> {
    answer_by(shipped(), &nowhere().1, q)
}

fn codes(quote: &Quote) -> Vec<&'static str> {
    quote.warnings.iter().map(|w| w.code.as_str()).collect()
}
