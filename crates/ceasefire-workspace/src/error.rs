//! Why a workspace did not do what it was asked, in a sentence.

use ceasefire_ledger::{NoPlace, Refused, Standing, Unlocking, Unusable};
use ceasefire_store::StoreError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a workspace did not do what it was asked. Nothing was entered.
#[derive(Debug)]
pub enum WorkspaceError {
    /// The folder holds no workspace.
    None(PathBuf),
    /// The folder holds one already.
    There(PathBuf),
    /// Its settings cannot be read.
    Settings {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The database holds another ledger than the settings say.
    OtherLedger(PathBuf),
    /// A file or folder does not let itself be read or written.
    Disk {
        /// What was to be done, such as `read`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the machine says.
        error: io::Error,
    },
    /// The store says no.
    Store(StoreError),
    /// There is no identity where one was looked for.
    NoIdentity(PathBuf),
    /// The identity does not open.
    Identity {
        /// The file.
        file: PathBuf,
        /// Why.
        why: Unlocking,
    },
    /// There is nobody to ask for a passphrase.
    NoPassphrase(String),
    /// An entry cannot be written.
    Refused {
        /// Which of the drafts, from 1.
        draft: usize,
        /// Why.
        why: Refused,
    },
    /// The author's chain cannot go on.
    NoPlace(NoPlace),
    /// An entry would not count.
    Idle {
        /// The author's name.
        name: String,
        /// Which of the drafts, from 1; none where there is but one.
        draft: Option<usize>,
        /// The kind of entry.
        kind: String,
        /// Why.
        standing: Standing,
    },
    /// A bundle cannot be used.
    Bundle {
        /// The file.
        file: PathBuf,
        /// Why.
        why: Unusable,
    },
    /// A file of evidence is not the one that was named.
    Changed(PathBuf),
    /// No random bytes can be had.
    Chance(String),
    /// Something was asked that has no answer; the sentence says what.
    Asked(String),
}

impl WorkspaceError {
    pub(crate) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |error| Self::Disk { doing, path, error }
    }
}

impl From<StoreError> for WorkspaceError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NoPlace> for WorkspaceError {
    fn from(error: NoPlace) -> Self {
        Self::NoPlace(error)
    }
}

impl fmt::Display for WorkspaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None(folder) => write!(
                f,
                "there is no workspace in `{}`: name its folder with --workspace, or begin one with `ceasefire init`",
                folder.display()
            ),
            Self::There(folder) => {
                write!(f, "there is a workspace in `{}` already", folder.display())
            }
            Self::Settings { file, reason } => {
                write!(f, "cannot use the settings `{}`: {reason}", file.display())
            }
            Self::OtherLedger(folder) => write!(
                f,
                "the database of `{}` holds another ledger than its settings say",
                folder.display()
            ),
            Self::Disk { doing, path, error } => {
                write!(f, "cannot {doing} `{}`: {error}", path.display())
            }
            Self::Store(error) => write!(f, "{error}"),
            Self::NoIdentity(file) => write!(
                f,
                "there is no identity `{}`: make one with `ceasefire identity new`, or name yours with --identity",
                file.display()
            ),
            Self::Identity { file, why } => write!(f, "`{}`: {why}", file.display()),
            Self::NoPassphrase(reason) => write!(
                f,
                "cannot ask for the passphrase ({reason}): set CEASEFIRE_PASSPHRASE where there is no terminal"
            ),
            Self::Refused { draft, why } => write!(f, "entry {draft} cannot be written: {why}"),
            Self::NoPlace(why) => write!(f, "{why}"),
            Self::Idle { name, draft, kind, standing } => {
                let which = draft.map_or(String::new(), |draft| format!(" (row {draft})"));
                write!(
                    f,
                    "this entry of {name}, `{kind}`{which}, would not count, so nothing was entered: {standing}"
                )
            }
            Self::Bundle { file, why } => write!(f, "`{}`: {why}", file.display()),
            Self::Changed(file) => write!(
                f,
                "the file `{}` is not the one that was named by its hash: it was changed since",
                file.display()
            ),
            Self::Chance(reason) => write!(f, "this machine gives no random bytes: {reason}"),
            Self::Asked(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for WorkspaceError {}
