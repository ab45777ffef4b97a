//! How many names a second are resolved against the whole list of the Security Council, on one core.
//!
//! `CEASEFIRE_SHARED` says where the list and the names are, as in the test of mentions.

#[path = "../tests/support/mod.rs"]
mod support;

use ceasefire_actors::{Asked, Resolver};
use std::path::PathBuf;

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures time and says so")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(shared) = std::env::var_os("CEASEFIRE_SHARED").map(PathBuf::from) else {
        println!("skipped: CEASEFIRE_SHARED is not set");
        return Ok(());
    };
    let list =
        std::fs::read_to_string(shared.join("data/sanctions/un_sc_consolidated_2025-04-19.xml"))?;
    let resolver = Resolver::new(&support::with_un_list(&list));
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_path(shared.join("data/actors/actor_mentions_dev.csv"))?
            .records()
            .collect::<Result<_, _>>()?;
    let rounds = 20;
    let start = std::time::Instant::now();
    let mut found = 0;
    for _ in 0..rounds {
        for row in &rows {
            found += usize::from(
                resolver
                    .resolve(&Asked { name: &row[0], day: None, country: Some(&row[2]) })
                    .actor()
                    .is_some(),
            );
        }
    }
    let names = rounds * rows.len();
    let milliseconds = start.elapsed().as_millis().max(1);
    println!("{names} names, {found} found, {} a second", names as u128 * 1000 / milliseconds);
    Ok(())
}
