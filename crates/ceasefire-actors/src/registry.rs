//! The actors one knows, from files that people edit.
//!
//! A file is TOML: `version`, the `source` of what has none of its own, and one `[[actor]]` for each. A name is a
//! text, or `{ name, from, until, source }` where it was in use for a time. `part_of` and `beside` say to what an
//! actor belongs and with whom it fights, dated too. Files are joined with [`Registry::join`]; an entry of a list
//! goes to the actor that bears its reference ([`Registry::add_listed`]). Left out: reading from a disk.

use crate::faults::{self, Checked};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;

/// The known actors, in the order of their files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    actors: Vec<Actor>,
}

/// One actor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The id that agreements, acts and facts use.
    pub id: String,
    /// The name that it is usually called by.
    pub name: String,
    /// Its other names, in all scripts.
    #[serde(default)]
    pub names: Vec<Name>,
    /// Where it is known, as two letters each. Empty where that is not known.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Its references on lists, like `un:QDe.137`.
    #[serde(default)]
    pub listed: Vec<String>,
    /// The state whose forces it is.
    pub forces_of: Option<String>,
    /// The state whose government it is.
    pub government_of: Option<String>,
    /// To what it belongs.
    #[serde(default)]
    pub part_of: Vec<Tie>,
    /// With whom it fights on one side.
    #[serde(default)]
    pub beside: Vec<Tie>,
    /// Where this is from; that of the file where it is empty.
    #[serde(default)]
    pub source: String,
}

/// One name of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WrittenName")]
pub struct Name {
    /// The name.
    pub name: String,
    /// The first day on which it was in use.
    pub from: Option<Date>,
    /// The first day on which it no longer was.
    pub until: Option<Date>,
    /// Where this is from, if not from where its actor is.
    pub source: Option<String>,
}

/// A relation to another actor, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WrittenTie")]
pub struct Tie {
    /// The other actor.
    pub id: String,
    /// The first day.
    pub from: Option<Date>,
    /// The first day on which it no longer was.
    pub until: Option<Date>,
    /// Where this is from, if not from where its actor is.
    pub source: Option<String>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file's name.
    pub file: String,
    /// The line, from one; zero where it is about the whole.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub help: String,
}

impl Registry {
    /// Reads one file; what is wrong with it is the first of what [`Registry::check`] finds.
    pub fn read(file: &str, text: &str) -> Result<Self, Wrong> {
        let (actors, wrong) = faults::read(file, text);
        match wrong.into_iter().next() {
            Some(wrong) => Err(wrong),
            None => Ok(Self { actors }),
        }
    }

    /// Everything that is wrong with a file, and what a reader should know of it, with the actors of other files
    /// beside it.
    pub fn check(&self, file: &str, text: &str) -> Checked {
        faults::check(file, text, self)
    }

    /// Joins the actors of another file to these.
    pub fn join(&mut self, file: &str, other: Self) -> Result<(), Wrong> {
        for actor in other.actors {
            self.add(actor).map_err(|reason| Wrong {
                file: file.to_owned(),
                line: 0,
                reason,
                help: "an actor stands in one file".to_owned(),
            })?;
        }
        Ok(())
    }

    /// Adds an actor; its id must be new.
    pub fn add(&mut self, actor: Actor) -> Result<(), String> {
        if self.actors.iter().any(|known| known.id == actor.id) {
            return Err(format!("the actor `{}` is already there", actor.id));
        }
        self.actors.push(actor);
        Ok(())
    }

    /// Gives the names of a list's entry to the actor that bears its reference, or to a new actor that is called
    /// by the reference.
    pub fn add_listed(&mut self, reference: &str, name: &str, aliases: &[String]) {
        let named = |name: &str| Name {
            name: name.to_owned(),
            from: None,
            until: None,
            source: Some(reference.to_owned()),
        };
        let mut names: Vec<Name> = aliases.iter().map(|alias| named(alias)).collect();
        if let Some(known) =
            self.actors.iter_mut().find(|actor| actor.listed.iter().any(|one| one == reference))
        {
            known.names.push(named(name));
            known.names.append(&mut names);
            return;
        }
        self.actors.push(Actor {
            id: fitted(reference),
            name: name.to_owned(),
            names,
            countries: vec![],
            listed: vec![reference.to_owned()],
            forces_of: None,
            government_of: None,
            part_of: vec![],
            beside: vec![],
            source: reference.to_owned(),
        });
    }

