//! A file's form, by its first bytes.
//!
//! Names of files lie, first bytes hardly do. Each form has a reader of its own behind [`Rows`].

use crate::delimited::{Delimited, delimiter};
use crate::encoding::Encodings;
use crate::rows::Rows;
use crate::table::ImportError;
use csv::StringRecord;
use std::io::{Cursor, Read};

/// Bytes that are looked at before reading: for the form, the delimiter and the encoding.
pub(crate) const HEAD: usize = 256 << 10;

/// The first row of a file, and the rows below it.
pub(crate) type Opened<'f> = (StringRecord, Box<dyn Rows + 'f>);

/// Opens a file of whatever form; `parted_by` is the delimiter, where somebody says it.
pub(crate) fn open<'f>(
    mut file: impl Read + 'f,
    parted_by: Option<u8>,
) -> Result<Opened<'f>, ImportError> {
    let mut head = Vec::new();
    let taken = file.by_ref().take(HEAD as u64).read_to_end(&mut head);
    taken.map_err(ImportError::Unreadable)?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty);
    }
    let encodings = Encodings::look(&head);
    let mark = parted_by.unwrap_or_else(|| delimiter(&head));
    let whole = Cursor::new(head).chain(file);
    first(Delimited::new(encodings.read(whole), mark, encodings))
}

/// Takes the first row off.
fn first<'f>(mut rows: impl Rows + 'f) -> Result<Opened<'f>, ImportError> {
    let mut first = StringRecord::new();
    match rows.read(&mut first) {
        Ok(true) => Ok((first, Box::new(rows))),
        Ok(false) => Err(ImportError::Empty),
        Err(unread) => Err(ImportError::Unreadable(std::io::Error::other(unread.reason))),
    }
}
