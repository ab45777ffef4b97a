//! Gazetteers as files: a table of TSV or CSV, or points of GeoJSON, GeoPackage or a shapefile.
//!
//! All have the same columns or properties: `id`, `name`, `names` (parted by ` | `), `country`, `admin`, `lat`, `lon`
//! (of a point, its own), `population`, `radius_km`. Only a name and a point are needed.

use crate::aside::{SetAside, Wrong, harmless};
use crate::feature::Raw;
use crate::gazetteer::Gazetteer;
use crate::place::{Place, radius_km};
use crate::read::{Account, MOST_BYTES, Taken, read_features};
use crate::spot::Where;
use geo::{Centroid as _, Geometry};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Names of one place at most.
const MOST_NAMES: usize = 200;
/// Places of one gazetteer at most.
const MOST_PLACES: usize = 1_000_000;
/// Rows that are named when they are set aside; further ones are counted.
const MOST_NAMED: usize = 1_000;

impl Gazetteer {
    /// Reads a gazetteer: `.tsv`, `.csv`, or a file of point features. What cannot be used goes to `aside`.
    ///
    /// # Errors
    /// If the file cannot be opened or read at all.
    pub fn read(&mut self, path: &Path, aside: &mut Vec<SetAside>) -> io::Result<Account> {
        let file = path.display().to_string();
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        if ending == "tsv" || ending == "csv" || ending == "txt" {
            let mut bytes = Vec::new();
            File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MOST_BYTES {
                let help = "keep the country or the area that is needed";
                aside.push(Wrong::new("the file is larger than 256 MiB", help).at(&file, None));
                return Ok(Account::default());
            }
            return Ok(self.read_table(&file, &bytes, aside));
        }
        read_features(path, aside, &mut |number, raw| {
            self.take(place_of(raw, &format!("{file}:{number}"))?)?;
            Ok(Taken::default())
        })
    }

