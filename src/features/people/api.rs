//! What is sent in. What is shown stands in `views`.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::model::{ConsentHow, CoverSource, CoverState, HouseholdStatus, PersonStatus};
use crate::base::{
    Day, Edit, Moment,
    birth::BirthDate,
    id::{AreaId, ConsentId, CoverId, GroupClaimId, HouseholdId, PersonId},
    identity::{CardNumber, CitizenId, InsuranceNumber, Sex},
    page::{CursorText, Limit},
    phone::Phone,
    scheme::Scheme,
    text::{Code, Line, Prose},
    text_enum::text_enum,
    whole::whole_number,
};

/// Where a door is, as a phone measured it. Kept to four decimals, about ten metres.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocationBody {
    pub latitude: Latitude,
    pub longitude: Longitude,
    /// How far off it may be, metres.
    pub accuracy_m: Option<Metres>,
}

whole_number! {
    /// Metres: 0 to 100,000.
    Metres: i32, 0 to 100_000
}

macro_rules! degrees {
    ($(#[$doc:meta])* $name:ident, $least:literal to $most:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name(pub f64);
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let degrees = f64::deserialize(deserializer)?;
                let known = ($least..=$most).contains(&degrees);
                known.then_some(Self(degrees)).ok_or_else(|| serde::de::Error::custom("out of range"))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::Number)
                    .minimum(Some($least))
                    .maximum(Some($most))
                    .into()
            }
        }
        impl ToSchema for $name {}
    };
}
degrees! {
    /// Degrees north, within Viet Nam and its islands.
    Latitude, 6.0 to 24.0
}
degrees! {
    /// Degrees east, within Viet Nam and its islands.
    Longitude, 102.0 to 118.0
}

/// A new household.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateHousehold {
    /// Its id, when the client made one.
    pub id: Option<HouseholdId>,
    /// A commune or hamlet.
    pub area_id: AreaId,
    /// By whom people know it: mostly its head.
    pub name: Line<120>,
    /// Its number in a register of the office; not interpreted.
    pub code: Option<Line<40>>,
    /// As it stands at the door: `12A`, `45/3`.
    pub house_number: Option<Line<40>>,
    /// Road and the rest. Sealed.
    pub address: Option<Line<300>>,
    /// How to find the door. Sealed.
    pub landmark: Option<Line<300>>,
    pub location: Option<LocationBody>,
    /// Nobody goes there.
    #[serde(default)]
    pub do_not_contact: bool,
    /// `active` unless said.
    pub status: Option<HouseholdStatus>,
    /// Sealed.
    pub note: Option<Prose<2000>>,
}

/// Changes of a household; what is left out stays, `null` empties.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeHousehold {
    /// Everybody in it, and what is known of them, goes along.
    pub area_id: Option<AreaId>,
    pub name: Option<Line<120>>,
    #[serde(default)]
    #[schema(value_type = Option<Line<40>>)]
    pub code: Edit<Line<40>>,
    #[serde(default)]
    #[schema(value_type = Option<Line<40>>)]
    pub house_number: Edit<Line<40>>,
    #[serde(default)]
    #[schema(value_type = Option<Line<300>>)]
    pub address: Edit<Line<300>>,
    #[serde(default)]
    #[schema(value_type = Option<Line<300>>)]
    pub landmark: Edit<Line<300>>,
    #[serde(default)]
    #[schema(value_type = Option<LocationBody>)]
    pub location: Edit<LocationBody>,
    pub do_not_contact: Option<bool>,
    pub status: Option<HouseholdStatus>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<2000>>)]
    pub note: Edit<Prose<2000>>,
}

/// A new person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePerson {
    /// Its id, when the client made one.
    pub id: Option<PersonId>,
    pub household_id: HouseholdId,
    pub full_name: Line<120>,
    /// As precise as it is known. Sealed, but for its year.
    pub birth: Option<BirthDate>,
    pub sex: Option<Sex>,
    /// To the head of the household, from the list `relation`.
    pub relation: Option<Code>,
    pub citizen_id: Option<CitizenId>,
    pub insurance_number: Option<InsuranceNumber>,
    pub card_number: Option<CardNumber>,
    /// Old numbers become what they are today.
    pub phone: Option<Phone>,
    #[serde(default)]
    pub do_not_contact: bool,
    /// `active` unless said.
    pub status: Option<PersonStatus>,
    /// Sealed.
    pub note: Option<Prose<2000>>,
}

