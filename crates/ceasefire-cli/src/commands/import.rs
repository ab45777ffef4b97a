//! `ceasefire import`

use super::known::KnownActors;
use super::{Done, Stop};
use crate::console::Console;
use ceasefire_import::{Import, Merge, Profile, Resolved, aside_table, shipped};
use std::fs;
use std::path::PathBuf;

/// Read tables of other publishers as acts: UCDP GED, ACLED exports, Airwars, or your own by a profile
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire import ged_ukraine.csv --out acts-ged.jsonl
  ceasefire import ours.csv --profile ours.toml --out acts-ours.jsonl
  ceasefire import ours.csv --profile ours.toml --registry our-actors.toml --out acts-ours.jsonl
  ceasefire import --profiles

Names of actors become those of the shipped registries and of your own; where it is not certain who is
meant, the act has all candidates and `other`, and says why. With --names-as-reported they stay as they
are.

A row that cannot be read is set aside in a file beside the acts, with its line, column and reason;
mended there, it can be imported again. Importing a file twice adds nothing; a later vintage
changes the acts that it tells otherwise, and the changes are listed.")]
pub(crate) struct ImportTables {
    /// Tables: delimited text in any encoding
    #[arg(required_unless_present = "profiles")]
    tables: Vec<PathBuf>,
    /// A mapping profile: the name of a shipped one, or a TOML file
    #[arg(long)]
    profile: Option<String>,
    /// The file of acts, JSON Lines; acts that are there already are kept. Standard output without it
    #[arg(long)]
    out: Option<PathBuf>,
    /// List the shipped profiles
    #[arg(long)]
    profiles: bool,
    /// Leave names of actors as they were reported
    #[arg(long, conflicts_with_all = ["registry", "snapshot"])]
    names_as_reported: bool,
    #[command(flatten)]
    known: KnownActors,
}

impl ImportTables {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let known = shipped().map_err(|error| error.to_string())?;
        if self.profiles {
            for profile in &known {
                console.line(&format!("{:<12} {}", profile.name, profile.title));
            }
            return Ok(true);
        }
        let named = self.profile.as_deref().map(|name| named(name, &known)).transpose()?;
        let mut merge = match &self.out {
            Some(out) if out.exists() => {
                let wrong = |error: String| format!("{}: {error}", out.display());
                let earlier = fs::read_to_string(out).map_err(|error| wrong(error.to_string()))?;
                Merge::read(&earlier).map_err(wrong)?
            }
            _ => Merge::default(),
        };
        let resolved = self.resolved()?;
        let mut all_well = true;
        for path in &self.tables {
            let shown = path.display();
            let file =
                fs::File::open(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
            let mut import = Import::open(file, &known, named.as_ref())
                .map_err(|error| format!("{shown}: {error}"))?;
            if let Some(resolved) = &resolved {
                import = import.naming(resolved);
            }
            let mut aside = Vec::new();
            for row in import.by_ref() {
                match row {
                    Ok(act) => merge.add(act),
                    Err(row) => aside.push(row),
                }
            }
            console.note(&format!("{shown} ({}): {}", import.profile().title, import.account()));
            if !aside.is_empty() {
                all_well = false;
                let beside = self.out.as_deref().unwrap_or(path).with_extension("aside.csv");
                fs::write(&beside, aside_table(import.headings(), &aside))
                    .map_err(|error| format!("cannot write {}: {error}", beside.display()))?;
                console.note(&format!("set aside in {}", beside.display()));
            }
        }
        if let Some(resolved) = &resolved {
            console.note(&resolved.mentions().to_string());
        }
        let merged = &merge.merged;
        console.note(&format!(
            "{} acts new, {} as before, {} changed",
            merged.new,
            merged.same,
            merged.changed.len()
        ));
        for (id, fields) in &merged.changed {
            console.note(&format!("  changed: {id}: {}", fields.join(", ")));
        }
        let lines = merge.lines();
        match &self.out {
            None => console.out(&lines),
            Some(out) => fs::write(out, lines)
                .map_err(|error| format!("cannot write {}: {error}", out.display()))?,
        }
        Ok(all_well)
    }

    fn resolved(&self) -> Result<Option<Resolved>, Stop> {
        if self.names_as_reported {
            return Ok(None);
        }
        Ok(Some(Resolved::new(&self.known.registry()?)))
    }
}

fn named(name: &str, known: &[Profile]) -> Result<Profile, String> {
    if let Some(profile) = known.iter().find(|profile| profile.name == name) {
        return Ok(profile.clone());
    }
    let text = fs::read_to_string(name).map_err(|error| {
        let names: Vec<&str> = known.iter().map(|profile| profile.name.as_str()).collect();
        format!("`{name}` is no shipped profile ({}) and no file: {error}", names.join(", "))
    })?;
    Profile::read(&text).map_err(|error| format!("{name}: {error}"))
}
