//! By which references and names a register speaks of an actor, and the facts that follow.
//!
//! A reference counts for the actor that bears it, and with it the names of that entry, unless another entry still
//! bears them. Another name counts if the register has it for an entry that is nobody's, and no other actor bears it.
//! A name that several actors share leaves open whether any of them is listed. Left out: spelling; names meet as lists
//! compare them.

use crate::facts::{Actors, row};
use crate::names::NameKey;
use crate::reference::Reference;
use crate::register::Register;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An actor as a registry describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bearer<'a> {
    /// The actor's id.
    pub actor: &'a str,
    /// Its references, each with its list before it: `un:QDe.137`.
    pub references: Vec<&'a str>,
    /// Its names, first the one that it is usually called by.
    pub names: Vec<&'a str>,
}

/// What a register says of one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About<'a> {
    /// The actor's id.
    pub actor: &'a str,
    /// The references and names by which it was asked for.
    pub by: Vec<String>,
    /// Whether the register has any of them.
    pub known: bool,
    /// Why it is open whether it is listed, if it is.
    pub doubt: Option<String>,
}

impl About<'_> {
    /// By what it was asked for, or why it is open, in a line.
    pub fn note(&self) -> String {
        match (&self.doubt, self.known) {
            (Some(doubt), _) => format!("{}: {doubt}", self.actor),
            (None, true) => {
                let shown: Vec<&str> = self.by.iter().take(3).map(String::as_str).collect();
                let more = self.by.len() - shown.len();
                let more = if more > 0 { format!(" and {more} names more") } else { String::new() };
                format!("{}: asked by {}{more}", self.actor, shown.join(", "))
            }
            (None, false) => {
                format!("{}: the list has neither a reference nor a name of it", self.actor)
            }
        }
    }
}

