//! What verifying a bulletin came to, for people and for programs.

use crate::difference::Difference;
use crate::made::PROGRAM;
use crate::manifest::{Asked, Manifest, harmless};
use ceasefire_ledger::Author;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// What verifying a bulletin came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it says about itself.
    pub manifest: Manifest,
    /// Who signed it, if the signature is theirs.
    pub signed_by: Option<Author>,
    /// What is not as it should be; empty if every number is the same.
    pub differences: Vec<Difference>,
    /// Whether its findings were recomputed. They are not where a part that they stand on was changed.
    pub recomputed: bool,
    /// Parts of `shipped/` that are not what this version ships. The bulletin is recomputed with its own.
    pub shipped_otherwise: Vec<String>,
}

impl Verified {
    /// Whether every number is what it should be.
    pub fn is_same(&self) -> bool {
        self.recomputed && self.differences.is_empty()
    }

    /// In lines, for people.
    pub fn told(&self) -> String {
        let manifest = &self.manifest;
        let mut out = String::new();
        let _ = match (self.is_same(), self.recomputed) {
            (true, _) => writeln!(out, "The same: every finding and the summary, to the byte"),
            (false, true) => writeln!(out, "Not the same"),
            (false, false) => {
                writeln!(
                    out,
                    "Changed, and not recomputed: a part that the findings stand on is not the one named"
                )
            }
        };
        for difference in &self.differences {
            let _ = writeln!(out, "  {difference}");
        }
        let counts = manifest.counts;
        let _ = writeln!(
            out,
            "  {} over {}; {} set aside",
            counted(counts.findings, "finding"),
            counted(counts.acts, "act"),
            counted(counts.aside, "row")
        );
        let _ = writeln!(out, "  {}", asked(&manifest.asked));
        let _ = writeln!(out, "  made by {}{}", harmless(&manifest.made_by), self.version());
        let _ = match self.signed_by {
            Some(author) => writeln!(out, "  signed by {author}"),
            None => writeln!(out, "  signed by nobody: whoever passed it on could have made it"),
        };
        for path in &self.shipped_otherwise {
            let _ = writeln!(
                out,
                "  note: `{path}` is not what this version ships; the bulletin's own was used"
            );
        }
        out
    }

    /// As one object.
    pub fn json(&self) -> Value {
        let (manifest, mut out) = (&self.manifest, Map::new());
        let mut put = |field: &str, value: Value| out.insert(field.to_owned(), value);
        put("same", json!(self.is_same()));
        put("recomputed", json!(self.recomputed));
        put("made_by", json!(manifest.made_by));
        put("verified_by", json!(PROGRAM));
        if let Some(author) = self.signed_by {
            put("signed_by", json!(author.to_string()));
        }
        put("readings", json!(manifest.asked.readings));
        put("profile", json!(manifest.asked.profile));
        if let Some(day) = &manifest.asked.as_of {
            put("as_of", json!(day));
        }
        if let Some(day) = &manifest.asked.known_on {
            put("known_on", json!(day));
        }
        put("acts", json!(manifest.counts.acts));
        put("set_aside", json!(manifest.counts.aside));
        put("findings", json!(manifest.counts.findings));
        put("parts", json!(manifest.parts.len()));
        if !self.differences.is_empty() {
            put("differences", self.differences.iter().map(Difference::json).collect());
        }
        if !self.shipped_otherwise.is_empty() {
            put("shipped_otherwise", json!(self.shipped_otherwise));
        }
        Value::Object(out)
    }

    /// Whether another version may be why something differs.
    fn version(&self) -> String {
        match self.manifest.made_by == PROGRAM {
            true => String::new(),
            false if self.is_same() => format!(", verified by {PROGRAM}"),
            false => format!(", and this is {PROGRAM}: a difference may lie between the two"),
        }
    }
}

fn asked(asked: &Asked) -> String {
    let names: Vec<String> = asked.readings.iter().map(|name| harmless(name)).collect();
    let word = if names.len() == 1 { "reading" } else { "readings" };
    let mut out = format!("{word} {}; profile {}", names.join(", "), harmless(&asked.profile));
    if let Some(day) = &asked.as_of {
        let _ = write!(out, "; as of {}", harmless(day));
    }
    if let Some(day) = &asked.known_on {
        let _ = write!(out, "; known on {}", harmless(day));
    }
    out
}

/// `1 act`, `2 acts`.
fn counted(number: u64, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
