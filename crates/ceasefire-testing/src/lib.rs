//! A second judge that is slow and obviously right, to hold the fast one against.
//!
//! It shares with the real judge only the model of the agreement and the record of facts. It does
//! not ground, simplify, order or compile anything: it lists every world that the facts leave
//! possible, evaluates the rule in each by the plain meaning of its words, and looks whether the
//! answers agree. Masses are treated the same way: every way in which they can lie is listed.

pub mod cases;
pub mod generate;
mod laws;
mod learn;
mod stretches;
mod tables;
mod worlds;

pub use laws::broken;
pub use learn::learned;
pub use tables::Tables;
pub use worlds::Worlds;
