//! A sum over all bytes of a file, so that damage anywhere is found before anything is read.
//!
//! Parquet keeps what is said of a file at its end, and the sum stands there too. It is taken with
//! noughts in its own place, so that it covers every other byte: the writer holds the end back
//! until the sum is known. A file that another tool wrote may have taken the sum of ours with it;
//! it counts only where the file says that we wrote it.

use bytes::Buf as _;
use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::reader::ChunkReader;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::ops::Range;

/// Who wrote a file, in its own words.
pub(crate) const WRITER: &str = "ceasefire version 1";

const KEY: &str = "ceasefire.sum";
const KIND: &str = "sha256 ";
const HEX: usize = 64;

/// Bytes at the end of a Parquet file after what is said of it: its length, and the mark.
const END: usize = 8;

/// Where the sum will stand.
pub(crate) fn blank() -> KeyValue {
    KeyValue::new(KEY.to_owned(), format!("{KIND}{}", "0".repeat(HEX)))
}

/// Writes, and sums what it writes.
pub(crate) struct Sealed<W> {
    to: W,
    sum: Sha256,
    held: Option<Vec<u8>>,
}

impl<W: Write> Sealed<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, sum: Sha256::new(), held: None }
    }

    /// From here on the bytes wait for the sum.
    pub(crate) fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Puts the sum in its place, and writes what was held back.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let mut held = self.held.take().unwrap_or_default();
        self.sum.update(&held);
        let sum = hex(self.sum);
        if let Some(place) = place(&held)
            && let Some(place) = held.get_mut(place)
        {
            place.copy_from_slice(sum.as_bytes());
        }
        self.to.write_all(&held)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(held) = &mut self.held {
            held.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        let taken = self.to.write(bytes)?;
        self.sum.update(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether a file is as it was written; true where it is none of ours.
pub(crate) fn holds(file: &impl ChunkReader) -> Result<bool> {
    let Some((from, end)) = said_of_it(file)? else { return Ok(true) };
    if rfind(&end, WRITER.as_bytes()).is_none() {
        return Ok(true);
    }
    let Some(place) = place(&end) else { return Ok(false) };
    let said = end.slice(place.clone());
    let mut sum = Sha256::new();
    // One after the other: two readers of a file share their place in it.
    sum_of(file.get_read(0)?.take(from), &mut sum)?;
    sum.update(&end[..place.start]);
    sum.update([b'0'; HEX]);
    sum_of(file.get_read(from + place.end as u64)?, &mut sum)?;
    Ok(hex(sum).as_bytes() == &said[..])
}

/// What is said of a file at its end, and where that begins; none where there is no such place.
pub(crate) fn said_of_it(file: &impl ChunkReader) -> Result<Option<(u64, Bytes)>> {
    let Some(end) = file.len().checked_sub(END as u64) else { return Ok(None) };
    let length = file.get_bytes(end, 4)?.get_u32_le();
    let Some(from) = end.checked_sub(u64::from(length)) else { return Ok(None) };
    Ok(Some((from, file.get_bytes(from, length as usize)?)))
}

/// Where the sum stands in what is said of a file: after all that is said of its columns.
fn place(said: &[u8]) -> Option<Range<usize>> {
    let key = rfind(said, KEY.as_bytes())?;
    let kind = rfind(said, KIND.as_bytes()).filter(|kind| *kind > key)?;
    let start = kind + KIND.len();
    (start + HEX <= said.len()).then_some(start..start + HEX)
}

fn rfind(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).rposition(|window| window == what)
}

fn sum_of(mut from: impl Read, sum: &mut Sha256) -> io::Result<()> {
    let mut chunk = vec![0; 1 << 16];
    loop {
        match from.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(taken) => sum.update(chunk.get(..taken).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hex(sum: Sha256) -> String {
    let mut out = String::new();
    let digest = sum.finalize();
    for byte in &digest[..] {
        // Writing to a text cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}
