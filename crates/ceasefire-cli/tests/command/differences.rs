//! `diff` between readings, versions and days of knowledge.

use crate::run::{EXAMPLE, SYRIA, ceasefire, copy_of, edit, folder, without};
use std::fs;
use std::path::Path;

#[test]
fn readings_are_compared_and_the_way_is_told() {
    let run = ceasefire(&["diff", SYRIA, EXAMPLE, "--reading", "standard,russia"]);
    insta::assert_snapshot!("readings", run.clean());
    let every = ceasefire(&["diff", SYRIA, EXAMPLE]).clean();
    assert!(every.contains("→ reading all-parties") && every.contains("→ reading russia"));
    let json = ceasefire(&["diff", SYRIA, EXAMPLE, "--format", "json"]).clean();
    insta::assert_snapshot!("readings_json", json);
}

/// The difference that one edit of the agreement makes to the findings of the example.
fn between_versions(name: &str, from: &str, to: &str) -> String {
    let older = copy_of(SYRIA, name);
    edit(&older.join("agreement.md"), from, to);
    let run = ceasefire(&["diff", SYRIA, EXAMPLE, "--against", path(&older)]);
    assert_eq!(run.code, 0, "{}", run.err);
    without(&run.out, &older)
}

/// The first line, and those that say through what.
fn gist(difference: &str) -> String {
    let first = difference.lines().next().unwrap_or_default();
    let through = difference.lines().filter(|line| line.contains("changes through"));
    [first].into_iter().chain(through).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_version_differs_through_the_terms_that_lead_to_the_change() {
    let same = between_versions("same", "# Terms", "# The terms");
    insta::assert_snapshot!("versions_that_say_the_same", gist(&same));
    let term = between_versions(
        "term",
        "acceptance(X) <= 2016-02-26 12:00",
        "acceptance(X) <= 2016-02-22 12:00",
    );
    insta::assert_snapshot!("through_a_term", gist(&term));
    let instant = between_versions("instant", "2016-02-27 00:00", "2016-03-05 00:00");
    insta::assert_snapshot!("through_an_instant", gist(&instant));
    let permission = between_versions(
        "permission",
        "grants    attack on terrorist-organisation",
        "grants    attack on opposition",
    );
    insta::assert_snapshot!("through_a_permission", gist(&permission));
    let condition = between_versions(
        "condition",
        "syrian-armed-forces is accepted",
        "us-led-coalition is accepted",
    );
    insta::assert_snapshot!("through_a_condition", gist(&condition));
}

#[test]
fn a_version_differs_through_a_presumption() {
    let older = copy_of(SYRIA, "presumption");
    edit(
        &older.join("profiles/working.md"),
        "that      not immediate-threat(it)",
        "that      immediate-threat(it)",
    );
    let run = ceasefire(&["diff", SYRIA, EXAMPLE, "--against", path(&older)]);
    insta::assert_snapshot!(gist(&without(&run.clean(), &older)));
}

#[test]
fn rows_that_only_the_other_version_cannot_read_are_told() {
    let older = copy_of(SYRIA, "other-facts");
    edit(&older.join("agreement.md"), "fact engaged(X) ", "fact fighting(X) ");
    let file = older.join("agreement.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("engaged(", "fighting(")).unwrap();
    let folder = folder("other-facts-acts");
    fs::write(folder.join("acts.jsonl"), "{\"id\":\"a\"}\n").unwrap();
    fs::write(folder.join("facts.jsonl"), "{\"fact\":\"engaged(group-a)\"}\n").unwrap();
    let run = ceasefire(&["diff", SYRIA, path(&folder), "--against", path(&older)]);
    assert_eq!(run.code, 0);
    let told = without(&run.seen(), &older).replace(path(&folder), "[acts]");
    insta::assert_snapshot!(told);
}

#[test]
fn a_rule_that_only_one_version_has_is_told() {
    let older = copy_of(SYRIA, "without");
    let file = older.join("agreement.md");
    edit(&file, "prohibition government-attack", "prohibition government-strike");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("government-attack", "government-strike")).unwrap();
    let acts = folder("without-acts").join("acts.jsonl");
    let act = r#"{"id":"a","kind":"attack","at":"2016-03-02","by":["syrian-armed-forces"]}"#;
    fs::write(&acts, act).unwrap();
    let run =
        ceasefire(&["diff", SYRIA, path(&acts), "--against", path(&older), "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!(without(&run.out, &older));
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn days_of_knowledge_are_compared_and_what_was_learned_is_told() {
    let run = ceasefire(&["diff", SYRIA, EXAMPLE, "--then-known-on", "2016-04-25"]);
    insta::assert_snapshot!(run.clean());
}

#[test]
fn a_fact_that_came_later_is_what_changed_the_finding() {
    let folder = folder("later");
    let act = r#"{"id":"a","kind":"attack","at":"2016-03-02","by":["russian-aerospace-forces"],"on":["group-a"]}"#;
    let facts = [
        r#"{"fact":"engaged(group-a)","recorded":"2016-03-01"}"#,
        r#"{"fact":"acceptance(group-a)","value":"2016-02-25","recorded":"2016-03-08","source":"Monitor A"}"#,
        r#"{"fact":"supports(group-a, syrian-armed-forces)","value":false}"#,
    ];
    fs::write(folder.join("acts.jsonl"), act).unwrap();
    fs::write(folder.join("facts.jsonl"), facts.join("\n")).unwrap();
    let example = format!("{EXAMPLE}/facts.jsonl");
    let run = ceasefire(&[
        "diff",
        SYRIA,
        path(&folder),
        "--facts",
        &example,
        "--designations",
        &format!("{EXAMPLE}/designations.jsonl"),
        "--then-known-on",
        "2016-03-05",
    ]);
    insta::assert_snapshot!(run.clean());
}
