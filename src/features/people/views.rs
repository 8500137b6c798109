//! How the register is shown: identity numbers masked, never whole; addresses and notes only with the single record.
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    api::SealedField,
    model::{
        Consent, ConsentHow, Cover, CoverSource, CoverState, GroupClaim, Household, HouseholdStatus, Merge, Person,
        PersonStatus,
    },
    sealing::{HouseholdSecrets, PersonSecrets},
    search::{Duplicate, Warning},
};
use crate::{
    base::{
        Day, Lang, Moment, Result,
        id::{AreaId, ConsentId, CoverId, GroupClaimId, HouseholdId, PersonId, PersonMergeId},
        identity::{CardNumber, CitizenId, InsuranceNumber, Sex},
        phone::Phone,
        scheme::Scheme,
    },
    db::Seals,
};

/// Where a door is.
#[derive(Debug, Serialize, ToSchema)]
pub struct LocationView {
    pub latitude: f64,
    pub longitude: f64,
    #[schema(required)]
    pub accuracy_m: Option<i32>,
}

/// A household in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseholdRow {
    pub id: HouseholdId,
    pub area_id: AreaId,
    pub name: String,
    #[schema(required)]
    pub code: Option<String>,
    #[schema(required)]
    pub house_number: Option<String>,
    #[schema(required)]
    pub location: Option<LocationView>,
    pub do_not_contact: bool,
    pub status: HouseholdStatus,
    pub rev: i64,
}

/// A household with its people and claims.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseholdView {
    pub id: HouseholdId,
    pub area_id: AreaId,
    pub name: String,
    #[schema(required)]
    pub code: Option<String>,
    #[schema(required)]
    pub house_number: Option<String>,
    #[schema(required)]
    pub address: Option<String>,
    #[schema(required)]
    pub landmark: Option<String>,
    #[schema(required)]
    pub location: Option<LocationView>,
    pub do_not_contact: bool,
    pub status: HouseholdStatus,
    #[schema(required)]
    pub note: Option<String>,
    pub created_at: Moment,
    pub rev: i64,
    /// The head first.
    pub persons: Vec<PersonRow>,
    /// Of the household and of its people.
    pub claims: Vec<ClaimView>,
}

/// A person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonRow {
    pub id: PersonId,
    pub household_id: HouseholdId,
    pub area_id: AreaId,
    pub full_name: String,
    #[schema(required)]
    pub birth_year: Option<i32>,
    #[schema(required)]
    pub sex: Option<Sex>,
    #[schema(required)]
    pub relation: Option<String>,
    /// Masked: `086*****4321`.
    #[schema(required)]
    pub citizen_id: Option<String>,
    /// Masked.
    #[schema(required)]
    pub insurance_number: Option<String>,
    /// Masked.
    #[schema(required)]
    pub card_number: Option<String>,
    /// Masked.
    #[schema(required)]
    pub phone: Option<String>,
    pub do_not_contact: bool,
    pub status: PersonStatus,
    pub rev: i64,
}

/// Something worth a look before going on.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonWarning {
    /// `place_unknown`, `century_ahead`, `sex_differs`, `birth_year_differs`, `number_in_use`, `possible_duplicate`.
    pub code: String,
    /// The number it is about.
    #[schema(required)]
    pub field: Option<SealedField>,
    /// One sentence.
    pub detail: String,
    /// The other record.
    #[schema(required)]
    pub person_id: Option<PersonId>,
    /// How alike both records are, 0 to 100.
    #[schema(required)]
    pub score: Option<i32>,
}

/// A person with everything that is known.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    #[serde(flatten)]
    pub person: PersonRow,
    #[schema(required)]
    pub note: Option<String>,
    #[schema(required)]
    pub merged_into_id: Option<PersonId>,
    pub created_at: Moment,
    /// Of the person and of the whole household.
    pub claims: Vec<ClaimView>,
    pub consents: Vec<ConsentView>,
    /// The latest known first.
    pub covers: Vec<CoverView>,
    /// Records merged into this one.
    pub merges: Vec<PersonMergeView>,
    pub warnings: Vec<PersonWarning>,
}

