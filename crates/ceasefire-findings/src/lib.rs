//! Findings over many acts: what happened to an agreement, what is not known, and what to find out
//! next.
//!
//! A [`Review`] holds the findings of one set of acts under one reading. [`Summary`] counts them
//! per clause and party, sets each reporter's count beside what the text says of the same acts,
//! and names the questions that would settle most. [`changes`] compares two reviews.

mod changes;
mod consolidated;
mod questions;
mod review;
mod summary;
mod told;

pub use changes::{Change, changes};
pub use consolidated::{Consolidated, consolidated};
pub use questions::{Question, questions};
pub use review::Review;
pub use summary::{ByAuthor, ByReporter, ByRule, Summary};
pub use told::{Frame, told};
