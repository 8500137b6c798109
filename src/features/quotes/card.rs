//! Health insurance of a household: 4,5 % of the base salary, less for every further member of the household form, less
//! supports; and where a supported group may choose the household form, both ways.
use super::{
    advice, ages,
    answer::{Choice, MemberAnswer, Quote, Warning, WarningCode},
    compute::{self, Desk},
    dates, problems,
    question::{CardForm, Member, Method, Question},
    supports::{Asker, Due, StateGives, Won, local, percent, win},
};
use crate::{
    base::{
        Day, Result,
        money::{Exact, WHOLE_PPM},
        scheme::SoldScheme,
    },
    features::{
        rates::RateKind,
        support_rules::{Basis, Claims},
    },
};

/// From this place on everybody pays the same.
const LAST_RUNG: u32 = 5;

/// A member with what is known before it is decided who stands where.
struct Joining<'q> {
    asked: &'q Member,
    groups: Vec<String>,
    months: u32,
    starts_on: Day,
    /// The day whose law prices the card.
    priced_on: Day,
    won: Option<Won>,
    supported_months: u32,
    may_choose: bool,
}

/// The forms in which members join, and what follows.
struct Priced {
    members: Vec<MemberAnswer>,
    warnings: Vec<Warning>,
}

/// The quote of a household.
///
/// # Errors
/// A refusal that names the wrong fact; `rate-missing`.
pub fn quote(desk: &mut Desk<'_>, q: &Question) -> Result<Quote> {
    let (joining, mut warnings) = join(desk, q)?;
    let forms: Vec<CardForm> = joining.iter().map(Joining::form).collect();
    let priced = price(desk, q, &joining, &forms)?;
    let choice = choice(desk, q, &joining, &forms, payable(&priced.members), &mut warnings)?;
    warnings.extend(priced.warnings);
    Ok(desk.quote(SoldScheme::BhytHgd, None, priced.members, choice, warnings))
}

/// The same quote with these forms, for those who may choose.
///
/// # Errors
/// As [`quote`].
pub fn payable_with(desk: &mut Desk<'_>, q: &Question, household: &[&str]) -> Result<i64> {
    let (joining, _) = join(desk, q)?;
    let in_household = |member: &Joining<'_>| member.may_choose && household.contains(&&*member.asked.key);
    let forms: Vec<CardForm> = joining
        .iter()
        .map(|member| match member.won {
            Some(_) if !in_household(member) => CardForm::Supported,
            _ => CardForm::Household,
        })
        .collect();
    Ok(payable(&price(desk, q, &joining, &forms)?.members))
}

/// Those who may choose between a supported group and the household form, the least supported first.
///
/// # Errors
/// As [`quote`].
pub fn choosers(desk: &mut Desk<'_>, q: &Question) -> Result<Vec<String>> {
    let (joining, _) = join(desk, q)?;
    let mut choosers: Vec<_> = joining.iter().filter(|m| m.may_choose).collect();
    choosers.sort_by_key(|m| m.won.as_ref().map_or(0, |won| won.ppm));
    Ok(choosers.into_iter().map(|m| m.asked.key.to_string()).collect())
}

fn payable(members: &[MemberAnswer]) -> i64 {
    members.iter().map(|m| m.payable_vnd).sum()
}

fn number(months: Option<super::question::MonthsBefore>) -> u32 {
    months.map_or(0, |m| u32::try_from(m.0).unwrap_or_default())
}

