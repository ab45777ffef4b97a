//! The same drawing as GeoJSON, GeoPackage and shapefile says the same; broken files of each kind are refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use ceasefire_places::{Given, Map, SetAside, Where};
use jiff::civil::date;
use rusqlite::Connection;
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point, Polygon, PolygonRing, Writer};
use std::fs;
use std::path::{Path, PathBuf};

const JSON: &str = r#"{"type": "Feature", "properties": {"says": "in-area(it)", "error_km": 1, "name": "Зона A", "until": "2016-06-01"},
  "geometry": {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]]}}"#;
const CORNERS: [(f64, f64); 5] =
    [(37.0, 47.0), (37.0, 48.0), (38.0, 48.0), (38.0, 47.0), (37.0, 47.0)];
const WGS84: &str =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]]]";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn read(path: &Path) -> (Map, Vec<SetAside>) {
    let (mut map, mut aside) = (Map::default(), Vec::new());
    map.read(path, &Given::default(), &mut aside).unwrap();
    (map, aside)
}

/// What is wrong with a file, without the folder of the test.
fn wrong(path: &Path) -> String {
    let (_, aside) = read(path);
    let folder = format!("{}/", path.parent().unwrap().display());
    let told: Vec<String> = aside.iter().map(|one| one.to_string().replace(&folder, "")).collect();
    told.join("\n")
}

fn square() -> Vec<u8> {
    let mut out = vec![1];
    out.extend(3_u32.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out.extend(5_u32.to_le_bytes());
    for (x, y) in CORNERS {
        out.extend(x.to_le_bytes());
        out.extend(y.to_le_bytes());
    }
    out
}

fn in_a_package(binary: &[u8]) -> Vec<u8> {
    let mut out = b"GP\0\x01".to_vec();
    out.extend(4326_i32.to_le_bytes());
    out.extend(binary);
    out
}

/// A GeoPackage with as many tables as are looked at.
fn geopackage(path: &Path, system: i64, geometries: &[Vec<u8>]) {
    let file = Connection::open(path).unwrap();
    file.execute_batch(
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER);
         INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326), (3857, 'EPSG', 3857);
         INSERT INTO gpkg_contents VALUES ('zones', 'features');
         CREATE TABLE zones (fid INTEGER PRIMARY KEY, says TEXT, error_km REAL, name TEXT, until TEXT, geom BLOB);",
    )
    .unwrap();
    file.execute("INSERT INTO gpkg_geometry_columns VALUES ('zones', 'geom', ?1)", [system])
        .unwrap();
    for geometry in geometries {
        file.execute(
            "INSERT INTO zones (says, error_km, name, until, geom) VALUES ('in-area(it)', 1.0, 'Зона A', '2016-06-01', ?1)",
            [geometry],
        )
        .unwrap();
    }
}

/// A shapefile whose texts are in the encoding that its `.cpg` names.
fn shape(folder: &Path) -> PathBuf {
    let path = folder.join("zones.shp");
    let cyrillic = shapefile::dbase::encoding::EncodingRs::from(encoding_rs::WINDOWS_1251);
    let text = |name: &str| FieldName::try_from(name).unwrap();
    let table = TableWriterBuilder::with_encoding(cyrillic)
        .add_character_field(text("says"), 40)
        .add_numeric_field(text("error_km"), 10, 3)
        .add_character_field(text("name"), 40)
        .add_date_field(text("until"));
    let mut writer = Writer::from_path(&path, table).unwrap();
    let mut row = Record::default();
    row.insert("says".into(), FieldValue::Character(Some("in-area(it)".into())));
    row.insert("error_km".into(), FieldValue::Numeric(Some(1.0)));
    row.insert("name".into(), FieldValue::Character(Some("Зона A".into())));
    let until = shapefile::dbase::Date::new(1, 6, 2016).unwrap();
    row.insert("until".into(), FieldValue::Date(Some(until)));
    let ring = CORNERS.iter().map(|(x, y)| Point::new(*x, *y)).collect();
    writer.write_shape_and_record(&Polygon::new(PolygonRing::Outer(ring)), &row).unwrap();
    drop(writer);
    fs::write(folder.join("zones.prj"), WGS84).unwrap();
    fs::write(folder.join("zones.cpg"), "windows-1251").unwrap();
    path
}

