//! A register: everything known about one list, ready to be asked.
//!
//! Evidence is gathered for each entry and for each name of an entry: every snapshot says of each that
//! it has it or, where it covers it, that it does not; rows add what they say. Then `evidence` answers.
//!
//! A name is taken to be listed first with its entry. That it stood under another entry before the
//! first snapshot, as Jabhat al-Nusra did, only a row can tell.

use crate::designations::{Designation, Standing};
use crate::evidence::{Answer, Evidence, File, Says, Told};
use crate::looks::Looks;
use crate::names::NameKey;
use crate::reference::{Kind, Reference};
use crate::snapshot::{Entry, Quality, Snapshot};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Dated designations of one list.
#[derive(Debug)]
pub struct Register {
    name: String,
    entries: BTreeMap<Reference, File>,
    names: BTreeMap<NameKey, BTreeMap<Reference, File>>,
    /// Each name as a source writes it.
    spelled: BTreeMap<NameKey, String>,
    looks: Looks,
    to_check: Vec<Designation>,
    /// Rows about what became known later than it was so.
    known_later: Vec<Designation>,
}

/// What a register is built from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sources<'a> {
    /// Snapshots of the Council's list, in any order.
    pub snapshots: &'a [Snapshot],
    /// The Council's lists that count, by two letters (`QD`); none: all of them.
    pub lists: &'a [&'a str],
    /// Rows; those of other lists are passed over.
    pub rows: &'a [Designation],
}

impl Register {
    /// Builds the register of this name.
    pub fn new(name: &str, sources: Sources<'_>) -> Self {
        let mut snapshots: Vec<&Snapshot> = sources.snapshots.iter().collect();
        snapshots.sort_by(|a, b| (a.day, &a.file).cmp(&(b.day, &b.file)));
        let rows = sources.rows.iter().filter(|row| row.list == name);
        let (to_check, rows): (Vec<&Designation>, Vec<_>) =
            rows.partition(|row| row.standing == Standing::ToBeChecked);
        let known_later = rows.iter().copied().filter(|row| row.recorded.is_some());
        let known_later = known_later.cloned().collect();
        let mut gathered = Gathered::default();
        gathered.know(&snapshots, sources.lists, &rows);
        for snapshot in &snapshots {
            gathered.snapshot(snapshot);
        }
        for row in rows {
            gathered.row(row);
        }
        let spelled = std::mem::take(&mut gathered.spelled);
        let (entries, names) = gathered.files();
        Self {
            name: name.to_owned(),
            entries,
            names,
            spelled,
            looks: Looks::new(&snapshots, sources.lists),
            to_check: to_check.into_iter().cloned().collect(),
            known_later,
        }
    }

    /// What the register is called in agreements.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether an entry was on the list on a day.
    pub fn entity_on(&self, reference: &Reference, day: Date) -> Told {
        let told = match self.entries.get(reference) {
            Some(file) => file.on(day),
            None if self.by_names(reference).next().is_some() => {
                any(self.by_names(reference).map(|file| (reference, file.on(day))))
            }
            None => self.looks.never_seen(Some(reference), day),
        };
        self.with_unchecked(told, day, |row| row.entity == *reference && row.name.is_none())
    }

    /// Whether a name of a group was on the list on a day, as the name of any entry.
    pub fn name_on(&self, name: &str, day: Date) -> Told {
        let key = NameKey::new(name);
        let told = match self.names.get(&key) {
            Some(files) => {
                any(asked(files, day).map(|(reference, file)| (reference, file.on(day))))
            }
            None => self.looks.never_seen(None, day),
        };
        let about = |row: &Designation| row.name.as_ref().is_some_and(|n| NameKey::new(n) == key);
        self.with_unchecked(told, day, about)
    }

    /// Days on which an answer about the name or the reference may change.
    pub(crate) fn turns(&self, called: &str) -> BTreeSet<Date> {
        let mut out: BTreeSet<Date> = self.looks.turns().collect();
        if let Some(files) = self.names.get(&NameKey::new(called)) {
            out.extend(files.values().flat_map(File::turns));
        }
        let reference = Reference::new(called);
        out.extend(self.entries.get(&reference).into_iter().flat_map(File::turns));
        out.extend(self.by_names(&reference).flat_map(File::turns));
        out
    }

    /// The day on which it became known that somebody of these names and references was listed from a day on.
    pub(crate) fn known_from(&self, called: &[&str], listed: Date) -> Date {
        let is_called = |row: &&Designation| {
            called.iter().any(|one| match &row.name {
                Some(name) => NameKey::new(name) == NameKey::new(one),
                None => row.entity == Reference::new(one),
            })
        };
        let rows = self.known_later.iter().filter(|row| row.listed == Some(listed));
        rows.filter(is_called).filter_map(|row| row.recorded).min().unwrap_or(listed)
    }

    /// Whether the register has an entry of this reference.
    pub fn knows(&self, reference: &Reference) -> bool {
        self.entries.contains_key(reference) || self.by_names(reference).next().is_some()
    }

