//! What questions are answered from: the books, the ground, and what was found out since the last write.
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    answer::Quote,
    compute::{self, Books},
    problems, queries,
    question::Question,
};
use crate::{
    access::Scope,
    base::{Day, Error, Result, id::AreaId, text::Code},
    db::Conn,
    features::{
        areas::{self, Lineage},
        lists::{self, List},
        rates::{self, RateKind},
        support_rules,
    },
    rest::Standing,
};

/// What questions are answered from, kept in memory until the law changes.
#[derive(Default)]
pub struct Desktop {
    books: Books,
    /// Where places lay: areas and their past never change, only new ones are made.
    lineages: Mutex<HashMap<AreaId, Arc<Lineage>>>,
    /// Groups that were found in the list: entries are never taken out.
    groups: Mutex<HashSet<String>>,
}

/// The most places whose past is kept in memory: more than the country has communes.
const MOST_LINEAGES: usize = 20_000;

impl Desktop {
    /// The books.
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// Whether every group that a question names was met before.
    fn knows_groups(&self, q: &Question) -> bool {
        let known = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        q.claimed().all(|group| known.contains(&**group))
    }

    /// The ground a question is asked on; where there are no local rules nobody has to know.
    pub fn ground(&self, conn: &mut Conn, books: &Books, q: &Question) -> Result<Arc<Lineage>> {
        if !books.rules.any(q.scheme) && q.former_area_id.is_none() {
            return Ok(Arc::new(Lineage::of(q.area_id, BTreeMap::new())));
        }
        let kept = self.lineages.lock().unwrap_or_else(PoisonError::into_inner).get(&q.area_id).cloned();
        let lineage = match kept {
            Some(lineage) => lineage,
            None => {
                let lineage = Arc::new(areas::lineage(conn, q.area_id)?);
                let mut all = self.lineages.lock().unwrap_or_else(PoisonError::into_inner);
                if all.len() >= MOST_LINEAGES {
                    all.clear();
                }
                all.insert(q.area_id, Arc::clone(&lineage));
                lineage
            }
        };
        if q.former_area_id.is_some_and(|former| lineage.former_lay_in(former, former).is_none()) {
            return Err(problems::NOT_FORMER.field("/former_area_id", "not-former", problems::NOT_FORMER.title).into());
        }
        Ok(lineage)
    }

    /// Refuses a group that the list does not have; the list is read only for one that was never met.
    fn refuse_unknown_groups(&self, conn: &mut Conn, q: &Question) -> Result<()> {
        if self.knows_groups(q) {
            return Ok(());
        }
        let mut known = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(lists::codes(conn, List::Group)?);
        let unknown = |groups: &[Code]| groups.iter().position(|group| !known.contains(&**group));
        if let Some(at) = unknown(&q.groups) {
            return Err(problems::unknown_group(format!("/groups/{at}")).into());
        }
        for (member, asked) in q.members.iter().enumerate() {
            if let Some(at) = unknown(&asked.groups) {
                return Err(problems::unknown_group(format!("/members/{member}/groups/{at}")).into());
            }
        }
        Ok(())
    }
}

/// What questions are answered from after `known` changes: from the shelf, unless the law changed since.
fn desktop(conn: &mut Conn, shelf: &Standing, known: i64) -> Result<Arc<Desktop>> {
    shelf.newest(known, || fresh(conn))
}

/// The books as they lie in the database, for a change that has no shelf at hand.
///
/// # Errors
/// When the database fails.
pub fn fresh(conn: &mut Conn) -> Result<Desktop> {
    let books = Books { law: rates::book(conn)?, rules: support_rules::book(conn)? };
    Ok(Desktop { books, ..Desktop::default() })
}

/// What questions are answered from, with the number of changes that are recorded.
///
/// # Errors
/// When the database fails.
pub fn present(conn: &mut Conn, shelf: &Standing) -> Result<(Arc<Desktop>, i64)> {
    let known = rates::law_number(conn)?;
    Ok((desktop(conn, shelf, known)?, known))
}

