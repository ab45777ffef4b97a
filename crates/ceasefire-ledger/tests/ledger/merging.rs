//! Whatever the order in which entries come, and how often: the same ledger; and what it says
//! counts is what the slow evaluator says.

use crate::naive::Naive;
use crate::shared::{Office, at};
use ceasefire_ledger::{
    Asked, Bundled, Entry, Fork, Gap, Heads, Id, Keys, Ledger, Moment, Standing, State, read_bundle,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const OFFICES: usize = 5;
const ROLES: [&str; 4] = ["administrator", "arbiter", "redactor", "reporter"];

/// One thing that somebody does; the numbers say to whom, to which entry, and how.
type Step = (u8, u8, u8, u8, u8);

/// Facts, each with the entry whose words they are.
pub type Known = BTreeMap<Id, (Id, Map<String, Value>)>;

/// Everything that can be asked of a ledger.
#[derive(Debug, PartialEq)]
struct Everything {
    standings: BTreeMap<Id, Standing>,
    keys: Keys,
    forks: Vec<Fork>,
    gaps: Vec<Gap>,
    heads: Heads,
    facts: Vec<Known>,
}

fn days() -> [Option<Moment>; 4] {
    [None, Some(at(10)), Some(at(25)), Some(at(40))]
}

fn everything(ledger: &Ledger) -> Everything {
    let entries = ledger.entries();
    let facts = |known| {
        let state = match known {
            None => State::new(ledger),
            Some(known) => State::known_on(ledger, known),
        };
        state.facts().into_iter().map(|row| (row.entry, (row.by, row.says))).collect()
    };
    Everything {
        standings: entries.iter().map(|entry| (entry.id(), ledger.standing(entry))).collect(),
        keys: ledger.keys().clone(),
        forks: ledger.forks(),
        gaps: ledger.gaps(),
        heads: ledger.heads(),
        facts: days().map(facts).into(),
    }
}

/// What five offices enter, with forks, clocks that go back, and much that does not count.
fn entered(steps: &[Step]) -> Vec<Entry> {
    let mut founder = Office::new(1, None);
    let founding = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let founding = founder.enters(0, "ledger-founded", &[], founding);
    let ledger = Some(founding.id());
    founder.ledger = ledger;
    let mut offices = vec![founder];
    offices.extend((2..=OFFICES as u8).map(|seed| Office::new(seed, ledger)));
    let mut all = vec![founding];
    for (at, step) in (0..).zip(steps) {
        let (who, ..) = step;
        // Whose turn it is leans towards those above, so that most have a voice.
        let who = usize::from(*who).min(usize::from(who.reverse_bits())) * OFFICES / 256;
        let entry = enter(&mut offices, who, at, *step, &all);
        all.push(entry);
    }
    all
}

fn enter(offices: &mut [Office], who: usize, clock: i64, step: Step, all: &[Entry]) -> Entry {
    let (_, what, a, b, c) = step;
    let others = offices.to_vec();
    let office = &mut offices[who];
    let own: Vec<&Entry> = all.iter().filter(|e| e.header().author == office.author()).collect();
    if let (Some(last), 0..20) = (own.get(usize::from(a) % own.len().max(1)), b) {
        // Goes on from an earlier entry: a fork, unless it is the last.
        office.number = last.header().number + 1;
        office.before = Some(last.id());
    }
    let recorded = if c % 16 == 0 { clock - 9 } else { clock };
    let other = &others[usize::from(a) % others.len()];
    let some = &all[usize::from(a) * all.len() / 256];
    let fact = |c: u8| match c % 5 {
        0 => {
            json!({"fact": format!("holds(group-{}, hill-{})", b % 3, a % 3), "recorded": "2026-03-01"})
        }
        _ => json!({"fact": format!("holds(group-{}, hill-{})", b % 3, a % 3)}),
    };
    match what % 16 {
        0..=3 => {
            let roles: Vec<&str> = ROLES
                .iter()
                .enumerate()
                .filter(|(bit, _)| b >> bit & 1 == 1)
                .map(|(_, r)| *r)
                .collect();
            let roles = if roles.is_empty() { vec!["administrator", "reporter"] } else { roles };
            let refers = [some.id()];
            let refers = if c % 4 == 0 { &refers[..] } else { &[] };
            office.adds(recorded, other, refers, &roles)
        }
        4 => {
            let theirs: Vec<&Entry> =
                all.iter().filter(|e| e.header().author == other.author()).collect();
            let last = theirs.get(usize::from(b) % (theirs.len() + 1)).copied();
            office.ends(recorded, other.author(), last)
        }
        5 if c % 4 == 0 => {
            let last = own.iter().find(|entry| Some(entry.id()) == office.before).copied();
            let key = office.author();
            office.ends(recorded, key, last)
        }
        5..=8 => office.enters(recorded, "fact-asserted", &[], json!({"fact": fact(c)})),
        9 => {
            let content = json!({"fact": fact(c), "reasons": "as seen from checkpoint-7"});
            office.enters(recorded, "judgement-given", &[], content)
        }
        10..=12 => {
            let mine = own.get(usize::from(b) % own.len().max(1)).copied();
            let of = mine.filter(|_| c % 4 != 0).unwrap_or(some);
            let mut content = match b % 5 {
                0 => json!({"withdrawn": true}),
                1 => json!({"corrected": {"fact": fact(c), "reasons": "as asked"}}),
                _ => json!({"corrected": {"fact": fact(c)}}),
            };
            if c % 3 == 0 {
                content["known"] = at(i64::from(b) % 45).to_string().into();
            }
            content["reason"] = "misread".into();
            office.enters(recorded, "correction", &[of.id()], content)
        }
        13 => {
            let mut of = vec![some.id(), all[usize::from(b) * all.len() / 256].id()];
            of.dedup();
            of.truncate(usize::from(c) % 2 + 1);
            office.enters(recorded, "redaction", &of, json!({"reason": "a source is in danger"}))
        }
        14 => office.enters(recorded, "case-moved", &[some.id()], json!({"to": "inquiry"})),
        _ => office.enters(recorded, "fact-asserted", &[], json!({"fact": {"value": true}})),
    }
}

/// Leaves some out, and takes the content of others away.
fn thinned(all: &[Entry], fates: &[u8]) -> Vec<Entry> {
    let fate = |at: usize| fates.get(at).copied().unwrap_or(255);
    all.iter()
        .enumerate()
        .filter(|(at, _)| *at == 0 || fate(*at) >= 16)
        .map(|(at, entry)| match fate(at) {
            16..24 => Entry::read(&entry.line_without_content()).unwrap(),
            _ => entry.clone(),
        })
        .collect()
}

/// Adds entries in an order, some of them twice, one by one or many at a time.
fn merged(ledger: Id, entries: &[Entry], order: &[u16], many: usize) -> Ledger {
    let mut out = Ledger::new(ledger);
    let mut keyed: Vec<(u16, &Entry)> = entries
        .iter()
        .chain(entries.iter().take(7))
        .zip(order.iter().copied().cycle())
        .map(|(e, k)| (k, e))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    for chunk in keyed.chunks(many) {
        match chunk {
            [(_, one)] => {
                out.add((*one).clone()).unwrap();
            }
            some => {
                let some = some.iter().map(|(_, entry)| (*entry).clone()).collect();
                assert!(out.add_all(some).iter().all(Result::is_ok));
            }
        }
    }
    out
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<Step>(), 1..45)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_repetition_gives_the_same_ledger_and_what_the_slow_one_says(
        steps in steps(),
        fates in prop::collection::vec(any::<u8>(), 45),
        first in prop::collection::vec(any::<u16>(), 60),
        second in prop::collection::vec(any::<u16>(), 60),
        many in 1..9usize,
    ) {
        let all = entered(&steps);
        let id = all[0].id();
        let here = thinned(&all, &fates);
        let one = merged(id, &here, &first, many);
        let other = merged(id, &here, &second, 1);
        let found = everything(&one);
        prop_assert_eq!(&found, &everything(&other));

        let naive = Naive::new(id, here.iter().collect());
        let keys: BTreeMap<_, _> =
            one.keys().iter().map(|(author, key)| (author, (key.roles.clone(), key.under))).collect();
        let slow: BTreeMap<_, _> =
            naive.keys.iter().map(|(author, key)| (*author, (key.roles.clone(), key.under))).collect();
        prop_assert_eq!(keys, slow);
        for entry in &here {
            let standing = &found.standings[&entry.id()];
            prop_assert_eq!(*standing == Standing::Counts, naive.counts(entry), "{:?}: {}", entry, standing);
            prop_assert_eq!(one.redacted_by(entry).is_some(), naive.redacted(entry));
        }
        for (day, facts) in days().into_iter().zip(&found.facts) {
            prop_assert_eq!(facts, &naive.facts(day), "as known {:?}", day);
        }
    }

    #[test]
    fn offices_that_exchange_bundles_in_any_order_come_to_hold_the_same(
        steps in steps(),
        fates in prop::collection::vec(any::<u8>(), 50),
        exchanges in prop::collection::vec((0..3usize, 0..3usize, any::<bool>()), 0..8),
    ) {
        let all = entered(&steps);
        let id = all[0].id();
        let mut offices: Vec<Ledger> = (0..3).map(|_| Ledger::new(id)).collect();
        for (at, entry) in all.iter().enumerate() {
            let office = fates.get(at).map_or(0, |fate| usize::from(*fate) % 3);
            offices[office].add(entry.clone()).unwrap();
        }
        let last = [(0, 1, true), (1, 2, true), (2, 1, false), (2, 0, true)];
        for (from, to, since) in exchanges.into_iter().chain(last) {
            let asked = if since { Asked::Since(offices[to].heads()) } else { Asked::All };
            let bundle: String =
                Bundled::new(&offices[from], asked).lines().map(|line| line + "\n").collect();
            let bundle = read_bundle(&bundle, Some(id)).unwrap();
            prop_assert!(bundle.refused.is_empty());
            for added in offices[to].add_all(bundle.entries) {
                added.unwrap();
            }
        }
        let mut whole = Ledger::new(id);
        whole.add_all(all);
        whole.redact();
        for office in &mut offices {
            office.redact();
        }
        let (whole, found): (_, Vec<Everything>) =
            (everything(&whole), offices.iter().map(everything).collect());
        for office in &found {
            prop_assert_eq!(&office.heads, &whole.heads);
        }
        // What was redacted on the way travels without its content, and where that redaction loses
        // its force later, somebody must still have the content. Otherwise all is the same.
        let lost = |all: &Everything| all.standings.values().any(|one| *one == Standing::NoContent);
        if !found.iter().any(lost) {
            for office in &found {
                prop_assert_eq!(office, &whole);
            }
        }
    }
}
