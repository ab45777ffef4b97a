//! Acts that stand in a Parquet file: as lines while tables are joined to them, and back.

use crate::merge::temporary;
use ceasefire_columns::{Reader, Writer};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Whether the acts of this file stand in columns, by its ending.
pub(crate) fn is_in_columns(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

/// The acts of a Parquet file as JSON Lines, in a file that goes away by itself.
pub(crate) fn as_lines(file: File, folder: &Path) -> io::Result<File> {
    let mut lines = BufWriter::new(temporary(folder)?);
    for (row, act) in Reader::open(file).map_err(|error| told(&error))? {
        let act = act.map_err(|refused| {
            let (column, reason) = (&refused.column, &refused.reason);
            told(&format!("row {row}, {column}: {reason}"))
        })?;
        serde_json::to_writer(&mut lines, &act)?;
        lines.write_all(b"\n")?;
    }
    let kept = lines.into_inner().map_err(io::IntoInnerError::into_error)?;
    let mut file = kept.reopen()?;
    file.rewind()?;
    Ok(file)
}

/// Takes JSON Lines and writes them as columns.
pub(crate) struct InColumns {
    writer: Writer<NamedTempFile>,
    line: Vec<u8>,
}

impl InColumns {
    /// Begins a file in that folder.
    pub(crate) fn begin(folder: &Path) -> io::Result<Self> {
        let writer = Writer::new(temporary(folder)?).map_err(|error| told(&error))?;
        Ok(Self { writer, line: Vec::new() })
    }

    /// Ends the file, which still goes away by itself unless it is kept.
    pub(crate) fn end(mut self) -> io::Result<NamedTempFile> {
        self.push()?;
        self.writer.finish().map_err(|error| told(&error))
    }

    fn push(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let act: Map<String, Value> = serde_json::from_slice(&line)?;
        self.writer.push(&act).map_err(|error| told(&error))
    }
}

impl Write for InColumns {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.push()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn told(error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}
