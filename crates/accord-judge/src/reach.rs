//! What a condition can depend on: which parts of the act, which instants, which names.
//!
//! Over many acts most conditions repeat: whether a force is bound depends on the force and the
//! time, not on the act. This module says on what, so that the first pass asks each question once
//! for each force and stretch of time.

use crate::facts::{Key, Value};
use crate::judge::{Ask, Judge};
use accord_check::model::{
    Agreement, Assume, Class, Cond, Instant, Measure, Part, Permission, Presumed, Rule, Subject,
    Window,
};
use accord_check::zone;
use std::collections::BTreeSet;

/// Some of the four parts of an act, and whether its very moment is compared with one that is
/// reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Parts(u8);

impl Parts {
    const MOMENT: u8 = 1 << 4;
    pub(crate) const ALL: [Part; 4] = [Part::By, Part::On, Part::Place, Part::Weapon];

    pub(crate) fn of(part: Part) -> Self {
        Self(1 << index(part))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn holds(self, part: Part) -> bool {
        self.0 & Self::of(part).0 != 0
    }

    /// How many of the four parts.
    pub(crate) fn count(self) -> u32 {
        (self.0 & !Self::MOMENT).count_ones()
    }

    /// Whether an answer that is open over a stretch of time may be closed at a moment in it.
    pub(crate) fn asks_moment(self) -> bool {
        self.0 & Self::MOMENT != 0
    }
}

pub(crate) fn index(part: Part) -> usize {
    match part {
        Part::By => 0,
        Part::On => 1,
        Part::Place => 2,
        Part::Weapon => 3,
    }
}

/// Says on which parts of the act a condition depends.
pub(crate) struct Reach<'a> {
    pub(crate) agreement: &'a Agreement,
    pub(crate) assumes: &'a [Assume],
}

impl Reach<'_> {
    /// One part of a rule.
    pub(crate) fn ask(&self, rule: &Rule, ask: Ask<'_>) -> Parts {
        let none = Parts::default();
        match ask {
            Ask::InForce => rule.from.as_ref().map_or(none, begins),
            Ask::Bound => self.class(Part::By, &rule.binds),
            Ask::Gate(gate) => self.cond(&gate.holds, none, 0),
            Ask::Aim => match &rule.pattern {
                Some(pattern) => self.class(pattern.part, &pattern.class),
                None => none,
            },
            Ask::Where => self.cond(&rule.when, none, 0),
            Ask::Exception(exception) => self.exception(&exception.name, 0),
        }
    }

    /// A permission's parts, in the order in which the judge asks them.
    pub(crate) fn permission(&self, permission: &Permission) -> [Parts; 4] {
        let none = Parts::default();
        [
            permission.from.as_ref().map_or(none, begins),
            self.class(Part::By, &permission.to),
            self.class(permission.grants.part, &permission.grants.class),
            self.cond(&permission.when, none, 0),
        ]
    }

    fn exception(&self, name: &str, depth: usize) -> Parts {
        let mut out = Parts::default();
        if depth > self.agreement.exceptions.len() {
            return out;
        }
        for exception in self.agreement.exceptions.iter().filter(|e| e.name == name) {
            out = out.and(self.cond(&exception.applies, Parts::default(), 0));
        }
        let beaten = self.agreement.exceptions.iter().filter(|e| e.to.iter().any(|to| to == name));
        for exception in beaten.filter(|other| other.name != name) {
            out = out.and(self.exception(&exception.name, depth + 1));
        }
        out
    }

    fn class(&self, part: Part, class: &Class) -> Parts {
        match class {
            Class::Anyone => Parts::default(),
            Class::Named(_) => Parts::of(part),
            Class::Defined(name) => self.defined(name, Parts::of(part), 0),
        }
    }

    fn defined(&self, name: &str, param: Parts, depth: usize) -> Parts {
        let mut out = param;
        if depth > self.agreement.definitions.len() {
            return out;
        }
        for version in self.agreement.definitions.get(name).into_iter().flatten() {
            out = out.and(self.cond(&version.means, param, depth + 1));
        }
        out
    }

    fn cond(&self, cond: &Cond, param: Parts, depth: usize) -> Parts {
        match cond {
            Cond::All(members) | Cond::Any(members) => members
                .iter()
                .fold(Parts::default(), |out, member| out.and(self.cond(member, param, depth))),
            Cond::Not(inner) => self.cond(inner, param, depth),
            Cond::Is(subject, class) => self.defined(class, subject_parts(subject, param), depth),
            Cond::Same(subject, _) | Cond::Listed(subject, _) => subject_parts(subject, param),
            Cond::Fact(name, subjects) => self.fact(name, subjects, param),
            Cond::Valued(_, subjects, _) => all(subjects, param),
            Cond::AtLeast(left, right) | Cond::More(left, right) => compared(left, right, param),
        }
    }

    /// A fact, and what the presumptions about it look at.
    fn fact(&self, name: &str, subjects: &[Subject], param: Parts) -> Parts {
        let mut out = all(subjects, param);
        for assume in self.assumes {
            if let Presumed::Fact { name: presumed, args, .. } = &assume.what
                && presumed == name
            {
                let named = args.iter().flatten();
                out = named.fold(out, |out, arg| out.and(subject_parts(arg, Parts::default())));
            }
        }
        out
    }
}

