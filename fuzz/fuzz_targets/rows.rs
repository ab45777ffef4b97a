//! Any bytes as a file of acts, facts or bulletins.
//!
//! The first byte chooses which, and in which form. Nothing panics, and every row that is not
//! blank is either read or set aside.

#![no_main]

use accord_check::model::Agreement;
use accord_check::{Family, Source, check};
use ceasefire_files::{SetAside, read_acts, read_bulletins, read_facts};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static AGREEMENT: LazyLock<Agreement> = LazyLock::new(|| {
    let text = include_str!("rows.md").to_owned();
    let checked = check(&Family::read(vec![Source { path: "rows.md".to_owned(), text }]));
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    checked.agreement
});

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rows)) = bytes.split_first() else { return };
    let csv = choice & 1 == 1;
    let file = if csv { "fuzz.csv" } else { "fuzz.jsonl" };
    let mut aside: Vec<SetAside> = Vec::new();
    let read = match choice >> 1 & 3 {
        0 => read_acts(file, rows, &AGREEMENT, &mut BTreeSet::new(), &mut aside).len(),
        1 => {
            let found = read_facts(file, rows, &AGREEMENT, &mut aside);
            found.entries.len() + found.unused
        }
        _ => read_bulletins(file, rows, &mut aside).len(),
    };
    for row in &aside {
        assert!(!row.reason.is_empty() && row.line > 0, "a row set aside says where and why");
        assert!(!row.to_string().is_empty());
    }
    assert_eq!(read + aside.len(), if csv { csv_rows(rows) } else { lines(rows) });
});

/// Lines that are not blank, a byte-order mark aside.
fn lines(bytes: &[u8]) -> usize {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count()
}

/// Rows below the heading, counted with CSV's own rules for quotes.
fn csv_rows(bytes: &[u8]) -> usize {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    reader.byte_records().count()
}
