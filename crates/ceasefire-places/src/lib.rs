//! Where things were, and how sure that is.
//!
//! Two questions. *Where is it?* A [`Gazetteer`] finds the place that a report names: this one, none, or unsure with
//! candidates. *What is so there?* A [`Map`] of drawn lines and areas, each with its days and its error, says of
//! a point and its radius how far it is from a line and whether it is inside an area.
//!
//! Both answer with what is sure. A distance is an interval, from the radius of the place and the error of the line;
//! inside is yes or no only if it is so for the whole circle; a place of unknown precision has no distance at all.
//!
//! ```
//! use ceasefire_places::{Given, Map, Where};
//! use jiff::civil::date;
//!
//! let drawn = r#"{"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[38, 47], [38, 49]]},
//!     "properties": {"says": "distance(it, contact-line)", "error_km": 2}}"#;
//! let mut map = Map::default();
//! map.read_geojson("lines.geojson", drawn.as_bytes(), &Given::default(), &mut Vec::new());
//! let place = Where { lat: 48.0, lon: 38.01, radius_km: Some(1.0) };
//! let told = map.about(&place, date(2016, 3, 1), date(2016, 3, 1));
//! assert_eq!(told[0].to_string(), "distance(it, contact-line) = 0 .. 3.747 km");
//! ```
//!
//! For the judge, [`Map::entries`] gives the facts about one act, to stand with the act (its days are those of
//! [`days`]), and [`Map::entries_of_place`] those about a place that has a name, to stand with all other facts, once
//! for each place. A fact that the agreement does not declare is for the caller to count.
//!
//! Left out: roads and terrain, systems of coordinates other than WGS84, and who drew a line rightly.

mod answer;
mod aside;
mod because;
mod compass;
mod feature;
mod find;
mod found;
mod gazetteer;
mod geojson_file;
mod geopackage_file;
mod globe;
mod letters;
mod loops;
mod map;
mod phrase;
mod place;
mod place_rows;
mod read;
mod rings;
mod says;
mod shape;
mod shape_file;
mod shipped;
mod spot;

pub use answer::{Answer, Told};
pub use aside::SetAside;
pub use feature::Given;
pub use find::Asked;
pub use found::{Candidate, Evidence, Found};
pub use gazetteer::Gazetteer;
pub use map::{Map, days};
pub use place::{Area, Place};
pub use read::Account;
pub use says::Says;
pub use shipped::shipped;
pub use spot::Where;
