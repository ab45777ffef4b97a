//! Dated designations: who was on which list on which day.
//!
//! A list says what it is today. A judgement about 2016 needs what it was then, and a group that was
//! taken off since is still designated for its acts of that year. So a register here is built from dated
//! snapshots of a list, notices of its changes, and rows of other lists, and answers for a day: yes,
//! no, or unknown, with the reason. Between a snapshot that has a name and one that does not, the
//! answer is unknown unless a notice says more. What is after the last look is unknown too.
//!
//! ```
//! use ceasefire_registers::{Answer, Register, Sources, shipped};
//!
//! let rows = shipped();
//! let register = Register::new("un.sc-terrorist", Sources { rows: &rows, ..Sources::default() });
//! let told = register.name_on("Harakat Sham al-Islam", "2016-02-27".parse()?);
//! assert_eq!(told.answer, Answer::No); // it was listed two days after the cessation began
//! # Ok::<(), jiff::Error>(())
//! ```
//!
//! Left out: deciding that two spellings are one group, and finding the files.

mod bearers;
mod bounded;
mod day;
mod designations;
mod evidence;
mod facts;
#[cfg(test)]
mod generated;
mod looks;
mod names;
mod reader;
mod reference;
mod register;
mod shipped;
mod snapshot;
mod stretches;
mod subjects;

pub use bearers::{About, Bearer};
pub use designations::{Designation, Standing, read_designations};
pub use evidence::{Answer, Told};
pub use facts::Actors;
pub use names::{NameKey, unpack};
pub use reader::{SnapshotError, read_snapshot, read_snapshot_of};
pub use reference::{Kind, Reference};
pub use register::{Register, Sources};
pub use shipped::{shipped, shipped_tables};
pub use snapshot::{Entry, Name, Quality, Scope, Snapshot};
pub use stretches::Stretch;
pub use subjects::Subject;
