//! Where things were, and how sure that is.

mod answer;
mod aside;
mod because;
mod feature;
mod geojson_file;
mod geopackage_file;
mod globe;
mod loops;
mod map;
mod read;
mod says;
mod shape;
mod shape_file;
mod spot;

pub use answer::{Answer, Told};
pub use aside::SetAside;
pub use feature::Given;
pub use map::Map;
pub use read::Account;
pub use says::Says;
pub use spot::Where;
