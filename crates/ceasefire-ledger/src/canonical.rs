//! One form of every JSON value, so that its hash and its signature mean something.
//!
//! The form is RFC 8785's, with two restrictions that make it easy to write a verifier: numbers
//! are whole and within ±(2^53 − 1), and the names of fields are ASCII, so that their order is the
//! order of their bytes. Nothing is null. [`read`] takes any layout and any order of fields;
//! [`write()`] gives the one form. What a reader could take in two ways is refused.

use crate::id::to_hex;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// The greatest whole number that every reader of JSON has exactly: 2^53 − 1.
pub const GREATEST: i64 = (1 << 53) - 1;

/// Why a text or a value has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCanonical {
    /// The field, as a path (`act.place.lat`); empty where the text as a whole is to blame.
    pub field: String,
    /// Why, in a sentence.
    pub reason: String,
}

impl NotCanonical {
    fn new(field: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => f.write_str(&self.reason),
            field => write!(f, "`{field}`: {}", self.reason),
        }
    }
}

impl std::error::Error for NotCanonical {}

/// Reads a value that has a canonical form, at most `deepest` lists and objects within each other.
pub fn read(text: &str, deepest: usize) -> Result<Value, NotCanonical> {
    let Once(value) = serde_json::from_str(text).map_err(|error| in_words(&error))?;
    check(&value, deepest)?;
    Ok(value)
}

/// Whether a value has a canonical form, at most `deepest` lists and objects within each other.
pub fn check(value: &Value, deepest: usize) -> Result<(), NotCanonical> {
    check_at(value, deepest, &mut Vec::new())
}

/// The same for the fields of an object.
pub fn check_object(object: &Map<String, Value>, deepest: usize) -> Result<(), NotCanonical> {
    check_fields(object, deepest.saturating_sub(1), &mut Vec::new())
}

/// The canonical form of a value that [`check`] accepts.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

/// The canonical form of an object that [`check`] accepts.
pub fn write_object(object: &Map<String, Value>) -> String {
    let mut out = String::new();
    write_map(object, &mut out);
    out
}

fn check_at<'v>(
    value: &'v Value,
    deepest: usize,
    path: &mut Vec<&'v str>,
) -> Result<(), NotCanonical> {
    let wrong = |path: &[&str], reason: &str| Err(NotCanonical::new(&path.join("."), reason));
    if deepest == 0 && (value.is_array() || value.is_object()) {
        return wrong(path.get(..2).unwrap_or(path), "this is nested too deeply");
    }
    match value {
        Value::Null => wrong(path, "unknown is absent: leave the field out"),
        Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => match whole(number) {
            Ok(()) => Ok(()),
            Err(reason) => wrong(path, reason),
        },
        Value::Array(list) => list.iter().try_for_each(|one| check_at(one, deepest - 1, path)),
        Value::Object(object) => check_fields(object, deepest - 1, path),
    }
}

/// Whether a number is written as a whole one that every reader of JSON has exactly.
fn whole(number: &Number) -> Result<(), &'static str> {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) if (-GREATEST..=GREATEST).contains(&whole) => Ok(()),
        (None, Some(other)) if other.abs() < 1e15 => {
            Err("this is not written as a whole number; write it as text, in quotation marks")
        }
        _ => Err("this number is too great to be exact everywhere"),
    }
}

fn check_fields<'v>(
    object: &'v Map<String, Value>,
    deepest: usize,
    path: &mut Vec<&'v str>,
) -> Result<(), NotCanonical> {
    for (name, one) in object {
        path.push(name);
        if !name.is_ascii() {
            let reason = "the name of a field holds other letters than ASCII";
            return Err(NotCanonical::new(&path.join("."), reason));
        }
        check_at(one, deepest, path)?;
        path.pop();
    }
    Ok(())
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => write_text(text, out),
        Value::Array(list) => {
            out.push('[');
            for (index, one) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(one, out);
            }
            out.push(']');
        }
        Value::Object(object) => write_map(object, out),
    }
}

fn write_map(object: &Map<String, Value>, out: &mut String) {
    let mut fields: Vec<(&String, &Value)> = object.iter().collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    out.push('{');
    for (index, (name, one)) in fields.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write_value(one, out);
    }
    out.push('}');
}

