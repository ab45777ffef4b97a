//! Rows that were once misread: taken for something they do not say, or losing a part of it.

use accord_check::model::Agreement;
use accord_check::{Family, Source, check};
use accord_judge::{Entry, Mass, Value};
use ceasefire_files::{ReportedAct, SetAside, read_acts, read_bulletins, read_facts};
use std::collections::BTreeSet;

const TEXT: &str = r#"# T

```accord
agreement t.t
  title     "t"
  made      2016-01-01
  zone      UTC

actor group-a "A"
kind  attack "attack"
fact  p(X) "p"
fact  t(X) "t"

define party X
  means     p(X) and t(X) <= 2016-02-01

prohibition fire
  binds     party
  forbids   attack on anyone
```
"#;

fn agreement() -> Agreement {
    let checked = check(&Family::read(vec![Source { path: "t.md".into(), text: TEXT.to_owned() }]));
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    checked.agreement
}

fn acts(file: &str, rows: &str) -> (Vec<ReportedAct>, Vec<SetAside>) {
    let mut aside = Vec::new();
    let read = read_acts(file, rows.as_bytes(), &agreement(), &mut BTreeSet::new(), &mut aside);
    (read, aside)
}

fn fact(row: &str) -> Result<Entry, String> {
    let mut aside = Vec::new();
    let mut read = read_facts("facts.jsonl", row.as_bytes(), &agreement(), &mut aside);
    read.entries.pop().ok_or_else(|| aside.iter().map(ToString::to_string).collect())
}

#[test]
fn a_mass_that_is_not_a_number_is_not_zero() {
    for mass in ["null", "true", "[]", "\"\"", "\".\"", "\"+.5\"", "\"1.\"", "-0.1", "1e-7"] {
        let row = format!(
            r#"{{"id":"a","kind":"attack","at":"2016-03-02","by":[{{"actor":"group-a","mass":{mass}}}]}}"#
        );
        let (read, aside) = acts("acts.jsonl", &row);
        assert_eq!((read.len(), aside.len()), (0, 1), "{mass}");
        assert!(aside[0].column.starts_with("by"), "{mass}");
    }
}

#[test]
fn masses_are_read_to_the_last_digit() {
    for (mass, millionths) in
        [("0.7", 700_000), ("1", 1_000_000), ("\"0.000001\"", 1), ("1.0", 1_000_000)]
    {
        let row = format!(
            r#"{{"id":"a","kind":"attack","at":"2016-03-02","by":[{{"actor":"group-a","mass":{mass}}}]}}"#
        );
        let (read, _) = acts("acts.jsonl", &row);
        assert_eq!(read[0].act.by[0].mass.map(Mass::millionths), Some(millionths));
    }
}

#[test]
fn a_column_that_stands_twice_sets_its_rows_aside() {
    let (read, aside) = acts("acts.csv", "id,kind,at,at\na,attack,2016-03-02,2016-03-03\n");
    assert!(read.is_empty());
    assert_eq!(
        (aside[0].column.as_str(), aside[0].reason.as_str()),
        ("at", "the heading names this column twice")
    );
}

#[test]
fn bulletins_in_csv_keep_their_count_and_their_list() {
    let rows = "bulletin,publisher,claimed,lists\nb-1,Office,3,a-1 | a-2\n";
    let mut aside = Vec::new();
    let read = read_bulletins("bulletins.csv", rows.as_bytes(), &mut aside);
    assert_eq!(aside, []);
    assert_eq!(read[0].claimed, Some(3));
    assert_eq!(read[0].lists, ["a-1", "a-2"]);
}

#[test]
fn dates_written_in_the_fact_itself_are_kept() {
    let entry = fact(r#"{"fact":"p(group-a) from 2016-01-01 until 2016-02-01"}"#).unwrap();
    assert_eq!((entry.from, entry.until), (Some(1_451_606_400), Some(1_454_284_800)));
}

#[test]
fn a_fact_that_is_negated_and_has_a_value_is_set_aside() {
    for row in [
        r#"{"fact":"not p(group-a)","value":true}"#,
        r#"{"fact":"unknown p(group-a)","value":"false"}"#,
        r#"{"fact":"not t(group-a)","value":"2016-01-01"}"#,
        r#"{"fact":"not t(group-a) = 2016-01-01"}"#,
        r#"{"fact":"t(group-a) = 2016-01-01","value":"unknown"}"#,
    ] {
        assert!(fact(row).is_err(), "{row}");
    }
    assert_eq!(fact(r#"{"fact":"not p(group-a)"}"#).unwrap().value, Value::Truth(Some(false)));
}
