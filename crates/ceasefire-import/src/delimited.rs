//! Delimited text, row after row.
//!
//! A line without a quotation mark, and that is nearly every line, is its cells parted by the
//! delimiter. Any other is read cell by cell (`quoted.rs`). Since what is held goes back to the
//! beginning of the row, a quotation mark that is never closed costs one line and not the rest of
//! the file: that line is set aside, and the rows below it are read on their own.
//!
//! Bytes are read as UTF-8 row by row; a row that is not UTF-8 is read in the older encoding that
//! the file looks like, and counted. So a file of mixed encodings loses nothing.
//!
//! No row is longer than [`MAX_ROW`], so that a file that is one line of hundreds of megabytes is a
//! row set aside and not all of the memory.

use crate::encoding::{Encodings, MARK};
use crate::quoted::{Scan, scan};
use crate::rows::{Letters, Rows, Unread};
use csv::{ByteRecord, Position, StringRecord};
use memchr::{memchr, memchr_iter, memchr2, memchr3};
use std::io::{self, Read};

/// The longest row that is read, in bytes.
pub(crate) const MAX_ROW: usize = 1 << 20;
/// How much is read at once.
const CHUNK: usize = 256 << 10;
/// How much of a row that is too long is kept, to be recognised.
const KEPT: usize = 4 << 10;

/// A table of delimited text.
pub(crate) struct Delimited<R> {
    file: R,
    delimiter: u8,
    /// What has been read; `at` is where the next row begins.
    held: Vec<u8>,
    at: usize,
    ended: bool,
    /// The line of the next row.
    line: u64,
    /// Cells in the first row.
    width: Option<usize>,
    encodings: Encodings,
    letters: Letters,
}

/// Where a row lies in what is held, and what ends behind it.
struct Found {
    len: usize,
    lines: u64,
    whole: Whole,
}

/// Whether a row is all there.
enum Whole {
    /// Its cells are in the record already.
    Yes,
    /// Its quotation marks do not enclose cells.
    Unclosed,
    /// It is longer than a row can be; so many bytes of it are held.
    TooLong,
}

impl<R: Read> Delimited<R> {
    pub(crate) fn new(file: R, delimiter: u8, encodings: Encodings) -> Self {
        let letters = Letters { encoding: encodings.older.name(), ..Letters::default() };
        Self {
            file,
            delimiter,
            held: Vec::new(),
            at: 0,
            ended: false,
            line: 1,
            width: None,
            encodings,
            letters,
        }
    }

