//! The kinds of things that requests can be about.

/// What a request can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Area,
    User,
    Grant,
    Organisation,
    Committee,
    Document,
    Campaign,
    Planned,
    Held,
    Merge,
    Question,
    Media,
    Target,
    Denominator,
    Snapshot,
    CoverageShift,
    ObjectionAnswer,
    Member,
    Inspection,
    Finding,
    Commendation,
    Household,
    Visit,
    FollowUp,
    ClosedFollowUp,
    WalkList,
    HandOver,
    Enrolment,
    DeclaredEnrolment,
    PaidEnrolment,
    HandedInEnrolment,
    IssuedEnrolment,
    EnrolmentBatch,
    Renewal,
    StoppedRenewal,
    Person,
    Claim,
    Consent,
    PersonMerge,
    Device,
    Conflict,
    Refused,
    Import,
    Committed,
    OfficeList,
    OfficeListRow,
    Rate,
    SupportRule,
    KeptQuote,
    PaperLayout,
    Paper,
    RemunerationRate,
    Statement,
    Attendee,
    Message,
    Evaluation,
}

impl Kind {
    /// Whether it stands in the place's commune wherever it is made: nobody lives in a province.
    pub fn is_lived(self) -> bool {
        matches!(
            self,
            Self::Household
                | Self::Person
                | Self::Claim
                | Self::Consent
                | Self::PersonMerge
                | Self::Visit
                | Self::FollowUp
                | Self::ClosedFollowUp
                | Self::WalkList
                | Self::HandOver
                | Self::Enrolment
                | Self::DeclaredEnrolment
                | Self::PaidEnrolment
                | Self::HandedInEnrolment
                | Self::IssuedEnrolment
                | Self::EnrolmentBatch
                | Self::Renewal
                | Self::StoppedRenewal
                | Self::Conflict
                | Self::Import
                | Self::Committed
                | Self::Attendee
                | Self::Message
        )
    }
    /// Whether it belongs to a collection organisation, and of the collecting roles only that one's people see it.
    pub fn is_owned(self) -> bool {
        matches!(
            self,
            Self::HandOver
                | Self::Enrolment
                | Self::DeclaredEnrolment
                | Self::PaidEnrolment
                | Self::HandedInEnrolment
                | Self::IssuedEnrolment
                | Self::EnrolmentBatch
                | Self::Renewal
                | Self::StoppedRenewal
                | Self::Paper
                | Self::OfficeList
                | Self::OfficeListRow
                | Self::KeptQuote
                | Self::RemunerationRate
                | Self::Statement
                | Self::Message
        )
    }
}
