//! The values of numbers and times that can make a difference.
//!
//! Between two bounds of the text all values are alike, so one value in each stretch is enough; two,
//! where the text compares one unknown number with another, or the time of the act with one.

use accord_check::model::{Agreement, Cond, FactKind, Instant, Measure, Window};
use accord_check::zone;
use accord_judge::{Act, Entry, Facts, Value};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The bounds that cut the stretches.
#[derive(Debug)]
pub(crate) struct Stretches<'a> {
    agreement: &'a Agreement,
    act: (Instant, Instant),
    /// What the text compares with, by kind of value.
    bounds: BTreeMap<FactKind, BTreeSet<i64>>,
    /// Kinds of which the text compares one unknown with another.
    compared: BTreeSet<FactKind>,
    /// Whether it compares the time of the act with one that is reported.
    act_compared: bool,
    /// What is on record, by kind of value.
    known: BTreeMap<FactKind, BTreeSet<i64>>,
    /// Times at which a version or a fact begins or ends.
    changes: BTreeSet<i64>,
    days: BTreeSet<i64>,
    names: BTreeSet<String>,
    /// Values that were asked for before.
    found: RefCell<BTreeMap<Asked, Rc<[i64]>>>,
}

/// The kind of a value, its range, and when the act happened.
type Asked = (FactKind, (i64, i64), Instant);

impl<'a> Stretches<'a> {
    pub(crate) fn of(agreement: &'a Agreement, facts: &Facts, act: &Act) -> Self {
        let mut out = Self {
            agreement,
            act: act.at,
            bounds: BTreeMap::new(),
            compared: BTreeSet::new(),
            act_compared: false,
            known: BTreeMap::new(),
            changes: BTreeSet::new(),
            days: BTreeSet::from([0]),
            names: BTreeSet::from(["something-else".to_owned()]),
            found: RefCell::default(),
        };
        out.text();
        for entry in facts.entries().chain(&act.facts) {
            out.entry(entry);
        }
        out
    }

    /// When the act may have happened.
    pub(crate) fn moments(&self) -> Vec<Instant> {
        let time = FactKind::Time;
        let mut cuts: BTreeSet<i64> = self.changes.clone();
        let (bounds, known) = (self.bounds.get(&time), self.known.get(&time));
        for at in bounds.into_iter().chain(known).flatten() {
            cuts.extend(self.days.iter().map(|days| self.later(*at, *days)));
        }
        if self.act_compared {
            Self::two_each(&cuts, self.act)
        } else {
            Self::one_each(&cuts, self.act)
        }
    }

    /// Values within a range, in a world in which the act happened at a time.
    pub(crate) fn values(&self, kind: FactKind, range: (i64, i64), at: Instant) -> Rc<[i64]> {
        let asked = (kind, range, at);
        if let Some(values) = self.found.borrow().get(&asked) {
            return Rc::clone(values);
        }
        let values: Rc<[i64]> = self.find(kind, range, at).into();
        self.found.borrow_mut().insert(asked, Rc::clone(&values));
        values
    }

    fn find(&self, kind: FactKind, range: (i64, i64), at: Instant) -> Vec<i64> {
        let mut cuts = self.bounds.get(&kind).cloned().unwrap_or_default();
        if kind == FactKind::Time {
            cuts.extend(self.days.iter().map(|days| self.later(at, -days)));
        }
        if !self.compared.contains(&kind) {
            return Self::one_each(&cuts, range);
        }
        for known in self.known.get(&kind).into_iter().flatten() {
            cuts.extend(self.days.iter().flat_map(|d| [*known, self.later(*known, -d)]));
        }
        Self::two_each(&cuts, range)
    }

