//! A store in a database: SQLite or PostgreSQL, by its address.
//!
//! One row of the table `ledger` holds how many entries there are and the last seal. Every append
//! begins with writing that row, so that two writers come one after the other in both databases.

use crate::check::check;
use crate::error::StoreError;
use crate::migrations::{is_ours, migrate};
use crate::{Appended, Store, Stored};
use ceasefire_ledger::{Entry, Evidence, Hash, Heads, Id, Sound, seal};
use sqlx::any::{AnyRow, install_default_drivers};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// A store in SQLite or PostgreSQL.
#[derive(Debug)]
pub struct SqlStore {
    runtime: Runtime,
    connection: AnyConnection,
    /// Whether it is SQLite: what is taken away must then be wiped from its file and its log.
    is_file: bool,
    ledger: Id,
}

/// How many entries go to the database at a time.
const ROWS: usize = 100;

/// What every connection to SQLite is told: a log that is written ahead, on disk before an append
/// answers; contents that are taken away are overwritten; a second writer waits half a minute.
const SQLITE: &str = "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

impl SqlStore {
    /// Makes a store for a ledger: at `sqlite:PATH?mode=rwc` or `postgres://…`. `name` is what
    /// messages call it, since addresses hold passwords.
    pub fn create(address: &str, name: &str, ledger: Id) -> Result<Self, StoreError> {
        patiently(|| Self::create_now(address, name, ledger))
    }

    fn create_now(address: &str, name: &str, ledger: Id) -> Result<Self, StoreError> {
        let mut store = Self::connect(address)?;
        let Self { runtime, connection, is_file, .. } = &mut store;
        runtime.block_on(async {
            migrate(connection, name, *is_file).await?;
            let mut step = connection.begin().await?;
            // Whoever makes a ledger at the same moment waits here, and finds this one.
            sqlx::query("UPDATE versions SET version = version").execute(&mut *step).await?;
            let made = sqlx::query(
                "INSERT INTO ledger (id, last) SELECT $1, 0 WHERE NOT EXISTS (SELECT 1 FROM ledger)",
            );
            let made = made.bind(ledger.to_string()).execute(&mut *step).await?;
            if made.rows_affected() == 0 {
                return Err(StoreError::Occupied(name.to_owned()));
            }
            Ok(step.commit().await?)
        })?;
        Ok(Self { ledger, ..store })
    }

    /// Opens a store that was made before: at `sqlite:PATH` or `postgres://…`.
    pub fn open(address: &str, name: &str) -> Result<Self, StoreError> {
        patiently(|| Self::open_now(address, name))
    }

    fn open_now(address: &str, name: &str) -> Result<Self, StoreError> {
        let mut store = Self::connect(address)?;
        let Self { runtime, connection, is_file, .. } = &mut store;
        // Somebody else's database is left as it is.
        if !runtime.block_on(is_ours(connection))? {
            return Err(StoreError::NoLedger(name.to_owned()));
        }
        runtime.block_on(migrate(connection, name, *is_file))?;
        let ledger = store.find()?.ok_or_else(|| StoreError::NoLedger(name.to_owned()))?;
        Ok(Self { ledger, ..store })
    }

    /// Copies a store in a file to another file, which is not there yet; the copy is whole, on disk
    /// and verified when this answers. Others may write to the store in the meantime.
    pub fn copy_to(&mut self, path: &Path) -> Result<(), StoreError> {
        if !self.is_file {
            let why =
                "only a store in a file can be copied to a file. Back this one up as a bundle";
            return Err(StoreError::Backup(why.to_owned()));
        }
        if path.exists() {
            let why = format!("{} is there already, and is left as it is", path.display());
            return Err(StoreError::Backup(why));
        }
        // A copy that was broken off does not have the name of a whole one.
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        std::fs::remove_file(&part).or_else(none_there).map_err(StoreError::Machine)?;
        let copied = self.copy_part(&part);
        if copied.is_err() {
            std::fs::remove_file(&part).ok();
        }
        copied?;
        on_disk(&part, path).map_err(StoreError::Machine)
    }

