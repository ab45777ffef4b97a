//! One column of a table, as text: for names that should be looked at before anything is imported.
//!
//! The table comes through the same door as one that becomes acts, whatever its form and encoding. A row that cannot
//! be read is a blank, so that the answers stay in the order of the rows.

use crate::open::{Wanted, open};
use crate::table::ImportError;
use csv::StringRecord;
use std::fmt;
use std::io::Read;

/// Why there is no column.
#[derive(Debug)]
pub enum ColumnError {
    /// The table cannot be read.
    Table(ImportError),
    /// It has no such heading, but these.
    NoSuchHeading(String, Vec<String>),
}

/// The cells below a heading, one a row, without blanks around them. Rows of tags (`#adm1+name`) are left out.
pub fn column(file: impl Read, heading: &str) -> Result<Vec<String>, ColumnError> {
    let has = |row: &[String]| row.iter().any(|one| one.eq_ignore_ascii_case(heading));
    let wanted = Wanted { known: &has, sheet: None, parted_by: None };
    let (first, mut rows) = open(file, &wanted).map_err(ColumnError::Table)?;
    let headings: Vec<String> = first.iter().map(|cell| cell.trim().to_owned()).collect();
    let at = headings.iter().position(|one| one.eq_ignore_ascii_case(heading));
    let Some(at) = at else {
        return Err(ColumnError::NoSuchHeading(heading.to_owned(), headings));
    };
    let mut out = Vec::new();
    let mut row = StringRecord::new();
    loop {
        match rows.read(&mut row) {
            Ok(false) => return Ok(out),
            Ok(true) => {
                let cell = row.get(at).unwrap_or_default().trim();
                if !cell.starts_with('#') {
                    out.push(cell.to_owned());
                }
            }
            Err(unread) => {
                out.push(String::new());
                if unread.ends {
                    return Ok(out);
                }
            }
        }
    }
}

impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(error) => write!(f, "{error}"),
            Self::NoSuchHeading(heading, headings) => {
                let have: Vec<String> = headings
                    .iter()
                    .filter(|one| !one.is_empty())
                    .take(40)
                    .map(|one| format!("`{one}`"))
                    .collect();
                write!(f, "there is no column `{heading}`; there is {}", have.join(", "))
            }
        }
    }
}

impl std::error::Error for ColumnError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_in_the_order_of_its_rows_and_a_blank_stays_a_blank() {
        let table = "id;armed group\n1;Group A\n#x;#group\n2;\n3;  Group B \n";
        assert_eq!(column(table.as_bytes(), "Armed Group").unwrap(), ["Group A", "", "Group B"]);
    }

    #[test]
    fn a_heading_that_is_not_there_is_told_with_those_that_are() {
        let said = column("id,actor1,,\n1,Group A,,\n".as_bytes(), "actor").unwrap_err();
        assert_eq!(said.to_string(), "there is no column `actor`; there is `id`, `actor1`");
    }
}
