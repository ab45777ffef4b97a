//! The fields of a content: texts, counts, keys, and nothing that was not asked for.

use crate::id::{Author, Hash};
use crate::moment::Moment;
use serde_json::{Map, Value};
use std::fmt;

/// Why a content does not say what its kind asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The field, as a path.
    pub field: String,
    /// Why, in a sentence.
    pub reason: String,
}

impl Flaw {
    pub(crate) fn new(field: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A content may come from anywhere: what a terminal would obey is not shown.
        let field: String = self.field.chars().filter(|c| !c.is_control()).take(60).collect();
        write!(f, "`{field}`: {}", self.reason)
    }
}

impl std::error::Error for Flaw {}

/// The fields of an object.
pub(super) struct Fields<'c> {
    fields: &'c Map<String, Value>,
    path: &'static str,
}

impl<'c> Fields<'c> {
    pub(super) fn new(fields: &'c Map<String, Value>) -> Self {
        Self { fields, path: "" }
    }

    /// The object in a field.
    pub(super) fn inside(&self, field: &'static str) -> Result<Self, Flaw> {
        match self.needed(field)? {
            Value::Object(fields) => Ok(Self { fields, path: field }),
            _ => Err(self.flaw(field, "this is not an object")),
        }
    }

    /// Refuses fields without a meaning: what they say would be lost in silence.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Flaw> {
        match self.fields.keys().find(|field| !known.contains(&field.as_str())) {
            None => Ok(()),
            Some(other) => {
                Err(self
                    .flaw(other, format!("there is no such field here, only {}", known.join(", "))))
            }
        }
    }

    pub(super) fn get(&self, field: &str) -> Option<&'c Value> {
        self.fields.get(field)
    }

    /// A field in a form of its own, if it is there.
    pub(super) fn maybe<T>(
        &self,
        field: &str,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Flaw> {
        match self.get(field) {
            None => Ok(None),
            Some(value) => match value.as_str().and_then(read) {
                Some(read) => Ok(Some(read)),
                None => Err(self.flaw(field, format!("this is not {what}"))),
            },
        }
    }

    pub(super) fn maybe_text(&self, field: &str) -> Result<Option<String>, Flaw> {
        let says = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
        self.maybe(field, "a text that says something; unknown is absent", says)
    }

    pub(super) fn text(&self, field: &str) -> Result<String, Flaw> {
        self.needed(field)?;
        Ok(self.maybe_text(field)?.unwrap_or_default())
    }

    /// A text that may stand in a list or a sentence.
    pub(super) fn line(&self, field: &str) -> Result<String, Flaw> {
        let text = self.text(field)?;
        if text.contains(char::is_control) || text.chars().count() > 200 {
            return Err(self.flaw(field, "this stands on one line, of 200 letters at most"));
        }
        Ok(text)
    }

    pub(super) fn count(&self, field: &str) -> Result<u64, Flaw> {
        self.needed(field)?.as_u64().ok_or_else(|| self.flaw(field, "this is not a count"))
    }

    pub(super) fn moment(&self, field: &str) -> Result<Moment, Flaw> {
        self.read(field, "a time such as 2026-03-02T09:10:11Z", Moment::read)
    }

    pub(super) fn hash(&self, field: &str) -> Result<Hash, Flaw> {
        self.read(field, "a hash of 64 hexadecimal digits", Hash::read)
    }

    pub(super) fn key(&self, field: &str) -> Result<Author, Flaw> {
        self.read(field, "a key of 64 hexadecimal digits", Author::read)
    }

    pub(super) fn list(&self, field: &str) -> Result<&'c [Value], Flaw> {
        match self.needed(field)? {
            Value::Array(list) if !list.is_empty() => Ok(list),
            _ => Err(self.flaw(field, "this is not a list of one or more")),
        }
    }

    /// An act or a fact: an object with at least the text that says which. The rest is for who
    /// knows the agreement.
    pub(super) fn row(&self, field: &'static str, by: &str) -> Result<Map<String, Value>, Flaw> {
        let row = self.inside(field)?;
        row.text(by)?;
        Ok(row.fields.clone())
    }

    fn read<T>(
        &self,
        field: &str,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Flaw> {
        self.maybe(field, what, read)?.ok_or_else(|| self.flaw(field, "this is missing"))
    }

    fn needed(&self, field: &str) -> Result<&'c Value, Flaw> {
        self.get(field).ok_or_else(|| self.flaw(field, "this is missing"))
    }

    fn flaw(&self, field: &str, reason: impl Into<String>) -> Flaw {
        match self.path {
            "" => Flaw::new(field, reason),
            path => Flaw::new(&format!("{path}.{field}"), reason),
        }
    }
}
