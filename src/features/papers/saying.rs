//! What a record says on a paper: a member of a batch, a stop, a refund, a receipt, somebody who lives in the household.
//! Pure.
use super::{
    line::{Line, Move, Share},
    model_lines::{Ending, Issued, SignUp},
};
use crate::{
    base::{Day, birth::BirthDate, identity::Sex, share::thousands},
    features::{
        enrolments::{Reversal, kinds::Kind},
        quotes::{answer::Source, kept::Supported},
    },
};

/// A person, as far as papers ask.
#[derive(Debug, Clone, Default)]
pub struct Someone {
    pub full_name: String,
    pub insurance_number: Option<String>,
    pub citizen_number: Option<String>,
    pub birth: Option<BirthDate>,
    pub sex: Option<Sex>,
    pub address: Option<String>,
    /// In words.
    pub relation: Option<String>,
}

/// What goes with a sign-up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'k> {
    /// The receipt that stands.
    pub receipt: Option<&'k Issued>,
    /// Who else pays, by the quote.
    pub supported: Option<&'k Supported>,
    /// The group in words.
    pub group: Option<&'k str>,
    /// The base salary of the day, for a health card.
    pub base_vnd: Option<i64>,
    /// The collector.
    pub collector: Option<&'k str>,
}

/// Which section a sign-up of this kind belongs to.
pub fn movement(kind: Kind) -> Move {
    match kind {
        Kind::New | Kind::ReActivated | Kind::MovedIn => Move::Started,
        Kind::Renewed => Move::Continued,
    }
}

/// What the office writes into the note, since the form has no column for it.
fn action(kind: Kind) -> &'static str {
    match kind {
        Kind::New => "Tăng_mới",
        Kind::ReActivated => "Tăng_mới; tham gia lại",
        Kind::MovedIn => "Tăng_mới; chuyển loại hình",
        Kind::Renewed => "Đóng_tiếp",
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Somebody without anything paid.
pub fn resident(who: &Someone) -> Line {
    Line {
        movement: Move::Continued,
        full_name: who.full_name.clone(),
        insurance_number: who.insurance_number.clone(),
        citizen_number: who.citizen_number.clone(),
        birth: who.birth,
        sex: who.sex.map(|sex| sex.to_string()),
        address: who.address.clone(),
        relation: who.relation.clone(),
        clinic: None,
        receipt: None,
        income_vnd: None,
        base_vnd: None,
        months: None,
        from: None,
        full_vnd: 0,
        payable_vnd: 0,
        state: Share::default(),
        local: Share::default(),
        other: Share::default(),
        paper_card: None,
        collector_code: None,
        note: String::new(),
    }
}

/// Somebody who signed up.
pub fn member(who: &Someone, sign_up: &SignUp, beside: Beside<'_>) -> Line {
    let percent = |source| beside.supported.and_then(|supported| supported.percent(source));
    let share = |source, vnd| Share { percent: percent(source), vnd };
    Line {
        movement: movement(sign_up.kind),
        receipt: beside.receipt.map(|receipt| (receipt.issued_on, receipt.number.clone())),
        income_vnd: sign_up.income_vnd,
        base_vnd: beside.base_vnd,
        months: Some(i64::from(sign_up.months)),
        // A health card counts from the day it is valid, social insurance from the month that is paid.
        from: Some(if beside.base_vnd.is_some() { sign_up.starts_on } else { sign_up.period_from }),
        full_vnd: sign_up.full_vnd,
        payable_vnd: sign_up.payable_vnd,
        state: share(Source::State, sign_up.state_vnd),
        local: share(Source::Local, sign_up.local_vnd),
        other: share(Source::Other, sign_up.other_vnd),
        collector_code: beside.collector.map(str::to_owned),
        note: joined(&[action(sign_up.kind), beside.group.unwrap_or_default()]),
        ..resident(who)
    }
}

/// Nothing of the money of a member's line.
fn without_money(line: Line) -> Line {
    let none = |share: Share| Share { vnd: 0, ..share };
    let (state, local, other) = (none(line.state), none(line.local), none(line.other));
    Line { months: None, full_vnd: 0, payable_vnd: 0, state, local, other, ..line }
}

/// The money that went back.
fn given_back(line: Line, back: &Reversal) -> Line {
    let less = |share: Share, vnd: i64| Share { vnd: -vnd, ..share };
    let whole = back.payer_vnd + back.state_vnd + back.local_vnd + back.other_vnd;
    Line {
        movement: Move::Ended,
        months: Some(-i64::from(back.months)),
        from: Some(back.from_month),
        full_vnd: -whole,
        payable_vnd: -back.payer_vnd,
        state: less(line.state, back.state_vnd),
        local: less(line.local, back.local_vnd),
        other: less(line.other, back.other_vnd),
        ..line
    }
}

/// Somebody who stopped, or was paid back: `reason` in words.
pub fn ended(line: Line, ending: &Ending, back: Option<&Reversal>, reason: &str) -> Line {
    let line = match back {
        Some(back) => given_back(line, back),
        None => Line { movement: Move::Ended, from: ending.on_day.or(line.from), ..without_money(line) },
    };
    let on = ending.on_day.map(Day::vi).unwrap_or_default();
    Line { note: joined(&["Giảm_hẳn", &on, reason]), ..line }
}

/// A receipt; one that was taken back or replaced stays, without its amount.
pub fn receipt(line: Line, issued: &Issued) -> Line {
    let line = Line { movement: Move::Started, receipt: Some((issued.issued_on, issued.number.clone())), ..line };
    match issued.voided_at {
        None => Line { payable_vnd: issued.amount_vnd, note: String::new(), ..line },
        Some(at) => {
            let (on, amount) = (at.day().vi(), thousands(issued.amount_vnd));
            let note = format!("ĐÃ HỦY ngày {on}; số tiền ghi trên biên lai {amount} đồng");
            Line { note, ..without_money(line) }
        }
    }
}

/// What was paid back, in the register: `reason` in words.
pub fn refund(line: Line, back: &Reversal, reason: &str) -> Line {
    let receipt = line.receipt.clone().map(|(_, number)| (back.decided_on, number));
    let note = joined(&["Hoàn trả", reason]);
    Line { receipt, note, ..given_back(line, back) }
}
