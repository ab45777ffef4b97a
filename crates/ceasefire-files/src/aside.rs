//! Rows that cannot be read: named, counted, never dropped in silence.

use std::fmt;

/// A row that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The file.
    pub file: String,
    /// The line, from 1; in a Parquet file, the row.
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
    /// The reason often quotes the row, which may hold anything: it is cut where it is long, and
    /// what a terminal would obey is replaced.
    pub(crate) fn new(column: &str, reason: impl Into<String>) -> Self {
        Self { column: harmless(column, 60), reason: harmless(&reason.into(), 300) }
    }

    /// A complaint about a value that says that it is not known.
    pub(crate) fn unknown(column: &str) -> Self {
        Self::new(column, "unknown is absent: leave the field out")
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

fn harmless(text: &str, most: usize) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut out: String = text.chars().take(most).map(shown).collect();
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}

/// Puts the rows of one file that were set aside, those from `first` on, in the order in which
/// they stand.
pub(crate) fn in_order(aside: &mut [SetAside], first: usize) {
    if let Some(of_file) = aside.get_mut(first..) {
        of_file.sort_by_key(|aside| aside.line);
    }
}
