//! Identifiers: UUIDs kept as text, each with the kind of thing it names in its type.
//!
//! New ids are UUIDv7. A client may send its own (v4 or v7) when it creates something; the time inside
//! an id is never used for order, expiry or rights.
use std::{borrow::Cow, fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type};
use uuid::Uuid;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $alias:ident),* $(,)?) => {
        /// What an id may name. These types are never made; they only keep ids apart.
        pub mod of { $($(#[$doc])* #[derive(Debug)] pub enum $kind {})* }
        $($(#[$doc])* pub type $alias = Id<of::$kind>;)*
    };
}
kinds! {
    /// A time of the database between two restores.
    FeedEpoch = FeedEpochId,
    /// An administrative area.
    Area = AreaId,
    /// Somebody who signs in.
    User = UserId,
    /// A grant: role × area × organisation × dates.
    Grant = GrantId,
    /// One signed-in device: a family of refresh tokens.
    Session = SessionId,
    /// One refresh token of a session.
    RefreshToken = RefreshTokenId,
    /// A one-time link sent by mail.
    Ticket = TicketId,
    /// A body: Party board, committee, union, office, press.
    Organisation = OrganisationId,
    /// A numbered paper.
    Document = DocumentId,
    /// A named effort.
    Campaign = CampaignId,
    /// Something held.
    Event = EventId,
    /// A venue point (điểm cầu) of an online event.
    Venue = VenueId,
    /// A headcount of an event or of one of its venues.
    Headcount = HeadcountId,
    /// A question asked at a dialogue.
    Question = QuestionId,
    /// Two records of the same event made one.
    EventMerge = EventMergeId,
    /// An article, broadcast, post, banner.
    MediaOutput = MediaOutputId,
    /// A seat on a steering committee.
    CommitteeMember = CommitteeMemberId,
    /// A task assigned to a committee member.
    MemberTask = MemberTaskId,
    /// A joint inspection.
    Inspection = InspectionId,
    /// A finding of an inspection.
    Finding = FindingId,
    /// Praise awarded.
    Commendation = CommendationId,
    /// What the board says to a reason.
    ObjectionAnswer = ObjectionAnswerId,
    /// A target.
    Target = TargetId,
    /// A dated denominator.
    Denominator = DenominatorId,
    /// A dated count of participants.
    Snapshot = SnapshotId,
    /// That people came into a scheme or left it by a decision.
    CoverageShift = CoverageShiftId,
    /// A file of boundaries that was imported.
    BoundaryImport = BoundaryImportId,
    /// A mail waiting to be sent.
    OutgoingMail = OutgoingMailId,
    /// A household.
    Household = HouseholdId,
    /// A person of the register.
    Person = PersonId,
    /// Two records of the same person made one.
    PersonMerge = PersonMergeId,
    /// That a household or a person belongs to a group, with evidence.
    GroupClaim = GroupClaimId,
    /// A person's consent to one purpose.
    Consent = ConsentId,
    /// What is known of a person's cover on a day.
    Cover = CoverId,
    /// What happened at a door, once.
    Visit = VisitId,
    /// A dated promise.
    FollowUp = FollowUpId,
    /// A phone with one local database.
    Device = DeviceId,
    /// One operation of a phone.
    SyncOp = OpId,
    /// Two values that met, of which one lost.
    Conflict = ConflictId,
    /// A frozen, ordered list of doors.
    WalkList = WalkListId,
    /// That somebody walks a list for a time.
    WalkListAssignment = WalkListAssignmentId,
    /// A sign-up of one person in one scheme for one period.
    Enrolment = EnrolmentId,
    /// A step of a sign-up.
    EnrolmentStep = EnrolmentStepId,
    /// The receipt of a payment.
    Receipt = ReceiptId,
    /// A part of a payment.
    Instalment = InstalmentId,
    /// Sign-ups that are handed in together.
    EnrolmentBatch = EnrolmentBatchId,
    /// An interested household, handed over to a collection organisation.
    HandOver = HandOverId,
    /// Until when somebody is paid for in a scheme.
    Renewal = RenewalId,
    /// A roster somebody brought.
    Import = ImportId,
    /// Some hundred rows of a roster.
    ImportPiece = ImportPieceId,
    /// A list that the social security office sent.
    OfficeList = OfficeListId,
    /// Some hundred rows of it that wait to be looked at.
    OfficeListPiece = OfficeListPieceId,
    /// A row of it.
    OfficeListRow = OfficeListRowId,
    /// A dated fact of the law.
    Rate = RateId,
    /// What a local resolution adds.
    SupportRule = SupportRuleId,
    /// A quote that somebody was given.
    KeptQuote = KeptQuoteId,
    /// What a paper looks like from a day on.
    PaperLayout = PaperLayoutId,
    /// A paper that was made for the office, a household, or the books.
    Paper = PaperId,
    /// A part of the file of a paper.
    PaperPiece = PaperPieceId,
    /// What is given for a kind of sign-up from a day on.
    RemunerationRate = RemunerationRateId,
    /// What an organisation owes its collectors for a month.
    RemunerationStatement = RemunerationStatementId,
    /// A sign-up on such a statement.
    RemunerationLine = RemunerationLineId,
    /// How long a touch counts, from a day on.
    TouchWindow = TouchWindowId,
    /// That a person was at an event.
    Attendee = AttendeeId,
    /// That something was sent to a person.
    Message = MessageId,
    /// A comparison that was registered.
    Evaluation = EvaluationId,
    /// What somebody saw of it on a day.
    EvaluationLook = EvaluationLookId,
}

/// The id of a `K`, as lower-case hyphenated UUID text.
pub struct Id<K> {
    text: [u8; 36],
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// A fresh UUIDv7.
    #[expect(clippy::new_without_default, reason = "a fresh id is an act, not a default")]
    pub fn new() -> Self {
        Self::from_uuid(Uuid::now_v7())
    }

    /// The id with these sixteen bytes.
    pub fn from_uuid(uuid: Uuid) -> Self {
        let mut text = [0; 36];
        uuid.hyphenated().encode_lower(&mut text);
        Self { text, kind: PhantomData }
    }

    /// The id as it is written everywhere.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The same id, seen as naming another kind (for lines that speak of any entity).
    pub fn cast<Other>(self) -> Id<Other> {
        Id { text: self.text, kind: PhantomData }
    }
}

/// The text is not an id.
#[derive(Debug)]
pub struct NotAnId;

impl<K> FromStr for Id<K> {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != 36 {
            return Err(NotAnId);
        }
        let uuid = Uuid::parse_str(text).map_err(|_| NotAnId)?;
        if uuid.is_nil() || uuid.is_max() {
            return Err(NotAnId);
        }
        Ok(Self::from_uuid(uuid))
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|NotAnId| D::Error::custom("expected a UUID such as 0198f3c2-7d1e-7a44-9c50-3f6d2b1a8e77"))
    }
}
impl<K> utoipa::PartialSchema for Id<K> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uuid".into())))
            .pattern(Some("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"))
            .into()
    }
}
impl<K> utoipa::ToSchema for Id<K> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Id")
    }
}
