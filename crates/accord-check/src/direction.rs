//! Which way a reading can move verdicts.
//!
//! A reading that widens or narrows a term moves each rule only one way, if the term stands in the
//! rule only positively or only negatively: through exceptions, permissions and `not` the sign turns
//! round. So a reader can be told beforehand that a reading "can only remove violations of annex.2.b".

use crate::family::Named;
use crate::lower::names;
use crate::model::{Agreement, Class, Cond, Rule};
use accord_syntax::ast::{Head, Name, Patch, Statement};
use std::collections::BTreeSet;

/// Which way verdicts can move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moves {
    /// It can only turn "no violation" into "violation".
    OnlyAdds,
    /// It can only turn "violation" into "no violation".
    OnlyRemoves,
    /// It can do either.
    Either,
}

impl Moves {
    /// In words, after "it can".
    pub fn words(self) -> &'static str {
        match self {
            Self::OnlyAdds => "only add violations of",
            Self::OnlyRemoves => "only remove violations of",
            Self::Either => "add and remove violations of",
        }
    }
}

/// What one statement of a reading can do to one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// The statement that the reading changes.
    pub statement: String,
    /// The rule.
    pub rule: String,
    /// The clause of the rule, as an index.
    pub clause: usize,
    /// Which way.
    pub moves: Moves,
    /// The defined terms on the way, the changed one last.
    pub through: Vec<String>,
}

#[derive(Debug, Clone, Default)]
struct Found {
    positive: bool,
    negative: bool,
    through: Vec<String>,
}

/// What a reading can do to every rule, in order.
pub fn directions(agreement: &Agreement, reading: &Named) -> Vec<Direction> {
    let mut out = Vec::new();
    for statement in &reading.body {
        let Some(patch) = statement.patch else { continue };
        for rule in &agreement.rules {
            let mut found = in_rule(agreement, rule, statement.head, &statement.name.text);
            found.positive |= patch == Patch::Replace && reaches(agreement, rule, statement);
            if !(found.positive || found.negative) {
                continue;
            }
            let moves = match (patch, found.positive, found.negative) {
                (Patch::Replace, ..) | (_, true, true) => Moves::Either,
                (Patch::Widen, true, false) | (Patch::Narrow, false, true) => Moves::OnlyAdds,
                _ => Moves::OnlyRemoves,
            };
            let known = out.iter().any(|d: &Direction| {
                d.statement == statement.name.text && d.rule == rule.name && d.moves == moves
            });
            if !known {
                out.push(Direction {
                    statement: statement.name.text.clone(),
                    rule: rule.name.clone(),
                    clause: rule.clause,
                    moves,
                    through: found.through,
                });
            }
        }
    }
    out
}

/// Whether a statement that takes the place of another beats or holds back this rule, or beats what
/// beats it. The one that it replaces may have done neither.
fn reaches(agreement: &Agreement, rule: &Rule, with: &Statement) -> bool {
    let slot = match with.head {
        Head::Exception => "to",
        Head::Condition => "gates",
        _ => return false,
    };
    let beats = |name: &Name| {
        let found = in_rule(agreement, rule, Head::Exception, &name.text);
        name.text == rule.name || found.positive || found.negative
    };
    names(with, slot).iter().any(beats)
}

fn in_rule(agreement: &Agreement, rule: &Rule, head: Head, target: &str) -> Found {
    let seen = BTreeSet::new();
    let mut walk = Walk { agreement, head, target, found: Found::default(), seen };
    if matches!(head, Head::Prohibition | Head::Obligation) && rule.name == target {
        walk.found.positive = true;
    }
    walk.class(&rule.binds, true, &mut Vec::new());
    if let Some(pattern) = &rule.pattern {
        walk.class(&pattern.class, true, &mut Vec::new());
    }
    walk.cond(&rule.when, true, &mut Vec::new());
    for gate in agreement.conditions.iter().filter(|gate| gate.gates.contains(&rule.name)) {
        if head == Head::Condition && gate.name == target {
            walk.found.positive = true;
        }
        walk.cond(&gate.holds, true, &mut Vec::new());
    }
    walk.exceptions(&rule.name, false, 0);
    // What counts as done is no breach.
    if let Some(met) = &rule.met {
        walk.cond(met, false, &mut Vec::new());
    }
    if let Some(pattern) = &rule.pattern {
        walk.permissions(&pattern.kind);
    }
    walk.found
}

struct Walk<'a> {
    agreement: &'a Agreement,
    head: Head,
    target: &'a str,
    found: Found,
    /// Terms that were gone through, each in a positive or a negative sense.
    seen: BTreeSet<(String, bool)>,
}

