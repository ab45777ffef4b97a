//! There and back is the same act.

use crate::acts::{Act, acts, any_act, file, rows};
use ceasefire_columns::{Reader, Writer};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

proptest! {
    #[test]
    fn acts_of_every_form_come_back_as_they_were_and_in_order(given in vec(any_act(), 0..20)) {
        let back = acts(file(&given));
        let worth = |acts: &[Act]| acts.iter().cloned().map(|act| worth(act.into())).collect::<Vec<_>>();
        prop_assert_eq!(worth(&back), worth(&given));
    }

    #[test]
    fn acts_that_came_back_once_are_the_same_byte_for_byte(given in vec(any_act(), 0..20)) {
        let once = lines(&acts(file(&given)));
        let read: Vec<Act> = once.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(lines(&acts(file(&read))), once);
    }
}

/// The same with every number as a float: `25.0` is worth `25`.
fn worth(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(list) => list.into_iter().map(worth).collect(),
        Value::Object(object) => object.into_iter().map(|(name, one)| (name, worth(one))).collect(),
        other => other,
    }
}

fn lines(acts: &[Act]) -> String {
    acts.iter().map(|act| Value::Object(act.clone()).to_string() + "\n").collect()
}

/// The acts of the shipped example.
pub fn example() -> Vec<Act> {
    let mut out = Vec::new();
    for name in ["acts-airwars.jsonl", "acts-bulletins.jsonl"] {
        let path = format!("{}/../../examples/syria-2016/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        out.extend(text.lines().map(|line| serde_json::from_str::<Act>(line).unwrap()));
    }
    out
}

#[test]
fn the_shipped_example_comes_back_byte_for_byte() {
    let given = example();
    assert!(given.len() > 300);
    assert_eq!(lines(&acts(file(&given))), lines(&given));
}

#[test]
fn the_same_acts_are_the_same_file() {
    let given = example();
    assert_eq!(file(&given), file(&given));
}

#[test]
fn no_acts_are_a_file_too() {
    assert_eq!(rows(file(&[])), []);
}

#[test]
fn acts_beyond_one_batch_and_one_group_come_back_in_order() {
    let mut writer = Writer::new(Vec::new()).unwrap();
    let of = |number: u32| -> Act {
        let act = json!({"id": format!("made:{number}"), "kind": "attack", "at": "2016-03-02"});
        act.as_object().unwrap().clone()
    };
    let many = 140_000;
    for number in 0..many {
        writer.push(&of(number)).unwrap();
    }
    let mut reader = Reader::of(writer.finish().unwrap()).unwrap();
    assert_eq!(reader.rows(), u64::from(many));
    for number in 0..many {
        assert_eq!(reader.next(), Some((u64::from(number) + 1, Ok(of(number)))));
    }
    assert_eq!(reader.next(), None);
}
