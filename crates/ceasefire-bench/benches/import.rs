//! Tables to acts on one core, beside `DuckDB` over the same file in the same run:
//! `cargo bench -p ceasefire-bench --bench import`.
//!
//! Ours reads the file and writes every act as a line of JSON into a sink. `DuckDB` reads the same
//! file with one thread and the same columns as numbers and days, all others as text; once it counts
//! every column, so that it can skip none, and once it writes them as Parquet. It is reached through
//! Python; without Python or its package `duckdb` it is skipped, and that is said. `CEASEFIRE_PYTHON` names
//! another interpreter than `python3`.
//!
//! Times are the processor's, where the system tells them (Linux), so that a machine shared with others
//! does not make both look slow.
//!
//! `-- --quick` takes small files; `-- --big` also makes a file of 2 GB and tells the peak memory of
//! the release binary over it (Linux only; build it first: `cargo build --release`).

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![expect(clippy::cast_precision_loss, reason = "billions are exact in a float")]
#![expect(clippy::float_arithmetic, reason = "ratios of times are no verdicts")]

use ceasefire_bench::Table;
use ceasefire_import::{Import, Profile, shipped};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

type Done<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Done {
    let asked = |flag: &str| std::env::args().any(|arg| arg == flag);
    let (bytes, rounds) = if asked("--quick") { (8 << 20, 3) } else { (128 << 20, 5) };
    let folder = tempfile::tempdir()?;
    let profiles = shipped()?;
    println!(
        "{:<16} {:>8} {:>10} {:>22} {:>22}",
        "one thread", "", "ours", "DuckDB, counted", "DuckDB, to Parquet"
    );
    for table in Table::ALL {
        let path = folder.path().join("table.csv");
        let rows = made(table, bytes, &path)?;
        let size = fs::metadata(&path)?.len() as f64 / 1e6;
        let (mut ours, mut counted, mut parquet) = (Vec::new(), Vec::new(), Vec::new());
        let mut skipped = None;
        for _ in 0..rounds {
            ours.push(size / import(&path, &profiles, rows)?);
            match duckdb(table, &path) {
                Ok([count, write]) => {
                    counted.push(size / count);
                    parquet.push(size / write);
                }
                Err(why) => skipped = Some(why.to_string()),
            }
        }
        let ours = median(ours);
        let beside = |theirs: Vec<f64>| match median(theirs) {
            0.0 => "skipped".to_owned(),
            theirs => format!("{theirs:.0} MB/s ({:.2})", ours / theirs),
        };
        println!(
            "{:<16} {size:>5.0} MB {ours:>5.0} MB/s {:>22} {:>22}",
            table.name(),
            beside(counted),
            beside(parquet)
        );
        if let Some(why) = skipped {
            println!("  DuckDB was skipped: {why}");
        }
    }
    println!("in brackets: ours divided by DuckDB's");
    if asked("--big") {
        for table in Table::ALL {
            println!("{}", big(table, folder.path())?);
        }
    }
    Ok(())
}

fn made(table: Table, bytes: u64, path: &Path) -> Done<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let rows = table.write(bytes, &mut file)?;
    file.flush()?;
    Ok(rows)
}

/// Seconds from the file to the last line.
fn import(path: &Path, profiles: &[Profile], rows: u64) -> Done<f64> {
    let start = Clock::start();
    let mut import = Import::open(File::open(path)?, profiles, None)?;
    let (mut sink, mut line) = (io::sink(), Vec::new());
    while let Some(row) = import.read() {
        line.clear();
        row.map_err(|aside| aside.reason)?.write(&mut line)?;
        sink.write_all(std::hint::black_box(&line))?;
    }
    let spent = start.spent();
    assert_eq!(import.account().acts, rows, "every row is an act");
    Ok(spent)
}

