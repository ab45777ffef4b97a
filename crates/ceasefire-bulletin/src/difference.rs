//! What in a bulletin is not as it should be, in sentences that name the part and, of a finding, the act, the rule and the field.

use crate::manifest::{Counts, FINDINGS, MANIFEST, SIGNATURE, SUMMARY, harmless};
use ceasefire_ledger::Author;
use serde_json::{Map, Value, json};
use std::fmt;
use std::fmt::Write as _;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The part.
    pub part: String,
    /// The finding, where one is to blame.
    pub finding: Option<About>,
    /// What is wrong, in a sentence.
    pub says: String,
}

/// What a finding is about, as its line says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The line, from 1.
    pub line: usize,
    /// The act; none where it is about an obligation with a deadline.
    pub act: Option<String>,
    /// The rule.
    pub rule: Option<String>,
    /// The reading.
    pub reading: Option<String>,
    /// The first field that differs.
    pub field: Option<String>,
}

const ENDS: &str = "it ends otherwise: a line feed at its end is missing or one too many";

impl Difference {
    fn new(part: &str, says: impl Into<String>) -> Self {
        Self { part: part.to_owned(), finding: None, says: says.into() }
    }

    /// A part whose bytes were changed.
    pub(crate) fn part(path: &str) -> Self {
        Self::new(path, "it was changed: its bytes are not those that the manifest names")
    }

    pub(crate) fn unreadable_signature() -> Self {
        Self::new(SIGNATURE, "it was changed: it cannot be read as a signature")
    }

    pub(crate) fn forged(author: Author) -> Self {
        let says = format!(
            "it is not the signature of {author} over this manifest: one of the two was changed, or somebody else signed"
        );
        Self::new(SIGNATURE, says)
    }

    /// The first finding that is not as it is recomputed, and how many are not.
    pub(crate) fn of_findings(theirs: &[u8], ours: &[u8]) -> Option<Self> {
        if theirs == ours {
            return None;
        }
        let (theirs, ours) = (lines(theirs), lines(ours));
        if theirs == ours {
            return Some(Self::new(FINDINGS, ENDS));
        }
        let pairs = theirs.iter().zip(&ours);
        let same = pairs.clone().take_while(|(a, b)| a == b).count();
        let (first, second) = (theirs.get(same), ours.get(same));
        let mut out = Self::new(FINDINGS, "");
        let row = |line: Option<&&[u8]>| line.and_then(|line| object(line));
        let (their_row, our_row) = (row(first), row(second));
        let mut about = About::of(same + 1, our_row.as_ref().or(their_row.as_ref()));
        out.says = match (first, second) {
            (None, _) => "this finding is missing".to_owned(),
            (Some(_), None) => {
                about = About::of(same + 1, their_row.as_ref());
                "this line is one too many: recomputed, the findings end before it".to_owned()
            }
            _ => match (their_row, our_row) {
                (Some(theirs), Some(ours)) => told(&theirs, &ours, &mut about),
                _ => "this line is not a finding".to_owned(),
            },
        };
        let others = pairs.skip(same + 1).filter(|(a, b)| a != b).count();
        let longer = theirs.len().abs_diff(ours.len());
        let more = others + longer.saturating_sub(usize::from(first.is_none() || second.is_none()));
        let _ = match more {
            0 => Ok(()),
            1 => write!(out.says, " (1 more line differs)"),
            more => write!(out.says, " ({more} more lines differ)"),
        };
        out.finding = Some(about);
        Some(out)
    }

    /// The first line of the summary that is not as it is recomputed.
    pub(crate) fn of_summary(theirs: &[u8], ours: &[u8]) -> Option<Self> {
        if theirs == ours {
            return None;
        }
        let (theirs, ours) = (lines(theirs), lines(ours));
        let same = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
        if theirs == ours {
            return Some(Self::new(SUMMARY, ENDS));
        }
        let show = |line: Option<&&[u8]>| match line {
            Some(line) => format!("`{}`", harmless(String::from_utf8_lossy(line).trim())),
            None => "the end".to_owned(),
        };
        let says = format!(
            "line {} is {}; recomputed, it is {}",
            same + 1,
            show(theirs.get(same)),
            show(ours.get(same))
        );
        Some(Self::new(SUMMARY, says))
    }

    /// A count of the manifest that is not as it is recomputed.
    pub(crate) fn of_counts(theirs: Counts, ours: Counts) -> Option<Self> {
        let told = |word, theirs: u64, ours: u64| {
            let says = format!("it counts {theirs} {word}; recomputed, there are {ours}");
            (theirs != ours).then(|| Self::new(MANIFEST, says))
        };
        told("acts", theirs.acts, ours.acts)
            .or_else(|| told("rows set aside", theirs.aside, ours.aside))
            .or_else(|| told("findings", theirs.findings, ours.findings))
    }

