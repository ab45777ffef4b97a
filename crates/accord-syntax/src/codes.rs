//! The codes of all diagnostics, in one place.
//!
//! A code is stable: it is the name of a page in `docs/diagnostics/` and of at least one case beside
//! the tests, and other tools may rely on it. A test of `accord-check` holds the three together.

/// Every code that a diagnostic can carry, in the order of the alphabet.
pub const CODES: &[&str] = &[];
