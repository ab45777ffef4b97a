//! The actors that several commands know: the shipped registries, further files, names of a list.

use super::Stop;
use ceasefire_actors::Registry;
use ceasefire_registers::Snapshot;
use std::fs;
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
        Ok(ceasefire_facts::registry(&self.registry, snapshots)?)
    }

    /// The snapshots, in the order in which they were given.
    pub(crate) fn snapshots(&self) -> Result<Vec<Snapshot>, Stop> {
        Ok(self
            .snapshot
            .iter()
            .map(|given| ceasefire_facts::snapshot(given))
            .collect::<Result<_, _>>()?)
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
