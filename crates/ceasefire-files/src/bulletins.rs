//! Bulletins: what a reporter counted, and which acts it lists.

use crate::acts::{text, texts};
use crate::aside::{SetAside, Wrong};
use crate::rows::rows;
use serde_json::{Map, Value};

/// One bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// Its id.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// The day or days it is about, as written.
    pub period: Option<String>,
    /// How many violations it claims.
    pub claimed: Option<u64>,
    /// The acts that it lists, by id.
    pub lists: Vec<String>,
    /// Where it stands.
    pub url: Option<String>,
}

/// Reads bulletins.
pub fn read_bulletins(file: &str, bytes: &[u8], aside: &mut Vec<SetAside>) -> Vec<Bulletin> {
    let mut out = Vec::new();
    for (line, row) in rows(file, bytes, aside) {
        match bulletin(&row) {
            Ok(bulletin) => out.push(bulletin),
            Err(wrong) => aside.push(SetAside {
                file: file.to_owned(),
                line,
                column: wrong.column,
                reason: wrong.reason,
            }),
        }
    }
    out
}

fn bulletin(row: &Map<String, Value>) -> Result<Bulletin, Wrong> {
    let need = |field: &str| {
        text(row, field)?
            .ok_or_else(|| Wrong::new(field, format!("a bulletin needs its `{field}`")))
    };
    let claimed = match row.get("claimed") {
        None => None,
        Some(value) => Some(
            value
                .as_u64()
                .ok_or_else(|| Wrong::new("claimed", format!("`{value}` is not a count")))?,
        ),
    };
    Ok(Bulletin {
        id: need("bulletin")?,
        publisher: need("publisher")?,
        period: text(row, "period")?,
        claimed,
        lists: texts(row, "lists")?,
        url: text(row, "url")?,
    })
}
