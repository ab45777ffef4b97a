//! Official texts that a user has put beside an agreement, and `text.lock`.

use crate::library::{Library, LibraryError, text};
use accord_check::model::Agreement;
use accord_check::{Family, OfficialText, Severity, check_lock};
use std::fs;
use std::path::PathBuf;

/// The official texts of a family.
#[derive(Debug)]
pub struct Texts {
    /// Those that are at hand.
    pub found: Vec<OfficialText>,
    /// Paths of those that are not.
    pub missing: Vec<String>,
    /// What `text.lock` says; empty where there is none.
    pub lock: String,
    path: PathBuf,
}

impl Texts {
    /// Looks for the files that the instruments' `text` lines name. Without them no outcome
    /// changes; only nothing can be quoted or compared.
    pub fn beside(library: &Library, agreement: &Agreement) -> Result<Self, LibraryError> {
        let path = library.folder.join("text.lock");
        let lock = if path.exists() { text(&path)? } else { String::new() };
        let mut texts = Self { found: Vec::new(), missing: Vec::new(), lock, path };
        for (language, _, name) in
            agreement.instruments.iter().flat_map(|instrument| &instrument.texts)
        {
            let inside = !name.contains("..") && !name.starts_with('/');
            let file = library.folder.join(name);
            if inside && file.is_file() {
                texts.found.push(OfficialText::read(language, &text(&file)?));
            } else {
                texts.missing.push(name.clone());
            }
        }
        Ok(texts)
    }

    /// Whether official words at hand are not those that `text.lock` pins.
    pub fn have_changed(&self, family: &Family) -> bool {
        let complaints = check_lock(family, &self.found, &self.lock);
        complaints.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Writes `text.lock`.
    pub fn write_lock(&self, lock: &str) -> Result<(), LibraryError> {
        fs::write(&self.path, lock)
            .map_err(|error| LibraryError::Unwritable(self.path.clone(), error))
    }
}
