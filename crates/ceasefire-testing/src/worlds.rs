//! Every world that the facts leave possible.
//!
//! A world says of every ground fact whether it is so, and gives every number and time a value. What
//! the facts settle is the same in all worlds; what they leave open takes every value that could
//! matter: both truths; for a number, one value in each of the stretches that the text's bounds cut.

use accord_check::model::{Agreement, Class, Cond, Demand, Measure, Part, Rule, Subject};
use accord_judge::{Act, Facts, Key, Known, Outcome, Reading, Who};
use std::cell::RefCell;

/// What the worlds say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The rule is broken in every world.
    Broken,
    /// In none.
    NotBroken,
    /// In some.
    Open,
}

impl Answer {
    /// The outcome that the real judge must give where no permission is about the act.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Broken => Outcome::Violation,
            Self::NotBroken => Outcome::NoViolation,
            Self::Open => Outcome::Undetermined,
        }
    }
}

/// Lists worlds for one act with one author and one target.
#[derive(Debug)]
pub struct Worlds<'a> {
    agreement: &'a Agreement,
    facts: &'a Facts,
    act: &'a Act,
}

/// One world in the making: what has been chosen so far, and for the rest the first choice of each.
///
/// A world chooses only what the rule asks it for, in the order in which it asks; the next world is
/// the one whose last choice is the next one. So every combination that matters is seen once.
#[derive(Debug, Default)]
struct World {
    /// For each question asked: which of how many answers.
    path: RefCell<Vec<(usize, usize)>>,
    asked: RefCell<Vec<Key>>,
    values: RefCell<Vec<Value>>,
    at: i64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Truth(bool),
    Number(i64),
    Name(String),
}

impl World {
    /// The answer to a question: the one given before, or the next on the path.
    fn value(&self, key: &Key, answers: impl FnOnce() -> Vec<Value>) -> Value {
        if let Some(at) = self.asked.borrow().iter().position(|known| known == key)
            && let Some(value) = self.values.borrow().get(at)
        {
            return value.clone();
        }
        let answers = answers();
        let depth = self.asked.borrow().len();
        let mut path = self.path.borrow_mut();
        if path.len() == depth {
            path.push((0, answers.len()));
        }
        let chosen = path.get(depth).map_or(0, |step| step.0);
        let value = answers.get(chosen).cloned().unwrap_or(Value::Truth(false));
        self.asked.borrow_mut().push(key.clone());
        self.values.borrow_mut().push(value.clone());
        value
    }

    /// The path to the next world; none after the last.
    fn next(self) -> Option<Vec<(usize, usize)>> {
        let mut path = self.path.into_inner();
        while let Some((chosen, count)) = path.pop() {
            if chosen + 1 < count {
                path.push((chosen + 1, count));
                return Some(path);
            }
        }
        None
    }
}

impl<'a> Worlds<'a> {
    /// For an act of which author, target, place and weapon are reported.
    pub fn new(agreement: &'a Agreement, facts: &'a Facts, act: &'a Act) -> Self {
        Self { agreement, facts, act }
    }

    /// What all worlds say of a rule. None where there are more than `most` worlds.
    pub fn answer(&self, rule: &str, most: usize) -> Option<Answer> {
        let bounds = self.bounds();
        let versions: Vec<&Rule> = self.agreement.rules.iter().filter(|v| v.name == rule).collect();
        let (mut broken, mut kept, mut seen) = (false, false, 0);
        for at in self.stretches(self.act.at, &bounds) {
            let mut path = Some(Vec::new());
            while let Some(start) = path {
                let world = World { path: RefCell::new(start), at, ..World::default() };
                if versions.iter().any(|version| self.broken(version, &world)) {
                    broken = true;
                } else {
                    kept = true;
                }
                seen += 1;
                if seen > most {
                    return None;
                }
                path = world.next();
            }
        }
        Some(match (broken, kept) {
            (true, false) => Answer::Broken,
            (true, true) => Answer::Open,
            _ => Answer::NotBroken,
        })
    }

