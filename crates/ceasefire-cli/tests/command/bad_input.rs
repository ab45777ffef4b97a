//! Bad rows beside good ones: counted, told, and without effect on the others.

use crate::run::{EXAMPLE, SYRIA, ceasefire, folder};
use std::fs;

/// Rows of every kind of wrong, none of which can be read.
fn bad_rows() -> Vec<u8> {
    let mut rows: Vec<Vec<u8>> = [
        "{\"id\":\"cut",
        "null",
        r#"{"id":"x1","kind":"attack","at":"2016-03-02","by":[{"actor":"group-a","mass":1.2}]}"#,
        r#"{"id":"x2","kind":"attack","at":"2016-03-02","by":[{"actor":"group-a","mass":-1}]}"#,
        r#"{"id":"x3","kind":"attack","at":"0001-01-01"}"#,
        r#"{"id":"x4","kind":"attack","at":"2016-03-02","weapon":null}"#,
        r#"{"id":"airwars:RS0737","kind":"attack","at":"2016-03-02"}"#,
        r#"{"id":"x5","kind":"attack","at":"2016-03-02","facts":["in-zone(it)"]}"#,
    ]
    .iter()
    .map(|row| row.as_bytes().to_vec())
    .collect();
    rows.push(b"\xff\xfe".to_vec());
    rows.push("[".repeat(200_000).into_bytes());
    rows.push(b" x".repeat(1 << 20));
    rows.join(&b'\n')
}

#[test]
fn bad_rows_change_no_verdict_and_are_counted() {
    let folder = folder("bad-input");
    // It is read after the example's own files, so that a doubled id is the later one.
    fs::write(folder.join("acts-bad.jsonl"), bad_rows()).unwrap();
    fs::write(folder.join("facts-bad.jsonl"), "{\"fact\":\"engaged(\"}\n{}\n").unwrap();
    fs::write(folder.join("bulletins-bad.csv"), "bulletin,publisher\n,A\n").unwrap();
    let path = folder.to_str().unwrap();
    let alone = ceasefire(&["judge", SYRIA, EXAMPLE, "--format", "json"]).clean();
    let beside = ceasefire(&["judge", SYRIA, EXAMPLE, path, "--format", "json"]);
    assert_eq!(beside.out, alone);
    assert_eq!(beside.err.lines().count(), 14, "{}", beside.err);
    assert!(beside.err.lines().all(|line| line.starts_with("set aside: ")));
    let summary = ceasefire(&["judge", SYRIA, EXAMPLE, path]).out;
    assert!(summary.contains("340 acts reported, 2016-02-01 to 2016-04-30; 14 rows set aside"));
}

#[test]
fn a_folder_of_facts_alone_judges_no_act() {
    let folder = folder("only-facts");
    fs::copy(crate::run::root().join(EXAMPLE).join("facts.jsonl"), folder.join("facts.jsonl"))
        .unwrap();
    let run = ceasefire(&["judge", SYRIA, folder.to_str().unwrap()]);
    insta::assert_snapshot!(run.clean());
}