fn begins(from: &Measure) -> Parts {
    compared(&Measure::ActTime, from, Parts::default())
}

fn compared(left: &Measure, right: &Measure, param: Parts) -> Parts {
    let parts = measured(left, param).and(measured(right, param));
    let moment = |one: &Measure, other: &Measure| is_moment(one) && is_reported(other);
    if moment(left, right) || moment(right, left) {
        return parts.and(Parts(Parts::MOMENT));
    }
    parts
}

fn is_moment(measure: &Measure) -> bool {
    match measure {
        Measure::ActTime => true,
        Measure::Constant(_) | Measure::Fact(..) => false,
        Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => is_moment(inner),
    }
}

fn is_reported(measure: &Measure) -> bool {
    match measure {
        Measure::Fact(..) => true,
        Measure::Constant(_) | Measure::ActTime => false,
        Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => is_reported(inner),
    }
}

fn measured(measure: &Measure, param: Parts) -> Parts {
    match measure {
        Measure::ActTime | Measure::Constant(_) => Parts::default(),
        Measure::Fact(_, subjects) => all(subjects, param),
        Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => measured(inner, param),
    }
}

fn subject_parts(subject: &Subject, param: Parts) -> Parts {
    match subject {
        Subject::Param => param,
        Subject::Part(part) => Parts::of(*part),
        Subject::Act | Subject::Name(_) => Parts::default(),
    }
}

fn all(subjects: &[Subject], param: Parts) -> Parts {
    subjects.iter().fold(Parts::default(), |out, subject| out.and(subject_parts(subject, param)))
}

/// The instants at which an answer can change. Between two of them every condition has one answer;
/// a cut that were missing here would leave rows open, never decide them wrongly.
pub(crate) fn cuts(judge: &Judge<'_>) -> Vec<Instant> {
    let agreement = judge.agreement();
    let mut out = BTreeSet::new();
    let mut window = |window: Window| {
        out.extend(window.since);
        out.extend(window.until);
    };
    agreement.rules.iter().for_each(|rule| window(rule.window));
    agreement.permissions.iter().for_each(|permission| window(permission.window));
    agreement.exceptions.iter().for_each(|exception| window(exception.window));
    agreement.conditions.iter().for_each(|condition| window(condition.window));
    agreement.definitions.values().flatten().for_each(|version| window(version.window));
    let froms = agreement.rules.iter().map(|rule| &rule.from);
    for from in froms.chain(agreement.permissions.iter().map(|permission| &permission.from)) {
        out.extend(from.iter().flat_map(|from| changes(&Measure::ActTime, from, judge)));
    }
    conditions(agreement, &mut |cond| {
        if let Cond::AtLeast(left, right) | Cond::More(left, right) = cond {
            out.extend(changes(left, right, judge));
            out.extend(changes(right, left, judge));
        }
    });
    for entry in judge.facts().entries() {
        out.extend(entry.from);
        out.extend(entry.until);
    }
    out.into_iter().collect()
}

