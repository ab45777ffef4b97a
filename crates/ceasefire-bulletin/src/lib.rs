//! Bulletins that a stranger can recompute.
//!
//! A bulletin is one file with everything that one judging stands on: the agreement, what was given, what was asked, and
//! what came of it. [`Making`] writes it, [`Bulletin`] reads it. Both judge the parts themselves, laid out in a folder, so
//! nothing that is printed can depend on anything that is not in the file. Its form is in `docs/bulletins.md`.
//!
//! Left out: what is judged and how it is told (`ceasefire-findings`), where entries come from (`ceasefire-ledger`). Official
//! texts are not carried: they change no finding.

mod archive;
mod bulletin;
mod collected;
mod difference;
mod judged;
mod made;
mod manifest;
mod refused;
mod verified;

pub use archive::pack;
pub use bulletin::{Bulletin, open};
pub use difference::{About, Difference};
pub use made::{Made, Making, PROGRAM};
pub use manifest::{Asked, Counts, Holds, Manifest, Part};
pub use refused::Refused;
pub use verified::Verified;
