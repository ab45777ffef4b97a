//! What is wrong with a file of actors: all of it at once, each with its line and what to do.
//!
//! A *mistake* keeps the file from being used. A *note* does not: a name that two actors share is answered
//! "unsure", and whoever keeps the file should know. Lines are found by where an actor begins and where the text
//! in question stands below it.
//!
//! Left out: whether what a file says is true.

use crate::habits::described;
use crate::lexicon::Lexicon;
use crate::registry::{Actor, Registry, Tie, Wrong};
use crate::words::words;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

/// The version of the layout that this crate reads.
const VERSION: u32 = 1;

const LAYOUT: &str = "an actor is `[[actor]]` with `id`, `name` and what is known; days are written like \"2016-02-27\"";

/// What there is to say of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many actors were read.
    pub actors: usize,
    /// What keeps it from being used, in the order of lines.
    pub mistakes: Vec<Wrong>,
    /// What a reader should know, in the order of lines.
    pub notes: Vec<Wrong>,
}

impl Checked {
    /// Mistakes and notes in the order of lines, each with its word.
    pub fn all(&self) -> Vec<(&'static str, &Wrong)> {
        let mistakes = self.mistakes.iter().map(|one| ("mistake", one));
        let notes = self.notes.iter().map(|one| ("note", one));
        let mut all: Vec<_> = mistakes.chain(notes).collect();
        all.sort_by_key(|(_, one)| one.line);
        all
    }

    /// In a few words: `3 actors, no mistakes, 2 notes`.
    pub fn account(&self) -> String {
        let some = |number: usize, word: &str| match number {
            0 => format!("no {word}s"),
            1 => format!("1 {word}"),
            more => format!("{more} {word}s"),
        };
        let parts = [
            some(self.actors, "actor"),
            some(self.mistakes.len(), "mistake"),
            some(self.notes.len(), "note"),
        ];
        parts.join(", ")
    }
}

/// The actors of a file, and its mistakes as far as the file alone shows them.
pub(crate) fn read(file: &str, text: &str) -> (Vec<Actor>, Vec<Wrong>) {
    let (actors, wrong) = Sheet::read(file, text);
    (actors.into_iter().map(|(actor, _)| actor).collect(), wrong)
}

/// Everything there is to say of a file beside others.
pub(crate) fn check(file: &str, text: &str, beside: &Registry) -> Checked {
    let (actors, mistakes) = Sheet::read(file, text);
    let mut out = Checked { actors: actors.len(), mistakes, notes: vec![] };
    let sheet = Sheet { file, text };
    let own: BTreeSet<&str> = actors.iter().map(|(actor, _)| actor.id.as_str()).collect();
    for (actor, at) in &actors {
        if beside.actor(&actor.id).is_some() {
            let reason = format!("the actor `{}` already stands in another file", actor.id);
            let help = "an actor stands in one file; take another id, or check that file alone";
            out.mistakes.push(sheet.wrong(at, &actor.id, reason, help));
        }
        for tie in actor.part_of.iter().chain(&actor.beside) {
            if !own.contains(tie.id.as_str()) && beside.actor(&tie.id).is_none() {
                out.mistakes.push(sheet.loose(at, actor, tie, beside, &own));
            }
        }
        out.notes.extend(sheet.doubled(at, actor));
        out.notes.extend(sheet.describing(at, actor));
    }
    out.notes.extend(sheet.shared(&actors, beside));
    out.mistakes.sort_by_key(|one| one.line);
    out.notes.sort_by_key(|one| one.line);
    out
}

/// A file as it is written.
struct Sheet<'a> {
    file: &'a str,
    text: &'a str,
}

/// An actor and where it stands, in bytes.
type Placed = (Actor, Range<usize>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default)]
    source: String,
    #[serde(default)]
    actor: Vec<Spanned<Actor>>,
}

