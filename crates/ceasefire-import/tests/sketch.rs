//! Sketches of profiles for made-up tables and for the real ones where they are at hand: each can
//! be read as it stands.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{Profile, Sketch};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn sketch(table: &str) -> String {
    let sketch = Sketch::of(table.as_bytes(), None).unwrap();
    sketch.profile().unwrap();
    sketch.toml
}

/// A made-up table with most of what tables have.
fn patrols() -> String {
    let mut table =
        "ref,Date of incident,date_end,date_precision,incident type,actor1,actor2,village,lat,lon,\
geo_precision,killed_min,killed_max,wounded,victim name,remarks,url,colour\n"
            .to_owned();
    for row in 1..=24 {
        let sides = if row % 3 == 0 { "Group A; Group B" } else { "Group A" };
        let kind = if row % 4 == 0 { "Raid" } else { "Shelling" };
        writeln!(
            table,
            "R-{row},{row:02}/03/2016,{row:02}/03/2016,{},{kind},{sides},Militia Q,Settlement {},48.{row},37.{row},\
             {},1,{row},{},Invented Person{},\"It is said that on that day somebody fired {row} rounds at the yard\",\
             https://example.org/{row},red",
            1 + row % 2, row % 5, 1 + row % 3, row % 4, ["Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg", "Hh", "Ii", "Jj", "Kk", "Ll"][row % 12].repeat(row),
        )
        .unwrap();
    }
    table
}

#[test]
fn a_table_that_nobody_knows_gets_a_profile_with_a_reason_in_each_line() {
    insta::assert_snapshot!(sketch(&patrols()));
}

#[test]
fn a_sketch_reads_its_own_table() {
    let table = patrols();
    let profile = Sketch::of(table.as_bytes(), None).unwrap().profile().unwrap();
    let trial = Sketch::try_on(table.as_bytes(), None, &profile).unwrap();
    assert_eq!((trial.acts.len(), trial.aside.len()), (5, 0));
    assert_eq!((trial.account.rows, trial.account.acts), (24, 24));
    assert!(trial.acts.iter().all(|act| !act.contains("\"on\"")), "nothing says who attacked whom");
    insta::assert_snapshot!(trial.acts.first().unwrap());
}

/// The lines of a sketch that hold this.
fn lines(sketch: &str, with: &[&str]) -> String {
    let has = |line: &&str| with.iter().any(|with| line.contains(with));
    sketch.lines().filter(has).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_day_that_may_be_a_month_is_left_open_and_said() {
    let open = sketch("id,date,type\n1,01/02/2016,raid\n2,03/04/2016,raid\n");
    insta::assert_snapshot!(lines(&open, &["forms", "Either"]));
    let profile = Profile::read(&open).unwrap();
    let table = "id,date,type\n1,01/02/2016,raid\n2,03/04/2016,raid\n";
    let trial = Sketch::try_on(table.as_bytes(), None, &profile).unwrap();
    assert_eq!((trial.account.acts, trial.account.set_aside()), (0, 2));
    let mixed = sketch("id,date\n1,13/02/2016\n2,02/13/2016\n3,02/03/2016\n");
    insta::assert_snapshot!(lines(&mixed, &["forms", "Both"]));
}

#[test]
fn times_by_the_clock_are_found_with_their_end() {
    let timed = sketch("id,date,time_from,time_to\n1,2016-03-02,09:10,9:25\n2,2016-03-03,21:40,\n");
    insta::assert_snapshot!(lines(&timed, &["clock"]));
}

#[test]
fn points_the_other_way_round_are_noticed_by_their_range() {
    let swapped = sketch("id,date,lat,lon\na,2016-03-02,136.5,-35.1\nb,2016-03-03,137.5,-35.2\n");
    insta::assert_snapshot!(lines(&swapped, &["lat", "lon"]));
    let commas = sketch("id;date;lat;lon\na;2016-03-02;36,5;35,1\nb;2016-03-03;37,5;35,2\n");
    insta::assert_snapshot!(lines(&commas, &["lat", "lon", "decimal"]));
}

#[test]
fn a_table_with_nothing_that_is_known_still_gives_a_profile() {
    let weeks = "when;asad;kurds\n1445814000000;16,49;0\n1446418800000;15,55;0\n";
    insta::assert_snapshot!(sketch(weeks));
    insta::assert_snapshot!(sketch("7\t20160302\tX\n8\t20160303\tY\n"));
    sketch("a,b\n");
    sketch("\"a\nb\",\"c\u{7f}\u{1}\",\"\"\n1,2,3\n");
}

proptest! {
    #[test]
    fn whatever_the_table_its_sketch_is_a_profile(table in "[a-c,;\"\n\t 0-9/.:\\[{}\u{e9}\u{7f}-]{1,200}") {
        if let Ok(sketch) = Sketch::of(table.as_bytes(), None) {
            let profile = sketch.profile();
            prop_assert!(profile.is_ok(), "{profile:?}\n{}", sketch.toml);
            if let Ok(trial) = Sketch::try_on(table.as_bytes(), None, &profile.unwrap()) {
                prop_assert!(trial.account.rows <= 1_000);
            }
        }
    }
}

/// Every table in a folder and the folders in it.
fn tables(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            tables(&path, found);
        } else if ["csv", "CSV", "tsv", "xlsx", "jsonl"].contains(&ending) {
            found.push(path);
        }
    }
}

#[test]
fn the_sketch_of_every_real_table_is_a_profile() {
    let Some(folder) = std::env::var_os("CEASEFIRE_SHARED") else {
        eprintln!("skipped: set CEASEFIRE_SHARED to read the real tables");
        return;
    };
    let mut found = Vec::new();
    tables(&PathBuf::from(folder).join("data"), &mut found);
    assert!(!found.is_empty());
    for path in found {
        let table = std::fs::read(&path).unwrap();
        let sketch = Sketch::of(table.as_slice(), None);
        let sketch = sketch.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let profile =
            sketch.profile().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let trial = Sketch::try_on(table.as_slice(), None, &profile).unwrap();
        assert!(trial.account.adds_up(), "{}: {}", path.display(), trial.account);
    }
}
