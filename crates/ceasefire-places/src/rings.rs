//! Whether the rings of an area are drawn so that its inside is clear.
//!
//! No ring may cross itself or another one, and holes lie inside. The check of `geo` compares each edge with each
//! other one, which takes minutes for a border of a country; here an R-tree names the edges that are near each
//! other, and the crossing itself is still found by `geo`.

use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, LineString, Polygon};
use rstar::{AABB, RTree, RTreeObject};

/// Pairs of edges with overlapping boxes that are looked at. A border has a few for each edge.
const MOST_PAIRS: usize = 4_000_000;
/// Crossings that are found of one ring.
const MOST_CROSSINGS: usize = 10_000;

/// Where one edge of a ring meets another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crossing {
    /// The numbers of the two edges, the lower one first.
    pub(crate) edges: (usize, usize),
    pub(crate) at: Coord<f64>,
}

/// Too many edges overlap for any border.
#[derive(Debug)]
pub(crate) struct Entangled;

/// What is wrong with an area, in words.
pub(crate) fn fault(area: &Polygon<f64>) -> Option<&'static str> {
    let rings = || std::iter::once(area.exterior()).chain(area.interiors());
    for ring in rings() {
        if corners(ring) < 3 {
            return Some("a ring has less than three corners that differ");
        }
        match crossings(&ring.0) {
            Err(Entangled) => return Some("its edges are too entangled to be checked"),
            Ok(crossings) if !crossings.is_empty() => return Some("a ring crosses itself"),
            Ok(_) => {}
        }
    }
    if area.interiors().is_empty() {
        return None;
    }
    let outer = Polygon::new(area.exterior().clone(), Vec::new());
    if area.interiors().iter().any(|hole| !lies_in(hole, &outer)) {
        return Some("a hole lies outside the area");
    }
    match rings_cross(rings()) {
        Err(Entangled) => Some("its edges are too entangled to be checked"),
        Ok(true) => Some("two of its rings cross each other"),
        Ok(false) => None,
    }
}

/// The crossings of a ring with itself. Corners that stand on each other are no crossing, unless edges overlap.
pub(crate) fn crossings(corners: &[Coord<f64>]) -> Result<Vec<Crossing>, Entangled> {
    let last = corners.len().saturating_sub(2);
    let tree = RTree::bulk_load(edges(corners, 0).collect());
    let mut out = Vec::new();
    for (pairs, (one, other)) in tree.intersection_candidates_with_other_tree(&tree).enumerate() {
        if pairs >= MOST_PAIRS || out.len() >= MOST_CROSSINGS {
            return Err(Entangled);
        }
        if one.number >= other.number {
            continue;
        }
        let neighbours =
            one.number + 1 == other.number || (one.number == 0 && other.number == last);
        let at = match line_intersection(one.line, other.line) {
            // A spike goes out to a corner and back: what is left of it begins at the other end of the overlap.
            Some(LineIntersection::Collinear { intersection }) => {
                let tip = intersection.start == other.line.start;
                if tip { intersection.end } else { intersection.start }
            }
            Some(LineIntersection::SinglePoint { intersection, .. })
                if !neighbours && !one.shares_an_end_with(other) =>
            {
                intersection
            }
            _ => continue,
        };
        out.push(Crossing { edges: (one.number, other.number), at });
    }
    Ok(out)
}

/// An edge with its number and that of its ring.
struct Edge {
    line: Line<f64>,
    number: usize,
    ring: usize,
}

impl Edge {
    fn shares_an_end_with(&self, other: &Self) -> bool {
        let (one, other) = (self.line, other.line);
        one.start == other.start
            || one.start == other.end
            || one.end == other.start
            || one.end == other.end
    }
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let (start, end) = (self.line.start, self.line.end);
        AABB::from_corners([start.x, start.y], [end.x, end.y])
    }
}

fn edges(corners: &[Coord<f64>], ring: usize) -> impl Iterator<Item = Edge> + '_ {
    let differ = |pair: &&[Coord<f64>]| pair[0] != pair[1];
    let lines = corners.windows(2).enumerate().filter(move |(_, pair)| differ(pair));
    lines.map(move |(number, pair)| Edge { line: Line::new(pair[0], pair[1]), number, ring })
}

/// Whether two rings cross. They may touch at a point.
fn rings_cross<'r>(rings: impl Iterator<Item = &'r LineString<f64>>) -> Result<bool, Entangled> {
    let all = rings.enumerate().flat_map(|(ring, corners)| edges(&corners.0, ring));
    let tree = RTree::bulk_load(all.collect());
    for (pairs, (one, other)) in tree.intersection_candidates_with_other_tree(&tree).enumerate() {
        if pairs >= MOST_PAIRS {
            return Err(Entangled);
        }
        if one.ring >= other.ring {
            continue;
        }
        match line_intersection(one.line, other.line) {
            Some(LineIntersection::Collinear { intersection })
                if intersection.start != intersection.end =>
            {
                return Ok(true);
            }
            Some(LineIntersection::SinglePoint { is_proper: true, .. }) => return Ok(true),
            _ => {}
        }
    }
    Ok(false)
}

/// Whether a hole lies in an area whose border it does not cross: one corner that is not on the border tells.
fn lies_in(hole: &LineString<f64>, outer: &Polygon<f64>) -> bool {
    let positions = hole.0.iter().map(|corner| outer.coordinate_position(corner));
    positions.into_iter().find(|at| *at != CoordPos::OnBoundary) == Some(CoordPos::Inside)
}

fn corners(ring: &LineString<f64>) -> usize {
    let mut corners = ring.0.clone();
    corners.dedup();
    corners.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Validation as _, polygon};
    use proptest::prelude::*;

    #[test]
    fn what_is_wrong_with_an_area_is_said() {
        let fine = polygon!((x: 37., y: 47.), (x: 38., y: 47.), (x: 38., y: 48.), (x: 37., y: 48.));
        let crossed =
            polygon!((x: 37., y: 47.), (x: 38., y: 48.), (x: 38., y: 47.), (x: 37., y: 48.));
        let spike =
            polygon!((x: 37., y: 47.), (x: 39., y: 47.), (x: 38., y: 47.), (x: 38., y: 48.));
        let flat = polygon!((x: 37., y: 47.), (x: 38., y: 47.), (x: 37., y: 47.));
        let with_hole = |west: f64| {
            polygon!(
                exterior: [(x: 37., y: 47.), (x: 38., y: 47.), (x: 38., y: 48.), (x: 37., y: 48.)],
                interiors: [[(x: west, y: 47.2), (x: west + 0.2, y: 47.2), (x: west + 0.2, y: 47.4)]],
            )
        };
        assert_eq!(fault(&fine), None);
        assert_eq!(fault(&crossed), Some("a ring crosses itself"));
        assert_eq!(fault(&spike), Some("a ring crosses itself"));
        assert_eq!(fault(&flat), Some("a ring has less than three corners that differ"));
        assert_eq!(fault(&with_hole(37.2)), None);
        assert_eq!(fault(&with_hole(37.9)), Some("two of its rings cross each other"));
        assert_eq!(fault(&with_hole(39.2)), Some("a hole lies outside the area"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_the_slow_check_refuses_of_a_ring_is_refused(
            corners in prop::collection::vec((-40_i32..40, -40_i32..40), 3..9),
        ) {
            let corners = corners.into_iter().map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) });
            let area = Polygon::new(LineString(corners.collect()), Vec::new());
            if !area.is_valid() {
                prop_assert!(fault(&area).is_some(), "{:?}", area.validation_errors());
            }
        }
    }
}