/// Changes of a person; what is left out stays, `null` empties.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePerson {
    /// The person goes to another household, with what is known of them.
    pub household_id: Option<HouseholdId>,
    pub full_name: Option<Line<120>>,
    #[serde(default)]
    #[schema(value_type = Option<BirthDate>)]
    pub birth: Edit<BirthDate>,
    #[serde(default)]
    #[schema(value_type = Option<Sex>)]
    pub sex: Edit<Sex>,
    #[serde(default)]
    #[schema(value_type = Option<Code>)]
    pub relation: Edit<Code>,
    #[serde(default)]
    #[schema(value_type = Option<CitizenId>)]
    pub citizen_id: Edit<CitizenId>,
    #[serde(default)]
    #[schema(value_type = Option<InsuranceNumber>)]
    pub insurance_number: Edit<InsuranceNumber>,
    #[serde(default)]
    #[schema(value_type = Option<CardNumber>)]
    pub card_number: Edit<CardNumber>,
    #[serde(default)]
    #[schema(value_type = Option<Phone>)]
    pub phone: Edit<Phone>,
    pub do_not_contact: Option<bool>,
    pub status: Option<PersonStatus>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<2000>>)]
    pub note: Edit<Prose<2000>>,
}

/// That the household, or one of its people, belongs to a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateClaim {
    /// Its id, when the client made one.
    pub id: Option<GroupClaimId>,
    /// Left out when it is true of the whole household.
    pub person_id: Option<PersonId>,
    /// From the list `group`.
    pub group: Code,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
    /// The number of the decision or certificate.
    pub evidence_number: Option<Line<80>>,
    pub evidence_on: Option<Day>,
}

/// The last day on which it is true.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndClaim {
    pub on: Day,
}

/// A consent as it was given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateConsent {
    /// Its id, when the client made one.
    pub id: Option<ConsentId>,
    /// From the list `consent_purpose`.
    pub purpose: Code,
    /// Which text was read out.
    pub text_version: Line<60>,
    pub given_at: Moment,
    pub given_how: ConsentHow,
}

/// A withdrawal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawConsent {
    /// Now, unless said.
    pub at: Option<Moment>,
    pub how: ConsentHow,
}

/// What is known of a cover.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCover {
    /// Its id, when the client made one.
    pub id: Option<CoverId>,
    pub scheme: Scheme,
    pub state: CoverState,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    /// As of which day it is known.
    pub known_on: Day,
    pub source: CoverSource,
}

/// A name, or the beginning of any of its words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchPersons {
    /// With or without accents; with them, names that are spelt so come first.
    pub q: Line<120>,
    /// In this area and everything that lies in it.
    pub area_id: Option<AreaId>,
    pub household_id: Option<HouseholdId>,
    /// Rows a page, 1 to 200.
    pub limit: Option<Limit>,
    /// Where the last page ended.
    pub cursor: Option<CursorText>,
}

/// One number, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpPerson {
    pub citizen_id: Option<CitizenId>,
    pub insurance_number: Option<InsuranceNumber>,
    pub card_number: Option<CardNumber>,
    pub phone: Option<Phone>,
}

text_enum! {
    /// What of a person is sealed and can be shown in full, one at a time.
    pub enum SealedField {
        /// The citizen's number.
        CitizenId = "citizen_id",
        /// The social insurance number of the older kind.
        InsuranceNumber = "insurance_number",
        /// The number on the health insurance card.
        CardNumber = "card_number",
        /// The telephone number.
        Phone = "phone",
        /// The birth date.
        Birth = "birth",
    }
}

/// What to show in full.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevealPerson {
    pub field: SealedField,
}

/// The record that is kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePerson {
    pub into_id: PersonId,
}

/// Which households.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HouseholdQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    /// All unless said.
    #[param(value_type = Option<HouseholdStatus>)]
    pub status: Option<HouseholdStatus>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Which persons. Names are looked for at `/persons/search`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PersonQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<HouseholdId>)]
    pub household_id: Option<HouseholdId>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Names of the fields that are named.
fn named<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, named)| *named).map(|(name, _)| name).collect()
}

impl ChangeHousehold {
    /// Which fields it names, for the audit line.
    pub fn fields(&self) -> Vec<&'static str> {
        named([
            ("area_id", self.area_id.is_some()),
            ("name", self.name.is_some()),
            ("code", self.code.is_change()),
            ("house_number", self.house_number.is_change()),
            ("address", self.address.is_change()),
            ("landmark", self.landmark.is_change()),
            ("location", self.location.is_change()),
            ("do_not_contact", self.do_not_contact.is_some()),
            ("status", self.status.is_some()),
            ("note", self.note.is_change()),
        ])
    }
}

impl ChangePerson {
    /// Which fields it names, for the audit line.
    pub fn fields(&self) -> Vec<&'static str> {
        named([
            ("household_id", self.household_id.is_some()),
            ("full_name", self.full_name.is_some()),
            ("birth", self.birth.is_change()),
            ("sex", self.sex.is_change()),
            ("relation", self.relation.is_change()),
            ("citizen_id", self.citizen_id.is_change()),
            ("insurance_number", self.insurance_number.is_change()),
            ("card_number", self.card_number.is_change()),
            ("phone", self.phone.is_change()),
            ("do_not_contact", self.do_not_contact.is_some()),
            ("status", self.status.is_some()),
            ("note", self.note.is_change()),
        ])
    }
}