    fn copy_part(&mut self, part: &Path) -> Result<(), StoreError> {
        let copied = sqlx::query("VACUUM INTO $1").bind(part.display().to_string());
        self.runtime.block_on(copied.execute(&mut self.connection))?;
        let mut copy = Self::open(&format!("sqlite:{}", part.display()), "the copy")?;
        let found = check(&mut copy, &Heads::default())?.findings;
        copy.close()?;
        if let Some(first) = found.first() {
            let why = format!("no copy is made of a store that is damaged: {first}");
            return Err(StoreError::Backup(why));
        }
        Ok(())
    }

    /// Lets go of the database. A store that is dropped does so too, but a moment later.
    pub fn close(self) -> Result<(), StoreError> {
        Ok(self.runtime.block_on(self.connection.close())?)
    }

    fn connect(address: &str) -> Result<Self, StoreError> {
        install_default_drivers();
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(StoreError::Machine)?;
        let is_file = address.starts_with("sqlite:");
        let connection = runtime.block_on(async {
            let connected = AnyConnection::connect(address).await.map_err(StoreError::from);
            let mut connection = connected.map_err(|error| match error {
                StoreError::Lost(error) => StoreError::Unreachable(error),
                error => error,
            })?;
            if is_file {
                sqlx::raw_sql(SQLITE).execute(&mut connection).await?;
            }
            Ok::<_, StoreError>(connection)
        })?;
        Ok(Self { runtime, connection, is_file, ledger: Id([0; 32]) })
    }

    fn find(&mut self) -> Result<Option<Id>, StoreError> {
        let asked = sqlx::query_as("SELECT id FROM ledger").fetch_optional(&mut self.connection);
        let found: Option<(String,)> = self.runtime.block_on(asked)?;
        let damaged = StoreError::Damaged("the name of its ledger cannot be read");
        found.map(|(id,)| Id::read(&id).ok_or(damaged)).transpose()
    }
}

impl Store for SqlStore {
    fn ledger(&self) -> Id {
        self.ledger
    }

    fn append(&mut self, entries: &[Sound]) -> Result<Appended, StoreError> {
        let here = self.ledger;
        let other = entries.iter().map(|sound| sound.entry().ledger()).find(|of| *of != here);
        if let Some(of) = other {
            return Err(StoreError::OtherLedger { of, here });
        }
        self.runtime.block_on(async {
            let mut step = self.connection.begin().await?;
            let mut end = End::lock(&mut step).await?;
            let mut appended = Appended::default();
            for some in entries.chunks(ROWS) {
                end.add(&mut step, here, some, &mut appended).await?;
            }
            end.write(&mut step).await?;
            step.commit().await?;
            Ok(appended)
        })
    }

    fn after(&mut self, position: u64, most: u32) -> Result<Vec<Stored>, StoreError> {
        let asked = sqlx::query(
            "SELECT position, signed, content, seal FROM entries WHERE position > $1 ORDER BY position LIMIT $2",
        )
        .bind(position.cast_signed())
        .bind(i64::from(most));
        let rows = self.runtime.block_on(asked.fetch_all(&mut self.connection))?;
        rows.iter().map(stored).collect()
    }

    fn get(&mut self, id: Id) -> Result<Option<Stored>, StoreError> {
        let asked =
            sqlx::query("SELECT position, signed, content, seal FROM entries WHERE id = $1")
                .bind(id.to_string());
        let row = self.runtime.block_on(asked.fetch_optional(&mut self.connection))?;
        row.as_ref().map(stored).transpose()
    }

