//! The drawn geometry of a feature, checked before it is used.
//!
//! A drawing that crosses itself has no inside that people agree on; one whose numbers are swapped lies in
//! another country. Such a drawing is set aside with its reason, and not mended: a mended line is somebody
//! else's line. Loops smaller than the drawing's own error are the exception, see `loops.rs`.

#![expect(clippy::float_arithmetic, reason = "the size of a step in degrees")]

use crate::aside::{Wrong, harmless};
use crate::globe::{Bounds, Edges};
use crate::loops::without_small_loops;
use crate::rings::fault;
use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
use geo::{
    BoundingRect as _, Coord, CoordsIter as _, Geometry, LineString, MultiPolygon, Polygon, Rect,
};

/// Corners of one feature at most.
const MOST_CORNERS: usize = 500_000;
/// Rings of one polygon, and parts of one feature, at most.
const MOST_RINGS: usize = 2_000;
const MOST_PARTS: usize = 20_000;
/// Where a corner stands on another one in all but the last digits.
const SAME_DEGREES: f64 = 1e-12;

/// A checked drawing.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    edges: Edges,
    /// For an area, its inside.
    inside: Option<(MultiPolygon<f64>, Rect<f64>)>,
    pub(crate) corners: usize,
    /// The largest loop that was cut off, in metres.
    pub(crate) moved_m: f64,
}

impl Shape {
    /// Checks a geometry that may be so many metres off. A box, where one is given, is where it is expected: west, south, east, north.
    pub(crate) fn new(
        geometry: Geometry<f64>,
        error_m: f64,
        expected: Option<Rect<f64>>,
    ) -> Result<Self, Wrong> {
        let corners = geometry.coords_count();
        size(corners)?;
        let mut lines = Vec::new();
        let mut areas = Vec::new();
        gather(geometry, &mut lines, &mut areas)?;
        for line in all(&lines, &areas) {
            on_the_globe(line)?;
        }
        if let Some(expected) = expected {
            at_home(all(&lines, &areas), expected)?;
        }
        if !lines.is_empty() && !areas.is_empty() {
            return Err(Wrong::new(
                "this feature has both lines and areas",
                "draw them as two features, each with what it says",
            ));
        }
        let mut moved_m = 0.0_f64;
        for area in &mut areas {
            moved_m = moved_m.max(area_is_one(area, error_m)?);
        }
        let edges = Edges::new(all(&lines, &areas).map(|line| line.0.as_slice()));
        let inside = MultiPolygon(areas);
        let inside = inside.bounding_rect().map(|around| (inside, around));
        Ok(Self { edges, inside, corners, moved_m })
    }

    pub(crate) fn is_area(&self) -> bool {
        self.inside.is_some()
    }

    /// How far its line or border is from a point, if that is less than `most` metres.
    pub(crate) fn distance(&self, from: Coord<f64>, most: f64) -> Option<Bounds> {
        self.edges.distance(from, most)
    }

    /// The edges of its border that come as near to a point as so many metres.
    pub(crate) fn border_within(&self, from: Coord<f64>, reach: f64) -> Vec<[Coord<f64>; 2]> {
        self.edges.within(from, reach)
    }

    /// Whether a point lies inside; on the border it does not.
    pub(crate) fn holds(&self, point: Coord<f64>) -> bool {
        self.inside.as_ref().is_some_and(|(areas, around)| {
            around.coordinate_position(&point) != CoordPos::Outside
                && areas.coordinate_position(&point) == CoordPos::Inside
        })
    }
}

/// All lines, and all rings of areas.
fn all<'s>(
    lines: &'s [LineString<f64>],
    areas: &'s [Polygon<f64>],
) -> impl Iterator<Item = &'s LineString<f64>> + Clone {
    let rings = |area: &'s Polygon<f64>| std::iter::once(area.exterior()).chain(area.interiors());
    lines.iter().chain(areas.iter().flat_map(rings))
}

fn size(corners: usize) -> Result<(), Wrong> {
    match corners {
        0 => Err(Wrong::new("the geometry is empty", "draw it, or leave the feature out")),
        MOST_CORNERS.. => Err(Wrong::new(
            format!("the geometry has {corners} corners, and {MOST_CORNERS} are the most"),
            "simplify it, and add to `error_km` what that moves it by",
        )),
        _ => Ok(()),
    }
}