    /// The entries that have ever borne this name.
    pub fn bearers(&self, name: &str) -> impl Iterator<Item = &Reference> {
        self.names.get(&NameKey::new(name)).into_iter().flat_map(BTreeMap::keys)
    }

    /// The names that an entry has ever borne, as a source writes them.
    pub(crate) fn names_of(&self, reference: &Reference) -> impl Iterator<Item = &str> {
        let borne = self.names.iter().filter(|(_, files)| files.contains_key(reference));
        borne.filter_map(|(key, _)| self.spelled.get(key).map(String::as_str))
    }

    /// Whether an entry bore a name on a day, whoever else did.
    pub(crate) fn borne_on(&self, reference: &Reference, name: &str, day: Date) -> Told {
        let key = NameKey::new(name);
        let told = match self.names.get(&key).and_then(|files| files.get(reference)) {
            Some(file) => file.on(day),
            None => Told::new(Answer::Unknown, "no source has this name of it"),
        };
        self.with_unchecked(told, day, |row| {
            row.entity == *reference && row.name.as_ref().is_some_and(|n| NameKey::new(n) == key)
        })
    }

    /// Whether a name left an entry, as far as is known for good.
    pub(crate) fn has_left(&self, reference: &Reference, name: &str) -> bool {
        let file = self.names.get(&NameKey::new(name)).and_then(|files| files.get(reference));
        file.is_some_and(|file| file.ended_for_good(Date::MAX).is_some())
    }

    /// The files of an entry's names. Where no source is about the entry itself, they speak for it.
    fn by_names(&self, reference: &Reference) -> impl Iterator<Item = &File> {
        self.names.values().filter_map(move |files| files.get(reference))
    }

    /// An open answer says whether a row that nobody has checked would close it.
    fn with_unchecked(
        &self,
        mut told: Told,
        day: Date,
        about: impl Fn(&Designation) -> bool,
    ) -> Told {
        let unchecked = self.to_check.iter().find(|row| {
            let begun = row.listed.is_some_and(|listed| listed <= day);
            let over = row.delisted.is_some_and(|delisted| delisted <= day);
            (begun || over) && about(row)
        });
        if told.answer == Answer::Unknown
            && let Some(row) = unchecked
        {
            told.reason = format!("{}; to be checked: {}", told.reason, row.source);
        }
        told
    }
}

/// The entries to ask about a name: a name that left one entry for another is asked of the other.
fn asked(
    files: &BTreeMap<Reference, File>,
    day: Date,
) -> impl Iterator<Item = (&Reference, &File)> {
    files.iter().filter(move |(reference, file)| {
        let moved = file.ended_for_good(day).is_some_and(|end| {
            let mut others = files.iter().filter(|(other, _)| other != reference);
            others.any(|(_, other)| other.listed_since(end))
        });
        !moved
    })
}

/// Yes if any is yes, no if all are no.
fn any<'a>(all: impl Iterator<Item = (&'a Reference, Told)>) -> Told {
    let all: Vec<(&Reference, Told)> = all.collect();
    let of = |answer: Answer| all.iter().find(|(_, told)| told.answer == answer);
    let with = |(reference, told): &(&Reference, Told)| format!("{reference}: {}", told.reason);
    if let Some(found) = of(Answer::Yes).or_else(|| of(Answer::Unknown)) {
        return Told::new(found.1.answer, with(found));
    }
    let reasons: Vec<String> = all.iter().map(with).collect();
    Told::new(Answer::No, reasons.join("; "))
}

/// Evidence as it is gathered.
#[derive(Default)]
struct Gathered {
    entries: BTreeMap<Reference, Gathering>,
    spelled: BTreeMap<NameKey, String>,
}

/// What is gathered about one entry.
#[derive(Default)]
struct Gathering {
    individual: bool,
    evidence: Vec<Evidence>,
    names: BTreeMap<NameKey, Vec<Evidence>>,
}

impl Gathered {
    /// Every entry and name that any source has, so that a source that lacks it can say so.
    fn know(&mut self, snapshots: &[&Snapshot], lists: &[&str], rows: &[&Designation]) {
        let counts = |entry: &&Entry| {
            let list = entry.reference.parts().map(|(list, ..)| list);
            lists.is_empty() || list.is_some_and(|list| lists.contains(&list))
        };
        for entry in snapshots.iter().flat_map(|one| &one.entries).filter(counts) {
            let subject = self.entries.entry(entry.reference.clone()).or_default();
            subject.individual = entry.kind == Kind::Individual;
            for name in &entry.names {
                let key = NameKey::new(&name.text);
                self.spelled.entry(key.clone()).or_insert_with(|| name.text.clone());
                subject.names.entry(key).or_default();
            }
        }
        for row in rows {
            let subject = self.entries.entry(row.entity.clone()).or_default();
            if let Some(name) = &row.name {
                let key = NameKey::new(name);
                self.spelled.entry(key.clone()).or_insert_with(|| name.clone());
                subject.names.entry(key).or_default();
            }
        }
    }

