//! Agreements on disk: one folder is one family.

use accord_check::{Family, Source};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A family and where it lies.
#[derive(Debug)]
pub struct Library {
    /// The folder.
    pub folder: PathBuf,
    /// What is in it.
    pub family: Family,
}

/// Why a folder could not be read.
#[derive(Debug)]
pub enum LibraryError {
    /// The path is not there, or cannot be opened.
    Missing(PathBuf, io::Error),
    /// No file in it is an agreement.
    Empty(PathBuf),
    /// A file is not UTF-8 text.
    NotText(PathBuf),
}

impl std::fmt::Display for LibraryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Self::Empty(path) => write!(
                f,
                "{} holds no agreement: no Markdown file in it has an `accord` fence",
                path.display()
            ),
            Self::NotText(path) => {
                write!(f, "{} is not UTF-8 text; save it as UTF-8", path.display())
            }
        }
    }
}

impl std::error::Error for LibraryError {}

impl Library {
    /// Reads every Markdown file of a folder, its `readings/` and its `profiles/`. A path to one
    /// file reads only that file.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        let missing = |error| LibraryError::Missing(path.to_path_buf(), error);
        let is_file = fs::metadata(path).map_err(missing)?.is_file();
        let mut files = Vec::new();
        if is_file {
            files.push(path.to_path_buf());
        } else {
            for folder in [path.to_path_buf(), path.join("readings"), path.join("profiles")] {
                collect(&folder, &mut files);
            }
        }
        let mut sources = Vec::new();
        for file in files {
            sources.push(Source { path: file.display().to_string(), text: text(&file)? });
        }
        let has_code =
            |source: &Source| ["```accord", "~~~accord"].iter().any(|f| source.text.contains(f));
        if !sources.iter().any(has_code) {
            return Err(LibraryError::Empty(path.to_path_buf()));
        }
        let folder = if is_file { path.parent().unwrap_or(path) } else { path };
        Ok(Self { folder: folder.to_path_buf(), family: Family::read(sources) })
    }
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension().is_some_and(|extension| extension == "md") && path.is_file()
        })
        .collect();
    found.sort();
    out.extend(found);
}

/// The text of a file, with a byte-order mark taken off.
pub fn text(path: &Path) -> Result<String, LibraryError> {
    let bytes = fs::read(path).map_err(|error| LibraryError::Missing(path.to_path_buf(), error))?;
    let text = String::from_utf8(bytes).map_err(|_| LibraryError::NotText(path.to_path_buf()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
