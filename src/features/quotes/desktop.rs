//! What questions are answered from: the books, the ground, and what earlier questions found out.
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
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
    rest::{Api, Standing},
};

/// What questions are answered from, kept in memory until the law changes.
#[derive(Default)]
pub struct Desktop {
    books: Books,
    known: Arc<Known>,
}

/// What was found out and does not depend on the law: it outlives its changes.
#[derive(Default)]
struct Known {
    /// Where places lay: areas and their past never change, only new ones are made.
    lineages: Mutex<HashMap<AreaId, Arc<Lineage>>>,
    /// Groups that were found in the list: entries are never taken out.
    groups: Mutex<HashSet<String>>,
    /// Places that are reached: what lies in an area on a day goes on lying there.
    reached: Mutex<HashMap<Standpoint, HashSet<AreaId>>>,
}

/// From which areas places are reached, and on which day.
type Standpoint = (Vec<AreaId>, Day);

/// The most places that are kept in memory: more than the country has communes.
const MOST_PLACES: usize = 20_000;
/// The most places that are noted as reached, over all who reach them.
const MOST_REACHED: usize = 500_000;
/// Places that are looked up together.
const AT_ONCE: usize = 500;

fn held<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Known {
    /// Finds where places lay.
    fn survey(&self, conn: &mut Conn, places: &[AreaId]) -> Result<()> {
        for some in places.chunks(AT_ONCE) {
            let found = areas::lineages(conn, some)?;
            let mut all = held(&self.lineages);
            if all.len() >= MOST_PLACES {
                all.clear();
            }
            all.extend(found.into_iter().map(|(place, lineage)| (place, Arc::new(lineage))));
        }
        Ok(())
    }
}

impl Desktop {
    /// The books.
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// Whether every group that a question names was met before.
    fn knows_groups(&self, q: &Question) -> bool {
        let known = held(&self.known.groups);
        q.claimed().all(|group| known.contains(&**group))
    }

    /// The ground a question is asked on, as far as it was found before; where there are no local rules nobody has to know.
    fn known_ground(&self, books: &Books, q: &Question) -> Option<Arc<Lineage>> {
        if !books.rules.any(q.scheme) && q.former_area_id.is_none() {
            return Some(Arc::new(Lineage::of(q.area_id, BTreeMap::new())));
        }
        held(&self.known.lineages).get(&q.area_id).cloned()
    }

    /// The ground a question is asked on.
    pub fn ground(&self, conn: &mut Conn, books: &Books, q: &Question) -> Result<Arc<Lineage>> {
        let lineage = match self.known_ground(books, q) {
            Some(lineage) => lineage,
            None => {
                self.known.survey(conn, &[q.area_id])?;
                self.known_ground(books, q).ok_or_else(|| Error::internal("a place without lineage"))?
            }
        };
        if q.former_area_id.is_some_and(|former| lineage.former_lay_in(former, former).is_none()) {
            return Err(problems::NOT_FORMER.field("/former_area_id", "not-former", problems::NOT_FORMER.title).into());
        }
        Ok(lineage)
    }

    /// Notes that the place of a question was found in the scope; with the first everything else in it.
    fn note_reached(&self, conn: &mut Conn, scope: &Scope, q: &Question) -> Result<()> {
        let Some(from) = reached_from(scope, q) else { return Ok(()) };
        let first = {
            let mut all = held(&self.known.reached);
            let first = !all.contains_key(&from);
            if first && all.values().map(HashSet::len).sum::<usize>() >= MOST_REACHED {
                all.clear();
            }
            all.entry(from.clone()).or_default().insert(q.area_id);
            first
        };
        if first {
            let within = queries::within(conn, scope)?;
            held(&self.known.reached).entry(from).or_default().extend(within);
        }
        Ok(())
    }

    /// Refuses a group that the list does not have; the list is read only for one that was never met.
    fn refuse_unknown_groups(&self, conn: &mut Conn, q: &Question) -> Result<()> {
        if self.knows_groups(q) {
            return Ok(());
        }
        let mut known = held(&self.known.groups);
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
    shelf.newest(known, |before: Option<Arc<Desktop>>| {
        let known = before.map(|before| Arc::clone(&before.known)).unwrap_or_default();
        Ok(Desktop { known, ..fresh(conn)? })
    })
}

/// Looks the map up once, before anybody asks: where each commune of today lies and lay.
///
/// # Errors
/// When the database fails.
pub fn look_around(api: &Api) -> Result<()> {
    api.db.read_now(|conn| {
        let (desktop, _) = present(conn, &api.law)?;
        let communes = areas::communes(conn)?;
        desktop.known.survey(conn, &communes)
    })
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
    desktop.note_reached(conn, scope, q)?;
    Ok(LaidOut { desktop, known, lineage })
}

/// The number of the law as it was found since the last write: what else a question takes lies on the desktop, so that
/// whoever asks about a place that was asked about before need not wait for the database.
#[derive(Default)]
pub struct AtHand(OnceLock<i64>);

impl AtHand {
    /// The answer to a question, if all that it takes is at hand.
    ///
    /// # Errors
    /// As [`quote`].
    pub fn quote(&self, scope: &Scope, shelf: &Standing, q: &Question) -> Result<Option<Quote>> {
        let Some(laid_out) = self.0.get().and_then(|known| at_hand(scope, shelf, q, *known)) else {
            return Ok(None);
        };
        refuse_far_days(q, scope.today())?;
        laid_out.quote(q, scope.today()).map(Some)
    }

    /// The same as [`quote`]; what it found is at hand from now on.
    ///
    /// # Errors
    /// As [`quote`].
    pub fn find(&self, conn: &mut Conn, scope: &Scope, shelf: &Standing, q: &Question) -> Result<Quote> {
        let (quote, known) = quote(conn, scope, shelf, q)?;
        let _ = self.0.set(known);
        Ok(quote)
    }
}

/// Everything an answer takes, if questions before this one found it.
fn at_hand(scope: &Scope, shelf: &Standing, q: &Question, known: i64) -> Option<LaidOut> {
    let desktop: Arc<Desktop> = shelf.kept(known)?;
    let reached = reached_from(scope, q)
        .is_some_and(|from| held(&desktop.known.reached).get(&from).is_some_and(|places| places.contains(&q.area_id)));
    let lineage = desktop.known_ground(&desktop.books, q).filter(|_| reached && desktop.knows_groups(q))?;
    Some(LaidOut { desktop, known, lineage })
}

/// From where the place of a question is reached; a question that names a former area is laid out each time.
fn reached_from(scope: &Scope, q: &Question) -> Option<Standpoint> {
    (!scope.is_whole() && q.former_area_id.is_none()).then(|| (scope.roots().to_vec(), scope.today()))
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
