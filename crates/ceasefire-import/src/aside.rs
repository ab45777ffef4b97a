//! Rows set aside, as a table that can be mended and read again.

use std::io;

/// A row that could not be read as an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The line of the file on which the row begins.
    pub line: u64,
    /// The column, by its heading; empty where the row as a whole is the trouble.
    pub column: String,
    /// Why, in the reader's words.
    pub reason: String,
    /// The row as it was, to be mended and read again.
    pub cells: Vec<String>,
}

impl SetAside {
    /// The column and the reason without what is the row's own, so that alike reasons count together.
    pub(crate) fn kind(&self) -> String {
        let column = if self.column.is_empty() { "row" } else { &self.column };
        let mut parts = self.reason.splitn(3, '`');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(before), Some(_), Some(after)) => format!("{column}: {before}…{after}"),
            _ => format!("{column}: {}", self.reason),
        }
    }
}

/// A table of rows set aside: as they were, with line, column and reason behind.
pub struct AsideTable<W: io::Write> {
    rows: csv::Writer<W>,
    /// Columns of the table, and those of them that are its own: a mended table set aside once
    /// more is given no second line and reason.
    columns: usize,
    own: usize,
}

/// How the columns begin that say where and why.
pub(crate) const ADDED: &str = "set aside: ";

impl<W: io::Write> AsideTable<W> {
    /// Begins one with the headings of the table that the rows are from.
    pub fn new(headings: &[String], to: W) -> csv::Result<Self> {
        let mut rows = csv::WriterBuilder::new().flexible(true).from_writer(to);
        let added = ["set aside: line", "set aside: column", "set aside: reason"];
        let columns = headings.len();
        let own = headings.iter().position(|name| name.starts_with(ADDED)).unwrap_or(columns);
        rows.write_record(headings.iter().take(own).map(String::as_str).chain(added))?;
        Ok(Self { rows, columns, own })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &SetAside) -> csv::Result<()> {
        let line = row.line.to_string();
        let cells = (0..self.own).map(|at| row.cells.get(at).map_or("", String::as_str));
        let why = [line.as_str(), row.column.as_str(), row.reason.as_str()];
        // What does not fit under the headings is kept behind.
        let spilt = row.cells.iter().skip(self.columns).map(String::as_str);
        self.rows.write_record(cells.chain(why).chain(spilt))
    }

    /// Ends the table, and gives back what it was written to.
    pub fn end(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_set_aside_can_be_mended_and_read_again() {
        let aside = SetAside {
            line: 7,
            column: "date".to_owned(),
            reason: "the date is missing".to_owned(),
            cells: ["x, y", "", "spilt"].map(str::to_owned).to_vec(),
        };
        let mut out = Vec::new();
        let mut table = AsideTable::new(&["id".to_owned(), "date".to_owned()], &mut out).unwrap();
        table.add(&aside).unwrap();
        table.end().unwrap();
        insta::assert_snapshot!(String::from_utf8_lossy(&out));
    }

    #[test]
    fn a_mended_table_that_is_set_aside_once_more_has_one_reason() {
        let mut out = Vec::new();
        let headings = ["id", "set aside: line", "set aside: column", "set aside: reason"];
        let mut table = AsideTable::new(&headings.map(str::to_owned), &mut out).unwrap();
        let cells = ["x", "7", "date", "the date is missing"].map(str::to_owned).to_vec();
        let again = SetAside { line: 2, column: "date".to_owned(), reason: "so".to_owned(), cells };
        table.add(&again).unwrap();
        table.end().unwrap();
        insta::assert_snapshot!(String::from_utf8_lossy(&out), @"
        id,set aside: line,set aside: column,set aside: reason
        x,2,date,so
        ");
    }
}
