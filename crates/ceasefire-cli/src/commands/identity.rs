//! `ceasefire identity`

use super::Done;
use super::workspaces::Signs;
use crate::console::Console;
use ceasefire_workspace::{IdentityFile, new_identity, new_passphrase};
use clap::Subcommand;
use std::path::PathBuf;

/// Make the key with which you sign, or show the public half of it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire identity new --out office-q.identity
  ceasefire identity show --identity office-q.identity

The key lies in the file under your passphrase, which nobody can recover. Keep a copy of the file: without it
you can enter nothing more, and an administrator has to end your key and bring in another.")]
pub(crate) struct OfIdentity {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a new key under a passphrase, and print its public half
    New {
        /// The file; without it, the one in your folder of settings
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print the public half: what an administrator needs to bring you in
    Show {
        #[command(flatten)]
        signs: Signs,
    },
}

impl OfIdentity {
    pub(crate) fn run(self, console: &mut Console) -> Done {
        let author = match self.what {
            What::New { out } => {
                let file = IdentityFile::find(out.as_deref());
                let author = new_identity(&file, &new_passphrase()?)?;
                console.note(&format!(
                    "note: the key lies in `{}`; keep a copy of it",
                    file.0.display()
                ));
                author
            }
            What::Show { signs } => signs.file().author()?,
        };
        console.line(&author.to_string());
        Ok(true)
    }
}
