//! The actors that several commands know: the shipped registries, further files, names of a list.

use super::Stop;
use ceasefire_actors::{Registry, Wrong, shipped};
use ceasefire_registers::{Snapshot, read_snapshot_of};
use jiff::civil::Date;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Where known actors come from, besides the shipped registries.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct KnownActors {
    /// Further registries of actors, TOML files
    #[arg(long, value_name = "TOML")]
    pub(crate) registry: Vec<PathBuf>,
    /// A dated copy of the Security Council's list: its names go to the actors that bear its references
    #[arg(long, value_name = "[DAY=]XML")]
    pub(crate) snapshot: Vec<String>,
}

impl KnownActors {
    /// All of them, joined.
    pub(crate) fn registry(&self) -> Result<Registry, Stop> {
        self.registry_with(&self.snapshots()?)
    }

    /// The same, for snapshots that are read already.
    pub(crate) fn registry_with(&self, snapshots: &[Snapshot]) -> Result<Registry, Stop> {
        let mut registry = shipped().map_err(told)?;
        for path in &self.registry {
            let (shown, text) = (path.display().to_string(), text(path)?);
            if let Some(wrong) = registry.check(&shown, &text).mistakes.into_iter().next() {
                return Err(told(wrong));
            }
            registry.join(&shown, Registry::read(&shown, &text).map_err(told)?).map_err(told)?;
        }
        for (reference, name, others) in snapshots.iter().flat_map(Snapshot::groups) {
            registry.add_listed(&reference, name, &others);
        }
        Ok(registry)
    }

    /// The snapshots, in the order in which they were given.
    pub(crate) fn snapshots(&self) -> Result<Vec<Snapshot>, Stop> {
        self.snapshot.iter().map(|given| snapshot(given)).collect()
    }
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path)
        .map_err(|error| Stop::Unable(format!("cannot read {}: {error}", path.display())))
}

/// That there is no such actor, with those that may be meant.
pub(crate) fn no_actor(registry: &Registry, id: &str) -> Stop {
    Stop::Unable(format!("there is no actor `{id}`{}", registry.or_near(id)))
}

fn snapshot(given: &str) -> Result<Snapshot, Stop> {
    let (day, path) = dated(given);
    let file = File::open(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let read = read_snapshot_of(path, BufReader::new(file), day);
    let mut read = read.map_err(|error| error.to_string())?;
    // Reasons go into facts, and must not differ with the folder.
    if let Some(name) = Path::new(path).file_name() {
        read.file = name.to_string_lossy().into_owned();
    }
    Ok(read)
}

/// `2016-02-29=list.xml` is a file with its day.
fn dated(given: &str) -> (Option<Date>, &str) {
    let parted = given.split_once('=');
    match parted.and_then(|(day, path)| Some((day.parse().ok()?, path))) {
        Some((day, path)) => (Some(day), path),
        None => (None, given),
    }
}

fn told(wrong: Wrong) -> Stop {
    Stop::Unable(wrong.to_string())
}
