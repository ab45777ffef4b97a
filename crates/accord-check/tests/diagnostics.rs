//! Every diagnostic, as its reader sees it.
//!
//! A case is a Markdown file in `diagnostics/`, named after its code: `unknown-name.md`, or
//! `unknown-name.swapped-letters.md` where one code has several. It is read together with
//! `ground.md`, a small agreement without fault, so that a case holds only what is wrong. A fence
//! `alone` leaves the ground out; `official` and `text.lock` hold an official text and its pins.

use accord_check::{Diagnostic, Family, OfficialText, Severity, Source, check, check_lock, render};
use accord_syntax::codes::CODES;
use std::collections::BTreeSet;
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

/// The files of a folder and of those in it, in order, that have that extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            out.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// What a file is called before its first dot: the code of a case, a snapshot or a page.
fn code_of(path: &Path) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// Snapshots lie beside the cases and bear their names.
fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("diagnostics");
    settings.set_omit_expression(true);
    settings
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn crates() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = fs::read_dir(root().join("crates"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    out.sort();
    out
}

fn pages() -> Vec<PathBuf> {
    let mut pages = files(&root().join("docs/diagnostics"), "md");
    pages.retain(|page| code_of(page) != "README");
    pages
}

/// The codes that a source file gives to its diagnostics.
fn codes_in(source: &str) -> BTreeSet<String> {
    let opens = ["Diagnostic::error(", "Diagnostic::warning("];
    let after = opens.iter().flat_map(|open| source.split(open).skip(1));
    after
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(code, _)| code.to_owned())
        .collect()
}

/// What a page shows after a line such as `Wrong:`, up to the next such line.
fn shown<'p>(page: &'p str, from: &str, to: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("\n{from}:\n"))?;
    let rest = rest.split_once(&format!("\n{to}:\n")).map_or(rest, |(before, _)| before);
    // An example with headings stands in a longer fence.
    match rest.split_once("````markdown\n") {
        Some((_, inside)) => inside.split_once("````").map(|(inside, _)| inside),
        None => Some(rest),
    }
}

#[test]
fn the_ground_itself_is_without_fault() {
    let checked = check(&Family::read(vec![source("ground.md", GROUND)]));
    assert_eq!(checked.diagnostics, []);
}

