//! Who may what: a tree of keys, with the founder at its root.
//!
//! A key stands under the key that brought it in. Only those above can give it more roles or end
//! it, so there are no circles, and the tree can be worked out level by level: whether an entry of
//! some key counts depends on keys above it alone.

use crate::chain::{Chain, Ending, Stands};
use crate::id::{Author, Id, short};
use crate::kinds::{Ended, Granted, Role};
use crate::moment::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// The keys that somebody brought in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(BTreeMap<Author, Key>);

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Whose it is: a person or an office.
    pub name: String,
    /// What it may do.
    pub roles: BTreeSet<Role>,
    /// Under whom it stands; none for the founder.
    pub under: Option<Author>,
    /// How many steps it is from the founder.
    pub steps: usize,
    /// How those above ended it: its last entry that counts, as number and id.
    pub(crate) endings: Vec<Ending>,
}

/// A key stands at most so many steps below the founder.
pub const STEPS: usize = 32;

/// What entries say about keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// The founder, and the name that the founding entry gives.
    pub(crate) founder: Option<(Author, String)>,
    pub(crate) grants: About<Granted>,
    pub(crate) endings: About<Ended>,
}

/// What is said in entries, by the author who says it and the key that it is about.
pub(crate) type About<T> = BTreeMap<Author, BTreeMap<Author, Vec<By<T>>>>;

/// Something said in an entry.
#[derive(Debug, Clone)]
pub(crate) struct By<T> {
    pub(crate) recorded: Moment,
    pub(crate) id: Id,
    pub(crate) number: u64,
    /// Whether the entry is about no other: only such a grant brings a key in. Otherwise an
    /// administrator who adds a role far below would take the key over from who brought it in.
    pub(crate) is_first: bool,
    pub(crate) says: T,
}

impl Keys {
    /// A key.
    pub fn get(&self, author: Author) -> Option<&Key> {
        self.0.get(&author)
    }

    /// Every key, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (Author, &Key)> {
        self.0.iter().map(|(author, key)| (*author, key))
    }

    /// Whether a key stands above another.
    pub fn is_above(&self, above: Author, below: Author) -> bool {
        self.above(below).any(|author| author == above)
    }

    /// The keys above one, the nearest first.
    fn above(&self, below: Author) -> impl Iterator<Item = Author> {
        let up = |author: &Author| self.0.get(author).and_then(|key| key.under);
        std::iter::successors(up(&below), up)
    }

    /// Works the tree out, and judges the chains of those in it on the way. `stale` are the
    /// chains that have to be judged anew in any case.
    pub(crate) fn work_out(
        said: &Said,
        chains: &mut BTreeMap<Author, Chain>,
        stale: &mut BTreeSet<Author>,
    ) -> Self {
        let mut keys = Self::default();
        let Some((founder, name)) = &said.founder else { return keys };
        let key = Key {
            name: name.clone(),
            roles: BTreeSet::from(Role::ALL),
            under: None,
            steps: 0,
            endings: Vec::new(),
        };
        keys.0.insert(*founder, key);
        let mut level = vec![*founder];
        while !level.is_empty() {
            for author in &level {
                let stale = stale.remove(author);
                let endings = keys.get(*author).map_or(&[][..], |key| &key.endings);
                if let Some(chain) = chains.get_mut(author)
                    && (stale || chain.endings() != endings)
                {
                    chain.judge(endings);
                }
            }
            let brought = keys.brought_in(&level, said, chains);
            level = brought.keys().copied().collect();
            for (author, key) in brought {
                keys.0.insert(author, key);
            }
            for author in &level {
                keys.hear_those_above(*author, said, chains);
            }
        }
        keys.call_apart();
        keys
    }

    /// Two keys of one name are told apart by the first digits of the keys.
    fn call_apart(&mut self) {
        let mut holders: BTreeMap<String, usize> = BTreeMap::new();
        for key in self.0.values() {
            *holders.entry(key.name.clone()).or_default() += 1;
        }
        for (author, key) in &mut self.0 {
            if holders.get(&key.name).is_some_and(|holders| *holders > 1) {
                key.name = format!("{} ({})", key.name, short(&author.0));
            }
        }
    }

    /// The keys that the administrators of a level bring in: each by the first grant of it.
    fn brought_in(
        &self,
        level: &[Author],
        said: &Said,
        chains: &BTreeMap<Author, Chain>,
    ) -> BTreeMap<Author, Key> {
        let mut first: BTreeMap<Author, ((Moment, Id), Key)> = BTreeMap::new();
        for by in level {
            let Some(granting) = self.get(*by) else { continue };
            if !granting.roles.contains(&Role::Administrator) || granting.steps == STEPS {
                continue;
            }
            for (author, grants) in said.grants.get(by).into_iter().flatten() {
                let grants =
                    grants.iter().filter(|grant| grant.is_first && stands(*by, grant, chains));
                let Some(grant) = grants.min_by_key(|grant| (grant.recorded, grant.id)) else {
                    continue;
                };
                let order = (grant.recorded, grant.id);
                let later = first.get(author).is_some_and(|(other, _)| *other < order);
                if later || self.0.contains_key(author) {
                    continue;
                }
                let key = Key {
                    name: grant.says.name.clone(),
                    roles: BTreeSet::new(),
                    under: Some(*by),
                    steps: granting.steps + 1,
                    endings: Vec::new(),
                };
                first.insert(*author, (order, key));
            }
        }
        first.into_iter().map(|(author, (_, key))| (author, key)).collect()
    }

    /// Gives a key the roles and endings that those above it say.
    fn hear_those_above(&mut self, author: Author, said: &Said, chains: &BTreeMap<Author, Chain>) {
        let above: Vec<Author> = self.above(author).collect();
        let mut roles = BTreeSet::new();
        let mut endings = BTreeSet::new();
        for by in above {
            let grants = about(&said.grants, by, author);
            grants
                .filter(|grant| stands(by, grant, chains))
                .for_each(|grant| roles.extend(&grant.says.roles));
            let ended = about(&said.endings, by, author);
            endings.extend(
                ended.filter(|ended| stands(by, ended, chains)).map(|ended| ended.says.last),
            );
        }
        if let Some(key) = self.0.get_mut(&author) {
            key.roles = roles;
            key.endings = endings.into_iter().collect();
        }
    }
}

/// What an author says about a key.
fn about<T>(said: &About<T>, by: Author, key: Author) -> impl Iterator<Item = &By<T>> {
    said.get(&by).and_then(|said| said.get(&key)).into_iter().flatten()
}

/// Whether an author says it in an entry that stands in the author's chain.
fn stands<T>(by: Author, said: &By<T>, chains: &BTreeMap<Author, Chain>) -> bool {
    chains.get(&by).and_then(|chain| chain.stands(said.number, said.id)) == Some(Stands::Yes)
}
