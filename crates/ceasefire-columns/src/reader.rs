//! A Parquet file to acts, a batch at a time.
//!
//! The types are read from the Parquet schema alone, so that a file that another tool
//! wrote from one of ours reads like one of ours. Columns may be missing: what they would say is
//! unknown.

use crate::arrays::object;
use crate::fits::within;
use crate::form::act;
use crate::guard::{BROKEN, guarded};
use crate::limits::{Shared, has_few_columns, within_limits};
use crate::schema::{VERSION, VERSION_KEY, schema, told};
use crate::seal;
use crate::writer::MOST;
use crate::wrong::{Refused, Unopened};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::ChunkReader;
use serde_json::{Map, Value};
use std::io::Read as _;
use std::sync::Arc;

/// Rows that are in memory together.
const BATCH: usize = 1_024;

const MAGIC: &[u8] = b"PAR1";

/// Reads acts from Parquet: each row's number, from 1, and its act or why it is none.
///
/// Where the file is damaged, the first row that cannot be read says so, and reading ends.
pub struct Reader {
    batches: ParquetRecordBatchReader,
    fields: Fields,
    batch: Option<RecordBatch>,
    at: usize,
    row: u64,
    rows: u64,
    ended: bool,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("row", &self.row)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// Opens a file, such as a [`std::fs::File`].
    pub fn open<T: ChunkReader + 'static>(file: T) -> Result<Self, Unopened> {
        guarded(|| Self::look_into(file))
            .unwrap_or_else(|| Err(Unopened::Damaged(BROKEN.to_owned())))
    }

    fn look_into<T: ChunkReader + 'static>(file: T) -> Result<Self, Unopened> {
        let damaged = |error: ParquetError| Unopened::Damaged(error.to_string());
        let file = Shared(Arc::new(file));
        is_whole(&file)?;
        if !seal::holds(&file).map_err(damaged)? {
            return Err(Unopened::Changed);
        }
        has_few_columns(&file)?;
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let found = ArrowReaderMetadata::load(&file, options.clone()).map_err(damaged)?;
        let metadata = found.metadata();
        let pairs = metadata.file_metadata().key_value_metadata().map_or(&[][..], Vec::as_slice);
        let version = pairs.iter().find(|pair| pair.key == VERSION_KEY);
        if let Some(version) = version.and_then(|pair| pair.value.as_deref())
            && version != VERSION
        {
            return Err(Unopened::Newer(version.to_owned()));
        }
        let looked_at = as_looked_at(found.schema())?;
        within_limits(&file, metadata)?;
        let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or_default();
        let options = options.with_schema(Arc::clone(&looked_at));
        let found = ArrowReaderMetadata::try_new(Arc::clone(metadata), options).map_err(damaged)?;
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file, found)
            .with_batch_size(BATCH)
            .build()
            .map_err(damaged)?;
        let fields = looked_at.fields().clone();
        Ok(Self { batches, fields, batch: None, at: 0, row: 0, rows, ended: false })
    }

    /// Opens a file that has been read into memory.
    pub fn of(bytes: Vec<u8>) -> Result<Self, Unopened> {
        Self::open(Bytes::from(bytes))
    }

    /// How many rows the file says it has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The batch in which the next row stands; none at the end.
    fn batch(&mut self) -> Option<Result<RecordBatch, Refused>> {
        loop {
            if let Some(batch) = &self.batch
                && self.at < batch.num_rows()
            {
                return Some(Ok(batch.clone()));
            }
            self.at = 0;
            let Some(next) = guarded(|| self.batches.next()) else {
                return Some(Err(self.cut(BROKEN)));
            };
            match next {
                Some(Ok(batch)) => self.batch = Some(batch),
                Some(Err(error)) => return Some(Err(self.cut(&error.to_string()))),
                None if self.row < self.rows => return Some(Err(self.cut("it ends here"))),
                None => return None,
            }
        }
    }

    /// What is said of the first row that cannot be read.
    fn cut(&self, reason: &str) -> Refused {
        let below = match self.rows.saturating_sub(self.row + 1) {
            0 => "this row".to_owned(),
            1 => "this row and the one below it".to_owned(),
            more => format!("this row and the {more} below it"),
        };
        Refused::new("", format!("the file is damaged, {below} cannot be read ({reason})"))
    }
}

impl Iterator for Reader {
    type Item = (u64, Result<Map<String, Value>, Refused>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let batch = self.batch();
        self.row += 1;
        match batch {
            Some(Ok(batch)) => {
                let at = self.at;
                self.at += 1;
                Some((self.row, read(&batch, &self.fields, at)))
            }
            Some(Err(refused)) => {
                self.ended = true;
                Some((self.row, Err(refused)))
            }
            None => {
                self.ended = true;
                None
            }
        }
    }
}

