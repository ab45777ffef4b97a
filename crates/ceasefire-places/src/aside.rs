//! What cannot be used: named, counted, never dropped in silence.

use std::fmt;

/// A feature or a row that was set aside, or a file that cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The file.
    pub file: String,
    /// Which feature of it, from 1, or which line of a table; none: the file as a whole.
    pub number: Option<usize>,
    /// Why, in a sentence.
    pub reason: String,
    /// What to do about it.
    pub help: String,
}

/// Why one feature or row is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) reason: String,
    pub(crate) help: String,
}

impl Wrong {
    /// A reason quotes the file, which may hold anything: it is cut, and what a terminal would obey is replaced.
    pub(crate) fn new(reason: impl AsRef<str>, help: impl Into<String>) -> Self {
        Self { reason: harmless(reason.as_ref(), 240), help: help.into() }
    }

    pub(crate) fn at(self, file: &str, number: Option<usize>) -> SetAside {
        SetAside { file: file.to_owned(), number, reason: self.reason, help: self.help }
    }
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(number) = self.number {
            write!(f, ":{number}")?;
        }
        write!(f, ": {}; {}", self.reason, self.help)
    }
}

/// A text that was read, fit to be shown.
pub(crate) fn harmless(text: &str, most: usize) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut out: String = text.chars().take(most).map(shown).collect();
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}
