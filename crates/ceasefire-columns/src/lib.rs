//! Acts in columns: Parquet files that other tools open as they are, and that come back as the
//! same acts.
//!
//! An act as JSON is first brought into one shape, a *row* (`form.rs`): every candidate an object,
//! every place an object, bounds of harm side by side. The schema says what a row holds
//! (`schema.rs`), and rows become Arrow arrays and back by walking it (`arrays.rs`), so that no
//! column has code of its own. [`Writer`] and [`Reader`] do so a batch at a time, in memory that
//! does not grow with the file.
//!
//! Nothing is lost on the way: where the row says less than the act did (a lone candidate that was
//! no list, notes that are no texts), the field's own words stand in the column `as_written`.
//! Unknown is null in a column as it is absent in JSON: never zero, never empty.
//!
//! It leaves out what acts mean: whether masses add up and facts are declared is for whoever judges.

mod arrays;
mod fits;
mod form;
mod guard;
mod limits;
mod reader;
mod schema;
mod seal;
mod writer;
mod wrong;

pub use form::FIELDS;
pub use reader::Reader;
pub use schema::{VERSION, schema};
pub use writer::{Writer, fit};
pub use wrong::{Refused, Unopened, Unwritten};