    /// Reads a table with a heading, its columns parted by tabs or commas.
    pub fn read_table(&mut self, file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Account {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let heading = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let tabs = heading.contains(&b'\t');
        let mut table = csv::ReaderBuilder::new()
            .delimiter(if tabs { b'\t' } else { b',' })
            .quoting(!tabs)
            .flexible(true)
            .from_reader(bytes);
        let mut account = Account::default();
        let columns = match columns(&mut table) {
            Ok(columns) => columns,
            Err(wrong) => {
                aside.push(wrong.at(file, None));
                return account;
            }
        };
        let before = aside.len();
        let mut row = csv::StringRecord::new();
        loop {
            let read = match table.read_record(&mut row) {
                Ok(false) => break,
                Ok(true) => Ok(()),
                Err(error) => {
                    Err(Wrong::new(format!("it cannot be read: {error}"), "write it in UTF-8"))
                }
            };
            account.read += 1;
            let line = row.position().map_or(0, csv::Position::line);
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            let otherwise = format!("{file}:{line}");
            let place = read.and_then(|()| place_of_row(&columns, &row, &otherwise));
            match place.and_then(|place| self.take(place)) {
                Ok(()) => account.used += 1,
                Err(wrong) if aside.len() - before < MOST_NAMED => {
                    aside.push(wrong.at(file, Some(line)));
                }
                Err(_) => {}
            }
        }
        let unnamed = account.read - account.used - (aside.len() - before);
        if unnamed > 0 {
            let reason = format!("{unnamed} more rows cannot be used");
            let help = format!("the first {MOST_NAMED} are named above");
            aside.push(Wrong::new(reason, help).at(file, None));
        }
        account
    }

    fn take(&mut self, place: Place) -> Result<(), Wrong> {
        if self.len() >= MOST_PLACES {
            let help = "keep the country or the area that is needed";
            return Err(Wrong::new(format!("a gazetteer has at most {MOST_PLACES} places"), help));
        }
        self.add(place);
        Ok(())
    }
}

/// The names of the columns; those that are needed are there.
fn columns(table: &mut csv::Reader<&[u8]>) -> Result<Vec<String>, Wrong> {
    let columns: Vec<String> = match table.headers() {
        Ok(columns) => columns.iter().map(|column| column.trim().to_ascii_lowercase()).collect(),
        Err(error) => {
            let reason = format!("its heading cannot be read: {error}");
            return Err(Wrong::new(reason, "write it in UTF-8"));
        }
    };
    for needed in ["name", "lat", "lon"] {
        if !columns.iter().any(|column| column == needed) {
            return Err(Wrong::new(
                format!("it has no column `{needed}`"),
                "a gazetteer has the columns name, lat and lon, and may have id, names, country, admin, population and radius_km",
            ));
        }
    }
    Ok(columns)
}

fn place_of_row(
    columns: &[String],
    row: &csv::StringRecord,
    otherwise: &str,
) -> Result<Place, Wrong> {
    if row.len() != columns.len() {
        let reason = format!("the row has {} cells, the heading {}", row.len(), columns.len());
        return Err(Wrong::new(reason, "give each row as many cells as the heading has"));
    }
    let cells = columns.iter().map(String::as_str).zip(row.iter());
    let properties: BTreeMap<&str, &str> = cells.collect();
    place(&|name| properties.get(name).copied(), otherwise)
}

/// A feature with a point; of an area, the point in its middle would pretend to be more than it is.
fn place_of(raw: Raw, otherwise: &str) -> Result<Place, Wrong> {
    let point = match &raw.geometry {
        Some(Geometry::Point(point)) => Some(*point),
        Some(Geometry::MultiPoint(points)) if points.0.len() == 1 => points.centroid(),
        _ => None,
    };
    let point = point.ok_or_else(|| {
        Wrong::new(
            "it has no point",
            "a place of a gazetteer is a point; areas are read as maps, with `--lines`",
        )
    })?;
    let (lat, lon) = (point.y().to_string(), point.x().to_string());
    let property = |name: &str| match name {
        "lat" => Some(lat.as_str()),
        "lon" => Some(lon.as_str()),
        _ => raw.properties.get(name).map(String::as_str),
    };
    place(&property, otherwise)
}

fn place<'p>(property: &dyn Fn(&str) -> Option<&'p str>, otherwise: &str) -> Result<Place, Wrong> {
    let filled = |name: &str| property(name).map(str::trim).filter(|text| !text.is_empty());
    let name = filled("name").ok_or_else(|| Wrong::new("it has no name", "give it a `name`"))?;
    let coordinates =
        || Wrong::new("it has no point", "give it `lat` and `lon`, in degrees of WGS84");
    let (lat, lon) =
        (filled("lat").ok_or_else(coordinates)?, filled("lon").ok_or_else(coordinates)?);
    let spot = Where::read(lat, lon, filled("radius_km")).map_err(|reason| {
        Wrong::new(reason, "degrees north in `lat`, east in `lon`, kilometres in `radius_km`")
    })?;
    let population = match filled("population") {
        None => None,
        Some(text) => Some(people(text)?),
    };
    let names = filled("names").unwrap_or_default();
    let names = names.split(" | ").map(str::trim).filter(|other| !other.is_empty());
    Ok(Place {
        id: harmless(filled("id").unwrap_or(otherwise), 120),
        name: harmless(name, 120),
        names: names.take(MOST_NAMES).map(|other| harmless(other, 120)).collect(),
        country: filled("country").map(str::to_ascii_uppercase),
        admin: filled("admin").map(|admin| harmless(admin, 120)),
        lat: spot.lat,
        lon: spot.lon,
        population,
        radius_km: spot.radius_km.unwrap_or_else(|| radius_km(population)),
    })
}

/// A whole number of people; shapefiles and JSON write `1200.0`.
fn people(text: &str) -> Result<u64, Wrong> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.parse().map_err(|_| {
        Wrong::new(
            format!("`{text}` is not a number of people"),
            "leave `population` blank where nobody counted",
        )
    })
}
