//! Delimited text, row after row.
//!
//! Bytes are read as UTF-8 row by row; a row that is not UTF-8 is read in the older encoding that
//! the file looks like, and counted. So a file of mixed encodings loses nothing.

use crate::guard::Guard;
use crate::rows::{Letters, Rows, Unread};
use chardetng::EncodingDetector;
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

/// A table of delimited text.
pub(crate) struct Delimited<'f> {
    rows: csv::Reader<Box<dyn Read + 'f>>,
    bytes: ByteRecord,
    cut: Rc<Cell<u64>>,
    older: &'static Encoding,
    decoded: u64,
}

impl<'f> Delimited<'f> {
    /// The delimiter and the older encoding that a file with this beginning looks like.
    pub(crate) fn look(head: &[u8]) -> (u8, &'static Encoding) {
        (delimiter(head), older(head))
    }

    pub(crate) fn new(file: impl Read + 'f, delimiter: u8, older: &'static Encoding) -> Self {
        let cut = Rc::new(Cell::new(0));
        // Takes a mark of byte order off, and reads UTF-16 where the mark says so.
        let decoded = DecodeReaderBytesBuilder::new()
            .bom_override(true)
            .utf8_passthru(true)
            .encoding(None)
            .build(Guard::new(file, cut.clone()));
        let rows = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Box::new(decoded) as Box<dyn Read + 'f>);
        Self { rows, bytes: ByteRecord::new(), cut, older, decoded: 0 }
    }
}

impl Rows for Delimited<'_> {
    fn read(&mut self, row: &mut StringRecord) -> Result<bool, Unread> {
        let taken = self.rows.read_byte_record(&mut self.bytes).map_err(|error| Unread {
            line: error.position().map_or(0, csv::Position::line),
            reason: "the file ends or cannot be read here".to_owned(),
            ends: error.is_io_error(),
        })?;
        row.clear();
        row.set_position(self.bytes.position().cloned());
        let mut older = false;
        for cell in &self.bytes {
            let (text, not_utf8) = decode(cell, self.older);
            older |= not_utf8;
            row.push_field(&text);
        }
        self.decoded += u64::from(older);
        Ok(taken)
    }

    fn letters(&self) -> Letters {
        Letters { decoded: self.decoded, encoding: self.older.name(), cut: self.cut.get() }
    }
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
