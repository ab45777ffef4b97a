//! The real judge against every possible world, on random agreements.

use crate::cases;
use accord_check::model::Agreement;
use accord_judge::{Act, Atom, Candidate, Entry, Facts, Finding, Interval, Judge, Outcome, Who};
use ceasefire_testing::generate::{self, ACTORS, RULES};
use ceasefire_testing::{Tables, Worlds, cases as made};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

/// Cases with more worlds are passed over, and not counted.
const MOST_WORLDS: usize = 4_000;

fn actor(name: &str) -> Who {
    Who::Actor(name.to_owned())
}

/// A random agreement with random facts; those about the act stand apart.
fn drawn(text: &str, givens: &[String]) -> (Agreement, Facts, Vec<Entry>) {
    let agreement = made::agreement(text);
    let (entries, about) = made::entries(givens, &agreement);
    (agreement, Facts::new(entries), about)
}

/// Each case is one random agreement with random facts, asked about three rules for nine pairs of
/// author and target; the weapon is reported or not.
///
/// Where two amounts are compared of which neither is known, the judge asks which is more, and does
/// not follow every chain of such questions: it may leave open what no world leaves open. That is
/// counted, and must stay rare; what it decides is never excused.
#[test]
fn the_judge_agrees_with_every_possible_world_a_hundred_thousand_times() {
    let (compared, left_open) = (Cell::new(0_u32), Cell::new(0_u32));
    let strategy = (generate::agreement(), generate::givens(), generate::times(), any::<bool>());
    let run = TestRunner::new(cases(4_000)).run(&strategy, |(text, givens, at, mortar)| {
        let (agreement, facts, about) = drawn(&text, &givens);
        let judge = Judge::new(&agreement, &facts, None);
        for (by, on) in ACTORS.iter().flat_map(|by| ACTORS.iter().map(move |on| (*by, *on))) {
            let mut act = made::act(&[(by, None)], &[(on, None)], at, about.clone(), &agreement);
            act.weapon = mortar.then(|| "mortar".to_owned());
            let worlds = Worlds::new(&agreement, &facts, &act);
            for rule in RULES {
                let outcome = worlds.outcome(rule, &actor(by), &actor(on), MOST_WORLDS);
                let Some(outcome) = outcome else { continue };
                compared.set(compared.get() + 1);
                let found = judge.judge_rule(&act, rule);
                let order = found.open.iter().any(|atom| matches!(atom, Atom::Order(..)));
                if order && found.outcome == Outcome::Undetermined && outcome != found.outcome {
                    left_open.set(left_open.get() + 1);
                    continue;
                }
                let told = format!("{rule} by {by} on {on} at {at}\n{givens:?}\n{text}");
                prop_assert_eq!(found.outcome, outcome, "{}\n{:?}", told, found.open);
            }
        }
        Ok(())
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
    assert!(compared.get() >= 100_000, "only {} comparisons", compared.get());
    let (left, all) = (left_open.get(), compared.get());
    assert!(left * 1_000 < all, "{left} of {all} were left open");
}

/// Whom nobody reported is a question about classes, and the judge does not look into it. So it may
/// leave open what no world leaves open; what it decides holds in every world, and it decides most.
#[test]
fn what_is_decided_of_the_unreported_holds_whoever_they_were() {
    let (decided, possible) = (Cell::new(0_u32), Cell::new(0_u32));
    let sides = || generate::one_side();
    let strategy = (generate::agreement(), generate::givens(), generate::times(), sides(), sides());
    let run = TestRunner::new(cases(2_000)).run(&strategy, |(text, givens, at, by, on)| {
        let (agreement, facts, about) = drawn(&text, &givens);
        let judge = Judge::new(&agreement, &facts, None);
        let act = made::act(&by, &on, at, about, &agreement);
        let worlds = Worlds::new(&agreement, &facts, &act);
        let who = |side: &[Candidate]| {
            side.first().map_or(Who::Unknown, |candidate| candidate.who.clone())
        };
        for rule in RULES {
            let outcome = worlds.outcome(rule, &who(&act.by), &who(&act.on), MOST_WORLDS);
            let Some(outcome) = outcome else { continue };
            let found = judge.judge_rule(&act, rule);
            if outcome != Outcome::Undetermined {
                possible.set(possible.get() + 1);
                decided.set(decided.get() + u32::from(found.outcome == outcome));
            }
            if found.outcome != Outcome::Undetermined {
                let told = format!("{rule} by {by:?} on {on:?} at {at}\n{givens:?}\n{text}");
                prop_assert_eq!(found.outcome, outcome, "{}", told);
            }
        }
        Ok(())
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
    assert!(decided.get() * 2 > possible.get(), "{} of {}", decided.get(), possible.get());
}

/// The interval of a table of outcomes, over every way in which the masses can lie.
fn interval(tables: &Tables, outcomes: &[Outcome]) -> (u32, u32) {
    let sure: Vec<bool> = outcomes.iter().map(|o| *o == Outcome::Violation).collect();
    let possible: Vec<bool> = outcomes.iter().map(|o| *o != Outcome::NoViolation).collect();
    tables.interval(&sure, &possible)
}

fn millionths(interval: Interval) -> (u32, u32) {
    (interval.sure.millionths(), interval.possible.millionths())
}

/// What the judge says where it was this author and this target and nobody else.
fn alone(judge: &Judge<'_>, act: &Act, rule: &str, by: &Who, on: &Who) -> Outcome {
    let one = |who: &Who| vec![Candidate { who: who.clone(), mass: None }];
    let act = Act { by: one(by), on: one(on), joint: Vec::new(), ..act.clone() };
    judge.judge_rule(&act, rule).outcome
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn intervals_are_those_of_every_way_in_which_the_masses_can_lie(
        text in generate::agreement(),
        givens in generate::givens(),
        at in generate::times(),
        by in generate::candidates(),
        on in generate::candidates(),
    ) {
        let (agreement, facts, about) = drawn(&text, &givens);
        let act = made::act(&by, &on, at, about, &agreement);
        check_intervals(&agreement, &facts, &act, &text)?;
    }

    #[test]
    fn intervals_of_joint_tables_are_those_of_their_rows(
        text in generate::agreement(),
        givens in generate::givens(),
        at in generate::times(),
        rows in generate::joint(),
        massed in any::<bool>(),
    ) {
        let (agreement, facts, about) = drawn(&text, &givens);
        let mut act = made::act(&[], &[], at, about, &agreement);
        act.joint = made::joint(&rows, massed);
        check_intervals(&agreement, &facts, &act, &text)?;
    }
}

/// The breach, and each author apart: that author's own pairs, and those of ignorance as if it had
/// been that author.
fn check_intervals(
    agreement: &Agreement,
    facts: &Facts,
    act: &Act,
    text: &str,
) -> Result<(), TestCaseError> {
    let judge = Judge::new(agreement, facts, None);
    let worlds = Worlds::new(agreement, facts, act);
    let tables = Tables::of(act);
    for rule in RULES {
        let found = judge.judge_rule(act, rule);
        // `other` is other than the named: it cannot be judged alone.
        if !tables.pairs.iter().any(|(by, on)| *by == Who::Other || *on == Who::Other) {
            let of = |by: &Who, on: &Who| Some(alone(&judge, act, rule, by, on));
            for (name, judged, listed) in both(&found, &tables, &of).into_iter().flatten() {
                prop_assert_eq!(judged, listed, "{} of {}: {:?}\n{}", name, rule, act, text);
            }
        }
        let of = |by: &Who, on: &Who| worlds.outcome(rule, by, on, MOST_WORLDS);
        for (name, judged, listed) in both(&found, &tables, &of).into_iter().flatten() {
            let inside = judged.0 <= listed.0 && listed.1 <= judged.1;
            prop_assert!(inside, "{name} of {rule}: {judged:?} {listed:?} {act:?}\n{text}");
        }
    }
    Ok(())
}

/// Whose interval, as it was judged, and as every table gives it.
type Told = (String, (u32, u32), (u32, u32));

/// The intervals of the breach and of each named author. None where the outcome of a pair is not
/// known.
fn both(
    found: &Finding,
    tables: &Tables,
    of: &dyn Fn(&Who, &Who) -> Option<Outcome>,
) -> Option<Vec<Told>> {
    let outcomes: Option<Vec<Outcome>> = tables.pairs.iter().map(|(by, on)| of(by, on)).collect();
    let mut out =
        vec![("breach".to_owned(), millionths(found.breach), interval(tables, &outcomes?))];
    for author in &found.authors {
        let Some(name) = &author.author else { continue };
        let who = actor(name);
        let own: Option<Vec<(bool, bool)>> = tables
            .pairs
            .iter()
            .map(|(by, on)| match by {
                by if *by == who => {
                    of(by, on).map(|o| (o == Outcome::Violation, o != Outcome::NoViolation))
                }
                Who::Unknown => of(&who, on).map(|o| (false, o != Outcome::NoViolation)),
                _ => Some((false, false)),
            })
            .collect();
        let (sure, possible): (Vec<bool>, Vec<bool>) = own?.into_iter().unzip();
        out.push((name.clone(), millionths(author.breach), tables.interval(&sure, &possible)));
    }
    Some(out)
}
