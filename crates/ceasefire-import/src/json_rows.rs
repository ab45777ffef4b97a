//! JSON as rows: the answer of a publisher's interface, a list of objects, or an object a line.
//!
//! Two passes over the text: the first finds where each object stands and which names its members
//! have, the second gives the rows. Nothing of an object is kept between the two. A number is the
//! text that stands there, a null is blank, and what is nested is kept as its JSON text in one
//! cell. Objects in a damaged file are read up to the damage.

use crate::rows::{Rows, Unread};
use csv::{Position, StringRecord};
use encoding_rs::Encoding;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// The largest cell, in bytes.
const CELL: usize = 1 << 20;

/// The most members that objects may have together: columns of a table.
const COLUMNS: usize = 4_000;

/// Objects on their way to rows.
pub(crate) struct JsonRows {
    text: String,
    columns: Vec<String>,
    /// Which column a name is.
    places: HashMap<String, usize>,
    objects: std::vec::IntoIter<Span>,
    /// What ends the file before its time, after the last object.
    broken: Option<Unread>,
    begun: bool,
    told: Option<String>,
}

/// Where an object stands: its first and one after its last byte, and its line.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: usize,
    to: usize,
    line: u64,
}

/// Whether a file begins like JSON.
pub(crate) fn is_json(head: &[u8]) -> bool {
    let bare = Encoding::for_bom(head).map_or(head, |(_, mark)| head.get(mark..).unwrap_or(head));
    // In UTF-16 every other byte is zero.
    let first = bare.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0);
    matches!(first, Some(b'[' | b'{'))
}

impl JsonRows {
    /// Finds the objects and the names of their members.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let (text, told) = letters(bytes)?;
        let mut found = Found::default();
        let trimmed = text.trim_start();
        if trimmed.starts_with('[') {
            found.list(&text);
        } else if !found.answer(&text)? {
            found.lines(&text);
        }
        found.number(&text);
        let columns = columns(&text, &found.objects)?;
        if columns.is_empty() {
            return Err(found.nothing());
        }
        let places = columns.iter().cloned().zip(0..).collect();
        let broken = found.broken.map(|at| Unread {
            line: line_of(&text, at),
            reason: "the JSON ends or is damaged here; what stands behind it is not read"
                .to_owned(),
            ends: true,
        });
        let objects = found.objects.into_iter();
        Ok(Self { text, columns, places, objects, broken, begun: false, told })
    }
}

impl Rows for JsonRows {
    fn read(&mut self, row: &mut StringRecord) -> Result<bool, Unread> {
        row.clear();
        if !self.begun {
            self.begun = true;
            row.extend(&self.columns);
            row.set_position(Some(Position::new()));
            return Ok(true);
        }
        let Some(span) = self.objects.next() else {
            return self.broken.take().map_or(Ok(false), Err);
        };
        let wrong = |reason: String| Unread { line: span.line, reason, ends: false };
        let members = members(self.text.get(span.from..span.to).unwrap_or_default());
        let members = members.map_err(|_| wrong("this is no JSON object".to_owned()))?;
        let cells = cells(&self.places, members).map_err(wrong)?;
        row.extend(cells);
        let mut place = Position::new();
        place.set_line(span.line);
        row.set_position(Some(place));
        Ok(true)
    }

    fn told(&self) -> Option<&str> {
        self.told.as_deref()
    }
}

/// The text of a file: UTF-8, UTF-16 by its mark, or an older encoding, which JSON does not allow
/// and people use nevertheless.
fn letters(bytes: Vec<u8>) -> Result<(String, Option<String>), String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let (text, damaged) =
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return if damaged {
            Err(format!("the JSON says that it is {}, and is not", encoding.name()))
        } else {
            Ok((text.into_owned(), None))
        };
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, None)),
        Err(error) => {
            let (text, ..) = encoding_rs::WINDOWS_1252.decode(error.as_bytes());
            let told = "not UTF-8, as JSON should be: read as windows-1252".to_owned();
            Ok((text.into_owned(), Some(told)))
        }
    }
}