#[test]
fn one_drawing_says_the_same_in_every_form() {
    let folder = folder("forms");
    let json = folder.join("zones.geojson");
    fs::write(&json, JSON).unwrap();
    let package = folder.join("zones.gpkg");
    geopackage(&package, 4326, &[in_a_package(&square())]);
    let maps = [json, package, shape(&folder)].map(|path| {
        let (map, aside) = read(&path);
        assert_eq!(aside, []);
        map
    });
    for (lat, lon, day) in [
        (47.5, 37.5, date(2016, 3, 1)),
        (47.5, 38.5, date(2016, 3, 1)),
        (47.5, 37.99, date(2016, 3, 1)),
        (47.5, 37.5, date(2016, 6, 1)),
    ] {
        let place = Where { lat, lon, radius_km: Some(2.0) };
        let said = maps.each_ref().map(|map| {
            let told = map.about(&place, day, day);
            told.iter()
                .map(|told| format!("{told} {}", told.because[0].contains("“Зона A”")))
                .collect::<Vec<_>>()
        });
        assert_eq!(said[0], said[1]);
        assert_eq!(said[0], said[2]);
    }
}

#[test]
fn a_package_in_another_system_without_layers_or_with_broken_geometry_is_told() {
    let folder = folder("packages");
    let file = |name: &str| folder.join(name);
    geopackage(&file("metres.gpkg"), 3857, &[in_a_package(&square())]);
    geopackage(&file("unnamed.gpkg"), 99, &[in_a_package(&square())]);
    let mut huge = square();
    huge[9..13].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut open = square();
    open.truncate(open.len() - 16);
    open[9..13].copy_from_slice(&4_u32.to_le_bytes());
    let broken = [
        in_a_package(&square()),
        in_a_package(&huge),
        in_a_package(&open),
        in_a_package(&square()[..40]),
        square(),
        Vec::new(),
    ];
    geopackage(&file("broken.gpkg"), 4326, &broken);
    Connection::open(file("plain.gpkg"))
        .unwrap()
        .execute_batch("CREATE TABLE zones (a TEXT)")
        .unwrap();
    fs::write(file("cut.gpkg"), &fs::read(file("broken.gpkg")).unwrap()[..3000]).unwrap();
    fs::write(file("zones.zip"), b"PK\x03\x04zones").unwrap();
    let names =
        ["metres.gpkg", "unnamed.gpkg", "broken.gpkg", "plain.gpkg", "cut.gpkg", "zones.zip"];
    let told: Vec<String> = names.iter().map(|name| wrong(&file(name))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_shapefile_without_its_system_or_its_table_is_refused() {
    let folder = folder("shapes");
    let path = shape(&folder);
    fs::write(folder.join("zones.prj"), "PROJCS[\"WGS_1984_UTM_Zone_37N\"]").unwrap();
    let projected = wrong(&path);
    fs::remove_file(folder.join("zones.prj")).unwrap();
    let nameless = wrong(&path);
    fs::write(folder.join("zones.prj"), WGS84).unwrap();
    fs::remove_file(folder.join("zones.dbf")).unwrap();
    let bare = wrong(&path);
    insta::assert_snapshot!(format!(
        "{projected}\n{}\n{bare}",
        nameless.replace(&folder.display().to_string(), "…")
    ));
}

/// Each byte of the headers and of the first features changed, in turn: nothing panics, and nothing takes all memory.
#[test]
fn files_with_changed_bytes_are_read_or_refused() {
    let folder = folder("changed");
    let shape = shape(&folder);
    let package = folder.join("zones.gpkg");
    geopackage(&package, 4326, &[in_a_package(&square())]);
    for (path, step) in [
        (&shape, 1),
        (&shape.with_extension("dbf"), 1),
        (&shape.with_extension("shx"), 1),
        (&package, 97),
    ] {
        let bytes = fs::read(path).unwrap();
        for at in (0..bytes.len().min(20_000)).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= if at % 2 == 0 { 0xff } else { 0x7f };
            fs::write(path, &changed).unwrap();
            let target = if path == &package { &package } else { &shape };
            let (mut map, mut aside) = (Map::default(), Vec::new());
            let _ = map.read(target, &Given::default(), &mut aside);
            for one in &aside {
                assert!(!one.reason.is_empty() && !one.help.is_empty());
            }
        }
        fs::write(path, &bytes).unwrap();
    }
}
