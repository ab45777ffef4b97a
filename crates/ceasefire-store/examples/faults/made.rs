//! Made-up entries: a founder, two reporters, and what each of these reports.

use crate::Broken;
use crate::place::{Kind, Place as Somewhere};
use ceasefire_ledger::{
    Author, Draft, Entry, Heads, Id, Identity, Ledger, Moment, Place, Sound, Standing, Stands,
};
use ceasefire_store::{SqlStore, Store, StoreError, all, check};
use serde_json::{Value, json};

/// When everything begins.
const BEGIN: i64 = 1_772_409_600;

/// An author, and where its chain goes on.
pub(crate) struct Reporter {
    identity: Identity,
    place: Place,
}

impl Reporter {
    /// Takes a reporter's chain up where it stands in a store.
    pub(crate) fn of(store: &mut SqlStore, seed: u8) -> Result<Self, StoreError> {
        let identity = identity(seed);
        let author = identity.author();
        let mut place = Place { ledger: Some(store.ledger()), ..Place::FOUNDING };
        for stored in all(store) {
            let Ok(entry) = Entry::read(&stored?.line) else { continue };
            if entry.header().author == author {
                place = after(&entry);
            }
        }
        Ok(Self { identity, place })
    }

    /// How many entries it has made.
    pub(crate) fn made(&self) -> u64 {
        self.place.number - 1
    }

    /// The id of the last one.
    pub(crate) fn last(&self) -> Option<Id> {
        self.place.before
    }

    /// Makes some more.
    pub(crate) fn report(&mut self, many: u64) -> Result<Vec<Sound>, Broken> {
        let one = |_| {
            let fact =
                json!({"fact": {"fact": format!("holds(group-a, hill-{})", self.place.number)}});
            let sound = sign(&self.identity, &self.place, 10, "fact-asserted", fact)?;
            self.place = after(sound.entry());
            Ok(sound)
        };
        (0..many).map(one).collect()
    }
}

/// The author of this seed.
pub(crate) fn author(seed: u8) -> Author {
    identity(seed).author()
}

/// What stands in every store first.
pub(crate) fn opening() -> Result<Vec<Sound>, Broken> {
    let founder = identity(0);
    let title = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let mut out = vec![sign(&founder, &Place::FOUNDING, 0, "ledger-founded", title)?];
    for seed in [1, 2] {
        let place = out.last().map_or(Place::FOUNDING, |last| after(last.entry()));
        let key = identity(seed).author().to_string();
        let grant = json!({"key": key, "name": format!("Office {seed}"), "roles": ["reporter"]});
        out.push(sign(&founder, &place, 1, "role-granted", grant)?);
    }
    Ok(out)
}

/// Opens a store, or makes it, with what stands in every store first.
pub(crate) fn open(address: &str) -> Result<SqlStore, StoreError> {
    let opening = opening().map_err(StoreError::Backup)?;
    let ledger = opening.first().map_or(Id([0; 32]), |first| first.entry().ledger());
    let mut store = match SqlStore::open(address, "the store") {
        Err(StoreError::NoLedger(_)) => match SqlStore::create(address, "the store", ledger) {
            // Somebody else was faster.
            Err(StoreError::Occupied(_)) => SqlStore::open(address, "the store")?,
            made => made?,
        },
        opened => opened?,
    };
    store.append(&opening)?;
    Ok(store)
}

/// A reporter whose clock is set back by a day: by our own hand the entry is moved up to the one
/// before; by a hand that does not know better it is kept, verifies, and counts for nothing.
pub(crate) fn clock_set_back(kind: &Kind) -> Result<String, Broken> {
    let somewhere = Somewhere::new(kind)?;
    let failed = |why: StoreError| why.to_string();
    let mut store = open(&somewhere.address).map_err(failed)?;
    let mut reporter = Reporter::of(&mut store, 1).map_err(failed)?;
    let mut entries = opening()?;
    entries.extend(reporter.report(3)?);
    let fact = || json!({"fact": {"fact": "holds(group-a, hill-7)"}});
    let Reporter { identity, place } = &reporter;
    let ours = sign(identity, place, -86_400, "fact-asserted", fact())?;
    let place = Place { not_before: None, ..after(ours.entry()) };
    let theirs = sign(identity, &place, -86_400, "fact-asserted", fact())?;
    entries.extend([ours.clone(), theirs.clone()]);
    store.append(&entries).map_err(failed)?;
    let findings = check(&mut store, &Heads::default()).map_err(failed)?.findings;
    if let Some(first) = findings.first() {
        return Err(first.to_string());
    }
    let mut ledger = Ledger::new(store.ledger());
    for sound in entries {
        ledger.add_sound(sound).map_err(|why| why.to_string())?;
    }
    match (ledger.standing(ours.entry()), ledger.standing(theirs.entry())) {
        (Standing::Counts, Standing::InChain(Stands::ClockBack)) => {
            Ok("ours moved up, another's kept and not counted".to_owned())
        }
        other => Err(format!("the entries stand as {other:?}")),
    }
}

fn identity(seed: u8) -> Identity {
    Identity::new(&[seed + 1; 32])
}

fn sign(
    by: &Identity,
    place: &Place,
    at: i64,
    kind: &str,
    content: Value,
) -> Result<Sound, Broken> {
    let fields = content.as_object().cloned().unwrap_or_default();
    let salt = u128::from(place.number).to_le_bytes();
    by.sign(place, Moment(BEGIN + at), Draft::new(kind, fields), salt)
        .map_err(|why| why.to_string())
}

fn after(entry: &Entry) -> Place {
    Place {
        ledger: Some(entry.ledger()),
        number: entry.header().number + 1,
        before: Some(entry.id()),
        not_before: Some(entry.header().recorded),
    }
}