    fn take_contents(&mut self, ids: &[Id]) -> Result<u64, StoreError> {
        self.runtime.block_on(async {
            let mut step = self.connection.begin().await?;
            let mut taken = 0;
            for id in ids {
                let gone =
                    "UPDATE entries SET content = NULL WHERE id = $1 AND content IS NOT NULL";
                let done = sqlx::query(gone).bind(id.to_string()).execute(&mut *step).await?;
                taken += done.rows_affected();
            }
            step.commit().await?;
            let wipe = if self.is_file {
                "PRAGMA wal_checkpoint(TRUNCATE)"
            } else {
                "VACUUM FULL entries"
            };
            if taken > 0 {
                sqlx::raw_sql(wipe).execute(&mut self.connection).await?;
            }
            Ok(taken)
        })
    }

    fn last(&mut self) -> Result<(u64, Option<Hash>), StoreError> {
        let asked = sqlx::query_as("SELECT last, seal FROM ledger").fetch_one(&mut self.connection);
        let end = End::read(self.runtime.block_on(asked)?)?;
        Ok((end.last.cast_unsigned(), end.seal))
    }

    fn look_over(&mut self) -> Result<(), StoreError> {
        if !self.is_file {
            return Ok(());
        }
        // The indexes too: an entry that its index does not know would be taken in twice.
        let asked = sqlx::query_as("PRAGMA integrity_check(1)").fetch_one(&mut self.connection);
        match self.runtime.block_on(asked)? {
            (found,) if String::as_str(&found) == "ok" => Ok(()),
            _ => Err(StoreError::Damaged("the database finds its own file broken")),
        }
    }

    fn note_evidence(&mut self, file: &Evidence, here: bool) -> Result<(), StoreError> {
        let noted = sqlx::query(
            "INSERT INTO evidence (sha256, bytes, media, here) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (sha256) DO UPDATE SET here = CASE WHEN evidence.here = 1 THEN 1 ELSE excluded.here END",
        )
        .bind(file.sha256.to_string())
        .bind(file.bytes.cast_signed())
        .bind(file.media.clone())
        .bind(i64::from(here));
        self.runtime.block_on(noted.execute(&mut self.connection))?;
        Ok(())
    }

    fn evidence(&mut self) -> Result<Vec<(Evidence, bool)>, StoreError> {
        let asked =
            sqlx::query_as("SELECT sha256, bytes, media, here FROM evidence ORDER BY sha256");
        let rows: Vec<(String, i64, String, i64)> =
            self.runtime.block_on(asked.fetch_all(&mut self.connection))?;
        let read = |(sha256, bytes, media, here): (String, i64, String, i64)| {
            let sha256 = Hash::read(&sha256)
                .ok_or(StoreError::Damaged("the hash of a file of evidence cannot be read"))?;
            Ok((Evidence { sha256, bytes: bytes.cast_unsigned(), media }, here == 1))
        };
        rows.into_iter().map(read).collect()
    }
}

/// SQLite does not wait by itself where a file becomes one with a log, or where a log that somebody
/// left behind is put in order. That is soon over.
fn patiently<T>(mut work: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    for _ in 0..600 {
        match work() {
            Err(StoreError::Busy) => sleep(Duration::from_millis(50)),
            done => return done,
        }
    }
    work()
}

