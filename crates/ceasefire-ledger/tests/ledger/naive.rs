//! What counts, worked out slowly and by the letter of `docs/ledger.md`, from a list of entries.
//!
//! Nothing is kept up and nothing is indexed: every question looks at every entry.

use crate::merging::Known;
use ceasefire_ledger::{Author, Content, Entry, Id, Kind, Moment, Role};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

pub struct Naive<'e> {
    ledger: Id,
    entries: Vec<&'e Entry>,
    pub keys: BTreeMap<Author, Key>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub roles: BTreeSet<Role>,
    pub under: Option<Author>,
    steps: usize,
    endings: Vec<(u64, Option<Id>)>,
}

impl<'e> Naive<'e> {
    pub fn new(ledger: Id, entries: Vec<&'e Entry>) -> Self {
        let mut naive = Self { ledger, entries, keys: BTreeMap::new() };
        if let Some(founding) = naive.get(ledger) {
            let key = Key { roles: Role::ALL.into(), under: None, steps: 0, endings: vec![] };
            naive.keys.insert(founding.header().author, key);
        }
        for steps in 0.. {
            let brought = naive.brought(steps);
            if brought.is_empty() {
                break;
            }
            for (key, under) in brought {
                naive.bring(key, under, steps + 1);
            }
        }
        naive
    }

