//! What must hold of the judge, whatever the agreement, the facts and the act.

mod found;
mod layout;
mod learning;
mod readings;
mod sameness;
mod shipped;
mod worlds;

use proptest::test_runner::Config;

/// So many cases, or as many as `PROPTEST_CASES` says. A failure is written into a named test, not
/// into a file of seeds.
fn cases(standard: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config { cases: asked.unwrap_or(standard), failure_persistence: None, ..Config::default() }
}
