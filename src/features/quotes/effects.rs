//! Dry runs: which kept quotes that still hold would come out otherwise, if a decree or a resolution were recorded now.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::Quote,
    compute::{self, Books},
    desktop::{self, Desktop},
    holds::{answered, unless_refused},
    kept,
    next_payment::next,
    queries,
    question::Question,
};
use crate::{
    access::Scope,
    base::{
        Day, Error, Moment, Result,
        id::{AreaId, KeptQuoteId, SupportRuleId, UserId},
        scheme::SoldScheme,
    },
    db::{Conn, Seals},
    features::{
        rates::{self, CreateRate, Fact, FactView},
        support_rules::{self, CreateSupportRule, EndSupportRule},
    },
    rest::Standing,
};

/// The most kept quotes, and the most due renewals, that a dry run looks at.
const MOST: i64 = 20_000;
/// The most that it shows.
const SHOWN: usize = 50;

/// A kept quote that would come out otherwise.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedQuote {
    pub id: KeptQuoteId,
    pub area_id: AreaId,
    pub scheme: SoldScheme,
    pub on: Day,
    /// The last day on which it holds as it is.
    pub valid_to: Day,
    /// What it comes to by the law as it is known now.
    pub payable_vnd: i64,
    /// What it would come to; null where it would be refused.
    #[schema(required)]
    pub would_be_vnd: Option<i64>,
    /// The last day on which it would hold; null where another amount would be due on its own day.
    #[schema(required)]
    pub would_hold_to: Option<Day>,
}

/// What would follow from this change alone. Kept quotes themselves never change, but one that would come out otherwise is asked
/// for anew before anybody pays on it; so is one that would hold no longer than until the change.
#[derive(Debug, Serialize, ToSchema)]
pub struct Effects {
    /// What holds now on the first day of the change, for a rate.
    #[schema(required)]
    pub replaces: Option<FactView>,
    /// The first day from which something is otherwise.
    pub from: Day,
    /// The last day of that, where a later row is recorded already.
    #[schema(required)]
    pub to: Option<Day>,
    /// Kept quotes in reach that still hold, unused or promised and not yet paid, and were looked at.
    pub looked_at: usize,
    /// There are more than were looked at.
    pub more: bool,
    /// How many would come out otherwise.
    pub changed: usize,
    /// How many of those would be refused.
    pub refused: usize,
    /// Of those that would not, what people pay now and would pay.
    pub payable_vnd: i64,
    pub would_be_vnd: i64,
    /// Renewals in reach that are due and not lapsed, as many as were looked at: what their people pay next is no kept quote yet.
    pub renewals_looked_at: usize,
    /// There are more due renewals than were looked at.
    pub renewals_more: bool,
    /// Of how many the next payment would come out otherwise, paid in the same way on the day after the last one paid for.
    pub renewals_changed: usize,
    /// The first kept quotes that would come out otherwise.
    pub quotes: Vec<ChangedQuote>,
}

/// A new local rule, or the end of one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewSupportRule {
    /// The rule that would be recorded.
    pub rule: Option<CreateSupportRule>,
    /// The rule that would end, and how.
    pub ends_id: Option<SupportRuleId>,
    pub end: Option<EndSupportRule>,
}

/// Whoever looks, and with what.
pub struct Looking<'a> {
    pub scope: &'a Scope,
    pub seals: &'a Seals,
    pub shelf: &'a Standing,
    pub now: Moment,
    pub by: Option<UserId>,
}

/// What would follow from a new rate.
///
/// # Errors
/// What recording it would be refused for.
pub fn of_rate(conn: &mut Conn, looking: &Looking<'_>, input: CreateRate) -> Result<Effects> {
    let row = rates::draft(conn, input, looking.scope.today(), looking.now, looking.by)?;
    let (desktop, known) = desktop::present(conn, looking.shelf)?;
    let books = desktop.books();
    let (kind, key, from) = (row.kind, row.key.clone(), row.effective_from);
    let replaces = books.law.on(kind, &key, from, known).map(|fact| FactView::from(fact.as_ref()));
    let last = Day::of(2199, 12, 31).unwrap_or(from);
    let to = books.law.changes(kind, &key, (from, last), known).first().map(|fact| fact.effective_from.before());
    let new = Fact { recorded_n: known + 1, ..Fact::from(row) };
    let after = Books { law: books.law.with(new), rules: books.rules.clone() };
    compare(conn, looking, (&desktop, &after, known + 1), Effects { replaces, to, ..Effects::from_day(from) })
}

