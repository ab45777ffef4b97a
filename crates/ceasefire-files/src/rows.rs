//! Lines of JSON or rows of CSV, as JSON objects with the line they stand on.
//!
//! Both forms say the same; reading CSV into the shape of JSON leaves one set of rules for both.
//! A field that stands twice in one object is no row: one of the two would win in silence.

mod sheet;

use crate::aside::{SetAside, Wrong};
use crate::columns;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// An object and its line.
pub(crate) type Row = (usize, Map<String, Value>);

/// The longest line that is read. An act is a few hundred bytes.
pub(crate) const MAX_LINE: usize = 1 << 20;

/// The rows of a file as JSON objects, each with its line: JSON Lines or, by the ending `.csv`, CSV.
/// What they are about, and whether they mean anything, is not asked.
pub fn read_rows(
    file: &str,
    bytes: &[u8],
    aside: &mut Vec<SetAside>,
) -> Vec<(usize, Map<String, Value>)> {
    rows(file, bytes, aside)
}

/// Reads JSON Lines or, where the file's name ends in `.csv`, CSV.
pub(crate) fn rows(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Row> {
    if columns::is_parquet(file) {
        let reason = "only acts can be Parquet; facts and bulletins are JSON Lines or CSV";
        aside.push(Wrong::new("", reason).at(file, 1));
        return Vec::new();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if file.to_ascii_lowercase().ends_with(".csv") {
        return sheet::rows(file, bytes, aside);
    }
    let mut out = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match json_row(line) {
            Ok(row) => out.push((index + 1, row)),
            Err(wrong) => aside.push(wrong.at(file, index + 1)),
        }
    }
    out
}

/// The object in one line.
pub(crate) fn json_row(line: &[u8]) -> Result<Map<String, Value>, Wrong> {
    let whole = |reason: String| Err(Wrong::new("", reason));
    if line.len() > MAX_LINE {
        return whole("this line is longer than 1 MiB".to_owned());
    }
    let Ok(text) = std::str::from_utf8(line) else {
        return whole("this line is not UTF-8 text".to_owned());
    };
    match serde_json::from_str::<Once>(text) {
        Ok(Once(Value::Object(row))) => Ok(row),
        Ok(_) => whole("a line is one JSON object, `{…}`".to_owned()),
        Err(error) if error.is_eof() => whole("this JSON object is cut off".to_owned()),
        Err(error) if error.is_data() => Err(twice(&error)),
        Err(error) if error.to_string().starts_with("recursion limit") => {
            whole("this JSON is nested too deeply to be an act or a fact".to_owned())
        }
        Err(error) => whole(format!("this is not JSON (column {})", error.column())),
    }
}

/// What [`Once`] complained about: its message is the name of the field.
fn twice(error: &serde_json::Error) -> Wrong {
    let told = error.to_string();
    let field = told.rsplit_once(" at line ").map_or(told.as_str(), |(field, _)| field);
    Wrong::new(field, "this field stands twice in one object")
}

/// A JSON value in which no object names a field twice.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Once, E> {
        Ok(Once(Value::Bool(truth)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Once, E> {
        Ok(Once(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Once, E> {
        Ok(Once(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Once, E> {
        Ok(Once(number.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Once, E> {
        Ok(Once(text.into()))
    }

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Once, A::Error> {
        let mut out = Vec::new();
        while let Some(Once(value)) = seq.next_element()? {
            out.push(value);
        }
        Ok(Once(Value::Array(out)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Once, A::Error> {
        let mut out = Map::new();
        while let Some((name, Once(value))) = fields.next_entry::<String, Once>()? {
            if out.contains_key(&name) {
                return Err(de::Error::custom(name));
            }
            out.insert(name, value);
        }
        Ok(Once(Value::Object(out)))
    }
}