    /// The actors.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The actor of this id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.id == id)
    }

    /// The ids that a misspelt one may mean, the nearest first.
    pub fn near(&self, id: &str) -> Vec<&str> {
        let most = 1 + id.len() / 4;
        let far = |known: &str| strsim::osa_distance(known, id);
        let is_part = |known: &str| id.len() >= 4 && known.contains(id);
        let mut near: Vec<(usize, &str)> = self
            .actors
            .iter()
            .map(|actor| (far(&actor.id), actor.id.as_str()))
            .filter(|(far, known)| *far <= most || is_part(known))
            .collect();
        near.sort_unstable();
        near.into_iter().map(|(_, known)| known).take(3).collect()
    }

    /// `; is it …?` for an id that is not there, or nothing where none is near.
    pub fn or_near(&self, id: &str) -> String {
        let near: Vec<String> = self.near(id).iter().map(|one| format!("`{one}`")).collect();
        if near.is_empty() { String::new() } else { format!("; is it {}?", near.join(" or ")) }
    }

    /// Ties to actors that are nowhere described, as (who, to whom).
    pub fn loose_ties(&self) -> Vec<(&str, &str)> {
        let known: BTreeSet<&str> = self.actors.iter().map(|actor| actor.id.as_str()).collect();
        self.actors
            .iter()
            .flat_map(|actor| {
                actor
                    .part_of
                    .iter()
                    .chain(&actor.beside)
                    .map(|tie| (actor.id.as_str(), tie.id.as_str()))
            })
            .filter(|(_, to)| !known.contains(to))
            .collect()
    }
}

/// A reference as an id: `un:QDe.137` becomes `un-qde-137`.
fn fitted(reference: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    reference.chars().map(letter).collect()
}

impl Actor {
    /// All its names, first the one that it is usually called by.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.names.iter().map(|name| name.name.as_str()))
    }
}

impl Name {
    /// Whether the name was in use on this day.
    pub fn in_use(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

impl Wrong {
    /// As JSON, with how grave it is: `docs/schema/registry-note.schema.json`.
    pub fn json(&self, severity: &str) -> Value {
        json!({
            "severity": severity,
            "file": self.file,
            "line": self.line,
            "message": self.reason,
            "help": self.help,
        })
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}\n  help: {}", self.reason, self.help)
    }
}

impl std::error::Error for Wrong {}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a name is a text or { name, from, until, source }")]
enum WrittenName {
    Text(String),
    Dated(DatedName),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatedName {
    name: String,
    from: Option<Date>,
    until: Option<Date>,
    source: Option<String>,
}

impl From<WrittenName> for Name {
    fn from(written: WrittenName) -> Self {
        match written {
            WrittenName::Text(name) => Self { name, from: None, until: None, source: None },
            WrittenName::Dated(DatedName { name, from, until, source }) => {
                Self { name, from, until, source }
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a tie is an id or { id, from, until, source }")]
enum WrittenTie {
    Text(String),
    Dated(DatedTie),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatedTie {
    id: String,
    from: Option<Date>,
    until: Option<Date>,
    source: Option<String>,
}

impl From<WrittenTie> for Tie {
    fn from(written: WrittenTie) -> Self {
        match written {
            WrittenTie::Text(id) => Self { id, from: None, until: None, source: None },
            WrittenTie::Dated(DatedTie { id, from, until, source }) => {
                Self { id, from, until, source }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_use_from_its_first_day_until_the_day_that_it_ends() {
        let text = r#"
            version = 1
            source = "made up"
            [[actor]]
            id = "group-a"
            name = "Group A"
            names = ["The A", { name = "Front A", from = "2016-01-01", until = "2016-03-01" }]
        "#;
        let registry = Registry::read("test.toml", text).expect("it reads");
        let group = registry.actor("group-a").expect("it is there");
        assert_eq!(group.source, "made up");
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let in_use: Vec<bool> = ["2015-12-31", "2016-01-01", "2016-02-29", "2016-03-01"]
            .iter()
            .map(|at| group.names[1].in_use(day(at)))
            .collect();
        assert_eq!(in_use, [false, true, true, false]);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_place() {
        let wrong: Vec<String> = [
            "version = 2",
            "version = 1\n[[actor]]\nid = \"a\"\n",
            "version = 1\n[[actor]]\nid = \"a\"\nname = \"A\"\nnmaes = []\n",
            "version = 1\n[[actor]]\nid = \"a\"\nname = \"A\"\ncountries = [\"Syria\"]\n",
            "version = 1\n[[actor]]\nid = \"Group A\"\nname = \"A\"\n",
            "version = 1\n[[actor]]\nid = \"a\"\nname = \"A\"\n[[actor]]\nid = \"a\"\nname = \"B\"\n",
            "version = 1\n[[actor]]\nid = \"a\"\nname = \"A\"\nnames = [{ name = \"B\", from = \"2016-02-30\" }]\n",
            "version = 1\n[[actor]]\nid = \"a\"\nname = \"A\"\nnames = [{ name = \"B\", from = \"2016-02-03\", until = \"2016-02-03\" }]\n",
        ]
        .iter()
        .map(|text| Registry::read("actors.toml", text).expect_err("it is wrong").to_string())
        .collect();
        insta::assert_snapshot!(wrong.join("\n"));
    }
}
