//! What became of every row, so that nothing is lost without a word.

use crate::aside::SetAside;
use crate::rows::Letters;
use std::collections::BTreeMap;
use std::fmt;

/// The count of rows, which always adds up: rows = acts + set aside + headings + outside + repeated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Rows below the heading.
    pub rows: u64,
    /// Acts made.
    pub acts: u64,
    /// Rows that hold tags for machines (HXL) or nothing, and no act.
    pub headings: u64,
    /// Acts that certainly lie outside the days that were asked for.
    pub outside: u64,
    /// Rows that tell an act once more that an earlier row of this import told.
    pub repeated: u64,
    /// Acts of which something that cannot be was left out; their notes say what.
    pub left_out: u64,
    /// Rows set aside, by reason.
    pub aside: BTreeMap<String, u64>,
    /// Rows whose letters are not UTF-8 and were read in an older encoding.
    pub decoded: u64,
    /// The older encoding that was found.
    pub encoding: &'static str,
    /// Lines that were cut because they are longer than any table's.
    pub cut: u64,
    /// Columns that the profile reads and the table has not.
    pub lacking: Vec<String>,
}

impl Account {
    /// Rows set aside.
    pub fn set_aside(&self) -> u64 {
        self.aside.values().sum()
    }

    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        let told = self.acts + self.headings + self.outside + self.repeated;
        self.rows == told + self.set_aside()
    }

    pub(crate) fn put_aside(&mut self, row: &SetAside) {
        *self.aside.entry(row.kind()).or_default() += 1;
    }

    pub(crate) fn letters(&mut self, letters: Letters) {
        (self.decoded, self.encoding, self.cut) = (letters.decoded, letters.encoding, letters.cut);
    }

    /// The columns that the table lacks, in a sentence.
    fn lacks(&self) -> String {
        let columns: Vec<String> = self.lacking.iter().map(|name| format!("`{name}`")).collect();
        format!("the table has no column {}; what it would say is unknown", columns.join(", "))
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows == 0 {
            return f.write_str("the table has a heading and no rows");
        }
        write!(f, "{} rows read: {} acts, {} set aside", self.rows, self.acts, self.set_aside())?;
        for (count, what) in [
            (self.headings, "without an act (tags or blank)"),
            (self.outside, "outside the days asked for"),
            (self.repeated, "told before in this import"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        for (reason, count) in &self.aside {
            write!(f, "\n  {count:>6}  {reason}")?;
        }
        if self.left_out > 0 {
            write!(
                f,
                "\nof {} acts something that cannot be was left out; their notes say what",
                self.left_out
            )?;
        }
        if self.decoded > 0 {
            write!(f, "\n{} rows are not UTF-8 and were read as {}", self.decoded, self.encoding)?;
        }
        if self.cut > 0 {
            write!(f, "\n{} lines are longer than a table's can be and were cut", self.cut)?;
        }
        if !self.lacking.is_empty() {
            write!(f, "\n{}", self.lacks())?;
        }
        Ok(())
    }
}
