//! The judge of Accord: pure, exact and the same everywhere.
//!
//! [`Judge`] takes a checked agreement, [`Facts`] and a profile, and gives for every [`Act`] and
//! rule a [`Finding`]: the outcome in every completion of what is unknown, its ground, the interval
//! of masses for the breach and for each author, and what would settle it.
//!
//! It leaves out where facts come from, how findings are told, and everything that is not the same
//! on every machine: clocks, hash order, locales, thread counts, floating-point numbers.

mod act;
mod facts;
mod finding;
mod ground;
mod judge;

pub use accord_logic::{Interval, Mass, Settle, Settles};
pub use act::{Act, Candidate, Joint, Who};
pub use facts::{Entry, Facts, Key, Known, Reading, Timeline, Value, entry, throughout};
pub use finding::{
    Atom, AuthorFinding, Component, Finding, Ground, Looked, LookedUp, Outcome, Quantity, State,
    StateFinding, Step,
};
pub use judge::{Judge, about_act};