/// What would follow from a new local rule, or from the end of one.
///
/// # Errors
/// What recording it would be refused for.
pub fn of_rule(conn: &mut Conn, looking: &Looking<'_>, input: PreviewSupportRule) -> Result<Effects> {
    let (desktop, known) = desktop::present(conn, looking.shelf)?;
    let books = desktop.books();
    let (rules, from) = match (input.rule, input.ends_id, input.end) {
        (Some(rule), None, None) => {
            let (row, area_ids) = support_rules::draft(conn, looking.scope, rule, looking.now, looking.by)?;
            let value = support_rules::Rule { recorded_n: known + 1, ..row.value(area_ids, None)? };
            let from = value.effective_from;
            (books.rules.with(value), from)
        }
        (None, Some(id), Some(end)) => {
            support_rules::endable(conn, looking.scope, id, end.on)?;
            (books.rules.ended(id, end.on, known + 1), end.on.plus_days(1))
        }
        _ => return Err(super::problems::ONE_CHANGE.now().into()),
    };
    let after = Books { law: books.law.clone(), rules };
    compare(conn, looking, (&desktop, &after, known + 1), Effects::from_day(from))
}

impl Effects {
    fn from_day(from: Day) -> Self {
        Self {
            replaces: None,
            from,
            to: None,
            looked_at: 0,
            more: false,
            changed: 0,
            refused: 0,
            payable_vnd: 0,
            would_be_vnd: 0,
            renewals_looked_at: 0,
            renewals_more: false,
            renewals_changed: 0,
            quotes: Vec::new(),
        }
    }
}

/// Computes every kept quote that still holds, and what follows for who is due, with the books as they are and as they would be.
fn compare(
    conn: &mut Conn,
    looking: &Looking<'_>,
    (desktop, after, known): (&Desktop, &Books, i64),
    mut effects: Effects,
) -> Result<Effects> {
    let mut open = queries::open(conn, looking.scope, looking.scope.today(), MOST + 1)?;
    let most = usize::try_from(MOST).map_err(Error::internal)?;
    effects.more = open.len() > most;
    open.truncate(most);
    effects.looked_at = open.len();
    for row in &open {
        // What the law refuses or answers otherwise already does not follow from this change.
        let Some(now) = answered(conn, looking.seals, desktop, (desktop.books(), known - 1), row)? else { continue };
        let then = answered(conn, looking.seals, desktop, (after, known), row)?;
        let would_be_vnd = then.as_ref().map(|quote| quote.payable_vnd);
        let same = would_be_vnd == Some(now.payable_vnd);
        let would_hold_to = then.filter(|_| same).map(|quote| row.valid_to.min(quote.valid_to));
        if would_hold_to.is_some_and(|last| last >= row.valid_to.min(now.valid_to)) {
            continue;
        }
        effects.changed += 1;
        match would_be_vnd {
            Some(would_be) => {
                effects.payable_vnd += now.payable_vnd;
                effects.would_be_vnd += would_be;
            }
            None => effects.refused += 1,
        }
        if effects.quotes.len() < SHOWN {
            effects.quotes.push(ChangedQuote {
                id: row.id,
                area_id: row.area_id,
                scheme: row.scheme,
                on: row.on_day,
                valid_to: row.valid_to,
                payable_vnd: now.payable_vnd,
                would_be_vnd,
                would_hold_to,
            });
        }
    }
    count_renewals(conn, looking, (desktop, after, known), &mut effects)?;
    Ok(effects)
}

/// Counts the due renewals of which the next payment would be another. Who goes on is asked for nothing yet, so nothing of it is
/// summed up.
fn count_renewals(
    conn: &mut Conn,
    looking: &Looking<'_>,
    (desktop, after, known): (&Desktop, &Books, i64),
    effects: &mut Effects,
) -> Result<()> {
    let mut endings = queries::endings(conn, looking.scope, looking.scope.today(), MOST + 1)?;
    let most = usize::try_from(MOST).map_err(Error::internal)?;
    effects.renewals_more = endings.len() > most;
    endings.truncate(most);
    effects.renewals_looked_at = endings.len();
    for (row, ending) in &endings {
        let asked = next(kept::question(looking.seals, row)?, ending);
        let mut payable = |books: (&Books, i64)| payable(conn, desktop, books, &asked, &ending.member_key);
        let Some(now) = payable((desktop.books(), known - 1))? else { continue };
        if payable((after, known))? != Some(now) {
            effects.renewals_changed += 1;
        }
    }
    Ok(())
}

/// What a member pays by these books; none where they refuse the question.
fn payable(
    conn: &mut Conn,
    desktop: &Desktop,
    (books, known): (&Books, i64),
    asked: &Question,
    member_key: &str,
) -> Result<Option<i64>> {
    let lineage = desktop.ground(conn, books, asked)?;
    let on = asked.on.ok_or_else(|| Error::internal("the next payment has its day"))?;
    let quote = unless_refused(compute::quote(books, known, &lineage, asked, on))?;
    let member = |quote: Quote| quote.members.into_iter().find(|member| member.key == member_key);
    Ok(quote.and_then(member).map(|member| member.payable_vnd))
}
