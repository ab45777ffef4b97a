//! One actor as a reader sees it: its names with their scripts, days and sources, and its ties in both directions.

use crate::registry::{Actor, Registry, Tie};
use ceasefire_names::Script;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::fmt;

/// An actor of a registry, to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    actor: &'a Actor,
    registry: &'a Registry,
}

impl<'a> Shown<'a> {
    /// The actor of this id, if there is one.
    pub fn new(registry: &'a Registry, id: &str) -> Option<Self> {
        registry.actor(id).map(|actor| Self { actor, registry })
    }

    /// As JSON: `docs/schema/actor.schema.json`.
    pub fn json(&self) -> Value {
        let actor = self.actor;
        let mut out = Map::new();
        out.insert("id".to_owned(), json!(actor.id));
        out.insert("name".to_owned(), json!(actor.name));
        let lists = [("countries", &actor.countries), ("listed", &actor.listed)];
        for (field, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            out.insert(field.to_owned(), json!(list));
        }
        let states = [("forces_of", &actor.forces_of), ("government_of", &actor.government_of)];
        for (field, state) in states {
            if let Some(state) = state {
                out.insert(field.to_owned(), json!(state));
            }
        }
        let names: Vec<Value> = actor
            .names
            .iter()
            .map(|name| {
                let mut one = Map::new();
                one.insert("name".to_owned(), json!(name.name));
                one.insert("script".to_owned(), json!(script(&name.name)));
                put_days(&mut one, name.from, name.until, name.source.as_deref());
                Value::Object(one)
            })
            .collect();
        out.insert("names".to_owned(), json!(names));
        for (field, ties) in self.ties() {
            let ties: Vec<Value> = ties.into_iter().map(|(id, tie)| tied(id, tie)).collect();
            if !ties.is_empty() {
                out.insert(field.replace(' ', "_"), json!(ties));
            }
        }
        if !actor.source.is_empty() {
            out.insert("source".to_owned(), json!(actor.source));
        }
        Value::Object(out)
    }

    /// The actor's ties and those of others to it.
    fn ties(&self) -> [(&'static str, Vec<(&'a str, &'a Tie)>); 4] {
        fn own(ties: &[Tie]) -> Vec<(&str, &Tie)> {
            ties.iter().map(|tie| (tie.id.as_str(), tie)).collect()
        }
        let of = |field: fn(&'a Actor) -> &'a [Tie]| {
            let all = self.registry.actors().iter();
            all.flat_map(|other| field(other).iter().map(|tie| (other.id.as_str(), tie)))
                .filter(|(_, tie)| tie.id == self.actor.id)
                .collect()
        };
        [
            ("part of", own(&self.actor.part_of)),
            ("has parts", of(|other| &other.part_of)),
            ("beside", own(&self.actor.beside)),
            ("has beside it", of(|other| &other.beside)),
        ]
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actor = self.actor;
        writeln!(f, "{} — {}", actor.id, actor.name)?;
        for (what, list) in [("known in", &actor.countries), ("on lists as", &actor.listed)] {
            if !list.is_empty() {
                writeln!(f, "  {what}: {}", list.join(", "))?;
            }
        }
        for (what, state) in
            [("armed forces of", &actor.forces_of), ("government of", &actor.government_of)]
        {
            if let Some(state) = state {
                writeln!(f, "  {what}: {state}")?;
            }
        }
        for (what, ties) in self.ties() {
            for (id, tie) in ties {
                writeln!(f, "  {what}: {id}{}", days(tie.from, tie.until, tie.source.as_deref()))?;
            }
        }
        writeln!(f, "  other names: {}", actor.names.len())?;
        let mut scripts: Vec<&str> = actor.names.iter().map(|name| script(&name.name)).collect();
        scripts.sort_unstable();
        scripts.dedup();
        for one in scripts {
            writeln!(f, "    {one}")?;
            for name in actor.names.iter().filter(|name| script(&name.name) == one) {
                let days = days(name.from, name.until, name.source.as_deref());
                writeln!(f, "      {}{days}", name.name)?;
            }
        }
        let source = if actor.source.is_empty() { "not said" } else { &actor.source };
        write!(f, "  source: {source}")
    }
}

fn script(name: &str) -> &'static str {
    match Script::of_text(name) {
        Script::Latin => "Latin",
        Script::Arabic => "Arabic",
        Script::Cyrillic => "Cyrillic",
        Script::Other => "other",
    }
}

fn tied(id: &str, tie: &Tie) -> Value {
    let mut one = Map::new();
    one.insert("id".to_owned(), json!(id));
    put_days(&mut one, tie.from, tie.until, tie.source.as_deref());
    Value::Object(one)
}

fn put_days(
    out: &mut Map<String, Value>,
    from: Option<Date>,
    until: Option<Date>,
    source: Option<&str>,
) {
    for (field, day) in [("from", from), ("until", until)] {
        if let Some(day) = day {
            out.insert(field.to_owned(), json!(day.to_string()));
        }
    }
    if let Some(source) = source {
        out.insert("source".to_owned(), json!(source));
    }
}

/// ` (from 2016-07-28, until 2017-01-28; a source)`, or nothing.
fn days(from: Option<Date>, until: Option<Date>, source: Option<&str>) -> String {
    let from = from.map(|day| format!("from {day}"));
    let until = until.map(|day| format!("until {day}"));
    let days: Vec<String> = from.into_iter().chain(until).collect();
    let days = (!days.is_empty()).then(|| days.join(", "));
    let said: Vec<String> = days.into_iter().chain(source.map(str::to_owned)).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}
