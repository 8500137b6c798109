//! Time: instants are UTC, days are civil days in Asia/Ho_Chi_Minh, which has no daylight saving.
//!
//! The one place that reads the system's clock. The server's own time zone never matters.
use std::{
    borrow::Cow,
    fmt,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type};

const VIET_NAM_UTC_OFFSET_HOURS: i64 = 7;

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z: what both databases and four digits of a year can hold.
const FIRST_MICROS: i64 = -62_135_596_800_000_000;
const LAST_MICROS: i64 = 253_402_300_799_999_999;

/// An instant, UTC, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub NaiveDateTime);

impl Moment {
    /// The instant `seconds` later.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + Duration::seconds(seconds))
    }

    /// The civil day in Viet Nam at this instant.
    pub fn day(self) -> Day {
        Day((self.0 + Duration::hours(VIET_NAM_UTC_OFFSET_HOURS)).date())
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    /// Day and second, with a sign between them: `2026-11-25T02:00:00`. By hand, since every row has a few of these.
    pub fn text(self, between: char) -> String {
        let mut text = Day(self.0.date()).text();
        for (before, value) in [(between, self.0.hour()), (':', self.0.minute()), (':', self.0.second())] {
            text.push(before);
            push_digits(&mut text, value, 2);
        }
        text
    }
    /// Microseconds within the second.
    pub fn micros(self) -> u32 {
        self.0.nanosecond() / 1_000 % 1_000_000
    }

    /// The instant this many microseconds after 1970-01-01T00:00:00Z.
    pub fn from_unix_micros(micros: i64) -> Self {
        Self(DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc())
    }
}

/// A number with leading zeros.
pub fn push_digits(text: &mut String, number: u32, width: u32) {
    for place in (0..width).rev() {
        text.extend(char::from_digit(number / 10_u32.pow(place) % 10, 10));
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.text('T');
        text.push('.');
        push_digits(&mut text, self.micros(), 6);
        text.push('Z');
        f.write_str(&text)
    }
}
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The text is not an instant.
#[derive(Debug)]
pub struct NotAMoment;

impl FromStr for Moment {
    type Err = NotAMoment;
    /// RFC 3339 with any offset. What leads out of the years 1 to 9999 becomes their edge: a clock may say anything.
    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        if !matches!(text.as_bytes().get(10), Some(b'T' | b't')) {
            return Err(NotAMoment);
        }
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| NotAMoment)?;
        Ok(Self::from_unix_micros(at.timestamp_micros().clamp(FIRST_MICROS, LAST_MICROS)))
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|NotAMoment| D::Error::custom("expected an instant such as 2026-11-25T02:00:00Z"))
    }
}
impl utoipa::PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}
impl utoipa::ToSchema for Moment {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Moment")
    }
}

/// A civil day in Viet Nam, between 1900 and 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub NaiveDate);

impl Day {
    /// The day with these numbers, if the calendar has it.
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self).filter(|d| (1900..2200).contains(&d.year()))
    }
    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }
    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }
    /// The day of the month.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }
    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }
    /// The day `days` later.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0 + Duration::days(days))
    }
    /// This day, or the nearest that can be written to others where arithmetic has led beyond 1900 or 2199.
    pub fn writable(self) -> Self {
        let ends = Self::of(1900, 1, 1).zip(Self::of(2199, 12, 31));
        ends.map_or(self, |(first, last)| self.clamp(first, last))
    }
    /// The day before.
    pub fn before(self) -> Self {
        self.plus_days(-1)
    }
    /// The same day so many months earlier; the last day of that month where it is shorter.
    pub fn minus_months(self, months: u32) -> Self {
        Self(self.0.checked_sub_months(Months::new(months)).unwrap_or(self.0))
    }
    /// The same day so many months later; the last day of that month where it is shorter.
    pub fn plus_months(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }
    /// The instant at which it begins in Viet Nam.
    pub fn begins_at(self) -> Moment {
        Moment(self.0.and_time(chrono::NaiveTime::MIN) - Duration::hours(VIET_NAM_UTC_OFFSET_HOURS))
    }
    /// The first day of this day's month.
    pub fn month_start(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }
    /// The first day of this day's year.
    pub fn year_start(self) -> Self {
        Self(self.0.with_ordinal(1).unwrap_or(self.0))
    }
    /// `2026-11-25`. By hand, since every row has a few of these.
    pub fn text(self) -> String {
        let Some(year) = u32::try_from(self.year()).ok().filter(|year| *year < 10_000) else {
            return self.0.format("%Y-%m-%d").to_string();
        };
        let mut text = String::with_capacity(27);
        push_digits(&mut text, year, 4);
        for part in [self.month(), self.day_of_month()] {
            text.push('-');
            push_digits(&mut text, part, 2);
        }
        text
    }
    /// `30/07/2023`, as people here write it.
    pub fn vi(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }
}

/// The text is not a day.
#[derive(Debug)]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, NotADay> {
        let (bytes, number) = (text.as_bytes(), |range: std::ops::Range<usize>| {
            text.get(range)
                .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse::<u32>().ok())
        });
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return Err(NotADay);
        }
        let (year, month, day) =
            (number(0..4).ok_or(NotADay)?, number(5..7).ok_or(NotADay)?, number(8..10).ok_or(NotADay)?);
        Self::of(i32::try_from(year).map_err(|_| NotADay)?, month, day).ok_or(NotADay)
    }
}
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|NotADay| D::Error::custom("expected a day such as 2026-11-25, from 1900 to 2199"))
    }
}
impl utoipa::PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .pattern(Some("^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$|^(19|20|21)[0-9]{2}-(0[13-9]|1[0-2])-(29|30)$|^(19|20|21)[0-9]{2}-(0[13578]|1[02])-31$|^20(0[48]|[2468][048]|[13579][26])-02-29$"))
            .into()
    }
}
impl utoipa::ToSchema for Day {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Day")
    }
}

/// Where "now" comes from: the system, or a fixed instant that a test moves.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still at this many microseconds since 1970 until it is moved.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock standing at this instant.
    pub fn fixed(at: Moment) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0.and_utc().timestamp_micros())))
    }
    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "the one door to the system's clock")]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment::from_unix_micros(Utc::now().timestamp_micros()),
            Self::Fixed(at) => Moment::from_unix_micros(at.load(Ordering::SeqCst)),
        }
    }
    /// The present civil day in Viet Nam.
    pub fn today(&self) -> Day {
        self.now().day()
    }
    /// Moves a fixed clock; the system's clock is left alone.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Self::Fixed(at) = self {
            at.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }
}
