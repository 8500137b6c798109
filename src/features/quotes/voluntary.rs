//! Voluntary social insurance: 22 % of the income chosen, less supports that are shares of the contribution at the floor.
//!
//! Floor, ceiling, rate and supports are those of the day of payment (Luật 41/2024/QH15, Điều 31.2, 36.1).
use super::{
    ages,
    answer::{MemberAnswer, Quote, Warning, WarningCode},
    compute::{self, Desk},
    dates::{self, Dates},
    problems,
    question::{Method, Question},
    supports::{Asker, Due, StateGives, Tally, Won, local, win},
};
use crate::{
    base::{
        Day, Result,
        money::{Exact, compounded, discounted},
        month::Month,
        scheme::SoldScheme,
    },
    features::{
        rates::RateKind,
        support_rules::{Basis, Claims},
    },
};

/// The key of the one person asked about.
pub const SELF: &str = "self";
/// Periods may begin so many months before or after the month of payment.
const PERIOD_WITHIN_MONTHS: u32 = 24;

/// Income, floor and ceiling of a payment.
struct Income {
    chosen: i64,
    floor: i64,
    ceiling: i64,
}

/// What is paid for how long, and when.
struct Payment {
    method: Method,
    months: u32,
    dates: Dates,
}

/// The quote of one person.
///
/// # Errors
/// A refusal that names the wrong fact; `rate-missing`.
pub fn quote(desk: &mut Desk<'_>, q: &Question) -> Result<Quote> {
    compute::refuse_fields(&[
        ("/members", !q.members.is_empty()),
        ("/already_joined", q.already_joined.is_some()),
        ("/method", q.method == Some(Method::Card)),
    ])?;
    let on = desk.on;
    ages::refuse_children(q.age)?;
    ages::refuse("/age", q.age, &q.groups)?;
    let income = income(desk, q)?;
    let payment = payment(desk, q)?;
    let rate = desk.law.value(RateKind::ContributionRate, "bhxh_tn", on)?;
    let due = due(desk, &payment, &income, rate)?;
    let groups: Vec<String> = q.groups.iter().map(|g| g.to_string()).collect();
    let won = win(&mut desk.law, RateKind::StateSupportBhxhTn, groups.iter().map(String::as_str), true, on);
    let before = q.months_supported_before.map_or(0, |m| u32::try_from(m.0).unwrap_or_default());
    let mut warnings = Vec::new();
    let state = won.as_ref().map(|won| state(desk, won, &due, before, &payment, &mut warnings));
    let claims = Claims { groups: &groups, age: q.age.map(|a| a.0), permanent_resident: q.permanent_resident };
    let asker = Asker {
        scheme: SoldScheme::BhxhTn,
        claims,
        lineage: desk.lineage,
        former: q.former_area_id,
        on,
        starts_on: payment.dates.period_from,
        card_ends: None,
        months: payment.months,
        local_before: q.local_months_before.map_or(0, |m| u32::try_from(m.0).unwrap_or_default()),
    };
    let (given, said) = local(desk.rules, desk.law.known(), &asker, payment.dates.paid_to);
    warnings.extend(said);
    warn_of_payment(&payment, on, &mut warnings);
    warn_of_interest(desk, &mut warnings);
    let tally = due.supported(state.as_ref(), &given);
    let member = member(&income, &payment, &due, tally, won.as_ref(), groups.clone());
    desk.watch(&asker);
    Ok(desk.quote(SoldScheme::BhxhTn, Some((income.floor, income.ceiling)), vec![member], None, warnings))
}

