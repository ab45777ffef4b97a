//! Small loops in which a ring crosses itself.
//!
//! Borders whose corners were rounded cross themselves in loops of a few metres, and most borders that offices
//! publish have some. A loop smaller than the drawing's own error says nothing that the drawing claims to know: it
//! is cut off at the crossing, and its size added to the error. A ring that crosses itself in a larger loop is
//! left as it is, for the check to refuse.

use crate::globe::distance_and_azimuth;
use crate::rings::{Crossing, crossings};
use geo::{BoundingRect as _, Coord, LineString, MultiPoint};

/// Cuts uncover further crossings, but not for ever.
const MOST_ROUNDS: usize = 8;
/// A loop of more corners is no accident of rounding.
const MOST_CORNERS: usize = 1_000;

/// The ring without loops smaller than so many metres, and the size of the largest that was cut off.
pub(crate) fn without_small_loops(ring: &LineString<f64>, most_m: f64) -> (LineString<f64>, f64) {
    let mut corners = ring.0.clone();
    corners.dedup();
    let mut largest = 0.0_f64;
    for round in 0..MOST_ROUNDS {
        let cuts = small_loops(&corners, most_m);
        if cuts.is_empty() && round % 2 == 1 {
            break;
        }
        largest = cuts.iter().fold(largest, |largest, cut| largest.max(cut.size_m));
        corners = half_way_round(cut_off(&corners, &cuts));
    }
    (LineString(corners), largest)
}

/// Corners `first` to `last` lie on a loop that begins and ends at a crossing.
#[derive(Debug)]
struct Cut {
    first: usize,
    last: usize,
    crossing: Coord<f64>,
    size_m: f64,
}

fn small_loops(corners: &[Coord<f64>], most_m: f64) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = crossings(corners)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|Crossing { edges, at }| {
            let (first, last) = (edges.0 + 1, edges.1);
            let around = corners.get(first..=last).filter(|around| around.len() <= MOST_CORNERS)?;
            let size_m = size(around, at);
            (size_m <= most_m).then_some(Cut { first, last, crossing: at, size_m })
        })
        .collect();
    // Of loops within loops the outermost is cut first.
    cuts.sort_by_key(|cut| (cut.first, std::cmp::Reverse(cut.last)));
    let mut after = 0;
    cuts.retain(|cut| {
        let apart = cut.first >= after;
        if apart {
            after = cut.last + 1;
        }
        apart
    });
    cuts
}

fn cut_off(corners: &[Coord<f64>], cuts: &[Cut]) -> Vec<Coord<f64>> {
    let mut out = Vec::with_capacity(corners.len());
    let mut next = 0;
    for cut in cuts {
        out.extend_from_slice(corners.get(next..cut.first).unwrap_or_default());
        out.push(cut.crossing);
        next = cut.last + 1;
    }
    out.extend_from_slice(corners.get(next..).unwrap_or_default());
    out.dedup();
    out
}

/// The same ring, begun on its other side, where the next round finds the loops that lay about its beginning.
fn half_way_round(mut corners: Vec<Coord<f64>>) -> Vec<Coord<f64>> {
    corners.pop();
    let half = corners.len() / 2;
    corners.rotate_left(half);
    corners.extend(corners.first().copied());
    corners
}

/// From one corner of the box around a loop to the other, in metres.
fn size(corners: &[Coord<f64>], crossing: Coord<f64>) -> f64 {
    let points: MultiPoint<f64> =
        corners.iter().copied().chain([crossing]).map(geo::Point).collect::<Vec<_>>().into();
    points.bounding_rect().map_or(0.0, |around| distance_and_azimuth(around.min(), around.max()).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::line_string;

    /// A square of a degree whose upper side goes back and crosses itself in a loop of some 150 m.
    fn with_a_loop() -> LineString<f64> {
        line_string![
            (x: 37.0, y: 47.0), (x: 38.0, y: 47.0), (x: 38.0, y: 48.0), (x: 37.5, y: 48.0),
            (x: 37.4995, y: 48.001), (x: 37.5005, y: 48.001), (x: 37.5, y: 47.9999), (x: 37.0, y: 48.0),
            (x: 37.0, y: 47.0),
        ]
    }

    #[test]
    fn a_loop_smaller_than_the_error_is_cut_off_and_measured() {
        let (ring, size_m) = without_small_loops(&with_a_loop(), 500.0);
        assert!((100.0..200.0).contains(&size_m), "{size_m}");
        assert!(small_loops(&ring.0, 1e9).is_empty());
        assert_eq!(ring.0.first(), ring.0.last());
    }

    #[test]
    fn a_spike_is_cut_off_wherever_the_ring_begins() {
        let spiked = line_string![
            (x: 37.0, y: 47.0), (x: 38.0, y: 47.0), (x: 38.001, y: 47.0), (x: 38.0, y: 47.0), (x: 38.0, y: 48.0),
            (x: 37.0, y: 47.0),
        ];
        let mut corners = spiked.0;
        for _ in 0..5 {
            let (ring, size_m) = without_small_loops(&LineString(corners.clone()), 500.0);
            assert!((70.0..80.0).contains(&size_m), "{size_m}");
            assert_eq!(ring.0.len(), 4, "{ring:?}");
            corners.pop();
            corners.rotate_left(1);
            corners.push(corners[0]);
        }
    }

    #[test]
    fn a_larger_loop_stays_for_the_check_to_refuse() {
        let (ring, size_m) = without_small_loops(&with_a_loop(), 50.0);
        assert_eq!(size_m.to_bits(), 0.0_f64.to_bits());
        assert_eq!(ring.0.len(), with_a_loop().0.len());
        assert_eq!(crossings(&ring.0).unwrap().len(), 1);
    }
}
