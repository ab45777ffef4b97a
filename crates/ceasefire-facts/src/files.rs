//! Every file that one judging reads, one by one: for whoever takes them elsewhere.

use crate::folder::Found;
use crate::gathered::Sources;
use ceasefire_files::Reports;
use std::path::{Path, PathBuf};

/// What folders and names come to, in the order in which the files are read. Read as [`Files::sources`] has them, they give
/// the same acts and facts, wherever they lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Acts, and what is facts or bulletins by its name.
    pub acts: Vec<PathBuf>,
    /// Facts.
    pub facts: Vec<PathBuf>,
    /// Maps.
    pub lines: Vec<PathBuf>,
    /// Rows of designations.
    pub designations: Vec<PathBuf>,
    /// Dated copies of a list, as [`crate::snapshot`] has them.
    pub snapshots: Vec<String>,
    /// Registries of actors. None where no list is read: they serve nothing else.
    pub registries: Vec<PathBuf>,
}

impl Files {
    /// The files of some sources.
    ///
    /// # Errors
    /// A sentence about a path that cannot be read.
    pub fn of(sources: &Sources<'_>) -> Result<Self, String> {
        let found = Found::among(sources.acts);
        let acts = Reports::files(&found.others).map_err(|error| error.to_string())?;
        let mut out = Self {
            acts,
            facts: sources.facts.to_vec(),
            lines: [&found.lines, sources.lines].concat(),
            designations: [&found.designations, sources.designations].concat(),
            snapshots: sources.snapshots.to_vec(),
            registries: [&found.actors, sources.registries].concat(),
        };
        if !out.reads_lists() {
            out.registries.clear();
        }
        Ok(out)
    }

    /// Whether lists are read, and so what is shipped of them and of actors.
    pub fn reads_lists(&self) -> bool {
        !self.designations.is_empty() || !self.snapshots.is_empty()
    }

    /// The same as sources.
    pub fn sources(&self) -> Sources<'_> {
        Sources {
            acts: &self.acts,
            further: &[],
            facts: &self.facts,
            lines: &self.lines,
            designations: &self.designations,
            snapshots: &self.snapshots,
            registries: &self.registries,
        }
    }
}

/// The files that are read together with a map: a shapefile is several of one name.
pub fn beside(map: &Path) -> Vec<PathBuf> {
    let ending = map.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !ending.eq_ignore_ascii_case("shp") {
        return Vec::new();
    }
    let others = ["cpg", "dbf", "prj", "shx"].map(|ending| map.with_extension(ending));
    others.into_iter().filter(|path| path.is_file()).collect()
}
