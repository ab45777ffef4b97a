//! Maps that cannot be used, or not wholly: each feature is set aside with its reason, and the rest is read.

use ceasefire_places::{Answer, Given, Map, Where};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(text: &str, given: &Given) -> (Map, String) {
    let mut map = Map::default();
    let mut aside = Vec::new();
    let account = map.read_geojson("lines.geojson", text.as_bytes(), given, &mut aside);
    let mut told: Vec<String> = aside.iter().map(ToString::to_string).collect();
    told.extend(account.notes.iter().map(|note| format!("note: {note}")));
    told.push(format!("read {}, used {}", account.read, account.used));
    assert!(account.used <= account.read);
    (map, told.join("\n"))
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn collection(features: &[Value]) -> String {
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn line(corners: Value) -> Value {
    json!({ "type": "LineString", "coordinates": corners })
}

fn area(corners: Value) -> Value {
    json!({ "type": "Polygon", "coordinates": [corners] })
}

/// Drawn well, so that something stays in every file.
fn good() -> Value {
    feature(line(json!([[38.0, 48.0], [38.0, 49.0]])), far())
}

fn far() -> Value {
    json!({ "says": "distance(it, contact-line)", "error_km": 1 })
}

fn within() -> Value {
    json!({ "says": "in-area(it)", "error_km": 1 })
}

#[test]
fn geometry_that_cannot_be_used_is_set_aside_and_the_rest_is_read() {
    let far_places = |x: f64, y: f64| line(json!([[x, y], [38.0, 48.0]]));
    let many = |count: u32| -> Vec<Value> {
        (0..count).map(|n| json!([[30.0 + f64::from(n) * 1e-4, 48.0], [30.0, 48.1]])).collect()
    };
    let cases = [
        feature(area(json!([[37, 47], [38, 48], [38, 47], [37, 48], [37, 47]])), within()),
        feature(area(json!([[37, 47], [38, 47], [38, 48], [37, 48]])), within()),
        feature(area(json!([[37, 47], [38, 47], [37, 47]])), within()),
        feature(area(json!([])), within()),
        feature(line(json!([])), far()),
        feature(line(json!([[38.0, 48.0]])), far()),
        feature(line(json!([[38.0, 48.0], [38.0, 48.0]])), far()),
        feature(line(json!([[38.0], [38.0, 48.0]])), far()),
        feature(line(json!([[38.0, "x"], [38.0, 48.0]])), far()),
        feature(far_places(48.0, 138.0), far()),
        feature(far_places(4_100_000.0, 6_200_000.0), far()),
        feature(far_places(1e300, 1e300), far()),
        feature(far_places(0.0, 0.0), far()),
        feature(line(json!([[179.0, 48.0], [-179.0, 48.0]])), far()),
        feature(json!({ "type": "MultiLineString", "coordinates": many(20_001) }), far()),
        feature(json!({ "type": "GeometryCollection", "geometries": [] }), far()),
        feature(json!({ "type": "Circle", "coordinates": [38, 48] }), far()),
        feature(Value::Null, far()),
        json!("a feature"),
        good(),
    ];
    let (map, told) = read(&collection(&cases), &Given::default());
    assert_eq!(map.says().count(), 1);
    insta::assert_snapshot!(told);
}

#[test]
fn properties_that_say_nothing_or_too_much_are_set_aside() {
    let line = || line(json!([[38.0, 48.0], [38.0, 49.0]]));
    let area = || area(json!([[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]));
    let with = |name: &str, value: Value| {
        let mut properties = far();
        properties[name] = value;
        feature(line(), properties)
    };
    let cases = [
        feature(line(), json!({})),
        feature(line(), Value::Null),
        feature(line(), json!({ "says": "distance(it, contact-line)" })),
        with("says", json!("the contact line")),
        with("says", json!("not in-area(it)")),
        with("says", json!("supports(group-a, group-b)")),
        with("says", json!("controls(group-a, place)")),
        with("error_km", json!(-1)),
        with("error_km", json!("about two")),
        with("error_km", json!(1e9)),
        with("from", json!("18/02/2015")),
        feature(
            line(),
            json!({ "says": "distance(it, l)", "error_km": 1, "from": "2015-02-18", "until": "2015-02-18" }),
        ),
        feature(area(), far()),
        feature(area(), within()),
        feature(line(), within()),
        good(),
    ];
    let (_, told) = read(&collection(&cases), &Given::default());
    insta::assert_snapshot!(told);
}

#[test]
fn files_that_are_no_maps_are_refused_with_what_to_do() {
    let other = json!({
        "type": "FeatureCollection", "features": [good()],
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::3857" } },
    });
    let texts = [
        String::new(),
        "id,kind\n1,attack\n".to_owned(),
        "[]".to_owned(),
        "{\"type\": \"FeatureCollection\", \"features\": [{\"type\"".to_owned(),
        json!({ "type": "FeatureCollection" }).to_string(),
        json!({ "type": "Topology", "objects": {} }).to_string(),
        json!({ "features": [good()] }).to_string(),
        other.to_string(),
    ];
    let told: Vec<String> = texts.iter().map(|text| read(text, &Given::default()).1).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_single_feature_a_bare_geometry_and_another_name_of_wgs84_are_read() {
    let given = Given {
        says: Some("distance(it, contact-line)".to_owned()),
        error_km: Some(2.0),
        ..Given::default()
    };
    let crs = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } });
    for text in [
        good().to_string(),
        line(json!([[38.0, 48.0], [38.0, 49.0]])).to_string(),
        format!(
            "\u{feff}{}",
            json!({ "crs": crs, "type": "FeatureCollection", "features": [good()] })
        ),
    ] {
        assert_eq!(read(&text, &given).1, "read 1, used 1", "{text}");
    }
}

#[test]
fn heights_are_ignored_and_said_to_be() {
    let high = feature(line(json!([[38.0, 48.0, 120.5], [38.0, 49.0, 130.0]])), far());
    insta::assert_snapshot!(read(&collection(&[high, good()]), &Given::default()).1, @"
    note: heights are ignored, in 1 of its features
    read 2, used 2
    ");
}

#[test]
fn a_drawing_outside_the_country_is_set_aside_and_swapped_numbers_are_recognised() {
    let given = Given { expected: Some([22.0, 44.0, 41.0, 53.0]), ..Given::default() };
    let cases = [
        feature(line(json!([[48.0, 38.0], [48.5, 38.0]])), far()),
        feature(line(json!([[10.0, 10.0], [11.0, 10.0]])), far()),
        good(),
    ];
    insta::assert_snapshot!(read(&collection(&cases), &given).1, @"
    lines.geojson:1: it lies wholly outside the country; longitude comes first, then latitude: these seem to be swapped
    lines.geojson:2: it lies wholly outside the country; look at the coordinates, or at the country that was named
    read 3, used 1
    ");
}

#[test]
fn a_drawing_split_at_the_180th_meridian_is_one_line() {
    let split = json!({ "type": "MultiLineString", "coordinates": [[[179.0, 10.0], [180.0, 10.0]], [[-180.0, 10.0], [-179.0, 10.0]]] });
    let (map, _) = read(&collection(&[feature(split, far())]), &Given::default());
    let place = Where { lat: 10.0, lon: -179.5, radius_km: Some(0.0) };
    let day = date(2016, 3, 1);
    assert_eq!(
        map.about(&place, day, day)[0].to_string(),
        "distance(it, contact-line) = 0 .. 1.001 km"
    );
}

#[test]
fn a_thousand_features_are_named_and_more_are_counted() {
    let bad = feature(Value::Null, far());
    let mut map = Map::default();
    let mut aside = Vec::new();
    let text = collection(&vec![bad; 3_000]);
    let account = map.read_geojson("lines.geojson", text.as_bytes(), &Given::default(), &mut aside);
    assert_eq!((account.read, account.used, aside.len()), (3_000, 0, 1_001));
    insta::assert_snapshot!(aside[1_000].to_string(), @"lines.geojson: 2000 more features cannot be used; the first 1000 are named above");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn changed_bytes_are_read_or_set_aside_and_every_feature_is_accounted_for(
        changes in prop::collection::vec((0_usize..2_000, any::<u8>()), 1..6),
    ) {
        let square = json!([[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]);
        let mut bytes = collection(&[good(), feature(area(square), within())]).into_bytes();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let (mut map, mut aside) = (Map::default(), Vec::new());
        let account = map.read_geojson("lines.geojson", &bytes, &Given::default(), &mut aside);
        let named = aside.iter().filter(|one| one.number.is_some()).count();
        prop_assert_eq!(account.read, account.used + named);
        prop_assert!(account.read > 0 || !aside.is_empty());
        let place = Where { lat: 47.5, lon: 37.5, radius_km: Some(1.0) };
        for told in map.about(&place, date(2016, 3, 1), date(2016, 3, 2)) {
            if let Answer::Distance { least_m, most_m } = told.answer {
                prop_assert!(least_m <= most_m);
            }
        }
    }
}
