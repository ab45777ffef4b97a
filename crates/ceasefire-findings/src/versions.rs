//! Two versions of an agreement: which statements differ, and which rules rest on them.
//!
//! Statements are compared as they are written, blanks aside. A rule rests on what its slots name,
//! on what those name in turn, and on what speaks of it from elsewhere: the exceptions and
//! conditions that name it, the permissions for its kind of act, the powers and presumptions that
//! bring a fact about. The way from the rule to each differing statement is told, the shortest one.
//! Words that only readers see (how a fact is told) do not count as a difference.

use accord_check::family::Named;
use accord_check::{Family, Span};
use accord_syntax::ast::{Body, Formula, Head, Names, Says, Statement, Term};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What differs between two versions.
#[derive(Debug)]
pub struct Versions {
    /// Names of statements that are not the same in both.
    differ: BTreeSet<String>,
    /// What each name leads to, in either version.
    leads_to: BTreeMap<String, BTreeSet<String>>,
}

/// A family under one of its readings.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// The family, without the reading's patch.
    pub family: &'a Family,
    /// The reading; none for the agreement as coded.
    pub reading: Option<&'a Named>,
}

impl Versions {
    /// Compares two versions.
    pub fn new(before: Version<'_>, after: Version<'_>) -> Self {
        let (old, new) = (before.written(), after.written());
        let differ = old
            .keys()
            .chain(new.keys())
            .filter(|name| old.get(*name) != new.get(*name))
            .cloned()
            .collect();
        let mut ways = Ways { nodes: BTreeSet::new(), leads_to: BTreeMap::new() };
        for version in [before, after] {
            ways.nodes.extend(version.nodes());
        }
        for version in [before, after] {
            version.statements().for_each(|statement| ways.connect(statement));
            let instruments: Vec<&str> =
                version.family.instruments().map(|i| i.statement.name.text.as_str()).collect();
            for placed in &version.family.statements {
                if let Some(instrument) = instruments.get(placed.instrument) {
                    ways.lead(&placed.statement.name.text, instrument);
                }
            }
        }
        Self { differ, leads_to: ways.leads_to }
    }

    /// The differing statements that a rule rests on, each with the names on the way to it.
    pub fn through(&self, rule: &str) -> Vec<Vec<String>> {
        let mut ways: BTreeMap<&str, Vec<String>> = BTreeMap::from([(rule, Vec::new())]);
        let mut next = VecDeque::from([rule]);
        let mut out = Vec::new();
        if self.differ.contains(rule) {
            out.push(vec![rule.to_owned()]);
        }
        while let Some(name) = next.pop_front() {
            for to in self.leads_to.get(name).into_iter().flatten() {
                if ways.contains_key(to.as_str()) {
                    continue;
                }
                let mut way = ways.get(name).cloned().unwrap_or_default();
                way.push(to.clone());
                if self.differ.contains(to) {
                    out.push(way.clone());
                }
                ways.insert(to, way);
                next.push_back(to);
            }
        }
        out
    }
}

