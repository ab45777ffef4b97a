//! All names of a registry, so arranged that only those near a name are looked at.
//!
//! Names stand under their letters, and under each of their words; words of one skeleton stand under one key, and
//! those one consonant away are found by leaving a consonant out of both. A word weighs by its rarity among the
//! actors, in sixteenths of a bit, and at most as much as its grade allows.

use crate::habits::{forms, is_short_form};
use crate::lexicon::{Grade, Lexicon};
use crate::registry::{Actor, Registry};
use crate::words::{Word, joined, words};
use ceasefire_names::plain;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Names compared with one name at most; the rarest words choose them.
const MOST_COMPARED: usize = 600;

/// The names, arranged.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) names: Vec<Indexed>,
    by_plain: BTreeMap<String, Vec<u32>>,
    by_joined: BTreeMap<String, Vec<u32>>,
    by_key: BTreeMap<String, Vec<u32>>,
    /// Skeletons with one consonant left out, to the keys that they come from.
    shortened: BTreeMap<String, Vec<String>>,
    /// How many actors have a word of this key.
    actors_with: BTreeMap<String, u32>,
    actors: u32,
}

/// One name of one actor.
#[derive(Debug)]
pub(crate) struct Indexed {
    pub(crate) actor: u32,
    pub(crate) name: String,
    pub(crate) words: Vec<Weighed>,
    /// It is what the actor is usually called.
    pub(crate) main: bool,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
}

/// A word with its weight.
#[derive(Debug)]
pub(crate) struct Weighed {
    pub(crate) word: Word,
    pub(crate) weight: u32,
}

impl Indexed {
    /// Whether a word of it names somebody, and not only describes.
    pub(crate) fn has_own_word(&self) -> bool {
        let own =
            |word: &Weighed| word.word.meaning.is_none_or(|known| known.grade == Grade::Phrase);
        self.words.iter().any(own)
    }
}

impl Index {
    pub(crate) fn new(registry: &Registry, lexicon: &Lexicon) -> Self {
        let mut out = Self {
            names: vec![],
            by_plain: BTreeMap::new(),
            by_joined: BTreeMap::new(),
            by_key: BTreeMap::new(),
            shortened: BTreeMap::new(),
            actors_with: BTreeMap::new(),
            actors: 0,
        };
        for actor in registry.actors() {
            out.add(actor, lexicon);
        }
        for at in 0..out.names.len() {
            let weights: Vec<u32> =
                out.names[at].words.iter().map(|word| out.weight(&word.word)).collect();
            for (word, weight) in out.names[at].words.iter_mut().zip(weights) {
                word.weight = weight;
            }
        }
        out
    }

    fn add(&mut self, actor: &Actor, lexicon: &Lexicon) {
        let mut keys = BTreeSet::new();
        let main = (actor.name.as_str(), true, None, None);
        let others =
            actor.names.iter().map(|name| (name.name.as_str(), false, name.from, name.until));
        for (name, main, from, until) in std::iter::once(main).chain(others) {
            let forms = forms(name, lexicon);
            // `Islamic State (Libya)` is a name of a branch; `Islamic State` alone is not.
            let country = forms.country.and_then(|country| lexicon.word_of(country));
            for (nth, form) in forms.names.into_iter().enumerate() {
                let form = match country {
                    Some(country) if nth == 0 => format!("{form} {country}"),
                    _ => form,
                };
                let words = words(&form, lexicon);
                // One word in brackets is a place or a remark more often than a name.
                if nth > 0
                    && words.len() == 1
                    && !words[0].vowelless
                    && !is_short_form(&form, lexicon)
                {
                    continue;
                }
                keys.extend(words.iter().map(|word| word.key.clone()));
                let words = words.into_iter().map(|word| Weighed { word, weight: 0 }).collect();
                self.add_name(Indexed {
                    actor: self.actors,
                    name: form,
                    words,
                    main: main && nth == 0,
                    from,
                    until,
                });
            }
        }
        for key in keys {
            for shorter in shortened(&key) {
                let from = self.shortened.entry(shorter).or_default();
                if !from.contains(&key) {
                    from.push(key.clone());
                }
            }
            *self.actors_with.entry(key).or_default() += 1;
        }
        self.actors += 1;
    }

