//! Files of evidence, by their hash: `evidence/ab/abcdef…`.
//!
//! A file is kept once, whatever it is called, and is checked whenever it is read. It is written
//! beside and renamed, so that under a hash there is the whole file or none.

use crate::error::WorkspaceError;
use ceasefire_ledger::{Evidence, Hash};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A folder of files by hash.
#[derive(Debug, Clone)]
pub(crate) struct Files(pub(crate) PathBuf);

impl Files {
    /// Where a file lies, if it is here.
    pub(crate) fn path(&self, hash: Hash) -> PathBuf {
        let name = hash.to_string();
        self.0.join(name.get(..2).unwrap_or_default()).join(name)
    }

    /// Whether it is here. Whether it is still what it was is found when it is read.
    pub(crate) fn has(&self, hash: Hash) -> bool {
        self.path(hash).is_file()
    }

    /// Keeps a copy of a file.
    pub(crate) fn keep(&self, from: &Path, media: &str) -> Result<Evidence, WorkspaceError> {
        fs::create_dir_all(&self.0).map_err(WorkspaceError::disk("make", &self.0))?;
        let mut source = File::open(from).map_err(WorkspaceError::disk("read", from))?;
        let beside = tempfile::NamedTempFile::new_in(&self.0)
            .map_err(WorkspaceError::disk("write in", &self.0))?;
        let (sha256, bytes) =
            copy(&mut source, &mut beside.as_file()).map_err(WorkspaceError::disk("copy", from))?;
        let to = self.path(sha256);
        if !to.is_file() {
            let folder = to.parent().unwrap_or(&self.0);
            fs::create_dir_all(folder).map_err(WorkspaceError::disk("make", folder))?;
            beside.as_file().sync_all().map_err(WorkspaceError::disk("write", &to))?;
            let kept = beside.persist(&to).map_err(|error| error.error);
            kept.map_err(WorkspaceError::disk("write", &to))?;
        }
        Ok(Evidence { sha256, bytes, media: media.to_owned() })
    }

    /// Keeps a file that was named by its hash; another one is refused.
    pub(crate) fn keep_named(&self, from: &Path, named: &Evidence) -> Result<(), WorkspaceError> {
        if check(from, named.sha256)? {
            self.keep(from, &named.media).map(|_| ())
        } else {
            Err(WorkspaceError::Changed(from.to_path_buf()))
        }
    }

    /// The bytes of a file, if they are still those that were kept.
    pub(crate) fn read(&self, hash: Hash) -> Result<Vec<u8>, WorkspaceError> {
        let path = self.path(hash);
        let bytes = fs::read(&path).map_err(WorkspaceError::disk("read", &path))?;
        if Hash::of(&bytes) == hash { Ok(bytes) } else { Err(WorkspaceError::Changed(path)) }
    }

    /// Whether a file that is here is still what it was.
    pub(crate) fn is_whole(&self, hash: Hash) -> Result<bool, WorkspaceError> {
        check(&self.path(hash), hash)
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, hash: Hash) -> Result<(), WorkspaceError> {
        let path = self.path(hash);
        fs::remove_file(&path).map_err(WorkspaceError::disk("remove", &path))
    }

    /// Copies a file to another folder of this kind.
    pub(crate) fn hand(&self, named: &Evidence, to: &Self) -> Result<(), WorkspaceError> {
        to.keep_named(&self.path(named.sha256), named)
    }
}

/// The media type that a file's name tells.
pub(crate) fn media(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" => "text/csv",
        "htm" | "html" => "text/html",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "md" => "text/markdown",
        "parquet" => "application/vnd.apache.parquet",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "txt" => "text/plain",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn check(path: &Path, hash: Hash) -> Result<bool, WorkspaceError> {
    let mut file = File::open(path).map_err(WorkspaceError::disk("read", path))?;
    let read = copy(&mut file, &mut io::sink()).map_err(WorkspaceError::disk("read", path))?;
    Ok(read.0 == hash)
}

/// Copies everything, and says what it was.
fn copy(from: &mut impl Read, to: &mut impl io::Write) -> io::Result<(Hash, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut buffer)?;
        let Some(some) = buffer.get(..read).filter(|some| !some.is_empty()) else { break };
        hasher.update(some);
        to.write_all(some)?;
        bytes += read as u64;
    }
    to.flush()?;
    Ok((Hash(hasher.finalize().into()), bytes))
}