    /// Every name that the text compares a value with, and one that it does not.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    fn two_each(cuts: &BTreeSet<i64>, range: (i64, i64)) -> Vec<i64> {
        let first = Self::one_each(cuts, range);
        let second = first.iter().map(|value| value.saturating_add(1)).filter(|v| *v <= range.1);
        first.iter().copied().chain(second).collect::<BTreeSet<i64>>().into_iter().collect()
    }

    /// The first value of each stretch: "at least" and "more than" cut at a bound and just past it.
    fn one_each(cuts: &BTreeSet<i64>, (first, last): (i64, i64)) -> Vec<i64> {
        let starts = cuts.iter().flat_map(|cut| [*cut, cut.saturating_add(1)]);
        let inside = starts.filter(|start| first < *start && *start <= last);
        inside.chain([first]).collect::<BTreeSet<i64>>().into_iter().collect()
    }

    fn later(&self, at: Instant, days: i64) -> Instant {
        zone::plus_days(at, days, &self.agreement.zone).unwrap_or(at)
    }

    fn entry(&mut self, entry: &Entry) {
        self.changes.extend(entry.from.into_iter().chain(entry.until));
        match &entry.value {
            Value::Time(from, to) => {
                self.known.entry(FactKind::Time).or_default().extend([*from, *to]);
            }
            Value::Range(from, to) => {
                for kind in [FactKind::Length, FactKind::Count] {
                    self.known.entry(kind).or_default().extend([*from, *to]);
                }
            }
            Value::Name(name) => {
                self.names.insert(name.clone());
            }
            Value::Truth(_) | Value::Never => {}
        }
    }

    fn text(&mut self) {
        let agreement = self.agreement;
        for version in agreement.definitions.values().flatten() {
            self.window(version.window);
            self.cond(&version.means);
        }
        for rule in &agreement.rules {
            self.window(rule.window);
            self.begins(rule.from.as_ref());
            self.cond(&rule.when);
        }
        for permission in &agreement.permissions {
            self.window(permission.window);
            self.begins(permission.from.as_ref());
            self.cond(&permission.when);
        }
        for gate in &agreement.conditions {
            self.window(gate.window);
            self.cond(&gate.holds);
        }
        for exception in &agreement.exceptions {
            self.window(exception.window);
            self.cond(&exception.applies);
        }
    }

    fn window(&mut self, window: Window) {
        self.changes.extend(window.since.into_iter().chain(window.until));
    }

    fn begins(&mut self, from: Option<&Measure>) {
        if let Some(from) = from {
            self.compare(&Measure::ActTime, from);
        }
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::All(members) | Cond::Any(members) => {
                for member in members {
                    self.cond(member);
                }
            }
            Cond::Not(inner) => self.cond(inner),
            Cond::AtLeast(left, right) | Cond::More(left, right) => {
                self.compare(left, right);
            }
            Cond::Valued(_, _, name) => {
                self.names.insert(name.clone());
            }
            _ => {}
        }
    }

    fn compare(&mut self, left: &Measure, right: &Measure) {
        let kind =
            kind(left, self.agreement).or(kind(right, self.agreement)).unwrap_or(FactKind::Count);
        for (one, other) in [(left, right), (right, left)] {
            match one {
                Measure::Constant(bound) => {
                    let bound = self.undone(other, *bound);
                    self.bounds.entry(kind).or_default().insert(bound);
                }
                Measure::PlusDays(_, days) => {
                    self.days.extend([*days, -*days]);
                }
                _ => {}
            }
        }
        match (asks_fact(left), asks_fact(right)) {
            (true, true) => {
                self.compared.insert(kind);
            }
            (true, false) => self.act_compared |= *right == Measure::ActTime,
            (false, true) => self.act_compared |= *left == Measure::ActTime,
            (false, false) => {}
        }
    }

    /// The bound on what stands inside a term that a bound on the term means.
    fn undone(&mut self, term: &Measure, bound: i64) -> i64 {
        match term {
            Measure::PlusDays(inner, days) => {
                let bound = self.later(bound, -days);
                self.undone(inner, bound)
            }
            Measure::Divide(inner, by) => self.undone(inner, bound.saturating_mul(*by)),
            _ => bound,
        }
    }
}

fn kind(measure: &Measure, agreement: &Agreement) -> Option<FactKind> {
    match measure {
        Measure::ActTime => Some(FactKind::Time),
        Measure::Fact(name, _) => agreement.facts.get(name).map(|fact| fact.kind),
        Measure::Constant(_) => None,
        Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => kind(inner, agreement),
    }
}

fn asks_fact(measure: &Measure) -> bool {
    match measure {
        Measure::Fact(..) => true,
        Measure::ActTime | Measure::Constant(_) => false,
        Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => asks_fact(inner),
    }
}
