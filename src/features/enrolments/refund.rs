//! What is paid back when somebody stops before the end: the whole months that are left (Điều 8 NĐ 159/2025). The payer gets
//! the own part of them, the budgets theirs; the months count as never supported.
use crate::base::Day;

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
    fn each(self, f: impl Fn(i64) -> i64) -> Self {
        Self {
            payer_vnd: f(self.payer_vnd),
            state_vnd: f(self.state_vnd),
            local_vnd: f(self.local_vnd),
            other_vnd: f(self.other_vnd),
        }
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

/// What goes back from the month that begins on `from` on; `None` when that day begins none of the months. Months that are
/// past may go back: who was in the compulsory scheme since September says so in November. What was used is rounded half up
/// to the đồng and the rest goes back, so that used and returned add up to what was paid, source by source.
pub fn refund(paid: Parts, period_from: Day, months: i32, from: Day) -> Option<Refund> {
    let used = (0..months).find(|n| month(period_from, *n) == from)?;
    let (used_months, all) = (i64::from(used), i64::from(months));
    let kept = |amount: i64| (amount * used_months * 2 + all).div_euclid(all * 2);
    Some(Refund { months: months - used, parts: paid.each(|amount| amount - kept(amount)), kept_to: from.before() })
}

/// The first day of the `n`th month of a period.
fn month(period_from: Day, n: i32) -> Day {
    period_from.plus_months(u32::try_from(n).unwrap_or_default())
}