/// The names of all members, in the order in which they first stand.
fn columns(text: &str, objects: &[Span]) -> Result<Vec<String>, String> {
    let mut columns: Vec<String> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for span in objects {
        let object = text.get(span.from..span.to).unwrap_or_default();
        for (name, _) in members(object).unwrap_or_default() {
            if !seen.contains(&name) {
                seen.insert(name.clone());
                columns.push(name);
            }
        }
        if columns.len() > COLUMNS {
            return Err(format!("the JSON's objects have more than {COLUMNS} names of members"));
        }
    }
    Ok(columns)
}

/// The cells of an object, by the names of the columns.
fn cells(
    places: &HashMap<String, usize>,
    members: Vec<(String, &RawValue)>,
) -> Result<Vec<String>, String> {
    let mut cells = vec![None; places.len()];
    for (name, value) in members {
        let place = places.get(&name).and_then(|at| cells.get_mut(*at));
        let Some(cell) = place else { continue };
        if cell.is_some() {
            return Err(format!("`{name}` stands twice in this object"));
        }
        let text = cell_text(value.get());
        if text.len() > CELL {
            return Err(format!(
                "`{name}` holds more than {} KB, which no table's cell does",
                CELL >> 10
            ));
        }
        *cell = Some(text);
    }
    Ok(cells.into_iter().map(Option::unwrap_or_default).collect())
}

/// The text of a value: of a text its letters, of null nothing, of anything else what stands there.
fn cell_text(json: &str) -> String {
    let json = json.trim();
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
        Some(b'n') => String::new(),
        _ => json.to_owned(),
    }
}

/// The members of an object, in their order.
fn members(json: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let members = deserializer.deserialize_map(Members)?;
    deserializer.end()?;
    Ok(members)
}

/// What a first pass finds.
#[derive(Default)]
struct Found {
    objects: Vec<Span>,
    /// The byte at which the file breaks off.
    broken: Option<usize>,
    /// It is the answer of an interface.
    answer: bool,
    /// What the publisher says in it.
    said: Option<String>,
}

impl Found {
    /// A list of objects.
    fn list(&mut self, text: &str) {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let list = Listed { text, objects: &mut self.objects };
        let read = deserializer.deserialize_seq(list).and_then(|()| deserializer.end());
        if let Err(error) = read {
            self.broken = Some(byte_of(text, &error));
        }
    }

    /// The answer of an interface, with its rows under `data`; false if this is no such answer.
    fn answer(&mut self, text: &str) -> Result<bool, String> {
        let mut answer = Answer {
            rows: Listed { text, objects: &mut self.objects },
            has_rows: false,
            failed: false,
            stands: false,
            said: None,
        };
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = deserializer.deserialize_map(&mut answer).and_then(|()| deserializer.end());
        let Answer { has_rows: rows, failed, stands, said, .. } = answer;
        if failed || (!rows && stands && said.is_some() && read.is_ok()) {
            return Err(refusal(said.as_deref()));
        }
        if !rows {
            self.objects.clear();
            return Ok(false);
        }
        (self.answer, self.said) = (true, said);
        if let Err(error) = read {
            self.broken = Some(byte_of(text, &error));
        }
        Ok(true)
    }

