//! An act in whatever form its JSON has, to a row of one shape, and back.
//!
//! `"by": "a"` and `"by": [{"actor": "a"}]` say the same; the row has the second. What the act
//! said stays in `as_written` wherever the row alone would come back as something else, so that
//! the way there and back is the same act. Numbers are compared by what they are worth: `25.0`
//! comes back as `25`.

use crate::fits::within;
use crate::wrong::Refused;
use accord_syntax::ast::Civil;
use accord_syntax::parse_span;
use jiff::civil::{Date, date};
use serde_json::{Map, Number, Value};

/// The fields of an act, in the order in which they are written.
pub const FIELDS: [&str; 14] = [
    "id",
    "kind",
    "by",
    "on",
    "hypotheses",
    "at",
    "place",
    "weapon",
    "harm",
    "sources",
    "counted_as_violation_by",
    "claims",
    "facts",
    "notes",
];

const AS_WRITTEN: &str = "as_written";

/// The row of an act.
pub(crate) fn row(act: &Map<String, Value>) -> Result<Map<String, Value>, Refused> {
    let mut row = Map::new();
    let mut as_written = Map::new();
    for (field, value) in act {
        if value.is_null() {
            return Err(Refused::unknown(field));
        }
        if field == "at" {
            put_time(value, &mut row)?;
            continue;
        }
        if !FIELDS.contains(&field.as_str()) {
            let reason = "an act has no such field; other things belong in `notes`";
            return Err(Refused::new(field, reason));
        }
        let shaped = shaped(field, value)?;
        let back = shaped.as_ref().map(|shaped| unshaped(field, shaped));
        if !back.is_some_and(|back| same(&back, value)) {
            as_written.insert(field.clone(), Value::String(value.to_string()));
        }
        if let Some(shaped) = shaped {
            row.insert(field.clone(), shaped);
        }
    }
    if !act.contains_key("at") {
        return Err(Refused::new("at", "an act needs its time"));
    }
    if !as_written.is_empty() {
        row.insert(AS_WRITTEN.to_owned(), Value::Object(as_written));
    }
    Ok(row)
}

/// The act of a row, its fields in order.
///
/// `as_written` says only in which form a field stood. Where the column has been changed since and
/// says something else, the column is right.
pub(crate) fn act(row: &Map<String, Value>) -> Map<String, Value> {
    let as_written = row.get(AS_WRITTEN).and_then(Value::as_object);
    let as_written = |field: &str| {
        let text = as_written?.get(field)?.as_str()?;
        let value: Value = serde_json::from_str(text).ok()?;
        let told = shaped(field, &value).ok()?;
        let agrees = match (&told, row.get(field)) {
            (None, None) => true,
            (Some(told), Some(column)) => same(told, column),
            _ => false,
        };
        agrees.then_some(value)
    };
    let mut out = Map::new();
    for field in FIELDS {
        let value = match field {
            "at" => row.get("at_text").cloned(),
            _ => as_written(field).or_else(|| Some(unshaped(field, row.get(field)?))),
        };
        if let Some(value) = value {
            out.insert(field.to_owned(), value);
        }
    }
    out
}

/// A field in the shape of its column; none where the column cannot hold it.
fn shaped(field: &str, value: &Value) -> Result<Option<Value>, Refused> {
    Ok(Some(match (field, value) {
        ("by" | "on", Value::Array(list)) => each(list, |one| candidate(one, field))?,
        ("by" | "on", one) => Value::Array(vec![candidate(one, field)?]),
        ("hypotheses", Value::Array(list)) => each(list, |one| massed(one, field))?,
        ("place", Value::String(name)) => {
            let same = [("id", name), ("name", name)];
            same.map(|(part, name)| (part.to_owned(), Value::String(name.clone())))
                .into_iter()
                .collect()
        }
        ("place", Value::Object(_)) => value.clone(),
        ("place", _) => return Err(Refused::new(field, "a place is a name, or an object")),
        ("harm", Value::Object(harm)) => bounds(harm)?,
        ("harm", _) => {
            return Err(Refused::new(field, "harm is an object with `killed` and `injured`"));
        }
        ("notes", notes) if !are_texts(notes) => return Ok(None),
        (_, value) => value.clone(),
    }))
}

/// The field of an act that a column comes back as.
fn unshaped(field: &str, column: &Value) -> Value {
    match (field, column) {
        ("by" | "on", Value::Array(list)) => list.iter().map(named).collect(),
        ("harm", Value::Object(bounds)) => ranges(bounds),
        (_, column) => column.clone(),
    }
}

fn each(
    list: &[Value],
    shape: impl FnMut(&Value) -> Result<Value, Refused>,
) -> Result<Value, Refused> {
    Ok(Value::Array(list.iter().map(shape).collect::<Result<_, _>>()?))
}

fn candidate(one: &Value, field: &str) -> Result<Value, Refused> {
    match one {
        Value::String(name) => {
            Ok([("actor".to_owned(), Value::String(name.clone()))].into_iter().collect())
        }
        Value::Object(candidate) if candidate.contains_key("actor") => massed(one, field),
        Value::Object(_) => Err(Refused::new(field, "a candidate needs its `actor`")),
        _ => {
            let reason = "a candidate is a name, or an object with `actor` and `mass`";
            Err(Refused::new(field, reason))
        }
    }
}

/// A candidate without a mass is its name.
fn named(candidate: &Value) -> Value {
    match candidate.as_object() {
        Some(only) if only.len() == 1 => only.get("actor").unwrap_or(candidate).clone(),
        _ => candidate.clone(),
    }
}

