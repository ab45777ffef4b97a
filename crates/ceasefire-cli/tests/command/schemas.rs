//! What is read and what is printed, against the schemas of docs/schema/.

use crate::run::{EXAMPLE, MINSK, SYRIA, ceasefire, copy_of, edit, folder, root};
use jsonschema::{Registry, Validator};
use serde_json::Value;
use std::fs;

/// The schema of this name; others that it refers to stand beside it.
fn schema(name: &str) -> Validator {
    let mut registry = Registry::new();
    for (name, schema) in schemas() {
        registry = registry.add(format!("json-schema:///{name}"), schema).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let name = format!("{name}.schema.json");
    let (_, schema) = schemas().into_iter().find(|(known, _)| *known == name).unwrap();
    jsonschema::options()
        .with_base_uri(format!("json-schema:///{name}"))
        .with_registry(&registry)
        .build(&schema)
        .unwrap()
}

/// Every published schema, by the name of its file.
fn schemas() -> Vec<(String, Value)> {
    let files = fs::read_dir(root().join("docs/schema")).unwrap();
    let mut schemas: Vec<(String, Value)> = files
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap())
        })
        .collect();
    schemas.sort_by(|a, b| a.0.cmp(&b.0));
    schemas
}

fn assert_valid(name: &str, lines: &[Value]) {
    let schema = schema(name);
    assert!(!lines.is_empty(), "nothing to hold against {name}");
    for line in lines {
        let wrong = schema.validate(line).err().map(|e| format!("{e} at {}", e.instance_path()));
        assert_eq!(wrong, None, "{name}: {line}");
    }
}

