//! `ceasefire actors`

use super::{Done, Format};
use crate::console::Console;
use ceasefire_actors::{Answer, Asked, Registry, Resolver, shipped};
use jiff::civil::Date;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// Say who is meant by names in reports: an actor, none of ours, or unsure with candidates
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire actors \"Jaysh al-Islam\" \"Military Forces of Russia (2000-)\"
  ceasefire actors \"HTS\" --on 2018-06-01 --country SY
  ceasefire actors --registry ours.toml \"Group A\" --format json")]
pub(crate) struct Actors {
    /// Names as they were reported
    #[arg(required = true)]
    names: Vec<String>,
    /// The day of what is reported: names come into use and go out of it
    #[arg(long)]
    on: Option<Date>,
    /// The country of what is reported, as two capital letters
    #[arg(long)]
    country: Option<String>,
    /// Further registries of actors, TOML files
    #[arg(long)]
    registry: Vec<PathBuf>,
    /// `text`, or `json` for one answer a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Actors {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut registry = shipped().map_err(told)?;
        for path in &self.registry {
            let shown = path.display().to_string();
            let text = fs::read_to_string(path)
                .map_err(|error| format!("cannot read {shown}: {error}"))?;
            let further = Registry::read(&shown, &text).map_err(told)?;
            registry.join(&shown, further).map_err(told)?;
        }
        let resolver = Resolver::new(&registry);
        for name in &self.names {
            let asked = Asked { name, day: self.on, country: self.country.as_deref() };
            let answer = resolver.resolve(&asked);
            console.line(&match self.format {
                Format::Text => format!("{name}\n  {}", answer.to_string().replace('\n', "\n  ")),
                Format::Json => line(name, &answer).to_string(),
            });
        }
        Ok(true)
    }
}

fn told(wrong: ceasefire_actors::Wrong) -> String {
    format!("{}:{}: {}; {}", wrong.file, wrong.line, wrong.reason, wrong.help)
}

fn line(name: &str, answer: &Answer) -> serde_json::Value {
    let candidate = |one: &ceasefire_actors::Candidate| json!({ "actor": one.id, "by": one.name, "score": one.score, "evidence": one.evidence.to_string() });
    match answer {
        Answer::Actor(one) => json!({ "name": name, "answer": "actor", "found": candidate(one) }),
        Answer::NoneOfOurs(evidence) => {
            json!({ "name": name, "answer": "none of ours", "evidence": evidence.to_string() })
        }
        Answer::Unsure { candidates, evidence } => json!({
            "name": name,
            "answer": "unsure",
            "evidence": evidence.to_string(),
            "candidates": candidates.iter().map(candidate).collect::<Vec<_>>(),
        }),
    }
}
