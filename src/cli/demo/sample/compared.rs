//! The two comparisons of the sample, registered before their window and looked at once; and the walk lists.
use serde_json::{Value, json};

use super::{
    super::dice::{Dice, id},
    entered,
    places::LABEL,
    plan::{Plan, seed, stratum},
    staff::{Staff, WALKER, campaign_id, campaign_on},
};
use crate::{
    access::Scope,
    base::{
        Day, Result,
        id::{AreaId, EvaluationId, WalkListId},
        month::Month,
    },
    db::Tx,
    features::{evaluations, walk_lists},
};

/// What the campaign costs more where the lot sends it, đồng.
const COST_VND: i64 = 420_000_000;
/// Who is expected to be covered without the work: the figures of the month before are not there yet.
const EXPECTED_PERCENT: i64 = 34;
/// Days for which a walk list holds.
const LIST_DAYS: i64 = 28;
/// So long after the work began there are enough doors at which nobody was ever met for a list of its own.
const EARLY_DAYS: i64 = 45;

/// The comparison by lot, of which the truth is known.
///
/// # Errors
/// Never, unless by a mistake of ours.
pub fn by_lot() -> Result<EvaluationId> {
    id("evaluation", 0, super::places::since())
}

/// The comparison of places that begin in different months; nothing is there to be found.
///
/// # Errors
/// Never, unless by a mistake of ours.
pub fn by_start() -> Result<EvaluationId> {
    id("evaluation", 1, super::places::since())
}

fn question(
    plan: &Plan,
    id: EvaluationId,
    title: &str,
    design: &str,
    scheme: &str,
    units: Vec<Value>,
) -> Result<Value> {
    let (starts_on, ends_on) = plan.calendar.window;
    Ok(
        json!({ "id": id, "campaign_id": campaign_id(1)?, "area_id": plan.places.top, "title": format!("{title} {LABEL}"),
               "design": design, "scheme": scheme, "starts_on": starts_on, "ends_on": ends_on, "units": units }),
    )
}

/// Registers both before the window; the first draws its communes.
///
/// # Errors
/// When a rule refuses one, which is a mistake of ours; when the database fails.
pub fn register(tx: &mut Tx, scope: &Scope, plan: &Plan) -> Result<()> {
    let drawn = plan.places.communes.iter().map(|c| json!({ "area_id": c.id, "stratum": stratum(c.n) })).collect();
    let title = "Đợt 2: các xã bốc thăm đi trước so với các xã đi sau";
    let mut first = question(plan, by_lot()?, title, "lottery", "bhyt_hgd", drawn)?;
    if let Some(fields) = first.as_object_mut() {
        fields.insert("cost_vnd".into(), COST_VND.into());
        fields.insert("expected_percent".into(), EXPECTED_PERCENT.into());
    }
    evaluations::register(tx, scope, &entered(first)?, || Ok(seed()))?;
    let months: Vec<Month> =
        (0..super::calendar::MONTHS_WITHIN).map(|n| Month::of(plan.calendar.window.0).plus(n)).collect();
    let unit = |commune: &super::places::Commune| {
        let sent = plan.assigned.get(commune.n).copied().unwrap_or(false);
        let month = months.get(commune.n / 2 % months.len().max(1)).filter(|_| sent);
        month.map_or(json!({ "area_id": commune.id }), |month| json!({ "area_id": commune.id, "first_month": month }))
    };
    let begun = plan.places.communes.iter().map(unit).collect();
    let title = "Đợt 2: BHXH tự nguyện theo tháng bắt đầu của từng xã";
    let second = question(plan, by_start()?, title, "staggered", "bhxh_tn", begun)?;
    evaluations::register(tx, scope, &entered(second)?, || Ok(seed())).map(drop)
}

/// Looks at both, once.
///
/// # Errors
/// When the database fails.
pub fn look(tx: &mut Tx, scope: &Scope) -> Result<()> {
    for id in [by_lot()?, by_start()?] {
        let asked = entered(json!({}))?;
        let seen = evaluations::see(tx.conn()?, scope, id, &asked)?;
        evaluations::keep(tx, scope, id, &asked, &seen)?;
    }
    Ok(())
}

