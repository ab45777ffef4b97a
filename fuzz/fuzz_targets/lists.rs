//! Any bytes as a copy of the Security Council's list, or as rows of designations.
//!
//! The first byte chooses which. Nothing panics; a list is whole or says where it breaks off; every row is read or set
//! aside; and whatever was read gives one answer for a day, in the same words each time.

#![no_main]

use ceasefire_registers::{Register, Sources, read_designations, read_snapshot};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    match choice % 3 {
        0 => list(rest),
        1 => rows("rows.csv", rest),
        _ => rows("rows.jsonl", rest),
    }
});

fn list(bytes: &[u8]) {
    match read_snapshot("list.xml", bytes) {
        Err(error) => assert!(!error.message.is_empty() && error.line > 0 && error.column > 0),
        Ok(list) => {
            for row in &list.aside {
                assert!(!row.reason.is_empty() && row.line > 0);
            }
            let called: Vec<String> =
                list.entries.iter().take(4).map(|entry| entry.reference.to_string()).collect();
            let names = list.groups().take(4).map(|(_, name, _)| name.to_owned());
            let called: Vec<String> = called.into_iter().chain(names.collect::<Vec<_>>()).collect();
            let snapshots = [list];
            let sources = Sources { snapshots: &snapshots, ..Sources::default() };
            ask(&Register::new("un.made-up", sources), &called);
        }
    }
}

fn rows(file: &str, bytes: &[u8]) {
    let mut aside = Vec::new();
    let rows = read_designations(file, bytes, &mut aside);
    for row in &aside {
        assert!(!row.reason.is_empty() && row.line > 0, "a row set aside says where and why");
    }
    let called: Vec<String> = rows
        .iter()
        .take(4)
        .flat_map(|row| [Some(row.entity.to_string()), row.name.clone()])
        .flatten()
        .collect();
    for list in rows.iter().map(|row| row.list.clone()).take(2) {
        let register = Register::new(&list, Sources { rows: &rows, ..Sources::default() });
        ask(&register, &called);
    }
}

/// The stretches of an answer follow each other without a gap, and each agrees with the answer of its first day.
fn ask(register: &Register, called: &[String]) {
    for one in called {
        let stretches = register.stretches(one);
        assert!(stretches.first().is_some_and(|first| first.from.is_none()));
        assert!(stretches.last().is_some_and(|last| last.until.is_none()));
        for (before, after) in stretches.iter().zip(stretches.iter().skip(1)) {
            assert_eq!(before.until, after.from);
            assert_ne!(before.answer, after.answer);
        }
        for stretch in stretches.iter().filter(|stretch| stretch.from.is_some()) {
            let told = register.ask(one, stretch.from.unwrap_or_default());
            assert_eq!((told.answer, &told.reason), (stretch.answer, &stretch.reason));
        }
        assert!(!register.subjects(one).is_empty());
    }
}
