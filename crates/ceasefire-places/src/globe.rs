//! How far a point is from a drawn line, on the WGS84 ellipsoid, with bounds that are proved and not sampled.
//!
//! An edge of a drawn line is straight in degrees, as RFC 7946 (3.1.1) has it; distances to its points are
//! geodesics. Along an edge the distance bends upwards everywhere, but for what the edge itself bends on the
//! globe. So two tangents, less that bend, lie below it; the edge is halved until the room between the tangents
//! and the nearest point found is less than [`ROOM_M`]. Edges stand in an R-tree of boxes in space: a straight
//! chord is never longer than the way over the ground, so a box that is farther than the best answer ends the
//! search. Poles and the 180th meridian need no care in space.
//!
//! Trigonometry may differ between platforms in a last bit. Bounds keep a millimetre of distance from the truth
//! and are rounded outward to whole metres, so they hold on every platform.

#![expect(clippy::float_arithmetic, reason = "geometry; its results leave as rounded bounds")]
#![expect(clippy::disallowed_methods, reason = "bounds are wider than a platform's last bit")]

use geo::Coord;
use geographiclib_rs::{DirectGeodesic as _, Geodesic, InverseGeodesic as _};
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use std::sync::LazyLock;

/// How wide the bounds of one distance may be.
const ROOM_M: f64 = 0.2;
/// The same beyond [`CONVEX_M`], where tangents do not help and only the way does.
const FAR_ROOM_M: f64 = 1_000.0;
/// More than the greatest radius of curvature of the ellipsoid, 6,399,594 m.
const RADIUS_M: f64 = 6_400_000.0;
/// Where distances bend upwards for certain: less than a quarter round the smallest circle of curvature.
const CONVEX_M: f64 = 9_000_000.0;
/// Halvings of one edge at most. What is left open then widens the bounds.
const MOST_HALVINGS: u32 = 4_000;
/// What trigonometry may be off, generously.
pub(crate) const LAST_BITS_M: f64 = 0.001;
const EQUATOR_M: f64 = 6_378_137.0;
/// The square of the ellipsoid's eccentricity.
const E2: f64 = 0.006_694_379_990_141_316;

static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// Edges of drawn lines or borders.
#[derive(Debug, Clone)]
pub(crate) struct Edges(RTree<Edge>);

/// Least and most of a distance in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Edges {
    /// The edges of lines of points, each in degrees east and north. A line of one point is a point.
    pub(crate) fn new<'l>(lines: impl Iterator<Item = &'l [Coord<f64>]>) -> Self {
        let edges = lines.flat_map(|line| {
            let alone = (line.len() == 1).then(|| Edge::new(line[0], line[0]));
            line.windows(2).map(|pair| Edge::new(pair[0], pair[1])).chain(alone)
        });
        Self(RTree::bulk_load(edges.collect()))
    }

    /// How far the nearest of them is; none if that is surely more than `most`. The bounds of one that is farther
    /// than `most` hold, but may be wide.
    pub(crate) fn distance(&self, from: Coord<f64>, most: f64) -> Option<Bounds> {
        let mut found = Bounds { least: f64::INFINITY, most: f64::INFINITY };
        for (edge, chord2) in self.0.nearest_neighbor_iter_with_distance_2(&in_space(from)) {
            let best = found.most.min(most);
            if chord2.sqrt() > best {
                break;
            }
            let bounds = edge.distance(from, best);
            found.least = found.least.min(bounds.least);
            found.most = found.most.min(bounds.most);
        }
        found.least.is_finite().then_some(found)
    }
}

impl Edges {
    /// The edges that come as near as so many metres, each with its ends.
    pub(crate) fn within(&self, from: Coord<f64>, reach: f64) -> Vec<[Coord<f64>; 2]> {
        self.0
            .nearest_neighbor_iter_with_distance_2(&in_space(from))
            .take_while(|(_, chord2)| chord2.sqrt() <= reach)
            .filter(|(edge, _)| edge.distance(from, reach).least <= reach)
            .map(|(edge, _)| [edge.start, edge.end])
            .collect()
    }
}

/// The geodesic distance in metres, and the direction of the second point from the first, clockwise from north.
pub(crate) fn distance_and_azimuth(from: Coord<f64>, to: Coord<f64>) -> (f64, f64) {
    let (metres, azimuth, _, _): (f64, f64, f64, f64) = WGS84.inverse(from.y, from.x, to.y, to.x);
    (metres, azimuth)
}

/// The point so many metres from another, in a direction clockwise from north. Rounded to ten-thousandths of a
/// degree, some ten metres, so that it is the same on every platform.
pub(crate) fn moved(from: Coord<f64>, degrees: f64, metres: f64) -> Coord<f64> {
    let (lat, lon): (f64, f64) = WGS84.direct(from.y, from.x, degrees, metres);
    let rounded = |degrees: f64| (degrees * 1e4).round() / 1e4;
    Coord { x: rounded(lon), y: rounded(lat) }
}

