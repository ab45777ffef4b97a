//! Places by name, and what drawn lines and areas say of a point.

use crate::run::{ceasefire, folder};
use std::fs;
use std::path::Path;

const LINES: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[38, 47], [38, 49]]},
   "properties": {"says": "distance(it, contact-line)", "name": "Line A", "error_km": 2, "until": "2016-03-10"}},
  {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]]},
   "properties": {"says": "in-area(it)", "error_km": 1, "source": "Mission Q"}},
  {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[37, 47], [38, 48], [38, 47], [37, 48], [37, 47]]]},
   "properties": {"says": "in-area(it)", "error_km": 1}}
]}"#;

/// The same in every checkout: the folder of the test is taken out of what is shown.
fn seen(arguments: &[&str], folder: &Path) -> String {
    ceasefire(arguments).seen().replace(&format!("{}/", folder.display()), "")
}

fn lines(name: &str) -> (std::path::PathBuf, String) {
    let folder = folder(name);
    let file = folder.join("lines.geojson");
    fs::write(&file, LINES).unwrap();
    let file = file.display().to_string();
    (folder, file)
}

#[test]
fn a_name_finds_a_place_none_or_several() {
    let told = ceasefire(&[
        "places",
        "find",
        "Gorlovka",
        "Avdiivka (17km north of Donetsk)",
        "Atlantis",
        "--country",
        "UA",
    ]);
    insta::assert_snapshot!(told.clean());
    let several =
        ceasefire(&["places", "find", "Oleksandrivka", "--admin", "Donetsk", "--country", "UA"]);
    insta::assert_snapshot!(several.clean());
}

#[test]
fn a_point_is_told_how_far_it_is_and_whether_it_is_inside_with_why() {
    let (folder, file) = lines("places-about");
    let about = |more: &[&str]| {
        let mut arguments = vec!["places", "about", "47.5,37.9", "--lines", &file];
        arguments.extend(more);
        seen(&arguments, &folder)
    };
    let told = [
        about(&["--radius", "3", "--on", "2016-03-01"]),
        about(&["--radius", "3", "--on", "2016-03-01", "--to", "2016-03-12"]),
        about(&["--on", "2016-03-01"]),
    ];
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn what_a_map_holds_that_cannot_be_used_is_told_and_the_exit_code_says_so() {
    let (folder, file) = lines("places-check");
    insta::assert_snapshot!(seen(&["places", "check", &file], &folder));
}

#[test]
fn a_map_or_a_point_that_there_is_not_is_an_error() {
    let folder = folder("places-missing");
    let missing = folder.join("none.geojson").display().to_string();
    let told = [
        seen(&["places", "check", &missing], &folder),
        seen(&["places", "about", "here", "--on", "2016-03-01", "--lines", &missing], &folder),
        seen(&["places", "about", "0,0", "--on", "2016-03-01", "--lines", &missing], &folder),
        seen(&["places", "check", &missing, "--country", "XX"], &folder),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn each_question_about_places_has_help_with_examples() {
    for question in ["find", "about", "check"] {
        let help = ceasefire(&["places", question, "--help"]).clean();
        assert!(help.contains("Examples:"), "{question}");
    }
}
