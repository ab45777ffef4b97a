//! The parts of a bulletin from the files of a judging: their bytes, under the names that the format has for them.

use crate::archive::{LARGEST, MOST};
use crate::manifest::{Holds, LEDGER, Part, is_sound_name};
use crate::refused::Refused;
use ceasefire_actors::shipped_files;
use ceasefire_facts::{Files, beside, dated};
use ceasefire_files::Library;
use ceasefire_registers::shipped_tables;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// Parts with their bytes, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) parts: Vec<(Part, Vec<u8>)>,
    size: usize,
    given: usize,
}

impl Collected {
    /// The agreement as it was opened, the files, and what is shipped if it counts.
    pub(crate) fn new(
        agreement: &Path,
        files: &Files,
        ledger: Option<&[u8]>,
    ) -> Result<Self, Refused> {
        let mut out = Self::default();
        out.agreement(agreement)?;
        for path in &files.acts {
            out.given(path, Holds::Acts, None)?;
        }
        for path in &files.facts {
            out.given(path, Holds::Facts, None)?;
        }
        for path in &files.lines {
            out.given(path, Holds::Lines, None)?;
        }
        for path in &files.designations {
            out.given(path, Holds::Designations, None)?;
        }
        for given in &files.snapshots {
            let (day, path) = dated(given);
            out.given(path, Holds::Snapshot, day.map(|day| day.to_string()))?;
        }
        for path in &files.registries {
            out.given(path, Holds::Actors, None)?;
        }
        if files.reads_lists() {
            for (name, text) in shipped_tables() {
                out.put(format!("shipped/registers/{name}"), text.as_bytes().to_vec())?;
            }
            for (name, text) in shipped_files() {
                out.put(format!("shipped/actors/{name}"), text.as_bytes().to_vec())?;
            }
        }
        if let Some(bundle) = ledger {
            out.put(LEDGER.to_owned(), bundle.to_vec())?;
        }
        Ok(out)
    }

    /// Every file that the agreement is read from. Official texts are left out: they change no finding, and are not ours.
    fn agreement(&mut self, path: &Path) -> Result<(), Refused> {
        let library = Library::open(path).map_err(|error| Refused::File(error.to_string()))?;
        for source in &library.family.sources {
            let file = Path::new(&source.path);
            let within = file.strip_prefix(&library.folder).unwrap_or(file);
            let names = within.iter().map(|name| sound_name(Path::new(name)));
            let names: Vec<&str> = names.collect::<Result<_, _>>()?;
            let bytes = self.read(file)?;
            self.put(format!("agreement/{}", names.join("/")), bytes)?;
        }
        Ok(())
    }

    /// One file, and those that belong with it, in a folder of their own: so names are kept, and never meet.
    fn given(&mut self, path: &Path, holds: Holds, day: Option<String>) -> Result<(), Refused> {
        self.given += 1;
        let folder = format!("given/{}", self.given);
        let name = sound_name(path)?;
        let bytes = self.read(path)?;
        self.put(format!("{folder}/{name}"), bytes)?;
        if let Some((part, _)) = self.parts.last_mut() {
            part.holds = Some(holds);
            part.day = day;
        }
        let others = if holds == Holds::Lines { beside(path) } else { Vec::new() };
        for other in others {
            let name = sound_name(&other)?;
            let bytes = self.read(&other)?;
            self.put(format!("{folder}/{name}"), bytes)?;
            if let Some((part, _)) = self.parts.last_mut() {
                part.holds = Some(Holds::Beside);
            }
        }
        Ok(())
    }

    /// Adds a part.
    pub(crate) fn put(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Refused> {
        self.size += bytes.len();
        if self.size > LARGEST {
            return Err(Refused::TooLarge);
        }
        // The manifest and the signature are parts too.
        if self.parts.len() + 2 >= MOST {
            return Err(Refused::TooMany);
        }
        self.parts.push((Part::new(path, &bytes), bytes));
        Ok(())
    }

    /// The bytes of a file, and not many more than there is room for.
    fn read(&self, path: &Path) -> Result<Vec<u8>, Refused> {
        let unreadable =
            |error| Refused::File(format!("cannot read `{}`: {error}", path.display()));
        if fs::metadata(path).map_err(unreadable)?.is_dir() {
            return Err(Refused::File(format!("`{}` is a folder, not a file", path.display())));
        }
        let room = (LARGEST - self.size) as u64;
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(room + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }
}

fn sound_name(path: &Path) -> Result<&str, Refused> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.filter(|name| is_sound_name(name))
        .ok_or_else(|| Refused::FileName(crate::manifest::harmless(&path.display().to_string())))
}
