//! What can go wrong with a store, in a sentence.

use ceasefire_ledger::Id;
use sqlx::error::DatabaseError;
use std::fmt;

/// Why a store did not do what it was asked. Nothing was changed; only where the connection was lost
/// is that not known.
#[derive(Debug)]
pub enum StoreError {
    /// There is no ledger in it.
    NoLedger(String),
    /// There is a ledger in it already.
    Occupied(String),
    /// A newer version of ceasefire has changed its tables.
    Newer(String),
    /// An entry is of another ledger than the one that lies here.
    OtherLedger {
        /// The entry's.
        of: Id,
        /// The store's.
        here: Id,
    },
    /// Something in it is not as it should be.
    Damaged(&'static str),
    /// Somebody else has it, and does not let go.
    Busy,
    /// There is no room for what it should take.
    Full,
    /// The database cannot be reached.
    Unreachable(sqlx::Error),
    /// The database was there, and stopped before it answered.
    Lost(sqlx::Error),
    /// A backup cannot be made of it, or it cannot be made from a backup.
    Backup(String),
    /// The database says no.
    Database(sqlx::Error),
    /// The machine does.
    Machine(std::io::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(DatabaseError::code).unwrap_or_default();
        match &*code {
            // The file is full (SQLite); the disk is (PostgreSQL).
            "13" | "53100" => Self::Full,
            // Others write, put a log in order that was left behind, or were faster (SQLite).
            "5" | "261" | "517" => Self::Busy,
            // A page that cannot be (SQLite).
            "11" | "267" | "523" | "779" => Self::Damaged("the database finds its own file broken"),
            "26" => Self::Damaged("this is no file of SQLite, or its beginning is broken"),
            // Shut down by somebody, by a crash, or not up again yet (PostgreSQL).
            "57P01" | "57P02" | "57P03" => Self::Lost(error),
            _ if matches!(error, sqlx::Error::Io(_)) => Self::Lost(error),
            _ => Self::Database(error),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLedger(name) => write!(f, "no ledger lies in {name}"),
            Self::Occupied(name) => write!(f, "a ledger lies in {name} already"),
            Self::Newer(name) => write!(f, "{name} was changed by a newer ceasefire"),
            Self::OtherLedger { of, here } => {
                write!(f, "an entry of the ledger {of} cannot go where {here} lies")
            }
            Self::Damaged(what) => write!(
                f,
                "the store is damaged: {what}. Verify it, and restore it from a backup or from another office's bundle"
            ),
            Self::Busy => write!(
                f,
                "somebody else has the store to themselves, and does not let go: nothing of this was kept. See who it is, and do it again"
            ),
            Self::Full => write!(
                f,
                "there is no room left where the store lies: nothing of this was kept. Make room, and do it again"
            ),
            Self::Unreachable(error) => write!(
                f,
                "the database cannot be reached: {error}. Is the server running, and is this its address?"
            ),
            Self::Lost(error) => write!(
                f,
                "the database stopped before it answered ({error}): what was asked of it last is there whole or not at all. Do it again: what is there already stays as it is"
            ),
            Self::Backup(why) => write!(f, "{why}"),
            Self::Database(error) => {
                write!(f, "the database does not answer as it should: {error}")
            }
            Self::Machine(error) => write!(f, "this machine does not let the store work: {error}"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) | Self::Unreachable(error) | Self::Lost(error) => Some(error),
            Self::Machine(error) => Some(error),
            _ => None,
        }
    }
}
