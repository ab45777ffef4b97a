//! The `ceasefire` command: it reads arguments and files, calls the libraries, and prints. Every
//! rule, count and sentence comes from them.

mod commands;
mod console;

use clap::{CommandFactory as _, Parser, Subcommand};
use commands::{Done, Stop};
use console::{Color, Console};
use std::process::ExitCode;

/// Judge a cease-fire agreement over what was reported.
///
/// An agreement is a folder of Markdown files in which each clause stands beside its meaning as
/// code. Acts and facts are JSON Lines or CSV files. `ceasefire COMMAND --help` teaches each command
/// by example.
#[derive(Debug, Parser)]
#[command(
    name = "ceasefire",
    version,
    max_term_width = 100,
    after_help = "\
Start here:
  ceasefire check agreements/*                        is the agreement sound?
  ceasefire test agreements/*                         does it say what it should?
  ceasefire judge AGREEMENT ACTS                      what does it say of these acts?
  ceasefire explain AGREEMENT ACTS --act ID           why?
  ceasefire ask AGREEMENT ACTS                        what should be found out next?

Exit codes: 0 all is well; 1 something was found that should be looked at (an error in an
agreement, a scenario that fails, a layout that differs, a row set aside under --strict); 2 the
command could not do its work. Results go to standard output, notes and rows set aside to
standard error. NO_COLOR is respected."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
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
    Convert(commands::convert::Convert),
    Actors(commands::actors::Actors),
    Listed(commands::listed::Listed),
    Places(commands::places::Places),
    Bulletin(commands::bulletin::MakeBulletin),
    Verify(commands::verify::Verify),
    Identity(commands::identity::OfIdentity),
    Init(commands::init::Init),
    Add(commands::add::Add),
    Grant(commands::grant::Grant),
    EndKey(commands::grant::EndKey),
    Log(commands::log::Log),
    Entry(commands::entry::OneEntry),
    Status(commands::status::Status),
    Ledger(commands::ledger::OfLedger),
    /// Print shell completions
    #[command(after_help = "\
Examples:
  For bash:
    ceasefire completions bash > ~/.local/share/bash-completion/completions/ceasefire

  For fish:
    ceasefire completions fish > ~/.config/fish/completions/ceasefire.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new(arguments.color);
    let done = run(arguments.command, &mut console);
    // What was found so far is printed before the reason to stop.
    let written = console.finish();
    match done.and_then(|well| Ok(written.map(|()| well)?)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Stop::Look(message)) => {
            console.error(&message);
            ExitCode::from(1)
        }
        Err(Stop::Unable(message)) => {
            console.error(&message);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, console: &mut Console) -> Done {
    match command {
        Command::Check(check) => check.run(console),
        Command::Test(test) => test.run(console),
        Command::Fmt(fmt) => fmt.run(console),
        Command::Judge(judge) => judge.run(console),
        Command::Explain(explain) => explain.run(console),
        Command::Ask(ask) => ask.run(console),
        Command::Diff(diff) => diff.run(console),
        Command::Show(show) => show.run(console),
        Command::Import(import) => import.run(console),
        Command::Convert(convert) => convert.run(console),
        Command::Actors(actors) => actors.run(console),
        Command::Listed(listed) => listed.run(console),
        Command::Places(places) => places.run(console),
        Command::Bulletin(bulletin) => bulletin.run(console),
        Command::Verify(verify) => verify.run(console),
        Command::Identity(identity) => identity.run(console),
        Command::Init(init) => init.run(console),
        Command::Add(add) => add.run(console),
        Command::Grant(grant) => grant.run(console),
        Command::EndKey(end) => end.run(console),
        Command::Log(log) => log.run(console),
        Command::Entry(entry) => entry.run(console),
        Command::Status(status) => status.run(console),
        Command::Ledger(ledger) => ledger.run(console),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "ceasefire", &mut out);
            console.out(&String::from_utf8_lossy(&out));
            Ok(true)
        }
    }
}
