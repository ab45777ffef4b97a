//! Whether a store still holds what it was given: every entry that was changed, removed, moved,
//! cut off or forged is found and named.
//!
//! A signature tells that an entry was changed; the entry after it, which one it was; the heads
//! that somebody keeps elsewhere, that the last ones are gone. Since a set has no order, the order
//! in which a store got its entries is sealed by the store: see [`seal`].

use crate::chain::{Chain, Link, Stands};
use crate::entry::Entry;
use crate::heads::{Head, Heads};
use crate::id::{Author, Hash, Id, short};
use crate::kinds::Kind;
use crate::refused::Refused;
use crate::sign::are_signed;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;

/// How many lines are read and verified at a time: enough for all cores, little to hold.
const BLOCK: usize = 1 << 16;

/// An entry as a store has it.
#[derive(Debug, Clone)]
pub struct Kept<L> {
    /// The line.
    pub line: L,
    /// The seal that the store keeps with it, if it keeps seals.
    pub seal: Option<Hash>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many entries are as their authors signed them.
    pub sound: usize,
    /// What is wrong, in the order of the lines; what is missing comes last.
    pub findings: Vec<Finding>,
    /// The heads of what is here.
    pub heads: Heads,
    /// The last seal, if the store keeps seals.
    pub seal: Option<Hash>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line, from 1; none where something is not there.
    pub line: Option<usize>,
    /// The author, where one is named.
    pub author: Option<Author>,
    /// The place in the author's chain.
    pub number: Option<u64>,
    /// The entry.
    pub id: Option<Id>,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It cannot be read, or its content was changed, or it belongs to another ledger.
    Refused(Refused),
    /// It was changed: the entry after it names the one that it was.
    Changed {
        /// The entry that it was.
        was: Id,
    },
    /// Its signature is not its author's.
    Forged,
    /// It stands there twice.
    Twice {
        /// The line on which it stands first.
        first: usize,
    },
    /// It stands elsewhere than where it was put.
    Moved,
    /// Its content is gone, and nobody redacted it.
    ContentGone,
    /// These numbers of the author's chain are not there.
    Missing(RangeInclusive<u64>),
    /// It was the last entry of its author, or of a branch, and is not there.
    CutOff {
        /// The greatest number of the author that is there; 0 for none.
        last: u64,
    },
}

/// The seal of an entry: SHA-256 of the seal of the entry that the store got before (of the ledger's
/// id for the first) and the entry's own id. A store that keeps the last seal elsewhere can tell
/// that nothing was moved.
pub fn seal(before: Option<Hash>, ledger: Id, id: Id) -> Hash {
    let before = before.map_or(ledger.0, |hash| hash.0);
    Hash::of(&[before, id.0].concat())
}

/// Verifies what a store has, in the store's order, against the heads that were kept elsewhere.
pub fn verify<L: AsRef<str> + Sync>(
    ledger: Id,
    kept: impl IntoIterator<Item = Kept<L>>,
    expected: &Heads,
) -> Verified {
    let mut check = Check::new(ledger);
    let mut kept = kept.into_iter();
    loop {
        let block: Vec<Kept<L>> = kept.by_ref().take(BLOCK).collect();
        if block.is_empty() {
            return check.end(expected);
        }
        check.block(&block);
    }
}

/// What was seen so far.
struct Check {
    ledger: Id,
    lines: usize,
    sound: usize,
    seal: Option<Hash>,
    chains: BTreeMap<Author, Chain>,
    /// The lines of entries that stand twice are told with the line on which they stand first.
    first: BTreeMap<Id, usize>,
    gone: Vec<(usize, Author, u64, Id)>,
    redacted: BTreeSet<Id>,
    findings: Vec<Finding>,
}

impl Check {
    fn new(ledger: Id) -> Self {
        Self {
            ledger,
            lines: 0,
            sound: 0,
            seal: None,
            chains: BTreeMap::new(),
            first: BTreeMap::new(),
            gone: Vec::new(),
            redacted: BTreeSet::new(),
            findings: Vec::new(),
        }
    }

    fn block<L: AsRef<str> + Sync>(&mut self, block: &[Kept<L>]) {
        let read: Vec<Result<Entry, Refused>> =
            block.par_iter().map(|kept| Entry::read(kept.line.as_ref())).collect();
        let readable: Vec<&Entry> = read.iter().flatten().collect();
        let mut signed = are_signed(&readable).into_iter();
        for (kept, read) in block.iter().zip(read) {
            self.lines += 1;
            match read {
                Err(refused) => self.refuse(refused),
                Ok(entry) => {
                    let signed = signed.next().unwrap_or(false);
                    self.take(&entry, signed, kept.seal);
                }
            }
            self.seal = kept.seal.or(self.seal);
        }
    }

    fn refuse(&mut self, refused: Refused) {
        let (author, number, id) = match &refused {
            Refused::OtherContent { id, author, number } => {
                (Some(*author), Some(*number), Some(*id))
            }
            _ => (None, None, None),
        };
        let line = Some(self.lines);
        self.findings.push(Finding { line, author, number, id, wrong: Wrong::Refused(refused) });
    }

