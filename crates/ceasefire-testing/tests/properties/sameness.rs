//! The same findings, to the byte, in whatever order and however many at a time.

use crate::{cases, shipped};
use accord_check::check;
use accord_check::model::{Agreement, Profile};
use accord_explain::finding_json;
use accord_judge::{Act, Columns, Entry, Facts, Finding, FirstPass, Judge};
use ceasefire_files::{Harm, ReportedAct};
use ceasefire_findings::Review;
use ceasefire_testing::cases as made;
use ceasefire_testing::{broken, generate};
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use std::collections::BTreeMap;

/// The findings on acts, told as JSON, by act.
type Told = BTreeMap<String, String>;

fn tell(judge: &Judge<'_>, act: &Act, findings: &[Finding], out: &mut Told) {
    let lines = findings.iter().map(|finding| finding_json(finding, act, "standard", judge));
    let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
    out.insert(act.id.clone(), lines.join("\n"));
}

/// One act after another, by the exact judge.
fn one_by_one(judge: &Judge<'_>, acts: &[Act]) -> Told {
    let mut out = Told::new();
    for act in acts {
        tell(judge, act, &judge.judge(act), &mut out);
    }
    out
}

/// In batches, by the first pass.
fn in_batches(judge: &Judge<'_>, acts: &[Act], batch: usize) -> Told {
    let mut out = Told::new();
    let mut pass = FirstPass::new(judge);
    for batch in acts.chunks(batch) {
        let columns: Columns = batch.iter().collect();
        for (act, findings) in batch.iter().zip(pass.judge(&columns)) {
            tell(judge, act, &findings, &mut out);
        }
    }
    out
}

/// As a review, by some threads.
fn by_threads(judge: &Judge<'_>, acts: &[Act], threads: usize) -> Told {
    let reported: Vec<ReportedAct> = acts.iter().map(|act| reported(act.clone())).collect();
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let review = pool.install(|| Review::new("standard", judge, &reported));
    let mut out = Told::new();
    for (act, findings) in acts.iter().zip(&review.findings) {
        tell(judge, act, findings, &mut out);
    }
    out
}

fn reported(act: Act) -> ReportedAct {
    let (harm, at) = (Harm::default(), String::new());
    ReportedAct { act, at, place: None, harm, sources: Vec::new(), counted_by: Vec::new() }
}

/// Acts between all sorts of candidates, at two times.
fn acts(agreement: &Agreement, about: &[Entry], times: [&str; 2]) -> Vec<Act> {
    let mut out = Vec::new();
    let sides: [made::Candidates<'_>; 5] = [
        &[],
        &[("group-a", None)],
        &[("group-b", None)],
        &[("group-c", Some(4)), ("group-a", Some(3))],
        &[("group-a", None), ("other", None)],
    ];
    for at in times {
        for by in sides {
            for on in sides {
                let mut act = made::act(by, on, at, about.to_vec(), agreement);
                act.id = format!("{}", out.len());
                out.push(act);
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn random_findings_are_the_same_in_any_order_batch_and_number_of_threads(
        text in generate::agreement(),
        givens in generate::givens().prop_shuffle(),
        order in Just((0..50).collect::<Vec<usize>>()).prop_shuffle(),
        times in [generate::times(), generate::times()],
        batch in 1_usize..60,
        with_facts in any::<bool>(),
    ) {
        let agreement = made::agreement(&text);
        let (entries, about) = made::entries(&givens, &agreement);
        let about = if with_facts { about } else { Vec::new() };
        let acts = acts(&agreement, &about, times);
        let backwards = Facts::new(entries.iter().rev().cloned());
        let facts = Facts::new(entries);
        let judge = Judge::new(&agreement, &facts, None);
        let told = one_by_one(&judge, &acts);
        for finding in acts.iter().flat_map(|act| judge.judge(act)) {
            prop_assert_eq!(broken(&finding), None, "{}", text);
        }
        let shuffled: Vec<Act> = order.iter().filter_map(|at| acts.get(*at).cloned()).collect();
        let other = Judge::new(&agreement, &backwards, None);
        prop_assert_eq!(&one_by_one(&other, &shuffled), &told);
        prop_assert_eq!(&in_batches(&other, &shuffled, batch), &told);
        prop_assert_eq!(&by_threads(&judge, &shuffled, 1 + batch % 4), &told);
    }
}

#[test]
fn shipped_findings_are_the_same_in_any_order_batch_and_number_of_threads() {
    for case in shipped::families() {
        let checked = check(&case.library.family);
        let (acts, facts) = case.acts_and_facts(&checked.agreement);
        let acts: Vec<Act> = acts.into_iter().step_by(3).collect();
        let turned = Facts::new(facts.entries().cloned().collect::<Vec<_>>().into_iter().rev());
        let profile: Option<&Profile> = checked.profiles.first();
        let judge = Judge::new(&checked.agreement, &facts, profile);
        let told = one_by_one(&judge, &acts);
        for finding in acts.iter().flat_map(|act| judge.judge(act)) {
            assert_eq!(broken(&finding), None);
        }
        let backwards: Vec<Act> = acts.iter().rev().cloned().collect();
        let other = Judge::new(&checked.agreement, &turned, profile);
        assert!(one_by_one(&other, &backwards) == told, "{}: another order", case.name);
        for batch in [1, 63, 64, 65, 5_000] {
            assert!(in_batches(&other, &backwards, batch) == told, "{}: {batch}", case.name);
        }
        for threads in [1, 2, 5] {
            assert!(by_threads(&judge, &acts, threads) == told, "{}: {threads}", case.name);
        }
    }
}
