//! `ceasefire entry`

use super::workspaces::Folder;
use super::{Done, Format};
use crate::console::Console;

/// Show one entry of a workspace's ledger as a whole
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire entry 488b6e33
  ceasefire entry 488b6e33 --workspace talks --format json")]
pub(crate) struct OneEntry {
    /// Its id, or the first digits of it
    id: String,
    #[command(flatten)]
    folder: Folder,
    /// For people, or one object
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl OneEntry {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let workspace = self.folder.open(console)?;
        let line = workspace.line(workspace.entry(&self.id)?);
        match self.format {
            Format::Text => console.out(&line.whole()),
            Format::Json => console.line(&line.json().to_string()),
        }
        Ok(true)
    }
}
