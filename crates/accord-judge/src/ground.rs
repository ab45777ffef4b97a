//! From conditions to formulas over what is open, for one act and one hypothesis.
//!
//! Every condition is looked up in the record. What is known becomes a constant; what is not
//! becomes an atom. An act whose time is uncertain meets facts that change: their truth becomes a
//! formula over "it happened before or after the change", so that nothing is lost where time and
//! facts go together.

use crate::act::{Act, Hypothesis, Who};
use crate::amounts::Order;
use crate::facts::{Entry, Key, Known, Timeline, named, placeholder, timeline};
use crate::finding::{Atom, Looked, LookedUp, Quantity};
use crate::judge::Judge;
use accord_check::model::{Class, Cond, Instant, Part, Presumed, Subject, Window};
use accord_logic::{AtomId, Formula};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody or something in a ground condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    Named(String),
    Unreported(Part),
}

/// The formulas of one act under one hypothesis.
pub(crate) struct Grounding<'j> {
    pub(crate) judge: &'j Judge<'j>,
    pub(crate) act: &'j Act,
    hypothesis: Hypothesis,
    pub(crate) atoms: Vec<Atom>,
    numbers: BTreeMap<Atom, AtomId>,
    pub(crate) presumed: BTreeSet<String>,
    pub(crate) looked: Vec<Looked>,
    /// The piece of the act's time that is looked at: in all of it the values of facts are the same.
    pub(crate) piece: (Instant, Instant),
    /// Atoms that compare two amounts of which neither is known.
    pub(crate) orders: Vec<Order>,
    /// The range of each amount that is not exactly known, over all pieces.
    pub(crate) ranges: BTreeMap<Quantity, Option<(i64, i64)>>,
}

impl<'j> Grounding<'j> {
    pub(crate) fn new(judge: &'j Judge<'j>, act: &'j Act, hypothesis: Hypothesis) -> Self {
        let mut grounding = Self {
            judge,
            act,
            hypothesis,
            atoms: Vec::new(),
            numbers: BTreeMap::new(),
            presumed: BTreeSet::new(),
            looked: Vec::new(),
            piece: act.at,
            orders: Vec::new(),
            ranges: BTreeMap::new(),
        };
        grounding.presume_target();
        grounding
    }

    /// An unreported target is whoever holds the place, where the profile says so and exactly one
    /// does.
    fn presume_target(&mut self) {
        if self.hypothesis.on != Who::Unknown {
            return;
        }
        let Some(place) = self.hypothesis.place.clone() else { return };
        for assume in self.judge.assumes() {
            let Presumed::Target(fact) = &assume.what else { continue };
            let holders = self.judge.facts().holders(fact, &place, self.act.at);
            let [holder] = holders.as_slice() else { continue };
            let holder = (*holder).to_owned();
            if !self.applies(&assume.when) {
                continue;
            }
            let key = Key::Fact(fact.clone(), vec![holder.clone(), place.clone()]);
            let sources = sources(self.judge.facts().about(&key));
            self.looked.push(Looked {
                key: LookedUp::Holder(holder.clone()),
                found: Known::Yes,
                value: None,
                sources,
                presumed: Some(assume.name.clone()),
            });
            self.presumed.insert(assume.name.clone());
            self.hypothesis.on = Who::Actor(holder);
            return;
        }
    }

    /// Whether a presumption's own condition is known to hold.
    fn applies(&mut self, when: &Cond) -> bool {
        *when == Cond::TRUE || self.cond(when, None) == Formula::True
    }

    /// What cannot be: thresholds out of order, two values for one fact, two persons in one, a
    /// class without the class it is part of.
    pub(crate) fn theory(&mut self) -> Formula {
        let mut laws = Vec::new();
        let atoms: Vec<(AtomId, Atom)> =
            self.atoms.iter().enumerate().map(|(id, atom)| (id as AtomId, atom.clone())).collect();
        for (index, (a, first)) in atoms.iter().enumerate() {
            for (b, second) in atoms.iter().skip(index + 1) {
                laws.extend(self.law(*a, first, *b, second));
            }
        }
        laws.push(self.order_theory());
        Formula::all(laws)
    }

