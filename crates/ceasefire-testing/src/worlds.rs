//! Every world that the facts leave possible.
//!
//! A world says when the act happened, who the unreported are, of every ground fact whether it is
//! so, and gives every number and time a value. What the record settles is the same in all worlds;
//! what it leaves open takes every value that could matter: both truths, every name, and of numbers
//! two in each of the stretches that the text's own bounds cut. A rule is then evaluated in each
//! world by the plain meaning of its words, and the outcome is what all worlds agree on.

use crate::stretches::Stretches;
use accord_check::model::{
    Agreement, Class, Cond, Demand, FactKind, Instant, Measure, Part, Pattern, Rule, Subject,
    Window,
};
use accord_check::zone;
use accord_judge::{Act, Entry, Facts, Key, Outcome, Value as OnRecord, Who};
use std::cell::RefCell;

/// Somebody of whom nothing is on record and whom no text names.
const SOMEBODY: &str = "somebody-else";

/// Lists worlds for one act.
#[derive(Debug)]
pub struct Worlds<'a> {
    agreement: &'a Agreement,
    facts: &'a Facts,
    act: &'a Act,
    names: Vec<String>,
    stretches: Stretches<'a>,
}

/// What a world is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Question {
    /// Whether something is so, or its value.
    Fact(Key),
    /// Who or what an unreported part of the act was.
    Part(Part),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Truth(bool),
    Amount(Amount),
    Name(String),
}

/// A number or a time; `Never` is later than everything, itself included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    Is(i64),
    Never,
}

/// One world in the making: what has been chosen so far, and for the rest the first choice of each.
///
/// A world chooses only what the rule asks it for, in the order in which it asks; the next world is
/// the one whose last choice is the next one. So every combination that matters is seen once.
#[derive(Debug)]
struct World<'w> {
    at: Instant,
    by: &'w Who,
    on: &'w Who,
    /// For each question asked: which of how many answers.
    path: RefCell<Vec<(usize, usize)>>,
    asked: RefCell<Vec<(Question, Value)>>,
}