/// The shortest escapes: two letters where JSON has them, four digits for other controls, and
/// everything else as it is.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str("\\u00");
                out.push_str(&to_hex(&[control as u8]));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// What the reader of JSON complains about, in the words of somebody who does not write JSON.
fn in_words(error: &serde_json::Error) -> NotCanonical {
    let told = error.to_string();
    let whole = |reason: String| NotCanonical::new("", reason);
    if error.is_data() {
        let field = told.rsplit_once(" at line ").map_or(told.as_str(), |(field, _)| field);
        return NotCanonical::new(field, "this field stands twice in one object");
    }
    if told.contains("surrogate") || told.contains("unexpected end of hex escape") {
        return whole(format!(
            "half of a letter stands alone, a lone surrogate (column {})",
            error.column()
        ));
    }
    if told.starts_with("recursion limit") {
        return whole("this is nested too deeply".to_owned());
    }
    if told.starts_with("number out of range") {
        return whole("a number is too great to be exact everywhere".to_owned());
    }
    if error.is_eof() {
        return whole("this JSON is cut off".to_owned());
    }
    whole(format!("this is not JSON (column {})", error.column()))
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

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once(Value::Null))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Once, E> {
        Ok(Once(truth.into()))
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

    fn visit_string<E>(self, text: String) -> Result<Once, E> {
        Ok(Once(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Once, A::Error> {
        let mut out = Vec::new();
        while let Some(Once(one)) = list.next_element()? {
            out.push(one);
        }
        Ok(Once(out.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Once, A::Error> {
        let mut out = Map::new();
        while let Some((name, Once(one))) = fields.next_entry::<String, Once>()? {
            if out.contains_key(&name) {
                return Err(de::Error::custom(name));
            }
            out.insert(name, one);
        }
        Ok(Once(out.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    fn canonical(text: &str) -> String {
        match read(text, 4) {
            Ok(value) => write(&value),
            Err(wrong) => format!("! {wrong}"),
        }
    }

    #[test]
    fn every_layout_of_a_value_has_one_form() {
        for (text, form) in [
            (r#" { "b" : 1 , "a" : [ true , "x" ] } "#, r#"{"a":[true,"x"],"b":1}"#),
            (r#"{"é":1}"#, "! `é`: the name of a field holds other letters than ASCII"),
            // Capital letters come before small ones, digits before both, as bytes do.
            (r#"{"a":1,"B":2,"1":3,"_":4}"#, r#"{"1":3,"B":2,"_":4,"a":1}"#),
            (r#"{"a":{"d":{},"c":[]}}"#, r#"{"a":{"c":[],"d":{}}}"#),
            ("[9007199254740991,-9007199254740991,0]", "[9007199254740991,-9007199254740991,0]"),
        ] {
            assert_eq!(canonical(text), form);
        }
    }

    #[test]
    fn letters_have_the_shortest_escape_or_none() {
        for (text, form) in [
            (r#""\u0041\/\u00e9\u2028\u007f""#, "\"A/é\u{2028}\u{7f}\""),
            (r#""\u0008\u0009\u000a\u000c\u000d\u0022\u005c""#, r#""\b\t\n\f\r\"\\""#),
            (r#""\u0000\u001F""#, r#""\u0000\u001f""#),
            (r#""\ud83d\ude00""#, "\"😀\""),
        ] {
            assert_eq!(canonical(text), form);
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        let told: Vec<String> = [
            r#"{"a":{"b":1,"b":1}}"#,
            r#"{"a":1.5}"#,
            r#"{"a":1.0}"#,
            r#"{"a":1e2}"#,
            r#"{"a":-0}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":-9007199254740992}"#,
            r#"{"a":18446744073709551616}"#,
            r#"{"a":1e999}"#,
            r#"{"a":{"b":null}}"#,
            r#"{"a":"\ud83d"}"#,
            r#"{"a":"\ude00x"}"#,
            r#"{"a":{"b":{"c":{"d":[]}}}}"#,
            r#"{"a":01}"#,
            r#"{"a":1"#,
            r#"{"a":1} x"#,
            "",
        ]
        .into_iter()
        .map(|text| format!("{text}  =>  {}", canonical(text)))
        .collect();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn a_tower_of_brackets_is_refused_without_a_fall() {
        for depth in [200, 1_000_000] {
            assert_eq!(canonical(&"[".repeat(depth)), "! this is nested too deeply");
        }
    }
}
