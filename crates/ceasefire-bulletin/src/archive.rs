//! The zip that a bulletin is: parts one after the other, stored as they are.
//!
//! Every tool opens it, and yet there is one way to write it: no compression, no times, no attributes, no comments, no gaps.
//! So the same parts give the same bytes with every version of every library, nothing unfolds when it is read,
//! nothing hides between the parts, and no name can stand twice in two tables that disagree. That is less than
//! what a zip library allows, and why this is written out here. The format is PKWARE's `APPNOTE`, version 1.0.

use crate::refused::Refused;

/// One part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member<'b> {
    pub(crate) name: &'b str,
    pub(crate) bytes: &'b [u8],
    /// Whether the bytes have the check sum that stands beside them.
    pub(crate) is_whole: bool,
}

/// The largest file, in bytes, and so the most that its parts can hold.
pub(crate) const LARGEST: usize = 512 << 20;

/// The most parts.
pub(crate) const MOST: usize = 4_096;

/// The longest name of a part, in bytes.
pub(crate) const LONGEST_NAME: usize = 512;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Version 1.0 of the format; names in UTF-8; stored; midnight on 1 January 1980, where zip begins to count.
const FIXED: [u16; 5] = [10, 1 << 11, 0, 0, 0x21];

/// Writes parts, each a name and its bytes, as a bulletin has them. What they say is not looked at.
pub fn pack(members: &[(&str, &[u8])]) -> Result<Vec<u8>, Refused> {
    let size: usize = members.iter().map(|(name, bytes)| 2 * name.len() + bytes.len() + 76).sum();
    if size + 22 > LARGEST {
        return Err(Refused::TooLarge);
    }
    if members.len() > MOST {
        return Err(Refused::TooMany);
    }
    let mut out = Vec::with_capacity(size + 22);
    let mut directory = Directory::default();
    for (name, bytes) in members {
        let head = Head::new(name, bytes);
        directory.add(&head, out.len());
        head.write(&mut out);
        out.extend_from_slice(bytes);
    }
    directory.write(&mut out);
    Ok(out)
}

/// Reads what [`pack`] writes, and nothing else.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<Member<'_>>, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::TooLarge);
    }
    if bytes.get(..4) != Some(&LOCAL.to_le_bytes()) {
        return Err(Refused::NotABulletin);
    }
    let mut out = Vec::new();
    let mut directory = Directory::default();
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(&LOCAL.to_le_bytes()) {
        let head = Head::read(bytes, at)?;
        let from = at + head.len();
        let part = bytes.get(from..from + head.size as usize).ok_or(Refused::CutShort)?;
        directory.add(&head, at);
        out.push(Member {
            name: head.name,
            bytes: part,
            is_whole: crc32fast::hash(part) == head.sum,
        });
        if out.len() > MOST {
            return Err(Refused::TooMany);
        }
        at = from + part.len();
    }
    let mut tail = Vec::new();
    directory.offset = at;
    directory.write(&mut tail);
    let found = bytes.get(at..).unwrap_or_default();
    match tail.iter().zip(found).position(|(ours, theirs)| ours != theirs) {
        Some(within) => Err(Refused::Damaged { at: at + within }),
        None if found.len() < tail.len() => Err(Refused::CutShort),
        None if found.len() > tail.len() => Err(Refused::Damaged { at: at + tail.len() }),
        None => Ok(out),
    }
}

/// What stands before a part.
struct Head<'n> {
    name: &'n str,
    sum: u32,
    size: u32,
}

impl<'n> Head<'n> {
    fn new(name: &'n str, bytes: &[u8]) -> Self {
        // INVARIANT: sizes are below LARGEST, which fits.
        Self { name, sum: crc32fast::hash(bytes), size: bytes.len() as u32 }
    }

