//! One author's chain: where it is forked, where a number is missing, and which of its entries
//! stand.
//!
//! This is a pure function of the author's entries and of the endings of its key; the order in
//! which they came leaves no trace. An entry that continues a plain chain is judged by itself;
//! whenever something else comes, the whole chain is judged anew.

use crate::id::Id;
use crate::moment::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The entries of one author.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chain {
    links: BTreeMap<(u64, Id), Link>,
    endings: Vec<Ending>,
    /// The founding entry, where the chain is the founder's: it always stands, since the ledger is
    /// named by it.
    root: Option<Id>,
    /// The last entry, while nothing is odd: what follows it need not look at the rest.
    plain: Option<Plain>,
}

/// What the chain needs of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) before: Option<Id>,
    pub(crate) recorded: Moment,
    /// Whether the author ends the key with it.
    pub(crate) ends: bool,
    pub(crate) stands: Stands,
}

/// Whether an entry stands in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It does.
    Yes,
    /// The chain is forked at this number, and nobody above has said which branch stands.
    Forked(u64),
    /// It is on a branch that does not stand.
    OtherBranch,
    /// The key was ended before; its last number that counts.
    Ended(u64),
    /// It says that it was recorded earlier than one before it.
    ClockBack,
}

/// An ending of the key by somebody above: the last entry that counts.
pub(crate) type Ending = Option<(u64, Id)>;

/// A chain in which nothing is odd (no fork, no ending, no clock that was set back): its last
/// entry.
#[derive(Debug, Clone, Copy)]
struct Plain {
    number: u64,
    id: Id,
    recorded: Moment,
}

/// A branch that somebody above says stands, as far down as we hold it.
struct Branch {
    last: u64,
    ids: BTreeMap<u64, Id>,
}

impl Chain {
    /// Adds an entry. Answers whether the whole chain must be judged anew.
    pub(crate) fn add(&mut self, number: u64, id: Id, link: Link) -> bool {
        let follows = match self.plain {
            None => self.links.is_empty() && self.endings.is_empty(),
            Some(last) => {
                let links = number != last.number + 1 || link.before == Some(last.id);
                number > last.number && links && link.recorded >= last.recorded
            }
        };
        let plain = follows && !link.ends;
        self.plain = plain.then_some(Plain { number, id, recorded: link.recorded });
        self.links.insert((number, id), Link { stands: Stands::Yes, ..link });
        !plain
    }

    /// Says which entry founded the ledger.
    pub(crate) fn set_root(&mut self, root: Id) {
        self.root = Some(root);
    }

    /// Learns that the author ends the key with an entry whose content came later.
    pub(crate) fn set_ends(&mut self, number: u64, id: Id) {
        if let Some(link) = self.links.get_mut(&(number, id)) {
            link.ends = true;
        }
    }

    /// The endings under which the chain was judged.
    pub(crate) fn endings(&self) -> &[Ending] {
        &self.endings
    }

    /// Whether an entry stands; none where the chain has no such entry.
    pub(crate) fn stands(&self, number: u64, id: Id) -> Option<Stands> {
        self.links.get(&(number, id)).map(|link| link.stands)
    }

    /// Judges every entry, under the endings of the key by those above.
    pub(crate) fn judge(&mut self, endings: &[Ending]) {
        self.endings = endings.to_vec();
        let root = self.root.map(|id| Branch { last: u64::MAX, ids: BTreeMap::from([(1, id)]) });
        let branches: Vec<Branch> =
            endings.iter().map(|ending| self.branch(*ending)).chain(root).collect();
        let off = self.off(&branches);
        let fork = several(self.known(&off)).into_keys().next().unwrap_or(u64::MAX);
        let mut last = branches.iter().map(|branch| branch.last).min().unwrap_or(u64::MAX);
        let mut latest: Option<Moment> = None;
        for ((number, id), link) in &mut self.links {
            link.stands = if self.root == Some(*id) {
                Stands::Yes
            } else if *number > last {
                Stands::Ended(last)
            } else if off.contains(id) {
                Stands::OtherBranch
            } else if *number >= fork {
                Stands::Forked(fork)
            } else if latest.is_some_and(|latest| link.recorded < latest) {
                Stands::ClockBack
            } else {
                Stands::Yes
            };
            if link.stands == Stands::Yes {
                latest = Some(link.recorded);
                last = if link.ends { last.min(*number) } else { last };
            }
        }
        self.plain = self.as_plain();
    }