fn lines_of(path: &str) -> Vec<Value> {
    let text = fs::read_to_string(root().join(path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_schema_is_one_and_is_named_in_the_documentation() {
    let files = fs::read_to_string(root().join("docs/files.md")).unwrap();
    let schemas = schemas();
    assert!(!schemas.is_empty());
    for (name, schema) in &schemas {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert!(jsonschema::meta::is_valid(schema), "{name}");
        assert!(files.contains(name.as_str()), "docs/files.md does not name {name}");
    }
}

#[test]
fn the_shipped_example_is_as_the_schemas_say() {
    assert_valid("act", &lines_of("examples/syria-2016/acts-airwars.jsonl"));
    assert_valid("act", &lines_of("examples/syria-2016/acts-bulletins.jsonl"));
    assert_valid("fact", &lines_of("examples/syria-2016/facts.jsonl"));
    assert_valid("bulletin", &lines_of("examples/syria-2016/bulletins.jsonl"));
}

#[test]
fn findings_are_as_the_schema_says() {
    let readings = ["--reading", "standard,russia,all-parties", "--format", "json"];
    let judged = ceasefire(&[&["judge", SYRIA, EXAMPLE], &readings[..]].concat());
    assert_valid("finding", &judged.lines());
    let none = ["judge", SYRIA, EXAMPLE, "--profile", "none", "--format", "json"];
    assert_valid("finding", &ceasefire(&none).lines());
    let acts = format!("{EXAMPLE}/acts-airwars.jsonl");
    let minsk = ["judge", MINSK, &acts, "--as-of", "2015-03-09", "--format", "json"];
    let lines = ceasefire(&minsk).lines();
    assert!(lines.iter().any(|line| line["state"] == "undetermined"));
    assert_valid("finding", &lines);
}

#[test]
fn findings_with_masses_grounds_and_permissions_are_as_the_schema_says() {
    let folder = folder("masses");
    let rows = [
        r#"{"id":"a","kind":"attack","at":"2016-03-02","by":[{"actor":"syrian-armed-forces","mass":0.7},{"actor":"group-a","mass":"0.123456"}],"on":["group-b","daesh"]}"#,
        r#"{"id":"b","kind":"attack","at":"2016-03-02","hypotheses":[{"by":"syrian-armed-forces","on":"group-a","mass":0.5},{"by":"other","mass":0.25}],"claims":["immediate-threat(it)"]}"#,
        r#"{"id":"c","kind":"forcible-response","at":"2016-03-02 09:10","by":"syrian-armed-forces","on":"daesh","facts":["not other-means-exhausted(it)"]}"#,
    ];
    fs::write(folder.join("acts.jsonl"), rows.join("\n")).unwrap();
    assert_valid("act", &rows.map(|row| serde_json::from_str(row).unwrap()));
    let facts = format!("{EXAMPLE}/facts.jsonl");
    let path = folder.to_str().unwrap();
    for profile in ["working", "none"] {
        let arguments = ["--facts", &facts, "--profile", profile, "--format", "json"];
        let run = ceasefire(&[&["judge", SYRIA, path], &arguments[..]].concat());
        assert_eq!(run.err, "");
        assert_valid("finding", &run.lines());
        for act in ["a", "b", "c"] {
            let arguments = [&["explain", SYRIA, path, "--act", act], &arguments[..]].concat();
            assert_valid("explanation", &ceasefire(&arguments).lines());
        }
    }
}

#[test]
fn explanations_questions_and_changes_are_as_the_schemas_say() {
    for act in ["airwars:RS0737", "airwars:RS0790", "airwars:RS0706", "ru-2016-02-28:1"] {
        let explain = ["explain", SYRIA, EXAMPLE, "--act", act, "--format", "json"];
        assert_valid("explanation", &ceasefire(&explain).lines());
    }
    let ask = ["ask", SYRIA, EXAMPLE, "--most", "1000", "--format", "json"];
    assert_valid("question", &ceasefire(&ask).lines());
    let later = ["diff", SYRIA, EXAMPLE, "--then-known-on", "2016-03-01", "--format", "json"];
    assert_valid("change", &ceasefire(&later).lines());
    let readings = ["diff", SYRIA, EXAMPLE, "--format", "json"];
    assert_valid("change", &ceasefire(&readings).lines());
    let other = copy_of(SYRIA, "schema-version");
    edit(&other.join("agreement.md"), "2016-02-27 00:00", "2016-03-27 00:00");
    let versions =
        ["diff", SYRIA, EXAMPLE, "--against", other.to_str().unwrap(), "--format", "json"];
    assert_valid("change", &ceasefire(&versions).lines());
}

#[test]
fn diagnostics_scenarios_agreements_and_layouts_are_as_the_schemas_say() {
    let broken = copy_of(SYRIA, "schema-broken");
    edit(&broken.join("agreement.md"), "kind attack ", "kind atack ");
    edit(&broken.join("agreement.md"), "  title     \"Terms", "  title \"Terms");
    let path = broken.to_str().unwrap();
    assert_valid("diagnostic", &ceasefire(&["check", path, "--format", "json"]).lines());
    assert_valid("scenario", &ceasefire(&["test", path, "--format", "json"]).lines());
    assert_valid("layout", &ceasefire(&["fmt", "--check", path, "--format", "json"]).lines());
    assert_valid("layout", &ceasefire(&["fmt", path, "--format", "json"]).lines());
    let tested = ceasefire(&["test", "--mutants", SYRIA, "--format", "json"]);
    assert_valid("scenario", &tested.lines());
    assert_valid("scenario", &ceasefire(&["test", MINSK, "--format", "json"]).lines());
    assert_valid("agreement", &ceasefire(&["show", SYRIA, "--format", "json"]).lines());
    let minsk = ["show", MINSK, "--at", "2015-12-01", "--format", "json"];
    assert_valid("agreement", &ceasefire(&minsk).lines());
}

#[test]
fn answers_actors_notes_on_registries_and_listings_are_as_the_schemas_say() {
    let names = ["Jaysh al-Islam", "gunmen", "Ansar al-Sharia", "Brotherhood of Xyzzy"];
    let resolve = [&["actors", "resolve", "--format", "json"], &names[..]].concat();
    assert_valid("answer", &ceasefire(&resolve).lines());
    let ids = ["jabhat-al-nusra", "syrian-armed-forces", "azov", "ukraine", "humanitarian-agency"];
    let show = [&["actors", "show", "--format", "json"], &ids[..]].concat();
    assert_valid("actor", &ceasefire(&show).lines());
    let folder = folder("schema-registry");
    let path = folder.join("ours.toml");
    fs::write(&path, "version = 1\n[[actor]]\nid = \"A\"\nname = \"Nusra\"\n").unwrap();
    let path = path.to_str().unwrap();
    let check = ["actors", "check", path, "--format", "json"];
    let lines = ceasefire(&check).lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_valid("registry-note", &lines);
    let on = ["listed", "QDe.137", "--on", "2016-02-27", "--format", "json"];
    assert_valid("listing", &ceasefire(&on).lines());
    for called in ["QDe.137", "Jabhat al-Nusrah", "Group A"] {
        let intervals = ["listed", called, "--intervals", "--format", "json"];
        assert_valid("listing", &ceasefire(&intervals).lines());
    }
    let facts = ["listed", "--facts", "--actor", "jabhat-al-nusra", "--actor", "daesh"];
    assert_valid("fact", &ceasefire(&facts).lines());
}

/// Rows that either both refuse or both take. What needs the agreement (whether a fact is one of
/// its own) or a sum (masses) only the reader can refuse.
#[test]
fn the_schemas_and_the_reader_refuse_the_same_rows() {
    let acts = schema("act");
    let folder = folder("refused");
    let rows = [
        (true, r#"{"id":"a","kind":"attack","at":"2016-03-02"}"#),
        (true, r#"{"id":"a","kind":"attack","at":"2016-03-02 .. 2016-03-03 10:00","notes":7}"#),
        (true, r#"{"id":"a","kind":"attack","at":"2016-03-02","by":"group-a","on":["other"]}"#),
        (true, r#"{"id":"a","kind":"attack","at":"2016-03-02","place":{"lat":0,"lon":3}}"#),
        (true, r#"{"id":"a","kind":"attack","at":"2016-03-02","harm":{"killed":{"min":0}}}"#),
        (false, r#"{"kind":"attack","at":"2016-03-02"}"#),
        (false, r#"{"id":"","kind":"attack","at":"2016-03-02"}"#),
        (false, r#"{"id":"a","kind":"an attack","at":"2016-03-02"}"#),
        (false, r#"{"id":"a","kind":"attack","at":"March 2016"}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","weapon":null}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","by":[]}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","by":["group-a","group-a"]}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","by":[{"mass":0.5}]}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","by":[{"actor":"b","mass":0}]}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","by":[{"actor":"b","mass":1.5}]}"#),
        (
            false,
            r#"{"id":"a","kind":"attack","at":"2016-03-02","by":"b","hypotheses":[{"mass":1}]}"#,
        ),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","place":{"lat":0,"lon":0}}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","place":{"lat":91,"lon":0}}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","place":{"lat":1}}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","harm":{"killed":{"min":-1}}}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","sources":[{"date":"2016"}]}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","claims":[]}"#),
        (false, r#"{"id":"a","kind":"attack","at":"2016-03-02","actor":"b"}"#),
    ];
    for (takes, row) in rows {
        let file = folder.join("acts.jsonl");
        fs::write(&file, row).unwrap();
        let run = ceasefire(&["judge", SYRIA, file.to_str().unwrap()]);
        assert_eq!(run.err.is_empty(), takes, "reader: {row}\n{}", run.err);
        assert_eq!(acts.is_valid(&serde_json::from_str(row).unwrap()), takes, "schema: {row}");
    }
}

#[test]
fn conversions_are_as_the_schema_says() {
    let folder = folder("schema-of-conversions");
    let to = folder.join("acts.parquet");
    let from = format!("{EXAMPLE}/acts-airwars.jsonl");
    let run = ceasefire(&["convert", &from, to.to_str().unwrap(), "--format", "json"]);
    assert_valid("conversion", &run.lines());
}

#[test]
fn places_and_what_maps_say_are_as_the_schemas_say() {
    let json = |arguments: &[&str]| {
        let mut all = vec!["places"];
        all.extend(arguments);
        all.extend(["--format", "json"]);
        ceasefire(&all).lines()
    };
    assert_valid(
        "place",
        &json(&[
            "find",
            "Mariupol",
            "Oleksandrivka",
            "Atlantis",
            "Atlantis (9km N of Donetsk)",
            "",
        ]),
    );
    let file = folder("schema-places").join("lines.geojson");
    let line = r#"{"type": "LineString", "coordinates": [[38, 47], [38, 49]]}"#;
    let area = r#"{"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 47]]]}"#;
    let feature = |geometry: &str, says: &str| {
        format!(
            r#"{{"type": "Feature", "geometry": {geometry}, "properties": {{"says": "{says}", "error_km": 1}}}}"#
        )
    };
    let features = [
        feature(line, "distance(it, contact-line)"),
        feature(area, "in-area(it)"),
        feature(line, "no fact"),
    ];
    let text = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    for radius in ["1", "100"] {
        let about =
            ["about", "47.2,37.8", "--on", "2016-03-01", "--radius", radius, "--lines", &file];
        assert_valid("place-fact", &json(&about));
    }
    assert_valid("map", &json(&["check", &file]));
}

#[test]
fn acts_that_are_imported_are_acts_as_the_schema_has_them() {
    let folder = folder("schemas-imported");
    let table = folder.join("table.csv");
    fs::write(&table, crate::importing::TABLE).unwrap();
    let template = "templates/ceasefire-violations.xlsx";
    for table in [table.to_str().unwrap(), template] {
        assert_valid("act", &ceasefire(&["import", table]).lines());
    }
}

#[test]
fn what_is_said_of_bulletins_is_as_the_schemas_say() {
    let out = folder("schema-bulletin").join("x.ceasefire");
    let to = out.to_str().unwrap();
    let days = ["--as-of", "2016-03-05", "--known-on", "2016-03-05"];
    let asked = [&["bulletin", SYRIA, EXAMPLE, "--format", "json", "--out", to], &days[..]];
    assert_valid("packing", &ceasefire(&asked.concat()).lines());
    let verified = ceasefire(&["verify", to, "--format", "json"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    assert_valid("verification", &verified.lines());
    let mut bytes = fs::read(&out).unwrap();
    let at = bytes.windows(9).position(|words| words == b"\"outcome\"").unwrap();
    bytes[at + 1] = b'O';
    fs::write(&out, bytes).unwrap();
    let verified = ceasefire(&["verify", to, "--format", "json"]);
    assert_eq!(verified.code, 1, "{}", verified.out);
    assert_valid("verification", &verified.lines());
}
