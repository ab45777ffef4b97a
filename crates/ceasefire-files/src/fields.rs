//! Fields of a row: texts, names, and nothing that was not asked for.

use crate::aside::Wrong;
use serde_json::{Map, Value};

/// Refuses a row with a field that has no meaning: a misspelt one would be lost in silence.
pub(crate) fn known(row: &Map<String, Value>, fields: &[&str], what: &str) -> Result<(), Wrong> {
    match row.keys().find(|key| !fields.contains(&key.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(Wrong::new(
            unknown,
            format!("{what} has no such field; other things belong in `notes`"),
        )),
    }
}

/// The same for an object within a row.
pub(crate) fn only(
    object: &Map<String, Value>,
    fields: &[&str],
    inside: &str,
) -> Result<(), Wrong> {
    match object.keys().find(|key| !fields.contains(&key.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            let reason = format!("there is no such field here, only {}", fields.join(", "));
            Err(Wrong::new(unknown, reason).inside(inside))
        }
    }
}

/// A text; absent where the field is. An empty text is refused: unknown is absent.
pub(crate) fn text(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    match row.get(field) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
        Some(Value::String(_) | Value::Null) => {
            Err(Wrong::new(field, "unknown is absent: leave the field out"))
        }
        Some(_) => Err(Wrong::new(field, "this is not text")),
    }
}

/// A list of texts; absent where the field is.
pub(crate) fn texts(row: &Map<String, Value>, field: &str) -> Result<Vec<String>, Wrong> {
    let wrong = || Wrong::new(field, "this is not a list of texts");
    let list = match row.get(field) {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) if list.is_empty() => return Err(empty_list(field)),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(wrong()),
    };
    list.iter()
        .map(|one| match one {
            Value::String(text) if !text.trim().is_empty() => Ok(text.clone()),
            _ => Err(wrong()),
        })
        .collect()
}

/// A complaint about a list without members.
pub(crate) fn empty_list(field: &str) -> Wrong {
    Wrong::new(field, "an empty list says nothing; leave the field out")
}

/// A name; absent where the field is.
pub(crate) fn name(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    let name = text(row, field)?;
    if let Some(name) = &name {
        is_name(name, field)?;
    }
    Ok(name)
}

/// Names in files follow the names of the language.
pub(crate) fn is_name(text: &str, field: &str) -> Result<(), Wrong> {
    let fine = !text.is_empty()
        && text.len() <= 100
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '/'));
    if fine {
        return Ok(());
    }
    Err(Wrong::new(field, format!("`{text}` is not a name: up to 100 letters, digits and hyphens")))
}
