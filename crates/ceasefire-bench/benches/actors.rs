//! How many names a second are resolved on one core, against the shipped registries and a list of the size of the
//! Security Council's: `cargo bench -p ceasefire-bench --bench actors`.
//!
//! The list and the names are made up: known names as they are, with a letter lost and with their words turned round,
//! and names that are nobody's. First a peer takes the same names over the same known names: `token_sort_ratio` of the
//! Python package rapidfuzz, which compares letters and knows no words, scripts or days. Without Python or that package
//! it is skipped, and that is said. `CEASEFIRE_PYTHON` names another interpreter than `python3`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its ratio")]
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![expect(clippy::cast_precision_loss, reason = "thousands are exact in a float")]
#![expect(clippy::float_arithmetic, reason = "ratios of times are no verdicts")]

use ceasefire_actors::{Actor, Asked, Registry, Resolver, shipped};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Groups of the made-up list, with four names each.
const LISTED: usize = 1_000;
/// Every so many of the names are asked.
const EVERY: usize = 7;

fn main() {
    match beside() {
        Ok((ours, theirs)) => println!(
            "ours {ours:.0} names/s, rapidfuzz token_sort_ratio {theirs:.0} names/s: {:.2}",
            ours / theirs
        ),
        Err(why) => println!("rapidfuzz was skipped: {why}"),
    }
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn resolve(bencher: Bencher<'_, '_>) {
    let registry = registry();
    let (resolver, names) = (Resolver::new(&registry), names(&registry));
    bencher.counter(ItemsCount::new(names.len())).bench(|| found(&resolver, &names));
}

#[divan::bench(sample_count = 10)]
fn prepare_a_registry(bencher: Bencher<'_, '_>) {
    let registry = registry();
    bencher.bench(|| Resolver::new(black_box(&registry)));
}

/// The shipped registries and a made-up list.
fn registry() -> Registry {
    let mut registry = shipped().unwrap_or_default();
    for number in 0..LISTED {
        let (one, two, three) = (word(number), word(number * 31 + 7), word(number * 17 + 3));
        let others = [
            format!("Jaysh al-{one} {two}"),
            format!("{one} {two} Brigade"),
            format!("Ansar {three}"),
        ];
        registry.add_listed(
            &format!("un:QDe.{}", 1000 + number),
            &format!("Harakat {one} {three}"),
            &others,
        );
    }
    registry
}

/// A made-up word: three syllables, by its number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "qu", "zir", "mo", "tal", "shi", "gar", "du", "nim", "kes", "lo", "wah", "fir",
        "yab", "to", "hen",
    ];
    let syllable = |nth: u32| SYLLABLES[(number / 16_usize.pow(nth)) % 16];
    let mixed = (number * 7 + 5) % 16;
    format!("{}{}{}{}", syllable(0), syllable(1), syllable(2), SYLLABLES[mixed])
}

/// Names as reports may have them.
fn names(registry: &Registry) -> Vec<String> {
    let known: Vec<&str> = registry.actors().iter().flat_map(Actor::all_names).collect();
    let mut out = Vec::new();
    for (number, name) in known.iter().enumerate().filter(|(number, _)| number % EVERY == 0) {
        let lost = name.chars().enumerate().filter(|(at, _)| *at != 3).map(|(_, c)| c).collect();
        let turned: Vec<&str> = name.split(' ').rev().collect();
        out.extend([
            (*name).to_owned(),
            lost,
            turned.join(" "),
            format!("Front of {}", word(number * 13)),
        ]);
    }
    out
}

fn found(resolver: &Resolver, names: &[String]) -> usize {
    let ask = |name: &&String| resolver.resolve(&Asked::name(name)).actor().is_some();
    names.iter().filter(ask).count()
}

/// Names a second, ours and the peer's.
fn beside() -> Result<(f64, f64), Box<dyn Error>> {
    let registry = registry();
    let (resolver, names) = (Resolver::new(&registry), names(&registry));
    let started = Instant::now();
    black_box(found(&resolver, &names));
    let ours = names.len() as f64 / started.elapsed().as_secs_f64();
    let known: Vec<&str> = registry.actors().iter().flat_map(Actor::all_names).collect();
    let theirs = rapidfuzz(&json!({ "names": names, "known": known }))?;
    Ok((ours, names.len() as f64 / theirs))
}

/// The seconds that rapidfuzz takes for the best of the known names to each name.
fn rapidfuzz(asked: &Value) -> Result<f64, Box<dyn Error>> {
    const SCRIPT: &str = "
import json, sys, time
from rapidfuzz import fuzz, process, utils
asked = json.loads(sys.stdin.buffer.read())
known = [utils.default_process(name) for name in asked['known']]
start = time.perf_counter()
for name in asked['names']:
    process.extractOne(utils.default_process(name), known, scorer=fuzz.token_sort_ratio)
print(time.perf_counter() - start)
";
    let python = std::env::var("CEASEFIRE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut run = Command::new(python)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = run.stdin.take() {
        // Python without the package is gone before it has read anything.
        let _ = input.write_all(asked.to_string().as_bytes());
    }
    let output = run.wait_with_output()?;
    if !output.status.success() {
        return Err("the package is not there (pip install rapidfuzz)".into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}
