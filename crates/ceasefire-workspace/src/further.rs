//! A ledger's acts and facts, as a judging reads them.

use crate::error::WorkspaceError;
use crate::workspace::Workspace;
use ceasefire_files::{Further, Holds, SourceOf};
use ceasefire_ledger::{Id, Moment, Row, Said, State, Table};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Parts paths into workspaces, which are opened, and all others.
///
/// # Errors
/// A sentence about a workspace that cannot be opened.
pub fn among(paths: &[PathBuf]) -> Result<(Vec<Workspace>, Vec<PathBuf>), WorkspaceError> {
    let (folders, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| Workspace::is_in(path));
    let opened = folders.into_iter().map(|folder| Workspace::open(folder));
    Ok((opened.collect::<Result<_, _>>()?, others.into_iter().cloned().collect()))
}

/// The rows of a ledger, as known at a time (none: now). `civil` writes a moment in the agreement's
/// zone.
///
/// # Errors
/// A table that was pinned is not here, or is not what it was.
pub fn further(
    workspace: &Workspace,
    known: Option<Moment>,
    civil: impl Fn(Moment) -> String,
) -> Result<Vec<Further>, WorkspaceError> {
    let ledger = workspace.ledger();
    let state = known.map_or_else(|| State::new(ledger), |known| State::known_on(ledger, known));
    let mut out: Vec<Further> = Vec::new();
    let acts = state.acts();
    out.extend(acts.iter().map(|row| one(row, Holds::Acts, row.as_act(&civil))));
    let facts = state.facts();
    out.extend(facts.iter().map(|row| one(row, Holds::Facts, row.as_fact(&civil))));
    for table in state.tables() {
        out.push(pinned(workspace, &table, &civil)?);
    }
    Ok(out)
}

fn one(row: &Row, holds: Holds, fields: Map<String, Value>) -> Further {
    let bytes = Value::Object(fields).to_string().into_bytes();
    Further { from: from(row.by, ""), holds, bytes, by: None }
}

fn pinned(
    workspace: &Workspace,
    table: &Said<Table>,
    civil: impl Fn(Moment) -> String,
) -> Result<Further, WorkspaceError> {
    let file = &table.says.evidence;
    let files = workspace.files();
    if !files.has(file.sha256) {
        return Err(WorkspaceError::Asked(format!(
            "the table of entry {} is not here: its file {} of {} bytes has to come from whoever pinned it",
            short(table.by),
            file.sha256,
            file.bytes
        )));
    }
    let ending = match file.media.as_str() {
        "text/csv" => ".csv",
        "application/vnd.apache.parquet" => ".parquet",
        _ => ".jsonl",
    };
    let by = SourceOf {
        publisher: Some(table.name.clone()),
        seen: Some(civil(table.known)),
        ..SourceOf::default()
    };
    Ok(Further {
        from: from(table.by, ending),
        holds: Holds::Acts,
        bytes: files.read(file.sha256)?,
        by: Some(by),
    })
}

fn from(id: Id, ending: &str) -> String {
    format!("entry {}{ending}", short(id))
}

/// The first digits of an id.
pub(crate) fn short(id: Id) -> String {
    id.to_string().chars().take(8).collect()
}
