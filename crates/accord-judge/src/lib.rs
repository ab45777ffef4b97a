//! The judge of Accord: pure, exact and the same everywhere.
//!
//! [`Judge`] takes a checked agreement, [`Facts`] and a profile, and gives for every [`Act`] and
//! rule a [`Finding`]: the outcome in every completion of what is unknown, its ground, the interval
//! of masses for the breach and for each author, and what would settle it.
//!
//! It leaves out where facts come from, how findings are told, and everything that is not the same
//! on every machine: clocks, hash order, locales, thread counts, floating-point numbers.

mod act;
mod amounts;
mod columns;
mod facts;
mod finding;
mod first_pass;
mod ground;
mod judge;
mod reach;
mod table;

pub use accord_logic::{Interval, Mass};
pub use act::{Act, Candidate, Joint, Who};
pub use columns::Columns;
pub use facts::{Entry, Facts, Key, Known, Timeline, Value, entry, throughout};
pub use finding::{
    Atom, AuthorFinding, Component, Finding, Ground, Looked, LookedUp, Outcome, Quantity, Settle,
    Settles, State, StateFinding, Step,
};
pub use first_pass::{FirstPass, Passed, RulePassed};
pub use judge::Judge;
