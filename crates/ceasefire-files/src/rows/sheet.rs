//! Rows of CSV in the shape of JSON lines.
//!
//! A quotation mark that is opened and never closed would swallow the rows below it into one cell,
//! so the marks of every row are checked: what they enclose is one whole cell.

use super::{MAX_LINE, Row};
use crate::aside::{SetAside, Wrong};
use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};

pub(super) fn rows(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Row> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let heading = reader.byte_headers().cloned().unwrap_or_default();
    let heading = Heading::of(&heading);
    let mut out = Vec::new();
    while let Some(row) = next(&mut reader, bytes) {
        match row.read(&heading) {
            Ok(object) => out.push((row.line, object)),
            Err(wrong) => aside.push(wrong.at(file, row.line)),
        }
    }
    out
}

/// The names of the columns, or why no row under them can be read.
struct Heading {
    columns: Vec<String>,
    wrong: Option<(String, &'static str)>,
}

impl Heading {
    fn of(cells: &ByteRecord) -> Self {
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        let columns: Vec<String> = cells.iter().map(name).collect();
        let wrong = if cells.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
            Some((String::new(), "the heading is not UTF-8 text"))
        } else if matches!(columns.as_slice(), [only] if only.contains([';', '\t'])) {
            Some((String::new(), "the heading is one column: columns are parted by commas"))
        } else {
            let stands_before = |(index, column): &(usize, &String)| {
                columns.iter().take(*index).any(|other| other == *column)
            };
            let twice = columns.iter().enumerate().find(stands_before);
            twice.map(|(_, column)| (column.clone(), "the heading names this column twice"))
        };
        Self { columns, wrong }
    }
}

/// One row as it stands in the file.
struct Raw<'b> {
    line: usize,
    bytes: &'b [u8],
    cells: Option<ByteRecord>,
}

/// The next row. Every row comes to an end, so that one that is not CSV does not hide those below.
fn next<'b>(reader: &mut Reader<&[u8]>, bytes: &'b [u8]) -> Option<Raw<'b>> {
    let start = reader.position().clone();
    let mut cells = ByteRecord::new();
    let cells = match reader.read_byte_record(&mut cells) {
        Ok(false) => return None,
        Ok(true) => Some(cells),
        Err(_) => None,
    };
    let whole = bytes.get(start.byte() as usize..reader.position().byte() as usize);
    let whole = whole.unwrap_or_default();
    // Blank lines above a row belong to no row.
    let blank = whole.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let (blank, bytes) = whole.split_at(blank);
    let line = start.line() as usize + line_ends(blank);
    Some(Raw { line, bytes, cells })
}

impl Raw<'_> {
    fn read(&self, heading: &Heading) -> Result<Map<String, Value>, Wrong> {
        let whole = |reason: String| Err(Wrong::new("", reason));
        if let Some((column, reason)) = &heading.wrong {
            return Err(Wrong::new(column, *reason));
        }
        if !marks_enclose_cells(self.bytes) {
            return whole(format!("the quotation marks of this row do not match{}", self.lines()));
        }
        if self.bytes.len() > MAX_LINE {
            return whole("this row is longer than 1 MiB".to_owned());
        }
        let Some(cells) = &self.cells else {
            return whole("this row is not CSV".to_owned());
        };
        let columns = &heading.columns;
        if cells.len() != columns.len() {
            return whole(format!(
                "this row has {} columns; the heading has {}{}",
                cells.len(),
                columns.len(),
                self.lines()
            ));
        }
        match cells.iter().map(std::str::from_utf8).collect::<Result<Vec<&str>, _>>() {
            Ok(cells) => Ok(object(columns, &cells)),
            Err(_) => whole("this row is not UTF-8 text".to_owned()),
        }
    }

    /// Which lines a row takes up, where it is more than one.
    fn lines(&self) -> String {
        let more = line_ends(self.bytes.trim_ascii());
        if more == 0 {
            return String::new();
        }
        format!(" (it runs from line {} to line {})", self.line, self.line + more)
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// Whether every opened quotation mark is closed at the end of a cell. A mark within a cell that
/// does not open with one is a mark like any other letter.
fn marks_enclose_cells(row: &[u8]) -> bool {
    let mut rest = row.trim_ascii_end().iter().copied().peekable();
    let (mut opening, mut enclosed) = (true, false);
    while let Some(byte) = rest.next() {
        if enclosed {
            if byte == b'"' && rest.next_if_eq(&b'"').is_none() {
                enclosed = false;
                if !matches!(rest.peek(), None | Some(b',' | b'\r' | b'\n')) {
                    return false;
                }
            }
        } else {
            enclosed = opening && byte == b'"';
        }
        opening = matches!(byte, b',' | b'\r' | b'\n');
    }
    !enclosed
}

/// A CSV row in the shape of a JSON line. Blank is absent.
fn object(columns: &[String], cells: &[&str]) -> Map<String, Value> {
    let mut row = Map::new();
    let (mut place, mut source, mut harm) = (Map::new(), Map::new(), Map::new());
    for (column, cell) in columns.iter().zip(cells) {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let text = Value::String(cell.to_owned());
        match column.as_str() {
            "by" | "on" => row.insert(column.clone(), candidates(cell)),
            "place" => place.insert("name".to_owned(), text),
            "place_id" => place.insert("id".to_owned(), text),
            "lat" | "lon" | "radius_km" => place.insert(column.clone(), number(cell)),
            "publisher" | "url" | "seen" | "says" => source.insert(column.clone(), text),
            "counted_by" => row.insert("counted_as_violation_by".to_owned(), list(cell)),
            "claims" | "facts" | "lists" => row.insert(column.clone(), list(cell)),
            "claimed" => row.insert(column.clone(), number(cell)),
            _ => match column.split_once('_') {
                Some((what @ ("killed" | "injured"), bound @ ("min" | "max"))) => {
                    let range = harm.entry(what).or_insert_with(|| Value::Object(Map::new()));
                    range.as_object_mut().and_then(|r| r.insert(bound.to_owned(), number(cell)))
                }
                _ => row.insert(column.clone(), text),
            },
        };
    }
    for (name, part) in [("place", place), ("harm", harm)] {
        if !part.is_empty() {
            row.insert(name.to_owned(), Value::Object(part));
        }
    }
    put_source(&mut row, source);
    row
}

/// The columns of a source: one object for a fact, a list of one for an act, and for a bulletin,
/// which is itself a source, its own fields.
fn put_source(row: &mut Map<String, Value>, source: Map<String, Value>) {
    if row.contains_key("bulletin") {
        row.extend(source);
    } else if source.is_empty() {
    } else if row.contains_key("fact") {
        row.insert("source".to_owned(), Value::Object(source));
    } else {
        row.insert("sources".to_owned(), Value::Array(vec![Value::Object(source)]));
    }
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

#[cfg(test)]
mod tests {
    use super::marks_enclose_cells;

    #[test]
    fn a_quotation_mark_encloses_a_whole_cell_or_stands_within_one() {
        for row in ["a,b", "\"a\",b", "\"a\nb\",c\n", "\"a\"\"b\",c", "5\" gun,b", ",\"\"\r\n"] {
            assert!(marks_enclose_cells(row.as_bytes()), "{row:?}");
        }
        for row in ["a,\"b", "\"a\nb,\"c\"", "\"a\" b,c", "a,\"\"\"\n"] {
            assert!(!marks_enclose_cells(row.as_bytes()), "{row:?}");
        }
    }
}
