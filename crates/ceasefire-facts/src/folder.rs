//! Which files hold lines, lists and actors, by their names.

use std::fs;
use std::path::{Path, PathBuf};

/// Files by what they hold; those of a folder in the order of their names.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Folders, and files that hold something else: acts, mostly.
    pub(crate) others: Vec<PathBuf>,
    pub(crate) lines: Vec<PathBuf>,
    pub(crate) designations: Vec<PathBuf>,
    pub(crate) actors: Vec<PathBuf>,
}

impl Found {
    /// Sorts paths, and looks into those that are folders. One that cannot be read is told by whoever reads acts.
    pub(crate) fn among(paths: &[PathBuf]) -> Self {
        let mut out = Self::default();
        for path in paths {
            match fs::read_dir(path) {
                Ok(inside) => {
                    let inside = inside.filter_map(|one| Some(one.ok()?.path()));
                    let mut inside: Vec<PathBuf> = inside.collect();
                    inside.sort();
                    for file in inside {
                        if let Some(list) = out.place(&file) {
                            list.push(file);
                        }
                    }
                    out.others.push(path.clone());
                }
                Err(_) => match out.place(path) {
                    Some(list) => list.push(path.clone()),
                    None => out.others.push(path.clone()),
                },
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
