//! Where stores are made to be broken.

use crate::Broken;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

/// A kind of store.
pub(crate) enum Kind {
    /// SQLite.
    File,
    /// PostgreSQL, at this address.
    Server(String),
}

/// A place for one store, which is empty at first and gone when this is dropped.
pub(crate) struct Place {
    /// As the store wants it.
    pub(crate) address: String,
    /// A folder of its own: where the file of the store lies, if it is one.
    pub(crate) folder: PathBuf,
    /// What undoes it on a server: its address and the words.
    undo: Option<(String, String)>,
}

impl Kind {
    /// All that can be tried here.
    pub(crate) fn all() -> Vec<Self> {
        let server = std::env::var("CEASEFIRE_POSTGRES").ok().map(Self::Server);
        [Self::File].into_iter().chain(server).collect()
    }
}

impl Place {
    /// Makes an empty place.
    pub(crate) fn new(kind: &Kind) -> Result<Self, Broken> {
        // The place before may be gone only after this one was made.
        static PLACES: AtomicU64 = AtomicU64::new(0);
        let place = PLACES.fetch_add(1, Ordering::Relaxed);
        let name = format!("faults_{}_{place}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let address = match kind {
            Kind::File => format!("sqlite:{}?mode=rwc", folder.join("ledger.sqlite").display()),
            Kind::Server(server) => {
                sql(server, &format!("CREATE SCHEMA {name}"))?;
                format!("{server}?options[search_path]={name}")
            }
        };
        let undo = match kind {
            Kind::File => None,
            Kind::Server(server) => Some((server.clone(), format!("DROP SCHEMA {name} CASCADE"))),
        };
        Ok(Self { address, folder, undo })
    }

    /// The file of the store.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("ledger.sqlite")
    }

    /// The log of that file, which is written ahead of it.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("ledger.sqlite-wal")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, words)) = &self.undo {
            sql(server, words).ok();
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "SQLite",
            Self::Server(_) => "PostgreSQL",
        })
    }
}

fn sql(address: &str, text: &str) -> Result<(), Broken> {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|why| why.to_string())?;
    let done = runtime.block_on(async {
        let mut connection = AnyConnection::connect(address).await?;
        sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut connection).await?;
        connection.close().await
    });
    done.map_err(|why| format!("the server cannot be prepared: {why}"))
}
