//! `ceasefire import`

use super::known::KnownActors;
use super::places::gazetteer;
use super::{Done, Stop};
use crate::console::Console;
use ceasefire_import::{
    AsReported, ByGazetteer, Days, Intake, Out, Placing, Profile, Resolved, Sketch, Taken,
    Unplaced, shipped,
};
use jiff::civil::Date;
use std::fs;
use std::path::{Path, PathBuf};

/// Read tables of other publishers as acts: UCDP GED, ACLED exports, Airwars, or your own by a profile
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire import ged_ukraine.csv --out acts-ged.jsonl
  ceasefire import ours.csv --profile ours.toml --out acts-ours.jsonl
  ceasefire import patrols.xlsx --sheet March --profile ours.toml --out acts-ours.jsonl
  ceasefire import unknown.csv --sketch > ours.toml
  ceasefire import gdelt.csv --from 2016-02-27 --until 2016-04-30 --out acts-gdelt.jsonl
  ceasefire import ours.csv --profile ours.toml --registry our-actors.toml --out acts-ours.jsonl
  ceasefire import --profiles

Names of actors become those of the shipped registries and of your own; where it is not certain who is
meant, the act has all candidates and `other`, and its notes say why. A place that the table names and
puts nowhere gets the point of the one place of that name in the gazetteer, if there is one.

A row that cannot be read is set aside in a file beside the acts, with its line, column and reason;
mended there, it can be imported again. Importing a file twice adds nothing; a later vintage
changes the acts that it tells otherwise, and the changes are listed.")]
pub(crate) struct ImportTables {
    /// Tables: delimited text in any encoding, workbooks (xlsx, xlsb, xls, ods), JSON
    #[arg(required_unless_present = "profiles")]
    tables: Vec<PathBuf>,
    /// A mapping profile: the name of a shipped one, or a TOML file
    #[arg(long)]
    profile: Option<String>,
    /// The file of acts, JSON Lines or (by the ending `.parquet`) Parquet; acts that are there already are kept.
    /// Standard output without it
    #[arg(long)]
    out: Option<PathBuf>,
    /// The first day that is asked for; an act that may have happened then is taken
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The last day that is asked for
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
    /// The sheet of a workbook; without it, the first with a heading that a profile knows
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Propose a profile for a table that nobody knows, and show its first rows as acts
    #[arg(long, conflicts_with_all = ["profile", "out", "from", "until", "profiles"])]
    sketch: bool,
    /// List the shipped profiles
    #[arg(long)]
    profiles: bool,
    #[command(flatten)]
    asked: Asked,
}

/// Who is asked what a table means by its names.
#[derive(Debug, clap::Args)]
struct Asked {
    /// Leave names of actors as they were reported
    #[arg(long, conflicts_with_all = ["registry", "snapshot"])]
    names_as_reported: bool,
    #[command(flatten)]
    known: KnownActors,
    /// Leave places without a point where the table has none
    #[arg(long, conflicts_with = "gazetteer")]
    places_as_reported: bool,
    /// A gazetteer, beside the shipped one: TSV, CSV, or points of GeoJSON, GeoPackage or a shapefile
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

impl ImportTables {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let known = shipped().map_err(|error| error.to_string())?;
        if self.profiles {
            for profile in &known {
                console.line(&format!("{:<15} {}", profile.name, profile.title));
            }
            return Ok(true);
        }
        if self.sketch {
            return self.tables.iter().try_fold(true, |_, path| self.propose(path, console));
        }
        let named = self.profile.as_deref().map(|name| Profile::chosen(name, &known)).transpose();
        let named = named.map_err(|error| error.to_string())?;
        let resolved = self.asked.resolved()?;
        let placed = self.asked.placed(console)?;
        let intake = Intake {
            profiles: &known,
            named: named.as_ref(),
            naming: resolved.as_ref().map_or(&AsReported, |own| own),
            placing: placed.as_ref().map_or(&Unplaced as &dyn Placing, |own| own),
            sheet: self.sheet.as_deref(),
            days: Days { from: self.from, until: self.until },
        };
        let progress = console.progress_of_bytes("importing", self.bytes());
        let passed = |bytes| progress.more_bytes(bytes);
        let taken = match &self.out {
            Some(out) => intake.take(&self.tables, Out::File(out), &passed),
            None => intake.take(&self.tables, Out::Stream(&mut console.results()), &passed),
        };
        drop(progress);
        let taken = taken.map_err(|error| error.to_string())?;
        tell(&taken, console);
        if let Some(resolved) = &resolved {
            console.note(&resolved.mentions().to_string());
        }
        if let Some(placed) = &placed {
            console.note(&placed.placed().to_string());
        }
        Ok(taken.tables.iter().all(|table| table.aside.is_none()))
    }

    /// The profile goes to standard output, so that it can be kept; what comes of it to the notes.
    fn propose(&self, path: &Path, console: &mut Console) -> Done {
        let sketched = Sketch::of_file(path, self.sheet.as_deref());
        let (sketch, trial) = sketched.map_err(|error| error.to_string())?;
        console.out(&sketch.toml);
        console.note("its first rows as acts by this profile:");
        for act in &trial.acts {
            console.note(&format!("  {act}"));
        }
        for row in &trial.aside {
            console.note(&format!("  line {} set aside: {}: {}", row.line, row.column, row.reason));
        }
        console.note(&format!("{}: {}", path.display(), trial.account));
        Ok(true)
    }

    /// How much there is to read, as far as it is known.
    fn bytes(&self) -> u64 {
        let sizes = self.tables.iter().filter_map(|path| fs::metadata(path).ok());
        sizes.map(|file| file.len()).sum()
    }
}

impl Asked {
    fn resolved(&self) -> Result<Option<Resolved>, Stop> {
        if self.names_as_reported {
            return Ok(None);
        }
        Ok(Some(Resolved::new(&self.known.registry()?)))
    }

    fn placed(&self, console: &mut Console) -> Result<Option<ByGazetteer>, Stop> {
        if self.places_as_reported {
            return Ok(None);
        }
        Ok(Some(ByGazetteer::new(gazetteer(&self.gazetteer, console)?)))
    }
}

/// The account of every table, and what changed.
fn tell(taken: &Taken, console: &mut Console) {
    for table in &taken.tables {
        console.note(&format!("{} ({}): {}", table.path.display(), table.title, table.account));
        if let Some(part) = &table.part {
            console.note(&format!("  {part}"));
        }
        if let Some(aside) = &table.aside {
            console.note(&format!("set aside in {}", aside.display()));
        }
    }
    let merged = &taken.merged;
    console.note(&format!(
        "{} acts new, {} as before, {} changed",
        merged.new, merged.same, merged.changed
    ));
    for change in &merged.changes {
        let told = if change.earlier { "changed" } else { "told otherwise further down" };
        console.note(&format!("  {told}: {}: {}", change.id, change.fields.join(", ")));
    }
    if merged.unlisted() > 0 {
        let fields = merged.fields.iter().map(|(field, count)| format!("{field} {count}"));
        let fields: Vec<String> = fields.collect();
        console.note(&format!("  … and {} more; in all: {}", merged.unlisted(), fields.join(", ")));
    }
}