    /// The numbers of which more than one entry is known, each with their ids: by the entry
    /// itself, or because the next one names it.
    pub(crate) fn forks(&self) -> BTreeMap<u64, BTreeSet<Id>> {
        if self.plain.is_some() {
            return BTreeMap::new();
        }
        several(self.known(&BTreeSet::new()))
    }

    /// The numbers that are missing below the greatest one.
    pub(crate) fn gaps(&self) -> Vec<RangeInclusive<u64>> {
        let mut out = Vec::new();
        let mut next = 1;
        for (number, _) in self.links.keys() {
            if *number > next {
                out.push(next..=number - 1);
            }
            next = number + 1;
        }
        out
    }

    /// The entries that no other names as the one before, as number and id, each with the first
    /// number of the stretch that ends in it.
    pub(crate) fn tips(&self) -> Vec<(u64, Id, u64)> {
        if self.is_whole() {
            return self.plain.iter().map(|last| (last.number, last.id, 1)).collect();
        }
        let named: BTreeSet<Id> = self.links.values().filter_map(|link| link.before).collect();
        let tips = self.links.keys().filter(|(_, id)| !named.contains(id));
        tips.map(|(number, id)| (*number, *id, self.first(*number, *id))).collect()
    }

    /// The entries that are named by the next one and not here, as number and id.
    pub(crate) fn missing(&self) -> Vec<(u64, Id)> {
        if self.is_whole() {
            return Vec::new();
        }
        let named =
            self.links.iter().filter_map(|((number, _), link)| Some((number - 1, link.before?)));
        named.filter(|named| !self.links.contains_key(named)).collect()
    }

    /// Whether an entry is here.
    pub(crate) fn holds(&self, number: u64, id: Id) -> bool {
        self.links.contains_key(&(number, id))
    }

    /// The greatest number; 0 where there is none.
    pub(crate) fn greatest(&self) -> u64 {
        self.links.last_key_value().map_or(0, |((number, _), _)| *number)
    }

    /// Whether nothing is odd and no number is missing.
    pub(crate) fn is_whole(&self) -> bool {
        self.plain.is_some_and(|last| last.number == self.links.len() as u64)
    }

    /// The entries from one back to where nothing is missing, down to a number.
    pub(crate) fn stretch(&self, number: u64, id: Id, from: u64) -> Vec<Id> {
        let mut out = Vec::new();
        let mut next = Some((number, id));
        while let Some((number, id)) = next.filter(|(number, _)| *number >= from) {
            let Some(link) = self.links.get(&(number, id)) else { break };
            out.push(id);
            next = link.before.map(|before| (number - 1, before));
        }
        out
    }

    /// The first number of the stretch that ends in an entry.
    fn first(&self, number: u64, id: Id) -> u64 {
        (number + 1).saturating_sub(self.stretch(number, id, 0).len() as u64)
    }

    /// The last entry, where the chain has one last entry and all is well with it.
    pub(crate) fn last(&self) -> Option<(u64, Id, Moment)> {
        self.plain.map(|plain| (plain.number, plain.id, plain.recorded))
    }

    fn as_plain(&self) -> Option<Plain> {
        let fine = |link: &Link| link.stands == Stands::Yes && !link.ends;
        if !self.endings.is_empty() || !self.links.values().all(fine) {
            return None;
        }
        let ((number, id), link) = self.links.last_key_value()?;
        Some(Plain { number: *number, id: *id, recorded: link.recorded })
    }

    /// The branch that an ending names, back from its last entry.
    fn branch(&self, ending: Ending) -> Branch {
        let mut ids = BTreeMap::new();
        let mut next = ending;
        while let Some((number, id)) = next {
            ids.insert(number, id);
            let before = self.links.get(&(number, id)).and_then(|link| link.before);
            next = before.map(|before| (number - 1, before));
        }
        Branch { last: ending.map_or(0, |(last, _)| last), ids }
    }

    /// The entries that are on other branches than those that stand.
    fn off(&self, branches: &[Branch]) -> BTreeSet<Id> {
        let mut off = BTreeSet::new();
        let differs = |number: u64, id: Id| {
            branches.iter().any(|branch| branch.ids.get(&number).is_some_and(|on| *on != id))
        };
        if branches.is_empty() {
            return off;
        }
        for ((number, id), link) in &self.links {
            let after_off = link
                .before
                .is_some_and(|before| off.contains(&before) || differs(number - 1, before));
            if after_off || differs(*number, *id) {
                off.insert(*id);
            }
        }
        off
    }

