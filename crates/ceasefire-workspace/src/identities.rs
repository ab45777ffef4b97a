//! Who signs: identities under a passphrase, as files.

use crate::error::WorkspaceError;
use crate::machine::random;
use ceasefire_ledger::{Author, Hash, Identity, Locked, lock, unlock};
use serde_json::Value;
use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The variable that holds the passphrase where there is no terminal.
pub const PASSPHRASE: &str = "CEASEFIRE_PASSPHRASE";

/// A file with an identity in it.
#[derive(Debug, Clone)]
pub struct IdentityFile(pub PathBuf);

impl IdentityFile {
    /// The file that was named; else the one that `CEASEFIRE_IDENTITY` names; else `identity.json`
    /// in the user's own folder of settings.
    pub fn find(named: Option<&Path>) -> Self {
        let path = named
            .map(Path::to_path_buf)
            .or_else(|| given("CEASEFIRE_IDENTITY").map(PathBuf::from))
            .unwrap_or_else(|| settings().join("ceasefire").join("identity.json"));
        Self(path)
    }

    /// Whose it is. The key stands in the clear: no passphrase is asked for.
    pub fn author(&self) -> Result<Author, WorkspaceError> {
        let text = self.text()?;
        let fields: Option<Value> = serde_json::from_str(&text).ok();
        let author = fields.as_ref().and_then(|fields| fields.get("author")?.as_str());
        author
            .and_then(Author::read)
            .ok_or_else(|| self.wrong(ceasefire_ledger::Unlocking::NoIdentity))
    }

    /// Opens it.
    pub fn open(&self, passphrase: &str) -> Result<Identity, WorkspaceError> {
        unlock(&self.text()?, passphrase).map_err(|why| self.wrong(why))
    }

    fn text(&self) -> Result<String, WorkspaceError> {
        if !self.0.exists() {
            return Err(WorkspaceError::NoIdentity(self.0.clone()));
        }
        fs::read_to_string(&self.0).map_err(WorkspaceError::disk("read", &self.0))
    }

    fn wrong(&self, why: ceasefire_ledger::Unlocking) -> WorkspaceError {
        WorkspaceError::Identity { file: self.0.clone(), why }
    }
}

/// Makes an identity of random bytes and locks it into a new file that only its owner can read.
/// A file that is there is never written over.
pub fn new_identity(file: &IdentityFile, passphrase: &str) -> Result<Author, WorkspaceError> {
    let path = &file.0;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(WorkspaceError::disk("make", folder))?;
    }
    let secret = Zeroizing::new(random::<32>()?);
    let identity = Identity::new(&secret);
    let text = lock(&identity, passphrase, Locked::USUAL, random()?, random()?);
    let text = text.map_err(|why| file.wrong(why))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(path).map_err(WorkspaceError::disk("make", path))?;
    out.write_all(text.as_bytes())
        .and_then(|()| out.sync_all())
        .map_err(WorkspaceError::disk("write", path))?;
    Ok(identity.author())
}

/// The passphrase: from [`PASSPHRASE`], else asked for in the terminal.
pub fn passphrase(file: &IdentityFile) -> Result<Zeroizing<String>, WorkspaceError> {
    match given(PASSPHRASE) {
        Some(passphrase) => Ok(Zeroizing::new(passphrase)),
        None => ask(&format!("Passphrase for {}: ", file.0.display())),
    }
}

/// A passphrase for a new identity: in the terminal it is asked for twice.
pub fn new_passphrase() -> Result<Zeroizing<String>, WorkspaceError> {
    if let Some(passphrase) = given(PASSPHRASE) {
        return Ok(Zeroizing::new(passphrase));
    }
    let first = ask("New passphrase: ")?;
    let again = ask("The same again: ")?;
    // Hashes, so that no more is told by how long it takes than whether they are the same.
    if Hash::of(first.as_bytes()) == Hash::of(again.as_bytes()) {
        Ok(first)
    } else {
        Err(WorkspaceError::Asked("the two passphrases differ; nothing was made".to_owned()))
    }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, WorkspaceError> {
    let asked = rpassword::prompt_password(prompt);
    asked.map(Zeroizing::new).map_err(|error| WorkspaceError::NoPassphrase(error.to_string()))
}

fn given(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

/// Where this user's programs keep their settings.
fn settings() -> PathBuf {
    let own = if cfg!(windows) { "APPDATA" } else { "XDG_CONFIG_HOME" };
    let home = || env::home_dir().unwrap_or_default().join(".config");
    given(own).map_or_else(home, PathBuf::from)
}
