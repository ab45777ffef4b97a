//! A store as one text, and a store made from it: in whichever database.
//!
//! The text is a bundle of everything, with the entries in the order in which the store got them,
//! so that the restored store has the same seals. Like any bundle it names the files of evidence,
//! which travel beside it, and carries no content that is redacted.
//!
//! Left out: copies of a database as it is. For a store in a file see
//! [`SqlStore::copy_to`]; for PostgreSQL there is `pg_dump`.

use crate::{SqlStore, Store, StoreError, all, check};
use ceasefire_ledger::{
    Asked, Bundle, Bundled, Entry, Evidence, Hash, Heads, Ledger, Sound, Verified, read_bundle,
};
use std::io::Write;

/// What a backup holds: worth keeping elsewhere, for the check of what is restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// How many entries.
    pub entries: usize,
    /// How many files of evidence are named.
    pub evidence: usize,
    /// The heads of the ledger.
    pub heads: Heads,
    /// The last seal of the store.
    pub seal: Option<Hash>,
}

/// Writes a store as one text. A store in which an entry is not as its author signed it, or not
/// where it was put, is not backed up: an earlier backup is worth more. Others may append in the
/// meantime: what they add is left out.
pub fn backup(store: &mut dyn Store, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
    let (last, seal) = store.last()?;
    let ledger = read(store, last, seal)?;
    let bundle = Bundled::new(&ledger, Asked::All).as_they_came();
    for line in bundle.lines() {
        writeln!(out, "{line}").map_err(StoreError::Machine)?;
    }
    out.flush().map_err(StoreError::Machine)?;
    Ok(BackedUp {
        entries: bundle.entries().len(),
        evidence: bundle.evidence().count(),
        heads: ledger.heads(),
        seal,
    })
}

/// Makes a store from a backup, at an address as for [`SqlStore::create`] where no entries lie.
/// `here` says which files of evidence are there already. The store is verified when this answers;
/// where it fails, no entries lie there, and it may be tried again.
pub fn restore(
    backup: &str,
    address: &str,
    name: &str,
    here: &dyn Fn(&Evidence) -> bool,
) -> Result<(SqlStore, Verified), StoreError> {
    let bundle = read_bundle(backup, None).map_err(|why| unusable(&why.to_string()))?;
    let sound = sound(&bundle)?;
    let mut store = match SqlStore::open(address, name) {
        Err(StoreError::NoLedger(_)) => SqlStore::create(address, name, bundle.opening.ledger)?,
        opened => opened?,
    };
    if store.last()?.0 > 0 || store.ledger() != bundle.opening.ledger {
        return Err(StoreError::Occupied(name.to_owned()));
    }
    for file in &bundle.evidence {
        store.note_evidence(file, here(file))?;
    }
    // All at once, and so whole or not at all.
    store.append(&sound)?;
    let verified = check(&mut store, &bundle.heads)?;
    Ok((store, verified))
}

/// The ledger as it lies in a store up to a position, if each entry is where it was put.
fn read(store: &mut dyn Store, last: u64, expected: Option<Hash>) -> Result<Ledger, StoreError> {
    let id = store.ledger();
    let (mut entries, mut end) = (Vec::new(), None);
    for stored in all(store) {
        let stored = stored?;
        if stored.position > last {
            break;
        }
        let position = stored.position;
        let entry = Entry::read(&stored.line).map_err(|why| not_whole(position, &why))?;
        let next = ceasefire_ledger::seal(end, id, entry.id());
        if stored.seal != Some(next) {
            return Err(not_whole(position, &"it does not stand where it was put"));
        }
        end = Some(next);
        entries.push(entry);
    }
    if end != expected {
        return Err(StoreError::Damaged("its last entries are not those that it says it has"));
    }
    let mut ledger = Ledger::new(id);
    for (position, added) in (1..).zip(ledger.add_all(entries)) {
        added.map_err(|why| not_whole(position, &why))?;
    }
    Ok(ledger)
}

/// The entries of a backup, if they are all that the ledger had, as their authors signed them.
fn sound(bundle: &Bundle) -> Result<Vec<Sound>, StoreError> {
    if bundle.opening.asked != Asked::All {
        return Err(unusable(&"this is a bundle of a part of a ledger, and no backup"));
    }
    if let Some(first) = bundle.refused.first() {
        return Err(unusable(first));
    }
    let mut ledger = Ledger::new(bundle.opening.ledger);
    let mut out = Vec::with_capacity(bundle.entries.len());
    for (line, checked) in (2..).zip(Sound::check_all(bundle.entries.clone())) {
        let sound = checked.map_err(|why| unusable(&format!("line {line}: {why}")))?;
        let added = ledger.add_sound(sound.clone());
        added.map_err(|why| unusable(&format!("line {line}: {why}")))?;
        out.push(sound);
    }
    if ledger.heads() != bundle.heads {
        return Err(unusable(&"its entries do not lead to the heads that its last line names"));
    }
    Ok(out)
}

fn not_whole(position: u64, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Backup(format!(
        "no backup is made of a store that is damaged: at position {position}, {why}. Verify the store, and restore it from an earlier backup or from another office's bundle"
    ))
}

fn unusable(why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Backup(format!("nothing was restored from this backup: {why}"))
}
