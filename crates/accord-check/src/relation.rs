//! How classes stand to each other: apart, or one inside the other.
//!
//! Where an author or a target is not reported, the judge can still say that it was not at once a
//! party of the opposition and a designated organisation, if the definitions exclude each other.
//! The definitions are expanded over an unnamed actor and compared exactly.

use crate::model::{Agreement, Class, Cond, Measure, Subject};
use accord_logic::{AtomId, Diagram, Formula, Node, TooLarge};
use std::collections::BTreeMap;

/// How one class stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    /// Nobody is in both.
    pub apart: bool,
    /// Whoever is in the first is in the second.
    pub first_in_second: bool,
    /// Whoever is in the second is in the first.
    pub second_in_first: bool,
}

impl Relation {
    fn reversed(self) -> Self {
        Self {
            second_in_first: self.first_in_second,
            first_in_second: self.second_in_first,
            ..self
        }
    }
}

/// The relations between all classes of an agreement.
#[derive(Debug, Clone, Default)]
pub struct Relations {
    table: BTreeMap<(String, String), Relation>,
    /// Classes that nobody can be in, and those that everybody is in.
    fixed: BTreeMap<String, bool>,
}

impl Relations {
    /// Works them out.
    pub fn of(agreement: &Agreement) -> Self {
        let mut table = BTreeMap::new();
        let names: Vec<&String> = agreement.definitions.keys().collect();
        let fixed = names.iter().filter_map(|name| {
            Some(((*name).clone(), fixed(agreement, name).unwrap_or_default()?))
        });
        let fixed = fixed.collect();
        for (index, first) in names.iter().enumerate() {
            for second in names.iter().skip(index + 1) {
                let found = relation(agreement, first, second).unwrap_or_default();
                table.insert(((*first).clone(), (*second).clone()), found);
            }
        }
        Self { table, fixed }
    }

    /// Whether everybody is in a class (`true`) or nobody can be (`false`); none where it depends.
    pub fn fixed(&self, class: &str) -> Option<bool> {
        self.fixed.get(class).copied()
    }

    /// How the first stands to the second.
    pub fn between(&self, first: &str, second: &str) -> Relation {
        if first == second {
            return Relation { apart: false, first_in_second: true, second_in_first: true };
        }
        let (a, b) = if first < second { (first, second) } else { (second, first) };
        let found = self.table.get(&(a.to_owned(), b.to_owned())).copied().unwrap_or_default();
        if first < second { found } else { found.reversed() }
    }
}

fn fixed(agreement: &Agreement, class: &str) -> Result<Option<bool>, TooLarge> {
    let mut expand = Expand::new(agreement);
    let means = expand.class(&Subject::Param, class, 0);
    let theory = expand.theory();
    let mut diagram = Diagram::default();
    let (means, theory) = (diagram.build(&means)?, diagram.build(&theory)?);
    let not = diagram.not(means)?;
    Ok(if diagram.and(means, theory)? == Node::FALSE {
        Some(false)
    } else if diagram.and(not, theory)? == Node::FALSE {
        Some(true)
    } else {
        None
    })
}

fn relation(agreement: &Agreement, first: &str, second: &str) -> Result<Relation, TooLarge> {
    let mut expand = Expand::new(agreement);
    let a = expand.class(&Subject::Param, first, 0);
    let b = expand.class(&Subject::Param, second, 0);
    let theory = expand.theory();
    let mut diagram = Diagram::default();
    let (a, b, theory) = (diagram.build(&a)?, diagram.build(&b)?, diagram.build(&theory)?);
    let mut empty = |x: Node, not_y: Node| -> Result<bool, TooLarge> {
        let both = diagram.and(x, not_y)?;
        Ok(diagram.and(both, theory)? == Node::FALSE)
    };
    let apart = empty(a, b)?;
    let (not_a, not_b) = (diagram.not(a)?, diagram.not(b)?);
    let mut empty = |x: Node, not_y: Node| -> Result<bool, TooLarge> {
        let both = diagram.and(x, not_y)?;
        Ok(diagram.and(both, theory)? == Node::FALSE)
    };
    Ok(Relation { apart, first_in_second: empty(a, not_b)?, second_in_first: empty(b, not_a)? })
}

/// A condition over acts of which nothing is known, as a formula: equal questions are one atom.
pub(crate) struct Expand<'a> {
    agreement: &'a Agreement,
    atoms: Vec<Cond>,
}

impl<'a> Expand<'a> {
    pub(crate) fn new(agreement: &'a Agreement) -> Self {
        Self { agreement, atoms: Vec::new() }
    }

    /// A class of a subject, its definitions expanded.
    pub(crate) fn class(&mut self, subject: &Subject, class: &str, depth: usize) -> Formula {
        let agreement = self.agreement;
        let versions = agreement.definitions.get(class).map_or(&[][..], Vec::as_slice);
        if depth > agreement.definitions.len() {
            return Formula::False;
        }
        let mut out = Vec::new();
        for version in versions {
            let window = self.window(version.window);
            let means = self.cond(&version.means, subject, depth + 1);
            out.push(Formula::all([window, means]));
        }
        Formula::any(out)
    }