    fn read(bytes: &'n [u8], at: usize) -> Result<Self, Refused> {
        let fixed = bytes.get(at..at + 30).ok_or(Refused::CutShort)?;
        let short = |from: usize| u16::from_le_bytes([fixed[from], fixed[from + 1]]);
        let long = |from: usize| u32::from(short(from)) | u32::from(short(from + 2)) << 16;
        let length = usize::from(short(26));
        let name = bytes.get(at + 30..at + 30 + length).ok_or(Refused::CutShort)?;
        let name = std::str::from_utf8(name).map_err(|_| Refused::Damaged { at: at + 30 })?;
        if short(8) != 0 {
            return Err(Refused::Compressed(name.to_owned()));
        }
        let head = Self { name, sum: long(14), size: long(18) };
        let mut expected = Vec::with_capacity(head.len());
        head.write(&mut expected);
        let found = &bytes[at..at + head.len()];
        match expected.iter().zip(found).position(|(ours, theirs)| ours != theirs) {
            Some(within) => Err(Refused::Damaged { at: at + within }),
            None => Ok(head),
        }
    }

    fn len(&self) -> usize {
        30 + self.name.len()
    }

    fn write(&self, out: &mut Vec<u8>) {
        long(out, LOCAL);
        self.described(out);
        out.extend_from_slice(self.name.as_bytes());
    }

    /// What both tables say about a part.
    fn described(&self, out: &mut Vec<u8>) {
        for number in FIXED {
            short(out, number);
        }
        for number in [self.sum, self.size, self.size] {
            long(out, number);
        }
        short(out, self.name.len() as u16);
        short(out, 0);
    }
}

/// The table at the end.
#[derive(Default)]
struct Directory {
    rows: Vec<u8>,
    count: u16,
    offset: usize,
}

impl Directory {
    fn add(&mut self, head: &Head<'_>, at: usize) {
        long(&mut self.rows, CENTRAL);
        short(&mut self.rows, FIXED[0]);
        head.described(&mut self.rows);
        // No comment, on disk 0, no attributes.
        for number in [0; 3] {
            short(&mut self.rows, number);
        }
        long(&mut self.rows, 0);
        long(&mut self.rows, at as u32);
        self.rows.extend_from_slice(head.name.as_bytes());
        self.count = self.count.saturating_add(1);
        self.offset = at + head.len() + head.size as usize;
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.rows);
        long(out, END);
        for number in [0, 0, self.count, self.count] {
            short(out, number);
        }
        long(out, self.rows.len() as u32);
        long(out, self.offset as u32);
        short(out, 0);
    }
}

fn short(out: &mut Vec<u8>, number: u16) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn long(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read as _};

    fn packed() -> Vec<u8> {
        pack(&[("a.txt", b"one"), ("b/c.txt", b""), ("b/d.txt", b"PK\x03\x04 inside")]).unwrap()
    }

    #[test]
    fn what_is_packed_is_read_by_us_and_by_others() {
        let bytes = packed();
        let members = unpack(&bytes).unwrap();
        let names: Vec<&str> = members.iter().map(|member| member.name).collect();
        assert_eq!(names, ["a.txt", "b/c.txt", "b/d.txt"]);
        assert!(members.iter().all(|member| member.is_whole));
        let mut theirs = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(theirs.len(), 3);
        let mut text = Vec::new();
        theirs.by_index(2).unwrap().read_to_end(&mut text).unwrap();
        assert_eq!(text, members[2].bytes);
    }

    #[test]
    fn no_byte_can_be_changed_cut_off_or_added_unseen() {
        let bytes = packed();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let seen = unpack(&changed)
                .map_or(true, |members| members.iter().any(|member| !member.is_whole));
            assert!(seen, "byte {at}");
            assert!(unpack(&bytes[..at]).is_err(), "cut at {at}");
        }
        assert!(unpack(&[&bytes[..], b"x"].concat()).is_err());
        assert!(unpack(&[b"x", &bytes[..]].concat()).is_err());
    }
}
