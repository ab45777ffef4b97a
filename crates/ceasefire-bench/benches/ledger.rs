//! The ledger over made-up entries: `cargo bench -p ceasefire-bench --bench ledger`.
//!
//! `one_by_one` against `many_at_once` is what the multiples of a key save; both on all cores.

use ceasefire_bench::entries;
use ceasefire_ledger::{Entry, Heads, Id, Kept, Ledger, Moment, Sound, State, verify};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use rayon::prelude::*;

const MANY: usize = 100_000;
const MILLION: usize = 1_000_000;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5)]
fn one_by_one(bencher: Bencher<'_, '_>) {
    let entries = entries(MANY, 10);
    let check = |entry: &Entry| Sound::check(entry.clone()).is_ok();
    bencher.counter(ItemsCount::new(entries.len())).bench(|| entries.par_iter().all(check));
}

#[divan::bench(sample_count = 5, args = [10, 1_000])]
fn many_at_once(bencher: Bencher<'_, '_>, authors: usize) {
    let entries = entries(MANY, authors);
    bencher
        .counter(ItemsCount::new(entries.len()))
        .with_inputs(|| entries.clone())
        .bench_values(Sound::check_all);
}

/// From lines, as `ledger verify` does: canonical form, hashes, signatures, chains.
#[divan::bench(sample_count = 5, args = [10, 1_000])]
fn verify_lines(bencher: Bencher<'_, '_>, authors: usize) {
    let entries = entries(MANY, authors);
    let ledger = entries.first().map_or(Id([0; 32]), Entry::ledger);
    let lines: Vec<String> = entries.iter().map(Entry::line).collect();
    let kept = || lines.iter().map(|line| Kept { line, seal: None });
    bencher
        .counter(ItemsCount::new(lines.len()))
        .bench(|| verify(ledger, kept(), &Heads::default()));
}

/// Entries that a store verified before, to all that counts and all facts.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn rebuild_a_million(bencher: Bencher<'_, '_>) {
    let entries = entries(MILLION, 50);
    let ledger = entries.first().map_or(Id([0; 32]), Entry::ledger);
    bencher.counter(ItemsCount::new(entries.len())).with_inputs(|| entries.clone()).bench_values(
        |entries| {
            let mut built = Ledger::new(ledger);
            built.add_all(entries);
            black_box(State::known_on(&built, Moment(i64::MAX)).facts().len())
        },
    );
}

/// One more entry to a million, and what it says.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn one_more(bencher: Bencher<'_, '_>) {
    let mut entries = entries(MILLION / 10, 50);
    let ledger = entries.first().map_or(Id([0; 32]), Entry::ledger);
    let mut rest = entries.split_off(entries.len() - 1_000).into_iter();
    let mut built = Ledger::new(ledger);
    built.add_all(entries);
    bencher.bench_local(|| {
        let entry = rest.next()?;
        let id = entry.id();
        built.add(entry).ok()?;
        State::new(&built).row(id)
    });
}
