//! What is asked of a quote: who wants to take part in what, from when, and what is claimed of them.
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::base::{
    Day,
    id::AreaId,
    month::Month,
    scheme::SoldScheme,
    text::{Code, Line},
    text_enum::text_enum,
    whole::whole_number,
};

text_enum! {
    /// How somebody pays.
    pub enum Method {
        /// Every month.
        Month = "month",
        /// Every three months.
        Quarter = "quarter",
        /// Every six months.
        HalfYear = "half_year",
        /// Every twelve months.
        Year = "year",
        /// Once, for years to come.
        YearsAhead = "years_ahead",
        /// Once, for the months missing for a pension.
        MissingMonths = "missing_months",
        /// A health insurance card.
        Card = "card",
    }
}
text_enum! {
    /// In which form a member of a household joins health insurance.
    pub enum CardForm {
        /// As a supported group.
        Supported = "supported",
        /// In the household form, on the ladder.
        Household = "household",
    }
}

whole_number! {
    /// Months: 1 to 240.
    Months: i32, 1 to 240
}
whole_number! {
    /// Months before: 0 to 600.
    MonthsBefore: i32, 0 to 600
}
whole_number! {
    /// An income in đồng a month: 0 to 1,000,000,000.
    IncomeVnd: i64, 0 to 1_000_000_000
}
whole_number! {
    /// Members of the household that joined in the household form this year: 0 to 50.
    Joined: i32, 0 to 50
}
whole_number! {
    /// Full years: 0 to 130.
    Age: i32, 0 to 130
}
macro_rules! written_as_numbers {
    ($($name:ident),+) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    )+ };
}
written_as_numbers!(Months, MonthsBefore, IncomeVnd, Joined, Age);

/// The most members of a household that are asked about at once.
pub const MOST_MEMBERS: usize = 20;

/// A question. Fields of the other scheme are refused.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub scheme: SoldScheme,
    /// The day of payment; today when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    pub area_id: AreaId,
    /// The commune of before the change of the map, where rules of the old territory depend on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former_area_id: Option<AreaId>,
    /// Voluntary social insurance: how it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Months paid for: follows from the method, but for years ahead (24, 36, 48, 60) and missing months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<Months>,
    /// Voluntary social insurance: the income chosen, a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub income_vnd: Option<IncomeVnd>,
    /// Voluntary social insurance: the groups claimed; from the list `group`.
    #[serde(
        default,
        deserialize_with = "crate::base::few::at_most::<12, _, _>",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[schema(max_items = 12)]
    pub groups: Vec<Code>,
    /// Months for which the state supported the person before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months_supported_before: Option<MonthsBefore>,
    /// Months for which a local budget supported the person before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_months_before: Option<MonthsBefore>,
    /// The first month paid for; the month of payment when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_from: Option<Month>,
    /// Missing months may be paid at once by those who reached retirement age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retirement_age_reached: Option<bool>,
    /// Some local rules ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<Age>,
    /// Whether the person is a permanent resident; some local rules ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permanent_resident: Option<bool>,
    /// Health insurance: how many of the household joined in the household form this calendar year already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub already_joined: Option<Joined>,
    /// Health insurance: who joins.
    #[serde(
        default,
        deserialize_with = "crate::base::few::at_most::<MOST_MEMBERS, _, _>",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[schema(max_items = 20)]
    pub members: Vec<Member>,
}

/// Somebody of a household.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What the member is called in the answer.
    pub key: Line<40>,
    pub months: Months,
    /// The groups claimed; from the list `group`.
    #[serde(
        default,
        deserialize_with = "crate::base::few::at_most::<12, _, _>",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[schema(max_items = 12)]
    pub groups: Vec<Code>,
    /// The last day of the card held last; left out for somebody who never had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_cover_ended_on: Option<Day>,
    /// What the member chooses, where the law leaves a choice; the supported group when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<CardForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<Age>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permanent_resident: Option<bool>,
    /// Months for which the group was supported before, where the law limits them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months_supported_before: Option<MonthsBefore>,
    /// Months for which a local budget supported the member before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_months_before: Option<MonthsBefore>,
}

impl Question {
    /// Every group that is claimed for anybody.
    pub fn claimed(&self) -> impl Iterator<Item = &Code> {
        self.groups.iter().chain(self.members.iter().flat_map(|member| &member.groups))
    }
}

impl Method {
    /// Months of a period, where the method has one.
    pub fn period(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::YearsAhead | Self::MissingMonths | Self::Card => None,
        }
    }
}
