//! A point on the globe, and how well it is known.

use geo::Coord;

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
        let radius_km = radius_km.map(|km| number("radius", km, 20_000.0)).transpose()?;
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

    pub(crate) fn point(&self) -> Coord<f64> {
        Coord { x: self.lon, y: self.lat }
    }
}

fn number(what: &str, text: &str, most: f64) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.abs() <= most => Ok(number),
        _ => Err(format!("`{text}` is not a {what} from -{most} to {most}")),
    }
}