fn income(desk: &mut Desk<'_>, q: &Question) -> Result<Income> {
    let on = desk.on;
    let floor = desk.law.value(RateKind::RuralPovertyLine, "", on)?;
    let base = desk.law.value(RateKind::BaseSalary, "", on)?;
    let ceiling = base * desk.law.value(RateKind::IncomeCeilingMultiple, "", on)?;
    let step = desk.law.value(RateKind::IncomeStep, "", on)?.max(1);
    let chosen = q.income_vnd.ok_or_else(|| problems::needed("/income_vnd"))?.0;
    match () {
        () if chosen < floor => Err(problems::below_floor(floor, on).into()),
        () if chosen > ceiling => Err(problems::above_ceiling(ceiling, on).into()),
        () if chosen != ceiling && (chosen - floor) % step != 0 => Err(problems::off_step(floor, step).into()),
        () => Ok(Income { chosen, floor, ceiling }),
    }
}

fn payment(desk: &mut Desk<'_>, q: &Question) -> Result<Payment> {
    let on = desk.on;
    let method = q.method.ok_or_else(|| problems::needed("/method"))?;
    let said = q.months.map(|m| u32::try_from(m.0).unwrap_or_default());
    let from = q.period_from.unwrap_or_else(|| Month::of(on));
    let (first, last) = (on.minus_months(PERIOD_WITHIN_MONTHS), on.plus_months(PERIOD_WITHIN_MONTHS));
    if from < Month::of(first) || from > Month::of(last) {
        return Err(problems::PERIOD_TOO_FAR.field("/period_from", "too-far", problems::PERIOD_TOO_FAR.title).into());
    }
    if let Some(months) = method.period() {
        if said.is_some_and(|said| said != months) {
            return Err(problems::months_of_method(&[months]).into());
        }
        let due = months_of(desk.law.value(RateKind::DueMonths, method.as_str(), on)?);
        return Ok(Payment { method, months, dates: dates::periodic(from, months, due) });
    }
    let months = said.ok_or_else(|| problems::needed("/months"))?;
    if method == Method::MissingMonths {
        return missing(desk, q, months);
    }
    let least = months_of(desk.law.value(RateKind::PrepayYears, "least", on)?);
    let most = months_of(desk.law.value(RateKind::PrepayYears, "most", on)?);
    let allowed: Vec<u32> = (least..=most).map(|years| years * 12).collect();
    if !allowed.contains(&months) {
        return Err(problems::months_of_method(&allowed).into());
    }
    if from < Month::of(on) {
        return Err(problems::PERIOD_TOO_FAR
            .field("/period_from", "in-the-past", problems::PERIOD_TOO_FAR.title)
            .into());
    }
    let due = months_of(desk.law.value(RateKind::DueMonths, Method::Month.as_str(), on)?);
    Ok(Payment { method, months, dates: dates::ahead(from, months, due) })
}

fn missing(desk: &mut Desk<'_>, q: &Question, months: u32) -> Result<Payment> {
    let most = months_of(desk.law.value(RateKind::MissingMonthsCap, "", desk.on)?);
    match q.retirement_age_reached {
        None => Err(problems::RETIREMENT_UNSAID
            .field("/retirement_age_reached", "missing", problems::RETIREMENT_UNSAID.title)
            .into()),
        Some(false) => Err(problems::NOT_RETIRED
            .field("/retirement_age_reached", "not-reached", problems::NOT_RETIRED.title)
            .into()),
        Some(true) if months > most => Err(problems::too_many_missing(most).into()),
        Some(true) => Ok(Payment { method: Method::MissingMonths, months, dates: dates::missing(desk.on) }),
    }
}