    /// Reads more behind what is held; false at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        self.held.drain(..self.at);
        self.at = 0;
        let before = self.held.len();
        let read = self.file.by_ref().take(CHUNK as u64).read_to_end(&mut self.held)?;
        self.ended = read < CHUNK;
        Ok(self.held.len() > before)
    }

    fn rest(&self) -> &[u8] {
        self.held.get(self.at..).unwrap_or_default()
    }

    /// Finds the next row and puts its cells into `cells`; none at the end.
    fn find(&mut self, cells: &mut ByteRecord) -> io::Result<Option<Found>> {
        loop {
            cells.clear();
            if self.rest().starts_with(MARK.as_bytes()) {
                self.at += MARK.len();
            }
            let rest = self.rest();
            let stop = memchr3(b'\n', b'\r', b'"', rest);
            let found = match stop.map(|stop| (stop, rest.get(stop).copied())) {
                Some((len, Some(b'\n' | b'\r'))) => self.plain(len, cells),
                Some(_) => self.quoted(cells),
                None if self.ended && rest.is_empty() => return Ok(None),
                None if self.ended => self.plain(rest.len(), cells),
                None => None,
            };
            if let Some(found) = found {
                return Ok(Some(found));
            }
            if rest.len() > MAX_ROW {
                let len = rest.len();
                return Ok(Some(Found { len, lines: 0, whole: Whole::TooLong }));
            }
            if !self.fill()? && self.rest().is_empty() {
                return Ok(None);
            }
        }
    }

    /// A row without quotation marks, of `len` bytes; none if its end is not yet sure.
    fn plain(&self, len: usize, cells: &mut ByteRecord) -> Option<Found> {
        let rest = self.rest();
        let end = match (rest.get(len), rest.get(len + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r'), None) if !self.ended => return None,
            (Some(_), _) => 1,
            (None, _) => 0,
        };
        part(rest.get(..len)?, self.delimiter, cells);
        Some(Found { len: len + end, lines: 1, whole: Whole::Yes })
    }

    /// A row with quotation marks; none if more must be read to tell.
    fn quoted(&self, cells: &mut ByteRecord) -> Option<Found> {
        let rest = self.rest();
        let held = rest.get(..MAX_ROW.min(rest.len())).unwrap_or_default();
        let last = self.ended && held.len() == rest.len();
        let whole = match scan(held, self.delimiter, last, cells) {
            Scan::Row { len, closed } => {
                let raw = held.get(..len).unwrap_or_default();
                let lines = memchr_iter(b'\n', raw).count().max(1) as u64;
                if lines == 1 || (closed && self.fits(cells)) {
                    return Some(Found { len, lines, whole: Whole::Yes });
                }
                Whole::Unclosed
            }
            Scan::More if self.ended || rest.len() > MAX_ROW => Whole::Unclosed,
            Scan::More => return None,
        };
        // Only the first line is this row's for sure.
        let line = memchr(b'\n', held);
        if line.is_none() && rest.len() > MAX_ROW {
            return Some(Found { len: rest.len(), lines: 0, whole: Whole::TooLong });
        }
        let len = line.map_or(held.len(), |end| end + 1);
        Some(Found { len, lines: 1, whole })
    }

    /// Whether a row has the columns of the first one.
    fn fits(&self, cells: &ByteRecord) -> bool {
        let Some(width) = self.width else { return true };
        cells.len() >= width && cells.iter().skip(width).all(|cell| cell.trim_ascii().is_empty())
    }

    /// Passes over the rest of a line that is too long.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = memchr2(b'\n', b'\r', self.rest()) {
                self.at += end;
                return Ok(());
            }
            self.at = self.held.len();
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    /// The cells as text, and why they are none.
    fn told(
        &mut self,
        mut cells: ByteRecord,
        line: u64,
        row: &mut StringRecord,
    ) -> Result<(), String> {
        cells.set_position(Some(position(line)));
        let last = self.ended && self.at == self.held.len();
        let cut = last && self.letters.decoded == 0 && ends_within_a_letter(cells.as_slice());
        let (text, older) = self.encodings.text(cells);
        *row = text;
        if memchr(0, row.as_slice().as_bytes()).is_some() {
            return Err(
                "the row holds zero bytes, which no text has: the file is damaged here".to_owned()
            );
        }
        if cut {
            return Err("the file ends in the middle of a letter: it is cut off here".to_owned());
        }
        self.letters.decoded += u64::from(older);
        Ok(())
    }
}

impl<R: Read> Rows for Delimited<R> {
    fn read(&mut self, row: &mut StringRecord) -> Result<bool, Unread> {
        let mut cells = std::mem::take(row).into_byte_record();
        let found = loop {
            match self.find(&mut cells) {
                Ok(None) => return Ok(false),
                // An empty line is no row.
                Ok(Some(found)) if self.is_empty(&found) => self.pass(&found),
                Ok(Some(found)) => break found,
                Err(error) => return Err(self.unreadable(&error)),
            }
        };
        let reason = self.mend(&found, &mut cells);
        let line = self.line;
        self.pass(&found);
        self.width.get_or_insert(cells.len());
        let told = self.told(cells, line, row);
        let told = reason.map_or(told, Err);
        if matches!(found.whole, Whole::TooLong) {
            self.letters.cut += 1;
            self.skip_line().map_err(|error| self.unreadable(&error))?;
        }
        told.map(|()| true).map_err(|reason| Unread { line, reason, ends: false })
    }

