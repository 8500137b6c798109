//! Rows of local rules.
use std::collections::HashMap;

use diesel::prelude::*;

use super::rule::{Basis, Begins, Layer, Residency, Rule, Stacking};
use crate::{
    base::{
        Day, Error, Moment, Result,
        id::{AreaId, DocumentId, OrganisationId, SupportRuleId, UserId},
        scheme::SoldScheme,
    },
    db::{
        schema::{support_rule_areas, support_rule_ends, support_rules},
        text_column,
    },
};

text_column!(Basis, Stacking, Begins, Residency);

/// A rule as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = support_rules, treat_none_as_default_value = false)]
pub struct RuleRow {
    pub id: SupportRuleId,
    /// Whose rule it is: the province, or whatever issued it.
    pub area_id: AreaId,
    pub issuer_id: OrganisationId,
    pub number: String,
    pub year: i32,
    pub document_id: Option<DocumentId>,
    pub scheme: SoldScheme,
    /// Words with commas, like the two below.
    pub all_groups: String,
    pub any_groups: String,
    pub none_groups: String,
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    pub residency: Residency,
    pub basis: Basis,
    pub value: i64,
    /// JSON.
    pub layers: String,
    pub stacking: Stacking,
    pub cap_ppm: i64,
    pub effective_from: Day,
    pub effective_to: Option<Day>,
    pub begins: Begins,
    pub max_months: Option<i32>,
    pub supersedes_id: Option<SupportRuleId>,
    pub article: Option<String>,
    pub note: Option<String>,
    pub recorded_at: Moment,
    pub recorded_n: i64,
    pub recorded_by: Option<UserId>,
}

/// Where a rule holds.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = support_rule_areas)]
pub struct RuleArea {
    pub rule_id: SupportRuleId,
    pub area_id: AreaId,
}

/// The end of a rule.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = support_rule_ends, treat_none_as_default_value = false)]
pub struct RuleEnd {
    pub rule_id: SupportRuleId,
    pub last_day: Day,
    pub why: String,
    pub recorded_at: Moment,
    pub recorded_n: i64,
    pub recorded_by: Option<UserId>,
}

/// Group words from such a column.
pub fn words(column: &str) -> Vec<String> {
    column.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Rows as values: each with its areas and its end.
pub fn values(rows: Vec<RuleRow>, areas: Vec<RuleArea>, ends: Vec<RuleEnd>) -> Result<Vec<Rule>> {
    let mut at: HashMap<SupportRuleId, Vec<AreaId>> = HashMap::new();
    for row in areas {
        at.entry(row.rule_id).or_default().push(row.area_id);
    }
    let ends: HashMap<SupportRuleId, (Day, i64)> =
        ends.into_iter().map(|end| (end.rule_id, (end.last_day, end.recorded_n))).collect();
    rows.into_iter().map(|row| row.value(at.remove(&row.id).unwrap_or_default(), ends.get(&row.id).copied())).collect()
}

impl RuleRow {
    /// The row as a value.
    pub fn value(&self, area_ids: Vec<AreaId>, ended: Option<(Day, i64)>) -> Result<Rule> {
        let layers: Vec<Layer> = serde_json::from_str(&self.layers).map_err(Error::internal)?;
        Ok(Rule {
            id: self.id,
            area_ids,
            issuer_id: self.issuer_id,
            number: self.number.clone(),
            year: self.year,
            scheme: self.scheme,
            all_groups: words(&self.all_groups),
            any_groups: words(&self.any_groups),
            none_groups: words(&self.none_groups),
            age_from: self.age_from,
            age_to: self.age_to,
            residency: self.residency,
            basis: self.basis,
            value: self.value,
            layers,
            stacking: self.stacking,
            cap_ppm: self.cap_ppm,
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            begins: self.begins,
            max_months: self.max_months,
            supersedes_id: self.supersedes_id,
            article: self.article.clone(),
            recorded_n: self.recorded_n,
            ended,
        })
    }
}
