//! Invented lines and areas, on the 38th degree of longitude and about it.

#![expect(clippy::float_arithmetic, reason = "invented shapes")]

use super::*;
use crate::globe::moved;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

const BEFORE: Date = date(2016, 3, 1);
const AFTER: Date = date(2016, 3, 20);

/// A map of features, each a geometry and its properties. All of it must be used.
fn map(features: &[(serde_json::Value, serde_json::Value)]) -> Map {
    let mut map = Map::default();
    let mut aside = Vec::new();
    add(&mut map, "lines.geojson", features, &mut aside);
    assert_eq!(aside, []);
    map
}

fn add(
    map: &mut Map,
    file: &str,
    features: &[(serde_json::Value, serde_json::Value)],
    aside: &mut Vec<SetAside>,
) {
    let features: Vec<serde_json::Value> = features
        .iter()
        .map(|(geometry, properties)| json!({ "type": "Feature", "geometry": geometry, "properties": properties }))
        .collect();
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    map.read_geojson(file, text.as_bytes(), &Given::default(), aside);
}

/// A line from south to north at a longitude.
fn line(lon: f64) -> serde_json::Value {
    json!({ "type": "LineString", "coordinates": [[lon, 47.0], [lon, 49.0]] })
}

/// A square of a degree north-east of a corner.
fn square(west: f64, south: f64) -> serde_json::Value {
    let (east, north) = (west + 1.0, south + 1.0);
    json!({ "type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] })
}

fn at(lat: f64, lon: f64, radius_km: f64) -> Where {
    Where { lat, lon, radius_km: Some(radius_km) }
}

/// What a map says, as a scenario would have it.
fn said(map: &Map, at: &Where, first: Date, last: Date) -> Vec<String> {
    map.about(at, first, last).iter().map(ToString::to_string).collect()
}

#[test]
fn a_distance_is_as_wide_as_the_radius_of_the_place_and_the_error_of_the_line() {
    // 74,623.26 m and 746.25 m, by an independent geodesic library and a search for the nearest point.
    let map = map(&[(line(38.0), json!({ "says": "distance(it, contact-line)", "error_km": 2 }))]);
    assert_eq!(
        said(&map, &at(48.0, 39.0, 5.0), BEFORE, BEFORE),
        ["distance(it, contact-line) = 67.623 .. 81.624 km"]
    );
    assert_eq!(
        said(&map, &at(48.0, 38.01, 1.0), BEFORE, BEFORE),
        ["distance(it, contact-line) = 0 .. 3.747 km"]
    );
}

#[test]
fn a_place_of_unknown_precision_has_no_distance_and_is_neither_inside_nor_outside() {
    let map = map(&[
        (line(38.0), json!({ "says": "distance(it, contact-line)", "error_km": 2 })),
        (square(37.0, 47.0), json!({ "says": "in-area(it)", "error_km": 0 })),
    ]);
    let somewhere = Where { lat: 47.5, lon: 37.5, radius_km: None };
    assert_eq!(
        said(&map, &somewhere, BEFORE, BEFORE),
        ["unknown distance(it, contact-line)", "unknown in-area(it)"]
    );
    let entries = map.entries(&somewhere, BEFORE, BEFORE);
    assert_eq!(entries.len(), 1, "an unknown distance is absent");
    assert_eq!(entries[0].value, Value::Truth(None));
}

#[test]
fn a_point_that_is_none_has_no_answers() {
    let map = map(&[(line(38.0), json!({ "says": "distance(it, contact-line)", "error_km": 2 }))]);
    for (lat, lon, radius) in [
        (f64::NAN, 38.0, 1.0),
        (48.0, f64::INFINITY, 1.0),
        (95.0, 38.0, 1.0),
        (48.0, 38.0, -1.0),
        (48.0, 38.0, f64::NAN),
    ] {
        let said = said(&map, &at(lat, lon, radius), BEFORE, BEFORE);
        assert_eq!(said, ["unknown distance(it, contact-line)"], "{lat}, {lon}, {radius}");
    }
}

#[test]
fn inside_is_where_the_whole_circle_is_inside_whatever_the_drawing_is_off() {
    let map = map(&[(square(37.0, 47.0), json!({ "says": "in-area(it)", "error_km": 3 }))]);
    for (lat, lon, radius_km, expected) in [
        (47.5, 37.5, 5.0, "in-area(it)"),
        (47.5, 37.5, 34.0, "in-area(it)"),
        (47.5, 37.5, 36.0, "unknown in-area(it)"),
        (47.5, 37.99, 0.1, "unknown in-area(it)"),
        (47.5, 38.1, 4.0, "not in-area(it)"),
        (47.5, 38.1, 5.0, "unknown in-area(it)"),
        (47.5, 38.1, 300.0, "unknown in-area(it)"),
    ] {
        let said = said(&map, &at(lat, lon, radius_km), BEFORE, BEFORE);
        assert_eq!(said, [expected], "{lat}, {lon}, {radius_km} km");
    }
}

#[test]
fn a_hole_is_outside() {
    let ring = [[[30.0, 40.0], [40.0, 40.0], [40.0, 50.0], [30.0, 50.0], [30.0, 40.0]]];
    let hole = [[34.0, 44.0], [34.0, 46.0], [36.0, 46.0], [36.0, 44.0], [34.0, 44.0]];
    let rings = json!([ring[0], hole]);
    let geometry = json!({ "type": "Polygon", "coordinates": rings });
    let map = map(&[(geometry, json!({ "says": "in-area(it)", "error_km": 0 }))]);
    assert_eq!(said(&map, &at(45.0, 35.0, 1.0), BEFORE, BEFORE), ["not in-area(it)"]);
    assert_eq!(said(&map, &at(45.0, 32.0, 1.0), BEFORE, BEFORE), ["in-area(it)"]);
}

#[test]
fn what_changes_within_the_days_of_an_act_is_joined() {
    let moved = |lon, from: &str, until: &str| {
        let mut says = json!({ "says": "distance(it, contact-line)", "error_km": 0 });
        for (name, day) in [("from", from), ("until", until)] {
            if !day.is_empty() {
                says[name] = json!(day);
            }
        }
        (line(lon), says)
    };
    let map = map(&[moved(38.0, "", "2016-03-10"), moved(38.5, "2016-03-10", "2016-04-01")]);
    let place = at(48.0, 39.0, 0.0);
    assert_eq!(
        said(&map, &place, BEFORE, date(2016, 3, 9)),
        ["distance(it, contact-line) = 74.623 .. 74.624 km"]
    );
    assert_eq!(
        said(&map, &place, date(2016, 3, 10), AFTER),
        ["distance(it, contact-line) = 37.312 .. 37.313 km"]
    );
    assert_eq!(
        said(&map, &place, BEFORE, AFTER),
        ["distance(it, contact-line) = 37.312 .. 74.624 km"]
    );
    // From April on there is no line: silent on all days, and unknown where on some.
    assert_eq!(said(&map, &place, date(2016, 4, 1), date(2016, 4, 2)), [""; 0]);
    assert_eq!(said(&map, &place, AFTER, date(2016, 4, 2)), ["unknown distance(it, contact-line)"]);
}

#[test]
fn parts_of_one_drawing_are_one_and_rival_drawings_are_joined() {
    let says = |source: &str| json!({ "says": "in-area(it)", "error_km": 0, "source": source });
    let far =
        |source: &str| json!({ "says": "distance(it, road)", "error_km": 1, "source": source });
    let parts = map(&[
        (square(37.0, 47.0), says("one")),
        (square(39.0, 47.0), says("one")),
        (line(37.0), far("one")),
        (line(39.0), far("one")),
    ]);
    let rivals = map(&[
        (square(37.0, 47.0), says("one")),
        (square(39.0, 47.0), says("other")),
        (line(37.0), far("one")),
        (line(39.0), far("other")),
    ]);
    let place = at(47.5, 37.2, 1.0);
    assert_eq!(
        said(&parts, &place, BEFORE, BEFORE),
        ["distance(it, road) = 13.068 .. 17.069 km", "in-area(it)"]
    );
    assert_eq!(
        said(&rivals, &place, BEFORE, BEFORE),
        ["distance(it, road) = 13.068 .. 137.607 km", "unknown in-area(it)"]
    );
    assert_eq!(said(&rivals, &at(47.5, 42.0, 1.0), BEFORE, BEFORE)[1], "not in-area(it)");
}

#[test]
fn a_border_between_two_parts_is_none_of_the_whole() {
    let says = || json!({ "says": "in-area(it)", "error_km": 1 });
    let neighbours = map(&[(square(37.0, 47.0), says()), (square(38.0, 47.0), says())]);
    let twice = map(&[(square(37.0, 47.0), says()), (square(37.0, 47.0), says())]);
    let apart = map(&[(square(37.0, 47.0), says()), (square(38.001, 47.0), says())]);
    for (map, lat, lon, expected) in [
        (&neighbours, 47.5, 38.0, "in-area(it)"),
        (&neighbours, 47.5, 38.02, "in-area(it)"),
        (&neighbours, 47.99, 38.0, "unknown in-area(it)"),
        (&neighbours, 47.5, 39.0, "unknown in-area(it)"),
        (&neighbours, 47.5, 39.1, "not in-area(it)"),
        (&twice, 47.5, 38.0, "unknown in-area(it)"),
        (&twice, 47.5, 37.5, "in-area(it)"),
        (&apart, 47.5, 38.0, "unknown in-area(it)"),
    ] {
        assert_eq!(said(map, &at(lat, lon, 3.0), BEFORE, BEFORE), [expected], "{lat}, {lon}");
    }
}

#[test]
fn rival_versions_of_a_line_bear_different_names_and_stay_apart() {
    let map = map(&[
        (
            line(38.0),
            json!({ "says": "distance(it, line-by-map)", "error_km": 1, "version": "map" }),
        ),
        (
            line(38.1),
            json!({ "says": "distance(it, line-by-marker)", "error_km": 0.1, "version": "marker" }),
        ),
    ]);
    let told = map.about(&at(48.0, 39.0, 1.0), BEFORE, BEFORE);
    let names: Vec<String> = told.iter().map(|told| told.says.to_string()).collect();
    assert_eq!(names, ["distance(it, line-by-map)", "distance(it, line-by-marker)"]);
}

#[test]
fn facts_about_a_place_have_their_days_in_the_zone_of_the_agreement() {
    let held = |from: &str, until: &str| json!({ "says": "controls(group-a, place)", "error_km": 1, "from": from, "until": until });
    let map = map(&[(square(37.0, 47.0), held("2016-03-01", "2016-03-10"))]);
    let zone = TimeZone::get("Asia/Damascus").unwrap();
    let entries = map.entries_of_place("town-t", &at(47.5, 37.5, 2.0), &zone);
    let key = accord_judge::Key::Fact("controls".into(), vec!["group-a".into(), "town-t".into()]);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].key, key);
    assert_eq!(entries[0].value, Value::Truth(Some(true)));
    // Midnight in Damascus, two hours east of Greenwich in winter.
    assert_eq!((entries[0].from, entries[0].until), (Some(1_456_783_200), Some(1_457_560_800)));
    assert_eq!(map.entries(&at(47.5, 37.5, 2.0), BEFORE, BEFORE), []);
}

