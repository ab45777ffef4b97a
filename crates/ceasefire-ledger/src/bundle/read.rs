//! Reading a bundle, which may come from anywhere.
//!
//! A bundle that is not one, is of another ledger, or was cut off is refused whole. A line within
//! it that is no entry is refused with its number, and the rest is read: another office's copy may
//! hold the line as it should be.

use crate::canonical;
use crate::entry::{Entry, LINE};
use crate::heads::Heads;
use crate::id::{Hash, Id, short};
use crate::kinds::Evidence;
use crate::refused::Refused;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// A bundle that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What it says it is.
    pub opening: Opening,
    /// The entries, as they stand; their signatures are not verified yet.
    pub entries: Vec<Entry>,
    /// The files that are named.
    pub evidence: Vec<Evidence>,
    /// The lines that were refused.
    pub refused: Vec<BadLine>,
    /// The heads of the ledger that it was taken from.
    pub heads: Heads,
}

/// The first line of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The ledger.
    pub ledger: Id,
    /// How much of it was asked for.
    pub asked: super::Asked,
}

/// One line of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What it is: the first line.
    Opening(Opening),
    /// An entry.
    Entry(Box<Entry>),
    /// A file that entries name.
    Evidence(Evidence),
    /// How much there was: the last line.
    End(Counted),
}

/// The last line of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// How many entries.
    pub entries: usize,
    /// How many files.
    pub evidence: usize,
    /// The heads of the ledger that it was taken from.
    pub heads: Heads,
}

/// A line that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub why: Refused,
}

/// Why a bundle as a whole cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// The first line does not say that this is a bundle.
    NoBundle,
    /// It is a bundle of a later form.
    Newer,
    /// It is of another ledger.
    OtherLedger {
        /// Its ledger.
        of: Id,
        /// The one that it should go to.
        to: Id,
    },
    /// The last line is missing, or counts more than there is.
    CutOff {
        /// How many entries and files were read.
        read: usize,
        /// How many there should be, where the last line is there.
        said: Option<usize>,
    },
    /// Something stands behind the last line.
    GoesOn {
        /// The line.
        line: usize,
    },
}