/// Where a term with the act's time in it reaches a value of another: there "at least" changes, and
/// just past it "more than".
fn changes(act: &Measure, other: &Measure, judge: &Judge<'_>) -> Vec<Instant> {
    let zone = &judge.agreement().zone;
    match act {
        Measure::ActTime => {
            values(other, judge).into_iter().flat_map(|at| [at, at.saturating_add(1)]).collect()
        }
        Measure::PlusDays(inner, days) => {
            let before = |at: Instant| zone::plus_days(at, -days, zone);
            changes(inner, other, judge).into_iter().filter_map(before).collect()
        }
        _ => Vec::new(),
    }
}

/// The times that a term can have, or the ends of their ranges.
fn values(measure: &Measure, judge: &Judge<'_>) -> Vec<Instant> {
    let zone = &judge.agreement().zone;
    match measure {
        Measure::Constant(at) => vec![*at],
        Measure::PlusDays(inner, days) => {
            let later = |at: Instant| zone::plus_days(at, *days, zone);
            values(inner, judge).into_iter().filter_map(later).collect()
        }
        Measure::Fact(name, _) => {
            let of = |key: &Key| matches!(key, Key::Fact(other, _) if other == name);
            let entries = judge.facts().entries().filter(|entry| of(&entry.key));
            entries
                .flat_map(|entry| match entry.value {
                    Value::Time(from, to) => vec![from, to],
                    _ => Vec::new(),
                })
                .collect()
        }
        Measure::ActTime | Measure::Divide(..) => Vec::new(),
    }
}

/// The names that the text, the profile or the record know. Whoever is not among them is a
/// stranger, and all strangers are alike.
pub(crate) fn known_names(judge: &Judge<'_>) -> BTreeSet<String> {
    let agreement = judge.agreement();
    let mut out: BTreeSet<String> = judge.facts().names().into_iter().map(str::to_owned).collect();
    conditions(agreement, &mut |cond| {
        if let Cond::Same(_, name) = cond {
            out.insert(name.clone());
        }
    });
    let rules = agreement.rules.iter().flat_map(|rule| {
        let pattern = rule.pattern.as_ref().map(|pattern| &pattern.class);
        pattern.into_iter().chain([&rule.binds])
    });
    let permissions = agreement.permissions.iter();
    let classes = rules.chain(permissions.flat_map(|p| [&p.to, &p.grants.class]));
    out.extend(classes.filter_map(|class| match class {
        Class::Named(name) => Some(name.clone()),
        _ => None,
    }));
    for assume in judge.assumes() {
        if let Presumed::Fact { args, .. } = &assume.what {
            out.extend(args.iter().flatten().filter_map(|arg| match arg {
                Subject::Name(name) => Some(name.clone()),
                _ => None,
            }));
        }
    }
    out
}

/// Every condition of an agreement, those inside others included.
fn conditions(agreement: &Agreement, see: &mut dyn FnMut(&Cond)) {
    fn walk(cond: &Cond, see: &mut dyn FnMut(&Cond)) {
        see(cond);
        match cond {
            Cond::All(members) | Cond::Any(members) => members.iter().for_each(|m| walk(m, see)),
            Cond::Not(inner) => walk(inner, see),
            _ => {}
        }
    }
    agreement.definitions.values().flatten().for_each(|version| walk(&version.means, see));
    agreement.rules.iter().for_each(|rule| walk(&rule.when, see));
    agreement.permissions.iter().for_each(|permission| walk(&permission.when, see));
    agreement.exceptions.iter().for_each(|exception| walk(&exception.applies, see));
    agreement.conditions.iter().for_each(|condition| walk(&condition.holds, see));
}
