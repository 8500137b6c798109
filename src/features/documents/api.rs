//! Bodies on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    base::{
        Day,
        edit::Edit,
        figure::Qualifier,
        id::{AreaId, DocumentId, OrganisationId},
        page::{CursorText, Limit},
        text::{Code, Line, Prose},
    },
    features::areas::Level,
};

/// A new document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDocument {
    /// Its id, when the client made one.
    pub id: Option<DocumentId>,
    /// In any spelling: `2669/KH-UBND`, `28-NQ/TW`. Left out when the source gives none.
    pub number: Option<DocumentNumberText>,
    pub title: Line<300>,
    /// From the list `document_kind`.
    pub kind: Code,
    pub issuer_id: OrganisationId,
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub co_signer_ids: Vec<OrganisationId>,
    /// Left out when the source gives no day.
    pub issued_on: Option<Day>,
    pub area_id: AreaId,
    /// The documents it carries out.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub implements: Vec<DocumentId>,
    /// Other spellings seen.
    #[serde(default, deserialize_with = "crate::base::few::at_most::<20, _, _>")]
    #[schema(max_items = 20)]
    pub aliases: Vec<DocumentNumberText>,
    /// How many papers this record stands for; 1 unless said.
    pub copies: Option<Copies>,
    /// `exact` unless said.
    pub copies_qualifier: Option<Qualifier>,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub note: Option<Prose<1000>>,
}

crate::base::whole::whole_number! {
    /// How many papers: 1 to 10,000.
    Copies: i32, 1 to 10_000
}

/// The text of a document number.
#[derive(Debug, Clone)]
pub struct DocumentNumberText(pub String);
impl<'de> Deserialize<'de> for DocumentNumberText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let line = Line::<60>::deserialize(deserializer)?;
        match super::number::DocumentNumber::parse(&line) {
            Some(_) => Ok(Self(line.into_inner())),
            None => Err(serde::de::Error::custom("not a document number")),
        }
    }
}
impl utoipa::PartialSchema for DocumentNumberText {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .max_length(Some(60))
            .pattern(Some("^[0-9]{1,6}(/[0-9]{4})?[-/ ]{1,2}[A-Za-zĐđ]{1,10}([-/][A-Za-zĐđ]{1,20})?$"))
            .into()
    }
}
impl ToSchema for DocumentNumberText {}

/// Changes of a document; what is left out stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDocument {
    pub title: Option<Line<300>>,
    /// From the list `document_kind`.
    pub kind: Option<Code>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub issued_on: Edit<Day>,
    /// Replaces what it carries out.
    #[serde(default, deserialize_with = "crate::base::few::at_most_optional::<20, _, _>")]
    #[schema(max_items = 20)]
    pub implements: Option<Vec<DocumentId>>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub period_from: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Day>)]
    pub period_to: Edit<Day>,
    #[serde(default)]
    #[schema(value_type = Option<Prose<1000>>)]
    pub note: Edit<Prose<1000>>,
}

/// Which documents.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DocumentQuery {
    /// In this area and everything that lies in it.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
    #[param(value_type = Option<OrganisationId>)]
    pub issuer_id: Option<OrganisationId>,
    /// From the list `document_kind`.
    #[param(value_type = Option<Code>)]
    pub kind: Option<Code>,
    /// A number in any spelling; a year in it must fit the day of issue.
    #[param(value_type = Option<DocumentNumberText>)]
    pub number: Option<DocumentNumberText>,
    /// Words of the title, with or without accents.
    #[param(value_type = Option<Line<90>>)]
    pub q: Option<Line<90>>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

/// Who is expected to have issued a document that carries this one out.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CascadeQuery {
    /// Bodies of this kind (list `organisation_kind`); nobody in particular unless said.
    #[param(value_type = Option<Code>)]
    pub expected_kind: Option<Code>,
    /// Bodies that sit in areas of this level.
    #[param(value_type = Option<Level>)]
    pub level: Option<Level>,
    /// Within this area; the document's own unless said.
    #[param(value_type = Option<AreaId>)]
    pub area_id: Option<AreaId>,
}

/// A document it carries out, and how many days later it came.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImplementsView {
    pub document_id: DocumentId,
    #[schema(required)]
    pub number: Option<String>,
    #[schema(required)]
    pub days_after: Option<i64>,
}

/// A document.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentView {
    pub id: DocumentId,
    #[schema(required)]
    pub number: Option<String>,
    pub title: String,
    pub kind: String,
    pub issuer_id: OrganisationId,
    pub issuer_name: String,
    pub co_signer_ids: Vec<OrganisationId>,
    #[schema(required)]
    pub issued_on: Option<Day>,
    pub area_id: AreaId,
    pub implements: Vec<ImplementsView>,
    pub aliases: Vec<String>,
    pub copies: i32,
    pub copies_qualifier: Qualifier,
    #[schema(required)]
    pub period_from: Option<Day>,
    #[schema(required)]
    pub period_to: Option<Day>,
    #[schema(required)]
    pub note: Option<String>,
}

/// Who has issued, who has not.
#[derive(Debug, Serialize, ToSchema)]
pub struct CascadeView {
    /// How many bodies are expected.
    pub expected: usize,
    /// How many of them have issued.
    pub issued: usize,
    pub rows: Vec<CascadeRow>,
}

/// One body.
#[derive(Debug, Serialize, ToSchema)]
pub struct CascadeRow {
    pub organisation: CascadeOrganisation,
    /// Whether it was among the expected ones.
    pub expected: bool,
    /// Its first document, null when it has issued none.
    #[schema(required)]
    pub document: Option<CascadeDocument>,
    /// Days from the asked document to it.
    #[schema(required)]
    pub days_after: Option<i64>,
}

/// A body of the matrix.
#[derive(Debug, Serialize, ToSchema)]
pub struct CascadeOrganisation {
    pub id: OrganisationId,
    pub name: String,
}

/// A document of the matrix.
#[derive(Debug, Serialize, ToSchema)]
pub struct CascadeDocument {
    pub id: DocumentId,
    #[schema(required)]
    pub number: Option<String>,
    #[schema(required)]
    pub issued_on: Option<Day>,
}
