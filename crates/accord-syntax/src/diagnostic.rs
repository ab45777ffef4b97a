//! What goes wrong in a text, said so that its author can mend it.
//!
//! A diagnostic has a stable code with a page in `docs/diagnostics/`, one sentence (no capital, no
//! full stop, the reader's own words in backticks), the place, and help. Rendering is left to
//! whoever shows it.

use crate::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The agreement cannot be judged.
    Error,
    /// It can be judged; its author should look.
    Warning,
}

/// A place with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, in a few words.
    pub words: String,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, which is also the name of its page in `docs/diagnostics/`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// The place, underlined.
    pub primary: Label,
    /// Other places that matter.
    pub others: Vec<Label>,
    /// What to do, in a lawyer's words.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label { span, words: String::new() },
            others: Vec::new(),
            help: Vec::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Adds a sentence of help, where there is one.
    #[must_use]
    pub fn maybe_help(self, words: Option<impl Into<String>>) -> Self {
        match words {
            Some(words) => self.help(words),
            None => self,
        }
    }

    /// Adds a few words under the underlined place.
    #[must_use]
    pub fn label(mut self, words: impl Into<String>) -> Self {
        self.primary.words = words.into();
        self
    }

    /// Points to another place.
    #[must_use]
    pub fn other(mut self, span: Span, words: impl Into<String>) -> Self {
        self.others.push(Label { span, words: words.into() });
        self
    }

    /// Adds a sentence of help.
    #[must_use]
    pub fn help(mut self, words: impl Into<String>) -> Self {
        self.help.push(words.into());
        self
    }
}
