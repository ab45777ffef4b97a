//! Every diagnostic, as its reader sees it.
//!
//! A case is a Markdown file in `diagnostics/`, named after its code: `unknown-name.md`, or
//! `unknown-name.swapped-letters.md` where one code has several. It is read together with
//! `ground.md`, a small agreement without fault, so that a case holds only what is wrong. A fence
//! `alone` leaves the ground out; `official` and `text.lock` hold an official text and its pins.

use accord_check::{Diagnostic, Family, OfficialText, Source, check, check_lock, render};
use std::fs;
use std::path::{Path, PathBuf};

const GROUND: &str = include_str!("ground.md");

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// The body of the first fence with that info word.
fn fence<'t>(text: &'t str, info: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("```{info}\n"))?;
    rest.split_once("```").map(|(body, _)| body)
}

/// What is wrong with a text, with and without its readings, and the texts it stands in.
fn diagnose(name: &str, text: &str) -> (Vec<Diagnostic>, Vec<Source>) {
    let mut sources = vec![source(name, text)];
    if fence(text, "alone").is_none() {
        sources.push(source("ground.md", GROUND));
    }
    let family = Family::read(sources);
    let mut all = check(&family).diagnostics;
    for reading in &family.readings {
        for diagnostic in check(&family.under(reading)).diagnostics {
            if !all.contains(&diagnostic) {
                all.push(diagnostic);
            }
        }
    }
    if let Some(lock) = fence(text, "text.lock") {
        let texts: Vec<_> = fence(text, "official")
            .map(|words| OfficialText::read("en", words))
            .into_iter()
            .collect();
        all.extend(check_lock(&family, &texts, lock));
    }
    (all, family.sources)
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_ground_itself_is_without_fault() {
    let checked = check(&Family::read(vec![source("ground.md", GROUND)]));
    assert_eq!(checked.diagnostics, []);
}

#[test]
fn every_case_shows_its_code_and_reads_as_in_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("diagnostics");
    settings.set_omit_expression(true);
    let mut silent = Vec::new();
    for path in markdown_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let case = path.file_stem().unwrap().to_str().unwrap();
        let code = case.split('.').next().unwrap();
        let (diagnostics, sources) = diagnose(name, &fs::read_to_string(&path).unwrap());
        let shown: Vec<String> =
            diagnostics.iter().map(|diagnostic| render(diagnostic, &sources, false)).collect();
        let shown = shown.join("\n\n");
        settings.bind(|| insta::assert_snapshot!(case, shown));
        if !diagnostics.iter().any(|diagnostic| diagnostic.code == code) {
            silent.push(case.to_owned());
        }
    }
    assert_eq!(silent, [] as [String; 0], "cases that do not show their code");
}
