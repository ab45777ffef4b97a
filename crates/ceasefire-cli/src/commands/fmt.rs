//! `ceasefire fmt`

use super::Done;
use crate::console::Console;
use accord_syntax::format;
use ceasefire_files::Library;
use std::fs;
use std::path::PathBuf;

/// Lay out the code of agreements in the one canonical way; the words around it stay as they are
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  ceasefire fmt agreements/minsk\n  ceasefire fmt --check agreements/*"
)]
pub(crate) struct Fmt {
    /// Folders of agreements, or single files
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
    /// Change nothing; say which files are laid out otherwise
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut as_it_should_be = true;
        for path in &self.agreements {
            let library = Library::open(path).map_err(|error| error.to_string())?;
            for source in &library.family.sources {
                let formatted = format(&source.text);
                if formatted == source.text {
                    continue;
                }
                if self.check {
                    as_it_should_be = false;
                    console.line(&format!("{} is laid out otherwise", source.path));
                } else {
                    fs::write(&source.path, formatted)
                        .map_err(|error| format!("cannot write {}: {error}", source.path))?;
                    console.line(&format!("laid out {}", source.path));
                }
            }
        }
        Ok(as_it_should_be)
    }
}
