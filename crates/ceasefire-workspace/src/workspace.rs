//! The folder: `workspace.toml`, the store, the evidence.

use crate::error::WorkspaceError;
use crate::evidence::Files;
use crate::machine::{now, random};
use ceasefire_ledger::{Draft, Entry, Id, Identity, Kind, Ledger, Place};
use ceasefire_store::{SqlStore, Store as _, all};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The name of the settings; a folder with such a file is a workspace.
pub const SETTINGS: &str = "workspace.toml";

/// The database where none is named.
const DATABASE: &str = "ledger.sqlite";

/// A folder with a ledger in it.
#[derive(Debug)]
pub struct Workspace {
    pub(crate) folder: PathBuf,
    pub(crate) store: SqlStore,
    pub(crate) ledger: Ledger,
    /// How many lines of the store are no sound entries.
    pub(crate) unsound: usize,
    /// Held by whoever writes; it is let go when the file is closed.
    _lock: Option<File>,
}

/// What `workspace.toml` says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    version: u32,
    ledger: String,
    database: String,
}

impl Workspace {
    /// Whether a folder holds one.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(SETTINGS).is_file()
    }

    /// Opens one for reading.
    pub fn open(folder: &Path) -> Result<Self, WorkspaceError> {
        Self::load(folder, None)
    }

    /// Opens one for writing, when nobody else on this machine writes to it.
    pub fn open_to_write(folder: &Path) -> Result<Self, WorkspaceError> {
        if !Self::is_in(folder) {
            return Err(WorkspaceError::None(folder.to_path_buf()));
        }
        let path = folder.join("workspace.lock");
        let lock = File::create(&path).map_err(WorkspaceError::disk("write", &path))?;
        lock.lock().map_err(WorkspaceError::disk("lock", &path))?;
        let mut workspace = Self::load(folder, Some(lock))?;
        // A crash between a redaction and what follows from it must not leave the content here.
        workspace.take_redacted()?;
        Ok(workspace)
    }

    /// Begins a workspace with a new ledger: its founding entry is the first of the identity's.
    pub fn found(
        folder: &Path,
        database: Option<&str>,
        (title, name): (&str, &str),
        identity: &Identity,
    ) -> Result<Self, WorkspaceError> {
        let content = [("title", title), ("name", name)];
        let content = content.map(|(field, text)| (field.to_owned(), text.into()));
        let content: Map<String, Value> = content.into_iter().collect();
        let draft = Draft::new(Kind::LedgerFounded.name(), content);
        let founding = identity
            .sign(&Place::FOUNDING, now(), draft, random()?)
            .map_err(|why| WorkspaceError::Refused { draft: 1, why })?;
        let ledger = founding.entry().id();
        let mut workspace = Self::make(folder, database, ledger)?;
        workspace.store.append(&[founding])?;
        Self::open(folder)
    }

    /// Begins a workspace for a ledger of which nothing is here yet. What is made when something
    /// goes wrong is taken away again.
    pub(crate) fn make(
        folder: &Path,
        database: Option<&str>,
        ledger: Id,
    ) -> Result<Self, WorkspaceError> {
        if Self::is_in(folder) {
            return Err(WorkspaceError::There(folder.to_path_buf()));
        }
        fs::create_dir_all(folder).map_err(WorkspaceError::disk("make", folder))?;
        let database = database.unwrap_or(DATABASE);
        let store = SqlStore::create(&address(folder, database, true), name(database), ledger)?;
        let settings =
            Settings { version: 1, ledger: ledger.to_string(), database: database.to_owned() };
        write_settings(folder, &settings)?;
        let ledger = Ledger::new(ledger);
        Ok(Self { folder: folder.to_path_buf(), store, ledger, unsound: 0, _lock: None })
    }

    fn load(folder: &Path, lock: Option<File>) -> Result<Self, WorkspaceError> {
        let settings = read_settings(folder)?;
        let address = address(folder, &settings.database, false);
        let mut store = SqlStore::open(&address, name(&settings.database))?;
        if store.ledger().to_string() != settings.ledger {
            return Err(WorkspaceError::OtherLedger(folder.to_path_buf()));
        }
        let mut ledger = Ledger::new(store.ledger());
        let mut unsound = 0;
        let mut entries = Vec::new();
        for stored in all(&mut store) {
            match Entry::read(&stored?.line) {
                Ok(entry) => entries.push(entry),
                Err(_) => unsound += 1,
            }
        }
        unsound += ledger.add_all(entries).iter().filter(|added| added.is_err()).count();
        Ok(Self { folder: folder.to_path_buf(), store, ledger, unsound, _lock: lock })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A sentence about what lies in the store and is no sound entry, if there is any.
    pub fn warning(&self) -> Option<String> {
        (self.unsound > 0).then(|| {
            format!(
                "{} of the lines in `{}` are no sound entries and are left out; `ceasefire ledger verify` names them",
                self.unsound,
                self.folder.display()
            )
        })
    }

    /// The entry whose id begins with these digits.
    pub fn entry(&self, digits: &str) -> Result<&Entry, WorkspaceError> {
        let asked = |sentence: String| Err(WorkspaceError::Asked(sentence));
        if digits.len() < 4 {
            return asked("name an entry by four digits of its id or more".to_owned());
        }
        let entries = self.ledger.entries().into_iter();
        let found: Vec<&Entry> =
            entries.filter(|entry| entry.id().to_string().starts_with(digits)).collect();
        match found.as_slice() {
            [entry] => Ok(entry),
            [] => asked(format!("there is no entry `{digits}`; `ceasefire log` lists them")),
            more => {
                asked(format!("{} entries begin with `{digits}`: name more digits", more.len()))
            }
        }
    }

    pub(crate) fn files(&self) -> Files {
        Files(self.folder.join("evidence"))
    }
}

