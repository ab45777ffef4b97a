//! What a child said, and whether a store bears it out.

use crate::Broken;
use crate::made::{Reporter, author};
use ceasefire_ledger::{Head, Heads, Id};
use ceasefire_store::{SqlStore, Store as _, StoreError, check};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// A writer that runs, and what it says.
pub(crate) struct Running {
    seed: u8,
    known: u64,
    child: Child,
    hears: Option<JoinHandle<String>>,
    begun: Receiver<()>,
}

/// What a writer has said.
#[derive(Debug, Default)]
pub(crate) struct Told {
    seed: u8,
    /// How many of its entries are there for sure.
    pub(crate) acknowledged: u64,
    /// The id of the last of them, where it was said.
    id: Option<Id>,
    /// How many it was appending last.
    trying: u64,
    /// How many answers it had.
    pub(crate) answers: u64,
    /// Why it could not go on.
    pub(crate) failures: Vec<String>,
}

impl Running {
    /// Starts a writer; `known` entries of it are there.
    pub(crate) fn start(mut command: Command, seed: u8, known: u64) -> Result<Self, Broken> {
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(|why| format!("the writer cannot be started: {why}"))?;
        let (begins, begun) = channel();
        let hears = child.stdout.take().map(|said| std::thread::spawn(move || hear(said, &begins)));
        Ok(Self { seed, known, child, hears, begun })
    }

    /// Waits until it says something: then it has opened the store.
    pub(crate) fn begun(&self) {
        self.begun.recv_timeout(Duration::from_secs(20)).ok();
    }

    /// Kills it: SIGKILL, at once.
    pub(crate) fn kill(mut self) -> Result<Told, Broken> {
        self.child.kill().map_err(|why| format!("the writer cannot be killed: {why}"))?;
        self.end()
    }

    /// Waits until it ends by itself, and hears it out.
    pub(crate) fn end(mut self) -> Result<Told, Broken> {
        self.child.wait().map_err(|why| why.to_string())?;
        let said = self.hears.take().map(JoinHandle::join);
        let said = said.and_then(Result::ok).ok_or("the writer was not heard")?;
        Told::read(self.seed, self.known, &said)
    }
}

impl Drop for Running {
    /// Nobody goes on writing when something else has failed.
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn hear(said: ChildStdout, begins: &Sender<()>) -> String {
    let mut said = BufReader::new(said);
    let mut bytes = Vec::new();
    said.read_until(b'\n', &mut bytes).ok();
    begins.send(()).ok();
    said.read_to_end(&mut bytes).ok();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// This program, writing to a store.
pub(crate) fn writer(address: &str, seed: u8, chance: u64) -> Result<Command, Broken> {
    let mut command = Command::new(std::env::current_exe().map_err(|why| why.to_string())?);
    command.args(["write", address, &seed.to_string(), &chance.to_string()]);
    Ok(command)
}

impl Told {
    fn read(seed: u8, known: u64, said: &str) -> Result<Self, Broken> {
        let mut told = Self { seed, acknowledged: known, ..Self::default() };
        // A line that was cut off says nothing.
        let whole = said.rfind('\n').map_or("", |end| said.get(..end).unwrap_or_default());
        for line in whole.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match (word, rest.split_once(' ').unwrap_or((rest, ""))) {
                ("failed", _) => told.failures.push(rest.to_owned()),
                ("try", (many, _)) => told.trying = many.parse().unwrap_or_default(),
                ("at", (made, _)) => {
                    let made = made.parse().unwrap_or_default();
                    told.bears_out(made)?;
                    if made != told.acknowledged {
                        told.id = None;
                    }
                    (told.acknowledged, told.trying) = (made, 0);
                }
                ("done", (made, id)) => {
                    told.acknowledged = made.parse().unwrap_or_default();
                    (told.id, told.trying) = (Id::read(id), 0);
                    told.answers += 1;
                }
                _ => return Err(format!("the writer said: {line}")),
            }
        }
        Ok(told)
    }

    /// Whether so many entries can be there, after what was said.
    fn bears_out(&self, made: u64) -> Result<(), Broken> {
        let Self { acknowledged, trying, .. } = *self;
        if made == acknowledged || made == acknowledged + trying {
            return Ok(());
        }
        Err(format!(
            "{made} entries are there; {acknowledged} were acknowledged, and {trying} more were on their way"
        ))
    }

    /// Looks whether a store holds what was acknowledged, all of it, and nothing by halves. Answers
    /// how many of its entries there are.
    pub(crate) fn look(&self, store: &mut SqlStore) -> Result<u64, Broken> {
        let failed = |why: StoreError| why.to_string();
        let verified = check(store, &self.heads()).map_err(failed)?;
        if let Some(first) = verified.findings.first() {
            return Err(first.to_string());
        }
        if let Some(id) = self.id
            && store.get(id).map_err(failed)?.is_none()
        {
            return Err(format!("{id} was acknowledged and is not there"));
        }
        let made = Reporter::of(store, self.seed).map_err(failed)?.made();
        self.bears_out(made)?;
        Ok(made)
    }

    /// What must be there, as one keeps it elsewhere.
    pub(crate) fn heads(&self) -> Heads {
        let head = |id| Head { author: author(self.seed), number: self.acknowledged, id, from: 1 };
        self.id.map(head).into_iter().collect()
    }
}
