//! The rules of the ledger: what is known, by whom, since when; and nobody can quietly change it.
//!
//! A [`Ledger`] is a set of signed entries. Everything else follows from the set alone: who may
//! what, which entries count, what is known on which day. So two offices that hold the same entries
//! hold the same state, in whatever order they got them. `docs/ledger.md` says how entries look and
//! what counts, well enough to write another verifier.
//!
//! Pure: no files, no clock, no chance. The time of an entry and the random bytes of its salt are
//! given by whoever signs; keeping entries safe is the business of a store.

mod bundle;
pub mod canonical;
mod chain;
mod entry;
mod heads;
mod id;
mod keys;
mod kinds;
mod ledger;
mod locked;
mod moment;
mod refused;
mod sign;
mod standing;
mod state;
mod verify;

pub use bundle::{Asked, BadLine, Bundle, Bundled, Counted, Opening, Part, Unusable, read_bundle};
pub use chain::Stands;
pub use entry::{CONTENT, Content, DEEPEST, Entry, Header, LINE, REFERS};
pub use heads::{Head, Heads};
pub use id::{Author, Hash, Id};
pub use keys::{Key, Keys, STEPS};
pub use kinds::{
    Corrected, Ended, Evidence, Flaw, Founded, Granted, Judgement, Kind, Role, Says, Source, Table,
};
pub use ledger::{Added, Fork, Gap, Ledger, NoPlace};
pub use locked::{Locked, Unlocking, lock, unlock};
pub use moment::Moment;
pub use refused::Refused;
pub use sign::{Draft, Identity, Place, SignedBulletin, Sound};
pub use standing::Standing;
pub use state::{Row, Said, State, as_numbers, as_text};
pub use verify::{Finding, Kept, Verified, Wrong, seal, verify};
