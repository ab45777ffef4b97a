//! How a workspace stands: who may what, what is there, what is missing; and whether it is still
//! what it was.

use crate::error::WorkspaceError;
use crate::further::short;
use crate::workspace::Workspace;
use ceasefire_ledger::{Asked, Bundled, Evidence, Fork, Hash, Heads, Says, Verified, verify};
use ceasefire_store::{Store as _, all};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// How a workspace stands.
#[derive(Debug)]
pub struct Standing<'w> {
    workspace: &'w Workspace,
    title: Option<String>,
    /// How many entries of each kind there are.
    kinds: BTreeMap<String, usize>,
    idle: usize,
    missing: Vec<Evidence>,
    heads: Heads,
}

/// What verifying found.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong with the entries, a sentence each.
    pub wrong: Vec<String>,
    /// How many entries are sound.
    pub sound: usize,
    /// The checkpoint of what is here.
    pub checkpoint: Hash,
}

impl Workspace {
    /// How it stands.
    pub fn standing(&self) -> Standing<'_> {
        let ledger = self.ledger();
        let mut kinds = BTreeMap::new();
        let mut idle = 0;
        for entry in ledger.entries() {
            *kinds.entry(entry.header().kind.clone()).or_insert(0) += 1;
            let counts = ledger.standing(entry) == ceasefire_ledger::Standing::Counts;
            idle += usize::from(!counts);
        }
        let bundled = Bundled::new(ledger, Asked::All);
        let files = self.files();
        let missing = bundled.evidence().filter(|file| !files.has(file.sha256)).cloned().collect();
        let founding = ledger.get(ledger.id()).and_then(|entry| entry.says()?.ok());
        let title = match founding {
            Some(Says::Founded(founded)) => Some(founded.title),
            _ => None,
        };
        Standing { workspace: self, title, kinds, idle, missing, heads: ledger.heads() }
    }

    /// Verifies every entry, the order in which they came, and every file of evidence; against the
    /// heads of an earlier bundle and a checkpoint, where they are given.
    pub fn verify(
        &mut self,
        earlier: Option<&Path>,
        checkpoint: Option<&str>,
    ) -> Result<Checked, WorkspaceError> {
        let expected = earlier.map(|bundle| self.heads_of(bundle)).transpose()?;
        let kept: Result<Vec<_>, _> =
            all(&mut self.store).map(|stored| Ok::<_, WorkspaceError>(stored?.kept())).collect();
        let ledger = self.ledger.id();
        let verified: Verified = verify(ledger, kept?, &expected.unwrap_or_default());
        let mut wrong: Vec<String> = verified.findings.iter().map(ToString::to_string).collect();
        let here = verified.heads.checkpoint();
        if self.store.last()?.1 != verified.seal {
            wrong.push(
                "the last seal is not that of the last entry: entries were cut off".to_owned(),
            );
        }
        if let Some(text) = checkpoint {
            let given = Hash::read(text).ok_or_else(|| {
                WorkspaceError::Asked(format!(
                    "`{text}` is no checkpoint: it has 64 hexadecimal digits"
                ))
            })?;
            if given != here {
                wrong
                    .push(format!("the checkpoint is {here}, not {given}: other entries are here"));
            }
        }
        wrong.extend(self.changed_files()?);
        Ok(Checked { wrong, sound: verified.sound, checkpoint: here })
    }

    fn changed_files(&self) -> Result<Vec<String>, WorkspaceError> {
        let files = self.files();
        let mut out = Vec::new();
        for file in Bundled::new(self.ledger(), Asked::All).evidence() {
            if files.has(file.sha256) && !files.is_whole(file.sha256)? {
                out.push(format!("the file of evidence {} was changed", file.sha256));
            }
        }
        Ok(out)
    }
}

impl Standing<'_> {
    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let fine = self.write(&mut out);
        debug_assert!(fine.is_ok(), "a text takes everything");
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let ledger = self.workspace.ledger();
        let title = self.title.as_deref().unwrap_or("(the founding entry is not here)");
        writeln!(out, "{title}\nledger {}\n", ledger.id())?;
        writeln!(out, "Who may what:")?;
        for (author, key) in ledger.keys().iter() {
            let roles: Vec<&str> = key.roles.iter().map(|role| role.name()).collect();
            writeln!(out, "  {}  {}: {}", digits(&author.to_string()), key.name, roles.join(", "))?;
        }
        writeln!(out, "\nEntries: {}", ledger.len())?;
        for (kind, count) in &self.kinds {
            writeln!(out, "  {count:>6}  {kind}")?;
        }
        if self.idle > 0 {
            writeln!(out, "  {} of them do not count; `ceasefire log` says why", self.idle)?;
        }
        for fork in ledger.forks() {
            writeln!(out, "\nFork: {}", fork_in_words(&ledger.name(fork.author), &fork))?;
        }
        for gap in ledger.gaps() {
            let name = ledger.name(gap.author);
            let (from, to) = (gap.numbers.start(), gap.numbers.end());
            writeln!(out, "\nGap: of {name} the numbers {from} to {to} are not here")?;
        }
        for file in &self.missing {
            writeln!(
                out,
                "\nMissing: the file of evidence {} ({} bytes)",
                file.sha256, file.bytes
            )?;
        }
        writeln!(out, "\nHeads:")?;
        for head in self.heads.iter() {
            let name = ledger.name(head.author);
            writeln!(out, "  {}  {name} {}", short(head.id), head.number)?;
        }
        writeln!(out, "\nCheckpoint {}", self.heads.checkpoint())
    }

    /// One object.
    pub fn json(&self) -> Value {
        let ledger = self.workspace.ledger();
        let authors: Vec<Value> = ledger
            .keys()
            .iter()
            .map(|(author, key)| {
                let roles: Vec<&str> = key.roles.iter().map(|role| role.name()).collect();
                json!({"author": author.to_string(), "name": key.name, "roles": roles})
            })
            .collect();
        let forks = ledger.forks().into_iter().map(|fork| {
            let entries: Vec<String> = fork.entries.iter().map(ToString::to_string).collect();
            json!({"author": fork.author.to_string(), "number": fork.number, "entries": entries})
        });
        let gaps = ledger.gaps().into_iter().map(|gap| {
            json!({"author": gap.author.to_string(), "from": gap.numbers.start(), "to": gap.numbers.end()})
        });
        let missing: Vec<String> =
            self.missing.iter().map(|file| file.sha256.to_string()).collect();
        let mut out = json!({
            "ledger": ledger.id().to_string(),
            "authors": authors,
            "entries": ledger.len(),
            "kinds": self.kinds,
            "idle": self.idle,
            "forks": forks.collect::<Vec<_>>(),
            "gaps": gaps.collect::<Vec<_>>(),
            "missing_evidence": missing,
            "heads": self.heads.to_json(),
            "checkpoint": self.heads.checkpoint().to_string(),
        });
        if let (Some(title), Some(fields)) = (&self.title, out.as_object_mut()) {
            fields.insert("title".to_owned(), json!(title));
        }
        out
    }
}

fn fork_in_words(name: &str, fork: &Fork) -> String {
    let entries: Vec<String> = fork.entries.iter().map(|id| short(*id)).collect();
    format!(
        "{name} has two entries or more with the number {}: {}. Whoever stands above ends the key at the branch that stands (`ceasefire end-key`, --last)",
        fork.number,
        entries.join(", ")
    )
}

fn digits(key: &str) -> &str {
    key.get(..8).unwrap_or(key)
}
