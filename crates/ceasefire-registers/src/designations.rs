//! Designations as rows: notices of the Council's list, national lists, a party's own list.
//!
//! JSON Lines, or CSV by the ending. One row is about an entry, or with `name` about one name of it.
//!
//! | field | meaning |
//! |---|---|
//! | `list` | the register: `un.sc-terrorist`, `ru.terrorist` |
//! | `entity` | the reference; without one, the name stands for it |
//! | `name` | the name; absent where the row is about the entry itself |
//! | `listed` | on the list for certain from this day |
//! | `earliest` | perhaps from this day on; absent: not before `listed` |
//! | `seen` | a later day on which it was still there |
//! | `delisted` | not there from this day on |
//! | `recorded` | the day on which it became known; absent: that of the listing |
//! | `document`, `source` | the symbol of the document; who says so |
//! | `standing` | `seen` (the default): the source was read. `press`: the press says so. `to be checked`: kept, but decides nothing |
//! | `notes` | anything else |

use crate::day::day;
use crate::reference::Reference;
use ceasefire_files::SetAside;
use jiff::civil::Date;
use serde_json::{Map, Value};

const FIELDS: [&str; 12] = [
    "list", "entity", "name", "listed", "earliest", "seen", "delisted", "recorded", "document",
    "source", "standing", "notes",
];

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 1 << 20;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// The register.
    pub list: String,
    /// The entry.
    pub entity: Reference,
    /// The name that it is about; none: the entry itself.
    pub name: Option<String>,
    /// On the list for certain from this day.
    pub listed: Option<Date>,
    /// Perhaps from this day on.
    pub earliest: Option<Date>,
    /// Still there on this day.
    pub seen: Option<Date>,
    /// Not there from this day on.
    pub delisted: Option<Date>,
    /// Known from this day on; none: from the day of the listing.
    pub recorded: Option<Date>,
    /// Symbol of the document and who says so, as one text.
    pub source: String,
    /// How well it stands.
    pub standing: Standing,
}

/// How well a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The source was read.
    Seen,
    /// The press says so.
    Press,
    /// Nobody has compared it with a source: it decides nothing.
    ToBeChecked,
}

/// Reads rows; those that cannot be read are set aside.
pub fn read_designations(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Designation> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let csv = file.to_ascii_lowercase().ends_with(".csv");
    let rows = if csv { csv_rows(bytes) } else { json_rows(bytes) };
    let mut out = Vec::new();
    for (line, row) in rows {
        match row.map_err(|reason| ("", reason)).and_then(|row| designation(&row)) {
            Ok(read) => out.push(read),
            Err((column, reason)) => {
                let (file, column) = (file.to_owned(), column.to_owned());
                aside.push(SetAside { file, line, column, reason });
            }
        }
    }
    out
}

type Row = Map<String, Value>;

fn json_rows(bytes: &[u8]) -> Vec<(usize, Result<Row, String>)> {
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines
        .filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace))
        .map(|(index, line)| (index + 1, json_row(line)))
        .collect()
}

fn json_row(line: &[u8]) -> Result<Row, String> {
    if line.len() > LONGEST_LINE {
        return Err("this line is longer than 1 MiB".to_owned());
    }
    match serde_json::from_slice(line) {
        Ok(Value::Object(row)) => Ok(row),
        Ok(_) => Err("a line is one JSON object, `{…}`".to_owned()),
        Err(error) if error.is_eof() => Err("this JSON object is cut off".to_owned()),
        Err(error) => Err(format!("this is not JSON (column {})", error.column())),
    }
}

fn csv_rows(bytes: &[u8]) -> Vec<(usize, Result<Row, String>)> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().cloned().unwrap_or_default();
    let mut out = Vec::new();
    for row in reader.records() {
        let line = |position: Option<&csv::Position>| position.map_or(0, |at| at.line() as usize);
        match row {
            Ok(row) => {
                let cells = headers.iter().zip(row.iter()).filter(|(_, c)| !c.trim().is_empty());
                let object = cells
                    .map(|(head, cell)| (head.trim().to_owned(), Value::from(cell.trim())))
                    .collect();
                out.push((line(row.position()), Ok(object)));
            }
            Err(error) => {
                let reason = "this row is not CSV with the columns of the heading".to_owned();
                out.push((line(error.position()), Err(reason)));
            }
        }
    }
    out
}

