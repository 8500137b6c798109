//! Who pays which part: the state first, by the group that gives most, then local rules in their order, never more than
//! the whole.
use std::sync::Arc;

use super::answer::{GroupPercent, GroupWon, LayerView, PerMonth, Source, Support, Warning, WarningCode, WonBecause};
use crate::{
    base::{
        Day,
        id::AreaId,
        money::{Exact, WHOLE_PPM, discounted},
        scheme::SoldScheme,
        share::Percent,
    },
    features::{
        areas::{Lies, Lineage},
        rates::{Fact, Law, RateKind},
        support_rules::{Basis, Begins, BudgetLevel, Claims, MonthOf, Rule, RuleBook, Stacking},
    },
};

/// The word for what the state gives everybody.
pub const EVERYBODY: &str = "other";

/// Parts per million as a percentage.
pub fn percent(ppm: i64) -> Percent {
    Percent(ppm / 100)
}

/// The group that decides about the state's support: the one that gives most, of several equals the one named first.
pub struct Won {
    pub fact: Arc<Fact>,
    pub ppm: i64,
    pub shown: GroupWon,
}

/// Finds it among these claims, of which each is supported as `kind` says on a day.
pub fn win<'g>(
    law: &mut Law<'_>,
    kind: RateKind,
    claims: impl Iterator<Item = &'g str>,
    everybody: bool,
    day: Day,
) -> Option<Won> {
    let mut found: Vec<(Arc<Fact>, i64)> = Vec::new();
    for group in claims.chain(everybody.then_some(EVERYBODY)) {
        if let Some(fact) = law.find(kind, group, day) {
            let ppm = fact.value.unwrap_or_default();
            // A group that is claimed twice counts once.
            if !found.iter().any(|(known, _)| Arc::ptr_eq(known, &fact)) {
                found.push((fact, ppm));
            }
        }
    }
    let most = found.iter().map(|(_, ppm)| *ppm).max()?;
    let at = found.iter().position(|(_, ppm)| *ppm == most)?;
    let (fact, ppm) = found.remove(at);
    let over: Vec<GroupPercent> = found
        .into_iter()
        .filter(|(other, _)| other.key != EVERYBODY)
        .map(|(other, ppm)| GroupPercent { group: other.key.clone(), percent: percent(ppm) })
        .collect();
    let because = match () {
        () if fact.key == EVERYBODY => WonBecause::Everybody,
        () if over.is_empty() => WonBecause::Only,
        () => WonBecause::Highest,
    };
    let shown = GroupWon { group: fact.key.clone(), percent: percent(ppm), because, over };
    Some(Won { fact, ppm, shown })
}

/// Somebody before the local rules: who, where, and the days on which a rule may have to be in force.
pub struct Asker<'q> {
    pub scheme: SoldScheme,
    pub claims: Claims<'q>,
    pub lineage: &'q Lineage,
    pub former: Option<AreaId>,
    pub on: Day,
    pub starts_on: Day,
    pub card_ends: Option<Day>,
    pub months: u32,
    pub local_before: u32,
}

/// A local rule that gives something, for so many months.
pub type Given<'b> = (&'b Rule, u32);

/// The local rules that mean somebody, and what is to be said about those that may.
pub fn local<'b>(rules: &'b RuleBook, known: i64, who: &Asker<'_>, paid_to: Day) -> (Vec<Given<'b>>, Vec<Warning>) {
    let (mut given, mut warnings) = (Vec::new(), Vec::new());
    for rule in rules.known(who.scheme, known) {
        let day = match rule.begins {
            Begins::Payment => who.on,
            Begins::CoverageStart => who.starts_on,
            Begins::DayAfterCurrentCard => {
                who.card_ends.filter(|ends| *ends >= who.on).map_or(who.on, |ends| ends.plus_days(1))
            }
        };
        if !rule.in_force(rules, day, known) {
            continue;
        }
        let lies = rule.holds_at(who.lineage, who.former);
        let said = |code| Warning { rule: Some(rule.number.clone()), ..Warning::of(code) };
        match (lies, rule.means(who.claims)) {
            (Lies::Outside, _) => {}
            (_, false) => {
                if rule.hangs_on_unsaid(who.claims) {
                    warnings.push(said(WarningCode::LocalRuleUnsaid));
                }
            }
            (Lies::PartlyIn, true) => warnings.push(said(WarningCode::LegacyAreaUnclear)),
            (Lies::In, true) => {
                let left = rule.max_months.map(|most| u32::try_from(most).unwrap_or_default());
                let months = left.map_or(who.months, |most| most.saturating_sub(who.local_before).min(who.months));
                if months > 0 {
                    given.push((rule, months));
                }
                if let Some(last) = rule.last_day(rules, known).filter(|last| *last < paid_to) {
                    warnings.push(Warning { on: Some(last), ..said(WarningCode::LocalRuleEnds) });
                }
            }
        }
    }
    (given, warnings)
}

