//! The generated campaign of the demonstration: a made-up province in which somebody put an effect, so that screens and tests have
//! something to find. Everything in it says "dữ liệu mẫu".
//!
//! It is written through the actions that users call, in the order of the days on which it would have happened, by a database
//! handle of its own whose clock stands on those days; the served program has none of that. Every step leaves a line in the audit
//! trail in the transaction that did it. Whoever starts again goes on after the last step: the plan is the same, for it follows
//! from the seed, the size and the day on which it was begun, and that day stands in the campaigns.
mod calendar;
mod compared;
mod coverage;
mod deeds;
mod doors;
mod doors_written;
mod homes;
mod outreach;
mod places;
mod plan;
mod sign_ups;
mod size;
mod staff;

use std::{collections::BTreeSet, sync::Arc};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub use size::Size;

use self::{calendar::Calendar, deeds::Desk, plan::Plan, staff::Staff};
use super::users::Person;
use crate::{
    access::{Actor, Scope},
    base::{Clock, Day, Error, Moment, Result, id::UserId, of, share::thousands},
    db::{Db, DbSettings, Event, Keys, Tx, Who},
    features::{audit_log, campaigns, organisations},
    rest::{Calling, Standing},
};

/// What a step of the sample is called in the audit trail.
const STEP: &str = "sample_step";
/// The last step.
const LAST: &str = "done";
/// On the evening of a day, an hour after the last visit, it is written down.
const EVENING_SECONDS: i64 = 22 * 3_600;

fn entered<T: DeserializeOwned>(body: Value) -> Result<T> {
    serde_json::from_value(body).map_err(Error::internal)
}

fn step_id(what: &str, n: usize) -> Result<crate::base::Id<of::SyncOp>> {
    super::dice::id(&format!("step {what}"), n, places::since())
}

fn scope(tx: &Tx) -> Scope {
    Scope::whole("the sample is entered by the program", tx.today())
}

/// The database of the sample, with a clock of its own.
struct Scribe {
    db: Db,
    clock: Clock,
    top: crate::base::id::AreaId,
    done: BTreeSet<String>,
}

impl Scribe {
    /// Does a step at an instant, unless it was done.
    fn once(
        &self,
        (what, n): (&str, usize),
        (at, by): (Moment, Option<UserId>),
        work: impl FnOnce(&mut Tx, &Scope) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let (id, top) = (step_id(what, n)?, self.top);
        if self.done.contains(id.as_str()) {
            return Ok(());
        }
        self.clock.advance_seconds(at.unix() - self.clock.now().unix());
        let actor = Actor { user_id: by, session_id: None, grants: Vec::new() };
        self.db.write_now(Who { actor, request_id: "sample".into() }, move |tx| {
            let scope = scope(tx);
            tx.part(|tx| work(tx, &scope))?;
            tx.record(Event::new("sample.written", STEP, id).in_area(top));
            Ok(())
        })
    }
}

fn evening(day: Day) -> Moment {
    day.begins_at().plus_seconds(EVENING_SECONDS)
}

/// Makes the sample, or goes on with one that was broken off; the sign-ins of it. One that is there stays as it is, whatever
/// size is asked for.
///
/// # Errors
/// When the database fails, or a rule refuses something, which is a mistake of ours.
pub fn prepare(settings: &DbSettings, keys: &Keys, calling: Calling, size: Size) -> Result<Vec<Person>> {
    let clock = Clock::fixed(Clock::System.now());
    let db = Db::open(settings, keys, &clock)?;
    let (places_step, last_step) = (step_id("places", 0)?, step_id(LAST, 0)?);
    if db.read_now(|conn| audit_log::has_line(conn, last_step))? {
        return Ok(staff::printed());
    }
    let begun = db.read_now(|conn| audit_log::has_line(conn, places_step))?;
    let today = clock.today();
    let (size, calendar) =
        if begun { again(&db, today)? } else { (size, db.read_now(|conn| Calendar::of(conn, today))?) };
    let Some(amounts) = size.amounts() else { return Ok(Vec::new()) };
    let plan = Arc::new(Plan::of(amounts, calendar)?);
    let done = db.read_now(|conn| audit_log::subjects(conn, STEP))?;
    let scribe = Scribe { db, clock, top: plan.places.top, done };
    write(&scribe, &plan, calling, size)?;
    Ok(staff::printed())
}

/// Size and days of a sample that was begun.
fn again(db: &Db, today: Day) -> Result<(Size, Calendar)> {
    let find = |n: usize| {
        let id = staff::campaign_id(n)?;
        db.read_now(|conn| {
            let scope = Scope::whole("the sample looks for its own campaign", today);
            let found = campaigns::require(conn, &scope, id, "/id")?;
            Ok((found.code.clone(), found.starts_on, found.ends_on))
        })
    };
    let ((code, first, end), (_, window_from, window_to)) = (find(0)?, find(1)?);
    let wrong = || Error::internal("the campaigns of the sample were changed, so it cannot go on");
    let size = Size::of_code(&code).ok_or_else(wrong)?;
    let (today, window_to) = end.zip(window_to).ok_or_else(wrong)?;
    Ok((size, Calendar::again(first, today, (window_from, window_to))))
}

fn say(plan: &Plan, part: usize) {
    let households = i64::try_from(plan.amounts.households).unwrap_or(0);
    eprintln!("Đang tạo dữ liệu mẫu… {} hộ, {part} %", thousands(households));
}