    fn add_name(&mut self, name: Indexed) {
        let at = self.names.len() as u32;
        let letters: Vec<Word> = name.words.iter().map(|word| word.word.clone()).collect();
        push(&mut self.by_plain, plain_key(&name.name), at);
        push(&mut self.by_joined, joined(&letters), at);
        for word in letters {
            push(&mut self.by_key, word.key, at);
        }
        self.names.push(name);
    }

    /// Names of the same letters.
    pub(crate) fn same(&self, name: &str) -> &[u32] {
        found(&self.by_plain, &plain_key(name))
    }

    /// Names of the same letters once articles and spaces are gone. Three letters are too few to say so.
    pub(crate) fn same_joined(&self, words: &[Word]) -> &[u32] {
        let joined = joined(words);
        if joined.len() < 4 { &[] } else { found(&self.by_joined, &joined) }
    }

    /// Names that share a word, or nearly one; in the order of the registry.
    pub(crate) fn near(&self, words: &[Word]) -> Vec<u32> {
        let mut lists: Vec<&[u32]> = vec![];
        for word in words {
            lists.push(found(&self.by_key, &word.key));
            if word.meaning.is_none() {
                let near: BTreeSet<&String> = shortened(&word.key)
                    .iter()
                    .flat_map(|one| self.shortened.get(one).into_iter().flatten())
                    .collect();
                lists.extend(near.into_iter().map(|key| found(&self.by_key, key)));
            }
        }
        lists.sort_by_key(|list| list.len());
        let mut out = BTreeSet::new();
        for list in lists {
            if !out.is_empty() && out.len() + list.len() > MOST_COMPARED {
                break;
            }
            out.extend(list.iter().copied().take(MOST_COMPARED * 4));
        }
        out.into_iter().collect()
    }

    /// How much a word tells, in sixteenths of a bit.
    pub(crate) fn weight(&self, word: &Word) -> u32 {
        let with = self.actors_with.get(&word.key).copied().unwrap_or(1).max(1);
        let rarity =
            sixteenths_of_bits(self.actors + 1).saturating_sub(sixteenths_of_bits(with)).max(16);
        rarity.min(match word.meaning.map(|known| known.grade) {
            // In a small registry every word seems common; a word of unknown meaning never is.
            None => return rarity.max(96),
            Some(Grade::Unnamed) => 8,
            Some(Grade::Kind) => 12,
            Some(Grade::State) => 16,
            Some(Grade::Trait) => 24,
            Some(Grade::Country) => 64,
            Some(Grade::Idea) => 80,
            Some(Grade::Phrase) => 112,
        })
    }
}

fn push(map: &mut BTreeMap<String, Vec<u32>>, key: String, at: u32) {
    if key.is_empty() {
        return;
    }
    let list = map.entry(key).or_default();
    if list.last() != Some(&at) {
        list.push(at);
    }
}

fn found<'a>(map: &'a BTreeMap<String, Vec<u32>>, key: &str) -> &'a [u32] {
    map.get(key).map_or(&[], Vec::as_slice)
}

fn plain_key(name: &str) -> String {
    let plain = plain(name);
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}

/// A skeleton of four consonants or more, as it is and with each one left out.
fn shortened(key: &str) -> Vec<String> {
    if key.starts_with(['=', '!']) || !key.is_ascii() || !(4..=12).contains(&key.len()) {
        return vec![];
    }
    let mut out = vec![key.to_owned()];
    for at in 0..key.len() {
        let shorter = format!("{}{}", &key[..at], &key[at + 1..]);
        if !out.contains(&shorter) {
            out.push(shorter);
        }
    }
    out
}

/// The logarithm to the base of two, in sixteenths, by a straight line between powers: the same on every machine.
fn sixteenths_of_bits(n: u32) -> u32 {
    let n = n.max(1);
    let whole = n.ilog2();
    let part = ((u64::from(n) << 4) >> whole) as u32 - 16;
    whole * 16 + part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_rises_by_sixteen_with_each_doubling() {
        for (n, expected) in
            [(0, 0), (1, 0), (2, 16), (3, 24), (4, 32), (1024, 160), (u32::MAX, 511)]
        {
            assert_eq!(sixteenths_of_bits(n), expected, "{n}");
        }
    }

    #[test]
    fn skeletons_one_consonant_apart_meet_when_shortened() {
        let meet = |a: &str, b: &str| shortened(a).iter().any(|one| shortened(b).contains(one));
        assert!(meet("lskr", "lSkr"));
        assert!(meet("lSkr", "lSkrt"));
        assert!(!meet("lskr", "trkstn"));
    }
}
