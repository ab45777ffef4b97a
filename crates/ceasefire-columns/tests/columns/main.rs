//! Acts to Parquet and back, what is refused, and what other tools make of the file.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod acts;
mod damage;
mod foreign;
mod refused;
mod same;
mod tools;
