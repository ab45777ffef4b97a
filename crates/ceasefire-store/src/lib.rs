//! Where a ledger lies: SQLite in one file, or PostgreSQL for several offices on one server.
//!
//! A store knows nothing of what counts. It keeps entries in the order in which they came, each
//! with the seal by which a later look tells that nothing was moved or cut off, and gives them
//! back. What [`Store::append`] has answered survives a crash; what it has not answered is there
//! whole or not at all.
//!
//! Left out: files of evidence lie in a folder beside the store; here stands only which there are.

mod backup;
mod check;
mod error;
mod migrations;
mod sql;

pub use backup::{BackedUp, backup, restore};
use ceasefire_ledger::{Evidence, Hash, Id, Kept, Sound};
pub use check::check;
pub use error::StoreError;
pub use sql::SqlStore;

/// What every store can do.
pub trait Store {
    /// The ledger that lies here.
    fn ledger(&self) -> Id;

    /// Adds entries in this order; those that are here already are left as they are, or get the
    /// content that they lacked. When this answers, all of them are on disk.
    fn append(&mut self, entries: &[Sound]) -> Result<Appended, StoreError>;

    /// At most so many entries behind a position, in the order in which they came.
    fn after(&mut self, position: u64, most: u32) -> Result<Vec<Stored>, StoreError>;

    /// One entry.
    fn get(&mut self, id: Id) -> Result<Option<Stored>, StoreError>;

    /// Takes contents away, so that they are not on the disk either. Answers how many there were.
    fn take_contents(&mut self, ids: &[Id]) -> Result<u64, StoreError>;

    /// The position of the last entry, and its seal.
    fn last(&mut self) -> Result<(u64, Option<Hash>), StoreError>;

    /// Has the database look its own tables over. [`check`] asks this and then looks at the entries.
    fn look_over(&mut self) -> Result<(), StoreError>;

    /// Notes that entries name a file, and whether it is here. What is here stays here.
    fn note_evidence(&mut self, file: &Evidence, here: bool) -> Result<(), StoreError>;

    /// The files that entries name, by hash, each with whether it is here.
    fn evidence(&mut self) -> Result<Vec<(Evidence, bool)>, StoreError>;
}

/// An entry as it lies in a store: whether it is still what was put there is for
/// [`ceasefire_ledger::verify()`] to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The place in the store's order, from 1.
    pub position: u64,
    /// The line.
    pub line: String,
    /// The seal, if it can be read.
    pub seal: Option<Hash>,
}

/// What became of entries that were appended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appended {
    /// New ones.
    pub new: u64,
    /// Those that lacked their content and have it now.
    pub completed: u64,
}

impl Stored {
    /// As verifying wants it. A seal that cannot be read is one that fits nothing.
    pub fn kept(self) -> Kept<String> {
        Kept { line: self.line, seal: Some(self.seal.unwrap_or(Hash([0; 32]))) }
    }
}

/// Every entry of a store, in its order, some thousand at a time.
pub fn all(store: &mut dyn Store) -> impl Iterator<Item = Result<Stored, StoreError>> {
    const SOME: u32 = 4_096;
    let mut position = 0;
    let mut over = false;
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        let some = store.after(position, SOME).and_then(|some| in_order(position, some));
        let last = some.as_ref().ok().and_then(|some| some.last());
        position = last.map_or(position, |last| last.position);
        over = last.is_none();
        Some(match some {
            Ok(some) => some.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    })
    .flatten()
}

/// A damaged table could give the same entries for ever.
fn in_order(mut position: u64, some: Vec<Stored>) -> Result<Vec<Stored>, StoreError> {
    for one in &some {
        if one.position <= position {
            return Err(StoreError::Damaged("its entries do not stand in their order"));
        }
        position = one.position;
    }
    Ok(some)
}
