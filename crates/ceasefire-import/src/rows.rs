//! The seam between a file's form and the acts in it: rows of cells, one after the other.
//!
//! Whatever the form (delimited text, a sheet, an array of objects), what reads it hands out rows of
//! text, and says of each that it cannot read where it stands and why. What the cells mean is not
//! its business.

use csv::StringRecord;

/// Rows of cells, one after the other, from whatever file.
pub(crate) trait Rows {
    /// Reads the next row into `row`, whose position's line is the row's place in the file; false
    /// at the end. An error is one row that cannot be read, or the end of what can be read; `row` may
    /// then hold what there is of it, and is set aside with the reason.
    fn read(&mut self, row: &mut StringRecord) -> Result<bool, Unread>;

    /// What had to be done to the letters so far.
    fn letters(&self) -> Letters {
        Letters::default()
    }

    /// Which part of the file is read, where it is not all of it.
    fn told(&self) -> Option<&str> {
        None
    }
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// The line on which it begins.
    pub(crate) line: u64,
    /// Why, in the reader's words.
    pub(crate) reason: String,
    /// Whether nothing can be read behind it.
    pub(crate) ends: bool,
}

/// What had to be done to a file's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Letters {
    /// Rows that are not UTF-8 and were read in an older encoding.
    pub(crate) decoded: u64,
    /// That encoding; empty where none was looked for.
    pub(crate) encoding: &'static str,
    /// Lines that were cut because they are longer than any table's.
    pub(crate) cut: u64,
}
