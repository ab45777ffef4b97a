//! Whose an entry is: keys, signatures, and many signatures at once.
//!
//! Verification is strict: for one entry there is one answer, whatever was verified beside it. The
//! usual way to verify many at once adds random multiples of their equations; it is fast, and for
//! signatures that their own author made crooked its answer depends on the company they are in.
//! Two offices would then hold different ledgers. So we save elsewhere: most entries are by few
//! authors, and for an author with many entries the multiples of the key are computed once
//! ([`Multiples`]).

mod bulletins;
mod multiples;

pub use bulletins::SignedBulletin;

use crate::canonical;
use crate::entry::{Content, DEEPEST, Entry, Header};
use crate::id::{Author, Id, to_hex};
use crate::kinds::Says;
use crate::moment::Moment;
use crate::refused::Refused;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use multiples::Multiples;
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// What is signed stands behind this line, so that no signature of an entry is one of anything else.
const DOMAIN: &str = "ceasefire entry 1\n";

/// From how many entries of one author on its multiples pay.
const MANY: usize = 8;

/// An author's secret key. It is wiped from memory when it is dropped.
pub struct Identity {
    key: SigningKey,
}

/// Where an author's chain goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The ledger; none for the entry that founds one.
    pub ledger: Option<Id>,
    /// The number of the entry to come.
    pub number: u64,
    /// The entry before.
    pub before: Option<Id>,
    /// When the entry before was recorded: this one is not earlier.
    pub not_before: Option<Moment>,
}

/// What somebody wants to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The kind.
    pub kind: String,
    /// What it is about, in any order.
    pub refers: Vec<Id>,
    /// The fields of the content, without salt.
    pub content: Map<String, Value>,
}

/// An entry whose signature is its author's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound(Entry);

impl Identity {
    /// The identity of a secret of 32 random bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(secret) }
    }

    /// The secret, for whoever stores it under lock.
    pub(crate) fn secret(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The public half, by which its entries name it.
    pub fn author(&self) -> Author {
        Author(self.key.verifying_key().to_bytes())
    }

    /// Signs an entry. `recorded` is the time by the author's clock, and is moved up to the entry
    /// before where the clock was set back; `salt` is 16 random bytes.
    pub fn sign(
        &self,
        place: &Place,
        recorded: Moment,
        draft: Draft,
        salt: [u8; 16],
    ) -> Result<Sound, Refused> {
        let Draft { kind, mut refers, mut content } = draft;
        refers.sort_unstable();
        refers.dedup();
        content.remove("salt");
        content.insert("salt".to_owned(), to_hex(&salt).into());
        canonical::check_object(&content, DEEPEST)?;
        let content = Content::read(&kind, content)?;
        if let Some(flaw) = content.flaw() {
            return Err(Refused::field(&format!("content.{}", flaw.field), &flaw.reason));
        }
        let header = Header {
            ledger: place.ledger,
            author: self.author(),
            number: place.number,
            before: place.before,
            recorded: place.not_before.map_or(recorded, |before| before.max(recorded)),
            kind,
            refers,
            content: content.hash(),
        };
        header.check()?;
        let signature = self.key.sign(&signed(&header)).to_bytes();
        Ok(Sound(Entry::new(header, signature, Some(content))))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "identity of {}", self.author())
    }
}

impl Place {
    /// Where a new ledger begins.
    pub const FOUNDING: Self = Self { ledger: None, number: 1, before: None, not_before: None };
}

impl Draft {
    /// A draft that is about nothing else.
    pub fn new(kind: &str, content: Map<String, Value>) -> Self {
        Self { kind: kind.to_owned(), refers: Vec::new(), content }
    }

    /// The same, about other entries.
    #[must_use]
    pub fn about(mut self, refers: impl IntoIterator<Item = Id>) -> Self {
        self.refers.extend(refers);
        self
    }
}

impl Sound {
    /// Verifies one entry.
    pub fn check(entry: Entry) -> Result<Self, Refused> {
        if is_signed(&entry) { Ok(Self(entry)) } else { Err(forged(&entry)) }
    }

    /// Verifies many, on all cores; the answers stand in the order of the entries, and are those
    /// of [`Sound::check`].
    pub fn check_all(entries: Vec<Entry>) -> Vec<Result<Self, Refused>> {
        let signed = are_signed(&entries.iter().collect::<Vec<&Entry>>());
        entries
            .into_iter()
            .zip(signed)
            .map(|(entry, signed)| if signed { Ok(Self(entry)) } else { Err(forged(&entry)) })
            .collect()
    }

    /// The entry.
    pub fn entry(&self) -> &Entry {
        &self.0
    }

    /// The entry, for keeping.
    pub fn into_entry(self) -> Entry {
        self.0
    }

    /// What its content says, if its kind is known and it says what the kind asks for.
    pub fn says(&self) -> Option<Says> {
        self.0.says()?.ok()
    }
}

/// Whether each entry carries its author's signature.
pub(crate) fn are_signed(entries: &[&Entry]) -> Vec<bool> {
    let mut by_author: BTreeMap<Author, Vec<(usize, &Entry)>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_author.entry(entry.header().author).or_default().push((index, entry));
    }
    let found: Vec<(usize, bool)> = by_author
        .into_par_iter()
        .flat_map(|(author, entries)| signed_by(author, &entries))
        .collect();
    let mut out = vec![false; entries.len()];
    for (index, signed) in found {
        if let Some(out) = out.get_mut(index) {
            *out = signed;
        }
    }
    out
}

/// The same for the entries of one author.
fn signed_by(author: Author, entries: &[(usize, &Entry)]) -> Vec<(usize, bool)> {
    let many = if entries.len() < MANY { None } else { key(author) };
    let Some(key) = many else {
        return entries.par_iter().map(|(index, entry)| (*index, is_signed(entry))).collect();
    };
    let multiples = Multiples::new(&key, entries.len());
    let chunks = entries.par_chunks(256);
    chunks.flat_map_iter(|chunk| multiples.verify(chunk)).collect()
}

/// Whether an entry carries its author's signature.
pub(crate) fn is_signed(entry: &Entry) -> bool {
    let signature = Signature::from_bytes(entry.signature());
    key(entry.header().author)
        .is_some_and(|key| key.verify_strict(&signed(entry.header()), &signature).is_ok())
}

/// The key of an author, unless it is none or one for which anybody can sign.
fn key(author: Author) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&author.0).ok().filter(|key| !key.is_weak())
}

/// The bytes that are signed.
fn signed(header: &Header) -> Vec<u8> {
    [DOMAIN.as_bytes(), header.canonical().as_bytes()].concat()
}

fn forged(entry: &Entry) -> Refused {
    let header = entry.header();
    Refused::Forged { id: entry.id(), author: header.author, number: header.number }
}
