//! `judge`, `ask` and `show` over the shipped example.

use crate::run::{EXAMPLE, MINSK, SYRIA, ceasefire, folder};
use std::fs;

#[test]
fn the_main_command_of_the_readme_prints_its_summary() {
    let summary = ceasefire(&["judge", SYRIA, EXAMPLE, "--reading", "standard,russia"]).clean();
    insta::assert_snapshot!(summary);
    let readme = fs::read_to_string(crate::run::root().join("README.md")).unwrap();
    let sample = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    for line in sample.lines().filter(|line| !line.ends_with('…')) {
        assert!(summary.contains(line), "the README shows {line:?}");
    }
}

#[test]
fn nothing_is_presumed_without_a_profile() {
    let summary = ceasefire(&["judge", SYRIA, EXAMPLE, "--profile", "none"]).clean();
    insta::assert_snapshot!(summary);
}

#[test]
fn what_was_known_on_a_day_leaves_out_later_acts_facts_and_bulletins() {
    let summary = ceasefire(&["judge", SYRIA, EXAMPLE, "--known-on", "2016-02-28"]).clean();
    insta::assert_snapshot!(summary);
}

#[test]
fn deadlines_are_read_as_of_a_day_with_what_was_known_on_a_day() {
    // The prisoners are due five days after the withdrawal is complete.
    let facts = [
        r#"{"fact":"withdrawal-complete","value":"2015-03-04 10:00","recorded":"2015-03-05"}"#,
        r#"{"fact":"exchange-complete","value":"2015-03-08","recorded":"2015-03-12"}"#,
    ];
    let folder = folder("deadlines");
    let file = folder.join("facts.jsonl");
    fs::write(&file, facts.join("\n")).unwrap();
    let file = file.to_str().unwrap();
    let stands = |as_of: &str, known_on: &str| {
        let days = ["--as-of", as_of, "--known-on", known_on, "--format", "json"];
        let run = ceasefire(&[&["judge", MINSK, file], &days[..]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let state = run.lines().into_iter().find(|line| line["rule"] == "exchange").unwrap();
        format!("as of {as_of}, known on {known_on}: {}", state["state"].as_str().unwrap())
    };
    insta::assert_snapshot!(
        [
            stands("2015-03-06", "2015-03-04"),
            stands("2015-03-06", "2015-03-06"),
            stands("2015-03-10", "2015-03-10"),
            stands("2015-03-10", "2015-03-12"),
        ]
        .join("\n")
    );
    insta::assert_snapshot!(
        "a_summary_of_deadlines",
        ceasefire(&["judge", MINSK, file, "--as-of", "2015-03-10"]).clean()
    );
}

#[test]
fn the_most_useful_questions_come_first() {
    insta::assert_snapshot!("ask", ceasefire(&["ask", SYRIA, EXAMPLE, "--most", "4"]).clean());
    let one = ceasefire(&["ask", SYRIA, EXAMPLE, "--act", "airwars:RS0790"]).clean();
    insta::assert_snapshot!("ask_about_one_act", one);
}

#[test]
fn an_agreement_is_shown_as_it_stood_on_a_day() {
    let before = ceasefire(&["show", MINSK, "--at", "2015-02-14"]).clean();
    let after = ceasefire(&["show", MINSK, "--at", "2015-12-01"]).clean();
    assert!(!before.contains("addendum-2015.1"));
    assert!(after.contains("addendum-2015.1"));
    insta::assert_snapshot!("show", ceasefire(&["show", SYRIA, "--at", "2016-03-01"]).clean());
}
