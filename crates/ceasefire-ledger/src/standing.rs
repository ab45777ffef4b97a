//! Whether an entry counts, and if not, why.
//!
//! A pure function of the set: nothing here is remembered, so nothing can be out of date.

use crate::chain::Stands;
use crate::entry::Entry;
use crate::id::{Author, Id, short};
use crate::kinds::{Corrected, Ended, Flaw, Kind, Role, Says};
use crate::ledger::Ledger;
use crate::moment::Moment;
use std::fmt;

/// Whether an entry counts as things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counts,
    /// Its content was taken away, or is to be, by this entry.
    Redacted(Id),
    /// Its content is not here.
    NoContent,
    /// Its kind is not known to this version.
    Unlearnt(String),
    /// Its content does not say what its kind asks for.
    SaysNothing(Flaw),
    /// Nobody brought its author's key in.
    NoKey,
    /// It does not stand in its author's chain.
    InChain(Stands),
    /// Its author does not have the role.
    NoRole(Role),
    /// It says something about a key that does not stand under its author.
    NotAbove(Author),
    /// It is about an entry that its author may not speak for.
    NotOwn(Id),
    /// It is about an entry whose kind cannot be corrected or redacted.
    NotFor(Id),
    /// It is about an entry that is not here.
    Missing(Id),
}

/// What stands in place of an entry, as known at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version<'l> {
    /// The entry that says it: the entry itself, or the last correction of it.
    pub(crate) by: &'l Entry,
    /// Since when it is known, if what it says says nothing else.
    pub(crate) known: Moment,
    /// What it says.
    pub(crate) says: Says,
}

impl Ledger {
    /// Whether an entry of this ledger counts.
    pub fn standing(&self, entry: &Entry) -> Standing {
        if let Err(other) = self.may_speak(entry) {
            return other;
        }
        let Some(kind) = entry.kind() else {
            return Standing::Unlearnt(entry.header().kind.clone());
        };
        if let Some(by) = self.redacted_by(entry) {
            return Standing::Redacted(by);
        }
        // A redaction is for somebody's safety: its header says all that is needed.
        if kind != Kind::Redaction {
            match entry.content() {
                None => return Standing::NoContent,
                Some(content) => {
                    if let Some(flaw) = content.flaw() {
                        return Standing::SaysNothing(flaw.clone());
                    }
                }
            }
        }
        self.may(entry, kind).err().unwrap_or(Standing::Counts)
    }

    /// The redaction by which an entry's content is taken away: the first in order.
    pub fn redacted_by(&self, entry: &Entry) -> Option<Id> {
        if entry.kind().is_some_and(|kind| !kind.can_be_redacted()) {
            return None;
        }
        let redactions = self.redactions.get(&entry.id())?.iter();
        redactions
            .filter_map(|id| self.get(*id))
            .filter(|by| self.may_speak(by).is_ok() && self.may_redact(by, entry))
            .min_by_key(|by| by.order())
            .map(Entry::id)
    }

