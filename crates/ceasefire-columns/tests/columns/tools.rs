//! What other tools make of the file, where they are installed: `DuckDB` through Python
//! (`pip install duckdb`; `CEASEFIRE_PYTHON` names another Python than `python3`).

use crate::acts::{acts, file};
use crate::same::example;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// A Python with `DuckDB`; without one the test says so and is skipped.
fn python() -> Option<String> {
    let python = std::env::var("CEASEFIRE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import duckdb"]).output();
    if found.is_ok_and(|found| found.status.success()) {
        return Some(python);
    }
    eprintln!("skipped: `{python}` has no duckdb");
    None
}

/// What a script prints, with the path of a file as its argument.
fn printed(python: &str, script: &str, path: &PathBuf) -> String {
    let run = Command::new(python).args(["-c", script]).arg(path).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn duckdb_counts_acts_by_kind_and_by_candidate_author_as_we_do() {
    let Some(python) = python() else { return };
    let path = path("counted.parquet");
    std::fs::write(&path, file(&example())).unwrap();
    let (mut kinds, mut authors) = (BTreeMap::<String, u32>::new(), BTreeMap::new());
    for act in example() {
        *kinds.entry(act["kind"].as_str().unwrap().to_owned()).or_default() += 1;
        for one in act.get("by").and_then(|by| by.as_array()).into_iter().flatten() {
            let name = one.as_str().or_else(|| one["actor"].as_str()).unwrap().to_owned();
            *authors.entry(name).or_default() += 1;
        }
    }
    let told = |counts: BTreeMap<String, u32>| -> String {
        counts.into_iter().map(|(name, count)| name + " " + &count.to_string() + "\n").collect()
    };
    let script = r#"
import duckdb, sys
acts = duckdb.read_parquet(sys.argv[1])
for row in duckdb.sql("select kind, count(*) from acts group by 1 order by 1").fetchall(): print(*row)
print("--")
for row in duckdb.sql('select c.actor, count(*) from acts, unnest("by") as t(c) group by 1 order by 1').fetchall(): print(*row)
"#;
    assert_eq!(printed(&python, script, &path), format!("{}--\n{}", told(kinds), told(authors)));
}

#[test]
fn what_duckdb_writes_of_our_acts_reads_as_the_same_acts() {
    let Some(python) = python() else { return };
    let (ours, theirs) = (path("ours.parquet"), path("theirs.parquet"));
    std::fs::write(&ours, file(&example())).unwrap();
    let script = r#"
import duckdb, sys
path = sys.argv[1]
duckdb.sql(f"copy (select * from '{path}') to '{path.replace('ours', 'theirs')}'")
"#;
    printed(&python, script, &ours);
    assert_eq!(acts(std::fs::read(theirs).unwrap()), example());
}
