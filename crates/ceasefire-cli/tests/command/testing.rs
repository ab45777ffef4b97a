//! `check`, `test` and `fmt` over the shipped agreements and over changed copies.

use crate::run::{MINSK, SYRIA, ceasefire, copy_of, edit, without, without_scenarios};
use std::fs;

#[test]
fn the_shipped_agreements_are_sound_and_their_scenarios_hold() {
    insta::assert_snapshot!("check", ceasefire(&["check", SYRIA]).clean());
    insta::assert_snapshot!("test", ceasefire(&["test", SYRIA, MINSK]).clean());
    assert_eq!(ceasefire(&["fmt", "--check", SYRIA, MINSK]).clean(), "");
}

#[test]
fn a_scenario_that_fails_is_shown_with_what_came_out() {
    let folder = copy_of(SYRIA, "fails");
    edit(&folder.join("agreement.md"), "between 0.70 and 0.70", "between 0.60 and 0.60");
    let path = folder.to_str().unwrap();
    let run = ceasefire(&["test", path]);
    assert_eq!(run.code, 1);
    let failure = run.out.split("\n\n").next().unwrap();
    assert!(failure.contains("scenario-fails") && failure.contains("0.70"), "{failure}");
    let json = ceasefire(&["test", path, "--format", "json"]);
    assert_eq!(json.code, 1);
    let failed: Vec<_> = json.lines().into_iter().filter(|line| line["holds"] == false).collect();
    assert_eq!(failed.len(), 1);
    insta::assert_snapshot!(without(&failed[0].to_string(), &folder));
}

#[test]
fn mutants_that_nobody_notices_are_named() {
    let folder = copy_of(SYRIA, "survive");
    let file = folder.join("agreement.md");
    // Without scenarios no mistake of the pen is noticed.
    without_scenarios(&file);
    let path = folder.to_str().unwrap();
    assert_eq!(ceasefire(&["test", path]).code, 0);
    let run = ceasefire(&["test", "--mutants", path]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("error[mutant-survives]: no scenario notices this change: "),
        "{}",
        run.out
    );
    let json = ceasefire(&["test", "--mutants", path, "--format", "json"]);
    let lines = json.lines();
    let survive = lines.iter().filter(|line| line["outcome"] == "survives").count();
    assert_eq!(lines.last().unwrap()["survive"], survive);
    assert!(survive > 0);
}

#[test]
fn a_file_that_is_laid_out_otherwise_is_named_and_then_mended() {
    let folder = copy_of(SYRIA, "layout");
    let file = folder.join("agreement.md");
    let text = fs::read_to_string(&file).unwrap();
    edit(&file, "  title     \"Terms", "  title \"Terms");
    let path = folder.to_str().unwrap();
    let found = ceasefire(&["fmt", "--check", path]);
    let mended = ceasefire(&["fmt", path]);
    let again = ceasefire(&["fmt", path]);
    insta::assert_snapshot!(without(
        &[found.seen(), mended.seen(), again.seen()].join("\n"),
        &folder
    ));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}
