//! The first pass against the exact judge: whatever it decides, and whatever it passes on, the
//! findings are the same to the last word.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use accord_check::model::Agreement;
use accord_check::{check, zone};
use accord_judge::{Act, Candidate, Columns, Facts, FirstPass, Judge, Mass, Who};
use ceasefire_facts::{Gathered, Sources};
use ceasefire_files::Library;
use ceasefire_testing::{cases, generate};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// Every pair of authors and targets, those who are not reported and strangers among them, at one
/// time; and acts that columns cannot hold.
fn acts(at: &str, agreement: &Agreement) -> Vec<Act> {
    let who = |name: &str| match name {
        "" => Vec::new(),
        name => vec![Candidate::named(name)],
    };
    let at = zone::interval(&accord_syntax::parse_span(at).unwrap(), &agreement.zone).unwrap();
    let mut out = Vec::new();
    for by in ["", "group-a", "group-b", "group-c", "group-unheard-of"] {
        for on in ["", "group-a", "group-b", "group-unheard-of"] {
            let id = format!("{by}>{on}");
            let (by, on) = (who(by), who(on));
            out.push(Act { id, kind: "attack".into(), by, on, at, ..Act::default() });
        }
    }
    // The same once more a little later, mostly in the same stretch of time.
    let later = |act: &Act| Act {
        id: format!("{}, later", act.id),
        at: (act.at.0 + 600, act.at.1 + 600),
        ..act.clone()
    };
    let again: Vec<Act> = out.iter().map(later).collect();
    out.extend(again);
    let half = Mass::from_millionths(500_000);
    out.push(Act {
        id: "half".into(),
        by: vec![Candidate { who: Who::Actor("group-a".into()), mass: half }],
        ..out.first().cloned().unwrap_or_default()
    });
    out.push(Act { id: "sighting".into(), kind: "sighting".into(), ..Act::default() });
    out
}

fn agree(judge: &Judge<'_>, acts: &[Act]) -> Result<usize, TestCaseError> {
    let columns: Columns = acts.iter().collect();
    let mut pass = FirstPass::new(judge);
    let found = pass.judge(&columns);
    for (act, found) in acts.iter().zip(found) {
        prop_assert_eq!(found, judge.judge(act), "act {}", act.id);
    }
    let passed = pass.pass(&columns);
    let ones = |words: &[u64]| words.iter().map(|word| word.count_ones() as usize).sum::<usize>();
    let decided = passed
        .rules
        .iter()
        .map(|rule| ones(&rule.violation) + ones(&rule.none) + ones(&rule.conflict));
    Ok(decided.sum())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_first_pass_and_the_exact_judge_find_the_same(
        text in generate::agreement(),
        givens in generate::givens(),
        at in generate::times(),
    ) {
        let agreement = cases::agreement(&text);
        let (entries, about) = cases::entries(&givens, &agreement);
        let facts = Facts::new(entries.into_iter().chain(about));
        agree(&Judge::new(&agreement, &facts, None), &acts(at, &agreement))?;
    }
}

/// Over a stretch the permission is open, since nobody knows when within it the act was; at the act's own moment it is
/// given, whenever the time was that it asks for.
#[test]
fn a_permission_that_is_sure_at_the_moment_of_the_act_is_the_ground() {
    let text = "# T\n\n```accord\nagreement t.t\n  title     \"t\"\n  made      2016-01-01\n  zone      Asia/Damascus\n\n\
        actor group-a \"A\"\nactor group-b \"B\"\nkind attack \"attack\"\n\n\
        fact p(X) \"p {X}\"\nfact t(X) \"t {X}\"\n\n\
        define protected X\n  means p(X)\n\n\
        prohibition first\n  binds anyone\n  forbids attack on protected\n\n\
        permission allowed\n  grants attack on anyone\n  to anyone\n  \
        where not t(it.by) + 1 days <= it.at or t(it.by) <= 2016-03-01 12:00\n\n```\n";
    let agreement = cases::agreement(text);
    let givens = ["not p(group-b)", "t(group-a) = 2016-02-28 .. 2016-03-04"].map(str::to_owned);
    let (entries, about) = cases::entries(&givens, &agreement);
    let facts = Facts::new(entries.into_iter().chain(about));
    let judge = Judge::new(&agreement, &facts, None);
    agree(&judge, &acts("2016-03-02 09:10", &agreement)).unwrap();
}

#[test]
fn on_the_shipped_example_the_first_pass_decides_most_and_finds_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let library = Library::open(&root.join("agreements/syria-coh-2016")).unwrap();
    let names = std::iter::once(None).chain(library.family.readings.iter().map(Some));
    for reading in names {
        let family = match reading {
            Some(reading) => library.family.under(reading),
            None => library.family.clone(),
        };
        let checked = check(&family);
        let paths: Vec<PathBuf> = vec![root.join("examples/syria-2016")];
        let sources = Sources { acts: &paths, ..Sources::default() };
        let Gathered { reports, facts } = Gathered::read(&sources, &checked.agreement).unwrap();
        let acts: Vec<Act> = reports.acts.into_iter().map(|act| act.act).collect();
        for profile in [None, checked.profiles.first()] {
            let judge = Judge::new(&checked.agreement, &facts, profile);
            let decided = agree(&judge, &acts).unwrap();
            assert!(decided > acts.len(), "only {decided} findings were decided at first");
        }
    }
}
