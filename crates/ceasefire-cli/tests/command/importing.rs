//! Tables of publishers taken in, and judged.

use crate::run::{SYRIA, ceasefire, folder};
use std::fs;

/// Incidents that are made up; the third has no day.
pub const TABLE: &str = "code,belligerents,civ_killed_min,civ_killed_max,geo_precision,date,date_end,location_en,latitude,longitude\n\
    XX1,Militia Q,1,3,city,2016-03-02,,Town X,35.1,36.1\n\
    XX2,\"Militia Q,Group A\",,,,2016-03-05,2016-03-07,Town Y,,\n\
    XX3,Militia Q,,,,,,Town Z,,\n\
    XX4,Militia Q,,,,2016-06-01,,Town Z,,\n";

#[test]
fn a_table_is_taken_in_and_its_acts_are_judged() {
    let folder = folder("importing");
    let (table, acts) = (folder.join("table.csv"), folder.join("acts-q.jsonl"));
    fs::write(&table, TABLE).unwrap();
    let (table, acts) = (table.to_str().unwrap(), acts.to_str().unwrap());
    let run = ceasefire(&["import", table, "--out", acts, "--until", "2016-04-30"]);
    insta::assert_snapshot!(run.seen().replace(folder.to_str().unwrap(), "…"));
    insta::assert_snapshot!(fs::read_to_string(acts).unwrap());
    let judged = ceasefire(&["judge", SYRIA, folder.to_str().unwrap()]);
    assert!(judged.out.contains("2 acts reported"), "{}", judged.out);
    let piped = ceasefire(&["import", table, "--until", "2016-04-30"]);
    assert_eq!(piped.out, fs::read_to_string(acts).unwrap());
}

#[test]
fn a_table_that_no_profile_fits_is_an_error_that_names_its_headings() {
    let folder = folder("importing-unknown");
    let table = folder.join("table.csv");
    fs::write(&table, "a;b\n1;2\n").unwrap();
    let run = ceasefire(&["import", table.to_str().unwrap()]);
    insta::assert_snapshot!(run.seen().replace(folder.to_str().unwrap(), "…"), @"
    error: …/table.csv: no mapping profile fits these headings: a, b; name one with --profile
    exit code 2
    ");
}

#[test]
fn a_sketch_can_be_kept_and_used_as_a_profile() {
    let folder = folder("importing-sketch");
    let (table, profile) = (folder.join("table.csv"), folder.join("ours.toml"));
    fs::write(
        &table,
        "ref;heard on;side;village\nR-1;02.03.2016;Militia Q;Town X\nR-2;14.03.2016;;Town Y\n",
    )
    .unwrap();
    let (table, profile) = (table.to_str().unwrap(), profile.to_str().unwrap());
    let sketched = ceasefire(&["import", table, "--sketch"]);
    fs::write(profile, &sketched.out).unwrap();
    insta::assert_snapshot!(sketched.err.replace(folder.to_str().unwrap(), "…"));
    let run = ceasefire(&["import", table, "--profile", profile]);
    assert_eq!(run.lines().len(), 2, "{}", run.err);
}

#[test]
fn a_workbook_says_which_sheet_was_read_and_which_there_are() {
    let template = "templates/ceasefire-violations.xlsx";
    let read = ceasefire(&["import", template]);
    assert!(read.err.contains("sheet `Violations`, heading in row 1"), "{}", read.err);
    let other = ceasefire(&["import", template, "--sheet", "March"]);
    insta::assert_snapshot!(other.seen(), @"
    error: templates/ceasefire-violations.xlsx: the table cannot be read: the workbook has no sheet `March`; its sheets are: Violations
    exit code 2
    ");
}
