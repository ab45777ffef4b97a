//! `ceasefire show`

use super::inputs::reading;
use super::{Done, Format};
use crate::console::Console;
use ceasefire_files::{Library, interval};
use ceasefire_findings::consolidated;
use std::path::PathBuf;

/// Print the agreement as it is in force on a day, clause by clause in plain words
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire show agreements/minsk --at 2015-12-01
  ceasefire show agreements/syria-coh-2016 --reading russia")]
pub(crate) struct Show {
    /// The folder of the agreement
    agreement: PathBuf,
    /// The day; the text without regard to time where none is given
    #[arg(long)]
    at: Option<String>,
    /// Under this reading
    #[arg(long, default_value = "standard")]
    reading: String,
    /// `text`, or `json`
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let library = Library::open(&self.agreement).map_err(|error| error.to_string())?;
        let checked = reading(&self.reading, &library, console)?;
        let at = self
            .at
            .as_ref()
            .map(|day| interval(day, &checked.agreement).map(|(from, _)| from))
            .transpose()?;
        let clauses = consolidated(&checked.agreement, at);
        match self.format {
            Format::Text => console.out(&clauses.text()),
            Format::Json => console.line(&clauses.json().to_string()),
        }
        Ok(true)
    }
}
