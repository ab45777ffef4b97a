//! What comes with the project and counts wherever lists are read: rows of registers, and actors.

use ceasefire_actors::{Registry, shipped_files};
use ceasefire_registers::{Designation, read_designations, shipped_tables};

/// Rows of registers and actors that count beside those that are given.
#[derive(Debug)]
pub struct Shipped {
    pub(crate) rows: Vec<Designation>,
    pub(crate) actors: Registry,
}

impl Shipped {
    /// Reads tables of designations and registries of actors, each with the name of its file. Another version of the
    /// project may ship others.
    ///
    /// # Errors
    /// A sentence with the file, and where it can be told the line.
    pub fn read(tables: &[(&str, &str)], registries: &[(&str, &str)]) -> Result<Self, String> {
        let mut aside = Vec::new();
        let read =
            |&(file, text): &(&str, &str)| read_designations(file, text.as_bytes(), &mut aside);
        let rows = tables.iter().flat_map(read).collect();
        if let Some(row) = aside.first() {
            return Err(format!("a shipped row cannot be read: {row}"));
        }
        let mut actors = Registry::default();
        for (file, text) in registries {
            Registry::read(file, text)
                .and_then(|further| actors.join(file, further))
                .map_err(|wrong| wrong.to_string())?;
        }
        Ok(Self { rows, actors })
    }

    /// What this version ships.
    ///
    /// # Errors
    /// None: tests hold that all of it can be read.
    pub fn ours() -> Result<Self, String> {
        Self::read(&shipped_tables(), &shipped_files())
    }
}