fn join<'q>(desk: &mut Desk<'_>, q: &'q Question) -> Result<(Vec<Joining<'q>>, Vec<Warning>)> {
    compute::refuse_fields(&[
        ("/income_vnd", q.income_vnd.is_some()),
        ("/groups", !q.groups.is_empty()),
        ("/months", q.months.is_some()),
        ("/period_from", q.period_from.is_some()),
        ("/months_supported_before", q.months_supported_before.is_some()),
        ("/local_months_before", q.local_months_before.is_some()),
        ("/retirement_age_reached", q.retirement_age_reached.is_some()),
        ("/age", q.age.is_some()),
        ("/permanent_resident", q.permanent_resident.is_some()),
        ("/method", q.method.is_some_and(|method| method != Method::Card)),
    ])?;
    if q.members.is_empty() {
        return Err(problems::needed("/members").into());
    }
    let (mut joining, mut warnings): (Vec<Joining<'_>>, Vec<Warning>) = (Vec::new(), Vec::new());
    for (at, member) in q.members.iter().enumerate() {
        if joining.iter().any(|other| other.asked.key == member.key) {
            return Err(problems::member_twice(at).into());
        }
        joining.push(one(desk, at, member, &mut warnings)?);
    }
    Ok((joining, warnings))
}

fn one<'q>(desk: &mut Desk<'_>, at: usize, member: &'q Member, warnings: &mut Vec<Warning>) -> Result<Joining<'q>> {
    let on = desk.on;
    ages::refuse(&format!("/members/{at}/age"), member.age, &member.groups)?;
    let months = u32::try_from(member.months.0).unwrap_or_default();
    let allowed = desk.law.find(RateKind::CardMonths, &months.to_string(), on).and_then(|fact| fact.value);
    if allowed != Some(1) {
        return Err(problems::card_months(at, &advice::sold(desk.law.book(), desk.law.known(), on)).into());
    }
    let waiting = desk.law.value(RateKind::CardDays, "waiting", on)?;
    let gap = desk.law.value(RateKind::CardDays, "gap", on)?;
    let starts_on = dates::card_starts(on, member.previous_cover_ended_on, waiting, gap);
    let named = |code, day| Warning { member: Some(member.key.to_string()), on: Some(day), ..Warning::of(code) };
    if starts_on < on {
        warnings.push(named(WarningCode::BackdatedCover, starts_on));
    }
    let at_start = desk.law.value(RateKind::Setting, "base_at", on)? == 1;
    let priced_on = if at_start { starts_on } else { on };
    let groups: Vec<String> = member.groups.iter().map(|g| g.to_string()).collect();
    let before = number(member.months_supported_before);
    let mut limits = Vec::new();
    for group in &groups {
        let cap = desk.law.find(RateKind::SupportMonthsCap, group, priced_on).and_then(|fact| fact.value);
        limits.push((group.as_str(), cap.map(|cap| u32::try_from(cap).unwrap_or_default())));
    }
    let left = |group: &str| {
        let cap = limits.iter().find(|(name, _)| *name == group).and_then(|(_, cap)| *cap);
        cap.map(|cap| cap.saturating_sub(before))
    };
    let live = groups.iter().map(String::as_str).filter(|group| left(group) != Some(0));
    let won = win(&mut desk.law, RateKind::StateSupportBhyt, live, false, priced_on);
    let limit = won.as_ref().and_then(|won| left(&won.fact.key));
    if let Some(left) = limit {
        let new = Some(i64::from(left));
        warnings.push(Warning { new, on: None, ..named(WarningCode::SupportTimeLimited, on) });
    }
    if groups.iter().any(|group| left(group) == Some(0)) {
        warnings.push(Warning { on: None, ..named(WarningCode::SupportCapUsedUp, on) });
    }
    if !groups.is_empty() && won.is_none() && !is_recorded(desk, priced_on) {
        warnings.push(named(WarningCode::SupportNotRecorded, priced_on));
    }
    let mut joining = Joining {
        asked: member,
        groups,
        months,
        starts_on,
        priced_on,
        won,
        supported_months: limit.map_or(months, |left| left.min(months)),
        may_choose: false,
    };
    joining.may_choose = may_choose(desk, &joining);
    if member.form == Some(CardForm::Household) && joining.won.is_some() && !joining.may_choose {
        return Err(problems::household_form(at).into());
    }
    if member.form == Some(CardForm::Supported) && joining.won.is_none() {
        return Err(problems::supported_form(at).into());
    }
    Ok(joining)
}

/// Whether anything is recorded of what the state gave on a day: the decrees before 1/12/2018 are not.
fn is_recorded(desk: &Desk<'_>, day: Day) -> bool {
    let (book, kind, known) = (desk.law.book(), RateKind::StateSupportBhyt, desk.law.known());
    book.keys(kind).any(|key| book.on(kind, key, day, known).is_some())
}

/// Whether the law lets the member choose: every supported group of the member must be one that may, and none is paid for
/// wholly (Luật BHYT, Điều 13.5e).
fn may_choose(desk: &mut Desk<'_>, joining: &Joining<'_>) -> bool {
    let Some(won) = joining.won.as_ref().filter(|won| won.ppm < WHOLE_PPM) else { return false };
    let supported = std::iter::once(&won.shown.group).chain(won.shown.over.iter().map(|other| &other.group));
    supported.into_iter().all(|group| {
        let open = desk.law.find(RateKind::HouseholdChoice, group, joining.priced_on);
        open.and_then(|fact| fact.value) == Some(1)
    })
}

impl Joining<'_> {
    /// What was chosen; without a choice the supported group.
    fn form(&self) -> CardForm {
        match (self.won.is_some(), self.asked.form) {
            (false, _) | (true, Some(CardForm::Household)) => CardForm::Household,
            (true, _) => CardForm::Supported,
        }
    }
}

/// Prices everybody: those in the household form by their place, who begins first standing first, then who takes fewer
/// months, so that the order in which members are named changes nothing.
fn price(desk: &mut Desk<'_>, q: &Question, joining: &[Joining<'_>], forms: &[CardForm]) -> Result<Priced> {
    let mut ladder: Vec<&Joining<'_>> =
        joining.iter().zip(forms).filter(|(_, form)| **form == CardForm::Household).map(|(member, _)| member).collect();
    ladder.sort_by_key(|member| (member.starts_on, member.months, &member.asked.key));
    let mut warnings = Vec::new();
    if ladder.windows(2).any(|pair| matches!(pair, [one, two] if one.months != two.months)) {
        warnings.push(Warning::of(WarningCode::MonthsDiffer));
    }
    let taken = q.already_joined.map_or(0, |joined| u32::try_from(joined.0).unwrap_or_default());
    let mut members = Vec::with_capacity(joining.len());
    for (member, form) in joining.iter().zip(forms) {
        let place = (1..).zip(&ladder).find(|(_, other)| other.asked.key == member.asked.key).map(|(place, _)| place);
        let rank = place.filter(|_| *form == CardForm::Household).map(|place: u32| place + taken);
        members.push(card(desk, q, member, rank, &mut warnings)?);
    }
    Ok(Priced { members, warnings })
}

