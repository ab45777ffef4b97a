//! The same input gives the same bytes: in any order of its rows, with any number of threads, as
//! JSON Lines or as CSV.

use crate::run::{EXAMPLE, SYRIA, command, folder, ran, root};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Findings and summary of a folder of acts, with so many threads.
fn judged(folder: &Path, threads: &str) -> [String; 2] {
    let path = folder.to_str().unwrap();
    let readings = ["--reading", "standard,russia,all-parties"];
    ["json", "text"].map(|format| {
        let arguments = [&["judge", SYRIA, path, "--format", format], &readings[..]].concat();
        let output = command(&arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
        ran(&output).clean()
    })
}

/// A copy of the example with the rows of each file in another order.
fn in_order(name: &str, order: impl Fn(&mut Vec<&str>)) -> PathBuf {
    let folder = folder(name);
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        let mut rows: Vec<&str> = text.lines().collect();
        order(&mut rows);
        fs::write(folder.join(file.file_name().unwrap()), rows.join("\n")).unwrap();
    }
    folder
}

fn files() -> Vec<PathBuf> {
    let example = root().join(EXAMPLE);
    let names = [
        "acts-airwars.jsonl",
        "acts-bulletins.jsonl",
        "facts.jsonl",
        "designations.jsonl",
        "bulletins.jsonl",
    ];
    names.map(|name| example.join(name)).to_vec()
}

/// A shuffle that is the same in every run.
fn shuffle(rows: &mut [&str], mut seed: u64) {
    for last in (1..rows.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        rows.swap(last, (seed >> 33) as usize % (last + 1));
    }
}

#[test]
fn the_order_of_rows_and_the_number_of_threads_leave_no_trace() {
    let expected = judged(&root().join(EXAMPLE), "1");
    assert!(expected[0].lines().count() > 2_000);
    let orders = [
        in_order("reversed", |rows| rows.reverse()),
        in_order("shuffled", |rows| shuffle(rows, 7)),
        in_order("shuffled-again", |rows| shuffle(rows, 2016)),
    ];
    for folder in &orders {
        for threads in ["1", "4"] {
            assert_eq!(judged(folder, threads), expected, "{} {threads}", folder.display());
        }
    }
}

#[test]
fn the_order_of_files_leaves_no_trace() {
    let paths: Vec<String> = files().iter().map(|file| file.display().to_string()).collect();
    let judged = |paths: &[String]| {
        let mut arguments = vec!["judge", SYRIA];
        arguments.extend(paths.iter().map(String::as_str));
        ran(&command(&arguments).output().unwrap()).clean()
    };
    let mut reversed = paths.clone();
    reversed.reverse();
    assert_eq!(judged(&paths), judged(&reversed));
}

#[test]
fn csv_and_json_lines_give_the_same_findings() {
    let folder = folder("as-csv");
    let lists = root().join(EXAMPLE).join("designations.jsonl");
    fs::copy(&lists, folder.join("designations.jsonl")).unwrap();
    for file in files().into_iter().filter(|file| *file != lists) {
        let name = file.file_name().unwrap().to_str().unwrap().replace(".jsonl", ".csv");
        let rows: Vec<Value> = fs::read_to_string(&file)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        fs::write(folder.join(name), as_csv(&rows)).unwrap();
    }
    assert_eq!(judged(&folder, "2"), judged(&root().join(EXAMPLE), "2"));
}

/// The columns of docs/files.md, and where each stands in a JSON row.
const COLUMNS: [(&str, &str); 30] = [
    ("id", "/id"),
    ("kind", "/kind"),
    ("by", "/by"),
    ("on", "/on"),
    ("at", "/at"),
    ("place", "/place/name"),
    ("place_id", "/place/id"),
    ("lat", "/place/lat"),
    ("lon", "/place/lon"),
    ("radius_km", "/place/radius_km"),
    ("weapon", "/weapon"),
    ("killed_min", "/harm/killed/min"),
    ("killed_max", "/harm/killed/max"),
    ("injured_min", "/harm/injured/min"),
    ("injured_max", "/harm/injured/max"),
    ("publisher", "/sources/0/publisher"),
    ("publisher", "/source/publisher"),
    ("publisher", "/publisher"),
    ("url", "/sources/0/url"),
    ("seen", "/sources/0/seen"),
    ("seen", "/seen"),
    ("says", "/sources/0/says"),
    ("counted_by", "/counted_as_violation_by"),
    ("fact", "/fact"),
    ("value", "/value"),
    ("from", "/from"),
    ("until", "/until"),
    ("recorded", "/recorded"),
    ("bulletin", "/bulletin"),
    ("claimed", "/claimed"),
];

fn as_csv(rows: &[Value]) -> Vec<u8> {
    let used: Vec<_> = COLUMNS
        .iter()
        .filter(|(_, pointer)| rows.iter().any(|row| row.pointer(pointer).is_some()))
        .collect();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(used.iter().map(|(column, _)| column)).unwrap();
    for row in rows {
        let cells =
            used.iter().map(|(_, pointer)| row.pointer(pointer).map_or(String::new(), cell));
        out.write_record(cells).unwrap();
    }
    out.into_inner().unwrap()
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(members) => members.iter().map(cell).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    }
}
