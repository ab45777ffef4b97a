//! The server is shut down at once under load, and starts again.

use crate::Broken;
use crate::chance::Chance;
use crate::place::{Kind, Place};
use crate::told::{Running, writer};
use ceasefire_store::{SqlStore, Store as _};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// So many restarts while a writer writes, which looks what is there and goes on.
pub(crate) fn runs(kind: &Kind, many: u64, chance: &mut Chance) -> Result<String, Broken> {
    let Ok(restart) = std::env::var("CEASEFIRE_POSTGRES_RESTART") else {
        return Ok("not tried: CEASEFIRE_POSTGRES_RESTART is not set".to_owned());
    };
    let (mut answers, mut failures, mut through) = (0, 0, 0);
    for run in 0..many {
        let at = |why: Broken| format!("run {run}: {why}");
        let place = Place::new(kind)?;
        let running = Running::start(writer(&place.address, 1, chance.any())?, 1, 0)?;
        running.begun();
        sleep(Duration::from_millis(chance.below(300)));
        let mut command = Command::new("bash");
        let done = command.args(["-c", &restart]).stdin(Stdio::null()).stdout(Stdio::null());
        let done = done.status().map_err(|why| at(why.to_string()))?;
        if !done.success() {
            return Err(at(format!("the server does not start again: {done}")));
        }
        sleep(Duration::from_millis(400));
        let told = running.kill().map_err(at)?;
        let clear = ["the database stopped before it answered", "the database cannot be reached"];
        for why in &told.failures {
            if !clear.iter().any(|clear| why.starts_with(clear)) {
                return Err(at(format!("a writer was told: {why}")));
            }
        }
        if told.failures.is_empty() {
            return Err(at("the writer did not notice".to_owned()));
        }
        let mut store =
            SqlStore::open(&place.address, "the store").map_err(|why| at(why.to_string()))?;
        store.append(&[]).map_err(|why| at(why.to_string()))?;
        through += u64::from(told.look(&mut store).map_err(at)? > told.acknowledged);
        answers += told.answers;
        failures += 1;
    }
    Ok(format!(
        "{many} under load, {answers} appends acknowledged and there, {failures} writers were told why and went on, {through} came through unacknowledged"
    ))
}