/// Down to whole metres, never below zero.
pub(crate) fn floor_m(metres: f64) -> u64 {
    whole((metres - LAST_BITS_M).floor())
}

/// Up to whole metres.
pub(crate) fn ceil_m(metres: f64) -> u64 {
    whole((metres + LAST_BITS_M).ceil())
}

#[expect(clippy::cast_sign_loss, reason = "clamped to be positive")]
fn whole(metres: f64) -> u64 {
    metres.clamp(0.0, 1e9) as u64
}

/// An edge, straight in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Edge {
    start: Coord<f64>,
    end: Coord<f64>,
    around: AABB<[f64; 3]>,
}

/// A point of an edge: where on it (0 to 1), how far from the place that is asked about, and how fast that changes.
#[derive(Debug, Clone, Copy)]
struct Sight {
    at: f64,
    metres: f64,
    slope: f64,
}

impl Edge {
    fn new(start: Coord<f64>, end: Coord<f64>) -> Self {
        let (one, other) = (in_space(start), in_space(end));
        // Between its ends it leaves the straight chord by an eighth of what it bends.
        let turn = (end.x - start.x).abs().to_radians() + (end.y - start.y).abs().to_radians();
        let sag = 1.02 * RADIUS_M * turn * turn / 8.0 + LAST_BITS_M;
        let low = std::array::from_fn(|axis| one[axis].min(other[axis]) - sag);
        let high = std::array::from_fn(|axis| one[axis].max(other[axis]) + sag);
        Self { start, end, around: AABB::from_corners(low, high) }
    }

    fn distance(&self, from: Coord<f64>, best: f64) -> Bounds {
        let (first, last) = (self.sight(from, 0.0), self.sight(from, 1.0));
        let mut found = Bounds { least: f64::INFINITY, most: first.metres.min(last.metres) };
        let mut open = vec![(first, last)];
        let mut halvings = 0;
        while let Some((left, right)) = open.pop() {
            let low = self.below(left, right);
            let nearest = found.most.min(best);
            let room = if nearest < CONVEX_M { ROOM_M } else { FAR_ROOM_M };
            if low + room >= nearest || halvings >= MOST_HALVINGS {
                found.least = found.least.min(low);
                continue;
            }
            halvings += 1;
            let middle = self.sight(from, f64::midpoint(left.at, right.at));
            found.most = found.most.min(middle.metres);
            // The nearer half is looked at first.
            if left.metres < right.metres {
                open.extend([(middle, right), (left, middle)]);
            } else {
                open.extend([(left, middle), (middle, right)]);
            }
        }
        Bounds { least: found.least.clamp(0.0, found.most), ..found }
    }

    fn sight(&self, from: Coord<f64>, at: f64) -> Sight {
        let step = self.end - self.start;
        let here = if at >= 1.0 { self.end } else { self.start + step * at };
        let (metres, azimuth) = distance_and_azimuth(here, from);
        let (sin, cos) = here.y.to_radians().sin_cos();
        let flat = 1.0 - E2 * sin * sin;
        let east = EQUATOR_M / flat.sqrt() * cos * step.x.to_radians();
        let north = EQUATOR_M * (1.0 - E2) / (flat * flat.sqrt()) * step.y.to_radians();
        let (towards_east, towards_north) = azimuth.to_radians().sin_cos();
        Sight { at, metres, slope: -(east * towards_east + north * towards_north) }
    }

    /// What no distance between two sights is less than.
    fn below(&self, left: Sight, right: Sight) -> f64 {
        let part = right.at - left.at;
        let east = (self.end.x - self.start.x).abs().to_radians();
        let north = (self.end.y - self.start.y).abs().to_radians();
        // Nobody comes nearer than by walking straight there: half of what the way is longer.
        let way = RADIUS_M * east.hypot(north) * part;
        let by_way = f64::midpoint(left.metres, right.metres) - way / 2.0;
        if left.metres.max(right.metres) + way > CONVEX_M {
            return by_way;
        }
        // The acceleration of an edge over the ground: from the symbols of Christoffel, with room for the flattening.
        let bend =
            1.02 * RADIUS_M * (2.0 * east * north + east * east / 2.0 + 0.02 * north * north);
        let lowest = if left.slope >= 0.0 {
            left.metres
        } else if right.slope <= 0.0 {
            right.metres
        } else {
            let meet =
                (right.metres - right.slope * part - left.metres) / (left.slope - right.slope);
            left.metres + left.slope * meet.clamp(0.0, part)
        };
        by_way.max(lowest - bend * part * part / 2.0)
    }
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        self.around
    }
}

impl PointDistance for Edge {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        self.around.distance_2(point)
    }
}

