//! The ledger: a set of entries, and what follows from it.
//!
//! What is not sound is refused, and the ledger stays as it was. What is sound is kept, whether it
//! counts or not: another office may hold the entry that makes it count. So two ledgers that hold
//! the same entries are the same ledger, in whatever order these came, and how often.
//!
//! What counts is kept up as entries come. An entry that continues its author's chain is looked at
//! by itself; a fork, a gap that closes, a key that is ended or a role that is granted makes the
//! chains that it touches be judged anew.

use crate::chain::{Chain, Link, Stands};
use crate::entry::{Entry, Header};
use crate::heads::{Head, Heads};
use crate::id::{Author, Id, short};
use crate::keys::{By, Keys, Said};
use crate::kinds::{Ended, Kind, Says};
use crate::refused::Refused;
use crate::sign::{Place, Sound};
use crate::standing::Standing;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::RangeInclusive;

/// A set of sound entries of one ledger.
#[derive(Debug, Clone)]
pub struct Ledger {
    id: Id,
    entries: Vec<Entry>,
    /// Where in `entries` each stands. Nothing is ever read from it in its own order.
    by_id: HashMap<Id, usize>,
    pub(crate) chains: BTreeMap<Author, Chain>,
    said: Said,
    keys: Keys,
    /// The corrections of an entry, and the redactions: whether they count or not.
    pub(crate) corrections: BTreeMap<Id, Vec<Id>>,
    pub(crate) redactions: BTreeMap<Id, Vec<Id>>,
    /// The chains that have to be judged anew.
    stale: BTreeSet<Author>,
    /// Whether something was said about keys since the tree of keys was worked out.
    keys_stale: bool,
}

/// What became of an entry that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It is new, and counts.
    New,
    /// It is new and kept, but does not count as things are.
    Waiting(Standing),
    /// It was there already.
    There,
    /// It was there without its content, and has it now.
    Completed,
}

/// A number of an author's chain of which there is more than one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The author.
    pub author: Author,
    /// The number.
    pub number: u64,
    /// The entries, in ascending order; not all of them need be here.
    pub entries: Vec<Id>,
}

/// Numbers of an author's chain that are not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The author.
    pub author: Author,
    /// The numbers.
    pub numbers: RangeInclusive<u64>,
}

/// Why an author's chain cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlace {
    /// The chain is forked, or an entry was recorded out of order, or the key was ended.
    Closed(Author),
    /// Numbers are missing: a new entry might fork the chain.
    Gap(Author),
}

impl Ledger {
    /// A ledger of which nothing is known but its id. The founding entry is added like any other.
    pub fn new(id: Id) -> Self {
        Self {
            id,
            entries: Vec::new(),
            by_id: HashMap::new(),
            chains: BTreeMap::new(),
            said: Said::default(),
            keys: Keys::default(),
            corrections: BTreeMap::new(),
            redactions: BTreeMap::new(),
            stale: BTreeSet::new(),
            keys_stale: false,
        }
    }

    /// Adds an entry, if it is sound.
    pub fn add(&mut self, entry: Entry) -> Result<Added, Refused> {
        self.add_sound(Sound::check(entry)?)
    }

    /// Adds an entry that was verified.
    pub fn add_sound(&mut self, sound: Sound) -> Result<Added, Refused> {
        let id = sound.entry().id();
        let added = self.insert(sound)?;
        self.settle();
        Ok(self.told(id, added))
    }

    /// Adds many, verified on all cores. The answers stand in the order of the entries.
    pub fn add_all(&mut self, entries: Vec<Entry>) -> Vec<Result<Added, Refused>> {
        let ids: Vec<Id> = entries.iter().map(Entry::id).collect();
        let checked = Sound::check_all(entries).into_iter();
        let added: Vec<_> = checked.map(|sound| self.insert(sound?)).collect();
        self.settle();
        ids.into_iter().zip(added).map(|(id, added)| Ok(self.told(id, added?))).collect()
    }

    /// The id: that of the founding entry.
    pub fn id(&self) -> Id {
        self.id
    }

