//! The lossless tree: every byte of a literate file, as nodes and tokens of `rowan`.
//!
//! Editors and formatters need what a reader of meaning throws away. The tree keeps it; the
//! statements in [`crate::ast`] are built in the same pass and carry spans into it.

/// What a node or a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum Kind {
    /// The whole file.
    File,
    /// A heading: one clause (`##`) or a title (`#`).
    Heading,
    /// A block quote: a restatement or official words.
    Quote,
    /// A paragraph that opens with `cites`.
    Cites,
    /// A fence with code in it.
    Fence,
    /// One statement: its head line and slots.
    Statement,
    /// One slot of a statement.
    Slot,
    /// A scenario.
    Scenario,
    /// A line of a scenario.
    Line,
    /// A named set of facts.
    Facts,
    /// One given fact.
    Given,
    /// A condition.
    Formula,
    /// A term.
    Term,
    /// What was not understood.
    Error,
    /// Markdown outside the fences, verbatim.
    Markdown,
    /// The line that opens or closes a fence.
    Tick,
    /// A name or a keyword.
    Word,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A clock time.
    Clock,
    /// A quoted sentence.
    Quoted,
    /// Punctuation.
    Mark,
    /// Blanks and line ends.
    Space,
    /// A character that Accord does not use.
    Stray,
}

/// Accord, for `rowan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {}

const KINDS: [Kind; 24] = [
    Kind::File,
    Kind::Heading,
    Kind::Quote,
    Kind::Cites,
    Kind::Fence,
    Kind::Statement,
    Kind::Slot,
    Kind::Scenario,
    Kind::Line,
    Kind::Facts,
    Kind::Given,
    Kind::Formula,
    Kind::Term,
    Kind::Error,
    Kind::Markdown,
    Kind::Tick,
    Kind::Word,
    Kind::Number,
    Kind::Date,
    Kind::Clock,
    Kind::Quoted,
    Kind::Mark,
    Kind::Space,
    Kind::Stray,
];

impl rowan::Language for Language {
    type Kind = Kind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> Kind {
        KINDS.get(usize::from(raw.0)).copied().unwrap_or(Kind::Error)
    }

    fn kind_to_raw(kind: Kind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the lossless tree.
pub type SyntaxNode = rowan::SyntaxNode<Language>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_the_way_through_rowan() {
        use rowan::Language as _;
        for kind in KINDS {
            assert_eq!(Language::kind_from_raw(Language::kind_to_raw(kind)), kind);
        }
    }
}
