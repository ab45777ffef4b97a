//! One file for each command.

pub(crate) mod check;
pub(crate) mod fmt;
pub(crate) mod test;

/// What a command comes to: whether all is well, or why it could not do its work.
pub(crate) type Done = Result<bool, String>;

/// `1 rule`, `2 rules`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
