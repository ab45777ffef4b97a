//! Acts in Parquet, as JSON objects with the row in which they stand.

use crate::aside::{SetAside, Wrong};
use crate::rows::Row;
use ceasefire_columns::{Reader, Refused};

/// Whether a file is read as Parquet, by its name.
pub(crate) fn is_parquet(file: &str) -> bool {
    file.to_ascii_lowercase().ends_with(".parquet")
}

/// Reads Parquet. Nothing at all is no acts, as it is in the other forms.
pub(crate) fn rows(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Row> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let reader = match Reader::of(bytes.to_vec()) {
        Ok(reader) => reader,
        Err(error) => {
            aside.push(Wrong::new("", error.to_string()).at(file, 1));
            return Vec::new();
        }
    };
    let mut out = Vec::new();
    for (row, act) in reader {
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        match act {
            Ok(act) => out.push((row, act)),
            Err(refused) => aside.push(wrong(refused).at(file, row)),
        }
    }
    out
}

/// The same complaint about a field.
pub(crate) fn wrong(refused: Refused) -> Wrong {
    Wrong::new(&refused.column, refused.reason)
}
