//! Reading with a ceiling: how much may be read at all, and how much for one piece.
//!
//! The XML reader keeps one tag or one run of text in memory. A file that never closes a tag would
//! fill it; this stops it first. It also counts lines, so that a complaint has its place.

use std::io::{self, BufRead, Read};

/// A reader that counts and stops.
pub(crate) struct Bounded<R> {
    inner: R,
    line: usize,
    column: usize,
    left: u64,
    piece_left: u64,
    piece: u64,
}

impl<R: BufRead> Bounded<R> {
    pub(crate) fn new(inner: R, whole: u64, piece: u64) -> Self {
        Self { inner, line: 1, column: 1, left: whole, piece_left: piece, piece }
    }

    /// A new tag or text begins.
    pub(crate) fn next_piece(&mut self) {
        self.piece_left = self.piece;
    }

    /// Where reading stands: line and byte of the line, from 1.
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.line, self.column)
    }

    fn room(&self) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("this file is larger than a list can be"));
        }
        if self.piece_left == 0 {
            return Err(io::Error::other("a tag or a text in this file never ends"));
        }
        Ok(usize::try_from(self.left.min(self.piece_left)).unwrap_or(usize::MAX))
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let taken = from.len().min(out.len());
        out[..taken].copy_from_slice(&from[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.inner.fill_buf()?.is_empty() {
            return Ok(&[]);
        }
        let room = self.room()?;
        let bytes = self.inner.fill_buf()?;
        Ok(&bytes[..bytes.len().min(room)])
    }

    fn consume(&mut self, amount: usize) {
        let bytes = self.inner.fill_buf().unwrap_or_default();
        let taken = &bytes[..amount.min(bytes.len())];
        for byte in taken {
            if *byte == b'\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.left = self.left.saturating_sub(amount as u64);
        self.piece_left = self.piece_left.saturating_sub(amount as u64);
        self.inner.consume(amount);
    }
}
