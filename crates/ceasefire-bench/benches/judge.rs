//! Each step by itself: `cargo bench -p ceasefire-bench --bench judge`.

use accord_check::{Family, check};
use accord_explain::{Explanation, Words, text};
use accord_judge::{Columns, FirstPass, Judge};
use ceasefire_bench::{Policy, World, by_loop, counted, judgements};
use ceasefire_files::Library;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use std::path::Path;

const ACTS: usize = 1_000_000;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn first_pass(bencher: Bencher<'_, '_>) {
    let world = World::new(ACTS);
    let judge = Judge::new(&world.checked.agreement, &world.facts, world.profile());
    let columns: Columns = world.acts.iter().collect();
    let judged = judgements(&counted(&FirstPass::new(&judge).pass(&columns)));
    bencher.counter(ItemsCount::new(judged)).bench(|| FirstPass::new(&judge).pass(&columns));
}

#[divan::bench(sample_count = 5)]
fn loop_by_hand(bencher: Bencher<'_, '_>) {
    let world = World::new(ACTS);
    let acts = world.coded();
    let judged = judgements(&by_loop(&acts, &world.actor_facts));
    bencher.counter(ItemsCount::new(judged)).bench(|| by_loop(&acts, &world.actor_facts));
}

#[divan::bench(sample_count = 5)]
fn regorus(bencher: Bencher<'_, '_>) {
    let world = World::new(1_000);
    let mut policy = Policy::new(&world);
    let judged = judgements(&policy.judge(&world.acts));
    bencher.counter(ItemsCount::new(judged)).bench_local(|| policy.judge(&world.acts));
}

#[divan::bench(args = ["syria-coh-2016", "minsk"])]
fn check_an_agreement(bencher: Bencher<'_, '_>, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements").join(name);
    let sources = Library::open(&folder).map(|library| library.family.sources).unwrap_or_default();
    bencher.bench(|| check(&Family::read(black_box(sources.clone()))));
}

#[divan::bench]
fn explain_an_act(bencher: Bencher<'_, '_>) {
    let world = World::new(100);
    let agreement = &world.checked.agreement;
    let judge = Judge::new(agreement, &world.facts, world.profile());
    let act = world.acts.iter().find(|act| act.kind == "attack" && act.on.is_empty());
    let act = act.cloned().unwrap_or_default();
    bencher.bench(|| {
        let explanation = Explanation::new(&judge, &act, "government-attack", "standard", &[]);
        text(&explanation, Words::new(agreement), true)
    });
}