    #[expect(clippy::many_single_char_names, reason = "two atoms side by side, part by part")]
    fn law(&mut self, a: AtomId, first: &Atom, b: AtomId, second: &Atom) -> Option<Formula> {
        let (yes_a, yes_b) = (Formula::Atom(a), Formula::Atom(b));
        let never_both = || Formula::all([yes_a.clone(), yes_b.clone()]).negated();
        match (first, second) {
            (Atom::AtLeast(q, low), Atom::AtLeast(r, high)) if q == r => {
                Some(if low < high { yes_b.implies(yes_a) } else { yes_a.implies(yes_b) })
            }
            (Atom::Valued(f, x, v), Atom::Valued(g, y, w)) if f == g && x == y && v != w => {
                Some(never_both())
            }
            (Atom::Same(p, x), Atom::Same(q, y)) if p == q && x != y => Some(never_both()),
            (Atom::Member(p, c), Atom::Member(q, d)) if p == q => {
                let relation = self.judge.relations().between(c, d);
                let mut laws = Vec::new();
                if relation.apart {
                    laws.push(never_both());
                }
                if relation.first_in_second {
                    laws.push(yes_a.clone().implies(yes_b.clone()));
                }
                if relation.second_in_first {
                    laws.push(yes_b.implies(yes_a));
                }
                Some(Formula::all(laws))
            }
            (Atom::Same(p, name), Atom::Member(q, class)) if p == q => {
                self.member_law(yes_a, name, yes_b, class)
            }
            (Atom::Member(p, class), Atom::Same(q, name)) if p == q => {
                self.member_law(yes_b, name, yes_a, class)
            }
            _ => None,
        }
    }

    /// If it was that one, then what is known of that one's class holds.
    fn member_law(
        &mut self,
        same: Formula,
        name: &str,
        member: Formula,
        class: &str,
    ) -> Option<Formula> {
        let before = (self.atoms.len(), self.looked.len());
        let (presumed, ranges) = (self.presumed.clone(), self.ranges.clone());
        let known = self.class_of(Thing::Named(name.to_owned()), class);
        // Looking it up must leave no trace: it is not a question about this act.
        (self.presumed, self.ranges) = (presumed, ranges);
        self.orders.retain(|order| (order.atom as usize) < before.0);
        for atom in self.atoms.drain(before.0..) {
            self.numbers.remove(&atom);
        }
        self.looked.truncate(before.1);
        match known {
            Formula::True => Some(same.implies(member)),
            Formula::False => Some(same.implies(member.negated())),
            _ => None,
        }
    }

    pub(crate) fn window(&mut self, window: Window) -> Formula {
        let since = window.since.map_or(Formula::True, |at| self.since(at));
        let until = window.until.map_or(Formula::True, |at| self.since(at).negated());
        Formula::all([since, until])
    }

    /// The act happened at that time or later.
    fn since(&mut self, at: Instant) -> Formula {
        if self.act.at.0 >= at {
            Formula::True
        } else if self.act.at.1 < at {
            Formula::False
        } else {
            self.atom(Atom::AtLeast(Quantity::ActTime, at))
        }
    }

    pub(crate) fn class(&mut self, part: Part, class: &Class) -> Formula {
        match class {
            Class::Anyone => Formula::True,
            Class::Defined(class) => {
                let thing = self.part(part);
                self.class_of(thing, class)
            }
            Class::Named(name) => {
                let thing = self.part(part);
                self.same(&thing, name)
            }
        }
    }

