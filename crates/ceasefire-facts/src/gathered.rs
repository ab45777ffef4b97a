//! Everything that is given to one judging, from all its sources.

use crate::designated::{designated, named};
use crate::drawn::draw;
use crate::folder::Found;
use crate::known::{joined, unreadable};
use crate::shipped::Shipped;
use accord_check::model::{Agreement, Instant};
use accord_judge::{Facts, Key};
use ceasefire_files::{Further, Reports, SetAside};
use ceasefire_places::{Given, Map};
use ceasefire_registers::{Designation, Snapshot, read_designations};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Where acts and facts come from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sources<'p> {
    /// Files, and folders of them. What a file holds, its name says: `facts…`, `bulletins…`, `lines…`,
    /// `designations…`, `actors…`; everything else that is named is acts. Of a folder, acts are `acts…`.
    pub acts: &'p [PathBuf],
    /// Acts and facts that a ledger holds.
    pub further: &'p [Further],
    /// Further files of facts.
    pub facts: &'p [PathBuf],
    /// Further maps: lines and areas.
    pub lines: &'p [PathBuf],
    /// Further rows of designations.
    pub designations: &'p [PathBuf],
    /// Dated copies of the Security Council's list, as [`crate::snapshot`] has them.
    pub snapshots: &'p [String],
    /// Further registries of actors.
    pub registries: &'p [PathBuf],
}

/// What was gathered.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// Acts and bulletins; the acts with what maps say about them.
    pub reports: Reports,
    /// The facts.
    pub facts: Facts,
}

impl Gathered {
    /// Reads everything. Rows and features that cannot be used are set aside; `reports.notes` says what else a
    /// reader should know.
    ///
    /// # Errors
    /// A sentence about a path that cannot be read.
    pub fn read(sources: &Sources<'_>, agreement: &Agreement) -> Result<Self, String> {
        Self::read_with(sources, None, agreement)
    }

    /// The same, with other rows and actors than this version ships.
    ///
    /// # Errors
    /// A sentence about a path that cannot be read.
    pub fn read_with(
        sources: &Sources<'_>,
        shipped: Option<Shipped>,
        agreement: &Agreement,
    ) -> Result<Self, String> {
        let found = Found::among(sources.acts);
        let reports = Reports::read_with(&found.others, sources.facts, sources.further, agreement);
        let mut reports = reports.map_err(|error| error.to_string())?;
        let mut facts = std::mem::take(&mut reports.facts);
        let lists = [&found.designations, sources.designations].concat();
        if !lists.is_empty() || !sources.snapshots.is_empty() {
            let files = [&found.actors, sources.registries].concat();
            let snapshots = sources.snapshots.iter().map(|given| crate::snapshot(given));
            let snapshots: Vec<Snapshot> = snapshots.collect::<Result<_, _>>()?;
            let shipped = shipped.map_or_else(Shipped::ours, Ok)?;
            let aside = &mut reports.aside;
            aside.extend(snapshots.iter().flat_map(|snapshot| snapshot.aside.iter().cloned()));
            let rows = designations(shipped.rows, &lists, aside)?;
            let registry = joined(shipped.actors, &files, &snapshots)?;
            let named = named(&reports.acts, &facts, agreement);
            facts.extend(designated(&rows, &snapshots, &registry, &named, agreement, aside));
        }
        let map = map(&[&found.lines, sources.lines].concat(), &mut reports)?;
        if !map.is_empty() {
            let known: BTreeSet<&Key> = facts.iter().map(|entry| &entry.key).collect();
            let (drawn, notes) = draw(&map, &mut reports.acts, &known, agreement);
            facts.extend(drawn);
            reports.notes.extend(notes);
        }
        Ok(Self { reports, facts: Facts::new(facts) })
    }

    /// Leaves out what became known later.
    #[must_use]
    pub fn known_on(mut self, at: Instant, agreement: &Agreement) -> Self {
        self.reports.known_on(at, agreement);
        self.facts = self.facts.known_on(at);
        self
    }
}

/// The shipped rows, and those of files.
fn designations(
    mut rows: Vec<Designation>,
    files: &[PathBuf],
    aside: &mut Vec<SetAside>,
) -> Result<Vec<Designation>, String> {
    for path in files {
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
        rows.extend(read_designations(&path.display().to_string(), &bytes, aside));
    }
    Ok(rows)
}

fn map(files: &[PathBuf], reports: &mut Reports) -> Result<Map, String> {
    let mut map = Map::default();
    let mut aside = Vec::new();
    for path in files {
        let read = map.read(path, &Given::default(), &mut aside);
        let account = read.map_err(|error| unreadable(path, &error))?;
        let file = path.display();
        reports.notes.extend(account.notes.iter().map(|note| format!("{file}: {note}")));
    }
    reports.aside.extend(aside.into_iter().map(|one| SetAside {
        line: one.number.unwrap_or_default(),
        column: String::new(),
        reason: format!("{}; {}", one.reason, one.help),
        file: one.file,
    }));
    Ok(map)
}
