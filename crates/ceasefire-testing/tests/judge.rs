//! The real judge against every world that the facts leave possible, on random agreements.

use accord_check::model::Agreement;
use accord_check::{Family, Source, check, zone};
use accord_judge::{Act, Candidate, Entry, Facts, Judge, Outcome, Who, entry};
use ceasefire_testing::{Worlds, generate};
use proptest::prelude::*;

const MOST_WORLDS: usize = 20_000;

fn read(text: &str) -> Agreement {
    let family = Family::read(vec![Source { path: "t.md".into(), text: text.to_owned() }]);
    let checked = check(&family);
    let errors: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|d| d.severity == accord_check::Severity::Error)
        .filter(|d| d.code != "type-mismatch")
        .map(|d| &d.message)
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    checked.agreement
}

fn entries(givens: &[String], agreement: &Agreement) -> Vec<Entry> {
    givens
        .iter()
        .filter_map(|line| entry(&accord_syntax::parse_given(line).unwrap(), agreement).ok())
        .collect()
}

fn act(by: &str, on: &str, at: &str, agreement: &Agreement) -> Act {
    let one = |name: &str| vec![Candidate { who: Who::Actor(name.to_owned()), mass: None }];
    let span = accord_syntax::parse_span(at).unwrap();
    Act {
        id: "it".into(),
        kind: "attack".into(),
        by: one(by),
        on: one(on),
        at: zone::interval(&span, &agreement.zone).unwrap(),
        ..Act::default()
    }
}

fn cases(standard: u32) -> ProptestConfig {
    let cases =
        std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(standard);
    ProptestConfig { cases, max_global_rejects: 1_000_000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(6_000))]

    /// Each case is one random agreement with random facts, asked about two rules for nine pairs of
    /// author and target: 6,000 cases are up to 108,000 comparisons.
    #[test]
    fn the_judge_agrees_with_every_possible_world(
        text in generate::agreement(),
        givens in generate::givens(),
        at in generate::times(),
    ) {
        let agreement = read(&text);
        let facts = Facts::new(entries(&givens, &agreement));
        let judge = Judge::new(&agreement, &facts, None);
        for by in ["group-a", "group-b", "group-c"] {
            for on in ["group-a", "group-b", "group-c"] {
                let act = act(by, on, at, &agreement);
                let worlds = Worlds::new(&agreement, &facts, &act);
                for rule in ["first", "second"] {
                    let Some(answer) = worlds.answer(rule, MOST_WORLDS) else { continue };
                    let found = judge.judge_rule(&act, rule).outcome;
                    prop_assert_eq!(found, answer.outcome(), "{} by {} on {} at {}\n{:?}\n{}", rule, by, on, at, givens, text);
                }
            }
        }
    }

    #[test]
    fn learning_a_fact_never_turns_one_verdict_into_the_other(
        text in generate::agreement(),
        givens in generate::givens(),
        learned in generate::givens(),
        by in generate::actors(),
        on in generate::actors(),
        at in generate::times(),
    ) {
        let agreement = read(&text);
        let known = entries(&givens, &agreement);
        // Only what nothing was on record about is learned; a dispute would be another matter.
        let learned = entries(&learned, &agreement)
            .into_iter()
            .filter(|entry| !known.iter().any(|other| other.key == entry.key))
            .filter(|entry| !matches!(entry.key, accord_judge::Key::Listed(..)))
            .collect::<Vec<_>>();
        let act = act(by, on, at, &agreement);
        let before = Facts::new(known.clone());
        let after = Facts::new(known.into_iter().chain(learned));
        for rule in ["first", "second"] {
            let first = Judge::new(&agreement, &before, None).judge_rule(&act, rule).outcome;
            let then = Judge::new(&agreement, &after, None).judge_rule(&act, rule).outcome;
            prop_assert!(first == Outcome::Undetermined || first == then, "{rule}: {first:?} then {then:?}\n{text}");
        }
    }

    #[test]
    fn the_order_in_which_facts_are_told_leaves_no_trace(
        text in generate::agreement(),
        givens in generate::givens(),
        by in generate::actors(),
        on in generate::actors(),
        at in generate::times(),
    ) {
        let agreement = read(&text);
        let told = entries(&givens, &agreement);
        let act = act(by, on, at, &agreement);
        let forwards = Facts::new(told.clone());
        let backwards = Facts::new(told.into_iter().rev());
        prop_assert_eq!(
            Judge::new(&agreement, &forwards, None).judge(&act),
            Judge::new(&agreement, &backwards, None).judge(&act)
        );
    }
}