impl<'a> Version<'a> {
    /// Every statement that a verdict can rest on.
    fn statements(self) -> impl Iterator<Item = &'a Statement> {
        let of_reading = self.reading.into_iter().flat_map(|reading| &reading.body);
        let presumed = self.family.profiles.iter().flat_map(|profile| &profile.body);
        let placed = self.family.statements.iter().map(|placed| &placed.statement);
        placed.chain(of_reading).chain(presumed).filter(|statement| {
            use Head::{Actor, Fact, Harmless, Judgement, Kind, See, Uncoded};
            !matches!(statement.head, Actor | Fact | Harmless | Judgement | Kind | See | Uncoded)
        })
    }

    /// The names by which statements are connected. Actors are not among them: that two rules
    /// name the same army connects nothing.
    fn nodes(self) -> impl Iterator<Item = String> {
        let placed = self.family.statements.iter().map(|placed| &placed.statement);
        let words = placed.filter(|s| matches!(s.head, Head::Fact | Head::Judgement | Head::Kind));
        self.statements().chain(words).map(|statement| statement.name.text.clone())
    }

    /// The statements of each name as they are written, blanks aside.
    fn written(self) -> BTreeMap<String, Vec<String>> {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for statement in self.statements() {
            let text = match statement.head {
                // A title or a source decides nothing.
                Head::Agreement | Head::Amendment => ["zone", "made", "in force"]
                    .into_iter()
                    .filter_map(|keyword| Some(self.words(statement.slot(keyword)?.span)))
                    .collect::<Vec<_>>()
                    .join("; "),
                _ => self.words(statement.span),
            };
            out.entry(statement.name.text.clone()).or_default().push(text);
        }
        out
    }

    fn words(self, span: Span) -> String {
        let source = self.family.sources.get(span.source.0 as usize);
        let text =
            source.and_then(|source| source.text.get(span.start as usize..span.end as usize));
        text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What leads to what.
struct Ways {
    nodes: BTreeSet<String>,
    leads_to: BTreeMap<String, BTreeSet<String>>,
}

impl Ways {
    fn lead(&mut self, from: &str, to: &str) {
        if from != to && self.nodes.contains(from) && self.nodes.contains(to) {
            self.leads_to.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
    }

    fn connect(&mut self, statement: &Statement) {
        let own = &statement.name.text;
        for slot in &statement.slots {
            let mut names = Vec::new();
            body(&slot.body, &mut names);
            for (index, name) in names.iter().enumerate() {
                if speaks_of(statement.head, &slot.keyword.text, index) {
                    self.lead(name, own);
                } else {
                    self.lead(own, name);
                }
            }
        }
    }
}

/// Slots by which a statement speaks of another from elsewhere: the way leads from that one to it.
/// A permission speaks of the kind of act that stands first in its `grants`.
fn speaks_of(head: Head, slot: &str, index: usize) -> bool {
    match (head, slot) {
        (Head::Permission, "grants") => index == 0,
        (Head::Exception, "to")
        | (Head::Condition, "gates")
        | (Head::Power, "effect")
        | (Head::Assume, "that" | "target") => true,
        _ => false,
    }
}

fn body(body: &Body, out: &mut Vec<String>) {
    match body {
        Body::Names(names) => out.extend(names.iter().map(|name| name.text.clone())),
        Body::Formula(inner) => formula(inner, out),
        Body::Term(inner) => term(inner, out),
        Body::Pattern(pattern) => {
            out.push(pattern.kind.text.clone());
            out.extend(pattern.class.iter().map(|(_, class)| class.text.clone()));
        }
        Body::Row(value, when) => {
            term(value, out);
            formula(when, out);
        }
        Body::Words(_) | Body::Official(..) | Body::Source(..) | Body::Missing => {}
    }
}

fn formula(inner: &Formula, out: &mut Vec<String>) {
    match &inner.says {
        Says::All(members, _) | Says::Any(members, _) | Says::None(members) => {
            for member in members {
                formula(member, out);
            }
        }
        Says::Not(inner) => formula(inner, out),
        Says::Is(subject, _, name) | Says::OnList(subject, name) => {
            term(subject, out);
            out.push(name.text.clone());
        }
        Says::Call(name, args) => {
            out.push(name.text.clone());
            for arg in args {
                term(arg, out);
            }
        }
        Says::Compare(left, _, right) => {
            term(left, out);
            term(right, out);
        }
        Says::Error => {}
    }
}

fn term(inner: &Term, out: &mut Vec<String>) {
    match &inner.names {
        Names::Name(name) => out.push(name.clone()),
        Names::Call(name, args) => {
            out.push(name.text.clone());
            for arg in args {
                term(arg, out);
            }
        }
        Names::PlusDays(inner, _) | Names::Divide(inner, _) => term(inner, out),
        Names::It
        | Names::Part(_)
        | Names::Quantity(_)
        | Names::Time(_)
        | Names::Never
        | Names::Error => {}
    }
}
