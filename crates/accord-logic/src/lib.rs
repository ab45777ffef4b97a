//! The logic under the judge, without a word about cease-fires: formulas over numbered atoms, an
//! exact decision by diagrams, the smallest answers that settle a case, three-valued words over
//! columns, and exact masses.
//!
//! Nothing here has a clock, a hash order, a thread or a floating-point number in it: the same
//! input gives the same bits on every machine.

mod exact;
mod formula;
mod known;
mod masses;
mod settle;

pub use exact::{Diagram, Node, TooLarge};
pub use formula::{AtomId, Formula};
pub use known::Known;
pub use masses::{Interval, Mass, least_mass, most_mass};
pub use settle::{Limits, Settle, Settles, settles};
