//! Who is meant by a name in a report.
//!
//! A [`Registry`] holds the actors one knows, each with its names in their scripts. A [`Resolver`] takes a name
//! as a reporter wrote it and gives one of three answers: this actor, none of ours, or unsure with candidates;
//! each with its evidence in words. All known actors compete, those on a list and those on none: a group
//! resolves to itself, not to the nearest name that is listed.
//!
//! Names are compared word by word. A word is folded to Latin letters, then to the consonants that all spellings
//! share; words of known meaning (army, front, brigade) are the same word in every language and weigh little;
//! rare words weigh much. Scores are whole numbers of a thousand. What stays ambiguous is said to be.
//!
//! Left out: what an actor did, and whether it was on a list on a day. Those are facts and registers.

mod answer;
mod faults;
mod habits;
mod index;
mod lexicon;
mod registry;
mod resolver;
mod score;
mod shipped;
mod shown;
mod words;

pub use answer::{Answer, Candidate, Evidence};
pub use faults::Checked;
pub use registry::{Actor, Name, Registry, Tie, Wrong};
pub use resolver::{Asked, Resolver};
pub use shipped::{shipped, shipped_files};
pub use shown::Shown;
