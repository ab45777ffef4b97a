//! A file's form, by its first bytes.
//!
//! Names of files lie, first bytes hardly do. Each form has a reader of its own behind [`Rows`].

use crate::delimited::Delimited;
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

/// What is looked for in a file that may hold more than one table.
pub(crate) struct Wanted<'w> {
    /// Whether a row is a heading that somebody knows.
    pub(crate) known: &'w dyn Fn(&[String]) -> bool,
    /// The sheet that was asked for by name.
    pub(crate) sheet: Option<&'w str>,
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
    let form = (is_workbook(&head), is_json(&head));
    let (mark, older) = Delimited::look(&head);
    let file = Cursor::new(head).chain(file);
    match form {
        (true, _) => first(Sheet::open(whole(file)?, wanted).map_err(refused)?),
        (_, true) => first(JsonRows::open(whole(file)?).map_err(refused)?),
        _ => first(Delimited::new(file, mark, older)),
    }
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
