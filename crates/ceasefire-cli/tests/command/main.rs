//! The real binary, as its users run it: what it prints, where, and with which exit code.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod actors;
mod bad_input;
mod bulletins;
mod columns;
mod differences;
mod explaining;
mod help;
mod importing;
mod judging;
mod listed;
mod mistakes;
mod naming;
mod official_texts;
mod places;
mod run;
mod sameness;
mod schemas;
mod streams;
mod testing;
mod workspaces;
