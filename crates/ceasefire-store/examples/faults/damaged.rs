//! A store's file is damaged behind its back: a byte is flipped, a page half written, the end cut
//! off. Either something says so, or it makes no difference to anything that the store gives back.

use crate::Broken;
use crate::chance::Chance;
use crate::made::{Reporter, open};
use crate::place::{Kind, Place};
use crate::told::{Running, writer};
use ceasefire_ledger::{Entry, Heads};
use ceasefire_store::{SqlStore, Store as _, StoreError, Stored, all, check};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// What SQLite writes at a time.
const PAGE: usize = 4_096;

/// What came of some damage.
#[derive(Debug, Default)]
struct Tally {
    refused: u64,
    named: u64,
    harmless: u64,
}

/// Everything that a store gives back.
#[derive(PartialEq)]
struct Whole {
    entries: Vec<Stored>,
    heads: Heads,
}

impl Tally {
    fn told(&self) -> String {
        let Self { refused, named, harmless } = self;
        let many = refused + named + harmless;
        format!(
            "{many} times; {refused} refused by the store, {named} named by verifying, {harmless} without any effect, 0 passed over"
        )
    }

    /// Looks at a store that may be damaged, and is not what it was.
    fn look(&mut self, address: &str, was: &Whole) -> Result<(), Broken> {
        match look(address, &was.heads) {
            Err(_) => self.refused += 1,
            Ok(None) => self.named += 1,
            Ok(Some(whole)) if whole == *was => self.harmless += 1,
            Ok(Some(_)) => {
                return Err("the store is not what it was, and nothing says so".to_owned());
            }
        }
        Ok(())
    }
}

/// Damages the file of a store that was closed, so many times.
pub(crate) fn files(many: u64, chance: &mut Chance) -> Result<String, Broken> {
    let failed = |why: StoreError| why.to_string();
    let place = Place::new(&Kind::File)?;
    let mut store = open(&place.address).map_err(failed)?;
    let mut reporter = Reporter::of(&mut store, 1).map_err(failed)?;
    store.append(&reporter.report(150)?).map_err(failed)?;
    store.close().map_err(failed)?;
    let older = read(&place.file())?;
    let mut store = SqlStore::open(&place.address, "the store").map_err(failed)?;
    for entry in reporter.report(150)?.chunks(7) {
        store.append(entry).map_err(failed)?;
    }
    store.close().map_err(failed)?;
    let newer = read(&place.file())?;
    let was = look(&place.address, &Heads::default()).map_err(failed)?.ok_or("it is damaged")?;

    let mut tally = Tally::default();
    for run in 0..many {
        let mut bytes = newer.clone();
        match run % 3 {
            0 => flip(&mut bytes, chance),
            1 => tear(&mut bytes, &older, chance),
            _ => bytes.truncate(chance.place(newer.len())),
        }
        put(&place, &bytes, None)?;
        tally.look(&place.address, &was).map_err(|why| format!("run {run}: {why}"))?;
    }
    Ok(tally.told())
}

/// Damages the log that a killed writer left, so many times.
pub(crate) fn logs(many: u64, chance: &mut Chance) -> Result<String, Broken> {
    let mut tally = Tally::default();
    let mut run = 0;
    while run < many {
        let place = Place::new(&Kind::File)?;
        let running = Running::start(writer(&place.address, 1, chance.any())?, 1, 0)?;
        running.begun();
        sleep(Duration::from_millis(chance.below(60)));
        running.kill()?;
        let (file, log) = (read(&place.file())?, read(&place.log())?);
        let opened = look(&place.address, &Heads::default());
        // Sometimes it is killed before it has written anything, and there is nothing to damage.
        let Ok(Some(was)) = opened else { continue };
        if log.is_empty() {
            continue;
        }
        for _ in 0..10 {
            let mut bytes = log.clone();
            match run % 2 {
                0 => flip(&mut bytes, chance),
                _ => bytes.truncate(chance.place(log.len())),
            }
            put(&place, &file, Some(&bytes))?;
            tally.look(&place.address, &was).map_err(|why| format!("run {run}: {why}"))?;
            run += 1;
        }
    }
    Ok(tally.told())
}

/// All that a store gives back; nothing where verifying names damage.
fn look(address: &str, expected: &Heads) -> Result<Option<Whole>, StoreError> {
    let mut store = SqlStore::open(address, "the store")?;
    let verified = check(&mut store, expected)?;
    if !verified.findings.is_empty() {
        store.close().ok();
        return Ok(None);
    }
    let entries: Vec<Stored> = all(&mut store).collect::<Result<_, _>>()?;
    for stored in &entries {
        let id = Entry::read(&stored.line).map(|entry| entry.id());
        let by_id = id.ok().map(|id| store.get(id)).transpose()?.flatten();
        if by_id.as_ref() != Some(stored) {
            return Err(StoreError::Damaged("an entry is not found by its id"));
        }
    }
    store.close()?;
    Ok(Some(Whole { entries, heads: verified.heads }))
}

fn flip(bytes: &mut [u8], chance: &mut Chance) {
    let at = chance.place(bytes.len());
    let by = 1u8 << chance.below(8);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= by;
    }
}

/// A page of which only a part was written: the rest is as it was before.
fn tear(bytes: &mut [u8], older: &[u8], chance: &mut Chance) {
    let page = chance.place(bytes.len() / PAGE) * PAGE;
    let written = chance.place(PAGE / 512) * 512;
    let torn = page + written..page + PAGE;
    let before = older.get(torn.clone()).map_or_else(|| vec![0; torn.len()], <[u8]>::to_vec);
    if let Some(part) = bytes.get_mut(torn) {
        part.copy_from_slice(&before);
    }
}

fn put(place: &Place, file: &[u8], log: Option<&[u8]>) -> Result<(), Broken> {
    // A store that could not be opened lets go of its files a moment later.
    let fresh = std::fs::remove_dir_all(&place.folder);
    fresh.and_then(|()| std::fs::create_dir_all(&place.folder)).map_err(|why| why.to_string())?;
    std::fs::write(place.file(), file).map_err(|why| why.to_string())?;
    log.map_or(Ok(()), |log| std::fs::write(place.log(), log)).map_err(|why| why.to_string())
}

fn read(path: &Path) -> Result<Vec<u8>, Broken> {
    std::fs::read(path).or_else(|why| match why.kind() {
        std::io::ErrorKind::NotFound => Ok(Vec::new()),
        _ => Err(format!("{}: {why}", path.display())),
    })
}
