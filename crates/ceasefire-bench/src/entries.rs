//! Made-up entries of a ledger: a founder who brings in reporters, and facts by each of them.

use ceasefire_ledger::{Draft, Entry, Id, Identity, Moment, Place, Sound};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// So many facts by so many reporters, in the order in which a store would have got them.
pub fn entries(facts: usize, reporters: usize) -> Vec<Entry> {
    let founder = identity(0);
    let title = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let mut out = Vec::new();
    let Some(founding) = sign(&founder, &Place::FOUNDING, 0, "ledger-founded", title) else {
        return out;
    };
    let ledger = founding.id();
    let mut place = after(&founding, ledger);
    out.push(founding);
    for reporter in 1..=reporters {
        let key = identity(reporter).author().to_string();
        let grant =
            json!({"key": key, "name": format!("Office {reporter}"), "roles": ["reporter"]});
        let Some(grant) = sign(&founder, &place, 1, "role-granted", grant) else { return out };
        place = after(&grant, ledger);
        out.push(grant);
    }
    let each = facts.div_ceil(reporters.max(1));
    let chains: Vec<Vec<Entry>> = (1..=reporters)
        .into_par_iter()
        .map(|reporter| chain(&identity(reporter), ledger, each))
        .collect();
    let mut chains: Vec<_> = chains.into_iter().map(Vec::into_iter).collect();
    for _ in 0..each {
        out.extend(chains.iter_mut().filter_map(Iterator::next));
    }
    out
}

fn chain(reporter: &Identity, ledger: Id, facts: usize) -> Vec<Entry> {
    let mut place = Place { ledger: Some(ledger), ..Place::FOUNDING };
    let facts = (0..facts).filter_map(|at| {
        let fact = json!({"fact": {
            "fact": format!("holds(group-{}, hill-{})", at % 7, at % 1_000),
            "from": "2026-03-02", "source": {"publisher": "Radio Q", "says": "as heard at checkpoint-7"},
        }});
        let entry = sign(reporter, &place, at, "fact-asserted", fact)?;
        place = after(&entry, ledger);
        Some(entry)
    });
    facts.collect()
}

fn identity(seed: usize) -> Identity {
    let mut secret = [0; 32];
    secret.iter_mut().zip(seed.to_le_bytes()).for_each(|(byte, seed)| *byte = seed);
    Identity::new(&secret)
}

fn sign(by: &Identity, place: &Place, at: usize, kind: &str, content: Value) -> Option<Entry> {
    let fields = content.as_object().cloned().unwrap_or_else(Map::new);
    let recorded = Moment(1_772_409_600 + i64::try_from(at).ok()?);
    let salt = (at as u128).to_le_bytes();
    by.sign(place, recorded, Draft::new(kind, fields), salt).ok().map(Sound::into_entry)
}

fn after(entry: &Entry, ledger: Id) -> Place {
    Place {
        ledger: Some(ledger),
        number: entry.header().number + 1,
        before: Some(entry.id()),
        not_before: Some(entry.header().recorded),
    }
}
