//! Names in any script, brought to a form in which their spellings can be compared.
//!
//! Actors and places are written in Latin, Arabic and Cyrillic, and in many ways in each. [`plain`] takes away
//! marks and signs, [`latin`] writes a word in Latin letters, and [`skeleton`] keeps the consonants on which
//! the spellings agree.
//!
//! ```
//! use ceasefire_names::{latin, plain, skeleton};
//!
//! let bones = |word| skeleton(&latin(&plain(word)));
//! assert_eq!(bones("النصرة"), bones("Нусра"));
//! ```
//!
//! Left out: what the words mean, and whom or what a name means. Those are the rooms that stand on this one.

mod letters;

pub use letters::{Script, latin, plain, skeleton};
