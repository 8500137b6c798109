//! Attribution on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{model::Measure, paths::CreditBy, sharing::Model};
use crate::base::{
    Day,
    id::{AreaId, CampaignId, EnrolmentId, PersonId},
    page::{CursorText, Limit},
    scheme::{Scheme, SoldScheme},
    text::Line,
};

/// Which sign-ups are shared out among what.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AttributionQuery {
    /// Of people who live in this area and in everything that lies in it.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    /// First day; 90 days before the last unless said.
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    /// Last day; today unless said.
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    #[param(value_type = Option<SoldScheme>)]
    pub scheme: Option<SoldScheme>,
    /// Only touches for this campaign; sign-ups without one of them count as without a touch.
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    /// What credit is shared out among; channels unless said.
    #[param(value_type = Option<CreditBy>)]
    pub by: Option<CreditBy>,
    /// Which sign-ups are counted; promised ones unless said.
    #[param(value_type = Option<Measure>)]
    pub measure: Option<Measure>,
}

/// Which sign-ups stand behind a row.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AttributionRowQuery {
    /// As the figures were asked for.
    #[param(value_type = AreaId)]
    pub area_id: AreaId,
    #[param(value_type = Option<Day>)]
    pub from: Option<Day>,
    #[param(value_type = Option<Day>)]
    pub to: Option<Day>,
    #[param(value_type = Option<SoldScheme>)]
    pub scheme: Option<SoldScheme>,
    #[param(value_type = Option<CampaignId>)]
    pub campaign_id: Option<CampaignId>,
    #[param(value_type = Option<CreditBy>)]
    pub by: Option<CreditBy>,
    #[param(value_type = Option<Measure>)]
    pub measure: Option<Measure>,
    /// The key of the row; `untouched` for sign-ups without a recorded touch.
    #[param(value_type = Line<80>)]
    pub key: Line<80>,
    /// Rows a page, 1 to 200.
    #[param(value_type = Option<Limit>)]
    pub limit: Option<Limit>,
    /// Where the last page ended.
    #[param(value_type = Option<CursorText>)]
    pub cursor: Option<CursorText>,
}

impl AttributionRowQuery {
    /// The figures that the row is one of.
    pub fn figures(&self) -> AttributionQuery {
        AttributionQuery {
            area_id: self.area_id,
            from: self.from,
            to: self.to,
            scheme: self.scheme,
            campaign_id: self.campaign_id,
            by: self.by,
            measure: self.measure,
        }
    }
}

/// What a rule gives.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ModelCredit {
    pub model: Model,
    /// Sign-ups, exactly. Null where the rule cannot be used: see `markov_why_not`.
    #[schema(required)]
    pub credit: Option<f64>,
    /// The same, rounded half away from zero to two places.
    #[schema(required)]
    pub credit_rounded: Option<f64>,
    /// Of all sign-ups after a touch, rounded likewise.
    #[schema(required)]
    pub credit_percent: Option<f64>,
}

/// What one channel, type of event, partner or organisation is credited with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttributionRow {
    pub key: String,
    pub label: String,
    /// Sign-ups with such a touch before them. One sign-up may stand behind several rows.
    pub sign_ups: usize,
    pub credits: Vec<ModelCredit>,
}

/// A window that held on some day of the span.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttributionWindow {
    pub scheme: Scheme,
    pub days: i32,
    pub valid_from: Day,
}

/// Sign-ups shared out among recorded touches, by several rules beside each other.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attribution {
    /// What these figures are called.
    pub label: String,
    /// What they do not say.
    pub note: String,
    pub area_id: AreaId,
    pub from: Day,
    pub to: Day,
    #[schema(required)]
    pub scheme: Option<SoldScheme>,
    #[schema(required)]
    pub campaign_id: Option<CampaignId>,
    pub by: CreditBy,
    pub measure: Measure,
    pub windows: Vec<AttributionWindow>,
    /// A group is too small to be shown to whoever does not work with the sign-ups here: then there are no figures.
    pub withheld: bool,
    /// Why, in words.
    #[schema(required)]
    pub withheld_why: Option<String>,
    /// `touched` and `untouched` together.
    #[schema(required)]
    pub sign_ups: Option<usize>,
    /// After a recorded touch. The credits of each rule make up this number.
    #[schema(required)]
    pub touched: Option<usize>,
    /// Without a recorded touch: credited to nobody.
    #[schema(required)]
    pub untouched: Option<usize>,
    /// What that means.
    pub untouched_note: String,
    /// People touched in the span who are not among these sign-ups: the chain needs them.
    #[schema(required)]
    pub touched_without_sign_up: Option<usize>,
    /// Why the chain says nothing.
    #[schema(required)]
    pub markov_why_not: Option<String>,
    pub rows: Vec<AttributionRow>,
}

/// What a rule gives a row for one sign-up.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignUpCredit {
    pub model: Model,
    pub credit: f64,
}

/// A sign-up behind a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttributedEnrolment {
    /// The sign-up.
    pub id: EnrolmentId,
    pub person_id: PersonId,
    pub scheme: Scheme,
    pub signed_up_on: Day,
    /// Touches before it, of whatever key.
    pub touches: usize,
    /// What the row has of it. The chain looks at all sign-ups at once and has no part of one.
    pub credits: Vec<SignUpCredit>,
}
