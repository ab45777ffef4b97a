//! Worked cases: they are the tests, the documentation and the training material of an agreement.
//!
//! [`run`] judges every scenario and compares what comes out with what is expected. [`mutants`]
//! changes the clauses, one condition, bound, date or exception at a time; [`survivors`] names the
//! changes that no scenario notices.

mod cover;
mod mutants;
mod run;
mod shown;

pub use cover::{Gap, gaps};
pub use mutants::{Mutant, Tried, mutants, survivors, survivors_of};
pub use run::{Case, Failure, Family, Suite, run};
