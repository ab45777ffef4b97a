//! Where something was that an observer heard or saw: from the observer's position, a direction
//! and a distance.
//!
//! A direction in compass words is a sector and a distance a range, so the place is a piece of a
//! ring. The act gets a circle that encloses it: too large rather than too small. Positions and
//! distances on the earth are the geodesic library's (Karney 2013, on WGS 84).
//!
//! It leaves out how well people judge directions and distances: the profile says how far off they
//! may be.

#![expect(clippy::float_arithmetic, reason = "positions on the earth; they are rounded outwards")]

use crate::act::{Place, Row, Wrong, wrong};
use crate::bound::{BoundBearing, Column};
use crate::numbers::degrees;
use crate::profile::Heading;
use geographiclib_rs::{DirectGeodesic as _, Geodesic, InverseGeodesic as _};
use serde::Deserialize;
use std::borrow::Cow;

/// Which columns tell where the observer was, in which direction it was, and how far away.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bearing {
    /// The observer's degrees north.
    pub lat: Heading,
    /// The observer's degrees east.
    pub lon: Heading,
    /// How far off that position may be, in kilometres.
    #[serde(default)]
    pub off_km: f64,
    /// The column with the direction, in compass words or in degrees from north.
    pub direction: Option<Heading>,
    /// How many compass words there are, 8 or 16: with eight, each stands for 45 degrees. Words of
    /// the finer kind (`NNE`) stand for 22.5 degrees in any case.
    #[serde(default = "eight")]
    pub points: u8,
    /// How far off a direction in degrees may be, to either side.
    #[serde(default = "five")]
    pub degrees_off: f64,
    /// The column with the least distance, in kilometres.
    pub least_km: Option<Heading>,
    /// The column with the greatest distance, in kilometres.
    pub most_km: Option<Heading>,
}

fn eight() -> u8 {
    8
}

fn five() -> f64 {
    5.0
}

/// The farthest that anybody hears or sees, in kilometres.
const FARTHEST_KM: f64 = 100.0;

/// A circle on the earth: degrees north and east, and kilometres.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Circle {
    lat: f64,
    lon: f64,
    radius_km: f64,
}

/// What a row says of the place by direction and distance.
#[derive(Debug, Clone, PartialEq)]
enum Noticed {
    /// Within this circle.
    Within(Circle),
    /// Somewhere that the observer could hear or see, and no more is told.
    Near,
    /// Nothing.
    Untold,
}

/// A note: its heading, and what it says.
type Note<'r> = (Cow<'r, str>, Cow<'r, str>);

/// The note of an act of which only the observer's position is known.
const NEAR: &str = "where";

impl BoundBearing<'_> {
    /// Adds the circle to a place that has no point of its own, or tells in a note that there is
    /// none.
    pub(crate) fn fill<'r>(
        &self,
        place: &mut Option<Place<'r>>,
        row: Row<'r>,
    ) -> Result<Option<Note<'r>>, Wrong> {
        if place.as_ref().is_some_and(|place| place.lat.is_some()) {
            return Ok(None);
        }
        Ok(match self.noticed(row)? {
            Noticed::Within(circle) => {
                let place = place.get_or_insert_default();
                (place.lat, place.lon) = (Some(circle.lat), Some(circle.lon));
                place.radius_km = Some(circle.radius_km);
                None
            }
            Noticed::Near => {
                let told = "noticed from the observer's position; how far away is not told";
                Some((NEAR.into(), told.into()))
            }
            Noticed::Untold => None,
        })
    }

    /// Where a row says that it was.
    fn noticed(&self, row: Row<'_>) -> Result<Noticed, Wrong> {
        let Some(from) = self.observer(row)? else { return Ok(Noticed::Untold) };
        let sector = self.sector(row)?;
        let least = kilometres(row, self.least)?;
        let Some(most) = kilometres(row, self.most)? else { return Ok(Noticed::Near) };
        let least = least.unwrap_or(0.0);
        if least > most {
            return Err(wrong(self.most, "the greatest distance is less than the least"));
        }
        Ok(Noticed::Within(enclosing(from, sector, (least, most), self.bearing.off_km)))
    }

    /// Where the observer was; 0, 0 is a blank that became a number.
    fn observer(&self, row: Row<'_>) -> Result<Option<(f64, f64)>, Wrong> {
        let lat = number(row, self.lat, 90.0, "degrees")?;
        let lon = number(row, self.lon, 180.0, "degrees")?;
        match (lat, lon) {
            (Some(0.0), Some(0.0)) | (None, None) => Ok(None),
            (Some(lat), Some(lon)) => Ok(Some((lat, lon))),
            _ => Err(wrong(self.lat, "a point has both latitude and longitude")),
        }
    }

    /// The middle of the direction and how far it goes to either side, in degrees; nothing where
    /// none is told.
    fn sector(&self, row: Row<'_>) -> Result<Option<(f64, f64)>, Wrong> {
        let Some(cell) = row.get(self.direction) else { return Ok(None) };
        if let Some((degrees, fine)) = compass(cell) {
            let wide = if fine || self.bearing.points == 16 { 11.25 } else { 22.5 };
            return Ok(Some((degrees, wide)));
        }
        let bare = cell.trim_end_matches(|c: char| c == '°' || c.is_whitespace());
        let bare = bare.strip_suffix("degrees").or(bare.strip_suffix("deg")).unwrap_or(bare);
        match bare.trim().parse::<f64>() {
            Ok(degrees) if (0.0..=360.0).contains(&degrees) => {
                Ok(Some((degrees, self.bearing.degrees_off.clamp(0.0, 180.0))))
            }
            _ => Err(wrong(
                self.direction,
                format!("`{cell}` is no direction: a compass word (NE) or degrees from 0 to 360"),
            )),
        }
    }
}