    /// How many entries are here.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// An entry.
    pub fn get(&self, id: Id) -> Option<&Entry> {
        self.by_id.get(&id).and_then(|at| self.entries.get(*at))
    }

    /// The place of an entry in the order in which they came.
    pub(crate) fn came(&self, id: Id) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Every entry, in the order of lists: (`recorded`, author, number, id).
    pub fn entries(&self) -> Vec<&Entry> {
        let mut out: Vec<&Entry> = self.entries.iter().collect();
        out.sort_by_cached_key(|entry| entry.order());
        out
    }

    /// The entries of some kinds, in the same order.
    pub(crate) fn of_kinds(&self, kinds: &[Kind]) -> Vec<&Entry> {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        let of = |entry: &&Entry| names.contains(&entry.header().kind.as_str());
        let mut out: Vec<&Entry> = self.entries.iter().filter(of).collect();
        out.sort_by_cached_key(|entry| entry.order());
        out
    }

    /// Who may what.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The name of an author: as the key was brought in, or the first digits of the key.
    pub fn name(&self, author: Author) -> String {
        self.keys.get(author).map_or_else(|| short(&author.0), |key| key.name.clone())
    }

    /// Where chains are forked, settled or not.
    pub fn forks(&self) -> Vec<Fork> {
        let of = |(author, chain): (&Author, &Chain)| {
            let author = *author;
            chain.forks().into_iter().map(move |(number, ids)| Fork {
                author,
                number,
                entries: ids.into_iter().collect(),
            })
        };
        self.chains.iter().flat_map(of).collect()
    }

    /// What is missing in chains.
    pub fn gaps(&self) -> Vec<Gap> {
        let of = |(author, chain): (&Author, &Chain)| {
            let author = *author;
            chain.gaps().into_iter().map(move |numbers| Gap { author, numbers })
        };
        self.chains.iter().flat_map(of).collect()
    }

    /// The last entries of each chain: what a store keeps elsewhere, so that nothing can be cut off
    /// unseen.
    pub fn heads(&self) -> Heads {
        let of = |(author, chain): (&Author, &Chain)| {
            let author = *author;
            let tips = chain.tips().into_iter();
            tips.map(move |(number, id, from)| Head { author, number, id, from })
        };
        self.chains.iter().flat_map(of).collect()
    }

    /// Where an author's chain goes on.
    pub fn place(&self, author: Author) -> Result<Place, NoPlace> {
        let start = Place { ledger: Some(self.id), number: 1, before: None, not_before: None };
        let Some(chain) = self.chains.get(&author) else { return Ok(start) };
        let Some((number, id, recorded)) = chain.last() else {
            return Err(NoPlace::Closed(author));
        };
        if !chain.is_whole() {
            return Err(NoPlace::Gap(author));
        }
        Ok(Place { number: number + 1, before: Some(id), not_before: Some(recorded), ..start })
    }

    /// Takes away the content of everything that is redacted as things are, and names what it took
    /// away, so that whoever stores the ledger does the same. Headers stay, and so does what counts.
    pub fn redact(&mut self) -> Vec<Id> {
        let redacted: Vec<Id> = self
            .redactions
            .keys()
            .filter_map(|id| self.get(*id))
            .filter(|entry| entry.content().is_some() && self.redacted_by(entry).is_some())
            .map(Entry::id)
            .collect();
        for id in &redacted {
            if let Some(entry) = self.by_id.get(id).and_then(|at| self.entries.get_mut(*at)) {
                entry.take_content();
            }
        }
        redacted
    }

    fn insert(&mut self, sound: Sound) -> Result<Added, Refused> {
        let of = sound.entry().ledger();
        if of != self.id {
            return Err(Refused::OtherLedger { of, to: self.id });
        }
        let entry = sound.into_entry();
        let id = entry.id();
        match self.by_id.get(&id).and_then(|at| self.entries.get_mut(*at)) {
            Some(there) if there.content().is_none() && entry.content().is_some() => {
                there.give_content(entry.content().cloned());
                self.hear(&entry);
                Ok(Added::Completed)
            }
            Some(_) => Ok(Added::There),
            None => {
                self.link(&entry);
                self.hear(&entry);
                self.by_id.insert(id, self.entries.len());
                self.entries.push(entry);
                Ok(Added::New)
            }
        }
    }

