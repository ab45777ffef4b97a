//! How far terms unfold.
//!
//! Before anything is decided, every defined term, value and exception is put in the place where it
//! is used. A term that uses another twice, which uses a third twice, doubles with every step: forty
//! lines could stand for a million million conditions. Real texts unfold into some hundreds. What
//! would unfold too far is refused where it is written.

use crate::family::Family;
use crate::lower::Lower;
use crate::model::{Agreement, Class, Cond, Exception, Rule};
use accord_syntax::ast::{Head, Name};
use accord_syntax::{Diagnostic, Span};
use std::collections::BTreeMap;

/// The most conditions that a term, a rule or a permission may unfold into.
const MOST: u64 = 10_000;

/// The most rows of values that the conditions of a family may put in place.
const MOST_ROWS: usize = 20_000;

impl Lower<'_> {
    /// Whether values have more rows in all the places where they stand than anybody can follow.
    /// That is said once.
    pub(crate) fn unfolds_too_far(&mut self, rows: usize, at: &Name) -> bool {
        let before = self.put_in_place;
        self.put_in_place = before.saturating_add(rows);
        if before <= MOST_ROWS && self.put_in_place > MOST_ROWS {
            self.diagnostics.push(complaint(at.span, &at.text, "rows of values", MOST_ROWS as u64));
        }
        self.put_in_place > MOST_ROWS
    }
}

/// Terms, rules and permissions that unfold too far; of a chain of terms only the first is named.
pub(crate) fn check(family: &Family, agreement: &Agreement, out: &mut Vec<Diagnostic>) {
    let mut sizes = Sizes { agreement, terms: BTreeMap::new(), exceptions: BTreeMap::new() };
    for placed in family.statements.iter().filter(|placed| placed.statement.head == Head::Define) {
        let name = &placed.statement.name;
        if sizes.term(&name.text) > MOST {
            out.push(complaint(name.span, &name.text, "conditions", MOST));
            return;
        }
    }
    for rule in &agreement.rules {
        if sizes.rule(rule) > MOST {
            out.push(complaint(rule.span, &rule.name, "conditions", MOST));
        }
    }
    for permission in &agreement.permissions {
        let classes =
            sizes.class(&permission.to).saturating_add(sizes.class(&permission.grants.class));
        if classes.saturating_add(sizes.cond(&permission.when)) > MOST {
            out.push(complaint(permission.span, &permission.name, "conditions", MOST));
        }
    }
}

fn complaint(at: Span, name: &str, what: &str, most: u64) -> Diagnostic {
    let message = format!("`{name}` unfolds into more than {most} {what}");
    Diagnostic::error("unfolds-too-far", at, message).help(
        "a term that is used twice is put in place twice; say once what the parts have in common",
    )
}

/// How many conditions stand in a thing once all terms are put in place. What leads back to itself
/// is an error of its own, and counts as one.
struct Sizes<'a> {
    agreement: &'a Agreement,
    terms: BTreeMap<String, u64>,
    exceptions: BTreeMap<String, u64>,
}

impl Sizes<'_> {
    fn rule(&mut self, rule: &Rule) -> u64 {
        let agreement = self.agreement;
        let mut size = self.class(&rule.binds).saturating_add(self.cond(&rule.when));
        if let Some(pattern) = &rule.pattern {
            size = size.saturating_add(self.class(&pattern.class));
        }
        for gate in agreement.conditions.iter().filter(|gate| gate.gates.contains(&rule.name)) {
            size = size.saturating_add(self.cond(&gate.holds));
        }
        size.saturating_add(self.beaten(&rule.name))
    }

    /// All that beats a rule or an exception.
    fn beaten(&mut self, name: &str) -> u64 {
        let by = |exception: &&Exception| exception.to.iter().any(|to| to == name);
        let beating: Vec<&Exception> = self.agreement.exceptions.iter().filter(by).collect();
        beating
            .into_iter()
            .fold(0, |size, exception| size.saturating_add(self.exception(&exception.name)))
    }

    fn exception(&mut self, name: &str) -> u64 {
        if let Some(size) = self.exceptions.get(name) {
            return *size;
        }
        self.exceptions.insert(name.to_owned(), 1);
        let agreement = self.agreement;
        let mut size = self.beaten(name);
        for exception in agreement.exceptions.iter().filter(|e| e.name == name) {
            size = size.saturating_add(self.cond(&exception.applies));
        }
        self.exceptions.insert(name.to_owned(), size);
        size
    }

    fn class(&mut self, class: &Class) -> u64 {
        match class {
            Class::Anyone => 0,
            Class::Named(_) => 1,
            Class::Defined(name) => self.term(name),
        }
    }

    fn term(&mut self, name: &str) -> u64 {
        if let Some(size) = self.terms.get(name) {
            return *size;
        }
        self.terms.insert(name.to_owned(), 1);
        let agreement = self.agreement;
        let versions = agreement.definitions.get(name).map_or(&[][..], Vec::as_slice);
        let size = versions
            .iter()
            .fold(0, |size: u64, version| size.saturating_add(self.cond(&version.means)));
        self.terms.insert(name.to_owned(), size);
        size
    }

    fn cond(&mut self, cond: &Cond) -> u64 {
        match cond {
            Cond::All(members) | Cond::Any(members) => {
                members.iter().fold(0, |size: u64, member| size.saturating_add(self.cond(member)))
            }
            Cond::Not(inner) => self.cond(inner),
            Cond::Is(_, class) => self.term(class),
            _ => 1,
        }
    }
}
