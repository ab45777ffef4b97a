//! Which files of a folder hold lines, lists and actors, by their names.

use std::fs;
use std::path::{Path, PathBuf};

/// The files of some folders, by what they hold, each in the order of its name.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) lines: Vec<PathBuf>,
    pub(crate) designations: Vec<PathBuf>,
    pub(crate) actors: Vec<PathBuf>,
}

impl Found {
    /// Looks into those of the paths that are folders. One that cannot be read is told by whoever reads acts.
    pub(crate) fn within(paths: &[PathBuf]) -> Self {
        let mut out = Self::default();
        for path in paths {
            let Ok(inside) = fs::read_dir(path) else { continue };
            let mut inside: Vec<PathBuf> =
                inside.filter_map(|one| Some(one.ok()?.path())).collect();
            inside.sort();
            for file in inside {
                if let Some(list) = out.place(&file) {
                    list.push(file);
                }
            }
        }
        out
    }

    fn place(&mut self, file: &Path) -> Option<&mut Vec<PathBuf>> {
        let name = file.file_name()?.to_str()?;
        let ending = file.extension()?.to_str()?.to_ascii_lowercase();
        let is = |start: &str, endings: &[&str]| {
            name.starts_with(start) && endings.contains(&ending.as_str())
        };
        if is("lines", &["geojson", "gpkg", "shp"]) {
            Some(&mut self.lines)
        } else if is("designations", &["jsonl", "csv"]) {
            Some(&mut self.designations)
        } else if is("actors", &["toml"]) {
            Some(&mut self.actors)
        } else {
            None
        }
    }
}
