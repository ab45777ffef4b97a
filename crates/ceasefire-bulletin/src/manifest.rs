//! The first part of a bulletin: what was asked, and every other part with its size and hash.
//!
//! It is JSON in the ledger's canonical form, so that its bytes follow from what it says and a signature over them means
//! something. A reader refuses any other layout, and names that could lead out of a folder.

use crate::archive::{LARGEST, LONGEST_NAME};
use crate::refused::Refused;
use ceasefire_ledger::{Hash, canonical};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a bulletin says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The program that made it: `ceasefire 0.1.0`.
    pub made_by: String,
    /// What was asked.
    pub asked: Asked,
    /// What was counted.
    pub counts: Counts,
    /// Every other part but the signature, in the order of the file.
    pub parts: Vec<Part>,
}

/// What a judging was asked, beside acts and facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Readings by name; there is at least one.
    pub readings: Vec<String>,
    /// The profile's name; `none` takes every presumption away.
    pub profile: String,
    /// The day on which deadlines are read.
    pub as_of: Option<String>,
    /// The day after which nothing counts that became known later.
    pub known_on: Option<String>,
}

/// What a judging came to, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Acts that were judged.
    pub acts: u64,
    /// Rows that were set aside.
    pub aside: u64,
    /// Lines of `findings.jsonl`.
    pub findings: u64,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name in the file, with `/` between folders.
    pub path: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: Hash,
    /// As what a file of `given/` is read.
    pub holds: Option<Holds>,
    /// The day of a copy of a list that does not say it itself.
    pub day: Option<String>,
}

/// As what a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Acts; or facts or bulletins, if its own name says so.
    Acts,
    /// Facts.
    Facts,
    /// A map of lines and areas.
    Lines,
    /// A file that belongs to the map in the same folder.
    Beside,
    /// Rows of designations.
    Designations,
    /// A dated copy of the Security Council's list.
    Snapshot,
    /// A registry of actors.
    Actors,
}

const HOLDS: [(Holds, &str); 7] = [
    (Holds::Acts, "acts"),
    (Holds::Facts, "facts"),
    (Holds::Lines, "lines"),
    (Holds::Beside, "beside"),
    (Holds::Designations, "designations"),
    (Holds::Snapshot, "snapshot"),
    (Holds::Actors, "actors"),
];

/// The name of the manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The name of the signature.
pub(crate) const SIGNATURE: &str = "signature.json";
/// The name of the findings.
pub(crate) const FINDINGS: &str = "findings.jsonl";
/// The name of the summary.
pub(crate) const SUMMARY: &str = "summary.txt";
/// The name of the ledger's bundle.
pub(crate) const LEDGER: &str = "ledger.jsonl";
/// The version of the format.
const VERSION: u64 = 1;
/// Lists and objects within each other.
const DEEPEST: usize = 4;
/// The largest manifest: a part takes some 200 bytes, with a name of the greatest length 700.
const LARGEST_MANIFEST: usize = 4 << 20;

impl Manifest {
    /// The canonical bytes.
    pub fn text(&self) -> String {
        canonical::write(&json!({
            "asked": self.asked.json(),
            "bulletin": VERSION,
            "counts": {
                "acts": self.counts.acts,
                "aside": self.counts.aside,
                "findings": self.counts.findings,
            },
            "made_by": self.made_by,
            "parts": self.parts.iter().map(Part::json).collect::<Vec<_>>(),
        }))
    }

    /// Reads what [`Manifest::text`] writes, and no other layout of it.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let wrong = |reason: &str| Refused::Manifest(reason.to_owned());
        if bytes.len() > LARGEST_MANIFEST {
            return Err(wrong("it is larger than 4 MiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8 text"))?;
        let value = canonical::read(text, DEEPEST);
        let value = value.map_err(|error| Refused::Manifest(error.to_string()))?;
        let version = value.get("bulletin").and_then(Value::as_u64);
        match version.ok_or_else(|| wrong("it does not say the version of its format"))? {
            VERSION => {}
            other => return Err(Refused::Newer(other)),
        }
        let manifest = Self::of(&value)
            .ok_or_else(|| wrong("a field is missing, or not as docs/bulletins.md has it"))?;
        if manifest.text() != text {
            return Err(wrong("it is not in canonical form, or has a field that there is not"));
        }
        manifest.check()?;
        Ok(manifest)
    }

    /// Whether it names this part.
    pub(crate) fn names(&self, path: &str) -> bool {
        self.parts.iter().any(|part| part.path == path)
    }

    fn of(value: &Value) -> Option<Self> {
        let count = |name: &str| value.get("counts")?.get(name)?.as_u64();
        Some(Self {
            made_by: value.get("made_by")?.as_str()?.to_owned(),
            asked: Asked::of(value.get("asked")?)?,
            counts: Counts {
                acts: count("acts")?,
                aside: count("aside")?,
                findings: count("findings")?,
            },
            parts: value.get("parts")?.as_array()?.iter().map(Part::of).collect::<Option<_>>()?,
        })
    }

