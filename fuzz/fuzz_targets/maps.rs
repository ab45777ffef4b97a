//! Any bytes as a map, a gazetteer or the name of a place.
//!
//! The first byte chooses which. Nothing panics; every feature is used or set aside; a distance is an interval,
//! and no place is both inside and outside.

#![no_main]

use ceasefire_places::{Answer, Asked, Gazetteer, Given, Map, SetAside, Where};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let table = "name\tnames\tcountry\tadmin\tlat\tlon\tpopulation\n\
        City A\tМісто А\tXA\tKoria\t48.0\t38.0\t900000\n\
        Malivka\tМалівка\tXA\tKoria\t48.2\t38.3\t600\n\
        Malivka\tتل حمرا\tXA\tMaria\t49.5\t36.0\t700\n";
    let mut gazetteer = Gazetteer::default();
    gazetteer.read_table("fuzz.tsv", table.as_bytes(), &mut Vec::new());
    gazetteer
});

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    match choice % 3 {
        0 => map(bytes),
        1 => gazetteer(bytes),
        _ => name(&String::from_utf8_lossy(bytes)),
    }
});

fn map(bytes: &[u8]) {
    let given = Given {
        says: Some("distance(it, line)".to_owned()),
        error_km: Some(1.0),
        ..Given::default()
    };
    let (mut map, mut aside) = (Map::default(), Vec::new());
    let account = map.read_geojson("fuzz.geojson", bytes, &given, &mut aside);
    let features = aside.iter().filter(|one| one.number.is_some()).count();
    assert!(account.used + features <= account.read);
    told(&aside);
    let day = "2016-03-01".parse().unwrap_or_default();
    for (lat, lon, radius_km) in [(48.0, 38.0, Some(2.0)), (-89.9, 179.9, Some(0.0)), (35.0, 37.0, None)] {
        let place = Where { lat, lon, radius_km };
        for told in map.about(&place, day, day) {
            if let Answer::Distance { least_m, most_m } = told.answer {
                assert!(least_m <= most_m, "{told}");
            }
            assert!(!told.because.is_empty());
        }
        map.entries(&place, day, day);
    }
}

fn gazetteer(bytes: &[u8]) {
    let (mut gazetteer, mut aside) = (Gazetteer::default(), Vec::new());
    let account = gazetteer.read_table("fuzz.tsv", bytes, &mut aside);
    assert_eq!(gazetteer.len(), account.used);
    told(&aside);
    let asked = Asked { name: "City A", country: None, admin: Some("Koria") };
    assert!(!gazetteer.find(&asked).to_string().is_empty());
}

fn name(text: &str) {
    let (name, admin) = text.split_once('\n').unwrap_or((text, ""));
    let asked = Asked { name, country: Some("XA"), admin: Some(admin) };
    assert!(!GAZETTEER.find(&asked).to_string().is_empty());
}

fn told(aside: &[SetAside]) {
    for one in aside {
        assert!(!one.reason.is_empty() && !one.help.is_empty(), "what is set aside says why");
    }
}
