//! `ceasefire show`

use super::inputs::{official, sound};
use super::{Done, Format};
use crate::console::Console;
use ceasefire_files::{Library, Readings, STANDARD, interval};
use ceasefire_findings::consolidated;
use std::path::PathBuf;

/// Print the agreement as it is in force on a day, clause by clause in plain words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  The Minsk agreements as they stood on 1 December 2015, amendments worked in:
    ceasefire show agreements/minsk --at 2015-12-01

  As Russia read the Syrian terms:
    ceasefire show agreements/syria-coh-2016 --reading russia

Where the official text is at hand (the file that the agreement's `text` line names), each clause
is quoted beside its restatement. Exit codes: 0 shown; 2 there is no such reading or day, or the
agreement cannot be read or has errors.")]
pub(crate) struct Show {
    /// The folder of the agreement
    agreement: PathBuf,
    /// The day; where none is given, all that was ever in force
    #[arg(long, value_name = "DAY")]
    at: Option<String>,
    /// Under this reading
    #[arg(long, default_value = STANDARD)]
    reading: String,
    /// For people, or as one object
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let library = Library::open(&self.agreement)?;
        let asked = Readings::ask(&library, std::slice::from_ref(&self.reading));
        let readings = sound(asked, &library, console)?;
        let Some((_, checked)) = readings.asked.first() else { return Ok(true) };
        let agreement = &checked.agreement;
        let at = match &self.at {
            None => None,
            Some(day) => {
                Some(interval(day, agreement).map_err(|error| format!("--at: {error}"))?.0)
            }
        };
        let texts = official(&library, agreement, console)?;
        let clauses = consolidated(agreement, at, &texts.found);
        match self.format {
            Format::Text => console.out(&clauses.text()),
            Format::Json => console.line(&clauses.json().to_string()),
        }
        Ok(true)
    }
}
