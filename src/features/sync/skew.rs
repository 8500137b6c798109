//! When something happened, told by a phone whose clock may be wrong: an estimate, and whether to doubt it.
//!
//! Never a reason to refuse: a visit that is refused for its date is a visit lost. The estimate is for reports; no
//! merge, order, expiry or right ever looks at it. What the phone said is kept beside it.
use crate::base::Moment;

/// A clock that is off by more than this is suspect.
pub const TOLERATED_SECONDS: i64 = 10 * 60;

/// Estimates stay within the days this system can write, 1900 to 2199, whatever a phone says.
const EARLIEST_UNIX: i64 = -2_208_988_800;
const LATEST_UNIX: i64 = 7_258_118_399;

/// What is made of a time a phone gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// When it probably happened, by the server's clock.
    pub estimated: Moment,
    /// By how many seconds the phone's clock was ahead at the push; negative when behind.
    pub skew_seconds: i64,
    /// The phone's clock was far off, or the thing would not have happened yet.
    pub clock_suspect: bool,
}

impl Timing {
    /// Another time that the same phone gave for something that has happened: by the server's clock, and not ahead of it.
    pub fn past(self, claimed: Moment, server_now: Moment) -> Moment {
        let phone_now = server_now.plus_seconds(self.skew_seconds);
        timing(claimed, phone_now, server_now).estimated.min(server_now)
    }
}

/// What to make of `occurred_at` when the phone's clock showed `phone_now` while the server's showed `server_now`.
/// The skew at the push is taken to be the skew at the event; a clock that was moved in between is not noticed, unless
/// it leads into the future.
pub fn timing(occurred_at: Moment, phone_now: Moment, server_now: Moment) -> Timing {
    let skew_seconds = phone_now.unix().saturating_sub(server_now.unix());
    let unix = occurred_at.unix().saturating_sub(skew_seconds);
    let estimated = if (EARLIEST_UNIX..=LATEST_UNIX).contains(&unix) {
        occurred_at.plus_seconds(-skew_seconds)
    } else {
        Moment::from_unix_micros(0).plus_seconds(unix.clamp(EARLIEST_UNIX, LATEST_UNIX))
    };
    let ahead = estimated.unix() > server_now.unix();
    Timing { estimated, skew_seconds, clock_suspect: ahead || skew_seconds.saturating_abs() > TOLERATED_SECONDS }
}
