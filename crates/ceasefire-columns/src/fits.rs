//! Whether a row holds what the schema says, and if not, which field is to blame.
//!
//! Looked at before anything is put into a column, so that an act is taken whole or not at all.

use crate::wrong::Refused;
use arrow_schema::{DataType, Field, Fields};
use serde_json::{Map, Value};

/// Looks at the fields of a row, or of an object within one.
pub(crate) fn fits(
    object: &Map<String, Value>,
    fields: &Fields,
    inside: &str,
) -> Result<(), Refused> {
    for (name, value) in object {
        let column = within(inside, name);
        match fields.find(name) {
            Some((_, field)) => value_fits(value, field, &column)?,
            None if value.is_null() => return Err(Refused::unknown(&column)),
            None => {
                let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
                let reason = format!("there is no such field here, only {}", names.join(", "));
                return Err(Refused::new(&column, reason));
            }
        }
    }
    match fields.iter().find(|field| !field.is_nullable() && !object.contains_key(field.name())) {
        None => Ok(()),
        Some(missing) => {
            Err(Refused::new(&within(inside, missing.name()), "an act needs this field"))
        }
    }
}

fn value_fits(value: &Value, field: &Field, column: &str) -> Result<(), Refused> {
    match (field.data_type(), value) {
        (_, Value::Null) => Err(Refused::unknown(column)),
        (DataType::Utf8, Value::String(text)) => match text.trim() {
            "" => Err(Refused::unknown(column)),
            _ => Ok(()),
        },
        (DataType::Utf8, _) => {
            Err(Refused::new(column, "this is not text: write it in quotation marks"))
        }
        (DataType::Int64, value) if value.as_i64().is_some_and(|people| people >= 0) => Ok(()),
        (DataType::Int64, value) => {
            Err(Refused::new(column, format!("`{value}` is not a number of people")))
        }
        (DataType::Float64, Value::Number(_)) => Ok(()),
        (DataType::Float64, value) => Err(Refused::new(column, format!("{value} is not a number"))),
        (DataType::List(_), Value::Array(list)) if list.is_empty() => {
            Err(Refused::new(column, "an empty list says nothing; leave the field out"))
        }
        (DataType::List(one), Value::Array(list)) => {
            list.iter().try_for_each(|value| value_fits(value, one, column))
        }
        (DataType::List(_), _) => Err(Refused::new(column, "this is not a list")),
        (DataType::Struct(fields), Value::Object(object)) => fits(object, fields, column),
        (DataType::Struct(_), _) => Err(Refused::new(column, "this is not an object")),
        // Masses, days and maps are made by `form.rs`, which has looked at them.
        _ => Ok(()),
    }
}

/// `lat` within `place` is `place.lat`.
pub(crate) fn within(inside: &str, name: &str) -> String {
    if inside.is_empty() { name.to_owned() } else { format!("{inside}.{name}") }
}
