//! Rows of rates.
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    kinds::{Confidence, RateKind, Unit},
    law::Fact,
};
use crate::{
    base::{
        Day, Moment,
        id::{RateId, UserId},
    },
    db::{schema::rates, text_column},
};

text_column!(RateKind, Confidence);

/// A dated fact as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = rates, treat_none_as_default_value = false)]
pub struct Rate {
    pub id: RateId,
    pub kind: RateKind,
    /// Empty where the kind has none.
    pub key: String,
    /// Empty: it no longer holds.
    pub value: Option<i64>,
    pub effective_from: Day,
    pub legal_basis: String,
    pub article: Option<String>,
    pub confidence: Confidence,
    pub note: Option<String>,
    pub late_because: Option<String>,
    pub recorded_at: Moment,
    pub recorded_n: i64,
    pub recorded_by: Option<UserId>,
    pub withdrawn_at: Option<Moment>,
    pub withdrawn_n: Option<i64>,
    pub withdrawn_by: Option<UserId>,
    pub withdrawn_why: Option<String>,
}

impl Rate {
    /// What its value counts.
    pub fn unit(&self) -> Unit {
        self.kind.spec().map_or(Unit::Count, |spec| spec.unit)
    }
    /// Those of these rows that hold on a day: of each kind and key the latest that has begun.
    pub fn holding_on(rows: Vec<Self>, day: Day) -> Vec<Self> {
        let mut holding: BTreeMap<(RateKind, String), Self> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| row.effective_from <= day) {
            let known = holding.get(&(row.kind, row.key.clone())).map(|other| other.effective_from);
            if known.is_none_or(|known| known <= row.effective_from) {
                holding.insert((row.kind, row.key.clone()), row);
            }
        }
        holding.into_values().filter(|row| row.value.is_some()).collect()
    }
}

impl From<Rate> for Fact {
    fn from(row: Rate) -> Self {
        Self {
            kind: row.kind,
            key: row.key,
            value: row.value,
            effective_from: row.effective_from,
            basis: row.legal_basis,
            article: row.article,
            confidence: row.confidence,
            recorded_n: row.recorded_n,
            withdrawn_n: row.withdrawn_n,
        }
    }
}
