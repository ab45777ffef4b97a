//! Maps that others drew, where they are at hand (`CEASEFIRE_SHARED`); otherwise these tests say that they did nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use ceasefire_places::{Answer, Given, Map, Where};
use jiff::civil::{Date, date};
use std::path::{Path, PathBuf};

const DAY: Date = date(2016, 3, 1);

fn shared(file: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("CEASEFIRE_SHARED") else {
        eprintln!("skipped: CEASEFIRE_SHARED does not name the folder of files of others");
        return None;
    };
    Some(Path::new(&folder).join("data").join(file))
}

fn inside() -> Given {
    Given { says: Some("in-area(it)".to_owned()), error_km: Some(0.5), ..Given::default() }
}

fn read(path: &Path) -> Map {
    let mut map = Map::default();
    let mut aside = Vec::new();
    let account = map.read(path, &inside(), &mut aside).unwrap();
    assert!(aside.is_empty(), "{}: {}", path.display(), aside[0]);
    assert!(account.used > 0);
    map
}

fn answers(map: &Map, lat: f64, lon: f64) -> Vec<Answer> {
    let place = Where { lat, lon, radius_km: Some(1.0) };
    map.about(&place, DAY, DAY).into_iter().map(|told| told.answer).collect()
}

#[test]
fn admin_areas_give_the_same_answers_as_geojson_and_as_shapefile() {
    let Some(shape) = shared("gazetteer/cod_ab_syria_shp/syr_admin1.shp") else { return };
    let Some(json) = shared("gazetteer/cod_ab_syria_adm1.geojson") else { return };
    let (shape, json) = (read(&shape), read(&json));
    let mut differ = 0;
    let mut seen = std::collections::BTreeSet::new();
    for step in 0..40 * 40 {
        let (lat, lon) = (32.0 + f64::from(step / 40) * 0.15, 35.0 + f64::from(step % 40) * 0.2);
        let (one, other) = (answers(&shape, lat, lon), answers(&json, lat, lon));
        // The two are not drawn to the same digit: beside a border one may leave open what the other decides.
        let opposed = |one: &Answer, other: &Answer| {
            *one != Answer::Unknown && *other != Answer::Unknown && one != other
        };
        assert!(!opposed(&one[0], &other[0]), "{lat}, {lon}");
        differ += usize::from(one != other);
        seen.insert(format!("{one:?}"));
    }
    assert!(differ <= 4, "{differ} of 1,600 answers differ");
    assert_eq!(seen.len(), 3, "inside, outside and unknown all occur: {seen:?}");
}

#[test]
fn maps_with_empty_properties_are_given_what_they_say() {
    let Some(first) = shared("ukraine/deepstatemap_data_20240708.geojson") else { return };
    let map = read(&first);
    // Luhansk, Lviv.
    assert_eq!(answers(&map, 48.574, 39.308), [Answer::Inside]);
    assert_eq!(answers(&map, 49.84, 24.03), [Answer::Outside]);
    for name in ["20250126", "20250816", "20260822"] {
        let Some(path) = shared(&format!("ukraine/deepstatemap_data_{name}.geojson")) else {
            return;
        };
        read(&path);
    }
}

#[test]
fn boundaries_of_provinces_are_read() {
    for (file, lat, lon) in [
        ("gazetteer/geoBoundaries-UKR-ADM1_simplified.geojson", 50.0, 36.23),
        ("gazetteer/cod_ab_syria_adm0.geojson", 34.73, 36.72),
        ("gazetteer/cod_ab_syria_adm2.geojson", 36.2, 37.0),
    ] {
        let Some(path) = shared(file) else { return };
        let mut map = Map::default();
        let mut aside = Vec::new();
        let account = map.read(&path, &inside(), &mut aside).unwrap();
        assert_eq!((aside.len(), account.read), (0, account.used), "{file}");
        assert_eq!(answers(&map, lat, lon), [Answer::Inside], "{file}");
    }
}