fn none_there(error: Error) -> Result<(), Error> {
    if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Brings a file to the disk, and then to its name.
fn on_disk(part: &Path, path: &Path) -> Result<(), Error> {
    File::open(part)?.sync_all()?;
    std::fs::rename(part, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Where the store ends.
struct End {
    last: i64,
    seal: Option<Hash>,
}

impl End {
    /// Reads the end, and keeps every other writer waiting until the step is over.
    async fn lock(step: &mut AnyConnection) -> Result<Self, StoreError> {
        sqlx::query("UPDATE ledger SET last = last").execute(&mut *step).await?;
        Self::read(sqlx::query_as("SELECT last, seal FROM ledger").fetch_one(&mut *step).await?)
    }

    fn read((last, seal): (i64, Option<String>)) -> Result<Self, StoreError> {
        let damaged = StoreError::Damaged("the last seal cannot be read");
        let seal = seal.map(|seal| Hash::read(&seal).ok_or(damaged)).transpose()?;
        Ok(Self { last, seal })
    }

    async fn write(&self, step: &mut AnyConnection) -> Result<(), StoreError> {
        sqlx::query("UPDATE ledger SET last = $1, seal = $2")
            .bind(self.last)
            .bind(self.seal.map(|seal| seal.to_string()))
            .execute(step)
            .await?;
        Ok(())
    }

    /// Adds some entries: at most [`ROWS`].
    async fn add(
        &mut self,
        step: &mut AnyConnection,
        ledger: Id,
        some: &[Sound],
        appended: &mut Appended,
    ) -> Result<(), StoreError> {
        // The id of each that is here, and whether its content is.
        let mut here = here(step, some).await?;
        let mut new: Vec<(&Entry, Hash)> = Vec::new();
        for entry in some.iter().map(Sound::entry) {
            match (here.get(&entry.id()), entry.content()) {
                (None, content) => {
                    here.insert(entry.id(), content.is_some());
                    let next = seal(self.seal, ledger, entry.id());
                    self.seal = Some(next);
                    new.push((entry, next));
                }
                (Some(false), Some(_)) => {
                    here.insert(entry.id(), true);
                    let just_now = new.iter_mut().find(|(new, _)| new.id() == entry.id());
                    if let Some((new, _)) = just_now {
                        *new = entry;
                    } else {
                        complete(step, entry).await?;
                        appended.completed += 1;
                    }
                }
                _ => {}
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let text = format!(
            "INSERT INTO entries (position, id, signed, content, seal) VALUES {}",
            rows(new.len(), 5)
        );
        let mut insert = sqlx::query(AssertSqlSafe(text));
        for (entry, seal) in &new {
            self.last += 1;
            insert = insert
                .bind(self.last)
                .bind(entry.id().to_string())
                .bind(entry.line_without_content())
                .bind(entry.content().map(|content| content.text().to_owned()))
                .bind(seal.to_string());
        }
        insert.execute(step).await?;
        appended.new += new.len() as u64;
        Ok(())
    }
}

/// Which of some entries are here, and whether their contents are.
async fn here(step: &mut AnyConnection, some: &[Sound]) -> Result<BTreeMap<Id, bool>, StoreError> {
    let text = format!(
        "SELECT id, CASE WHEN content IS NULL THEN 0 ELSE 1 END FROM entries WHERE id IN {}",
        rows(1, some.len())
    );
    let mut asked = sqlx::query_as(AssertSqlSafe(text));
    for sound in some {
        asked = asked.bind(sound.entry().id().to_string());
    }
    let found: Vec<(String, i32)> = asked.fetch_all(step).await?;
    Ok(found.into_iter().filter_map(|(id, content)| Some((Id::read(&id)?, content == 1))).collect())
}

/// Gives an entry the content that it lacked.
async fn complete(step: &mut AnyConnection, entry: &Entry) -> Result<(), StoreError> {
    sqlx::query("UPDATE entries SET content = $1 WHERE id = $2")
        .bind(entry.content().map(|content| content.text().to_owned()))
        .bind(entry.id().to_string())
        .execute(step)
        .await?;
    Ok(())
}

/// `($1, $2), ($3, $4)`: the places for so many rows of so many values.
fn rows(rows: usize, values: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=values).map(|value| format!("${}", row * values + value)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Puts a line together as it was signed, whatever has become of it.
fn stored(row: &AnyRow) -> Result<Stored, StoreError> {
    let position: i64 = row.try_get(0)?;
    let signed: String = row.try_get(1)?;
    let content: Option<String> = row.try_get(2)?;
    let seal: String = row.try_get(3)?;
    let line = match (content, signed.strip_prefix('{')) {
        (Some(content), Some(rest)) => format!("{{\"content\":{content},{rest}"),
        _ => signed,
    };
    Ok(Stored { position: position.cast_unsigned(), line, seal: Hash::read(&seal) })
}
