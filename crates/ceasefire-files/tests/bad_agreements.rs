//! Agreements that cannot be read or judged: each complaint by its code and its place. How a
//! complaint is worded is tested where it is made.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use accord_check::Severity;
use ceasefire_files::{Library, ReadingError, Readings, STANDARD, examine};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of this name with these files.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-agreements").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What is wrong with an agreement of one file: a complaint a line.
fn wrong(name: &str, text: &str) -> String {
    wrong_with(name, &[("agreement.md", text.as_bytes())])
}

fn wrong_with(name: &str, files: &[(&str, &[u8])]) -> String {
    let folder = folder(name, files);
    let told = match Library::open(&folder) {
        Err(error) => error.to_string(),
        Ok(library) => {
            let examined = examine(&library, false).unwrap();
            let told = examined.diagnostics.iter().map(|diagnostic| {
                let severity =
                    if diagnostic.severity == Severity::Error { "error" } else { "warning" };
                let place = library.position(diagnostic.primary.span);
                let line =
                    place.map_or("nowhere".to_owned(), |place| format!("line {}", place.line));
                format!("{line}: {severity} {}\n", diagnostic.code)
            });
            told.collect()
        }
    };
    told.replace(&folder.display().to_string(), "[folder]")
}

const HEAD: &str = r#"# A truce

```accord
agreement truce
  title     "A truce"
  made      2016-01-01
  zone      UTC

actor group-a "group A"

kind attack "attack"

fact engaged(X) "{X} fights"
```

## 1 — Peace

> In plain words: peace.

cites nothing

"#;

const QUIET: &str = "prohibition quiet
  binds     fighter
  forbids   attack on anyone";

fn clause(code: &str) -> String {
    format!("{HEAD}```accord\n{code}\n```\n")
}

#[test]
fn a_sound_agreement_has_nothing_wrong_with_it() {
    let code = format!("define fighter X\n  means     engaged(X) or X = group-a\n\n{QUIET}");
    insta::assert_snapshot!(wrong("sound", &clause(&code)), @"");
}

#[test]
fn an_agreement_that_is_not_there_is_named() {
    let folder = folder("missing", &[]);
    let error = Library::open(&folder.join("nowhere")).unwrap_err().to_string();
    let told = error.replace(&folder.display().to_string(), "[folder]");
    insta::assert_snapshot!(told, @"there is no file or folder `[folder]/nowhere`");
}

#[test]
fn a_folder_without_code_holds_no_agreement() {
    insta::assert_snapshot!(wrong("prose", "# A truce\n\nPeace.\n"));
    insta::assert_snapshot!("an_empty_folder", wrong_with("empty", &[]));
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    insta::assert_snapshot!(wrong_with("latin", &[("agreement.md", b"# Tr\xeave\n")]));
}

#[test]
fn malformed_markdown_is_told_where_it_matters() {
    let open = format!("{HEAD}```accord\ndefine fighter X\n  means     engaged(X)\n\n{QUIET}\n");
    let next = "\n## 2 — Quiet\n\n> In plain words: quiet.\n\ncites nothing\n";
    let closed = format!("{open}```\n{next}");
    let never_closed = format!("{open}{next}");
    let in_a_list = format!("{HEAD}- a list\n\n  ```accord\n  uncoded peace\n  ```\n");
    let other_fence = format!("{HEAD}```acord\nuncoded peace\n```\n");
    insta::assert_snapshot!("a_clause_without_code", wrong("closed", &closed));
    insta::assert_snapshot!("a_fence_that_is_never_closed", wrong("open", &never_closed));
    insta::assert_snapshot!("a_fence_in_a_list", wrong("list", &in_a_list));
    insta::assert_snapshot!("a_fence_of_another_name", wrong("fence", &other_fence));
    let none = "## 1 — Peace\n\n```accord\n```\n";
    insta::assert_snapshot!("no_agreement_at_all", wrong("none", none));
}

#[test]
fn unknown_zones_and_names_are_told() {
    let zone = clause("uncoded peace\n  because   \"no act\"").replace("UTC", "Mars/Olympus");
    insta::assert_snapshot!("an_unknown_zone", wrong("zone", &zone));
    let name = "prohibition quiet\n  binds     fighter\n  forbids   atack on anyone";
    insta::assert_snapshot!("unknown_names", wrong("names", &clause(name)));
}

#[test]
fn versions_that_overlap_are_told() {
    let code = format!(
        "define fighter X\n  means     engaged(X)\n  until     2016-03-01\n\n\
         define fighter X\n  means     X = group-a\n  since     2016-02-01\n\n{QUIET}"
    );
    insta::assert_snapshot!(wrong("overlap", &clause(&code)));
}

#[test]
fn absurd_dates_are_told() {
    let head =
        clause(&format!("define fighter X\n  means     engaged(X) or X = group-a\n\n{QUIET}"));
    for made in ["0016-01-01", "2016-02-30", "9999-01-01", "2016-01-01 25:00", "soon"] {
        let told = wrong("dates", &head.replace("2016-01-01", made));
        assert!(told.starts_with("line 6: error"), "{made}: {told}");
    }
}

#[test]
fn lists_and_quotes_that_nest_without_end_are_told() {
    let mut code = "define fighter X\n  means     any of\n".to_owned();
    for depth in 0..2_000 {
        code += &" ".repeat(4 + 2 * depth);
        code += "- all of\n";
    }
    let told = wrong("deep", &clause(&format!("{code}\n{QUIET}")));
    assert!(told.contains("error"), "{told}");
    let quotes = format!("{HEAD}{} peace\n", ">".repeat(20_000));
    assert!(wrong("quotes", &quotes).contains("silent-clause"));
}

#[test]
fn a_reading_with_errors_keeps_the_others_from_nothing() {
    let reading = "# R\n\n```reading\nreading broken of truce\n  held by \"nobody\"\n  source \"none\"\n\nreplace define fighter X\n  means X is within-nothing\n```\n";
    let code = format!("define fighter X\n  means     engaged(X) or X = group-a\n\n{QUIET}");
    let folder = folder(
        "reading",
        &[("agreement.md", clause(&code).as_bytes()), ("readings/broken.md", reading.as_bytes())],
    );
    let library = Library::open(&folder).unwrap();
    let ask = |name: &str| Readings::ask(&library, &[name.to_owned()]);
    assert_eq!(ask(STANDARD).unwrap().broken, ["broken"]);
    let error = ask("broken").unwrap_err();
    assert!(matches!(&error, ReadingError::Broken(_, diagnostics) if !diagnostics.is_empty()));
    insta::assert_snapshot!(error.to_string());
    insta::assert_snapshot!("an_unknown_reading", ask("russia").unwrap_err().to_string());
    let errors = examine(&library, false).unwrap().counts().0;
    assert!(errors > 0, "`check` must tell what is wrong under a reading");
}

#[test]
fn a_folder_may_be_named_as_one_likes() {
    let code = format!("define fighter X\n  means     engaged(X) or X = group-a\n\n{QUIET}");
    for name in ["my-readings/truce", "readings-of-it", "old-profiles"] {
        assert_eq!(wrong(name, &clause(&code)), "", "{name}");
    }
}
