//! Official words are pinned: `text.lock` holds a SHA-256 for each clause and language, so that
//! editing them is an error and not a change that nobody sees.
//!
//! One line a pin: the clause, the language (or `quoted` for words that stand in the agreement
//! itself), the hash. Blanks and line ends do not count, so that re-wrapping a text is no change.

use crate::family::Family;
use accord_syntax::ast::Body;
use accord_syntax::{Diagnostic, Span};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// In place of a language: words that stand in the agreement itself.
const QUOTED: &str = "quoted";

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
    let old = pinned(locked, &mut out);
    let now = pins(family, texts);
    for ((clause, language), hash) in &now {
        let span = place(family, clause, language);
        let words = words_of(clause, language);
        match old.get(&(clause.clone(), language.clone())) {
            Some(pinned) if pinned == hash => {}
            Some(_) => out.push(
                Diagnostic::error("text-changed", span, format!("{words} are not those that were pinned"))
                    .help("official words are not edited; if the pinned ones were wrong, compare with the source and run `ceasefire check --pin`"),
            ),
            None => out.push(
                Diagnostic::warning("text-not-pinned", span, format!("{words} are not pinned"))
                    .help("run `ceasefire check --pin` once they are compared with the source"),
            ),
        }
    }
    for (clause, language) in old.keys().filter(|key| !now.contains_key(*key)) {
        if is_gone(family, texts, clause, language) {
            let message = format!("{} are pinned, but they are gone", words_of(clause, language));
            out.push(
                Diagnostic::error("text-missing", place(family, clause, language), message)
                    .help("put them back; if the clause was renamed, run `ceasefire check --pin`"),
            );
        }
    }
    out
}

/// The pins of a lock file. A line that is none is named, not passed over.
fn pinned(locked: &str, out: &mut Vec<Diagnostic>) -> BTreeMap<(String, String), String> {
    let mut pins = BTreeMap::new();
    for (number, line) in locked.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match pin(line) {
            Some((key, hash)) => {
                pins.insert(key, hash);
            }
            None => out.push(
                Diagnostic::error(
                    "bad-pin",
                    Span::NOWHERE,
                    format!("line {} of `text.lock` is not a pin", number + 1),
                )
                .help("a pin is a clause, a language or `quoted`, and 64 digits; put the line back as it was, or run `ceasefire check --pin`"),
            ),
        }
    }
    pins
}

/// Whether pinned words should be at hand and are not. A text that a reader has not put on their disk
/// is not missing.
fn is_gone(family: &Family, texts: &[OfficialText], clause: &str, language: &str) -> bool {
    let known = family.clauses.iter().any(|known| known.id == clause);
    let named = family
        .instruments()
        .flat_map(|placed| &placed.statement.slots)
        .filter(|slot| matches!(&slot.body, Body::Official(of, _, _) if of.text == language))
        .count();
    let at_hand = texts.iter().filter(|text| text.language == language).count();
    !known || language == QUOTED || (at_hand > 0 && at_hand >= named)
}

/// Quoted words stand in the agreement; words of an official text are shown at the clause's heading.
fn place(family: &Family, clause: &str, language: &str) -> Span {
    let Some(found) = family.clauses.iter().find(|known| known.id == clause) else {
        return Span::NOWHERE;
    };
    found.quoted_span.filter(|_| language == QUOTED).unwrap_or(found.span)
}

fn words_of(clause: &str, language: &str) -> String {
    match language {
        QUOTED => format!("the official words of `{clause}`"),
        language => format!("the official words of `{clause}` in the text `{language}`"),
    }
}

fn pins(family: &Family, texts: &[OfficialText]) -> BTreeMap<(String, String), String> {
    let mut out = BTreeMap::new();
    for clause in family.clauses.iter().filter(|clause| !clause.id.is_empty()) {
        if !clause.quoted.is_empty() {
            out.insert((clause.id.clone(), QUOTED.to_owned()), hash(&clause.quoted.join("\n")));
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
    let key = (words.next()?.to_owned(), words.next()?.to_owned());
    let hash = words.next()?;
    let whole = hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit());
    (whole && words.next().is_none()).then(|| (key, hash.to_owned()))
}

fn hash(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for byte in Sha256::digest(joined.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
