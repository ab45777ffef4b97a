//! `ceasefire add`

use super::Done;
use super::workspaces::Writes;
use crate::console::Console;
use ceasefire_ledger::Kind;
use ceasefire_workspace::{Archived, correction, judgement, pinned, redaction, rows, source};
use clap::Subcommand;
use std::path::PathBuf;

/// Enter acts, facts, judgements, sources, corrections and redactions into a workspace's ledger
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire add act --rows acts.jsonl
  ceasefire add acts acts-ged.parquet --says \"UCDP GED 25.1, Syria\"
  ceasefire add fact \"fact=supports(group-a, militia-q)\" from=2026-03-01 \"publisher=Office Q\"
  ceasefire add source page.html --url https://example.org/page --publisher \"Office Q\"
  ceasefire add judgement \"fact=in-good-faith(group-a)\" --reasons \"see the minutes of 4 March\"
  ceasefire add correction 488b6e33 value=false --reason \"the source took it back\"
  ceasefire add redaction 488b6e33 --reason \"for the safety of a source\"

Columns are those of files of acts and facts. What is entered is signed by you; all rows are entered
in one step, or none. The ids are printed. Exit code 1 if a row was set aside: then nothing is entered.")]
pub(crate) struct Add {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Acts, an entry each
    Act(Rows),
    /// A table of acts as one file: for thousands and more
    Acts {
        /// The table: JSON Lines, CSV or Parquet
        file: PathBuf,
        /// What it is, in words
        #[arg(long)]
        says: Option<String>,
        #[command(flatten)]
        writes: Writes,
    },
    /// Facts, an entry each
    Fact(Rows),
    /// A person's judgement, with reasons
    Judgement {
        /// The row: fact=…, value=…, from=…
        #[arg(required = true, value_name = "COLUMN=VALUE")]
        columns: Vec<String>,
        /// Why
        #[arg(long)]
        reasons: String,
        #[command(flatten)]
        writes: Writes,
    },
    /// A source, as a file that is kept
    Source(Kept),
    /// What stands instead of an entry of yours; without columns it is withdrawn
    Correction {
        /// The entry
        id: String,
        /// What is different; `COLUMN=` takes the column away
        #[arg(value_name = "COLUMN=VALUE", required_unless_present = "withdrawn")]
        columns: Vec<String>,
        /// Nothing stands instead
        #[arg(long, conflicts_with = "columns")]
        withdrawn: bool,
        /// Since when this is known, if not from now on: a day, or a time such as 2026-03-02T09:10:11Z
        #[arg(long, value_name = "DAY")]
        known: Option<String>,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        writes: Writes,
    },
    /// Take contents away, for somebody's safety; their headers stay
    Redaction {
        /// The entries
        #[arg(required = true)]
        ids: Vec<String>,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        writes: Writes,
    },
}

#[derive(Debug, clap::Args)]
struct Rows {
    /// One row
    #[arg(value_name = "COLUMN=VALUE", required_unless_present = "rows")]
    columns: Vec<String>,
    /// A file of rows, JSON Lines or CSV; may be given again
    #[arg(long = "rows", id = "rows", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// An entry that they rest on, such as a source; may be given again
    #[arg(long, value_name = "ID")]
    refers: Vec<String>,
    #[command(flatten)]
    writes: Writes,
}

#[derive(Debug, clap::Args)]
struct Kept {
    /// The file
    file: PathBuf,
    /// Where it was found
    #[arg(long)]
    url: Option<String>,
    /// What it is called
    #[arg(long)]
    title: Option<String>,
    /// Who published it
    #[arg(long)]
    publisher: Option<String>,
    /// When it was fetched, if not now: a day, or a time such as 2026-03-02T09:10:11Z
    #[arg(long, value_name = "DAY")]
    retrieved: Option<String>,
    /// The entry of an earlier revision
    #[arg(long, value_name = "ID")]
    revision_of: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Add {
    pub(crate) fn run(self, console: &mut Console) -> Done {
        match self.what {
            What::Act(rows) => rows.enter(Kind::ActReported, console),
            What::Fact(rows) => rows.enter(Kind::FactAsserted, console),
            What::Source(kept) => kept.enter(console),
            What::Acts { file, says, writes } => entered(
                writes.enter(console, |to, _| Ok(vec![pinned(to, &file, says.as_deref())?])),
            ),
            What::Judgement { columns, reasons, writes } => {
                entered(writes.enter(console, |_, _| Ok(vec![judgement(&columns, &reasons)?])))
            }
            What::Correction { id, columns, known, reason, writes, .. } => {
                entered(writes.enter(console, |to, _| {
                    Ok(vec![correction(to, &id, &columns, known.as_deref(), &reason)?])
                }))
            }
            What::Redaction { ids, reason, writes } => {
                entered(writes.enter(console, |to, _| Ok(vec![redaction(to, &ids, &reason)?])))
            }
        }
    }
}

impl Rows {
    fn enter(self, kind: Kind, console: &mut Console) -> Done {
        let mut well = true;
        self.writes.enter(console, |to, console| {
            let mut aside = Vec::new();
            let drafts = rows(kind, &self.files, &self.columns, &mut aside)?;
            for row in &aside {
                console.note(&format!("set aside: {row}"));
            }
            if !aside.is_empty() {
                well = false;
                console.note("nothing was entered");
                return Ok(Vec::new());
            }
            let resting = drafts.into_iter().map(|draft| draft.resting_on(to, &self.refers));
            Ok(resting.collect::<Result<_, _>>()?)
        })?;
        Ok(well)
    }
}

impl Kept {
    fn enter(self, console: &mut Console) -> Done {
        let Self { file, url, title, publisher, retrieved, revision_of, writes } = self;
        let says = Archived { url, title, publisher, retrieved, revision_of };
        entered(writes.enter(console, |to, _| Ok(vec![source(to, &file, &says)?])))
    }
}

fn entered(done: Result<(), super::Stop>) -> Done {
    done.map(|()| true)
}
