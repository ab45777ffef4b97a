//! Which lines tell the same act, in memory that does not grow with the number of acts.
//!
//! Of each line three numbers are kept: the id's hash, where the line stands, and the line's own
//! hash. A million are held and sorted; more go to a temporary file, sorted run for sorted run, and
//! are merged at the end. Hashes only say which lines to compare: whoever reads the groups reads
//! the lines themselves before anything is said of them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher as _;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write as _};

/// How many are held before they are put aside.
const HELD: usize = 1 << 20;

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The hash of the id.
    pub(crate) id: u64,
    /// Where the line begins.
    pub(crate) place: u64,
    /// The hash of the line.
    pub(crate) line: u64,
}

/// The same on every run and every machine.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Keys on their way to be sorted.
pub(crate) struct Keys {
    held: Vec<Key>,
    runs: Vec<Run>,
    most: usize,
}

type Run = BufReader<std::fs::File>;

impl Keys {
    pub(crate) fn new() -> Self {
        Self { held: Vec::new(), runs: Vec::new(), most: HELD }
    }

    pub(crate) fn add(&mut self, key: Key) -> io::Result<()> {
        self.held.push(key);
        if self.held.len() >= self.most { self.put_aside() } else { Ok(()) }
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for key in self.held.drain(..) {
            for number in [key.id, key.place, key.line] {
                out.write_all(&number.to_le_bytes())?;
            }
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(BufReader::new(file));
        Ok(())
    }

    /// All of them, by id and then by place.
    pub(crate) fn sorted(mut self) -> io::Result<Sorted> {
        if !self.runs.is_empty() {
            self.put_aside()?;
        }
        self.held.sort_unstable();
        let mut next = BinaryHeap::new();
        for (number, run) in self.runs.iter_mut().enumerate() {
            next.extend(one(run)?.map(|key| Reverse((key, number))));
        }
        Ok(Sorted { held: self.held.into_iter(), runs: self.runs, next })
    }
}

/// Keys in order.
pub(crate) struct Sorted {
    held: std::vec::IntoIter<Key>,
    runs: Vec<Run>,
    next: BinaryHeap<Reverse<(Key, usize)>>,
}

impl Iterator for Sorted {
    type Item = io::Result<Key>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(Reverse((key, number))) = self.next.pop() else { return self.held.next().map(Ok) };
        match self.runs.get_mut(number).map_or(Ok(None), one) {
            Ok(following) => self.next.extend(following.map(|key| Reverse((key, number)))),
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(key))
    }
}

/// The next key of a run; none at its end.
fn one(run: &mut Run) -> io::Result<Option<Key>> {
    let mut bytes = [0; 24];
    match run.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut numbers = bytes
        .chunks_exact(8)
        .map(|eight| eight.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)));
    let mut number = || numbers.next().unwrap_or_default();
    Ok(Some(Key { id: number(), place: number(), line: number() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_come_out_in_order_however_few_are_held(
            ids in proptest::collection::vec(any::<u64>(), 0..60), most in 1..20_usize
        ) {
            let mut keys = Keys { most, ..Keys::new() };
            let mut all: Vec<Key> =
                ids.iter().zip(0..).map(|(id, place)| Key { id: id % 7, place, line: *id }).collect();
            for key in &all {
                keys.add(*key).unwrap();
            }
            all.sort_unstable();
            let sorted: Vec<Key> = keys.sorted().unwrap().map(Result::unwrap).collect();
            prop_assert_eq!(sorted, all);
        }
    }
}
