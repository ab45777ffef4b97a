//! What comes from disk: agreements, acts, facts, bulletins.
//!
//! A row that cannot be read is set aside with its file, line, column and reason, and counted. It
//! never stops the rest and never becomes a guess.

mod acts;
mod aside;
mod bulletins;
mod columns;
mod convert;
mod doubts;
mod examined;
mod facts;
mod fields;
mod hypotheses;
mod library;
mod readings;
mod reports;
mod rows;
mod texts;

pub use acts::{Harm, Place, ReportedAct, SourceOf, count_acts, interval, read_acts};
pub use aside::SetAside;
pub use bulletins::{Bulletin, read_bulletins};
pub use convert::{Converted, NotConverted, convert};
pub use doubts::nearest;
pub use examined::{Examined, examine};
pub use facts::{FactRows, read_facts};
pub use library::{Library, LibraryError, Position, text};
pub use readings::{ReadingError, Readings, STANDARD, profile};
pub use reports::{Further, Holds, Reports, Unreadable};
pub use rows::read_rows;
pub use texts::Texts;
