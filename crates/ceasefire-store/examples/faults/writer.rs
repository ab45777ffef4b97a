//! The child: appends entries, in batches and singly, until it is killed or cannot go on.
//!
//! It says `at N` when it has found N entries of its own in the store, `try K` before it appends K
//! more, `done N ID` when the store has answered, and `failed …` when the store said why not.

use crate::Broken;
use crate::chance::Chance;
use crate::made::{Reporter, open};
use ceasefire_store::{SqlStore, Store as _, StoreError};
use std::io::Write as _;
use std::thread::sleep;
use std::time::Duration;

/// How long it waits for a server: so often this long.
const PATIENCE: (u32, Duration) = (600, Duration::from_millis(50));

/// Writes as the reporter of a seed, in batches drawn by chance.
pub(crate) fn write(address: &str, seed: &str, chance: &str) -> Result<(), Broken> {
    let seed = seed.parse().map_err(|_| "a seed is a small number".to_owned())?;
    let mut chance = Chance::new(chance.parse().map_err(|_| "chance is a number".to_owned())?);
    let mut patience = PATIENCE.0;
    loop {
        let why = match begin(address, seed).map(|begun| go_on(begun, &mut chance)) {
            Err(why) => why,
            Ok(ended) => ended?,
        };
        say(&format!("failed {why}"));
        let worth_it = matches!(why, StoreError::Lost(_) | StoreError::Unreachable(_));
        if !worth_it || patience == 0 {
            return Ok(());
        }
        patience -= 1;
        sleep(PATIENCE.1);
    }
}

fn begin(address: &str, seed: u8) -> Result<(SqlStore, Reporter), StoreError> {
    let mut store = open(address)?;
    let reporter = Reporter::of(&mut store, seed)?;
    Ok((store, reporter))
}

/// Appends until the store says no. Answers what it said.
fn go_on(
    (mut store, mut reporter): (SqlStore, Reporter),
    chance: &mut Chance,
) -> Result<StoreError, Broken> {
    say(&format!("at {}", reporter.made()));
    loop {
        let many = if chance.below(4) > 0 { 1 } else { 1 + chance.below(250) };
        let entries = reporter.report(many)?;
        say(&format!("try {many}"));
        if let Err(why) = store.append(&entries) {
            return Ok(why);
        }
        let last = reporter.last().map(|id| id.to_string()).unwrap_or_default();
        say(&format!("done {} {last}", reporter.made()));
    }
}

/// One line, at once. Who cannot be heard any more is about to be killed.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).ok();
}
