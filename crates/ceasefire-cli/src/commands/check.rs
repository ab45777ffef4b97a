//! `ceasefire check`

use super::{Done, Format, count, lines};
use crate::console::Console;
use accord_check::{Diagnostic, render};
use accord_explain::Words;
use ceasefire_files::{Examined, Library, examine};
use std::path::{Path, PathBuf};

/// Check agreements: names, types, coverage of clauses, clashes, readings, official texts
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Check every agreement:
    ceasefire check agreements/*

  One diagnostic a line, for an editor:
    ceasefire check agreements/minsk --format json

  Pin the official texts that were put beside an agreement and compared with the source:
    ceasefire check agreements/minsk --pin

Exit codes: 0 no error (there may be warnings); 1 an agreement has errors; 2 something could not
be read.")]
pub(crate) struct Check {
    /// Folders of agreements
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
    /// Write `text.lock`: pin the official words that are at hand
    #[arg(long)]
    pin: bool,
    /// For people, or one diagnostic a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Check {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut sound = true;
        for path in &self.agreements {
            let library = Library::open(path)?;
            let examined = examine(&library, self.pin)?;
            for diagnostic in &examined.diagnostics {
                self.show(console, diagnostic, &library);
            }
            sound &= examined.counts().0 == 0;
            if self.format == Format::Text {
                tell(path, &examined, console);
            }
        }
        Ok(sound)
    }

    fn show(&self, console: &mut Console, diagnostic: &Diagnostic, library: &Library) {
        match self.format {
            Format::Json => console.line(&lines::diagnostic(diagnostic, library).to_string()),
            Format::Text => {
                let sources = &library.family.sources;
                console.line(&render(diagnostic, sources, console.colour));
                console.line("");
            }
        }
    }
}

fn tell(path: &Path, examined: &Examined, console: &mut Console) {
    let path = path.display();
    for missing in &examined.missing {
        console.line(&format!("{path}: official text not at hand: {missing}"));
    }
    let words = Words::new(&examined.agreement);
    for (name, ways) in &examined.readings {
        for way in ways {
            let (moves, rule, clause) = (way.moves.words(), &way.rule, words.clause(way.clause));
            console.line(&format!("{path}: reading {name} can {moves} {rule} ({clause})"));
        }
    }
    let (errors, warnings) = examined.counts();
    console.line(&format!(
        "{path}: {}, {}, {}",
        count(examined.clauses(), "clause"),
        count(errors, "error"),
        count(warnings, "warning")
    ));
}
