//! Everything that a register holds under a name or a reference: the entry and each of its names, with their stretches.
//!
//! An entry and its names are listed and taken off by themselves: a name may come years after the group, or leave one
//! entry for another. So each is told apart.

use crate::evidence::{Answer, Told};
use crate::reference::Reference;
use crate::register::Register;
use crate::stretches::{Stretch, stretched};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::fmt;

/// An entry, a name, or a name of an entry, with the answers over all days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The entry; none where it is a name of whatever entry.
    pub entity: Option<Reference>,
    /// The name; none where it is the entry itself.
    pub name: Option<String>,
    /// The answers, in order of days.
    pub stretches: Vec<Stretch>,
}

impl Register {
    /// For a reference the entry, then its names. For a name the name as of any entry, then the entries that have
    /// ever borne it and the name within each.
    pub fn subjects(&self, called: &str) -> Vec<Subject> {
        let reference = Reference::new(called);
        if reference.parts().is_some() || self.knows(&reference) {
            let names = self.names_of(&reference).map(|name| self.name_of(&reference, name));
            return std::iter::once(self.entry(&reference)).chain(names).collect();
        }
        let whole = Subject {
            entity: None,
            name: Some(called.to_owned()),
            stretches: self.stretches(called),
        };
        let entries =
            self.bearers(called).flat_map(|entry| [self.entry(entry), self.name_of(entry, called)]);
        std::iter::once(whole).chain(entries).collect()
    }

    fn entry(&self, reference: &Reference) -> Subject {
        Subject {
            entity: Some(reference.clone()),
            name: None,
            stretches: self.stretches(reference.as_str()),
        }
    }

    fn name_of(&self, reference: &Reference, name: &str) -> Subject {
        Subject {
            entity: Some(reference.clone()),
            name: Some(name.to_owned()),
            stretches: stretched(self.turns(name), |day| self.borne_on(reference, name, day)),
        }
    }

    /// One day's answer as JSON: `docs/schema/listing.schema.json`.
    pub fn told_as_json(&self, called: &str, day: Date, told: &Told) -> Value {
        json!({
            "list": self.name(),
            "called": called,
            "on": day.to_string(),
            "answer": told.answer.word(),
            "reason": told.reason,
        })
    }
}

impl Subject {
    /// Each stretch as JSON: `docs/schema/listing.schema.json`.
    pub fn json(&self, list: &str) -> Vec<Value> {
        let line = |stretch: &Stretch| {
            let mut out = Map::new();
            out.insert("list".to_owned(), json!(list));
            if let Some(entity) = &self.entity {
                out.insert("entity".to_owned(), json!(entity.as_str()));
            }
            if let Some(name) = &self.name {
                out.insert("name".to_owned(), json!(name));
            }
            for (field, day) in [("from", stretch.from), ("until", stretch.until)] {
                if let Some(day) = day {
                    out.insert(field.to_owned(), json!(day.to_string()));
                }
            }
            out.insert("answer".to_owned(), json!(stretch.answer.word()));
            out.insert("reason".to_owned(), json!(stretch.reason));
            Value::Object(out)
        };
        self.stretches.iter().map(line).collect()
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.entity, &self.name) {
            (Some(entity), None) => write!(f, "{entity}, the entry")?,
            (Some(entity), Some(name)) => write!(f, "{entity}, its name “{name}”")?,
            (None, name) => {
                write!(f, "“{}”, as a name of any entry", name.as_deref().unwrap_or_default())?;
            }
        }
        for stretch in &self.stretches {
            let day = |day: Option<Date>| day.map_or("…".to_owned(), |day| day.to_string());
            let (from, until) = (day(stretch.from), day(stretch.until));
            let answer = stretch.answer.word();
            write!(f, "\n  {from:>10} to {until:<10}  {answer}: {}", stretch.reason)?;
        }
        Ok(())
    }
}

impl Answer {
    /// In a word: listed, not listed, unknown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "listed",
            Self::No => "not listed",
            Self::Unknown => "unknown",
        }
    }
}
