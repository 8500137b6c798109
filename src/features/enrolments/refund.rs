//! What is paid back when somebody stops before the end: the whole months that are left (Điều 8 NĐ 159/2025). The payer gets
//! the own part of them, the budgets theirs; the months count as never supported.
use super::lifecycle::Step;
use crate::{
    base::{Day, Text, text_enum::text_enum},
    features::quotes::answer::Source,
};

/// Amounts of a sign-up, or of a part of it, in whole đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// What the person paid.
    pub payer_vnd: i64,
    /// What the state paid.
    pub state_vnd: i64,
    /// What the province, district or commune paid.
    pub local_vnd: i64,
    /// What others paid.
    pub other_vnd: i64,
}

impl Parts {
    /// All of it.
    pub fn full_vnd(self) -> i64 {
        self.payer_vnd + self.state_vnd + self.local_vnd + self.other_vnd
    }
}

/// What goes back, and how many months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    /// Whole months that are given back.
    pub months: i32,
    /// Of which each source gets its part.
    pub parts: Parts,
    /// The last day of what was kept; the day before the period when nothing was.
    pub kept_to: Day,
}

/// A support that covers the first months of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covers {
    /// Whose money it is.
    pub source: Source,
    /// How many of the months, from the first on.
    pub months: i32,
    /// For all of them together.
    pub amount_vnd: i64,
}

/// What goes back from the month that begins on `from` on; `None` when that day begins none of the months. Months that are
/// past may go back: who was in the compulsory scheme since September says so in November. Of a support that covers some of
/// the months, what lies in the months given back goes back, and in the others the payer paid more. What was used is rounded
/// half up to the đồng and the rest goes back, so that used and returned add up to what was paid, source by source.
pub fn refund(paid: Parts, supports: &[Covers], period_from: Day, months: i32, from: Day) -> Option<Refund> {
    let used = (0..months).find(|n| month(period_from, *n) == from)?;
    let some: Vec<&Covers> = supports.iter().filter(|one| (1..months).contains(&one.months)).collect();
    let kept = |source: Source, whole: i64| {
        let own = || some.iter().filter(|one| one.source == source);
        let of_some: i64 = own().map(|one| one.amount_vnd).sum();
        let used_of_some: i64 = own().map(|one| share(one.amount_vnd, used.min(one.months), one.months)).sum();
        (share(whole - of_some, used, months) + used_of_some, of_some, used_of_some)
    };
    let (state, local, other) =
        (kept(Source::State, paid.state_vnd), kept(Source::Local, paid.local_vnd), kept(Source::Other, paid.other_vnd));
    let payer = share(paid.payer_vnd + state.1 + local.1 + other.1, used, months) - state.2 - local.2 - other.2;
    let parts = Parts {
        payer_vnd: paid.payer_vnd - payer.clamp(0, paid.payer_vnd),
        state_vnd: paid.state_vnd - state.0,
        local_vnd: paid.local_vnd - local.0,
        other_vnd: paid.other_vnd - other.0,
    };
    Some(Refund { months: months - used, parts, kept_to: from.before() })
}

/// So many of these months of an amount, rounded half up.
fn share(amount: i64, some: i32, all: i32) -> i64 {
    let (some, all) = (i64::from(some), i64::from(all));
    (amount * some * 2 + all).div_euclid(all * 2)
}

text_enum! {
    /// Why a refund may not begin with a month.
    pub enum Unfit {
        /// It begins none of the months paid for.
        NotAMonth = "not-a-month-of-it",
        /// Nobody was insured: it goes back whole.
        WholeOnly = "whole-only",
        /// Months between the last one that counts and the first given back would be nobody's.
        Gap = "gap",
    }
}

impl Unfit {
    /// What is wrong, said to people.
    pub fn words(self) -> Text {
        match self {
            Self::NotAMonth => Text {
                vi: "Tháng hoàn phải là ngày đầu của một tháng trong kỳ đóng",
                en: "Refunds begin with the first day of one of the months paid for",
            },
            Self::WholeOnly => Text {
                vi: "Hồ sơ chưa nộp, bị trả lại hoặc đóng bù chỉ được hoàn toàn bộ, từ tháng đầu của kỳ đóng",
                en: "What was not handed in, was sent back or pays for missing months is refunded whole, from the first month",
            },
            Self::Gap => Text {
                vi: "Phải hoàn từ tháng liền sau ngày dừng, không được bỏ trống tháng nào",
                en: "Refunds begin with the month after the last day that counts, leaving none out",
            },
        }
    }
}

/// Whether these months may go back from where a sign-up stands. Of one that never insured anybody, and of missing months,
/// which are bought together, all go back or none; of one that was stopped, all after its last day.
pub fn unfit(
    step: Step,
    missing_months: bool,
    back: &Refund,
    (period_from, all): (Day, i32),
    kept_to: Day,
) -> Option<Unfit> {
    let whole = back.months == all;
    match step {
        _ if whole => None,
        Step::Paid | Step::Refused => Some(Unfit::WholeOnly),
        _ if missing_months => Some(Unfit::WholeOnly),
        Step::Stopped if month(period_from, all - back.months - 1) > kept_to => Some(Unfit::Gap),
        _ => None,
    }
}

/// The first day of the `n`th month of a period.
fn month(period_from: Day, n: i32) -> Day {
    period_from.plus_months(u32::try_from(n).unwrap_or_default())
}