/// The act of one row.
fn read(batch: &RecordBatch, fields: &Fields, at: usize) -> Result<Map<String, Value>, Refused> {
    let mut left = MOST;
    let row = object(batch.columns(), fields, at, &mut left)
        .map_err(|reason| Refused::new("", reason))?;
    for (column, reason) in [
        ("id", "an act needs an id"),
        ("kind", "an act needs its kind"),
        ("at_text", "an act needs its time"),
    ] {
        if !row.contains_key(column) {
            return Err(Refused::new(column, reason));
        }
    }
    Ok(act(&row))
}

/// Whether a file begins and ends as Parquet does.
fn is_whole(file: &impl ChunkReader) -> Result<(), Unopened> {
    let begins = marked(file, 0);
    if !matches!(begins, Ok(true)) {
        return Err(Unopened::NotParquet);
    }
    let end = file.len().saturating_sub(MAGIC.len() as u64);
    match marked(file, end) {
        Ok(true) if end > MAGIC.len() as u64 => Ok(()),
        _ => Err(Unopened::CutOff),
    }
}

fn marked(file: &impl ChunkReader, at: u64) -> ParquetResult<bool> {
    let mut mark = [0; 4];
    file.get_read(at)?.read_exact(&mut mark)?;
    Ok(mark == MAGIC)
}

/// The columns of a file in the types in which they are looked at: texts where they lie in the
/// page. A column that an act has not, or of another type, is refused.
fn as_looked_at(file: &Schema) -> Result<SchemaRef, Unopened> {
    let ours = schema();
    for needed in ["id", "kind", "at_text"] {
        if file.column_with_name(needed).is_none() {
            let names: Vec<&str> =
                ours.fields().iter().map(|field| field.name().as_str()).collect();
            let reason = format!("there is none; the columns of acts are {}", names.join(", "));
            return Err(Unopened::Column { column: needed.to_owned(), reason });
        }
    }
    Ok(Arc::new(Schema::new(fields_as_looked_at(file.fields(), ours.fields(), "")?)))
}

fn fields_as_looked_at(file: &Fields, ours: &Fields, inside: &str) -> Result<Vec<Field>, Unopened> {
    let mut out = Vec::new();
    for (at, field) in file.iter().enumerate() {
        let column = within(inside, field.name());
        let wrong = |reason: String| Unopened::Column { column: column.clone(), reason };
        if file.iter().take(at).any(|other| other.name() == field.name()) {
            return Err(wrong("it stands twice".to_owned()));
        }
        let Some((_, ours)) = ours.find(field.name()) else {
            let names: Vec<&str> = ours.iter().map(|field| field.name().as_str()).collect();
            return Err(wrong(format!("acts have no such column, only {}", names.join(", "))));
        };
        let data_type = type_as_looked_at(field.data_type(), ours.data_type(), &column)?;
        out.push(field.as_ref().clone().with_data_type(data_type));
    }
    Ok(out)
}

fn type_as_looked_at(file: &DataType, ours: &DataType, column: &str) -> Result<DataType, Unopened> {
    Ok(match (ours, file) {
        (DataType::Utf8, DataType::Utf8) => DataType::Utf8View,
        // Masses with more digits before the point are no less exact. The days follow from
        // `at_text` and are not read. A column of nothing but nulls may have lost its type.
        (DataType::Decimal128(_, decimals), DataType::Decimal128(_, found))
            if decimals == found =>
        {
            file.clone()
        }
        // A tool that has no whole number that may be null wrote a float for it.
        (DataType::Int64, DataType::Int32 | DataType::Float64)
        | (DataType::Float64, DataType::Int32 | DataType::Int64)
        | (DataType::Date32, _)
        | (_, DataType::Null) => file.clone(),
        (DataType::List(ours), DataType::List(one)) => {
            let data_type = type_as_looked_at(one.data_type(), ours.data_type(), column)?;
            DataType::List(Arc::new(one.as_ref().clone().with_data_type(data_type)))
        }
        (DataType::Struct(ours), DataType::Struct(fields)) => {
            DataType::Struct(fields_as_looked_at(fields, ours, column)?.into())
        }
        (DataType::Map(..), DataType::Map(parts, sorted)) if are_texts(parts) => {
            let DataType::Struct(fields) = parts.data_type() else { return Ok(file.clone()) };
            let texts: Vec<Field> = fields
                .iter()
                .map(|part| part.as_ref().clone().with_data_type(DataType::Utf8View))
                .collect();
            let parts = parts.as_ref().clone().with_data_type(DataType::Struct(texts.into()));
            DataType::Map(Arc::new(parts), *sorted)
        }
        (ours, file) if ours == file => file.clone(),
        (ours, file) => {
            let reason = format!("it should hold {}, and holds {}", told(ours), told(file));
            return Err(Unopened::Column { column: column.to_owned(), reason });
        }
    })
}

fn are_texts(parts: &Field) -> bool {
    match parts.data_type() {
        DataType::Struct(fields) => {
            fields.len() == 2 && fields.iter().all(|part| *part.data_type() == DataType::Utf8)
        }
        _ => false,
    }
}
