//! Rows that cannot be read: named, counted, never dropped in silence.

use std::fmt;

/// A row that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The field or column, where one is to blame.
    pub column: String,
    /// Why, in a sentence.
    pub reason: String,
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column =
            if self.column.is_empty() { String::new() } else { format!(" `{}`", self.column) };
        write!(f, "{}:{}{column}: {}", self.file, self.line, self.reason)
    }
}

/// A complaint about one field of a row.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) column: String,
    pub(crate) reason: String,
}

impl Wrong {
    pub(crate) fn new(column: &str, reason: impl Into<String>) -> Self {
        Self { column: column.to_owned(), reason: reason.into() }
    }

    /// The same about a field within another.
    pub(crate) fn inside(mut self, field: &str) -> Self {
        self.column = format!("{field}.{}", self.column);
        self
    }

    /// The row that is set aside for it.
    pub(crate) fn at(self, file: &str, line: usize) -> SetAside {
        SetAside { file: file.to_owned(), line, column: self.column, reason: self.reason }
    }
}
