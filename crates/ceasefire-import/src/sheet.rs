//! A workbook as a table: which sheet, and which of its rows is the heading.
//!
//! People put titles, dates and logos above their tables, and tables on the second sheet. The
//! heading is the first row that a profile knows; what stands above it is left out and told.

use crate::open::Wanted;
use crate::rows::{Rows, Unread};
use crate::workbook::{SheetRow, Workbook};
use csv::StringRecord;

/// Rows that are looked at for a heading.
const LOOKED_AT: usize = 200;

/// The rows of a sheet, from its heading on.
pub(crate) struct Sheet {
    rows: std::vec::IntoIter<SheetRow>,
    told: String,
}

impl Sheet {
    /// Opens the sheet that is asked for, or else the first that has a known heading. Where none
    /// has, it is the first that holds anything, and its first row.
    pub(crate) fn open(bytes: Vec<u8>, wanted: &Wanted<'_>) -> Result<Self, String> {
        let mut workbook = Workbook::open(bytes)?;
        let names = workbook.sheets();
        let asked = match wanted.sheet {
            None => names,
            Some(name) => vec![one_of(&names, name)?],
        };
        let mut filled = None;
        let mut wrong = None;
        for name in asked {
            match workbook.rows(&name, LOOKED_AT) {
                Err(reason) => wrong = wrong.or(Some(reason)),
                Ok(rows) => {
                    if let Some(at) = rows.iter().position(|row| is_heading(row, wanted)) {
                        return Self::from(&mut workbook, &name, at);
                    }
                    if filled.is_none() && !rows.is_empty() {
                        filled = Some(name);
                    }
                }
            }
        }
        match (filled, wrong) {
            (Some(name), _) => Self::from(&mut workbook, &name, 0),
            (None, Some(reason)) => Err(reason),
            (None, None) => Err("the workbook holds no row".to_owned()),
        }
    }

    fn from(workbook: &mut Workbook, name: &str, heading: usize) -> Result<Self, String> {
        let mut rows = workbook.rows(name, usize::MAX)?;
        let above: Vec<SheetRow> = rows.drain(..heading.min(rows.len())).collect();
        let line = rows.first().map_or(0, line);
        let mut told = format!("sheet `{name}`, heading in row {line}");
        if !above.is_empty() {
            told = format!("{told}; {} above it left out", counted(above.len()));
        }
        even(&mut rows);
        Ok(Self { rows: rows.into_iter(), told })
    }
}

impl Rows for Sheet {
    fn read(&mut self, row: &mut StringRecord) -> Result<bool, Unread> {
        match self.rows.next() {
            None => Ok(false),
            Some(read) => {
                *row = read.cells;
                read.unread.map_or(Ok(true), Err)
            }
        }
    }

    fn told(&self) -> Option<&str> {
        Some(&self.told)
    }
}

fn counted(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

fn line(row: &SheetRow) -> u64 {
    row.cells.position().map_or(0, csv::Position::line)
}

fn is_heading(row: &SheetRow, wanted: &Wanted<'_>) -> bool {
    let headings: Vec<String> = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
    row.unread.is_none() && (wanted.known)(&headings)
}

/// A sheet does not say how wide its table is: rows end with their last filled cell. So they are
/// filled up to the width of the heading.
fn even(rows: &mut [SheetRow]) {
    let width = rows.first().map_or(0, |row| row.cells.len());
    for row in rows {
        while row.cells.len() < width {
            row.cells.push_field("");
        }
    }
}

fn one_of(names: &[String], asked: &str) -> Result<String, String> {
    let found = names.iter().find(|name| name.as_str() == asked);
    let found = found.or_else(|| names.iter().find(|name| name.eq_ignore_ascii_case(asked)));
    found.cloned().ok_or_else(|| {
        format!("the workbook has no sheet `{asked}`; its sheets are: {}", names.join(", "))
    })
}