type Wrong = (&'static str, String);

fn designation(row: &Row) -> Result<Designation, Wrong> {
    if let Some(unknown) = row.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err((
            "",
            format!("a designation has no field `{unknown}`; other things belong in `notes`"),
        ));
    }
    let list = text(row, "list")?.ok_or_else(|| needed("list"))?;
    let name = text(row, "name")?;
    let entity = match (text(row, "entity")?, &name) {
        (Some(entity), _) => Reference::new(&entity),
        (None, Some(name)) => Reference::new(name),
        (None, None) => {
            return Err(("entity", "a designation needs its `entity` or its `name`".to_owned()));
        }
    };
    let source = [text(row, "document")?, text(row, "source")?];
    let source = source.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if source.is_empty() {
        return Err(needed("source"));
    }
    let standing = match text(row, "standing")?.as_deref() {
        None | Some("seen") => Standing::Seen,
        Some("press") => Standing::Press,
        Some("to be checked") => Standing::ToBeChecked,
        Some(other) => {
            return Err((
                "standing",
                format!("`{other}` is no standing; it is `seen`, `press` or `to be checked`"),
            ));
        }
    };
    let read = Designation {
        list,
        entity,
        name,
        listed: moment(row, "listed")?,
        earliest: moment(row, "earliest")?,
        seen: moment(row, "seen")?,
        delisted: moment(row, "delisted")?,
        recorded: moment(row, "recorded")?,
        source,
        standing,
    };
    in_order(&read)?;
    Ok(read)
}

fn needed(field: &'static str) -> Wrong {
    (field, format!("a designation needs its `{field}`"))
}

fn text(row: &Row, field: &'static str) -> Result<Option<String>, Wrong> {
    match row.get(field) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
        Some(Value::String(_)) => Err((field, "blank; leave the field out".to_owned())),
        Some(other) => Err((field, format!("`{other}` is not text"))),
    }
}

fn moment(row: &Row, field: &'static str) -> Result<Option<Date>, Wrong> {
    text(row, field)?.map(|written| day(&written).map_err(|reason| (field, reason))).transpose()
}

fn in_order(row: &Designation) -> Result<(), Wrong> {
    if row.listed.is_none() && row.delisted.is_none() {
        return Err(("listed", "a designation needs the day `listed` or `delisted`".to_owned()));
    }
    if row.listed.is_none() && (row.earliest.is_some() || row.seen.is_some()) {
        return Err(("listed", "`earliest` and `seen` need the day `listed`".to_owned()));
    }
    let after = |a: Option<Date>, b: Option<Date>| a.zip(b).is_some_and(|(a, b)| a > b);
    if after(row.earliest, row.listed) {
        return Err(("earliest", "this comes after the day `listed`".to_owned()));
    }
    if after(row.listed, row.seen) {
        return Err(("seen", "this comes before the day `listed`".to_owned()));
    }
    let last = row.seen.or(row.listed);
    if last.zip(row.delisted).is_some_and(|(last, end)| end <= last) {
        return Err(("delisted", "it was still on the list that day or later".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_and_csv_say_the_same() {
        let json = br#"{"list": "x.terrorist", "entity": "x-1", "name": "Group A", "listed": "2015-01-02", "delisted": "2016-03-04", "source": "gazette 7"}"#;
        let csv = b"list,entity,name,listed,delisted,source\nx.terrorist,x-1,Group A,2015-01-02,2016-03-04,gazette 7\n";
        let mut aside = Vec::new();
        let a = read_designations("a.jsonl", json, &mut aside);
        let b = read_designations("a.csv", csv, &mut aside);
        assert_eq!((a.len(), aside.len()), (1, 0));
        assert_eq!(a, b);
    }

    #[test]
    fn rows_that_cannot_be_read_are_set_aside_with_their_reason() {
        let rows = br#"{"list": "x", "name": "Group A", "listed": "2015-01-02", "source": "s"}
{"list": "x", "name": "Group A", "listed": "02/01/2015", "source": "s"}
{"list": "x", "name": "Group A", "source": "s"}
{"list": "x", "listed": "2015-01-02", "source": "s"}
{"list": "x", "name": "Group A", "listed": "2015-01-02"}
{"list": "x", "name": "Group A", "listed": "2015-01-02", "delisted": "2015-01-02", "source": "s"}
{"list": "x", "name": "Group A", "listed": "2015-01-02", "seen": "2014-01-02", "source": "s"}
{"list": "x", "name": "Group A", "listed": "2015-01-02", "earliest": "2016-01-02", "source": "s"}
{"list": "x", "name": "Group A", "delisted": "2015-01-02", "seen": "2014-01-02", "source": "s"}
{"list": "x", "name": "Group A", "listed": "2015-01-02", "source": "s", "standing": "sure"}
{"list": "x", "name": "Group A", "listed": "2015-01-02", "source": "s", "colour": "red"}
{"list": "x", "name": null, "listed": "2015-01-02", "source": "s"}
{"list": "x", "name": "", "listed": "2015-01-02", "source": "s"}
[1]
{"list": "x",
"#;
        let mut aside = Vec::new();
        assert_eq!(read_designations("rows.jsonl", rows, &mut aside).len(), 1);
        let said: Vec<String> = aside.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(said.join("\n"));
    }
}