fn read_settings(folder: &Path) -> Result<Settings, WorkspaceError> {
    let file = folder.join(SETTINGS);
    if !file.is_file() {
        return Err(WorkspaceError::None(folder.to_path_buf()));
    }
    let text = fs::read_to_string(&file).map_err(WorkspaceError::disk("read", &file))?;
    let wrong = |reason: String| WorkspaceError::Settings { file: file.clone(), reason };
    let settings: Settings =
        toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))?;
    match settings.version {
        1 => Ok(settings),
        _ => Err(wrong("it was written by a newer ceasefire".to_owned())),
    }
}

/// Written beside and renamed: a workspace is there or not.
fn write_settings(folder: &Path, settings: &Settings) -> Result<(), WorkspaceError> {
    let file = folder.join(SETTINGS);
    let Settings { version, ledger, database } = settings;
    // A text of JSON is one of TOML.
    let quoted = |text: &str| Value::String(text.to_owned()).to_string();
    let text = format!(
        "version = {version}\nledger = {}\ndatabase = {}\n",
        quoted(ledger),
        quoted(database)
    );
    let wrong = || WorkspaceError::disk("write", &file);
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(wrong())?;
    beside.write_all(text.as_bytes()).map_err(wrong())?;
    beside.as_file().sync_all().map_err(wrong())?;
    beside.persist(&file).map_err(|error| wrong()(error.error))?;
    Ok(())
}

/// What the store is asked for: an address of a server, or a file within the folder.
fn address(folder: &Path, database: &str, new: bool) -> String {
    if database.contains("://") {
        return database.to_owned();
    }
    let path = folder.join(database);
    let path = std::path::absolute(&path).unwrap_or(path);
    let mut out = "sqlite:".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                out.push(char::from(byte));
            }
            _ => out.extend(["%".to_owned(), format!("{byte:02X}")]),
        }
    }
    out + if new { "?mode=rwc" } else { "" }
}

/// What messages call it: addresses hold passwords.
fn name(database: &str) -> &str {
    if database.contains("://") { "the database server" } else { database }
}