fn months_of(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn due(desk: &mut Desk<'_>, payment: &Payment, income: &Income, rate: i64) -> Result<Due> {
    let (months, on) = (payment.months, desk.on);
    let month = Exact::of(income.chosen).part(rate);
    let mut due = Due {
        month,
        floor_month: Exact::of(income.floor).part(rate),
        months,
        full_vnd: month.times(months).rounded(),
        discount_ppm: None,
    };
    match payment.method {
        Method::YearsAhead => {
            let interest = desk.law.value(RateKind::FundInterest, "", on)?;
            due.full_vnd = discounted(income.chosen, rate, months, interest);
            due.discount_ppm = (desk.law.value(RateKind::Setting, "prepay_support", on)? == 1).then_some(interest);
        }
        Method::MissingMonths => {
            let interest = desk.law.value(RateKind::FundInterest, "", on)?;
            due.full_vnd = compounded(income.chosen, rate, (0, months), interest);
        }
        _ if payment.is_late(on) && desk.law.value(RateKind::Setting, "late_interest", on)? == 1 => {
            let interest = desk.law.value(RateKind::FundInterest, "", on)?;
            let back = Month::of(on).months_since(Month::of(payment.dates.period_from));
            let late = back.min(months);
            let in_time = month.times(months - late).rounded();
            due.full_vnd = in_time + compounded(income.chosen, rate, (back - late, back), interest);
        }
        _ => {}
    }
    Ok(due)
}

impl Payment {
    /// Whether the day by which it was due has passed.
    fn is_late(&self, on: Day) -> bool {
        self.dates.due_by.is_some_and(|by| by < on)
    }
}

/// What the state gives: for as many months as are left of those it supports.
fn state<'w>(
    desk: &mut Desk<'_>,
    won: &'w Won,
    due: &Due,
    before: u32,
    payment: &Payment,
    warnings: &mut Vec<Warning>,
) -> StateGives<'w> {
    let cap = desk.law.find(RateKind::SupportMonthsCap, "bhxh_tn", desk.on).and_then(|fact| fact.value);
    let left = cap.map_or(due.months, |cap| months_of(cap).saturating_sub(before));
    let months = left.min(due.months);
    if left == 0 {
        warnings.push(Warning::of(WarningCode::SupportCapUsedUp));
    } else if left <= due.months {
        let month = Month::of(payment.dates.period_from).plus(left - 1);
        // Missing months lie in no month of the calendar.
        let month = (payment.method != Method::MissingMonths).then_some(month);
        warnings.push(Warning { month, ..Warning::of(WarningCode::SupportCapReached) });
    }
    StateGives { won, of: Basis::PctOfFloorContribution, month: due.floor_month.part(won.ppm), months }
}

fn warn_of_payment(payment: &Payment, on: Day, warnings: &mut Vec<Warning>) {
    if payment.is_late(on) {
        warnings.push(Warning { on: payment.dates.due_by, ..Warning::of(WarningCode::PastDue) });
    }
    if payment.method == Method::YearsAhead {
        warnings.push(Warning::of(WarningCode::SupportUnsettled));
    }
}

/// The interest is made known every year; where it was used and is that of an earlier year, somebody has still to record it.
fn warn_of_interest(desk: &Desk<'_>, warnings: &mut Vec<Warning>) {
    let mut used = desk.law.used().iter().filter(|fact| fact.kind == RateKind::FundInterest);
    if let Some(fact) = used.find(|fact| fact.effective_from.year() < desk.on.year()) {
        let on = Some(fact.effective_from);
        warnings.push(Warning { on, ..Warning::of(WarningCode::InterestOfAnotherYear) });
    }
}

fn member(
    income: &Income,
    payment: &Payment,
    due: &Due,
    tally: Tally,
    won: Option<&Won>,
    groups: Vec<String>,
) -> MemberAnswer {
    let Dates { period_from, paid_to, due_by, lapsed_after } = payment.dates;
    let per_month = payment.method.period().filter(|months| due.full_vnd == due.month.times(*months).rounded());
    let per_month = per_month.and_then(|_| due.shown(&tally));
    MemberAnswer {
        key: SELF.to_owned(),
        method: payment.method,
        months: payment.months,
        income_vnd: Some(income.chosen),
        rank: None,
        rank_percent: None,
        form: None,
        groups,
        group_won: won.map(|won| won.shown.clone()),
        full_vnd: due.full_vnd,
        payable_vnd: due.full_vnd - tally.state_vnd - tally.local_vnd - tally.other_vnd,
        state_vnd: tally.state_vnd,
        local_vnd: tally.local_vnd,
        other_vnd: tally.other_vnd,
        per_month,
        supports: tally.supports,
        period_from,
        starts_on: period_from,
        paid_to,
        due_by,
        lapsed_after,
    }
}
