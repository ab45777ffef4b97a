//! JSON with made-up rows: answers of interfaces, lists, an object a line, and broken ones.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{Account, Import, SetAside, shipped};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

type Act = Map<String, Value>;

/// An act as it is written.
fn as_json(act: &ceasefire_import::Act<'_>) -> Act {
    let mut line = Vec::new();
    act.write(&mut line).unwrap();
    serde_json::from_slice(&line).unwrap()
}

fn read(file: &[u8]) -> (Vec<Act>, Vec<SetAside>, Account) {
    let profiles = shipped().unwrap();
    let mut import = Import::open(file, &profiles, None).unwrap();
    let (mut acts, mut aside) = (Vec::new(), Vec::new());
    while let Some(row) = import.read() {
        match row {
            Ok(act) => acts.push(as_json(&act)),
            Err(row) => aside.push(row),
        }
    }
    assert!(import.account().adds_up());
    (acts, aside, import.account().clone())
}

fn refusal(file: &[u8]) -> String {
    let profiles = shipped().unwrap();
    match Import::open(file, &profiles, None) {
        Ok(_) => "read".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// A made-up row in the shape of ACLED's interface.
fn row(id: &str) -> String {
    format!(
        r#"{{"event_id_cnty":"{id}","event_date":"2016-03-02","year":"2016","time_precision":"1",
"event_type":"Battles","actor1":"Group A","actor2":"Militia Q","location":"Settlement Q",
"latitude":"35.5","longitude":36.25,"geo_precision":2,"fatalities":3,"iso":null,
"tags":["made up",{{"a":1}}],"timestamp":"1700000000"}}"#
    )
}

#[test]
fn the_answer_of_an_interface_is_read_whatever_stands_around_its_rows() {
    let rows = format!("[{},{}]", row("XX1"), row("XX2"));
    for answer in [
        format!(
            r#"{{"status":200,"success":true,"last_update":3,"count":2,"messages":[],"data":{rows},"filename":"x"}}"#
        ),
        format!(r#"{{"data":{rows},"success":true}}"#),
        format!("\u{feff}{rows}"),
    ] {
        let (acts, aside, _) = read(answer.as_bytes());
        assert_eq!((acts.len(), aside.len()), (2, 0));
        assert_eq!(
            acts.first().cloned().map(Value::Object),
            Some(json!({
                "id": "acled:XX1",
                "kind": "attack",
                "by": ["group-a", "militia-q"],
                "at": "2016-03-02",
                "place": { "id": "settlement-q", "name": "Settlement Q", "lat": 35.5, "lon": 36.25, "radius_km": 25 },
                "harm": { "killed": { "min": 3 } },
                "sources": [{ "publisher": "ACLED" }],
                "notes": {
                    "year": "2016", "time_precision": "1", "event_type": "Battles", "actor1": "Group A",
                    "actor2": "Militia Q", "geo_precision": "2", "tags": "[\"made up\",{\"a\":1}]",
                },
            }))
        );
    }
}

#[test]
fn an_object_a_line_is_read_and_a_bad_line_is_set_aside_alone() {
    let line = |id| row(id).replace('\n', "");
    let later = line("XX3").replace("}]", "}],\"extra\":\"seen late\"");
    let table = format!("{}\n\n{{\"event_id_cnty\":\n[1]\n{}\n", line("XX1"), later);
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts.len(), 2);
    assert_eq!(aside.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4]);
    let late = acts.get(1).unwrap().get("notes").unwrap().get("extra");
    assert_eq!(late, Some(&json!("seen late")), "a name that only the last object has");
}

#[test]
fn objects_over_several_lines_one_after_the_other_are_read() {
    let (acts, ..) = read(format!("{}\n{}\n", row("XX1"), row("XX2")).as_bytes());
    assert_eq!(acts.len(), 2);
}

#[test]
fn a_file_that_is_cut_short_gives_the_rows_before_the_cut_and_says_where_it_is() {
    let whole = format!(r#"{{"success":true,"data":[{},{}]}}"#, row("XX1"), row("XX2"));
    let (acts, aside, _) = read(&whole.as_bytes()[..whole.len() - 60]);
    assert_eq!(acts.len(), 1);
    let [cut] = aside.as_slice() else { panic!("{aside:?}") };
    assert_eq!(cut.line, 6);
    insta::assert_snapshot!(cut.reason, @"the JSON ends or is damaged here; what stands behind it is not read");
}

#[test]
fn rows_that_are_no_rows_are_set_aside_and_say_why() {
    let twice = row("XX2").replace("\"iso\":null", "\"iso\":1,\"iso\":2");
    let deep = row("XX3").replace("null", &("[".repeat(100_000) + &"]".repeat(100_000)));
    let long = row("XX4").replace("null", &format!("\"{}\"", "x".repeat(2 << 20)));
    let table = format!("[{},7,{twice},{deep},{long}]", row("XX1"));
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts.len(), 2, "what is nested is text, however deep");
    let told: Vec<&str> = aside.iter().map(|row| row.reason.as_str()).collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// Every sentence with which JSON is refused.
#[test]
fn json_that_cannot_be_read_says_why() {
    let mut told = String::new();
    for (case, file) in [
        ("refused with a text", r#"{"status":403,"success":false,"error":"key expired"}"#),
        ("refused with a list", r#"{"success":false,"error":[{"id":3,"message":"no such page"}]}"#),
        ("refused without a word", r#"{"success":false}"#),
        ("refused in other words", r#"{"status":401,"message":"sign in first"}"#),
        ("no row", r#"{"status":200,"success":true,"count":0,"data":[]}"#),
        ("no row, and why", r#"{"success":true,"messages":["nothing on that day"],"data":[]}"#),
        ("an empty list", "[]"),
        ("cut before the first row", r#"[{"a":"#),
        ("no objects", "[1,2,3]"),
        ("no JSON", "{{not json"),
        ("a table of nobody we know", r#"[{"colour":"red"}]"#),
    ] {
        writeln!(told, "{case}: {}", refusal(file.as_bytes())).unwrap();
    }
    writeln!(told, "false mark: {}", refusal(b"\xff\xfe[\x00\x00\xd8")).unwrap();
    insta::assert_snapshot!(told);
}

proptest! {
    #[test]
    fn whatever_is_cut_or_changed_every_row_is_accounted_for(
        at in 0..900_usize, byte in any::<u8>(), cut in 0..900_usize,
    ) {
        let mut file = format!(r#"{{"success":true,"data":[{},{}]}}"#, row("XX1"), row("XX2")).into_bytes();
        if let Some(place) = file.get_mut(at) {
            *place = byte;
        }
        file.truncate(cut.max(1));
        let profiles = shipped().unwrap();
        if let Ok(mut import) = Import::open(file.as_slice(), &profiles, None) {
            let mut rows = 0;
            while import.read().is_some() {
                rows += 1;
            }
            prop_assert!(import.account().adds_up());
            prop_assert_eq!(rows, import.account().rows - import.account().headings);
        }
    }
}
