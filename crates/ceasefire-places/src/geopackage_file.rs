//! GeoPackage: an SQLite file with layers of features, each geometry as well-known binary behind a short header.
//!
//! The file is somebody else's, so it is opened for reading only, its own functions and triggers are not trusted,
//! and a view that never ends is stopped. Layers are read in the order of their names, features one at a time.

use crate::aside::Wrong;
use crate::feature::Raw;
use crate::read::Sheet;
use crate::shape::is_same;
use geo::Coord;
use geo_traits::to_geo::ToGeoGeometry as _;
use geo_traits::{
    CoordTrait as _, Dimensions, GeometryTrait as _, GeometryType, LineStringTrait,
    MultiPolygonTrait as _, PolygonTrait,
};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use std::path::Path;
use wkb::reader::Wkb;

/// One geometry or text at most.
const MOST_BYTES: i32 = 64 * 1024 * 1024;
/// Steps of SQLite's machine in thousands, for one file.
const MOST_THOUSAND_STEPS: u32 = 2_000_000;

const LAYERS: &str = "
    SELECT g.table_name AS t, g.column_name AS c, s.organization AS o, s.organization_coordsys_id AS n
    FROM gpkg_geometry_columns g
    JOIN gpkg_contents c ON c.table_name = g.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    WHERE c.data_type = 'features'
    ORDER BY g.table_name, g.column_name";

/// The names of columns are read as texts: asked in the usual way, SQLite's binding trusts that they are UTF-8.
const COLUMNS: &str = "SELECT name AS n FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid";

/// A layer of features.
struct Layer {
    table: String,
    geometry: String,
    system: String,
}

/// Reads all features of all layers.
pub(crate) fn read(path: &Path, sheet: &mut Sheet<'_>) {
    let unreadable = |error: rusqlite::Error| {
        Wrong::new(
            format!("it cannot be read as a GeoPackage: {error}"),
            "write it anew, or convert it to GeoJSON",
        )
    };
    let opened = open(path).and_then(|file| layers(&file).map(|layers| (file, layers)));
    let (file, layers) = match opened {
        Ok(opened) => opened,
        Err(error) => return sheet.refuse(unreadable(error)),
    };
    if layers.is_empty() {
        sheet.refuse(Wrong::new(
            "it has no layer of features",
            "raster tiles and plain tables are not read",
        ));
    }
    for layer in layers {
        if layer.system != "EPSG:4326" {
            let reason = format!(
                "layer `{}` is in another system of coordinates: {}",
                layer.table, layer.system
            );
            sheet.refuse(Wrong::new(reason, "convert it to WGS84 (EPSG:4326)"));
        } else if let Err(error) = features(&file, &layer, sheet) {
            sheet.refuse(unreadable(error));
        }
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    file.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_BYTES)?;
    file.pragma_update(None, "trusted_schema", false)?;
    file.pragma_update(None, "cell_size_check", true)?;
    let mut steps = 0;
    file.progress_handler(
        1000,
        Some(move || {
            steps += 1;
            steps > MOST_THOUSAND_STEPS
        }),
    )?;
    Ok(file)
}

fn layers(file: &Connection) -> rusqlite::Result<Vec<Layer>> {
    let mut layers = file.prepare(LAYERS)?;
    let layer = |row: &Row<'_>| {
        let organization: Option<String> = row.get(2)?;
        let number: Option<i64> = row.get(3)?;
        let system = match (organization, number) {
            (Some(organization), Some(number)) => {
                format!("{}:{number}", organization.to_uppercase())
            }
            _ => "none that is named".to_owned(),
        };
        Ok(Layer { table: row.get(0)?, geometry: row.get(1)?, system })
    };
    layers.query_map([], layer)?.collect()
}

fn features(file: &Connection, layer: &Layer, sheet: &mut Sheet<'_>) -> rusqlite::Result<()> {
    let table = layer.table.replace('"', "\"\"");
    let mut all = file.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let mut names = file.prepare(COLUMNS)?;
    let name = |row: &Row<'_>| match row.get_ref(0)? {
        ValueRef::Text(name) => Ok(String::from_utf8_lossy(name).into_owned()),
        _ => Ok(String::new()),
    };
    let columns =
        names.query_map([&layer.table], name)?.collect::<rusqlite::Result<Vec<String>>>()?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let raw = feature(row, &columns, &layer.geometry, sheet)?;
        sheet.feature(raw);
    }
    Ok(())
}

fn feature(
    row: &Row<'_>,
    columns: &[String],
    geometry: &str,
    sheet: &mut Sheet<'_>,
) -> rusqlite::Result<Result<Raw, Wrong>> {
    let mut raw = Raw::default();
    for (at, column) in columns.iter().enumerate().take(row.as_ref().column_count()) {
        let text = match row.get_ref(at)? {
            ValueRef::Blob(blob) if column == geometry => {
                match geometry_of(blob, sheet) {
                    Ok(drawn) => raw.geometry = drawn,
                    Err(wrong) => return Ok(Err(wrong)),
                }
                continue;
            }
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => number.to_string(),
            ValueRef::Blob(_) | ValueRef::Null => continue,
        };
        raw.properties.insert(column.clone(), text);
    }
    Ok(Ok(raw))
}

fn geometry_of(blob: &[u8], sheet: &mut Sheet<'_>) -> Result<Option<geo::Geometry<f64>>, Wrong> {
    let broken =
        |what: &str| Wrong::new(format!("its geometry cannot be read: {what}"), "write it anew");
    let binary = without_header(blob).ok_or_else(|| broken("it has no GeoPackage header"))?;
    let drawn = wkb::reader::read_wkb(binary).map_err(|error| broken(&error.to_string()))?;
    if rings_are_open(&drawn) {
        return Err(Wrong::new(
            "a ring of the area does not end where it began, or has less than three corners",
            "close it: the first corner stands again at the end",
        ));
    }
    if !matches!(drawn.dim(), Dimensions::Xy) {
        sheet.has_heights();
    }
    Ok(drawn.try_to_geometry())
}

/// The well-known binary behind the header: two letters, version, flags, system, and a box of a size by the flags.
fn without_header(blob: &[u8]) -> Option<&[u8]> {
    let flags = *blob.strip_prefix(b"GP")?.get(1)?;
    let around = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    blob.get(8 + around..)
}

fn rings_are_open(drawn: &Wkb<'_>) -> bool {
    match drawn.as_type() {
        GeometryType::Polygon(area) => has_open_ring(area),
        GeometryType::MultiPolygon(areas) => areas.polygons().any(|area| has_open_ring(&area)),
        _ => false,
    }
}

fn has_open_ring(area: &impl PolygonTrait<T = f64>) -> bool {
    area.exterior().is_some_and(|ring| is_open(&ring))
        || area.interiors().any(|ring| is_open(&ring))
}

fn is_open(ring: &impl LineStringTrait<T = f64>) -> bool {
    let corners = ring.num_coords();
    let corner = |at: usize| ring.coord(at).map(|corner| Coord { x: corner.x(), y: corner.y() });
    match (corner(0), corner(corners.saturating_sub(1))) {
        (Some(first), Some(last)) => corners < 4 || !is_same(first, last),
        // An empty ring is no open one; that the geometry is empty is said elsewhere.
        _ => false,
    }
}