/// A walk list of the sample.
struct List {
    n: usize,
    commune: usize,
    on: Day,
}

/// Lists that are made on a day: those that are over where people are sent out while they hold, one in five before the window and
/// the others within it; those that run on one of the last days.
fn made_on(plan: &Plan, day: Day) -> Vec<List> {
    let sent: Vec<usize> = (0..plan.places.communes.len()).filter(|n| plan.assigned.get(*n) == Some(&true)).collect();
    let (first, last) = plan.calendar.window;
    let over = (0..plan.amounts.past_lists).map(|n| {
        let mut dice = Dice::of("past list", n);
        let (from, to) = if n % 5 == 0 { (plan.calendar.first.plus_days(5), first) } else { (first, last) };
        let on = from.plus_days(dice.between(0, (to.days_since(from) - LIST_DAYS).max(1)));
        List { n, commune: dice.one(&sent, 0), on }
    });
    let running = (0..plan.amounts.running_lists).map(|n| {
        let on = plan.calendar.today.plus_days(-1 - i64::try_from(n % 4).unwrap_or(0));
        List { n: plan.amounts.past_lists + n, commune: if n < 2 { 0 } else { n }, on }
    });
    over.chain(running).filter(|list| list.on == day).collect()
}

/// Lists that are closed on a day.
fn closed_on(plan: &Plan, day: Day) -> Vec<List> {
    let made = made_on(plan, day.plus_days(-LIST_DAYS));
    made.into_iter().filter(|list| list.n < plan.amounts.past_lists).collect()
}

/// Whether a list is made or closed on a day.
pub fn has_lists(plan: &Plan, day: Day) -> bool {
    !made_on(plan, day).is_empty() || !closed_on(plan, day).is_empty()
}

/// Makes and closes the lists of a day.
///
/// # Errors
/// When a rule refuses one, which is a mistake of ours; when the database fails.
pub fn write_lists(tx: &mut Tx, scope: &Scope, plan: &Plan, staff: &Staff, day: Day) -> Result<()> {
    for list in closed_on(plan, day) {
        let reason = json!({ "reason": "Đã đi hết các nhà (dữ liệu mẫu)" });
        // One on which nobody would have stood was not made.
        let (id, reason) = (list_id(&list)?, entered(reason)?);
        drop(tx.attempt(|tx| walk_lists::close_walk_list(tx, scope, id, &reason))?);
    }
    for list in made_on(plan, day) {
        let Some(commune) = plan.places.communes.get(list.commune) else { continue };
        let hamlets: Vec<AreaId> =
            commune.hamlets.iter().skip(list.n % plan.amounts.hamlets).take(1).copied().collect();
        let is_early = day < plan.calendar.first.plus_days(EARLY_DAYS);
        let criteria = match list.n % 3 {
            _ if is_early => json!({ "uncovered": ["bhyt"], "never_met": true, "hamlets": hamlets }),
            1 => json!({ "uncovered": ["bhyt"], "follow_ups_due": { "by": day.plus_days(7) }, "hamlets": hamlets }),
            _ => json!({ "uncovered": ["bhyt"], "hamlets": hamlets }),
        };
        let walker = if list.commune == 0 { staff.named(WALKER)? } else { staff.walker(list.commune, list.n % 2)? };
        let body = json!({ "id": list_id(&list)?, "area_id": commune.id, "campaign_id": campaign_on(&plan.calendar, day)?,
                           "name": format!("Danh sách đến nhà {} {LABEL}", list.n + 1), "criteria": criteria,
                           "order": { "by": "house" }, "limit": 60, "starts_on": day,
                           "ends_on": day.plus_days(LIST_DAYS), "assigned_to": walker });
        let body = entered(body)?;
        drop(tx.attempt(|tx| walk_lists::create_walk_list(tx, scope, body))?);
    }
    Ok(())
}

fn list_id(list: &List) -> Result<WalkListId> {
    id("walk list", list.n, list.on)
}
