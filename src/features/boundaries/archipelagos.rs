//! Hoàng Sa and Trường Sa, which every map shows and names on which the country, Đà Nẵng or Khánh Hòa is: also where
//! nobody has imported boundaries, and where no figure belongs to them.
//!
//! Names and places are those of the official lists: the special zones Hoàng Sa (20333, Đà Nẵng) and Trường Sa (22736,
//! Khánh Hòa) since 1/7/2025, the districts 498 and 576 before. The islands' places are those of charts, to a hundredth of a
//! degree; they are dots on a map, not surveys.
use super::{
    plane::{Point, project},
    shape::Extent,
};
use crate::base::text_enum::text_enum;

text_enum! {
    /// One of the two.
    pub enum ArchipelagoKey {
        /// Quần đảo Hoàng Sa.
        HoangSa = "hoang_sa",
        /// Quần đảo Trường Sa.
        TruongSa = "truong_sa",
    }
}

/// What is known of one without any file.
#[derive(Debug)]
pub struct Archipelago {
    pub key: ArchipelagoKey,
    /// Its name on maps.
    pub name: &'static str,
    /// The kind and code of the area that it is, in each time.
    pub areas: [(&'static str, &'static str); 2],
    /// Where its name stands: longitude, latitude.
    label: (f64, f64),
    /// West, south, east, north of it.
    around: [f64; 4],
    /// Some of its islands: longitude, latitude.
    islands: &'static [(f64, f64)],
}

/// Both of them.
pub const ALL: [Archipelago; 2] = [
    Archipelago {
        key: ArchipelagoKey::HoangSa,
        name: "Quần đảo Hoàng Sa",
        areas: [("dac_khu", "20333"), ("huyen", "498")],
        label: (112.0, 16.55),
        around: [111.1, 15.6, 112.9, 17.2],
        // Phú Lâm, Đá Bắc, Hoàng Sa and Quang Hòa, Linh Côn, Tri Tôn, Bom Bay.
        islands: &[
            (112.34, 16.84),
            (111.51, 17.08),
            (111.61, 16.53),
            (112.73, 16.67),
            (111.20, 15.78),
            (112.51, 16.05),
        ],
    },
    Archipelago {
        key: ArchipelagoKey::TruongSa,
        name: "Quần đảo Trường Sa",
        areas: [("dac_khu", "22736"), ("huyen", "576")],
        label: (113.9, 9.5),
        around: [109.4, 6.9, 117.9, 12.0],
        // Song Tử Tây, Nam Yết, Sinh Tồn, Trường Sa, Phan Vinh, An Bang, Bãi Tư Chính, Phúc Tần.
        islands: &[
            (114.33, 11.43),
            (114.37, 10.18),
            (114.33, 9.89),
            (111.92, 8.65),
            (113.69, 8.97),
            (112.92, 7.89),
            (109.73, 7.49),
            (110.60, 8.15),
        ],
    },
];

impl Archipelago {
    /// Whether this area is the archipelago itself.
    pub fn is(&self, kind: &str, code: &str) -> bool {
        self.areas.contains(&(kind, code))
    }
    /// Where its name stands.
    pub fn label(&self) -> Point {
        project(self.label.0, self.label.1).unwrap_or_default()
    }
    /// The sea around it.
    pub fn extent(&self) -> Option<Extent> {
        let [west, south, east, north] = self.around;
        let corners = [(west, south), (east, south), (east, north), (west, north)];
        Extent::around(corners.iter().filter_map(|(lon, lat)| project(*lon, *lat)).map(Extent::at))
    }
    /// Its islands as dots.
    pub fn dots(&self) -> Vec<Point> {
        self.islands.iter().filter_map(|(lon, lat)| project(*lon, *lat)).collect()
    }
}
