//! Findings over many acts: what happened to an agreement, what is not known, and what to find out
//! next.
//!
//! A [`Review`] holds the findings of one set of acts under one reading. [`Summary`] counts them
//! per clause and party, sets each reporter's count beside what the text says of the same acts,
//! and names the questions that would settle most. [`Difference`] compares two reviews: under two
//! readings, two versions, two days of knowledge.

mod changes;
mod consolidated;
mod deadlines;
mod differences;
mod judging;
mod questions;
mod review;
mod summary;
mod told;
mod versions;

pub use changes::{Change, changes};
pub use consolidated::{Consolidated, consolidated};
pub use deadlines::{Deadline, deadlines};
pub use differences::{Between, Difference};
pub use judging::Judging;
pub use questions::{Question, questions};
pub use review::Review;
pub use summary::{ByAuthor, ByReporter, ByRule, Summary};
pub use told::{Frame, told};
pub use versions::{Version, Versions};
