//! `ceasefire fmt`

use super::{Done, Format};
use crate::console::Console;
use accord_syntax::format;
use ceasefire_files::Library;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// Lay out the code of agreements in the one canonical way; the words around it stay as they are
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Lay out every file of an agreement:
    ceasefire fmt agreements/minsk

  Change nothing; fail if a file is laid out otherwise:
    ceasefire fmt --check agreements/*

As JSON, each file is `as it should be`, `laid out` or, under --check, `otherwise`. Exit codes:
0 all files are laid out; 1 under --check, a file is laid out otherwise; 2 a file could not be
read or written.")]
pub(crate) struct Fmt {
    /// Folders of agreements, or single files
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
    /// Change nothing; say which files are laid out otherwise
    #[arg(long)]
    check: bool,
    /// For people, or one file a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Fmt {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut as_it_should_be = true;
        for path in &self.agreements {
            for source in &Library::open(path)?.family.sources {
                let formatted = format(&source.text);
                let layout = if formatted == source.text {
                    "as it should be"
                } else if self.check {
                    as_it_should_be = false;
                    "otherwise"
                } else {
                    fs::write(&source.path, formatted)
                        .map_err(|error| format!("cannot write `{}`: {error}", source.path))?;
                    "laid out"
                };
                match (self.format, layout) {
                    (Format::Json, _) => {
                        console.line(&json!({ "file": source.path, "layout": layout }).to_string());
                    }
                    (Format::Text, "otherwise") => {
                        console.line(&format!("{} is laid out otherwise", source.path));
                    }
                    (Format::Text, "laid out") => {
                        console.line(&format!("laid out {}", source.path));
                    }
                    (Format::Text, _) => {}
                }
            }
        }
        Ok(as_it_should_be)
    }
}
