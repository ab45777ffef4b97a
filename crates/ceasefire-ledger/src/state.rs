//! What the ledger says: acts, facts, judgements, sources and tables, as known at some time.
//!
//! Each comes with the entry that it stands in and the name of who says so. Acts and facts are
//! rows as files have them, so that the judge reads a ledger as it reads a folder.

mod numbers;

use crate::entry::Entry;
use crate::id::{Author, Id};
use crate::kinds::{Kind, Says, Source, Table};
use crate::ledger::Ledger;
use crate::moment::Moment;
use crate::standing::Version;
pub use numbers::{as_numbers, as_text};
use rayon::prelude::*;
use serde_json::{Map, Value};

/// What counts, as known at a time.
#[derive(Debug, Clone, Copy)]
pub struct State<'l> {
    ledger: &'l Ledger,
    known: Option<Moment>,
}

/// Something that an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// The entry.
    pub entry: Id,
    /// The entry whose words these are: the same, or the last correction of it.
    pub by: Id,
    /// Who says so.
    pub author: Author,
    /// The author's name.
    pub name: String,
    /// Since when it is known, where it does not say so itself.
    pub known: Moment,
    /// What the entry is about.
    pub refers: Vec<Id>,
    /// What it says.
    pub says: T,
}

/// A row of acts or facts, as the entry has it.
pub type Row = Said<Map<String, Value>>;

impl<'l> State<'l> {
    /// What is known now.
    pub fn new(ledger: &'l Ledger) -> Self {
        Self { ledger, known: None }
    }

    /// What was known at a time: corrections that came later are left out, and so is what does not
    /// say since when it is known and was recorded later. What does say so has to be left out by
    /// whoever knows the agreement's time zone.
    pub fn known_on(ledger: &'l Ledger, known: Moment) -> Self {
        Self { ledger, known: Some(known) }
    }

    /// The acts, in the order of lists.
    pub fn acts(&self) -> Vec<Row> {
        self.rows(&[Kind::ActReported], |row| says_since(row, "sources", "seen"))
    }

    /// The facts and the judgements, in the order of lists.
    pub fn facts(&self) -> Vec<Row> {
        self.rows(&[Kind::FactAsserted, Kind::JudgementGiven], |row| row.contains_key("recorded"))
    }

    /// The reasons that were given with a judgement.
    pub fn reasons(&self, row: &Row) -> Option<String> {
        let entry = self.ledger.get(row.entry)?;
        match self.ledger.version(entry, self.known)?.says {
            Says::Judgement(judgement) => Some(judgement.reasons),
            _ => None,
        }
    }

    /// The archived sources, in the order of lists; a later revision refers to the one before.
    pub fn sources(&self) -> Vec<Said<Source>> {
        self.all(&[Kind::SourceArchived], |says| match says {
            Says::Source(source) => Some((source, false)),
            _ => None,
        })
    }

    /// The tables of acts that are pinned as files, in the order of lists.
    pub fn tables(&self) -> Vec<Said<Table>> {
        self.all(&[Kind::ActsPinned], |says| match says {
            // Its rows say since when they are known, or are known since this.
            Says::Table(table) => Some((table, true)),
            _ => None,
        })
    }

    /// What one entry says, if it is an act, a fact or a judgement that counts.
    pub fn row(&self, entry: Id) -> Option<Row> {
        let entry = self.ledger.get(entry)?;
        self.said(entry, &|says| row(says).map(|row| (row, true)))
    }

    fn rows(&self, kinds: &[Kind], dated: impl Fn(&Map<String, Value>) -> bool + Sync) -> Vec<Row> {
        self.all(kinds, |says| {
            let row = row(says)?;
            let dated = dated(&row);
            Some((row, dated))
        })
    }

    /// What the entries of some kinds say; `read` answers also whether it says itself since when it
    /// is known.
    fn all<T: Send>(
        &self,
        kinds: &[Kind],
        read: impl Fn(Says) -> Option<(T, bool)> + Sync,
    ) -> Vec<Said<T>> {
        let entries = self.ledger.of_kinds(kinds).into_par_iter();
        entries.filter_map(|entry| self.said(entry, &read)).collect()
    }

    fn said<T>(&self, entry: &Entry, read: &impl Fn(Says) -> Option<(T, bool)>) -> Option<Said<T>> {
        let Version { by, known, says } = self.ledger.version(entry, self.known)?;
        let (says, dated) = read(says)?;
        if !dated && self.known.is_some_and(|on| known > on) {
            return None;
        }
        let header = entry.header();
        Some(Said {
            entry: entry.id(),
            by: by.id(),
            author: header.author,
            name: self.ledger.name(header.author),
            known,
            refers: header.refers.clone(),
            says,
        })
    }
}

impl Row {
    /// A row of facts as files have it: with its source and since when it is known, where the row
    /// does not say so itself. `civil` writes a moment as `2016-03-02 09:10` in the agreement's
    /// zone.
    pub fn as_fact(&self, civil: impl Fn(Moment) -> String) -> Map<String, Value> {
        let mut row = as_numbers(&self.says);
        if !row.contains_key("recorded") {
            row.insert("recorded".to_owned(), civil(self.known).into());
        }
        match row.get_mut("source") {
            None => {
                row.insert("source".to_owned(), self.name.clone().into());
            }
            Some(Value::Object(source)) if !named(source) => {
                source.insert("publisher".to_owned(), self.name.clone().into());
            }
            Some(_) => {}
        }
        row
    }

    /// A row of acts as files have it: where no source of the act says when it came out, the author
    /// is a source, since the entry was recorded.
    pub fn as_act(&self, civil: impl Fn(Moment) -> String) -> Map<String, Value> {
        let mut row = as_numbers(&self.says);
        if says_since(&row, "sources", "seen") {
            return row;
        }
        let mut source = Map::new();
        source.insert("publisher".to_owned(), self.name.clone().into());
        source.insert("seen".to_owned(), civil(self.known).into());
        let sources = row.entry("sources").or_insert_with(|| Value::Array(Vec::new()));
        // If this is something else, the reader of acts will say so.
        if let Value::Array(sources) = sources {
            sources.push(source.into());
        }
        row
    }
}

fn row(says: Says) -> Option<Map<String, Value>> {
    match says {
        Says::Act(row) | Says::Fact(row) => Some(row),
        Says::Judgement(judgement) => Some(judgement.fact),
        _ => None,
    }
}

/// Whether one of the objects in a list has a field.
fn says_since(row: &Map<String, Value>, list: &str, field: &str) -> bool {
    let list = row.get(list).and_then(Value::as_array);
    list.is_some_and(|list| list.iter().any(|one| one.get(field).is_some()))
}

fn named(source: &Map<String, Value>) -> bool {
    source.contains_key("publisher") || source.contains_key("url")
}
