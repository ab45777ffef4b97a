//! Places by their names.
//!
//! Every name of a place stands under its letters, under its Latin form and under its consonants, so that a name
//! in another script or spelling finds it. What is found is not yet what is meant: `find.rs` decides that.

use crate::letters::{Folded, shortened};
use crate::place::{Area, Place};
use ceasefire_names::plain;
use std::collections::BTreeMap;

/// Names that are looked at for one asked name; the same consonants are shared by fewer.
const MOST_LOOKED_AT: usize = 2_000;

/// Places, arranged by their names.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    pub(crate) places: Vec<Place>,
    areas: BTreeMap<String, Area>,
    by_plain: BTreeMap<String, Vec<At>>,
    by_latin: BTreeMap<String, Vec<At>>,
    by_skeleton: BTreeMap<String, Vec<At>>,
    shorter: BTreeMap<String, Vec<String>>,
}

/// A name: which place, and which of its names (0 is the usual one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) place: usize,
    pub(crate) name: usize,
}

impl Gazetteer {
    /// Adds a place.
    pub fn add(&mut self, place: Place) {
        let at = self.places.len();
        for (number, name) in std::iter::once(&place.name).chain(&place.names).enumerate() {
            let folded = Folded::new(name);
            let here = At { place: at, name: number };
            if folded.latin.is_empty() {
                continue;
            }
            push(&mut self.by_plain, folded.plain, here);
            push(&mut self.by_latin, folded.latin, here);
            if !self.by_skeleton.contains_key(&folded.skeleton) {
                for shorter in shortened(&folded.skeleton) {
                    self.shorter.entry(shorter).or_default().push(folded.skeleton.clone());
                }
            }
            push(&mut self.by_skeleton, folded.skeleton, here);
        }
        self.places.push(place);
    }

    /// Adds an administrative area, by whose names places can be told apart.
    pub fn add_area(&mut self, area: Area) {
        self.areas.insert(area.code.clone(), area);
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The place of this id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// The usual name of the area that a place lies in.
    pub fn area_of<'g>(&'g self, place: &'g Place) -> Option<&'g str> {
        let admin = place.admin.as_deref()?;
        Some(
            self.areas.get(admin).and_then(|area| area.names.first()).map_or(admin, String::as_str),
        )
    }

    /// The box around all places of a country, a degree wider: west, south, east, north.
    pub fn around(&self, country: &str) -> Option<[f64; 4]> {
        let mut found: Option<[f64; 4]> = None;
        for place in self.places.iter().filter(|place| place.country.as_deref() == Some(country)) {
            let [west, south, east, north] =
                found.unwrap_or([place.lon, place.lat, place.lon, place.lat]);
            found = Some([
                west.min(place.lon),
                south.min(place.lat),
                east.max(place.lon),
                north.max(place.lat),
            ]);
        }
        found.map(wider)
    }

    /// Whether a place lies in an area of this name, in any script and spelling; none where nothing is known.
    pub(crate) fn is_in(&self, place: &Place, asked: &str) -> Option<bool> {
        let admin = place.admin.as_deref()?;
        let asked = area_name(asked);
        let names = self.areas.get(admin).map(|area| area.names.as_slice()).unwrap_or_default();
        let is = |name: &str| {
            let name = area_name(name);
            name.latin == asked.latin || (name.skeleton == asked.skeleton && name.is_near(&asked))
        };
        Some(is(admin) || names.iter().any(|name| is(name)))
    }

    /// Names with the same letters.
    pub(crate) fn same(&self, name: &Folded) -> &[At] {
        found(&self.by_plain, &name.plain)
    }

    /// Names with the same letters once they are written in Latin ones, without articles and spaces.
    pub(crate) fn same_in_latin(&self, name: &Folded) -> &[At] {
        found(&self.by_latin, &name.latin)
    }

    /// Names with the same consonants.
    pub(crate) fn same_consonants(&self, name: &Folded) -> &[At] {
        found(&self.by_skeleton, &name.skeleton)
    }

    /// Names one consonant apart.
    pub(crate) fn one_consonant_apart(&self, name: &Folded) -> Vec<At> {
        let mut keys: Vec<&String> = shortened(&name.skeleton)
            .iter()
            .filter_map(|shorter| self.shorter.get(shorter))
            .flatten()
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let all = keys.into_iter().flat_map(|key| found(&self.by_skeleton, key));
        all.copied().take(MOST_LOOKED_AT).collect()
    }

    pub(crate) fn name(&self, at: At) -> &str {
        let place = &self.places[at.place];
        at.name.checked_sub(1).and_then(|at| place.names.get(at)).unwrap_or(&place.name)
    }
}

/// The name of an area without the word for its kind.
fn area_name(name: &str) -> Folded {
    const KINDS: [&str; 14] = [
        "oblast",
        "region",
        "province",
        "governorate",
        "mohafazat",
        "muhafazah",
        "state",
        "district",
        "область",
        "обл",
        "محافظة",
        "مدينة",
        "city",
        "republic",
    ];
    let plain = plain(name);
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !KINDS.contains(word))
        .collect();
    Folded::new(&words.join(" "))
}

#[expect(clippy::float_arithmetic, reason = "a margin of a degree")]
fn wider([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    [
        (west - 1.0).max(-180.0),
        (south - 1.0).max(-90.0),
        (east + 1.0).min(180.0),
        (north + 1.0).min(90.0),
    ]
}

fn push(map: &mut BTreeMap<String, Vec<At>>, key: String, at: At) {
    map.entry(key).or_default().push(at);
}

fn found<'a>(map: &'a BTreeMap<String, Vec<At>>, key: &str) -> &'a [At] {
    map.get(key).map_or(&[], Vec::as_slice)
}
