//! A writer is killed at any moment, also while it opens or makes the store.

use crate::Broken;
use crate::chance::Chance;
use crate::place::{Kind, Place};
use crate::told::{Running, Told, writer};
use ceasefire_store::{SqlStore, Store as _, StoreError};
use std::thread::sleep;
use std::time::Duration;

/// So many kills of one of so many writers; the others go on, and are killed a little later.
pub(crate) fn runs(
    kind: &Kind,
    writers: u8,
    many: u64,
    chance: &mut Chance,
) -> Result<String, Broken> {
    let mut place = Place::new(kind)?;
    // How many entries of each writer are there.
    let mut known = vec![0; usize::from(writers)];
    let (mut answers, mut through, mut unmade) = (0, 0, 0);
    for run in 0..many {
        let at = |why: Broken| format!("run {run}: {why}");
        let told = run_once(&place, &known, chance).map_err(at)?;
        answers += told.iter().map(|told| told.answers).sum::<u64>();
        match SqlStore::open(&place.address, "the store") {
            Err(StoreError::NoLedger(_)) if told.iter().all(|told| told.answers == 0) => {
                unmade += 1;
            }
            opened => {
                let mut store = opened.map_err(|why| at(why.to_string()))?;
                if matches!(kind, Kind::Server(_)) {
                    wait_for_others(&mut store).map_err(|why| at(why.to_string()))?;
                }
                for (told, known) in told.iter().zip(&mut known) {
                    *known = told.look(&mut store).map_err(at)?;
                    through += u64::from(*known > told.acknowledged);
                }
                let (last, _) = store.last().map_err(|why| at(why.to_string()))?;
                store.close().map_err(|why| at(why.to_string()))?;
                // Now and then a new one, so that making it is broken off too.
                if last > 4_000 {
                    place = Place::new(kind)?;
                    known.fill(0);
                }
            }
        }
    }
    Ok(format!(
        "{many} kills, {answers} appends acknowledged and there; {through} came through unacknowledged, {unmade} were killed before there was a ledger"
    ))
}

fn run_once(place: &Place, known: &[u64], chance: &mut Chance) -> Result<Vec<Told>, Broken> {
    let start = |(seed, known): (u8, &u64)| {
        Running::start(writer(&place.address, seed, chance.any())?, seed, *known)
    };
    let running: Vec<Running> = (1..).zip(known).map(start).collect::<Result<_, _>>()?;
    let kill = |running: Running| {
        // Every fourth one early: while it opens the store.
        if chance.below(4) > 0 {
            running.begun();
        }
        sleep(Duration::from_micros(chance.below(100_000)));
        running.kill()
    };
    let told: Vec<Told> = running.into_iter().map(kill).collect::<Result<_, _>>()?;
    match told.iter().flat_map(|told| &told.failures).next() {
        Some(why) => Err(format!("a writer could not go on: {why}")),
        None => Ok(told),
    }
}

/// A server may not have noticed yet that a writer is gone, and be about to commit. Whoever appends
/// comes after it; appending nothing is enough.
fn wait_for_others(store: &mut SqlStore) -> Result<(), StoreError> {
    store.append(&[]).map(drop)
}
