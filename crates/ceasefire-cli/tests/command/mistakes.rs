//! Mistakes on the command line and in files, as the user sees them.

use crate::run::{
    EXAMPLE, MINSK, SYRIA, ceasefire, copy_of, edit, folder, without, without_scenarios,
};
use std::fs;

#[test]
fn a_path_that_is_not_there_is_named() {
    insta::assert_snapshot!(
        [
            ceasefire(&["judge", "agreements/syria", EXAMPLE]).seen(),
            ceasefire(&["judge", SYRIA, "acts.jsonl"]).seen(),
            ceasefire(&["judge", SYRIA, EXAMPLE, "--facts", "facts.csv"]).seen(),
            ceasefire(&["judge", SYRIA, SYRIA]).seen(),
            ceasefire(&["check", EXAMPLE]).seen(),
            ceasefire(&["check", "nowhere"]).seen(),
            ceasefire(&["test", "nowhere"]).seen(),
            ceasefire(&["fmt", "nowhere"]).seen(),
            ceasefire(&["show", "nowhere"]).seen(),
            ceasefire(&["diff", SYRIA, EXAMPLE, "--against", "nowhere"]).seen(),
        ]
        .join("\n\n")
    );
}

#[test]
fn an_unknown_reading_profile_act_clause_or_day_is_named_with_those_there_are() {
    let judge =
        |arguments: &[&str]| ceasefire(&[&["judge", SYRIA, EXAMPLE], arguments].concat()).seen();
    let explain =
        |arguments: &[&str]| ceasefire(&[&["explain", SYRIA, EXAMPLE], arguments].concat()).seen();
    insta::assert_snapshot!(
        [
            judge(&["--reading", "rusia"]),
            judge(&["--profile", "strict"]),
            judge(&["--known-on", "yesterday"]),
            judge(&["--as-of", "2016-02-30"]),
            explain(&["--act", "airwars:RS790"]),
            explain(&["--act", "17"]),
            explain(&["--act", "airwars:RS0790", "--clause", "annex.2.z"]),
            ceasefire(&["ask", SYRIA, EXAMPLE, "--act", "airwars:RS790"]).seen(),
            ceasefire(&["show", MINSK, "--at", "2015"]).seen(),
            ceasefire(&["show", MINSK, "--reading", "russia"]).seen(),
            ceasefire(&["diff", SYRIA, EXAMPLE, "--then-known-on", "March"]).seen(),
        ]
        .join("\n\n")
    );
}

#[test]
fn arguments_that_are_missing_or_unknown_are_told_by_usage() {
    let codes = [
        ceasefire(&[]).code,
        ceasefire(&["judge"]).code,
        ceasefire(&["judge", SYRIA]).code,
        ceasefire(&["judge", SYRIA, EXAMPLE, "--format", "xml"]).code,
        ceasefire(&["accuse"]).code,
        ceasefire(&["completions", "cobol"]).code,
    ];
    assert_eq!(codes, [2; 6]);
    insta::assert_snapshot!(ceasefire(&["judge", SYRIA]).seen());
}

#[test]
fn an_agreement_with_errors_is_not_judged() {
    let folder = copy_of(SYRIA, "errors");
    let file = folder.join("agreement.md");
    edit(
        &file,
        "  binds     government-side\n  forbids   attack",
        "  binds     goverment-side\n  forbids   attack",
    );
    let path = folder.to_str().unwrap();
    let judged = ceasefire(&["judge", path, EXAMPLE]);
    let seen = without(&judged.seen(), &folder);
    assert_eq!(judged.code, 2);
    assert!(seen.contains("`goverment-side` is not declared"), "{seen}");
    assert!(seen.contains("error: the agreement has errors and cannot be judged"), "{seen}");
    let codes = [
        ceasefire(&["check", path]).code,
        ceasefire(&["check", path, "--format", "json"]).code,
        ceasefire(&["test", path]).code,
        ceasefire(&["show", path]).code,
        ceasefire(&["explain", path, EXAMPLE, "--act", "airwars:RS0737"]).code,
    ];
    assert_eq!(codes, [1, 1, 1, 2, 2]);
}

#[test]
fn a_reading_with_errors_is_found_by_check_in_either_form() {
    let folder = copy_of(SYRIA, "broken-reading");
    edit(
        &folder.join("readings/russia.md"),
        "X on list ru.terrorist\n```",
        "X is within-nothing\n```",
    );
    let path = folder.to_str().unwrap();
    let text = ceasefire(&["check", path]);
    let json = ceasefire(&["check", path, "--format", "json"]);
    assert_eq!((text.code, json.code), (1, 1));
    assert!(text.out.contains("within-nothing") && json.out.contains("within-nothing"));
    let judged = ceasefire(&["judge", path, EXAMPLE]);
    assert_eq!(judged.code, 0, "the other readings can be judged: {}", judged.err);
    insta::assert_snapshot!(without(&judged.err, &folder));
    assert_eq!(ceasefire(&["judge", path, EXAMPLE, "--reading", "russia"]).code, 2);
}

#[test]
fn strict_stops_at_a_row_set_aside_with_code_one() {
    let folder = folder("strict");
    let acts = folder.join("acts.jsonl");
    fs::write(&acts, "{\"id\":\"a\",\"kind\":\"attack\",\"at\":\"2016-03-02\"}\n{\"id\":\"b\"}\n")
        .unwrap();
    let path = acts.to_str().unwrap();
    let lenient = ceasefire(&["judge", SYRIA, path]);
    assert_eq!(lenient.code, 0);
    assert!(lenient.out.contains("1 act reported, 2016-03-02 to 2016-03-02; 1 row set aside"));
    let strict = ceasefire(&["judge", SYRIA, path, "--strict"]);
    insta::assert_snapshot!(without(&strict.seen(), &folder));
}

#[test]
fn nothing_to_compare_is_an_error() {
    let folder = copy_of(SYRIA, "no-readings");
    fs::remove_dir_all(folder.join("readings")).unwrap();
    // Its scenarios speak of the readings.
    without_scenarios(&folder.join("agreement.md"));
    edit(&folder.join("agreement.md"), "  list ru.terrorist group-b\n", "");
    let run = ceasefire(&["diff", folder.to_str().unwrap(), EXAMPLE]);
    insta::assert_snapshot!(without(&run.seen(), &folder));
}