/// Lines and points (lines of one corner) apart from areas.
fn gather(
    geometry: Geometry<f64>,
    lines: &mut Vec<LineString<f64>>,
    areas: &mut Vec<Polygon<f64>>,
) -> Result<(), Wrong> {
    match geometry {
        Geometry::Point(point) => lines.push(LineString(vec![point.0])),
        Geometry::MultiPoint(points) => {
            lines.extend(points.into_iter().map(|point| LineString(vec![point.0])));
        }
        Geometry::Line(line) => lines.push(LineString(vec![line.start, line.end])),
        Geometry::LineString(line) => {
            line_is_one(&line)?;
            lines.push(line);
        }
        Geometry::MultiLineString(all) => {
            all.iter().try_for_each(line_is_one)?;
            lines.extend(all);
        }
        Geometry::Polygon(area) => areas.push(area),
        Geometry::MultiPolygon(all) => areas.extend(all),
        Geometry::Rect(rect) => areas.push(rect.to_polygon()),
        Geometry::Triangle(triangle) => areas.push(triangle.to_polygon()),
        Geometry::GeometryCollection(_) => {
            return Err(Wrong::new(
                "this is a collection of geometries",
                "make each a feature of its own, with what it says",
            ));
        }
    }
    if lines.len().max(areas.len()) > MOST_PARTS {
        return Err(Wrong::new(
            format!("the feature has more than {MOST_PARTS} parts"),
            "split it into several features that say the same",
        ));
    }
    Ok(())
}

/// Each corner is a place on the globe, and no edge goes round it.
fn on_the_globe(line: &LineString<f64>) -> Result<(), Wrong> {
    for corner in &line.0 {
        let Coord { x, y } = *corner;
        if !x.is_finite() || !y.is_finite() {
            return Err(Wrong::new(
                "a coordinate is not a number",
                "write degrees east, then north",
            ));
        }
        if x.abs() > 180.0 || y.abs() > 90.0 {
            let help = if x.abs() <= 90.0 && y.abs() <= 180.0 {
                "longitude comes first, then latitude: these seem to be swapped"
            } else {
                "write degrees of WGS84, longitude first; metres of a projection are not read"
            };
            let shown = harmless(&format!("{x}, {y}"), 60);
            return Err(Wrong::new(format!("{shown} is no place on the globe"), help));
        }
        if x.abs() <= 0.0 && y.abs() <= 0.0 {
            return Err(Wrong::new(
                "a corner lies at 0, 0, in the sea",
                "that is mostly a place that was not known: leave it out",
            ));
        }
    }
    let wide = |pair: &[Coord<f64>]| (pair[1].x - pair[0].x).abs() >= 180.0;
    if line.0.windows(2).any(wide) {
        return Err(Wrong::new(
            "an edge goes halfway round the globe or more",
            "a drawing that crosses the 180th meridian is split there into two parts",
        ));
    }
    Ok(())
}

/// A drawing wholly outside the country that it is said to be of, and inside once swapped, is swapped.
fn at_home<'l>(
    lines: impl Iterator<Item = &'l LineString<f64>> + Clone,
    expected: Rect<f64>,
) -> Result<(), Wrong> {
    let corners = lines.flat_map(|line| line.0.iter().copied());
    let within = |corner: Coord<f64>| expected.coordinate_position(&corner) != CoordPos::Outside;
    if corners.clone().any(within) {
        return Ok(());
    }
    let swapped = corners.map(|Coord { x, y }| Coord { x: y, y: x }).any(within);
    Err(Wrong::new(
        "it lies wholly outside the country",
        if swapped {
            "longitude comes first, then latitude: these seem to be swapped"
        } else {
            "look at the coordinates, or at the country that was named"
        },
    ))
}

/// A line may cross itself and touch itself; it must lead from one place to another.
fn line_is_one(line: &LineString<f64>) -> Result<(), Wrong> {
    if line.0.windows(2).any(|pair| !is_same(pair[0], pair[1])) {
        return Ok(());
    }
    Err(Wrong::new("a line has no two corners that differ", "draw it with two corners or more"))
}

/// Checks an area. Loops smaller than its error are cut off; the largest of them is what is given back, in metres.
fn area_is_one(area: &mut Polygon<f64>, error_m: f64) -> Result<f64, Wrong> {
    let holes = area.interiors().len();
    if holes > MOST_RINGS {
        return Err(Wrong::new(
            format!("an area has {holes} holes, and {MOST_RINGS} are the most"),
            "leave out the smallest, and add to `error_km` what that moves the border by",
        ));
    }
    if fault(area).is_none() {
        return Ok(0.0);
    }
    let (outer, mut moved_m) = without_small_loops(area.exterior(), error_m);
    let mut inner = Vec::new();
    for hole in area.interiors() {
        let (ring, size_m) = without_small_loops(hole, error_m);
        inner.push(ring);
        moved_m = moved_m.max(size_m);
    }
    let mended = Polygon::new(outer, inner);
    if let Some(fault) = fault(&mended) {
        return Err(Wrong::new(
            format!("the area is not drawn so that its inside is clear: {fault}"),
            "draw its rings closed, of three corners or more, without crossing themselves or each other \
             in loops larger than `error_km`",
        ));
    }
    *area = mended;
    Ok(moved_m)
}

/// Whether two corners are one, but for last digits.
pub(crate) fn is_same(one: Coord<f64>, other: Coord<f64>) -> bool {
    (one.x - other.x).abs() <= SAME_DEGREES && (one.y - other.y).abs() <= SAME_DEGREES
}
