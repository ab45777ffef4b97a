//! What is learned: it never turns a verdict round, and what was announced to settle a case does.

use crate::cases;
use accord_check::model::Agreement;
use accord_judge::{Act, Atom, Facts, Finding, Judge, Outcome};
use ceasefire_testing::generate::{self, RULES};
use ceasefire_testing::{cases as made, learned};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

/// A question, by its number among the open ones, and its answer.
type Answer = (u32, bool);

/// A case that is open.
struct Open<'c> {
    agreement: &'c Agreement,
    facts: &'c Facts,
    act: &'c Act,
    found: &'c Finding,
}

impl Open<'_> {
    /// The outcome once some questions are answered; none where that cannot be put on record.
    fn after(&self, answers: &[Answer]) -> Option<Outcome> {
        let (mut facts, mut act) = (self.facts.clone(), self.act.clone());
        for (number, truth) in answers {
            let atom = self.found.open.get(*number as usize)?;
            (facts, act) = learned(atom, *truth, &facts, &act, self.agreement)?;
        }
        Some(Judge::new(self.agreement, &facts, None).judge_rule(&act, &self.found.rule).outcome)
    }

    /// Whether answers can be put on record that say no more than they do. "It was not red" goes on
    /// record as another colour, a name on a closed list says that the others are not on it, and a
    /// time put in a range is not "never".
    fn exact(&self, answers: &[Answer]) -> bool {
        !self.found.open.iter().any(|atom| matches!(atom, Atom::Order(..)))
            && answers.iter().all(|(number, truth)| match self.found.open.get(*number as usize) {
                Some(Atom::Valued(..)) => *truth,
                Some(Atom::Listed(_, register)) => {
                    self.agreement.registers.get(register).is_some_and(|register| !register.closed)
                }
                _ => true,
            })
    }
}

/// A text, facts, an author, a target and a time.
type Story = (String, Vec<String>, &'static str, &'static str, &'static str);

fn stories() -> impl Strategy<Value = Story> {
    (
        generate::agreement(),
        generate::givens(),
        generate::actors(),
        generate::actors(),
        generate::times(),
    )
}

/// What a story gives the judge; the weapon is a mortar.
fn drawn((text, givens, by, on, at): &Story) -> (Agreement, Facts, Act) {
    let agreement = made::agreement(text);
    let (entries, about) = made::entries(givens, &agreement);
    let mut act = made::act(&[(by, None)], &[(on, None)], at, about, &agreement);
    act.weapon = Some("mortar".to_owned());
    (agreement, Facts::new(entries), act)
}

#[test]
fn what_is_announced_to_settle_a_case_settles_it_and_nothing_less_does() {
    let (settled, less) = (Cell::new(0_u32), Cell::new(0_u32));
    let run = TestRunner::new(cases(3_000)).run(&stories(), |story| {
        let (agreement, facts, act) = drawn(&story);
        let (text, givens, .., at) = &story;
        for rule in RULES {
            let found = Judge::new(&agreement, &facts, None).judge_rule(&act, rule);
            let open = Open { agreement: &agreement, facts: &facts, act: &act, found: &found };
            for set in &found.settles.sets {
                let told = format!("{set:?} of {:#?} at {at}\n{givens:?}\n{text}", found.open);
                let Some(outcome) = open.after(&set.answers) else { continue };
                prop_assert_eq!(outcome, set.gives, "{}", told);
                settled.set(settled.get() + 1);
                for skip in 0..set.answers.len() {
                    let mut fewer = set.answers.clone();
                    fewer.remove(skip);
                    if let Some(outcome) = open.after(&fewer).filter(|_| open.exact(&fewer)) {
                        prop_assert_eq!(
                            outcome,
                            Outcome::Undetermined,
                            "without {}: {}",
                            skip,
                            told
                        );
                        less.set(less.get() + 1);
                    }
                }
            }
        }
        Ok(())
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
    let (settled, less) = (settled.get(), less.get());
    assert!(settled > 5_000 && less > 5_000, "only {settled} sets and {less} smaller ones");
}

#[test]
fn the_questions_that_are_needed_settle_a_case_whatever_the_answers() {
    let asked = Cell::new(0_u32);
    let run = TestRunner::new(cases(2_000)).run(&stories(), |story| {
        let (agreement, facts, act) = drawn(&story);
        let (text, givens, .., at) = &story;
        for rule in RULES {
            let found = Judge::new(&agreement, &facts, None).judge_rule(&act, rule);
            let needed = &found.settles.needed;
            let open = Open { agreement: &agreement, facts: &facts, act: &act, found: &found };
            if needed.is_empty() || needed.len() > 6 {
                continue;
            }
            for row in 0..1_u32 << needed.len() {
                let answers: Vec<Answer> = needed
                    .iter()
                    .zip(0..)
                    .map(|(atom, bit)| (*atom, row >> bit & 1 == 1))
                    .collect();
                if let Some(outcome) = open.after(&answers) {
                    let told =
                        format!("{answers:?} of {:#?} at {at}\n{givens:?}\n{text}", found.open);
                    prop_assert_ne!(outcome, Outcome::Undetermined, "{}", told);
                    asked.set(asked.get() + 1);
                }
            }
        }
        Ok(())
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
    assert!(asked.get() > 5_000, "only {} sets of answers", asked.get());
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn learning_a_fact_never_turns_one_verdict_into_the_other(
        text in generate::agreement(),
        givens in generate::givens(),
        others in generate::givens(),
        by in generate::candidates(),
        on in generate::candidates(),
        at in generate::times(),
    ) {
        let agreement = made::agreement(&text);
        let (known, about) = made::entries(&givens, &agreement);
        let (others, _) = made::entries(&others, &agreement);
        // Only what nothing was on record about is learned; a dispute would be another matter.
        let news = others.into_iter().filter(|entry| {
            !known.iter().any(|other| other.key == entry.key)
                && !matches!(&entry.key, accord_judge::Key::Listed(register, _) if register == "l")
        });
        let news: Vec<_> = news.collect();
        let act = made::act(&by, &on, at, about, &agreement);
        let before = Facts::new(known.clone());
        let after = Facts::new(known.into_iter().chain(news));
        for rule in RULES {
            let first = Judge::new(&agreement, &before, None).judge_rule(&act, rule);
            let then = Judge::new(&agreement, &after, None).judge_rule(&act, rule);
            let told = format!("{rule} {by:?} {on:?}: {} then {}\n{text}", first.outcome.word(), then.outcome.word());
            prop_assert!(first.outcome == Outcome::Undetermined || first.outcome == then.outcome, "{}", told);
            prop_assert!(first.breach.sure <= then.breach.sure, "{}", told);
            prop_assert!(then.breach.possible <= first.breach.possible, "{}", told);
        }
    }
}
