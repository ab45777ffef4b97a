//! Invented places first, then the shipped ones.

use super::*;
use crate::shipped::shipped;
use crate::{Area, SetAside};

/// City A in the middle, two villages of one name, a town whose name is spelt in two scripts.
const PLACES: &str = "\
id\tname\tnames\tcountry\tadmin\tlat\tlon\tpopulation\tradius_km
p:1\tKorvigrad\tКорвіград | Корвиград\tXA\tXA.1\t48.0\t38.0\t900000\t10
p:2\tMalivka\tМалівка | Malevka\tXA\tXA.1\t48.2\t38.3\t600\t1.5
p:3\tMalivka\tМалівка\tXA\tXA.2\t49.5\t36.0\t700\t1.5
p:4\tKorvigrad\t\tXA\tXA.2\t49.9\t36.1\t300\t1.5
p:5\tTel Hamra\tتل حمرا\tXB\tXB.1\t35.0\t37.0\t\t
p:6\tDorensk\t\tXA\tXA.1\t48.5\t38.9\t4000\t2
";

fn invented() -> Gazetteer {
    let mut gazetteer = Gazetteer::default();
    for (code, names) in [("XA.1", "Koria | Корія"), ("XA.2", "Maria"), ("XB.1", "Hamra")] {
        let names = names.split(" | ").map(str::to_owned).collect();
        gazetteer.add_area(Area { code: code.to_owned(), names });
    }
    let mut aside: Vec<SetAside> = Vec::new();
    gazetteer.read_table("invented.tsv", PLACES.as_bytes(), &mut aside);
    assert_eq!(aside, []);
    gazetteer
}

fn told(gazetteer: &Gazetteer, name: &str, admin: Option<&str>) -> String {
    let found = gazetteer.find(&Asked { name, country: None, admin });
    format!(
        "{name}{}\n  {}",
        admin.map(|admin| format!(" [{admin}]")).unwrap_or_default(),
        found.to_string().replace('\n', "\n  ")
    )
}

#[test]
fn each_answer_has_its_evidence() {
    let gazetteer = invented();
    let asked = [
        ("Dorensk", None),
        ("Dorens'k", None),
        ("Доренськ", None),
        ("Dorinsk", None),
        ("Dorenska", None),
        ("Dorelsk", None),
        ("Dorelsk", Some("Koria oblast")),
        ("Korvigrad", None),
        ("Malivka", None),
        ("Malivka", Some("Корія область")),
        ("Malivka", Some("Hamra")),
        ("Malevka", Some("Maria")),
        ("تل حمرا", None),
        ("Tal Hamrah", None),
        ("Nowhere at all", None),
        ("", None),
    ];
    let told: Vec<String> =
        asked.iter().map(|(name, admin)| told(&gazetteer, name, *admin)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn distance_and_direction_tell_namesakes_apart_check_the_find_and_place_what_is_not_known() {
    let gazetteer = invented();
    let asked = [
        "Malivka (31km north-east of Korvigrad)",
        "west of Malivka (31km NE of Korvigrad)",
        "2km west of Malivka (31km NE of Korvigrad)",
        "Malivka (31km south-west of Korvigrad)",
        "Dorensk (20km north of Korvigrad)",
        "Dorensk (87km NE of Korvigrad)",
        "Pesochny (40km north of Korvigrad)",
        "Pesochny (40km north of Atlantis)",
        "near Dorensk",
    ];
    let told: Vec<String> = asked.iter().map(|name| told(&gazetteer, name, None)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn places_of_the_two_theatres_are_found_in_the_scripts_of_their_reports() {
    let gazetteer = shipped();
    for (name, country, admin, id) in [
        ("Mariupol", "UA", None, "geonames:701822"),
        ("Мариуполь", "UA", None, "geonames:701822"),
        ("Маріуполь", "UA", None, "geonames:701822"),
        ("Gorlovka", "UA", Some("Donetsk"), "geonames:707753"),
        ("Aleppo", "SY", None, "geonames:170063"),
        ("حلب", "SY", None, "geonames:170063"),
        ("Халеб", "SY", None, "geonames:170063"),
    ] {
        let found = gazetteer.find(&Asked { name, country: Some(country), admin });
        let Found::Place(place) = &found else { panic!("{name}: {found}") };
        assert_eq!(place.id, id, "{name}");
    }
}

#[test]
fn dozens_of_namesakes_stay_several() {
    let gazetteer = shipped();
    let found = gazetteer.find(&Asked { name: "Oleksandrivka", country: Some("UA"), admin: None });
    let Found::Unsure { candidates, evidence: Evidence::Several } = found else {
        panic!("{found}")
    };
    assert!(candidates.len() >= 10, "{}", candidates.len());
}

#[test]
fn villages_that_monitors_name_are_placed_by_what_they_say() {
    let gazetteer = shipped();
    let asked = [
        "Pyshchevyk (25km north-east of Mariupol)",
        "west of Zaliznianske (79km N of Donetsk)",
        "Avdiivka (17km north of Donetsk)",
        "suburbs of Avdiivka (government-controlled, 17km north of Donetsk)",
        "Novomykhailivka (28km south-west of Donetsk)",
        "outside Pivdenne (40km north-east of Donetsk)",
    ];
    let told: Vec<String> = asked.iter().map(|name| told(&gazetteer, name, None)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn any_text_has_an_answer() {
    let gazetteer = invented();
    for name in [
        "(((",
        "km of",
        "9999999999999999999km north of X",
        "\u{202e}\0",
        "ааааа",
        "of of of",
        "1km north of ",
    ] {
        let _ = gazetteer.find(&Asked { name, country: Some(name), admin: Some(name) }).to_string();
    }
}
