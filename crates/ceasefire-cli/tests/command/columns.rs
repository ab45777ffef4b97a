//! Acts as Parquet: written, read back, judged; and what is told of files that are none.

use crate::run::{EXAMPLE, SYRIA, ceasefire, folder, root, without};
use std::fs;
use std::path::Path;

/// Runs `convert` from one file of a folder to another.
fn convert(folder: &Path, from: &str, to: &str) -> crate::run::Ran {
    let (from, to) = (folder.join(from), folder.join(to));
    ceasefire(&["convert", from.to_str().unwrap(), to.to_str().unwrap()])
}

/// Runs it and says what a user sees.
fn seen(folder: &Path, from: &str, to: &str) -> String {
    without(&convert(folder, from, to).seen(), folder)
}

/// The shipped example with its acts as Parquet.
fn example(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    for acts in ["acts-airwars", "acts-bulletins"] {
        let from = root().join(EXAMPLE).join(format!("{acts}.jsonl"));
        let to = folder.join(format!("{acts}.parquet"));
        ceasefire(&["convert", from.to_str().unwrap(), to.to_str().unwrap()]).clean();
    }
    for other in ["facts.jsonl", "designations.jsonl", "bulletins.jsonl"] {
        fs::copy(root().join(EXAMPLE).join(other), folder.join(other)).unwrap();
    }
    folder
}

#[test]
fn acts_are_judged_from_parquet_as_they_are_from_lines() {
    let folder = example("columns-judged");
    let path = folder.to_str().unwrap();
    for format in ["text", "json"] {
        let lines = ceasefire(&["judge", SYRIA, EXAMPLE, "--format", format]).clean();
        assert_eq!(ceasefire(&["judge", SYRIA, path, "--format", format]).clean(), lines);
    }
    let explained = ["explain", SYRIA, path, "--act", "airwars:RS0737"];
    let lines = ["explain", SYRIA, EXAMPLE, "--act", "airwars:RS0737"];
    assert_eq!(ceasefire(&explained).clean(), ceasefire(&lines).clean());
}

#[test]
fn acts_come_back_from_parquet_as_they_were() {
    let folder = example("columns-back");
    let told = convert(&folder, "acts-bulletins.parquet", "acts-back.jsonl").clean();
    assert_eq!(without(&told, &folder), "37 acts written to [folder]/acts-back.jsonl\n");
    let values = |path: &Path| -> Vec<serde_json::Value> {
        let text = fs::read_to_string(path).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let given = values(&root().join(EXAMPLE).join("acts-bulletins.jsonl"));
    assert_eq!(values(&folder.join("acts-back.jsonl")), given);
    assert!(!folder.join("acts-back.jsonl.part").exists());
}

#[test]
fn a_table_is_read_and_not_written() {
    let folder = folder("columns-sheet");
    let table = "id,kind,by,at,killed_min\n\
                 a,attack,group-a 0.7 | group-b 0.3,2016-03-02,3\n\
                 b,attack,group-a,yesterday,\n";
    fs::write(folder.join("acts.csv"), table).unwrap();
    let seen = [
        seen(&folder, "acts.csv", "acts.parquet"),
        seen(&folder, "acts.parquet", "acts.jsonl"),
        fs::read_to_string(folder.join("acts.jsonl")).unwrap(),
        seen(&folder, "acts.parquet", "acts-back.csv"),
    ];
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn rows_that_are_no_acts_are_set_aside_and_the_others_converted() {
    let folder = folder("columns-aside");
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(1 << 20));
    let rows = [
        "\u{feff}{\"id\":\"a\",\"kind\":\"attack\",\"at\":\"2016-03-02\"}",
        "",
        "{\"id\":\"b\"",
        "{\"id\":\"c\",\"kind\":\"attack\",\"at\":\"2016-03-02\",\"target\":\"group-a\"}",
        &long,
        "{\"id\":\"d\",\"kind\":\"attack\",\"at\":\"2016-03-02\",\"by\":[{\"actor\":\"group-a\",\"mass\":2}]}",
        "{\"id\":\"e\",\"kind\":\"attack\",\"at\":\"2016-03-03\"}",
    ];
    fs::write(folder.join("acts.jsonl"), rows.join("\n")).unwrap();
    insta::assert_snapshot!(seen(&folder, "acts.jsonl", "acts.parquet"));
    assert_eq!(
        seen(&folder, "acts.parquet", "two.jsonl"),
        "2 acts written to [folder]/two.jsonl\nexit code 0"
    );
}

#[test]
fn what_cannot_be_converted_is_told_and_leaves_no_file() {
    let folder = example("columns-mistakes");
    let whole = fs::read(folder.join("acts-bulletins.parquet")).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 3] ^= 1;
    fs::write(folder.join("changed.parquet"), changed).unwrap();
    fs::write(folder.join("cut.parquet"), &whole[..whole.len() / 2]).unwrap();
    fs::write(folder.join("lines.parquet"), "{\"id\":\"a\"}\n").unwrap();
    fs::write(folder.join("acts.txt"), "").unwrap();
    fs::create_dir(folder.join("folder.parquet")).unwrap();
    let seen = |from: &str, to: &str| {
        let told = seen(&folder, from, to);
        assert!(told.ends_with("exit code 2"), "{told}");
        told
    };
    insta::assert_snapshot!(
        [
            seen("changed.parquet", "out.jsonl"),
            seen("cut.parquet", "out.jsonl"),
            seen("lines.parquet", "out.jsonl"),
            seen("nothing.jsonl", "out.parquet"),
            seen("acts.txt", "out.parquet"),
            seen("folder.parquet", "out.jsonl"),
            seen("acts-bulletins.parquet", "out.xlsx"),
            seen("acts-bulletins.parquet", "out"),
            seen("acts-bulletins.parquet", "acts-bulletins.parquet"),
            seen("acts-bulletins.parquet", "nowhere/out.jsonl"),
        ]
        .join("\n\n")
    );
    assert!(!folder.join("out.jsonl").exists() && !folder.join("out.parquet").exists());
    assert_eq!(fs::read(folder.join("acts-bulletins.parquet")).unwrap(), whole);
}

#[test]
fn a_parquet_file_that_cannot_be_read_is_set_aside_when_acts_are_judged() {
    let folder = folder("columns-judged-aside");
    fs::write(folder.join("acts-a.jsonl"), r#"{"id":"a","kind":"attack","at":"2016-03-02"}"#)
        .unwrap();
    let parquet = folder.join("acts-a.parquet");
    let path = folder.to_str().unwrap();
    convert(&folder, "acts-a.jsonl", "acts-a.parquet").clean();
    let mut told = Vec::new();
    told.push(ceasefire(&["judge", SYRIA, path]).err);
    let whole = fs::read(&parquet).unwrap();
    fs::write(&parquet, &whole[..100]).unwrap();
    told.push(ceasefire(&["judge", SYRIA, path]).err);
    told.push(ceasefire(&["judge", SYRIA, path, "--facts", parquet.to_str().unwrap()]).err);
    insta::assert_snapshot!(without(&told.join("\n"), &folder));
    assert_eq!(ceasefire(&["judge", SYRIA, path, "--strict"]).code, 1);
}
