//! `ceasefire actors`

use super::known::{KnownActors, no_actor, text};
use super::{Done, Format, Stop, count};
use crate::console::Console;
use ceasefire_actors::{Answer, Asked, Registry, Resolver, Shown, shipped};
use ceasefire_import::column;
use jiff::civil::Date;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Who is meant by names in reports, what is known of an actor, and whether a registry is sound
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire actors resolve \"Jaysh al-Islam\" \"Military Forces of Russia (2000-)\"
  ceasefire actors show jabhat-al-nusra
  ceasefire actors check ours.toml")]
pub(crate) struct Actors {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Resolve(Resolve),
    Show(Show),
    Check(Check),
}

/// Say who is meant by names in reports: an actor, none of ours, or unsure with candidates
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire actors resolve \"Jaysh al-Islam\" \"Military Forces of Russia (2000-)\"
  ceasefire actors resolve \"HTS\" --on 2018-06-01 --country SY
  ceasefire actors resolve --registry ours.toml \"Group A\" --format json
  ceasefire actors resolve --file reports.csv --column armed_group --country SY

The names of a column are answered one a line, in the order of the table; how many came to what is
told on standard error.")]
struct Resolve {
    /// Names as they were reported
    #[arg(required_unless_present = "file")]
    names: Vec<String>,
    /// A table with a column of names
    #[arg(long, requires = "column", conflicts_with = "names", value_name = "TABLE")]
    file: Option<PathBuf>,
    /// The heading of that column
    #[arg(long, requires = "file", value_name = "HEADING")]
    column: Option<String>,
    /// The day of what is reported: names come into use and go out of it
    #[arg(long, value_name = "DAY")]
    on: Option<Date>,
    /// The country of what is reported, as two capital letters
    #[arg(long)]
    country: Option<String>,
    #[command(flatten)]
    known: KnownActors,
    /// `text`, or `json` for one answer a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Show what is known of an actor: names with scripts, days and sources, ties, references on lists
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire actors show jabhat-al-nusra
  ceasefire actors show group-a --registry ours.toml --format json")]
struct Show {
    /// The actor's id
    #[arg(required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    known: KnownActors,
    /// `text`, or `json` for one actor a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Check a registry of your own: mistakes and what a reader should know, each with its line
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire actors check ours.toml
  ceasefire actors check actors/syria.toml --alone

The file is held against the shipped registries, as it will stand beside them; with --alone it is
read by itself. Exit code 1 if there is a mistake; notes are no mistakes.")]
struct Check {
    /// Registries of actors, TOML files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Without the shipped registries beside it
    #[arg(long)]
    alone: bool,
    /// `text`, or `json` for one mistake or note a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Actors {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        match &self.command {
            Command::Resolve(resolve) => resolve.run(console),
            Command::Show(show) => show.run(console),
            Command::Check(check) => check.run(console),
        }
    }
}

impl Resolve {
    fn run(&self, console: &mut Console) -> Done {
        let resolver = Resolver::new(&self.known.registry()?);
        let ask = |name: &str| {
            resolver.resolve(&Asked { name, day: self.on, country: self.country.as_deref() })
        };
        let Some((file, heading)) = self.file.as_deref().zip(self.column.as_deref()) else {
            for name in &self.names {
                let answer = ask(name);
                console.line(&match self.format {
                    Format::Text => {
                        format!("{name}\n  {}", answer.to_string().replace('\n', "\n  "))
                    }
                    Format::Json => answer.json(name).to_string(),
                });
            }
            return Ok(true);
        };
        let (mut came_to, mut blank) = ([0_usize; 3], 0_usize);
        for name in names_of(file, heading)? {
            if name.is_empty() {
                blank += 1;
            } else {
                let answer = ask(&name);
                came_to[kind(&answer)] += 1;
                console.line(&match self.format {
                    Format::Text => format!("{} → {}", in_one_line(&name), answer.line()),
                    Format::Json => answer.json(&name).to_string(),
                });
            }
        }
        let [actor, none, unsure] = came_to;
        let names = count(actor + none + unsure, "name");
        console.note(&format!("{names}: {actor} an actor, {none} none of ours, {unsure} unsure"));
        if blank > 0 {
            console.note(&format!("{} without a name", count(blank, "row")));
        }
        Ok(true)
    }
}

fn kind(answer: &Answer) -> usize {
    match answer {
        Answer::Actor(_) => 0,
        Answer::NoneOfOurs(_) => 1,
        Answer::Unsure { .. } => 2,
    }
}

fn in_one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn names_of(path: &Path, heading: &str) -> Result<Vec<String>, Stop> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    column(file, heading).map_err(|error| Stop::Unable(format!("{shown}: {error}")))
}

impl Show {
    fn run(&self, console: &mut Console) -> Done {
        let registry = self.known.registry()?;
        for id in &self.ids {
            let shown = Shown::new(&registry, id).ok_or_else(|| no_actor(&registry, id))?;
            console.line(&match self.format {
                Format::Text => shown.to_string(),
                Format::Json => shown.json().to_string(),
            });
        }
        Ok(true)
    }
}

impl Check {
    fn run(&self, console: &mut Console) -> Done {
        let mut beside = if self.alone {
            Registry::default()
        } else {
            shipped().map_err(|wrong| wrong.to_string())?
        };
        let mut all_well = true;
        for path in &self.files {
            let shown = path.display().to_string();
            let text = text(path)?;
            let checked = beside.check(&shown, &text);
            for (severity, wrong) in checked.all() {
                console.line(&match self.format {
                    Format::Text => format!("{severity}: {wrong}"),
                    Format::Json => wrong.json(severity).to_string(),
                });
            }
            console.note(&format!("{shown}: {}", checked.account()));
            all_well &= checked.mistakes.is_empty();
            // A later file may be tied to what an earlier one describes.
            if let Ok(further) = Registry::read(&shown, &text) {
                let _ = beside.join(&shown, further);
            }
        }
        Ok(all_well)
    }
}