/// The first day after `on` on which the local rules that may mean somebody there are others.
pub fn next_rule_change(rules: &RuleBook, known: i64, who: &Asker<'_>, to: Day) -> Option<Day> {
    let days = rules
        .known(who.scheme, known)
        .filter(|rule| rule.means(who.claims) && rule.holds_at(who.lineage, who.former) != Lies::Outside)
        .flat_map(|rule| [Some(rule.effective_from), rule.last_day(rules, known).map(|last| last.plus_days(1))]);
    days.flatten().filter(|day| who.on < *day && *day <= to).min()
}

/// What is paid, before supports.
pub struct Due {
    /// One month.
    pub month: Exact,
    /// One month at the lowest income; the same where the scheme has none.
    pub floor_month: Exact,
    pub months: u32,
    /// All of it: more or less than the months together when paid at once.
    pub full_vnd: i64,
    /// What supports of each month are worth when all is paid at once: the interest a month by which they are discounted.
    pub discount_ppm: Option<i64>,
}

/// What the state gives, and for how many months.
pub struct StateGives<'w> {
    pub won: &'w Won,
    pub of: Basis,
    pub month: Exact,
    pub months: u32,
}

/// Supports in sum and one by one.
#[derive(Debug, Default)]
pub struct Tally {
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub supports: Vec<Support>,
    /// Supports of one month, when every month has the same.
    pub month: Option<Exact>,
}

impl Due {
    /// What an amount for the months after `from` up to `to` is worth.
    fn worth(&self, month: Exact, from: u32, to: u32) -> Exact {
        let Some(interest) = self.discount_ppm else { return month.times(to.saturating_sub(from)) };
        let up_to = |months| discounted(month.rounded(), WHOLE_PPM, months, interest);
        Exact::of(up_to(to) - up_to(from))
    }

