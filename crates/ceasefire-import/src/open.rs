//! A file's form, by its first bytes.
//!
//! Names of files lie, first bytes hardly do. Each form has a reader of its own behind [`Rows`].

use crate::delimited::{Delimited, delimiter};
use crate::encoding::Encodings;
use crate::json_rows::{JsonRows, is_json};
use crate::rows::Rows;
use crate::sheet::Sheet;
use crate::table::ImportError;
use crate::workbook::{self, is_workbook};
use csv::StringRecord;
use std::io::{Cursor, Read};

/// Bytes that are looked at before reading: for the form, the delimiter and the encoding.
pub(crate) const HEAD: usize = 256 << 10;

/// The first row of a file, and the rows below it.
pub(crate) type Opened<'f> = (StringRecord, Box<dyn Rows + 'f>);

/// What is looked for in a file.
pub(crate) struct Wanted<'w> {
    /// Whether a row is a heading that somebody knows; in workbooks other rows may stand above it.
    pub(crate) known: &'w dyn Fn(&[String]) -> bool,
    /// The sheet that was asked for by name.
    pub(crate) sheet: Option<&'w str>,
    /// The delimiter, where somebody says it.
    pub(crate) parted_by: Option<u8>,
}

/// Opens a file of whatever form. An empty one has no row at all.
pub(crate) fn open<'f>(
    mut file: impl Read + 'f,
    wanted: &Wanted<'_>,
) -> Result<Opened<'f>, ImportError> {
    let mut head = Vec::new();
    let taken = file.by_ref().take(HEAD as u64).read_to_end(&mut head);
    taken.map_err(ImportError::Unreadable)?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty);
    }
    if is_workbook(&head) {
        let bytes = whole(Cursor::new(head).chain(file))?;
        return first(Sheet::open(bytes, wanted).map_err(refused)?);
    }
    if is_json(&head) {
        return first(JsonRows::open(whole(Cursor::new(head).chain(file))?).map_err(refused)?);
    }
    let encodings = Encodings::look(&head);
    let mark = wanted.parted_by.unwrap_or_else(|| delimiter(&head));
    let whole = Cursor::new(head).chain(file);
    first(Delimited::new(encodings.read(whole), mark, encodings))
}

fn refused(reason: String) -> ImportError {
    ImportError::Unreadable(std::io::Error::other(reason))
}

/// All of a file whose form can only be read as a whole.
fn whole(file: impl Read) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let taken = file.take(workbook::MOST + 1).read_to_end(&mut bytes);
    taken.map_err(ImportError::Unreadable)?;
    if bytes.len() as u64 > workbook::MOST {
        let most = workbook::MOST >> 20;
        let told =
            format!("workbooks and JSON of more than {most} MB are not read; save it as CSV");
        return Err(refused(told));
    }
    Ok(bytes)
}

/// Takes the first row off.
fn first<'f>(mut rows: impl Rows + 'f) -> Result<Opened<'f>, ImportError> {
    let mut first = StringRecord::new();
    match rows.read(&mut first) {
        Ok(true) => Ok((first, Box::new(rows))),
        Ok(false) => Err(ImportError::Empty),
        Err(unread) => Err(refused(unread.reason)),
    }
}
