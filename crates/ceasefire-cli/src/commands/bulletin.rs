//! `ceasefire bulletin`

use super::inputs::{Inputs, day};
use super::{Done, Format, Stop, count};
use crate::console::Console;
use ceasefire_bulletin::{Asked, Made, Making};
use ceasefire_ledger::{Hash, Identity, unlock};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Pack an agreement, acts, facts and what follows into one file that anybody can verify
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Everything that the findings stand on, in one file:
    ceasefire bulletin agreements/syria-coh-2016 examples/syria-2016 --out march.ceasefire

  Under two readings, with what was known on a day:
    ceasefire bulletin agreements/syria-coh-2016 examples/syria-2016 --reading standard,russia \\
      --known-on 2016-03-01 --out march.ceasefire

  Signed:
    CEASEFIRE_PASSPHRASE=… ceasefire bulletin agreements/minsk acts.jsonl --identity me.json \\
      --out march.ceasefire

Whoever gets the file runs `ceasefire verify march.ceasefire`. The same files give the same bytes.
Its form is described in docs/bulletins.md. Official texts are not packed. Exit codes: 0 written;
1 rows set aside under --strict; 2 something could not be read or written, or the agreement has
errors.")]
pub(crate) struct MakeBulletin {
    #[command(flatten)]
    inputs: Inputs,
    /// The day on which deadlines are read; in the summary, where none is given, the last act's
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// The file to write; one that is there is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The identity that signs; its passphrase is taken from the environment
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// For people, or one object
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl MakeBulletin {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        // What is wrong with the files is told here, by their own names.
        let given = self.inputs.read(console)?;
        day("--as-of", self.as_of.as_ref(), &given.readings.standard.agreement)?;
        let identity = self.identity.as_deref().map(unlocked).transpose()?;
        let asked = Asked {
            readings: self.inputs.reading.clone(),
            profile: self.inputs.profile.clone(),
            as_of: self.as_of.clone(),
            known_on: self.inputs.known_on().map(str::to_owned),
        };
        let making = Making {
            agreement: self.inputs.agreement(),
            sources: self.inputs.files()?,
            asked,
            ledger: None,
            identity: identity.as_ref(),
        };
        let made = making.make().map_err(|refused| match refused {
            ceasefire_bulletin::Refused::File(sentence) => sentence,
            refused => format!("the bulletin cannot be made: {refused}"),
        })?;
        let out = self.out.display();
        fs::write(&self.out, &made.bytes)
            .map_err(|error| format!("cannot write `{out}`: {error}"))?;
        console.line(&self.told(&made, identity.as_ref()));
        Ok(true)
    }

    fn told(&self, made: &Made, identity: Option<&Identity>) -> String {
        let (out, counts) = (self.out.display().to_string(), made.manifest.counts);
        let sha256 = Hash::of(&made.bytes).to_string();
        let signed_by = identity.map(|identity| identity.author().to_string());
        match self.format {
            Format::Json => {
                let mut told = json!({
                    "to": out,
                    "sha256": sha256,
                    "bytes": made.bytes.len(),
                    "acts": counts.acts,
                    "set_aside": counts.aside,
                    "findings": counts.findings,
                });
                if let Some(author) = signed_by {
                    told["signed_by"] = json!(author);
                }
                told.to_string()
            }
            Format::Text => format!(
                "{} over {} written to {out}\nSHA-256 {sha256}{}",
                count(counts.findings as usize, "finding"),
                count(counts.acts as usize, "act"),
                signed_by.map(|author| format!("\nsigned by {author}")).unwrap_or_default(),
            ),
        }
    }
}

fn unlocked(path: &Path) -> Result<Identity, Stop> {
    let shown = path.display();
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let passphrase = std::env::var("CEASEFIRE_PASSPHRASE").map_err(|_| {
        "an identity has a passphrase: give it in the variable CEASEFIRE_PASSPHRASE".to_owned()
    })?;
    let identity = unlock(&text, &passphrase);
    Ok(identity.map_err(|error| format!("the identity `{shown}` cannot be used: {error}"))?)
}