    /// Takes up what the header says.
    fn link(&mut self, entry: &Entry) {
        let header = entry.header();
        // The key of a new author may have been ended before its first entry came.
        let is_new = !self.chains.contains_key(&header.author);
        let chain = self.chains.entry(header.author).or_default();
        let link = Link {
            before: header.before,
            recorded: header.recorded,
            ends: false,
            stands: Stands::Yes,
        };
        if entry.id() == self.id {
            chain.set_root(self.id);
            self.said.founder = Some((header.author, "the founder".to_owned()));
            self.keys_stale = true;
        }
        if chain.add(header.number, entry.id(), link) || is_new {
            self.stale.insert(header.author);
        }
        let about = match entry.kind() {
            Some(Kind::Correction) => &mut self.corrections,
            Some(Kind::Redaction) => &mut self.redactions,
            _ => return,
        };
        for of in &header.refers {
            about.entry(*of).or_default().push(entry.id());
        }
    }

    /// Takes up what the content says about keys.
    fn hear(&mut self, entry: &Entry) {
        if !entry.kind().is_some_and(Kind::is_about_keys) {
            return;
        }
        let Some(Ok(says)) = entry.says() else { return };
        self.keys_stale = true;
        let header = entry.header();
        let (author, id, number, recorded) =
            (header.author, entry.id(), header.number, header.recorded);
        let is_first = header.refers.is_empty();
        match says {
            Says::Founded(founded) => self.said.founder = Some((author, founded.name)),
            Says::Granted(says) => {
                let about =
                    self.said.grants.entry(author).or_default().entry(says.key).or_default();
                about.push(By { recorded, id, number, is_first, says });
            }
            Says::Ended(says) if says.key == author => self.hear_own_end(entry, says),
            Says::Ended(says) => {
                let about =
                    self.said.endings.entry(author).or_default().entry(says.key).or_default();
                about.push(By { recorded, id, number, is_first, says });
            }
            _ => {}
        }
    }

    /// A key ends itself where it stands: what came before it stays.
    fn hear_own_end(&mut self, entry: &Entry, says: Ended) {
        let Header { author, number, before, .. } = entry.header();
        if says.last == before.map(|before| (number - 1, before)) {
            self.chains.entry(*author).or_default().set_ends(*number, entry.id());
            self.stale.insert(*author);
        }
    }

    /// Brings what counts up to what is here.
    fn settle(&mut self) {
        let speaks = |author: &Author| {
            self.said.grants.contains_key(author) || self.said.endings.contains_key(author)
        };
        if self.keys_stale || self.stale.iter().any(speaks) {
            self.keys_stale = false;
            let keys = Keys::work_out(&self.said, &mut self.chains, &mut self.stale);
            let gone = self.keys.iter().map(|(author, _)| author);
            self.stale.extend(gone.filter(|author| keys.get(*author).is_none()));
            self.keys = keys;
        }
        while let Some(author) = self.stale.pop_first() {
            let endings = self.keys.get(author).map_or(&[][..], |key| &key.endings);
            if let Some(chain) = self.chains.get_mut(&author) {
                chain.judge(endings);
            }
        }
    }

    /// What became of an entry, now that all is settled.
    fn told(&self, id: Id, added: Added) -> Added {
        match (added, self.get(id)) {
            (Added::New, Some(entry)) => match self.standing(entry) {
                Standing::Counts => Added::New,
                other => Added::Waiting(other),
            },
            (added, _) => added,
        }
    }
}

impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(author) => write!(
                f,
                "{} can enter nothing more: the key was ended, or its chain is forked or out of order. An administrator above it ends the key and brings in another",
                short(&author.0)
            ),
            Self::Gap(author) => write!(
                f,
                "entries of {} are missing here, and a new one might fork the chain: import them first",
                short(&author.0)
            ),
        }
    }
}

impl std::error::Error for NoPlace {}
