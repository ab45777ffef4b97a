//! Parquet that others wrote: of acts, of something else, and of far too much.

use arrow_array::{
    Array as _, ArrayRef, Decimal128Array, Float64Array, Int32Array, Int64Array, LargeStringArray,
    ListArray, NullArray, RecordBatch, StringArray, StructArray, new_null_array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields};
use ceasefire_columns::Reader;
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;

/// A file of these columns.
fn written(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    with_pairs(columns, &[])
}

fn with_pairs(columns: Vec<(&str, ArrayRef)>, pairs: &[(&str, &str)]) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    )
    .unwrap();
    let pairs =
        pairs.iter().map(|(key, value)| KeyValue::new((*key).into(), Some((*value).into())));
    let properties =
        WriterProperties::builder().set_key_value_metadata(Some(pairs.collect())).build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(texts.iter().copied().collect::<StringArray>())
}

/// The columns that are needed, for two acts.
fn needed() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("id", texts(&[Some("a"), Some("b")])),
        ("kind", texts(&[Some("attack"), Some("attack")])),
        ("at_text", texts(&[Some("2016-03-02"), Some("2016-03-03 .. 2016-03-04")])),
    ]
}

fn with(name: &'static str, column: ArrayRef) -> Vec<(&'static str, ArrayRef)> {
    let mut columns = needed();
    columns.push((name, column));
    columns
}

fn told(bytes: Vec<u8>) -> String {
    match Reader::of(bytes) {
        Err(error) => error.to_string(),
        Ok(rows) => rows
            .map(|(row, act)| match act {
                Ok(act) => format!("{row}: {}", serde_json::Value::Object(act)),
                Err(refused) => format!("{row}: {refused}"),
            })
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn columns_may_be_missing_and_are_unknown_then() {
    insta::assert_snapshot!(told(written(needed())));
}

#[test]
fn the_forms_that_other_tools_give_the_same_column_are_read() {
    let large = LargeStringArray::from(vec![Some("artillery"), None]);
    let mass =
        Decimal128Array::from(vec![Some(250_000), None]).with_precision_and_scale(18, 6).unwrap();
    let people = Float64Array::from(vec![Some(2.0), None]);
    let record = |name: &str, column: ArrayRef| -> ArrayRef {
        let field = Field::new(name, column.data_type().clone(), true);
        Arc::new(StructArray::try_new(vec![field].into(), vec![column], None).unwrap())
    };
    let actors = StructArray::try_new(
        Fields::from(vec![
            Field::new("mass", mass.data_type().clone(), true),
            Field::new("actor", DataType::Utf8, true),
        ]),
        vec![Arc::new(mass), texts(&[Some("group-a"), Some("group-b")])],
        None,
    )
    .unwrap();
    let lists = ListArray::try_new(
        Arc::new(Field::new("item", actors.data_type().clone(), true)),
        OffsetBuffer::from_lengths([1, 1]),
        Arc::new(actors),
        None,
    )
    .unwrap();
    let mut columns = with("weapon", Arc::new(large));
    columns.push(("by", Arc::new(lists)));
    columns.push(("harm", record("killed_min", Arc::new(people))));
    columns.push(("place", record("lat", Arc::new(Int32Array::from(vec![Some(34), None])))));
    columns.push(("claims", Arc::new(NullArray::new(2))));
    insta::assert_snapshot!(told(written(columns)));
}

#[test]
fn a_file_of_something_else_is_told_by_its_column() {
    let numbers = || -> ArrayRef { Arc::new(Int64Array::from(vec![1, 2])) };
    let place = |name: &str| -> ArrayRef {
        let field = Field::new(name, DataType::Int64, true);
        Arc::new(StructArray::try_new(vec![field].into(), vec![numbers()], None).unwrap())
    };
    let floats = Arc::new(Float64Array::from(vec![0.5, 0.5]));
    insta::assert_snapshot!(
        [
            told(written(vec![("Id", texts(&[Some("a")]))])),
            told(written(vec![("species", texts(&[Some("heron")]))])),
            told(written(vec![("id", numbers()), ("kind", numbers()), ("at_text", numbers())])),
            told(written(with("target", texts(&[None, None])))),
            told(written(with("weapon", floats))),
            told(written(with("by", texts(&[Some("group-a"), None])))),
            told(written(with("place", place("height")))),
            told(written(with("place", place("name")))),
            told(written(with("notes", texts(&[Some("told"), None])))),
        ]
        .join("\n")
    );
}

#[test]
fn a_row_that_is_no_act_is_told_and_the_others_are_read() {
    let columns = vec![
        ("id", texts(&[Some("a"), None, Some("c")])),
        ("kind", texts(&[Some("attack"), Some("attack"), None])),
        ("at_text", texts(&[Some("2016-03-02"), Some("2016-03-02"), Some("2016-03-02")])),
    ];
    insta::assert_snapshot!(told(written(columns)));
}

#[test]
fn a_later_version_of_the_schema_is_not_guessed_at() {
    insta::assert_snapshot!(told(with_pairs(needed(), &[("ceasefire.acts", "2")])));
}

#[test]
fn a_text_that_a_small_file_names_very_often_is_refused_row_by_row() {
    // In the page the text stands once, and a list names it ten thousand times.
    let lists = ListArray::try_new(
        Arc::new(Field::new("element", DataType::Utf8, true)),
        OffsetBuffer::from_lengths([10_000, 1]),
        texts(&vec![Some("x".repeat(1_000).as_str()); 10_001]),
        None,
    )
    .unwrap();
    let file = written(with("claims", Arc::new(lists)));
    assert!(file.len() < 10_000);
    let rows: Vec<_> = Reader::of(file).unwrap().map(|(_, act)| act).collect();
    let refused = rows[0].as_ref().map_err(ToString::to_string);
    assert_eq!(refused, Err("this act is longer than 1 MiB".to_owned()));
    assert!(rows[1].is_ok());
}

#[test]
fn lists_that_hold_far_more_than_acts_do_are_not_opened() {
    let many = (1 << 25) + 2;
    let lists = ListArray::try_new(
        Arc::new(Field::new("element", DataType::Utf8, true)),
        OffsetBuffer::from_lengths([many, 1]),
        new_null_array(&DataType::Utf8, many + 1),
        None,
    )
    .unwrap();
    let file = written(with("claims", Arc::new(lists)));
    assert!(file.len() < 100_000, "{}", file.len());
    insta::assert_snapshot!(told(file));
}

#[test]
fn columns_without_number_are_not_followed() {
    let many = written((0..1_200).map(|_| ("id", texts(&[None]))).collect());
    // One group within the other, a hundred thousand deep: `4: name "a", 5: one child`.
    let mut said = vec![0x15, 0x02, 0x19, 0xfc, 0xa0, 0x8d, 0x06];
    said.extend(b"\x48\x01a\x15\x02\x00".repeat(100_000));
    let length = u32::try_from(said.len()).unwrap().to_le_bytes();
    let deep = [b"PAR1", said.as_slice(), &length, b"PAR1"].concat();
    insta::assert_snapshot!([told(many), told(deep)].join("\n"));
}
