//! Registers from rows and snapshots together, and their facts as the judge's files read them.

use accord_check::{Family, Source, check};
use ceasefire_files::read_facts;
use ceasefire_registers::{
    Actors, Answer, Designation, Entry, Kind, Name, Quality, Reference, Register, Scope, Snapshot,
    Sources, read_designations, shipped,
};
use jiff::civil::Date;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn rows(text: &str) -> Vec<Designation> {
    let mut aside = Vec::new();
    let rows = read_designations("rows.jsonl", text.as_bytes(), &mut aside);
    assert_eq!(aside, []);
    rows
}

fn snapshot(made: &str, numbers: &[u32]) -> Snapshot {
    let entry = |number: &u32| Entry {
        reference: Reference::new(&format!("QDe.{number}")),
        kind: Kind::Entity,
        names: vec![Name { text: format!("Group {number}"), quality: Quality::Own }],
        listed: Some(day("2010-01-01")),
        updates: Vec::new(),
        delisted: None,
    };
    Snapshot {
        file: format!("the list of {made}"),
        day: day(made),
        scope: Scope::One("QD".to_owned()),
        entries: numbers.iter().map(entry).collect(),
        aside: Vec::new(),
        lost: 0,
    }
}

#[test]
fn a_missing_number_leaves_open_whether_an_unknown_group_was_listed() {
    let whole = [snapshot("2015-01-01", &[1, 2]), snapshot("2017-01-01", &[1, 2, 3, 4])];
    let holed = [snapshot("2015-01-01", &[1, 2]), snapshot("2017-01-01", &[1, 2, 4])];
    let told = [&whole, &holed].map(|snapshots| {
        let lists = &["QD"];
        let register = Register::new("x", Sources { snapshots, lists, rows: &[] });
        let told = register.name_on("Group X", day("2016-01-01"));
        format!("{:?}: {}", told.answer, told.reason)
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_of_one_list_leaves_the_others_open() {
    let snapshots = [snapshot("2014-11-19", &[1])];
    let rows = rows(
        r#"{"list": "x", "entity": "YEe.001", "name": "Group Y", "listed": "2022-02-28", "source": "s"}"#,
    );
    let register = Register::new("x", Sources { snapshots: &snapshots, rows: &rows, lists: &[] });
    let asked = |reference: &str| register.entity_on(&Reference::new(reference), day("2014-11-19"));
    assert_eq!(asked("QDe.001").answer, Answer::Yes);
    // By the date of its listing, not by its absence from a file that is of another list.
    assert_eq!(asked("YEe.001").reason, "YEe.001: listed on 28 February 2022 at the earliest (s)");
    assert_eq!(asked("TAe.001").answer, Answer::Unknown);
    let lists = &["QD"];
    let register = Register::new("x", Sources { snapshots: &snapshots, rows: &[], lists });
    let asked = |reference: &str| register.entity_on(&Reference::new(reference), day("2014-11-19"));
    assert_eq!(asked("QDe.002").answer, Answer::No);
    assert_eq!(asked("TAe.001").reason, "nobody has looked at the list that it is of");
}

#[test]
fn a_national_list_comes_through_the_same_door() {
    let rows = rows(
        r#"{"list": "land-x.terrorist", "name": "Group A", "listed": "2014-12-29", "seen": "2016-06-01", "source": "court of land X"}
{"list": "land-x.terrorist", "name": "Group B", "listed": "2014-12-29", "delisted": "2016-03-01", "source": "court of land X"}
{"list": "another", "name": "Group A", "listed": "2001-01-01", "source": "s"}
"#,
    );
    let register = Register::new("land-x.terrorist", Sources { rows: &rows, ..Sources::default() });
    let cases = [
        ("Group A", "2014-12-28", Answer::No),
        ("Group A", "2016-06-01", Answer::Yes),
        ("Group A", "2016-06-02", Answer::Unknown),
        ("group a", "2016-02-27", Answer::Yes),
        ("Group B", "2016-02-29", Answer::Yes),
        ("Group B", "2016-03-01", Answer::No),
    ];
    for (name, on, expected) in cases {
        let told = register.ask(name, day(on));
        assert_eq!(told.answer, expected, "{name} on {on}: {}", told.reason);
    }
}

#[test]
fn an_entry_of_which_only_names_are_told_is_listed_while_one_of_them_is() {
    let rows = rows(
        r#"{"list": "x", "entity": "x-1", "name": "Group A", "listed": "2014-01-01", "delisted": "2015-01-01", "source": "s"}
{"list": "x", "entity": "x-1", "name": "Group B", "listed": "2014-06-01", "seen": "2016-01-01", "source": "s"}
"#,
    );
    let register = Register::new("x", Sources { rows: &rows, ..Sources::default() });
    let told = register.stretches("x-1");
    let told: Vec<_> = told.iter().map(|one| (one.from, one.answer)).collect();
    let expected = [
        (None, Answer::No),
        (Some(day("2014-01-01")), Answer::Yes),
        (Some(day("2016-01-02")), Answer::Unknown),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_row_to_be_checked_decides_nothing_and_is_named_where_the_answer_is_open() {
    let rows = shipped();
    let register = Register::new("un.sc-terrorist", Sources { rows: &rows, ..Sources::default() });
    let told = register.name_on("Jabhat Fatah al-Sham", day("2017-12-31"));
    insta::assert_snapshot!(format!("{:?}: {}", told.answer, told.reason));
}

fn actors() -> Actors<'static> {
    Actors::from([
        ("daesh", vec!["QDe.115"]),
        ("harakat-sham-al-islam", vec!["QDe.149"]),
        ("jabhat-al-nusra", vec!["QDe.137", "Jabhat al-Nusrah"]),
    ])
}

#[test]
fn facts_say_each_stretch_with_its_reason() {
    let rows = shipped();
    let register = Register::new("un.sc-terrorist", Sources { rows: &rows, ..Sources::default() });
    insta::assert_snapshot!(register.facts("UN Security Council", &actors()));
}

#[test]
fn facts_are_read_by_the_files_of_the_shipped_agreement() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../agreements/syria-coh-2016/agreement.md");
    let text = std::fs::read_to_string(path).expect("the agreement is there");
    let family = Family::read(vec![Source { path: path.to_owned(), text }]);
    let agreement = check(&family).agreement;
    let rows = shipped();
    let register = Register::new("un.sc-terrorist", Sources { rows: &rows, ..Sources::default() });
    let facts = register.facts("UN Security Council", &actors());
    let mut aside = Vec::new();
    let read = read_facts("facts.jsonl", facts.as_bytes(), &agreement, &mut aside);
    assert_eq!(aside, []);
    assert_eq!((read.entries.len(), read.unused), (facts.lines().count(), 0));
}
