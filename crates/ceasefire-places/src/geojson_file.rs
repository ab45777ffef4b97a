//! GeoJSON (RFC 7946): a collection of features, one feature, or a bare geometry.
//!
//! Features are read one after the other, so that one that cannot be read leaves the others alone. Coordinates
//! are degrees of WGS84; the `crs` member of older files is accepted if it says so, and refused otherwise.

use crate::aside::Wrong;
use crate::feature::Raw;
use crate::read::Sheet;
use crate::shape::is_same;
use geo::{Coord, Geometry};
use geojson::{GeometryValue, JsonValue, Position};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The members of the outermost object that matter.
#[derive(Deserialize)]
struct Outermost<'j> {
    #[serde(rename = "type")]
    is: Option<String>,
    crs: Option<JsonValue>,
    #[serde(borrow)]
    features: Option<Vec<&'j RawValue>>,
}

const WGS84: [&str; 5] = [
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "EPSG:4326",
    "OGC:CRS84",
];

/// Reads all features of a file.
pub(crate) fn read(bytes: &[u8], sheet: &mut Sheet<'_>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let help = "lines and areas are read as GeoJSON, GeoPackage or shapefile";
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return sheet.refuse(Wrong::new("this is not GeoJSON, which begins with `{`", help));
    }
    let outermost: Outermost<'_> = match serde_json::from_slice(bytes) {
        Ok(outermost) => outermost,
        Err(error) => {
            return sheet.refuse(Wrong::new(format!("this is not GeoJSON: {error}"), help));
        }
    };
    if let Some(crs) = outermost.crs.filter(|crs| !crs.is_null()) {
        let name = crs.pointer("/properties/name").and_then(JsonValue::as_str);
        if !name.is_some_and(|name| WGS84.iter().any(|known| known.eq_ignore_ascii_case(name))) {
            return sheet.refuse(Wrong::new(
                format!("its coordinates are in another system: {}", name.unwrap_or("unnamed")),
                "convert it to WGS84 (EPSG:4326), longitude first",
            ));
        }
    }
    match (outermost.is.as_deref(), outermost.features) {
        (Some("FeatureCollection"), Some(features)) => {
            for feature in features {
                let raw = feature_of(feature.get(), sheet);
                sheet.feature(raw);
            }
        }
        (Some("FeatureCollection"), None) => {
            sheet.refuse(Wrong::new(
                "the collection has no `features`",
                "look at how it was written",
            ));
        }
        (Some("Feature"), _) => {
            let raw = text(bytes).and_then(|text| feature_of(text, sheet));
            sheet.feature(raw);
        }
        (Some("Topology"), _) => {
            sheet.refuse(Wrong::new("this is TopoJSON", "convert it to GeoJSON"));
        }
        (Some(_), _) => {
            let raw = text(bytes).and_then(|text| {
                let geometry = text.parse::<geojson::Geometry>().map_err(|_| unreadable(text))?;
                let geometry = Some(geometry_of(geometry.value, sheet)?);
                Ok(Raw { geometry, ..Raw::default() })
            });
            sheet.feature(raw);
        }
        (None, _) => sheet.refuse(Wrong::new(
            "the object has no `type`",
            "GeoJSON begins with `\"type\": \"FeatureCollection\"`",
        )),
    }
}

fn text(bytes: &[u8]) -> Result<&str, Wrong> {
    std::str::from_utf8(bytes)
        .map_err(|_| Wrong::new("the file is not UTF-8", "GeoJSON is written in UTF-8"))
}

/// Why a feature or a geometry is none: the kind, the type, or the numbers.
fn unreadable(text: &str) -> Wrong {
    let known = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];
    let value: JsonValue = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            return Wrong::new(format!("it cannot be read: {error}"), "look at how it was written");
        }
    };
    let geometry = value.get("geometry").unwrap_or(&value);
    match geometry.get("type").and_then(JsonValue::as_str) {
        _ if !value.is_object() => Wrong::new(
            "this is no feature",
            "a feature is an object with `type`, `geometry` and `properties`",
        ),
        Some(is) if known.contains(&is) => Wrong::new(
            format!("its coordinates are not those of a {is}"),
            "coordinates are numbers in square brackets: [longitude, latitude], nested as the type wants it",
        ),
        Some(is) => {
            Wrong::new(format!("there is no geometry `{is}`"), "draw it as a line or an area")
        }
        None => Wrong::new("its geometry has no `type`", "look at how it was written"),
    }
}

fn feature_of(text: &str, sheet: &mut Sheet<'_>) -> Result<Raw, Wrong> {
    let feature: geojson::Feature = text.parse().map_err(|_| unreadable(text))?;
    let properties = feature.properties.into_iter().flatten().filter_map(property).collect();
    let geometry =
        feature.geometry.map(|geometry| geometry_of(geometry.value, sheet)).transpose()?;
    Ok(Raw { properties, geometry })
}

/// Texts and numbers; what is null is absent.
fn property((name, value): (String, JsonValue)) -> Option<(String, String)> {
    match value {
        JsonValue::String(text) => Some((name, text)),
        JsonValue::Number(number) => Some((name, number.to_string())),
        _ => None,
    }
}

fn geometry_of(value: GeometryValue, sheet: &mut Sheet<'_>) -> Result<Geometry<f64>, Wrong> {
    let mut heights = false;
    positions(&value, &mut heights)?;
    if heights {
        sheet.has_heights();
    }
    Geometry::try_from(value)
        .map_err(|_| Wrong::new("its geometry cannot be used", "look at how it was written"))
}

/// Looks at each position: it has two numbers, and rings are closed. (What reads them next would close an open
/// ring by itself, and a forgotten half of an area would go unnoticed.)
fn positions(value: &GeometryValue, heights: &mut bool) -> Result<(), Wrong> {
    let mut line = |line: &[Position]| -> Result<(), Wrong> {
        for position in line {
            if position.len() < 2 {
                return Err(Wrong::new(
                    "a position has less than two numbers",
                    "write longitude and latitude",
                ));
            }
            *heights |= position.len() > 2;
        }
        Ok(())
    };
    match value {
        GeometryValue::Point { coordinates } => line(std::slice::from_ref(coordinates)),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            line(coordinates)
        }
        GeometryValue::MultiLineString { coordinates } => {
            coordinates.iter().try_for_each(|part| line(part))
        }
        GeometryValue::Polygon { coordinates } => {
            coordinates.iter().try_for_each(|ring| line(ring).and_then(|()| closed(ring)))
        }
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().try_for_each(|ring| line(ring).and_then(|()| closed(ring)))
        }
        GeometryValue::GeometryCollection { .. } => Ok(()),
    }
}

fn closed(ring: &[Position]) -> Result<(), Wrong> {
    let corner = |position: &Position| Coord { x: position[0], y: position[1] };
    if let [first, _, _, .., last] = ring
        && is_same(corner(first), corner(last))
    {
        return Ok(());
    }
    Err(Wrong::new(
        "a ring of the area does not end where it began, or has less than three corners",
        "close it: the first corner stands again at the end",
    ))
}
