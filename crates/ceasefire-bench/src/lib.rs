//! The judge and its rivals over the same made-up acts.
//!
//! [`World`] is the Syrian agreement with made-up facts and acts; [`by_loop`] is what a good
//! programmer would write by hand for the same rules, one row after the other; [`Policy`] is the
//! same rules for regorus, a general policy engine. A test holds all of them to the same counts, so
//! that the benchmark compares like with like.
//!
//! [`Table`] makes up tables as publishers have them, to be imported.
//!
//! Every actor here is invented but those that the text names.

mod by_loop;
mod entries;
mod policy;
mod tables;
mod world;

pub use by_loop::by_loop;
pub use entries::entries;
pub use policy::Policy;
pub use tables::Table;
pub use world::{Actor, ActorFacts, World};

use accord_judge::Passed;

/// Acts judged under one rule, by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Acts that the rule is about.
    pub about: u64,
    /// Violations.
    pub violation: u64,
    /// No violation.
    pub none: u64,
}

impl Counts {
    /// Acts that are left open.
    pub fn open(self) -> u64 {
        self.about - self.violation - self.none
    }
}

/// The rules that are judged, in the order of the text: on attacks by either side, on ground taken.
pub const RULES: [&str; 4] =
    ["opposition-attack", "opposition-territory", "government-attack", "government-territory"];

/// The counts of a first pass, for [`RULES`].
pub fn counted(passed: &Passed) -> [Counts; 4] {
    RULES.map(|name| {
        let ones = |words: &[u64]| words.iter().map(|word| u64::from(word.count_ones())).sum();
        match passed.rules.iter().find(|rule| rule.rule == name) {
            Some(rule) => Counts {
                about: ones(&rule.about),
                violation: ones(&rule.violation),
                none: ones(&rule.none),
            },
            None => Counts::default(),
        }
    })
}

/// How many judgements, act by rule, some counts are.
pub fn judgements(counts: &[Counts; 4]) -> u64 {
    counts.iter().map(|count| count.about).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_judge::{Columns, FirstPass, Judge, Outcome};

    #[test]
    fn the_first_pass_the_loop_and_the_policy_count_the_same() {
        let world = World::new(3_000);
        let judge = Judge::new(&world.checked.agreement, &world.facts, world.profile());
        let columns: Columns = world.acts.iter().collect();
        let counts = counted(&FirstPass::new(&judge).pass(&columns));
        assert_eq!(counts, by_loop(&world.coded(), &world.actor_facts));
        assert_eq!(counts, Policy::new(&world).judge(&world.acts));
        assert!(counts.iter().all(|count| count.about > 0 && count.none > 0));
        assert!(counts.iter().any(|count| count.violation > 0));
        assert!(counts.iter().any(|count| count.open() > 0));
    }

    #[test]
    fn the_exact_judge_agrees_with_every_count_that_is_decided() {
        let world = World::new(1_000);
        let judge = Judge::new(&world.checked.agreement, &world.facts, world.profile());
        let columns: Columns = world.acts.iter().collect();
        let counts = counted(&FirstPass::new(&judge).pass(&columns));
        for (rule, count) in RULES.iter().zip(counts) {
            let found = world.acts.iter().filter(|act| judge.rules_about(&act.kind).contains(rule));
            let outcomes: Vec<Outcome> =
                found.map(|act| judge.judge_rule(act, rule).outcome).collect();
            let of = |outcome| outcomes.iter().filter(|found| **found == outcome).count() as u64;
            assert!(of(Outcome::Violation) >= count.violation);
            assert!(of(Outcome::NoViolation) >= count.none);
        }
    }
}
