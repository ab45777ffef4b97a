//! `ceasefire grant` and `ceasefire end-key`

use super::Done;
use super::workspaces::Writes;
use crate::console::Console;
use ceasefire_workspace::{ending, grant};

/// Bring somebody's key into the ledger, or give it more roles
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire grant KEY --name \"Office Q\" --role reporter
  ceasefire grant KEY --role arbiter,redactor

KEY is what `ceasefire identity show` prints. Only an administrator brings others in.")]
pub(crate) struct Grant {
    /// The key: 64 hexadecimal digits
    key: String,
    /// Whose it is: a person or an office
    #[arg(long)]
    name: Option<String>,
    /// Roles: administrator, arbiter, redactor, reporter
    #[arg(long, value_delimiter = ',', required = true)]
    role: Vec<String>,
    #[command(flatten)]
    writes: Writes,
}

/// End a key: nothing that it signs from then on counts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  Where it stands:
    ceasefire end-key KEY --reason \"left the office\"

  At an entry: what came after it was forged, or is on another branch:
    ceasefire end-key KEY --last 488b6e33 --reason \"the laptop was stolen\"")]
pub(crate) struct EndKey {
    /// The key: 64 hexadecimal digits
    key: String,
    /// Its last entry that counts; without it, the last one that is here
    #[arg(long, value_name = "ID")]
    last: Option<String>,
    /// Nothing of it counts
    #[arg(long, conflicts_with = "last")]
    nothing_counts: bool,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    writes: Writes,
}

impl Grant {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        self.writes.enter(console, |workspace, _| {
            Ok(vec![grant(workspace, &self.key, self.name.as_deref(), &self.role)?])
        })?;
        Ok(true)
    }
}

impl EndKey {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        self.writes.enter(console, |workspace, _| {
            let last = self.last.as_deref();
            Ok(vec![ending(workspace, &self.key, last, self.nothing_counts, &self.reason)?])
        })?;
        Ok(true)
    }
}