    fn snapshot(&mut self, snapshot: &Snapshot) {
        let source: Arc<str> = snapshot.file.as_str().into();
        let mut found: BTreeMap<&Reference, Vec<&Entry>> = BTreeMap::new();
        for entry in &snapshot.entries {
            found.entry(&entry.reference).or_default().push(entry);
        }
        for (reference, subject) in &mut self.entries {
            match found.get(reference) {
                Some(entries) => {
                    for entry in entries {
                        subject.seen(entry, snapshot.day, &source);
                    }
                }
                None if snapshot.covers(reference) => subject.gone(snapshot.day, &source),
                None => {}
            }
        }
    }

    fn row(&mut self, row: &Designation) {
        let Some(subject) = self.entries.get_mut(&row.entity) else { return };
        let source: Arc<str> = row.source.as_str().into();
        let evidence = match &row.name {
            None => &mut subject.evidence,
            Some(name) => subject.names.entry(NameKey::new(name)).or_default(),
        };
        if let Some(since) = row.listed {
            let says = Says::Listed { since, earliest: row.earliest.unwrap_or(since) };
            let eve = row.delisted.and_then(|end| end.yesterday().ok());
            let day = eve.or(row.seen).unwrap_or(since);
            evidence.push(Evidence { day, says, source: source.clone() });
        }
        if let Some(day) = row.delisted {
            evidence.push(Evidence { day, says: Says::Ended, source });
        }
    }

    fn files(self) -> (BTreeMap<Reference, File>, BTreeMap<NameKey, BTreeMap<Reference, File>>) {
        let mut entries = BTreeMap::new();
        let mut names: BTreeMap<NameKey, BTreeMap<Reference, File>> = BTreeMap::new();
        for (reference, subject) in self.entries {
            // The end of an entry is the end of its names.
            let ends: Vec<Evidence> =
                subject.evidence.iter().filter(|one| one.says == Says::Ended).cloned().collect();
            let listed = |one: &Evidence| matches!(one.says, Says::Listed { .. });
            if subject.names.is_empty() || subject.evidence.iter().any(listed) {
                entries.insert(reference.clone(), File::new(subject.evidence));
            }
            for (key, mut evidence) in subject.names {
                evidence.extend(ends.iter().cloned());
                if !subject.individual {
                    names.entry(key).or_default().insert(reference.clone(), File::new(evidence));
                }
            }
        }
        (entries, names)
    }
}

impl Gathering {
    fn seen(&mut self, entry: &Entry, day: Date, source: &Arc<str>) {
        let listed = entry.listed.filter(|listed| *listed <= day);
        let since = listed.unwrap_or(day);
        let earliest = listed.unwrap_or(Date::MIN);
        let end = entry.delisted.filter(|end| *end <= day && *end > since);
        let last = end.and_then(|end| end.yesterday().ok()).unwrap_or(day);
        let sighting = |says: Says| Evidence { day: last, says, source: source.clone() };
        let mut names: BTreeMap<NameKey, Quality> = BTreeMap::new();
        for name in &entry.names {
            names.entry(NameKey::new(&name.text)).or_insert(name.quality);
        }
        for (key, evidence) in &mut self.names {
            match names.get(key) {
                Some(Quality::Own) => {
                    evidence.push(sighting(Says::Listed { since, earliest }));
                }
                Some(_) => {
                    let updates: Vec<Date> = entry
                        .updates
                        .iter()
                        .copied()
                        .filter(|u| *u > since && *u <= last)
                        .collect();
                    let says = alias(evidence, since, earliest, &updates);
                    evidence.push(sighting(says));
                }
                None => {
                    let says = Says::Gone;
                    evidence.push(Evidence { day, says, source: source.clone() });
                }
            }
        }
        self.evidence.push(sighting(Says::Listed { since, earliest }));
        if let Some(day) = end {
            self.evidence.push(Evidence { day, says: Says::Ended, source: source.clone() });
        }
    }

    fn gone(&mut self, day: Date, source: &Arc<str>) {
        let gone = || Evidence { day, says: Says::Gone, source: source.clone() };
        self.evidence.push(gone());
        for evidence in self.names.values_mut() {
            evidence.push(gone());
        }
    }
}

/// A name that is not the entry's own has no date. The entry as it stands dates from its last update,
/// so the name is certain from then; a name that an earlier file lacks came with the first update after
/// that file at the earliest. That changes carry their day is the list's habit; `registers/SOURCES.md`
/// counts it.
fn alias(before: &[Evidence], since: Date, earliest: Date, updates: &[Date]) -> Says {
    let from = match before.iter().rev().find_map(|one| match one.says {
        Says::Listed { earliest, .. } => Some((one.day, earliest)),
        _ => None,
    }) {
        // Seen before, in the same listing: what held then holds now.
        Some((seen, then)) if earliest <= seen => then.max(earliest),
        Some(_) => earliest,
        None => {
            let lacking =
                before.iter().filter(|one| one.says == Says::Gone).map(|one| one.day).max();
            let came = lacking.and_then(|lacking| updates.iter().copied().find(|u| *u > lacking));
            came.unwrap_or(earliest)
        }
    };
    Says::Listed { since: updates.last().copied().unwrap_or(since), earliest: from }
}
