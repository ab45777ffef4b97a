//! Where a place is that a report names and puts nowhere.
//!
//! A gazetteer is asked only where the table itself has no point, and only in a country that is known: a name alone
//! is borne by places all over the world. One place gives the act its point and radius; several, or none, leave it
//! without, and the notes say which it may be.

use ceasefire_places::{Asked, Candidate, Found, Gazetteer, Where};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Answers that are kept, so that a name that stands in many rows is looked up once.
const KEPT: usize = 50_000;

/// A place as it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Named<'a> {
    /// Its name, as the table has it.
    pub name: &'a str,
    /// The country, as two letters.
    pub country: &'a str,
    /// The administrative area, where the profile says in which column.
    pub admin: Option<&'a str>,
}

/// Where it is, as far as can be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Put {
    /// The point and its radius in kilometres; none where it cannot be told.
    pub spot: Option<Where>,
    /// By what it was put there, or why it is open; none where no known place has a name like it.
    pub note: Option<String>,
}

/// Who is asked where a place is.
pub trait Placing {
    /// Where the place is.
    fn place(&self, named: &Named<'_>) -> Put;
}

/// Nobody is asked: places stay as the table has them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unplaced;

impl Placing for Unplaced {
    fn place(&self, _: &Named<'_>) -> Put {
        Put { spot: None, note: None }
    }
}

/// Places by a gazetteer.
#[derive(Debug)]
pub struct ByGazetteer {
    gazetteer: Gazetteer,
    kept: RefCell<HashMap<Key, Put>>,
    told: Cell<Placed>,
}

/// Country, area and name.
type Key = (String, Option<String>, String);

/// How many rows came to which answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placed {
    /// Put at a point.
    pub put: u64,
    /// Left open: several places fit, or what the report says contradicts them.
    pub open: u64,
    /// No known place has a name like it.
    pub unknown: u64,
}

impl ByGazetteer {
    /// Asks this gazetteer.
    pub fn new(gazetteer: Gazetteer) -> Self {
        Self { gazetteer, kept: RefCell::default(), told: Cell::default() }
    }

    /// What came of the rows so far.
    pub fn placed(&self) -> Placed {
        self.told.get()
    }

    fn find(&self, named: &Named<'_>) -> Put {
        let Named { name, country, admin } = *named;
        match self.gazetteer.find(&Asked { name, country: Some(country), admin }) {
            Found::Place(one) => {
                let why: Vec<String> = one.evidence.iter().map(ToString::to_string).collect();
                let note = format!("{}, by its name: {}", shown(&one), why.join("; "));
                Put { spot: Some(one.spot), note: Some(note) }
            }
            Found::Unsure { candidates, evidence } => {
                let may: Vec<String> = candidates.iter().map(shown).collect();
                Put { spot: None, note: Some(format!("{evidence}: {}", may.join(" or "))) }
            }
            Found::None { described: Some(spot), evidence } => {
                let note = format!("as the report describes it; {evidence}");
                Put { spot: Some(spot), note: Some(note) }
            }
            Found::None { described: None, .. } => Put { spot: None, note: None },
        }
    }
}

impl Placing for ByGazetteer {
    fn place(&self, named: &Named<'_>) -> Put {
        let owned = |text: &str| text.to_owned();
        let key = (owned(named.country), named.admin.map(owned), owned(named.name));
        let mut kept = self.kept.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        let put = kept.entry(key).or_insert_with(|| self.find(named)).clone();
        let mut told = self.told.get();
        match (&put.spot, &put.note) {
            (Some(_), _) => told.put += 1,
            (None, Some(_)) => told.open += 1,
            (None, None) => told.unknown += 1,
        }
        self.told.set(told);
        put
    }
}

fn shown(one: &Candidate) -> String {
    match &one.area {
        Some(area) => format!("{} {}, {area}", one.id, one.name),
        None => format!("{} {}", one.id, one.name),
    }
}

impl std::fmt::Display for Placed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { put, open, unknown } = self;
        write!(
            f,
            "{} places without a point: {put} put by their names, {open} may be several, {unknown} not known",
            put + open + unknown
        )
    }
}
