//! The steps of the way from a list to a renewal, and the shares between them. Pure.
use super::cells::Sums;
use crate::base::{Text, text_enum::text_enum};

text_enum! {
    /// A step of the way.
    pub enum FunnelStep {
        /// On a walk list.
        Listed = "listed",
        /// Called at while the list was walked.
        Attempted = "attempted",
        /// Called at, on a list or not.
        Doors = "doors",
        /// Somebody was met.
        Met = "met",
        /// Insurance was spoken of.
        Talked = "talked",
        /// Somebody was interested.
        Interested = "interested",
        /// Somebody was met, and a sign-up names the visit as what led to it.
        LedOn = "led_on",
        /// Signed up.
        Signed = "signed",
        /// Paid.
        Paid = "paid",
        /// The card or book was issued: insured from its first day on.
        Issued = "issued",
        /// The period came to its end.
        Ended = "ended",
        /// Paid on.
        Renewed = "renewed",
    }
}
text_enum! {
    /// What is counted at a step. The numbers of different units never make a share.
    pub enum FunnelUnit {
        /// A household's door on one list.
        ListedDoor = "listed_door",
        /// A visit (lượt): a door that was called at twice counts twice.
        Visit = "visit",
        /// A sign-up: one person, one scheme, one period.
        SignUp = "sign_up",
        /// The end of a period that was paid for.
        PeriodEnd = "period_end",
        /// A household.
        Household = "household",
    }
}
text_enum! {
    /// What the rows of a funnel stand for.
    pub enum FunnelBy {
        /// Months.
        Month = "month",
        /// The areas directly below.
        Area = "area",
        /// The organisations for which it was done.
        Organisation = "organisation",
        /// Campaigns.
        Campaign = "campaign",
        /// What led to the sign-up.
        Channel = "channel",
        /// Those who did it; within a commune.
        User = "user",
    }
}

impl FunnelUnit {
    /// By what it is told apart.
    pub fn told_apart_by(self) -> &'static [FunnelBy] {
        use FunnelBy::{Area, Campaign, Month, Organisation, User};
        match self {
            Self::ListedDoor | Self::Household => &[Month, Area, Campaign],
            Self::Visit => &[Month, Area, Organisation, Campaign, User],
            Self::SignUp => FunnelBy::ALL,
            Self::PeriodEnd => &[Month, Area, Organisation],
        }
    }
    /// Whether it is told apart by scheme.
    pub fn has_scheme(self) -> bool {
        matches!(self, Self::SignUp | Self::PeriodEnd)
    }
    /// Whether people are counted.
    pub fn counts_people(self) -> bool {
        matches!(self, Self::SignUp | Self::PeriodEnd)
    }
}

text_enum! {
    /// A share of those at one step who came to the next.
    pub enum FunnelRate {
        /// Listed doors that were called at.
        Attempt = "attempt",
        /// Doors at which somebody was met.
        Contact = "contact",
        /// Meetings at which insurance was spoken of.
        Cooperation = "cooperation",
        /// Talks in which somebody was interested.
        Interest = "interest",
        /// Meetings that a sign-up names as what led to it.
        Conversion = "conversion",
        /// Sign-ups that were paid.
        Payment = "payment",
        /// Paid sign-ups whose card or book was issued.
        Issue = "issue",
        /// Periods that came to their end and were paid on.
        Persistency = "persistency",
    }
}

/// A step with its unit and what it is called.
#[derive(Debug)]
pub struct StepSpec {
    /// The step.
    pub step: FunnelStep,
    /// What is counted.
    pub unit: FunnelUnit,
    /// How many.
    pub count: fn(&Sums) -> i64,
    /// What people call it.
    pub label: Text,
}

