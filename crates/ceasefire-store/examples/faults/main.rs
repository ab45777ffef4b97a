//! What a store does when things break: `cargo run -p ceasefire-store --example faults`.
//!
//! A child process appends entries and says on its standard output what was acknowledged; this
//! process kills it, breaks what it stands on, and looks what is there. Whatever happens: what was
//! acknowledged is there, nothing is half there, and damage is told, never passed over.
//!
//! `-- long` does what is done before a release; without it, what CI does. `seed=N` draws other
//! moments; `sqlite` or `postgresql` tries that one only. PostgreSQL is tried where
//! `CEASEFIRE_POSTGRES` says which, and its restart where `CEASEFIRE_POSTGRES_RESTART` is a command
//! that does that at once.
//!
//! Left out: power cuts. A process that is killed leaves what it wrote to the machine; whether the
//! disk keeps what it was told to keep cannot be tried from here.

#![expect(clippy::print_stdout, reason = "prints what was tried, and how often")]

mod chance;
mod damaged;
mod full;
mod killed;
mod made;
mod place;
mod restarted;
mod told;
mod writer;

use chance::Chance;
use place::Kind;
use std::process::ExitCode;

/// What was found to be wrong, in a sentence.
type Broken = String;

/// How often each thing is tried.
struct Often {
    killed: u64,
    writers: u64,
    damaged: u64,
    logs: u64,
    restarted: u64,
}

const SHORT: Often = Often { killed: 30, writers: 6, damaged: 150, logs: 20, restarted: 2 };
const LONG: Often = Often { killed: 500, writers: 100, damaged: 5_000, logs: 500, restarted: 20 };

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["write", address, seed, chance] => writer::write(address, seed, chance),
        ["fill", folder] => full::fill(folder.as_ref()),
        words => all(words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(broken) => {
            println!("BROKEN: {broken}");
            ExitCode::FAILURE
        }
    }
}

fn all(words: &[&str]) -> Result<(), Broken> {
    let often = if words.contains(&"long") { LONG } else { SHORT };
    let seed = words.iter().find_map(|word| word.strip_prefix("seed=")?.parse().ok());
    let mut chance = Chance::new(seed.unwrap_or(1));
    let some_named = words.iter().any(|word| ["sqlite", "postgresql"].contains(word));
    let named = |kind: &Kind| words.contains(&kind.to_string().to_lowercase().as_str());
    for kind in Kind::all().into_iter().filter(|kind| named(kind) || !some_named) {
        println!("{kind}");
        say("one writer is killed", killed::runs(&kind, 1, often.killed, &mut chance))?;
        say("one of two writers is killed", killed::runs(&kind, 2, often.writers, &mut chance))?;
        say("a clock is set back", made::clock_set_back(&kind))?;
        match &kind {
            Kind::File => {
                say("the file is damaged", damaged::files(often.damaged, &mut chance))?;
                say("the log is damaged", damaged::logs(often.logs, &mut chance))?;
                say("files may not grow further", full::limited())?;
                say("the disk is full", full::disk())?;
            }
            Kind::Server(_) => {
                say("restarts", restarted::runs(&kind, often.restarted, &mut chance))?;
            }
        }
    }
    Ok(())
}

fn say(what: &str, counts: Result<String, Broken>) -> Result<(), Broken> {
    let counts = counts.map_err(|broken| format!("{what}: {broken}"))?;
    println!("  {what}: {counts}");
    Ok(())
}
