//! One list as it stood on one day.
//!
//! What a snapshot leaves out counts as much as what it holds: an entry that is not in it was not
//! listed that day. That is so only within what it covers. A file of the Al-Qaida list alone says
//! nothing about other lists, and a file in which an entry could not be read says nothing about absence.

use crate::reference::{Kind, Reference};
use ceasefire_files::SetAside;
use jiff::civil::Date;

/// A list on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What it is called in reasons: the file's name.
    pub file: String,
    /// The day on which it was made.
    pub day: Date,
    /// Which lists it holds.
    pub scope: Scope,
    /// The entries, in the file's order.
    pub entries: Vec<Entry>,
    /// Entries and fields that could not be read.
    pub aside: Vec<SetAside>,
    /// How many entries are missing for that reason.
    pub lost: usize,
}

/// Which lists a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every list of the Council.
    Consolidated,
    /// One list, by the two letters of its references.
    One(String),
    /// No entry tells which.
    Unclear,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its reference.
    pub reference: Reference,
    /// A group or a person.
    pub kind: Kind,
    /// Its names, the first its own.
    pub names: Vec<Name>,
    /// When it was listed, as it says itself.
    pub listed: Option<Date>,
    /// When it was changed, in order.
    pub updates: Vec<Date>,
    /// When it was taken off; rare, since such entries leave the file.
    pub delisted: Option<Date>,
}

/// One name of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// How the list stands to it.
    pub quality: Quality,
}

/// How the list stands to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// The entry's own name.
    Own,
    /// The entry's own name in another script.
    OriginalScript,
    /// Enough to tell who is meant.
    Good,
    /// Not enough by itself.
    Low,
    /// Also known as.
    Also,
    /// Formerly known as.
    Former,
    /// Not said.
    Unsaid,
}

impl Quality {
    pub(crate) fn read(written: &str) -> Self {
        match written.trim().to_ascii_lowercase().as_str() {
            "good" => Self::Good,
            "low" => Self::Low,
            "a.k.a." => Self::Also,
            "f.k.a." => Self::Former,
            _ => Self::Unsaid,
        }
    }
}

impl Scope {
    /// Files of several lists are the consolidated list; a file of one list is taken for no more
    /// than that.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let mut lists = entries.iter().filter_map(|entry| Some(entry.reference.parts()?.0));
        match lists.next() {
            None => Self::Unclear,
            Some(first) if lists.all(|list| list == first) => Self::One(first.to_owned()),
            Some(_) => Self::Consolidated,
        }
    }
}

impl Snapshot {
    /// The groups, as a registry of actors takes them: the reference with its list before it (`un:QDe.137`), the
    /// own name, the other names. Persons are left out.
    pub fn groups(&self) -> impl Iterator<Item = (String, &str, Vec<String>)> {
        let groups = self.entries.iter().filter(|entry| entry.kind == Kind::Entity);
        groups.filter_map(|entry| {
            let (own, others) = entry.names.split_first()?;
            let others = others.iter().map(|name| name.text.clone()).collect();
            Some((format!("un:{}", entry.reference), own.text.as_str(), others))
        })
    }

    /// Whether the absence of this reference from the file means that it was not listed.
    pub fn covers(&self, reference: &Reference) -> bool {
        reference.parts().is_some_and(|(list, ..)| self.covers_list(list))
    }

    /// The same for every list of the Council at once.
    pub fn covers_all(&self) -> bool {
        self.scope == Scope::Consolidated && self.lost == 0
    }

    /// The same for a whole list, by its two letters.
    pub fn covers_list(&self, list: &str) -> bool {
        let within = match &self.scope {
            Scope::Consolidated => true,
            Scope::One(one) => one == list,
            Scope::Unclear => false,
        };
        within && self.lost == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn snapshot(references: &[&str]) -> Snapshot {
        let entry = |reference: &&str| Entry {
            reference: Reference::new(reference),
            kind: Kind::Entity,
            names: Vec::new(),
            listed: None,
            updates: Vec::new(),
            delisted: None,
        };
        let entries: Vec<Entry> = references.iter().map(entry).collect();
        Snapshot {
            file: "a.xml".to_owned(),
            day: date(2014, 11, 19),
            scope: Scope::of(&entries),
            entries,
            aside: Vec::new(),
            lost: 0,
        }
    }

    #[test]
    fn a_file_of_one_list_says_nothing_about_another() {
        let one = snapshot(&["QE.A.137.14.", "QI.A.12.01."]);
        assert!(one.covers(&Reference::new("QDe.999")));
        assert!(!one.covers(&Reference::new("YEe.001")));
        let all = snapshot(&["QDe.137", "TAi.001"]);
        assert!(all.covers(&Reference::new("YEe.001")));
        assert!(!all.covers(&Reference::new("group-1")), "no list of the Council");
    }

    #[test]
    fn a_file_that_lost_an_entry_says_nothing_about_absence() {
        let mut all = snapshot(&["QDe.137", "TAi.001"]);
        all.lost = 1;
        assert!(!all.covers(&Reference::new("YEe.001")));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert!(!snapshot(&[]).covers(&Reference::new("QDe.137")));
    }
}
