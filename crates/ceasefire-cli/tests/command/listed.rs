//! `ceasefire listed`: days, intervals, lists of one's own, and facts that the judge takes.

use crate::actors::{LIST, OURS, file, seen};
use crate::run::{EXAMPLE, SYRIA, ceasefire, folder};
use std::fs;

const ROWS: &str = "docs/examples/designations.csv";

#[test]
fn a_day_has_an_answer_with_its_reason() {
    let asked = |called: &str, day: &str, format: &str| {
        ceasefire(&["listed", called, "--on", day, "--format", format]).clean()
    };
    insta::assert_snapshot!(
        [
            asked("Jabhat al-Nusrah", "2016-02-27", "text"),
            asked("QDe.149", "2016-02-27", "text"),
            asked("Group A", "2016-02-27", "text"),
            asked("QDe.149", "2016-02-29", "json"),
        ]
        .join("")
    );
}

#[test]
fn intervals_are_told_for_the_entry_and_for_each_of_its_names() {
    let folder = folder("listed-intervals");
    let list = file(&folder, "list.xml", LIST);
    let later = LIST.replace("2016-03-01T", "2017-03-01T").replace("Waqwaq", "New Waqwaq");
    let later = file(&folder, "later.xml", &later);
    let asked = |called: &str, format: &str| {
        let files = ["--snapshot", &list, "--snapshot", &later, "--intervals", "--format", format];
        seen(&[&["listed", called, "--list", "un.made-up"], &files[..]].concat(), &folder)
    };
    insta::assert_snapshot!(
        [asked("QDe.137", "text"), asked("Waqwaq Front", "text"), asked("Waqwaq Front", "json")]
            .join("\n\n")
    );
}

#[test]
fn a_party_s_own_list_comes_through_the_same_door() {
    let own = ["--list", "party-q.own-list", "--rows", ROWS];
    let asked =
        |called: &str, day: &str| ceasefire(&[&["listed", called, "--on", day], &own[..]].concat());
    insta::assert_snapshot!(
        [
            asked("Group A", "2016-02-27").clean(),
            asked("Front of the North", "2016-02-27").clean(),
            asked("Front of the North", "2016-02-01").clean(),
            asked("q-2", "2016-02-14").clean(),
            asked("q-2", "2016-02-27").clean(),
            ceasefire(&[
                "listed",
                "Group B",
                "--list",
                "land-x.terrorist",
                "--rows",
                ROWS,
                "--on",
                "2016-05-01"
            ])
            .clean(),
            ceasefire(&[&["listed", "q-1", "--intervals"], &own[..]].concat()).clean(),
        ]
        .join("")
    );
}

#[test]
fn facts_about_actors_are_written_by_their_references_and_names() {
    let own = ["--list", "party-q.own-list", "--rows", ROWS, "--registry", OURS];
    let all = ceasefire(&[&["listed", "--facts"], &own[..]].concat()).seen();
    let one = ["listed", "--facts", "--actor", "jabhat-al-nusra", "--publisher", "the Council"];
    insta::assert_snapshot!(format!("{all}\n\n{}", ceasefire(&one).seen()));
}

#[test]
fn the_judge_takes_the_facts_that_are_written() {
    let folder = folder("listed-judged");
    let list = file(&folder, "list.xml", LIST);
    let ours = fs::read_to_string(crate::run::root().join(OURS)).unwrap();
    let ours = file(&folder, "ours.toml", &ours.replace("party-q:q-1", "un:QDe.901"));
    let actors = ["--actor", "jabhat-al-nusra", "--actor", "group-a", "--actor", "jaysh-al-islam"];
    let files = ["listed", "--facts", "--snapshot", &list, "--registry", &ours];
    let written = ceasefire(&[&files[..], &actors[..]].concat());
    assert_eq!(written.code, 0, "{}", written.err);
    let facts = file(&folder, "facts-listed.jsonl", &written.out);
    let act = r#"{"id":"x","kind":"attack","at":"2016-03-01","by":"russian-aerospace-forces","on":"group-a"}"#;
    let acts = file(&folder, "acts.jsonl", act);
    let ground = |facts: &[&str]| {
        let judged = ["judge", SYRIA, &acts, "--strict", "--format", "json"];
        let run = ceasefire(&[&judged[..], facts].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "every fact is read");
        let lines = run.lines();
        let line = lines.iter().find(|line| line["rule"] == "government-attack").unwrap();
        format!("{} {}", line["outcome"], line["ground"])
    };
    let with = ["--facts", facts.as_str()];
    insta::assert_snapshot!(format!("without: {}\nwith: {}", ground(&[]), ground(&with)));
    let example = format!("{EXAMPLE}/facts.jsonl");
    let both = ceasefire(&["judge", SYRIA, EXAMPLE, "--facts", &facts, "--strict"]);
    assert_eq!(both.err, "", "beside {example}");
}

#[test]
fn what_is_wrong_with_the_question_or_a_file_is_told() {
    let folder = folder("listed-errors");
    let rows = fs::read_to_string(crate::run::root().join(ROWS)).unwrap();
    let rows = file(&folder, "rows.csv", &rows.replace("2015-06-01", "01/06/2015"));
    let own = ["--list", "party-q.own-list"];
    insta::assert_snapshot!(
        [
            seen(&["listed", "--facts", "--actor", "jabhat-al-nusrah"], &folder),
            seen(
                &[&["listed", "Group A", "--on", "2016-02-27", "--rows", &rows], &own[..]].concat(),
                &folder
            ),
            seen(
                &[&["listed", "Group A", "--on", "2016-02-27", "--rows", "nowhere.csv"], &own[..]]
                    .concat(),
                &folder
            ),
            seen(
                &["listed", "Group A", "--on", "2016-02-27", "--snapshot", "nowhere.xml"],
                &folder
            ),
        ]
        .join("\n\n")
    );
    let usage = [
        ceasefire(&["listed"]).code,
        ceasefire(&["listed", "Group A"]).code,
        ceasefire(&["listed", "Group A", "--facts"]).code,
        ceasefire(&["listed", "Group A", "--on", "yesterday"]).code,
        ceasefire(&["listed", "Group A", "--intervals", "--actor", "x"]).code,
    ];
    assert_eq!(usage, [2; 5]);
}
