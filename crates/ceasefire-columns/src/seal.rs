//! A sum over the bytes of a file, so that damage is found before a row is read.
//!
//! The writer takes the sum of all it has written and puts it, with their number, into the
//! metadata at the end. A file that other tools wrote has no such sum and is read without.

use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::reader::ChunkReader;
use sha2::{Digest as _, Sha256};
use std::io::{self, Read as _, Write};

const KEY: &str = "ceasefire.sum";

/// Writes, and sums what it writes.
pub(crate) struct Sealed<W> {
    to: W,
    sum: Sha256,
    written: u64,
}

impl<W> Sealed<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, sum: Sha256::new(), written: 0 }
    }

    /// The sum of what was written so far: `sha256 BYTES HEX`.
    pub(crate) fn seal(&self) -> KeyValue {
        KeyValue::new(KEY.to_owned(), shown(self.written, &self.sum))
    }

    pub(crate) fn into_inner(self) -> W {
        self.to
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.to.write(bytes)?;
        let bytes = bytes.get(..taken).unwrap_or_default();
        self.sum.update(bytes);
        self.written += bytes.len() as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether a file is what its seal says; true where it has none.
pub(crate) fn holds(file: &impl ChunkReader, metadata: &[KeyValue]) -> Result<bool> {
    let Some(seal) = metadata.iter().find(|pair| pair.key == KEY) else { return Ok(true) };
    let seal = seal.value.as_deref().unwrap_or_default();
    let length = seal.split(' ').nth(1).and_then(|length| length.parse::<u64>().ok());
    let Some(length) = length.filter(|length| *length <= file.len()) else { return Ok(false) };
    let mut sum = Sha256::new();
    let mut read = file.get_read(0)?.take(length);
    let mut chunk = vec![0; 1 << 16];
    loop {
        match read.read(&mut chunk) {
            Ok(0) => break,
            Ok(taken) => sum.update(chunk.get(..taken).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(shown(length, &sum) == seal)
}

fn shown(length: u64, sum: &Sha256) -> String {
    let mut hex = String::new();
    let digest = sum.clone().finalize();
    for byte in &digest[..] {
        hex.push_str(&format!("{byte:02x}"));
    }
    format!("sha256 {length} {hex}")
}
