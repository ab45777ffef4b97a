//! Workbooks (xlsx, xlsb, xls, ods): their sheets as rows of text.
//!
//! A cell becomes the text that a careful person would copy from it, and nothing is made up: a day
//! without a time of day is a day, a whole number has no ".0", a blank is blank. A cell in which
//! the program found an error makes its row unreadable, with the place of the cell.
//!
//! Which sheet and which row is the heading is not decided here, but in `sheet.rs`.

use crate::archive::{Bounds, admit};
use crate::cell::{text, text_of};
use crate::rows::Unread;
use calamine::{Data, Ods, Range, Reader, Xls, Xlsb, Xlsx};
use csv::{Position, StringRecord};
use std::cell::Cell;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// A locked workbook.
pub(crate) const LOCKED: &str =
    "the workbook is locked with a password; save a copy without one and import that";

/// The largest file that is read, in bytes. A workbook cannot be read as a stream.
pub(crate) const MOST: u64 = 256 << 20;

/// Bytes of text and cells of a sheet that are kept.
const KEPT: usize = 512 << 20;

/// The edge of the largest sheet that a spreadsheet program makes.
const EDGE: (u32, u32) = (1 << 20, 1 << 14);

type File = Cursor<Vec<u8>>;

/// A workbook that has been opened.
pub(crate) enum Workbook {
    Xlsx(Box<Xlsx<File>>),
    Xlsb(Box<Xlsb<File>>),
    Xls(Box<Xls<File>>),
    Ods(Box<Ods<File>>),
}

/// A row of a sheet, and why it cannot be read, if so.
#[derive(Debug, Clone)]
pub(crate) struct SheetRow {
    pub(crate) cells: StringRecord,
    pub(crate) unread: Option<Unread>,
}

/// Whether a file that begins like this is a workbook: a zip, or an older container.
pub(crate) fn is_workbook(head: &[u8]) -> bool {
    is_zip(head) || head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

impl Workbook {
    /// Opens a workbook, once it is within bounds.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        if is_zip(&bytes) {
            admit(&bytes, Bounds::default())?;
            return calm(|| zipped(bytes));
        }
        if named(&bytes, "EncryptedPackage") {
            return Err(LOCKED.to_owned());
        }
        crate::biff::admit(&bytes)?;
        calm(|| Xls::new(Cursor::new(bytes)).map(|own| Self::Xls(Box::new(own))).map_err(damaged))
    }

    /// The names of the sheets, in their order.
    pub(crate) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(own) => own.sheet_names(),
            Self::Xlsb(own) => own.sheet_names(),
            Self::Xls(own) => own.sheet_names(),
            Self::Ods(own) => own.sheet_names(),
        }
    }

    /// The rows of a sheet that hold anything, at most `most` of them.
    pub(crate) fn rows(&mut self, sheet: &str, most: usize) -> Result<Vec<SheetRow>, String> {
        calm(|| match self {
            Self::Xlsx(own) => {
                let mut cells = own.worksheet_cells_reader(sheet).map_err(damaged)?;
                gather(sheet, most, || match cells.next_cell() {
                    Ok(Some(cell)) => Ok(Some((cell.get_position(), text(cell.get_value())))),
                    Ok(None) => Ok(None),
                    Err(_) => Err(()),
                })
            }
            Self::Xlsb(own) => {
                let mut cells = own.worksheet_cells_reader(sheet).map_err(damaged)?;
                gather(sheet, most, || match cells.next_cell() {
                    Ok(Some(cell)) => Ok(Some((cell.get_position(), text(cell.get_value())))),
                    Ok(None) => Ok(None),
                    Err(_) => Err(()),
                })
            }
            Self::Xls(own) => ranged(sheet, most, &own.worksheet_range(sheet).map_err(damaged)?),
            Self::Ods(own) => ranged(sheet, most, &own.worksheet_range(sheet).map_err(damaged)?),
        })
    }
}

/// The kinds of workbook that are zips, told apart by their parts.
fn zipped(bytes: Vec<u8>) -> Result<Workbook, String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(damaged)?;
    let has = |name: &str| archive.file_names().flatten().any(|own| own.eq_ignore_ascii_case(name));
    let (binary, open) = (has("xl/workbook.bin"), has("content.xml"));
    let sheets = !binary && (has("xl/workbook.xml") || has("[Content_Types].xml"));
    drop(archive);
    let file = Cursor::new(bytes);
    if sheets {
        Xlsx::new(file).map(|own| Workbook::Xlsx(Box::new(own))).map_err(damaged)
    } else if binary {
        Xlsb::new(file).map(|own| Workbook::Xlsb(Box::new(own))).map_err(damaged)
    } else if open {
        Ods::new(file).map(|own| Workbook::Ods(Box::new(own))).map_err(damaged)
    } else {
        Err("this is a zip file, but no workbook; unpack it and import the tables in it".to_owned())
    }
}

