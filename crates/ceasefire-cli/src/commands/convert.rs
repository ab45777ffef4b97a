//! `ceasefire convert`

use super::{Done, Format, count};
use crate::console::Console;
use ceasefire_files::convert;
use serde_json::json;
use std::path::PathBuf;

/// Write acts as Parquet, for other tools, or read them back from it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  For DuckDB, pandas or R:
    ceasefire convert acts.jsonl acts.parquet

  And back; the same acts:
    ceasefire convert acts.parquet acts.jsonl

  A table in our own columns as JSON Lines:
    ceasefire convert acts.csv acts.jsonl

The endings say the forms: .jsonl, .csv (read only, since it cannot hold all of an act) and
.parquet. The columns are described in docs/columns.md. A row that has not the form of an act is
set aside and told; what an act means is looked at when it is judged. Exit codes: 0 all acts are
written; 1 a row was set aside; 2 a file could not be read or written.")]
pub(crate) struct Convert {
    /// The acts to read
    #[arg(value_name = "IN")]
    from: PathBuf,
    /// The file to write; one that is there is replaced
    #[arg(value_name = "OUT")]
    to: PathBuf,
    /// For people, or one object
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Convert {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let converted = convert(&self.from, &self.to)?;
        for aside in &converted.aside {
            console.note(&format!("set aside: {aside}"));
        }
        let (from, to) = (self.from.display(), self.to.display());
        let (acts, aside) = (converted.acts, converted.aside.len());
        match self.format {
            Format::Json => console.line(
                &json!({
                    "from": from.to_string(),
                    "to": to.to_string(),
                    "acts": acts,
                    "set_aside": aside,
                })
                .to_string(),
            ),
            Format::Text => {
                let told = match aside {
                    0 => String::new(),
                    rows => format!("; {} set aside", count(rows, "row")),
                };
                console.line(&format!("{} written to {to}{told}", count(acts, "act")));
            }
        }
        Ok(aside == 0)
    }
}
