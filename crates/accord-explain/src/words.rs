//! Sentences for questions, outcomes and grounds.

use accord_check::model::{Agreement, FactKind, Part};
use accord_check::zone;
use accord_judge::{
    Act, Atom, Component, Finding, Ground, Key, Known, Looked, LookedUp, Outcome, Quantity, Settle,
    Step, Who,
};

/// Puts things into words, with the templates of an agreement.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub(crate) agreement: &'a Agreement,
}

impl<'a> Words<'a> {
    /// For an agreement.
    pub fn new(agreement: &'a Agreement) -> Self {
        Self { agreement }
    }

    /// The id of a clause.
    pub fn clause(&self, index: usize) -> &'a str {
        match self.agreement.clauses.get(index) {
            Some(clause) if !clause.id.is_empty() => &clause.id,
            _ => "the agreement",
        }
    }

    /// An actor, a kind, a place: its display words, or its name.
    pub fn name(&self, name: &str) -> String {
        match name {
            "it.by" => "the author (not reported)".to_owned(),
            "it.on" => "the target (not reported)".to_owned(),
            "it.place" => "the place (not reported)".to_owned(),
            "it.weapon" => "the weapon (not reported)".to_owned(),
            "it" => "the act".to_owned(),
            name => self.agreement.words_of(name).to_owned(),
        }
    }

    /// A question as the sentence that answers it.
    pub fn answer(&self, atom: &Atom, truth: bool) -> String {
        let not = |sentence: String| {
            if truth { sentence } else { format!("it is not the case that {sentence}") }
        };
        match atom {
            Atom::Fact(name, args) => not(self.fact(name, args)),
            Atom::Valued(name, args, value) => {
                let is = if truth { "is" } else { "is not" };
                format!("{} {is} {}", self.fact(name, args), self.name(value))
            }
            Atom::AtLeast(Quantity::ActTime, at) => {
                let when = zone::show_long(*at, &self.agreement.zone);
                if truth {
                    format!("it happened at {when} or later")
                } else {
                    format!("it happened before {when}")
                }
            }
            Atom::AtLeast(Quantity::Fact(name, args), bound) => {
                let (told, kind) = (self.fact(name, args), self.kind(name));
                match (kind, truth) {
                    // Times are kept in seconds: one second past a minute is "later than" it.
                    (FactKind::Time, true) if bound % 60 == 1 => {
                        format!("{told} is later than {}", self.amount(kind, bound - 1))
                    }
                    (FactKind::Time, false) if bound % 60 == 1 => {
                        format!("{told} is {} or earlier", self.amount(kind, bound - 1))
                    }
                    (FactKind::Time, true) => {
                        format!("{told} is {} or later", self.amount(kind, *bound))
                    }
                    (FactKind::Time, false) => {
                        format!("{told} is before {}", self.amount(kind, *bound))
                    }
                    (_, true) => format!("{told} is at least {}", self.amount(kind, *bound)),
                    (_, false) => format!("{told} is less than {}", self.amount(kind, *bound)),
                }
            }
            Atom::Order(left, right, strictly) => {
                let relation = if *strictly { "is later or more than" } else { "is at least" };
                not(format!("`{left}` {relation} `{right}`"))
            }
            Atom::Listed(name, register) => {
                let list = self
                    .agreement
                    .registers
                    .get(register)
                    .map_or(register.as_str(), |r| r.words.as_str());
                let is = if truth { "is" } else { "is not" };
                format!("{} {is} on {list}", self.name(name))
            }
            Atom::Member(part, class) => {
                let is = if truth { "was" } else { "was not" };
                format!("{} {is} {}", part_words(*part), class_words(class))
            }
            Atom::Same(part, name) => {
                let is = if truth { "was" } else { "was not" };
                format!("{} {is} {}", part_words(*part), self.name(name))
            }
        }
    }

    /// A question that is open.
    pub fn question(&self, atom: &Atom) -> String {
        format!("whether {}", self.answer(atom, true))
    }

    /// Whether only people can answer it.
    pub fn is_judgement(&self, atom: &Atom) -> bool {
        matches!(atom, Atom::Fact(name, _) if self.agreement.facts.get(name).is_some_and(|fact| fact.judgement))
    }

    /// What a set of answers gives, as a sentence.
    pub fn settle(&self, settle: &Settle, open: &[Atom]) -> String {
        let answers: Vec<String> = settle
            .answers
            .iter()
            .filter_map(|(atom, truth)| Some(self.answer(open.get(*atom as usize)?, *truth)))
            .collect();
        let outcome = match settle.gives {
            Outcome::NoViolation => "It is no violation if",
            Outcome::Conflict => "It becomes a conflict if",
            Outcome::Violation | Outcome::Undetermined => "It becomes a violation if",
        };
        format!("{outcome} {}.", joined(&answers))
    }

    /// A fact with its arguments put in.
    fn fact(self, name: &str, args: &[String]) -> String {
        let Some(decl) = self.agreement.facts.get(name) else {
            return format!("{name}({})", args.join(", "));
        };
        let mut out = decl.words.clone();
        for (param, arg) in decl.params.iter().zip(args) {
            out = out.replace(&format!("{{{param}}}"), &self.name(arg));
        }
        out
    }

    pub(crate) fn kind(self, name: &str) -> FactKind {
        self.agreement.facts.get(name).map_or(FactKind::Count, |fact| fact.kind)
    }

    pub(crate) fn amount(self, kind: FactKind, value: i64) -> String {
        match kind {
            FactKind::Time => zone::show_long(value, &self.agreement.zone),
            kind => amount(kind, value),
        }
    }

    /// Why it is no violation, in a few words with the clause.
    pub fn ground(&self, ground: &Ground) -> String {
        let at = |name: &str| self.clause_of(name).map(|id| format!(" ({id})")).unwrap_or_default();
        match ground {
            Ground::NotInForce => "not in force at the time".to_owned(),
            Ground::NotBound => "the author is not bound".to_owned(),
            Ground::NoSuchAct => "not the kind of act that the rule is about".to_owned(),
            Ground::NotProtected => "the target is not one that the rule protects".to_owned(),
            Ground::OutOfScope => "outside what the rule is about".to_owned(),
            Ground::Gated(name) => format!("condition `{name}` is not met{}", at(name)),
            Ground::Excepted(name) => format!("exception `{name}` applies{}", at(name)),
            Ground::Permitted(name) => format!("permitted by `{name}`{}", at(name)),
            Ground::Combined => "no way in which all of the rule could hold".to_owned(),
        }
    }

    fn clause_of(self, name: &str) -> Option<&'a str> {
        let agreement = self.agreement;
        let permissions = agreement.permissions.iter().map(|p| (&p.name, p.clause));
        let exceptions = agreement.exceptions.iter().map(|e| (&e.name, e.clause));
        let conditions = agreement.conditions.iter().map(|c| (&c.name, c.clause));
        let found =
            permissions.chain(exceptions).chain(conditions).find(|(other, _)| *other == name)?.1;
        Some(self.clause(found))
    }

    /// What a step found, in a few words.
    pub fn step(&self, step: &Step, act: &Act, rule: &str) -> String {
        let rule_of = self.agreement.rule_versions(rule).next();
        match &step.component {
            Component::InForce => match step.holds {
                Some(true) => "in force at the time".to_owned(),
                Some(false) => "not in force at the time".to_owned(),
                None => "whether it was in force at the time".to_owned(),
            },
            Component::Bound => {
                let who = self.who(&act.by);
                let class = rule_of.map(|rule| class_name(&rule.binds)).unwrap_or_default();
                match step.holds {
                    Some(true) => format!("{who} is bound: {class}"),
                    Some(false) => format!("{who} is not bound: not {class}"),
                    None => format!("whether {who} is bound: {class}"),
                }
            }
            Component::Gate(name) => match step.holds {
                Some(true) => format!("condition `{name}` is met"),
                Some(false) => format!("condition `{name}` is not met"),
                None => format!("whether condition `{name}` is met"),
            },
            Component::Target => {
                let class = rule_of.and_then(|rule| rule.pattern.as_ref());
                let class = class.map(|pattern| class_name(&pattern.class)).unwrap_or_default();
                held("the target is", &class, step.holds)
            }
            Component::Weapon => {
                let class = rule_of.and_then(|rule| rule.pattern.as_ref());
                let class = class.map(|pattern| class_name(&pattern.class)).unwrap_or_default();
                held("the weapon is", &class, step.holds)
            }
            Component::Where => match step.holds {
                Some(true) => "the rule's conditions are met".to_owned(),
                Some(false) => "the rule's conditions are not met".to_owned(),
                None => "whether the rule's conditions are met".to_owned(),
            },
            Component::Exception(name) => match step.holds {
                Some(true) => format!("exception `{name}` does not apply"),
                Some(false) => format!("exception `{name}` applies"),
                None => format!("exception `{name}` may apply"),
            },
        }
    }

    /// What was looked up and found.
    pub fn looked(&self, looked: &Looked) -> String {
        let told = match &looked.key {
            LookedUp::Key(Key::Fact(name, args)) => {
                let told = self.fact(name, args);
                match looked.value {
                    Some((low, high)) if low == high => {
                        format!("{told}: {}", self.amount(self.kind(name), low))
                    }
                    Some((low, high)) => {
                        let kind = self.kind(name);
                        format!("{told}: {} to {}", self.amount(kind, low), self.amount(kind, high))
                    }
                    None => told,
                }
            }
            LookedUp::Key(Key::Listed(register, name)) => {
                let list = self
                    .agreement
                    .registers
                    .get(register)
                    .map_or(register.as_str(), |r| r.words.as_str());
                format!("{} is on {list}", self.name(name))
            }
            LookedUp::Key(Key::Used(power, args)) => format!("{power} used on {}", args.join(", ")),
            LookedUp::Holder(holder) => format!("the place was held by {}", self.name(holder)),
        };
        let found = match looked.found {
            Known::Yes => "yes",
            Known::No => "no",
            Known::Open => "on record as not known",
            Known::Disputed => "sources disagree",
            Known::Silent => "nothing on record",
        };
        let who = match (&looked.presumed, looked.sources.is_empty()) {
            (Some(name), true) => format!("; presumed: {name}"),
            (Some(name), false) => {
                format!("; presumed: {name}, from {}", looked.sources.join(", "))
            }
            (None, false) => format!("; {}", looked.sources.join(", ")),
            (None, true) => String::new(),
        };
        format!("{told} — {found}{who}")
    }

    /// Candidates, in words.
    pub fn who(&self, candidates: &[accord_judge::Candidate]) -> String {
        if candidates.is_empty() {
            return "an author who is not reported".to_owned();
        }
        let names: Vec<String> = candidates
            .iter()
            .map(|candidate| {
                let name = match &candidate.who {
                    Who::Actor(name) => self.name(name),
                    Who::Other => "somebody else".to_owned(),
                    Who::Unknown => "anyone".to_owned(),
                };
                match candidate.mass {
                    Some(mass) => format!("{name} ({mass})"),
                    None => name,
                }
            })
            .collect();
        names.join(" or ")
    }

    /// The act in one line.
    pub fn act(&self, act: &Act) -> String {
        let on = if act.on.is_empty() {
            "a target that is not reported".to_owned()
        } else {
            self.who(&act.on)
        };
        let kind = self.name(&act.kind);
        let zone = &self.agreement.zone;
        let when = if act.at.0 == act.at.1 {
            zone::show_long(act.at.0, zone)
        } else {
            format!("{} to {}", zone::show_long(act.at.0, zone), zone::show_long(act.at.1, zone))
        };
        format!("{kind} on {on}, {when}")
    }

    /// `violation of government-attack (annex.2.b)`.
    pub fn rule(&self, finding: &Finding) -> String {
        format!("{} {}", self.clause(finding.clause), finding.rule)
    }
}

