//! The columns of a file of acts; `docs/columns.md` tells them to users, and a test holds the two
//! together.
//!
//! Texts are plain texts to Arrow and dictionary-encoded within Parquet. An Arrow dictionary would
//! say the same twice, and not every tool opens one that stands in a list.

use arrow_schema::{DataType, Field, Fields, Schema};
use std::sync::Arc;

/// The version of the schema, under `VERSION_KEY` in the metadata of a file. It changes when a
/// reader of this version could misread a file.
pub const VERSION: &str = "1";

/// Where a file says which version of the schema it has.
pub(crate) const VERSION_KEY: &str = "ceasefire.acts";

/// Digits of a mass, and how many of them are decimals: exact millionths up to 1.
pub(crate) const MASS: (u8, i8) = (7, 6);

/// The columns of a file of acts.
pub fn schema() -> Schema {
    let hypothesis = record(&[
        ("by", DataType::Utf8),
        ("on", DataType::Utf8),
        ("place", DataType::Utf8),
        ("weapon", DataType::Utf8),
        ("mass", mass()),
    ]);
    let place = record(&[
        ("id", DataType::Utf8),
        ("name", DataType::Utf8),
        ("lat", DataType::Float64),
        ("lon", DataType::Float64),
        ("radius_km", DataType::Float64),
    ]);
    let harm = record(&[
        ("killed_min", DataType::Int64),
        ("killed_max", DataType::Int64),
        ("injured_min", DataType::Int64),
        ("injured_max", DataType::Int64),
    ]);
    let source = record(&[
        ("publisher", DataType::Utf8),
        ("url", DataType::Utf8),
        ("seen", DataType::Utf8),
        ("says", DataType::Utf8),
    ]);
    let candidates = || list(record(&[("actor", DataType::Utf8), ("mass", mass())]));
    let needed = |name, data_type| Field::new(name, data_type, false);
    let maybe = |name, data_type| Field::new(name, data_type, true);
    Schema::new(vec![
        needed("id", DataType::Utf8),
        needed("kind", DataType::Utf8),
        maybe("by", candidates()),
        maybe("on", candidates()),
        maybe("hypotheses", list(hypothesis)),
        needed("at_text", DataType::Utf8),
        needed("day_from", DataType::Date32),
        needed("day_until", DataType::Date32),
        maybe("place", place),
        maybe("weapon", DataType::Utf8),
        maybe("harm", harm),
        maybe("sources", list(source)),
        maybe("counted_as_violation_by", list(DataType::Utf8)),
        maybe("claims", list(DataType::Utf8)),
        maybe("facts", list(DataType::Utf8)),
        maybe("notes", map()),
        maybe("as_written", map()),
    ])
}

/// What a column holds, in the words of the messages and of `docs/columns.md`.
pub(crate) fn told(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "texts".to_owned(),
        DataType::Int32 | DataType::Int64 => "whole numbers".to_owned(),
        DataType::Float64 => "numbers".to_owned(),
        DataType::Decimal128(digits, decimals) => format!("decimals ({digits}, {decimals})"),
        DataType::Date32 => "dates".to_owned(),
        DataType::List(one) => format!("lists of {}", told(one.data_type())),
        DataType::Struct(fields) => {
            let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
            format!("{{{}}}", names.join(", "))
        }
        DataType::Map(..) => "maps of texts to texts".to_owned(),
        other => other.to_string(),
    }
}

fn mass() -> DataType {
    DataType::Decimal128(MASS.0, MASS.1)
}

fn record(fields: &[(&str, DataType)]) -> DataType {
    let field = |(name, data_type): &(&str, DataType)| Field::new(*name, data_type.clone(), true);
    DataType::Struct(fields.iter().map(field).collect())
}

/// A list as Parquet names its parts, whose members are never null.
fn list(one: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("element", one, false)))
}

/// Texts under texts, with the names that Parquet gives the parts of a map.
fn map() -> DataType {
    let parts: Fields =
        vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, false)]
            .into();
    DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(parts), false)), false)
}
