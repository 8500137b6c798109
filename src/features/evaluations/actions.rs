//! What people can do with evaluations: try one, register it, look at it, withdraw it.
use std::collections::BTreeMap;

use super::{
    api::{CreateEvaluation, CreateEvaluationLook, WithdrawEvaluation},
    asking::{self, Months, numbered},
    comparing::{self, Site},
    drawing::{Drawn, Ticket, draw},
    gathering,
    model::{Evaluation, EvaluationDesign, Look, Unit},
    planning::{ALIKE_AREAS, ALIKE_HOUSEHOLDS, EvaluationPlan, Known, plan},
    problems, queries,
    verdict::{LookResult, verdict},
};
use crate::{
    access::Scope,
    base::{
        Error, Id, Moment, Result, Text,
        id::{AreaId, EvaluationId, UserId},
        month::Month,
        problem::{ALREADY_EXISTS, NOT_FOUND},
    },
    db::{Conn, Event, InScope, Tx},
    features::{
        areas::{self, Level},
        campaigns,
        walk_lists::{drawn_seed, ordering::lot},
    },
};

/// An evaluation as it would be registered, with its places and what it can see.
pub type Drafted = (Evaluation, Vec<Unit>, EvaluationPlan);

/// What an evaluation can see; nothing is kept, and of a draw over areas nothing is shown.
///
/// # Errors
/// As [`draft`].
pub fn preview(conn: &mut Conn, scope: &Scope, input: &CreateEvaluation, at: Moment) -> Result<EvaluationPlan> {
    Ok(draft(conn, scope, input, (at, None), (false, drawn_seed))?.2)
}

/// What an evaluation would be, the draw over areas included.
///
/// # Errors
/// `evaluation-window`, `evaluation-units`, `evaluation-not-drawn`, and when something it names is not there.
fn draft(
    conn: &mut Conn,
    scope: &Scope,
    input: &CreateEvaluation,
    (at, by): (Moment, Option<UserId>),
    (is_drawn, lot): (bool, impl FnOnce() -> Result<String>),
) -> Result<Drafted> {
    areas::require(conn, scope, input.area_id, "/area_id")?;
    campaigns::require(conn, scope, input.campaign_id, "/campaign_id")?;
    let months = asking::months(input)?;
    asking::check(input, months)?;
    check_places(conn, input)?;
    let seed = match input.design {
        EvaluationDesign::Lottery => Some(lot()?),
        EvaluationDesign::LotteryOfHouseholds => Some(seed_of_list(conn, scope, input)?),
        _ => None,
    };
    let mut row = registered(scope, input, months, (at, by));
    row.seed = seed;
    let units = places(&row, input);
    let mut known = known(conn, &row, &units, (input, months))?;
    if row.design == EvaluationDesign::Lottery && !is_drawn {
        known.balance.clear();
    }
    let plan = plan(&known);
    row.plan = serde_json::to_string(&plan).map_err(Error::internal)?;
    Ok((row, units, plan))
}

