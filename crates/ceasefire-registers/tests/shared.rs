//! The real lists, where they are at hand: `CEASEFIRE_SHARED` names the folder that holds
//! `data/sanctions` and `data/actors`. Without it these tests say that they are skipped.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]
#![expect(clippy::panic, reason = "these functions are tests")]

use ceasefire_registers::{
    Answer, Designation, Reference, Register, Snapshot, Sources, Stretch, read_snapshot, shipped,
};
use jiff::civil::Date;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("CEASEFIRE_SHARED");
    if folder.is_none() {
        println!("skipped: CEASEFIRE_SHARED is not set");
    }
    folder.map(PathBuf::from)
}

fn snapshots(shared: &Path) -> Vec<Snapshot> {
    let mut files: Vec<PathBuf> = fs::read_dir(shared.join("data/sanctions"))
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "xml"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let file = BufReader::new(File::open(path).expect("it opens"));
        read_snapshot(&name, file).unwrap_or_else(|error| panic!("{error}"))
    };
    files.iter().map(read).collect()
}

#[test]
fn every_snapshot_is_read_whole() {
    let Some(shared) = shared() else { return };
    let told: Vec<String> = snapshots(&shared)
        .iter()
        .map(|one| {
            let scope = &one.scope;
            let (entries, aside) = (one.entries.len(), one.aside.len());
            format!("{} {} {scope:?} {entries} {aside}", one.file, one.day)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn every_case_of_the_table_of_designation_dates_is_answered() {
    let Some(shared) = shared() else { return };
    let snapshots = snapshots(&shared);
    let rows = shipped();
    let register = Register::new(
        "un.sc-terrorist",
        Sources { snapshots: &snapshots, lists: &[], rows: &rows },
    );
    let table = fs::read_to_string(shared.join("data/actors/designation_dates_dev.csv"));
    let table = table.expect("the table is there");
    let mut wrong = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.splitn(6, ',').collect();
        let [name, reference, day, entity, listed, _] = cells[..] else { panic!("{row}") };
        let day = day.parse().expect("a day");
        let told = register.name_on(name, day);
        println!("{name} {day}: {:?}, {}", told.answer, told.reason);
        if told.answer != answer(listed) {
            wrong.push(format!("{row}\n  name: {told:?}"));
        }
        // "designated" is about the group; while its name stood under another's entry, that
        // entry's own listing says nothing about it.
        let elsewhere = name == "Jabhat al-Nusrah" && reference == "QDe.115";
        if !reference.is_empty() && !elsewhere {
            let told = register.entity_on(&Reference::new(reference), day);
            println!("   {reference}: {:?}, {}", told.answer, told.reason);
            if told.answer != answer(entity) {
                wrong.push(format!("{row}\n  entity: {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_shipped_rows_say_what_the_snapshots_say() {
    let Some(shared) = shared() else { return };
    let snapshots = snapshots(&shared);
    let sources = Sources { snapshots: &snapshots, lists: &["QD"], rows: &[] };
    let lists = Register::new("un.sc-terrorist", sources);
    let rows: Vec<Designation> =
        shipped().into_iter().filter(|row| row.source.starts_with("UN Security")).collect();
    let sources = Sources { rows: &rows, ..Sources::default() };
    let table = Register::new("un.sc-terrorist", sources);
    let known = |stretches: Vec<Stretch>| -> Vec<(Option<Date>, Option<Date>)> {
        let yes = stretches.into_iter().filter(|one| one.answer == Answer::Yes);
        yes.map(|one| (one.from, one.until)).collect()
    };
    for row in &rows {
        let called = row.name.as_deref().unwrap_or(row.entity.as_str());
        assert_eq!(known(table.stretches(called)), known(lists.stretches(called)), "{called}");
    }
    assert!(!rows.is_empty());
}

fn answer(cell: &str) -> Answer {
    match cell {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        other => panic!("`{other}` is no answer"),
    }
}