    fn class_of(&mut self, thing: Thing, class: &str) -> Formula {
        if let Thing::Unreported(part) = thing {
            return match self.judge.relations().fixed(class) {
                Some(truth) => constant(truth),
                None => self.atom(Atom::Member(part, class.to_owned())),
            };
        }
        let judge = self.judge;
        let versions = judge.agreement().definitions.get(class).map_or(&[][..], Vec::as_slice);
        let mut out = Vec::new();
        for version in versions {
            let window = self.window(version.window);
            if window == Formula::False {
                continue;
            }
            let means = self.cond(&version.means, Some(&thing));
            out.push(Formula::all([window, means]));
        }
        Formula::any(out)
    }

    pub(crate) fn condition(&mut self, cond: &Cond) -> Formula {
        self.cond(cond, None)
    }

    fn cond(&mut self, cond: &Cond, param: Option<&Thing>) -> Formula {
        match cond {
            Cond::All(members) => {
                let mut out = Vec::new();
                for member in members {
                    let member = self.cond(member, param);
                    if member == Formula::False {
                        return Formula::False;
                    }
                    out.push(member);
                }
                Formula::all(out)
            }
            Cond::Any(members) => {
                let mut out = Vec::new();
                for member in members {
                    let member = self.cond(member, param);
                    if member == Formula::True {
                        return Formula::True;
                    }
                    out.push(member);
                }
                Formula::any(out)
            }
            Cond::Not(inner) => self.cond(inner, param).negated(),
            Cond::Is(subject, class) => {
                let thing = self.thing(subject, param);
                self.class_of(thing, class)
            }
            Cond::Same(subject, name) => {
                let thing = self.thing(subject, param);
                self.same(&thing, name)
            }
            Cond::Listed(subject, register) => {
                let thing = self.thing(subject, param);
                self.listed(&thing, register)
            }
            Cond::Fact(name, subjects) => self.fact(name, subjects, param),
            Cond::Valued(name, subjects, value) => self.valued(name, subjects, value, param),
            Cond::AtLeast(left, right) => self.compare(left, right, false, param),
            Cond::More(left, right) => self.compare(left, right, true, param),
        }
    }

    fn thing(&self, subject: &Subject, param: Option<&Thing>) -> Thing {
        match subject {
            Subject::Param => param.cloned().unwrap_or(Thing::Named(String::new())),
            Subject::Part(part) => self.part(*part),
            Subject::Act => Thing::Named("it".to_owned()),
            Subject::Name(name) => Thing::Named(name.clone()),
        }
    }

    fn part(&self, part: Part) -> Thing {
        let named = match part {
            Part::By => actor(&self.hypothesis.by),
            Part::On => actor(&self.hypothesis.on),
            Part::Place => self.hypothesis.place.as_deref(),
            Part::Weapon => self.hypothesis.weapon.as_deref(),
        };
        named.map_or(Thing::Unreported(part), |name| Thing::Named(name.to_owned()))
    }

    fn same(&mut self, thing: &Thing, name: &str) -> Formula {
        match thing {
            Thing::Named(other) if other == name => Formula::True,
            Thing::Named(_) => Formula::False,
            Thing::Unreported(part) if self.is_excluded(*part, name) => Formula::False,
            Thing::Unreported(part) => self.atom(Atom::Same(*part, name.to_owned())),
        }
    }

    /// `other` says that it was none of those named.
    fn is_excluded(&self, part: Part, name: &str) -> bool {
        let of = |part: &Who| actor(part) == Some(name);
        let (who, named) = match part {
            Part::By => (
                &self.hypothesis.by,
                self.act.by.iter().any(|candidate| of(&candidate.who))
                    || self.act.joint.iter().any(|row| of(&row.by)),
            ),
            Part::On => (
                &self.hypothesis.on,
                self.act.on.iter().any(|candidate| of(&candidate.who))
                    || self.act.joint.iter().any(|row| of(&row.on)),
            ),
            Part::Place | Part::Weapon => return false,
        };
        *who == Who::Other && named
    }