fn kilometres(row: Row<'_>, column: Option<Column>) -> Result<Option<f64>, Wrong> {
    match number(row, column, FARTHEST_KM, "kilometres")? {
        Some(negative) if negative < 0.0 => Err(wrong(column, "a distance is not negative")),
        distance => Ok(distance),
    }
}

fn number(
    row: Row<'_>,
    column: Option<Column>,
    most: f64,
    unit: &str,
) -> Result<Option<f64>, Wrong> {
    let Some(cell) = row.get(column) else { return Ok(None) };
    match degrees(cell, row.bound.profile.decimal) {
        Some(number) if number.abs() <= most => Ok(Some(number)),
        _ => Err(wrong(column, format!("`{cell}` is not {unit} up to {most}"))),
    }
}

/// The degrees of a compass word, and whether it is of the finer sixteen.
fn compass(word: &str) -> Option<(f64, bool)> {
    let spelt = word.to_lowercase();
    let spelt = [("north", "n"), ("east", "e"), ("south", "s"), ("west", "w")]
        .iter()
        .fold(spelt, |spelt, (whole, letter)| spelt.replace(whole, letter));
    let letters: String = spelt.chars().filter(char::is_ascii_alphabetic).collect();
    let rest = spelt.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | ' ' | '.'));
    let words = [
        "n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw",
        "nw", "nnw",
    ];
    let at = words.iter().position(|own| *own == letters).filter(|_| rest)?;
    Some((f64::from(u8::try_from(at).ok()?) * 22.5, letters.len() == 3))
}

/// The circle around all that lies in the sector (middle and half its width, in degrees; all
/// around without one) at the distances from the first to the second, in kilometres.
///
/// Its centre lies in the middle of the sector, halfway between the distances. The farthest points
/// of a sector up to 180 degrees wide are its corners; a wider one is a circle around the observer.
fn enclosing(
    from: (f64, f64),
    sector: Option<(f64, f64)>,
    (least, most): (f64, f64),
    off_km: f64,
) -> Circle {
    let earth = Geodesic::wgs84();
    let at = |degrees: f64, km: f64| -> (f64, f64) {
        earth.direct(from.0, from.1, degrees, km * 1_000.0)
    };
    let (centre, radius) = match sector.filter(|(_, wide)| *wide <= 90.0) {
        None => (from, most),
        Some((middle, wide)) => {
            let centre = at(middle, f64::midpoint(least, most));
            let away = |degrees, km| -> f64 {
                let corner = at(degrees, km);
                let metres: f64 = earth.inverse(centre.0, centre.1, corner.0, corner.1);
                metres / 1_000.0
            };
            let corners =
                [least, most].map(|km| away(middle - wide, km).max(away(middle + wide, km)));
            let nearest_and_farthest = away(middle, least).max(away(middle, most));
            (centre, corners[0].max(corners[1]).max(nearest_and_farthest))
        }
    };
    // Five decimals are about a metre. What rounding moves the centre, the radius makes good; it is
    // rounded up to ten metres, so that it is the same on every machine.
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let radius_km = ((radius + off_km.max(0.0) + 0.002) * 100.0).ceil() / 100.0;
    Circle { lat: round(centre.0), lon: round(centre.1), radius_km }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn compass_words_are_known_however_they_are_written() {
        for (word, degrees, fine) in [
            ("N", 0.0, false),
            ("north-north-east", 22.5, true),
            ("South West", 225.0, false),
            ("WNW", 292.5, true),
            ("n.w.", 315.0, false),
        ] {
            assert_eq!(compass(word), Some((degrees, fine)), "{word}");
        }
        for word in ["", "up", "NNN", "N/S", "290"] {
            assert_eq!(compass(word), None, "{word}");
        }
    }

    #[test]
    fn without_a_direction_it_is_a_circle_around_the_observer() {
        let circle = enclosing((48.0, 37.5), None, (3.0, 5.0), 0.0);
        assert_eq!(circle, Circle { lat: 48.0, lon: 37.5, radius_km: 5.01 });
    }

    #[test]
    fn to_the_north_the_centre_lies_north() {
        let circle = enclosing((48.0, 37.5), Some((0.0, 22.5)), (3.0, 5.0), 0.0);
        assert_eq!((circle.lon, circle.radius_km), (37.5, 2.02));
        assert!((48.035..48.037).contains(&circle.lat), "4 km are 0.036 degrees: {circle:?}");
    }

    proptest! {
        #[test]
        fn all_of_the_sector_lies_in_the_circle(
            lat in -70.0..70.0_f64, lon in -180.0..180.0_f64, middle in 0.0..360.0_f64,
            wide in 0.0..90.0_f64, least in 0.0..20.0_f64, more in 0.0..20.0_f64,
            aside in -1.0..1.0_f64, far in 0.0..1.0_f64,
        ) {
            let circle = enclosing((lat, lon), Some((middle, wide)), (least, least + more), 0.0);
            let earth = Geodesic::wgs84();
            let point: (f64, f64) =
                earth.direct(lat, lon, middle + aside * wide, (least + far * more) * 1_000.0);
            let metres: f64 = earth.inverse(circle.lat, circle.lon, point.0, point.1);
            prop_assert!(metres <= circle.radius_km * 1_000.0, "{metres} m, {circle:?}");
        }
    }
}
