//! Fields of a row: texts, names, and nothing that was not asked for.

use crate::aside::Wrong;
use crate::doubts::nearest;
use accord_check::model::Agreement;
use accord_syntax::ast::{Given, GivenSays};
use serde_json::{Map, Value};

/// Refuses a row with a field that has no meaning: a misspelt one would be lost in silence.
pub(crate) fn known(row: &Map<String, Value>, fields: &[&str], what: &str) -> Result<(), Wrong> {
    no_null(row)?;
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
    no_null(object).map_err(|wrong| wrong.inside(inside))?;
    match object.keys().find(|key| !fields.contains(&key.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            let reason = format!("there is no such field here, only {}", fields.join(", "));
            Err(Wrong::new(unknown, reason).inside(inside))
        }
    }
}

fn no_null(object: &Map<String, Value>) -> Result<(), Wrong> {
    match object.iter().find(|(_, value)| value.is_null()) {
        None => Ok(()),
        Some((field, _)) => Err(Wrong::unknown(field)),
    }
}

/// A text; absent where the field is. An empty text is refused: unknown is absent.
pub(crate) fn text(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    match row.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => readable(text, field).map(Some),
        Some(Value::Null) => Err(Wrong::unknown(field)),
        Some(_) => Err(Wrong::new(field, "this is not text: write it in quotation marks")),
    }
}

/// A text that says something, and nothing to a terminal.
fn readable(text: &str, field: &str) -> Result<String, Wrong> {
    if text.trim().is_empty() {
        return Err(Wrong::unknown(field));
    }
    if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Wrong::new(field, "this text holds control characters"));
    }
    Ok(text.to_owned())
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
            Value::String(text) => readable(text, field),
            _ => Err(wrong()),
        })
        .collect()
}

/// A complaint about a list without members.
pub(crate) fn empty_list(field: &str) -> Wrong {
    Wrong::new(field, "an empty list says nothing; leave the field out")
}

/// An id: one line of text; absent where the field is.
pub(crate) fn id(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    match text(row, field)? {
        Some(id) if id.contains(char::is_control) => {
            Err(Wrong::new(field, "an id stands on one line"))
        }
        id => Ok(id),
    }
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
    if text.trim().is_empty() {
        return Err(Wrong::unknown(field));
    }
    let fine = text.chars().count() <= 100
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '/'));
    if fine {
        return Ok(());
    }
    Err(Wrong::new(field, format!("`{text}` is not a name: up to 100 letters, digits and hyphens")))
}

/// Refuses a fact or a power that the agreement does not declare, or with other arguments.
pub(crate) fn known_fact(given: &Given, agreement: &Agreement) -> Result<(), String> {
    let (what, name, args, params) = match &given.says {
        GivenSays::Fact(name, args) | GivenSays::Value(name, args, _) => {
            let decl = agreement.facts.get(&name.text);
            ("fact", name, args, decl.map(|decl| decl.params.len()))
        }
        GivenSays::Used(name, args, _) => {
            let decl = agreement.powers.iter().find(|power| power.name == name.text);
            ("power", name, args, decl.map(|_| args.len()))
        }
        GivenSays::Listed(..) | GivenSays::Error => return Ok(()),
    };
    let name = &name.text;
    let Some(params) = params else {
        let known: Vec<&str> = if what == "fact" {
            agreement.facts.keys().map(String::as_str).collect()
        } else {
            agreement.powers.iter().map(|power| power.name.as_str()).collect()
        };
        let near = nearest(name, known.into_iter());
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("the agreement has no {what} `{name}`{hint}"));
    };
    if args.len() == params {
        return Ok(());
    }
    let are = if params == 1 { "1 name" } else { &format!("{params} names") };
    Err(format!("`{name}` is about {are}, not {}", args.len()))
}
