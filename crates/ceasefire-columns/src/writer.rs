//! Acts to a Parquet file, a batch at a time.

use crate::arrays::array;
use crate::fits::fits;
use crate::form::row;
use crate::schema::{VERSION, VERSION_KEY, schema};
use crate::seal::{self, Sealed};
use crate::wrong::{Refused, Unwritten};
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use serde_json::{Map, Value};
use std::io::Write;
use std::sync::{Arc, LazyLock};

/// Acts that wait to be put into columns together.
const BATCH: usize = 8_192;

/// Bytes of text that wait at most: acts can be long.
const BATCH_BYTES: usize = 32 << 20;

/// Acts in a row group: what other tools read at once, and skip by its days.
const GROUP: usize = 131_072;

/// Bytes of text in a row group. With [`length`] it also bounds the members of lists in a group,
/// so that every file that is written can be read (`limits.rs`).
const GROUP_BYTES: usize = 64 << 20;

/// Bytes of text of one act; as in JSON Lines, where a line is no longer.
pub(crate) const MOST: usize = 1 << 20;

/// Writes acts as Parquet.
///
/// ```
/// # use serde_json::{Map, Value, json};
/// let act: Map<String, Value> = serde_json::from_value(
///     json!({"id": "a", "kind": "attack", "by": ["group-a"], "at": "2016-03-02"}),
/// )?;
/// let mut writer = ceasefire_columns::Writer::new(Vec::new())?;
/// writer.push(&act)?;
/// let file: Vec<u8> = writer.finish()?;
/// let mut acts = ceasefire_columns::Reader::of(file)?;
/// assert_eq!(acts.next(), Some((1, Ok(act))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Writer<W: Write + Send> {
    to: ArrowWriter<Sealed<W>>,
    schema: SchemaRef,
    rows: Vec<Value>,
    bytes: usize,
    group_bytes: usize,
}

impl<W: Write + Send> std::fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("waiting", &self.rows.len()).finish_non_exhaustive()
    }
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file.
    pub fn new(to: W) -> Result<Self, Unwritten> {
        let schema = Arc::new(schema());
        let options = ArrowWriterOptions::new().with_properties(properties());
        let to = ArrowWriter::try_new_with_options(Sealed::new(to), Arc::clone(&schema), options)?;
        Ok(Self { to, schema, rows: Vec::new(), bytes: 0, group_bytes: 0 })
    }

    /// Adds one act. One that is refused leaves the file as it was.
    pub fn push(&mut self, act: &Map<String, Value>) -> Result<(), Unwritten> {
        let row = taken(act, &self.schema)?;
        self.bytes += length(&row);
        self.rows.push(row);
        if self.rows.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.write()?;
        }
        Ok(())
    }

    /// Ends the file. Without this it has no end and cannot be read.
    pub fn finish(mut self) -> Result<W, Unwritten> {
        self.write()?;
        self.to.flush()?;
        self.to.sync().map_err(ParquetError::from)?;
        self.to.inner_mut().hold();
        Ok(self.to.into_inner()?.finish().map_err(ParquetError::from)?)
    }

    /// Puts the acts that wait into columns.
    fn write(&mut self) -> Result<(), Unwritten> {
        let mut columns = Vec::new();
        for field in self.schema.fields() {
            let values: Vec<Option<&Value>> =
                self.rows.iter().map(|row| row.get(field.name())).collect();
            columns.push(array(&values, field.data_type())?);
        }
        self.to.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)?;
        self.rows.clear();
        self.group_bytes += std::mem::take(&mut self.bytes);
        if self.group_bytes >= GROUP_BYTES {
            self.to.flush()?;
            self.group_bytes = 0;
        }
        Ok(())
    }
}

/// Whether an act fits the columns; the reason names its field.
pub fn fit(act: &Map<String, Value>) -> Result<(), Refused> {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(schema);
    taken(act, &SCHEMA).map(|_| ())
}

/// The row of an act that fits the columns.
fn taken(act: &Map<String, Value>, schema: &Schema) -> Result<Value, Refused> {
    let row = row(act)?;
    fits(&row, schema.fields(), "")?;
    let row = Value::Object(row);
    if length(&row) > MOST {
        return Err(Refused::new("", "this act is longer than 1 MiB"));
    }
    Ok(row)
}

fn properties() -> WriterProperties {
    let version = KeyValue::new(VERSION_KEY.to_owned(), VERSION.to_owned());
    WriterProperties::builder()
        .set_created_by(seal::WRITER.to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP))
        .set_key_value_metadata(Some(vec![version, seal::blank()]))
        // Hardly an id stands twice.
        .set_column_dictionary_enabled(ColumnPath::from("id"), false)
        .build()
}

/// Bytes of text, and some for every value.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(list) => list.iter().map(|one| 8 + length(one)).sum(),
        Value::Object(object) => {
            object.iter().map(|(name, one)| 8 + name.len() + length(one)).sum()
        }
        _ => 8,
    }
}
