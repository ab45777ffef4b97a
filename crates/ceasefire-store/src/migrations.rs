//! The tables of a store, version by version. The same text serves both databases.
//!
//! A version that was published is never changed; what changes is the next one.

use crate::error::StoreError;
use sqlx::error::DatabaseError;
use sqlx::{AnyConnection, Connection as _};

const VERSIONS: [&str; 1] = [include_str!("../migrations/1.sql")];

/// Whether a ledger was ever put there.
pub(crate) async fn is_ours(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    let asked = sqlx::query("SELECT version FROM versions").fetch_optional(connection).await;
    let Err(error) = asked else { return Ok(true) };
    let code = error.as_database_error().and_then(DatabaseError::code).unwrap_or_default();
    // There is no such table: in SQLite, in PostgreSQL. Anything else does not say that.
    if code == "1" || code == "42P01" { Ok(false) } else { Err(error.into()) }
}

/// Brings the tables up to this version, each step whole or not at all.
pub(crate) async fn migrate(
    connection: &mut AnyConnection,
    name: &str,
    is_file: bool,
) -> Result<(), StoreError> {
    if is_file {
        return bring_up(connection, name).await;
    }
    // PostgreSQL may fail to make the same table twice at the same moment. The number is our own.
    sqlx::raw_sql("SELECT pg_advisory_lock(723416)").execute(&mut *connection).await?;
    bring_up(connection, name).await?;
    sqlx::raw_sql("SELECT pg_advisory_unlock(723416)").execute(connection).await?;
    Ok(())
}

async fn bring_up(connection: &mut AnyConnection, name: &str) -> Result<(), StoreError> {
    sqlx::raw_sql("CREATE TABLE IF NOT EXISTS versions (version BIGINT PRIMARY KEY)")
        .execute(&mut *connection)
        .await?;
    let mut step = connection.begin().await?;
    // The row is a lock: who migrates second waits, and finds the work done.
    sqlx::query("INSERT INTO versions VALUES (0) ON CONFLICT DO NOTHING")
        .execute(&mut *step)
        .await?;
    let (at,): (i64,) =
        sqlx::query_as("SELECT MAX(version) FROM versions").fetch_one(&mut *step).await?;
    let newest = i64::try_from(VERSIONS.len()).unwrap_or(i64::MAX);
    if at > newest {
        return Err(StoreError::Newer(name.to_owned()));
    }
    for (version, text) in (1..).zip(VERSIONS) {
        if version > at {
            sqlx::raw_sql(text).execute(&mut *step).await?;
            sqlx::query("INSERT INTO versions VALUES ($1)")
                .bind(version)
                .execute(&mut *step)
                .await?;
        }
    }
    step.commit().await?;
    Ok(())
}
