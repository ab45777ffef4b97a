//! Answers as facts in the project's own form, for a given table of who is meant by which name.
//!
//! Each stretch becomes a row: `list un.sc-terrorist x`, its value, `from`, `until`, and `recorded`, the
//! day from which it could be known. An open stretch is a row too, `unknown`: in a register that is
//! closed, silence would say no.

use crate::evidence::Answer;
use crate::register::Register;
use crate::stretches::Stretch;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Which names and references mean which actor.
pub type Actors<'a> = BTreeMap<&'a str, Vec<&'a str>>;

impl Register {
    /// The facts about the actors, in order of their ids, as JSON Lines.
    pub fn facts(&self, publisher: &str, actors: &Actors<'_>) -> String {
        let mut out = String::new();
        for (actor, called) in actors {
            for stretch in self.stretches_of_any(called) {
                let fact = self.fact(publisher, actor, called, &stretch);
                out.push_str(&Value::Object(fact).to_string());
                out.push('\n');
            }
        }
        out
    }

    fn fact(
        &self,
        publisher: &str,
        actor: &str,
        called: &[&str],
        stretch: &Stretch,
    ) -> Map<String, Value> {
        let value = match stretch.answer {
            Answer::Yes => Value::Bool(true),
            Answer::No => Value::Bool(false),
            Answer::Unknown => Value::from("unknown"),
        };
        let (from, until) = (stretch.from, stretch.until);
        let mut out = row(self.name(), actor, value, from, until, publisher, &stretch.reason);
        if let (Some(from), Answer::Yes) = (from, stretch.answer) {
            let known = self.known_from(called, from);
            out.insert("recorded".to_owned(), Value::from(known.to_string()));
        }
        out
    }
}

/// One row of facts.
pub(crate) fn row(
    list: &str,
    actor: &str,
    value: Value,
    from: Option<Date>,
    until: Option<Date>,
    publisher: &str,
    says: &str,
) -> Map<String, Value> {
    let mut row = Map::new();
    row.insert("fact".to_owned(), Value::from(format!("list {list} {actor}")));
    row.insert("value".to_owned(), value);
    for (field, day) in [("from", from), ("until", until), ("recorded", from)] {
        if let Some(day) = day {
            row.insert(field.to_owned(), Value::from(day.to_string()));
        }
    }
    let mut source = Map::new();
    source.insert("publisher".to_owned(), Value::from(publisher));
    source.insert("says".to_owned(), Value::from(says));
    row.insert("source".to_owned(), Value::Object(source));
    row
}
