//! `ceasefire init`

use super::ledger::told;
use super::workspaces::Signs;
use super::{Done, Stop};
use crate::console::Console;
use ceasefire_workspace::Workspace;
use std::path::PathBuf;

/// Begin a workspace: with a new ledger of your own, or with a bundle of somebody else's
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  A ledger of your own; you are its administrator:
    ceasefire init talks --title \"Talks at Lake Q\" --name \"The secretariat\"

  Somebody else's, from the bundle that they gave you:
    ceasefire init our-copy --from talks.bundle

  On a server that several machines of one office share:
    ceasefire init talks --title \"Talks at Lake Q\" --name \"The secretariat\" --database postgres://localhost/talks

The folder gets `workspace.toml`, the store and the evidence. An address with a password stands in
`workspace.toml` as you give it.")]
pub(crate) struct Init {
    /// The folder
    folder: PathBuf,
    /// What the ledger is about
    #[arg(long, required_unless_present = "from", conflicts_with = "from")]
    title: Option<String>,
    /// Your name, or your office's
    #[arg(long, required_unless_present = "from", conflicts_with = "from")]
    name: Option<String>,
    /// A bundle to begin with
    #[arg(long, value_name = "BUNDLE")]
    from: Option<PathBuf>,
    /// A file in the folder, or `postgres://…`
    #[arg(long, default_value = "ledger.sqlite")]
    database: String,
    #[command(flatten)]
    signs: Signs,
}

impl Init {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let database = Some(self.database.as_str());
        if let Some(bundle) = &self.from {
            let imported = Workspace::from_bundle(&self.folder, database, bundle)?;
            return Ok(told(&imported, console));
        }
        let (Some(title), Some(name)) = (&self.title, &self.name) else {
            return Err(Stop::Unable("say with --title what the ledger is about".to_owned()));
        };
        let identity = self.signs.open()?;
        let workspace = Workspace::found(&self.folder, database, (title, name), &identity)?;
        console.line(&workspace.ledger().id().to_string());
        Ok(true)
    }
}
