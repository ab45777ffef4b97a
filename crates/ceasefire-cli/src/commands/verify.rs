//! `ceasefire verify`

use super::{Done, Format, Stop};
use crate::console::Console;
use ceasefire_bulletin::{Bulletin, open};
use std::path::PathBuf;

/// Recompute every number of a bulletin, and compare
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Is this bulletin what follows from what it stands on?
    ceasefire verify march.ceasefire

  For a program:
    ceasefire verify march.ceasefire --format json

Nothing else is needed, and nothing is fetched. What is in the file is looked at first: that its
parts are those that it names, with their hashes, and who signed it. Then its acts are judged
again, and the findings and the summary compared to the byte. That a bulletin is the same says
that its numbers follow from its acts and facts, not that these are true. Exit codes: 0 the same;
1 something differs; 2 it cannot be read or not be recomputed.")]
pub(crate) struct Verify {
    /// The bulletin
    #[arg(value_name = "BULLETIN")]
    bulletin: PathBuf,
    /// For people, or one object
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Verify {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let shown = self.bulletin.display();
        let unable = |refused| Stop::Unable(format!("`{shown}` cannot be verified: {refused}"));
        let bytes = open(&self.bulletin).map_err(|refused| Stop::Unable(refused.to_string()))?;
        let verified = Bulletin::read(&bytes).and_then(|bulletin| bulletin.verify());
        let verified = verified.map_err(unable)?;
        match self.format {
            Format::Json => console.line(&verified.json().to_string()),
            Format::Text => console.out(&verified.told()),
        }
        Ok(verified.is_same())
    }
}
