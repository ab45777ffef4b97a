//! How much a file may unfold to.
//!
//! A page of a few bytes can say "the same a billion times". Rows are read a batch at a time, but
//! one row's list may be of any length; so the pages are asked how much they hold before any is
//! read, and how many columns there are. Texts need no such care: they are looked at where they lie in the page.

use crate::seal::said_of_it;
use crate::wrong::Unopened;
use bytes::Bytes;
use parquet::basic::Compression;
use parquet::column::page::PageReader as _;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;
use std::sync::Arc;

/// Values beyond one a row that a group of rows may hold in all its lists: some hundred an act in
/// a group as large as we write.
const MOST_IN_LISTS: usize = 1 << 25;

/// Columns and groups of columns that a file may have; one of acts has some sixty.
const MOST_COLUMNS: u64 = 1_000;

/// A file that several readers look into.
pub(crate) struct Shared<T>(pub(crate) Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Length> Length for Shared<T> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<T: ChunkReader> ChunkReader for Shared<T> {
    type T = T::T;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.0.get_bytes(start, length)
    }
}

/// Refuses a file whose lists hold more than acts do.
pub(crate) fn within_limits<T: ChunkReader + 'static>(
    file: &Shared<T>,
    metadata: &ParquetMetaData,
) -> std::result::Result<(), Unopened> {
    for group in metadata.row_groups() {
        for column in group.columns() {
            if !matches!(column.compression(), Compression::SNAPPY | Compression::UNCOMPRESSED) {
                let way = column.compression().to_string().to_lowercase();
                // The library adds how hard it was compressed.
                let way = way.split('(').next().unwrap_or_default();
                return Err(Unopened::Compressed(way.to_owned()));
            }
        }
        let held = in_lists(file, group).map_err(|error| Unopened::Damaged(error.to_string()))?;
        if held > MOST_IN_LISTS {
            return Err(Unopened::TooMuch);
        }
    }
    Ok(())
}

/// The values beyond one a row in a group of rows.
fn in_lists<T: ChunkReader + 'static>(file: &Shared<T>, group: &RowGroupMetaData) -> Result<usize> {
    let rows = usize::try_from(group.num_rows())?;
    let mut held: usize = 0;
    for column in group.columns() {
        lies_within(file.len(), column)?;
        let mut pages = SerializedPageReader::new(Arc::clone(&file.0), column, rows, None)?;
        let mut values: usize = 0;
        while let Some(page) = pages.peek_next_page()? {
            values = values.saturating_add(page.num_levels.unwrap_or_default());
            pages.skip_next_page()?;
        }
        held = held.saturating_add(values.saturating_sub(rows));
    }
    Ok(held)
}

/// Refuses a file with more columns than one of acts can have. The library follows groups within
/// groups as deep as they go, and a stack that is used up is the end of the program; so their
/// number, which stands first in what is said of a file, is looked at before the library does.
pub(crate) fn has_few_columns(file: &impl ChunkReader) -> std::result::Result<(), Unopened> {
    let damaged = |reason: String| Unopened::Damaged(reason);
    let said = said_of_it(file).map_err(|error| damaged(error.to_string()))?;
    match said.and_then(|(_, said)| columns(&said)) {
        Some(columns) if columns <= MOST_COLUMNS => Ok(()),
        Some(columns) => Err(Unopened::Wide(columns)),
        None => Err(damaged("it does not say its columns".to_owned())),
    }
}

/// The number of columns and groups: in Thrift's compact form, after the first field, a whole
/// number, the head of the second, a list.
fn columns(said: &[u8]) -> Option<u64> {
    let rest = said.strip_prefix(&[0x15])?;
    let (_, rest) = varint(rest)?;
    let (head, rest) = rest.strip_prefix(&[0x19])?.split_first()?;
    match head >> 4 {
        0xf => varint(rest).map(|(columns, _)| columns),
        few => Some(u64::from(few)),
    }
}

/// A number in groups of seven bits, and what follows it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = 1 + bytes.iter().take(9).take_while(|byte| **byte >= 0x80).count();
    let (number, rest) = bytes.split_at_checked(length)?;
    let number = number.iter().rev().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f));
    Some((number, rest))
}

/// Refuses a column that is said to lie outside its file: the library takes it at its word.
fn lies_within(length: u64, column: &ColumnChunkMetaData) -> Result<()> {
    let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
    let whole = u64::try_from(start).ok().zip(u64::try_from(column.compressed_size()).ok());
    let end = whole.and_then(|(start, size)| start.checked_add(size));
    match end {
        Some(end) if end <= length && column.data_page_offset() >= 0 => Ok(()),
        _ => Err(ParquetError::General("a column lies outside the file".to_owned())),
    }
}