fn write(scribe: &Scribe, plan: &Arc<Plan>, calling: Calling, size: Size) -> Result<()> {
    say(plan, 0);
    let calendar = plan.calendar;
    let start = calendar.months().first().map_or(calendar.first, |(_, month)| month.first());
    let own = Arc::clone(plan);
    scribe.once(("places", 0), (evening(start), None), move |tx, scope| write_places(tx, scope, &own, size))?;
    for (offset, month) in calendar.months().into_iter().filter(|(_, m)| Calendar::entered(*m) < calendar.first) {
        write_figures(scribe, plan, (offset, month), None)?;
    }
    let brought = evening(calendar.first.plus_days(-homes::REGISTERED_DAYS));
    for commune in 0..plan.homes.len() {
        let own = Arc::clone(plan);
        scribe.once(("households", commune), (brought, None), move |tx, _| {
            homes::write(tx, own.homes.get(commune).map(Vec::as_slice).unwrap_or_default())
        })?;
        if commune % 10 == 9 {
            say(plan, 30 * commune / plan.homes.len().max(1));
        }
    }
    let own = Arc::clone(plan);
    let hired = evening(calendar.first.plus_days(1 - homes::REGISTERED_DAYS));
    scribe.once(("staff", 0), (hired, None), move |tx, scope| {
        staff::write(tx, &own.places)?;
        outreach::set_targets(tx, scope, &own, own.calendar.today.year())
    })?;
    let staff = Arc::new(scribe.db.read_now(|conn| Staff::of(conn, &plan.places))?);
    let desk = Desk { plan: Arc::clone(plan), staff: Arc::clone(&staff), law: Standing::default(), calling };
    let desk = Arc::new(desk);
    for (n, day) in calendar.days().enumerate() {
        write_day(scribe, &desk, (n, day))?;
        if n % 30 == 29 {
            say(plan, 30 + n * 70 / usize::try_from(calendar.today.days_since(calendar.first)).unwrap_or(1).max(1));
        }
    }
    scribe.db.tend_statistics()?;
    scribe.once((LAST, 0), (evening(calendar.yesterday()), None), |_, _| Ok(()))?;
    say(plan, 100);
    Ok(())
}

/// What happened on a day of work, in the order in which it did.
fn write_day(scribe: &Scribe, desk: &Arc<Desk>, (n, day): (usize, Day)) -> Result<()> {
    let (plan, calendar) = (&desk.plan, desk.plan.calendar);
    let (board, manager) = (Some(desk.staff.named(staff::BOARD)?), Some(desk.staff.manager()?));
    let at = evening(day);
    for month in coverage::entered_on(&calendar, day) {
        write_figures(scribe, plan, month, board)?;
    }
    let own = Arc::clone(plan);
    if calendar.registered() == day {
        scribe.once(("registered", 0), (at, board), move |tx, scope| compared::register(tx, scope, &own))?;
    }
    if calendar.looked() == day {
        scribe.once(("looked", 0), (at, board), compared::look)?;
    }
    if outreach::is_busy(plan, day) {
        let own = Arc::clone(plan);
        scribe.once(("outreach", n), (at, board), move |tx, scope| outreach::write(tx, scope, &own, day))?;
    }
    if compared::has_lists(plan, day) {
        let own = Arc::clone(desk);
        scribe.once(("lists", n), (at, board), move |tx, scope| {
            compared::write_lists(tx, scope, &own.plan, &own.staff, day)
        })?;
    }
    if plan.calls.contains_key(&day) {
        let own = Arc::clone(desk);
        scribe.once(("visits", n), (at, None), move |tx, scope| {
            doors_written::write(tx, scope, &own.plan, &own.staff, day)
        })?;
    }
    if plan.office.deeds.contains_key(&day) {
        let own = Arc::clone(desk);
        scribe.once(("deeds", n), (at, manager), move |tx, scope| own.write(tx, scope, day))?;
    }
    Ok(())
}

fn write_figures(
    scribe: &Scribe,
    plan: &Arc<Plan>,
    (offset, month): (i64, crate::base::month::Month),
    by: Option<UserId>,
) -> Result<()> {
    let own = Arc::clone(plan);
    let n = usize::try_from(offset + 500).unwrap_or(0);
    scribe.once(("figures", n), (evening(Calendar::entered(month)), by), move |tx, scope| {
        coverage::write(tx, scope, &own.places, (offset, month), &own.assigned)
    })
}

/// The province, its bodies and its campaigns: the first step, by which the others are known.
fn write_places(tx: &mut Tx, scope: &Scope, plan: &Plan, size: Size) -> Result<()> {
    use crate::features::areas;
    let top = plan.places.top;
    areas::insert_made_up(tx, top, places::since(), plan.places.made_up())?;
    for (body, name, kind) in places::BODIES {
        let input =
            json!({ "id": body.id()?, "name": format!("{name} {}", places::LABEL), "kind": kind, "area_id": top });
        organisations::create_organisation(tx, scope, entered(input)?)?;
    }
    let calendar = plan.calendar;
    let (from, to) = calendar.window;
    let spans = [(calendar.first, calendar.today), (from, to), (to.plus_days(1), to.plus_months(4))];
    for (n, ((code, name), (starts_on, ends_on))) in staff::CAMPAIGNS.iter().zip(spans).enumerate() {
        let code = if code.is_empty() { size.code() } else { code };
        let input = json!({ "id": staff::campaign_id(n)?, "code": code, "name": format!("{name} {}", places::LABEL),
                            "area_id": top, "owner_id": places::Body::Board.id()?, "schemes": ["bhyt_hgd", "bhxh_tn"],
                            "starts_on": starts_on, "ends_on": ends_on });
        campaigns::create_campaign(tx, scope, entered(input)?)?;
    }
    Ok(())
}