/// Reads a bundle for a ledger; for none, where the bundle begins one.
pub fn read_bundle(text: &str, ledger: Option<Id>) -> Result<Bundle, Unusable> {
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let opening = lines.next().map_or(Err(Unusable::NoBundle), |(_, line)| Opening::read(line))?;
    if let Some(to) = ledger.filter(|to| *to != opening.ledger) {
        return Err(Unusable::OtherLedger { of: opening.ledger, to });
    }
    let (mut entries, mut evidence, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut end = None;
    for (line, text) in lines {
        if end.is_some() {
            return Err(Unusable::GoesOn { line });
        }
        match Part::read(text) {
            Ok(Part::Entry(entry)) => entries.push(*entry),
            Ok(Part::Evidence(file)) => evidence.push(file),
            Ok(Part::End(counted)) => end = Some(counted),
            Ok(Part::Opening(_)) => {
                let why = Refused::field("bundle", "a bundle begins once");
                refused.push(BadLine { line, why });
            }
            Err(why) => refused.push(BadLine { line, why }),
        }
    }
    let read = entries.len() + evidence.len() + refused.len();
    let Some(end) = end else { return Err(Unusable::CutOff { read, said: None }) };
    let said = end.entries.saturating_add(end.evidence);
    if said != read {
        return Err(Unusable::CutOff { read, said: Some(said) });
    }
    Ok(Bundle { opening, entries, evidence, refused, heads: end.heads })
}

impl Part {
    /// Reads one line.
    pub fn read(line: &str) -> Result<Self, Refused> {
        // An entry begins with its content or its header; the other lines are short and rare.
        if line.starts_with("{\"content\":") || line.starts_with("{\"header\":") {
            return Ok(Self::Entry(Box::new(Entry::read(line)?)));
        }
        if line.len() > LINE {
            return Err(Refused::TooBig { part: "line", bytes: line.len(), most: LINE });
        }
        let Value::Object(fields) = canonical::read(line, 8)? else {
            return Err(Refused::field("header", "a line of a bundle is an object"));
        };
        let one = |field: &str| fields.get(field).filter(|_| fields.len() == 1);
        let flawed = |flaw: crate::kinds::Flaw| Refused::field(&flaw.field, flaw.reason);
        if fields.contains_key("bundle") {
            let opening =
                Opening::of(&fields).map_err(|why| Refused::field("bundle", why.to_string()))?;
            Ok(Self::Opening(opening))
        } else if one("evidence").is_some() {
            Ok(Self::Evidence(Evidence::read(&fields).map_err(flawed)?))
        } else if let Some(end) = one("end") {
            let wrong = || {
                Refused::field(
                    "end",
                    "the last line has `entries`, `evidence`, `heads` and `checkpoint`",
                )
            };
            Ok(Self::End(Counted::read(end).ok_or_else(wrong)?))
        } else {
            Ok(Self::Entry(Box::new(Entry::read(line)?)))
        }
    }
}

impl Opening {
    /// Reads the first line.
    pub fn read(line: &str) -> Result<Self, Unusable> {
        if line.len() > LINE {
            return Err(Unusable::NoBundle);
        }
        match canonical::read(line, 8) {
            Ok(Value::Object(fields)) => Self::of(&fields),
            _ => Err(Unusable::NoBundle),
        }
    }

    fn of(fields: &Map<String, Value>) -> Result<Self, Unusable> {
        match fields.get("bundle").and_then(Value::as_u64) {
            Some(1) => {}
            Some(_) => return Err(Unusable::Newer),
            None => return Err(Unusable::NoBundle),
        }
        let ledger = fields.get("ledger").and_then(Value::as_str).and_then(Id::read);
        let asked = match fields.get("what").and_then(Value::as_str) {
            Some("all") => Some(super::Asked::All),
            Some("since") => fields.get("since").and_then(Heads::read).map(super::Asked::Since),
            Some("about") => fields.get("about").and_then(ids).map(super::Asked::About),
            _ => None,
        };
        match (ledger, asked) {
            (Some(ledger), Some(asked)) => Ok(Self { ledger, asked }),
            _ => Err(Unusable::NoBundle),
        }
    }
}

impl Counted {
    fn read(value: &Value) -> Option<Self> {
        let fields = value.as_object().filter(|fields| fields.len() == 4)?;
        let count = |field: &str| usize::try_from(fields.get(field)?.as_u64()?).ok();
        let heads = Heads::read(fields.get("heads")?)?;
        let checkpoint = Hash::read(fields.get("checkpoint")?.as_str()?)?;
        (heads.checkpoint() == checkpoint).then_some(())?;
        Some(Self { entries: count("entries")?, evidence: count("evidence")?, heads })
    }
}

fn ids(value: &Value) -> Option<BTreeSet<Id>> {
    value.as_array()?.iter().map(|id| Id::read(id.as_str()?)).collect()
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBundle => {
                write!(f, "this is not a bundle of a ledger: its first line does not say so")
            }
            Self::Newer => write!(f, "this bundle was written by a newer ceasefire"),
            Self::OtherLedger { of, to } => write!(
                f,
                "this bundle is of the ledger {}, not of {}; nothing was taken from it",
                short(&of.0),
                short(&to.0)
            ),
            Self::CutOff { read, said: None } => write!(
                f,
                "this bundle is cut off after {read} lines of entries and evidence: its last line is missing or damaged; nothing was taken from it"
            ),
            Self::CutOff { read, said: Some(said) } => write!(
                f,
                "this bundle should have {said} lines of entries and evidence and has {read}; nothing was taken from it"
            ),
            Self::GoesOn { line } => write!(
                f,
                "this bundle goes on after its last line (line {line}); nothing was taken from it"
            ),
        }
    }
}

impl std::error::Error for Unusable {}
