//! No room is left: files may not grow further, or the disk is full.

use crate::Broken;
use crate::made::{Reporter, open};
use crate::place::{Kind, Place};
use crate::told::{Running, writer};
use ceasefire_ledger::Heads;
use ceasefire_store::{SqlStore, Store as _, StoreError, check};
use std::path::Path;
use std::process::{Command, Stdio};

/// A writer whose files may have 400 KiB at most: it is told so, and what was acknowledged is there.
pub(crate) fn limited() -> Result<String, Broken> {
    let place = Place::new(&Kind::File)?;
    let inner = writer(&place.address, 1, 7)?;
    let mut command = Command::new("bash");
    // Without the trap the limit kills, which is tried already.
    command.args(["-c", "trap '' XFSZ; ulimit -f 400; exec \"$0\" \"$@\""]);
    command.arg(inner.get_program()).args(inner.get_args());
    let told = Running::start(command, 1, 0)?.end()?;
    let [why] = told.failures.as_slice() else {
        return Err(format!("the writer said {:?}", told.failures));
    };
    let failed = |why: StoreError| why.to_string();
    let mut store = SqlStore::open(&place.address, "the store").map_err(failed)?;
    told.look(&mut store)?;
    let mut reporter = Reporter::of(&mut store, 1).map_err(failed)?;
    store.append(&reporter.report(100)?).map_err(failed)?;
    let found = check(&mut store, &told.heads()).map_err(failed)?.findings;
    if let Some(first) = found.first() {
        return Err(first.to_string());
    }
    Ok(format!(
        "{} appends acknowledged and there, then: {why}; with more room it goes on",
        told.answers
    ))
}

/// A disk of 1 MiB, which is filled.
pub(crate) fn disk() -> Result<String, Broken> {
    let place = Place::new(&Kind::File)?;
    let mount = "mount -t tmpfs -o size=1m none \"$1\" && exec \"$0\" fill \"$1\"";
    let this = std::env::current_exe().map_err(|why| why.to_string())?;
    let mut command = Command::new("unshare");
    command.args(["-rm", "bash", "-c", mount]).arg(this).arg(&place.folder);
    let done = command.stderr(Stdio::null()).output();
    let said = done.map(|done| String::from_utf8_lossy(&done.stdout).trim().to_owned());
    match said.unwrap_or_default() {
        said if said.starts_with("BROKEN") => Err(said),
        said if said.is_empty() => Ok("not tried: this machine lets nobody mount one".to_owned()),
        said => Ok(said),
    }
}

/// Fills the disk on which a folder lies, makes room, and goes on.
#[expect(clippy::print_stdout, reason = "answers whoever started this")]
pub(crate) fn fill(folder: &Path) -> Result<(), Broken> {
    let failed = |why: StoreError| why.to_string();
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 300 * 1_024]).map_err(|why| why.to_string())?;
    let address = format!("sqlite:{}?mode=rwc", folder.join("ledger.sqlite").display());
    let mut store = open(&address).map_err(failed)?;
    let mut reporter = Reporter::of(&mut store, 1).map_err(failed)?;
    let mut acknowledged = 0;
    let (entries, why) = loop {
        let entries = reporter.report(9)?;
        match store.append(&entries) {
            Ok(_) => acknowledged = reporter.made(),
            Err(why) => break (entries, why),
        }
    };
    let StoreError::Full = why else { return Err(format!("a full disk is told as: {why}")) };
    std::fs::remove_file(ballast).map_err(|why| why.to_string())?;
    let there = Reporter::of(&mut store, 1).map_err(failed)?.made();
    if there != acknowledged {
        return Err(format!("{acknowledged} entries were acknowledged, {there} are there"));
    }
    store.append(&entries).map_err(|why| format!("with room again: {why}"))?;
    let found = check(&mut store, &Heads::default()).map_err(failed)?.findings;
    if let Some(first) = found.first() {
        return Err(first.to_string());
    }
    println!("{acknowledged} entries acknowledged and there, then: {why}; with room it goes on");
    Ok(())
}
