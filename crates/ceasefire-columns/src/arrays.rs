//! Rows to Arrow arrays and back, by walking the schema.

use crate::form::{mass, millionths};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray, MapArray,
    StringArray, StructArray, new_null_array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, FieldRef, Fields};
use serde_json::{Map, Number, Value};
use std::sync::Arc;

/// The values of one column, one for each act; absent is null.
pub(crate) fn array(
    values: &[Option<&Value>],
    data_type: &DataType,
) -> Result<ArrayRef, ArrowError> {
    let each = || values.iter().copied();
    Ok(match data_type {
        DataType::Utf8 => Arc::new(each().map(|v| v?.as_str()).collect::<StringArray>()),
        DataType::Int64 => Arc::new(each().map(|v| v?.as_i64()).collect::<Int64Array>()),
        DataType::Float64 => Arc::new(each().map(|v| v?.as_f64()).collect::<Float64Array>()),
        DataType::Date32 => {
            let day = |v: Option<&Value>| i32::try_from(v?.as_i64()?).ok();
            Arc::new(each().map(day).collect::<Date32Array>())
        }
        DataType::Decimal128(digits, decimals) => {
            let masses: Decimal128Array =
                each().map(|v| Some(i128::from(millionths(v?)?))).collect();
            Arc::new(masses.with_precision_and_scale(*digits, *decimals)?)
        }
        DataType::List(one) => list(values, one)?,
        DataType::Struct(fields) => Arc::new(objects(values, fields)?),
        DataType::Map(parts, _) => map(values, parts)?,
        // The schema has no other types.
        other => new_null_array(other, values.len()),
    })
}

fn list(values: &[Option<&Value>], one: &FieldRef) -> Result<ArrayRef, ArrowError> {
    let lists = || values.iter().map(|value| value.and_then(Value::as_array));
    let members: Vec<Option<&Value>> = lists().flatten().flatten().map(Some).collect();
    let ends = ends(lists().map(|list| list.map_or(0, Vec::len)))?;
    let members = array(&members, one.data_type())?;
    Ok(Arc::new(ListArray::try_new(Arc::clone(one), ends, members, Some(nulls(values)))?))
}

fn objects(values: &[Option<&Value>], fields: &Fields) -> Result<StructArray, ArrowError> {
    let mut columns = Vec::new();
    for field in fields {
        let members: Vec<Option<&Value>> =
            values.iter().map(|value| value.and_then(|value| value.get(field.name()))).collect();
        columns.push(array(&members, field.data_type())?);
    }
    StructArray::try_new(fields.clone(), columns, Some(nulls(values)))
}

fn map(values: &[Option<&Value>], parts: &FieldRef) -> Result<ArrayRef, ArrowError> {
    let maps = || values.iter().map(|value| value.and_then(Value::as_object));
    let keys: StringArray = maps().flatten().flat_map(Map::keys).map(Some).collect();
    let texts: StringArray = maps().flatten().flat_map(Map::values).map(Value::as_str).collect();
    let ends = ends(maps().map(|map| map.map_or(0, Map::len)))?;
    let DataType::Struct(fields) = parts.data_type() else {
        return Err(ArrowError::SchemaError("a map has keys and values".to_owned()));
    };
    let entries =
        StructArray::try_new(fields.clone(), vec![Arc::new(keys), Arc::new(texts)], None)?;
    let map = MapArray::try_new(Arc::clone(parts), ends, entries, Some(nulls(values)), false)?;
    Ok(Arc::new(map))
}

/// Where each list ends among the members of all.
fn ends(lengths: impl Iterator<Item = usize>) -> Result<OffsetBuffer<i32>, ArrowError> {
    let lengths: Vec<usize> = lengths.collect();
    OffsetBuffer::try_from_lengths(lengths)
        .map_err(|error| ArrowError::InvalidArgumentError(error.to_string()))
}

fn nulls(values: &[Option<&Value>]) -> NullBuffer {
    values.iter().map(Option::is_some).collect()
}

/// One value of a column; none where it is null. The types are those that `reader.rs` lets
/// through. `left` is how many bytes the act may still have: a small file can name a long text
/// very often.
pub(crate) fn value(
    array: &dyn Array,
    at: usize,
    left: &mut usize,
) -> Result<Option<Value>, String> {
    if array.is_null(at) {
        return Ok(None);
    }
    Ok(Some(match array.data_type() {
        DataType::Utf8View => {
            let text = array.as_string_view().value(at);
            spend(left, text.len())?;
            Value::String(text.to_owned())
        }
        DataType::Int64 => array.as_primitive::<Int64Type>().value(at).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(at).into(),
        DataType::Float64 => number(array.as_primitive::<Float64Type>().value(at))?,
        DataType::Decimal128(..) => mass(array.as_primitive::<Decimal128Type>().value(at)),
        DataType::List(_) => {
            let members = array.as_list::<i32>().value(at);
            spend(left, members.len().saturating_mul(8))?;
            let member = |at| Ok(value(&members, at, left)?.unwrap_or(Value::Null));
            Value::Array((0..members.len()).map(member).collect::<Result<_, String>>()?)
        }
        DataType::Struct(fields) => {
            Value::Object(object(array.as_struct().columns(), fields, at, left)?)
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(at);
            spend(left, entries.len().saturating_mul(8))?;
            Value::Object(texts(&entries, left)?)
        }
        _ => return Ok(None),
    }))
}

/// The fields of one row, or of an object within one, without those that are null.
pub(crate) fn object(
    columns: &[ArrayRef],
    fields: &Fields,
    at: usize,
    left: &mut usize,
) -> Result<Map<String, Value>, String> {
    let mut out = Map::new();
    for (field, column) in fields.iter().zip(columns) {
        if let Some(value) = value(column, at, left)? {
            out.insert(field.name().clone(), value);
        }
    }
    Ok(out)
}

fn texts(entries: &StructArray, left: &mut usize) -> Result<Map<String, Value>, String> {
    let mut out = Map::new();
    let [keys, texts] = entries.columns() else {
        return Err("a map has keys and values".to_owned());
    };
    for at in 0..entries.len() {
        let Some(Value::String(key)) = value(keys, at, left)? else {
            return Err("a text in a map has no heading".to_owned());
        };
        if out.contains_key(&key) {
            return Err(format!("the heading `{key}` stands twice"));
        }
        out.insert(key, value(texts, at, left)?.unwrap_or(Value::Null));
    }
    Ok(out)
}

fn spend(left: &mut usize, bytes: usize) -> Result<(), String> {
    match left.checked_sub(bytes) {
        Some(less) => *left = less,
        None => return Err("this act is longer than 1 MiB".to_owned()),
    }
    Ok(())
}

/// A number as JSON writes it: a whole one without decimals.
fn number(number: f64) -> Result<Value, String> {
    /// Up to here every whole number has a float of its own.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < WHOLE {
        return Ok(Value::from(number as i64));
    }
    Number::from_f64(number).map(Value::Number).ok_or_else(|| format!("{number} is not a number"))
}
