//! A place of a gazetteer.

use crate::spot::Where;

/// A place that has a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Where it stands in its source: `geonames:172909`.
    pub id: String,
    /// The usual name.
    pub name: String,
    /// Further names and spellings, in their scripts.
    pub names: Vec<String>,
    /// Two capital letters.
    pub country: Option<String>,
    /// The area that it lies in: a code that [`Area`]s explain, or a name.
    pub admin: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How many people live there.
    pub population: Option<u64>,
    /// How far from the point "in this place" may be, in kilometres. The gazetteer's own estimate.
    pub radius_km: f64,
}

/// An administrative area with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The code by which places name it.
    pub code: String,
    /// Its names, in their scripts.
    pub names: Vec<String>,
}

impl Place {
    /// Where it is, and how well that is known.
    pub fn spot(&self) -> Where {
        Where { lat: self.lat, lon: self.lon, radius_km: Some(self.radius_km) }
    }
}

/// The radius of a place by the number of its people, in kilometres; ours, see `places/SOURCES.md`.
pub(crate) fn radius_km(population: Option<u64>) -> f64 {
    match population {
        None | Some(0) => 3.0,
        Some(1_000_001..) => 15.0,
        Some(200_001..) => 10.0,
        Some(50_001..) => 6.0,
        Some(10_001..) => 4.0,
        Some(1_001..) => 2.0,
        Some(_) => 1.5,
    }
}
