//! Entries on their way from one office to another.
//!
//! A bundle is text, one JSON object a line: first what it is, then entries in the order of lists,
//! then the evidence that they name (the files travel beside it), and last how much there was, so
//! that a bundle that was cut off is found. It may be read any number of times, in any order with
//! others: a ledger is a set.

mod read;

use crate::entry::Entry;
use crate::heads::Heads;
use crate::id::{Hash, Id};
use crate::kinds::{Evidence, Kind, Says};
use crate::ledger::Ledger;
pub use read::{BadLine, Bundle, Counted, Opening, Part, Unusable, read_bundle};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody wants of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Everything.
    All,
    /// What is not under these heads: those of an earlier bundle, or of the other office.
    Since(Heads),
    /// What these entries need: what they refer to, what corrects and redacts it, and who may what.
    About(BTreeSet<Id>),
}

/// A bundle to be written.
#[derive(Debug, Clone)]
pub struct Bundled<'l> {
    ledger: &'l Ledger,
    asked: Asked,
    entries: Vec<&'l Entry>,
    evidence: BTreeMap<Hash, Evidence>,
}

impl<'l> Bundled<'l> {
    /// Chooses what somebody asks for.
    pub fn new(ledger: &'l Ledger, asked: Asked) -> Self {
        let chosen: Option<BTreeSet<Id>> = match &asked {
            Asked::All => None,
            Asked::Since(heads) => {
                let there = under(ledger, heads);
                Some(
                    ledger
                        .entries()
                        .into_iter()
                        .map(Entry::id)
                        .filter(|id| !there.contains(id))
                        .collect(),
                )
            }
            Asked::About(ids) => Some(needed(ledger, ids)),
        };
        let mut entries = ledger.entries();
        if let Some(chosen) = chosen {
            entries.retain(|entry| chosen.contains(&entry.id()));
        }
        let open = entries.iter().filter(|entry| ledger.redacted_by(entry).is_none());
        let evidence = open.flat_map(|entry| evidence_of(entry)).map(|file| (file.sha256, file));
        let evidence = evidence.collect();
        Self { ledger, asked, entries, evidence }
    }

    /// The same, with the entries in the order in which the ledger got them: a backup. A store that
    /// is restored from it has the seals that it had.
    #[must_use]
    pub fn as_they_came(mut self) -> Self {
        self.entries.sort_by_key(|entry| self.ledger.came(entry.id()));
        self
    }

    /// The entries, in the order in which they are written.
    pub fn entries(&self) -> &[&'l Entry] {
        &self.entries
    }

    /// The evidence that they name, by hash.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.values()
    }

    /// The lines. What is redacted goes without its content.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let entries = self.entries.iter().map(|entry| match self.ledger.redacted_by(entry) {
            None => entry.line(),
            Some(_) => entry.line_without_content(),
        });
        let evidence = self.evidence.values().map(evidence_line);
        std::iter::once(self.opening())
            .chain(entries)
            .chain(evidence)
            .chain(std::iter::once_with(|| self.end()))
    }

    fn opening(&self) -> String {
        let mut fields =
            vec![("bundle", 1.into()), ("ledger", self.ledger.id().to_string().into())];
        let what = match &self.asked {
            Asked::All => "all",
            Asked::Since(heads) => {
                fields.push(("since", heads.to_json()));
                "since"
            }
            Asked::About(ids) => {
                fields.push(("about", ids.iter().map(Id::to_string).collect()));
                "about"
            }
        };
        fields.push(("what", what.into()));
        line(fields)
    }

    fn end(&self) -> String {
        let heads = self.ledger.heads();
        let end = object(vec![
            ("entries", self.entries.len().into()),
            ("evidence", self.evidence.len().into()),
            ("checkpoint", heads.checkpoint().to_string().into()),
            ("heads", heads.to_json()),
        ]);
        line(vec![("end", end.into())])
    }
}

/// The entries that the heads say are there.
fn under(ledger: &Ledger, heads: &Heads) -> BTreeSet<Id> {
    let stretch = |head: &crate::heads::Head| {
        let chain = ledger.chains.get(&head.author);
        chain.map(|chain| chain.stretch(head.number, head.id, head.from)).unwrap_or_default()
    };
    heads.iter().flat_map(stretch).collect()
}

/// What some entries need to be understood elsewhere.
fn needed(ledger: &Ledger, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
    let keys = ledger.of_kinds(&[Kind::LedgerFounded, Kind::RoleGranted, Kind::KeyEnded]);
    let mut out: BTreeSet<Id> = keys.into_iter().map(Entry::id).collect();
    let mut next: Vec<Id> = ids.iter().copied().collect();
    while let Some(id) = next.pop() {
        let Some(entry) = ledger.get(id) else { continue };
        if !out.insert(id) {
            continue;
        }
        next.extend(&entry.header().refers);
        for about in [&ledger.corrections, &ledger.redactions] {
            next.extend(about.get(&id).into_iter().flatten());
        }
    }
    out
}

/// The files that an entry names, in its own words or in those that correct another.
fn evidence_of(entry: &Entry) -> Vec<Evidence> {
    let of = |says: Says| match says {
        Says::Source(source) => Some(source.evidence),
        Says::Table(table) => Some(table.evidence),
        _ => None,
    };
    match entry.kind() {
        Some(Kind::SourceArchived | Kind::ActsPinned | Kind::Correction) => {}
        _ => return Vec::new(),
    }
    match entry.says() {
        Some(Ok(Says::Corrected(corrected))) => {
            let instead = corrected.instead.unwrap_or_default();
            let kinds = [Kind::SourceArchived, Kind::ActsPinned].into_iter();
            kinds.filter_map(|kind| of(Says::read(kind, &instead).ok()?)).collect()
        }
        Some(Ok(says)) => of(says).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn evidence_line(file: &Evidence) -> String {
    let file = object(vec![
        ("sha256", file.sha256.to_string().into()),
        ("bytes", file.bytes.into()),
        ("media", file.media.clone().into()),
    ]);
    line(vec![("evidence", file.into())])
}

fn object(fields: Vec<(&str, Value)>) -> Map<String, Value> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn line(fields: Vec<(&str, Value)>) -> String {
    crate::canonical::write_object(&object(fields))
}
