//! One file for each command.

pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod import;
mod inputs;
pub(crate) mod judge;
pub(crate) mod show;
pub(crate) mod test;

/// What a command comes to: whether all is well, or why it could not do its work.
pub(crate) type Done = Result<bool, String>;

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// `1 rule`, `2 rules`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
