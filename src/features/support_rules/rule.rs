//! A local rule as a value: whom it means, where, when, and what it adds.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    base::{
        Day,
        id::{AreaId, OrganisationId, SupportRuleId},
        money::{Exact, WHOLE_PPM, share},
        scheme::SoldScheme,
        text_enum::text_enum,
    },
    features::areas::{Lies, Lineage},
};

text_enum! {
    /// What a rule's value is a share of.
    pub enum Basis as "RuleBasis" {
        /// The contribution itself; parts per million.
        PctOfContribution = "pct_of_contribution",
        /// The contribution at the lowest income; parts per million.
        PctOfFloorContribution = "pct_of_floor_contribution",
        /// Đồng a month.
        FixedAmount = "fixed_amount",
        /// What all supports together come to, of the contribution; parts per million.
        TopUpToPct = "top_up_to_pct",
    }
}
text_enum! {
    /// How rules of one resolution meet.
    pub enum Stacking {
        /// Each adds what it gives.
        Add = "add",
        /// Of the rules of one resolution that are marked so, only the one that gives most.
        Highest = "highest",
    }
}
text_enum! {
    /// On which day a rule must be in force.
    pub enum Begins {
        /// The day of payment.
        Payment = "payment",
        /// The first day of cover.
        CoverageStart = "coverage_start",
        /// The day after the card that is held ends; the day of payment when none is.
        DayAfterCurrentCard = "day_after_current_card",
    }
}
text_enum! {
    /// Who counts as living there.
    pub enum Residency {
        /// Whoever takes part there.
        Any = "any",
        /// Permanent residents.
        Permanent = "permanent",
    }
}
text_enum! {
    /// Whose budget pays.
    pub enum BudgetLevel {
        /// The province.
        Province = "province",
        /// The district, until 30/6/2025.
        District = "district",
        /// The commune.
        Commune = "commune",
        /// Funds, sponsors.
        Other = "other",
    }
}

/// A part of what a rule gives, and who pays it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub level: BudgetLevel,
    /// Of what the rule gives, parts per million.
    #[serde(deserialize_with = "ppm")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub share_ppm: i64,
}
fn ppm<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    crate::base::whole::between(deserializer, 1, WHOLE_PPM)
}

/// A rule with everything that decides about it.
#[derive(Debug, Clone)]
pub struct Rule {
    pub id: SupportRuleId,
    pub area_ids: Vec<AreaId>,
    pub issuer_id: OrganisationId,
    pub number: String,
    pub year: i32,
    pub scheme: SoldScheme,
    pub all_groups: Vec<String>,
    pub any_groups: Vec<String>,
    pub none_groups: Vec<String>,
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    pub residency: Residency,
    pub basis: Basis,
    /// Parts per million, or đồng a month for a fixed amount.
    pub value: i64,
    pub layers: Vec<Layer>,
    pub stacking: Stacking,
    pub cap_ppm: i64,
    pub effective_from: Day,
    pub effective_to: Option<Day>,
    pub begins: Begins,
    pub max_months: Option<i32>,
    pub supersedes_id: Option<SupportRuleId>,
    pub article: Option<String>,
    /// The change of the law that recorded it.
    pub recorded_n: i64,
    /// Its last day when it was ended, and the change that said so.
    pub ended: Option<(Day, i64)>,
}

/// What is said of somebody.
#[derive(Debug, Clone, Copy)]
pub struct Claims<'q> {
    pub groups: &'q [String],
    pub age: Option<i32>,
    pub permanent_resident: Option<bool>,
}

/// A month's contribution and what is paid of it already.
#[derive(Debug, Clone, Copy)]
pub struct MonthOf {
    pub full: Exact,
    /// At the lowest income; the full amount where the scheme has none.
    pub floor: Exact,
    pub supported: Exact,
}

impl Rule {
    /// Whether it means somebody of whom this is said.
    pub fn means(&self, claims: Claims<'_>) -> bool {
        let claimed = |group: &String| claims.groups.contains(group);
        let aged = |least: Option<i32>, fits: fn(i32, i32) -> bool| {
            least.is_none_or(|bound| claims.age.is_some_and(|age| fits(age, bound)))
        };
        self.all_groups.iter().all(claimed)
            && (self.any_groups.is_empty() || self.any_groups.iter().any(claimed))
            && !self.none_groups.iter().any(claimed)
            && aged(self.age_from, |age, from| age >= from)
            && aged(self.age_to, |age, to| age <= to)
            && (self.residency == Residency::Any || claims.permanent_resident == Some(true))
    }

