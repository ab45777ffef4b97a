//! Gazetteers of users: tables and point features, and rows that cannot be used.

use ceasefire_places::{Asked, Found, Gazetteer};
use std::fs;
use std::path::Path;

fn read(table: &str) -> (Gazetteer, String) {
    let (mut gazetteer, mut aside) = (Gazetteer::default(), Vec::new());
    let account = gazetteer.read_table("ours.csv", table.as_bytes(), &mut aside);
    assert_eq!(account.used, gazetteer.len());
    let mut told: Vec<String> = aside.iter().map(ToString::to_string).collect();
    told.push(format!("read {}, used {}", account.read, account.used));
    (gazetteer, told.join("\n"))
}

#[test]
fn rows_that_cannot_be_used_are_set_aside_with_their_line() {
    let table = "\
name,lat,lon,population,radius_km
Town T,48.5,38.5,900,
,48.5,38.5,,
Town U,,38.5,,
Town V,148.5,38.5,,
Town W,0,0,,
Town X,48.5,38.5,many,
Town Y,48.5,38.5,,-2
Town Z,48.5
\"Town, the old\",48.6,38.6,1200.0,2.5
";
    let (gazetteer, told) = read(table);
    insta::assert_snapshot!(told);
    let found = gazetteer.find(&Asked { name: "Town, the old", country: None, admin: None });
    insta::assert_snapshot!(found.to_string(), @"ours.csv:10 Town, the old at 48.6, 38.6 within 2.5 km (“Town, the old”): this is its name");
}

#[test]
fn a_table_without_the_needed_columns_is_refused() {
    insta::assert_snapshot!(read("id,title\n1,Town T\n").1);
    assert_eq!(read("").0.len(), 0);
}

#[test]
fn points_of_a_map_are_places_and_areas_are_not() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gazetteers");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ours.geojson");
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [38.5, 48.5]},
         "properties": {"id": "ours:1", "name": "Town T", "names": "Місто Т | مدينة", "population": 1200}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[38, 47], [38, 49]]},
         "properties": {"name": "Road R"}}]}"#;
    fs::write(&path, text).unwrap();
    let (mut gazetteer, mut aside) = (Gazetteer::default(), Vec::new());
    let account = gazetteer.read(&path, &mut aside).unwrap();
    assert_eq!((account.read, account.used, aside.len()), (2, 1, 1));
    assert_eq!(aside[0].reason, "it has no point");
    let found = gazetteer.find(&Asked { name: "Місто Т", country: None, admin: None });
    let Found::Place(place) = found else { panic!("{found}") };
    assert_eq!((place.id.as_str(), place.spot.radius_km), ("ours:1", Some(2.0)));
}

#[test]
fn a_thousand_rows_are_named_and_more_are_counted() {
    let table = format!("name,lat,lon\n{}", ",1,1\n".repeat(5_000));
    let (_, told) = read(&table);
    assert_eq!(told.lines().count(), 1_002);
    assert!(told.contains("4000 more rows cannot be used"));
}