/// `the target is within x`, `… is not within x`, `whether …`.
fn held(subject: &str, class: &str, holds: Option<bool>) -> String {
    match holds {
        Some(true) => format!("{subject} {class}"),
        Some(false) => format!("{subject} not {class}"),
        None => format!("whether {subject} {class}"),
    }
}

pub(crate) fn part_words(part: Part) -> &'static str {
    match part {
        Part::By => "the author",
        Part::On => "the target",
        Part::Place => "the place",
        Part::Weapon => "the weapon",
    }
}

/// A defined term, marked as one.
fn class_words(class: &str) -> String {
    format!("within `{class}`")
}

fn class_name(class: &accord_check::model::Class) -> String {
    use accord_check::model::Class;
    match class {
        Class::Anyone => "anyone".to_owned(),
        Class::Defined(name) => format!("within `{name}`"),
        Class::Named(name) => name.clone(),
    }
}

/// A length or a count, in the largest unit in which it is exact to a thousandth.
pub fn amount(kind: FactKind, value: i64) -> String {
    let shown = |unit: i64, word: &str| {
        let (whole, part) = (value / unit, (value % unit).abs());
        let digits = unit.ilog10() as usize;
        let part = format!("{part:0digits$}");
        let part = part.trim_end_matches('0');
        let gap = if word.is_empty() { "" } else { " " };
        if digits == 0 || part.is_empty() {
            format!("{whole}{gap}{word}")
        } else {
            format!("{whole}.{part}{gap}{word}")
        }
    };
    match kind {
        FactKind::Length if value.abs() >= 1_000_000_000 => shown(1_000_000_000, "km"),
        FactKind::Length if value.abs() >= 10_000_000 => shown(1_000_000, "m"),
        FactKind::Length => shown(1_000, "mm"),
        _ => shown(1_000, ""),
    }
}

/// `a, b and c`.
fn joined(members: &[String]) -> String {
    match members {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_in_the_unit_a_reader_expects() {
        assert_eq!(amount(FactKind::Length, 25_000_000_000), "25 km");
        assert_eq!(amount(FactKind::Length, 12_700), "12.7 mm");
        assert_eq!(amount(FactKind::Length, 24_500_000_000), "24.5 km");
        assert_eq!(amount(FactKind::Count, 600_000), "600");
    }
}