    /// As one object.
    pub fn json(&self) -> Value {
        let mut out = Map::new();
        out.insert("part".to_owned(), json!(self.part));
        if let Some(about) = &self.finding {
            out.insert("line".to_owned(), json!(about.line));
            let fields = [
                ("act", &about.act),
                ("rule", &about.rule),
                ("reading", &about.reading),
                ("field", &about.field),
            ];
            for (name, value) in fields {
                if let Some(value) = value {
                    out.insert(name.to_owned(), json!(value));
                }
            }
        }
        out.insert("says".to_owned(), json!(self.says));
        Value::Object(out)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.part)?;
        if let Some(about) = &self.finding {
            write!(f, ", line {}", about.line)?;
            for (word, name) in
                [("act", &about.act), ("rule", &about.rule), ("reading", &about.reading)]
            {
                if let Some(name) = name {
                    write!(f, ", {word} `{name}`")?;
                }
            }
        }
        write!(f, ": {}", self.says)
    }
}

impl About {
    fn of(line: usize, row: Option<&Map<String, Value>>) -> Self {
        let text = |name: &str| Some(harmless(row?.get(name)?.as_str()?));
        Self { line, act: text("act"), rule: text("rule"), reading: text("reading"), field: None }
    }
}

/// How two findings differ, and in which field first.
fn told(theirs: &Map<String, Value>, ours: &Map<String, Value>, about: &mut About) -> String {
    let which =
        |row: &Map<String, Value>| ["act", "rule", "reading"].map(|name| row.get(name).cloned());
    if which(theirs) != which(ours) {
        return "recomputed, this finding stands here; the bulletin has another one".to_owned();
    }
    let mut path = Vec::new();
    let Some((theirs, ours)) = apart(&object_of(theirs), &object_of(ours), &mut path) else {
        return "it says the same in another layout".to_owned();
    };
    let field = harmless(&path.join("."));
    let show = |value: Option<Value>| match value {
        Some(value) => harmless(&value.to_string()),
        None => "absent".to_owned(),
    };
    let says = format!("`{field}` is {}; recomputed, it is {}", show(theirs), show(ours));
    about.field = Some(field);
    says
}

fn object_of(row: &Map<String, Value>) -> Value {
    Value::Object(row.clone())
}

/// The first two values that differ, and the path to them; a value that is only on one side is absent on the other.
fn apart(
    theirs: &Value,
    ours: &Value,
    path: &mut Vec<String>,
) -> Option<(Option<Value>, Option<Value>)> {
    let names: Vec<String> = match (theirs, ours) {
        _ if theirs == ours => return None,
        (Value::Object(theirs), Value::Object(ours)) => {
            ours.keys().chain(theirs.keys()).cloned().collect()
        }
        (Value::Array(theirs), Value::Array(ours)) => {
            (0..theirs.len().max(ours.len())).map(|index| index.to_string()).collect()
        }
        _ => return Some((Some(theirs.clone()), Some(ours.clone()))),
    };
    let at = |value: &Value, name: &str| match value {
        Value::Array(list) => list.get(name.parse::<usize>().ok()?).cloned(),
        _ => value.get(name).cloned(),
    };
    for name in names {
        let pair = (at(theirs, &name), at(ours, &name));
        if pair.0 == pair.1 {
            continue;
        }
        path.push(name);
        return match &pair {
            (Some(theirs), Some(ours)) => apart(theirs, ours, path),
            _ => Some(pair),
        };
    }
    None
}

/// The lines, without the line feed that ends the last.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    if bytes.is_empty() { Vec::new() } else { bytes.split(|byte| *byte == b'\n').collect() }
}

fn object(line: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{"act":"a-1","rule":"attack","reading":"standard","outcome":"violation"}"#;
    const TWO: &str = r#"{"act":"a-2","rule":"attack","reading":"standard","outcome":"violation"}"#;

    fn findings(theirs: &[&str], ours: &[&str]) -> String {
        let text = |lines: &[&str]| {
            lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>().into_bytes()
        };
        Difference::of_findings(&text(theirs), &text(ours))
            .map_or("the same".to_owned(), |difference| difference.to_string())
    }

    #[test]
    fn the_first_finding_that_differs_is_named_with_its_field() {
        let changed = TWO.replace("violation", "undetermined");
        let spaced = TWO.replace(':', ": ");
        let bare = TWO.replace(r#","outcome":"violation""#, "");
        let told = [
            findings(&[ONE, TWO], &[ONE, TWO]),
            findings(&[ONE, &changed], &[ONE, TWO]),
            findings(&[&changed, &changed, ONE], &[TWO, TWO, ONE]),
            findings(&[ONE, &spaced], &[ONE, TWO]),
            findings(&[ONE, &bare], &[ONE, TWO]),
            findings(&[TWO, ONE], &[ONE, TWO]),
            findings(&[ONE], &[ONE, TWO]),
            findings(&[], &[ONE, TWO, TWO]),
            findings(&[ONE, TWO], &[ONE]),
            findings(&["{}", "\u{1b}[2J"], &["{}", TWO]),
        ];
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn a_summary_without_its_last_line_feed_is_not_the_same() {
        let told = |theirs: &[u8], ours: &[u8]| {
            Difference::of_summary(theirs, ours).map_or(String::new(), |one| one.to_string())
        };
        let lines = [
            told(b"a\nb\n", b"a\nb\n"),
            told(b"a\nb", b"a\nb\n"),
            told(b"a\nc\n", b"a\nb\n"),
            told(b"a\n", b"a\nb\n"),
        ];
        insta::assert_snapshot!(lines.join("\n"));
    }
}