/// One card; `rank` is the place on the ladder of somebody in the household form.
fn card(
    desk: &mut Desk<'_>,
    q: &Question,
    member: &Joining<'_>,
    rank: Option<u32>,
    warnings: &mut Vec<Warning>,
) -> Result<MemberAnswer> {
    let day = member.priced_on;
    let base = desk.law.value(RateKind::BaseSalary, "", day)?;
    let rate = desk.law.value(RateKind::ContributionRate, "bhyt", day)?;
    let rung = match rank {
        Some(rank) => Some(desk.law.value(RateKind::HouseholdLadder, &rank.min(LAST_RUNG).to_string(), day)?),
        None => None,
    };
    let month = Exact::of(base).part(rate).part(rung.unwrap_or(WHOLE_PPM));
    let full_vnd = month.times(member.months).rounded();
    let due = Due { month, floor_month: month, months: member.months, full_vnd, discount_ppm: None };
    let won = member.won.as_ref().filter(|_| rank.is_none());
    let state = won.map(|won| StateGives {
        won,
        of: Basis::PctOfContribution,
        month: month.part(won.ppm),
        months: member.supported_months,
    });
    // Whoever joins in the household form does not join as the supported group.
    let given_up: Vec<&str> = match (&member.won, rank) {
        (Some(won), Some(_)) => std::iter::once(&won.shown.group)
            .chain(won.shown.over.iter().map(|o| &o.group))
            .map(String::as_str)
            .collect(),
        _ => Vec::new(),
    };
    let groups: Vec<String> = member.groups.iter().filter(|g| !given_up.contains(&g.as_str())).cloned().collect();
    let paid_to = dates::ends(member.starts_on, member.months);
    let asker = Asker {
        scheme: SoldScheme::BhytHgd,
        claims: Claims {
            groups: &groups,
            age: member.asked.age.map(|a| a.0),
            permanent_resident: member.asked.permanent_resident,
        },
        lineage: desk.lineage,
        former: q.former_area_id,
        on: desk.on,
        starts_on: member.starts_on,
        card_ends: member.asked.previous_cover_ended_on,
        months: member.months,
        local_before: number(member.asked.local_months_before),
    };
    let (given, said) = local(desk.rules, desk.law.known(), &asker, paid_to);
    let key = member.asked.key.to_string();
    warnings.extend(said.into_iter().map(|warning| Warning { member: Some(key.clone()), ..warning }));
    desk.watch(&asker);
    let tally = due.supported(state.as_ref(), &given);
    Ok(MemberAnswer {
        key,
        method: Method::Card,
        months: member.months,
        income_vnd: None,
        rank,
        rank_percent: rung.map(percent),
        form: Some(if rank.is_some() { CardForm::Household } else { CardForm::Supported }),
        groups: member.groups.clone(),
        group_won: won.map(|won| won.shown.clone()),
        full_vnd,
        payable_vnd: full_vnd - tally.state_vnd - tally.local_vnd - tally.other_vnd,
        state_vnd: tally.state_vnd,
        local_vnd: tally.local_vnd,
        other_vnd: tally.other_vnd,
        per_month: due.shown(&tally),
        supports: tally.supports,
        period_from: member.starts_on,
        starts_on: member.starts_on,
        paid_to,
        due_by: member.asked.previous_cover_ended_on.filter(|ended| *ended >= desk.on),
        lapsed_after: paid_to,
    })
}

/// The household both ways: all who may choose as supported groups, and all of them in the household form.
fn choice(
    desk: &mut Desk<'_>,
    q: &Question,
    joining: &[Joining<'_>],
    chosen: &[CardForm],
    chosen_vnd: i64,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Choice>> {
    let members: Vec<String> = joining.iter().filter(|m| m.may_choose).map(|m| m.asked.key.to_string()).collect();
    if members.is_empty() {
        return Ok(None);
    }
    let mut way = |form: CardForm| -> Result<i64> {
        let forms: Vec<CardForm> =
            joining.iter().zip(chosen).map(|(m, own)| if m.may_choose { form } else { *own }).collect();
        Ok(payable(&price(desk, q, joining, &forms)?.members))
    };
    let (supported_vnd, household_vnd) = (way(CardForm::Supported)?, way(CardForm::Household)?);
    let cheaper = match supported_vnd.cmp(&household_vnd) {
        std::cmp::Ordering::Less => Some(CardForm::Supported),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(CardForm::Household),
    };
    let saves = chosen_vnd - supported_vnd.min(household_vnd);
    if saves > 0 {
        warnings.push(Warning { new: Some(saves), ..Warning::of(WarningCode::CheaperForm) });
    }
    Ok(Some(Choice { members, supported_vnd, household_vnd, cheaper }))
}
