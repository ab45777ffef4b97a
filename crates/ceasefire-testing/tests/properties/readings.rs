//! A reading moves verdicts only as was announced.

use crate::{cases, shipped};
use accord_check::model::Agreement;
use accord_check::model::Profile;
use accord_check::{Direction, Moves, check, directions};
use accord_judge::{Act, Facts, Finding, Judge};
use ceasefire_testing::cases as made;
use ceasefire_testing::generate::{self, RULES};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Which way the statements of a reading together can move a rule; none: not at all.
fn announced(directions: &[Direction], rule: &str) -> Option<Moves> {
    let mut moves = directions.iter().filter(|d| d.rule == rule).map(|d| d.moves);
    let first = moves.next()?;
    Some(if moves.all(|other| other == first) { first } else { Moves::Either })
}

/// What is wrong with how a finding moved.
fn wrong(moves: Option<Moves>, before: &Finding, after: &Finding) -> Option<String> {
    let up = |one: &Finding, other: &Finding| {
        one.breach.sure <= other.breach.sure && one.breach.possible <= other.breach.possible
    };
    let fits = match moves {
        Some(Moves::Either) => true,
        Some(Moves::OnlyAdds) => up(before, after),
        Some(Moves::OnlyRemoves) => up(after, before),
        None => before == after,
    };
    let told = |finding: &Finding| format!("{} {:?}", finding.outcome.word(), finding.breach);
    let (rule, act) = (&before.rule, &before.act);
    (!fits).then(|| format!("{rule} of {act}: {moves:?}, {} to {}", told(before), told(after)))
}

#[test]
fn random_readings_move_random_agreements_only_as_announced() {
    let (moved, held) = (Cell::new(0_u32), Cell::new(0_u32));
    let strategy = (
        generate::agreement(),
        generate::reading(),
        generate::givens(),
        generate::candidates(),
        generate::candidates(),
        generate::times(),
    );
    let run =
        TestRunner::new(cases(1_000)).run(&strategy, |(text, patches, givens, by, on, at)| {
            let mut heads = BTreeSet::new();
            let patches: Vec<String> = patches
                .iter()
                .filter(|patch| text.contains(&format!("\n{}\n", patch.head)))
                .filter(|patch| heads.insert(patch.head))
                .map(|patch| patch.text.clone())
                .collect();
            let head = "reading r of t.t\n  held by \"x\"\n  source \"y\"\n";
            let text = format!("{text}\n```reading\n{head}\n{}```\n", patches.join("\n"));
            let family = made::family(&text);
            let standard = made::agreement(&text);
            let patched = check(&family.under(&family.readings[0]));
            if patched.has_errors() {
                // A replaced exception may beat what beats it.
                return Ok(());
            }
            let announced_all = directions(&standard, &family.readings[0]);
            let (entries, about) = made::entries(&givens, &standard);
            let facts = Facts::new(entries);
            let act = made::act(&by, &on, at, about, &standard);
            for rule in RULES {
                let before = Judge::new(&standard, &facts, None).judge_rule(&act, rule);
                let after = Judge::new(&patched.agreement, &facts, None).judge_rule(&act, rule);
                let moves = announced(&announced_all, rule);
                moved.set(moved.get() + u32::from(before.breach != after.breach));
                held.set(held.get() + u32::from(moves != Some(Moves::Either)));
                prop_assert_eq!(
                    wrong(moves, &before, &after),
                    None,
                    "{:?}\n{:?}\n{}",
                    act,
                    givens,
                    text
                );
            }
            Ok(())
        });
    if let Err(failure) = run {
        panic!("{failure}");
    }
    let (moved, held) = (moved.get(), held.get());
    assert!(moved > 100 && held > 500, "{moved} findings moved, {held} were announced");
}

/// One shipped reading over acts and facts.
fn check_shipped(
    standard: &Agreement,
    patched: &Agreement,
    announced_all: &[Direction],
    facts: &Facts,
    profile: Option<&Profile>,
    acts: &[Act],
) -> usize {
    let before = Judge::new(standard, facts, profile);
    let after = Judge::new(patched, facts, profile);
    let mut moved = 0;
    for act in acts {
        for rule in before.rules_about(&act.kind) {
            let (before, after) = (before.judge_rule(act, rule), after.judge_rule(act, rule));
            assert_eq!(wrong(announced(announced_all, rule), &before, &after), None);
            moved += usize::from(before.breach != after.breach);
        }
    }
    moved
}

#[test]
fn shipped_readings_move_shipped_agreements_only_as_announced() {
    for case in shipped::families() {
        for reading in &case.library.family.readings {
            let standard = check(&case.library.family);
            let patched = check(&case.library.family.under(reading));
            let announced_all = directions(&standard.agreement, reading);
            let (acts, facts) = case.acts_and_facts(&patched.agreement);
            let mut moved = 0;
            for profile in [None, standard.profiles.first()] {
                moved += check_shipped(
                    &standard.agreement,
                    &patched.agreement,
                    &announced_all,
                    &facts,
                    profile,
                    &acts,
                );
            }
            assert!(moved > 0, "{} moves nothing", reading.head.name.text);
        }
    }
}
