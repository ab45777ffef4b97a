//! Hashes, ids of entries, and authors: 32 bytes each, written as 64 hexadecimal digits.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// SHA-256 of something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// The id of an entry: SHA-256 of its canonical header.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 32]);

/// An author: an Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author(pub [u8; 32]);

impl Hash {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 small hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }
}

impl Id {
    /// Reads 64 small hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }
}

impl Author {
    /// Reads 64 small hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hash {self}")
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {self}")
    }
}

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "author {self}")
    }
}

/// The first eight digits, as sentences name an entry or an author.
pub(crate) fn short(bytes: &[u8; 32]) -> String {
    to_hex(bytes).chars().take(8).collect()
}

/// Small hexadecimal digits.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
    let digits: Vec<u8> = bytes.iter().flat_map(digits).collect();
    // INVARIANT: digits are ASCII.
    String::from_utf8(digits).unwrap_or_default()
}

/// Writes 32 bytes as digits, without a text of its own for each.
fn write_hex(bytes: &[u8; 32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = [0; 64];
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    f.write_str(std::str::from_utf8(&out).unwrap_or_default())
}

fn digit(half: u8) -> u8 {
    if half < 10 { b'0' + half } else { b'a' + half - 10 }
}

/// Reads exactly `N` bytes from small hexadecimal digits: one way to write them, not two.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if text.len() != 2 * N {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Hash, Id};

    #[test]
    fn an_id_has_one_way_to_be_written() {
        let id = Hash::of(b"").to_string();
        assert_eq!(id, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(Id::read(&id).is_some());
        assert!(Id::read(&id.to_uppercase()).is_none());
        assert!(Id::read(&id[1..]).is_none());
        assert!(Id::read(&format!("{id}00")).is_none());
    }
}