/// An object with its mass in the one form.
fn massed(one: &Value, field: &str) -> Result<Value, Refused> {
    let mut one = one.clone();
    if let Some(said) = one.get_mut("mass") {
        let millionths = millionths(said).ok_or_else(|| {
            let reason =
                format!("{said} is not a mass above 0 and up to 1, with at most six decimals");
            Refused::new(&within(field, "mass"), reason)
        })?;
        *said = mass(i128::from(millionths));
    }
    Ok(one)
}

/// A mass in millionths, exactly; none where it is no mass.
pub(crate) fn millionths(mass: &Value) -> Option<u32> {
    let text = match mass {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 1 || part.len() > 6 || !digits(whole) || !digits(part) {
        return None;
    }
    let millionths: u32 = format!("{whole}{part:0<6}").parse().ok()?;
    (1..=1_000_000).contains(&millionths).then_some(millionths)
}

/// A mass as JSON writes it: a number, or a text where the number would be written with an exponent.
pub(crate) fn mass(millionths: i128) -> Value {
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    let text = format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match serde_json::from_str::<Number>(text) {
        Ok(number) if number.to_string() == text => Value::Number(number),
        _ => Value::String(text.to_owned()),
    }
}

/// `{"killed": {"min": 1}}` to `{"killed_min": 1}`.
fn bounds(harm: &Map<String, Value>) -> Result<Value, Refused> {
    let mut out = Map::new();
    for (what, range) in harm {
        let column = within("harm", what);
        if !["killed", "injured"].contains(&what.as_str()) {
            let reason = "there is no such field here, only killed, injured";
            return Err(Refused::new(&column, reason));
        }
        let Value::Object(range) = range else {
            return Err(Refused::new(&column, "a range has `min` and `max`"));
        };
        for (bound, people) in range {
            if !["min", "max"].contains(&bound.as_str()) {
                let reason = "there is no such field here, only min, max";
                return Err(Refused::new(&within(&column, bound), reason));
            }
            if i64::try_from(people.as_u64().unwrap_or(u64::MAX)).is_err() {
                return Err(Refused::new(&column, format!("`{people}` is not a number of people")));
            }
            out.insert(format!("{what}_{bound}"), people.clone());
        }
    }
    Ok(Value::Object(out))
}

/// `{"killed_min": 1}` to `{"killed": {"min": 1}}`.
fn ranges(bounds: &Map<String, Value>) -> Value {
    let mut out = Map::new();
    for what in ["killed", "injured"] {
        let of =
            |bound: &str| Some((bound.to_owned(), bounds.get(&format!("{what}_{bound}"))?.clone()));
        let range: Map<String, Value> = ["min", "max"].into_iter().filter_map(of).collect();
        if !range.is_empty() {
            out.insert(what.to_owned(), Value::Object(range));
        }
    }
    Value::Object(out)
}

fn are_texts(notes: &Value) -> bool {
    notes.as_object().is_some_and(|notes| notes.values().all(Value::is_string))
}

/// The time as written, and its first and last day: those of the agreement's zone, in which it is
/// written.
fn put_time(at: &Value, row: &mut Map<String, Value>) -> Result<(), Refused> {
    let wrong = |reason: String| Refused::new("at", reason);
    let Value::String(text) = at else {
        return Err(wrong("this is not text: write it in quotation marks".to_owned()));
    };
    let span = parse_span(text).map_err(|_| {
        wrong(format!(
            "`{text}` is not a time; write `2016-03-02`, `2016-03-02 09:10`, or two with ` .. ` between them"
        ))
    })?;
    let first = day(span.from).map_err(wrong)?;
    let last = day(span.to.unwrap_or(span.from)).map_err(wrong)?;
    if last < first {
        return Err(wrong("this span ends before it begins".to_owned()));
    }
    row.insert("at_text".to_owned(), at.clone());
    row.insert("day_from".to_owned(), first.into());
    row.insert("day_until".to_owned(), last.into());
    Ok(())
}

/// Days since 1 January 1970.
fn day(civil: Civil) -> Result<i32, String> {
    let day = Date::new(civil.year, civil.month.cast_signed(), civil.day.cast_signed()).ok();
    let since = day
        .filter(|day| (1800..=2200).contains(&day.year()))
        .and_then(|day| date(1970, 1, 1).until(day).ok());
    since.map(|since| since.get_days()).ok_or_else(|| {
        format!(
            "`{:04}-{:02}-{:02}` is not a date between 1800 and 2200",
            civil.year, civil.month, civil.day
        )
    })
}

/// Whether two values say the same: numbers by what they are worth.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn masses_are_exact_millionths_and_come_back_plainly_written() {
        for (said, exact, back) in [
            (json!(0.7), 700_000, json!(0.7)),
            (json!("0.70"), 700_000, json!(0.7)),
            (json!(1.0), 1_000_000, json!(1)),
            (json!("0.333333"), 333_333, json!(0.333_333)),
            (json!("0.000001"), 1, json!("0.000001")),
        ] {
            assert_eq!(millionths(&said), Some(exact), "{said}");
            assert_eq!(mass(i128::from(exact)), back);
        }
        for wrong in [json!(0), json!(1.1), json!(-0.5), json!("0.1234567"), json!("half")] {
            assert_eq!(millionths(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_columns_are_right_where_the_words_beside_them_have_not_been_changed_with_them() {
        let Value::Object(said) =
            json!({"id":"a","kind":"attack","by":"group-a","at":"2016-03-02"})
        else {
            return;
        };
        let mut row = row(&said).unwrap();
        assert_eq!(act(&row), said);
        row.insert("by".to_owned(), json!([{ "actor": "group-b" }]));
        assert_eq!(act(&row).get("by"), Some(&json!(["group-b"])));
    }
}
