//! Facts from lists and maps beside those that files say in words.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use accord_check::model::Agreement;
use accord_judge::{Key, Known, Value};
use ceasefire_facts::{Gathered, Sources};
use ceasefire_files::{Library, Readings, STANDARD};
use std::fs;
use std::path::{Path, PathBuf};

/// The Minsk agreements: they ask for distances, areas and who controls a place.
fn minsk() -> Agreement {
    agreement("minsk")
}

fn agreement(name: &str) -> Agreement {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements").join(name);
    let library = Library::open(&folder).unwrap();
    Readings::ask(&library, &[STANDARD.to_owned()]).unwrap().together()
}

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn gathered(folder: &Path, agreement: &Agreement) -> Gathered {
    let acts = [folder.to_path_buf()];
    Gathered::read(&Sources { acts: &acts, ..Sources::default() }, agreement).unwrap()
}

/// A line along the 38th meridian, the area west of it, and who holds that area.
const LINES: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[38, 47], [38, 49]]},
 "properties": {"says": "distance(it, contact-line-de-facto)", "error_km": 1, "until": "2016-06-01"}},
{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 49], [37, 49], [37, 47]]]},
 "properties": {"says": "in-area(it)", "error_km": 1}},
{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 49], [37, 49], [37, 47]]]},
 "properties": {"says": "controls(group-a, place)", "error_km": 1, "from": "2016-01-01"}},
{"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[38, 47], [38, 49]]},
 "properties": {"says": "distance(it, line-q)", "error_km": 1}},
{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 49], [37, 47]]]},
 "properties": {"says": "in-valley(it)", "error_km": 1}}
]}"#;

fn act(id: &str, lon: f64, rest: &str) -> String {
    format!(
        "{{\"id\": \"{id}\", \"kind\": \"attack\", \"at\": \"2016-03-02\", \"place\": {{\"id\": \"town-{id}\", \
         \"lat\": 48, \"lon\": {lon}, \"radius_km\": 2}}{rest}}}\n"
    )
}

fn about(gathered: &Gathered, id: &str, fact: &str, line: Option<&str>) -> Vec<Value> {
    let act = gathered.reports.acts.iter().find(|act| act.act.id == id).unwrap();
    let args: Vec<String> = ["it"].into_iter().chain(line).map(str::to_owned).collect();
    let key = Key::Fact(fact.to_owned(), args);
    act.act.facts.iter().filter(|entry| entry.key == key).map(|entry| entry.value.clone()).collect()
}

#[test]
fn distances_and_sides_follow_from_where_an_act_was() {
    let acts = [act("west", 37.5, ""), act("near", 38.01, ""), act("east", 38.5, "")].concat();
    let folder = folder("drawn", &[("acts.jsonl", &acts), ("lines.geojson", LINES)]);
    let gathered = gathered(&folder, &minsk());
    let km = |id: &str| match about(&gathered, id, "distance", Some("contact-line-de-facto"))
        .as_slice()
    {
        [Value::Range(least, most)] => (least / 1_000_000_000, most / 1_000_000_000),
        other => panic!("{other:?}"),
    };
    // Half a degree at 48° north is 37.3 km; the radius is 2 km and the line may be 1 km off.
    assert_eq!((km("west"), km("near"), km("east")), ((34, 40), (0, 3), (34, 40)));
    let inside = |id: &str| about(&gathered, id, "in-area", None);
    assert_eq!(inside("west"), [Value::Truth(Some(true))]);
    assert_eq!(inside("near"), [Value::Truth(None)]);
    assert_eq!(inside("east"), [Value::Truth(Some(false))]);
}

