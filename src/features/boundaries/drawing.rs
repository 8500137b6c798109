//! From areas of a file to boundaries on the plane, in every detail: pure, and the same for the same file.
use super::{
    model::Detail,
    net::{Net, Ring},
    plane::Point,
    shape::{self, Extent},
};
use crate::base::{Day, id::AreaId};

/// An area whose boundary stands in the file.
#[derive(Debug)]
pub struct Placed {
    /// The area.
    pub area_id: AreaId,
    /// From when on the boundary holds.
    pub valid_from: Day,
    /// The place that the lists give the area.
    pub place: Option<Point>,
    /// Its rings on the plane.
    pub rings: Vec<Ring>,
}

/// An area that is drawn around those below it, since the file has all of them and not itself.
#[derive(Debug)]
pub struct United {
    /// The area.
    pub area_id: AreaId,
    /// From when on the boundary holds.
    pub valid_from: Day,
    /// The place that the lists give the area.
    pub place: Option<Point>,
    /// Which of the placed areas it is made of.
    pub members: Vec<usize>,
}

/// A boundary as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    pub area_id: AreaId,
    pub valid_from: Day,
    pub detail: Detail,
    pub path: String,
    /// A point inside, for the name.
    pub label: Point,
    pub extent: Extent,
}

/// Every boundary in every detail.
pub fn draw(placed: &[Placed], united: &[United]) -> Vec<Sketch> {
    let rings: Vec<Vec<Ring>> = placed.iter().map(|one| one.rings.clone()).collect();
    let mut net = Net::of(&rings);
    for one in united {
        net.unite(&one.members);
    }
    let named = placed.iter().map(|one| (one.area_id, one.valid_from, one.place));
    let named: Vec<_> = named.chain(united.iter().map(|one| (one.area_id, one.valid_from, one.place))).collect();
    let mut sketches = Vec::with_capacity(named.len() * Detail::ALL.len());
    for detail in Detail::ALL.iter().copied() {
        for ((area_id, valid_from, place), rings) in named.iter().zip(net.simplified(detail.tolerance())) {
            let Some(extent) = shape::extent(&rings) else { continue };
            let inside = place.filter(|place| shape::holds(&rings, *place));
            let label = inside.or_else(|| shape::middle(&rings)).unwrap_or((extent.west, extent.north));
            let (area_id, valid_from, path) = (*area_id, *valid_from, shape::path(&rings));
            sketches.push(Sketch { area_id, valid_from, detail, path, label, extent });
        }
    }
    sketches
}