    fn truth(&self, key: &Key, world: &World) -> bool {
        let answers = || {
            let line = self.facts.timeline(key);
            let known =
                line.iter().rev().find(|(from, _)| *from <= world.at).map(|(_, known)| *known);
            let closed = matches!(key, Key::Listed(register, _)
                if self.agreement.registers.get(register).is_some_and(|r| r.closed)
                    && self.facts.knows_register(register));
            match known {
                Some(Known::Yes) => vec![Value::Truth(true)],
                Some(Known::No) => vec![Value::Truth(false)],
                Some(Known::Silent) | None if closed => vec![Value::Truth(false)],
                _ => vec![Value::Truth(false), Value::Truth(true)],
            }
        };
        world.value(key, answers) == Value::Truth(true)
    }

    fn number(&self, key: &Key, world: &World) -> i64 {
        let answers = || {
            let range = match self.facts.reading(key) {
                Reading::Within(low, high) => (low, high),
                Reading::Never => (i64::MAX, i64::MAX),
                Reading::Open => (i64::MIN, i64::MAX),
            };
            self.stretches(range, &self.bounds()).into_iter().map(Value::Number).collect()
        };
        match world.value(key, answers) {
            Value::Number(number) => number,
            _ => i64::MAX,
        }
    }

    fn value_is(&self, key: &Key, name: &str, world: &World) -> bool {
        let answers = || match self.facts.name(key) {
            Some(name) => vec![Value::Name(name.to_owned())],
            None => self.names_of_values().into_iter().map(Value::Name).collect(),
        };
        world.value(key, answers) == Value::Name(name.to_owned())
    }