/// The programs' formats are old and wide, and the library that reads them may stumble over a
/// damaged one. A stumble is a damaged file to us, and nothing that a user need see.
fn calm<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    thread_local!(static READING: Cell<bool> = const { Cell::new(false) });
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |stumble| {
            if !READING.get() {
                before(stumble);
            }
        }));
    });
    READING.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    read.unwrap_or_else(|_| Err(DAMAGED.to_owned()))
}

const DAMAGED: &str = "the workbook is damaged or cut short; open it in a spreadsheet program and \
                       save it anew, or as CSV";

fn damaged(error: impl std::fmt::Display) -> String {
    if error.to_string().contains("password") { LOCKED.to_owned() } else { DAMAGED.to_owned() }
}

/// Whether a container of the older kind has a stream of that name.
fn named(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide.as_slice())
}

fn ranged(sheet: &str, most: usize, range: &Range<Data>) -> Result<Vec<SheetRow>, String> {
    let start = range.start().unwrap_or_default();
    let mut cells = range.used_cells();
    gather(sheet, most, || {
        Ok(cells.next().map(|(row, column, cell)| {
            ((start.0 + row as u32, start.1 + column as u32), text_of(cell))
        }))
    })
}

/// A cell on its way: where it stands (row, column, from 0), and its text or the error in it.
type Placed = ((u32, u32), Result<String, String>);

/// Puts cells together to rows. Columns keep their places; blank cells at a row's end and blank
/// rows are left out.
fn gather(
    sheet: &str,
    most: usize,
    mut next: impl FnMut() -> Result<Option<Placed>, ()>,
) -> Result<Vec<SheetRow>, String> {
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut row = Gathering::default();
    let mut kept = 0;
    loop {
        let (at, cell) = match next() {
            Ok(Some(placed)) => placed,
            Ok(None) => break,
            // The row that was being read may lack cells, so it is no row either.
            Err(()) => {
                let reason = format!("the sheet `{sheet}` breaks off in this row or behind it");
                let unread = Some(Unread { line: u64::from(row.at) + 1, reason, ends: true });
                let cells = row.done().map(|row| row.cells).unwrap_or_default();
                rows.push(SheetRow { cells, unread });
                return Ok(rows);
            }
        };
        if cell.as_ref().is_ok_and(String::is_empty) {
            continue;
        }
        if at.0 >= EDGE.0 || at.1 >= EDGE.1 {
            return Err(DAMAGED.to_owned());
        }
        if at.0 != row.at {
            rows.extend(row.done());
            row.at = at.0;
        }
        if rows.len() >= most {
            return Ok(rows);
        }
        kept += row.put(sheet, at.1, cell);
        if kept > KEPT {
            return Err(format!("the sheet `{sheet}` is too large for a workbook; save it as CSV"));
        }
    }
    rows.extend(row.done());
    Ok(rows)
}

/// A row that is being put together.
#[derive(Default)]
struct Gathering {
    at: u32,
    cells: StringRecord,
    wrong: Option<String>,
}

impl Gathering {
    /// Puts a cell at its column, and tells what it costs in bytes.
    fn put(&mut self, sheet: &str, column: u32, cell: Result<String, String>) -> usize {
        let mut cost = 0;
        while self.cells.len() < column as usize {
            self.cells.push_field("");
            cost += size_of::<usize>();
        }
        let told = match cell {
            Ok(text) => text,
            Err(error) => {
                let place = format!("{}{}", letters(column), self.at + 1);
                self.wrong.get_or_insert_with(|| {
                    format!("cell {place} of the sheet `{sheet}` holds the error {error}")
                });
                error
            }
        };
        self.cells.push_field(&told);
        cost + size_of::<usize>() + told.len()
    }

    /// The row, and an empty one in its place.
    fn done(&mut self) -> Option<SheetRow> {
        let mut cells = std::mem::take(&mut self.cells);
        let line = u64::from(self.at) + 1;
        let mut place = Position::new();
        place.set_line(line);
        cells.set_position(Some(place));
        let unread = self.wrong.take().map(|reason| Unread { line, reason, ends: false });
        (!cells.is_empty()).then_some(SheetRow { cells, unread })
    }
}

/// A column's letters: A, B, …, Z, AA.
fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stumble_of_the_reader_is_a_damaged_file() {
        let stumble = || -> Result<(), String> { panic!("beyond the end") };
        assert_eq!(calm(stumble), Err(DAMAGED.to_owned()));
        assert_eq!(calm(|| Ok(7)), Ok(7));
    }

    #[test]
    fn columns_have_the_letters_that_programs_show() {
        for (column, shown) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), shown);
        }
    }
}
