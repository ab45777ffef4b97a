//! Bundles: what travels, what is refused, and what an office has to send another.

use crate::shared::{Office, founded, hash};
use ceasefire_ledger::{Asked, Bundle, Bundled, Entry, Id, Ledger, Unusable, read_bundle};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn text(ledger: &Ledger, asked: Asked) -> String {
    Bundled::new(ledger, asked).lines().map(|line| line + "\n").collect()
}

/// A ledger with a source, its revision, facts, a correction and a redaction.
fn filled() -> (Ledger, Office, Vec<Id>) {
    let (mut ledger, mut founder) = founded();
    let source = |title: &str| {
        let evidence = json!({"sha256": hash(title), "bytes": 1000, "media": "text/html"});
        json!({"title": title, "retrieved": "2026-03-02T00:10:00Z", "evidence": evidence})
    };
    let first = founder.enters(1, "source-archived", &[], source("at 18:00"));
    let second = founder.enters(2, "source-archived", &[first.id()], source("at 18:03"));
    let fact = json!({"fact": {"fact": "holds(group-a, hill-1)"}});
    let fact = founder.enters(3, "fact-asserted", &[second.id()], fact);
    let other = founder.asserts(4, "holds(group-a, hill-2)");
    let withdrawn = json!({"withdrawn": true, "reason": "misread"});
    let correction = founder.enters(5, "correction", &[fact.id()], withdrawn);
    let reason = json!({"reason": "a source is in danger"});
    let redaction = founder.enters(6, "redaction", &[other.id()], reason);
    let unknown = founder.enters(7, "case-moved", &[other.id()], json!({"to": "inquiry"}));
    let all = [first, second, fact, other, correction, redaction, unknown];
    let ids = all.iter().map(Entry::id).collect();
    for entry in all {
        ledger.add(entry).unwrap();
    }
    (ledger, founder, ids)
}

fn read(text: &str) -> Bundle {
    read_bundle(text, None).unwrap()
}

fn ids(bundle: &Bundle) -> BTreeSet<Id> {
    bundle.entries.iter().map(Entry::id).collect()
}

#[test]
fn a_bundle_says_what_it_is_holds_everything_and_counts_it() {
    let (ledger, _, _) = filled();
    let all = text(&ledger, Asked::All);
    let shown: Vec<String> = all
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            match line.get("header") {
                None => line.to_string(),
                Some(header) => format!(
                    "{} {}",
                    header["kind"],
                    line.get("content").unwrap_or(&json!("no content"))
                ),
            }
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    let bundle = read(&all);
    assert_eq!((bundle.entries.len(), bundle.refused.len()), (ledger.len(), 0));
    assert_eq!(bundle.heads, ledger.heads());
    let mut other = Ledger::new(bundle.opening.ledger);
    assert!(other.add_all(bundle.entries).iter().all(Result::is_ok));
    assert_eq!(text(&other, Asked::All), all, "the kind that nobody knows is passed on too");
}

#[test]
fn what_came_since_a_bundle_is_all_that_is_sent() {
    let (mut ledger, mut founder, _) = filled();
    let before = read(&text(&ledger, Asked::All));
    assert!(read(&text(&ledger, Asked::Since(before.heads.clone()))).entries.is_empty());
    let fact = founder.asserts(9, "holds(group-a, hill-3)");
    ledger.add(fact.clone()).unwrap();
    let since = read(&text(&ledger, Asked::Since(before.heads)));
    assert_eq!(ids(&since), BTreeSet::from([fact.id()]));
}

#[test]
fn an_office_with_a_gap_is_sent_what_it_lacks() {
    let (ledger, _, named) = filled();
    let mut office = Ledger::new(ledger.id());
    for id in [ledger.id(), named[0], named[5]] {
        office.add(ledger.get(id).unwrap().clone()).unwrap();
    }
    let since = read(&text(&ledger, Asked::Since(office.heads())));
    let lacks: BTreeSet<Id> = [1, 2, 3, 4, 6].into_iter().map(|at: usize| named[at]).collect();
    assert_eq!(ids(&since), lacks);
}

#[test]
fn a_bundle_for_one_case_holds_what_the_case_needs() {
    let (ledger, _, named) = filled();
    let about = read(&text(&ledger, Asked::About(BTreeSet::from([named[2]]))));
    // The fact, its source, the revision before, the correction, and who may what.
    let needed = [ledger.id(), named[0], named[1], named[2], named[4]];
    assert_eq!(ids(&about), BTreeSet::from(needed));
    assert_eq!(about.evidence.len(), 2);
}

#[test]
fn a_bundle_that_is_damaged_is_refused_in_a_sentence() {
    let (ledger, _, _) = filled();
    let good = text(&ledger, Asked::All);
    let lines: Vec<&str> = good.lines().collect();
    let without = |at: usize| {
        let mut lines = lines.clone();
        lines.remove(at);
        lines.join("\n")
    };
    let last = lines.len() - 1;
    let told: Vec<String> = [
        ("nothing", String::new()),
        ("something else", "{\"id\":\"act-1\"}\n".to_owned()),
        ("the first line is missing", without(0)),
        ("an entry is missing", without(4)),
        ("the last line is missing", without(last)),
        ("the last line is cut off", good[..good.len() - 20].to_owned()),
        ("something behind the last line", format!("{good}{}\n", lines[1])),
        ("two bundles in one", format!("{good}{good}")),
        ("a later form", good.replacen("\"bundle\":1", "\"bundle\":2", 1)),
        ("no ledger", good.replacen("\"ledger\":\"", "\"ledger\":\"x", 1)),
        (
            "heads that are not under the checkpoint",
            good.replacen("\"checkpoint\":\"", "\"checkpoint\":\"0", 1),
        ),
    ]
    .into_iter()
    .map(|(what, text)| format!("{what}\n  {}", read_bundle(&text, None).unwrap_err()))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
    let other = Id([7; 32]);
    let refused = read_bundle(&good, Some(other)).unwrap_err();
    assert_eq!(refused, Unusable::OtherLedger { of: ledger.id(), to: other });
    insta::assert_snapshot!(refused.to_string().replace(&ledger.id().to_string()[..8], "ID"));
}

#[test]
fn a_bad_line_is_refused_with_its_number_and_the_rest_is_read() {
    let (ledger, _, _) = filled();
    let good = text(&ledger, Asked::All);
    let spoilt: Vec<String> = good
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            2 => line.replace("18:00", "18:01"),
            3 => "{\"header\":".to_owned(),
            4 => "{\"evidence\":{\"sha256\":\"../../etc\",\"bytes\":1,\"media\":\"x\"}}".to_owned(),
            5 => "[".repeat(100_000),
            _ => line.to_owned(),
        })
        .collect();
    let bundle = read(&spoilt.join("\n"));
    assert_eq!(bundle.entries.len(), ledger.len() - 4);
    let told: Vec<String> = bundle.refused.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_bundle_that_is_read_again_changes_nothing() {
    let (ledger, _, _) = filled();
    let bundle = read(&text(&ledger, Asked::All));
    let mut other = Ledger::new(ledger.id());
    for _ in 0..3 {
        other.add_all(bundle.entries.clone());
        assert_eq!((other.len(), other.heads()), (ledger.len(), ledger.heads()));
    }
}