/// A group claim.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimView {
    pub id: GroupClaimId,
    pub household_id: HouseholdId,
    #[schema(required)]
    pub person_id: Option<PersonId>,
    pub group: String,
    pub valid_from: Day,
    #[schema(required)]
    pub valid_to: Option<Day>,
    #[schema(required)]
    pub evidence_number: Option<String>,
    #[schema(required)]
    pub evidence_on: Option<Day>,
}

/// A consent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentView {
    pub id: ConsentId,
    pub person_id: PersonId,
    pub purpose: String,
    pub text_version: String,
    pub given_at: Moment,
    pub given_how: ConsentHow,
    #[schema(required)]
    pub withdrawn_at: Option<Moment>,
    #[schema(required)]
    pub withdrawn_how: Option<ConsentHow>,
}

/// What is known of a cover.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverView {
    pub id: CoverId,
    pub person_id: PersonId,
    pub scheme: Scheme,
    pub state: CoverState,
    #[schema(required)]
    pub valid_from: Option<Day>,
    #[schema(required)]
    pub valid_to: Option<Day>,
    pub known_on: Day,
    pub source: CoverSource,
    /// Whether nothing later is known of this scheme.
    pub present: bool,
}

/// Somebody who may be the same person.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicateView {
    pub person: PersonRow,
    /// How alike, 0 to 100.
    pub score: i32,
}

/// Who was found by a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookUpView {
    /// Nobody, when there is nobody or nobody for you.
    pub items: Vec<PersonRow>,
}

/// One value in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevealView {
    pub field: SealedField,
    pub value: String,
}

/// A merge of two records of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonMergeView {
    pub id: PersonMergeId,
    pub kept_id: PersonId,
    pub merged_id: PersonId,
    pub merged_at: Moment,
    #[schema(required)]
    pub undone_at: Option<Moment>,
}

fn location(h: &Household) -> Option<LocationView> {
    let (latitude, longitude) = h.latitude.zip(h.longitude)?;
    Some(LocationView { latitude, longitude, accuracy_m: h.accuracy_m })
}

impl From<Household> for HouseholdRow {
    fn from(h: Household) -> Self {
        Self {
            location: location(&h),
            id: h.id,
            area_id: h.area_id,
            name: h.name,
            code: h.code,
            house_number: h.house_number,
            do_not_contact: h.do_not_contact,
            status: h.status,
            rev: h.rev,
        }
    }
}

impl HouseholdView {
    /// A household with its people and claims.
    pub fn of(seals: &Seals, h: &Household, persons: &[Person], claims: Vec<GroupClaim>) -> Result<Self> {
        let secrets = HouseholdSecrets::open(seals, h)?;
        Ok(Self {
            id: h.id,
            area_id: h.area_id,
            name: h.name.clone(),
            code: h.code.clone(),
            house_number: h.house_number.clone(),
            address: secrets.address,
            landmark: secrets.landmark,
            location: location(h),
            do_not_contact: h.do_not_contact,
            status: h.status,
            note: secrets.note,
            created_at: h.created_at,
            rev: h.rev,
            persons: PersonRow::all(seals, persons)?,
            claims: claims.into_iter().map(ClaimView::from).collect(),
        })
    }
}

