//! `ceasefire check`

use super::Format;
use super::{Done, count};
use crate::console::Console;
use accord_check::{Diagnostic, Severity, check, check_lock, directions, lock, render};
use accord_explain::Words;
use ceasefire_files::{Library, Texts};
use serde_json::json;
use std::path::PathBuf;

/// Check agreements: names, types, coverage of clauses, clashes, readings, official texts
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  ceasefire check agreements/*\n  ceasefire check agreements/minsk --format json"
)]
pub(crate) struct Check {
    /// Folders of agreements
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
    /// Write `text.lock`: pin the official words that are at hand
    #[arg(long)]
    pin: bool,
    /// `text`, or `json` for one diagnostic a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Check {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut sound = true;
        for path in &self.agreements {
            let library = Library::open(path).map_err(|error| error.to_string())?;
            let checked = check(&library.family);
            let texts =
                Texts::beside(&library, &checked.agreement).map_err(|error| error.to_string())?;
            if self.pin {
                texts
                    .write_lock(&lock(&library.family, &texts.found))
                    .map_err(|error| error.to_string())?;
            }
            let mut all = checked.diagnostics;
            if !self.pin {
                all.extend(check_lock(&library.family, &texts.found, &texts.lock));
            }
            for diagnostic in &all {
                self.show(console, diagnostic, &library);
            }
            let errors = all.iter().filter(|d| d.severity == Severity::Error).count();
            sound &= errors == 0;
            if self.format == Format::Json {
                continue;
            }
            for missing in &texts.missing {
                console.line(&format!("{}: official text not at hand: {missing}", path.display()));
            }
            for reading in &library.family.readings {
                let name = &reading.head.name.text;
                let patched = check(&library.family.under(reading));
                for diagnostic in
                    patched.diagnostics.iter().filter(|d| d.severity == Severity::Error)
                {
                    if !all.contains(diagnostic) {
                        sound = false;
                        self.show(console, diagnostic, &library);
                    }
                }
                let words = Words::new(&checked.agreement);
                for way in directions(&checked.agreement, reading) {
                    let clause = words.clause(way.clause);
                    let moves = way.moves.words();
                    console.line(&format!(
                        "{}: reading {name} can {moves} {} ({clause})",
                        path.display(),
                        way.rule
                    ));
                }
            }
            console.line(&format!(
                "{}: {}, {}, {}",
                path.display(),
                count(
                    checked.agreement.clauses.iter().filter(|clause| !clause.id.is_empty()).count(),
                    "clause"
                ),
                count(errors, "error"),
                count(all.len() - errors, "warning")
            ));
        }
        Ok(sound)
    }

    fn show(&self, console: &mut Console, diagnostic: &Diagnostic, library: &Library) {
        let sources = &library.family.sources;
        if self.format == Format::Text {
            console.line(&render(diagnostic, sources, console.colour));
            console.line("");
            return;
        }
        let span = diagnostic.primary.span;
        let source = sources.get(span.source.0 as usize);
        let line = json!({
            "code": diagnostic.code,
            "severity": if diagnostic.severity == Severity::Error { "error" } else { "warning" },
            "message": diagnostic.message,
            "file": source.map(|source| &source.path),
            "start": span.start,
            "end": span.end,
            "help": diagnostic.help,
        });
        console.line(&line.to_string());
    }
}
