//! A point on the globe, and how well it is known.

use geo::Coord;

/// Half round the globe.
const MOST_RADIUS_KM: f64 = 20_000.0;

/// A place: a point, and how far from it the truth may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Where {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
    /// The radius within which it was, in kilometres. None: nobody says how well the point is known.
    pub radius_km: Option<f64>,
}

impl Where {
    /// A place from numbers as they are written, such as those of an act.
    ///
    /// # Errors
    /// Says which number is none, or is no place on the globe.
    pub fn read(lat: &str, lon: &str, radius_km: Option<&str>) -> Result<Self, String> {
        let radius_km = radius_km.map(|km| number("radius", km, MOST_RADIUS_KM)).transpose()?;
        if radius_km.is_some_and(|km| km < 0.0) {
            return Err("a radius is not less than 0".to_owned());
        }
        let (lat, lon) = (number("latitude", lat, 90.0)?, number("longitude", lon, 180.0)?);
        if lat.abs() <= 0.0 && lon.abs() <= 0.0 {
            return Err(
                "0, 0 lies in the sea: that is mostly a place that was not known".to_owned()
            );
        }
        Ok(Self { lat, lon, radius_km })
    }

    /// The radius in metres, if the point is one on the globe and somebody says how well it is known.
    pub(crate) fn radius_m(&self) -> Option<f64> {
        let km = self.radius_km.filter(|km| (0.0..=MOST_RADIUS_KM).contains(km))?;
        self.is_on_the_globe().then(|| metres(km))
    }

    pub(crate) fn is_on_the_globe(&self) -> bool {
        self.lat.abs() <= 90.0 && self.lon.abs() <= 180.0
    }

    pub(crate) fn point(&self) -> Coord<f64> {
        Coord { x: self.lon, y: self.lat }
    }
}

#[expect(clippy::float_arithmetic, reason = "kilometres to metres")]
fn metres(km: f64) -> f64 {
    km * 1000.0
}

fn number(what: &str, text: &str, most: f64) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.abs() <= most => Ok(number),
        _ => Err(format!("`{text}` is not a {what} from -{most} to {most}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_place_on_the_globe_is_refused() {
        for (lat, lon, radius) in [
            ("91", "38", None),
            ("48", "181", None),
            ("NaN", "38", None),
            ("48", "inf", None),
            ("0", "0.0", None),
            ("48", "", None),
            ("48", "38", Some("-1")),
            ("48", "38", Some("far")),
        ] {
            assert!(Where::read(lat, lon, radius).is_err(), "{lat}, {lon}, {radius:?}");
        }
        assert!(Where::read("48.5", "-38", Some("0")).is_ok());
    }
}
