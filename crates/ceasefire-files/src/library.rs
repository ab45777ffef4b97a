//! Agreements on disk: one folder is one family.

use crate::reports::Unreadable;
use accord_check::{Family, Source, Span};
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

/// A place in a file, as an editor shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The letter in the line, from 1.
    pub column: usize,
}

/// Why a folder could not be read.
#[derive(Debug)]
pub enum LibraryError {
    /// A path is not there, or cannot be read.
    Unreadable(Unreadable),
    /// No file in it is an agreement.
    Empty(PathBuf),
    /// A file is not UTF-8 text.
    NotText(PathBuf),
    /// A file cannot be written.
    Unwritable(PathBuf, io::Error),
}

impl std::fmt::Display for LibraryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::Empty(path) => write!(
                f,
                "`{}` holds no agreement: no Markdown file in it has an `accord` fence",
                path.display()
            ),
            Self::NotText(path) => {
                write!(f, "`{}` is not UTF-8 text; save it as UTF-8", path.display())
            }
            Self::Unwritable(path, error) => {
                write!(f, "cannot write `{}`: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for LibraryError {}

impl Library {
    /// Reads every Markdown file of a folder, its `readings/` and its `profiles/`. A path to one
    /// file reads only that file.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        let unreadable = |error| LibraryError::Unreadable(Unreadable::new(path, error));
        let is_file = fs::metadata(path).map_err(unreadable)?.is_file();
        let mut files = Vec::new();
        if is_file {
            files.push(path.to_path_buf());
        } else {
            for folder in [path.to_path_buf(), path.join("readings"), path.join("profiles")] {
                if folder.is_dir() {
                    collect(&folder, &mut files).map_err(|error| {
                        LibraryError::Unreadable(Unreadable::new(&folder, error))
                    })?;
                }
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

    /// Where a span begins; none where it points into no file.
    pub fn position(&self, span: Span) -> Option<Position> {
        let source = self.family.sources.get(span.source.0 as usize)?;
        let before = source.text.get(..span.start as usize)?;
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        Some(Position { file: source.path.clone(), line, column })
    }
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    out.extend(found);
    Ok(())
}

/// The text of a file, with a byte-order mark taken off.
pub fn text(path: &Path) -> Result<String, LibraryError> {
    let bytes =
        fs::read(path).map_err(|error| LibraryError::Unreadable(Unreadable::new(path, error)))?;
    let text = String::from_utf8(bytes).map_err(|_| LibraryError::NotText(path.to_path_buf()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
