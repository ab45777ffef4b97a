//! `explain` over one act of each kind of outcome.

use crate::run::{EXAMPLE, SYRIA, ceasefire, folder, root};
use std::fs;

fn explained(act: &str, format: &str) -> String {
    let clause = ["--clause", "annex.2.b", "--format", format];
    ceasefire(&[&["explain", SYRIA, EXAMPLE, "--act", act], &clause[..]].concat()).clean()
}

/// JSON with its fields on lines of their own, to be read.
fn laid_out(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn a_violation_is_explained() {
    insta::assert_snapshot!("violation_text", explained("airwars:RS0737", "text"));
    insta::assert_snapshot!("violation_html", explained("airwars:RS0737", "html"));
    insta::assert_snapshot!("violation_json", laid_out(&explained("airwars:RS0737", "json")));
}

#[test]
fn an_open_case_is_explained() {
    insta::assert_snapshot!("undetermined_text", explained("airwars:RS0790", "text"));
    insta::assert_snapshot!("undetermined_html", explained("airwars:RS0790", "html"));
    insta::assert_snapshot!("undetermined_json", laid_out(&explained("airwars:RS0790", "json")));
}

#[test]
fn a_permitted_act_is_explained() {
    insta::assert_snapshot!("permitted_text", explained("airwars:RS0706", "text"));
    insta::assert_snapshot!("permitted_html", explained("airwars:RS0706", "html"));
    insta::assert_snapshot!("permitted_json", laid_out(&explained("airwars:RS0706", "json")));
}

#[test]
fn details_say_what_was_looked_up_and_who_says_so() {
    let act = ["--act", "airwars:RS0737", "--clause", "annex.2.b", "--details"];
    insta::assert_snapshot!(ceasefire(&[&["explain", SYRIA, EXAMPLE], &act[..]].concat()).clean());
}

#[test]
fn every_other_reading_says_what_it_makes_of_the_act() {
    let under = |reading: &str| {
        let act = ["--act", "airwars:RS0737", "--clause", "annex.2.b", "--reading", reading];
        let text = ceasefire(&[&["explain", SYRIA, EXAMPLE], &act[..]].concat()).clean();
        text.lines().find(|line| line.contains("Under the reading")).unwrap().trim().to_owned()
    };
    insta::assert_snapshot!(
        ["standard", "russia", "russia,standard", "all-parties"].map(under).join("\n")
    );
}

#[test]
fn an_act_that_no_clause_is_about_is_said_to_be_so() {
    let run = ceasefire(&["explain", SYRIA, EXAMPLE, "--act", "snhr-2016-03-06:2"]);
    let other =
        ceasefire(&["explain", SYRIA, EXAMPLE, "--act", "airwars:RS0737", "--clause", "annex.2.c"]);
    insta::assert_snapshot!([run.seen(), other.seen()].join("\n"));
}

#[test]
fn facts_on_which_sources_disagree_stay_open_and_the_finding_says_so() {
    let folder = folder("dispute");
    let act = r#"{"id":"a","kind":"attack","at":"2016-03-02","by":["syrian-armed-forces"],"on":["group-a"]}"#;
    let facts = [
        r#"{"fact":"engaged(group-a)","source":"Monitor A"}"#,
        r#"{"fact":"engaged(group-a)","value":false,"source":"Monitor B"}"#,
        r#"{"fact":"acceptance(group-a)","value":"2016-02-25"}"#,
        r#"{"fact":"supports(group-a, syrian-armed-forces)","value":false}"#,
    ];
    fs::write(folder.join("acts.jsonl"), act).unwrap();
    fs::write(folder.join("facts.jsonl"), facts.join("\n")).unwrap();
    let example = |file: &str| root().join(EXAMPLE).join(file).display().to_string();
    let (known, lists) = (example("facts.jsonl"), example("designations.jsonl"));
    let given = [SYRIA, folder.to_str().unwrap(), "--facts", &known, "--designations", &lists];
    let act = ["--act", "a", "--clause", "annex.2.b"];
    let text = ceasefire(&[&["explain"], &given[..], &act[..]].concat()).clean();
    insta::assert_snapshot!(text);
    let judged = ceasefire(&[&["judge"], &given[..], &["--format", "json"]].concat()).lines();
    let finding = judged.iter().find(|finding| finding["clause"] == "annex.2.b").unwrap();
    assert_eq!(finding["outcome"], "undetermined");
    assert_eq!(finding["open"][0]["disputed"], true);
}
