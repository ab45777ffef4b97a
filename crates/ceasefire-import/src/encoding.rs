//! Letters: which encoding a file is in, and rows that are in another.

use chardetng::EncodingDetector;
use csv::{ByteRecord, StringRecord};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::Read;

/// A mark of byte order, where two UTF-8 files were put one behind the other.
pub(crate) const MARK: &str = "\u{feff}";

/// The encodings of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encodings {
    /// The file's, where it is one of two bytes a letter.
    wide: Option<&'static Encoding>,
    /// The one in which rows are read that are not UTF-8.
    pub(crate) older: &'static Encoding,
}

impl Encodings {
    /// What a file with this beginning looks like.
    pub(crate) fn look(head: &[u8]) -> Self {
        let mut detector = EncodingDetector::new();
        detector.feed(head, true);
        let guess = detector.guess(None, false);
        let older = if guess == UTF_8 { WINDOWS_1252 } else { guess };
        Self { wide: wide(head), older }
    }

    /// The file as UTF-8 or as it is, without a mark of byte order in front.
    pub(crate) fn read<'f>(self, file: impl Read + 'f) -> Box<dyn Read + 'f> {
        match self.wide {
            None => Box::new(file),
            Some(wide) => {
                Box::new(DecodeReaderBytesBuilder::new().encoding(Some(wide)).build(file))
            }
        }
    }

    /// A row as text, and whether it is not UTF-8. Each cell is read for itself, since rows are
    /// put together from several sources.
    pub(crate) fn text(self, cells: ByteRecord) -> (StringRecord, bool) {
        match StringRecord::from_byte_record(cells) {
            Ok(row) if !holds_mark(&row) => (row, false),
            Ok(row) => (each(row.as_byte_record(), |cell| self.cell(cell)), false),
            Err(error) => (each(&error.into_byte_record(), |cell| self.cell(cell)), true),
        }
    }

    fn cell(self, cell: &[u8]) -> String {
        match std::str::from_utf8(cell) {
            Ok(text) => text.replace(MARK, ""),
            Err(_) => self.older.decode_without_bom_handling(cell).0.into_owned(),
        }
    }
}

fn holds_mark(row: &StringRecord) -> bool {
    memchr::memmem::find(row.as_slice().as_bytes(), MARK.as_bytes()).is_some()
}

fn each(cells: &ByteRecord, text: impl Fn(&[u8]) -> String) -> StringRecord {
    let mut row: StringRecord = cells.iter().map(text).collect();
    row.set_position(cells.position().cloned());
    row
}

/// Two bytes a letter: by the mark in front, or because every other byte is zero.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let some = head.get(..64.min(head.len())).unwrap_or_default();
    let zeros = |odd: usize| some.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let most = some.len() * 3 / 8;
    match (zeros(0), zeros(1)) {
        _ if some.len() < 8 => None,
        (0, last) if last > most => Some(UTF_16LE),
        (first, 0) if first > most => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bytes_a_letter_are_seen_with_a_mark_and_without() {
        let little: Vec<u8> = "id,date,what".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "id,date,what".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for file in [&little, &big, &[&[0xff, 0xfe][..], &little].concat()] {
            let mut text = String::new();
            Encodings::look(file).read(file.as_slice()).read_to_string(&mut text).unwrap();
            assert_eq!(text.trim_start_matches(MARK), "id,date,what");
        }
    }
}
