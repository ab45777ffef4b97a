//! What can go wrong with a store, in a sentence.

use ceasefire_ledger::Id;
use std::fmt;

/// Why a store did not do what it was asked. Nothing was changed.
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
    /// The database says no.
    Database(sqlx::Error),
    /// The machine does.
    Machine(std::io::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
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
            Self::Database(error) => Some(error),
            Self::Machine(error) => Some(error),
            _ => None,
        }
    }
}
