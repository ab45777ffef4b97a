//! What the commands about a workspace share: which folder, who signs, what was entered.

use super::{Stop, count};
use crate::console::Console;
use ceasefire_ledger::Identity;
use ceasefire_workspace::{Drafted, Entered, IdentityFile, Workspace, WorkspaceError, passphrase};
use std::path::PathBuf;

/// The folder of a workspace.
#[derive(Debug, clap::Args)]
pub(crate) struct Folder {
    /// The folder of the workspace
    #[arg(long, short, value_name = "FOLDER", default_value = ".")]
    workspace: PathBuf,
}

/// Who signs.
#[derive(Debug, clap::Args)]
pub(crate) struct Signs {
    /// Who signs: a file made by `ceasefire identity new`. Without it, the one that `CEASEFIRE_IDENTITY` names, else the one
    /// in your folder of settings. The passphrase is asked for, or taken from `CEASEFIRE_PASSPHRASE`
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
}

/// A workspace that is written to, and who signs.
#[derive(Debug, clap::Args)]
pub(crate) struct Writes {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    signs: Signs,
}

impl Folder {
    /// Opens it for reading.
    pub(crate) fn open(&self, console: &mut Console) -> Result<Workspace, Stop> {
        Ok(warned(Workspace::open(&self.workspace)?, console))
    }

    /// Opens it for writing.
    pub(crate) fn open_to_write(&self, console: &mut Console) -> Result<Workspace, Stop> {
        Ok(warned(Workspace::open_to_write(&self.workspace)?, console))
    }
}

impl Signs {
    /// The file.
    pub(crate) fn file(&self) -> IdentityFile {
        IdentityFile::find(self.identity.as_deref())
    }

    /// The identity, opened.
    pub(crate) fn open(&self) -> Result<Identity, Stop> {
        let file = self.file();
        // Whether there is one is told before a passphrase is asked for.
        file.author()?;
        Ok(file.open(&passphrase(&file)?)?)
    }
}

impl Writes {
    /// Enters what is drafted, all or nothing, and prints the ids.
    pub(crate) fn enter(
        &self,
        console: &mut Console,
        draft: impl FnOnce(&Workspace, &mut Console) -> Result<Vec<Drafted>, Stop>,
    ) -> Result<(), Stop> {
        let identity = self.signs.open()?;
        let workspace = self.folder.open_to_write(console)?;
        let drafts = draft(&workspace, console)?;
        if drafts.is_empty() {
            return Ok(());
        }
        let entered = workspace.enter(&identity, drafts)?;
        tell(&entered, console);
        Ok(())
    }
}

fn tell(entered: &Entered, console: &mut Console) {
    for id in &entered.ids {
        console.line(&id.to_string());
    }
    if let Some(before) = entered.clock_behind {
        console.note(&format!(
            "note: the clock of this machine is behind your last entry; {before} was taken as the time"
        ));
    }
    if entered.taken > 0 {
        let contents = count(entered.taken as usize, "content");
        console.note(&format!(
            "note: {contents} taken away here; other offices do so when they import this"
        ));
    }
}

fn warned(workspace: Workspace, console: &mut Console) -> Workspace {
    if let Some(warning) = workspace.warning() {
        console.note(&format!("warning: {warning}"));
    }
    workspace
}

impl From<WorkspaceError> for Stop {
    fn from(error: WorkspaceError) -> Self {
        Self::Unable(error.to_string())
    }
}
