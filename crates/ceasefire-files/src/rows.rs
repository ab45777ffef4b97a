//! Lines of JSON or rows of CSV, as JSON objects with the line they stand on.
//!
//! Both forms say the same; reading CSV into the shape of JSON leaves one set of rules for both.

use crate::aside::SetAside;
use serde_json::{Map, Value};

/// An object and its line.
pub(crate) type Row = (usize, Map<String, Value>);

/// The longest line that is read. An act is a few hundred bytes.
const MAX_LINE: usize = 1 << 20;

/// Reads JSON Lines or, where the file's name ends in `.csv`, CSV.
pub(crate) fn rows(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Row> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if file.to_ascii_lowercase().ends_with(".csv") {
        return csv_rows(file, bytes, aside);
    }
    let mut out = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match json_row(line) {
            Ok(row) => out.push((index + 1, row)),
            Err(reason) => aside.push(SetAside {
                file: file.to_owned(),
                line: index + 1,
                column: String::new(),
                reason,
            }),
        }
    }
    out
}

fn json_row(line: &[u8]) -> Result<Map<String, Value>, String> {
    if line.len() > MAX_LINE {
        return Err("this line is longer than 1 MiB".to_owned());
    }
    let text = std::str::from_utf8(line).map_err(|_| "this line is not UTF-8 text".to_owned())?;
    match serde_json::from_str(text) {
        Ok(Value::Object(row)) => Ok(row),
        Ok(_) => Err("a line is one JSON object, `{…}`".to_owned()),
        Err(error) if error.is_eof() => Err("this JSON object is cut off".to_owned()),
        Err(error) => Err(format!("this is not JSON (column {})", error.column())),
    }
}

fn csv_rows(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers: Vec<String> = match reader.byte_headers() {
        Ok(headers) => {
            headers.iter().map(|h| String::from_utf8_lossy(h).trim().to_owned()).collect()
        }
        Err(_) => Vec::new(),
    };
    let twice =
        headers.iter().enumerate().find(|(at, name)| headers.iter().take(*at).any(|h| h == *name));
    let twice = twice.map(|(_, name)| name.clone());
    let mut out = Vec::new();
    for row in reader.byte_records() {
        let mut set_aside = |line: usize, reason: String| {
            aside.push(SetAside { file: file.to_owned(), line, column: String::new(), reason });
        };
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                set_aside(line, "this row is not CSV".to_owned());
                continue;
            }
        };
        let line = row.position().map_or(0, |position| position.line() as usize);
        if let Some(name) = &twice {
            set_aside(line, format!("the heading has the column `{name}` twice"));
            continue;
        }
        if row.len() != headers.len() {
            set_aside(
                line,
                format!("this row has {} columns; the heading has {}", row.len(), headers.len()),
            );
            continue;
        }
        let cells: Result<Vec<&str>, _> = row.iter().map(std::str::from_utf8).collect();
        match cells {
            Ok(cells) => out.push((line, csv_object(&headers, &cells))),
            Err(_) => set_aside(line, "this row is not UTF-8 text".to_owned()),
        }
    }
    out
}

/// A CSV row in the shape of a JSON line. Blank is absent.
fn csv_object(headers: &[String], cells: &[&str]) -> Map<String, Value> {
    let mut row = Map::new();
    let mut place = Map::new();
    let mut source = Map::new();
    let mut harm: Map<String, Value> = Map::new();
    for (header, cell) in headers.iter().zip(cells) {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let text = Value::String(cell.to_owned());
        match header.as_str() {
            "by" | "on" => {
                row.insert(header.clone(), candidates(cell));
            }
            "place" => {
                place.insert("name".to_owned(), text);
            }
            "place_id" => {
                place.insert("id".to_owned(), text);
            }
            "lat" | "lon" | "radius_km" => {
                place.insert(header.clone(), number(cell));
            }
            "publisher" | "url" | "seen" | "says" => {
                source.insert(header.clone(), text);
            }
            "counted_by" => {
                row.insert("counted_as_violation_by".to_owned(), list(cell));
            }
            "claims" | "facts" | "lists" => {
                row.insert(header.clone(), list(cell));
            }
            "claimed" => {
                row.insert(header.clone(), number(cell));
            }
            _ => match header.split_once('_') {
                Some((what @ ("killed" | "injured"), bound @ ("min" | "max"))) => {
                    let entry =
                        harm.entry(what.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                    if let Value::Object(range) = entry {
                        range.insert(bound.to_owned(), number(cell));
                    }
                }
                _ => {
                    row.insert(header.clone(), text);
                }
            },
        }
    }
    let parts = [("place", place), ("harm", harm)];
    for (name, part) in parts {
        if !part.is_empty() {
            row.insert(name.to_owned(), Value::Object(part));
        }
    }
    if row.contains_key("bulletin") {
        // A bulletin is its own source.
        row.extend(source);
    } else if !source.is_empty() {
        let is_fact = row.contains_key("fact");
        let source = Value::Object(source);
        if is_fact {
            row.insert("source".to_owned(), source);
        } else {
            row.insert("sources".to_owned(), Value::Array(vec![source]));
        }
    }
    row
}

/// `a 0.7 | b 0.3`
fn candidates(cell: &str) -> Value {
    let one = |part: &str| match part.trim().rsplit_once(' ') {
        Some((name, mass)) if mass.parse::<f64>().is_ok() => {
            let mut candidate = Map::new();
            candidate.insert("actor".to_owned(), Value::String(name.trim().to_owned()));
            candidate.insert("mass".to_owned(), Value::String(mass.to_owned()));
            Value::Object(candidate)
        }
        _ => Value::String(part.trim().to_owned()),
    };
    Value::Array(cell.split('|').map(one).collect())
}

fn list(cell: &str) -> Value {
    Value::Array(cell.split('|').map(|part| Value::String(part.trim().to_owned())).collect())
}

fn number(cell: &str) -> Value {
    serde_json::from_str(cell)
        .ok()
        .filter(Value::is_number)
        .unwrap_or_else(|| Value::String(cell.to_owned()))
}