/// Metres from the centre of the Earth along three axes.
fn in_space(point: Coord<f64>) -> [f64; 3] {
    let (sin, cos) = point.y.to_radians().sin_cos();
    let (sin_east, cos_east) = point.x.to_radians().sin_cos();
    let radius = EQUATOR_M / (1.0 - E2 * sin * sin).sqrt();
    [radius * cos * cos_east, radius * cos * sin_east, radius * (1.0 - E2) * sin]
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::coord;
    use proptest::prelude::*;

    /// The least distance to so many points of each edge: never less than the truth.
    fn sampled(line: &[Coord<f64>], from: Coord<f64>, samples: u32) -> f64 {
        let along = |pair: &[Coord<f64>]| {
            let (start, end) = (pair[0], pair[1]);
            (0..=samples)
                .map(move |n| start + (end - start) * (f64::from(n) / f64::from(samples)))
                .map(|point| distance_and_azimuth(point, from).0)
                .fold(f64::INFINITY, f64::min)
        };
        line.windows(2).map(along).fold(f64::INFINITY, f64::min)
    }

    fn point(west: f64, east: f64, south: f64, north: f64) -> impl Strategy<Value = Coord<f64>> {
        (west..east, south..north).prop_map(|(x, y)| coord! { x: x, y: y })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn the_bounds_hold_the_distance_to_the_nearest_of_densely_sampled_points(
            line in prop::collection::vec(point(30.0, 42.0, 40.0, 52.0), 2..5),
            from in point(28.0, 44.0, 38.0, 54.0),
        ) {
            let bounds = Edges::new([line.as_slice()].into_iter()).distance(from, f64::INFINITY).unwrap();
            let sampled = sampled(&line, from, 4_000);
            // Samples are at most 500 m apart, so the nearest is at most half of that from the true foot.
            prop_assert!(bounds.least <= sampled + LAST_BITS_M);
            prop_assert!(bounds.most <= sampled + 0.5 && sampled <= bounds.most + 250.0);
            prop_assert!(bounds.most - bounds.least <= ROOM_M, "{bounds:?}");
        }

        #[test]
        fn a_short_line_is_measured_as_exactly_as_it_is_sampled(
            start in point(36.0, 40.0, 34.0, 50.0),
            step in point(-0.02, 0.02, -0.02, 0.02),
            off in point(-0.02, 0.02, -0.02, 0.02),
        ) {
            let line = [start, start + step];
            let bounds = Edges::new([&line[..]].into_iter()).distance(start + off, f64::INFINITY).unwrap();
            let sampled = sampled(&line, start + off, 20_000);
            prop_assert!(bounds.least <= sampled + LAST_BITS_M, "{bounds:?} {sampled}");
            prop_assert!(sampled <= bounds.least + ROOM_M + 0.2, "{bounds:?} {sampled}");
        }

        #[test]
        fn anywhere_on_the_globe_the_bounds_hold_what_is_sampled(
            line in prop::collection::vec(point(-90.0, 89.0, -90.0, 90.0), 2..4),
            from in point(-180.0, 180.0, -90.0, 90.0),
        ) {
            let bounds = Edges::new([line.as_slice()].into_iter()).distance(from, f64::INFINITY).unwrap();
            let sampled = sampled(&line, from, 4_000);
            prop_assert!(bounds.least <= sampled + LAST_BITS_M);
            let room = if sampled < CONVEX_M { ROOM_M } else { FAR_ROOM_M };
            prop_assert!(bounds.most <= sampled + room, "{bounds:?} {sampled}");
            prop_assert!(bounds.most >= sampled - 6_000.0);
            prop_assert!(bounds.most - bounds.least <= room, "{bounds:?}");
        }
    }

    #[test]
    fn a_line_on_the_other_side_of_the_180th_meridian_is_near() {
        let line = [coord! { x: -179.99, y: 10.0 }, coord! { x: -179.99, y: 11.0 }];
        let edges = Edges::new([&line[..]].into_iter());
        let bounds = edges.distance(coord! { x: 179.99, y: 10.5 }, f64::INFINITY).unwrap();
        assert_eq!((floor_m(bounds.least), ceil_m(bounds.most)), (2189, 2190));
    }

    #[test]
    fn a_degree_of_a_meridian_is_as_long_as_geodesy_says() {
        // From 45° to 46° north: 111,141 m, from tables of the WGS84 ellipsoid.
        let (metres, azimuth) =
            distance_and_azimuth(coord! { x: 38.0, y: 45.0 }, coord! { x: 38.0, y: 46.0 });
        assert!((metres - 111_141.5).abs() < 2.0, "{metres}");
        assert!(azimuth.abs() < 1e-9);
    }

    #[test]
    fn what_is_farther_than_asked_is_not_looked_at() {
        let line = [coord! { x: 38.0, y: 45.0 }, coord! { x: 38.0, y: 46.0 }];
        let edges = Edges::new([&line[..]].into_iter());
        assert_eq!(edges.distance(coord! { x: 40.0, y: 45.0 }, 1_000.0), None);
    }
}
