//! All that is given to one judging: files or folders of acts, facts and bulletins.

use crate::acts::{ReportedAct, interval, read_acts};
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

/// What a file holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Acts,
    Facts,
    Bulletins,
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
        let mut reports = Self::default();
        let (mut acts_seen, mut bulletins_seen) = (BTreeSet::new(), BTreeSet::new());
        for (path, holds) in files(paths, facts)? {
            let bytes = fs::read(&path).map_err(|error| Unreadable::new(&path, error))?;
            let file = path.display().to_string();
            if bytes.trim_ascii().is_empty() {
                reports.notes.push(format!("`{file}` is empty"));
            }
            let aside = &mut reports.aside;
            match holds {
                Holds::Acts => {
                    reports.acts.extend(read_acts(&file, &bytes, agreement, &mut acts_seen, aside));
                }
                Holds::Facts => {
                    let rows = read_facts(&file, &bytes, agreement, aside);
                    reports.facts.extend(rows.entries);
                    reports.unused_facts += rows.unused;
                }
                Holds::Bulletins => {
                    let rows = read_unseen(&file, &bytes, &mut bulletins_seen, aside);
                    reports.bulletins.extend(rows);
                }
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