    fn take(&mut self, entry: &Entry, signed: bool, sealed: Option<Hash>) {
        if !signed {
            return self.find(entry, Wrong::Forged);
        }
        if entry.ledger() != self.ledger {
            let refused = Refused::OtherLedger { of: entry.ledger(), to: self.ledger };
            return self.find(entry, Wrong::Refused(refused));
        }
        if let Some(first) = self.first.get(&entry.id()) {
            return self.find(entry, Wrong::Twice { first: *first });
        }
        self.first.insert(entry.id(), self.lines);
        self.sound += 1;
        let header = entry.header();
        let chain = self.chains.entry(header.author).or_default();
        let moved = match sealed {
            Some(sealed) => seal(self.seal, self.ledger, entry.id()) != sealed,
            // Without seals we know this much: an author's entries were made one after the other.
            None => header.number < chain.greatest(),
        };
        let link = Link {
            before: header.before,
            recorded: header.recorded,
            ends: false,
            stands: Stands::Yes,
        };
        chain.add(header.number, entry.id(), link);
        if moved {
            self.find(entry, Wrong::Moved);
        }
        if entry.kind() == Some(Kind::Redaction) {
            self.redacted.extend(&header.refers);
        }
        if entry.content().is_none() {
            self.gone.push((self.lines, header.author, header.number, entry.id()));
        }
    }

    fn find(&mut self, entry: &Entry, wrong: Wrong) {
        let header = entry.header();
        self.findings.push(Finding {
            line: Some(self.lines),
            author: Some(header.author),
            number: Some(header.number),
            id: Some(entry.id()),
            wrong,
        });
    }

    fn end(mut self, expected: &Heads) -> Verified {
        for (line, author, number, id) in std::mem::take(&mut self.gone) {
            if !self.redacted.contains(&id) {
                self.findings.push(Finding {
                    line: Some(line),
                    author: Some(author),
                    number: Some(number),
                    id: Some(id),
                    wrong: Wrong::ContentGone,
                });
            }
        }
        self.findings.sort_by_key(|finding| finding.line);
        let missing = self.missing();
        self.findings.extend(missing);
        let cut_off: Vec<Finding> = expected.iter().filter_map(|head| self.cut_off(head)).collect();
        self.findings.extend(cut_off);
        let heads = self.chains.iter().flat_map(|(author, chain)| {
            let tips = chain.tips().into_iter();
            tips.map(|(number, id, from)| Head { author: *author, number, id, from })
        });
        Verified {
            sound: self.sound,
            heads: heads.collect(),
            findings: self.findings,
            seal: self.seal,
        }
    }

    /// What other entries name and is not there. Where an entry stands in its place whose signature
    /// is wrong, that one was changed; nothing is missing.
    fn missing(&mut self) -> Vec<Finding> {
        let named: BTreeSet<Id> = self.findings.iter().filter_map(|finding| finding.id).collect();
        let mut forged: BTreeMap<(Author, u64), usize> = BTreeMap::new();
        for (at, finding) in self.findings.iter().enumerate() {
            if let (Some(author), Some(number), Wrong::Forged) =
                (finding.author, finding.number, &finding.wrong)
            {
                forged.insert((author, number), at);
            }
        }
        let mut out = Vec::new();
        for (author, chain) in &self.chains {
            let gaps: BTreeMap<u64, u64> =
                chain.gaps().into_iter().map(|gap| (*gap.end(), *gap.start())).collect();
            for (number, id) in chain.missing() {
                let in_place = forged.get(&(*author, number));
                if named.contains(&id) {
                    continue;
                }
                if let Some(changed) = in_place.and_then(|at| self.findings.get_mut(*at)) {
                    changed.wrong = Wrong::Changed { was: id };
                } else {
                    let from = gaps.get(&number).copied().unwrap_or(number);
                    out.push(Finding {
                        line: None,
                        author: Some(*author),
                        number: Some(number),
                        id: Some(id),
                        wrong: Wrong::Missing(from..=number),
                    });
                }
            }
        }
        out
    }

    fn cut_off(&self, head: &Head) -> Option<Finding> {
        let chain = self.chains.get(&head.author);
        if chain.is_some_and(|chain| chain.holds(head.number, head.id)) {
            return None;
        }
        let named = |finding: &Finding| finding.id == Some(head.id);
        let changed =
            |finding: &Finding| matches!(finding.wrong, Wrong::Changed { was } if was == head.id);
        if self.findings.iter().any(|finding| named(finding) || changed(finding)) {
            return None;
        }
        Some(Finding {
            line: None,
            author: Some(head.author),
            number: Some(head.number),
            id: Some(head.id),
            wrong: Wrong::CutOff { last: chain.map_or(0, Chain::greatest) },
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(id) = self.id {
            write!(f, "entry {}", short(&id.0))?;
        }
        if let (Some(author), Some(number)) = (self.author, self.number) {
            write!(f, " (number {number} of {}): ", short(&author.0))?;
        }
        match &self.wrong {
            Wrong::Refused(Refused::OtherContent { .. }) => {
                write!(f, "its content is not the one that was signed: somebody changed it")
            }
            Wrong::Refused(refused) => write!(f, "{refused}"),
            Wrong::Changed { was } => {
                write!(f, "this entry was changed: the one after it names entry {}", short(&was.0))
            }
            Wrong::Forged => {
                write!(f, "the signature is not its author's: the entry was forged or changed")
            }
            Wrong::Twice { first } => write!(f, "it stands on line {first} already"),
            Wrong::Moved => write!(
                f,
                "it does not stand where it was put: this one was moved, or one before it was moved, put in or removed"
            ),
            Wrong::ContentGone => write!(f, "its content is gone, and nobody redacted it"),
            Wrong::Missing(numbers) if numbers.start() == numbers.end() => {
                write!(f, "it is missing, though the entry after it names it")
            }
            Wrong::Missing(numbers) => write!(
                f,
                "it is missing, though the entry after it names it, and so is everything from number {}",
                numbers.start()
            ),
            Wrong::CutOff { last: 0 } => {
                write!(f, "it was here, and now nothing of its author is: the store was cut short")
            }
            Wrong::CutOff { last } => write!(
                f,
                "it was here, and now the last of its author is number {last}: the store was cut short, or put back to an earlier state"
            ),
        }
    }
}
