//! `ceasefire ledger`

use super::workspaces::Folder;
use super::{Done, count};
use crate::console::Console;
use ceasefire_workspace::Imported;
use clap::Subcommand;
use std::path::PathBuf;

/// Exchange a ledger with other offices, and verify it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire ledger export talks.bundle
  ceasefire ledger export --since last-week.bundle this-week.bundle
  ceasefire ledger import from-office-q.bundle
  ceasefire ledger checkpoint
  ceasefire ledger verify --earlier last-week.bundle

Files of evidence travel in the folder BUNDLE.evidence beside the bundle. Two offices with the same
checkpoint hold the same entries. Exit code 1 if something is wrong or was refused.")]
pub(crate) struct OfLedger {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write a bundle
    Export {
        /// The file to write
        out: PathBuf,
        /// Only what this earlier bundle did not have
        #[arg(long, value_name = "BUNDLE", conflicts_with = "about")]
        since: Option<PathBuf>,
        /// Only these entries and what they need; may be given again
        #[arg(long, value_name = "ID")]
        about: Vec<String>,
        #[command(flatten)]
        folder: Folder,
    },
    /// Take a bundle in; as often as you like
    Import {
        /// The bundle
        bundle: PathBuf,
        #[command(flatten)]
        folder: Folder,
    },
    /// Verify every signature, chain, seal and file of evidence
    Verify {
        /// The checkpoint that it should have
        #[arg(long, value_name = "HASH")]
        checkpoint: Option<String>,
        /// An earlier bundle: everything that was there then should be here
        #[arg(long, value_name = "BUNDLE")]
        earlier: Option<PathBuf>,
        #[command(flatten)]
        folder: Folder,
    },
    /// Print one hash over everything that is here
    Checkpoint {
        #[command(flatten)]
        folder: Folder,
    },
}

impl OfLedger {
    pub(crate) fn run(self, console: &mut Console) -> Done {
        match self.what {
            What::Export { out, since, about, folder } => {
                let exported = folder.open(console)?.export(&out, since.as_deref(), &about)?;
                let entries = counted(exported.entries, "entry", "entries");
                let files = count(exported.files, "file");
                console.line(&format!("{entries} and {files} of evidence in {}", out.display()));
                for file in &exported.missing {
                    console.note(&format!("note: the file {} is not here", file.sha256));
                }
                Ok(true)
            }
            What::Import { bundle, folder } => {
                let imported = folder.open_to_write(console)?.import(&bundle)?;
                Ok(told(&imported, console))
            }
            What::Verify { checkpoint, earlier, folder } => {
                let mut workspace = folder.open(console)?;
                let checked = workspace.verify(earlier.as_deref(), checkpoint.as_deref())?;
                for wrong in &checked.wrong {
                    console.line(wrong);
                }
                let sound = counted(checked.sound, "entry is", "entries are");
                console.line(&format!("{sound} sound; checkpoint {}", checked.checkpoint));
                Ok(checked.wrong.is_empty())
            }
            What::Checkpoint { folder } => {
                let workspace = folder.open(console)?;
                console.line(&workspace.ledger().heads().checkpoint().to_string());
                Ok(true)
            }
        }
    }
}

/// Tells what was taken in; whether all of it was well.
pub(super) fn told(imported: &Imported, console: &mut Console) -> bool {
    let new = counted(imported.new, "entry is", "entries are");
    console.line(&format!(
        "{new} new, {} there already, {} completed; {} of evidence taken in",
        imported.there,
        imported.completed,
        count(imported.files, "file")
    ));
    for (id, why) in &imported.waiting {
        console.note(&format!("note: entry {id} does not count: {why}"));
    }
    for why in &imported.refused {
        console.note(&format!("refused: {why}"));
    }
    for file in &imported.missing {
        console.note(&format!("note: the file {} did not come with the bundle", file.sha256));
    }
    if imported.taken > 0 {
        let contents = count(imported.taken as usize, "content");
        console.note(&format!("note: {contents} taken away that a redaction names"));
    }
    imported.refused.is_empty()
}

fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