    /// What stands in place of an entry, as known at a time (none: as known now). Nothing where
    /// the entry does not count, was withdrawn, or what it says is not here.
    pub(crate) fn version(&self, entry: &Entry, known: Option<Moment>) -> Option<Version<'_>> {
        let entry = self.get(entry.id())?;
        let kind = entry.kind().filter(|kind| kind.can_be_corrected())?;
        self.may_speak(entry).ok()?;
        self.may(entry, kind).ok()?;
        let Some((by, since)) = self.correction(entry, known) else {
            let says = match self.standing(entry) {
                Standing::Counts => entry.says()?.ok()?,
                _ => return None,
            };
            return Some(Version { by: entry, known: entry.header().recorded, says });
        };
        // A correction whose content is gone still corrects: what stands is not known.
        let corrected = self.corrected(by)?;
        let says = Says::read(kind, &corrected.instead?).ok()?;
        Some(Version { by, known: since, says })
    }

    /// The last correction of an entry that was known at a time, and since when it is known.
    fn correction(&self, entry: &Entry, known: Option<Moment>) -> Option<(&Entry, Moment)> {
        let corrections = self.corrections.get(&entry.id())?.iter();
        corrections
            .filter_map(|id| self.get(*id))
            .filter(|by| by.content().is_none_or(|content| content.flaw().is_none()))
            .filter(|by| self.may_speak(by).is_ok() && self.may(by, Kind::Correction).is_ok())
            .map(|by| {
                let said = self.corrected(by).and_then(|corrected| corrected.known);
                (by, said.unwrap_or(by.header().recorded))
            })
            .filter(|(_, since)| known.is_none_or(|known| *since <= known))
            .max_by_key(|(by, _)| (by.header().recorded, by.id()))
    }

    /// What a correction says, unless its content was taken away.
    fn corrected(&self, by: &Entry) -> Option<Corrected> {
        match by.says()?.ok()? {
            Says::Corrected(corrected) if self.redacted_by(by).is_none() => Some(corrected),
            _ => None,
        }
    }

    /// Whether the author has a voice, and the entry stands in the author's chain.
    fn may_speak(&self, entry: &Entry) -> Result<(), Standing> {
        let header = entry.header();
        if self.keys().get(header.author).is_none() {
            return Err(Standing::NoKey);
        }
        let chain = self.chains.get(&header.author);
        match chain.and_then(|chain| chain.stands(header.number, entry.id())) {
            Some(Stands::Yes) => Ok(()),
            Some(other) => Err(Standing::InChain(other)),
            None => Err(Standing::Missing(entry.id())),
        }
    }

    /// Whether the author may enter this, by role and by what it is about.
    fn may(&self, entry: &Entry, kind: Kind) -> Result<(), Standing> {
        let author = entry.header().author;
        if let Some(role) = kind.asks()
            && !self.holds(author, role)
        {
            return Err(Standing::NoRole(role));
        }
        match kind {
            Kind::RoleGranted => match entry.says() {
                Some(Ok(Says::Granted(granted))) => self.is_above(author, granted.key),
                _ => Ok(()),
            },
            Kind::KeyEnded => match entry.says() {
                Some(Ok(Says::Ended(ended))) => self.may_end(entry, &ended),
                _ => Ok(()),
            },
            Kind::Correction => self.may_correct(entry),
            Kind::Redaction => self.redacts(entry),
            _ => Ok(()),
        }
    }

    /// A key is ended by those above it; it ends itself only where it stands, so that whoever
    /// steals it cannot take back what it said before.
    fn may_end(&self, entry: &Entry, ended: &Ended) -> Result<(), Standing> {
        let header = entry.header();
        if ended.key != header.author {
            return self.is_above(header.author, ended.key);
        }
        if ended.last == header.before.map(|before| (header.number - 1, before)) {
            return Ok(());
        }
        let reason = "a key ends itself where it stands: this is not the entry before";
        Err(Standing::SaysNothing(Flaw::new("entry", reason)))
    }

    /// Whether a redaction takes anything away.
    fn redacts(&self, entry: &Entry) -> Result<(), Standing> {
        let mut why = refers_to_none();
        for of in &entry.header().refers {
            match self.redaction_of(entry, *of) {
                Ok(()) => return Ok(()),
                Err(other) => why = other,
            }
        }
        Err(why)
    }

    fn may_correct(&self, entry: &Entry) -> Result<(), Standing> {
        let [of] = entry.header().refers.as_slice() else { return Err(refers_to_none()) };
        let Some(corrected) = self.get(*of) else { return Err(Standing::Missing(*of)) };
        if corrected.header().author != entry.header().author {
            return Err(Standing::NotOwn(*of));
        }
        match corrected.kind() {
            Some(kind) if !kind.can_be_corrected() => Err(Standing::NotFor(*of)),
            _ => Ok(()),
        }
    }

    fn redaction_of(&self, by: &Entry, of: Id) -> Result<(), Standing> {
        let Some(entry) = self.get(of) else { return Err(Standing::Missing(of)) };
        if entry.kind().is_some_and(|kind| !kind.can_be_redacted()) {
            return Err(Standing::NotFor(of));
        }
        if self.may_redact(by, entry) { Ok(()) } else { Err(Standing::NotOwn(of)) }
    }

    fn may_redact(&self, by: &Entry, entry: &Entry) -> bool {
        let author = by.header().author;
        author == entry.header().author || self.holds(author, Role::Redactor)
    }

    fn is_above(&self, author: Author, key: Author) -> Result<(), Standing> {
        if self.keys().is_above(author, key) { Ok(()) } else { Err(Standing::NotAbove(key)) }
    }

    fn holds(&self, author: Author, role: Role) -> bool {
        self.keys().get(author).is_some_and(|key| key.roles.contains(&role))
    }
}

fn refers_to_none() -> Standing {
    Standing::SaysNothing(Flaw::new(
        "refers",
        "a correction is about one entry, a redaction about one or more",
    ))
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counts => write!(f, "it counts"),
            Self::Redacted(by) => write!(f, "its content is redacted by entry {}", short(&by.0)),
            Self::NoContent => write!(f, "its content is not here; somebody else may have it"),
            Self::Unlearnt(kind) => {
                write!(
                    f,
                    "this version knows no entries of the kind `{kind}`; it is kept and passed on"
                )
            }
            Self::SaysNothing(flaw) => {
                write!(f, "its content does not say what its kind asks for: {flaw}")
            }
            Self::NoKey => write!(f, "nobody here has brought its author's key in"),
            Self::InChain(Stands::Yes) => write!(f, "it stands"),
            Self::InChain(Stands::Forked(at)) => write!(
                f,
                "its author's chain is forked at number {at}, until an administrator above says which branch stands"
            ),
            Self::InChain(Stands::OtherBranch) => {
                write!(f, "it is on a branch of its author's chain that does not stand")
            }
            Self::InChain(Stands::Ended(0)) => {
                write!(f, "its author's key was ended, and nothing of it counts")
            }
            Self::InChain(Stands::Ended(last)) => {
                write!(f, "its author's key was ended after number {last}")
            }
            Self::InChain(Stands::ClockBack) => {
                write!(f, "it says that it was recorded earlier than an entry before it")
            }
            Self::NoRole(role) => write!(f, "its author is no {}", role.name()),
            Self::NotAbove(key) => {
                write!(f, "the key {} does not stand under its author", short(&key.0))
            }
            Self::NotOwn(of) => write!(f, "its author may not speak for entry {}", short(&of.0)),
            Self::NotFor(of) => {
                write!(
                    f,
                    "entry {} is of a kind that cannot be corrected or redacted",
                    short(&of.0)
                )
            }
            Self::Missing(of) => write!(f, "it is about entry {}, which is not here", short(&of.0)),
        }
    }
}
