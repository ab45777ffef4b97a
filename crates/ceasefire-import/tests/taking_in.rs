//! Tables taken into a file of acts: once, twice, in a later vintage, and half-way.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{AsReported, Days, Intake, IntakeError, Out, Profile, Taken, Unplaced};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

static OURS: LazyLock<Profile> = LazyLock::new(|| {
    Profile::read(
        r#"
        name = "ours"
        title = "A table of our own"
        marks = ["ref", "heard_at"]
        source = { publisher = "Monitors of Sector Q" }
        id = { columns = ["ref"], prefix = "q:" }
        time = { first = "heard_at", last = "until", forms = ["%Y-%m-%d"] }
        kind = { default = "attack" }
        harm = { killed = { min = "killed" } }
        "#,
    )
    .unwrap()
});

const HEAD: &str = "ref,heard_at,until,killed\n";

/// A folder with tables in it.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn table(&self, name: &str, rows: &str) -> PathBuf {
        fs::write(self.path(name), format!("{HEAD}{rows}")).unwrap();
        self.path(name)
    }

    fn take_within(&self, tables: &[impl AsRef<Path>], days: Days) -> Result<Taken, IntakeError> {
        let intake = Intake {
            profiles: &[],
            named: Some(&OURS),
            sheet: None,
            naming: &AsReported,
            placing: &Unplaced,
            days,
        };
        intake.take(tables, Out::File(&self.path("acts.jsonl")), &|_| ())
    }

    fn take(&self, tables: &[impl AsRef<Path>]) -> Taken {
        self.take_within(tables, Days::default()).unwrap()
    }

    fn acts(&self) -> String {
        fs::read_to_string(self.path("acts.jsonl")).unwrap()
    }

    /// Ids, days and the dead, one act a line.
    fn short(&self) -> String {
        let short = |line: &str| {
            let act: serde_json::Value = serde_json::from_str(line).unwrap();
            let killed =
                act.pointer("/harm/killed/min").map_or("?".to_owned(), ToString::to_string);
            format!("{} {} {killed}", act["id"].as_str().unwrap(), act["at"].as_str().unwrap())
        };
        self.acts().lines().map(short).collect::<Vec<_>>().join("\n")
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn told(taken: &Taken) -> String {
    let merged = &taken.merged;
    let mut told: Vec<String> =
        taken.tables.iter().map(|table| table.account.to_string()).collect();
    told.push(format!("{} new, {} same, {} changed", merged.new, merged.same, merged.changed));
    for change in &merged.changes {
        let whence = if change.earlier { "an earlier import" } else { "a row above" };
        told.push(format!("{}: {} (against {whence})", change.id, change.fields.join(", ")));
    }
    told.join("\n")
}

#[test]
fn acts_stand_in_the_order_of_the_table() {
    let bench = Bench::new();
    let table =
        bench.table("t.csv", "9,2016-03-05,,1\n2,2016-03-01,2016-03-04,\n5,2016-03-03,,0\n");
    bench.take(&[table]);
    insta::assert_snapshot!(bench.short(), @"
    q:9 2016-03-05 1
    q:2 2016-03-01 .. 2016-03-04 ?
    q:5 2016-03-03 0
    ");
}

#[test]
fn the_same_file_again_changes_not_a_byte() {
    let bench = Bench::new();
    let table = bench.table("t.csv", "1,2016-03-05,,1\n2,2016-03-01,,\n");
    bench.take(&[&table]);
    let before = bench.acts();
    insta::assert_snapshot!(told(&bench.take(&[table])), @"
    2 rows read: 2 acts, 0 set aside
    0 new, 2 same, 0 changed
    ");
    assert_eq!(bench.acts(), before);
}

#[test]
fn a_later_vintage_changes_an_act_in_its_place_and_adds_new_ones_behind() {
    let bench = Bench::new();
    let first = bench.table("1.csv", "1,2016-03-05,,1\n2,2016-03-01,,\n3,2016-03-02,,4\n");
    let later = bench.table("2.csv", "4,2016-02-29,,\n3,2016-03-02,,4\n2,2016-03-02,,7\n");
    bench.take(&[first]);
    insta::assert_snapshot!(told(&bench.take(&[later])), @"
    3 rows read: 3 acts, 0 set aside
    1 new, 1 same, 1 changed
    q:2: at, harm (against an earlier import)
    ");
    insta::assert_snapshot!(bench.short(), @"
    q:1 2016-03-05 1
    q:2 2016-03-02 7
    q:3 2016-03-02 4
    q:4 2016-02-29 ?
    ");
}

#[test]
fn an_act_that_one_table_tells_twice_is_one_act_and_the_later_row_counts() {
    let bench = Bench::new();
    let rows = "1,2016-03-05,,1\n1,2016-03-05,,1\n2,2016-03-01,,3\n1,2016-03-05,,6\n";
    let taken = bench.take(&[bench.table("t.csv", rows)]);
    insta::assert_snapshot!(told(&taken), @"
    4 rows read: 2 acts, 0 set aside, 2 told before in this import
    2 new, 0 same, 0 changed
    q:1: harm (against a row above)
    ");
    insta::assert_snapshot!(bench.short(), @"
    q:1 2016-03-05 6
    q:2 2016-03-01 3
    ");
}

#[test]
fn acts_certainly_outside_the_days_asked_for_are_counted_and_those_that_touch_are_taken() {
    let bench = Bench::new();
    let rows =
        "1,2016-02-29,,\n2,2016-02-20,2016-03-01,\n3,2016-03-03,2016-03-09,\n4,2016-03-04,,\n";
    let day = |day: &str| Some(day.parse().unwrap());
    let days = Days { from: day("2016-03-01"), until: day("2016-03-03") };
    let taken = bench.take_within(&[bench.table("t.csv", rows)], days).unwrap();
    insta::assert_snapshot!(told(&taken), @"
    4 rows read: 2 acts, 0 set aside, 2 outside the days asked for
    2 new, 0 same, 0 changed
    ");
}

#[test]
fn rows_set_aside_are_mended_and_taken_in() {
    let bench = Bench::new();
    let table = bench.table("t.csv", "1,2016-03-05,,1\n2,soon,,\n3,2016-03-02,,some\n");
    let taken = bench.take(&[table]);
    let [told_table] = taken.tables.as_slice() else { panic!("{taken:?}") };
    assert_eq!(told_table.aside, Some(bench.path("acts.aside.csv")));
    let aside = fs::read_to_string(bench.path("acts.aside.csv")).unwrap();
    insta::assert_snapshot!(aside, @"
    ref,heard_at,until,killed,set aside: line,set aside: column,set aside: reason
    2,soon,,,3,heard_at,`soon` is not a date as this publisher writes them
    3,2016-03-02,,some,4,killed,`some` is not a number of people
    ");
    let mended = bench.path("mended.csv");
    fs::write(&mended, aside.replace("2,soon", "2,2016-03-06").replace(",some,", ",2,")).unwrap();
    insta::assert_snapshot!(told(&bench.take(&[mended])), @"
    2 rows read: 2 acts, 0 set aside
    2 new, 0 same, 0 changed
    ");
    insta::assert_snapshot!(bench.short(), @"
    q:1 2016-03-05 1
    q:2 2016-03-06 ?
    q:3 2016-03-02 2
    ");
}

#[test]
fn a_table_that_cannot_be_read_leaves_every_file_as_it_was() {
    let bench = Bench::new();
    let good = bench.table("1.csv", "1,2016-03-05,,1\nx,soon,,\n");
    bench.take(&[&good]);
    let (before, names) = (bench.acts(), bench.names());
    let more = bench.table("2.csv", "2,2016-03-05,,1\n");
    fs::write(bench.path("3.csv"), "a,b\n1,2\n").unwrap();
    let refused = bench.take_within(&[&more, &bench.path("3.csv")], Days::default());
    let refused =
        refused.unwrap_err().to_string().replace(&bench.0.path().display().to_string(), "…");
    insta::assert_snapshot!(refused, @"…/3.csv: the profile `ours` needs the columns ref, heard_at, and the table has a, b");
    assert_eq!(bench.acts(), before);
    fs::remove_file(more).unwrap();
    fs::remove_file(bench.path("3.csv")).unwrap();
    assert_eq!(bench.names(), names, "nothing is left lying about");
}

#[test]
fn an_earlier_file_that_is_no_acts_is_refused_with_its_line() {
    let bench = Bench::new();
    let table = bench.table("t.csv", "1,2016-03-05,,1\n");
    fs::write(bench.path("acts.jsonl"), "{\"id\":\"a\"}\n\n{\n").unwrap();
    let refused = bench.take_within(&[table], Days::default()).unwrap_err().to_string();
    assert!(
        refused.ends_with("acts.jsonl: line 3 is no act in JSON; nothing was changed"),
        "{refused}"
    );
}

#[test]
fn an_earlier_act_in_other_letters_is_the_same_act_and_keeps_them() {
    let bench = Bench::new();
    let table = bench.table("t.csv", "1,2016-03-05,,1\n");
    bench.take(&[&table]);
    let spaced = bench.acts().replace(",\"", ", \"");
    fs::write(bench.path("acts.jsonl"), &spaced).unwrap();
    assert_eq!(bench.take(&[table]).merged.same, 1);
    assert_eq!(bench.acts(), spaced);
}

#[test]
fn without_a_file_the_acts_are_written_out_and_rows_set_aside_stand_beside_the_table() {
    let bench = Bench::new();
    let table = bench.table("t.csv", "1,2016-03-05,,1\n2,soon,,\n");
    let intake = Intake {
        profiles: &[],
        named: Some(&OURS),
        sheet: None,
        naming: &AsReported,
        placing: &Unplaced,
        days: Days::default(),
    };
    let mut out = Vec::new();
    let taken = intake.take(&[table], Out::Stream(&mut out), &|_| ()).unwrap();
    assert_eq!(taken.tables.first().unwrap().aside, Some(bench.path("t.aside.csv")));
    assert!(String::from_utf8(out).unwrap().starts_with("{\"id\":\"q:1\""));
}

#[test]
fn several_tables_each_have_a_table_of_rows_set_aside() {
    let bench = Bench::new();
    let tables = [bench.table("one.csv", "1,soon,,\n"), bench.table("two.csv", "2,soon,,\n")];
    bench.take(&tables);
    assert_eq!(
        bench.names(),
        ["acts.jsonl", "acts.one.aside.csv", "acts.two.aside.csv", "one.csv", "two.csv"]
    );
}

/// Whether nothing is there but acts that can be read, each once.
fn ids(path: &Path) -> Vec<String> {
    let id = |line: &str| {
        let act: serde_json::Value = serde_json::from_str(line).unwrap();
        act["id"].as_str().unwrap().to_owned()
    };
    fs::read_to_string(path).unwrap().lines().map(id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_rows_they_add_up_and_importing_them_twice_changes_nothing(
        rows in proptest::collection::vec((0..6_u8, 0..4_u8, 0..3_u8, any::<bool>()), 0..20)
    ) {
        let bench = Bench::new();
        let mut table = String::new();
        for (id, day, killed, good) in rows {
            let day = if good { format!("2016-03-0{day}") } else { String::new() };
            writeln!(table, "{id},{day},,{killed}").unwrap();
        }
        let table = bench.table("t.csv", &table);
        let first = bench.take(&[&table]);
        prop_assert!(first.tables.iter().all(|table| table.account.adds_up()));
        let acts: u64 = first.tables.iter().map(|table| table.account.acts).sum();
        let found = ids(&bench.path("acts.jsonl"));
        prop_assert_eq!(found.len() as u64, acts);
        let mut once = found.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), found.len());
        let before = bench.acts();
        let again = bench.take(&[table]);
        prop_assert_eq!((again.merged.new, again.merged.changed), (0, 0));
        prop_assert_eq!(bench.acts(), before);
    }
}