    /// The ids that are known of each number, but for what hangs on entries that are off.
    fn known(&self, off: &BTreeSet<Id>) -> BTreeMap<u64, BTreeSet<Id>> {
        let mut out: BTreeMap<u64, BTreeSet<Id>> = BTreeMap::new();
        for ((number, id), link) in self.links.iter().filter(|((_, id), _)| !off.contains(id)) {
            out.entry(*number).or_default().insert(*id);
            if let Some(before) = link.before {
                out.entry(number - 1).or_default().insert(before);
            }
        }
        out
    }
}

fn several(mut known: BTreeMap<u64, BTreeSet<Id>>) -> BTreeMap<u64, BTreeSet<Id>> {
    known.retain(|_, ids| ids.len() > 1);
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> Id {
        Id([byte; 32])
    }

    /// A chain of (number, id, before, recorded), 0 for no entry before.
    fn chain(links: &[(u64, u8, u8, i64)], endings: &[Ending]) -> Vec<Stands> {
        let mut chain = Chain::default();
        for (number, own, before, recorded) in links {
            let before = (*before > 0).then(|| id(*before));
            let link =
                Link { before, recorded: Moment(*recorded), ends: false, stands: Stands::Yes };
            if chain.add(*number, id(*own), link) {
                chain.judge(&[]);
            }
        }
        if !endings.is_empty() {
            chain.judge(endings);
        }
        links.iter().filter_map(|(number, own, ..)| chain.stands(*number, id(*own))).collect()
    }

    #[test]
    fn a_fork_stops_the_chain_until_somebody_above_names_a_branch() {
        use Stands::{Ended, Forked, OtherBranch, Yes};
        let links = [(1, 1, 0, 0), (2, 2, 1, 0), (3, 3, 2, 0), (2, 12, 1, 0), (3, 13, 12, 0)];
        assert_eq!(chain(&links, &[]), [Yes, Forked(2), Forked(2), Forked(2), Forked(2)]);
        assert_eq!(chain(&links, &[Some((2, id(2)))]), [Yes, Yes, Ended(2), OtherBranch, Ended(2)]);
        assert_eq!(chain(&links, &[Some((3, id(13)))]), [Yes, OtherBranch, OtherBranch, Yes, Yes]);
        // Two endings on two branches: what both allow.
        assert_eq!(
            chain(&links, &[Some((3, id(13))), Some((3, id(3)))]),
            [Yes, OtherBranch, OtherBranch, OtherBranch, OtherBranch]
        );
    }

    #[test]
    fn a_fork_is_seen_though_one_branch_is_known_by_name_only() {
        use Stands::{Forked, Yes};
        assert_eq!(
            chain(&[(1, 1, 0, 0), (2, 2, 1, 0), (3, 13, 12, 0)], &[]),
            [Yes, Forked(2), Forked(2)]
        );
        assert_eq!(
            chain(&[(1, 1, 0, 0), (2, 2, 1, 0), (3, 13, 12, 0)], &[Some((2, id(2)))]),
            [Yes, Yes, Stands::Ended(2)]
        );
    }

    #[test]
    fn a_gap_stops_nothing() {
        use Stands::Yes;
        assert_eq!(chain(&[(1, 1, 0, 0), (5, 5, 4, 0), (6, 6, 5, 0)], &[]), [Yes, Yes, Yes]);
        let mut gaps = Chain::default();
        for (number, own) in [(2, 2), (5, 5), (6, 6)] {
            let link = Link { before: None, recorded: Moment(0), ends: false, stands: Yes };
            gaps.add(number, id(own), link);
        }
        assert_eq!(gaps.gaps(), [1..=1, 3..=4]);
    }

    #[test]
    fn what_says_that_it_came_before_the_one_before_does_not_stand() {
        use Stands::{ClockBack, Yes};
        assert_eq!(chain(&[(1, 1, 0, 5), (2, 2, 1, 4), (3, 3, 2, 5)], &[]), [Yes, ClockBack, Yes]);
        // The earlier one comes later.
        assert_eq!(chain(&[(4, 4, 3, 4), (2, 2, 1, 5)], &[]), [ClockBack, Yes]);
    }
}
