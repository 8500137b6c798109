//! Rows of documents.
use diesel::prelude::*;

use crate::{
    base::{
        Day, Moment,
        figure::Qualifier,
        id::{AreaId, DocumentId, OrganisationId},
    },
    db::schema::{document_aliases, documents},
};

/// A paper, or a batch of papers that a source only counts.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = documents, treat_none_as_default_value = false)]
pub struct Document {
    pub id: DocumentId,
    pub number: Option<String>,
    pub number_key: Option<String>,
    pub title: String,
    pub search_key: String,
    pub kind: String,
    pub issuer_id: OrganisationId,
    pub issued_on: Option<Day>,
    pub area_id: AreaId,
    pub copies: i32,
    pub copies_qualifier: Qualifier,
    pub period_from: Option<Day>,
    pub period_to: Option<Day>,
    pub note: Option<String>,
    pub created_at: Moment,
    pub rev: i64,
}

/// Another spelling of a paper's number.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = document_aliases)]
pub struct Alias {
    pub document_id: DocumentId,
    pub number: String,
    pub number_key: String,
}

/// Which documents a list shows.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    pub area_id: Option<AreaId>,
    pub issuer_id: Option<OrganisationId>,
    pub kind: Option<String>,
    pub number_key: Option<String>,
    pub year: Option<i32>,
    pub q: Option<String>,
}

/// What a paper hangs together with.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    pub co_signer_ids: Vec<OrganisationId>,
    pub implements: Vec<DocumentId>,
    pub aliases: Vec<String>,
}
