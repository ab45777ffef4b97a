//! The first pass, the exact pass, the loop and regorus in turn, in one run, as ratios:
//! `cargo bench -p ceasefire-bench --bench ratios`.
//!
//! A machine's speed drifts; a ratio of neighbours in one round does not. Printed are the medians
//! over the rounds. `-- --quick` does fewer acts and rounds, to see that everything still runs.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![expect(clippy::cast_precision_loss, reason = "millions are exact in a float")]
#![expect(clippy::float_arithmetic, reason = "ratios of times are no verdicts")]

use accord_judge::{Columns, FirstPass, Judge};
use ceasefire_bench::{Policy, World, by_loop, counted, judgements};
use std::hint::black_box;
use std::time::Instant;

fn main() {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let (acts, rounds): (u32, u32) = if quick { (100_000, 3) } else { (1_000_000, 9) };
    let world = World::new(acts as usize);
    let sample = World::new(acts as usize / 500);
    let judge = Judge::new(&world.checked.agreement, &world.facts, world.profile());
    let columns: Columns = world.acts.iter().collect();
    let coded = world.coded();
    let mut policy = Policy::new(&sample);
    let counts = counted(&FirstPass::new(&judge).pass(&columns));
    assert_eq!(counts, by_loop(&coded, &world.actor_facts), "both judge the same");
    let judged = judgements(&counts) as f64;
    let sampled = judgements(&policy.judge(&sample.acts)) as f64;
    let open: u64 = counts.iter().map(|count| count.open()).sum();

    let mut times: [Vec<f64>; 4] = Default::default();
    for _ in 0..rounds {
        let round = [
            seconds(|| black_box(FirstPass::new(&judge).pass(&columns))) / judged,
            seconds(|| black_box(with_exact_pass(&judge, &columns))) / judged,
            seconds(|| black_box(by_loop(&coded, &world.actor_facts))) / judged,
            seconds(|| black_box(policy.judge(&sample.acts))) / sampled,
        ];
        times.iter_mut().zip(round).for_each(|(all, time)| all.push(time));
    }
    println!("{acts} acts, {judged} judgements, {open} left open by the first pass; one thread");
    println!("columns: {} bytes an act, ids left out", Columns::bytes_an_act());
    println!("{:<34} {:>16} {:>28}", "", "judgements/s", "time, first pass = 1");
    let names =
        ["first pass", "first pass and exact pass", "loop by hand", "regorus (on a sample)"];
    let [first, ..] = &times;
    for (name, all) in names.iter().zip(&times) {
        let ratios = all.iter().zip(first).map(|(time, first)| time / first).collect();
        println!("{name:<34} {:>16.0} {:>28.2}", 1.0 / median(all.clone()), median(ratios));
    }
}

/// The first pass, and the exact judge on what it leaves open.
fn with_exact_pass(judge: &Judge<'_>, columns: &Columns) -> usize {
    let mut pass = FirstPass::new(judge);
    let passed = pass.pass(columns);
    let mut found = 0;
    for (number, rule) in passed.rules.iter().enumerate() {
        for word in 0..rule.about.len() {
            let mut open = rule.open(word);
            while open != 0 {
                let row = word * 64 + open.trailing_zeros() as usize;
                open &= open - 1;
                found += usize::from(pass.finding(columns, &passed, row, number).is_some());
            }
        }
    }
    found
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let out = work();
    let spent = start.elapsed().as_secs_f64();
    drop(out);
    spent
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
