//! One row with quotation marks, by the rules of RFC 4180: a cell in quotation marks may hold the
//! delimiter and the ends of lines, and two quotation marks in it are one.
//!
//! Why not the `csv` crate's reader: it does not tell whether a quotation mark was closed, and has
//! by then read on to the end of the file. A property test holds the two to the same cells.

use csv::ByteRecord;
use memchr::{memchr, memchr3};

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// A row of so many bytes, the end of its line included. It is not `closed` if text stands
    /// behind a closing quotation mark: then the marks hardly are what they seem.
    Row { len: usize, closed: bool },
    /// What is held ends before the row does.
    More,
}

/// Reads the row at the beginning of `held` into `cells`. `last` says that nothing comes behind.
pub(crate) fn scan(held: &[u8], delimiter: u8, last: bool, cells: &mut ByteRecord) -> Scan {
    cells.clear();
    let mut cell = Vec::new();
    let mut closed = true;
    let mut at = 0;
    loop {
        cell.clear();
        if held.get(at) == Some(&b'"') {
            match enclosed(held, at + 1, last, &mut cell) {
                Some(end) => at = end,
                None => return Scan::More,
            }
            let behind = held.get(at);
            closed &= behind.is_none_or(|byte| ends_cell(*byte, delimiter));
        }
        let rest = held.get(at..).unwrap_or_default();
        let stop = memchr3(delimiter, b'\n', b'\r', rest);
        if stop.is_none() && !last {
            return Scan::More;
        }
        let bare = rest.get(..stop.unwrap_or(rest.len())).unwrap_or_default();
        if cell.is_empty() {
            cells.push_field(bare);
        } else {
            cell.extend_from_slice(bare);
            cells.push_field(&cell);
        }
        at += bare.len();
        match (held.get(at), held.get(at + 1)) {
            (Some(byte), _) if *byte == delimiter => at += 1,
            (Some(b'\r'), None) if !last => return Scan::More,
            (Some(b'\r'), Some(b'\n')) => return Scan::Row { len: at + 2, closed },
            (Some(_), _) => return Scan::Row { len: at + 1, closed },
            (None, _) => return Scan::Row { len: at, closed },
        }
    }
}

/// The text of a cell in quotation marks that begins at `at`, and where it ends; none if it does
/// not end in what is held.
fn enclosed(held: &[u8], mut at: usize, last: bool, cell: &mut Vec<u8>) -> Option<usize> {
    loop {
        let rest = held.get(at..)?;
        let mark = memchr(b'"', rest)?;
        cell.extend_from_slice(rest.get(..mark)?);
        match rest.get(mark + 1) {
            Some(b'"') => {
                cell.push(b'"');
                at += mark + 2;
            }
            None if !last => return None,
            _ => return Some(at + mark + 1),
        }
    }
}

fn ends_cell(byte: u8, delimiter: u8) -> bool {
    byte == delimiter || matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> (Scan, Vec<String>) {
        let mut cells = ByteRecord::new();
        let found = scan(text.as_bytes(), b',', true, &mut cells);
        (found, cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect())
    }

    #[test]
    fn a_cell_in_quotation_marks_may_hold_anything() {
        let (found, read) = cells("a,\"b, \"\"c\"\"\nd\",\"\"\r\nnext");
        assert_eq!(found, Scan::Row { len: 19, closed: true });
        assert_eq!(read, ["a", "b, \"c\"\nd", ""]);
    }

    #[test]
    fn text_behind_a_closing_mark_and_a_mark_never_closed_are_seen() {
        assert_eq!(cells("\"a\"b,c\n").0, Scan::Row { len: 7, closed: false });
        assert_eq!(cells("a,\"b\nc\n").0, Scan::More);
    }

    proptest! {
        #[test]
        fn rows_that_are_well_written_are_read_as_the_csv_crate_reads_them(
            row in proptest::collection::vec("[a\",\r\n x]{0,6}", 1..6)
        ) {
            let mut written = csv::Writer::from_writer(Vec::new());
            written.write_record(&row).unwrap();
            let text = String::from_utf8(written.into_inner().unwrap()).unwrap();
            let (found, read) = cells(&text);
            prop_assert_eq!(found, Scan::Row { len: text.len(), closed: true });
            prop_assert_eq!(read, row);
        }
    }
}