    fn listed(&mut self, thing: &Thing, register: &str) -> Formula {
        let name = match thing {
            Thing::Named(name) => name.clone(),
            Thing::Unreported(part) => {
                return self.atom(Atom::Listed(placeholder(*part), register.to_owned()));
            }
        };
        let key = Key::Listed(register.to_owned(), name.clone());
        let closed = self.judge.agreement().registers.get(register).is_some_and(|r| r.closed)
            && self.judge.facts().knows_register(register);
        let line = self.judge.facts().timeline(&key);
        let sources = sources(self.judge.facts().about(&key));
        let silent = if closed { Some(false) } else { None };
        let atom = Atom::Listed(name, register.to_owned());
        self.over_time(&line, key, sources, atom, silent)
    }

    fn fact(&mut self, name: &str, subjects: &[Subject], param: Option<&Thing>) -> Formula {
        let (args, reported) = self.arguments(subjects, param);
        let atom = Atom::Fact(name.to_owned(), args.clone());
        if !reported {
            return self.atom(atom);
        }
        let key = Key::Fact(name.to_owned(), args);
        let entries = self.entries(&key);
        let line = timeline(&entries);
        let sources = sources(&entries);
        self.over_time(&line, key, sources, atom, None)
    }

    /// What is on record about the act itself stands with the act.
    pub(crate) fn entries(&self, key: &Key) -> Vec<Entry> {
        let mut out: Vec<Entry> = self.judge.facts().about(key).to_vec();
        if key.speaks_of_act() {
            out.extend(self.act.facts.iter().filter(|entry| entry.key == *key).cloned());
        }
        out
    }

    /// What is on record about it in the piece of time that is looked at.
    pub(crate) fn values(&self, key: &Key) -> Vec<Entry> {
        let (first, last) = self.piece;
        let then = |entry: &Entry| {
            entry.from.is_none_or(|from| from <= last)
                && entry.until.is_none_or(|until| first < until)
        };
        let mut entries = self.entries(key);
        entries.retain(then);
        entries
    }

    /// Values may change while the act may have happened: each piece of its time in which they do
    /// not is looked at by itself.
    pub(crate) fn in_pieces(
        &mut self,
        keys: &[Key],
        then: &mut dyn FnMut(&mut Self) -> Formula,
    ) -> Formula {
        let (first, last) = self.piece;
        let entries = keys.iter().flat_map(|key| self.entries(key));
        let cuts: BTreeSet<Instant> = entries
            .flat_map(|entry| entry.from.into_iter().chain(entry.until))
            .filter(|cut| first < *cut && *cut <= last)
            .collect();
        if cuts.is_empty() {
            return then(self);
        }
        let starts = std::iter::once(first).chain(cuts.iter().copied());
        let ends = cuts.iter().map(|cut| cut - 1).chain([last]);
        let mut parts = Vec::new();
        for (start, end) in starts.zip(ends) {
            self.piece = (start, end);
            let holds = then(self);
            let before = if end < last { self.since(end + 1).negated() } else { Formula::True };
            let after = if first < start { self.since(start) } else { Formula::True };
            parts.push(Formula::all([after, before, holds]));
        }
        self.piece = (first, last);
        Formula::any(parts)
    }

    pub(crate) fn arguments(
        &self,
        subjects: &[Subject],
        param: Option<&Thing>,
    ) -> (Vec<String>, bool) {
        let mut reported = true;
        let args = subjects
            .iter()
            .map(|subject| match self.thing(subject, param) {
                Thing::Named(name) => name,
                Thing::Unreported(part) => {
                    reported = false;
                    placeholder(part)
                }
            })
            .collect();
        (args, reported)
    }