    /// Whether it would mean somebody if only the age or the residence were said.
    pub fn hangs_on_unsaid(&self, claims: Claims<'_>) -> bool {
        let age = claims.age.or(self.age_from).or(self.age_to);
        let said = Claims { age, permanent_resident: claims.permanent_resident.or(Some(true)), ..claims };
        !self.means(claims) && self.means(said)
    }

    /// Whether a place lies where it holds; `former` is the old commune somebody lives in, when it was said.
    pub fn holds_at(&self, lineage: &Lineage, former: Option<AreaId>) -> Lies {
        let at = |area: &AreaId| match former.and_then(|former| lineage.former_lay_in(former, *area)) {
            Some(lay) if lineage.lies_in(*area) != Lies::In => lay,
            _ => lineage.lies_in(*area),
        };
        let all: Vec<Lies> = self.area_ids.iter().map(at).collect();
        match () {
            () if all.contains(&Lies::In) => Lies::In,
            () if all.contains(&Lies::PartlyIn) => Lies::PartlyIn,
            () => Lies::Outside,
        }
    }

    /// Whether it was called off before it began, as known after `n` changes: then it never holds, and takes nobody's place.
    fn called_off(&self, n: i64) -> bool {
        self.ended.is_some_and(|(day, at)| at <= n && day < self.effective_from)
    }

    /// The last day on which it is in force, as known after `n` changes, where one is known.
    pub fn last_day(&self, book: &RuleBook, n: i64) -> Option<Day> {
        let ended = self.ended.filter(|(_, at)| *at <= n).map(|(day, _)| day);
        let followed = book
            .rules
            .iter()
            .filter(|later| later.supersedes_id == Some(self.id) && later.recorded_n <= n && !later.called_off(n))
            .map(|later| later.effective_from.before());
        [self.effective_to, ended, followed.min()].into_iter().flatten().min()
    }

    /// Whether it is in force on a day, as known after `n` changes.
    pub fn in_force(&self, book: &RuleBook, day: Day, n: i64) -> bool {
        self.recorded_n <= n && self.effective_from <= day && self.last_day(book, n).is_none_or(|last| day <= last)
    }

    /// What it gives of a month; never so much that all supports together pass its cap or the whole.
    pub fn monthly(&self, month: MonthOf) -> Exact {
        let wanted = match self.basis {
            Basis::PctOfContribution => month.full.part(self.value),
            Basis::PctOfFloorContribution => month.floor.part(self.value),
            Basis::FixedAmount => Exact::of(self.value),
            Basis::TopUpToPct => month.full.part(self.value).less(month.supported),
        };
        wanted.min(month.full.part(self.cap_ppm.min(WHOLE_PPM)).less(month.supported))
    }

    /// Rules of which only one gives, when they are marked `highest`.
    pub fn same_resolution(&self, other: &Self) -> bool {
        (self.issuer_id, &self.number, self.year) == (other.issuer_id, &other.number, other.year)
    }

    /// What each budget pays of an amount; the last takes what rounding leaves.
    pub fn layered(&self, amount_vnd: i64) -> Vec<(BudgetLevel, i64)> {
        let mut left = amount_vnd;
        let last = self.layers.len().saturating_sub(1);
        let part = |(at, layer): (usize, &Layer)| {
            let part = if at == last { left } else { share(amount_vnd, layer.share_ppm).min(left) };
            left -= part;
            (layer.level, part)
        };
        self.layers.iter().enumerate().map(part).collect()
    }
}

/// Every rule ever recorded, in the order in which they apply.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    rules: Vec<Rule>,
}

impl RuleBook {
    /// The book of these rules, in any order.
    pub fn of(rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut rules: Vec<Rule> = rules.into_iter().collect();
        rules.sort_by_key(|rule| (rule.basis == Basis::TopUpToPct, rule.effective_from, rule.id));
        Self { rules }
    }
    /// The same book with one more rule.
    pub fn with(&self, rule: Rule) -> Self {
        Self::of(self.rules.iter().cloned().chain([rule]))
    }
    /// The same book in which a rule ends.
    pub fn ended(&self, id: SupportRuleId, last_day: Day, n: i64) -> Self {
        let mut book = self.clone();
        for rule in book.rules.iter_mut().filter(|rule| rule.id == id) {
            rule.ended = Some((last_day, n));
        }
        book
    }
    /// Those of a scheme that are known after `n` changes.
    pub fn known(&self, scheme: SoldScheme, n: i64) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.scheme == scheme && rule.recorded_n <= n)
    }
    /// Whether there is any of a scheme.
    pub fn any(&self, scheme: SoldScheme) -> bool {
        self.rules.iter().any(|rule| rule.scheme == scheme)
    }
}
