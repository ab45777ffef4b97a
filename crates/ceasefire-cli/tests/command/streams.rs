//! Which stream carries what, and in which colours.

use crate::run::{EXAMPLE, SYRIA, ceasefire, command, copy_of, edit, folder, ran};
use std::fs;
use std::process::Stdio;

/// A folder of an agreement in which something is wrong.
fn broken(name: &str) -> String {
    let folder = copy_of(SYRIA, name);
    edit(&folder.join("agreement.md"), "kind attack ", "kind atack ");
    folder.to_str().unwrap().to_owned()
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let path = broken("colours");
    let has_colour = |arguments: &[&str], no_color: Option<&str>| {
        let mut command = command(&[&["check", &path], arguments].concat());
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let run = ran(&command.output().unwrap());
        assert_eq!(run.code, 1);
        run.out.contains('\u{1b}')
    };
    assert!(!has_colour(&[], None), "a pipe is no terminal");
    assert!(has_colour(&["--color", "always"], None));
    assert!(has_colour(&["--color", "always"], Some("1")), "what was asked for outweighs NO_COLOR");
    assert!(!has_colour(&["--color", "never"], None));
    assert!(!has_colour(&["--color", "auto"], Some("1")));
}

#[test]
fn json_is_never_coloured() {
    let path = broken("json-colours");
    let run = ceasefire(&["check", &path, "--format", "json", "--color", "always"]);
    assert!(!run.out.contains('\u{1b}'));
    assert!(!run.lines().is_empty());
}

#[test]
fn results_go_to_standard_output_and_rows_set_aside_to_standard_error() {
    let folder = folder("streams");
    let acts = folder.join("acts.jsonl");
    fs::write(&acts, "{\"id\":\"a\",\"kind\":\"attack\",\"at\":\"2016-03-02\"}\n{\"id\":\"b\"}\n")
        .unwrap();
    let run = ceasefire(&["judge", SYRIA, acts.to_str().unwrap(), "--format", "json"]);
    assert_eq!(run.lines().len(), 2);
    assert_eq!(run.err.lines().count(), 1);
    assert!(run.err.starts_with("set aside: "), "{}", run.err);
}

#[test]
fn progress_is_not_shown_where_standard_error_is_no_terminal() {
    let folder = folder("progress");
    let acts = folder.join("acts.jsonl");
    let rows: Vec<String> = (0..2_500)
        .map(|id| format!(r#"{{"id":"{id}","kind":"attack","at":"2016-01-02"}}"#))
        .collect();
    fs::write(&acts, rows.join("\n")).unwrap();
    ceasefire(&["judge", SYRIA, acts.to_str().unwrap()]).clean();
    ceasefire(&["test", "--mutants", SYRIA]).clean();
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["judge", SYRIA, EXAMPLE, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = ran(&child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["show", SYRIA]).stdout(full).output().unwrap();
    let run = ran(&output);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: cannot write the results"), "{}", run.err);
}
