//! Bulletins: what a reporter counted, and which acts it lists.

use crate::aside::{SetAside, Wrong, in_order};
use crate::fields::{id, known, text, texts};
use crate::rows::rows;
use accord_syntax::parse_span;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// One bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// Its id.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// The day or days it is about, as written.
    pub period: Option<String>,
    /// The day on which it came out, as written.
    pub seen: Option<String>,
    /// How many violations it claims.
    pub claimed: Option<u64>,
    /// The acts that it lists, by id.
    pub lists: Vec<String>,
    /// Where it stands.
    pub url: Option<String>,
}

const FIELDS: [&str; 10] =
    ["bulletin", "publisher", "period", "seen", "url", "claimed", "lists", "says", "sums", "notes"];

/// Reads bulletins. Ids that stand twice are set aside.
pub fn read_bulletins(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Bulletin> {
    read_unseen(file, bytes, &mut BTreeSet::new(), aside)
}

/// The same where earlier files had bulletins.
pub(crate) fn read_unseen(
    file: &str,
    bytes: &[u8],
    seen: &mut BTreeSet<String>,
    aside: &mut Vec<SetAside>,
) -> Vec<Bulletin> {
    let mut out = Vec::new();
    let first = aside.len();
    for (line, row) in rows(file, bytes, aside) {
        let read = bulletin(&row).and_then(|bulletin| {
            if seen.insert(bulletin.id.clone()) {
                Ok(bulletin)
            } else {
                let id = &bulletin.id;
                Err(Wrong::new("bulletin", format!("another bulletin above has the id `{id}`")))
            }
        });
        match read {
            Ok(bulletin) => out.push(bulletin),
            Err(wrong) => aside.push(wrong.at(file, line)),
        }
    }
    in_order(aside, first);
    out
}

fn bulletin(row: &Map<String, Value>) -> Result<Bulletin, Wrong> {
    known(row, &FIELDS, "a bulletin")?;
    let need = |field: &str| {
        text(row, field)?
            .ok_or_else(|| Wrong::new(field, format!("a bulletin needs its `{field}`")))
    };
    let claimed = row.get("claimed").map(|value| count(value, "claimed")).transpose()?;
    match row.get("sums") {
        None => {}
        Some(Value::Object(sums)) if !sums.is_empty() => {
            for (name, value) in sums {
                count(value, name).map_err(|wrong| wrong.inside("sums"))?;
            }
        }
        Some(_) => {
            return Err(Wrong::new("sums", "sums are an object with a count for each heading"));
        }
    }
    Ok(Bulletin {
        id: id(row, "bulletin")?
            .ok_or_else(|| Wrong::new("bulletin", "a bulletin needs its `bulletin`, an id"))?,
        publisher: need("publisher")?,
        period: day(row, "period")?,
        seen: day(row, "seen")?,
        claimed,
        lists: texts(row, "lists")?,
        url: text(row, "url")?,
    })
}

fn count(value: &Value, field: &str) -> Result<u64, Wrong> {
    value.as_u64().ok_or_else(|| Wrong::new(field, format!("`{value}` is not a count")))
}

/// A time, kept as written: which instants it means depends on the zone of the agreement.
fn day(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    let Some(day) = text(row, field)? else { return Ok(None) };
    match parse_span(&day) {
        Ok(_) => Ok(Some(day)),
        Err(_) => Err(Wrong::new(field, format!("`{day}` is not a day or a span of days"))),
    }
}