    fn letters(&self) -> Letters {
        self.letters
    }
}

impl<R> Delimited<R> {
    fn is_empty(&self, found: &Found) -> bool {
        let raw = self.held.get(self.at..self.at + found.len).unwrap_or_default();
        raw.iter().all(|byte| matches!(byte, b'\n' | b'\r'))
    }

    fn pass(&mut self, found: &Found) {
        self.at += found.len;
        self.line += found.lines;
    }

    /// Why a row is not all there; what there is of it is put into `cells` as it stands.
    fn mend(&self, found: &Found, cells: &mut ByteRecord) -> Option<String> {
        let raw = self.held.get(self.at..self.at + found.len).unwrap_or_default();
        let (kept, reason) = match found.whole {
            Whole::Yes => return None,
            Whole::Unclosed if self.ended && self.at + found.len == self.held.len() => {
                (raw, "the file ends inside a cell in quotation marks: it is cut off here".to_owned())
            }
            Whole::Unclosed => (
                raw,
                "a quotation mark is opened here and not closed; the rows below are read on their own"
                    .to_owned(),
            ),
            Whole::TooLong => {
                let most = MAX_ROW >> 20;
                let told = format!("the line is longer than a row can be ({most} MiB): only its beginning is kept");
                (raw.get(..KEPT).unwrap_or(raw), told)
            }
        };
        cells.clear();
        part(kept.trim_ascii_end(), self.delimiter, cells);
        Some(reason)
    }

    fn unreadable(&self, error: &io::Error) -> Unread {
        let reason = format!("the file cannot be read from here: {error}");
        Unread { line: self.line, reason, ends: true }
    }
}

/// The cells of a line that has no quotation marks.
fn part(line: &[u8], delimiter: u8, cells: &mut ByteRecord) {
    let mut start = 0;
    for end in memchr_iter(delimiter, line) {
        cells.push_field(line.get(start..end).unwrap_or_default());
        start = end + 1;
    }
    cells.push_field(line.get(start..).unwrap_or_default());
}

fn position(line: u64) -> Position {
    let mut position = Position::new();
    position.set_line(line);
    position
}

fn ends_within_a_letter(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// How many lines are looked at to find the delimiter.
const LOOKED_AT: usize = 20;

/// The mark that parts the first lines best: many times, and each line as the first one. Cells in
/// quotation marks say nothing.
pub(crate) fn delimiter(head: &[u8]) -> u8 {
    let mut quoted = false;
    let bare: Vec<u8> = head
        .iter()
        .copied()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        })
        .collect();
    let score = |mark: u8| {
        let count = |line: &[u8]| memchr_iter(mark, line).count();
        let mut lines = bare.split(|byte| *byte == b'\n').take(LOOKED_AT);
        let first = lines.next().map_or(0, count);
        first + lines.map(|line| count(line).min(first)).sum::<usize>()
    };
    // Commas stand in sentences too: of marks that part alike, another one counts.
    let marks = [b',', b';', b'|', b'\t', 1].into_iter().map(|mark| (score(mark), mark));
    marks
        .filter(|(score, _)| *score > 0)
        .max_by_key(|(score, _)| *score)
        .map_or(b',', |(_, mark)| mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_parts_every_line_alike() {
        for (table, mark) in [
            ("id,date,what\n1,2016-03-02,a; b; c; d\n", b','),
            ("ref;what, in words, of theirs, or ours\n1;a\n2;b\n3;c\n4;d\n", b';'),
            ("id;lat;lon\n1;35,5;36,5\n2;35,5;36,5\n", b';'),
            ("7001\t20180326\tTown X, Province P, Northland\n", b'\t'),
            ("id|\"a,b,c,d,e\"\n", b'|'),
            ("alone\n", b','),
        ] {
            assert_eq!(delimiter(table.as_bytes()), mark, "{table}");
        }
    }
}
