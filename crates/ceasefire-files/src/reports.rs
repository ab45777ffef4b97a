//! All that is given to one judging: files or folders of acts, facts and bulletins.

use crate::acts::{ReportedAct, read_acts};
use crate::aside::SetAside;
use crate::bulletins::{Bulletin, read_bulletins};
use crate::facts::read_facts;
use accord_check::model::Agreement;
use accord_judge::Entry;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What was read.
#[derive(Debug, Default)]
pub struct Reports {
    /// The acts, in order of time and id.
    pub acts: Vec<ReportedAct>,
    /// The facts.
    pub facts: Vec<Entry>,
    /// The bulletins.
    pub bulletins: Vec<Bulletin>,
    /// The rows that were set aside.
    pub aside: Vec<SetAside>,
    /// Facts on registers that the agreement does not name.
    pub unused_facts: usize,
}

/// A path that could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The path.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for Unreadable {}

/// What a file holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Acts,
    Facts,
    Bulletins,
}

impl Reports {
    /// Reads files and folders. In a folder, files named `acts…`, `facts…` and `bulletins…` with
    /// the ending `.jsonl` or `.csv` are read. A file that is named is read as acts unless its own
    /// name says otherwise; `facts` are always read as facts.
    pub fn read(
        paths: &[PathBuf],
        facts: &[PathBuf],
        agreement: &Agreement,
    ) -> Result<Self, Unreadable> {
        let mut reports = Self::default();
        let mut seen = BTreeSet::new();
        let mut files: Vec<(PathBuf, Holds)> = Vec::new();
        for path in paths {
            let unreadable = |error| Unreadable { path: path.clone(), error };
            if fs::metadata(path).map_err(unreadable)?.is_dir() {
                files.extend(in_folder(path).map_err(unreadable)?);
            } else {
                files.push((path.clone(), holds(path).unwrap_or(Holds::Acts)));
            }
        }
        files.extend(facts.iter().map(|path| (path.clone(), Holds::Facts)));
        for (path, holds) in files {
            let bytes =
                fs::read(&path).map_err(|error| Unreadable { path: path.clone(), error })?;
            reports.take(&path.display().to_string(), &bytes, holds, agreement, &mut seen);
        }
        reports.acts.sort_by(|a, b| (a.act.at, &a.act.id).cmp(&(b.act.at, &b.act.id)));
        Ok(reports)
    }

    fn take(
        &mut self,
        file: &str,
        bytes: &[u8],
        holds: Holds,
        agreement: &Agreement,
        seen: &mut BTreeSet<String>,
    ) {
        match holds {
            Holds::Acts => {
                let acts = read_acts(file, bytes, agreement, seen, &mut self.aside);
                self.acts.extend(acts);
            }
            Holds::Facts => {
                let rows = read_facts(file, bytes, agreement, &mut self.aside);
                self.facts.extend(rows.entries);
                self.unused_facts += rows.unused;
            }
            Holds::Bulletins => {
                let bulletins = read_bulletins(file, bytes, &mut self.aside);
                self.bulletins.extend(bulletins);
            }
        }
    }

    /// Leaves out acts that became known later.
    pub fn known_on(&mut self, at: i64) {
        self.acts.retain(|act| act.act.recorded.is_none_or(|recorded| recorded <= at));
    }
}

fn holds(path: &Path) -> Option<Holds> {
    let name = path.file_name()?.to_str()?;
    if !(name.ends_with(".jsonl") || name.ends_with(".csv")) {
        return None;
    }
    [("acts", Holds::Acts), ("facts", Holds::Facts), ("bulletins", Holds::Bulletins)]
        .into_iter()
        .find(|(start, _)| name.starts_with(start))
        .map(|(_, holds)| holds)
}

fn in_folder(path: &Path) -> io::Result<Vec<(PathBuf, Holds)>> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(path)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    Ok(found.into_iter().filter_map(|path| holds(&path).map(|holds| (path, holds))).collect())
}
