//! The template for tables of violations: its made-up rows as acts, and its two forms are the same.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{Import, SetAside, shipped};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use serde_json::{Map, Value, json};

const DELIMITED: &str = include_str!("../../../templates/ceasefire-violations.csv");
const SHEET: &[u8] = include_bytes!("../../../templates/ceasefire-violations.xlsx");

type Act = Map<String, Value>;

/// An act as it is written.
fn as_json(act: &ceasefire_import::Act<'_>) -> Act {
    let mut line = Vec::new();
    act.write(&mut line).unwrap();
    serde_json::from_slice(&line).unwrap()
}

fn read(file: &[u8]) -> (Vec<Act>, Vec<SetAside>) {
    let profiles = shipped().unwrap();
    let mut import = Import::open(file, &profiles, None).unwrap();
    assert_eq!(import.profile().name, "osce-smm");
    let (mut acts, mut aside) = (Vec::new(), Vec::new());
    while let Some(row) = import.read() {
        match row {
            Ok(act) => acts.push(as_json(&act)),
            Err(row) => aside.push(row),
        }
    }
    (acts, aside)
}

/// A table with the template's heading and this one row, given by column.
fn with(cells: &[(&str, &str)]) -> (Vec<Act>, Vec<SetAside>) {
    let heading = DELIMITED.lines().next().unwrap();
    let row: Vec<&str> = heading
        .split(',')
        .map(|column| cells.iter().find(|(name, _)| *name == column).map_or("", |(_, cell)| cell))
        .collect();
    read(format!("{heading}\n{}\n", row.join(",")).as_bytes())
}

const POST: [(&str, &str); 6] = [
    ("id", "Q-1"),
    ("date", "2016-03-02"),
    ("observer_position", "Post 7"),
    ("observer_lat", "48.05"),
    ("observer_lon", "37.5"),
    ("what", "explosion"),
];

fn act(more: &[(&str, &str)]) -> Act {
    let (acts, aside) = with(&[&POST, more].concat());
    assert_eq!(aside, []);
    acts.into_iter().next().unwrap()
}

#[test]
fn every_row_of_the_template_is_an_act() {
    let (acts, aside) = read(DELIMITED.as_bytes());
    assert_eq!(aside, []);
    let lines: Vec<String> = acts.iter().map(|act| serde_json::to_string(act).unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_sheet_and_the_delimited_text_hold_the_same_rows() {
    assert_eq!(read(SHEET), read(DELIMITED.as_bytes()));
}

#[test]
fn without_a_direction_the_place_is_around_the_observer_and_without_a_distance_there_is_no_point() {
    let around = act(&[("distance_from_km", "2"), ("distance_to_km", "4")]);
    assert_eq!(around.get("place"), Some(&json!({ "lat": 48.05, "lon": 37.5, "radius_km": 4.01 })));
    let near = act(&[("direction", "NE")]);
    assert_eq!(near.get("place"), None);
    assert_eq!(
        near.get("notes").unwrap().get("where"),
        Some(&json!("noticed from the observer's position; how far away is not told"))
    );
}

#[test]
fn a_count_of_explosions_is_a_note_and_the_reporters_count_is_the_reporters() {
    let counted = act(&[("count", "40"), ("assessed_as_violation", "Yes")]);
    assert_eq!(counted.get("notes").unwrap().get("count"), Some(&json!("40")));
    assert_eq!(counted.get("counted_as_violation_by"), Some(&json!(["OSCE SMM"])));
    assert_eq!(act(&[("assessed_as_violation", "no")]).get("counted_as_violation_by"), None);
}

#[test]
fn who_is_said_to_have_fired_may_not_have_and_whom_observers_saw_did() {
    let said = act(&[("said_to_have_done_it", "Militia Q"), ("according_to", "a resident")]);
    assert_eq!(said.get("by"), Some(&json!(["militia-q", "other"])));
    let seen = act(&[("said_to_have_done_it", "Militia Q"), ("according_to", "the observer")]);
    assert_eq!(seen.get("by"), Some(&json!(["militia-q"])));
    assert_eq!(act(&[]).get("by"), None);
}

/// Every sentence with which a row of the template is set aside.
#[test]
fn a_row_that_contradicts_itself_is_set_aside_and_says_why() {
    let mut told = Vec::new();
    for cells in [
        [("direction", "upwards"), ("distance_to_km", "3")],
        [("direction", "400"), ("distance_to_km", "3")],
        [("distance_from_km", "5"), ("distance_to_km", "3")],
        [("distance_from_km", "-1"), ("distance_to_km", "3")],
        [("distance_to_km", "3-5"), ("count", "1")],
        [("distance_to_km", "3000"), ("count", "1")],
        [("observer_lat", "98"), ("distance_to_km", "3")],
        [("observer_lon", ""), ("distance_to_km", "3")],
        [("time_from", "23:50"), ("time_to", "00:10")],
    ] {
        let kept = POST.iter().filter(|(name, _)| cells.iter().all(|(own, _)| own != name));
        let (_, aside) = with(&kept.copied().chain(cells).collect::<Vec<_>>());
        let [row] = aside.as_slice() else { panic!("{cells:?}: {aside:?}") };
        told.push(format!("{}: {}", row.column, row.reason));
    }
    insta::assert_snapshot!(told.join("\n"));
}

/// Makes the sheet anew: `cargo test -p ceasefire-import --test template -- --ignored`.
#[test]
#[ignore = "writes templates/ceasefire-violations.xlsx from the delimited text"]
fn the_sheet_is_made_from_the_delimited_text() {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str("2016-01-01").unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name("Violations").unwrap();
    sheet.set_freeze_panes(1, 0).unwrap();
    let (day, clock) =
        (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("hh:mm"));
    for (row, line) in DELIMITED.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let at = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            let time = ExcelDateTime::parse_from_str(cell).ok();
            match (cell.parse::<f64>(), time) {
                _ if cell.is_empty() => continue,
                (Ok(number), _) => sheet.write(at.0, at.1, number),
                (_, Some(time)) => {
                    let format = if cell.contains(':') { &clock } else { &day };
                    sheet.write_datetime_with_format(at.0, at.1, &time, format)
                }
                _ => sheet.write(at.0, at.1, cell),
            }
            .unwrap();
        }
    }
    sheet.autofit();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates/ceasefire-violations.xlsx");
    book.save(path).unwrap();
}
