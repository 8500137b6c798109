//! Bodies on the wire.
use crate::base::id::AreaId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Area, Label, Level, Share};
use crate::base::{Day, text::Line, text_enum::text_enum};

text_enum! {
    /// What a place below a commune is called there.
    pub enum HamletKind {
        /// Thôn.
        Thon = "thon",
        /// Ấp.
        Ap = "ap",
        /// Bản.
        Ban = "ban",
        /// Buôn.
        Buon = "buon",
        /// Khóm.
        Khom = "khom",
        /// Khu phố.
        KhuPho = "khu_pho",
        /// Tổ dân phố.
        ToDanPho = "to_dan_pho",
    }
}

impl HamletKind {
    /// The word that stands before the name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Thon => "Thôn",
            Self::Ap => "Ấp",
            Self::Ban => "Bản",
            Self::Buon => "Buôn",
            Self::Khom => "Khóm",
            Self::KhuPho => "Khu phố",
            Self::ToDanPho => "Tổ dân phố",
        }
    }
}

/// A new hamlet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateHamlet {
    /// Its id, when the client made one.
    pub id: Option<AreaId>,
    /// The commune.
    pub parent_id: AreaId,
    /// What such a place is called there.
    pub kind: HamletKind,
    /// Its name, without that word.
    pub name: Line<90>,
    /// From when on; today unless said.
    pub valid_from: Option<Day>,
    /// Latitude, WGS 84.
    #[schema(minimum = -90, maximum = 90)]
    #[serde(default, deserialize_with = "latitude")]
    pub lat: Option<f64>,
    /// Longitude, WGS 84.
    #[schema(minimum = -180, maximum = 180)]
    #[serde(default, deserialize_with = "longitude")]
    pub lon: Option<f64>,
}

fn within<'de, D: serde::Deserializer<'de>>(deserializer: D, limit: f64) -> Result<Option<f64>, D::Error> {
    let value = Option::<f64>::deserialize(deserializer)?;
    match value {
        Some(number) if number.abs() > limit => Err(serde::de::Error::custom("out of range")),
        other => Ok(other),
    }
}
fn latitude<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    within(deserializer, 90.0)
}
fn longitude<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    within(deserializer, 180.0)
}

/// An official code: letters, digits and points; text, since leading zeros matter.
#[derive(Debug, Clone)]
pub struct AreaCode(pub String);
impl<'de> Deserialize<'de> for AreaCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let good = (1..=12).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'.');
        if good { Ok(Self(text)) } else { Err(serde::de::Error::custom("not a code")) }
    }
}
impl utoipa::PartialSchema for AreaCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[0-9A-Z.]{1,12}$"))
            .into()
    }
}
impl ToSchema for AreaCode {}

/// Which areas.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AreaQuery {
    /// Official code. A code can mean different areas before and after 1/7/2025.
    #[param(value_type = Option<AreaCode>)]
    pub code: Option<AreaCode>,
    /// The day the areas must exist on; today for plain lists, any day when `code` or `q` is given.
    #[param(value_type = Option<Day>)]
    pub on: Option<Day>,
    /// Level of the tree.
    #[param(value_type = Option<Level>)]
    pub level: Option<Level>,
    /// Directly below this area.
    #[param(value_type = Option<AreaId>)]
    pub parent_id: Option<AreaId>,
    /// Name, with or without accents and prefix. The best matches come first, on one page.
    #[param(value_type = Option<Line<90>>)]
    pub q: Option<Line<90>>,
    /// Rows a page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<crate::base::page::Limit>,
    /// Where the last page ended.
    pub cursor: Option<crate::base::page::CursorText>,
}

/// The day a label is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OnQuery {
    /// The day whose names are shown; today unless said.
    #[param(value_type = Option<Day>)]
    pub on: Option<Day>,
}

/// An area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaView {
    pub id: AreaId,
    /// Official code; own code for hamlets.
    pub code: String,
    /// Name without prefix.
    pub name: String,
    /// Name with prefix.
    pub full_name: String,
    /// `tinh`, `thanh_pho`, `quan`, `huyen`, `thi_xa`, `phuong`, `xa`, `thi_tran`, `dac_khu`, …
    pub kind: String,
    pub level: Level,
    #[schema(required)]
    pub parent_id: Option<AreaId>,
    pub valid_from: Day,
    #[schema(required)]
    pub valid_to: Option<Day>,
    #[schema(required)]
    pub lat: Option<f64>,
    #[schema(required)]
    pub lon: Option<f64>,
    /// Full names of the areas above, nearest first: names are not unique.
    pub within: Vec<String>,
}

impl AreaView {
    /// The area under the label that holds, within these areas.
    pub fn of(area: Area, label: Option<&Label>, within: Vec<String>) -> Self {
        let (kind, name, full_name) = match label {
            Some(label) => (label.kind.clone(), label.name.clone(), label.full_name.clone()),
            None => (area.kind, area.name, area.full_name),
        };
        Self {
            id: area.id,
            code: area.code,
            name,
            full_name,
            kind,
            level: area.level,
            parent_id: area.parent_id,
            valid_from: area.valid_from,
            valid_to: area.valid_to,
            lat: area.lat,
            lon: area.lon,
            within,
        }
    }
}

/// An area that came from another, or went into it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkedArea {
    pub area: AreaView,
    /// Whether the old area went there wholly or in part.
    pub share: Share,
}
