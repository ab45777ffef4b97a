//! `ceasefire status`

use super::workspaces::Folder;
use super::{Done, Format};
use crate::console::Console;

/// Say how a workspace stands: who may what, what is there, forks, gaps, the checkpoint
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire status
  ceasefire status --workspace talks --format json")]
pub(crate) struct Status {
    #[command(flatten)]
    folder: Folder,
    /// For people, or one object
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Status {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let workspace = self.folder.open(console)?;
        let standing = workspace.standing();
        match self.format {
            Format::Text => console.out(&standing.text()),
            Format::Json => console.line(&standing.json().to_string()),
        }
        Ok(true)
    }
}
