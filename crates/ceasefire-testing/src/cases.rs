//! From the texts that the generators make to what a judge reads.

use accord_check::model::Agreement;
use accord_check::{Family, Severity, Source, check, zone};
use accord_judge::{Act, Candidate, Entry, Joint, Mass, Who, entry};

/// The family of one file.
pub fn family(text: &str) -> Family {
    Family::read(vec![Source { path: "t.md".to_owned(), text: text.to_owned() }])
}

/// The agreement of a text without errors.
///
/// # Panics
///
/// If the text has an error: a generator that makes one is wrong.
pub fn agreement(text: &str) -> Agreement {
    let checked = check(&family(text));
    let errors: Vec<_> =
        checked.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    checked.agreement
}

/// Facts from `given` lines; those about the act stand apart.
///
/// # Panics
///
/// If a line is not a fact of this agreement.
pub fn entries(givens: &[String], agreement: &Agreement) -> (Vec<Entry>, Vec<Entry>) {
    let read = |line: &String| {
        let given = accord_syntax::parse_given(line).expect("a fact");
        entry(&given, agreement).expect(line)
    };
    givens.iter().map(read).partition(|entry| !entry.key.speaks_of_act())
}

/// Candidates as a scenario writes them, masses in tenths.
pub type Candidates<'c> = &'c [(&'c str, Option<u32>)];

/// An attack.
///
/// # Panics
///
/// If the time is none.
pub fn act(
    by: Candidates<'_>,
    on: Candidates<'_>,
    at: &str,
    facts: Vec<Entry>,
    agreement: &Agreement,
) -> Act {
    let span = accord_syntax::parse_span(at).expect("a time");
    let one = |(name, tenths): &(&str, Option<u32>)| Candidate {
        who: who(name),
        mass: tenths.and_then(|tenths| Mass::from_millionths(tenths * 100_000)),
    };
    Act {
        id: "it".into(),
        kind: "attack".into(),
        by: by.iter().map(one).collect(),
        on: on.iter().map(one).collect(),
        at: zone::interval(&span, &agreement.zone).expect("a time"),
        facts,
        ..Act::default()
    }
}

/// Rows of a joint table, masses in tenths or none at all.
pub fn joint(rows: &[(&str, &str, u32)], massed: bool) -> Vec<Joint> {
    let row = |(by, on, tenths): &(&str, &str, u32)| Joint {
        by: who(by),
        on: who(on),
        mass: if massed { Mass::from_millionths(tenths * 100_000) } else { None },
        ..Joint::default()
    };
    rows.iter().map(row).collect()
}

fn who(name: &str) -> Who {
    match name {
        "other" => Who::Other,
        "anyone" => Who::Unknown,
        name => Who::Actor(name.to_owned()),
    }
}