impl Register {
    /// How each actor is asked for, in the order given.
    pub fn about<'a>(&self, all: &[Bearer<'a>]) -> Vec<About<'a>> {
        let sides = Sides::new(self, all);
        all.iter().map(|one| sides.about(one)).collect()
    }

    /// The facts about these actors, as JSON Lines.
    pub fn facts_about(&self, publisher: &str, about: &[&About<'_>]) -> String {
        let (open, told): (Vec<&About<'_>>, Vec<_>) =
            about.iter().partition(|one| one.doubt.is_some());
        let mut actors = Actors::new();
        for one in told {
            actors.insert(one.actor, one.by.iter().map(String::as_str).collect());
        }
        let mut out = self.facts(publisher, &actors);
        for one in open {
            let says = one.doubt.as_deref().unwrap_or_default();
            let unknown = Value::from("unknown");
            let fact = row(self.name(), one.actor, unknown, None, None, publisher, says);
            out.push_str(&Value::Object(fact).to_string());
            out.push('\n');
        }
        out
    }
}

/// Who bears what.
struct Sides<'r, 'a> {
    register: &'r Register,
    names: BTreeMap<NameKey, BTreeSet<&'a str>>,
    entries: BTreeMap<Reference, BTreeSet<&'a str>>,
}

impl<'r, 'a> Sides<'r, 'a> {
    fn new(register: &'r Register, all: &[Bearer<'a>]) -> Self {
        let mut out = Self { register, names: BTreeMap::new(), entries: BTreeMap::new() };
        for one in all {
            for name in &one.names {
                out.names.entry(NameKey::new(name)).or_default().insert(one.actor);
            }
            for reference in out.references(one) {
                out.entries.entry(Reference::new(reference)).or_default().insert(one.actor);
            }
        }
        out
    }

    /// The references that are of this list: `un:…` of `un.sc-terrorist`. Rows of one's own may use an actor's id
    /// as the reference, which tells namesakes apart.
    fn references(&self, one: &Bearer<'a>) -> Vec<&'a str> {
        let list = self.register.name();
        let (publisher, _) = list.split_once('.').unwrap_or((list, ""));
        let of_list = |written: &&'a str| {
            written
                .split_once(':')
                .filter(|(of, _)| *of == publisher || *of == list)
                .map(|(_, one)| one)
        };
        let by_id = self.register.knows(&Reference::new(one.actor)).then_some(one.actor);
        one.references.iter().filter_map(of_list).chain(by_id).collect()
    }

    fn about(&self, one: &Bearer<'a>) -> About<'a> {
        let references = self.references(one);
        let own: Vec<Reference> = references.iter().map(|own| Reference::new(own)).collect();
        let mut by: Vec<String> = references.into_iter().map(str::to_owned).collect();
        let mut known = own.iter().any(|own| self.register.knows(own));
        let listed = own.iter().flat_map(|own| self.register.names_of(own));
        let mut doubt = None;
        let mut met = BTreeSet::new();
        for name in one.names.iter().copied().chain(listed) {
            if !met.insert(NameKey::new(name)) {
                continue;
            }
            match self.counts(one, name) {
                Counts::No => {}
                Counts::Yes => {
                    known = true;
                    by.push(name.to_owned());
                }
                Counts::Shared(others) => {
                    let of = self.register.name();
                    doubt = Some(format!("{of} has “{name}”, which is also a name of {others}"));
                }
            }
        }
        if by.is_empty() {
            // Never by a name that the list has for somebody else.
            let mut names = one.names.iter().copied();
            let unheard = names.find(|name| self.register.bearers(name).next().is_none());
            by.push(unheard.unwrap_or(one.actor).to_owned());
        }
        // A reference that the list has says who is meant, whoever shares a name.
        let doubt = doubt.filter(|_| !known);
        About { actor: one.actor, by, known: known || doubt.is_some(), doubt }
    }

    fn counts(&self, one: &Bearer<'a>, name: &str) -> Counts {
        let is_own = |entry: &&Reference| {
            self.entries.get(entry).is_some_and(|bearers| bearers.contains(one.actor))
        };
        let (own, others): (Vec<&Reference>, Vec<_>) =
            self.register.bearers(name).partition(is_own);
        if !own.is_empty() {
            // A name that another entry bears too says nothing of this one, unless it came over from there.
            let came = others.iter().all(|entry| self.register.has_left(entry, name));
            return if came { Counts::Yes } else { Counts::No };
        }
        if others.iter().all(|entry| self.entries.contains_key(*entry)) {
            return Counts::No;
        }
        let sharing = self.names.get(&NameKey::new(name)).into_iter().flatten();
        let sharing: Vec<&str> = sharing.copied().filter(|actor| *actor != one.actor).collect();
        if sharing.is_empty() { Counts::Yes } else { Counts::Shared(sharing.join(", ")) }
    }
}

enum Counts {
    Yes,
    No,
    /// It does for one of several, and nothing says for which.
    Shared(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designations::read_designations;
    use crate::register::Sources;

    const ROWS: &str = r#"{"list": "q.own-list", "entity": "q-1", "name": "Group A", "listed": "2015-01-01", "seen": "2016-06-01", "source": "s"}
{"list": "q.own-list", "entity": "q-1", "name": "Old A", "listed": "2013-01-01", "delisted": "2014-01-01", "source": "s"}
{"list": "q.own-list", "entity": "q-2", "name": "Group B", "listed": "2015-01-01", "source": "s"}
{"list": "q.own-list", "entity": "q-3", "name": "The Front", "listed": "2015-01-01", "source": "s"}
{"list": "q.own-list", "entity": "league-here", "name": "The League", "listed": "2015-01-01", "source": "s"}
"#;

    fn bearer<'a>(actor: &'a str, references: &[&'a str], names: &[&'a str]) -> Bearer<'a> {
        Bearer { actor, references: references.to_vec(), names: names.to_vec() }
    }

    #[test]
    fn an_actor_is_asked_for_by_what_is_its_own() {
        let rows = read_designations("rows.jsonl", ROWS.as_bytes(), &mut Vec::new());
        let register = Register::new("q.own-list", Sources { rows: &rows, ..Sources::default() });
        let all = [
            bearer("group-a", &["q:q-1", "un:QDe.901"], &["Group A", "GROUP A", "Unheard of"]),
            bearer("heir-of-a", &[], &["New A", "Old A"]),
            bearer("group-b", &[], &["Group B"]),
            bearer("front-here", &[], &["Front Here", "The Front"]),
            bearer("front-there", &[], &["Front There", "The Front"]),
            bearer("group-z", &[], &["Group Z", "Z"]),
            bearer("league-here", &[], &["The League"]),
            bearer("league-there", &[], &["The League"]),
        ];
        let about = register.about(&all);
        let said: Vec<String> = about
            .iter()
            .map(|one| format!("{}: {:?} {} {:?}", one.actor, one.by, one.known, one.doubt))
            .collect();
        let facts = register.facts_about("Q", &about.iter().collect::<Vec<_>>());
        insta::assert_snapshot!(format!("{}\n\n{facts}", said.join("\n")));
    }
}
