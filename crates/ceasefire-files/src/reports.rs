//! All that is given to one judging: files or folders of acts, facts and bulletins.

use crate::acts::{ReportedAct, SourceOf, interval, read_acts};
use crate::aside::SetAside;
use crate::bulletins::{Bulletin, read_unseen};
use crate::doubts::{doubts, nearest};
use crate::facts::read_facts;
use accord_check::model::{Agreement, Instant};
use accord_judge::Entry;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What was read.
#[derive(Debug, Clone, Default)]
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
    /// What a reader should look at though every row could be read.
    pub notes: Vec<String>,
}

/// Why nothing can be read from a path.
#[derive(Debug)]
pub enum Unreadable {
    /// It is not there.
    Missing(PathBuf),
    /// It is there and cannot be read.
    Closed(PathBuf, io::Error),
    /// It is a folder in which no file is named as acts, facts or bulletins.
    Bare(PathBuf),
}

impl Unreadable {
    pub(crate) fn new(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_path_buf()),
            _ => Self::Closed(path.to_path_buf(), error),
        }
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "there is no file or folder `{}`", path.display()),
            Self::Closed(path, error) => write!(f, "cannot read `{}`: {error}", path.display()),
            Self::Bare(path) => write!(
                f,
                "the folder `{}` holds no acts: name its files acts….jsonl, facts….jsonl, bulletins….jsonl (or .csv, and acts….parquet), or name a file",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Unreadable {}

/// What rows are about; of a file, its name says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Acts.
    Acts,
    /// Facts.
    Facts,
    /// Bulletins.
    Bulletins,
}

/// Rows that come from elsewhere than a file that is named: a ledger holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// Where they are from, as a reader is told; its ending says how they are written (`.csv`, `.parquet`).
    pub from: String,
    /// What they are about.
    pub holds: Holds,
    /// The rows, as a file has them.
    pub bytes: Vec<u8>,
    /// Whose they are: one more source of an act of which no source says when it came out.
    pub by: Option<SourceOf>,
}

impl Reports {
    /// Reads files and folders. In a folder, files named `acts…`, `facts…` and `bulletins…` with
    /// the ending `.jsonl` or `.csv` are read, and acts in `.parquet`. A file that is named is read as acts unless its own
    /// name says otherwise; `facts` are always read as facts.
    pub fn read(
        paths: &[PathBuf],
        facts: &[PathBuf],
        agreement: &Agreement,
    ) -> Result<Self, Unreadable> {
        Self::read_with(paths, facts, &[], agreement)
    }

    /// The same, and further rows behind those of the files.
    pub fn read_with(
        paths: &[PathBuf],
        facts: &[PathBuf],
        further: &[Further],
        agreement: &Agreement,
    ) -> Result<Self, Unreadable> {
        let mut reports = Self::default();
        let mut seen = Seen::default();
        for (path, holds) in files(paths, facts)? {
            let bytes = fs::read(&path).map_err(|error| Unreadable::new(&path, error))?;
            let file = path.display().to_string();
            if bytes.trim_ascii().is_empty() {
                reports.notes.push(format!("`{file}` is empty"));
            }
            reports.take(&file, holds, &bytes, &mut seen, agreement);
        }
        for Further { from, holds, bytes, by } in further {
            let first = reports.acts.len();
            reports.take(from, *holds, bytes, &mut seen, agreement);
            for act in reports.acts.get_mut(first..).unwrap_or_default() {
                said_by(act, by.as_ref(), agreement);
            }
        }
        reports.acts.sort_by(|a, b| (a.act.at, &a.act.id).cmp(&(b.act.at, &b.act.id)));
        reports.bulletins.sort_by(|a, b| a.id.cmp(&b.id));
        reports.notes.extend(doubts(&reports.acts, &reports.facts, agreement));
        Ok(reports)
    }

    /// The files that [`Reports::read`] reads of some files and folders, in its order.
    pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Unreadable> {
        Ok(files(paths, &[])?.into_iter().map(|(path, _)| path).collect())
    }

    /// Takes the rows of one file.
    fn take(
        &mut self,
        file: &str,
        holds: Holds,
        bytes: &[u8],
        seen: &mut Seen,
        agreement: &Agreement,
    ) {
        let aside = &mut self.aside;
        match holds {
            Holds::Acts => {
                self.acts.extend(read_acts(file, bytes, agreement, &mut seen.acts, aside));
            }
            Holds::Facts => {
                let rows = read_facts(file, bytes, agreement, aside);
                self.facts.extend(rows.entries);
                self.unused_facts += rows.unused;
            }
            Holds::Bulletins => {
                self.bulletins.extend(read_unseen(file, bytes, &mut seen.bulletins, aside));
            }
        }
    }

    /// The act of this id; the message names the nearest one there is.
    pub fn act(&self, id: &str) -> Result<&ReportedAct, String> {
        let found = self.acts.iter().find(|act| act.act.id == id);
        found.ok_or_else(|| {
            let ids = self.acts.iter().map(|act| act.act.id.as_str());
            let hint = match nearest(id, ids) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => format!(" among the {} that were read", self.acts.len()),
            };
            format!("there is no act `{id}`{hint}")
        })
    }

    /// Leaves out what became known later: acts, facts about them, and bulletins.
    pub fn known_on(&mut self, at: Instant, agreement: &Agreement) {
        let known = |recorded: Option<Instant>| recorded.is_none_or(|recorded| recorded <= at);
        self.acts.retain(|act| known(act.act.recorded));
        for act in &mut self.acts {
            act.act.facts.retain(|fact| known(fact.recorded));
        }
        let seen = |bulletin: &Bulletin| {
            let (from, _) = interval(bulletin.seen.as_ref()?, agreement).ok()?;
            Some(from)
        };
        self.bulletins.retain(|bulletin| known(seen(bulletin)));
    }
}

/// The ids that were read so far.
#[derive(Debug, Default)]
struct Seen {
    acts: BTreeSet<String>,
    bulletins: BTreeSet<String>,
}

/// Names whoever entered an act as one more source, where no source says when it came out.
fn said_by(act: &mut ReportedAct, by: Option<&SourceOf>, agreement: &Agreement) {
    let Some(by) = by.filter(|_| act.act.recorded.is_none()) else { return };
    let seen = by.seen.as_ref().and_then(|seen| interval(seen, agreement).ok());
    act.act.recorded = seen.map(|(from, _)| from);
    act.sources.push(by.clone());
}

/// The files to read, in the order given; those of a folder by name.
fn files(paths: &[PathBuf], facts: &[PathBuf]) -> Result<Vec<(PathBuf, Holds)>, Unreadable> {
    let mut out: Vec<(PathBuf, Holds)> = Vec::new();
    for path in paths {
        let unreadable = |error| Unreadable::new(path, error);
        if !fs::metadata(path).map_err(unreadable)?.is_dir() {
            out.push((path.clone(), holds(path).unwrap_or(Holds::Acts)));
            continue;
        }
        let found = in_folder(path).map_err(unreadable)?;
        if found.is_empty() {
            return Err(Unreadable::Bare(path.clone()));
        }
        out.extend(found);
    }
    out.extend(facts.iter().map(|path| (path.clone(), Holds::Facts)));
    Ok(out)
}

fn holds(path: &Path) -> Option<Holds> {
    let name = path.file_name()?.to_str()?;
    let ending = path.extension()?;
    if ending.eq_ignore_ascii_case("parquet") {
        return name.starts_with("acts").then_some(Holds::Acts);
    }
    if !["jsonl", "csv"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
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