impl Walk<'_> {
    fn exceptions(&mut self, beaten: &str, sign: bool, depth: usize) {
        if depth > self.agreement.exceptions.len() {
            return;
        }
        for exception in
            self.agreement.exceptions.iter().filter(|e| e.to.iter().any(|to| to == beaten))
        {
            if self.head == Head::Exception && exception.name == self.target {
                self.mark(sign, &[]);
            }
            self.cond(&exception.applies, sign, &mut Vec::new());
            self.exceptions(&exception.name, !sign, depth + 1);
        }
    }

    /// What is permitted is no violation: it is permitted, or the text contradicts itself.
    fn permissions(&mut self, kind: &str) {
        let agreement = self.agreement;
        for permission in agreement.permissions.iter().filter(|p| p.grants.kind == kind) {
            if self.head == Head::Permission && permission.name == self.target {
                self.mark(false, &[]);
            }
            self.class(&permission.to, false, &mut Vec::new());
            self.class(&permission.grants.class, false, &mut Vec::new());
            self.cond(&permission.when, false, &mut Vec::new());
        }
    }

    fn mark(&mut self, sign: bool, path: &[String]) {
        if sign {
            self.found.positive = true;
        } else {
            self.found.negative = true;
        }
        if self.found.through.is_empty() {
            self.found.through = path.to_vec();
        }
    }

    fn class(&mut self, class: &Class, sign: bool, path: &mut Vec<String>) {
        if let Class::Defined(name) = class {
            self.defined(name, sign, path);
        }
    }

    fn defined(&mut self, name: &str, sign: bool, path: &mut Vec<String>) {
        // Once more in the same sense tells nothing new.
        if !self.seen.insert((name.to_owned(), sign)) {
            return;
        }
        path.push(name.to_owned());
        if self.head == Head::Define && name == self.target {
            let path = path.clone();
            self.mark(sign, &path);
        }
        let agreement = self.agreement;
        for version in agreement.definitions.get(name).map_or(&[][..], Vec::as_slice) {
            self.cond(&version.means, sign, path);
        }
        path.pop();
    }

    fn cond(&mut self, cond: &Cond, sign: bool, path: &mut Vec<String>) {
        match cond {
            Cond::All(members) | Cond::Any(members) => {
                for member in members {
                    self.cond(member, sign, path);
                }
            }
            Cond::Not(inner) => self.cond(inner, !sign, path),
            Cond::Is(_, class) => self.defined(class, sign, path),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Family, Source};

    const TEXT: &str = r#"
```accord
agreement a.b
  title "t"
  made 2020-01-01
  zone Europe/Kyiv
actor army "the army"
kind attack "attack"
fact accepted(X) "{X} accepted"
fact listed(X) "{X} is listed"
fact threatened(it) "there was a threat"
define party X
  means accepted(X)
define outlaw X
  means listed(X)
define threat-by X
  means threatened(it)
prohibition truce
  binds party
  forbids attack on anyone
  unless self-defence
exception self-defence
  to truce
  applies it.on is threat-by
permission pursuit
  grants attack on outlaw
```
"#;

    fn moves(patch: &str) -> Vec<Moves> {
        moves_in(TEXT, patch)
    }

    fn moves_in(text: &str, patch: &str) -> Vec<Moves> {
        let reading = format!(
            "```reading\nreading r of a.b\n  held by \"x\"\n  source \"y\"\n\n{patch}\n```\n"
        );
        let text = format!("{text}\n{reading}");
        let family = Family::read(vec![Source { path: "a.md".to_owned(), text }]);
        let checked = crate::check(&family);
        assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
        let found = directions(&checked.agreement, &family.readings[0]);
        found.into_iter().map(|direction| direction.moves).collect()
    }

    #[test]
    fn whom_a_rule_binds_moves_violations_with_it() {
        assert_eq!(moves("widen define party X\n  means listed(X)"), [Moves::OnlyAdds]);
        assert_eq!(moves("narrow define party X\n  means listed(X)"), [Moves::OnlyRemoves]);
    }

    #[test]
    fn exceptions_and_permissions_turn_the_direction_round() {
        let exception = "widen exception self-defence\n  applies it.on = army";
        assert_eq!(moves(exception), [Moves::OnlyRemoves]);
        assert_eq!(moves("narrow define threat-by X\n  means listed(X)"), [Moves::OnlyAdds]);
        assert_eq!(moves("widen define outlaw X\n  means accepted(X)"), [Moves::OnlyRemoves]);
        assert_eq!(moves("narrow permission pursuit\n  where it.by = army"), [Moves::OnlyAdds]);
    }

    #[test]
    fn a_replacement_may_do_either() {
        assert_eq!(moves("replace define party X\n  means listed(X)"), [Moves::Either]);
    }

    #[test]
    fn a_replaced_exception_moves_what_it_then_beats() {
        let directions = |patch| {
            let text = format!(
                "{TEXT}\n```accord\nprohibition looting\n  binds party\n  forbids attack on party\n```\n"
            );
            moves_in(&text, patch)
        };
        let patch = "replace exception self-defence\n  to looting\n  applies threatened(it)";
        assert_eq!(directions(patch), [Moves::Either, Moves::Either]);
    }

    #[test]
    fn who_counts_as_having_done_it_removes_breaches_of_a_deadline() {
        let text = format!(
            "{TEXT}\n```accord\nobligation withdraw\n  binds party\n  must \"withdraw\"\n  \
             met army is outlaw\n  by 2020-02-01\n```\n"
        );
        let found = moves_in(&text, "widen define outlaw X\n  means accepted(X)");
        assert_eq!(found, [Moves::OnlyRemoves, Moves::OnlyRemoves]);
    }
}
