//! The ledger from outside: what counts, what is refused, what is found, what travels, and what the
//! judge hears of it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod bad_entries;
mod bundles;
mod counting;
mod crooked;
mod judged;
mod merging;
mod naive;
mod shared;
mod vectors;
mod verifying;