/// Answers a question within the scope.
///
/// # Errors
/// `not-found` for the area, `unknown-group`, and a refusal for every wrong fact.
pub fn quote(conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<(Quote, i64)> {
    let laid_out = lay_out(conn, scope, shelf, q)?;
    Ok((laid_out.quote(q, scope.today())?, laid_out.known))
}

/// Everything an answer takes.
#[derive(Clone)]
pub struct LaidOut {
    pub desktop: Arc<Desktop>,
    /// How many changes of the law are recorded.
    pub known: i64,
    pub lineage: Arc<Lineage>,
}

impl LaidOut {
    /// Refuses a card that would begin later after the payment than is taken: prices and supports of that day are not known.
    ///
    /// # Errors
    /// `day-too-far`.
    pub fn refuse_far_cards(&self, q: &Question, today: Day) -> Result<()> {
        let on = q.on.unwrap_or(today);
        let most = self.desktop.books().law.on(RateKind::CardDays, "ahead", on, self.known).and_then(|fact| fact.value);
        let Some(days) = most else { return Ok(()) };
        let far = |ended: Day| ended.plus_days(1) > on.plus_days(days);
        match q.members.iter().position(|m| m.previous_cover_ended_on.is_some_and(far)) {
            Some(at) => Err(problems::card_too_far(at, days).into()),
            None => Ok(()),
        }
    }

    fn quote(&self, q: &Question, today: Day) -> Result<Quote> {
        self.refuse_far_cards(q, today)?;
        compute::quote(self.desktop.books(), self.known, &self.lineage, q, today)
    }
}

/// The same, after the question was held against what is there.
///
/// # Errors
/// As [`quote`].
pub fn lay_out(conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<LaidOut> {
    refuse_far_days(q, scope.today())?;
    let (known, reached) = queries::standing(conn, scope, q.area_id)?;
    if !reached {
        areas::require(conn, scope, q.area_id, "/area_id")?;
    }
    let desktop = desktop(conn, shelf, known)?;
    desktop.refuse_unknown_groups(conn, q)?;
    let lineage = desktop.ground(conn, &desktop.books, q)?;
    Ok(LaidOut { desktop, known, lineage })
}

/// What questions found out since the last write: whoever asks about the same place again need not wait for the database.
#[derive(Default)]
pub struct AtHand(Mutex<HashMap<Asked, LaidOut>>);

/// A place, by whom it was reached, and on which day.
type Asked = (AreaId, Vec<AreaId>, Day);

impl AtHand {
    /// The answer to a question about a place that this scope reached since the last write.
    ///
    /// # Errors
    /// As [`quote`].
    pub fn quote(&self, scope: &Scope, q: &Question) -> Result<Option<Quote>> {
        let Some(laid_out) = asked(scope, q).and_then(|asked| self.found().get(&asked).cloned()) else {
            return Ok(None);
        };
        if !laid_out.desktop.knows_groups(q) {
            return Ok(None);
        }
        refuse_far_days(q, scope.today())?;
        laid_out.quote(q, scope.today()).map(Some)
    }

    /// The same as [`quote`]; what it found is at hand until the next write.
    ///
    /// # Errors
    /// As [`quote`].
    pub fn find(&self, conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<Quote> {
        let laid_out = lay_out(conn, scope, shelf, q)?;
        let quote = laid_out.quote(q, scope.today())?;
        if let Some(asked) = asked(scope, q) {
            let mut found = self.found();
            if found.len() < MOST_LINEAGES {
                found.insert(asked, laid_out);
            }
        }
        Ok(quote)
    }

    fn found(&self) -> MutexGuard<'_, HashMap<Asked, LaidOut>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a question is found again; one that names a former area is laid out each time.
fn asked(scope: &Scope, q: &Question) -> Option<Asked> {
    (!scope.is_whole() && q.former_area_id.is_none()).then(|| (q.area_id, scope.roots().to_vec(), scope.today()))
}

/// Nobody pays further ahead, and no card is held for longer.
const YEARS_AHEAD: u32 = 10;

/// Refuses days from which nothing could be computed that a calendar here holds.
fn refuse_far_days(q: &Question, today: Day) -> Result<()> {
    let last = today.plus_months(YEARS_AHEAD * 12);
    let far = |pointer: String| Error::from(problems::TOO_FAR.field(pointer, "too-far", problems::TOO_FAR.title));
    if q.on.is_some_and(|on| on > last) {
        return Err(far("/on".into()));
    }
    match q.members.iter().position(|m| m.previous_cover_ended_on.is_some_and(|ended| ended > last)) {
        Some(at) => Err(far(format!("/members/{at}/previous_cover_ended_on"))),
        None => Ok(()),
    }
}
