//! Any bytes as a literate file: read, laid out, checked, and its scenarios judged.
//!
//! The tree holds every byte; the layout is stable, changes nothing that is said and no complaint;
//! nothing panics, and every complaint can be shown at its place.

#![no_main]

use accord_check::{Family, Source, check, render};
use accord_syntax::{SourceId, format, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let parsed = parse(SourceId(0), &text);
    assert_eq!(parsed.tree.text().to_string(), text, "the tree has lost or added bytes");

    let once = format(&text);
    assert_eq!(format(&once), once, "laid out twice it differs");
    let again = parse(SourceId(0), &once);
    assert_eq!(parsed.diagnostics.len(), again.diagnostics.len(), "the layout changed complaints");

    // The layout moves lines of a scenario about, so that complaints may come in another order; a
    // text that is not understood may be complained about otherwise.
    let (before, after) = (complaints(&text), complaints(&once));
    if parsed.diagnostics.is_empty() {
        assert_eq!(before, after, "the layout changed what the check says");
    }
});

/// The codes of all complaints of the check, each once, with the scenarios judged on the way.
fn complaints(text: &str) -> Vec<&'static str> {
    let family = Family::read(vec![Source { path: "fuzz.md".to_owned(), text: text.to_owned() }]);
    let checked = check(&family);
    for diagnostic in &checked.diagnostics {
        render(diagnostic, &family.sources, false);
    }
    for reading in &family.readings {
        check(&family.under(reading));
    }
    if !checked.has_errors() {
        accord_scenario::run(&family);
    }
    let mut codes: Vec<&str> =
        checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