impl<'a> Sheet<'a> {
    fn read(file: &'a str, text: &'a str) -> (Vec<Placed>, Vec<Wrong>) {
        let sheet = Self { file, text };
        let written: Written = match toml::from_str(text) {
            Ok(written) => written,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start.min(text.len()));
                return (vec![], vec![sheet.at(at, error.message().to_owned(), LAYOUT)]);
            }
        };
        if written.version != VERSION {
            let reason = format!("this file is of version {}", written.version);
            let help = "this program reads version 1";
            return (vec![], vec![sheet.wrong(&(0..0), "version", reason, help)]);
        }
        let mut wrong = vec![];
        let mut actors: Vec<Placed> = vec![];
        for spanned in written.actor {
            let at = spanned.span();
            let mut actor = spanned.into_inner();
            if actor.source.is_empty() {
                actor.source.clone_from(&written.source);
            }
            wrong.extend(sheet.faults(&at, &actor));
            if actors.iter().any(|(known, _)| known.id == actor.id) {
                let reason = format!("the actor `{}` is already there", actor.id);
                let help = "give each actor one entry with all its names";
                wrong.push(sheet.wrong(&at, &actor.id, reason, help));
            }
            actors.push((actor, at));
        }
        (actors, wrong)
    }

    /// What is wrong with one actor by itself.
    fn faults(&self, at: &Range<usize>, actor: &Actor) -> Vec<Wrong> {
        let id = &actor.id;
        let mut out = vec![];
        let mut say =
            |near: &str, reason: String, help: &str| out.push(self.wrong(at, near, reason, help));
        if !is_id(id) {
            let reason = format!("`{id}` is not an id");
            say(id, reason, "write small letters, digits and hyphens, like `group-a`");
        }
        let states = actor.countries.iter().chain(&actor.forces_of).chain(&actor.government_of);
        for state in states.filter(|state| !is_state(state)) {
            let reason = format!("`{state}` of `{id}` is not a state");
            say(state, reason, "write two capitals, like `SY`");
        }
        for reference in actor.listed.iter().filter(|one| !is_reference(one)) {
            let reason = format!("`{reference}` of `{id}` does not say of which list it is");
            say(reference, reason, "write the list before it, like `un:QDe.137`");
        }
        if actor.name.trim().is_empty() {
            say(id, format!("`{id}` has a blank name"), "say what it is usually called");
        }
        for name in &actor.names {
            if name.name.trim().is_empty() {
                say(id, format!("`{id}` has a blank among its names"), "take it out");
            } else if is_backwards(name.from, name.until) {
                let reason = format!("the name “{}” of `{id}` ends before it begins", name.name);
                say(&name.name, reason, "`until` is the first day on which it was no longer used");
            }
        }
        for tie in actor.part_of.iter().chain(&actor.beside) {
            if is_backwards(tie.from, tie.until) {
                let reason = format!("the tie of `{id}` to `{}` ends before it begins", tie.id);
                say(&tie.id, reason, "`until` is the first day on which it no longer held");
            }
            if tie.id == *id {
                say(&tie.id, format!("`{id}` is tied to itself"), "take the tie out");
            }
        }
        out
    }

    /// A tie that leads nowhere.
    fn loose(
        &self,
        at: &Range<usize>,
        actor: &Actor,
        tie: &Tie,
        beside: &Registry,
        own: &BTreeSet<&str>,
    ) -> Wrong {
        let reason = format!("`{}` is tied to `{}`, which is no known actor", actor.id, tie.id);
        let own = own
            .iter()
            .copied()
            .filter(|one| *one != actor.id && strsim::osa_distance(one, &tie.id) <= 2);
        let near: Vec<String> =
            own.chain(beside.near(&tie.id)).take(3).map(|one| format!("`{one}`")).collect();
        let help = match near.as_slice() {
            [] => "describe that actor too, or take the tie out".to_owned(),
            near => format!("is it {}?", near.join(" or ")),
        };
        self.wrong(at, &tie.id, reason, &help)
    }

    /// Names that stand at one actor more than once, without days that part them.
    fn doubled(&self, at: &Range<usize>, actor: &Actor) -> Vec<Wrong> {
        let mut known = BTreeSet::from([actor.name.as_str()]);
        let undated = actor.names.iter().filter(|name| name.from.is_none() && name.until.is_none());
        undated
            .filter(|name| !known.insert(&name.name))
            .map(|name| {
                let reason = format!("the name “{}” of `{}` stands twice", name.name, actor.id);
                self.wrong(at, &name.name, reason, "one is enough")
            })
            .collect()
    }

    /// Names that name nobody: whoever is reported so would be taken for this actor.
    fn describing(&self, at: &Range<usize>, actor: &Actor) -> Vec<Wrong> {
        if actor.forces_of.is_some() || actor.government_of.is_some() {
            return vec![];
        }
        let lexicon = Lexicon::new();
        let names = actor.names.iter().map(|name| &name.name).chain([&actor.name]);
        names
            .filter(|name| described(&words(name, &lexicon)).is_some())
            .map(|name| {
                let reason = format!("“{name}” of `{}` describes and names nobody", actor.id);
                let help = "whoever is reported by these words will be taken for this actor; keep it only if that is meant";
                self.wrong(at, name, reason, help)
            })
            .collect()
    }

    /// Names that another actor bears too.
    fn shared(&self, actors: &[Placed], beside: &Registry) -> Vec<Wrong> {
        let mut bearers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let all = beside.actors().iter().chain(actors.iter().map(|(actor, _)| actor));
        for actor in all {
            for name in actor.all_names() {
                bearers.entry(name.to_lowercase()).or_default().insert(&actor.id);
            }
        }
        let mut out = vec![];
        for (actor, at) in actors {
            let mut told = BTreeSet::new();
            for name in actor.all_names() {
                let others: Vec<String> = bearers[&name.to_lowercase()]
                    .iter()
                    .filter(|id| **id != actor.id)
                    .map(|id| format!("`{id}`"))
                    .collect();
                if !others.is_empty() && told.insert(name.to_lowercase()) {
                    let others = others.join(" and ");
                    let reason = format!("`{}` shares the name “{name}” with {others}", actor.id);
                    let help = "it is answered only where the country or the day tells them apart, and unsure elsewhere";
                    out.push(self.wrong(at, name, reason, help));
                }
            }
        }
        out
    }

    /// A complaint about a text that stands at an actor, or about the actor where the text is not found.
    fn wrong(&self, at: &Range<usize>, near: &str, reason: String, help: &str) -> Wrong {
        let from = at.start.min(self.text.len());
        let rest = self.text.get(from..).unwrap_or_default();
        let quoted = rest.find(&format!("\"{near}\"")).filter(|_| !near.is_empty());
        let found = quoted.or_else(|| (!near.is_empty()).then(|| rest.find(near)).flatten());
        self.at(from + found.unwrap_or(0), reason, help)
    }

    fn at(&self, byte: usize, reason: String, help: &str) -> Wrong {
        let before = self.text.as_bytes().iter().take(byte);
        Wrong {
            file: self.file.to_owned(),
            line: 1 + before.filter(|byte| **byte == b'\n').count(),
            reason,
            help: help.to_owned(),
        }
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_state(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_reference(written: &str) -> bool {
    written.split_once(':').is_some_and(|(list, one)| !list.is_empty() && !one.trim().is_empty())
}

fn is_backwards(from: Option<Date>, until: Option<Date>) -> bool {
    matches!((from, until), (Some(from), Some(until)) if until <= from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::{FILES, shipped};

    const FILE: &str = r#"version = 1
source = "made up"

[[actor]]
id = "group-a"
name = "Group A"
names = [
  "The A Front",
  { name = "Front A", from = "2016-02-03", until = "2016-02-03" },
  "The A Front",
]
countries = ["SY", "Syria"]
listed = ["QDe.901"]
part_of = ["grop-b"]

[[actor]]
id = "group-b"
name = "Group B"
names = ["the a front", "rebel fighters"]
beside = [{ id = "hezbolah", from = "2016-01-01" }, "group-b"]

[[actor]]
id = "daesh"
name = ""
"#;

    #[test]
    fn everything_that_is_wrong_is_said_at_once_with_its_line() {
        let checked = shipped().unwrap().check("ours.toml", FILE);
        let said: Vec<String> = checked.mistakes.iter().map(ToString::to_string).collect();
        let notes: Vec<String> = checked.notes.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(format!("{}\n\nnotes\n{}", said.join("\n"), notes.join("\n")));
        assert_eq!(checked.actors, 3);
    }

    #[test]
    fn the_shipped_files_have_no_mistakes() {
        for (file, text) in FILES {
            let checked = Registry::default().check(file, text);
            let own = checked.mistakes.iter().filter(|one| !one.reason.contains("is tied to"));
            assert_eq!(own.count(), 0, "{:?}", checked.mistakes);
        }
    }
}
