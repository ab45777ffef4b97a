//! Entries appended to a store, beside what the disk itself can do:
//! `cargo bench -p ceasefire-bench --bench store`. PostgreSQL where `CEASEFIRE_POSTGRES` says which.
//!
//! An append answers when its entries are on disk, so single ones are bound by how often the disk
//! can be told to keep something. That is measured in the same rounds: a file beside the store gets
//! as many bytes as an entry has, and is synced. Printed are the medians over the rounds.
//! `-- --quick` does less, to see that everything still runs.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![expect(clippy::cast_precision_loss, reason = "thousands are exact in a float")]
#![expect(clippy::float_arithmetic, reason = "ratios of times are no verdicts")]

use ceasefire_bench::entries;
use ceasefire_ledger::{Entry, Id, Sound};
use ceasefire_store::{SqlStore, Store as _};
use sqlx::{AnyConnection, Connection as _};
use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

/// How many entries a batch has.
const BATCH: usize = 1_000;

/// How much is done in a round, and how many rounds.
struct Work {
    batched: usize,
    single: usize,
    rounds: usize,
}

const QUICK: Work = Work { batched: 2_000, single: 50, rounds: 1 };
const WHOLE: Work = Work { batched: 50_000, single: 1_000, rounds: 7 };

fn main() -> Result<(), Box<dyn Error>> {
    let work = if std::env::args().any(|arg| arg == "--quick") { QUICK } else { WHOLE };
    let made = entries(work.rounds * (work.batched + work.single), 10);
    let ledger = made.first().map_or(Id([0; 32]), Entry::ledger);
    let sound: Vec<Sound> = Sound::check_all(made).into_iter().collect::<Result<_, _>>()?;
    let folder = tempfile::tempdir()?;
    println!(
        "{:<12} {:>12} {:>12} {:>12} {:>14}",
        "", "batched/s", "single/s", "fsync/s", "single/fsync"
    );
    let file = format!("sqlite:{}?mode=rwc", folder.path().join("ledger.sqlite").display());
    let server = std::env::var("CEASEFIRE_POSTGRES").ok();
    let server = server.map(|server| fresh(&server)).transpose()?;
    for (name, address) in [("SQLite", Some(file)), ("PostgreSQL", server)] {
        let Some(address) = address else {
            println!("{name:<12} not tried: CEASEFIRE_POSTGRES is not set");
            continue;
        };
        let mut store = SqlStore::create(&address, name, ledger)?;
        let [batched, single, synced, ratio] = rounds(&mut store, &sound, folder.path(), &work)?;
        println!("{name:<12} {batched:>12.0} {single:>12.0} {synced:>12.0} {ratio:>14.2}");
        assert_eq!(store.last()?.0, (work.rounds * (work.batched + work.single)) as u64);
        store.close()?;
    }
    Ok(())
}

/// The medians over the rounds: entries a second in batches and one by one, syncs a second, and
/// entries one by one for each sync.
fn rounds(
    store: &mut SqlStore,
    sound: &[Sound],
    folder: &Path,
    work: &Work,
) -> Result<[f64; 4], Box<dyn Error>> {
    let mut all: [Vec<f64>; 4] = Default::default();
    let mut file = File::create(folder.join("synced"))?;
    for some in sound.chunks(work.batched + work.single).take(work.rounds) {
        let (batched, single) = some.split_at(work.batched);
        let batched = rate(work.batched, || {
            batched.chunks(BATCH).try_for_each(|batch| store.append(batch).map(drop))
        })?;
        let synced = rate(work.single, || {
            single.iter().try_for_each(|one| {
                file.write_all(one.entry().line().as_bytes())?;
                file.sync_data()
            })
        })?;
        let single =
            rate(work.single, || single.chunks(1).try_for_each(|one| store.append(one).map(drop)))?;
        let round = [batched, single, synced, single / synced];
        all.iter_mut().zip(round).for_each(|(all, one)| all.push(one));
    }
    Ok(all.map(median))
}

/// How many a second.
fn rate<E>(many: usize, work: impl FnOnce() -> Result<(), E>) -> Result<f64, E> {
    let start = Instant::now();
    work()?;
    Ok(many as f64 / start.elapsed().as_secs_f64())
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// An address on the server where nothing lies.
fn fresh(server: &str) -> Result<String, Box<dyn Error>> {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = AnyConnection::connect(server).await?;
        let text = "DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench";
        sqlx::raw_sql(text).execute(&mut connection).await?;
        connection.close().await
    })?;
    Ok(format!("{server}?options[search_path]=bench"))
}
