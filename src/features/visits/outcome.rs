//! What an outcome implies, and on which day a visit counts. Pure rules; the outcomes themselves are rows.
use super::model::Interest;
use crate::{
    base::{Day, Moment, Text},
    features::{funnel::Reach, lists::VisitOutcome},
};

/// The outcome by which somebody asks for another visit.
const APPOINTMENT: &str = "appointment";

/// The window of an appointment for which none was given: from the day after the visit to a week after it.
const USUAL_WINDOW_DAYS: (i64, i64) = (1, 7);

/// A device that is ahead of the server by no more than this is not suspect, only a little fast.
const TOLERATED_SECONDS: i64 = 10 * 60;

/// 2020-01-01T00:00:00+07:00. No visit is older: a device that says so has lost its clock.
const FLOOR_UNIX: i64 = 1_577_811_600;

/// Whether the outcome promises another visit.
pub fn is_appointment(outcome: &str) -> bool {
    outcome == APPOINTMENT
}

/// The days between which an appointment of this day is kept when nobody said which.
pub fn usual_window(visited_on: Day) -> (Day, Day) {
    (visited_on.plus_days(USUAL_WINDOW_DAYS.0), visited_on.plus_days(USUAL_WINDOW_DAYS.1))
}

/// Whether the code could be used: opened by the day it was received, not closed before the day it counts on. A clock
/// in doubt closes no code, since a visit is never lost to a clock.
pub fn is_usable(outcome: &VisitOutcome, received_on: Day, counted_on: Day, clock_suspect: bool) -> bool {
    outcome.valid_from <= received_on && (clock_suspect || outcome.valid_to.is_none_or(|last| counted_on <= last))
}

/// When a visit counts, and whether to doubt it: the estimate, unless it lies ahead of the server or before any visit.
pub fn counted(estimated: Moment, in_doubt: bool, received_at: Moment) -> (Moment, bool) {
    let ahead = estimated.unix() - received_at.unix();
    if estimated > received_at {
        (received_at, in_doubt || ahead > TOLERATED_SECONDS)
    } else if estimated.unix() < FLOOR_UNIX {
        (received_at, true)
    } else {
        (estimated, in_doubt)
    }
}

/// Something worth a look. The visit happened, so none of these refuses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// The household, or somebody met, had asked not to be contacted.
    DoNotContact,
    /// What the outcome says is not yet in the register.
    RegisterOutdated,
    /// Follow-ups were named as kept, but nobody was met.
    NothingKept,
    /// A day of the follow-up has passed already.
    WindowPassed,
}

impl Warning {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::DoNotContact => "do-not-contact",
            Self::RegisterOutdated => "register-outdated",
            Self::NothingKept => "nothing-kept",
            Self::WindowPassed => "window-passed",
        }
    }
    /// It as a sentence.
    pub fn text(self) -> Text {
        match self {
            Self::DoNotContact => Text {
                vi: "Hộ hoặc người này đã đề nghị không liên hệ",
                en: "This household or person asked not to be contacted",
            },
            Self::RegisterOutdated => Text {
                vi: "Kết quả cho thấy cần sửa lại sổ hộ, người",
                en: "The outcome says that the register should be changed",
            },
            Self::NothingKept => Text {
                vi: "Không gặp ai nên việc hẹn vẫn còn",
                en: "Nobody was met, so the follow-ups stay open",
            },
            Self::WindowPassed => Text { vi: "Hạn hẹn đã qua", en: "The window of the follow-up has passed" },
        }
    }
}

/// Whether the visit reached this household's door, met or not: a call that the household counts as one.
pub fn reaches_door(outcome: &str) -> bool {
    !matches!(outcome, "wrong_address" | "duplicate")
}

/// The outcome of somebody who did not want to talk, unless what they think was noted all the same.
const REFUSED: &str = "refused";
/// The outcome of somebody who signs up at once.
const AGREED: &str = "agreed";

/// How far a visit came, by its outcome and what people said of insurances.
pub fn reach(outcome: &VisitOutcome, said: &[Interest]) -> Reach {
    let wanted = outcome.code == AGREED || said.iter().any(|interest| *interest != Interest::No);
    match () {
        () if !reaches_door(&outcome.code) => Reach::Nowhere,
        () if !outcome.met => Reach::Door,
        () if wanted => Reach::Interest,
        () if outcome.code != REFUSED || !said.is_empty() => Reach::Talk,
        () => Reach::People,
    }
}

/// Whether the outcome says that the register of households and persons is no longer right.
pub fn outdates_register(outcome: &str) -> bool {
    matches!(outcome, "moved" | "deceased" | "wrong_address" | "duplicate")
}
