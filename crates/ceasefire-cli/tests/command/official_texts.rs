//! Official words are quoted where the user has put them, and nothing else depends on them.

use crate::run::{EXAMPLE, SYRIA, ceasefire, copy_of, without};
use std::fs;

const TEXT: &str = "# The terms\n\n## annex.2.b\n\nThese words stand in\nfor the official ones.\n";

#[test]
fn the_official_clause_is_quoted_beside_the_restatement() {
    let folder = copy_of(SYRIA, "text");
    let path = folder.to_str().unwrap();
    let judged = ceasefire(&["judge", path, EXAMPLE]).clean();
    let act = ["--act", "airwars:RS0737", "--clause", "annex.2.b"];
    let explain = |format: &str| {
        let format = ["--format", format];
        ceasefire(&[&["explain", path, EXAMPLE], &act[..], &format[..]].concat()).clean()
    };
    let before = ceasefire(&["show", path]).clean();
    assert!(!explain("text").contains("Official text (") && !before.contains("Official text ("));

    fs::create_dir_all(folder.join("text")).unwrap();
    fs::write(folder.join("text/syria-coh-2016.en.md"), TEXT).unwrap();
    let quoted = "Official text (en, authentic): These words stand in for the official ones.";
    assert!(explain("text").contains(quoted));
    assert!(explain("html").contains(
        "<blockquote title=\"en, authentic\">These words stand in for the official ones.</blockquote>"
    ));
    let json: serde_json::Value = serde_json::from_str(&explain("json")).unwrap();
    assert_eq!(json["official"][0]["words"], "These words stand in for the official ones.");
    let shown = ceasefire(&["show", path]).clean();
    let clause = shown.split("\n\n").find(|clause| clause.starts_with("annex.2.b")).unwrap();
    insta::assert_snapshot!(clause);
    assert_eq!(ceasefire(&["judge", path, EXAMPLE]).clean(), judged, "no outcome depends on it");
}

#[test]
fn official_words_that_are_not_those_pinned_are_told_as_such() {
    let folder = copy_of(SYRIA, "pinned");
    let path = folder.to_str().unwrap();
    fs::create_dir_all(folder.join("text")).unwrap();
    let file = folder.join("text/syria-coh-2016.en.md");
    fs::write(&file, TEXT).unwrap();
    assert_eq!(ceasefire(&["check", "--pin", path]).code, 0);
    let sound = ceasefire(&["check", path]);
    assert_eq!(sound.code, 0);
    assert!(sound.out.contains("0 warnings"), "{}", sound.out);

    fs::write(&file, TEXT.replace("stand in", "do not stand in")).unwrap();
    let changed = ceasefire(&["check", path]);
    assert_eq!(changed.code, 1);
    assert!(changed.out.contains("text-changed"), "{}", changed.out);
    let shown = ceasefire(&["show", path]);
    assert_eq!(shown.code, 0);
    insta::assert_snapshot!(without(&shown.err, &folder));
}
