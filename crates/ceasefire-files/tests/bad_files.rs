//! Files and folders that are not what they should be, and names that are perhaps misspelt.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use accord_check::check;
use accord_check::model::Agreement;
use ceasefire_files::{Library, Reports};
use std::fs;
use std::path::{Path, PathBuf};

fn agreement() -> Agreement {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/syria-coh-2016");
    check(&Library::open(&folder).unwrap().family).agreement
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-files").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What reading the path comes to, with the path of the folder taken out.
fn read(folder: &Path, path: &Path) -> String {
    let told = match Reports::read(&[path.to_path_buf()], &[], &agreement()) {
        Err(error) => error.to_string(),
        Ok(reports) => {
            let aside = reports.aside.iter().map(ToString::to_string);
            let lines: Vec<String> = reports.notes.iter().cloned().chain(aside).collect();
            format!("{} acts\n{}", reports.acts.len(), lines.join("\n"))
        }
    };
    told.replace(&folder.display().to_string(), "[folder]")
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let folder = folder("missing");
    insta::assert_snapshot!(
        read(&folder, &folder.join("acts.jsonl")),
        @"there is no file or folder `[folder]/acts.jsonl`"
    );
}

#[test]
fn a_folder_without_acts_is_no_folder_of_acts() {
    let folder = folder("bare");
    fs::write(folder.join("README.md"), "nothing here").unwrap();
    fs::write(folder.join("acts.xlsx"), "nothing here").unwrap();
    insta::assert_snapshot!(read(&folder, &folder));
}

#[test]
fn an_empty_file_is_told() {
    let folder = folder("empty");
    fs::write(folder.join("acts.jsonl"), "\n").unwrap();
    insta::assert_snapshot!(read(&folder, &folder), @r"
    0 acts
    `[folder]/acts.jsonl` is empty
    ");
}

#[test]
fn a_table_under_another_ending_is_set_aside_row_by_row() {
    let folder = folder("ending");
    let path = folder.join("acts.txt");
    fs::write(&path, "id,kind,at\na,attack,2016-03-02\n").unwrap();
    insta::assert_snapshot!(read(&folder, &path));
}

#[test]
fn endings_are_known_in_capitals_too() {
    let folder = folder("capitals");
    fs::write(folder.join("acts.CSV"), "id,kind,at\na,attack,2016-03-02\n").unwrap();
    insta::assert_snapshot!(read(&folder, &folder), @"1 acts");
}

#[test]
fn rows_set_aside_stand_in_the_order_of_files_and_lines() {
    let folder = folder("order");
    let bad = "{\"id\":\"b\"}\nnot json\n{\"id\":\"c\"}\n";
    fs::write(folder.join("acts-1.jsonl"), bad).unwrap();
    fs::write(folder.join("acts-2.jsonl"), bad).unwrap();
    insta::assert_snapshot!(read(&folder, &folder));
}

#[test]
fn an_id_in_two_files_keeps_the_first() {
    let folder = folder("twice");
    let act = r#"{"id":"a","kind":"attack","at":"2016-03-02"}"#;
    fs::write(folder.join("acts-1.jsonl"), act).unwrap();
    fs::write(folder.join("acts-2.jsonl"), act).unwrap();
    insta::assert_snapshot!(read(&folder, &folder), @r"
    1 acts
    [folder]/acts-2.jsonl:1 `id`: another act above has the id `a`
    ");
}

#[test]
fn a_name_that_is_perhaps_misspelt_is_told_and_left_as_it_is() {
    let folder = folder("slips");
    let rows = [
        r#"{"id":"a","kind":"atack","at":"2016-03-02"}"#,
        r#"{"id":"b","kind":"attack","at":"2016-03-02","by":["russian-aerospce-forces"]}"#,
        r#"{"id":"c","kind":"attack","at":"2016-03-02","by":["militia-q"],"on":["jabhat-alnusra"]}"#,
        r#"{"id":"d","kind":"attack","at":"2016-03-02","on":["jabhat-alnusra"]}"#,
    ];
    fs::write(folder.join("acts.jsonl"), rows.join("\n")).unwrap();
    insta::assert_snapshot!(read(&folder, &folder));
}

#[test]
fn what_became_known_later_is_left_out() {
    let folder = folder("known");
    let acts = [
        r#"{"id":"early","kind":"attack","at":"2016-03-02","sources":[{"seen":"2016-03-03"},{"seen":"2016-03-09"}],"facts":["immediate-threat(it) recorded 2016-03-08"]}"#,
        r#"{"id":"late","kind":"attack","at":"2016-03-02","sources":[{"seen":"2016-03-06"}]}"#,
        r#"{"id":"always","kind":"attack","at":"2016-03-02"}"#,
    ];
    let bulletins = [
        r#"{"bulletin":"a","publisher":"A","seen":"2016-03-03"}"#,
        r#"{"bulletin":"b","publisher":"A","seen":"2016-03-06"}"#,
        r#"{"bulletin":"c","publisher":"A"}"#,
    ];
    fs::write(folder.join("acts.jsonl"), acts.join("\n")).unwrap();
    fs::write(folder.join("bulletins.jsonl"), bulletins.join("\n")).unwrap();
    let agreement = agreement();
    let mut reports = Reports::read(&[folder], &[], &agreement).unwrap();
    assert!(reports.aside.is_empty(), "{:?}", reports.aside);
    let (_, day) = ceasefire_files::interval("2016-03-05", &agreement).unwrap();
    reports.known_on(day, &agreement);
    let acts: Vec<_> =
        reports.acts.iter().map(|act| (act.act.id.as_str(), act.act.facts.len())).collect();
    assert_eq!(acts, [("always", 0), ("early", 0)]);
    let bulletins: Vec<_> = reports.bulletins.iter().map(|b| b.id.as_str()).collect();
    assert_eq!(bulletins, ["a", "c"]);
}
