//! Many acts in columns: names as numbers, times as two whole numbers.
//!
//! An act that has one candidate or none for its author and its target, and no facts of its own,
//! is a few numbers. Acts that say more (masses, joint tables, facts about the act) are kept whole
//! beside the columns: they are few, and only the exact judge reads them.
//!
//! 36 bytes an act, and its id.

use crate::act::{Act, Candidate, Who};
use accord_check::model::{Instant, Part};
use std::collections::{BTreeMap, HashMap};

/// The number of a name; 0 where none is reported.
pub(crate) type NameId = u32;

/// Not reported.
pub(crate) const UNREPORTED: NameId = 0;

/// Acts in columns.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    ids: Ids,
    names: Names,
    pub(crate) kind: Vec<NameId>,
    pub(crate) by: Vec<NameId>,
    pub(crate) on: Vec<NameId>,
    pub(crate) place: Vec<NameId>,
    pub(crate) weapon: Vec<NameId>,
    pub(crate) from: Vec<Instant>,
    pub(crate) to: Vec<Instant>,
    /// Acts that say more than columns can hold, by row.
    whole: BTreeMap<usize, Act>,
}

impl Columns {
    /// How many acts there are.
    pub fn len(&self) -> usize {
        self.kind.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kind.is_empty()
    }

    /// Adds an act.
    pub fn push(&mut self, act: &Act) {
        let row = self.len();
        let one = |candidates: &[Candidate]| match candidates {
            [] => Some(None),
            [Candidate { who: Who::Actor(name), mass: None }] => Some(Some(name.clone())),
            _ => None,
        };
        let (by, on) = (one(&act.by), one(&act.on));
        if by.is_none() || on.is_none() || !act.joint.is_empty() || !act.facts.is_empty() {
            self.whole.insert(row, act.clone());
        }
        self.ids.push(&act.id);
        self.kind.push(self.names.id(&act.kind));
        self.by.push(self.names.of(by.flatten().as_deref()));
        self.on.push(self.names.of(on.flatten().as_deref()));
        self.place.push(self.names.of(act.place.as_deref()));
        self.weapon.push(self.names.of(act.weapon.as_deref()));
        self.from.push(act.at.0);
        self.to.push(act.at.1);
    }

    /// The act in a row.
    pub fn act(&self, row: usize) -> Act {
        if let Some(whole) = self.whole.get(&row) {
            return whole.clone();
        }
        let name = |column: &[NameId]| {
            column.get(row).and_then(|id| self.names.name(*id)).map(str::to_owned)
        };
        let candidates = |column: &[NameId]| match name(column) {
            Some(name) => vec![Candidate::named(name)],
            None => Vec::new(),
        };
        let at = |column: &[Instant]| column.get(row).copied().unwrap_or_default();
        Act {
            id: self.ids.get(row).to_owned(),
            kind: name(&self.kind).unwrap_or_default(),
            by: candidates(&self.by),
            on: candidates(&self.on),
            at: (at(&self.from), at(&self.to)),
            place: name(&self.place),
            weapon: name(&self.weapon),
            ..Act::default()
        }
    }

    /// Whether a row says more than its columns hold.
    pub(crate) fn is_whole(&self, row: usize) -> bool {
        self.whole.contains_key(&row)
    }

    pub(crate) fn has_whole(&self) -> bool {
        !self.whole.is_empty()
    }

    pub(crate) fn column(&self, part: Part) -> &[NameId] {
        match part {
            Part::By => &self.by,
            Part::On => &self.on,
            Part::Place => &self.place,
            Part::Weapon => &self.weapon,
        }
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// Bytes that the columns take for each act, ids left out.
    pub const fn bytes_an_act() -> usize {
        5 * size_of::<NameId>() + 2 * size_of::<Instant>()
    }
}

impl<'a> FromIterator<&'a Act> for Columns {
    fn from_iter<I: IntoIterator<Item = &'a Act>>(acts: I) -> Self {
        let mut columns = Self::default();
        for act in acts {
            columns.push(act);
        }
        columns
    }
}

/// Names and their numbers. The hash is only looked up in, never gone through.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    numbers: HashMap<String, NameId>,
    names: Vec<String>,
}

impl Names {
    fn id(&mut self, name: &str) -> NameId {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.names.push(name.to_owned());
        let number = self.names.len() as NameId;
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn of(&mut self, name: Option<&str>) -> NameId {
        name.map_or(UNREPORTED, |name| self.id(name))
    }

    pub(crate) fn find(&self, name: &str) -> Option<NameId> {
        self.numbers.get(name).copied()
    }

    pub(crate) fn name(&self, id: NameId) -> Option<&str> {
        let at = (id as usize).checked_sub(1)?;
        self.names.get(at).map(String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

/// Ids end to end in one text.
#[derive(Debug, Clone, Default)]
struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Ids {
    fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(row).copied().unwrap_or_default();
        self.text.get(start.unwrap_or_default()..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_logic::Mass;

    #[test]
    fn an_act_comes_back_as_it_went_in() {
        let one = |name: &str| vec![Candidate::named(name)];
        let plain = Act {
            id: "a:1".into(),
            kind: "attack".into(),
            by: one("group-a"),
            at: (3, 9),
            place: Some("checkpoint-7".into()),
            ..Act::default()
        };
        let massed = Act {
            by: vec![Candidate { who: Who::Actor("group-b".into()), mass: Some(Mass::ONE) }],
            on: vec![Candidate { who: Who::Other, mass: None }],
            id: "a:2".into(),
            ..plain.clone()
        };
        let columns: Columns = [&plain, &massed, &plain].into_iter().collect();
        assert_eq!(columns.act(0), plain);
        assert_eq!(columns.act(1), massed);
        assert_eq!(columns.act(2), plain);
        assert!(columns.is_whole(1) && !columns.is_whole(2));
        assert_eq!(Columns::bytes_an_act(), 36);
    }
}