/// The time that the processor has spent on this thread; or, where nobody tells it, the clock's.
struct Clock {
    wall: Instant,
    processor: Option<f64>,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), processor: processor() }
    }

    fn spent(&self) -> f64 {
        match (self.processor, processor()) {
            (Some(start), Some(end)) => end - start,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Seconds that this thread has run, as Linux counts them.
fn processor() -> Option<f64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = told.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Seconds that `DuckDB` takes to count every column, and to write them.
fn duckdb(table: Table, path: &Path) -> Done<[f64; 2]> {
    let python = std::env::var("CEASEFIRE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let (numbers, days) = table.typed();
    let kind = |name: &str| match name {
        name if numbers.contains(&name) => "DOUBLE",
        name if days.contains(&name) && table != Table::Acled => "TIMESTAMP",
        _ => "VARCHAR",
    };
    let columns: Vec<String> =
        table.headings().iter().map(|name| format!("'{name}': '{}'", kind(name))).collect();
    let told: Vec<String> = table
        .headings()
        .iter()
        .map(|name| match *name {
            name if days.contains(&name) && table == Table::Acled => {
                format!("strptime(\"{name}\", '{}') AS \"{name}\"", table.day_form())
            }
            name => format!("\"{name}\""),
        })
        .collect();
    let counts: Vec<String> =
        table.headings().iter().map(|name| format!("count(\"{name}\")")).collect();
    let file = path.display();
    let told = format!(
        "SELECT {} FROM read_csv('{file}', header=true, delim=',', quote='\"', escape='\"', \
         auto_detect=false, columns={{{}}})",
        told.join(", "),
        columns.join(", ")
    );
    let count = format!("SELECT {} FROM ({told})", counts.join(", "));
    let write = format!("COPY ({told}) TO '{file}.parquet' (FORMAT parquet)");
    let script = "import duckdb, sys, time\n\
                  base = duckdb.connect(config={'threads': 1})\n\
                  base.execute('SET enable_progress_bar = false')\n\
                  for query in sys.argv[1:]:\n    \
                  start = time.process_time(); base.execute(query).fetchall()\n    \
                  print(time.process_time() - start)\n";
    let ran = Command::new(python).args(["-c", script, &count, &write]).output()?;
    if !ran.status.success() {
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        return Err(told.lines().last().unwrap_or("no reason given").into());
    }
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    let mut seconds = told.lines().map(str::parse::<f64>);
    let mut next = || seconds.next().ok_or("DuckDB told no time");
    Ok([next()??, next()??])
}

/// The peak memory of the binary over a file of 2 GB, in a sentence.
fn big(table: Table, folder: &Path) -> Done<String> {
    let binary = binary()?;
    let path = folder.join("big.csv");
    let rows = made(table, 2_000_000_000, &path)?;
    let start = Instant::now();
    let mut run = Command::new(binary)
        .arg("import")
        .arg(&path)
        .arg("--out")
        .arg(folder.join("acts.jsonl"))
        .stderr(std::process::Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", run.id());
    let mut peak = 0;
    while run.try_wait()?.is_none() {
        // The kernel keeps the highest mark, so a look now and then is enough.
        peak = peak.max(highest(&fs::read_to_string(&status).unwrap_or_default()));
        std::thread::sleep(Duration::from_millis(20));
    }
    let spent = start.elapsed().as_secs_f64();
    fs::remove_file(folder.join("acts.jsonl"))?;
    fs::remove_file(&path)?;
    Ok(format!(
        "{}: 2 GB, {rows} rows, {spent:.0} s with the merge, at most {} MB of memory",
        table.name(),
        peak / 1000
    ))
}

/// The highest resident memory in a process's status, in kilobytes.
fn highest(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or_default()
}

/// The release binary beside this benchmark.
fn binary() -> Done<PathBuf> {
    let own = std::env::current_exe()?;
    let found = own.ancestors().map(|folder| folder.join("ceasefire")).find(|path| path.is_file());
    found.ok_or_else(|| "the release binary is not there: cargo build --release".into())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}
