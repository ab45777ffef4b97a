//! Panics of the Parquet library on files that do not fit together, as errors.
//!
//! The library takes some of what a file says of itself at its word (a page header without its
//! numbers, a length that is none) and panics. A file of a stranger must not end a judging of
//! thousands of others; so the library is called from here, and a panic within it is no more than
//! a damaged file. The library's own words about it, which would be printed, are kept back.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// What is said of such a file.
pub(crate) const BROKEN: &str = "what stands in it does not fit together";

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Calls the library; none if it panicked. What it worked on must not be used again then.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                told(info);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    GUARDED.set(before);
    done
}
