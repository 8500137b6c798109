//! Rows of the lists.
use diesel::prelude::*;

use crate::{
    base::{Day, text_enum::text_enum},
    db::schema::{code_lists, event_types, visit_outcomes},
};

text_enum! {
    /// Which list.
    pub enum List {
        /// Kinds of organisations.
        OrganisationKind = "organisation_kind",
        /// Kinds of documents.
        DocumentKind = "document_kind",
        /// Kinds of media outputs.
        MediaKind = "media_kind",
        /// What a partner does in an event.
        PartnerRole = "partner_role",
        /// Who sits in the hall.
        Audience = "audience",
        /// Forms of praise.
        CommendationForm = "commendation_form",
        /// What somebody is to the head of the household.
        Relation = "relation",
        /// Groups that a rule supports.
        Group = "group",
        /// Why a visit ended as it did.
        VisitReason = "visit_reason",
        /// What a person consents to.
        ConsentPurpose = "consent_purpose",
        /// Why a hand-over is given back.
        HandOverReturn = "hand_over_return",
        /// Why the social security office sent a sign-up back.
        OfficeRefusal = "office_refusal",
        /// Why somebody stops, or takes a promise back.
        StopReason = "stop_reason",
        /// Why what is left is paid back.
        RefundReason = "refund_reason",
        /// How a message reached somebody.
        MessageChannel = "message_channel",
        /// By what kind of decision people come into a scheme or leave it.
        CoverageShiftKind = "coverage_shift_kind",
    }
}

/// One entry.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = code_lists)]
pub struct Entry {
    pub list: String,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub position: i32,
}

/// A type of event, and how it behaves.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_types)]
pub struct EventType {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    /// Whether people are counted there.
    pub counts_people: bool,
    pub position: i32,
}

/// What may come of a visit. A code is closed by its last day, never taken for something else.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = visit_outcomes, treat_none_as_default_value = false)]
pub struct VisitOutcome {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    /// Whether somebody was met.
    pub met: bool,
    pub position: i32,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
}
