//! What comes from disk: agreements, acts, facts, bulletins.
//!
//! A row that cannot be read is set aside with its file, line, column and reason, and counted. It
//! never stops the rest and never becomes a guess.

mod library;

pub use library::{Library, LibraryError, text};
