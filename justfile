# One door for chores. `just` lists them.

default:
    @just --list

# Judge the shipped example
demo:
    cargo run --release --bin ceasefire -- judge agreements/syria-coh-2016 examples/syria-2016 --reading standard,russia

# Check the shipped agreements
check:
    cargo run --release --bin ceasefire -- check agreements/*

# All tests
test:
    cargo test

# Scenarios and mutants of the shipped agreements
mutants:
    cargo run --release --bin ceasefire -- test --mutants agreements/*

# Accept changed snapshots, after reading them
bless:
    INSTA_UPDATE=always cargo test
    git diff --stat -- '*.snap'

# Format and lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# API documentation
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --workspace

# A minute of each fuzz target
fuzz:
    cd fuzz && for target in $(cargo fuzz list); do RUSTC_BOOTSTRAP=1 cargo fuzz run -s none $target -- -max_total_time=60; done

# What the stores do when writers are killed, files damaged, disks full: just faults, or just faults long
faults *args:
    cargo run --release -p ceasefire-store --example faults -- {{args}}

# Benchmarks; see crates/ceasefire-bench/README.md
bench:
    cargo bench -p ceasefire-bench

# Rebuild the derived halves of the examples: just examples path/to/airwars.csv path/to/ged_ukraine.csv
examples airwars ged:
    .ci/examples {{airwars}} {{ged}}
