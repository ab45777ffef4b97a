//! An act as an import makes it.
//!
//! It borrows from its row and writes itself as one line of JSON, so that a row costs a few words of
//! memory and no tree of values. `row.rs` makes it.

use crate::dates::{At, write_day};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use std::borrow::Cow;

/// Notes, each under its heading.
pub(crate) type Notes<'r> = Vec<(Cow<'r, str>, Cow<'r, str>)>;

/// The note that says what was left out of an act, and why.
pub(crate) const LEFT_OUT: &str = "left out";

/// An act as its row tells it, in the order of `docs/files.md`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act<'r> {
    /// The publisher's id, with the profile's prefix.
    pub id: String,
    /// The kind of act.
    pub kind: Cow<'r, str>,
    /// Candidate authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Cow<'r, str>>,
    /// Candidate targets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Cow<'r, str>>,
    /// When it was.
    #[serde(serialize_with = "as_text")]
    pub at: At,
    /// Where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place<'r>>,
    /// Harm to people, by field.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub harm: Vec<(&'r str, People)>,
    /// Who says so.
    pub sources: [Source<'r>; 1],
    /// What else the row says, by heading.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub notes: Notes<'r>,
}

/// Where an act was.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Place<'r> {
    /// The name under which facts speak of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'r, str>>,
    /// Its name as reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'r str>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// How far from the point it may lie, in kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
}

/// Least and most people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct People {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source<'r> {
    /// The publisher.
    pub publisher: &'r str,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'r str>,
    /// The day on which it came out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_some_text")]
    pub seen: Option<jiff::civil::Date>,
}

impl Act<'_> {
    /// Writes the act as one line of JSON.
    pub fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.push(b'\n');
        Ok(())
    }

    /// Whether something was left out because it cannot be.
    pub(crate) fn lacks_something(&self) -> bool {
        self.notes.last().is_some_and(|(heading, _)| heading == LEFT_OUT)
    }
}

fn as_text<S: Serializer>(at: &At, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&at.text())
}

#[expect(clippy::ref_option, reason = "serde hands a field over like this")]
fn as_some_text<S: Serializer>(day: &Option<jiff::civil::Date>, to: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => {
            let mut text = String::with_capacity(10);
            write_day(*day, &mut text);
            to.serialize_str(&text)
        }
        None => to.serialize_none(),
    }
}

fn as_map<K: Serialize, V: Serialize, S: Serializer>(
    pairs: &[(K, V)],
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The longest name that the language takes, in bytes.
const LONGEST: usize = 96;

/// A name in the form that the language allows: letters and digits with hyphens between. What it
/// means is not changed, and who is meant is not decided.
pub(crate) fn fit(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(LONGEST));
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Whether `id` is the name in that form and nothing more.
pub(crate) fn is_fit(id: &str, name: &str) -> bool {
    // Most names are ASCII, and then nothing needs to be made to compare.
    if !name.is_ascii() || name.len() >= LONGEST {
        return id == fit(name);
    }
    let mut own = id.bytes();
    let (mut begun, mut gap) = (false, false);
    for letter in name.bytes() {
        if !letter.is_ascii_alphanumeric() {
            gap = begun;
            continue;
        }
        let joined = !gap || own.next() == Some(b'-');
        if !joined || own.next() != Some(letter.to_ascii_lowercase()) {
            return false;
        }
        (begun, gap) = (true, false);
    }
    own.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_fit_in_every_script() {
        assert_eq!(fit("Military Forces of Russia (2000-)"), "military-forces-of-russia-2000");
        assert_eq!(fit("جبهة النصرة"), "جبهة-النصرة");
        assert_eq!(fit(" — "), "");
    }

    #[test]
    fn a_name_is_held_against_its_form_as_if_it_were_made_fit() {
        let long = "group a ".repeat(20);
        for name in ["Group A (2000-)", "group-a", "--", "", "A", "Éa b", &long] {
            for id in
                ["group-a-2000", "group-a", "group", "a", "A", "", "éa-b", "group-a-b", &fit(&long)]
            {
                assert_eq!(is_fit(id, name), id == fit(name), "{id} {name}");
            }
        }
    }
}
