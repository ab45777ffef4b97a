//! Official words are pinned: `text.lock` holds a SHA-256 for each clause and language, so that
//! editing them is an error and not a change that nobody sees.
//!
//! One line a pin: the clause, the language (or `quoted` for words that stand in the agreement
//! itself), the hash. Blanks and line ends do not count, so that re-wrapping a text is no change.

use crate::family::Family;
use accord_syntax::Diagnostic;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// An official text at hand: its language and the words of each clause.
#[derive(Debug, Clone)]
pub struct OfficialText {
    /// The language, as in `text en authentic "…"`.
    pub language: String,
    /// The words of each clause, by its id.
    pub clauses: BTreeMap<String, String>,
}

impl OfficialText {
    /// Reads an official text: Markdown in which `## id` opens each clause.
    pub fn read(language: &str, text: &str) -> Self {
        let mut clauses: BTreeMap<String, String> = BTreeMap::new();
        let mut open: Option<String> = None;
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                open = heading.split_whitespace().next().map(str::to_owned);
            } else if let Some(id) = &open {
                let words = clauses.entry(id.clone()).or_default();
                words.push_str(line);
                words.push('\n');
            }
        }
        Self { language: language.to_owned(), clauses }
    }
}

/// The pins of a family and of the official texts at hand, as `text.lock` holds them.
pub fn lock(family: &Family, texts: &[OfficialText]) -> String {
    let mut out = String::new();
    for ((clause, language), hash) in pins(family, texts) {
        let _ = writeln!(out, "{clause} {language} {hash}");
    }
    out
}

/// Compares the official words at hand with what `text.lock` pins.
pub fn check_lock(family: &Family, texts: &[OfficialText], locked: &str) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let old: BTreeMap<(String, String), String> = locked.lines().filter_map(pin).collect();
    for ((clause, language), hash) in pins(family, texts) {
        let span =
            family.clauses.iter().find(|c| c.id == clause).map(|c| c.span).unwrap_or_default();
        match old.get(&(clause.clone(), language.clone())) {
            Some(pinned) if *pinned == hash => {}
            Some(_) => out.push(
                Diagnostic::error("text-changed", span, format!("the official words of `{clause}` ({language}) are not those that were pinned"))
                    .help("official words are not edited; if the pinned ones were wrong, check the source and run `ceasefire check --pin`"),
            ),
            None => out.push(
                Diagnostic::warning("text-not-pinned", span, format!("the official words of `{clause}` ({language}) are not pinned"))
                    .help("run `ceasefire check --pin` once they are compared with the source"),
            ),
        }
    }
    out
}

fn pins(family: &Family, texts: &[OfficialText]) -> BTreeMap<(String, String), String> {
    let mut out = BTreeMap::new();
    for clause in family.clauses.iter().filter(|clause| !clause.id.is_empty()) {
        if !clause.quoted.is_empty() {
            out.insert((clause.id.clone(), "quoted".to_owned()), hash(&clause.quoted.join("\n")));
        }
        for text in texts {
            if let Some(words) = text.clauses.get(&clause.id) {
                out.insert((clause.id.clone(), text.language.clone()), hash(words));
            }
        }
    }
    out
}

fn pin(line: &str) -> Option<((String, String), String)> {
    let mut words = line.split_whitespace();
    Some(((words.next()?.to_owned(), words.next()?.to_owned()), words.next()?.to_owned()))
}

fn hash(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for byte in Sha256::digest(joined.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