    /// Names that are sound, sizes that fit, nothing twice on any file system, nothing where there is no room for it.
    fn check(&self) -> Result<(), Refused> {
        let mut seen = BTreeSet::from([MANIFEST.to_owned(), SIGNATURE.to_owned()]);
        let mut size = 0_u64;
        for part in &self.parts {
            let path = &part.path;
            if !is_sound_path(path) {
                return Err(Refused::Name(harmless(path)));
            }
            if !seen.insert(path.to_lowercase()) {
                let reason =
                    format!("it names `{path}` twice, or two parts that differ in capitals alone");
                return Err(Refused::Manifest(reason));
            }
            if !part.has_room() {
                let reason = format!("there is no room for a part `{path}` in a bulletin");
                return Err(Refused::Manifest(reason));
            }
            size = size.saturating_add(part.bytes);
        }
        let folder =
            |path: &String| seen.iter().any(|other| other.starts_with(&format!("{path}/")));
        if let Some(path) = seen.iter().find(|path| folder(path)) {
            return Err(Refused::Manifest(format!("`{path}` is both a part and a folder")));
        }
        if size > LARGEST as u64 {
            return Err(Refused::TooLarge);
        }
        match [FINDINGS, SUMMARY].iter().find(|name| !seen.contains(**name)) {
            Some(name) => Err(Refused::Manifest(format!("it does not name `{name}`"))),
            None => Ok(()),
        }
    }
}

impl Asked {
    fn json(&self) -> Value {
        let mut out = Map::new();
        let mut put = |field: &str, value: Value| out.insert(field.to_owned(), value);
        if let Some(day) = &self.as_of {
            put("as_of", json!(day));
        }
        if let Some(day) = &self.known_on {
            put("known_on", json!(day));
        }
        put("profile", json!(self.profile));
        put("readings", json!(self.readings));
        Value::Object(out)
    }

    fn of(value: &Value) -> Option<Self> {
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let readings = value.get("readings")?.as_array()?.iter();
        let readings: Vec<String> =
            readings.map(|name| Some(name.as_str()?.to_owned())).collect::<Option<_>>()?;
        if readings.is_empty() {
            return None;
        }
        let profile = text("profile")?;
        Some(Self { readings, profile, as_of: text("as_of"), known_on: text("known_on") })
    }
}

impl Part {
    /// A part of these bytes.
    pub(crate) fn new(path: String, bytes: &[u8]) -> Self {
        Self { path, bytes: bytes.len() as u64, sha256: Hash::of(bytes), holds: None, day: None }
    }

    fn json(&self) -> Value {
        let mut out = Map::new();
        let mut put = |field: &str, value: Value| out.insert(field.to_owned(), value);
        if let Some(holds) = self.holds {
            put("as", json!(holds.word()));
        }
        put("bytes", json!(self.bytes));
        if let Some(day) = &self.day {
            put("day", json!(day));
        }
        put("path", json!(self.path));
        put("sha256", json!(self.sha256.to_string()));
        Value::Object(out)
    }

    fn of(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let holds = match text("as") {
            None => None,
            Some(word) => Some(HOLDS.iter().find(|(_, known)| *known == word)?.0),
        };
        Some(Self {
            path: text("path")?.to_owned(),
            bytes: value.get("bytes")?.as_u64()?,
            sha256: Hash::read(text("sha256")?)?,
            holds,
            day: text("day").map(str::to_owned),
        })
    }

    /// Whether the format has a place for it, and it says as what it is read where it must.
    fn has_room(&self) -> bool {
        let day = self.day.is_none() || self.holds == Some(Holds::Snapshot);
        let folders: Vec<&str> = self.path.split('/').collect();
        let rightly = match folders.as_slice() {
            ["agreement", name] | ["agreement", "readings" | "profiles", name] => {
                self.holds.is_none() && is_markdown(name)
            }
            ["given", number, _] => {
                self.holds.is_some()
                    && number.parse::<u16>().is_ok_and(|n| n.to_string() == *number)
            }
            ["shipped", "actors" | "registers", _] | [FINDINGS | SUMMARY | LEDGER] => {
                self.holds.is_none()
            }
            _ => false,
        };
        rightly && day
    }
}

impl Holds {
    /// The word for it.
    pub fn word(self) -> &'static str {
        HOLDS.iter().find(|(holds, _)| *holds == self).map_or("acts", |(_, word)| *word)
    }
}

fn is_markdown(name: &str) -> bool {
    name.strip_suffix(".md").is_some_and(|stem| !stem.is_empty())
}

/// Whether a name leads into a folder and nowhere else, on every system.
fn is_sound_path(path: &str) -> bool {
    path.len() <= LONGEST_NAME && path.split('/').all(is_sound_name)
}

/// Whether a file can have this name on every system.
pub(crate) fn is_sound_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    !name.is_empty()
        && name.len() <= 200
        && !name.contains(forbidden)
        && !name.ends_with(['.', ' '])
        && !name.starts_with(' ')
}

/// A name as it can be shown: what a terminal would obey is replaced, what is long is cut.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_files_everywhere_are_sound_and_no_others() {
        for name in ["acts.jsonl", "лист 1.csv", "a..b", ".hidden", "-x"] {
            assert!(is_sound_name(name), "{name}");
        }
        let long = "a".repeat(201);
        for name in ["", ".", "..", "a/b", "a\\b", "c:x", "a\0", "a\n", "a.", "a ", " a", &long] {
            assert!(!is_sound_name(name), "{name:?}");
        }
    }

    #[test]
    fn there_is_room_for_what_the_format_has_and_for_nothing_else() {
        let has_room = |path: &str, holds| {
            let part = Part { holds, ..Part::new(path.to_owned(), b"") };
            part.has_room()
        };
        for path in
            ["agreement/a.md", "agreement/readings/a.md", "ledger.jsonl", "shipped/actors/a"]
        {
            assert!(has_room(path, None), "{path}");
            assert!(!has_room(path, Some(Holds::Acts)), "{path}");
        }
        assert!(has_room("given/12/acts.csv", Some(Holds::Acts)));
        for path in
            ["given/012/acts.csv", "given/x/a", "given/a", "given/1/a/b", "agreement/a/b.md"]
        {
            assert!(!has_room(path, Some(Holds::Acts)), "{path}");
            assert!(!has_room(path, None), "{path}");
        }
        assert!(!has_room("given/1/acts.csv", None));
    }
}
