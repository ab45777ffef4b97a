//! The syntax of Accord: literate Markdown in, a lossless tree and its statements out.
//!
//! [`parse`] is a pure function of the text. It cannot fail: what it does not understand becomes
//! an error node in the tree and a [`Diagnostic`] beside it, and everything around it is still
//! read. Nothing here knows files, a terminal, time zones or what a name means; that is
//! `accord-check`'s business.
//!
//! ```
//! let parsed = accord_syntax::parse(accord_syntax::SourceId(0), "## stmt.1 — Start\n");
//! assert!(parsed.diagnostics.is_empty());
//! assert_eq!(parsed.file.sections[0].heading.as_ref().unwrap().id.as_ref().unwrap().text, "stmt.1");
//! ```

pub mod ast;
pub mod codes;
mod diagnostic;
mod format;
mod lexer;
mod literate;
mod parser;
mod tree;
mod words;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use format::{format, format_formula, format_given, format_term};
pub use parser::slot_example;
pub use tree::{Kind, Language, SyntaxNode};
pub use words::{did_you_mean, listed, near, part_meant};

/// The largest file that is read, in bytes. Agreements are a few hundred kilobytes at most; a
/// bigger file is a mistake, and spans are 32-bit.
pub const MAX_BYTES: usize = 16 << 20;

/// Which text a span points into. The caller numbers its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A half-open range of bytes in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// No place in any text: what is wrong is that something is missing, or it stands in a file that
    /// is no text of the family.
    pub const NOWHERE: Self = Self { source: SourceId(u32::MAX), start: 0, end: 0 };

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// What [`parse`] returns.
#[derive(Debug)]
pub struct Parsed {
    /// Every byte of the text, in order, with error nodes where the text is not Accord.
    pub tree: SyntaxNode,
    /// The same as sections, statements, scenarios.
    pub file: ast::File,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one literate file.
pub fn parse(source: SourceId, text: &str) -> Parsed {
    parser::parse(source, text)
}

/// Reads one `given` line, such as `supports(a, b)` or `list un.sc-terrorist x`, from outside an
/// agreement (a facts file). `None` with the reasons where it is not one.
pub fn parse_given(text: &str) -> Result<ast::Given, Vec<Diagnostic>> {
    parser::parse_given(text)
}

/// Reads a time or a span as acts carry them: `2016-03-02`, `2016-03-02 09:10`, `A .. B`.
pub fn parse_span(text: &str) -> Result<ast::TimeSpan, Vec<Diagnostic>> {
    parser::parse_span(text)
}

/// Reads a value as facts carry it: a time or span, `never`, a number range with unit, a name.
pub fn parse_value(text: &str) -> Result<ast::GivenValue, Vec<Diagnostic>> {
    parser::parse_value(text)
}