    /// Puts the supports on top of each other, month by month where their months differ.
    pub fn supported(&self, state: Option<&StateGives<'_>>, given: &[Given<'_>]) -> Tally {
        let state_months = state.map_or(0, |s| s.months);
        let mut ends: Vec<u32> = given.iter().map(|(_, months)| *months).chain([state_months, self.months]).collect();
        ends.retain(|end| *end > 0 && *end <= self.months);
        ends.sort_unstable();
        ends.dedup();
        let (mut by_state, mut by_rule) = (Exact::default(), vec![Exact::default(); given.len()]);
        let (mut from, mut monthly) = (0, Vec::new());
        for to in ends {
            let state_gives = state.filter(|s| from < s.months).map(|s| s.month.min(self.month));
            let mut supported = state_gives.unwrap_or_default();
            by_state = by_state.plus(self.worth(supported, from, to));
            let before = supported;
            for (at, ((rule, months), total)) in given.iter().zip(&mut by_rule).enumerate() {
                if from < *months && !self.outdone(given, at, before, from) {
                    let gives = rule.monthly(self.month_of(supported));
                    supported = supported.plus(gives);
                    *total = total.plus(self.worth(gives, from, to));
                }
            }
            monthly.push(supported);
            from = to;
        }
        let mut left = self.full_vnd;
        let mut within = |amount: Exact| {
            let taken = amount.rounded().min(left);
            left -= taken;
            taken
        };
        let mut tally = Tally { month: monthly.first().copied().filter(|_| monthly.len() == 1), ..Tally::default() };
        if let Some(state) = state.filter(|s| s.months > 0) {
            tally.add_state(state, within(by_state));
        }
        for ((rule, months), amount) in given.iter().zip(by_rule) {
            tally.add_local(rule, *months, within(amount));
        }
        tally
    }

    fn month_of(&self, supported: Exact) -> MonthOf {
        MonthOf { full: self.month, floor: self.floor_month, supported }
    }

    /// One month as it is shown, when every month has the same supports.
    pub fn shown(&self, tally: &Tally) -> Option<PerMonth> {
        let (full_vnd, supports_vnd) = (self.month.rounded(), tally.month?.rounded());
        Some(PerMonth { full_vnd, supports_vnd, payable_vnd: full_vnd - supports_vnd })
    }

    /// Whether another rule of the same resolution, of which only one gives, gives more in the month after `from`.
    fn outdone(&self, given: &[Given<'_>], at: usize, supported: Exact, from: u32) -> bool {
        let Some((rule, _)) = given.get(at).filter(|(rule, _)| rule.stacking == Stacking::Highest) else {
            return false;
        };
        let gives = |rule: &Rule| rule.monthly(self.month_of(supported));
        given.iter().enumerate().any(|(other_at, (other, months))| {
            let rival = other_at != at && other.stacking == Stacking::Highest && from < *months;
            rival
                && other.same_resolution(rule)
                && (gives(other), std::cmp::Reverse(other_at)) > (gives(rule), std::cmp::Reverse(at))
        })
    }
}

impl Tally {
    fn add_state(&mut self, state: &StateGives<'_>, amount_vnd: i64) {
        self.state_vnd += amount_vnd;
        self.supports.push(Support {
            source: Source::State,
            group: Some(state.won.fact.key.clone()),
            percent: Some(percent(state.won.ppm)),
            of: state.of,
            months: state.months,
            amount_vnd,
            basis: state.won.fact.basis.clone(),
            article: state.won.fact.article.clone(),
            rule_id: None,
            layers: Vec::new(),
        });
    }
    /// A rule's gift: what funds and sponsors pay of it is `other`.
    fn add_local(&mut self, rule: &Rule, months: u32, amount_vnd: i64) {
        if amount_vnd == 0 {
            return;
        }
        let layers = rule.layered(amount_vnd);
        for (source, takes) in [(Source::Local, false), (Source::Other, true)] {
            let own: Vec<LayerView> = layers
                .iter()
                .filter(|(level, _)| (*level == BudgetLevel::Other) == takes)
                .map(|(level, amount_vnd)| LayerView { level: *level, amount_vnd: *amount_vnd })
                .collect();
            let sum: i64 = own.iter().map(|layer| layer.amount_vnd).sum();
            if own.is_empty() {
                continue;
            }
            *(if takes { &mut self.other_vnd } else { &mut self.local_vnd }) += sum;
            self.supports.push(Support {
                source,
                group: rule.all_groups.first().or(rule.any_groups.first()).cloned(),
                percent: (rule.basis != Basis::FixedAmount).then(|| percent(rule.value)),
                of: rule.basis,
                months,
                amount_vnd: sum,
                basis: rule.number.clone(),
                article: rule.article.clone(),
                rule_id: Some(rule.id),
                layers: own,
            });
        }
    }
}

/// The supports of several members, those of one source, group and rule together.
pub fn together<'s>(all: impl Iterator<Item = &'s Support>) -> Vec<Support> {
    let mut sums: Vec<Support> = Vec::new();
    for support in all {
        let same = |known: &&mut Support| {
            (known.source, &known.group, known.percent, known.rule_id)
                == (support.source, &support.group, support.percent, support.rule_id)
        };
        match sums.iter_mut().find(same) {
            None => sums.push(support.clone()),
            Some(known) => {
                known.amount_vnd += support.amount_vnd;
                known.months = known.months.max(support.months);
                for (mine, more) in known.layers.iter_mut().zip(&support.layers) {
                    mine.amount_vnd += more.amount_vnd;
                }
            }
        }
    }
    sums
}