impl PersonRow {
    /// A person with masked numbers.
    pub fn of(seals: &Seals, p: &Person) -> Result<Self> {
        let secrets = PersonSecrets::open(seals, p)?;
        Ok(Self {
            id: p.id,
            household_id: p.household_id,
            area_id: p.area_id,
            full_name: p.full_name.clone(),
            birth_year: p.birth_year,
            sex: p.sex,
            relation: p.relation.clone(),
            citizen_id: secrets.citizen_id.as_ref().map(CitizenId::masked),
            insurance_number: secrets.insurance_number.as_ref().map(InsuranceNumber::masked),
            card_number: secrets.card_number.as_ref().map(CardNumber::masked),
            phone: secrets.phone.as_ref().map(Phone::masked),
            do_not_contact: p.do_not_contact,
            status: p.status,
            rev: p.rev,
        })
    }
    /// All of them.
    pub fn all(seals: &Seals, persons: &[Person]) -> Result<Vec<Self>> {
        persons.iter().map(|person| Self::of(seals, person)).collect()
    }
}

/// What is known of a person besides the person's own row.
#[derive(Debug, Default)]
pub struct Known {
    pub claims: Vec<GroupClaim>,
    pub consents: Vec<Consent>,
    pub covers: Vec<Cover>,
    pub merges: Vec<Merge>,
    pub warnings: Vec<Warning>,
}

impl PersonView {
    /// A person with everything that is known.
    pub fn of(seals: &Seals, lang: Lang, p: &Person, known: Known) -> Result<Self> {
        Ok(Self {
            person: PersonRow::of(seals, p)?,
            note: PersonSecrets::open(seals, p)?.note,
            merged_into_id: p.merged_into_id,
            created_at: p.created_at,
            claims: known.claims.into_iter().map(ClaimView::from).collect(),
            consents: known.consents.into_iter().map(ConsentView::from).collect(),
            covers: covers(known.covers),
            merges: known.merges.into_iter().map(PersonMergeView::from).collect(),
            warnings: known.warnings.iter().map(|w| PersonWarning::of(lang, w)).collect(),
        })
    }
}

impl PersonWarning {
    fn of(lang: Lang, w: &Warning) -> Self {
        Self {
            code: w.code.to_owned(),
            field: w.field,
            detail: lang.pick(w.text).to_owned(),
            person_id: w.person_id,
            score: w.score,
        }
    }
}

impl DuplicateView {
    /// The other record, masked.
    pub fn of(seals: &Seals, d: &Duplicate) -> Result<Self> {
        Ok(Self { person: PersonRow::of(seals, &d.person)?, score: d.score })
    }
}

impl From<GroupClaim> for ClaimView {
    fn from(c: GroupClaim) -> Self {
        Self {
            id: c.id,
            household_id: c.household_id,
            person_id: c.person_id,
            group: c.group_code,
            valid_from: c.valid_from,
            valid_to: c.valid_to,
            evidence_number: c.evidence_number,
            evidence_on: c.evidence_on,
        }
    }
}

impl From<Consent> for ConsentView {
    fn from(c: Consent) -> Self {
        Self {
            id: c.id,
            person_id: c.person_id,
            purpose: c.purpose,
            text_version: c.text_version,
            given_at: c.given_at,
            given_how: c.given_how,
            withdrawn_at: c.withdrawn_at,
            withdrawn_how: c.withdrawn_how,
        }
    }
}

impl CoverView {
    /// A cover, and whether it is the latest known of its scheme.
    pub fn of(c: Cover, present: bool) -> Self {
        Self {
            id: c.id,
            person_id: c.person_id,
            scheme: c.scheme,
            state: c.state,
            valid_from: c.valid_from,
            valid_to: c.valid_to,
            known_on: c.known_on,
            source: c.source,
            present,
        }
    }
}

/// Covers, the latest known first: the first of each scheme is the present one.
fn covers(covers: Vec<Cover>) -> Vec<CoverView> {
    let mut seen = Vec::new();
    let mut out = Vec::new();
    for cover in covers {
        let present = !seen.contains(&cover.scheme);
        seen.push(cover.scheme);
        out.push(CoverView::of(cover, present));
    }
    out
}

impl From<Merge> for PersonMergeView {
    fn from(m: Merge) -> Self {
        Self { id: m.id, kept_id: m.kept_id, merged_id: m.merged_id, merged_at: m.merged_at, undone_at: m.undone_at }
    }
}