#[test]
fn a_distance_reaches_the_judge_in_micrometres() {
    let map = map(&[(line(38.0), json!({ "says": "distance(it, contact-line)", "error_km": 0 }))]);
    let entries = map.entries(&at(48.0, 39.0, 0.0), BEFORE, BEFORE);
    assert_eq!(entries[0].value, Value::Range(74_623_000_000, 74_624_000_000));
    assert_eq!(entries[0].source.as_deref(), Some("lines.geojson"));
}

#[test]
fn why_names_each_drawing_its_file_and_how_sure_it_is() {
    let map = map(&[
        (
            line(38.0),
            json!({ "says": "distance(it, contact-line)", "error_km": 2, "name": "Line A", "source": "Mission Q", "until": "2016-03-10" }),
        ),
        (square(37.0, 47.0), json!({ "says": "in-area(it)", "error_km": 0 })),
    ]);
    let told = map.about(&Where { lat: 47.5, lon: 37.9, radius_km: None }, BEFORE, AFTER);
    let because: Vec<&str> =
        told.iter().flat_map(|told| &told.because).map(String::as_str).collect();
    insta::assert_snapshot!(because.join("\n"));
}

#[test]
fn an_act_of_an_hour_about_midnight_is_of_two_days() {
    let zone = TimeZone::get("Asia/Damascus").unwrap();
    let midnight = 1_456_783_200;
    assert_eq!(days((midnight - 1800, midnight + 1800), &zone), Some((date(2016, 2, 29), BEFORE)));
    assert_eq!(days((midnight, midnight + 86_399), &zone), Some((BEFORE, BEFORE)));
    assert_eq!(days((i64::MIN, 0), &zone), None);
}

