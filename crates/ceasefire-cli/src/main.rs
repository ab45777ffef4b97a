//! The `ceasefire` command: it reads arguments and files, calls the libraries, and prints. Every
//! rule, count and sentence comes from them.

mod commands;
mod console;

use clap::{CommandFactory as _, Parser, Subcommand};
use console::Console;
use std::process::ExitCode;

/// Judge a cease-fire agreement over what was reported.
///
/// An agreement is a folder of Markdown files in which each clause stands beside its meaning as
/// code. Acts and facts are JSON Lines or CSV files. The exit code is 0 where all is well, 1 where
/// something was found that should be looked at (an error in an agreement, a scenario that fails,
/// a row set aside under --strict), and 2 where the command could not do its work.
#[derive(Debug, Parser)]
#[command(name = "ceasefire", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; NO_COLOR is respected
    #[arg(long, global = true, default_value = "auto", value_parser = ["auto", "always", "never"])]
    color: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(commands::check::Check),
    Test(commands::test::Test),
    Fmt(commands::fmt::Fmt),
    Judge(commands::judge::JudgeActs),
    Explain(commands::explain::Explain),
    Ask(commands::ask::Ask),
    Diff(commands::diff::Diff),
    Show(commands::show::Show),
    Import(commands::import::ImportTables),
    /// Print shell completions
    #[command(
        after_help = "Example:\n  ceasefire completions bash > /etc/bash_completion.d/ceasefire"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new(&arguments.color);
    let done = match arguments.command {
        Command::Check(check) => check.run(&mut console),
        Command::Test(test) => test.run(&mut console),
        Command::Fmt(fmt) => fmt.run(&mut console),
        Command::Judge(judge) => judge.run(&mut console),
        Command::Explain(explain) => explain.run(&mut console),
        Command::Ask(ask) => ask.run(&mut console),
        Command::Diff(diff) => diff.run(&mut console),
        Command::Show(show) => show.run(&mut console),
        Command::Import(import) => import.run(&mut console),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "ceasefire", &mut out);
            console.out(&String::from_utf8_lossy(&out));
            Ok(true)
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            console.error(&message);
            ExitCode::from(2)
        }
    }
}