/// The steps in their order.
pub const STEPS: &[StepSpec] = &[
    StepSpec {
        step: FunnelStep::Listed,
        unit: FunnelUnit::ListedDoor,
        count: |sums| sums.listed,
        label: Text { vi: "Trong danh sách", en: "Listed" },
    },
    StepSpec {
        step: FunnelStep::Attempted,
        unit: FunnelUnit::ListedDoor,
        count: |sums| sums.attempted,
        label: Text { vi: "Đã đến", en: "Attempted" },
    },
    StepSpec {
        step: FunnelStep::Doors,
        unit: FunnelUnit::Visit,
        count: |sums| sums.doors,
        label: Text { vi: "Lượt đến nhà", en: "Doors" },
    },
    StepSpec {
        step: FunnelStep::Met,
        unit: FunnelUnit::Visit,
        count: |sums| sums.met,
        label: Text { vi: "Gặp được người", en: "Met" },
    },
    StepSpec {
        step: FunnelStep::Talked,
        unit: FunnelUnit::Visit,
        count: |sums| sums.talked,
        label: Text { vi: "Trao đổi được", en: "Talked" },
    },
    StepSpec {
        step: FunnelStep::Interested,
        unit: FunnelUnit::Visit,
        count: |sums| sums.interested,
        label: Text { vi: "Quan tâm", en: "Interested" },
    },
    StepSpec {
        step: FunnelStep::LedOn,
        unit: FunnelUnit::Visit,
        count: |sums| sums.led_on,
        label: Text { vi: "Lượt gặp có đăng ký", en: "Meetings with a sign-up" },
    },
    StepSpec {
        step: FunnelStep::Signed,
        unit: FunnelUnit::SignUp,
        count: |sums| sums.signed,
        label: Text { vi: "Đăng ký", en: "Signed up" },
    },
    StepSpec {
        step: FunnelStep::Paid,
        unit: FunnelUnit::SignUp,
        count: |sums| sums.paid,
        label: Text { vi: "Đã đóng tiền", en: "Paid" },
    },
    StepSpec {
        step: FunnelStep::Issued,
        unit: FunnelUnit::SignUp,
        count: |sums| sums.issued,
        label: Text { vi: "Đã cấp thẻ, sổ", en: "Card or book issued" },
    },
    StepSpec {
        step: FunnelStep::Ended,
        unit: FunnelUnit::PeriodEnd,
        count: |sums| sums.ended,
        label: Text { vi: "Đến hạn", en: "Period ended" },
    },
    StepSpec {
        step: FunnelStep::Renewed,
        unit: FunnelUnit::PeriodEnd,
        count: |sums| sums.renewed,
        label: Text { vi: "Đóng tiếp", en: "Renewed" },
    },
];

/// How long it takes until a share says what it will say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ripening {
    /// Both steps are of one visit.
    AtOnce,
    /// A list is walked, a sign-up follows a visit, is paid and its card or book issued: nine in ten within this time.
    Soon,
    /// A health card goes on from the one before within 90 days (Điều 16.3c).
    Late,
}

impl Ripening {
    /// In days.
    pub fn days(self) -> i64 {
        match self {
            Self::AtOnce => 0,
            Self::Soon => 45,
            Self::Late => 90,
        }
    }
}

/// A share with its two steps and what it is called.
#[derive(Debug)]
pub struct RateSpec {
    /// The share.
    pub rate: FunnelRate,
    /// Of those at this step
    pub of: FunnelStep,
    /// these came further.
    pub hits: FunnelStep,
    /// After so many days what has not come further will hardly do so: before, nobody is called weak by it.
    pub ripens_in: Ripening,
    /// What people call it.
    pub label: Text,
}

/// The shares in their order.
pub const RATES: &[RateSpec] = &[
    RateSpec {
        rate: FunnelRate::Attempt,
        of: FunnelStep::Listed,
        hits: FunnelStep::Attempted,
        ripens_in: Ripening::Soon,
        label: Text { vi: "Tỷ lệ đã đến", en: "Attempt rate" },
    },
    RateSpec {
        rate: FunnelRate::Contact,
        of: FunnelStep::Doors,
        hits: FunnelStep::Met,
        ripens_in: Ripening::AtOnce,
        label: Text { vi: "Tỷ lệ gặp được người", en: "Contact rate" },
    },
    RateSpec {
        rate: FunnelRate::Cooperation,
        of: FunnelStep::Met,
        hits: FunnelStep::Talked,
        ripens_in: Ripening::AtOnce,
        label: Text { vi: "Tỷ lệ trao đổi được", en: "Cooperation rate" },
    },
    RateSpec {
        rate: FunnelRate::Interest,
        of: FunnelStep::Talked,
        hits: FunnelStep::Interested,
        ripens_in: Ripening::AtOnce,
        label: Text { vi: "Tỷ lệ quan tâm", en: "Interest rate" },
    },
    RateSpec {
        rate: FunnelRate::Conversion,
        of: FunnelStep::Met,
        hits: FunnelStep::LedOn,
        ripens_in: Ripening::Soon,
        label: Text { vi: "Tỷ lệ lượt gặp có đăng ký", en: "Conversion rate" },
    },
    RateSpec {
        rate: FunnelRate::Payment,
        of: FunnelStep::Signed,
        hits: FunnelStep::Paid,
        ripens_in: Ripening::Soon,
        label: Text { vi: "Tỷ lệ đã đóng tiền", en: "Payment rate" },
    },
    RateSpec {
        rate: FunnelRate::Issue,
        of: FunnelStep::Paid,
        hits: FunnelStep::Issued,
        ripens_in: Ripening::Soon,
        label: Text { vi: "Tỷ lệ đã cấp thẻ, sổ", en: "Issue rate" },
    },
    RateSpec {
        rate: FunnelRate::Persistency,
        of: FunnelStep::Ended,
        hits: FunnelStep::Renewed,
        ripens_in: Ripening::Late,
        label: Text { vi: "Tỷ lệ đóng tiếp", en: "Persistency" },
    },
];
