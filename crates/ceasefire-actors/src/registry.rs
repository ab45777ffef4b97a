//! The actors one knows, from files that people edit.
//!
//! A file is TOML: `version`, the `source` of what has none of its own, and one `[[actor]]` for each. A name is a
//! text, or `{ name, from, until, source }` where it was in use for a time. `part_of` and `beside` say to what an
//! actor belongs and with whom it fights, dated too. Files are joined with [`Registry::join`]; an entry of a list
//! goes to the actor that bears its reference ([`Registry::add_listed`]). Left out: reading from a disk.

use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;

/// The version of the layout that this crate reads.
const VERSION: u32 = 1;

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
    /// Reads one file.
    pub fn read(file: &str, text: &str) -> Result<Self, Wrong> {
        let wrong = |line, reason: String, help: &str| Wrong {
            file: file.to_owned(),
            line,
            reason,
            help: help.to_owned(),
        };
        let written: Written = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text.char_indices().filter(|(place, c)| *place < at && *c == '\n').count();
            wrong(line, error.message().to_owned(), "an actor is `[[actor]]` with `id`, `name` and what is known; days are written like \"2016-02-27\"")
        })?;
        if written.version != VERSION {
            return Err(wrong(
                0,
                format!("this file is of version {}", written.version),
                "this program reads version 1",
            ));
        }
        let mut out = Self::default();
        for mut actor in written.actor {
            if actor.source.is_empty() {
                actor.source.clone_from(&written.source);
            }
            if let Some(reason) = fault(&actor) {
                return Err(wrong(0, reason, "see the other actors of the file for the layout"));
            }
            out.add(actor).map_err(|reason| {
                wrong(0, reason, "give each actor one entry with all its names")
            })?;
        }
        Ok(out)
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

    /// Gives the names of a list's entry to the actor that bears its reference, or to a new actor of that id.
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
            id: reference.to_owned(),
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

impl Name {
    /// Whether the name was in use on this day.
    pub fn in_use(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

fn fault(actor: &Actor) -> Option<String> {
    let id = &actor.id;
    if id.is_empty()
        || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Some(format!("`{id}` is not an id; write small letters, digits and hyphens"));
    }
    let states = actor.countries.iter().chain(&actor.forces_of).chain(&actor.government_of);
    if let Some(state) = states.into_iter().find(|state| !is_state(state)) {
        return Some(format!("`{state}` of `{id}` is not a state; write two capitals, like `SY`"));
    }
    if let Some(name) = actor.names.iter().find(|name| is_backwards(name.from, name.until)) {
        return Some(format!("the name “{}” of `{id}` ends before it begins", name.name));
    }
    let mut ties = actor.part_of.iter().chain(&actor.beside);
    ties.find(|tie| is_backwards(tie.from, tie.until))
        .map(|tie| format!("the tie of `{id}` to `{}` ends before it begins", tie.id))
}

fn is_state(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_backwards(from: Option<Date>, until: Option<Date>) -> bool {
    matches!((from, until), (Some(from), Some(until)) if until <= from)
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
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default)]
    source: String,
    #[serde(default)]
    actor: Vec<Actor>,
}

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
