//! Numbers that are not whole: text in contents, numbers in rows.
//!
//! Degrees, kilometres and masses have fractions, and a content holds whole numbers only. So they
//! are entered as they were written, as text, and become numbers again where files have numbers.

use serde_json::{Map, Number, Value};

/// The fields of acts that are numbers in files.
const NUMBERS: [&str; 4] = ["lat", "lon", "radius_km", "mass"];

/// A row as a content has it: what is not whole is text.
pub fn as_text(row: &Map<String, Value>) -> Map<String, Value> {
    each(row, &|_, value| match value {
        Value::Number(number) if number.is_f64() => number.to_string().into(),
        other => other.clone(),
    })
}

/// A row as files have it: degrees, kilometres and masses are numbers.
pub fn as_numbers(row: &Map<String, Value>) -> Map<String, Value> {
    each(row, &|field, value| match value {
        Value::String(text) if NUMBERS.contains(&field) => match text.parse::<Number>() {
            Ok(number) => number.into(),
            // The reader of rows complains about it in its own words.
            Err(_) => value.clone(),
        },
        other => other.clone(),
    })
}

fn each(object: &Map<String, Value>, leaf: &impl Fn(&str, &Value) -> Value) -> Map<String, Value> {
    object.iter().map(|(field, value)| (field.clone(), in_field(field, value, leaf))).collect()
}

fn in_field(field: &str, value: &Value, leaf: &impl Fn(&str, &Value) -> Value) -> Value {
    match value {
        Value::Object(object) => each(object, leaf).into(),
        Value::Array(list) => list.iter().map(|one| in_field(field, one, leaf)).collect(),
        other => leaf(field, other),
    }
}

#[cfg(test)]
mod tests {
    use super::{as_numbers, as_text};
    use serde_json::{Value, json};

    #[test]
    fn fractions_survive_the_way_into_a_content_and_back() {
        let row = json!({
            "id": "a", "place": {"lat": 34.5, "lon": 36, "radius_km": 0.25},
            "by": [{"actor": "group-a", "mass": 0.7}], "notes": "0.5",
        });
        let Value::Object(row) = row else { panic!("an object") };
        let text = as_text(&row);
        assert_eq!(text["place"], json!({"lat": "34.5", "lon": 36, "radius_km": "0.25"}));
        assert!(crate::canonical::check_object(&text, 8).is_ok());
        assert_eq!(as_numbers(&text), row);
    }
}