    fn get(&self, id: Id) -> Option<&'e Entry> {
        self.entries.iter().copied().find(|entry| entry.id() == id)
    }

    /// Whom the administrators of a level bring in, and under which of them each stands.
    fn brought(&self, steps: usize) -> BTreeMap<Author, Author> {
        let mut grants: Vec<(Moment, Id, Author, Author)> = Vec::new();
        for entry in self.of("role-granted") {
            let by = entry.header().author;
            let Some(key) = self.keys.get(&by) else { continue };
            let Some(granted) = field_key(entry) else { continue };
            let brings = entry.header().refers.is_empty();
            let fine = brings && key.steps == steps && key.roles.contains(&Role::Administrator);
            if fine && self.stands(entry) && !self.keys.contains_key(&granted) {
                grants.push((entry.header().recorded, entry.id(), granted, by));
            }
        }
        grants.sort();
        grants.reverse();
        // The first one is put in last and stays.
        grants.into_iter().map(|(_, _, key, by)| (key, by)).collect()
    }

    fn bring(&mut self, key: Author, under: Author, steps: usize) {
        let mut above = vec![under];
        while let Some(up) = above.last().and_then(|author| self.keys[author].under) {
            above.push(up);
        }
        let mut roles = BTreeSet::new();
        let mut endings = Vec::new();
        for entry in self.of("role-granted").into_iter().chain(self.of("key-ended")) {
            let says = above.contains(&entry.header().author) && field_key(entry) == Some(key);
            if !says || !self.stands(entry) {
                continue;
            }
            let content = fields(entry);
            if entry.kind() == Some(Kind::RoleGranted) {
                let names = content["roles"].as_array().unwrap().clone();
                roles.extend(names.iter().map(|name| Role::named(name.as_str().unwrap()).unwrap()));
            } else {
                endings.push(ending(&content));
            }
        }
        self.keys.insert(key, Key { roles, under: Some(under), steps, endings });
    }

    /// Entries of a kind that say what the kind asks for.
    fn of(&self, kind: &str) -> Vec<&'e Entry> {
        let says = |entry: &&Entry| matches!(entry.says(), Some(Ok(_)));
        self.entries.iter().copied().filter(|e| e.header().kind == kind).filter(says).collect()
    }

    /// Whether an entry stands in the chain of its author.
    pub fn stands(&self, entry: &Entry) -> bool {
        let author = entry.header().author;
        let no_endings = Vec::new();
        let endings = self.keys.get(&author).map_or(&no_endings, |key| &key.endings);
        let chain: Vec<&Entry> =
            self.entries.iter().copied().filter(|e| e.header().author == author).collect();
        let on: Vec<&Entry> =
            chain.iter().copied().filter(|entry| self.is_on(entry, endings)).collect();
        let forked = |number: u64| {
            let ids = on.iter().filter(|e| e.header().number == number).map(|e| e.id());
            let next = on.iter().filter(|e| e.header().number == number + 1);
            let named = next.filter_map(|e| e.header().before);
            ids.chain(named).collect::<BTreeSet<Id>>().len() > 1
        };
        let fork = (0..60).find(|number| forked(*number)).unwrap_or(u64::MAX);
        let mut latest = Moment(i64::MIN);
        let mut over = false;
        for number in 1..60 {
            let here = chain
                .iter()
                .find(|e| e.id() == self.ledger && number == 1)
                .or_else(|| on.iter().find(|e| e.header().number == number && number < fork));
            let Some(here) = here else { continue };
            let header = here.header();
            let founds = here.id() == self.ledger;
            let ended = endings.iter().any(|(last, _)| number > *last);
            let fine = founds || (!over && !ended && header.recorded >= latest);
            if here.id() == entry.id() {
                return fine;
            }
            if fine {
                latest = header.recorded;
                over |= ends_itself(here);
            }
        }
        false
    }

    /// Whether an entry is on every branch that somebody above names, and on the founding one.
    fn is_on(&self, entry: &Entry, endings: &[(u64, Option<Id>)]) -> bool {
        let own = self.back(entry.header().number, entry.id());
        let mut branches: Vec<BTreeMap<u64, Id>> =
            endings.iter().filter_map(|(last, id)| Some(self.back(*last, (*id)?))).collect();
        if let Some(founding) = self.get(self.ledger)
            && founding.header().author == entry.header().author
        {
            branches.push(BTreeMap::from([(1, self.ledger)]));
        }
        let agree = |branch: &BTreeMap<u64, Id>| {
            own.iter().all(|(number, id)| branch.get(number).is_none_or(|other| other == id))
        };
        branches.iter().all(agree)
    }

    /// An entry and what comes before it, as far as it is known.
    fn back(&self, number: u64, id: Id) -> BTreeMap<u64, Id> {
        let mut out = BTreeMap::from([(number, id)]);
        let held = self.get(id).filter(|entry| entry.header().number == number);
        if let Some(before) = held.and_then(|entry| entry.header().before) {
            out.extend(self.back(number - 1, before));
        }
        out
    }

    fn speaks(&self, entry: &Entry) -> bool {
        self.keys.contains_key(&entry.header().author) && self.stands(entry)
    }

    fn holds(&self, author: Author, role: Role) -> bool {
        self.keys.get(&author).is_some_and(|key| key.roles.contains(&role))
    }

    fn is_above(&self, above: Author, below: Author) -> bool {
        match self.keys.get(&below).and_then(|key| key.under) {
            None => false,
            Some(under) => under == above || self.is_above(above, under),
        }
    }

    pub fn redacted(&self, entry: &Entry) -> bool {
        let cannot = ["ledger-founded", "role-granted", "key-ended", "redaction"];
        if cannot.contains(&entry.header().kind.as_str()) {
            return false;
        }
        self.entries.iter().any(|by| {
            by.header().kind == "redaction"
                && by.header().refers.contains(&entry.id())
                && self.speaks(by)
                && (by.header().author == entry.header().author
                    || self.holds(by.header().author, Role::Redactor))
        })
    }

    pub fn counts(&self, entry: &Entry) -> bool {
        let author = entry.header().author;
        if !self.speaks(entry) || self.redacted(entry) {
            return false;
        }
        let about: Vec<&Entry> =
            entry.header().refers.iter().filter_map(|id| self.get(*id)).collect();
        if entry.header().kind == "redaction" {
            return about.iter().any(|of| {
                let can = can(of, &["correction"]);
                let own = of.header().author == author;
                can && (own || self.holds(author, Role::Redactor))
            });
        }
        if !matches!(entry.says(), Some(Ok(_))) {
            return false;
        }
        match entry.header().kind.as_str() {
            "ledger-founded" => entry.id() == self.ledger,
            "role-granted" => {
                self.holds(author, Role::Administrator)
                    && self.is_above(author, field_key(entry).unwrap())
            }
            "key-ended" => {
                let key = field_key(entry).unwrap();
                if key == author { ends_itself(entry) } else { self.is_above(author, key) }
            }
            "judgement-given" => self.holds(author, Role::Arbiter),
            "correction" => {
                let one = entry.header().refers.len() == 1 && about.len() == 1;
                one && about[0].header().author == author && can(about[0], &[])
            }
            _ => self.holds(author, Role::Reporter),
        }
    }

    /// What is known of facts and judgements: entry, whose words, the row.
    pub fn facts(&self, known: Option<Moment>) -> Known {
        let mut out = BTreeMap::new();
        for entry in &self.entries {
            let role = match entry.header().kind.as_str() {
                "fact-asserted" => Role::Reporter,
                "judgement-given" => Role::Arbiter,
                _ => continue,
            };
            if !self.speaks(entry) || !self.holds(entry.header().author, role) {
                continue;
            }
            if let Some((by, since, row)) = self.version(entry, known)
                && (row.contains_key("recorded") || known.is_none_or(|known| since <= known))
            {
                out.insert(entry.id(), (by, row));
            }
        }
        out
    }

    fn version(
        &self,
        entry: &Entry,
        known: Option<Moment>,
    ) -> Option<(Id, Moment, Map<String, Value>)> {
        let mut corrections: Vec<(Moment, Id, Moment, &Entry)> = Vec::new();
        for by in &self.entries {
            let of = by.header().kind == "correction" && by.header().refers == [entry.id()];
            let flawed = matches!(by.says(), Some(Err(_)));
            if !of || by.header().author != entry.header().author || flawed || !self.speaks(by) {
                continue;
            }
            let recorded = by.header().recorded;
            let open = by.content().is_some() && !self.redacted(by);
            let said = open
                .then(|| fields(by))
                .and_then(|content| Moment::read(content.get("known")?.as_str()?));
            let since = said.unwrap_or(recorded);
            if known.is_none_or(|known| since <= known) {
                corrections.push((recorded, by.id(), since, by));
            }
        }
        corrections.sort_by_key(|(recorded, id, ..)| (*recorded, *id));
        let row = |content: &Map<String, Value>| content.get("fact")?.as_object().cloned();
        match corrections.pop() {
            None if self.redacted(entry) => None,
            None => match entry.says() {
                Some(Ok(_)) => Some((entry.id(), entry.header().recorded, row(&fields(entry))?)),
                _ => None,
            },
            Some((.., by)) if by.content().is_none() || self.redacted(by) => None,
            Some((_, id, since, by)) => {
                let content = fields(by);
                let instead = content.get("corrected")?.as_object()?;
                let kind = entry.kind()?;
                ceasefire_ledger::Says::read(kind, instead).ok()?;
                Some((id, since, row(instead)?))
            }
        }
    }
}

/// Whether an entry can be corrected, or is of one of the kinds that can be redacted as well.
fn can(entry: &Entry, also: &[&str]) -> bool {
    let cannot = ["ledger-founded", "role-granted", "key-ended", "redaction", "correction"];
    let kind = entry.header().kind.as_str();
    also.contains(&kind) || !cannot.contains(&kind)
}

fn fields(entry: &Entry) -> Map<String, Value> {
    entry.content().map(Content::fields).unwrap_or_default()
}

fn field_key(entry: &Entry) -> Option<Author> {
    Author::read(fields(entry).get("key")?.as_str()?)
}

fn ending(content: &Map<String, Value>) -> (u64, Option<Id>) {
    let entry = content.get("entry").and_then(|id| Id::read(id.as_str()?));
    (content["last"].as_u64().unwrap(), entry)
}

fn ends_itself(entry: &Entry) -> bool {
    let header = entry.header();
    let fine = header.kind == "key-ended"
        && matches!(entry.says(), Some(Ok(_)))
        && field_key(entry) == Some(header.author);
    fine && ending(&fields(entry)) == (header.number - 1, header.before)
}
