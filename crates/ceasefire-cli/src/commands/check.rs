//! `ceasefire check`

use super::{Done, count};
use crate::console::Console;
use accord_check::{Severity, check, render};
use ceasefire_files::Library;
use std::path::PathBuf;

/// Check agreements: names, types, coverage of clauses, clashes, readings, official texts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ceasefire check agreements/*\n  ceasefire check agreements/minsk --format json")]
pub(crate) struct Check {
    /// Folders of agreements
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut sound = true;
        for path in &self.agreements {
            let library = Library::open(path).map_err(|error| error.to_string())?;
            let checked = check(&library.family);
            for diagnostic in &checked.diagnostics {
                console.line(&render(diagnostic, &library.family.sources, console.colour));
                console.line("");
            }
            let errors = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
            let warnings = checked.diagnostics.len() - errors;
            sound &= errors == 0;
            console.line(&format!(
                "{}: {}, {}",
                path.display(),
                count(errors, "error"),
                count(warnings, "warning")
            ));
        }
        Ok(sound)
    }
}
