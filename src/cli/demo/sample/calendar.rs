//! When everything of the sample happens: the day it was begun on, nine months of work before it, and the three months in which
//! a lot decides who goes first.
use crate::{
    base::{Day, Result, month::Month, scheme::Scheme},
    db::Conn,
    features::{evaluations::laws, rates},
};

/// So long before the sample was begun the work starts.
const WORK_DAYS: i64 = 270;
/// Outcomes of visits are known to the program from 2026 on.
const NO_EARLIER: (i32, u32, u32) = (2026, 1, 5);
/// Months with figures before the window.
pub const MONTHS_BEFORE: u32 = 24;
/// Months of the window.
pub const MONTHS_WITHIN: u32 = 3;
/// Figures of a month are there so many days after its end.
const FIGURES_AFTER_DAYS: i64 = 5;
/// So many days before the window the comparisons are registered.
const REGISTERED_BEFORE_DAYS: i64 = 12;
/// So many days after the window somebody looks.
const LOOKED_AFTER_DAYS: i64 = 8;
/// So far back a window without a change of the law is looked for, in months.
const FARTHEST: u32 = 5;

/// The days of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The day on which it was begun.
    pub today: Day,
    /// The first day of work at the doors.
    pub first: Day,
    /// First and last day of the window.
    pub window: (Day, Day),
}

impl Calendar {
    /// As of a day: the window is the latest in which no law of the two schemes changes, so that a comparison can be a good one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(conn: &mut Conn, today: Day) -> Result<Self> {
        let (book, known) = (rates::book(conn)?, rates::law_number(conn)?);
        let latest = Month::of(today.minus_months(1).plus_days(-10));
        let window = |back: u32| {
            let last = Month::of(latest.first().minus_months(back));
            (last.first().minus_months(MONTHS_WITHIN - 1), last.last())
        };
        let calm = |days: &(Day, Day)| {
            [Scheme::BhytHgd, Scheme::BhxhTn]
                .iter()
                .all(|scheme| laws::changes(&book, known, *scheme, *days).is_empty())
        };
        let window = (0..=FARTHEST).map(window).find(calm).unwrap_or_else(|| window(0));
        let (year, month, day) = NO_EARLIER;
        let floor = Day::of(year, month, day).unwrap_or(today);
        Ok(Self { today, first: today.plus_days(-WORK_DAYS).max(floor), window })
    }
    /// As it was when the sample was begun.
    pub fn again(first: Day, today: Day, window: (Day, Day)) -> Self {
        Self { today, first, window }
    }
    /// The last day that is over.
    pub fn yesterday(&self) -> Day {
        self.today.before()
    }
    /// The last month before the window.
    pub fn baseline(&self) -> Month {
        Month::of(self.window.0.before())
    }
    /// Every month of which there are figures, with its place after the baseline.
    pub fn months(&self) -> Vec<(i64, Month)> {
        let first = Month::of(self.baseline().first().minus_months(MONTHS_BEFORE - 1));
        let before = i64::from(MONTHS_BEFORE) - 1;
        let all = (0..).map(|n: u32| (i64::from(n) - before, first.plus(n)));
        all.take_while(|(_, month)| Self::entered(*month) < self.today).collect()
    }
    /// The day on which the figures of a month are entered.
    pub fn entered(month: Month) -> Day {
        month.last().plus_days(FIGURES_AFTER_DAYS)
    }
    /// The day on which the comparisons are registered.
    pub fn registered(&self) -> Day {
        self.window.0.plus_days(-REGISTERED_BEFORE_DAYS)
    }
    /// The day on which somebody looks at them.
    pub fn looked(&self) -> Day {
        self.window.1.plus_days(LOOKED_AFTER_DAYS)
    }
    /// Every day of work.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let (first, n) = (self.first, self.today.days_since(self.first));
        (0..n).map(move |day| first.plus_days(day))
    }
    /// Whether the lot decides on this day who is visited.
    pub fn in_window(&self, day: Day) -> bool {
        (self.window.0..=self.window.1).contains(&day)
    }
}
