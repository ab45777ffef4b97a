//! A table on its way to acts, row after row, whatever the file's form.

use crate::account::{Account, SetAside};
use crate::act::{LEFT_OUT, Row, act};
use crate::naming::{AsReported, Naming};
use crate::open::{Wanted, open};
use crate::profile::Profile;
use crate::rows::{Rows, Unread};
use csv::StringRecord;
use serde_json::{Map, Value};
use std::fmt;
use std::io::{self, Read};

/// A table on its way to acts.
pub struct Import<'p> {
    rows: Box<dyn Rows + 'p>,
    /// A first row that was looked at and is no heading.
    again: Option<StringRecord>,
    headings: Vec<String>,
    profile: &'p Profile,
    naming: &'p dyn Naming,
    account: Account,
    ended: bool,
}

/// A table that cannot be read at all.
#[derive(Debug)]
pub enum ImportError {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// It has no heading, or is empty.
    Empty,
    /// Its headings are no publisher's that is known.
    Unknown(Vec<String>),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "the table cannot be read: {error}"),
            Self::Empty => f.write_str("the table is empty: it has no heading and no row"),
            Self::Unknown(headings) => write!(
                f,
                "no mapping profile fits these headings: {}; name one with --profile",
                headings.iter().take(8).cloned().collect::<Vec<_>>().join(", ")
            ),
        }
    }
}

impl std::error::Error for ImportError {}

impl<'p> Import<'p> {
    /// Opens a table. Without a profile of its own, the first of `profiles` whose marks it has.
    pub fn open(
        file: impl Read + 'p,
        profiles: &'p [Profile],
        named: Option<&'p Profile>,
    ) -> Result<Self, ImportError> {
        Self::open_sheet(file, None, profiles, named)
    }

    /// Opens a table in a workbook, from the sheet of that name. Without a name it is the first
    /// sheet with a heading that a profile knows; what stands above the heading is left out.
    pub fn open_sheet(
        file: impl Read + 'p,
        sheet: Option<&str>,
        profiles: &'p [Profile],
        named: Option<&'p Profile>,
    ) -> Result<Self, ImportError> {
        let known = |headings: &[String]| match named {
            Some(profile) => profile.fits(headings) || profile.reads(headings),
            None => profiles.iter().any(|profile| profile.fits(headings)),
        };
        let (first, rows) = open(file, &Wanted { known: &known, sheet })?;
        let mut headings: Vec<String> = first.iter().map(|cell| cell.trim().to_owned()).collect();
        let profile = match named {
            Some(profile) => profile,
            None => profiles
                .iter()
                .find(|profile| profile.fits(&headings))
                .ok_or_else(|| ImportError::Unknown(headings.clone()))?,
        };
        // Without a heading the first row is a row like any other.
        let again = match profile.layout(headings.len()) {
            Some(layout) => {
                headings = layout.to_vec();
                Some(first)
            }
            None => None,
        };
        let account = Account { encoding: rows.letters().encoding, ..Account::default() };
        Ok(Self { rows, again, headings, profile, naming: &AsReported, account, ended: false })
    }

    /// Asks `naming` who is meant by the names in the table.
    #[must_use]
    pub fn naming(mut self, naming: &'p dyn Naming) -> Self {
        self.naming = naming;
        self
    }

    /// The headings of the table.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The profile by which it is read.
    pub fn profile(&self) -> &Profile {
        self.profile
    }

    /// Which part of the file is read, where it is not all of it: the sheet and the heading's row.
    pub fn part(&self) -> Option<&str> {
        self.rows.told()
    }

    /// What became of the rows so far.
    pub fn account(&self) -> &Account {
        &self.account
    }

    fn row(&mut self, read: &StringRecord) -> Option<Result<Map<String, Value>, SetAside>> {
        if no_act(read) {
            self.account.headings += 1;
            return None;
        }
        let line = read.position().map_or(0, csv::Position::line);
        let aside = |column: &str, reason: String| SetAside {
            line,
            column: column.to_owned(),
            reason,
            cells: read.iter().map(str::to_owned).collect(),
        };
        let headings = self.profile.layout(read.len()).unwrap_or(&self.headings);
        let spilt = read.iter().skip(headings.len()).any(|cell| !cell.trim().is_empty());
        if spilt || read.len() < headings.len() {
            let told = format!("the row has other columns than the heading ({})", read.len());
            return Some(Err(aside("", told)));
        }
        let row = Row { headings, cells: read, naming: self.naming };
        Some(act(&row, self.profile).map_err(|(column, reason)| aside(&column, reason)))
    }
}

impl Iterator for Import<'_> {
    type Item = Result<Map<String, Value>, SetAside>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut read = StringRecord::new();
        while !self.ended {
            let taken = match self.again.take() {
                Some(first) => {
                    read = first;
                    Ok(true)
                }
                None => self.rows.read(&mut read),
            };
            let found = match taken {
                Ok(false) => {
                    self.ended = true;
                    None
                }
                Ok(true) => {
                    self.account.rows += 1;
                    self.row(&read)
                }
                Err(Unread { line, reason, ends }) => {
                    self.account.rows += 1;
                    self.ended = ends;
                    Some(Err(SetAside { line, column: String::new(), reason, cells: Vec::new() }))
                }
            };
            let letters = self.rows.letters();
            (self.account.decoded, self.account.cut) = (letters.decoded, letters.cut);
            match &found {
                Some(Ok(act)) => {
                    self.account.acts += 1;
                    let left_out =
                        act.get("notes").is_some_and(|notes| notes.get(LEFT_OUT).is_some());
                    self.account.left_out += u64::from(left_out);
                }
                Some(Err(aside)) => {
                    let column = &aside.column;
                    let kind = if column.is_empty() { "row" } else { column.as_str() };
                    *self.account.aside.entry(format!("{kind}: {}", told(aside))).or_default() += 1;
                }
                None => continue,
            }
            return found;
        }
        None
    }
}

/// The reason without what is the row's own, so that alike reasons count together.
fn told(aside: &SetAside) -> String {
    let parts: Vec<&str> = aside.reason.split('`').collect();
    match parts.as_slice() {
        [before, _, after @ ..] => format!("{before}…{}", after.join("`")),
        _ => aside.reason.clone(),
    }
}

/// Rows of tags for machines (`#date+start`), and blank ones.
fn no_act(cells: &StringRecord) -> bool {
    cells.iter().map(str::trim).all(|cell| cell.is_empty() || cell.starts_with('#'))
}
