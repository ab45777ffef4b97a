//! A folder with a ledger in it: its store, the files of evidence, who signs, and what time it is.
//!
//! The rules are `ceasefire-ledger`'s and the disk is `ceasefire-store`'s; a workspace brings them
//! together. Here, and nowhere else, the clock is read and random bytes are drawn. Who enters
//! something holds the workspace's lock, so that two commands at once never fork a chain; and what
//! would not count is not entered.
//!
//! Left out: what follows for a verdict. A judging gets the rows of a ledger as it gets those of files.

mod drafts;
mod enter;
mod error;
mod evidence;
mod exchange;
mod further;
mod identities;
mod listing;
mod machine;
mod standing;
mod workspace;

pub use drafts::{
    Archived, Drafted, correction, ending, grant, judgement, pinned, redaction, rows, source,
};
pub use enter::Entered;
pub use error::WorkspaceError;
pub use exchange::{Exported, Imported};
pub use further::{among, further};
pub use identities::{IdentityFile, PASSPHRASE, new_identity, new_passphrase, passphrase};
pub use listing::{Chosen, Line};
pub use standing::{Checked, Standing};
pub use workspace::{SETTINGS, Workspace};
