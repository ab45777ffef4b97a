//! Shapefile: the drawings in `.shp`, what they are in `.dbf`, in the encoding that `.cpg` names, and the system of
//! coordinates in `.prj`.
//!
//! Its names of properties have at most ten letters; those that are looked for here are shorter.

use crate::aside::Wrong;
use crate::feature::Raw;
use crate::read::Sheet;
use crate::shape::is_same;
use geo::Coord;
use shapefile::dbase::{
    DateParseError, ErrorKind, FieldError, FieldIterator, FieldValue, ReadableRecord,
};
use shapefile::record::traits::HasXY;
use shapefile::{PolygonRing, Shape};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// A `.dbf` has at most 255 fields.
const MOST_FIELDS: usize = 255;
/// Stands for a cell that cannot be read.
const UNREADABLE: &str = "\u{fffd}";

/// Reads all features.
pub(crate) fn read(path: &Path, sheet: &mut Sheet<'_>) {
    if let Err(wrong) = is_wgs84(&path.with_extension("prj")) {
        return sheet.refuse(wrong);
    }
    let opened = shapefile::Reader::from_path(path).and_then(|reader| {
        let table = shapefile::dbase::Reader::from_path(path.with_extension("dbf"))?;
        let names = table.fields().iter().map(|field| field.name().to_owned()).collect();
        Ok((reader, names))
    });
    let (mut reader, names): (_, Vec<String>) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let help = "a shapefile is several files of one name: .shp, .shx, .dbf and .prj stand side by side";
            return sheet
                .refuse(Wrong::new(format!("it cannot be read as a shapefile: {error}"), help));
        }
    };
    for one in reader.iter_shapes_and_records_as::<Shape, Cells>() {
        match one {
            Ok((shape, cells)) => {
                let named = names.iter().cloned().zip(cells.0);
                let properties = named.filter_map(|(name, cell)| Some((name, cell?))).collect();
                let raw = feature(shape, properties, sheet);
                sheet.feature(raw);
            }
            Err(error) => {
                // Where one cannot be read, nobody knows where the next begins.
                let reason = format!("it cannot be read, nor what follows it: {error}");
                sheet.feature(Err(Wrong::new(reason, "write the file anew")));
                break;
            }
        }
    }
}

/// The cells of a row of the `.dbf`, in their order; none where one is empty.
struct Cells(Vec<Option<String>>);

impl ReadableRecord for Cells {
    fn read_using<S: Read + Seek, M: Read + Seek>(
        fields: &mut FieldIterator<'_, S, M>,
    ) -> Result<Self, FieldError> {
        let mut cells = Vec::new();
        for _ in 0..MOST_FIELDS {
            let cell = match fields.read_next_field() {
                Ok(field) => text(field.value),
                Err(error) => match error.kind() {
                    ErrorKind::EndOfRecord => break,
                    // A day of zeros is how some programs write that there is none.
                    ErrorKind::InvalidDate(DateParseError::InvalidMonth(0)) => None,
                    ErrorKind::IoError(_) => return Err(error),
                    // Not absent: a day that cannot be read is not "always".
                    _ => Some(UNREADABLE.to_owned()),
                },
            };
            cells.push(cell);
        }
        Ok(Self(cells))
    }
}

/// Whether the system of coordinates is WGS84 in degrees.
fn is_wgs84(path: &Path) -> Result<(), Wrong> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(65_536).read_to_string(&mut text));
    if read.is_err() {
        return Err(Wrong::new(
            format!(
                "nothing says in which system its coordinates are: `{}` is missing",
                path.display()
            ),
            "a shapefile in degrees of WGS84 has a .prj that begins with GEOGCS[\"GCS_WGS_1984\"",
        ));
    }
    let plain = text.to_uppercase().replace([' ', '_'], "");
    let in_degrees = plain.starts_with("GEOGCS[") || plain.starts_with("GEOGCRS[");
    if in_degrees && (plain.contains("WGS1984") || plain.contains("WGS84")) {
        return Ok(());
    }
    let named: String = text.chars().take(60).collect();
    Err(Wrong::new(
        format!("its coordinates are in another system: {named}"),
        "convert it to WGS84 (EPSG:4326)",
    ))
}

fn feature(
    shape: Shape,
    properties: BTreeMap<String, String>,
    sheet: &mut Sheet<'_>,
) -> Result<Raw, Wrong> {
    let open = match &shape {
        Shape::Polygon(area) => has_open_ring(area.rings()),
        Shape::PolygonM(area) => has_open_ring(area.rings()),
        Shape::PolygonZ(area) => has_open_ring(area.rings()),
        _ => false,
    };
    if open {
        return Err(Wrong::new(
            "a ring of the area does not end where it began, or has less than three corners",
            "close it: the first corner stands again at the end",
        ));
    }
    if matches!(
        shape,
        Shape::PointZ(_) | Shape::PolylineZ(_) | Shape::PolygonZ(_) | Shape::MultipointZ(_)
    ) {
        sheet.has_heights();
    }
    if matches!(shape, Shape::NullShape) {
        return Ok(Raw { properties, geometry: None });
    }
    let geometry = geo::Geometry::try_from(shape).map_err(|error| {
        Wrong::new(format!("its geometry cannot be used: {error}"), "convert it to GeoJSON")
    })?;
    Ok(Raw { properties, geometry: Some(geometry) })
}

fn text(value: FieldValue) -> Option<String> {
    Some(match value {
        FieldValue::Character(text) => text?,
        FieldValue::Memo(text) => text,
        FieldValue::Numeric(number) => number?.to_string(),
        FieldValue::Float(number) => number?.to_string(),
        FieldValue::Double(number) | FieldValue::Currency(number) => number.to_string(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Date(day) => {
            let day = day?;
            format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
        }
        FieldValue::Logical(_) | FieldValue::DateTime(_) => return None,
    })
}

fn has_open_ring<P: HasXY>(rings: &[PolygonRing<P>]) -> bool {
    let corner = |point: &P| Coord { x: point.x(), y: point.y() };
    rings.iter().any(|ring| match ring.points() {
        [first, _, _, .., last] => !is_same(corner(first), corner(last)),
        _ => true,
    })
}