#[test]
fn every_case_shows_its_code_and_reads_as_in_its_snapshot() {
    let settings = settings();
    let mut silent = Vec::new();
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics"), "md") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let case = path.file_stem().unwrap().to_str().unwrap();
        let code = code_of(&path);
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

#[test]
fn a_file_that_is_too_large_is_named_and_not_read() {
    let text = "a1,army,2020-02-01\n".repeat(accord_syntax::MAX_BYTES / 16);
    let parsed = accord_syntax::parse(accord_syntax::SourceId(0), &text);
    let [diagnostic] = parsed.diagnostics.as_slice() else { panic!("one diagnostic") };
    let settings = settings();
    let shown = render(diagnostic, &[source("acts.md", &text)], false);
    settings.bind(|| insta::assert_snapshot!("file-too-large", shown));
}

#[test]
fn every_code_in_the_sources_is_on_the_list_and_every_code_on_the_list_is_used() {
    let mut used = BTreeSet::new();
    for path in crates().iter().flat_map(|krate| files(&krate.join("src"), "rs")) {
        used.extend(codes_in(&fs::read_to_string(&path).unwrap()));
    }
    let listed: Vec<&str> = CODES.to_vec();
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    assert_eq!(listed, used, "`accord_syntax::codes` and the sources differ");
}

#[test]
fn every_code_has_a_page_and_every_page_has_a_code() {
    let pages: Vec<String> = pages().iter().map(|page| code_of(page)).collect();
    assert_eq!(pages, CODES);
}

#[test]
fn every_code_has_a_case_that_somebody_has_read() {
    let snapshots = crates().into_iter().flat_map(|krate| files(&krate.join("tests"), "snap"));
    let read: BTreeSet<String> = snapshots
        .filter(|path| path.parent().is_some_and(|folder| folder.ends_with("diagnostics")))
        .map(|path| code_of(&path))
        .collect();
    let read: Vec<&str> = read.iter().map(String::as_str).collect();
    assert_eq!(read, CODES);
}

#[test]
fn the_index_says_of_every_code_what_its_page_says() {
    let index = fs::read_to_string(root().join("docs/diagnostics/README.md")).unwrap();
    for page in pages() {
        let code = code_of(&page);
        let text = fs::read_to_string(&page).unwrap();
        let title = text.lines().next().unwrap_or_default();
        let means = title.strip_prefix(&format!("# `{code}`: "));
        let line = format!("- [`{code}`]({code}.md): {}", means.unwrap_or("(no title)"));
        assert_eq!(index.lines().filter(|found| *found == line).count(), 1, "{line}");
    }
}

#[test]
fn every_page_shows_a_mistake_that_has_its_code_and_the_same_mended() {
    let mut wrong = Vec::new();
    for page in pages() {
        let code = code_of(&page);
        let text = fs::read_to_string(&page).unwrap();
        let Some(example) = shown(&text, "Wrong", "Mended") else { continue };
        let has = |example: &str| diagnose("example.md", example).0;
        if !has(example).iter().any(|found| found.code == code) {
            wrong.push(format!("{code}: the mistake does not show it"));
        }
        let mended = has(shown(&text, "Mended", "Wrong").unwrap_or_default());
        for left in mended {
            // A few lines leave names unused; that is not what the page is about.
            if left.severity == Severity::Error || left.code == code {
                wrong.push(format!("{code}: mended, yet {}: {}", left.code, left.message));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// What a sound text must not be blamed for.
fn blamed_for(text: &str) -> Vec<String> {
    let (diagnostics, _) = diagnose("sound.md", text);
    diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()
}

#[test]
fn a_calibre_in_kilometres_is_odd_but_a_length() {
    let text = "```accord\nprohibition shelling\n  binds     party\n  forbids   attack on party\n  \
                where     calibre(it.weapon) < 1 km\n```\n";
    assert_eq!(blamed_for(text), [] as [&str; 0]);
}

#[test]
fn a_fact_may_get_its_kind_from_a_later_clause() {
    let text = "```accord\nfact first(it)   \"the first number\"\nfact second(it)  \"the second number\"\n\n\
                prohibition shelling\n  binds     party\n  forbids   attack on party\n  \
                where     first(it) < second(it)\n\n\
                prohibition sniping\n  binds     party\n  forbids   attack on party\n  \
                where     second(it) > 3 km\n```\n";
    assert_eq!(blamed_for(text), [] as [&str; 0]);
}

#[test]
fn an_amendment_that_replaces_an_older_rule_fits() {
    let text = "```accord\namendment annex-2021 to valley.2020\n  made      2021-03-01\n  \
                in force  2021-03-10 00:00\n\n\
                replace prohibition truce\n  binds     party\n  forbids   attack on listed-group\n  \
                unless    self-defence\n```\n";
    assert_eq!(blamed_for(text), [] as [&str; 0]);
}

#[test]
fn a_profile_may_presume_a_judgement_and_a_scenario_may_give_one() {
    let text = "```profile\nprofile working of valley.2020\n  title     \"presumed\"\n\n\
                assume no-threat\n  that      not immediate-threat(it)\n  because   \"none claimed\"\n```\n\n\
                ```scenario\nname      in self-defence\nact       attack\n  by        militia-q\n  \
                on        army\n  at        2020-02-01 12:00\nprofile   working\ngiven     base\n  \
                immediate-threat(it)\nexpect    no violation of truce by militia-q because excepted\n```\n";
    assert_eq!(blamed_for(text), [] as [&str; 0]);
}

#[test]
fn a_scenario_may_speak_of_a_register_that_only_a_reading_declares() {
    let text = "```reading\nreading strict of valley.2020\n  held by   \"nobody\"\n  source    \"invented\"\n\n\
                register hill-council \"the list of the Hill Council\"\n  closed    yes\n\n\
                widen define listed-group X\n  means     X on list hill-council\n```\n\n\
                ```scenario\nname      listed by one side\nact       attack\n  by        militia-q\n  \
                on        army\n  at        2020-02-01 12:00\ngiven     base\n  \
                list hill-council militia-q\nexpect    undetermined truce by militia-q\n```\n";
    assert_eq!(blamed_for(text), [] as [&str; 0]);
}
