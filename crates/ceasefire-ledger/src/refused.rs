//! Why an entry is refused: it is not sound, whatever else is known.

use crate::canonical::NotCanonical;
use crate::id::{Author, Id, short};
use std::fmt;

/// Why an entry is refused. The ledger is left as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is not JSON with one meaning.
    Unreadable(NotCanonical),
    /// It is JSON, but not an entry: a field is missing, too much, or not what it should be.
    NotAnEntry {
        /// The field.
        field: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// A part is bigger than an entry may be.
    TooBig {
        /// The part.
        part: &'static str,
        /// Its size in bytes.
        bytes: usize,
        /// The most that it may have.
        most: usize,
    },
    /// The content is not the one that was signed.
    OtherContent {
        /// The entry.
        id: Id,
        /// The author that it names.
        author: Author,
        /// Its place in the author's chain.
        number: u64,
    },
    /// The signature is not the author's.
    Forged {
        /// The entry.
        id: Id,
        /// The author that it names.
        author: Author,
        /// Its place in the author's chain.
        number: u64,
    },
    /// The entry belongs to another ledger.
    OtherLedger {
        /// Its ledger.
        of: Id,
        /// The one that it should go to.
        to: Id,
    },
}

impl Refused {
    pub(crate) fn field(field: &str, reason: impl Into<String>) -> Self {
        Self::NotAnEntry { field: field.to_owned(), reason: reason.into() }
    }
}

impl From<NotCanonical> for Refused {
    fn from(wrong: NotCanonical) -> Self {
        Self::Unreadable(wrong)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(wrong) => write!(f, "this entry cannot be read: {wrong}"),
            Self::NotAnEntry { field, reason } => {
                write!(f, "this is not an entry: `{field}`: {reason}")
            }
            Self::TooBig { part, bytes, most } => write!(
                f,
                "the {part} of this entry has {bytes} bytes; {most} are the most. What is bigger is evidence: a file, named by its hash"
            ),
            Self::OtherContent { id, author, number } => write!(
                f,
                "the content of entry {} (number {number} of {}) is not the one that was signed: somebody changed it",
                short(&id.0),
                short(&author.0)
            ),
            Self::Forged { id, author, number } => write!(
                f,
                "the signature of entry {} (number {number} of {}) is not its author's: the entry was forged or changed",
                short(&id.0),
                short(&author.0)
            ),
            Self::OtherLedger { of, to } => write!(
                f,
                "this entry belongs to the ledger {}, not to {}",
                short(&of.0),
                short(&to.0)
            ),
        }
    }
}

impl std::error::Error for Refused {}