    /// One value at each bound and beside it, as far as a range allows.
    fn stretches(&self, range: (i64, i64), bounds: &[i64]) -> Vec<i64> {
        let mut out = vec![range.0, range.1];
        for bound in bounds {
            for value in [bound.saturating_sub(1), *bound, bound.saturating_add(1)] {
                if range.0 <= value && value <= range.1 {
                    out.push(value);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Every constant with which the text compares, and every time at which a fact changes.
    fn bounds(&self) -> Vec<i64> {
        let mut out = Vec::new();
        self.visit(&mut |cond| {
            if let Cond::AtLeast(left, right) | Cond::More(left, right) = cond {
                for side in [left, right] {
                    if let Measure::Constant(value) = side {
                        out.push(*value);
                    }
                }
            }
        });
        for rule in &self.agreement.rules {
            out.extend(rule.window.since);
            out.extend(rule.window.until);
            if let Some(Measure::Constant(from)) = rule.from {
                out.push(from);
            }
        }
        for versions in self.agreement.definitions.values() {
            for version in versions {
                out.extend(version.window.since);
                out.extend(version.window.until);
            }
        }
        for entry in self.facts.entries() {
            out.extend(entry.from);
            out.extend(entry.until);
        }
        out
    }

    fn visit(&self, see: &mut dyn FnMut(&Cond)) {
        fn walk(cond: &Cond, see: &mut dyn FnMut(&Cond)) {
            see(cond);
            match cond {
                Cond::All(members) | Cond::Any(members) => {
                    members.iter().for_each(|m| walk(m, see));
                }
                Cond::Not(inner) => walk(inner, see),
                _ => {}
            }
        }
        for versions in self.agreement.definitions.values() {
            versions.iter().for_each(|version| walk(&version.means, see));
        }
        self.agreement.rules.iter().for_each(|rule| walk(&rule.when, see));
        self.agreement.conditions.iter().for_each(|condition| walk(&condition.holds, see));
        self.agreement.exceptions.iter().for_each(|exception| walk(&exception.applies, see));
    }

    /// Every name that the text compares a value with, and one that it does not.
    fn names_of_values(&self) -> Vec<String> {
        let mut out = vec!["something else".to_owned()];
        self.visit(&mut |cond| {
            if let Cond::Valued(_, _, name) = cond
                && !out.contains(name)
            {
                out.push(name.clone());
            }
        });
        out
    }

    fn part(&self, part: Part) -> Option<String> {
        let who = |candidates: &[accord_judge::Candidate]| match candidates {
            [one] => match &one.who {
                Who::Actor(name) => Some(name.clone()),
                _ => None,
            },
            _ => None,
        };
        match part {
            Part::By => who(&self.act.by),
            Part::On => who(&self.act.on),
            Part::Place => self.act.place.clone(),
            Part::Weapon => self.act.weapon.clone(),
        }
    }

    fn named(&self, subject: &Subject, param: Option<&str>) -> String {
        match subject {
            Subject::Param => param.unwrap_or_default().to_owned(),
            Subject::Part(part) => self.part(*part).unwrap_or_default(),
            Subject::Act => "it".to_owned(),
            Subject::Name(name) => name.clone(),
        }
    }

    /// The plain meaning of a rule in one world.
    fn broken(&self, rule: &Rule, world: &World) -> bool {
        let in_window = rule.window.since.is_none_or(|since| world.at >= since)
            && rule.window.until.is_none_or(|until| world.at < until);
        let begun =
            rule.from.as_ref().is_none_or(|from| world.at >= self.measure(from, world, None));
        let about = rule.pattern.as_ref().is_some_and(|pattern| {
            pattern.kind == self.act.kind && self.in_class(&pattern.class, pattern.part, world)
        });
        let gated =
            self.agreement.conditions.iter().any(|gate| {
                gate.gates.contains(&rule.name) && !self.holds(&gate.holds, world, None)
            });
        let excepted = self.agreement.exceptions.iter().any(|exception| {
            exception.to.contains(&rule.name) && self.applies(&exception.name, world)
        });
        rule.demand != Demand::Achieve
            && in_window
            && begun
            && self.in_class(&rule.binds, Part::By, world)
            && about
            && self.holds(&rule.when, world, None)
            && !gated
            && !excepted
    }

    fn applies(&self, name: &str, world: &World) -> bool {
        self.agreement.exceptions.iter().filter(|exception| exception.name == name).any(
            |exception| {
                let beaten = self.agreement.exceptions.iter().any(|other| {
                    other.to.iter().any(|to| to == name) && self.applies(&other.name, world)
                });
                self.holds(&exception.applies, world, None) && !beaten
            },
        )
    }

    fn in_class(&self, class: &Class, part: Part, world: &World) -> bool {
        let Some(name) = self.part(part) else { return *class == Class::Anyone };
        match class {
            Class::Anyone => true,
            Class::Named(other) => *other == name,
            Class::Defined(class) => self.is(&name, class, world),
        }
    }

    fn is(&self, name: &str, class: &str, world: &World) -> bool {
        self.agreement.definitions.get(class).into_iter().flatten().any(|version| {
            version.window.since.is_none_or(|since| world.at >= since)
                && version.window.until.is_none_or(|until| world.at < until)
                && self.holds(&version.means, world, Some(name))
        })
    }

    fn holds(&self, cond: &Cond, world: &World, param: Option<&str>) -> bool {
        match cond {
            Cond::All(members) => members.iter().all(|member| self.holds(member, world, param)),
            Cond::Any(members) => members.iter().any(|member| self.holds(member, world, param)),
            Cond::Not(inner) => !self.holds(inner, world, param),
            Cond::Is(subject, class) => self.is(&self.named(subject, param), class, world),
            Cond::Same(subject, name) => self.named(subject, param) == *name,
            Cond::Listed(subject, register) => {
                let key = Key::Listed(register.clone(), self.named(subject, param));
                self.truth(&key, world)
            }
            Cond::Fact(name, args) => self.truth(&self.key(name, args, param), world),
            Cond::Valued(name, args, value) => {
                self.value_is(&self.key(name, args, param), value, world)
            }
            Cond::AtLeast(left, right) => {
                self.measure(left, world, param) >= self.measure(right, world, param)
            }
            Cond::More(left, right) => {
                self.measure(left, world, param) > self.measure(right, world, param)
            }
        }
    }

    fn key(&self, name: &str, args: &[Subject], param: Option<&str>) -> Key {
        Key::Fact(name.to_owned(), args.iter().map(|arg| self.named(arg, param)).collect())
    }

    fn measure(&self, measure: &Measure, world: &World, param: Option<&str>) -> i64 {
        match measure {
            Measure::ActTime => world.at,
            Measure::Constant(value) => *value,
            Measure::Fact(name, args) => self.number(&self.key(name, args, param), world),
            Measure::PlusDays(inner, days) => {
                let at = self.measure(inner, world, param);
                accord_check::zone::plus_days(at, *days, &self.agreement.zone).unwrap_or(at)
            }
            Measure::Divide(inner, by) => {
                self.measure(inner, world, param).div_euclid((*by).max(1))
            }
        }
    }
}
