//! Writes the compact table of rows from dated snapshots of the Council's list:
//!
//! `cargo run -p ceasefire-registers --example derive -- FOLDER QDe.115 QDe.137 …`

#![expect(clippy::print_stdout, reason = "the table is what it prints")]

use ceasefire_registers::{Answer, Register, Snapshot, Sources, Stretch, read_snapshot};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;

const LIST: &str = "un.sc-terrorist";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("a folder of snapshots is needed")?;
    let mut snapshots = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|end| end == "xml") {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            snapshots.push(read_snapshot(&file, BufReader::new(File::open(path)?))?);
        }
    }
    let days: BTreeSet<_> = snapshots.iter().map(|one| one.day).collect();
    let (first, last) = (days.first().ok_or("no snapshots")?, days.last().ok_or("no snapshots")?);
    let source = format!("UN Security Council list, snapshots of {first} to {last}");
    for reference in args {
        for row in rows(&snapshots, &reference, &source) {
            println!("{}", Value::Object(row));
        }
    }
    Ok(())
}

/// A row for each stretch in which the entry, or a name of it, is listed.
fn rows(snapshots: &[Snapshot], reference: &str, source: &str) -> Vec<Map<String, Value>> {
    // One entry at a time, so that a name that two entries share keeps its own days in each.
    let mut only: Vec<Snapshot> = snapshots.to_vec();
    for snapshot in &mut only {
        snapshot.entries.retain(|entry| entry.reference.as_str() == reference);
    }
    let register = Register::new(LIST, Sources { snapshots: &only, ..Sources::default() });
    let mut names: Vec<&str> = Vec::new();
    for name in only.iter().flat_map(|one| &one.entries).flat_map(|entry| &entry.names) {
        // A remark that slipped into the field of an alias is a sentence, and no name.
        let sentence = name.text.chars().count() > 80;
        if !sentence && !names.contains(&name.text.as_str()) {
            names.push(&name.text);
        }
    }
    let mut out = listed(reference, None, &register.stretches(reference), source);
    for name in names {
        out.extend(listed(reference, Some(name), &register.stretches(name), source));
    }
    out
}

fn listed(
    reference: &str,
    name: Option<&str>,
    stretches: &[Stretch],
    source: &str,
) -> Vec<Map<String, Value>> {
    let mut out = Vec::new();
    let mut open = None;
    for stretch in stretches {
        let Some(from) = stretch.from.filter(|_| stretch.answer == Answer::Yes) else {
            open = stretch.from.filter(|_| stretch.answer == Answer::Unknown);
            continue;
        };
        let mut row = Map::new();
        let mut put = |field: &str, value: String| {
            row.insert(field.to_owned(), Value::from(value));
        };
        put("list", LIST.to_owned());
        put("entity", reference.to_owned());
        if let Some(name) = name {
            put("name", name.to_owned());
        }
        if let Some(open) = open {
            put("earliest", open.to_string());
        }
        put("listed", from.to_string());
        if let Some(last) = stretch.until.and_then(|until| until.yesterday().ok()) {
            put("seen", last.to_string());
        }
        put("source", source.to_owned());
        out.push(row);
    }
    out
}