/// A ring about a middle, as far from it in each direction as is said: it never crosses itself.
fn star(lat: f64, lon: f64, degrees: &[f64]) -> serde_json::Value {
    let step = 360.0 / f64::from(u32::try_from(degrees.len()).unwrap());
    let corner = |(number, far): (usize, &f64)| {
        let (sin, cos) = (f64::from(u32::try_from(number).unwrap()) * step).to_radians().sin_cos();
        json!([lon + far * sin, lat + far * cos])
    };
    let mut ring: Vec<serde_json::Value> = degrees.iter().enumerate().map(corner).collect();
    ring.push(ring[0].clone());
    json!({ "type": "Polygon", "coordinates": [ring] })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn where_a_circle_is_inside_or_outside_every_point_of_it_is(
        degrees in prop::collection::vec(0.1_f64..0.6, 5..12),
        lat in 47.0_f64..49.0,
        lon in 37.0_f64..39.0,
        radius_km in 0.5_f64..20.0,
    ) {
        let area = star(48.0, 38.0, &degrees);
        let map = map(&[(area, json!({ "says": "in-area(it)", "error_km": 0 }))]);
        let answer = |place: &Where| map.about(place, BEFORE, BEFORE)[0].answer;
        let whole = answer(&at(lat, lon, radius_km));
        for direction in 0..24 {
            for part in [0.3, 0.7, 1.0] {
                let degrees = f64::from(direction) * 15.0;
                let point = moved(at(lat, lon, 0.0).point(), degrees, radius_km * part * 999.0);
                let here = answer(&at(point.y, point.x, 0.0));
                prop_assert!(whole == Answer::Unknown || whole == here, "{whole:?} {here:?}");
            }
        }
    }

    #[test]
    fn what_is_known_less_well_is_never_known_better(
        lat in 47.0_f64..49.0,
        lon in 37.0_f64..39.0,
        radius_km in 0.0_f64..20.0,
        more_km in 0.0_f64..20.0,
        error_km in 0.0_f64..5.0,
    ) {
        let map = map(&[
            (line(38.0), json!({ "says": "distance(it, contact-line)", "error_km": error_km })),
            (square(37.3, 47.3), json!({ "says": "in-area(it)", "error_km": error_km })),
        ]);
        let told = |radius_km| map.about(&at(lat, lon, radius_km), BEFORE, BEFORE);
        for (well, less_well) in told(radius_km).iter().zip(told(radius_km + more_km)) {
            prop_assert_eq!(well.answer.or(less_well.answer), less_well.answer);
        }
    }
}
