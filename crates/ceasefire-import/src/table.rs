//! A delimited table, row after row.
//!
//! Bytes are read as UTF-8 row by row; a row that is not UTF-8 is read in the older encoding that
//! the file looks like, and counted. So a file of mixed encodings loses nothing.

use crate::account::{Account, SetAside};
use crate::act::{LEFT_OUT, Row, act};
use crate::guard::Guard;
use crate::profile::Profile;
use chardetng::EncodingDetector;
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes that are looked at before reading, for the delimiter and the encoding.
const HEAD: usize = 256 << 10;

/// A table on its way to acts.
pub struct Import<'p> {
    rows: csv::Reader<Box<dyn Read + 'p>>,
    /// A first row that was looked at and is no heading.
    again: Option<ByteRecord>,
    cut: Rc<Cell<u64>>,
    headings: Vec<String>,
    profile: &'p Profile,
    older: &'static Encoding,
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
        mut file: impl Read + 'p,
        profiles: &'p [Profile],
        named: Option<&'p Profile>,
    ) -> Result<Self, ImportError> {
        let mut head = Vec::new();
        let taken = file.by_ref().take(HEAD as u64).read_to_end(&mut head);
        taken.map_err(ImportError::Unreadable)?;
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(ImportError::Empty);
        }
        let delimiter = delimiter(&head);
        let older = older(&head);
        let cut = Rc::new(Cell::new(0));
        let whole = io::Cursor::new(head).chain(file);
        // Takes a mark of byte order off, and reads UTF-16 where the mark says so.
        let decoded = DecodeReaderBytesBuilder::new()
            .bom_override(true)
            .utf8_passthru(true)
            .encoding(None)
            .build(Guard::new(whole, cut.clone()));
        let mut rows = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Box::new(decoded) as Box<dyn Read + 'p>);
        let mut first = ByteRecord::new();
        let read = rows.read_byte_record(&mut first);
        read.map_err(|error| ImportError::Unreadable(io::Error::other(error)))?;
        let mut headings: Vec<String> =
            first.iter().map(|cell| decode(cell, older).0.trim().to_owned()).collect();
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
        let account = Account { encoding: older.name(), ..Account::default() };
        Ok(Self { rows, again, cut, headings, profile, older, account, ended: false })
    }

    /// The headings of the table.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The profile by which it is read.
    pub fn profile(&self) -> &Profile {
        self.profile
    }

    /// What became of the rows so far.
    pub fn account(&self) -> &Account {
        &self.account
    }

    fn row(&mut self, read: &ByteRecord) -> Option<Result<Map<String, Value>, SetAside>> {
        let mut older = false;
        let cells: Vec<String> = read
            .iter()
            .map(|cell| {
                let (text, not_utf8) = decode(cell, self.older);
                older |= not_utf8;
                text
            })
            .collect();
        self.account.decoded += u64::from(older);
        if no_act(&cells) {
            self.account.headings += 1;
            return None;
        }
        let line = read.position().map_or(0, csv::Position::line);
        let aside = |column: &str, reason: String| SetAside {
            line,
            column: column.to_owned(),
            reason,
            cells: cells.clone(),
        };
        let headings = self.profile.layout(cells.len()).unwrap_or(&self.headings);
        let spilt = cells.iter().skip(headings.len()).any(|cell| !cell.trim().is_empty());
        if spilt || cells.len() < headings.len() {
            let told = format!("the row has other columns than the heading ({})", cells.len());
            return Some(Err(aside("", told)));
        }
        let row = Row { headings, cells: &cells };
        Some(act(&row, self.profile).map_err(|(column, reason)| aside(&column, reason)))
    }
}

impl Iterator for Import<'_> {
    type Item = Result<Map<String, Value>, SetAside>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut read = ByteRecord::new();
        while !self.ended {
            let taken = match self.again.take() {
                Some(first) => {
                    read = first;
                    Ok(true)
                }
                None => self.rows.read_byte_record(&mut read),
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
                Err(error) => {
                    self.account.rows += 1;
                    let line = error.position().map_or(0, csv::Position::line);
                    self.ended = error.is_io_error();
                    let reason = "the file ends or cannot be read here".to_owned();
                    Some(Err(SetAside { line, column: String::new(), reason, cells: Vec::new() }))
                }
            };
            self.account.cut = self.cut.get();
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
fn no_act(cells: &[String]) -> bool {
    cells.iter().map(|cell| cell.trim()).all(|cell| cell.is_empty() || cell.starts_with('#'))
}

/// A cell as text, and whether it is not UTF-8.
fn decode(cell: &[u8], older: &'static Encoding) -> (String, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (text.replace('\u{feff}', ""), false),
        Err(_) => (older.decode_without_bom_handling(cell).0.into_owned(), true),
    }
}

/// What the file looks like where it is not UTF-8.
fn older(head: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(head, true);
    let guess = detector.guess(None, false);
    if guess == encoding_rs::UTF_8 { encoding_rs::WINDOWS_1252 } else { guess }
}

/// The mark that parts the first line into most columns, quotes left out.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut quoted = false;
    let bare: Vec<u8> = line
        .iter()
        .copied()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        })
        .collect();
    let count = |mark: u8| bare.split(|byte| *byte == mark).count();
    [b',', b'\t', b';', b'|', 1].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}
