//! One file for each command, and what they share.

pub(crate) mod actors;
pub(crate) mod add;
pub(crate) mod ask;
pub(crate) mod bulletin;
pub(crate) mod check;
pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod entry;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod grant;
pub(crate) mod identity;
pub(crate) mod import;
pub(crate) mod init;
mod inputs;
pub(crate) mod judge;
mod known;
pub(crate) mod ledger;
mod lines;
pub(crate) mod listed;
pub(crate) mod log;
pub(crate) mod places;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod test;
pub(crate) mod verify;
mod workspaces;

use ceasefire_files::{LibraryError, NotConverted, ReadingError, Unreadable};

/// What a command comes to: whether all is well, or why it stopped.
pub(crate) type Done = Result<bool, Stop>;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Something should be looked at first (exit code 1).
    Look(String),
    /// The command could not do its work (exit code 2).
    Unable(String),
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Unable(message)
    }
}

impl From<LibraryError> for Stop {
    fn from(error: LibraryError) -> Self {
        Self::Unable(error.to_string())
    }
}

impl From<NotConverted> for Stop {
    fn from(error: NotConverted) -> Self {
        Self::Unable(error.to_string())
    }
}

impl From<Unreadable> for Stop {
    fn from(error: Unreadable) -> Self {
        Self::Unable(error.to_string())
    }
}

impl From<ReadingError> for Stop {
    fn from(error: ReadingError) -> Self {
        Self::Unable(error.to_string())
    }
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// `1 rule`, `2 rules`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
