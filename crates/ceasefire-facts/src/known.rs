//! The actors one knows: the shipped registries, further files, names of a list.

use ceasefire_actors::{Registry, shipped};
use ceasefire_registers::{Bearer, Snapshot, read_snapshot_of};
use jiff::civil::Date;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The shipped registries and further files, joined; names of the snapshots go to the actors that bear
/// their references.
///
/// # Errors
/// A sentence with the file, and where it can be told the line.
pub fn registry(files: &[PathBuf], snapshots: &[Snapshot]) -> Result<Registry, String> {
    joined(shipped().map_err(|wrong| wrong.to_string())?, files, snapshots)
}

/// The same over another registry than the shipped ones.
pub(crate) fn joined(
    mut registry: Registry,
    files: &[PathBuf],
    snapshots: &[Snapshot],
) -> Result<Registry, String> {
    for path in files {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        if let Some(wrong) = registry.check(&shown, &text).mistakes.into_iter().next() {
            return Err(wrong.to_string());
        }
        Registry::read(&shown, &text)
            .and_then(|further| registry.join(&shown, further))
            .map_err(|wrong| wrong.to_string())?;
    }
    for (reference, name, others) in snapshots.iter().flat_map(Snapshot::groups) {
        registry.add_listed(&reference, name, &others);
    }
    Ok(registry)
}

/// A dated copy of the Security Council's list, from a file: `list.xml`, or `2016-02-29=list.xml` where the copy
/// does not say when it was made.
///
/// # Errors
/// A sentence with the file.
pub fn snapshot(given: &str) -> Result<Snapshot, String> {
    let (day, path) = dated(given);
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let read = read_snapshot_of(&path.display().to_string(), BufReader::new(file), day);
    let mut read = read.map_err(|error| error.to_string())?;
    // Reasons go into facts, and must not differ with the folder.
    if let Some(name) = path.file_name() {
        read.file = name.to_string_lossy().into_owned();
    }
    Ok(read)
}

/// The actors of a registry as a register asks for them.
pub fn bearers(registry: &Registry) -> Vec<Bearer<'_>> {
    let actors = registry.actors().iter();
    actors
        .map(|actor| Bearer {
            actor: &actor.id,
            references: actor.listed.iter().map(String::as_str).collect(),
            names: actor.all_names().collect(),
        })
        .collect()
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("cannot read {}: {error}", path.display())
}

/// The day and the path of a dated copy, as [`snapshot`] has them.
pub fn dated(given: &str) -> (Option<Date>, &Path) {
    let parted = given.split_once('=').and_then(|(day, path)| Some((day.parse().ok()?, path)));
    match parted {
        Some((day, path)) => (Some(day), Path::new(path)),
        None => (None, Path::new(given)),
    }
}
