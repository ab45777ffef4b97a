//! Bundles: what one office writes and another takes in. Files of evidence travel beside the
//! bundle, in a folder of its name with `.evidence` behind it.

use crate::drafts::about;
use crate::error::WorkspaceError;
use crate::evidence::Files;
use crate::workspace::Workspace;
use ceasefire_ledger::{
    Added, Asked, BadLine, Bundle, Bundled, Evidence, Heads, Id, Sound, read_bundle,
};
use ceasefire_store::Store as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// How many entries.
    pub entries: usize,
    /// How many files of evidence were handed out beside them.
    pub files: usize,
    /// The files that are named and are not here.
    pub missing: Vec<Evidence>,
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entries that are new.
    pub new: usize,
    /// Entries that lacked their content and have it now.
    pub completed: usize,
    /// Entries that were here.
    pub there: usize,
    /// Those of the new ones that do not count as things are, with why.
    pub waiting: Vec<(Id, String)>,
    /// Lines that were refused, with why.
    pub refused: Vec<String>,
    /// How many files of evidence were taken in.
    pub files: usize,
    /// Files that did not come with the bundle, or came changed.
    pub missing: Vec<Evidence>,
    /// How many contents were taken away.
    pub taken: u64,
}

impl Workspace {
    /// Writes a bundle: of everything, of what an earlier bundle had not, or about some entries.
    pub fn export(
        &self,
        to: &Path,
        since: Option<&Path>,
        ids: &[String],
    ) -> Result<Exported, WorkspaceError> {
        let asked = match since {
            Some(earlier) => Asked::Since(self.heads_of(earlier)?),
            None if !ids.is_empty() => about(self, ids)?,
            None => Asked::All,
        };
        let bundled = Bundled::new(self.ledger(), asked);
        write_lines(to, bundled.lines())?;
        let mut exported =
            Exported { entries: bundled.entries().len(), files: 0, missing: Vec::new() };
        let beside = beside(to);
        for file in bundled.evidence() {
            if self.files().has(file.sha256) {
                self.files().hand(file, &beside)?;
                exported.files += 1;
            } else {
                exported.missing.push(file.clone());
            }
        }
        Ok(exported)
    }

    /// Takes a bundle in. Lines that are wrong are refused, and the rest is taken.
    pub fn import(mut self, from: &Path) -> Result<Imported, WorkspaceError> {
        let bundle = read(from, Some(self.ledger.id()))?;
        self.take_in(bundle, from)
    }

    /// Begins a workspace with what a bundle holds.
    pub fn from_bundle(
        folder: &Path,
        database: Option<&str>,
        from: &Path,
    ) -> Result<Imported, WorkspaceError> {
        let bundle = read(from, None)?;
        Self::make(folder, database, bundle.opening.ledger)?.take_in(bundle, from)
    }

    /// The heads of the ledger from which an earlier bundle was taken.
    pub(crate) fn heads_of(&self, bundle: &Path) -> Result<Heads, WorkspaceError> {
        Ok(read(bundle, Some(self.ledger.id()))?.heads)
    }

    fn take_in(&mut self, bundle: Bundle, from: &Path) -> Result<Imported, WorkspaceError> {
        let mut imported = Imported {
            refused: bundle.refused.iter().map(BadLine::to_string).collect(),
            ..Imported::default()
        };
        let mut sound: Vec<Sound> = Vec::new();
        for checked in Sound::check_all(bundle.entries) {
            match checked {
                Ok(one) => sound.push(one),
                Err(why) => imported.refused.push(why.to_string()),
            }
        }
        self.store.append(&sound)?;
        let mut new: Vec<Id> = Vec::new();
        for one in sound {
            let id = one.entry().id();
            match self.ledger.add_sound(one) {
                Ok(Added::New | Added::Waiting(_)) => new.push(id),
                Ok(Added::Completed) => imported.completed += 1,
                Ok(Added::There) => imported.there += 1,
                Err(why) => imported.refused.push(why.to_string()),
            }
        }
        imported.new = new.len();
        // An entry that came first may count through one that came later.
        imported.waiting = self.waiting(&new);
        self.take_files(&bundle.evidence, &beside(from), &mut imported)?;
        imported.taken = self.take_redacted()?;
        Ok(imported)
    }

    fn waiting(&self, ids: &[Id]) -> Vec<(Id, String)> {
        let entries = ids.iter().filter_map(|id| self.ledger.get(*id));
        let standing = entries.map(|entry| (entry.id(), self.ledger.standing(entry)));
        standing
            .filter(|(_, standing)| *standing != ceasefire_ledger::Standing::Counts)
            .map(|(id, standing)| (id, standing.to_string()))
            .collect()
    }

    fn take_files(
        &mut self,
        named: &[Evidence],
        beside: &Files,
        imported: &mut Imported,
    ) -> Result<(), WorkspaceError> {
        let files = self.files();
        for file in named {
            if !files.has(file.sha256) && beside.has(file.sha256) {
                match files.keep_named(&beside.path(file.sha256), file) {
                    Ok(()) => imported.files += 1,
                    Err(WorkspaceError::Changed(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            let here = files.has(file.sha256);
            self.store.note_evidence(file, here)?;
            if !here {
                imported.missing.push(file.clone());
            }
        }
        Ok(())
    }
}

fn read(path: &Path, ledger: Option<Id>) -> Result<Bundle, WorkspaceError> {
    let bytes = fs::read(path).map_err(WorkspaceError::disk("read", path))?;
    // A line that is not UTF-8 is refused by itself.
    let text = String::from_utf8_lossy(&bytes);
    read_bundle(&text, ledger)
        .map_err(|why| WorkspaceError::Bundle { file: path.to_path_buf(), why })
}

/// The folder of the files that travel beside a bundle.
fn beside(bundle: &Path) -> Files {
    let mut name = bundle.as_os_str().to_owned();
    name.push(".evidence");
    Files(PathBuf::from(name))
}

/// Written beside and renamed: half a bundle never has its name.
fn write_lines(to: &Path, lines: impl Iterator<Item = String>) -> Result<(), WorkspaceError> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let wrong = || WorkspaceError::disk("write", to);
    let beside = tempfile::NamedTempFile::new_in(folder).map_err(wrong())?;
    let mut out = BufWriter::new(beside.as_file());
    for line in lines {
        writeln!(out, "{line}").map_err(wrong())?;
    }
    out.flush().map_err(wrong())?;
    drop(out);
    beside.as_file().sync_all().map_err(wrong())?;
    beside.persist(to).map_err(|error| wrong()(error.error))?;
    Ok(())
}