impl World<'_> {
    /// The answer to a question: the one given before, or the next on the path.
    fn value(&self, question: Question, answers: impl FnOnce(&Question) -> Vec<Value>) -> Value {
        if let Some((_, value)) = self.asked.borrow().iter().find(|(known, _)| *known == question) {
            return value.clone();
        }
        let answers = answers(&question);
        let depth = self.asked.borrow().len();
        let mut path = self.path.borrow_mut();
        if path.len() == depth {
            path.push((0, answers.len()));
        }
        let chosen = path.get(depth).map_or(0, |step| step.0);
        let value = answers.get(chosen).cloned().expect("every question has an answer");
        self.asked.borrow_mut().push((question, value.clone()));
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

/// Which answers the worlds have given so far.
#[derive(Debug, Default)]
struct Said {
    kept: bool,
    broken: bool,
    broken_and_permitted: bool,
}

impl Said {
    /// Two worlds differ; no further one can make them agree.
    fn differs(&self) -> bool {
        [self.kept, self.broken, self.broken_and_permitted].iter().filter(|said| **said).count() > 1
    }

    fn outcome(&self) -> Outcome {
        match (self.kept, self.broken, self.broken_and_permitted) {
            (true, false, false) => Outcome::NoViolation,
            (false, true, false) => Outcome::Violation,
            (false, false, true) => Outcome::Conflict,
            _ => Outcome::Undetermined,
        }
    }
}

impl<'a> Worlds<'a> {
    /// For an act of which author, target, place and weapon may be reported or not.
    pub fn new(agreement: &'a Agreement, facts: &'a Facts, act: &'a Act) -> Self {
        let stretches = Stretches::of(agreement, facts, act);
        let mut names: Vec<String> = facts.names().into_iter().map(str::to_owned).collect();
        names.extend(agreement.actors.keys().cloned());
        names.extend([SOMEBODY.to_owned(), "mortar".to_owned()]);
        names.retain(|name| name != "it");
        names.sort();
        names.dedup();
        Self { agreement, facts, act, names, stretches }
    }

    /// What all worlds say of a rule, if it was this author and this target. None where there are
    /// more than `most` worlds.
    pub fn outcome(&self, rule: &str, by: &Who, on: &Who, most: usize) -> Option<Outcome> {
        let versions: Vec<&Rule> = self.agreement.rule_versions(rule).collect();
        let (mut said, mut seen) = (Said::default(), 0);
        for at in self.stretches.moments() {
            let mut path = Some(Vec::new());
            while let Some(start) = path {
                seen += 1;
                if seen > most {
                    return None;
                }
                let asked = RefCell::default();
                let world = World { at, by, on, path: RefCell::new(start), asked };
                if !versions.iter().any(|version| self.broken(version, &world)) {
                    said.kept = true;
                } else if self.permitted(&world) {
                    said.broken_and_permitted = true;
                } else {
                    said.broken = true;
                }
                if said.differs() {
                    return Some(Outcome::Undetermined);
                }
                path = world.next();
            }
        }
        Some(said.outcome())
    }

    /// The plain meaning of a rule in one world.
    fn broken(&self, rule: &Rule, world: &World<'_>) -> bool {
        let gated = || {
            self.agreement.conditions.iter().any(|gate| {
                gate.gates.contains(&rule.name)
                    && in_force(gate.window, world)
                    && !self.holds(&gate.holds, world, None)
            })
        };
        let excepted = || {
            self.agreement.exceptions.iter().any(|exception| {
                exception.to.contains(&rule.name) && self.applies(&exception.name, world)
            })
        };
        rule.demand != Demand::Achieve
            && in_force(rule.window, world)
            && self.begun(rule.from.as_ref(), world)
            && self.in_class(&rule.binds, Part::By, world)
            && rule.pattern.as_ref().is_some_and(|pattern| self.fits(pattern, world))
            && self.holds(&rule.when, world, None)
            && !gated()
            && !excepted()
    }

    fn permitted(&self, world: &World<'_>) -> bool {
        self.agreement.permissions.iter().any(|permission| {
            in_force(permission.window, world)
                && self.begun(permission.from.as_ref(), world)
                && self.in_class(&permission.to, Part::By, world)
                && self.fits(&permission.grants, world)
                && self.holds(&permission.when, world, None)
        })
    }

    fn begun(&self, from: Option<&Measure>, world: &World<'_>) -> bool {
        from.is_none_or(|from| at_least(Amount::Is(world.at), self.measure(from, world, None)))
    }

    fn fits(&self, pattern: &Pattern, world: &World<'_>) -> bool {
        pattern.kind == self.act.kind && self.in_class(&pattern.class, pattern.part, world)
    }

    /// An exception applies unless another one beats it.
    fn applies(&self, name: &str, world: &World<'_>) -> bool {
        let exceptions = &self.agreement.exceptions;
        exceptions.iter().filter(|exception| exception.name == name).any(|exception| {
            in_force(exception.window, world)
                && self.holds(&exception.applies, world, None)
                && !exceptions.iter().any(|other| {
                    other.to.iter().any(|to| to == name) && self.applies(&other.name, world)
                })
        })
    }

    fn in_class(&self, class: &Class, part: Part, world: &World<'_>) -> bool {
        match class {
            Class::Anyone => true,
            Class::Named(name) => self.part(part, world) == *name,
            Class::Defined(class) => self.is(&self.part(part, world), class, world),
        }
    }

    fn is(&self, name: &str, class: &str, world: &World<'_>) -> bool {
        let versions = self.agreement.definitions.get(class);
        versions.into_iter().flatten().any(|version| {
            in_force(version.window, world) && self.holds(&version.means, world, Some(name))
        })
    }

    fn holds(&self, cond: &Cond, world: &World<'_>, param: Option<&str>) -> bool {
        let named = |subject: &Subject| self.named(subject, world, param);
        match cond {
            Cond::All(members) => members.iter().all(|member| self.holds(member, world, param)),
            Cond::Any(members) => members.iter().any(|member| self.holds(member, world, param)),
            Cond::Not(inner) => !self.holds(inner, world, param),
            Cond::Is(subject, class) => self.is(&named(subject), class, world),
            Cond::Same(subject, name) => named(subject) == *name,
            Cond::Listed(subject, register) => {
                self.truth(Key::Listed(register.clone(), named(subject)), world)
            }
            Cond::Fact(name, args) => self.truth(fact(name, args.iter().map(named)), world),
            Cond::Valued(name, args, value) => {
                self.name_of(fact(name, args.iter().map(named)), world) == *value
            }
            Cond::AtLeast(left, right) => {
                at_least(self.measure(left, world, param), self.measure(right, world, param))
            }
            Cond::More(left, right) => {
                more(self.measure(left, world, param), self.measure(right, world, param))
            }
        }
    }

    fn named(&self, subject: &Subject, world: &World<'_>, param: Option<&str>) -> String {
        match subject {
            Subject::Param => param.unwrap_or_default().to_owned(),
            Subject::Part(part) => self.part(*part, world),
            Subject::Act => "it".to_owned(),
            Subject::Name(name) => name.clone(),
        }
    }

    /// Who or what a part of the act was: as reported, or anybody.
    fn part(&self, part: Part, world: &World<'_>) -> String {
        let who = match part {
            Part::By => world.by.clone(),
            Part::On => world.on.clone(),
            Part::Place => self.act.place.clone().map_or(Who::Unknown, Who::Actor),
            Part::Weapon => self.act.weapon.clone().map_or(Who::Unknown, Who::Actor),
        };
        let answers = |_: &Question| {
            let could_be = |name: &&String| who != Who::Other || !self.is_candidate(part, name);
            self.names.iter().filter(could_be).cloned().map(Value::Name).collect()
        };
        match &who {
            Who::Actor(name) => name.clone(),
            _ => match world.value(Question::Part(part), answers) {
                Value::Name(name) => name,
                other => unreachable!("{other:?} is nobody"),
            },
        }
    }

    fn is_candidate(&self, part: Part, name: &str) -> bool {
        let is = |who: &Who| *who == Who::Actor(name.to_owned());
        let side = if part == Part::By { &self.act.by } else { &self.act.on };
        let in_joint =
            |row: &accord_judge::Joint| is(if part == Part::By { &row.by } else { &row.on });
        side.iter().any(|candidate| is(&candidate.who)) || self.act.joint.iter().any(in_joint)
    }

    /// What is on record about something at the time of the act.
    fn on_record(&self, key: &Key, at: Instant) -> Vec<&'a OnRecord> {
        let about_act = self.act.facts.iter().filter(|entry| entry.key == *key);
        let then = |entry: &&Entry| {
            entry.from.is_none_or(|from| from <= at) && entry.until.is_none_or(|until| at < until)
        };
        self.facts
            .about(key)
            .iter()
            .chain(about_act)
            .filter(then)
            .map(|entry| &entry.value)
            .collect()
    }

    fn truth(&self, key: Key, world: &World<'_>) -> bool {
        let answers = |question: &Question| {
            let Question::Fact(key) = question else { return Vec::new() };
            let says = self.on_record(key, world.at);
            let all = |truth| says.iter().all(|says| **says == OnRecord::Truth(Some(truth)));
            let closed = matches!(key, Key::Listed(register, _)
                if self.agreement.registers.get(register).is_some_and(|r| r.closed)
                    && self.facts.knows_register(register));
            match (says.is_empty(), all(true), all(false)) {
                (true, ..) if closed => vec![Value::Truth(false)],
                (false, true, _) => vec![Value::Truth(true)],
                (false, _, true) => vec![Value::Truth(false)],
                _ => vec![Value::Truth(false), Value::Truth(true)],
            }
        };
        world.value(Question::Fact(key), answers) == Value::Truth(true)
    }

    fn name_of(&self, key: Key, world: &World<'_>) -> String {
        let answers = |question: &Question| {
            let Question::Fact(key) = question else { return Vec::new() };
            let says = self.on_record(key, world.at);
            match says.split_first() {
                Some((OnRecord::Name(name), rest))
                    if rest.iter().all(|other| **other == OnRecord::Name(name.clone())) =>
                {
                    vec![Value::Name(name.clone())]
                }
                _ => self.stretches.names().map(|name| Value::Name(name.to_owned())).collect(),
            }
        };
        match world.value(Question::Fact(key), answers) {
            Value::Name(name) => name,
            other => unreachable!("{other:?} is no name"),
        }
    }

    /// A number or a time. Where sources differ it lies between them; where nothing is on record
    /// it may be anything, and a time may be never.
    fn amount(&self, key: Key, world: &World<'_>) -> Amount {
        let answers = |question: &Question| {
            let Question::Fact(key) = question else { return Vec::new() };
            let Key::Fact(name, _) = key else { return Vec::new() };
            let kind = self.agreement.facts.get(name).map_or(FactKind::Count, |fact| fact.kind);
            let (mut least, mut most) = (i64::MAX, i64::MIN);
            let (mut never, mut other) = (false, false);
            let says = self.on_record(key, world.at);
            for says in &says {
                match says {
                    OnRecord::Time(from, to) | OnRecord::Range(from, to) => {
                        (least, most) = (least.min(*from), most.max(*to));
                    }
                    OnRecord::Never => never = true,
                    _ => other = true,
                }
            }
            let ranged = least <= most;
            if never && !ranged && !other {
                return vec![Value::Amount(Amount::Never)];
            }
            let open = says.is_empty() || other || never;
            let range = if open { (i64::MIN, i64::MAX) } else { (least, most) };
            let values = self.stretches.values(kind, range, world.at);
            let mut out: Vec<Value> =
                values.iter().map(|value| Value::Amount(Amount::Is(*value))).collect();
            if open && kind == FactKind::Time {
                out.push(Value::Amount(Amount::Never));
            }
            out
        };
        match world.value(Question::Fact(key), answers) {
            Value::Amount(amount) => amount,
            other => unreachable!("{other:?} is no number"),
        }
    }

    fn measure(&self, measure: &Measure, world: &World<'_>, param: Option<&str>) -> Amount {
        let on =
            |inner: &Measure, then: &dyn Fn(i64) -> i64| match self.measure(inner, world, param) {
                Amount::Is(value) => Amount::Is(then(value)),
                Amount::Never => Amount::Never,
            };
        match measure {
            Measure::ActTime => Amount::Is(world.at),
            Measure::Constant(value) => Amount::Is(*value),
            Measure::Fact(name, args) => {
                let named = |subject: &Subject| self.named(subject, world, param);
                self.amount(fact(name, args.iter().map(named)), world)
            }
            Measure::PlusDays(inner, days) => {
                on(inner, &|at| zone::plus_days(at, *days, &self.agreement.zone).unwrap_or(at))
            }
            Measure::Divide(inner, by) => on(inner, &|value| value.div_euclid(*by)),
        }
    }
}

fn in_force(window: Window, world: &World<'_>) -> bool {
    window.since.is_none_or(|since| since <= world.at)
        && window.until.is_none_or(|until| world.at < until)
}

fn fact(name: &str, args: impl Iterator<Item = String>) -> Key {
    Key::Fact(name.to_owned(), args.collect())
}

fn at_least(left: Amount, right: Amount) -> bool {
    match (left, right) {
        (Amount::Never, _) => true,
        (Amount::Is(_), Amount::Never) => false,
        (Amount::Is(left), Amount::Is(right)) => left >= right,
    }
}

fn more(left: Amount, right: Amount) -> bool {
    match (left, right) {
        (Amount::Never, _) => true,
        (Amount::Is(_), Amount::Never) => false,
        (Amount::Is(left), Amount::Is(right)) => left > right,
    }
}
