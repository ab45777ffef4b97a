//! What one judging stands on: acts, facts, bulletins, dated lists and lines on maps.
//!
//! Files say some facts in words. Others follow: from dated copies of a list and rows of designations, who was on
//! it when (`designated.rs`); from drawn lines and areas, how far from a line an act was and whether it was inside
//! an area (`drawn.rs`). What is on record in words stands; a map is asked only where the record is silent. So
//! a distance that a monitor measured is not made vaguer by a line that somebody drew by eye.
//!
//! Left out: how such files are read (`ceasefire-files`, `-registers`, `-places`), and what follows for a verdict.

mod designated;
mod drawn;
mod files;
mod folder;
mod gathered;
mod known;
mod shipped;

pub use files::{Files, beside};
pub use gathered::{Gathered, Sources};
pub use known::{bearers, dated, registry, snapshot};
pub use shipped::Shipped;