fn registered(
    scope: &Scope,
    input: &CreateEvaluation,
    months: Months,
    (at, by): (Moment, Option<UserId>),
) -> Evaluation {
    Evaluation {
        id: input.id.unwrap_or_else(Id::new),
        campaign_id: input.campaign_id,
        area_id: input.area_id,
        title: input.title.to_string(),
        design: input.design,
        scheme: input.scheme,
        outcome: input.design.outcome(),
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        from_month: months.from.first(),
        baseline_month: months.baseline.first(),
        registered_late: input.starts_on <= scope.today(),
        walk_list_id: input.walk_list_id,
        first_doors: input.first_doors.map(|doors| doors.0),
        seed: None,
        one_in: (input.design == EvaluationDesign::Lottery).then(|| input.one_in.map_or(2, |one_in| one_in.0)),
        cost_vnd: input.cost_vnd.map(|vnd| vnd.0),
        plan: String::new(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_why: None,
        created_by: by,
        created_at: at,
    }
}

/// Every place lies in the area, and all are of one level.
fn check_places(conn: &mut Conn, input: &CreateEvaluation) -> Result<()> {
    let ids: Vec<AreaId> = input.units.iter().map(|unit| unit.area_id).collect();
    let within = queries::within(conn, input.area_id, &ids, input.starts_on)?;
    let level = ids.first().and_then(|id| within.get(id)).copied();
    for (n, id) in ids.iter().enumerate() {
        let Some(own) = within.get(id) else {
            let missing = Text {
                vi: "Không nằm trong địa bàn của đánh giá",
                en: "Not an area of the evaluation's area",
            };
            return Err(NOT_FOUND.field(format!("/units/{n}/area_id"), "not-found", missing).into());
        };
        if Some(*own) != level || !matches!(own, Level::Commune | Level::Hamlet) {
            let detail = Text {
                vi: "Chỉ so xã với xã, thôn với thôn",
                en: "Communes stand beside communes, hamlets beside hamlets",
            };
            return Err(problems::UNITS.field(format!("/units/{n}/area_id"), "level", detail).into());
        }
    }
    Ok(())
}

/// The seed of the walk list, when it is in the order of its lot and leaves enough doors for both sides.
fn seed_of_list(conn: &mut Conn, scope: &Scope, input: &CreateEvaluation) -> Result<String> {
    let no_list = Text { vi: "Không tìm thấy danh sách đến nhà", en: "No such walk list" };
    let missing = || NOT_FOUND.field("/walk_list_id", "not-found", no_list);
    let id = input.walk_list_id.ok_or_else(missing)?;
    let list = queries::walk_list(conn, scope, id)?.ok_or_else(missing)?;
    if !queries::within(conn, input.area_id, &[list.area_id], input.starts_on)?.contains_key(&list.area_id) {
        return Err(missing().into());
    }
    let not_drawn = |pointer: &'static str, code| problems::NOT_DRAWN.field(pointer, code, problems::NOT_DRAWN.title);
    let seed = list.seed.clone().ok_or_else(|| not_drawn("/walk_list_id", "not-by-lot"))?;
    let doors: Vec<_> = queries::doors(conn, id)?.into_iter().map(|(door, _)| (lot(&seed, door), door)).collect();
    if !doors.is_sorted() {
        return Err(not_drawn("/walk_list_id", "not-by-lot").into());
    }
    let first = input.first_doors.map_or(0, |doors| usize::try_from(doors.0).unwrap_or(usize::MAX));
    if doors.len().saturating_sub(first) < 2 {
        return Err(not_drawn("/first_doors", "too-many").into());
    }
    Ok(seed)
}

/// The places in their order: of the lot, which is drawn here, or as they were named.
fn places(row: &Evaluation, input: &CreateEvaluation) -> Vec<Unit> {
    let stratum = |n: usize| input.units.get(n).and_then(|unit| unit.stratum.as_ref()).map(|s| s.to_string());
    let tickets: Vec<Ticket> = input
        .units
        .iter()
        .enumerate()
        .map(|(n, unit)| Ticket { area_id: unit.area_id, stratum: stratum(n).unwrap_or_default() })
        .collect();
    let all: Vec<Drawn> = match (&row.seed, row.one_in) {
        (Some(seed), Some(one_in)) => draw(seed, &tickets, usize::try_from(one_in).unwrap_or(2)),
        _ => input
            .units
            .iter()
            .map(|unit| Drawn {
                area_id: unit.area_id,
                stratum: String::new(),
                drawn_in: String::new(),
                assigned: unit.assigned.unwrap_or(unit.first_month.is_some()),
            })
            .collect(),
    };
    let first: BTreeMap<AreaId, Option<Month>> =
        input.units.iter().map(|unit| (unit.area_id, unit.first_month)).collect();
    all.into_iter()
        .zip(1..)
        .map(|(drawn, n)| Unit {
            evaluation_id: row.id,
            n,
            area_id: drawn.area_id,
            stratum: drawn.stratum,
            drawn_in: drawn.drawn_in,
            assigned: drawn.assigned,
            first_month: first.get(&drawn.area_id).copied().flatten().map(Month::first),
        })
        .collect()
}

/// What is known before the work of what is compared.
fn known(
    conn: &mut Conn,
    row: &Evaluation,
    units: &[Unit],
    (input, months): (&CreateEvaluation, Months),
) -> Result<Known> {
    let number = |n: usize| u32::try_from(n).map_or(f64::from(u32::MAX), f64::from);
    let mean = |all: &[f64]| (!all.is_empty()).then(|| all.iter().sum::<f64>() / number(all.len()));
    let share = input.expected_percent.map(|percent| percent.as_f64() / 100.0);
    let alike = input.alike_percent.map(|percent| percent.as_f64() / 100.0);
    let span = |from: Month, to: Month| usize::try_from(to.months_since(from) + 1).unwrap_or(0);
    let mut known = Known {
        design: row.design,
        registered_late: row.registered_late,
        sides: None,
        points: [span(months.from, months.baseline), span(months.baseline.plus(1), months.last)],
        share,
        people: None,
        alike: alike.unwrap_or(ALIKE_AREAS),
        balance: BTreeMap::new(),
        without_baseline: 0,
    };
    if row.design == EvaluationDesign::LotteryOfHouseholds {
        let (doors, somebody) = gathering::behind_doors(conn, row)?;
        let before: Vec<f64> =
            somebody.iter().filter_map(|one| one.covered_before).map(|yes| f64::from(u8::from(yes))).collect();
        let assigned = doors.iter().filter(|door| door.assigned).count();
        known.sides = Some([assigned, doors.len() - assigned]);
        known.people = Some(number(somebody.len()) / number(doors.len())).filter(|people| *people >= 1.0);
        known.share = share.or_else(|| mean(&before));
        known.alike = alike.unwrap_or(ALIKE_HOUSEHOLDS);
        known.without_baseline = somebody.len() - before.len();
        known.balance = comparing::alike_doors(&doors, &somebody);
    } else if row.design.has_units() {
        let sites = gathering::sites(conn, row, units)?;
        let before: Vec<f64> = sites.iter().filter_map(Site::before).map(|percent| percent / 100.0).collect();
        let people: Vec<f64> = sites.iter().filter_map(|site| site.people).collect();
        let firsts: Vec<Option<i64>> =
            units.iter().map(|unit| unit.first_month.map(|month| numbered(Month::of(month)))).collect();
        let assigned = units.iter().filter(|unit| unit.assigned).count();
        known.sides = Some(match row.design {
            EvaluationDesign::Staggered => comparing::begun(&firsts),
            _ => [assigned, units.len() - assigned],
        });
        known.people = mean(&people);
        known.share = share.or_else(|| mean(&before));
        known.without_baseline = sites.len() - before.len();
        known.balance = comparing::alike(&sites);
    }
    Ok(known)
}

/// Registers an evaluation, and draws where its design draws, by the seed that `lot` gives. Nothing of it changes after that.
///
/// # Errors
/// `evaluation-window`, `evaluation-units`, `evaluation-not-drawn`, and when something it names is not there; `already-exists`.
pub fn register(
    tx: &mut Tx,
    scope: &Scope,
    input: &CreateEvaluation,
    lot: impl FnOnce() -> Result<String>,
) -> Result<Drafted> {
    let (now, by) = (tx.now(), tx.actor().user_id);
    let drafted = draft(tx.conn()?, scope, input, (now, by), (true, lot))?;
    queries::insert(tx, &drafted.0, &drafted.1)?;
    tx.record(Event::new("evaluation.registered", "evaluation", drafted.0.id).in_area(drafted.0.area_id).fields([
        "campaign_id",
        "title",
        "design",
        "scheme",
        "starts_on",
        "ends_on",
        "units",
        "walk_list_id",
    ]));
    Ok(drafted)
}

/// What the figures of the day say. Nobody looks before the window is over: who may stop when the figure pleases finds
/// something in nothing. It is worked out outside the transaction that keeps it, since a thousand draws take their time.
///
/// # Errors
/// `evaluation-too-early`, `evaluation-withdrawn`, `not-found`.
pub fn see(conn: &mut Conn, scope: &Scope, id: EvaluationId, input: &CreateEvaluationLook) -> Result<LookResult> {
    let row = open(conn, scope, id)?;
    if scope.today() <= row.ends_on {
        return Err(problems::TOO_EARLY.now().into());
    }
    let units = queries::units(conn, row.id)?;
    let compared = gathering::compare(conn, &row, &units)?;
    let cost_vnd = input.cost_vnd.map(|vnd| vnd.0).or(row.cost_vnd);
    let beside = gathering::beside(conn, &row, &units, cost_vnd)?;
    Ok(verdict(&compared, beside))
}

/// Keeps what was seen, and counts the look.
///
/// # Errors
/// `evaluation-withdrawn`, `already-exists`, `not-found`.
pub fn keep(
    tx: &mut Tx,
    scope: &Scope,
    id: EvaluationId,
    input: &CreateEvaluationLook,
    seen: &LookResult,
) -> Result<Look> {
    let row = open(tx.conn()?, scope, id)?;
    if let Some(id) = input.id
        && queries::look_exists(tx.conn()?, id)?
    {
        return Err(ALREADY_EXISTS.now().into());
    }
    // Looks are counted: no other may come between.
    tx.alone()?;
    let look = Look {
        id: input.id.unwrap_or_else(Id::new),
        evaluation_id: row.id,
        area_id: row.area_id,
        n: queries::look_count(tx.conn()?, row.id)? + 1,
        looked_on: tx.today(),
        grade: seen.grade,
        result: serde_json::to_string(seen).map_err(Error::internal)?,
        created_by: tx.actor().user_id,
        created_at: tx.now(),
    };
    queries::insert_look(tx, &look)?;
    let line = Event::new("evaluation.looked_at", "evaluation", row.id);
    tx.record(line.in_area(row.area_id).fields(["looks"]));
    Ok(look)
}

/// The evaluation, while it stands.
fn open(conn: &mut Conn, scope: &Scope, id: EvaluationId) -> Result<InScope<Evaluation>> {
    let row = queries::find(conn, scope, id)?.ok_or_else(Error::not_found)?;
    if row.withdrawn_at.is_some() { Err(problems::WITHDRAWN.now().into()) } else { Ok(row) }
}

/// Withdraws an evaluation: it stays as it is, with every look, and says that it was withdrawn and why.
///
/// # Errors
/// `evaluation-withdrawn`, `not-found`.
pub fn withdraw(tx: &mut Tx, scope: &Scope, id: EvaluationId, input: WithdrawEvaluation) -> Result<Evaluation> {
    let row = open(tx.conn()?, scope, id)?;
    let new = Evaluation {
        withdrawn_at: Some(tx.now()),
        withdrawn_by: tx.actor().user_id,
        withdrawn_why: Some(input.why.into_inner()),
        ..(*row).clone()
    };
    queries::withdraw(tx, &row, &new)?;
    let line = Event::new("evaluation.withdrawn", "evaluation", row.id);
    tx.record(line.in_area(row.area_id).fields(["withdrawn_why"]));
    Ok(new)
}
