//! Maps on the wire.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::archipelagos::ArchipelagoKey;
use crate::{
    base::{Day, id::AreaId},
    features::areas::Level,
};

/// Which map.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MapQuery {
    /// The day whose areas and boundaries are drawn; today unless said, the last day of an area that is gone.
    #[param(value_type = Option<Day>)]
    pub on: Option<Day>,
    /// The level that is drawn: of a country `province` (unless said) or `commune`, of a province `commune` or `district`, of a
    /// district `commune`, of a commune `hamlet`.
    #[param(value_type = Option<Level>)]
    pub level: Option<Level>,
}

/// A map: areas as paths on one plane. Units are 10 m, x to the east, y to the south; every map is on the same plane.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaMap {
    pub area_id: AreaId,
    pub on: Day,
    pub level: Level,
    /// x, y, width, height: what SVG's `viewBox` takes. Archipelagos far from the coast lie outside it and have their own.
    #[schema(min_items = 4, max_items = 4)]
    pub view_box: Vec<i32>,
    /// The boundary of the area itself, where it was imported.
    #[schema(required)]
    pub outline: Option<String>,
    pub areas: Vec<MapArea>,
    /// Hoàng Sa and Trường Sa, wherever the map's area holds them. A map that is shown shows and names them.
    pub archipelagos: Vec<MapArchipelago>,
    /// Who drew the boundaries, to be shown beside the map; empty where none were imported.
    pub sources: Vec<String>,
}

/// An area of a map.
#[derive(Debug, Serialize, ToSchema)]
pub struct MapArea {
    pub id: AreaId,
    /// Official code.
    pub code: String,
    /// Name without prefix.
    pub name: String,
    /// Name with prefix.
    pub full_name: String,
    /// For SVG's `d`, to be filled by `evenodd`; null where no boundary was imported.
    #[schema(required)]
    pub path: Option<String>,
    /// A point inside it: for its name, and to draw it as a dot. Null where nothing is known of where it lies.
    #[schema(required)]
    pub x: Option<i32>,
    #[schema(required)]
    pub y: Option<i32>,
    /// Whether it lies outside the map's view box, in the box of this archipelago.
    #[schema(required)]
    pub archipelago: Option<ArchipelagoKey>,
}

/// Hoàng Sa or Trường Sa on a map.
#[derive(Debug, Serialize, ToSchema)]
pub struct MapArchipelago {
    /// The area that it is.
    pub id: AreaId,
    pub key: ArchipelagoKey,
    /// Its name on maps.
    pub name: String,
    /// x, y, width, height of the sea around it; within the map's own view box where the country is shown.
    #[schema(min_items = 4, max_items = 4)]
    pub view_box: Vec<i32>,
    /// Where its name stands.
    pub x: i32,
    pub y: i32,
    /// Its boundary, where it was imported.
    #[schema(required)]
    pub path: Option<String>,
    /// Some of its islands as dots, x and y in turn: known without any import.
    pub dots: Vec<i32>,
}
