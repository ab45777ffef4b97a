//! A reader that cuts lines no table has, so that a file that is one line of hundreds of megabytes
//! is a row set aside and not all of the memory.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// The longest line that passes whole, in bytes.
pub(crate) const MAX_LINE: usize = 8 << 20;

/// Passes bytes on, and leaves out what a line has beyond [`MAX_LINE`].
pub(crate) struct Guard<R> {
    inner: R,
    line: usize,
    /// How many lines were cut, also for whoever no longer has the reader.
    cut: Rc<Cell<u64>>,
}

impl<R: Read> Guard<R> {
    pub(crate) fn new(inner: R, cut: Rc<Cell<u64>>) -> Self {
        Self { inner, line: 0, cut }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.inner.read(buffer)?;
            let mut kept = 0;
            for at in 0..read {
                let Some(byte) = buffer.get(at).copied() else { break };
                self.line = if byte == b'\n' { 0 } else { self.line + 1 };
                if self.line == MAX_LINE + 1 {
                    self.cut.set(self.cut.get() + 1);
                }
                if self.line <= MAX_LINE {
                    if let Some(slot) = buffer.get_mut(kept) {
                        *slot = byte;
                    }
                    kept += 1;
                }
            }
            // Nothing kept is not the end: the line may go on.
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beyond_measure_is_cut_and_the_next_one_is_whole() {
        let mut long = vec![b'x'; MAX_LINE + 5];
        long.extend(b"\nnext");
        let cut = Rc::new(Cell::new(0));
        let mut guard = Guard::new(long.as_slice(), cut.clone());
        let mut out = Vec::new();
        guard.read_to_end(&mut out).unwrap();
        assert_eq!(out.len(), MAX_LINE + 5);
        assert!(out.ends_with(b"x\nnext"));
        assert_eq!(cut.get(), 1);
    }
}