    /// A truth that may change while the act may have happened.
    fn over_time(
        &mut self,
        line: &Timeline,
        key: Key,
        sources: Vec<String>,
        atom: Atom,
        silent: Option<bool>,
    ) -> Formula {
        let (first, last) = self.act.at;
        let mut parts = Vec::new();
        for (index, (from, known)) in line.iter().enumerate() {
            let next = line.get(index + 1).map(|next| next.0);
            if *from > last || next.is_some_and(|next| next <= first) {
                continue;
            }
            let (truth, presumed) = self.truth(*known, &key, &atom, silent);
            let shown = Looked {
                key: LookedUp::Key(key.clone()),
                found: if presumed.is_none() { shown(*known, silent) } else { *known },
                value: None,
                sources: sources.clone(),
                presumed,
            };
            self.looked.push(shown);
            let after = if *from <= first { Formula::True } else { self.since(*from) };
            let before = match next {
                Some(next) if next <= last => self.since(next).negated(),
                _ => Formula::True,
            };
            parts.push(Formula::all([after, before, truth]));
        }
        Formula::any(parts)
    }

    fn truth(
        &mut self,
        known: Known,
        key: &Key,
        atom: &Atom,
        silent: Option<bool>,
    ) -> (Formula, Option<String>) {
        match (known, silent) {
            (Known::Yes, _) | (Known::Silent, Some(true)) => (Formula::True, None),
            (Known::No, _) | (Known::Silent, Some(false)) => (Formula::False, None),
            (Known::Silent, None) => match self.presumption(key) {
                Some((truth, name)) => {
                    self.presumed.insert(name.clone());
                    (if truth { Formula::True } else { Formula::False }, Some(name))
                }
                None => (self.atom(atom.clone()), None),
            },
            (Known::Open | Known::Disputed, _) => (self.atom(atom.clone()), None),
        }
    }

    /// What the profile presumes of a fact about which nothing is on record.
    fn presumption(&mut self, key: &Key) -> Option<(bool, String)> {
        let Key::Fact(name, args) = key else { return None };
        let judge = self.judge;
        for assume in judge.assumes() {
            let Presumed::Fact { name: presumed, args: pattern, truth } = &assume.what else {
                continue;
            };
            let fits = presumed == name
                && pattern.len() == args.len()
                && pattern.iter().zip(args).all(|(pattern, arg)| match pattern {
                    None => true,
                    Some(subject) => self.thing(subject, None) == Thing::Named(arg.clone()),
                });
            if fits && self.applies(&assume.when) {
                return Some((*truth, assume.name.clone()));
            }
        }
        None
    }

    fn valued(
        &mut self,
        name: &str,
        subjects: &[Subject],
        value: &str,
        param: Option<&Thing>,
    ) -> Formula {
        let (args, reported) = self.arguments(subjects, param);
        let atom = Atom::Valued(name.to_owned(), args.clone(), value.to_owned());
        if !reported {
            return self.atom(atom);
        }
        let key = Key::Fact(name.to_owned(), args);
        self.in_pieces(std::slice::from_ref(&key), &mut |grounding| match named(
            &grounding.values(&key),
        ) {
            Some(known) => constant(known == value),
            None => grounding.atom(atom.clone()),
        })
    }

    pub(crate) fn atom(&mut self, atom: Atom) -> Formula {
        if let Some(number) = self.numbers.get(&atom) {
            return Formula::Atom(*number);
        }
        let number = self.atoms.len() as AtomId;
        self.numbers.insert(atom.clone(), number);
        self.atoms.push(atom);
        Formula::Atom(number)
    }
}

pub(crate) fn constant(truth: bool) -> Formula {
    if truth { Formula::True } else { Formula::False }
}

/// What is shown of a silence that a closed register makes a "no".
fn shown(known: Known, silent: Option<bool>) -> Known {
    match (known, silent) {
        (Known::Silent, Some(false)) => Known::No,
        (known, _) => known,
    }
}

pub(crate) fn sources(entries: &[Entry]) -> Vec<String> {
    let set: BTreeSet<&String> = entries.iter().filter_map(|entry| entry.source.as_ref()).collect();
    set.into_iter().cloned().collect()
}

fn actor(who: &Who) -> Option<&str> {
    match who {
        Who::Actor(name) => Some(name),
        Who::Unknown | Who::Other => None,
    }
}