    /// A class slot of a rule, for a part of the act.
    pub(crate) fn slot(&mut self, subject: &Subject, class: &Class) -> Formula {
        match class {
            Class::Anyone => Formula::True,
            Class::Defined(name) => self.class(subject, name, 0),
            Class::Named(name) => self.atom(Cond::Same(subject.clone(), name.clone())),
        }
    }

    pub(crate) fn window(&mut self, window: crate::model::Window) -> Formula {
        let mut since = |at: Option<i64>| {
            at.map(|at| self.atom(Cond::AtLeast(Measure::ActTime, Measure::Constant(at))))
        };
        let from = since(window.since).unwrap_or(Formula::True);
        let until = since(window.until).map_or(Formula::True, Formula::negated);
        Formula::all([from, until])
    }

    /// A condition, with the parameter standing for a subject.
    pub(crate) fn cond(&mut self, cond: &Cond, param: &Subject, depth: usize) -> Formula {
        let put = |subject: &Subject| {
            if *subject == Subject::Param { param.clone() } else { subject.clone() }
        };
        match cond {
            Cond::All(members) => {
                let members: Vec<_> = members.iter().map(|m| self.cond(m, param, depth)).collect();
                Formula::all(members)
            }
            Cond::Any(members) => {
                let members: Vec<_> = members.iter().map(|m| self.cond(m, param, depth)).collect();
                Formula::any(members)
            }
            Cond::Not(inner) => self.cond(inner, param, depth).negated(),
            Cond::Is(subject, class) => self.class(&put(subject), class, depth),
            Cond::Same(subject, name) => match put(subject) {
                Subject::Name(other) if other == *name => Formula::True,
                Subject::Name(_) => Formula::False,
                subject => self.atom(Cond::Same(subject, name.clone())),
            },
            Cond::Listed(subject, register) => {
                self.atom(Cond::Listed(put(subject), register.clone()))
            }
            Cond::Fact(name, subjects) => {
                self.atom(Cond::Fact(name.clone(), subjects.iter().map(put).collect()))
            }
            Cond::Valued(name, subjects, value) => {
                let subjects = subjects.iter().map(put).collect();
                self.atom(Cond::Valued(name.clone(), subjects, value.clone()))
            }
            Cond::AtLeast(left, right) => self.compared(left, right, &put, false),
            Cond::More(left, right) => self.compared(left, right, &put, true),
        }
    }

    fn compared(
        &mut self,
        left: &Measure,
        right: &Measure,
        put: &dyn Fn(&Subject) -> Subject,
        strictly: bool,
    ) -> Formula {
        let (left, right) = (with(left, put), with(right, put));
        match (&left, &right, strictly) {
            (Measure::Constant(l), Measure::Constant(r), _) => {
                if *l >= r + i64::from(strictly) {
                    Formula::True
                } else {
                    Formula::False
                }
            }
            // One form for thresholds, so that equal ones are one atom.
            (_, Measure::Constant(bound), true) => {
                self.atom(Cond::AtLeast(left, Measure::Constant(bound.saturating_add(1))))
            }
            (Measure::Constant(bound), _, _) => {
                let bound = bound.saturating_add(i64::from(!strictly));
                self.atom(Cond::AtLeast(right, Measure::Constant(bound))).negated()
            }
            (_, _, true) => self.atom(Cond::More(left, right)),
            (_, _, false) => self.atom(Cond::AtLeast(left, right)),
        }
    }

    fn atom(&mut self, cond: Cond) -> Formula {
        let number = self.atoms.iter().position(|known| *known == cond).unwrap_or_else(|| {
            self.atoms.push(cond);
            self.atoms.len() - 1
        });
        Formula::Atom(number as AtomId)
    }

    /// What cannot be: one subject that is two, one fact with two values, thresholds out of order.
    pub(crate) fn theory(&self) -> Formula {
        let mut laws = Vec::new();
        for (index, first) in self.atoms.iter().enumerate() {
            for (later, second) in self.atoms.iter().enumerate().skip(index + 1) {
                let (a, b) = (Formula::Atom(index as AtomId), Formula::Atom(later as AtomId));
                if are_apart(first, second) {
                    laws.push(Formula::all([a, b]).negated());
                    continue;
                }
                if let (
                    Cond::AtLeast(x, Measure::Constant(low)),
                    Cond::AtLeast(y, Measure::Constant(high)),
                ) = (first, second)
                    && x == y
                {
                    laws.push(if low < high { b.implies(a) } else { a.implies(b) });
                }
            }
        }
        Formula::all(laws)
    }
}

/// Whether the same subject, or the same fact, would have to be two things at once.
fn are_apart(first: &Cond, second: &Cond) -> bool {
    match (first, second) {
        (Cond::Same(x, _), Cond::Same(y, _)) => x == y,
        (Cond::Valued(f, x, _), Cond::Valued(g, y, _)) => f == g && x == y,
        _ => false,
    }
}

/// A measure with the parameter put in.
fn with(measure: &Measure, put: &dyn Fn(&Subject) -> Subject) -> Measure {
    match measure {
        Measure::Fact(name, subjects) => {
            Measure::Fact(name.clone(), subjects.iter().map(put).collect())
        }
        Measure::PlusDays(inner, days) => Measure::PlusDays(Box::new(with(inner, put)), *days),
        Measure::Divide(inner, by) => Measure::Divide(Box::new(with(inner, put)), *by),
        other => other.clone(),
    }
}