#[test]
fn what_is_on_record_in_words_stands_and_the_map_is_not_asked() {
    let measured = ", \"facts\": [\"distance(it, contact-line-de-facto) = 3 .. 4 km\"]";
    let files = [
        ("acts.jsonl", &*act("west", 37.5, measured)),
        ("facts.jsonl", r#"{"fact": "controls(group-a, town-west)", "value": false}"#),
        ("lines.geojson", LINES),
    ];
    let gathered = gathered(&folder("words-stand", &files), &minsk());
    assert_eq!(about(&gathered, "west", "distance", Some("contact-line-de-facto")).len(), 1);
    let key = Key::Fact("controls".to_owned(), vec!["group-a".to_owned(), "town-west".to_owned()]);
    assert_eq!(gathered.facts.timeline(&key), [(i64::MIN, Known::No)]);
}

#[test]
fn who_holds_a_place_is_so_from_the_day_on_that_the_map_says() {
    let files = [("acts.jsonl", &*act("west", 37.5, "")), ("lines.geojson", LINES)];
    let gathered = gathered(&folder("control", &files), &minsk());
    let key = Key::Fact("controls".to_owned(), vec!["group-a".to_owned(), "town-west".to_owned()]);
    let known: Vec<Known> = gathered.facts.timeline(&key).iter().map(|(_, known)| *known).collect();
    assert_eq!(known, [Known::Silent, Known::Yes]);
}

#[test]
fn a_place_at_two_points_is_not_asked_about_and_that_is_said() {
    let acts = [act("west", 37.5, ""), act("east", 38.5, "").replace("town-east", "town-west")];
    let files = [("acts.jsonl", &*acts.concat()), ("lines.geojson", LINES)];
    let gathered = gathered(&folder("two-points", &files), &minsk());
    insta::assert_snapshot!(gathered.reports.notes.join("\n"));
}

#[test]
fn a_list_says_yes_no_and_unknown_and_a_closed_one_no_of_all_others() {
    let act = r#"{"id": "a", "kind": "attack", "by": ["group-a"], "on": ["group-b"], "at": "2016-03-02"}"#;
    let rows = r#"{"list": "un.sc-terrorist", "entity": "group-a", "name": "Group A", "listed": "2015-01-01", "seen": "2015-06-01", "recorded": "2016-01-01", "source": "made up"}"#;
    let files = [("acts.jsonl", act), ("designations.jsonl", rows)];
    let agreement = agreement("syria-coh-2016");
    let gathered = gathered(&folder("listed", &files), &agreement);
    let on_list = |name: &str| Key::Listed("un.sc-terrorist".to_owned(), name.to_owned());
    let known: Vec<Known> =
        gathered.facts.timeline(&on_list("group-a")).iter().map(|(_, known)| *known).collect();
    assert_eq!(known, [Known::No, Known::Yes, Known::Open]);
    // Nothing is said of group-b, and something of the list: whether that is a no, the agreement says.
    assert!(gathered.facts.about(&on_list("group-b")).is_empty());
    assert!(gathered.facts.knows_register("un.sc-terrorist"));
    let days = gathered.facts.about(&on_list("group-a")).iter().filter_map(|entry| entry.recorded);
    assert_eq!(days.count(), 2);
}

#[test]
fn a_file_says_by_its_name_what_it_holds_wherever_it_is_named() {
    let files = [("acts.jsonl", &*act("west", 37.5, "")), ("lines.geojson", LINES)];
    let folder = folder("named", &files);
    let acts = [folder.join("lines.geojson"), folder.join("acts.jsonl")];
    let sources = Sources { acts: &acts, ..Sources::default() };
    let gathered = Gathered::read(&sources, &minsk()).unwrap();
    assert_eq!(gathered.reports.acts.len(), 1);
    assert_eq!(gathered.reports.aside, []);
    assert_eq!(about(&gathered, "west", "in-area", None), [Value::Truth(Some(true))]);
}

#[test]
fn a_map_that_cannot_be_used_is_set_aside_and_the_acts_are_read() {
    let files = [("acts.jsonl", &*act("west", 37.5, "")), ("lines.geojson", "{\"type\": \"Feat")];
    let gathered = gathered(&folder("broken-map", &files), &minsk());
    assert_eq!((gathered.reports.acts.len(), gathered.reports.aside.len()), (1, 1));
    let lists: Vec<PathBuf> = vec![PathBuf::from("no-such-list.jsonl")];
    let sources = Sources { designations: &lists, ..Sources::default() };
    let refused = Gathered::read(&sources, &minsk()).unwrap_err();
    assert!(refused.starts_with("cannot read no-such-list.jsonl: "), "{refused}");
}
