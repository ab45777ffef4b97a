//! Any bytes as a Parquet file of acts.
//!
//! Nothing panics, every row is an act or says why it is none, and what is an act for the columns
//! comes back as the same act when it is written again.

#![no_main]

use ceasefire_columns::{Reader, Writer};
use libfuzzer_sys::fuzz_target;

/// Rows that are looked at: a file can say that it has very many.
const ROWS: usize = 10_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(rows) = Reader::of(bytes.to_vec()) else { return };
    let mut writer = Writer::new(Vec::new()).expect("memory can be written to");
    let mut acts = Vec::new();
    let mut expected = 0;
    for (row, act) in rows.take(ROWS) {
        expected += 1;
        assert_eq!(row, expected, "rows are counted from one");
        match act {
            Ok(act) => {
                if writer.push(&act).is_ok() {
                    acts.push(act);
                }
            }
            Err(refused) => assert!(!refused.reason.is_empty()),
        }
    }
    let file = writer.finish().expect("memory can be written to");
    let again: Vec<_> = Reader::of(file).expect("our own file opens").collect();
    assert_eq!(again.len(), acts.len());
    for ((_, again), act) in again.into_iter().zip(acts) {
        assert_eq!(again, Ok(act));
    }
});
