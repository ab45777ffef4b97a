//! `ceasefire log`

use super::workspaces::Folder;
use super::{Done, Format};
use crate::console::Console;
use ceasefire_workspace::Chosen;

/// List the entries of a workspace's ledger
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire log
  ceasefire log --author \"Office Q\" --kind fact-asserted
  ceasefire log --workspace talks --format json

A line is: id, time, author with the number in the author's chain, kind, what it says.")]
pub(crate) struct Log {
    #[command(flatten)]
    folder: Folder,
    /// Only those of this author: a name, or the first digits of a key
    #[arg(long)]
    author: Option<String>,
    /// Only those of this kind
    #[arg(long)]
    kind: Option<String>,
    /// For people, or one entry a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Log {
    pub(crate) fn run(self, console: &mut Console) -> Done {
        let workspace = self.folder.open(console)?;
        let chosen = Chosen { author: self.author, kind: self.kind };
        for line in workspace.log(&chosen)? {
            console.line(&match self.format {
                Format::Text => line.text(),
                Format::Json => line.json().to_string(),
            });
        }
        Ok(true)
    }
}