    /// An object a line, or objects one after the other.
    fn lines(&mut self, text: &str) {
        let first = text.trim_start().lines().next().unwrap_or_default();
        if members(first).is_err() {
            return self.stream(text);
        }
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() {
                self.objects.push(Span { from, to: from + line.len(), line: 0 });
            }
            from += line.len();
        }
    }

    fn stream(&mut self, text: &str) {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        loop {
            let from = values.byte_offset();
            match values.next() {
                Some(Ok(value)) => self.objects.push(span(text, value)),
                Some(Err(_)) => {
                    self.broken = Some(from);
                    return;
                }
                None => return,
            }
        }
    }

    /// Gives each object its line.
    fn number(&mut self, text: &str) {
        let (mut at, mut line) = (0, 1);
        for object in &mut self.objects {
            line += count(text.get(at..object.from).unwrap_or_default());
            at = object.from;
            object.line = line;
        }
    }

    /// Why there is nothing to read.
    fn nothing(&self) -> String {
        match (&self.said, self.broken) {
            (Some(said), _) => format!("the publisher's answer holds no row; it says: {said}"),
            (None, None) if self.answer => "the publisher's answer holds no row".to_owned(),
            (None, Some(_)) => "the JSON is damaged or cut short before its first row".to_owned(),
            (None, None) => "the JSON holds no row: no object with members".to_owned(),
        }
    }
}

fn refusal(said: Option<&str>) -> String {
    let why =
        said.map_or_else(|| "it does not say why".to_owned(), |said| format!("it says: {said}"));
    format!(
        "this file holds the publisher's refusal, not its rows; {why}. Ask the publisher again, \
         with a key that is good for this"
    )
}

fn count(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn line_of(text: &str, at: usize) -> u64 {
    1 + text.get(..at).map_or(0, count)
}

/// The byte at which reading failed: the parser counts lines and columns.
fn byte_of(text: &str, error: &serde_json::Error) -> usize {
    let before: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary(before + error.column().saturating_sub(1))
}

/// Where a value stands in the text that it was read from.
fn span(text: &str, value: &RawValue) -> Span {
    let from = value.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    Span { from, to: from + value.get().len(), line: 0 }
}

/// Notes where the elements of a list stand.
struct Listed<'t, 'o> {
    text: &'t str,
    objects: &'o mut Vec<Span>,
}

impl<'de> Visitor<'de> for Listed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<&'de RawValue>()? {
            self.objects.push(span(self.text, value));
        }
        Ok(())
    }
}

/// Reads an answer: its rows, and what it says of itself.
struct Answer<'t, 'o> {
    rows: Listed<'t, 'o>,
    has_rows: bool,
    /// It says that it did not succeed.
    failed: bool,
    /// It says how it stands.
    stands: bool,
    said: Option<String>,
}

impl<'de> Visitor<'de> for &mut Answer<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "data" => map.next_value_seed(Data(self))?,
                "success" | "status" => {
                    self.stands = true;
                    let value = map.next_value::<&'de RawValue>()?.get().trim();
                    self.failed |=
                        name == "success" && matches!(value, "false" | "0" | "\"false\"");
                }
                "error" | "errors" | "message" | "messages" => {
                    self.stands |= name.starts_with("error");
                    let said = told(map.next_value::<&'de RawValue>()?.get());
                    self.said = self.said.take().or(said);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// What a message says: a text, or texts in a list or an object.
fn told(json: &str) -> Option<String> {
    let value: Value = serde_json::from_str(json).ok()?;
    let mut said = Vec::new();
    gather(&value, &mut said);
    let told: String = said.join("; ").chars().filter(|c| !c.is_control()).take(300).collect();
    (!told.is_empty()).then_some(told)
}

fn gather(value: &Value, said: &mut Vec<String>) {
    match value {
        Value::String(text) => said.push(text.trim().to_owned()),
        Value::Array(several) => several.iter().for_each(|value| gather(value, said)),
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| matches!(name.as_str(), "message" | "error" | "detail" | "title"))
            .for_each(|(_, value)| gather(value, said)),
        _ => {}
    }
}

/// The rows of an answer, where there is a list of them.
struct Data<'a, 't, 'o>(&'a mut Answer<'t, 'o>);

impl<'de> DeserializeSeed<'de> for Data<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Data<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.has_rows = true;
        let Listed { text, objects } = &mut self.0.rows;
        Listed { text, objects }.visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
