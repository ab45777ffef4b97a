//! Tables of other publishers, as acts in our own form.
//!
//! A *mapping profile* says which column is what, how exact it is, and what may not be inferred
//! from it; [`Import`] reads a table by one, row after row, in memory that does not grow with the
//! file. A row that cannot be read is set aside with its line, column and reason, and the
//! [`Account`] at the end always adds up. [`Intake`] takes whole files in and joins their acts to
//! those that are there.
//!
//! What protects the truth stands in the profiles and in `act.rs`: two sides of a clash are both
//! candidates and neither is the target; a day without a clock time is the whole day; a code for
//! how exact a date or a place is becomes an interval or a radius; blank is unknown; columns that
//! no profile names are kept as notes.
//!
//! Who is meant by a name is asked of a [`Naming`]: [`AsReported`] decides nothing and only makes the name fit
//! for the language; [`Resolved`] asks a registry of actors and keeps every doubt.

mod account;
mod act;
mod archive;
mod aside;
mod bearing;
mod biff;
mod bound;
mod cell;
mod clock;
mod column;
mod columns;
mod dates;
mod delimited;
mod encoding;
mod forms;
mod intake;
mod json_rows;
mod keys;
mod merge;
mod naming;
mod numbers;
mod observed;
mod open;
mod placing;
mod profile;
mod quoted;
mod resolved;
mod rows;
mod sheet;
mod sketch;
mod table;
mod workbook;

pub use account::Account;
pub use act::{Act, People, Place, Source};
pub use aside::{AsideTable, SetAside};
pub use bearing::Bearing;
pub use column::{ColumnError, column};
pub use dates::{At, Moment};
pub use intake::{Intake, IntakeError, Out, Taken, TakenTable};
pub use merge::{Change, Merged};
pub use naming::{AsReported, Meant, Naming, Reported};
pub use observed::{Counted, Weapon};
pub use placing::{ByGazetteer, Named, Placed, Placing, Put, Unplaced};
pub use profile::{Profile, ProfileError, shipped};
pub use resolved::{Mentions, Resolved};
pub use sketch::{LOOKED_AT, SHOWN, Sketch, Trial};
pub use table::{Days, Import, ImportError};
